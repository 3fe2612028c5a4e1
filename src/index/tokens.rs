//! Words as the index has them: the forms of [`crate::dutch`], each kind told by its first letter.
//!
//! ```text
//! Jeugdhulpverleners  ─▶  jeugdhulpverleners  ~jeugdhulpverlener  +jeugdhulp  +jeugd  +hulp  …
//! 36 410              ─▶  36  36410 | 410
//! ```
//!
//! All forms of a word have its position, so that phrases find them side by side.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::dutch::{self, Form, Kind, Words};

/// The name of the analysis of running text.
pub(super) const DUTCH: &str = "dutch";

/// The name of the analysis of names and numbers: as they stand, without stems and parts.
pub(super) const NAMES: &str = "names";

/// What the form of a stem begins with, and that of a part of a compound. No word does.
const STEM: char = '~';
const PART: char = '+';

/// Makes both analyses known.
pub(super) fn register(tokenizers: &TokenizerManager) {
    tokenizers.register(DUTCH, dutch());
    tokenizers.register(NAMES, TextAnalyzer::from(FormsOf { is_name: true }));
}

/// Makes the analysis of Dutch text that the index has, also for an index that is laid beside it.
#[must_use]
pub fn dutch() -> TextAnalyzer {
    TextAnalyzer::from(FormsOf { is_name: false })
}

/// Writes a form as the index has it.
pub(super) fn write(kind: Kind, text: &str, into: &mut String) {
    match kind {
        Kind::Form | Kind::Accented | Kind::Joined => {}
        Kind::Stem => into.push(STEM),
        Kind::Part => into.push(PART),
    }
    into.push_str(text);
}

/// Whether something that the index has is a word as it stands in texts.
pub(super) fn is_form(token: &str) -> bool {
    !token.starts_with([STEM, PART])
}

/// Cuts text into the forms of its words.
#[derive(Clone, Copy)]
struct FormsOf {
    is_name: bool,
}

impl Tokenizer for FormsOf {
    type TokenStream<'a> = Forms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Forms<'a> {
        Forms {
            words: dutch::words(text),
            is_name: self.is_name,
            ready: Vec::new(),
            count: 0,
            next: 0,
            token: Token::default(),
        }
    }
}

/// The forms of the words of a text, one after the other.
struct Forms<'a> {
    words: Words<'a>,
    is_name: bool,
    /// The forms of one word, of which so many count; the rest is kept for its room.
    ready: Vec<Token>,
    count: usize,
    next: usize,
    token: Token,
}

impl Forms<'_> {
    /// Reads the forms of the next word; false if there is none.
    fn read_word(&mut self) -> bool {
        let Some(word) = self.words.next_word() else { return false };
        (self.count, self.next) = (0, 0);
        for Form { kind, text, range, words } in word.forms() {
            if self.is_name && matches!(kind, Kind::Stem | Kind::Part) {
                continue;
            }
            if self.count == self.ready.len() {
                self.ready.push(Token::default());
            }
            let token = &mut self.ready[self.count];
            token.text.clear();
            write(kind, text, &mut token.text);
            (token.offset_from, token.offset_to) = (range.start, range.end);
            token.position = word.position();
            token.position_length = words;
            self.count += 1;
        }
        true
    }
}

impl TokenStream for Forms<'_> {
    fn advance(&mut self) -> bool {
        while self.next == self.count {
            if !self.read_word() {
                return false;
            }
        }
        std::mem::swap(&mut self.token, &mut self.ready[self.next]);
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(mut analyzer: TextAnalyzer, text: &str) -> Vec<(usize, String, String)> {
        let mut stream = analyzer.token_stream(text);
        let mut tokens = Vec::new();
        while let Some(token) = stream.next() {
            let source = text[token.offset_from..token.offset_to].to_owned();
            tokens.push((token.position, token.text.clone(), source));
        }
        tokens
    }

    #[test]
    fn forms_of_a_word_stand_at_its_place() {
        let found = tokens(dutch(), "De woningen van Café’s");
        let seen: Vec<_> =
            found.iter().map(|(at, form, source)| (*at, form.as_str(), source.as_str())).collect();
        assert_eq!(
            seen[..5],
            [
                (0, "de", "De"),
                (1, "woningen", "woningen"),
                (1, "~woning", "woningen"),
                (2, "van", "van"),
                (3, "cafes", "Café’s"),
            ]
        );
        assert!(seen.contains(&(3, "cafés", "Café’s")));
    }

    #[test]
    fn names_have_neither_stems_nor_parts() {
        let manager = TokenizerManager::new();
        register(&manager);
        let found = tokens(manager.get(NAMES).unwrap(), "Jansen van der Bomen");
        assert!(found.iter().all(|(_, form, _)| is_form(form)), "{found:?}");
        assert_eq!(found.len(), 4);
    }
}
