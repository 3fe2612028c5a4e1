//! What the text of a page is worth: whether its letters make words.
//!
//! A text layer may be letters of a font with a wrong table, or what an old program made of a scan.
//! No list of words is needed to tell: in any Dutch prose one word in four is among the shortest and
//! commonest, and wrong letters break the shapes of words.

/// The commonest words of Dutch, which make up a third of a motion's, and two of English, so that
/// English is not taken for rubbish.
const COMMON: [&str; 40] = [
    "de", "het", "een", "van", "en", "in", "te", "dat", "die", "voor", "op", "aan", "met", "is",
    "om", "zijn", "worden", "niet", "bij", "wordt", "door", "over", "als", "ook", "naar", "of",
    "er", "uit", "tot", "deze", "dit", "hun", "heeft", "kan", "nog", "meer", "the", "and", "to",
    "raad",
];
/// How many words a page has at least, to be judged by how many of them are common.
const ENOUGH: usize = 30;
/// What part of the words of a text are common at least; a list of names has fewer, and is then
/// looked at by its shapes only.
const LEAST_COMMON: f32 = 0.06;
/// What part of the words of a good text have the shape of words at least.
const LEAST_SHAPED: f32 = 0.8;
/// One letter of so many may be unknown, as bullets of an odd font are.
const KNOWN: usize = 20;
/// A page with fewer letters than this and a large picture on it is a scan with something stamped on.
const STAMP: usize = 200;

/// What the text of a page is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is text.
    Good,
    /// It may be rubbish: what the picture says may be better.
    Doubtful,
    /// There is none.
    None,
}

/// What was read of a page, to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The words.
    pub text: &'a str,
    /// How many letters there are.
    pub letters: usize,
    /// How many of them are unknown.
    pub unknown: usize,
    /// Whether a large picture stands on the page.
    pub has_picture: bool,
}

/// Judges the text of a page.
pub fn worth(page: Evidence<'_>) -> Worth {
    if page.unknown * 2 >= page.letters {
        return Worth::None;
    }
    let stamped = page.has_picture && page.letters < STAMP;
    let quality = Quality::of(page.text);
    if page.unknown * KNOWN > page.letters || stamped || quality.is_bad() {
        return Worth::Doubtful;
    }
    Worth::Good
}

/// Whether what was recognised on a page is better than its own text.
pub fn is_better(recognised: &str, own: &str) -> bool {
    let (seen, own) = (Quality::of(recognised), Quality::of(own));
    // A text that lacks half of the words is not better, however well the others are read.
    seen.words * 2 >= own.words && seen.score() > own.score()
}

/// How much the words of a text look like words.
#[derive(Clone, Copy, Debug, Default)]
struct Quality {
    words: usize,
    shaped: usize,
    common: usize,
}

impl Quality {
    fn of(text: &str) -> Self {
        let mut quality = Self::default();
        for token in text.split_whitespace() {
            let word = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '\u{fffd}');
            let has_letter = word.contains(|c: char| c.is_alphabetic() || c == '\u{fffd}');
            let is_sign = word.is_empty() && token.chars().count() > 2;
            let is_word = has_letter && word.chars().count() >= 2;
            if !(is_word || is_sign) {
                continue;
            }
            quality.words += 1;
            quality.shaped += usize::from(is_shaped(word));
            quality.common += usize::from(COMMON.contains(&word.to_lowercase().as_str()));
        }
        quality
    }

    fn is_bad(self) -> bool {
        let part = |count: usize| count as f32 / self.words.max(1) as f32;
        let few_common = self.words >= ENOUGH && part(self.common) < LEAST_COMMON;
        let misshaped = self.words >= 4 && part(self.shaped) < LEAST_SHAPED;
        few_common || misshaped
    }

    /// How many good words there are, the common ones counted twice, each bad one against two.
    fn score(self) -> i64 {
        let bad = self.words - self.shaped;
        (self.shaped + self.common) as i64 - 2 * bad as i64
    }
}

/// Whether a word has the shape of one: letters with a vowel among them, signs only where words
/// have them, capitals at the start or throughout.
fn is_shaped(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let digits = word.chars().filter(|c| c.is_ascii_digit()).count();
    let signs = word.chars().filter(|c| !c.is_alphanumeric()).count();
    let usual = word.chars().all(|c| c.is_alphanumeric() || "-'’‘./:&@,()–_%€+/".contains(c));
    if letters == 0 || !usual || signs > letters + digits {
        return false;
    }
    // Addresses, numbers of papers and abbreviations have shapes of their own.
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if digits > 0 || capitals == letters || word.contains(['@', '.', '/']) {
        return digits <= 2 || letters <= 6 || signs > 0;
    }
    let has_vowel = word.to_lowercase().contains(|c| "aeiouyàáâäåèéêëìíîïòóôöùúûüœæ".contains(c));
    let inner = word.chars().zip(word.chars().skip(1));
    let jumps = inner.filter(|(a, b)| a.is_lowercase() && b.is_uppercase()).count();
    (has_vowel || letters <= 3) && jumps <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "De raad van de gemeente Rietmarke, in vergadering bijeen, constaterende dat \
        het aantal ongevallen met fietsers is gestegen; overwegende dat een GroenLinks-wethouder \
        in 2024 een plan van 1.250.000 euro heeft toegezegd, verzoekt het college om vóór 1 mei \
        2026 met een voorstel te komen, en gaat over tot de orde van de dag.";

    fn judged(text: &str) -> Worth {
        let letters = text.chars().filter(|c| !c.is_whitespace());
        let unknown = letters.clone().filter(|c| *c == '\u{fffd}').count();
        worth(Evidence { text, letters: letters.count(), unknown, has_picture: false })
    }

    /// Letters of a font whose table is off by one.
    fn shifted(text: &str) -> String {
        let next = |c: char| if c.is_ascii_alphabetic() { (c as u8 + 1) as char } else { c };
        text.chars().map(next).collect()
    }

    #[test]
    fn prose_is_good_and_so_are_names_and_numbers() {
        assert_eq!(judged(PROSE), Worth::Good);
        assert_eq!(
            judged("Fractie VVD J. Bakker-Smit ChristenUnie K. van der Meer D66"),
            Worth::Good
        );
        assert_eq!(judged("RIS 319.245 – 2024/117, € 1.250,– blz. 3"), Worth::Good);
    }

    #[test]
    fn letters_that_make_no_words_are_doubtful() {
        assert_eq!(judged(&shifted(PROSE)), Worth::Doubtful);
        assert_eq!(
            judged("D~ r@ad v^n d& g€m33nt# R|etm@rke in v3rg&der1ng b!jeen"),
            Worth::Doubtful
        );
        assert_eq!(judged(&PROSE.replace('e', "\u{fffd}")), Worth::Doubtful);
        assert_eq!(judged(&"!\"#$ %&'( )*+, -./:".repeat(9)), Worth::Doubtful);
    }

    #[test]
    fn nothing_that_can_be_read_is_nothing() {
        assert_eq!(judged(""), Worth::None);
        assert_eq!(judged("\u{fffd}\u{fffd} ab"), Worth::None);
    }

    #[test]
    fn a_stamp_on_a_scan_is_not_its_text() {
        let page = Evidence {
            text: "Ontvangen door de griffie",
            letters: 22,
            unknown: 0,
            has_picture: true,
        };
        assert_eq!(worth(page), Worth::Doubtful);
        assert_eq!(worth(Evidence { has_picture: false, ..page }), Worth::Good);
        assert!(is_better(PROSE, page.text));
    }

    #[test]
    fn the_better_text_is_kept() {
        assert!(is_better(PROSE, &shifted(PROSE)));
        assert!(!is_better(&shifted(PROSE), PROSE));
        assert!(!is_better("De raad", PROSE));
        assert!(!is_better(PROSE, PROSE));
    }
}
