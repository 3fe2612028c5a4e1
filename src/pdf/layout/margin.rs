//! What stands in the margin beside a body: the number of the paper, the printer's signs.
//!
//! It becomes rows of its own, before the paragraph that it stands beside, so that it does not end
//! up inside a sentence.

use super::CellRow;
use super::cell::Cell;
use crate::pdf::limits::LAYOUT_ROWS;

/// How many wide cells make a body.
const LINES: usize = 5;
/// How much of the width of a block a wide cell takes.
const WIDE: f32 = 0.4;
/// The room between the margin and the body, in font sizes.
const ROOM: f32 = 0.8;
/// How wide a margin is at least, in font sizes.
const WIDTH: f32 = 4.0;
/// One of so many wide cells may begin left of the body.
const OUTLIERS: usize = 4;
/// Print of less than this part of the size of the body is small.
const SMALL: f32 = 0.75;
/// The distance of lines, in font sizes, above which a paragraph begins.
const PARAGRAPH: f32 = 1.6;

/// Sets the margin of a block apart: what is about as large as the body before the paragraph that
/// it stands beside, small print after the body.
pub fn split(block: Vec<CellRow>) -> Vec<CellRow> {
    let Some(edge) = body_edge(&block).filter(|_| block.len() <= LAYOUT_ROWS) else {
        return block;
    };
    let mut rows: Vec<CellRow> = Vec::with_capacity(block.len());
    let mut small_print = Vec::new();
    // Where the paragraph begins that is being read, and the baseline of its last line.
    let mut paragraph = 0;
    let mut last: Option<f32> = None;
    for mut row in block {
        let in_margin = |cell: &Cell| in_margin(cell, edge, row.size);
        let body = row.cells.split_off(row.cells.partition_point(in_margin));
        let body = CellRow::of(body);
        if let Some(body) = &body {
            if last.is_none_or(|last| body.y - last > PARAGRAPH * body.size) {
                paragraph = rows.len();
            }
            last = Some(body.y);
        }
        if let Some(margin) = CellRow::of(row.cells) {
            let margin = CellRow { aside: true, ..margin };
            if margin.size < SMALL * row.size.max(size_of(&rows)) {
                small_print.push(margin);
            } else {
                rows.insert(paragraph, margin);
                paragraph += 1;
            }
        }
        rows.extend(body);
    }
    rows.extend(small_print);
    rows
}

/// The font size of the last row of the body.
fn size_of(rows: &[CellRow]) -> f32 {
    rows.iter().rev().find(|row| !row.aside).map_or(0.0, |row| row.size)
}

fn in_margin(cell: &Cell, edge: f32, size: f32) -> bool {
    cell.x1() < edge - ROOM * size && cell.x0() < edge - WIDTH * size
}

/// The left edge of most of the wide cells of a block; `None` when there are few. A few may begin
/// in the margin: a head, a foot.
fn body_edge(block: &[CellRow]) -> Option<f32> {
    let cells = || block.iter().flat_map(|row| &row.cells);
    let x0 = cells().map(Cell::x0).fold(f32::MAX, f32::min);
    let x1 = cells().map(Cell::x1).fold(f32::MIN, f32::max);
    let mut edges: Vec<f32> =
        cells().filter(|cell| cell.x1() - cell.x0() > WIDE * (x1 - x0)).map(Cell::x0).collect();
    edges.sort_by(f32::total_cmp);
    (edges.len() >= LINES).then(|| edges[edges.len() / OUTLIERS])
}
