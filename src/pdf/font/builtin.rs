//! The encoding inside a Type 1 font program: its head is plain text that lists a name a code.

use lopdf::Dictionary;

use super::name;
use crate::pdf::limits::Budget;
use crate::pdf::object::{self, Objects};

/// How much of a program is looked at; the head of one with 256 names takes about 8 KiB.
const HEAD: usize = 64 << 10;

/// The text of each code by the font program of a descriptor; `None` when there is no Type 1
/// program, or when it says no more than "the standard encoding".
pub fn letters(
    descriptor: &Dictionary,
    objects: &Objects,
    budget: &mut Budget,
) -> Option<Vec<Option<String>>> {
    let program = object::get(descriptor, b"FontFile", objects)?.as_stream().ok()?;
    let bytes = object::unpacked(program, budget)?;
    parse(&bytes[..bytes.len().min(HEAD)])
}

/// Reads the lines `dup 65 /A put` that follow `/Encoding`.
fn parse(head: &[u8]) -> Option<Vec<Option<String>>> {
    let text = String::from_utf8_lossy(head);
    let (_, list) = text.split_once("/Encoding")?;
    let mut letters = vec![None; 256];
    let mut found = false;
    let mut words = list.split_ascii_whitespace().flat_map(before_slash);
    while let Some(word) = words.next() {
        match word {
            "def" | "readonly" if found => break,
            "eexec" => break,
            "dup" => {
                let code = words.next().and_then(|code| code.parse::<usize>().ok());
                let glyph = words.next().and_then(|glyph| glyph.strip_prefix('/'));
                if let Some((slot, glyph)) = code.and_then(|code| letters.get_mut(code)).zip(glyph)
                {
                    *slot = name::text(glyph.as_bytes());
                    found = true;
                }
            }
            _ => {}
        }
    }
    found.then_some(letters)
}

/// Splits a word before its `/`, for programs that leave the space out: `65/A`.
fn before_slash(word: &str) -> impl Iterator<Item = &str> {
    let at = word.find('/').unwrap_or(word.len());
    let (before, after) = word.split_at(at);
    [before, after].into_iter().filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_up_to_the_end_of_the_list() {
        let program = b"%!PS /FontName /X def /Encoding 256 array\n\
            0 1 255 {1 index exch /.notdef put} for\n\
            dup 65 /eacute put\ndup 66/B put\nreadonly def\ndup 67 /C put eexec";
        let letters = parse(program).unwrap();
        assert_eq!(letters[65].as_deref(), Some("é"));
        assert_eq!(letters[66].as_deref(), Some("B"));
        assert_eq!(letters[67], None);
        assert!(parse(b"/Encoding StandardEncoding def").is_none());
    }
}
