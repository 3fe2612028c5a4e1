//! Words that are looked for in a text whole, at the starts of its words.

use super::initials::Initials;

/// Which bytes are letters and digits.
const WORDS: [bool; 256] = {
    let mut words = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        words[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    words
};

/// Whether a byte is a letter or a digit.
#[inline]
pub fn is_of_word(byte: u8) -> bool {
    WORDS[usize::from(byte)]
}

/// The offsets in a text at which a run of letters and digits begins.
pub fn word_starts(text: &str) -> impl Iterator<Item = usize> + use<'_> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes[at..].iter().position(|&byte| is_of_word(byte))?;
        let start = at;
        let length = bytes[at..].iter().position(|&byte| !is_of_word(byte));
        at = length.map_or(bytes.len(), |length| at + length);
        Some(start)
    })
}

/// Words that texts are asked to begin with.
#[derive(Clone, Debug)]
pub(super) struct Beginning {
    pub(super) words: String,
    /// Their first eight bytes, and which of them there are: what is compared first.
    eight: u64,
    mask: u64,
}

impl Beginning {
    pub(super) fn of(words: &str) -> Self {
        let (eight, mask) = eight(words.as_bytes());
        Self { words: words.to_owned(), eight, mask }
    }

    /// Whether a text begins with them, whose first eight bytes are these.
    #[inline]
    pub(super) fn begins(&self, text: &str, eight: u64) -> bool {
        (eight ^ self.eight) & self.mask == 0
            && (self.words.len() <= 8 || text.starts_with(self.words.as_str()))
    }
}

/// Words, or groups of words, that are looked for together.
#[derive(Clone, Debug)]
pub(super) struct Leads {
    /// Each with its place in the order given; the longest first.
    leads: Initials<(Beginning, usize)>,
    len: usize,
    /// Whether any begins with three letters: few do.
    threes: Threes,
}

/// So many kinds of first three letters are told apart.
const THREES: usize = 1 << 12;

/// Which three letters some words begin with.
#[derive(Clone, Debug)]
pub(super) struct Threes(Box<[u64; THREES / 64]>);

impl Threes {
    /// Of words; shorter ones are left out.
    pub(super) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut threes = Box::new([0; THREES / 64]);
        let first = words.into_iter().filter_map(|word| word.as_bytes().first_chunk().copied());
        first.map(three).for_each(|three| threes[three / 64] |= 1 << (three % 64));
        Self(threes)
    }

    /// Whether one of the words may begin with three letters; false only where none does.
    #[inline]
    pub(super) fn has(&self, first: [u8; 3]) -> bool {
        let three = three(first);
        self.0[three / 64] & 1 << (three % 64) != 0
    }
}

impl Leads {
    pub(super) fn of(words: impl IntoIterator<Item = String>) -> Self {
        let lead = |(number, words): (usize, String)| (Beginning::of(&words), number);
        let mut leads: Vec<(Beginning, usize)> = words.into_iter().enumerate().map(lead).collect();
        leads.sort_by_key(|(lead, _)| std::cmp::Reverse(lead.words.len()));
        let mut threes = Threes::of(leads.iter().map(|(lead, _)| lead.words.as_str()));
        if leads.iter().any(|(lead, _)| lead.words.len() < 3) {
            threes.0.fill(u64::MAX);
        }
        let len = leads.len();
        Self { leads: Initials::new(leads, |(lead, _)| &lead.words), len, threes }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The places, in the order given, and the lengths of all that a text begins with, the longest first.
    #[inline]
    pub(super) fn lengths_at(&self, text: &str) -> impl Iterator<Item = (usize, usize)> {
        self.found(text).map(|(lead, number)| (*number, lead.words.len()))
    }

    /// The length of the longest that a text begins with.
    #[inline]
    pub(super) fn longest_at(&self, text: &str) -> Option<usize> {
        self.found(text).next().map(|(lead, _)| lead.words.len())
    }

    /// The places, in the order given, of all that a text begins with.
    #[inline]
    pub(super) fn at(&self, text: &str) -> impl Iterator<Item = usize> {
        self.found(text).map(|(_, number)| *number)
    }

    #[inline]
    fn found(&self, text: &str) -> impl Iterator<Item = &(Beginning, usize)> {
        let may = match text.as_bytes().first_chunk() {
            Some(&first) if !self.threes.has(first) => &[],
            _ => self.leads.of(text),
        };
        let eight = if may.is_empty() { 0 } else { first_eight(text) };
        may.iter().filter(move |(lead, _)| lead.begins(text, eight))
    }
}

/// The hash of three bytes.
#[inline]
fn three([first, second, third]: [u8; 3]) -> usize {
    let three = u32::from_le_bytes([first, second, third, 0]);
    (three.wrapping_mul(0x9e37_79b1) >> 20) as usize
}

/// The first eight bytes of a text, or as many as there are.
#[inline]
pub(super) fn first_eight(text: &str) -> u64 {
    eight(text.as_bytes()).0
}

/// The first eight bytes, and as many bits as there are of them.
#[inline]
fn eight(bytes: &[u8]) -> (u64, u64) {
    match bytes.first_chunk() {
        Some(eight) => (u64::from_le_bytes(*eight), u64::MAX),
        None => bytes
            .iter()
            .rev()
            .fold((0, 0), |(eight, mask), &byte| (eight << 8 | u64::from(byte), mask << 8 | 0xff)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_start_where_letters_or_digits_begin() {
        let found: Vec<usize> = word_starts("- de raad, 4 '\u{2022}x").collect();
        assert_eq!(found, [2, 5, 11, 17]);
        assert_eq!(word_starts("").count(), 0);
    }

    #[test]
    fn the_longest_is_told_and_all_are() {
        let leads = Leads::of(["raad", "raadsvoorstel", "ra", "college"].map(str::to_owned));
        assert_eq!(leads.longest_at("raadsvoorstellen"), Some(13));
        assert_eq!(leads.at("raadsvoorstel").collect::<Vec<_>>(), [1, 0, 2]);
        assert_eq!(leads.longest_at("r"), None);
        assert_eq!(leads.len(), 4);
    }
}
