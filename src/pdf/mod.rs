//! Floor 1: PDF as lines of text in reading order.
//!
//! Knows PDF: its objects, fonts and drawing operations, and where letters stand. Does not know
//! what a motion is, and reads no images: a scan without a text layer is an error here. A floor that
//! can recognise text gives [`PageText::replace`] the words that it saw. Of annotations it reads how
//! they look, of the structure tree which table cell a text stands in, and of font programs what they
//! say about letters. What nobody sees is left out: layers that are off, white on white, text outside
//! the page.
//!
//! ```text
//! bytes ── load ──▶ pages ── interpret (font) ──▶ letters ── layout ──▶ lines ── pages ──▶ Document
//!                                                      recognised words ──▶ lines ─┘
//! ```
//!
//! A file may be hostile: `limits` counts all work that a file can ask for, and where an account
//! runs out, what was read so far stands, with a notice. Notices: `pdf-repaired`, `pdf-cut-short`,
//! `pdf-skipped`, `glyph-unknown`.

mod annotation;
mod content;
mod error;
mod file;
mod font;
mod glyph;
mod ground;
mod interpret;
mod layout;
mod limits;
mod load;
mod marks;
mod matrix;
mod object;
mod optional;
mod pages;
mod picture;
#[cfg(test)]
mod sample;
mod seen;
mod shape;
mod show;
mod state;
mod structure;

pub use error::PdfError;
pub use load::header;
pub use pages::{PageText, Pages, read as pages, text_of};
pub use seen::{SeenLine, SeenWord};

use crate::text::Document;

/// Reads the lines of a PDF, in reading order.
///
/// # Errors
/// When it is no PDF, is too damaged, needs a password, or has no text; see [`PdfError`].
pub fn read(bytes: &[u8]) -> Result<Document, PdfError> {
    pages::read(bytes)?.document()
}

#[cfg(test)]
mod tests {
    use lopdf::Object;

    use super::sample::{Sample, show};
    use super::*;
    use crate::text::Notice;

    fn error(bytes: &[u8]) -> PdfError {
        read(bytes).unwrap_err()
    }

    #[test]
    fn lines_have_their_place_size_and_weight() {
        let content = "BT /F2 14 Tf 70 700 Td (Motie) Tj ET ".to_owned()
            + &show(70.0, 670.0, "De raad,")
            + &show(90.0, 658.0, "gehoord");
        let document = read(&Sample::new(&[&content]).bytes()).unwrap();
        let lines: Vec<_> = document
            .lines()
            .iter()
            .map(|line| {
                let text = document.slice(&line.range);
                (text, line.size.unwrap(), line.bold, line.indent)
            })
            .collect();
        assert_eq!(
            lines,
            [
                ("Motie", 14.0, true, 70.0),
                ("De raad,", 10.0, false, 70.0),
                ("gehoord", 10.0, false, 90.0)
            ]
        );
        let boxed = document.bbox(&document.lines()[1].range).unwrap();
        assert_eq!(boxed.rounded(), [70.0, 122.0, 108.3, 132.2]);
        assert_eq!(document.pages()[0].width, 600.0);
        assert_eq!(document.lines()[2].gap, 0.0);
        assert!(document.lines()[1].gap > 0.5);
        assert!(document.notices().is_empty());
    }

    #[test]
    fn what_is_no_pdf_says_so() {
        assert_eq!(
            error(b"<html>\n").to_string(),
            "expected a PDF, which has `%PDF-` near its start, and found `<html>`"
        );
        assert_eq!(error(b"").code(), "not-a-pdf");
        assert_eq!(error(b"%PDF-1.4\nnothing here").code(), "pdf-damaged");
    }

    #[test]
    fn a_page_without_text_says_so() {
        let bytes = Sample::new(&["0 0 10 10 re f"]).bytes();
        assert_eq!(error(&bytes), PdfError::NoText { pages: 1, unreadable: 0 });
        assert_eq!(error(&Sample::new(&[]).bytes()), PdfError::NoPages);
    }

    #[test]
    fn a_file_without_its_table_of_objects_is_repaired() {
        let bytes = Sample::new(&[&show(70.0, 700.0, "De raad")]).bytes();
        let end = bytes.windows(4).rposition(|word| word == b"xref").unwrap();
        let start = bytes[..end].windows(4).rposition(|word| word == b"xref");
        let document = read(&bytes[..start.unwrap_or(end)]).unwrap();
        assert_eq!(document.text(), "De raad\n");
        assert_eq!(
            document.notices(),
            [Notice::whole(
                "pdf-repaired",
                "the file is damaged; its objects were searched for, and some may be missing"
            )]
        );
    }

    #[test]
    fn letters_that_no_font_names_are_counted() {
        let mystery = lopdf::dictionary! { "Type" => "Font", "Subtype" => "Type3" };
        let content = show(70.0, 700.0, "De raad") + "BT /F3 10 Tf 70 680 Td (ab) Tj ET";
        let bytes = Sample::new(&[&content]).resource("Font", "F3", mystery).bytes();
        let document = read(&bytes).unwrap();
        assert_eq!(document.text(), "De raad\n\u{fffd}\u{fffd}\n");
        assert_eq!(
            document.notices(),
            [Notice::whole(
                "glyph-unknown",
                "2 of 8 letters cannot be read, because their font does not say what they are"
            )]
        );
    }

    #[test]
    fn reading_stops_at_the_last_page_that_is_read() {
        let pages = vec!["BT /F1 10 Tf 70 700 Td (x) Tj ET"; limits::PAGES + 5];
        let document = read(&Sample::new(&pages).bytes()).unwrap();
        assert_eq!(document.pages().len(), limits::PAGES);
        assert_eq!(
            document.notices(),
            [Notice::whole(
                "pdf-cut-short",
                "reading stopped on page 200, at the limit of 200 pages"
            )]
        );
    }

    #[test]
    fn a_file_that_needs_a_password_says_so() {
        let mut sample = Sample::new(&[&show(70.0, 700.0, "De raad")]);
        let id = Object::string_literal("0123456789abcdef");
        sample.document.trailer.set("ID", vec![id.clone(), id]);
        let version = lopdf::EncryptionVersion::V2 {
            document: &sample.document,
            owner_password: "owner",
            user_password: "user",
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        sample.document.encrypt(&state).unwrap();
        assert_eq!(error(&sample.bytes()), PdfError::Encrypted);
    }
}
