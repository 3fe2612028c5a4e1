//! Floor 1: PDF as lines of text in reading order.

use crate::text::Document;

/// Why a PDF cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfError;

/// Reads the lines of a PDF.
///
/// # Errors
/// When it is no PDF.
pub fn read(bytes: &[u8]) -> Result<Document, PdfError> {
    let _ = bytes;
    Err(PdfError)
}
