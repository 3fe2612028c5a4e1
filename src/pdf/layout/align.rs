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
/// How many words a cell has at most that is split at any edge of another row; a longer one, where
/// all of them are edges of its own.
const WORDS: usize = 14;
/// How many edges these are at least.
const MANY: usize = 3;
/// How much of a space the room before a cell has at least.
const ROOM: f32 = 0.8;
/// How much the room before a cell differs from a space, in parts of a space.
const UNLIKE_SPACE: f32 = 0.1;

/// How much wider than an ordinary space the room before a cell is, where no spaces are drawn.
const WIDER: f32 = 1.3;

/// How often the rows are gone through: a row that was split may split another.
const PASSES: usize = 2;

/// Splits cells where a cell of a neighbouring row begins, if the room there is no ordinary space,
/// and where words of both rows begin after such room.
pub fn align(rows: &mut [CellRow]) {
    let spaces = Spaces::of(rows);
    for _ in 0..PASSES {
        for index in 1..rows.len() {
            split_by(rows, index, index - 1, &spaces);
        }
        for index in (1..rows.len()).rev() {
            split_by(rows, index - 1, index, &spaces);
        }
    }
}

/// How the spaces between words are made.
enum Spaces {
    /// With letters that are spaces.
    Drawn,
    /// With nothing but room, usually so much of the font size, whatever the font calls a space.
    Room(f32),
}

impl Spaces {
    fn of(rows: &[CellRow]) -> Self {
        let cells = || rows.iter().flat_map(|row| &row.cells);
        if cells().any(|cell| cell.words.iter().any(|word| word.spaced)) {
            return Self::Drawn;
        }
        let later_words = cells().flat_map(|cell| cell.words.iter().skip(1));
        let mut rooms: Vec<f32> = later_words.map(|word| word.before / word.size).collect();
        if rooms.is_empty() {
            return Self::Room(0.0);
        }
        let middle = rooms.len() / 2;
        Self::Room(*rooms.select_nth_unstable_by(middle, f32::total_cmp).1)
    }

    /// Whether the room before a word is no ordinary space: not as wide as one, or none was drawn
    /// where others are.
    fn is_apart(&self, word: &Word) -> bool {
        let unlike = (word.before - word.space).abs() > UNLIKE_SPACE * word.space;
        word.before >= ROOM * word.space
            && match self {
                Self::Drawn => unlike || !word.spaced,
                Self::Room(usual) => word.before > WIDER * usual * word.size,
            }
    }
}

/// Splits the cells of one row where those of another begin.
fn split_by(rows: &mut [CellRow], row: usize, other: usize, spaces: &Spaces) {
    let near = (rows[row].y - rows[other].y).abs() <= NEAR * rows[row].size;
    let count = rows[other].cells.len();
    if !near || !(2..=LAYOUT_EDGES).contains(&count) {
        return;
    }
    let mut edges: Vec<f32> = rows[other].cells.iter().skip(1).map(Cell::x0).collect();
    if rows[row].cells.len() > 1 {
        let words = rows[other].cells.iter().flat_map(|cell| &cell.words);
        edges.extend(words.filter(|word| spaces.is_apart(word)).map(|word| word.bbox.x0));
    }
    let cells = std::mem::take(&mut rows[row].cells);
    rows[row].cells = cells.into_iter().flat_map(|cell| split(cell, &edges, spaces)).collect();
}

fn split(cell: Cell, edges: &[f32], spaces: &Spaces) -> Vec<Cell> {
    let begins = |last: &Word, word: &Word| {
        (spaces.is_apart(word) || last.text.ends_with(':'))
            && edges.iter().any(|edge| (edge - word.bbox.x0).abs() <= EDGE)
    };
    if cell.words.len() > WORDS {
        let found = cell.words.windows(2).filter(|pair| begins(&pair[0], &pair[1])).count();
        if found < MANY.max(edges.len()) {
            return vec![cell];
        }
    }
    cell.split(begins)
}

#[cfg(test)]
mod tests {
    use crate::pdf::sample::lines;

    /// Shows words at these places of a line.
    fn row(y: u32, words: &[(u32, &str)]) -> String {
        words.iter().map(|(x, word)| format!("BT /F1 10 Tf {x} {y} Td ({word}) Tj ET\n")).collect()
    }

    #[test]
    fn a_long_row_is_split_where_all_cells_of_the_other_begin() {
        let names = [(70, "Jan van der Bos"), (148, "Mia El van Loon"), (228, "Piet van der Mey")];
        let more = [(310, "Kees van der Wal"), (392, "Els van de Zande")];
        let parties = [(70, "VVD"), (148, "D66"), (228, "SP"), (310, "PvdD"), (392, "CU")];
        let content = row(700, &[&names[..], &more[..]].concat()) + &row(688, &parties);
        let read = lines(&content);
        assert_eq!(read[1], "VVD   D66   SP   PvdD   CU");
        assert_eq!(read[0].split("   ").count(), 5, "{read:?}");
    }

    #[test]
    fn where_no_spaces_are_drawn_an_ordinary_one_is_no_edge() {
        // "VVD" begins where "der" does, as far from "Fractie" as "Fractie" from all others.
        let content = row(700, &[(70, "Fractie"), (104, "SP"), (200, "Fractie"), (234, "VVD")])
            + &row(
                688,
                &[(70, "J."), (81, "Bos"), (200, "K."), (213, "van"), (233, "der"), (253, "Mey")],
            );
        assert_eq!(lines(&content), ["Fractie SP   Fractie VVD", "J. Bos   K. van der Mey"]);
    }
}
