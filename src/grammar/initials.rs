//! Lists that are asked what may begin at a place: by the first two letters there.

use std::ops::Deref;

use serde::Deserialize;

/// So many classes of bytes count in initials: each small letter, and all else.
const CLASSES: usize = 27;

/// Entries by the first two letters of the text that each stands for. Most texts are told from all
/// entries by their initials.
#[derive(Clone, Debug)]
pub(super) struct Initials<T> {
    entries: Vec<T>,
    /// Where the entries of each pair of letters begin.
    starts: Vec<u16>,
}

impl<T> Default for Initials<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), starts: vec![0; CLASSES * CLASSES + 1] }
    }
}

impl<T> Initials<T> {
    /// Sorts entries by the folded texts that they stand for; those with the same initials stay in
    /// the order given.
    ///
    /// # Panics
    /// When there are more than 65 535.
    pub(super) fn new(mut entries: Vec<T>, text: impl Fn(&T) -> &str) -> Self {
        entries.sort_by_key(|entry| place(text(entry)));
        let mut starts = vec![0; CLASSES * CLASSES + 1];
        for (at, entry) in entries.iter().enumerate() {
            let end = u16::try_from(at + 1).expect("a grammar lists fewer words than that");
            starts[place(text(entry)) + 1] = end;
        }
        for at in 1..starts.len() {
            starts[at] = starts[at].max(starts[at - 1]);
        }
        Self { entries, starts }
    }

    /// The entries whose initials a text has.
    #[inline]
    pub(super) fn of(&self, text: &str) -> &[T] {
        self.at(place(text))
    }

    /// The entries with these initials.
    fn beginning(&self, pair: [u8; 2]) -> &[T] {
        self.at(place_of(&pair))
    }

    #[inline]
    fn at(&self, place: usize) -> &[T] {
        &self.entries[usize::from(self.starts[place])..usize::from(self.starts[place + 1])]
    }
}

/// The first two letters of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair(u16);

impl Pair {
    /// Those of the word that a text begins with; `None` where it begins with something else.
    pub(super) fn of(text: &str) -> Option<Self> {
        let letter = text.as_bytes().first()?.is_ascii_alphabetic();
        letter.then(|| Self(place(text) as u16))
    }
}

/// A set of pairs.
#[derive(Clone, Debug)]
pub(super) struct Pairs([u64; (CLASSES * CLASSES).div_ceil(64)]);

impl Pairs {
    /// Those that words begin with.
    pub(super) fn of(words: &[String]) -> Self {
        let mut pairs = Self([0; (CLASSES * CLASSES).div_ceil(64)]);
        for Pair(at) in words.iter().filter_map(|word| Pair::of(word)) {
            pairs.0[usize::from(at) / 64] |= 1 << (at % 64);
        }
        pairs
    }

    /// Whether a pair is one of them.
    pub(super) fn has(&self, Pair(at): Pair) -> bool {
        self.0[usize::from(at) / 64] & 1 << (at % 64) != 0
    }
}

/// The letters that a text begins with, and what follows them.
pub(super) fn first_word(text: &str) -> (&str, &str) {
    let plain = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let end = match text.as_bytes().get(plain) {
        Some(byte) if !byte.is_ascii() => {
            let more = text[plain..].find(|c: char| !c.is_alphabetic());
            more.map_or(text.len(), |more| plain + more)
        }
        _ => plain,
    };
    text.split_at(end)
}

/// The place of the first two letters of a text, capital or small.
fn place(text: &str) -> usize {
    place_of(text.as_bytes())
}

#[inline]
fn place_of(bytes: &[u8]) -> usize {
    match bytes {
        [first, second, ..] => class(*first) * CLASSES + class(*second),
        [first] => class(*first) * CLASSES + CLASSES - 1,
        [] => CLASSES * CLASSES - 1,
    }
}

/// The class of a byte: the place of a letter in the alphabet, capital or small, or the last.
#[inline]
fn class(byte: u8) -> usize {
    usize::from((byte | 0x20).wrapping_sub(b'a')).min(CLASSES - 1)
}

/// A list of words, or of groups of words; after [`Words::fold`](super::words::Words) it can be asked
/// which of them stands at the start of a folded text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordList {
    /// In the order given.
    words: Vec<String>,
    /// The longest first.
    folded: Initials<String>,
    /// By their last two letters.
    last: Initials<String>,
}

impl From<Vec<String>> for WordList {
    fn from(words: Vec<String>) -> Self {
        Self { words, ..Self::default() }
    }
}

impl Deref for WordList {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.words
    }
}

impl WordList {
    /// Adds the words of another list behind these.
    pub(super) fn add(&mut self, other: &Self) {
        self.words.extend(other.words.iter().cloned());
    }

    /// Folds all words.
    pub(super) fn fold(&mut self) {
        super::fold_all(&mut self.words);
        let mut longest = self.words.clone();
        longest.sort_by_key(|word| std::cmp::Reverse(word.len()));
        self.folded = Initials::new(longest, String::as_str);
        let mut last = Vec::with_capacity(self.words.len());
        last.extend(self.words.iter().map(|word| word.chars().rev().collect::<String>()));
        self.last = Initials::new(last, String::as_str);
    }

    /// Whether a folded text ends with one of the words, the length of which is at least this.
    pub fn end(&self, text: &str, length: usize) -> bool {
        let mut letters = text.bytes().rev();
        let pair = [letters.next().unwrap_or(b' '), letters.next().unwrap_or(b' ')];
        let ends = |word: &String| {
            word.len() >= length
                && text.len() >= word.len()
                && word.chars().eq(text.chars().rev().take(word.chars().count()))
        };
        self.last.beginning(pair).iter().any(ends)
    }

    /// The words that may stand at the start of a text, folded or in print, the longest first.
    pub(super) fn at(&self, text: &str) -> &[String] {
        self.folded.of(text)
    }

    /// Whether a folded text is one of the words.
    pub fn has(&self, text: &str) -> bool {
        self.at(text).iter().any(|word| word == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_first_letters_the_longest_first() {
        let mut list = WordList::from(
            ["te", "Ten slotte", "'s", "y", "ten", "b&w"].map(str::to_owned).to_vec(),
        );
        list.fold();
        assert_eq!(list.at("tenslotte"), ["ten slotte", "ten", "te"]);
        assert_eq!(list.at("'s-molendrecht"), ["'s"]);
        assert_eq!(list.at("y."), ["y"]);
        assert_eq!(list.at("b en w"), ["b&w"], "initials are no whole words");
        assert!(list.at("").is_empty());
        assert!(list.has("b&w") && !list.has("b"));
        assert_eq!(list[1], "ten slotte", "the list itself keeps its order");
    }
}
