//! Floor 1: PDF as lines of text in reading order.
//!
//! Knows PDF: its objects, fonts and drawing operations, and where letters stand. Does not know
//! what a motion is, and reads no images: a scan without a text layer is an error here, for the
//! floor that can recognise text. Annotations and form fields are not read.
//!
//! ```text
//! bytes ── load ──▶ pages ── interpret (font) ──▶ letters ── layout ──▶ lines ──▶ Document
//! ```
//!
//! A file may be hostile: [`limits`] counts all work that a file can ask for, and where an account
//! runs out, what was read so far stands, with a notice. Notices: `pdf-repaired`, `pdf-cut-short`,
//! `glyph-unknown`.

mod error;
mod flood;
mod font;
mod glyph;
mod interpret;
mod layout;
mod limits;
mod load;
mod marks;
mod matrix;
mod object;
mod state;
mod structure;

pub use error::PdfError;

use self::interpret::Fonts;
use self::layout::PageLine;
use self::limits::Budget;
use self::load::{Loaded, PageView};
use crate::text::{Builder, Document, NewLine, Notice, Page};

/// Reads the lines of a PDF, in reading order.
///
/// # Errors
/// When it is no PDF, is too damaged, needs a password, or has no text; see [`PdfError`].
pub fn read(bytes: &[u8]) -> Result<Document, PdfError> {
    let loaded = load::load(bytes)?;
    let mut budget = Budget::new();
    let read = read_pages(&loaded, &mut budget);
    let repaired = !loaded.notices.is_empty();
    let mut builder = Builder::new();
    for notice in loaded.notices {
        builder.notice(notice);
    }
    if read.unknown * 2 >= read.letters {
        return Err(nothing_read(&read, &budget, repaired));
    }
    for (page, lines) in read.pages.iter().zip(&read.lines) {
        builder.page(*page);
        for line in lines {
            builder.line(new_line(line));
        }
    }
    if let Some(limit) = budget.exceeded() {
        builder.notice(Notice::whole(
            "pdf-cut-short",
            format!("reading stopped on page {}, at the limit of {limit}", read.pages.len()),
        ));
    }
    if read.unknown > 0 {
        builder.notice(Notice::whole(
            "glyph-unknown",
            format!(
                "{} of {} letters cannot be read, because their font does not say what they are",
                read.unknown, read.letters
            ),
        ));
    }
    Ok(builder.finish())
}

/// What was read of a file.
#[derive(Default)]
struct Read {
    pages: Vec<Page>,
    lines: Vec<Vec<PageLine>>,
    letters: usize,
    unknown: usize,
}

fn read_pages(loaded: &Loaded, budget: &mut Budget) -> Read {
    let document = &loaded.document;
    let mut fonts = Fonts::new();
    let mut read = Read::default();
    for (index, id) in loaded.pages.iter().enumerate() {
        if index == limits::PAGES {
            budget.exceed("200 pages");
        }
        if index == limits::PAGES || budget.is_spent() {
            break;
        }
        let Some(page) = PageView::read(document, *id) else {
            continue;
        };
        let table_cells = structure::table_cells(document, page.dict);
        let glyphs = interpret::glyphs(document, &page, &mut fonts, budget);
        let ink = glyphs.iter().filter(|glyph| !glyph.is_space());
        read.letters += ink.clone().count();
        read.unknown += ink.filter(|glyph| glyph.letter == '\u{fffd}').count();
        read.lines.push(layout::lines(glyphs, &table_cells));
        read.pages.push(Page { width: page.width, height: page.height });
    }
    layout::mark_furniture(&read.pages, &mut read.lines);
    read
}

/// Why there is no text, or hardly any that can be read.
fn nothing_read(read: &Read, budget: &Budget, repaired: bool) -> PdfError {
    let pages = read.pages.len();
    match budget.exceeded() {
        Some(limit) => PdfError::TooComplex { limit: limit.to_owned(), page: pages },
        None if repaired && read.letters == 0 => {
            PdfError::Damaged { reason: "no text is left on its pages".to_owned() }
        }
        None => PdfError::NoText { pages, unreadable: read.unknown },
    }
}

fn new_line(line: &PageLine) -> NewLine<'_> {
    NewLine {
        text: &line.text,
        words: &line.words,
        bbox: Some(line.bbox),
        size: Some(line.size),
        bold: line.bold,
        gap: line.gap,
        indent: line.bbox.x0,
        furniture: line.furniture,
    }
}
