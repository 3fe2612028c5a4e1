//! Rows to blocks: what is read from top to bottom before the next block begins.
//!
//! A body in columns is read column by column; a column is many lines of running text beside many
//! others, with nothing across the room between. Rows of short cells stay rows. What stands in the
//! margin beside the body becomes a row of its own, so that it does not end up inside a sentence.

use super::CellRow;
use super::cell::{Cell, is_label};

/// How many lines of running text make a column.
const LINES: usize = 5;
/// How wide a column is at least, in font sizes.
const WIDTH: f32 = 12.0;
/// How much of its column a full line takes.
const FULL: f32 = 0.7;
/// How many letters the lines of a column have, on average.
const LETTERS: usize = 18;
/// How often a part of a page is split further.
const DEPTH: usize = 4;
/// Room of this many lines above the last rows of a column sets them apart from it.
const APART: f32 = 2.6;
/// How far edges in one line may differ, in points.
const EDGE: f32 = 2.0;
/// The room between the margin and the body, in font sizes.
const MARGIN_ROOM: f32 = 0.8;
/// How much of the width of a page a wide cell takes.
const WIDE: f32 = 0.4;

/// Puts the rows of a page into blocks, in reading order.
pub fn blocks(rows: Vec<CellRow>) -> Vec<Vec<CellRow>> {
    let mut blocks = Vec::new();
    split(rows, DEPTH, &mut blocks);
    blocks.into_iter().filter(|block| !block.is_empty()).map(split_margin).collect()
}

fn split(rows: Vec<CellRow>, depth: usize, blocks: &mut Vec<Vec<CellRow>>) {
    let Some((start, end, x)) = (depth > 0).then(|| gutter(&rows)).flatten() else {
        blocks.push(rows);
        return;
    };
    let mut above = rows;
    let below = above.split_off(end);
    let band = above.split_off(start);
    let (left, right) = part(band, x);
    for part in [above, left, right, below] {
        split(part, depth - 1, blocks);
    }
}

/// Splits rows at a gutter: what stands left of it, and what stands right of it.
fn part(band: Vec<CellRow>, x: f32) -> (Vec<CellRow>, Vec<CellRow>) {
    let mut left = Vec::new();
    let mut right = Vec::new();
    for row in band {
        let (before, after): (Vec<_>, Vec<_>) =
            row.cells.into_iter().partition(|cell| cell.x1() <= x + EDGE);
        left.extend(CellRow::of(before));
        right.extend(CellRow::of(after));
    }
    (left, right)
}

/// The gutter that parts the most rows: the first row, the row after the last, and its place.
fn gutter(rows: &[CellRow]) -> Option<(usize, usize, f32)> {
    candidates(rows)
        .into_iter()
        .flat_map(|x| bands(rows, x).into_iter().map(move |(start, end)| (start, end, x)))
        .filter(|(start, end, x)| parts_columns(&rows[*start..*end], *x))
        .max_by_key(|(start, end, _)| end - start)
}

/// The places where many cells begin, but for the first: there a gutter may end.
fn candidates(rows: &[CellRow]) -> Vec<f32> {
    let mut edges: Vec<f32> = rows.iter().flat_map(|row| &row.cells).map(Cell::x0).collect();
    edges.sort_by(f32::total_cmp);
    edges
        .chunk_by(|a, b| b - a < EDGE)
        .filter(|edge| edge.len() >= LINES)
        .map(|edge| edge[0] - EDGE)
        .filter(|x| edges.first().is_some_and(|first| x - first > EDGE * 2.0))
        .collect()
}

/// The runs of rows in which no cell stands across a place, without rows far below the others.
fn bands(rows: &[CellRow], x: f32) -> Vec<(usize, usize)> {
    let crosses =
        |row: &CellRow| row.cells.iter().any(|cell| cell.x0() < x && cell.x1() > x + EDGE);
    let mut bands = Vec::new();
    let mut start = 0;
    for index in 0..=rows.len() {
        if index < rows.len() && !crosses(&rows[index]) {
            continue;
        }
        if index > start {
            let end = index - set_apart(&rows[start..index]);
            bands.push((start, end));
        }
        start = index + 1;
    }
    bands
}

/// How many of the last rows stand far below the others: a foot.
fn set_apart(rows: &[CellRow]) -> usize {
    (1..=3.min(rows.len() - 1))
        .rev()
        .find(|count| {
            let first = rows.len() - count;
            rows[first].y - rows[first - 1].y > APART * 1.2 * rows[first - 1].size
        })
        .unwrap_or(0)
}

/// Whether both sides of a place are columns of running text.
fn parts_columns(band: &[CellRow], x: f32) -> bool {
    let sides = |cell: &&Cell| cell.x1() <= x + EDGE;
    let (left, right): (Vec<_>, Vec<_>) = band.iter().flat_map(|row| &row.cells).partition(sides);
    let size = band.iter().map(|row| row.size).fold(0.0, f32::max);
    is_column(&left, size) && is_column(&right, size)
}

fn is_column(cells: &[&Cell], size: f32) -> bool {
    let x0 = cells.iter().map(|cell| cell.x0()).fold(f32::MAX, f32::min);
    let x1 = cells.iter().map(|cell| cell.x1()).fold(f32::MIN, f32::max);
    let full = cells.iter().filter(|cell| cell.x1() - cell.x0() >= FULL * (x1 - x0)).count();
    let letters: usize = cells.iter().map(|cell| cell.len()).sum();
    full >= LINES && x1 - x0 >= WIDTH * size && letters >= LETTERS * cells.len()
}

/// Makes what stands in the margin, beside a line of the body, a row of its own before that line.
fn split_margin(block: Vec<CellRow>) -> Vec<CellRow> {
    let Some(edge) = body_edge(&block) else {
        return block;
    };
    let mut rows = Vec::with_capacity(block.len());
    for mut row in block {
        if row.cells.len() > 1 && in_margin(&row.cells[0], edge, row.size) {
            let body = row.cells.split_off(1);
            rows.extend(CellRow::of(row.cells));
            rows.extend(CellRow::of(body));
        } else {
            rows.push(row);
        }
    }
    rows
}

fn in_margin(cell: &Cell, edge: f32, size: f32) -> bool {
    let is_label = cell.words.len() == 1 && is_label(&cell.words[0].text, true);
    cell.x1() < edge - MARGIN_ROOM * size && !is_label
}

/// The left edge of the wide cells of a block; `None` when there are few.
fn body_edge(block: &[CellRow]) -> Option<f32> {
    let cells = || block.iter().flat_map(|row| &row.cells);
    let x0 = cells().map(Cell::x0).fold(f32::MAX, f32::min);
    let x1 = cells().map(Cell::x1).fold(f32::MIN, f32::max);
    let wide = || cells().filter(|cell| cell.x1() - cell.x0() > WIDE * (x1 - x0));
    (wide().count() >= LINES).then(|| wide().map(Cell::x0).fold(f32::MAX, f32::min))
}
