//! Rows of a table whose cells go on below themselves: "K. van der" with "Meij" under it.
//!
//! Only the file can tell such a row from two rows. Where it does, and the cells are short, as names
//! and parties are, they are read as one row.

use super::CellRow;
use super::cell::Cell;
use super::word::Word;
use crate::pdf::structure::{Place, TableCells};

/// How many letters a cell has at most that is put together.
const LETTERS: usize = 60;
/// Words before which a hyphen stands for the rest of a word.
const AFTER_SUSPENDED: [&str; 3] = ["en", "of", "en/of"];

/// Puts the lines of each row of a table together, where the cells are short and have one paragraph
/// each.
pub fn join(rows: Vec<CellRow>, structure: &TableCells) -> Vec<CellRow> {
    if structure.is_empty() {
        return rows;
    }
    let mut joined: Vec<CellRow> = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while let Some(first) = rows.next() {
        let table_row = table_row(&first, structure);
        let mut lines = vec![first];
        while let Some(next) = rows
            .next_if(|next| table_row.is_some() && self::table_row(next, structure) == table_row)
        {
            lines.push(next);
        }
        match whole(&lines, structure) {
            Some(row) => joined.push(row),
            None => joined.extend(lines),
        }
    }
    joined
}

/// The row of a table that all words of a line stand in.
fn table_row(line: &CellRow, structure: &TableCells) -> Option<u32> {
    let words = || line.cells.iter().flat_map(|cell| &cell.words);
    let row = |word: &Word| Some(place(word, structure)?.row);
    let first = row(words().next()?)?;
    words().all(|word| row(word) == Some(first)).then_some(first)
}

fn place(word: &Word, structure: &TableCells) -> Option<Place> {
    structure.get(&word.mark?).copied()
}

/// The lines of a row put together; `None` where they are not short paragraphs in cells beside one
/// another.
fn whole(lines: &[CellRow], structure: &TableCells) -> Option<CellRow> {
    if lines.len() < 2 {
        return None;
    }
    let mut cells: Vec<(Place, Cell)> = Vec::new();
    for line in lines {
        let mut seen: Vec<u32> = Vec::new();
        for cell in &line.cells {
            let place = place(&cell.words[0], structure)?;
            let of_paragraph = |word: &Word| {
                self::place(word, structure).is_some_and(|it| it.paragraph == place.paragraph)
            };
            if seen.contains(&place.cell) || !cell.words.iter().all(of_paragraph) {
                return None;
            }
            seen.push(place.cell);
            match cells.iter_mut().find(|(other, _)| other.cell == place.cell) {
                Some((other, _)) if other.paragraph != place.paragraph => return None,
                Some((_, above)) => go_on(above, cell),
                None => cells.push((place, cell.clone())),
            }
        }
    }
    let is_short = cells.len() > 1 && cells.iter().all(|(_, cell)| cell.len() <= LETTERS);
    let mut cells: Vec<Cell> = cells.into_iter().map(|(_, cell)| cell).collect();
    cells.sort_by(|a, b| a.x0().total_cmp(&b.x0()));
    let y = lines[0].y;
    CellRow::of(cells).filter(|_| is_short).map(|row| CellRow { y, ..row })
}

/// Puts the next line of a cell behind those before; a hyphen at the end belongs to the word.
fn go_on(cell: &mut Cell, line: &Cell) {
    let mut words = line.words.iter().cloned();
    if let Some((last, word)) = cell.words.last_mut().zip(line.words.first())
        && last.text.len() > 1
        && last.text.ends_with('-')
        && !AFTER_SUSPENDED.contains(&word.text.as_str())
    {
        last.append(word);
        words.next();
    }
    cell.words.extend(words);
}

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Object, dictionary};

    use crate::pdf::sample::{Sample, show};

    /// A page with marked pieces in the cells of one row of a table: text, place, cell. Pieces of
    /// one cell are paragraphs, or one of them if `together`.
    fn lines(pieces: &[(f32, f32, &str, usize)], together: bool) -> Vec<String> {
        let content: String = pieces
            .iter()
            .enumerate()
            .map(|(mark, (x, y, text, _))| {
                format!("/P <</MCID {mark}>> BDC {} EMC ", show(*x, *y, text))
            })
            .collect();
        let mut sample = Sample::new(&[&content]);
        let document = &mut sample.document;
        let row = document.add_object(dictionary! { "S" => "TR" });
        let element = |kind: &str, parent| {
            dictionary! { "S" => Object::Name(kind.into()), "P" => Object::Reference(parent) }
        };
        let cells: Vec<_> = (0..3).map(|_| document.add_object(element("TD", row))).collect();
        let whole: Vec<_> =
            cells.iter().map(|cell| document.add_object(element("P", *cell))).collect();
        let marks: Vec<Object> = pieces
            .iter()
            .map(|(.., cell)| match together {
                true => whole[*cell].into(),
                false => document.add_object(element("P", cells[*cell])).into(),
            })
            .collect();
        let tree = dictionary! { "Nums" => vec![0.into(), Object::Array(marks)] };
        let root: Dictionary = dictionary! { "ParentTree" => tree };
        let catalog = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
        document.get_dictionary_mut(catalog).unwrap().set("StructTreeRoot", root);
        sample.page_entry("StructParents", 0).lines()
    }

    const PIECES: [(f32, f32, &str, usize); 4] = [
        (70.0, 700.0, "J. Bos", 0),
        (200.0, 700.0, "Natuur-", 1),
        (200.0, 688.0, "Partij", 1),
        (330.0, 700.0, "A. de Vos", 2),
    ];

    #[test]
    fn a_cell_that_goes_on_below_itself_is_one() {
        assert_eq!(lines(&PIECES, true), ["J. Bos   Natuur-Partij   A. de Vos"]);
    }

    #[test]
    fn paragraphs_of_a_cell_stay_lines() {
        assert_eq!(lines(&PIECES, false), ["J. Bos   Natuur-   A. de Vos", "Partij"]);
    }
}
