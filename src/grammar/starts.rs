//! What of a grammar may begin at a place: told by the first word there, before any production is
//! tried. Most places begin with a word that opens nothing.

use std::cell::OnceCell;

use memchr::memmem::Finder;

use super::initials::first_word;
use super::leads::{Beginning, Threes, first_eight};
use super::lex::{LONGEST, behind_spaces};
use super::phrase::{Part, Phrase, Slot};
use super::sights::letters_of;

/// What may begin at a place: a set of numbers below 64.
pub type Set = u64;

/// What the phrases of a grammar are, and other things that are told by their first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a matcher of a grammar, which is documented")]
pub enum Start {
    Clause,
    Body,
    Seated,
    Discussing,
    Closing,
    Label,
    TitleLabel,
    WholeTitle,
    NoTitle,
    Signing,
    PartyLead,
    Mover,
    Section,
    Verdict,
    MotionType,
    Numbering,
    Changing,
    Replacing,
    Sign,
    Furniture,
    Document,
    /// A word before a heading: "en", or an adverb.
    Lead,
    /// "De leden van", before a body.
    Members,
    /// Who leads a debate.
    Chair,
}

impl Start {
    /// The set of this alone.
    pub(super) const fn set(self) -> Set {
        1 << self as u32
    }
}

/// By how a text begins, what may begin with it.
#[derive(Clone, Debug)]
pub(super) struct Starts {
    /// By the first word.
    words: Table,
    /// By the first byte, where that is no letter.
    signs: Vec<Vec<Signed>>,
    /// What begins with a slot that takes certain words only.
    slots: Vec<(Slot, Set)>,
    /// What begins with one that takes any.
    any: Set,
    /// What begins with a slot that takes what stands before certain words.
    bounded: Set,
    /// Finds those words, and those of other grammars.
    bounds: Bounds,
    /// What may stand between the first and the second word of a phrase.
    between: Set,
}

/// What begins with one word.
#[derive(Clone, Debug)]
struct Following {
    /// The letters of that word.
    letters: Beginning,
    /// What anything may follow.
    any: Set,
    /// What this must follow, or something that may stand between.
    second: Vec<(Beginning, Set)>,
    /// All of it.
    all: Set,
}

/// What begins with a sign.
#[derive(Clone, Debug)]
struct Signed {
    /// The sign, and what sticks to it.
    word: String,
    /// What a slot behind it takes.
    slot: Option<Slot>,
    set: Set,
}

/// What begins with a word, by that word: half of the places are empty, so that most words that open
/// nothing are told at the first look.
#[derive(Clone, Debug)]
struct Table {
    entries: Vec<Following>,
    /// Whether any begins with three letters, by those: most words of a text are told by them.
    threes: Threes,
    /// By the hash of a word, and behind that, the hash and the place of its entry and one.
    places: Vec<(u32, u16)>,
}

impl Table {
    fn of(entries: Vec<Following>) -> Self {
        let threes = Threes::of(entries.iter().map(|entry| entry.letters.words.as_str()));
        let mut places = vec![(0, 0); (2 * entries.len() + 1).next_power_of_two()];
        for (at, entry) in entries.iter().enumerate() {
            let (_, hash) = hashed(&entry.letters.words, first_eight(&entry.letters.words));
            let mut place = hash as usize % places.len();
            while places[place].1 != 0 {
                place = (place + 1) % places.len();
            }
            let at = u16::try_from(at + 1).expect("a grammar has fewer words than that");
            places[place] = (hash, at);
        }
        Self { entries, threes, places }
    }

    /// What begins with the first word of a text, and what stands behind that word.
    fn at<'t>(&self, text: &'t str) -> Option<(&Following, &'t str)> {
        if let Some(first) = text.as_bytes().first_chunk()
            && first.iter().all(u8::is_ascii_alphabetic)
            && !self.threes.has(*first)
        {
            return None;
        }
        let eight = first_eight(text);
        let (length, hash) = hashed(text, eight);
        let is_it =
            |letters: &Beginning| letters.words.len() == length && letters.begins(text, eight);
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let (known, at) = self.places[place];
            let at = usize::from(at).checked_sub(1)?;
            if known == hash && is_it(&self.entries[at].letters) {
                return Some((&self.entries[at], &text[length..]));
            }
            place = (place + 1) & mask;
        }
    }
}

/// The length of the first word of a text, letters alone, and the hash of its first eight bytes, which are
/// these.
fn hashed(text: &str, eight: u64) -> (usize, u32) {
    let letters = letters_of(eight);
    let key = eight & (1_u64.checked_shl(8 * letters as u32).unwrap_or(0)).wrapping_sub(1);
    let hash = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as u32;
    let length = match text.as_bytes().get(letters) {
        Some(byte) if letters == 8 || !byte.is_ascii() => first_word(text).0.len(),
        _ => letters,
    };
    (length, hash)
}

/// Collects what begins how.
#[derive(Debug)]
pub(super) struct StartsOf {
    words: Vec<Following>,
    signs: Vec<Vec<Signed>>,
    slots: Vec<(Slot, Set)>,
    bounded: Set,
    bounds: Vec<String>,
}

impl StartsOf {
    pub(super) fn new() -> Self {
        let (words, slots, bounds) = (Vec::new(), Vec::new(), Vec::new());
        Self { words, signs: vec![Vec::new(); 256], slots, bounded: 0, bounds }
    }

    /// Adds a set to what may begin like a phrase.
    pub(super) fn phrase(&mut self, phrase: &Phrase, set: Set) {
        match phrase.parts.first() {
            Some(Part::Word(word)) if !word.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let slot = match phrase.parts.get(1) {
                    Some(Part::Slot(slot, _)) => Some(*slot),
                    _ => None,
                };
                self.sign(word, slot, set);
            }
            Some(Part::Word(word)) => {
                let second = match phrase.parts.get(1) {
                    Some(Part::Word(second)) => Some(second.as_str()),
                    _ => None,
                };
                self.words(word, second, set);
            }
            Some(Part::Slot(slot, before)) => self.slot(*slot, before.as_deref(), set),
            None => {}
        }
    }

    /// Adds a set to what may begin like a folded text.
    pub(super) fn text(&mut self, text: &str, set: Set) {
        match text.split_once(' ') {
            Some((first, rest)) => self.words(first, rest.split(' ').next(), set),
            None => self.words(text, None, set),
        }
    }

    fn words(&mut self, word: &str, second: Option<&str>, set: Set) {
        let (letters, rest) = first_word(word);
        if letters.is_empty() {
            return self.sign(word, None, set);
        }
        let known = self.words.iter().position(|known| known.letters.words == letters);
        let known = known.unwrap_or_else(|| {
            let letters = Beginning::of(letters);
            self.words.push(Following { letters, any: 0, second: Vec::new(), all: 0 });
            self.words.len() - 1
        });
        let following = &mut self.words[known];
        following.all |= set;
        match second.filter(|_| rest.is_empty()) {
            None => following.any |= set,
            Some(word) => {
                let mut known = following.second.iter_mut();
                match known.find(|(known, _)| known.words == word) {
                    Some((_, sets)) => *sets |= set,
                    None => following.second.push((Beginning::of(word), set)),
                }
            }
        }
    }

    fn sign(&mut self, word: &str, slot: Option<Slot>, set: Set) {
        if let Some(&sign) = word.as_bytes().first() {
            self.signs[usize::from(sign)].push(Signed { word: word.to_owned(), slot, set });
        }
    }

    fn slot(&mut self, slot: Slot, before: Option<&str>, set: Set) {
        match before {
            Some(words) if words.len() > SHORT => {
                self.bounded |= set;
                self.bounds.push(words.to_owned());
            }
            _ => match self.slots.iter_mut().find(|(known, _)| *known == slot) {
                Some((_, known)) => *known |= set,
                None => self.slots.push((slot, set)),
            },
        }
    }

    /// The words that slots end before.
    pub(super) fn bounds(&self) -> &[String] {
        &self.bounds
    }

    /// All of it; what is in `between` may stand before the second word of a phrase, and `bounds` finds
    /// the words that slots end before.
    pub(super) fn table(self, between: Set, bounds: Bounds) -> Starts {
        let (any, slots): (Vec<_>, Vec<_>) =
            self.slots.into_iter().partition(|(slot, _)| slot.takes_any());
        Starts {
            words: Table::of(self.words),
            signs: self.signs,
            slots,
            any: any.iter().fold(0, |all, (_, set)| all | set),
            bounded: self.bounded,
            bounds,
            between,
        }
    }
}

impl Starts {
    /// What may begin at an offset of a folded text.
    pub(super) fn of(&self, text: &str, at: usize, ahead: &Ahead) -> Set {
        let set = self.of_piece(&text[at..]);
        if self.bounded != 0 && ahead.find(&self.bounds, text, at) <= at + REACH {
            set | self.bounded
        } else {
            set
        }
    }

    /// What may begin at the start of a piece of text; of what stands further on nothing is known.
    fn of_piece(&self, input: &str) -> Set {
        let mut set = self.worded(input) | self.any;
        for (slot, of_slot) in &self.slots {
            if set & of_slot != *of_slot && slot.may_begin(input) {
                set |= of_slot;
            }
        }
        set
    }

    /// What may begin at the start of a piece of text, whatever stands further on.
    pub(super) fn of_any(&self, input: &str) -> Set {
        self.of_piece(input) | self.bounded
    }

    /// What begins with the first word of a text.
    fn worded(&self, text: &str) -> Set {
        if let Some(&sign) = text.as_bytes().first().filter(|byte| !byte.is_ascii_alphabetic()) {
            let may = |signed: &&Signed| {
                let behind = text.strip_prefix(signed.word.as_str());
                let behind = behind.map(behind_spaces);
                behind.is_some_and(|behind| signed.slot.is_none_or(|slot| slot.may_begin(behind)))
            };
            let signed = self.signs[usize::from(sign)].iter().filter(may);
            return signed.fold(0, |all, signed| all | signed.set);
        }
        let Some((following, rest)) = self.words.at(text) else { return 0 };
        if following.any == following.all {
            return following.all;
        }
        let next = behind_spaces(rest);
        if self.words.at(next).is_some_and(|(between, _)| between.all & self.between != 0) {
            return following.all;
        }
        let eight = first_eight(next);
        let fits = |(second, _): &&(Beginning, Set)| second.begins(next, eight);
        let second = following.second.iter().filter(fits);
        second.fold(following.any, |all, (_, set)| all | set)
    }
}

/// The words behind what a slot takes begin within so many bytes.
const REACH: usize = 4 * LONGEST;

/// Words of so many letters stand everywhere: they are not looked for.
const SHORT: usize = 4;

/// Words that slots end before: few, so that each is looked for by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds(Vec<Finder<'static>>);

impl Bounds {
    pub(super) fn of<'w>(words: impl IntoIterator<Item = &'w String>) -> Self {
        let mut words: Vec<&String> = words.into_iter().collect();
        words.sort_by_key(|words| words.len());
        // "gewijzigde motie van" stands where "motie van" does.
        let mut least: Vec<&String> = Vec::new();
        for word in words {
            if !least.iter().any(|known| word.contains(known.as_str())) {
                least.push(word);
            }
        }
        Self(least.into_iter().map(|words| Finder::new(words).into_owned()).collect())
    }

    /// Whether one of them stands in a text.
    pub(super) fn any_in(&self, text: &str) -> bool {
        self.0.iter().any(|words| words.find(text.as_bytes()).is_some())
    }

    /// The offsets at which they stand, in order.
    fn find(&self, text: &str) -> Vec<usize> {
        let find = |words: &Finder<'_>| words.find_iter(text.as_bytes()).collect::<Vec<_>>();
        let mut found: Vec<usize> = self.0.iter().flat_map(find).collect();
        found.sort_unstable();
        found
    }
}

/// Where the words stand that slots end before, in order; looked for once in a text.
#[derive(Debug, Default)]
pub(super) struct Ahead(OnceCell<Vec<usize>>);

impl Ahead {
    /// Where words stand at or behind an offset; far behind the text where they do not.
    fn find(&self, bounds: &Bounds, text: &str, at: usize) -> usize {
        let found = self.0.get_or_init(|| bounds.find(text));
        found.get(found.partition_point(|&found| found < at)).copied().unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::memo::Memo;

    fn table() -> Starts {
        let mut starts = StartsOf::new();
        for (number, notation) in
            ["van mening", "van", "- {number}", "{addressee} te verzoeken"].iter().enumerate()
        {
            starts.phrase(&Phrase::parse(notation).unwrap(), 1 << number);
        }
        starts.text("de leden van", 1 << 4);
        starts.text("ook", 1 << 5);
        let bounds = Bounds::of(starts.bounds());
        starts.table(1 << 5, bounds)
    }

    #[test]
    fn what_may_begin_is_told_by_the_first_word_and_the_second() {
        let starts = table();
        let of = |text: &str| starts.of(text, 0, &Ahead::default());
        assert_eq!(of("van mening dat"), 0b11);
        assert_eq!(of("van ook mening"), 0b11, "an adverb may stand between");
        assert_eq!(of("van de raad"), 0b10);
        assert_eq!(of("vandaag"), 0);
        assert_eq!(of("- 4 -"), 0b100);
        assert_eq!(of("het college te verzoeken"), 0b1000);
        assert_eq!(of("de leden van de raad"), 0b1_0000);
        assert_eq!(of("de raad"), 0);
        assert_eq!(of(""), 0);
    }

    #[test]
    fn the_first_word_is_its_letters_alone() {
        let length = |text: &str| hashed(text, first_eight(text)).0;
        let words =
            ["", "4", "de", "de raad", "gemeente", "gemeenteraad", "gemeente-", "gemeente4"];
        assert_eq!(words.map(length), [0, 0, 2, 2, 8, 12, 8, 8]);
        assert_eq!(["\u{444}a b", "ab\u{444} c", "provinci\u{444}"].map(length), [3, 4, 10]);
        let hash = |text: &str| hashed(text, first_eight(text)).1;
        assert_eq!(hash("de raad"), hash("de"));
        assert_ne!(hash("de"), hash("den"));
    }

    #[test]
    fn words_behind_a_slot_are_near_it() {
        let starts = table();
        let text = format!("{}het college te verzoeken", "a ".repeat(600));
        let memo = Memo::default();
        let starts = |at: usize| memo.starts(0, &starts, &text, at);
        assert_eq!(starts(0), 0);
        assert_eq!(starts(1200), 0b1000);
        assert_eq!(starts(text.len() - 2), 0);
        assert_eq!(starts(1200), 0b1000, "also asked again");
    }
}
