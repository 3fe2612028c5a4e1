//! Letters to lines in reading order.
//!
//! ```text
//! letters ── row ──▶ rows ── word ──▶ words ── cell ──▶ cells ── column ──▶ lines ── furniture
//! ```
//!
//! Knows where things stand on a page, and the marks that list items begin with. Does not know what
//! the words mean.

mod cell;
mod column;
mod furniture;
mod line;
mod row;
mod word;

use std::collections::HashMap;

pub use furniture::mark as mark_furniture;
pub use line::PageLine;

use self::cell::Cell;
use super::glyph::Glyph;

/// Cells that stand on one baseline.
#[derive(Clone, Debug)]
pub struct CellRow {
    /// Its cells, from left to right; never empty.
    pub cells: Vec<Cell>,
    /// The baseline.
    pub y: f32,
    /// The font size of most of it.
    pub size: f32,
}

/// The lines of a page, in reading order: those that are turned as most of the page is, then the
/// others.
///
/// `structure` gives the table cell that a piece of marked content belongs to.
pub fn lines(glyphs: Vec<Glyph>, structure: &HashMap<u32, u32>) -> Vec<PageLine> {
    let mut lines = Vec::new();
    for (turn, glyphs) in by_turn(visible(glyphs)) {
        let rows: Vec<CellRow> = row::rows(&glyphs)
            .iter()
            .map(|row| CellRow {
                cells: cell::cells(word::words(row), structure),
                y: row.y,
                size: row.size,
            })
            .collect();
        for block in column::blocks(rows) {
            lines.extend(line::lines(&block, turn));
        }
    }
    lines
}

/// The letters that are drawn; all, where none are: the text layer of a scan.
fn visible(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    if glyphs
        .iter()
        .any(|glyph| !glyph.invisible && !glyph.is_space())
    {
        glyphs
            .into_iter()
            .filter(|glyph| !glyph.invisible)
            .collect()
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
