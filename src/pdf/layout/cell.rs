//! Words to cells: where the room between two words of a row is more than a space.
//!
//! A row of signatures, a row of a table and a label with its value at a tab are rows of cells; a
//! justified line is not, however wide its spaces are.

use super::CellRow;
use super::word::{Word, WordRow};
use crate::pdf::structure::TableCells;
use crate::text::BBox;

/// Room of this many spaces is a cell's, unless all spaces of the row are like that.
const WIDE: f32 = 2.6;
/// Room of this many font sizes is a cell's, whatever the row looks like.
const ALWAYS: f32 = 1.8;
/// How much wider than the other spaces of its row the room before a cell is.
const WIDER: f32 = 1.8;

/// How many rows end at the edge of justified text.
const JUSTIFIED: usize = 3;
/// How far the ends of justified rows may differ, in points.
const EDGE: f32 = 1.5;
/// How much wider than the narrowest the widest space of a justified row is at most.
const UNEVEN: f32 = 1.35;

/// How far the text of a list item stands from its mark at most, in font sizes.
const TAB: f32 = 6.0;

/// Words that belong together in a row.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its words, from left to right; never empty.
    pub words: Vec<Word>,
}

impl Cell {
    /// Where it begins.
    pub fn x0(&self) -> f32 {
        self.words[0].bbox.x0
    }

    /// Where it ends.
    pub fn x1(&self) -> f32 {
        self.bbox().x1
    }

    /// The baseline of its first word.
    pub fn baseline(&self) -> f32 {
        self.words[0].baseline()
    }

    /// The box around its words.
    pub fn bbox(&self) -> BBox {
        self.words.iter().skip(1).fold(self.words[0].bbox, |bbox, word| bbox.union(word.bbox))
    }

    /// Splits it before each word that begins another cell, as told by the word before and itself.
    pub fn split(self, begins: impl Fn(&Word, &Word) -> bool) -> Vec<Self> {
        let mut cells: Vec<Self> = Vec::new();
        for word in self.words {
            match cells.last_mut() {
                Some(cell) if !begins(cell.last(), &word) => cell.words.push(word),
                _ => cells.push(Self { words: vec![word] }),
            }
        }
        cells
    }

    fn last(&self) -> &Word {
        &self.words[self.words.len() - 1]
    }

    /// How many letters it has, spaces between words with them.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.len() + 1).sum::<usize>() - 1
    }
}

/// Splits the rows of a block into cells. `structure` gives the table cell that a piece of marked
/// content belongs to, where the file says so.
pub fn rows(block: Vec<WordRow>, structure: &TableCells) -> Vec<CellRow> {
    let edge = right_edge(&block);
    block
        .into_iter()
        .map(|row| {
            let justified = edge.is_some_and(|edge| is_justified(&row.words, edge));
            CellRow {
                y: row.y,
                size: row.size,
                aside: false,
                cells: cells(row.words, justified, structure),
            }
        })
        .collect()
}

/// The right edge of a block of justified text: where the most rows end, if some do.
fn right_edge(block: &[WordRow]) -> Option<f32> {
    let mut ends: Vec<f32> =
        block.iter().filter_map(|row| row.words.last()).map(|word| word.bbox.x1).collect();
    ends.sort_by(f32::total_cmp);
    ends.chunk_by(|a, b| b - a < EDGE)
        .filter(|rows| rows.len() >= JUSTIFIED)
        .max_by_key(|rows| rows.len())
        .map(|rows| rows[rows.len() - 1])
}

/// Whether a row was stretched to end at the edge: all its spaces are about as wide.
fn is_justified(words: &[Word], edge: f32) -> bool {
    let spaces = || spaces(words);
    let ends_there = words.last().is_some_and(|word| (word.bbox.x1 - edge).abs() < EDGE);
    let narrowest = spaces().fold(f32::MAX, f32::min);
    let widest = spaces().fold(0.0, f32::max);
    ends_there && words.len() > 2 && widest <= narrowest * UNEVEN
}

fn cells(words: Vec<Word>, justified: bool, structure: &TableCells) -> Vec<Cell> {
    let usual = usual_space(&words);
    let mut cells: Vec<Cell> = Vec::new();
    for word in words {
        let begins = |cell: &Cell| {
            parts_table(cell.last(), &word, structure)
                || (!justified && is_wide(cell.last(), &word, usual))
        };
        match cells.last_mut() {
            Some(cell) if !begins(cell) => cell.words.push(word),
            _ => cells.push(Cell { words: vec![word] }),
        }
    }
    join_label(&mut cells);
    cells
}

/// Whether two words stand in different cells of a table, as the file says.
fn parts_table(last: &Word, word: &Word, structure: &TableCells) -> bool {
    let table_cell = |word: &Word| Some(structure.get(&word.mark?)?.cell);
    match (table_cell(last), table_cell(word)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// Whether the room before a word is a cell's.
fn is_wide(last: &Word, word: &Word, usual: f32) -> bool {
    let wide = word.before > WIDE * word.space && word.before > WIDER * usual;
    wide || word.before > ALWAYS * last.size.max(word.size)
}

/// The narrowest space of a row of some words: in a justified line all spaces are about that wide.
fn usual_space(words: &[Word]) -> f32 {
    if spaces(words).count() < 3 {
        return words.first().map_or(0.0, |word| word.space);
    }
    spaces(words).fold(f32::MAX, f32::min).max(0.0)
}

/// The room before each word of a row but the first, and but that after the mark of a list item.
fn spaces(words: &[Word]) -> impl Iterator<Item = f32> {
    let is_item = words.first().is_some_and(|word| is_label(&word.text, false));
    words.iter().skip(1 + usize::from(is_item)).map(|word| word.before)
}

/// Joins the mark of a list item to its text: the tab between them is one space.
fn join_label(cells: &mut Vec<Cell>) {
    let is_label = match cells.as_slice() {
        [label, text, rest @ ..] => {
            label.words.len() == 1
                && text.words[0].before <= TAB * label.words[0].size
                && is_label(&label.words[0].text, rest.is_empty())
        }
        _ => false,
    };
    if is_label {
        let text = cells.remove(1);
        cells[0].words.extend(text.words);
    }
}

/// Signs that stand before an item of a list.
const BULLETS: &str = "•●○◦⦁▪■□▫◆◇◊❖❑❒❍➢➤⮚➔→►▶▸✓✔✗☑☐‣⁃·∙−-–—*o§⬧⧫⬥";
/// An arrow that is typed as two signs.
const ARROWS: &str = ">>";

/// Whether a word is the mark of a list item. A bare number is one only where `alone` says that
/// nothing but one text follows.
pub fn is_label(word: &str, alone: bool) -> bool {
    let mut letters = word.chars();
    if let (Some(sign), None) = (letters.next(), letters.next())
        && BULLETS.contains(sign)
    {
        return true;
    }
    if word == ARROWS {
        return true;
    }
    let stem = word.trim_start_matches('(').trim_end_matches(['.', ')', ':', '°']);
    let closed = stem.len() < word.len();
    let is_number = !stem.is_empty() && stem.len() <= 2 && stem.bytes().all(|b| b.is_ascii_digit());
    let is_letter = stem.len() == 1 && stem.bytes().all(|b| b.is_ascii_alphabetic());
    let is_roman =
        !stem.is_empty() && stem.len() <= 5 && stem.bytes().all(|b| b"ivxIVX".contains(&b));
    let is_nested = stem.len() <= 6
        && stem.contains('.')
        && stem.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (closed && (is_number || is_letter || is_roman || is_nested)) || (alone && is_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::structure::Place;

    fn word(text: &str, before: f32, mark: Option<u32>) -> Word {
        Word {
            text: text.to_owned(),
            bbox: BBox { x0: 0.0, y0: 0.0, x1: 10.0, y1: 10.0 },
            size: 10.0,
            space: 2.5,
            bold: 0,
            artifact: false,
            mark,
            before,
            spaced: true,
            soft_hyphen: None,
        }
    }

    fn split(words: &[(&str, f32)]) -> Vec<String> {
        let words = words.iter().map(|(text, before)| word(text, *before, None)).collect();
        texts(cells(words, false, &TableCells::new()))
    }

    fn texts(cells: Vec<Cell>) -> Vec<String> {
        cells
            .iter()
            .map(|cell| {
                let words: Vec<_> = cell.words.iter().map(|word| word.text.as_str()).collect();
                words.join(" ")
            })
            .collect()
    }

    #[test]
    fn a_wide_room_parts_cells_and_a_justified_line_has_none() {
        assert_eq!(
            split(&[("Jan", 0.0), ("Bos", 2.5), ("Mia", 12.0), ("El", 2.5)]),
            ["Jan Bos", "Mia El"]
        );
        assert_eq!(
            split(&[("de", 0.0), ("raad", 7.0), ("van", 7.2), ("de", 6.9), ("stad", 7.0)]),
            ["de raad van de stad"]
        );
    }

    #[test]
    fn the_mark_of_an_item_is_no_cell() {
        assert_eq!(split(&[("•", 0.0), ("het", 20.0), ("plan", 2.5)]), ["• het plan"]);
        assert_eq!(split(&[("1.", 0.0), ("het", 30.0)]), ["1. het"]);
        assert_eq!(split(&[("5", 0.0), ("VVD", 30.0), ("x", 30.0)]), ["5", "VVD", "x"]);
    }

    #[test]
    fn the_structure_of_the_file_parts_cells_that_stand_close() {
        let place = |cell| Place { cell, row: 0, paragraph: cell };
        let structure = TableCells::from([(1, place(10)), (2, place(20))]);
        let words =
            vec![word("Jan", 0.0, Some(1)), word("Bos", 2.5, Some(1)), word("Mia", 2.5, Some(2))];
        assert_eq!(texts(cells(words, false, &structure)), ["Jan Bos", "Mia"]);
    }

    #[test]
    fn labels_are_told_from_words() {
        for label in ["•", "►", ">>", "-", "1.", "12)", "(a)", "iv.", "a)", "2.1.", "o"] {
            assert!(is_label(label, false), "{label}");
        }
        for word in ["nr.", "de", "2025.", "M.", "5"] {
            assert_eq!(is_label(word, false), word == "M.", "{word}");
        }
        assert!(is_label("5", true));
    }
}
