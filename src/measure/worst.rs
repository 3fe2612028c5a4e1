//! The readings that took longest, where not all can be kept.

use super::pass::Read;
use super::report::DocumentFigures;
use super::table::Row;

/// The readings that took longest, of each document one.
pub(super) struct Worst {
    enough: usize,
    rows: Vec<(u64, Row)>,
}

impl Worst {
    /// Keeps so many.
    pub(super) fn new(enough: usize) -> Self {
        Self { enough, rows: Vec::new() }
    }

    /// Keeps a reading, if it is one of them.
    pub(super) fn add(&mut self, read: &Read) {
        let time = |row: &Row| row.taken[0][0].whole();
        if let Some((_, row)) = self.rows.iter_mut().find(|(index, _)| *index == read.index) {
            if read.taken.whole() > time(row) {
                row.taken[0][0] = read.taken;
            }
            return;
        }
        if self.rows.len() >= self.enough {
            let least = (0..self.rows.len()).min_by_key(|at| time(&self.rows[*at].1));
            match least {
                Some(at) if time(&self.rows[at].1) < read.taken.whole() => {
                    self.rows.swap_remove(at);
                }
                _ => return,
            }
        }
        let row = Row {
            name: read.name.clone(),
            bytes: read.bytes,
            pages: read.pages,
            code: read.error.as_ref().map(|error| error.code.name()),
            taken: vec![vec![read.taken]],
        };
        self.rows.push((read.index, row));
    }

    /// The figures of the documents, in no order.
    pub(super) fn figures(&self) -> Vec<DocumentFigures> {
        self.rows.iter().filter_map(|(_, row)| row.figures()).collect()
    }
}
