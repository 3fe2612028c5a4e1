//! A floor beside the others: motions that nobody wrote, with what must be read from them.
//!
//! Knows how motions are worded and laid out, from lists of its own (`data/wording`). Does not know
//! the grammars, nor how documents are read: what it notes as true follows from what it wrote.
//!
//! ```text
//! dice ─▶ value ─▶ write (words, truth) ─▶ paper ─┬─ text ─▶ bytes
//!                                                 └─ pdf ──▶ bytes
//! ```
//!
//! Everything follows from the seed and the number of the document, so that the same corpus is made
//! everywhere, byte for byte, by as many threads as there are. Nothing is computed in floating point.

mod alike;
mod damage;
mod dice;
mod document;
mod hyphen;
mod lines;
mod output;
mod paper;
mod pdf;
mod people;
mod phrase;
mod speak;
mod style;
mod text;
mod truth;
mod value;
mod words;
mod write;

pub use document::{Expected, Made};
pub use output::{Output, Written, write};

/// What a corpus is to be.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The seed that all follows from.
    pub seed: u64,
    /// What its documents are.
    pub format: Format,
    /// The grammars of the bodies that speak; all where none is named.
    pub bodies: Vec<String>,
    /// The sorts of its documents; all where none is named.
    pub sorts: Vec<Sort>,
    /// How untidy they are.
    pub noise: Noise,
}

impl Plan {
    /// Makes one of its documents, counted from 0: any, in any order.
    #[must_use]
    pub fn document(&self, index: u64) -> Made {
        document::make(self, index)
    }

    fn has(&self, sort: Sort) -> bool {
        self.sorts.is_empty() || self.sorts.contains(&sort)
    }
}

/// The grammars whose bodies can speak.
#[must_use]
pub fn bodies() -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for body in &words::WORDS.forms.body {
        if !names.contains(&body.grammar.as_str()) {
            names.push(&body.grammar);
        }
    }
    names
}

/// What documents are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// PDFs with text in them.
    Pdf,
    /// PDFs of pictures.
    Scan,
    /// Some of each.
    Mixed,
}

/// What a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A motion.
    Motion,
    /// Several motions.
    Bundle,
    /// Something that looks like a motion and is none.
    Alike,
    /// A file that cannot be read, or only just.
    Damaged,
}

impl Sort {
    /// Its part of a document's name; a motion has that of its body.
    fn name(self, body: &str) -> &str {
        match self {
            Self::Motion => body,
            Self::Bundle => "bundel",
            Self::Alike => "geen-motie",
            Self::Damaged => "kapot",
        }
    }
}

/// How untidy documents are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Noise {
    /// As a program makes them.
    None,
    /// As offices keep them.
    #[default]
    Light,
    /// As they come out of old archives.
    Heavy,
}
