//! Findings: what a reader should look at, without anything having failed.

use std::ops::Range;

/// Something that was noticed while a document was read. Reading went on.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// A short name in kebab case, the same for every notice of its sort: `glyph-unknown`.
    pub code: &'static str,
    /// What was noticed, in English, lower case, without a full stop.
    pub message: String,
    /// The bytes of the normalised text that it is about; `None` when it is about the whole.
    pub range: Option<Range<usize>>,
}

impl Notice {
    /// Makes a notice about the document as a whole.
    pub fn whole(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), range: None }
    }

    /// Makes a notice about a part of the normalised text.
    pub fn at(code: &'static str, message: impl Into<String>, range: Range<usize>) -> Self {
        Self { code, message: message.into(), range: Some(range) }
    }
}
