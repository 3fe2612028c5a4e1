//! Why a PDF cannot be read: a code for machines, a message, and a hint on what to do.

use std::fmt;

/// Why a PDF cannot be read.
///
/// ```
/// use moties::pdf;
///
/// let error = pdf::read(b"just words").unwrap_err();
/// assert_eq!(error.code(), "not-a-pdf");
/// assert_eq!(
///     error.to_string(),
///     "expected a PDF, which has `%PDF-` near its start, and found `just words`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum PdfError {
    /// The bytes are something else than a PDF; holds the first of them as text.
    NotAPdf {
        /// The first bytes, made printable; empty when there are none.
        found: String,
    },
    /// It begins as a PDF, but its objects cannot be found; holds the reason.
    Damaged {
        /// What was wrong, in words of the PDF library.
        reason: String,
    },
    /// It opens with a password only.
    Encrypted,
    /// It has no pages.
    NoPages,
    /// It has pages, but no letters on them, or hardly any that can be read.
    NoText {
        /// How many pages were looked at.
        pages: usize,
        /// How many letters were found that no font says how to read.
        unreadable: usize,
    },
    /// A limit was hit before anything useful was read; holds what there was too much of.
    TooComplex {
        /// The limit, in words: `2000000 drawing operations`.
        limit: String,
        /// The page at which reading stopped, counted from 1; 0 when no page was reached.
        page: usize,
    },
}

impl PdfError {
    /// The stable name of this error, in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAPdf { .. } => "not-a-pdf",
            Self::Damaged { .. } => "pdf-damaged",
            Self::Encrypted => "pdf-encrypted",
            Self::NoPages => "pdf-no-pages",
            Self::NoText { .. } => "pdf-no-text",
            Self::TooComplex { .. } => "pdf-too-complex",
        }
    }

    /// What the reader of the message can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotAPdf { .. } => "give a PDF, or a text file with a name that ends in `.txt`",
            Self::Damaged { .. } => {
                "fetch the file again, or open it in a PDF viewer and print it to a new PDF"
            }
            Self::Encrypted => "save a copy without a password, and give that",
            Self::NoPages => "fetch the file again, or ask its sender for a complete one",
            Self::NoText { .. } => {
                "look at its pages: nothing on them can be read, as text or as a picture of it"
            }
            Self::TooComplex { .. } => "print the pages that hold the motion to a new PDF",
        }
    }
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPdf { found } if found.is_empty() => {
                write!(f, "expected a PDF, and found an empty file")
            }
            Self::NotAPdf { found } => {
                write!(f, "expected a PDF, which has `%PDF-` near its start, and found `{found}`")
            }
            Self::Damaged { reason } => write!(
                f,
                "expected a PDF whose objects can be found, and found a damaged one: {reason}"
            ),
            Self::Encrypted => write!(
                f,
                "expected a PDF that opens without a password, and found one that needs one"
            ),
            Self::NoPages => write!(f, "expected a PDF with pages, and found none in it"),
            Self::NoText { pages, unreadable } => {
                write!(f, "expected text, and found ")?;
                match unreadable {
                    0 => write!(f, "none")?,
                    count => write!(f, "{count} letters that their fonts do not name")?,
                }
                match pages {
                    1 => write!(f, " on page 1, the only page"),
                    pages => write!(f, " on pages 1 to {pages}"),
                }
            }
            Self::TooComplex { limit, page: 0 } => {
                write!(f, "expected at most {limit}, and found more before page 1")
            }
            Self::TooComplex { limit, page } => {
                write!(f, "expected at most {limit}, and found more on page {page}")
            }
        }
    }
}

impl std::error::Error for PdfError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_says_what_was_expected_and_found_and_what_to_do() {
        let too_complex =
            |page| PdfError::TooComplex { limit: "2000000 drawing operations".to_owned(), page };
        let cases = [
            (
                PdfError::NotAPdf { found: String::new() },
                "not-a-pdf: expected a PDF, and found an empty file \
                 (give a PDF, or a text file with a name that ends in `.txt`)",
            ),
            (
                PdfError::NotAPdf { found: "<html>".to_owned() },
                "not-a-pdf: expected a PDF, which has `%PDF-` near its start, and found `<html>` \
                 (give a PDF, or a text file with a name that ends in `.txt`)",
            ),
            (
                PdfError::Damaged { reason: "no trailer".to_owned() },
                "pdf-damaged: expected a PDF whose objects can be found, and found a damaged one: \
                 no trailer (fetch the file again, or open it in a PDF viewer and print it to a \
                 new PDF)",
            ),
            (
                PdfError::Encrypted,
                "pdf-encrypted: expected a PDF that opens without a password, and found one that \
                 needs one (save a copy without a password, and give that)",
            ),
            (
                PdfError::NoPages,
                "pdf-no-pages: expected a PDF with pages, and found none in it \
                 (fetch the file again, or ask its sender for a complete one)",
            ),
            (
                PdfError::NoText { pages: 1, unreadable: 0 },
                "pdf-no-text: expected text, and found none on page 1, the only page \
                 (look at its pages: nothing on them can be read, as text or as a picture of it)",
            ),
            (
                PdfError::NoText { pages: 4, unreadable: 312 },
                "pdf-no-text: expected text, and found 312 letters that their fonts do not name \
                 on pages 1 to 4 \
                 (look at its pages: nothing on them can be read, as text or as a picture of it)",
            ),
            (
                too_complex(0),
                "pdf-too-complex: expected at most 2000000 drawing operations, and found more \
                 before page 1 (print the pages that hold the motion to a new PDF)",
            ),
            (
                too_complex(3),
                "pdf-too-complex: expected at most 2000000 drawing operations, and found more on \
                 page 3 (print the pages that hold the motion to a new PDF)",
            ),
        ];
        for (error, expected) in cases {
            let shown = format!("{}: {error} ({})", error.code(), error.hint());
            assert_eq!(shown, expected);
        }
    }
}
