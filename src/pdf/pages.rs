//! The pages of a file: their lines, what can be said of their text, and how they make a document.
//!
//! Between reading the pages and making the document, a page may be given other lines: those that
//! were recognised on its picture.

use super::error::PdfError;
use super::interpret::{self, Fonts};
use super::layout::{self, PageLine};
use super::limits::{self, Budget};
use super::load::{self, Loaded, PageView};
use super::picture;
use super::seen::{self, SeenLine};
use super::structure::{self, TableCells};
use crate::clock::{self, Stage};
use crate::text::{BBox, Builder, Document, NewLine, Notice, Page, Word};

/// The pages of a file, as far as they were read.
#[derive(Debug, Default)]
pub struct Pages {
    list: Vec<PageText>,
    /// What was mended, if anything was.
    repaired: Option<Notice>,
    /// Whether parts of what is drawn were passed over.
    has_skipped: bool,
    /// The limit that was hit, in words; `None` where all was read.
    limit: Option<&'static str>,
}

/// What was read of one page.
#[derive(Debug)]
pub struct PageText {
    size: Page,
    lines: Vec<PageLine>,
    letters: usize,
    unknown: usize,
    has_picture: bool,
    is_blank: bool,
    /// How far its lines stand askew, in radians, clockwise: its places are those of the page made
    /// level.
    askew: f32,
}

impl PageText {
    /// Width and height.
    #[must_use]
    pub fn size(&self) -> Page {
        self.size
    }

    /// How many letters stand on it, spaces not counted.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.letters
    }

    /// How many of its letters are unknown.
    #[must_use]
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// Whether a picture is on it that is large enough to be a scan.
    #[must_use]
    pub fn has_picture(&self) -> bool {
        self.has_picture
    }

    /// Whether nothing is drawn on it, not even a line.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.is_blank
    }

    /// Its lines, each with a line end.
    #[must_use]
    pub fn text(&self) -> String {
        text(&self.lines)
    }

    /// Takes the words that were recognised on its picture for its own; what was added to the page
    /// stays. The picture was turned by `askew` radians, anticlockwise about the middle of the page,
    /// to make its lines level.
    pub fn replace(&mut self, seen: &[SeenLine], askew: f32) {
        let added = std::mem::take(&mut self.lines).into_iter().filter(|line| line.added);
        self.lines = seen::lines(seen).into_iter().chain(added).collect();
        self.letters =
            seen.iter().flat_map(|line| &line.words).map(|word| word.text.chars().count()).sum();
        self.unknown = 0;
        self.askew = askew;
    }

    /// A box of a word as displayed, of one on the page made level.
    fn displayed(&self, word: &Word) -> BBox {
        let bbox = word.bbox;
        if self.askew == 0.0 || word.confidence.is_none() {
            return bbox;
        }
        let middle = (self.size.width / 2.0, self.size.height / 2.0);
        let (x, y) = ((bbox.x0 + bbox.x1) / 2.0 - middle.0, (bbox.y0 + bbox.y1) / 2.0 - middle.1);
        let (sin, cos) = self.askew.sin_cos();
        let (right, down) = (x * cos - y * sin - x, x * sin + y * cos - y);
        BBox { x0: bbox.x0 + right, y0: bbox.y0 + down, x1: bbox.x1 + right, y1: bbox.y1 + down }
    }
}

/// The words of recognised lines, in reading order, each line with a line end.
#[must_use]
pub fn text_of(seen: &[SeenLine]) -> String {
    text(&seen::lines(seen))
}

fn text(lines: &[PageLine]) -> String {
    lines.iter().map(|line| line.text.clone() + "\n").collect()
}

/// Reads the pages of a file.
///
/// # Errors
/// When it is no PDF, is too damaged, or needs a password; see [`PdfError`].
pub fn read(bytes: &[u8]) -> Result<Pages, PdfError> {
    let loaded = load::load(bytes)?;
    let mut budget = Budget::new();
    let list = read_list(&loaded, &mut budget);
    if let Some(limit) = loaded.objects.exceeded() {
        budget.exceed(limit);
    }
    // Objects are read when they are asked for: only now is known whether all were in their places.
    Ok(Pages {
        list,
        repaired: loaded.notice(),
        has_skipped: budget.has_skipped(),
        limit: budget.exceeded(),
    })
}

fn read_list(loaded: &Loaded, budget: &mut Budget) -> Vec<PageText> {
    let objects = &loaded.objects;
    let mut fonts = Fonts::new();
    let mut list = Vec::new();
    for (index, id) in loaded.pages.iter().enumerate() {
        if index == limits::PAGES {
            budget.exceed("200 pages");
        }
        if index == limits::PAGES || budget.is_spent() {
            break;
        }
        let Some(page) = PageView::read(objects, *id) else {
            continue;
        };
        let stage = clock::enter(Stage::Load);
        let tags = structure::tags(objects, page.dict);
        drop(stage);
        let (drawn, added) = interpret::page(objects, &page, &tags, &mut fonts, budget);
        let ink = drawn.glyphs.iter().filter(|glyph| !glyph.is_space());
        let letters = ink.clone().count();
        let unknown = ink.filter(|glyph| glyph.letter == '\u{fffd}').count();
        let is_blank = drawn.is_blank;
        let stage = clock::enter(Stage::Layout);
        let mut lines = layout::lines(drawn, &tags.cells);
        let added = layout::lines(added, &TableCells::new());
        lines.extend(added.into_iter().map(|line| PageLine { added: true, ..line }));
        drop(stage);
        list.push(PageText {
            size: Page { width: page.width, height: page.height },
            lines,
            letters,
            unknown,
            has_picture: picture::is_on(objects, &page),
            is_blank,
            askew: 0.0,
        });
    }
    list
}

impl Pages {
    /// The pages, in order.
    #[must_use]
    pub fn list(&self) -> &[PageText] {
        &self.list
    }

    /// The pages, in order, to be changed.
    pub fn list_mut(&mut self) -> &mut [PageText] {
        &mut self.list
    }

    /// The limit that was hit, in words; `None` where all was read.
    #[must_use]
    pub fn limit(&self) -> Option<&'static str> {
        self.limit
    }

    /// Makes a document of the pages.
    ///
    /// # Errors
    /// When there is no text on them, or hardly any that can be read.
    pub fn document(mut self) -> Result<Document, PdfError> {
        let _stage = clock::enter(Stage::Layout);
        let letters: usize = self.list.iter().map(|page| page.letters).sum();
        let unknown: usize = self.list.iter().map(|page| page.unknown).sum();
        if unknown * 2 >= letters {
            return Err(self.nothing_read(letters, unknown));
        }
        self.mark_furniture();
        let mut builder = Builder::new();
        if let Some(notice) = self.repaired {
            builder.notice(notice);
        }
        for page in &self.list {
            builder.page(page.size);
            for line in &page.lines {
                add(&mut builder, page, line);
            }
        }
        if let Some(limit) = self.limit {
            builder.notice(Notice::whole(
                "pdf-cut-short",
                format!("reading stopped on page {}, at the limit of {limit}", self.list.len()),
            ));
        }
        if self.has_skipped {
            builder.notice(Notice::whole(
                "pdf-skipped",
                "what is drawn could not be read everywhere; parts were passed over, and text may be missing",
            ));
        }
        if unknown > 0 {
            builder.notice(Notice::whole(
                "glyph-unknown",
                format!(
                    "{unknown} of {letters} letters cannot be read, \
                     because their font does not say what they are"
                ),
            ));
        }
        Ok(builder.finish())
    }

    /// Why there is no text, or hardly any that can be read.
    fn nothing_read(&self, letters: usize, unreadable: usize) -> PdfError {
        let pages = self.list.len();
        match self.limit {
            Some(limit) => PdfError::TooComplex { limit: limit.to_owned(), page: pages },
            None if self.repaired.is_some() && letters == unreadable => {
                PdfError::Damaged { reason: "no text is left on its pages".to_owned() }
            }
            None => PdfError::NoText { pages, unreadable },
        }
    }

    /// Marks running heads and feet, which only all pages together tell.
    fn mark_furniture(&mut self) {
        let sizes: Vec<Page> = self.list.iter().map(|page| page.size).collect();
        let mut lines: Vec<_> =
            self.list.iter_mut().map(|page| std::mem::take(&mut page.lines)).collect();
        layout::mark_furniture(&sizes, &mut lines);
        for (page, lines) in self.list.iter_mut().zip(lines) {
            page.lines = lines;
        }
    }
}

/// Adds a line of a page. Where it begins is told of the page made level, so that lines below one
/// another begin at one place.
fn add(builder: &mut Builder, page: &PageText, line: &PageLine) {
    let mut words = line.words.clone();
    for word in &mut words {
        word.bbox = page.displayed(word);
    }
    builder.line(NewLine {
        text: &line.text,
        words: &words,
        bbox: Some(words.iter().map(|word| word.bbox).reduce(BBox::union).unwrap_or(line.bbox)),
        size: Some(line.size),
        bold: line.bold,
        gap: line.gap,
        indent: line.bbox.x0,
        furniture: line.furniture,
        added: line.added,
    });
}
