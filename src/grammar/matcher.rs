//! Finds phrases: by their first word where one may begin, or by their leading words anywhere.

use std::collections::HashMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::phrase::{Part, Phrase};

/// The phrases of a grammar, each with what it stands for.
#[derive(Clone, Debug)]
pub struct Matcher<T> {
    phrases: Vec<(Phrase, T)>,
    /// By the letters that a phrase begins with: those phrases, the longest first.
    by_letters: HashMap<String, Vec<usize>>,
    /// Phrases that begin with a slot: they may begin with any word.
    slotted: Vec<usize>,
    /// Finds the leading words of all phrases; made when it is first asked for, since most matchers
    /// never are.
    leading: OnceLock<AhoCorasick>,
}

impl<T> Matcher<T> {
    /// Makes a matcher. Longer phrases are tried first, equally long ones in the order given.
    #[must_use]
    pub fn new(phrases: Vec<(Phrase, T)>) -> Self {
        let mut order: Vec<usize> = (0..phrases.len()).collect();
        order.sort_by_key(|&i| {
            std::cmp::Reverse((phrases[i].0.parts.len(), phrases[i].0.leading_words().len()))
        });
        let mut by_letters: HashMap<String, Vec<usize>> = HashMap::new();
        let mut slotted = Vec::new();
        for i in order {
            match phrases[i].0.parts.first() {
                Some(Part::Word(word)) => {
                    by_letters.entry(letters(word).to_owned()).or_default().push(i)
                }
                _ => slotted.push(i),
            }
        }
        Self { phrases, by_letters, slotted, leading: OnceLock::new() }
    }

    /// The phrases that may begin at the start of this folded text, the longest first.
    pub fn at<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a (Phrase, T)> + use<'a, T> {
        let found = self.by_letters.get(letters(text)).map_or(&[][..], Vec::as_slice);
        found.iter().chain(&self.slotted).map(|&i| &self.phrases[i])
    }

    /// The offsets in a folded text at which the leading words of some phrase stand.
    ///
    /// # Panics
    /// When there are more phrases than an automaton can hold: some billions of letters.
    pub fn find_all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + use<'a, T> {
        let leading = self.leading.get_or_init(|| {
            let words = self.phrases.iter().map(|(phrase, _)| phrase.leading_words());
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(words.filter(|words| !words.is_empty()))
                .expect("a grammar file is smaller than what an automaton can hold")
        });
        leading.find_iter(text).map(|found| found.start())
    }

    /// All phrases with what they stand for.
    #[must_use]
    pub fn phrases(&self) -> &[(Phrase, T)] {
        &self.phrases
    }
}

/// The letters that a text begins with.
fn letters(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_tried_first_and_slotted_ones_always() {
        let phrase = |notation| Phrase::parse(notation).unwrap();
        let phrases =
            ["van", "van mening", "van mening zijnde", "{addressee} te verzoeken", "'s-gravenhage"];
        let matcher =
            Matcher::new(phrases.iter().enumerate().map(|(i, p)| (phrase(p), i)).collect());
        let at = |text| matcher.at(text).map(|(_, i)| *i).collect::<Vec<_>>();
        assert_eq!(at("van mening dat"), [2, 1, 0, 3]);
        assert_eq!(at("vandaag"), [3]);
        assert_eq!(at("'s-gravenhage"), [4, 3]);
        assert_eq!(matcher.find_all("van de raad, van mening zijnde").collect::<Vec<_>>(), [0, 13]);
    }
}
