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

/// Words, or groups of words, that are looked for together.
#[derive(Clone, Debug)]
pub(super) struct Leads {
    /// The longest first.
    leads: Initials<Lead>,
    len: usize,
}

#[derive(Clone, Debug)]
struct Lead {
    words: String,
    /// Its place in the order given.
    number: usize,
    /// Its first eight bytes, and which of them there are: what is compared first.
    eight: u64,
    mask: u64,
}

impl Leads {
    pub(super) fn of(words: impl IntoIterator<Item = String>) -> Self {
        let lead = |(number, words): (usize, String)| {
            let (eight, mask) = eight(words.as_bytes());
            Lead { words, number, eight, mask }
        };
        let mut leads: Vec<Lead> = words.into_iter().enumerate().map(lead).collect();
        leads.sort_by_key(|lead| std::cmp::Reverse(lead.words.len()));
        let len = leads.len();
        Self { leads: Initials::new(leads, |lead| &lead.words), len }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The length of the longest that a text begins with.
    #[inline]
    pub(super) fn longest_at(&self, text: &str) -> Option<usize> {
        self.found(text).next().map(|lead| lead.words.len())
    }

    /// The places, in the order given, of all that a text begins with.
    #[inline]
    pub(super) fn at(&self, text: &str) -> impl Iterator<Item = usize> {
        self.found(text).map(|lead| lead.number)
    }

    #[inline]
    fn found(&self, text: &str) -> impl Iterator<Item = &Lead> {
        let may = self.leads.of(text);
        let (eight, _) = if may.is_empty() { (0, 0) } else { eight(text.as_bytes()) };
        may.iter().filter(move |lead| {
            (eight ^ lead.eight) & lead.mask == 0 && text.starts_with(lead.words.as_str())
        })
    }
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
