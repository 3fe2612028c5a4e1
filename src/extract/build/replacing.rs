//! What a motion says that it replaces: "ter vervanging van motie 3".

use std::ops::Range;

use crate::grammar::frame;
use crate::grammar::phrase::{Part, Phrase};
use crate::grammar::scan::Scan;

/// The places in a stretch of the text where it may be said. All of it is searched at once, and in most
/// there is none.
#[derive(Debug)]
pub struct Replacing<'s> {
    scan: &'s Scan<'s>,
    /// Where the words before a number begin, ascending.
    at: Vec<usize>,
}

impl<'s> Replacing<'s> {
    /// Looks for the words that a number follows.
    #[must_use]
    pub fn of(scan: &'s Scan<'s>, stretch: Range<usize>) -> Self {
        let phrases = || scan.grammar.replacing.phrases().iter().map(|(phrase, ())| phrase);
        let mut beginnings = Beginnings::default();
        phrases().for_each(|phrase| beginnings.add(phrase));
        let bytes = scan.text.as_bytes();
        let length = stretch.end.saturating_sub(stretch.start);
        let mut at = Vec::new();
        for (start, three) in bytes[stretch.start..].windows(3).take(length).enumerate() {
            let start = stretch.start + start;
            if beginnings.has(three) && phrases().any(|phrase| begins(&bytes[start..], phrase)) {
                at.push(start);
            }
        }
        Self { scan, at }
    }

    /// The number of what is replaced, where words before it begin in a range of the stretch.
    #[must_use]
    pub fn number(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let next = self.at.partition_point(|&at| at < range.start);
        if self.at.get(next).is_none_or(|&at| at >= range.end) {
            return None;
        }
        let text = &self.scan.text[range.clone()];
        let number = |at| frame::replacing(self.scan, &self.scan.text[range.start + at..]).ok();
        self.scan.grammar.replacing.find_all(text).find_map(number).map(|(_, number)| number)
    }
}

/// Whether the words of a phrase, up to its first slot, stand at the start of a text.
fn begins(text: &[u8], phrase: &Phrase) -> bool {
    let mut rest = Some(text);
    for (i, part) in phrase.parts.iter().enumerate() {
        let Part::Word(word) = part else { return i > 0 };
        let behind = if i == 0 { rest } else { rest.and_then(|rest| rest.strip_prefix(b" ")) };
        rest = behind.and_then(|behind| behind.strip_prefix(word.as_bytes()));
        if rest.is_none() {
            return false;
        }
    }
    true
}

/// The first three bytes of some phrases, as a set that may hold others too.
#[derive(Default)]
struct Beginnings([u64; 16]);

impl Beginnings {
    fn add(&mut self, phrase: &Phrase) {
        let Some(Part::Word(word)) = phrase.parts.first() else { return };
        match *word.as_bytes() {
            [one, two, three, ..] => {
                let place = place(one, two, three);
                self.0[place / 64] |= 1 << (place % 64);
            }
            // Anything may follow a short word.
            _ => self.0 = [u64::MAX; 16],
        }
    }

    fn has(&self, bytes: &[u8]) -> bool {
        let &[one, two, three] = bytes else { return false };
        let place = place(one, two, three);
        self.0[place / 64] & 1 << (place % 64) != 0
    }
}

/// Spreads three bytes over the set.
fn place(one: u8, two: u8, three: u8) -> usize {
    ((usize::from(one) * 37 + usize::from(two)) * 37 + usize::from(three)) % 1024
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::sheet::Sheet;
    use crate::grammar::Grammars;
    use crate::text::plain;

    #[test]
    fn a_number_is_found_by_the_words_before_it() {
        let document = plain::read("Motie 3, t.v.v. nr. 12\nvervangt\nmotie 4, tvv\n");
        let sheet = Sheet::of(&document);
        let grammars = Grammars::built_in();
        let scan = sheet.scan(grammars.get("gemeenteraad").expect("a grammar"));
        let replacing = Replacing::of(&scan, 0..scan.text.len());
        assert_eq!(replacing.at, [9, 23, 41]);
        let number = |range| replacing.number(&range).map(|found| &scan.text[found]);
        for (range, expected) in [
            (0..9, None),
            (0..23, Some("nr. 12")),
            (10..30, None),
            (10..31, Some("4")),
            (31..44, None),
        ] {
            assert_eq!(number(range.clone()), expected, "{range:?}");
        }
    }
}
