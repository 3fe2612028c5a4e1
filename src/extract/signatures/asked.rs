//! What the grammar says of the cells of the last rows: most are asked about again and again.

use std::cell::RefCell;
use std::ops::Range;

use crate::extract::sheet::Sheet;
use crate::grammar::person::{self, Signed};
use crate::grammar::rules::Scan;
use crate::grammar::{frame, party};

/// So many cells are remembered, more than stand in a row and in the one below it.
const KEPT: usize = 16;

/// Answers about cells, in source ranges.
pub(super) struct Asked<'a> {
    sheet: &'a Sheet<'a>,
    scan: &'a Scan<'a>,
    last: RefCell<Last>,
}

/// The cells that were asked about last, the oldest of which is forgotten for a new one.
#[derive(Default)]
struct Last {
    cells: Vec<(Range<usize>, Answers)>,
    oldest: usize,
}

/// What was answered about one cell, so far.
#[derive(Clone, Debug, Default)]
struct Answers {
    party: Option<bool>,
    signed: Option<Option<Signed>>,
    /// Where words before a party end that stand there, and whether they leave no doubt.
    lead: Option<Option<(usize, bool)>>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(sheet: &'a Sheet<'a>, scan: &'a Scan<'a>) -> Self {
        Self { sheet, scan, last: RefCell::default() }
    }

    /// Whether a cell is the name of a party.
    pub(super) fn is_party(&self, cell: &Range<usize>) -> bool {
        self.answer(
            cell,
            |answers| &mut answers.party,
            || party::is_party(&self.scan.grammar.words, self.sheet.document.slice(cell)),
        )
    }

    /// Who signs in a cell.
    pub(super) fn signatory(&self, cell: &Range<usize>) -> Option<Signed> {
        let words = &self.scan.grammar.words;
        self.answer(
            cell,
            |answers| &mut answers.signed,
            || Some(person::signatory(words, self.sheet.document.slice(cell))?.shifted(cell.start)),
        )
    }

    /// Whether a cell is a party with words before it that leave no doubt: "fractie X".
    pub(super) fn is_led(&self, cell: &Range<usize>) -> bool {
        let sure = self.lead(cell).is_some_and(|(_, certain)| certain);
        sure && !{ self.sheet.document.slice(cell) }
            .trim_end_matches([',', ':', ' '])
            .contains([',', ':'])
    }

    /// Where the words before a party end that stand in a cell, in the source, and whether they leave
    /// no doubt.
    pub(super) fn lead(&self, cell: &Range<usize>) -> Option<(usize, bool)> {
        let scan = self.scan;
        self.answer(
            cell,
            |answers| &mut answers.lead,
            || {
                let input = &scan.text[self.sheet.offset(cell.start)..];
                let (rest, certain) = frame::party_lead(scan, input).ok()?;
                Some((self.sheet.source_at(scan.at(rest)).min(cell.end), certain))
            },
        )
    }

    /// The answer to one question about a cell, which is asked where it was not yet.
    fn answer<T: Clone>(
        &self,
        cell: &Range<usize>,
        question: impl Fn(&mut Answers) -> &mut Option<T>,
        ask: impl FnOnce() -> T,
    ) -> T {
        if let Some(answer) = question(self.last.borrow_mut().of(cell)) {
            return answer.clone();
        }
        let answer = ask();
        question(self.last.borrow_mut().of(cell)).insert(answer).clone()
    }
}

impl Last {
    /// What is known of a cell.
    fn of(&mut self, cell: &Range<usize>) -> &mut Answers {
        let known = self.cells.iter().rposition(|(known, _)| known == cell);
        let at = known.unwrap_or_else(|| {
            let new = (cell.clone(), Answers::default());
            if self.cells.len() < KEPT {
                self.cells.push(new);
                return self.cells.len() - 1;
            }
            let at = self.oldest;
            self.cells[at] = new;
            self.oldest = (at + 1) % KEPT;
            at
        });
        &mut self.cells[at].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_cell_is_forgotten_first() {
        let mut last = Last::default();
        for at in 0..=KEPT {
            last.of(&(at..at + 1)).party = Some(true);
        }
        assert_eq!(last.cells.len(), KEPT);
        assert_eq!(last.of(&(1..2)).party, Some(true));
        assert_eq!(last.of(&(0..1)).party, None, "it was forgotten");
        assert_eq!(last.of(&(1..2)).party, None, "another one was asked about since");
    }
}
