//! Cells that stand one space apart, found by the cells of the row above or below.
//!
//! In a row of many signatures names grow together; the parties below them still stand in columns.

use super::CellRow;
use super::cell::Cell;
use super::word::Word;
use crate::pdf::limits::LAYOUT_EDGES;

/// How far rows of one table are apart at most, in font sizes.
const NEAR: f32 = 2.6;
/// How far edges of one column may differ, in points.
const EDGE: f32 = 1.0;
/// How many words a cell has at most that is split.
const WORDS: usize = 14;
/// How much of a space the room before a cell has at least.
const ROOM: f32 = 0.8;
/// How much the room before a cell differs from a space, in parts of a space.
const UNLIKE_SPACE: f32 = 0.1;

/// How often the rows are gone through: a row that was split may split another.
const PASSES: usize = 2;

/// Splits cells where a cell of a neighbouring row begins, if the room there is no ordinary space,
/// and where words of both rows begin after such room.
pub fn align(rows: &mut [CellRow]) {
    for _ in 0..PASSES {
        for index in 1..rows.len() {
            split_by(rows, index, index - 1);
        }
        for index in (1..rows.len()).rev() {
            split_by(rows, index - 1, index);
        }
    }
}

/// Splits the cells of one row where those of another begin.
fn split_by(rows: &mut [CellRow], row: usize, other: usize) {
    let near = (rows[row].y - rows[other].y).abs() <= NEAR * rows[row].size;
    let count = rows[other].cells.len();
    if !near || !(2..=LAYOUT_EDGES).contains(&count) {
        return;
    }
    let mut edges: Vec<f32> = rows[other].cells.iter().skip(1).map(Cell::x0).collect();
    if rows[row].cells.len() > 1 {
        let words = rows[other].cells.iter().flat_map(|cell| &cell.words);
        edges.extend(words.filter(|word| is_apart(word)).map(|word| word.bbox.x0));
    }
    let cells = std::mem::take(&mut rows[row].cells);
    rows[row].cells = cells.into_iter().flat_map(|cell| split(cell, &edges)).collect();
}

fn split(cell: Cell, edges: &[f32]) -> Vec<Cell> {
    if cell.words.len() > WORDS {
        return vec![cell];
    }
    cell.split(|last, word| {
        (is_apart(word) || last.text.ends_with(':'))
            && edges.iter().any(|edge| (edge - word.bbox.x0).abs() <= EDGE)
    })
}

/// Whether the room before a word is no ordinary space: not as wide as one, or none was drawn.
fn is_apart(word: &Word) -> bool {
    let unlike = (word.before - word.space).abs() > UNLIKE_SPACE * word.space;
    word.before >= ROOM * word.space && (unlike || !word.spaced)
}
