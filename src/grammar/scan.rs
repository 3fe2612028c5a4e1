//! What the productions read: a folded text, where its lines and cells begin, and what may begin where.

use std::ops::Range;

use super::Grammar;
use super::initials::first_word;
use super::leads::is_of_word;
use super::lex::{behind_blanks, behind_spaces};
use super::matcher::{Candidates, Matcher};
use super::memo::Memo;
use super::sights::{Sight, Sort};
use super::starts::{Set, Start};
use crate::text::marks::Marks;

/// A folded text with what the productions need to know about it.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// The grammar whose words are looked for.
    pub grammar: &'a Grammar,
    /// The folded text.
    pub text: &'a str,
    /// Where the lines begin in it.
    pub lines: &'a Marks,
    /// Where the cells of its lines begin in it, the first of each line too.
    pub cells: &'a Marks,
    /// Where its words begin with a capital in print.
    pub capitals: &'a Marks,
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

    /// Whether nothing begins here that a grammar has words for, nor behind a word that may stand before those:
    /// cheap, and false where it is not sure. Most lines of a list are so.
    #[must_use]
    pub fn opens_nothing(&self, input: &str) -> bool {
        let bytes = input.as_bytes();
        let in_word = |&&byte: &&u8| is_of_word(byte) || b"'-&/".contains(&byte);
        bytes.first().is_some_and(u8::is_ascii_lowercase) && self.starts(input) == 0 && {
            let (word, rest) = bytes.split_at(bytes.iter().take_while(in_word).count());
            // "De motie is aangenomen", "En gaat over", "DMS-nummer:".
            rest.first().is_some_and(u8::is_ascii)
                && !matches!(word, b"de" | b"deze" | b"motie" | b"en" | b"x")
                && !word.ends_with(b"nummer")
        }
    }

    /// Whether something of this sort may begin in a range.
    #[must_use]
    pub fn may_have(&self, sort: Sort, range: Range<usize>) -> bool {
        let sights = self.sights();
        let sights = &sights[sights.partition_point(|sight| sight.at() < range.start)..];
        let mut inside = sights.iter().take_while(|sight| sight.at() < range.end);
        inside.any(|sight| sight.may_be(&[sort]))
    }

    /// Whether one of these may begin here: cheap, and true where it is not sure.
    pub(super) fn may(&self, any: &[Start], input: &str) -> bool {
        let any = any.iter().fold(0, |all, start| all | start.set());
        self.starts(input) & any != 0
    }

    /// The phrases that may begin here, the longest first.
    pub(super) fn phrases<T>(&self, matcher: &'a Matcher<T>, input: &'a str) -> Candidates<'a, T> {
        if self.may(&[matcher.start], input) {
            matcher.before(input, self.second(input))
        } else {
            matcher.none(input)
        }
    }

    /// The text from its second word on, where that must be the second word of a phrase: where it is no
    /// adverb, nor the body that speaks.
    fn second(&self, input: &'a str) -> Option<&'a str> {
        let (_, rest) = first_word(input);
        let next = behind_spaces(rest);
        let between = self.may(&[Start::Lead, Start::Body], next);
        (!between).then_some(next)
    }

    /// The words of the text that something may begin with which is looked for in all of it.
    #[must_use]
    pub fn sights(&self) -> &'a [Sight] {
        self.memo.sights(&self.grammar.lookout, self.text)
    }

    /// The offsets at which the leading words of a phrase stand in a range, from the start of a word on;
    /// none inside those of another. All phrases of the matcher are of this sort.
    pub fn find_all<T>(
        &self,
        sort: Sort,
        matcher: &'a Matcher<T>,
        range: Range<usize>,
    ) -> impl Iterator<Item = usize> + use<'a, T> {
        let text = &self.text[..range.end];
        let letter = |at: usize| text.as_bytes().get(at).copied().is_some_and(is_of_word);
        // A range may begin inside a word.
        let torn = range.start > 0 && letter(range.start - 1) && letter(range.start);
        let sights = self.sights();
        let sights = &sights[sights.partition_point(|sight| sight.at() < range.start)..];
        let inside = sights.iter().take_while(move |sight| sight.at() < range.end);
        let words = inside.filter(move |sight| sight.may_be(&[sort])).map(|sight| sight.at());
        let mut from = 0;
        torn.then_some(range.start).into_iter().chain(words).filter(move |&at| {
            let found = (at >= from).then(|| matcher.leading_at(&text[at..])).flatten();
            from = found.map_or(from, |length| at + length);
            found.is_some()
        })
    }

    /// Whether nothing but space stands between here and the end of the line.
    #[must_use]
    pub fn at_line_end(&self, input: &str) -> bool {
        let next = self.at(behind_blanks(input));
        next == self.text.len() || self.lines.has(next)
    }

    /// Whether nothing but space stands between here and the next cell or the end of the line.
    #[must_use]
    pub fn at_cell_end(&self, input: &str) -> bool {
        let next = self.at(behind_blanks(input));
        next == self.text.len() || self.cells.has(next)
    }

    /// Whether a cell that is not the first of its line begins here.
    #[must_use]
    pub fn begins_cell(&self, input: &str) -> bool {
        let at = self.at(input);
        self.cells.has(at) && !self.lines.has(at)
    }

    /// Whether the word that begins here has a capital in print.
    #[must_use]
    pub fn is_capital(&self, input: &str) -> bool {
        self.capitals.has(self.at(input))
    }

    /// Whether the line that holds this offset ends with a colon.
    #[must_use]
    pub fn announces(&self, offset: usize) -> bool {
        self.text[offset..self.line_end(offset)].trim_end().ends_with(':')
    }

    /// The end of the line that holds this offset.
    #[must_use]
    pub fn line_end(&self, offset: usize) -> usize {
        self.lines.behind(offset).unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;

    #[test]
    fn a_line_that_no_words_open_is_told() {
        let grammars = Grammars::built_in();
        let grammar = grammars.get("gemeenteraad").unwrap();
        let opens_nothing = |text: &str| {
            let memo = &Memo::default();
            let (first, capitals) = (&Marks::new([0], text.len()), &Marks::default());
            let scan = Scan { grammar, text, lines: first, cells: first, capitals, memo };
            scan.opens_nothing(text)
        };
        for text in ["bomen langs het pad te planten;", "klimaatneutraal te zijn in 2030"] {
            assert!(opens_nothing(text), "{text}");
        }
        for text in [
            "overwegende dat",
            "verzoekt het college",
            "gaat over tot de orde van de dag",
            "de raad van de gemeente",
            "de motie is aangenomen",
            "motie verworpen",
            "en gaat over",
            "zaaknummer: 12",
            "dms-nummer: 12",
            "onderwerp: bomen",
            "aangenomen",
            "12 mei 2024",
            "- bomen",
            "(bomen)",
            "\"bomen",
            "",
            "bomen",
        ] {
            assert!(!opens_nothing(text), "{text}");
        }
    }
}
