//! Files that cannot be read, or only just: what disks, mail and hasty people make of documents.

use super::dice::Dice;
use super::document::{Expected, Made};
use super::pdf;

/// Damages a document; its name gets the extension of what it has become.
pub(super) fn damage(dice: &mut Dice, mut made: Made) -> Made {
    let is_pdf = made.name.ends_with(".pdf");
    let (bytes, extension, code) = match dice.below(if is_pdf { 8 } else { 5 }) {
        0 => (Vec::new(), None, "empty-file"),
        1 => (b" \n\n \t\n".to_vec(), Some("txt"), "empty-file"),
        2 => (page_of_an_error(), Some("pdf"), "not-a-pdf"),
        3 => (binary(dice), Some("txt"), "unknown-encoding"),
        4 => {
            ([b"PK\x03\x04".as_slice(), &binary(dice)].concat(), Some("docx"), "unsupported-format")
        }
        5 => (cut(&made.bytes, 60), None, "pdf-damaged"),
        6 => (pdf::blank(dice, 0), None, "pdf-no-pages"),
        _ => (pdf::blank(dice, 1), None, "pdf-no-text"),
    };
    made.bytes = bytes;
    if let Some(extension) = extension {
        let stem = made.name.rsplit_once('.').map_or(made.name.as_str(), |(stem, _)| stem);
        made.name = format!("{stem}.{extension}");
    }
    made.expected = Expected::Error(code);
    made
}

/// What a server sends instead of a document that it does not have.
fn page_of_an_error() -> Vec<u8> {
    b"<!DOCTYPE html>\n<html><head><title>404</title></head><body>Niet gevonden</body></html>\n"
        .to_vec()
}

/// Bytes that are no text.
fn binary(dice: &mut Dice) -> Vec<u8> {
    let mut bytes = vec![0, 1, 2, 0];
    for _ in 0..dice.between(10, 60) {
        bytes.extend_from_slice(&dice.number().to_le_bytes());
    }
    bytes
}

/// The beginning of a file.
fn cut(bytes: &[u8], most: usize) -> Vec<u8> {
    bytes[..most.min(bytes.len())].to_vec()
}
