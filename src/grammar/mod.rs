//! Floor 2: the words that motions are made of, and their order.

use std::path::Path;

/// The grammars that motions are read by.
#[derive(Clone, Debug, Default)]
pub struct Grammars {}

/// Why grammars cannot be used.
#[derive(Debug)]
pub struct GrammarError {
    message: String,
}

impl std::fmt::Display for GrammarError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for GrammarError {}

impl Grammars {
    /// The grammars built into the program.
    #[must_use]
    pub fn built_in() -> Self {
        Self {}
    }

    /// Reads the grammars of a folder instead of the built-in ones.
    ///
    /// # Errors
    /// When a file cannot be read or is no grammar.
    pub fn from_dir(dir: &Path) -> Result<Self, GrammarError> {
        Err(GrammarError {
            message: format!("`{}`: not yet", dir.display()),
        })
    }
}
