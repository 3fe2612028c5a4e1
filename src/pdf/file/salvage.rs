//! Objects without tables: a damaged file is searched for what looks like the start of one.

use lopdf::{Dictionary, Object};

use super::account::Account;
use super::parse;
use super::stream;
use super::syntax::{Words, is_regular, is_space};
use super::xref::{ENTRIES, Place};

/// How far a dictionary is followed to see whether it belongs to a stream.
const WINDOW: usize = 64 << 10;

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Where objects are, the one furthest in the file first.
    pub entries: Vec<(u32, Place)>,
    /// The numbers of object streams, in the order of the file.
    pub containers: Vec<u32>,
    /// The last trailer that names a catalog, with what only others have.
    pub trailer: Dictionary,
}

/// Searches a whole file. Inside the content of streams nothing is looked for.
pub fn search(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    // Its own account: looking for objects must not use up what reading them takes.
    let account = Account::new(bytes.len());
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(next_word) {
        at += next;
        if bytes[at..].starts_with(b"trailer") {
            at += b"trailer".len();
            let mut words = Words::new(window(bytes, at), at);
            if words.next_byte() == Some(b'<')
                && words.take(b"<<")
                && let Some(trailer) = parse::dictionary(&mut words, &account)
            {
                found.add_trailer(trailer);
            }
            continue;
        }
        at += b"obj".len();
        let Some((number, start)) = header_before(bytes, at - b"obj".len()) else {
            continue;
        };
        if found.entries.len() >= ENTRIES {
            break;
        }
        found.entries.push((number, Place::At(start)));
        if let Some(end) = found.stream(bytes, at, number, &account) {
            at = end;
        }
    }
    found.entries.reverse();
    found
}

impl Found {
    /// Looks at the object after a header; where its stream ends, if it is one whose length is right.
    fn stream(&mut self, bytes: &[u8], at: usize, number: u32, account: &Account) -> Option<usize> {
        let mut words = Words::new(window(bytes, at), at);
        words.next_byte()?;
        if !words.take(b"<<") {
            return None;
        }
        let dict = parse::dictionary(&mut words, account)?;
        account.read(words.at - at)?;
        let kind = dict.get(b"Type").and_then(Object::as_name).unwrap_or_default();
        let is_table = kind == b"XRef";
        if kind == b"ObjStm" {
            self.containers.push(number);
        }
        let length = dict.get(b"Length").and_then(Object::as_i64).ok();
        if is_table {
            self.add_trailer(dict);
        }
        let mut words = Words::new(bytes, words.at);
        let start = words.at;
        let content =
            stream::content(&mut words, length.and_then(|length| length.try_into().ok()))?;
        // A stream that runs to the end of the file may have others behind its own, lost, end.
        account.read(words.at - start)?;
        (content.end < bytes.len()).then_some(content.end)
    }

    fn add_trailer(&mut self, trailer: Dictionary) {
        let (mut first, second) = if trailer.has(b"Root") {
            (trailer, std::mem::take(&mut self.trailer))
        } else {
            (std::mem::take(&mut self.trailer), trailer)
        };
        for (key, value) in &second {
            if !first.has(key) {
                first.set(key.clone(), value.clone());
            }
        }
        self.trailer = first;
    }
}

/// The bytes up to so far behind a place.
fn window(bytes: &[u8], at: usize) -> &[u8] {
    &bytes[..bytes.len().min(at + WINDOW)]
}

/// Where `obj` after white space, or `trailer`, comes next.
fn next_word(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| matches!(byte, b'o' | b't'))?;
        if bytes[at..].starts_with(b"obj") || bytes[at..].starts_with(b"trailer") {
            return Some(at);
        }
        at += 1;
    }
}

/// The number of an object, and where its header begins, by where its `obj` stands.
fn header_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let back = |end: usize, is: fn(u8) -> bool, most: usize| {
        let length = bytes[..end].iter().rev().take(most).take_while(|byte| is(**byte)).count();
        (length > 0).then_some(end - length)
    };
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let generation = back(back(at, is_space, 8)?, is_digit, 5)?;
    let end = back(generation, is_space, 8)?;
    let start = back(end, is_digit, 10)?;
    let before = start.checked_sub(1).map(|before| bytes[before]);
    // `endobj12 0 obj` is what some writers leave.
    let is_start = before.is_none_or(|byte| !is_regular(byte))
        || bytes[..start].ends_with(b"endobj")
        || bytes[..start].ends_with(b"endstream");
    let number = Words::new(&bytes[..end], start).unsigned()?;
    is_start.then_some((u32::try_from(number).ok()?, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_newest_first_and_not_inside_streams() {
        let file = b"1 0 obj 5 endobj2 0 obj <</Type/ObjStm/Length 10>> stream\n\
            3 0 obj 12\nendstream endobj 1 0 obj 6 endobj x4 0 obj trailer <</Root 1 0 R>> \
            trailer <</Size 3>>";
        let found = search(file);
        let numbers: Vec<_> = found.entries.iter().map(|entry| entry.0).collect();
        assert_eq!(numbers, [1, 2, 1]);
        assert_eq!(found.entries[2], (1, Place::At(0)));
        assert_eq!(found.containers, [2]);
        assert!(found.trailer.has(b"Root") && found.trailer.has(b"Size"));
    }
}
