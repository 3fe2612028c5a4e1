//! What stands in the margin beside a body: the number of the paper, the printer's signs.
//!
//! It becomes rows of its own, before the paragraph that it stands beside, so that it does not end
//! up inside a sentence.

use super::CellRow;
use super::cell::Cell;

/// How many wide cells make a body.
const LINES: usize = 5;
/// How much of the width of a block a wide cell takes.
const WIDE: f32 = 0.4;
/// The room between the margin and the body, in font sizes.
const ROOM: f32 = 0.8;
/// The distance of lines, in font sizes, above which a paragraph begins.
const PARAGRAPH: f32 = 1.6;

/// Sets the margin of a block apart.
pub fn split(block: Vec<CellRow>) -> Vec<CellRow> {
    let Some(edge) = body_edge(&block) else {
        return block;
    };
    let mut rows: Vec<CellRow> = Vec::with_capacity(block.len());
    // Where the paragraph begins that is being read.
    let mut paragraph = 0;
    let mut last = f32::MIN;
    for mut row in block {
        let margin = row
            .cells
            .partition_point(|cell| in_margin(cell, edge, row.size));
        let body = CellRow::of(row.cells.split_off(margin));
        if let Some(body) = &body {
            if body.y - last > PARAGRAPH * body.size {
                paragraph = rows.len();
            }
            last = body.y;
        }
        if let Some(margin) = CellRow::of(row.cells) {
            let aside = true;
            rows.insert(paragraph, CellRow { aside, ..margin });
            paragraph += 1;
        }
        rows.extend(body);
    }
    rows
}

fn in_margin(cell: &Cell, edge: f32, size: f32) -> bool {
    cell.x1() < edge - ROOM * size
}

/// The left edge of the wide cells of a block; `None` when there are few.
fn body_edge(block: &[CellRow]) -> Option<f32> {
    let cells = || block.iter().flat_map(|row| &row.cells);
    let x0 = cells().map(Cell::x0).fold(f32::MAX, f32::min);
    let x1 = cells().map(Cell::x1).fold(f32::MIN, f32::max);
    let wide = || cells().filter(|cell| cell.x1() - cell.x0() > WIDE * (x1 - x0));
    (wide().count() >= LINES).then(|| wide().map(Cell::x0).fold(f32::MAX, f32::min))
}
