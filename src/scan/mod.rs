//! Floor 1, above `pdf`: scans, as text.
//!
//! Knows pictures of pages and the words that are recognised on them. Does not know what a motion
//! is, and not where the program runs that recognises: that is somebody who can [`Recognise`].
//!
//! ```text
//! page without text ── draw ──▶ Picture ── clean, rule, bullet ──▶ Picture ── Recognise ──▶ words
//!                                                 bullets ──┐                          │
//!       pdf::Pages ◀── judge: the better text ◀── lines ◀── place ◀────────────────────┘
//! ```
//!
//! A page whose text can be read is never drawn. Everything that touches the file (drawing it,
//! making the picture ready) is done here, in this process; what the recogniser gets is a picture
//! that we made. Notices: `needs-ocr`, `ocr-failed`, `ocr-doubtful`, `ocr-page`.

mod blob;
mod bullet;
mod clean;
mod draw;
mod faint;
mod judge;
mod mend;
mod picture;
mod place;
mod recognise;
mod rule;
mod tesseract;
mod tsv;

use std::fmt;

pub use draw::Drawer;
pub use picture::Picture;
pub use recognise::{Nobody, Recognise, RecogniseError, Recognised, RecognisedWord};
pub use tesseract::Tesseract;

use self::clean::Clean;
use self::judge::{Evidence, Worth};
use crate::clock::{self, Stage};
use crate::pdf::{self, PageText, Pages, PdfError, SeenLine};
use crate::text::{Document, Notice};

/// A page on which words are less sure than this on average must be looked at.
const DOUBTFUL: f32 = 75.0;
/// How many blobs of ink a page has at least that something is written on.
const WRITTEN: usize = 3;

/// A document that was read, and where its text is from.
#[derive(Clone, Debug)]
pub struct Read {
    /// The document.
    pub document: Document,
    /// The pages whose text was recognised, counted from 1.
    pub recognised: Vec<usize>,
}

/// Why a PDF cannot be read, neither its text nor its pictures.
#[derive(Clone, Debug, PartialEq)]
pub enum ScanError {
    /// The file cannot be read.
    Pdf(PdfError),
    /// Its pages are pictures, and there is nobody who can read them.
    NeedsOcr {
        /// Which pages: "pages 1 to 3 and 5".
        pages: String,
        /// Why nobody can.
        reason: String,
    },
    /// Its pages are pictures, and reading them failed.
    OcrFailed {
        /// Which pages.
        pages: String,
        /// How it failed.
        reason: String,
    },
}

impl From<PdfError> for ScanError {
    fn from(error: PdfError) -> Self {
        Self::Pdf(error)
    }
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pdf(error) => error.fmt(f),
            Self::NeedsOcr { pages, reason } | Self::OcrFailed { pages, reason } => {
                write!(f, "{reason}, and found pictures of text on {pages}")
            }
        }
    }
}

impl std::error::Error for ScanError {}

/// Reads a PDF: its text, and where that is missing or rubbish, the words that are recognised on
/// the pictures of its pages.
///
/// # Errors
/// When the file cannot be read, or when all that is on its pages is pictures that nobody reads.
pub fn read(bytes: &[u8], recogniser: &mut dyn Recognise) -> Result<Read, ScanError> {
    let mut pages = pdf::pages(bytes)?;
    let mut scan = Scan {
        bytes,
        drawer: None,
        recogniser,
        recognised: Vec::new(),
        unread: Vec::new(),
        notices: Vec::new(),
        gave_up: None,
    };
    // Where reading was stopped at a limit, there is no end to what drawing would take.
    if pages.limit().is_none() {
        for (index, page) in pages.list_mut().iter_mut().enumerate() {
            scan.page(index, page);
        }
    }
    scan.finish(pages)
}

/// What is known while the pages of one file are gone through.
struct Scan<'a> {
    bytes: &'a [u8],
    /// The file as one that can be drawn, once it was tried to open.
    drawer: Option<Option<Drawer>>,
    recogniser: &'a mut dyn Recognise,
    recognised: Vec<usize>,
    /// The pages that hold pictures of text that were not read.
    unread: Vec<usize>,
    notices: Vec<Notice>,
    /// Why pages were not recognised: the first reason.
    gave_up: Option<RecogniseError>,
}

/// What was seen on the picture of a page.
struct Seen {
    lines: Vec<SeenLine>,
    turn: f32,
}

impl Scan<'_> {
    /// Looks at a page, and recognises it where its text is not good. It is drawn only where that can
    /// tell something: a file has so much time, and each drawing takes some of it.
    fn page(&mut self, index: usize, page: &mut PageText) {
        if page.is_blank() {
            return;
        }
        let own = page.text();
        let worth = judge::worth(Evidence {
            text: &own,
            letters: page.letters(),
            unknown: page.unknown(),
            has_picture: page.has_picture(),
        });
        if worth == Worth::Good {
            return;
        }
        // A program that is not there is not there for the next page either, and one that hangs takes
        // a minute a page.
        if matches!(
            self.gave_up,
            Some(RecogniseError::Unavailable(_) | RecogniseError::TimedOut(_))
        ) {
            self.unread.push(index + 1);
            return;
        }
        let _stage = clock::enter(Stage::Scan);
        let Some(mut ready) = self.draw(index).map(clean::clean) else {
            return;
        };
        if ready.blobs.list().len() < WRITTEN {
            return;
        }
        match self.recognise(&mut ready, page) {
            Ok(seen) => {
                let text = pdf::text_of(&seen.lines);
                let is_better = match worth {
                    Worth::None => !text.is_empty(),
                    _ => judge::is_better(&text, &own),
                };
                if is_better {
                    self.note_doubt(index, &seen.lines);
                    page.replace(&seen.lines, seen.turn);
                    self.recognised.push(index + 1);
                }
            }
            Err(error) => {
                self.unread.push(index + 1);
                self.gave_up.get_or_insert(error);
            }
        }
    }

    fn draw(&mut self, index: usize) -> Option<Picture> {
        let bytes = self.bytes;
        self.drawer.get_or_insert_with(|| Drawer::open(bytes)).as_ref()?.page(index)
    }

    fn recognise(&mut self, ready: &mut Clean, page: &PageText) -> Result<Seen, RecogniseError> {
        rule::take(&mut ready.picture, &mut ready.blobs);
        let bullets = bullet::take(&mut ready.picture, &mut ready.blobs);
        let words = {
            let _stage = clock::enter(Stage::Recognise);
            self.recogniser.recognise(&ready.picture)?.words
        };
        // Not the picture's own resolution: its sides are whole pixels, those of the page are not.
        let dpi = 72.0 * ready.picture.width() as f32 / page.size().width;
        let mut lines = place::lines(words, &bullets, ready.blobs.list(), dpi);
        faint::dashes(&mut lines, &ready.picture, 72.0 / dpi);
        Ok(Seen { lines, turn: ready.turn })
    }

    /// Notes how sure the words of a page are, if they are not.
    fn note_doubt(&mut self, index: usize, lines: &[SeenLine]) {
        let (letters, sure) =
            lines.iter().flat_map(|line| &line.words).fold((0.0, 0.0), |(letters, sure), word| {
                let length = word.text.chars().count() as f32;
                (letters + length, sure + length * word.confidence)
            });
        let mean = if letters > 0.0 { sure / letters } else { 0.0 };
        if mean < DOUBTFUL {
            self.notices.push(Notice::whole(
                "ocr-doubtful",
                format!(
                    "the words of page {} were recognised with a confidence of {mean:.0} of 100",
                    index + 1
                ),
            ));
        }
    }

    /// Makes the document.
    fn finish(self, pages: Pages) -> Result<Read, ScanError> {
        let count = pages.list().len();
        let mut document = match (pages.document(), &self.gave_up) {
            (Ok(document), _) => document,
            (Err(_), Some(error)) => return Err(unread(error, named(&self.unread))),
            (Err(error), None) => return Err(error.into()),
        };
        for notice in self.notices {
            document.notice(notice);
        }
        if let Some(error) = self.gave_up {
            let code = if is_unavailable(&error) { "needs-ocr" } else { "ocr-failed" };
            let pages = named(&self.unread);
            document.notice(Notice::whole(
                code,
                format!("the pictures of text on {pages} were not read: {error}"),
            ));
        }
        if !self.recognised.is_empty() && self.recognised.len() < count {
            let pages = named(&self.recognised);
            document.notice(Notice::whole(
                "ocr-page",
                format!(
                    "the text of {pages} was recognised from pictures, \
                     that of the others is in the file"
                ),
            ));
        }
        Ok(Read { document, recognised: self.recognised })
    }
}

fn is_unavailable(error: &RecogniseError) -> bool {
    matches!(error, RecogniseError::Unavailable(_))
}

fn unread(error: &RecogniseError, pages: String) -> ScanError {
    let reason = error.to_string();
    if is_unavailable(error) {
        ScanError::NeedsOcr { pages, reason }
    } else {
        ScanError::OcrFailed { pages, reason }
    }
}

/// Names pages, in order: "page 3", "pages 1, 2 and 5", "pages 1 to 4 and 9".
fn named(pages: &[usize]) -> String {
    let stretches = pages.chunk_by(|one, next| one + 1 == *next);
    let parts: Vec<String> = stretches
        .flat_map(|stretch| match stretch {
            [first, _, .., last] => vec![format!("{first} to {last}")],
            few => few.iter().map(usize::to_string).collect(),
        })
        .collect();
    match parts.as_slice() {
        [] => "no page".to_owned(),
        [one] if pages.len() == 1 => format!("page {one}"),
        [one] => format!("pages {one}"),
        [most @ .., last] => format!("pages {} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn pages_are_named_by_stretches() {
        assert_eq!(named(&[3]), "page 3");
        assert_eq!(named(&[1, 2]), "pages 1 and 2");
        assert_eq!(named(&[1, 2, 3]), "pages 1 to 3");
        assert_eq!(named(&[1, 2, 3, 4, 7, 9, 10]), "pages 1 to 4, 7, 9 and 10");
    }
}
