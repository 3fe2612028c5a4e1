//! Files that cannot be read, or only just: what disks, mail and hasty people make of documents.

use serde_json::Value;

use super::dice::Dice;
use super::document::{Expected, Made};
use super::pdf;

/// What a file has become.
enum Fate {
    /// It fails with this code.
    Fails(&'static str),
    /// It can be read as it was.
    Whole,
    /// Its beginning can be read.
    Beginning,
}

/// Damages a document; its name gets the extension of what it has become. `is_long` says whether it
/// has several pages.
pub(super) fn damage(dice: &mut Dice, mut made: Made, is_long: bool) -> Made {
    let is_pdf = made.name.ends_with(".pdf");
    let (bytes, extension, fate) = match dice.below(if is_pdf { 18 } else { 5 }) {
        0 => (Vec::new(), None, Fate::Fails("empty-file")),
        1 => (b" \n\n \t\n".to_vec(), Some("txt"), Fate::Fails("empty-file")),
        2 => (page_of_an_error(), Some("pdf"), Fate::Fails("not-a-pdf")),
        3 => (binary(dice), Some("txt"), Fate::Fails("unknown-encoding")),
        4 => {
            let bytes = [b"PK\x03\x04".as_slice(), &binary(dice)].concat();
            (bytes, Some("docx"), Fate::Fails("unsupported-format"))
        }
        5 => (cut(&made.bytes, 60), None, Fate::Fails("pdf-damaged")),
        6 => (pdf::blank(dice, 0), None, Fate::Fails("pdf-no-pages")),
        7 => (pdf::blank(dice, 1), None, Fate::Fails("pdf-no-text")),
        8 | 9 => (pdf::locked(&made.bytes, "geheim"), None, Fate::Fails("pdf-encrypted")),
        10 | 11 => (pdf::locked(&made.bytes, ""), None, Fate::Whole),
        12 => (pdf::misplaced(dice, &made.bytes), None, Fate::Whole),
        13 => (pdf::without_table(&made.bytes), None, Fate::Whole),
        _ => match pdf::without_end(&made.bytes).filter(|_| is_long) {
            Some(bytes) => (bytes, None, Fate::Beginning),
            None => (pdf::without_table(&made.bytes), None, Fate::Whole),
        },
    };
    made.bytes = bytes;
    if let Some(extension) = extension {
        let stem = made.name.rsplit_once('.').map_or(made.name.as_str(), |(stem, _)| stem);
        made.name = format!("{stem}.{extension}");
    }
    made.expected = match fate {
        Fate::Fails(code) => Expected::Error(code),
        Fate::Whole => made.expected,
        Fate::Beginning => beginning(made.expected),
    };
    made
}

/// What is still known of a document whose first page alone is left: what stands at its top.
fn beginning(expected: Expected) -> Expected {
    let Expected::Record(json) = expected else { return expected };
    let mut truth: Value = serde_json::from_str(&json).expect("truth is JSON");
    if let Some(truth) = truth.as_object_mut() {
        truth.retain(|key, _| matches!(key.as_str(), "document_kind" | "number" | "title"));
    }
    Expected::Record(truth.to_string())
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
