//! The lists of words in `data/woorden`, as one table.
//!
//! They are built into the program. What each says stands on top of its file.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::hash::Build;

/// What the lists say of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    bits: u8,
    /// The stem of which it is a form that no rule makes.
    pub(super) of: Option<&'static str>,
    /// The verb of which it is such a form.
    pub(super) of_verb: Option<&'static str>,
}

/// It may begin a compound.
const FIRST: u8 = 1;
/// It may stand within one.
const MIDDLE: u8 = 2;
/// It may end one.
const LAST: u8 = 4;
/// It stands before words, and is not looked for itself.
const PREFIX: u8 = 8;
/// It is the stem of a verb.
const VERB: u8 = 16;
/// It is a stem as it stands.
const STEM: u8 = 32;
/// It is not put together of others.
const WHOLE: u8 = 64;

impl Entry {
    /// Whether it may begin a compound.
    pub(super) fn begins(self) -> bool {
        self.bits & FIRST != 0
    }

    /// Whether it may stand within a compound.
    pub(super) fn joins(self) -> bool {
        self.bits & MIDDLE != 0
    }

    /// Whether it may end a compound.
    pub(super) fn ends(self) -> bool {
        self.bits & LAST != 0
    }

    /// Whether it stands before words, and is not looked for itself.
    pub(super) fn is_prefix(self) -> bool {
        self.bits & PREFIX != 0
    }

    /// Whether it is a noun that makes compounds.
    pub(super) fn is_noun(self) -> bool {
        self.bits & (FIRST | MIDDLE | LAST) == FIRST | MIDDLE | LAST
    }

    /// Whether it is the stem of a verb.
    pub(super) fn is_verb(self) -> bool {
        self.bits & VERB != 0
    }

    /// Whether it is the stem of a noun, an adjective or a small word, as it stands.
    pub(super) fn is_stem(self) -> bool {
        self.is_noun() || self.bits & (STEM | WHOLE) != 0
    }
}

/// The table of all words in the lists.
static ENTRIES: LazyLock<HashMap<&'static str, Entry, Build>> = LazyLock::new(|| {
    let mut entries: HashMap<&'static str, Entry, Build> = HashMap::default();
    let mut note = |word, bits| entries.entry(word).or_default().bits |= bits;
    for part in lines(include_str!("../../data/woorden/delen.txt")) {
        match (part.strip_prefix('-'), part.strip_suffix('-'), part.strip_suffix('+')) {
            (Some(last), _, _) => note(last, LAST),
            (_, Some(first), _) => note(first, FIRST),
            (_, _, Some(prefix)) => note(prefix, FIRST | PREFIX),
            _ => note(part, FIRST | MIDDLE | LAST),
        }
    }
    for whole in lines(include_str!("../../data/woorden/ondeelbaar.txt")) {
        note(whole, WHOLE);
    }
    for (stem, forms) in groups(include_str!("../../data/woorden/grondwoorden.txt")) {
        entries.entry(stem).or_default().bits |= STEM;
        for form in forms {
            entries.entry(form).or_default().of = Some(stem);
        }
    }
    for (stem, forms) in groups(include_str!("../../data/woorden/werkwoorden.txt")) {
        entries.entry(stem).or_default().bits |= VERB;
        for form in forms {
            entries.entry(form).or_default().of_verb = Some(stem);
        }
    }
    entries
});

/// The three letters with which parts of compounds begin, as they stand or as forms: a bit for each.
static BEGINS: LazyLock<Box<[u64]>> = LazyLock::new(|| {
    let mut bits = vec![0_u64; LETTERS.pow(3).div_ceil(64)].into_boxed_slice();
    let mut note = |begin: &[u8]| {
        if let Some(index) = index(begin) {
            bits[index / 64] |= 1 << (index % 64);
        }
    };
    for (word, entry) in ENTRIES.iter() {
        let bytes = word.as_bytes();
        note(bytes);
        // Before an ending `boom` is `bom-`, and `neef` is `nev-`.
        if entry.ends()
            && let &[first, vowel, second, last] = bytes
            && vowel == second
        {
            note(&[first, vowel, last]);
            note(&[first, vowel, if last == b'f' { b'v' } else { b'z' }]);
        }
    }
    bits
});

/// How many letters there are.
const LETTERS: usize = 26;

/// The number of the three letters that a word begins with.
fn index(word: &[u8]) -> Option<usize> {
    let letters = word.get(..3).filter(|letters| letters.iter().all(u8::is_ascii_lowercase))?;
    Some(letters.iter().fold(0, |index, &letter| index * LETTERS + usize::from(letter - b'a')))
}

/// Whether a part of a compound, or a form of one, may begin like a word.
pub(super) fn may_begin(word: &str) -> bool {
    index(word.as_bytes()).is_some_and(|index| BEGINS[index / 64] >> (index % 64) & 1 == 1)
}

/// Words that hold sentences together.
static STOPS: LazyLock<HashSet<&'static str, Build>> =
    LazyLock::new(|| lines(include_str!("../../data/woorden/functiewoorden.txt")).collect());

/// Nouns that do not name what their verb does.
static NO_DOINGS: LazyLock<HashSet<&'static str, Build>> =
    LazyLock::new(|| lines(include_str!("../../data/woorden/geen-handeling.txt")).collect());

/// Whether a noun in `-ing` does not name what its verb does (`betrekking`).
pub(super) fn is_no_doing(noun: &str) -> bool {
    NO_DOINGS.contains(noun)
}

/// What the lists say of a word.
pub(super) fn entry(word: &str) -> Entry {
    ENTRIES.get(word).copied().unwrap_or_default()
}

/// Whether a folded word holds sentences together and says nothing of their subject (`de`, `van`).
///
/// Such words are indexed like others; completions and similarities leave them out.
#[must_use]
pub fn is_stop(word: &str) -> bool {
    STOPS.contains(word)
}

/// All words in the lists.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (&'static str, Entry)> {
    ENTRIES.iter().map(|(&word, &entry)| (word, entry))
}

/// The lines of a list that are no remarks.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The stems of a list with their forms.
fn groups(
    list: &'static str,
) -> impl Iterator<Item = (&'static str, std::str::Split<'static, char>)> {
    lines(list).filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?, words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_folded_and_sorted_and_name_nothing_twice() {
        for (name, list) in [
            ("delen", include_str!("../../data/woorden/delen.txt")),
            ("ondeelbaar", include_str!("../../data/woorden/ondeelbaar.txt")),
            ("grondwoorden", include_str!("../../data/woorden/grondwoorden.txt")),
            ("werkwoorden", include_str!("../../data/woorden/werkwoorden.txt")),
            ("functiewoorden", include_str!("../../data/woorden/functiewoorden.txt")),
            ("geen-handeling", include_str!("../../data/woorden/geen-handeling.txt")),
        ] {
            let key = |line: &'static str| {
                line.split(' ').next().unwrap().trim_matches(['-', '+']).to_owned()
            };
            let keys: Vec<_> = lines(list).map(key).collect();
            assert!(keys.is_sorted_by(|a, b| a <= b), "{name} is sorted");
            let mut whole: Vec<_> = lines(list).collect();
            whole.dedup();
            assert_eq!(whole.len(), keys.len(), "{name} has no line twice");
            let odd = lines(list)
                .find(|line| !line.bytes().all(|b| matches!(b, b'a'..=b'z' | b' ' | b'-' | b'+')));
            assert_eq!(odd, None, "{name} is without accents");
        }
    }

    #[test]
    fn no_form_is_a_stem_beside() {
        let torn: Vec<_> =
            all().filter(|(_, entry)| entry.of.is_some() && entry.is_stem()).collect();
        assert!(torn.is_empty(), "{torn:?}");
    }

    #[test]
    fn function_words_are_told() {
        assert!(is_stop("van"));
        assert!(!is_stop("woning"));
    }
}
