//! Floor 5, below `store`: what is asked, as a value.
//!
//! Knows the language of questions: words, phrases, `-not`, `OR`, brackets, `NEAR/5`, fields and
//! dates. Does not know where answers come from, nor how words are cut and stemmed for an index.
//!
//! Reading is total. Any text gives a [`Question`]; what has no meaning in the language is taken as
//! words or left out, and a [`Note`] says which, and where. It takes time linear in the text, of which
//! it reads [`MAX_BYTES`]; a question has at most [`MAX_TERMS`] terms and [`MAX_DEPTH`] brackets
//! inside one another. `docs/query.md` is the page for those who ask; a test holds it to the code.
//!
//! ```text
//! text ── lex ──▶ tokens ── parse ─┬─ word, date, value ─┬──▶ Node ── print ──▶ text
//!                                  └─ field, within ─────┘
//! ```
//!
//! ```
//! let question = moties::question::read("verzoekt:(fiets* college) na:2020 -\"sociale huur");
//! assert_eq!(
//!     question.to_string(),
//!     "verzoekt:(fiets* college) datum:2021-01-01.. -\"sociale huur\""
//! );
//! assert_eq!(question.notes[0].code.name(), "unclosed-quote");
//! assert_eq!(question.notes[0].range, 35..36);
//! assert_eq!(question.terms().len(), 3);
//! ```

#[cfg(test)]
mod chance;
mod date;
mod field;
mod lex;
mod node;
mod note;
mod parse;
mod print;
mod reader;
mod scope;
#[cfg(test)]
mod tests;
mod value;
mod within;
mod word;

pub use date::Days;
pub use field::{Field, Property, Text};
pub use node::{Fact, Manner, Near, Next, Node, Phrase, Seen, Term, Test, Word};
pub use note::{Note, NoteCode};
pub use scope::Scope;

/// How many bytes of a text are read; what is behind them is left out, with a note.
pub const MAX_BYTES: usize = 8192;

/// How many terms a question has at most: words, phrases and values of fields.
pub const MAX_TERMS: usize = 64;

/// How many brackets count inside one another; those inside them are read as if they were not there.
pub const MAX_DEPTH: usize = 32;

/// How many words may stand between two that are near each other, where the question does not say.
pub const NEAR: u32 = 10;

/// How far apart words may be at most to be near each other.
pub const MAX_NEAR: u32 = 100;

/// What is asked.
///
/// It prints in its canonical form, which reads as the same question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What must hold of a motion; `None` where nothing is asked.
    pub root: Option<Node>,
    /// What was not understood, by its place in the text.
    pub notes: Vec<Note>,
}

impl Question {
    /// Returns the terms in the order of the text, each with the field it is looked for in.
    #[must_use]
    pub fn terms(&self) -> Vec<Seen<'_>> {
        let mut terms = Vec::new();
        if let Some(root) = &self.root {
            root.terms(None, false, &mut terms);
        }
        terms
    }

    /// The same question, put to clauses of one sort; what cannot be asked of a clause stays beside it.
    #[must_use]
    pub fn inside(self, scope: Scope) -> Self {
        let mut notes = note::Notes::default();
        let root =
            self.root.map(|root| within::within(Field::Clause(scope), &(0..0), root, &mut notes));
        Self { root, notes: self.notes }
    }
}

/// Reads a question. It cannot fail.
///
/// Ranges are bytes of `text`.
#[must_use]
pub fn read(text: &str) -> Question {
    parse::question(text)
}
