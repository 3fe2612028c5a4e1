//! Where words stand that are looked for in a whole text: its words are gone through once, for all of
//! them, and few are left that any of them may begin with.

use super::leads::is_of_word;

/// What is looked for, a bit each.
type Sorts = u8;

/// What is looked for in a whole text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Openings of clauses.
    Clause,
    /// Closing formulas.
    Closing,
    /// Words that say what became of a motion.
    Verdict,
    /// Words that say what sort it is.
    MotionType,
    /// Words before what it replaces.
    Replacing,
    /// Words that tell whose a document is.
    Sign,
}

impl Sort {
    fn bit(self) -> Sorts {
        1 << self as u8
    }
}

/// A word that something may begin with that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    at: u32,
    sorts: Sorts,
}

impl Sight {
    /// Where it begins.
    #[inline]
    #[must_use]
    pub fn at(self) -> usize {
        self.at as usize
    }

    /// Whether that may be of one of these sorts.
    #[inline]
    #[must_use]
    pub fn may_be(self, sorts: &[Sort]) -> bool {
        sorts.iter().any(|sort| self.sorts & sort.bit() != 0)
    }
}

/// So many kinds of first letters are told apart.
const KINDS: usize = 1 << 13;

/// By the first four bytes of a word, what of all grammars may begin with it.
#[derive(Clone, Debug)]
pub(super) struct Lookout(Box<[Sorts; KINDS]>);

impl Lookout {
    pub(super) fn new() -> Self {
        Self(Box::new([0; KINDS]))
    }

    /// Adds words, or a group of words, that are looked for.
    pub(super) fn add(&mut self, words: &str, sort: Sort) {
        match *words.as_bytes() {
            [a, b, c, d, ..] => self.0[kind([a, b, c, d])] |= sort.bit(),
            [a, b, c] => {
                (0..=u8::MAX).for_each(|d| self.0[kind([a, b, c, d])] |= sort.bit());
            }
            _ => self.0.iter_mut().for_each(|sorts| *sorts |= sort.bit()),
        }
    }

    /// The words of a folded text that something may begin with, in order.
    pub(super) fn sights(&self, text: &str) -> Vec<Sight> {
        let bytes = text.as_bytes();
        let mut sights = Vec::with_capacity(bytes.len() / BYTES_TO_A_SIGHT);
        each_word(bytes, |at| {
            let sorts = match bytes[at..].first_chunk() {
                Some(&first) => self.0[kind(first)],
                // What is shorter may be the end of anything.
                None => Sorts::MAX,
            };
            if sorts != 0 {
                sights.push(Sight { at: at as u32, sorts });
            }
        });
        sights
    }
}

/// Texts have one word that something may begin with in about so many bytes, or fewer.
const BYTES_TO_A_SIGHT: usize = 32;

#[inline]
fn kind(first: [u8; 4]) -> usize {
    (u32::from_le_bytes(first).wrapping_mul(0x9e37_79b1) >> 19) as usize
}

/// One in each byte of a word of eight.
const EACH: u64 = 0x0101_0101_0101_0101;

/// The high bit of each byte: no ASCII character has it.
const HIGH: u64 = 0x80 * EACH;

/// Calls with the place of each run of ASCII letters and digits, in order.
fn each_word(bytes: &[u8], mut found: impl FnMut(usize)) {
    let (blocks, rest) = bytes.as_chunks();
    let mut inside = 0;
    for (block, bytes) in blocks.iter().enumerate() {
        let letters = of_words(u64::from_le_bytes(*bytes));
        let mut starts = letters & !(letters << 8 | inside);
        while starts != 0 {
            found(8 * block + starts.trailing_zeros() as usize / 8);
            starts &= starts - 1;
        }
        inside = letters >> 63 << 7;
    }
    let mut inside = inside != 0;
    for (at, &byte) in rest.iter().enumerate() {
        let letter = is_of_word(byte);
        if letter && !inside {
            found(8 * blocks.len() + at);
        }
        inside = letter;
    }
}

/// The high bit of each byte that is an ASCII letter or digit.
#[inline]
fn of_words(bytes: u64) -> u64 {
    let plain = bytes & !HIGH;
    let letters = between(plain | (0x20 * EACH), b'a', b'z');
    (letters | between(plain, b'0', b'9')) & HIGH & !bytes
}

/// With how many ASCII letters eight bytes begin.
#[inline]
pub(super) fn letters_of(bytes: u64) -> usize {
    let letters = between((bytes & !HIGH) | (0x20 * EACH), b'a', b'z') & HIGH & !bytes;
    (letters ^ HIGH).trailing_zeros() as usize / 8
}

/// In the high bit of each byte, whether it is from the one to the other; all are ASCII.
#[inline]
fn between(bytes: u64, first: u8, last: u8) -> u64 {
    let from = |first: u8| bytes + u64::from(0x80 - first) * EACH;
    from(first) & !from(last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::leads::word_starts;

    #[test]
    fn words_start_where_letters_or_digits_begin() {
        let every: String = (0..0x300).filter_map(char::from_u32).collect();
        for text in ["", "de raad", "- de raad, 4 '\u{2022}x   Gelet op_9@[`{z", &every] {
            for start in (0..text.len().min(20)).filter(|&start| text.is_char_boundary(start)) {
                let mut found = Vec::new();
                each_word(&text.as_bytes()[start..], |at| found.push(at));
                assert_eq!(found, word_starts(&text[start..]).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn what_is_looked_for_is_seen() {
        let mut lookout = Lookout::new();
        lookout.add("overwegende dat", Sort::Clause);
        lookout.add("tvv", Sort::Replacing);
        let text = "de raad, overwegende de tvv; tvv";
        let sights = lookout.sights(text);
        let may = |sort| sights.iter().filter(move |sight| sight.may_be(&[sort]));
        let places = |sort| may(sort).map(|sight| sight.at()).collect::<Vec<_>>();
        assert_eq!(places(Sort::Clause), [9, 29]);
        assert_eq!(places(Sort::Replacing), [24, 29]);
        assert_eq!(places(Sort::Verdict), [29]);
    }
}
