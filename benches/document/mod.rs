//! Inputs as documents, and one document that grows: the text of a motion again and again.

use moties::pdf;
use moties::text::{Document, decode, plain};

use crate::corpus::Input;

/// The longest text of the corpus. What follows its closing formula is read as signatures.
pub const LONGEST: &str = "uitbreiding-programma-nabije-voorzieningen.txt";

/// How large a text is that stands once in the series, in bytes: 100 kB, 1 MB and 10 MB are read.
pub const UNIT: usize = 100_000;

/// Returns the input of this name.
///
/// # Panics
/// When there is none.
pub fn named<'a>(inputs: &'a [Input], name: &str) -> &'a Input {
    inputs
        .iter()
        .find(|input| input.name == name)
        .unwrap_or_else(|| panic!("expected `{name}` in the corpus, found none of that name"))
}

/// Repeats bytes as a whole until they are as many as asked for, or a few more.
pub fn repeated(bytes: &[u8], least: usize) -> Vec<u8> {
    bytes.repeat(least.div_ceil(bytes.len()))
}

/// Reads a text: decodes it, then finds its lines.
///
/// # Panics
/// When it is none.
pub fn text(input: &Input) -> Document {
    let decoded = decode::decode(&input.bytes)
        .unwrap_or_else(|error| panic!("`{}` is a text: {error}", input.name));
    plain::read(&decoded)
}

/// Reads a PDF.
///
/// # Panics
/// When it is none, or has no text.
pub fn pdf(input: &Input) -> Document {
    pdf::read(&input.bytes).unwrap_or_else(|error| panic!("`{}` can be read: {error}", input.name))
}
