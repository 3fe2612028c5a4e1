//! Letters to lines in reading order.
//!
//! ```text
//! letters ── row ──▶ rows ── word ──▶ words ── cell ──▶ cells ── column ──▶ lines ── furniture
//! ```
//!
//! Knows where things stand on a page, and the marks that list items begin with. Does not know what
//! the words mean.

mod accent;
mod align;
mod cell;
mod column;
mod furniture;
mod line;
mod margin;
mod row;
mod word;

pub use furniture::mark as mark_furniture;
pub use line::PageLine;

use self::cell::Cell;
use self::word::WordRow;
use super::glyph::Glyph;
use super::structure::TableCells;
use crate::text::BBox;

/// Cells that stand on one baseline.
#[derive(Clone, Debug)]
pub struct CellRow {
    /// Its cells, from left to right; never empty.
    pub cells: Vec<Cell>,
    /// The baseline.
    pub y: f32,
    /// The font size of most of it.
    pub size: f32,
    /// Whether it stands in the margin, beside the body.
    pub aside: bool,
}

impl CellRow {
    /// Makes a row of cells; `None` when there are none.
    pub fn of(cells: Vec<Cell>) -> Option<Self> {
        let heaviest = cells.iter().max_by_key(|cell| cell.len())?;
        let (y, size) = (heaviest.baseline(), heaviest.words[0].size);
        Some(Self {
            cells,
            y,
            size,
            aside: false,
        })
    }

    /// How many letters it has.
    fn len(&self) -> usize {
        self.cells.iter().map(Cell::len).sum()
    }

    /// Whether two rows are one, set a little askew: a label, and its value stamped in beside it.
    fn is_beside(&self, other: &Self) -> bool {
        let (one, two) = (self.bbox(), other.bbox());
        let overlap = one.y1.min(two.y1) - one.y0.max(two.y0);
        let room = (one.x0 - two.x1).max(two.x0 - one.x1);
        self.len().max(other.len()) <= SHORT
            && overlap >= ASKEW * one.height().min(two.height())
            && room >= BESIDE * self.size.max(other.size)
    }

    fn bbox(&self) -> BBox {
        self.cells.iter().skip(1).fold(self.cells[0].bbox(), |bbox, cell| bbox.union(cell.bbox()))
    }
}

/// How many letters a row has that may be put beside another.
const SHORT: usize = 40;
/// How much of their height rows share that are one, set askew.
const ASKEW: f32 = 0.45;
/// The room between rows that are one, in font sizes.
const BESIDE: f32 = 1.5;

/// The lines of a page, in reading order: those that are turned as most of the page is, then the
/// others.
///
/// `structure` gives the table cell that a piece of marked content belongs to.
pub fn lines(glyphs: Vec<Glyph>, structure: &TableCells) -> Vec<PageLine> {
    let mut lines = Vec::new();
    for (turn, glyphs) in by_turn(visible(glyphs)) {
        let rows = row::rows(&glyphs).iter().map(WordRow::read).collect();
        for block in column::blocks(rows) {
            let mut block = join_askew(cell::rows(block, structure));
            align::align(&mut block);
            let block = margin::split(block);
            lines.extend(line::lines(&block, turn));
        }
    }
    lines
}

/// Joins rows that are one, set a little askew.
fn join_askew(rows: Vec<CellRow>) -> Vec<CellRow> {
    let mut joined: Vec<CellRow> = Vec::with_capacity(rows.len());
    for row in rows {
        match joined.last_mut() {
            Some(above) if above.is_beside(&row) => {
                above.cells.extend(row.cells);
                above.cells.sort_by(|a, b| a.x0().total_cmp(&b.x0()));
            }
            _ => joined.push(row),
        }
    }
    joined
}

/// The letters that are drawn; all, where none are: the text layer of a scan.
fn visible(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    if glyphs.iter().any(|glyph| !glyph.invisible && !glyph.is_space()) {
        glyphs.into_iter().filter(|glyph| !glyph.invisible).collect()
    } else {
        glyphs
    }
}

/// The letters by how their lines are turned, the largest group first.
fn by_turn(glyphs: Vec<Glyph>) -> Vec<(i16, Vec<Glyph>)> {
    let mut groups: Vec<(i16, Vec<Glyph>)> = Vec::new();
    for glyph in glyphs {
        match groups.iter_mut().find(|(turn, _)| *turn == glyph.turn) {
            Some((_, group)) => group.push(glyph),
            None => groups.push((glyph.turn, vec![glyph])),
        }
    }
    groups.sort_by_key(|(turn, group)| (std::cmp::Reverse(group.len()), *turn));
    groups
}
