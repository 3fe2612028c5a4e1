//! Character maps: which codes a font reads, and the text (`ToUnicode`) or the glyph number (an
//! embedded `Encoding`) of each.
//!
//! Lenient: what cannot be read is skipped. Bounded: a range is cut at the number of entries that a
//! font can have, however far it says it goes.

use std::collections::HashMap;

use super::token::{Token, Tokens};
use crate::pdf::limits::MAP_ENTRIES;

/// How many bytes a code may have.
const CODE_BYTES: usize = 4;

/// How many codes show the same letter in a map that says nothing.
const ALIKE: usize = 4;

/// How many letters one code may show.
const LETTERS: usize = 64;

/// What a character map says.
#[derive(Debug, Default)]
pub struct CMap {
    /// The ranges of codes: how many bytes, from, to.
    spaces: Vec<(usize, u32, u32)>,
    /// The text of a code.
    texts: HashMap<u32, String>,
    /// Glyph numbers, sorted: first code, last code, number of the first.
    cids: Vec<(u32, u32, u32)>,
    vertical: bool,
    /// How many texts were put in, those that replaced others with them.
    puts: usize,
}

impl CMap {
    /// Reads a character map.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token> = Vec::new();
        let mut before = None;
        for token in Tokens::of(bytes) {
            let Token::Word(word) = token else {
                map.vertical |= before == Some(&b"/WMode"[..]) && token == Token::Number(1);
                before = None;
                if operands.len() < MAP_ENTRIES * 3 {
                    operands.push(token);
                }
                continue;
            };
            match word {
                b"endcodespacerange" => map.add_spaces(&operands),
                b"endbfchar" => map.add_texts(&operands),
                b"endbfrange" => map.add_text_ranges(&operands),
                b"endcidchar" => map.add_cids(&operands, 2),
                b"endcidrange" => map.add_cids(&operands, 3),
                _ => {}
            }
            operands.clear();
            before = Some(word);
        }
        map.cids.sort_by_key(|(first, ..)| *first);
        map
    }

    /// A map that reads two bytes a code and says nothing about them.
    pub fn two_bytes() -> Self {
        Self::of(&[(2, 0, 0xffff)])
    }

    /// A map that reads codes of these ranges, each of so many bytes, from one to another.
    pub fn of(spaces: &[(usize, u32, u32)]) -> Self {
        Self { spaces: spaces.to_vec(), ..Self::default() }
    }

    /// The text of a code; `None` where the map does not say, or says that it does not know.
    pub fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    /// Whether the map has no text at all.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Whether the map says nothing, whatever is in it: it gives several codes one and the same
    /// letter.
    pub fn is_void(&self) -> bool {
        let mut texts = self.texts.values().filter(|text| !text.trim().is_empty());
        let first = texts.next();
        self.texts.len() >= ALIKE && texts.all(|text| Some(text) == first)
    }

    /// Whether the map gives every code itself, those that are no letters too.
    pub fn is_identity(&self) -> bool {
        let is_itself = |code: u32| {
            self.texts.get(&code).is_some_and(|text| text.chars().map(u32::from).eq([code]))
        };
        (1..0x80).all(is_itself)
    }

    /// Whether strings run downwards (`WMode`).
    pub fn is_vertical(&self) -> bool {
        self.vertical
    }

    /// The same map with each text rewritten; a text that becomes `None` is left out.
    pub fn map(mut self, rewrite: impl Fn(&str) -> Option<String>) -> Self {
        self.texts = self
            .texts
            .into_iter()
            .filter_map(|(code, text)| Some((code, rewrite(&text)?)))
            .collect();
        self
    }

    /// The glyph number of a code.
    pub fn cid(&self, code: u32) -> Option<u32> {
        let after = self.cids.partition_point(|(first, ..)| *first <= code);
        let (first, last, cid) = self.cids[..after].last()?;
        (code <= *last).then(|| cid.wrapping_add(code - first))
    }

    /// Whether the map says how many bytes a code has.
    pub fn has_spaces(&self) -> bool {
        !self.spaces.is_empty()
    }

    /// Whether the map numbers glyphs.
    pub fn has_cids(&self) -> bool {
        !self.cids.is_empty()
    }

    /// Takes the next code off a string: its value and its length in bytes.
    pub fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        let mut code = 0;
        for (index, byte) in bytes.iter().take(CODE_BYTES).enumerate() {
            code = code << 8 | u32::from(*byte);
            if self.spaces.iter().any(|space| holds(*space, index + 1, code)) {
                return (code, index + 1);
            }
        }
        let length = self.spaces.iter().map(|space| space.0).min().unwrap_or(2);
        let length = length.min(bytes.len());
        let code = bytes[..length].iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
        (code, length)
    }

    fn add_spaces(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(first), Token::Hex(last)] = pair {
                let length = first.len().clamp(1, CODE_BYTES);
                self.spaces.push((length, value(first), value(last)));
            }
        }
        self.spaces.truncate(256);
    }

    fn add_texts(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Hex(code), Token::Hex(text)] = pair {
                self.put(value(code), utf16(text));
            }
        }
    }

    fn add_text_ranges(&mut self, operands: &[Token]) {
        let mut rest = operands;
        while let [Token::Hex(first), Token::Hex(last), tail @ ..] = rest {
            let (first, last) = (value(first), value(last));
            let codes = (first..=last).take(MAP_ENTRIES);
            rest = match tail {
                [Token::Hex(start), tail @ ..] => {
                    let codes = codes.take(MAP_ENTRIES.saturating_sub(self.puts));
                    for (step, code) in codes.enumerate() {
                        self.put(code, stepped(start, step));
                    }
                    tail
                }
                [Token::Open, tail @ ..] => {
                    let length = tail
                        .iter()
                        .position(|token| !matches!(token, Token::Hex(_)))
                        .unwrap_or(tail.len());
                    for (code, token) in codes.zip(&tail[..length]) {
                        if let Token::Hex(text) = token {
                            self.put(code, utf16(text));
                        }
                    }
                    tail.get(length + 1..).unwrap_or_default()
                }
                _ => return,
            };
        }
    }

    fn add_cids(&mut self, operands: &[Token], size: usize) {
        for part in operands.chunks_exact(size) {
            let (Token::Hex(first), Some(Token::Number(cid))) = (&part[0], part.last()) else {
                continue;
            };
            let last = match &part[size - 2] {
                Token::Hex(last) => value(last),
                _ => continue,
            };
            if self.cids.len() < MAP_ENTRIES {
                self.cids.push((value(first), last, *cid));
            }
        }
    }

    fn put(&mut self, code: u32, text: String) {
        self.puts += 1;
        let says_nothing = text.is_empty() || text.contains(['\0', '\u{fffd}', '\u{ffff}']);
        if !says_nothing {
            self.texts.insert(code, text);
        }
    }
}

/// Whether a code of this many bytes lies in a range, byte by byte.
fn holds((length, first, last): (usize, u32, u32), bytes: usize, code: u32) -> bool {
    length == bytes
        && (0..length).all(|index| {
            let byte = |value: u32| value >> (8 * index) & 0xff;
            (byte(first)..=byte(last)).contains(&byte(code))
        })
}

/// The bytes of a code as one number.
fn value(bytes: &[u8]) -> u32 {
    bytes.iter().take(CODE_BYTES).fold(0, |value, byte| value << 8 | u32::from(*byte))
}

/// Text as UTF-16, high byte first; a single byte is its own code point.
fn utf16(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    // Some programs write the letters of a ligature with their bytes the wrong way round.
    let is_swapped = bytes.len() >= 4
        && bytes.chunks(2).all(|pair| pair[0].is_ascii_alphabetic() && pair.get(1) == Some(&0));
    let unit = |pair: &[u8]| u16::from_be_bytes([pair[0], pair[1]]);
    let units = bytes.chunks_exact(2).take(LETTERS).map(unit);
    let units = units.map(|unit| if is_swapped { unit.swap_bytes() } else { unit });
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The text of the code that stands `step` places after the first of its range.
fn stepped(start: &[u8], step: usize) -> String {
    let mut text = utf16(start);
    if step > 0
        && let Some(last) = text.pop()
    {
        let next = u32::from(last).saturating_add(step as u32);
        text.push(char::from_u32(next).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_codes_ranges_and_lists_give_text() {
        let map = CMap::parse(
            b"1 begincodespacerange <0000> <ffff> endcodespacerange % two bytes
              2 beginbfchar <0003> <0020> <0004> <D83DDE00> endbfchar
              2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<00660069> <0078>] endbfrange",
        );
        let text = |code| map.text(code).unwrap_or("-").to_owned();
        assert_eq!(text(3), " ");
        assert_eq!(text(4), "\u{1f600}");
        assert_eq!([text(0x10), text(0x12), text(0x13)], ["A", "C", "-"]);
        assert_eq!([text(0x20), text(0x21)], ["fi", "x"]);
        assert_eq!(map.next_code(&[0, 3, 0, 4]), (3, 2));
        let swapped = CMap::parse(b"beginbfchar <01> <66006900> <02> <6600> endbfchar");
        assert_eq!([swapped.text(1), swapped.text(2)], [Some("fi"), Some("昀")]);
    }

    #[test]
    fn maps_that_say_nothing_are_known() {
        let alike = b"beginbfrange <01> <03> [<0041> <0041> <0041>] endbfrange \
            beginbfchar <04> <0041> <05> <0020> endbfchar";
        assert!(CMap::parse(alike).is_void());
        assert!(!CMap::parse(b"beginbfrange <01> <04> <0041> endbfrange").is_void());
        assert!(!CMap::parse(b"beginbfchar <01> <0041> endbfchar").is_void());
        assert!(CMap::parse(b"beginbfrange <0000> <ffff> <0000> endbfrange").is_identity());
        assert!(!CMap::parse(b"beginbfrange <0020> <007e> <0020> endbfrange").is_identity());
        assert!(CMap::parse(b"/WMode 1 def").is_vertical());
        assert!(!CMap::parse(b"/WMode 0 def").is_vertical());
    }

    #[test]
    fn codes_of_mixed_length_are_told_apart_by_their_ranges() {
        let map = CMap::parse(
            b"2 begincodespacerange <00> <80> <8140> <9ffc> endcodespacerange
              1 begincidrange <8140> <8150> 100 endcidrange",
        );
        assert_eq!(map.next_code(b"A"), (0x41, 1));
        assert_eq!(map.next_code(&[0x81, 0x42]), (0x8142, 2));
        assert_eq!(map.cid(0x8142), Some(102));
        assert_eq!(map.cid(0x41), None);
    }

    #[test]
    fn a_range_without_end_and_an_unknown_letter_add_no_text() {
        let map = CMap::parse(b"beginbfrange <00000000> <ffffffff> <0041> endbfrange");
        assert!(map.texts.len() <= MAP_ENTRIES);
        assert!(CMap::parse(b"beginbfchar <01> <0000> <02> <fffd> endbfchar").texts.is_empty());
        assert!(CMap::parse(b"beginbfchar <01").texts.is_empty());
    }
}
