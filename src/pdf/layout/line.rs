//! Cells to lines: the text of a row with its words, size, weight, and the room above it.

use super::CellRow;
use super::word::Word as Piece;
use crate::pdf::limits::LAYOUT_ROWS;
use crate::pdf::show::turned;
use crate::text::{BBox, Word};

/// What stands between two cells of a line.
const BETWEEN_CELLS: &str = "   ";
/// The distance of lines that follow closely, in font sizes, where a page does not show it.
const LEADING: f32 = 1.2;
/// What a leading can be, in font sizes.
const LEADINGS: std::ops::RangeInclusive<f32> = 0.9..=3.0;

/// The empty space above a line in the margin, in lines: it belongs to nothing above it.
const ASIDE: f32 = 1.0;

/// A line of a page.
#[derive(Clone, Debug)]
pub struct PageLine {
    /// Its text, cells parted by three spaces.
    pub text: String,
    /// Its words; ranges count bytes of `text`, boxes are as displayed.
    pub words: Vec<Word>,
    /// The box around it, as displayed.
    pub bbox: BBox,
    /// The font size of most of its letters.
    pub size: f32,
    /// Whether most of its letters are bold.
    pub bold: bool,
    /// The empty space above it, in lines.
    pub gap: f32,
    /// Whether it stands in the margin, beside the body.
    pub aside: bool,
    /// Whether all of it is marked as no part of the body.
    pub artifact: bool,
    /// Whether it is set aside as page furniture.
    pub furniture: bool,
    /// Whether it was added to the page: a stamp, a note, a signature.
    pub added: bool,
}

impl PageLine {
    /// Whether its words were recognised on a picture.
    pub fn is_recognised(&self) -> bool {
        self.words.iter().any(|word| word.confidence.is_some())
    }
}

/// Makes lines of the rows of one block, which are read from top to bottom. `above` is the lowest
/// row of the blocks before it: what begins below it is so far from it, and what begins beside it,
/// a column, from nothing.
pub fn lines(block: &[CellRow], above: Option<&CellRow>, turn: i16) -> Vec<PageLine> {
    let leading = leading(block);
    let mut above = above.filter(|above| block.first().is_some_and(|row| row.y > above.y));
    let mut lines = Vec::with_capacity(block.len());
    for row in block {
        if row.aside {
            lines.push(line(row, ASIDE, turn));
            continue;
        }
        let gap = above.map_or(0.0, |above| gap(above, row, leading));
        lines.push(line(row, gap, turn));
        above = Some(row);
    }
    lines
}

/// The empty space between two rows, in lines.
fn gap(above: &CellRow, row: &CellRow, leading: Option<f32>) -> f32 {
    let size = row.size.min(above.size * 1.5);
    let usual = leading.unwrap_or(LEADING) * size;
    ((row.y - above.y - usual) / usual).max(0.0)
}

/// The distance of lines that follow closely, in font sizes: the shortest that is common.
pub fn leading(block: &[CellRow]) -> Option<f32> {
    let mut distances: Vec<f32> = block
        .windows(2)
        .filter(|pair| (pair[0].size - pair[1].size).abs() < 0.05 * pair[0].size)
        .map(|pair| (pair[1].y - pair[0].y) / pair[1].size)
        .filter(|distance| LEADINGS.contains(distance))
        .take(LAYOUT_ROWS)
        .collect();
    distances.sort_by(f32::total_cmp);
    let common = distances.len().div_ceil(5).max(1);
    distances.iter().copied().find(|distance| {
        let near = |other: &&f32| (**other - distance).abs() < 0.06;
        distances.iter().filter(near).count() >= common
    })
}

fn line(row: &CellRow, gap: f32, turn: i16) -> PageLine {
    let mut text = String::new();
    let mut words = Vec::new();
    for (index, cell) in row.cells.iter().enumerate() {
        for (place, word) in cell.words.iter().enumerate() {
            if place > 0 {
                text.push(' ');
            } else if index > 0 {
                text.push_str(BETWEEN_CELLS);
            }
            let start = text.len();
            text.push_str(&word.text);
            words.push(Word {
                range: start..text.len(),
                bbox: displayed(word.bbox, turn),
                confidence: None,
            });
        }
    }
    let pieces: Vec<&Piece> = row.cells.iter().flat_map(|cell| &cell.words).collect();
    let letters: usize = pieces.iter().map(|word| word.len()).sum();
    let bold: usize = pieces.iter().map(|word| word.bold).sum();
    let bbox = words.iter().skip(1).fold(words[0].bbox, |bbox, word| bbox.union(word.bbox));
    PageLine {
        text,
        words,
        bbox,
        size: row.size,
        bold: bold * 2 > letters,
        gap,
        aside: row.aside,
        artifact: pieces.iter().all(|word| word.artifact),
        furniture: false,
        added: false,
    }
}

/// A box turned back to how it is displayed.
fn displayed(bbox: BBox, turn: i16) -> BBox {
    if turn == 0 {
        return bbox;
    }
    let corners = [
        turned(bbox.x0, bbox.y0, turn),
        turned(bbox.x1, bbox.y0, turn),
        turned(bbox.x0, bbox.y1, turn),
        turned(bbox.x1, bbox.y1, turn),
    ];
    let boxes = corners.map(|(x, y)| BBox { x0: x, y0: y, x1: x, y1: y });
    boxes[1..].iter().fold(boxes[0], |all, corner| all.union(*corner))
}
