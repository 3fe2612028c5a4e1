//! How signatures are laid out: columns under a row that names them, and blocks of names that end in
//! their party.

use std::collections::HashMap;
use std::ops::Range;

use super::asked::Asked;
use crate::extract::segment::{Kind, Unit};
use crate::extract::sheet::Sheet;
use crate::grammar::party;
use crate::grammar::party::lowered::{folded, parts};
use crate::grammar::words::Words;

/// What stands in a column of a table of signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Office,
    Party,
    Organisation,
    /// Nothing that is read: room for a signature.
    Room,
    /// Something that no list of columns has.
    Other,
}

/// The column that has a folded name.
fn named(words: &Words, name: &str) -> Option<Column> {
    let lists = [
        (&words.name_columns, Column::Name),
        (&words.office_columns, Column::Office),
        (&words.party_columns, Column::Party),
        (&words.organisation_columns, Column::Organisation),
        (&words.room_columns, Column::Room),
    ];
    lists.iter().find(|(list, _)| list.has(name)).map(|(_, column)| *column)
}

/// The columns that the cells of a row name; `None` where it is no such row.
pub(super) fn columns<'t>(
    words: &Words,
    cells: impl ExactSizeIterator<Item = &'t str>,
) -> Option<Vec<Column>> {
    let count = cells.len();
    if count < 2 {
        return None;
    }
    let column = |cell| folded(cell, |name| named(words, name.trim_end_matches([':', ' '])));
    let mut columns = Vec::with_capacity(count);
    let mut others = 0;
    for cell in cells {
        let known = column(cell);
        others += usize::from(known.is_none());
        // A column that no list has may stand beside two that are known.
        if others > count - 2 && others > 0 {
            return None;
        }
        columns.push(known.unwrap_or(Column::Other));
    }
    let names = columns.iter().filter(|column| **column == Column::Name).count();
    (names == 1).then_some(columns)
}

/// Whether a cell says what stands in several columns at once: "Naam raadslid (fractie):".
pub(super) fn is_columns(words: &Words, cell: &str) -> bool {
    let sign = |byte: u8| matches!(byte, b'(' | b')' | b':' | b',' | b'/' | b'|');
    // Other signs than those of ASCII may be folded to them.
    if cell.is_ascii() && !cell.bytes().any(sign) {
        return false;
    }
    folded(cell, |text| {
        let parts = parts(text, sign).map(str::trim).filter(|part| !part.is_empty());
        let mut columns = parts.map(|part| named(words, part).is_some());
        columns.next() == Some(true) && columns.next() == Some(true) && columns.all(|known| known)
    })
}

/// A cell without the name of its column: "Naam: Mia Bos", "Fractie:"; empty where nothing else stands
/// in it.
pub(super) fn unlabelled(words: &Words, text: &str, cell: Range<usize>) -> Range<usize> {
    let Some((label, value)) = text.split_once(':') else { return cell };
    if folded(label, |label| named(words, label.trim())).is_none() {
        return cell;
    }
    cell.end - value.trim_start().len()..cell.end
}

/// Whether a cell is the name of a column with a colon behind it, and nothing else: "Fractie:".
pub(super) fn is_label(words: &Words, text: &str) -> bool {
    text.ends_with(':') && unlabelled(words, text, 0..text.len()).is_empty()
}

/// Which column each of so many cells of a row stands in: cells for signatures are often empty.
pub(super) fn fitted(columns: &[Column], cells: usize) -> Option<Vec<Column>> {
    if columns.len() == cells {
        return Some(columns.to_vec());
    }
    let read: Vec<Column> = columns
        .iter()
        .copied()
        .filter(|column| !matches!(column, Column::Room | Column::Other))
        .collect();
    (read.len() == cells).then_some(read)
}

/// How much more space parts blocks than lines, in lines.
const APART: f32 = 0.4;

/// The lines that hold the party of the names above them, each with the line at which its block of
/// names begins; where blocks of several lines all end so as far as can be told.
///
/// A party of one place may look like a name: the blocks beside it tell what it is.
pub(super) fn party_lines(
    sheet: &Sheet<'_>,
    asked: &Asked<'_>,
    units: &[&Unit],
) -> HashMap<usize, usize> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let gap = |line: usize| sheet.lines()[line].gap;
    // In some texts a blank line stands under every line.
    let usual = units.iter().skip(1).map(|unit| gap(unit.line)).fold(f32::INFINITY, f32::min);
    let is_apart = |line: usize| gap(line) > usual + APART;
    for unit in units {
        let single = || sheet.document.cells(sheet.lines()[unit.line]).nth(1).is_none();
        let plain = matches!(unit.kind, Kind::Text) && unit.begins_line && unit.marker.is_none();
        if !plain || !single() {
            // Another sort of line ends the signatures that can be told by their blocks.
            if blocks.iter().flatten().count() > 1 {
                break;
            }
            blocks.clear();
            continue;
        }
        match blocks.last_mut() {
            Some(block) if !is_apart(unit.line) => block.push(unit.line),
            _ => blocks.push(vec![unit.line]),
        }
    }
    if let [block] = blocks.as_mut_slice()
        && block.len() >= 4
        && block.len().is_multiple_of(2)
    {
        blocks = block.chunks(2).map(<[usize]>::to_vec).collect();
    }
    // Names, and their party in a block of its own below them.
    let range = |line: usize| &sheet.lines()[line].range;
    let lone_party =
        |block: &Vec<usize>| matches!(block.as_slice(), [line] if asked.is_party(range(*line)));
    let pairs = blocks.chunks_exact(2);
    let parted = pairs.remainder().is_empty()
        && pairs.clone().any(|pair| pair[0].len() > 1)
        && pairs.clone().all(|pair| !lone_party(&pair[0]) && lone_party(&pair[1]));
    if parted {
        blocks = blocks.chunks(2).map(<[Vec<usize>]>::concat).collect();
    }
    let lines = blocks.iter().flatten().count();
    if lines < 3 {
        return HashMap::new();
    }
    let is_party = |line: usize| {
        !sheet.document.slice(range(line)).contains(',') && asked.is_party(range(line))
    };
    let is_name = |line: usize| !is_party(line) && asked.signatory(range(line)).is_some();
    let ends: Vec<(usize, usize)> =
        blocks.iter().filter_map(|block| Some((*block.first()?, *block.last()?))).collect();
    let named = |block: &Vec<usize>| {
        let (_, names) = block.split_last().expect("a block has a line");
        !names.is_empty() && names.iter().all(|line| is_name(*line))
    };
    // One block of several names, with one party below them.
    if let [(start, end)] = ends.as_slice() {
        let one = is_party(*end) && named(&blocks[0]);
        return if one { HashMap::from([(*end, *start)]) } else { HashMap::new() };
    }
    let told = ends.iter().filter(|(_, end)| is_party(*end)).count();
    if told < 2 || 2 * told < ends.len() || !blocks.iter().all(named) {
        return HashMap::new();
    }
    ends.into_iter().map(|(start, end)| (end, start)).collect()
}

/// Whether a text names several parties that are not known to be one group: "VVD en Lokaal Belang".
pub(super) fn are_parties(words: &Words, text: &str) -> bool {
    let parts: Vec<&str> =
        text.split(',').flat_map(|part| part.split(" en ")).map(str::trim).collect();
    parts.len() > 1
        && !party::is_listed(words, text)
        && parts.iter().all(|part| party::is_party(words, part))
}

/// The inside of a cell that stands in brackets: "(D66)".
pub(super) fn unbracketed(text: &str, cell: Range<usize>) -> Range<usize> {
    match text.trim().strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => {
            let start = cell.start + (inner.as_ptr() as usize - text.as_ptr() as usize);
            start..start + inner.len()
        }
        _ => cell,
    }
}

/// The text of a cell, without the space and signs around it.
pub(super) fn trimmed(text: &str, cell: Range<usize>) -> Range<usize> {
    let start = cell.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().trim_end_matches([',', ';']).len();
    start..end
}
