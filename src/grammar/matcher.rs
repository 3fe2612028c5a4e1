//! Finds phrases: by their first word where one may begin, or by their leading words anywhere.

use std::slice;
use std::sync::OnceLock;

use super::initials::{Initials, Pair, Pairs, first_word};
use super::leads::{Leads, word_starts};
use super::lex::{behind_blanks, starts_with_letter};
use super::phrase::{Part, Phrase, Slot};
use super::starts::Start;

/// The phrases of a grammar, each with what it stands for.
#[derive(Clone, Debug)]
pub struct Matcher<T> {
    /// What its phrases are.
    pub(super) start: Start,
    phrases: Vec<(Phrase, T)>,
    /// Indexes of phrases, the longest first.
    first: Firsts,
    /// The initials of words that may stand between those of a phrase.
    between: Pairs,
    /// The leading words of all phrases; made when they are first asked for, since
    /// those of most matchers never are.
    leading: OnceLock<Leads>,
}

/// Indexes of things that begin with a word, or with any.
#[derive(Clone, Debug, Default)]
pub(super) struct Firsts {
    /// By the letters that they begin with.
    by_letters: Initials<Worded>,
    /// Of those that begin with a sign, each with the first byte of it.
    signed: Vec<(u8, usize)>,
    /// Of those that begin with a slot.
    slotted: Vec<(usize, Slot)>,
}

/// What begins with one word.
#[derive(Clone, Debug)]
struct Worded {
    /// The letters of that word.
    letters: String,
    entries: Vec<Entry>,
}

/// One thing that begins with a word.
#[derive(Clone, Copy, Debug)]
struct Entry {
    index: usize,
    /// The initials of its second word, if it has one.
    second: Option<Pair>,
}

impl Firsts {
    /// Sorts phrases by their first words, each with the index to be given; those that begin alike
    /// stay in the order given.
    pub(super) fn of<'p>(phrases: impl IntoIterator<Item = (&'p Phrase, usize)>) -> Self {
        let mut by_letters: Vec<Worded> = Vec::new();
        let (mut signed, mut slotted) = (Vec::new(), Vec::new());
        for (phrase, index) in phrases {
            match phrase.parts.first() {
                Some(Part::Word(word)) if starts_with_letter(word) => {
                    let (letters, _) = first_word(word);
                    let second = match phrase.parts.get(1) {
                        Some(Part::Word(second)) if letters == word => Pair::of(second),
                        _ => None,
                    };
                    let entry = Entry { index, second };
                    match by_letters.iter_mut().find(|known| known.letters == letters) {
                        Some(known) => known.entries.push(entry),
                        None => by_letters
                            .push(Worded { letters: letters.to_owned(), entries: vec![entry] }),
                    }
                }
                Some(Part::Word(word)) => {
                    signed.extend(word.bytes().next().map(|sign| (sign, index)));
                }
                Some(Part::Slot(slot, _)) => slotted.push((index, *slot)),
                None => {}
            }
        }
        let by_letters = Initials::new(by_letters, |worded| &worded.letters);
        Self { by_letters, signed, slotted }
    }

    /// What may begin at the start of this folded text: what begins with its first word, and what may begin
    /// with any.
    fn at(&self, text: &str) -> (&[Entry], &[(u8, usize)], Option<Pair>) {
        if !starts_with_letter(text) {
            return (&[], &self.signed, None);
        }
        let fits = |worded: &&Worded| {
            let rest = text.strip_prefix(worded.letters.as_str());
            rest.is_some_and(|rest| !starts_with_letter(rest))
        };
        match self.by_letters.of(text).iter().find(fits) {
            Some(worded) => {
                let second = Pair::of(behind_blanks(&text[worded.letters.len()..]));
                (&worded.entries, &[], second)
            }
            None => (&[], &[], None),
        }
    }
}

/// The phrases that may begin at the start of a folded text: those that begin with its first word, the
/// longest first, then those that may begin with any.
#[derive(Debug)]
pub struct Candidates<'a, T> {
    phrases: &'a [(Phrase, T)],
    text: &'a str,
    worded: slice::Iter<'a, Entry>,
    signed: slice::Iter<'a, (u8, usize)>,
    slotted: slice::Iter<'a, (usize, Slot)>,
    /// The initials that the second word of a phrase must have.
    second: Option<Pair>,
    /// The text from its second word on, where that must be the second of a phrase.
    next: Option<&'a str>,
}

impl<'a, T> Iterator for Candidates<'a, T> {
    type Item = &'a (Phrase, T);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let Self { phrases, text, second, next, .. } = *self;
        let may = |entry: &&Entry| {
            let other = entry.second.is_some() && second.is_some() && entry.second != second;
            !other && next.is_none_or(|next| phrases[entry.index].0.may_have_second(next))
        };
        if let Some(entry) = self.worded.by_ref().find(may) {
            return Some(&phrases[entry.index]);
        }
        let sign = text.as_bytes().first();
        if let Some((_, index)) = self.signed.by_ref().find(|(first, _)| Some(first) == sign) {
            return Some(&phrases[*index]);
        }
        let (index, _) = self.slotted.by_ref().find(|(_, slot)| slot.may_begin(text))?;
        Some(&phrases[*index])
    }
}

impl<T> Matcher<T> {
    /// Makes a matcher. Longer phrases are tried first, equally long ones in the order given;
    /// `between` are words that may stand between the words of a phrase.
    #[must_use]
    pub fn new(start: Start, phrases: Vec<(Phrase, T)>, between: &[String]) -> Self {
        let mut order: Vec<usize> = (0..phrases.len()).collect();
        order.sort_by_cached_key(|&i| {
            std::cmp::Reverse((phrases[i].0.parts.len(), phrases[i].0.leading_words().len()))
        });
        let first = Firsts::of(order.into_iter().map(|i| (&phrases[i].0, i)));
        Self { start, phrases, first, between: Pairs::of(between), leading: OnceLock::new() }
    }

    /// The phrases that may begin at the start of this folded text, the longest first.
    ///
    /// Of those that have a second word those are left out that another word follows the first in the text,
    /// unless that is one of those that may stand between.
    pub fn at<'a>(&'a self, text: &'a str) -> Candidates<'a, T> {
        let begun = self.with_first(text);
        Candidates { second: begun.second.filter(|pair| !self.between.has(*pair)), ..begun }
    }

    /// The same where the text goes on so behind its first word, without anything between the two.
    pub(super) fn before<'a>(&'a self, text: &'a str, next: Option<&'a str>) -> Candidates<'a, T> {
        Candidates { next, ..self.at(text) }
    }

    /// The phrases whose first word stands at the start of this folded text, whatever follows it.
    pub fn begun<'a>(&'a self, text: &'a str) -> Candidates<'a, T> {
        Candidates { second: None, ..self.with_first(text) }
    }

    /// The phrases that begin with the first word of a folded text and go on as it does.
    fn with_first<'a>(&'a self, text: &'a str) -> Candidates<'a, T> {
        let (worded, signed, second) = self.first.at(text);
        Candidates {
            worded: worded.iter(),
            signed: signed.iter(),
            slotted: self.first.slotted.iter(),
            second,
            ..self.none(text)
        }
    }

    /// No phrase.
    pub(super) fn none<'a>(&'a self, text: &'a str) -> Candidates<'a, T> {
        Candidates {
            phrases: &self.phrases,
            text,
            worded: [].iter(),
            signed: [].iter(),
            slotted: [].iter(),
            second: None,
            next: None,
        }
    }

    /// The offsets in a folded text at which the leading words of some phrase stand, from the start of a
    /// word on; none inside those of another.
    pub fn find_all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + use<'a, T> {
        let mut from = 0;
        word_starts(text).filter(move |&at| {
            let found = (at >= from).then(|| self.leading_at(&text[at..])).flatten();
            from = found.map_or(from, |length| at + length);
            found.is_some()
        })
    }

    /// The length of the longest leading words of a phrase that a folded text begins with.
    #[inline]
    pub fn leading_at(&self, text: &str) -> Option<usize> {
        let leading = self.leading.get_or_init(|| {
            let words = self.phrases.iter().map(|(phrase, _)| phrase.leading_words());
            Leads::of(words.filter(|words| !words.is_empty()))
        });
        leading.longest_at(text)
    }

    /// All phrases with what they stand for.
    #[must_use]
    pub fn phrases(&self) -> &[(Phrase, T)] {
        &self.phrases
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_tried_first_and_slotted_ones_always() {
        let phrase = |notation| Phrase::parse(notation).unwrap();
        let phrases =
            ["van", "van mening", "van mening zijnde", "{addressee} te verzoeken", "'s-gravenhage"];
        let matcher = Matcher::new(
            Start::Body,
            phrases.iter().enumerate().map(|(i, p)| (phrase(p), i)).collect(),
            &[],
        );
        let at = |text| matcher.at(text).map(|(_, i)| *i).collect::<Vec<_>>();
        assert_eq!(at("van mening dat"), [2, 1, 0, 3]);
        assert_eq!(at("vandaag"), [3]);
        assert_eq!(at("'s-gravenhage"), [4, 3]);
        let found = |text| matcher.find_all(text).collect::<Vec<_>>();
        assert_eq!(found("van de raad, van mening zijnde"), [0, 13]);
        assert_eq!(found("ervan of \u{2022}van"), [12]);
    }
}
