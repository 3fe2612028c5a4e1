//! A text while it is being read: the next token, names, limits, and what is noted on the way.

use std::ops::Range;

use super::field::Field;
use super::lex::{self, Token};
use super::note::{NoteCode, Notes, shown};
use super::{MAX_DEPTH, MAX_NEAR, MAX_TERMS, NEAR};

/// A text that is being read.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    /// Where it goes on, in bytes.
    pub(super) at: usize,
    /// Brackets that were opened too deep, and are not closed yet.
    pub(super) ignored: usize,
    pub(super) terms: usize,
    /// Whether terms were left out: then nothing is missed at the end.
    pub(super) full: bool,
    pub(super) notes: Notes,
}

impl<'a> Reader<'a> {
    /// Goes on to the next token, and gives it with its place; `None` at the end.
    pub(super) fn peek(&mut self) -> Option<(Token<'a>, Range<usize>)> {
        self.skip_space();
        let (behind, token) = lex::token(&self.text[self.at..]).ok()?;
        Some((token, self.at..self.text.len() - behind.len()))
    }

    pub(super) fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Goes on behind the name of a field and its colon, if they come next; also gives their place.
    ///
    /// What is behind the colon is not looked at, so that a row of names is read in one pass.
    pub(super) fn field(&mut self) -> Option<(Field, Range<usize>)> {
        self.skip_space();
        let start = self.at;
        let (_, name) = lex::name(&self.text[start..]).ok()?;
        let field = Field::of(name)?;
        self.at += name.len() + 1;
        Some((field, start..self.at))
    }

    /// Gives the name at the beginning of a chunk that is no field's, if it is to be a word by itself.
    pub(super) fn unknown<'b>(&mut self, chunk: &'b str, range: &Range<usize>) -> Option<&'b str> {
        let (behind, name) =
            lex::name(chunk).ok().filter(|(behind, _)| !behind.starts_with("//"))?;
        // "wijk: woning" is how people write.
        let next = self.text[range.end - behind.len()..].chars().next();
        let alone = next.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '|'));
        let nearest = if self.notes.are_full() { None } else { Field::nearest(name) };
        if nearest.is_some() || !alone {
            let meant = nearest.map(|known| format!("; `{known}:` is most like it"));
            let message = format!(
                "there is no field `{name}:`{}; it is taken as a word",
                meant.unwrap_or_default()
            );
            let range = range.start..range.start + name.len();
            self.notes.suggest(NoteCode::UnknownField, range, message, nearest);
        }
        (!alone).then_some(name)
    }

    /// Whether signs are one sign, of those that stand before words, and a word, phrase or bracket
    /// follows at once.
    pub(super) fn is_before_a_word(&self, signs: &str, range: &Range<usize>) -> bool {
        let before = self.text[..range.start].chars().next_back();
        let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '|' | ':'));
        let next = self.text[range.end..].chars().next();
        let follows = next.is_some_and(|c| !c.is_whitespace() && !matches!(c, ')' | '|'));
        begins && follows && matches!(signs, "-" | "−" | "+")
    }

    /// How many words apart, by the digits behind `NEAR/`.
    pub(super) fn distance(&mut self, digits: Option<&str>, range: &Range<usize>) -> u32 {
        let Some(digits) = digits else { return NEAR };
        // More digits than a number has are a large one.
        let asked = digits.parse::<u32>().unwrap_or(u32::MAX);
        let within = asked.clamp(1, MAX_NEAR);
        if within != asked {
            let message = format!(
                "expected a number from 1 to {MAX_NEAR}, found `{}`; it is taken as {within}",
                shown(digits)
            );
            self.notes.add(NoteCode::Distance, range.clone(), message);
        }
        within
    }

    /// Whether a word, phrase or bracket comes next, and no sign or field.
    pub(super) fn has_operand(&mut self) -> bool {
        match self.peek() {
            Some((Token::Open | Token::Phrase(..), _)) => true,
            Some((Token::Chunk(chunk), _)) => {
                lex::name(chunk).map_or(true, |(_, name)| Field::of(name).is_none())
            }
            _ => false,
        }
    }

    /// Leaves a bracket out, and the one that closes it.
    pub(super) fn too_deep(&mut self, open: Range<usize>) {
        self.at = open.end;
        self.ignored += 1;
        if self.notes.is_new(NoteCode::TooDeep) {
            let message = format!(
                "expected at most {MAX_DEPTH} brackets inside one another; those inside are left out"
            );
            self.notes.add(NoteCode::TooDeep, open, message);
        }
    }

    /// Notes an operator that has nothing to join or to deny.
    pub(super) fn lone(&mut self, range: Range<usize>) {
        if !self.full {
            let message = format!(
                "`{0}` has no words to work on; it is left out; the word itself is `\"{0}\"`",
                shown(&self.text[range.clone()])
            );
            self.notes.add(NoteCode::LoneOperator, range, message);
        }
    }

    /// Counts a term; leaves it out, and all behind it, where there are enough. `start` is where it begins.
    pub(super) fn counted<T>(&mut self, term: Option<T>, start: usize) -> Option<T> {
        let term = term?;
        if self.terms < MAX_TERMS {
            self.terms += 1;
            return Some(term);
        }
        let range = start..self.text.len();
        let message = format!(
            "expected at most {MAX_TERMS} words, phrases and values; the others are left out"
        );
        self.notes.add(NoteCode::TooManyTerms, range, message);
        self.full = true;
        self.at = self.text.len();
        None
    }
}
