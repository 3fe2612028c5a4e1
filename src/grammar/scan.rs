//! What the productions read: a folded text, where its lines and cells begin, and what may begin where.

use super::Grammar;
use super::initials::first_word;
use super::matcher::Matcher;
use super::phrase::Phrase;
use super::starts::{Memo, Set, Start};

/// A folded text with what the productions need to know about it.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// The grammar whose words are looked for.
    pub grammar: &'a Grammar,
    /// The folded text.
    pub text: &'a str,
    /// Where the lines begin in it, ascending.
    pub lines: &'a [usize],
    /// Where the cells of its lines begin in it, the first of each line too, ascending.
    pub cells: &'a [usize],
    /// Where its words begin with a capital in print, ascending.
    pub capitals: &'a [usize],
    /// What is known of it by now.
    pub memo: &'a Memo,
}

impl<'a> Scan<'a> {
    /// The offset at which this remaining input begins.
    #[must_use]
    pub fn at(&self, input: &str) -> usize {
        self.text.len() - input.len()
    }

    /// Whether this is all that is left of the text: a piece of it has another end.
    pub(super) fn is_rest(&self, input: &str) -> bool {
        input.as_bytes().as_ptr_range().end == self.text.as_bytes().as_ptr_range().end
    }

    /// What may begin at the start of this remaining input.
    fn starts(&self, input: &str) -> Set {
        let Grammar { number, starts, .. } = self.grammar;
        if self.is_rest(input) {
            self.memo.starts(*number, starts, self.text, self.at(input))
        } else {
            starts.of_any(input)
        }
    }

    /// Whether one of these may begin here: cheap, and true where it is not sure.
    pub(super) fn may(&self, any: &[Start], input: &str) -> bool {
        let any = any.iter().fold(0, |all, start| all | start.set());
        self.starts(input) & any != 0
    }

    /// The phrases that may begin here, the longest first.
    pub(super) fn phrases<T>(
        &self,
        matcher: &'a Matcher<T>,
        input: &'a str,
    ) -> impl Iterator<Item = &'a (Phrase, T)> + use<'a, T> {
        let second = self.may(&[matcher.start], input).then(|| self.second(input));
        let fits = move |second: Option<&'a str>, phrase: &Phrase| {
            second.is_none_or(|second| phrase.may_have_second(second))
        };
        let listed = second.map(|second| (second, matcher.at(input))).into_iter();
        listed.flat_map(move |(second, phrases)| {
            phrases.filter(move |(phrase, _)| fits(second, phrase))
        })
    }

    /// The text from its second word on, where that must be the second word of a phrase: where it is no
    /// adverb, nor the body that speaks.
    fn second(&self, input: &'a str) -> Option<&'a str> {
        let (_, rest) = first_word(input);
        let next = rest.trim_start_matches(' ');
        let between = self.may(&[Start::Lead, Start::Body], next);
        (!between).then_some(next)
    }

    /// Whether nothing but space stands between here and the end of the line.
    #[must_use]
    pub fn at_line_end(&self, input: &str) -> bool {
        let next = self.at(input.trim_start());
        next == self.text.len() || self.lines.binary_search(&next).is_ok()
    }

    /// Whether nothing but space stands between here and the next cell or the end of the line.
    #[must_use]
    pub fn at_cell_end(&self, input: &str) -> bool {
        let next = self.at(input.trim_start());
        next == self.text.len() || self.cells.binary_search(&next).is_ok()
    }

    /// Whether a cell that is not the first of its line begins here.
    #[must_use]
    pub fn begins_cell(&self, input: &str) -> bool {
        let at = self.at(input);
        self.cells.binary_search(&at).is_ok() && self.lines.binary_search(&at).is_err()
    }

    /// Whether the word that begins here has a capital in print.
    #[must_use]
    pub fn is_capital(&self, input: &str) -> bool {
        self.capitals.binary_search(&self.at(input)).is_ok()
    }

    /// The end of the line that holds this offset.
    #[must_use]
    pub fn line_end(&self, offset: usize) -> usize {
        let next = self.lines.partition_point(|&start| start <= offset);
        self.lines.get(next).map_or(self.text.len(), |&start| start).min(self.text.len())
    }
}
