//! What stands in the margin beside a body: the number of the paper, the printer's signs.
//!
//! It becomes rows of its own, before the paragraph that it stands beside, so that it does not end
//! up inside a sentence.

use super::CellRow;
use super::cell::Cell;
use super::line;
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
/// The distance of lines, in font sizes, where a page does not show it.
const LEADING: f32 = 1.4;
/// How much more than the distance of its lines a paragraph is away from the one above.
const PARAGRAPH: f32 = 1.15;

/// Sets the margin of a block apart: what is about as large as the body before the paragraph that
/// it stands beside, and small print that stands beside or below the body after it.
pub fn split(block: Vec<CellRow>) -> Vec<CellRow> {
    let Some(edge) = body_edge(&block).filter(|_| block.len() <= LAYOUT_ROWS) else {
        return block;
    };
    let apart = PARAGRAPH * line::leading(&block).unwrap_or(LEADING);
    let mut rows: Vec<CellRow> = Vec::with_capacity(block.len());
    let mut small_print = Vec::new();
    // Where the paragraph begins that is being read; the baseline and the size of its last line; the
    // size of the body, once a line of it was read.
    let mut paragraph = 0;
    let mut last: Option<(f32, f32)> = None;
    let mut body_size = 0.0;
    for mut row in block {
        let in_margin = |cell: &Cell| in_margin(cell, edge, row.size);
        let body = row.cells.split_off(row.cells.partition_point(in_margin));
        let body = CellRow::of(body);
        let begins = |(y, size): (f32, f32)| match &body {
            Some(body) => body.y - y > apart * body.size,
            None => row.y - y > apart * size,
        };
        if last.is_none_or(begins) {
            paragraph = rows.len();
        }
        if let Some(margin) = CellRow::of(row.cells) {
            let margin = CellRow { aside: true, ..margin };
            if margin.size < SMALL * body_size {
                small_print.push(margin);
            } else {
                rows.insert(paragraph, margin);
                paragraph += 1;
            }
        }
        if let Some(body) = body {
            last = Some((body.y, body.size));
            if (body.cells[0].x0() - edge).abs() <= body.size {
                body_size = body.size;
            }
            rows.push(body);
        }
    }
    rows.extend(small_print);
    rows
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

#[cfg(test)]
mod tests {
    use crate::pdf::sample::{lines, show};

    const BODY: [&str; 6] = [
        "constaterende dat de veerdienst naar het eiland in de",
        "winter maar twee keer per week vaart, en dat de huisarts",
        "daarom patienten niet op tijd kan laten overbrengen;",
        "overwegende dat wie op een eiland woont, ook in de winter",
        "recht heeft op zorg die bereikbaar is en op tijd komt;",
        "verzoekt de regering de dienst uit te breiden.",
    ];

    /// Lines of a body below one another, this far apart.
    fn body(top: f32, leading: f32) -> String {
        let places = (0..).map(|index| top - leading * index as f32);
        BODY.iter().zip(places).map(|(text, y)| show(170.0, y, text)).collect()
    }

    fn small(y: f32, text: &str) -> String {
        format!("BT /F1 6 Tf 70 {y} Td ({text}) Tj ET ")
    }

    #[test]
    fn what_stands_in_the_margin_below_the_body_comes_after_it() {
        // Lines as far apart as paragraphs usually are; a name, and signs that are not small.
        let content = body(700.0, 17.5)
            + &show(170.0, 586.0, "Bos")
            + &show(70.0, 550.0, "kst-12345-6")
            + &show(70.0, 536.0, "ISSN 0000 - 0000");
        assert_eq!(lines(&content)[5..], [BODY[5], "Bos", "kst-12345-6", "ISSN 0000 - 0000"]);
    }

    #[test]
    fn the_margin_of_widely_set_lines_does_not_break_their_paragraph() {
        let content = body(700.0, 17.5) + &show(70.0, 665.0, "36 045");
        assert_eq!(lines(&content)[..2], ["36 045", BODY[0]]);
    }

    #[test]
    fn small_print_beside_the_body_comes_after_it_and_above_the_body_before_it() {
        let head = "BT /F2 16 Tf 70 760 Td (Kamer van het eiland) Tj 450 0 Td (1) Tj ET ";
        let content = head.to_owned()
            + &small(730.0, "Vergaderjaar 2025-2026")
            + &small(700.0, "36 045")
            + &body(700.0, 12.0)
            + &small(652.0, "ISSN 0000 - 0000");
        let read = lines(&content);
        assert_eq!(read[1..4], ["Vergaderjaar 2025-2026", "36 045", BODY[0]]);
        assert_eq!(read.last().unwrap(), "ISSN 0000 - 0000");
    }
}
