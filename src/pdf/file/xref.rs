//! The tables that say where objects are: cross-reference tables and streams, the newest first
//! (ISO 32000-1, 7.5.4 to 7.5.8).

use lopdf::{Dictionary, Object, Stream};

use super::account::Account;
use super::parse;
use super::stream;
use super::syntax::Words;
use super::unpack::unpack;

/// How far from the end of a file its start is looked for.
const TAIL: usize = 2048;
/// How many tables a file may have: one more with each time that it was saved.
const TABLES: usize = 4096;
/// How many bytes a table that is a stream may unpack to.
const UNPACKED: usize = 32 << 20;
/// How many entries all tables may have together.
pub const ENTRIES: usize = 2_000_000;

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Nowhere: the number is not in use.
    Free,
    /// At an offset.
    At(usize),
    /// In an object stream: its number, and the how manieth it is there.
    In(u32, u32),
}

/// What the tables of a file say.
#[derive(Debug, Default)]
pub struct Tables {
    /// Where objects are, the newest entry of each first.
    pub entries: Vec<(u32, Place)>,
    /// The newest trailer, with what only older ones have.
    pub trailer: Dictionary,
    /// Whether all tables could be read.
    pub whole: bool,
}

/// Reads all tables; `None` when not even the newest can be read.
pub fn read(bytes: &[u8], account: &Account) -> Option<Tables> {
    let mut tables = Tables { whole: true, ..Tables::default() };
    let mut seen = Vec::new();
    let mut next = Some(start(bytes)?);
    while let Some(offset) = next {
        if seen.contains(&offset) || seen.len() >= TABLES {
            break;
        }
        seen.push(offset);
        let Some(trailer) = table(bytes, offset, account, &mut tables) else {
            tables.whole = false;
            break;
        };
        next = offset_at(&trailer, b"Prev");
        for (key, value) in &trailer {
            if !tables.trailer.has(key) {
                tables.trailer.set(key.clone(), value.clone());
            }
        }
    }
    (!tables.entries.is_empty()).then_some(tables)
}

/// The offset of the newest table, which stands at the end of the file.
fn start(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.len().saturating_sub(TAIL);
    let word = b"startxref";
    let at = bytes[tail..].windows(word.len()).rposition(|window| window == word)?;
    usize::try_from(Words::new(bytes, tail + at + word.len()).unsigned()?).ok()
}

fn offset_at(dict: &Dictionary, key: &[u8]) -> Option<usize> {
    match dict.get(key).ok()? {
        Object::Integer(offset) => usize::try_from(*offset).ok(),
        Object::Real(offset) if *offset >= 0.0 => Some(*offset as usize),
        _ => None,
    }
}

/// Reads the table at an offset, of either sort; its trailer.
fn table(
    bytes: &[u8],
    offset: usize,
    account: &Account,
    tables: &mut Tables,
) -> Option<Dictionary> {
    let mut words = Words::new(bytes, offset);
    words.next_byte()?;
    if !words.take(b"xref") {
        return table_stream(bytes, offset, account, &mut tables.entries);
    }
    let entries = &mut tables.entries;
    let start = entries.len();
    while words.next_byte()? != b't' {
        tables.whole &= rows(&mut words, entries)?;
    }
    if !words.take(b"trailer") || words.next_byte()? != b'<' || !words.take(b"<<") {
        return None;
    }
    let trailer = parse::dictionary(&mut words, account)?;
    account.read(words.at - offset)?;
    // Objects that old readers do not know are free in the table and stand in a stream beside it.
    if let Some(offset) = offset_at(&trailer, b"XRefStm") {
        let mut hidden = Vec::new();
        table_stream(bytes, offset, account, &mut hidden);
        if entries.len() + hidden.len() <= ENTRIES {
            entries.splice(start..start, hidden);
        }
    }
    Some(trailer)
}

/// Reads a part of a table: the number of its first object, how many there are, and a row for each;
/// whether there are as many as it says.
fn rows(words: &mut Words, entries: &mut Vec<(u32, Place)>) -> Option<bool> {
    let first = words.unsigned()?;
    let count = words.unsigned()?;
    for number in first..first.saturating_add(count) {
        if words.next_byte()? == b't' {
            return Some(false);
        }
        let offset = usize::try_from(words.unsigned()?).ok()?;
        words.unsigned()?;
        words.next_byte()?;
        let place = match words.word() {
            b"n" if offset > 0 => Place::At(offset),
            b"n" | b"f" => Place::Free,
            _ => return None,
        };
        put(entries, number, place)?;
    }
    Some(true)
}

/// Adds an entry; `None` when there are too many.
fn put(entries: &mut Vec<(u32, Place)>, number: u64, place: Place) -> Option<()> {
    if let Ok(number) = u32::try_from(number) {
        entries.push((number, place));
    }
    (entries.len() <= ENTRIES).then_some(())
}

/// Reads a table that is a stream; its dictionary is its trailer.
fn table_stream(
    bytes: &[u8],
    offset: usize,
    account: &Account,
    entries: &mut Vec<(u32, Place)>,
) -> Option<Dictionary> {
    let mut words = Words::new(bytes, offset);
    words.header()?;
    words.next_byte()?;
    if !words.take(b"<<") {
        return None;
    }
    let dict = parse::dictionary(&mut words, account)?;
    if !dict.has_type(b"XRef") {
        return None;
    }
    let length = offset_at(&dict, b"Length");
    let raw = stream::content(&mut words, length)?;
    account.read(words.at - offset)?;
    let stream = Stream::new(dict, bytes[raw].to_vec());
    let rows = unpack(&stream, UNPACKED).ok().filter(|rows| !rows.damaged)?.bytes;
    account.unpack(rows.len())?;
    packed_rows(&stream.dict, &rows, entries)?;
    Some(stream.dict)
}

/// Reads the rows of a table that is a stream: three numbers each, of so many bytes as it says.
fn packed_rows(dict: &Dictionary, rows: &[u8], entries: &mut Vec<(u32, Place)>) -> Option<()> {
    let numbers = |key: &[u8]| -> Option<Vec<usize>> {
        let numbers = dict.get(key).ok()?.as_array().ok()?.iter();
        numbers.map(|number| usize::try_from(number.as_i64().ok()?).ok()).collect()
    };
    let widths: [usize; 3] = numbers(b"W")?.get(..3)?.try_into().ok()?;
    let size = widths.iter().try_fold(0_usize, |sum, width| sum.checked_add(*width))?;
    if size == 0 || widths.iter().any(|width| *width > 8) {
        return None;
    }
    let parts = numbers(b"Index").unwrap_or_else(|| vec![0, usize::MAX]);
    let mut rows = rows.chunks_exact(size);
    for part in parts.chunks_exact(2) {
        for (number, row) in (part[0] as u64..).zip(rows.by_ref().take(part[1])) {
            let (sort, rest) = row.split_at(widths[0]);
            let (second, third) = rest.split_at(widths[1]);
            let place =
                match (if sort.is_empty() { 1 } else { big_endian(sort) }, big_endian(second)) {
                    (1, offset) if offset > 0 => Place::At(usize::try_from(offset).ok()?),
                    (2, container) => {
                        match (u32::try_from(container), u32::try_from(big_endian(third))) {
                            (Ok(container), Ok(index)) => Place::In(container, index),
                            _ => Place::Free,
                        }
                    }
                    _ => Place::Free,
                };
            put(entries, number, place)?;
        }
    }
    Some(())
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(bytes: &[u8]) -> Option<Tables> {
        read(bytes, &Account::new(bytes.len()))
    }

    #[test]
    fn the_newest_table_comes_first_and_older_ones_follow() {
        let old =
            "xref\n0 2\n0000000000 65535 f \n0000000700 00000 n \ntrailer <</Root 1 0 R/A 1>>\n";
        let new = "xref\n1 1\n0000000900 00001 n\n5 1\n0000000000 00000 f\ntrailer <</Prev 0/A 2>>";
        let file = format!("{old}{new}\nstartxref {}\n%%EOF", old.len());
        let tables = tables(file.as_bytes()).unwrap();
        assert_eq!(
            tables.entries,
            [(1, Place::At(900)), (5, Place::Free), (0, Place::Free), (1, Place::At(700))]
        );
        assert_eq!(tables.trailer.get(b"A").unwrap().as_i64().unwrap(), 2);
        assert!(tables.trailer.has(b"Root") && tables.whole);
    }

    #[test]
    fn a_table_that_is_a_stream_is_read_by_its_widths() {
        let rows = "\x01\x01\x02\x00\x02\x00\x05\x03\x00\x00\x00\x00";
        let dict = "<</Type/XRef/W[1 2 1]/Index[3 2 9 1]/Length 12>>";
        let file = format!("7 0 obj {dict} stream\n{rows}\nendstream endobj startxref 0");
        let expected = [(3, Place::At(0x102)), (4, Place::In(5, 3)), (9, Place::Free)];
        assert_eq!(tables(file.as_bytes()).unwrap().entries, expected);
    }

    #[test]
    fn objects_hidden_from_old_readers_are_found() {
        let stream =
            "7 0 obj <</Type/XRef/W[1 1 1]/Index[3 1]/Length 3>> stream\n\x02\x05\x00\nendstream ";
        let table = "xref 3 1 0000000000 00000 f trailer <</XRefStm 0>> ";
        let file = format!("{stream}{table}startxref {}", stream.len());
        let expected = [(3, Place::In(5, 0)), (3, Place::Free)];
        assert_eq!(tables(file.as_bytes()).unwrap().entries, expected);
    }

    #[test]
    fn tables_that_go_round_end_and_broken_ones_are_said() {
        let round = "xref 1 1 0000000009 00000 n trailer <</Prev 0>> startxref 0";
        assert!(tables(round.as_bytes()).unwrap().whole);
        let broken = "xref 1 1 0000000009 00000 n trailer <</Prev 7>> startxref 0";
        assert!(!tables(broken.as_bytes()).unwrap().whole);
        let short = "xref 1 2 0000000009 00000 n trailer <<>> startxref 0";
        assert!(!tables(short.as_bytes()).unwrap().whole);
        assert!(tables(b"xref 1 1 startxref 0").is_none());
        assert!(tables(b"xref 4294967295 3000000000 startxref 0").is_none());
        assert!(tables(b"nothing").is_none());
    }
}
