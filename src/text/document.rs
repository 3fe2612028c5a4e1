//! A document as lines of text in reading order.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use memchr::memchr_iter;

use super::block::{self, plain_run};
use super::capital;
use super::notice::Notice;
use super::span::{BBox, Span};

/// The page break in the normalised text.
pub const PAGE_BREAK: char = '\u{c}';

/// A gap of this many blank lines or more is printed as one in the normalised text.
const PRINTED_GAP: f32 = 0.7;

/// Texts have about one capital in so many bytes, or fewer.
const BYTES_TO_A_CAPITAL: usize = 16;

/// Lines have about so many bytes, or fewer.
const BYTES_TO_A_LINE: usize = 48;

/// A document: its normalised text, and the lines, words and pages in it.
///
/// Invariants: ranges count bytes of [`Document::text`] and lie on character boundaries; lines and
/// words are in reading order and do not overlap; no line is blank; every line lies on one page.
#[derive(Clone, Debug, Default)]
pub struct Document {
    text: String,
    lines: Vec<Line>,
    words: Vec<Word>,
    pages: Vec<Page>,
    notices: Vec<Notice>,
    /// The compounds of the text, once someone has asked for one.
    compounds: OnceLock<HashSet<String>>,
    /// Its short words with a capital, likewise.
    short: OnceLock<HashSet<String>>,
    /// Where its capitals stand, likewise.
    capitals: OnceLock<Vec<usize>>,
}

/// One line of text as it stands on the page.
///
/// Columns of a table or of a row of signatures are parts of one line, with two or more spaces or a
/// tab between them; see [`Document::cells`].
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The bytes of the line, without the space around it and without its line end.
    pub range: Range<usize>,
    /// The page, counted from 1.
    pub page: u32,
    /// The box around the line; `None` in plain text.
    pub bbox: Option<BBox>,
    /// The size of most of its letters, in points; `None` in plain text.
    pub size: Option<f32>,
    /// Whether most of its letters are bold. Always `false` in plain text.
    pub bold: bool,
    /// The empty space above it, in lines: 0 where it follows closely, 1 after one blank line.
    /// 0 at the top of a page.
    pub gap: f32,
    /// Where it begins: in points from the page's left edge, or in characters in plain text.
    pub indent: f32,
    /// Whether it is page furniture (a running head, a page number), and so no part of the body.
    pub furniture: bool,
    /// Whether it was put onto the page when that was made already (a stamp, a note, a digital
    /// signature), or is a footnote, and so is no part of the body.
    pub added: bool,
    /// How many of its bytes, from the first on, are plain: printable ASCII, with single spaces
    /// between words. Folding them is lower-casing them.
    pub plain: usize,
}

impl Line {
    /// Whether it is a part of what the document itself says.
    #[must_use]
    pub fn is_body(&self) -> bool {
        !self.furniture && !self.added
    }

    /// Whether all of it is plain: one cell, with as many characters as bytes.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.plain == self.range.len()
    }
}

/// A word with its place on the page. Plain text has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The bytes of the word.
    pub range: Range<usize>,
    /// The box around it.
    pub bbox: BBox,
    /// How sure it was recognised, from 0 to 100; `None` for a word that the file itself says.
    pub confidence: Option<f32>,
}

/// A page of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Page {
    /// Width in points, as displayed; 0 in plain text.
    pub width: f32,
    /// Height in points, as displayed; 0 in plain text.
    pub height: f32,
}

impl Document {
    /// The normalised text: lines ended by `\n`, pages parted by a form feed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines, in reading order. Blank lines are in the text only.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The words, in reading order. Plain text has none.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The pages; the first is page 1.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// What was noticed while the document was read.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Adds a notice.
    pub fn notice(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    /// Marks the line with this index as page furniture.
    ///
    /// # Panics
    /// If there is no such line.
    pub fn set_furniture(&mut self, line: usize) {
        self.lines[line].furniture = true;
    }

    /// Marks the line with this index as a footnote, no part of the body.
    ///
    /// # Panics
    /// If there is no such line.
    pub fn set_added(&mut self, line: usize) {
        self.lines[line].added = true;
    }

    /// The words of a range.
    ///
    /// # Panics
    /// If the range does not lie on character boundaries of the text.
    #[must_use]
    pub fn slice(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }

    /// Whether a word with a hyphen inside stands somewhere in the text as it is.
    #[must_use]
    pub fn has_compound(&self, word: &str) -> bool {
        self.compounds.get_or_init(|| compounds(&self.text)).contains(word)
    }

    /// Whether a short word with a capital stands somewhere in the text without a hyphen beside it, as
    /// abbreviations do: "Wmo". False of longer words.
    #[must_use]
    pub fn has_short(&self, word: &str) -> bool {
        let all = 0..self.text.len();
        let short = || self.short.get_or_init(|| short(&self.text, self.capitals(&all)));
        word.len() <= SHORT && short().contains(word)
    }

    /// The offsets of capitals in a range that have no capital right before them.
    #[must_use]
    pub fn capitals(&self, range: &Range<usize>) -> &[usize] {
        let capitals = self.capitals.get_or_init(|| {
            let mut capitals = Vec::with_capacity(self.text.len() / BYTES_TO_A_CAPITAL);
            capital::each(&self.text, |at| capitals.push(at));
            capitals
        });
        let before = |offset: usize| capitals.partition_point(|&at| at < offset);
        &capitals[before(range.start)..before(range.end)]
    }

    /// How many characters a line has.
    #[must_use]
    pub fn chars(&self, line: &Line) -> usize {
        if line.is_plain() {
            return line.plain;
        }
        let rest = &self.text[line.range.start + line.plain..line.range.end];
        line.plain + if rest.is_ascii() { rest.len() } else { rest.chars().count() }
    }

    /// The cells of a line: its parts between runs of two or more spaces, or tabs.
    pub fn cells<'a>(&'a self, line: &Line) -> impl Iterator<Item = Range<usize>> + use<'a> {
        cells(self.slice(&line.range), line.range.start, line.plain)
    }

    /// Where in a line the next cell begins that has a gap before it, behind so many of its bytes.
    #[must_use]
    pub fn next_cell(&self, line: &Line, behind: usize) -> Option<usize> {
        let text = self.slice(&line.range);
        let gap = gap(text, behind.max(line.plain))?;
        let begin = gap + block::space_before(&text[gap..]);
        (begin < text.len()).then_some(begin)
    }

    /// The index of the line that holds this byte, or else of the next line after it; the number of
    /// lines when there is none.
    #[must_use]
    pub fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.range.end <= offset)
    }

    /// Where a range stands: one span a page, each without the space around it, what is no part of
    /// the body left out. Nothing for a range that holds no line.
    #[must_use]
    pub fn spans(&self, range: &Range<usize>) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::with_capacity(1);
        for line in &self.lines[self.line_at(range.start)..] {
            if line.range.start >= range.end {
                break;
            }
            let part = line.range.start.max(range.start)..line.range.end.min(range.end);
            // No white space stands around a whole line.
            let whole = (part == line.range).then_some(part.clone());
            let Some(part) = whole.or_else(|| self.trimmed(&part)) else { continue };
            let inside = line.range.start <= range.start && range.end <= line.range.end;
            if !(line.is_body() || inside) {
                continue;
            }
            match spans.last_mut() {
                Some(last) if last.page == line.page => last.end = part.end,
                _ => spans.push(Span {
                    page: line.page,
                    start: part.start,
                    end: part.end,
                    bbox: None,
                }),
            }
        }
        for span in &mut spans {
            span.bbox = self.bbox(&span.range()).map(BBox::rounded);
        }
        spans
    }

    /// The box around the words of a range; `None` where no word of it has a place.
    #[must_use]
    pub fn bbox(&self, range: &Range<usize>) -> Option<BBox> {
        let first = self.words.partition_point(|word| word.range.end <= range.start);
        self.words[first..]
            .iter()
            .take_while(|word| word.range.start < range.end)
            .map(|word| word.bbox)
            .reduce(BBox::union)
    }

    /// The range without the white space at both ends; `None` when nothing is left.
    #[must_use]
    pub fn trimmed(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let (before, part) = block::trimmed(self.text.get(range.clone())?);
        let start = range.start + before;
        (!part.is_empty()).then(|| start..start + part.len())
    }
}

/// A short word has at most so many bytes: "Bibob".
const SHORT: usize = 5;

/// The short words of a text that begin with one of its capitals and have no hyphen.
fn short(text: &str, capitals: &[usize]) -> HashSet<String> {
    let of_word = |c: char| c.is_alphanumeric() || c == '-';
    let begins = |&&at: &&usize| !text[..at].chars().next_back().is_some_and(of_word);
    let word = |&at: &usize| {
        let length = text[at..].find(|c: char| !of_word(c)).unwrap_or(text.len() - at);
        (length <= SHORT).then(|| &text[at..at + length]).filter(|word| !word.contains('-'))
    };
    capitals.iter().filter(begins).filter_map(word).map(str::to_owned).collect()
}

/// The words of a text that have a hyphen inside.
fn compounds(text: &str) -> HashSet<String> {
    let is_other = |c: char| !c.is_alphanumeric() && c != '-';
    let mut found = HashSet::new();
    let mut end = 0;
    for hyphen in memchr_iter(b'-', text.as_bytes()) {
        // The word of the hyphen before may hold this one too.
        if hyphen < end {
            continue;
        }
        let before = &text[end..hyphen];
        let start = before.char_indices().rev().find(|&(_, c)| is_other(c));
        let start = start.map_or(end, |(at, c)| end + at + c.len_utf8());
        end = hyphen + text[hyphen..].find(is_other).unwrap_or(text.len() - hyphen);
        let word = text[start..end].trim_matches('-');
        if word.contains('-') {
            found.insert(word.to_owned());
        }
    }
    found
}

/// Splits a line at runs of two or more spaces, or at tabs; none stands in its plain part.
fn cells(line: &str, start: usize, plain: usize) -> impl Iterator<Item = Range<usize>> + use<'_> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let begin = at + block::space_before(&line[at..]);
        if begin == line.len() {
            return None;
        }
        at = gap(line, begin.max(plain)).unwrap_or(line.len());
        Some(start + begin..start + begin + block::end(&line[begin..at]))
    })
}

/// Where the next gap begins from an offset on: two spaces, or a tab.
fn gap(line: &str, from: usize) -> Option<usize> {
    let is_gap = |byte, next| (byte == b'\t') | ((byte == b' ') & (next == b' '));
    block::pair_position(&line.as_bytes()[from..], is_gap).map(|len| from + len)
}

/// A line to be added to a [`Builder`].
#[derive(Clone, Debug, Default)]
pub struct NewLine<'a> {
    /// The text of the line, without a line end. Space at both ends is dropped.
    pub text: &'a str,
    /// Its words with their boxes; ranges count bytes of `text`.
    pub words: &'a [Word],
    /// See [`Line::bbox`].
    pub bbox: Option<BBox>,
    /// See [`Line::size`].
    pub size: Option<f32>,
    /// See [`Line::bold`].
    pub bold: bool,
    /// See [`Line::gap`].
    pub gap: f32,
    /// See [`Line::indent`].
    pub indent: f32,
    /// See [`Line::furniture`].
    pub furniture: bool,
    /// See [`Line::added`].
    pub added: bool,
}

/// Puts a [`Document`] together, page by page and line by line.
#[derive(Debug, Default)]
pub struct Builder {
    document: Document,
}

impl Builder {
    /// Begins an empty document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a page; the lines that follow stand on it.
    pub fn page(&mut self, page: Page) {
        if !self.document.pages.is_empty() {
            self.document.text.push(PAGE_BREAK);
        }
        self.document.pages.push(page);
    }

    /// Adds a line to the page begun last; begins page 1 where none was. A blank line adds nothing.
    pub fn line(&mut self, line: NewLine<'_>) {
        let trimmed = line.text.trim();
        if trimmed.is_empty() {
            return;
        }
        if self.document.pages.is_empty() {
            self.page(Page::default());
        }
        let text = &mut self.document.text;
        let top = text.is_empty() || text.ends_with(PAGE_BREAK);
        let gap = if top { 0.0 } else { line.gap.max(0.0) };
        if gap >= PRINTED_GAP {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(trimmed);
        text.push('\n');
        let dropped = line.text.len() - line.text.trim_start().len();
        self.document.words.extend(line.words.iter().filter_map(|word| {
            let begin = word.range.start.max(dropped) - dropped;
            let end = word.range.end.clamp(dropped, dropped + trimmed.len()) - dropped;
            let range = start + begin..start + end;
            (begin < end).then(|| Word { range, ..word.clone() })
        }));
        self.document.lines.push(Line {
            range: start..start + trimmed.len(),
            page: self.document.pages.len() as u32,
            bbox: line.bbox,
            size: line.size,
            bold: line.bold,
            gap,
            indent: line.indent,
            furniture: line.furniture,
            added: line.added,
            plain: plain_run(trimmed.as_bytes()),
        });
    }

    /// Adds a notice.
    pub fn notice(&mut self, notice: Notice) {
        self.document.notices.push(notice);
    }

    /// The document so far.
    #[must_use]
    pub fn finish(self) -> Document {
        self.document
    }

    /// Begins a document of about so many bytes, for a reader that finds the lines in it itself.
    pub(super) fn with_room(bytes: usize) -> Self {
        let mut document = Document { text: String::with_capacity(bytes), ..Document::default() };
        document.lines.reserve(bytes / BYTES_TO_A_LINE);
        Self { document }
    }

    /// Adds text as it is.
    pub(super) fn found_text(&mut self, text: &str) {
        self.document.text.push_str(text);
    }

    /// Adds a page whose break already stands in the text.
    pub(super) fn found_page(&mut self) {
        self.document.pages.push(Page::default());
    }

    /// Adds a line that already stands in the text.
    pub(super) fn found_line(&mut self, line: Line) {
        self.document.lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_by_two_spaces_or_a_tab() {
        let parts =
            |line| cells(line, 10, 0).map(|range| (range.start, range.end)).collect::<Vec<_>>();
        assert_eq!(parts("Jan Bos   Mia  El"), [(10, 17), (20, 23), (25, 27)]);
        assert_eq!(parts("een\ttwee"), [(10, 13), (14, 18)]);
        assert_eq!(parts("een woord"), [(10, 19)]);
        assert_eq!(parts(""), []);
    }

    #[test]
    fn spans_split_at_page_ends_and_leave_furniture_out() {
        let mut builder = Builder::new();
        let word = |range: Range<usize>, x0: f32| Word {
            range,
            bbox: BBox { x0, y0: 10.0, x1: x0 + 9.0, y1: 20.04 },
            confidence: None,
        };
        builder.page(Page { width: 100.0, height: 100.0 });
        builder.line(NewLine {
            text: " een twee",
            words: &[word(1..4, 5.0), word(5..9, 20.0)],
            ..NewLine::default()
        });
        builder.line(NewLine { text: "Pagina 1", furniture: true, gap: 3.0, ..NewLine::default() });
        builder.page(Page { width: 100.0, height: 100.0 });
        builder.line(NewLine { text: "drie", words: &[word(0..4, 5.0)], ..NewLine::default() });
        let document = builder.finish();
        assert_eq!(document.text(), "een twee\n\nPagina 1\n\u{c}drie\n");
        let spans = document.spans(&(4..document.text().len()));
        assert_eq!(
            spans,
            [
                Span { page: 1, start: 4, end: 8, bbox: Some([20.0, 10.0, 29.0, 20.0]) },
                Span { page: 2, start: 20, end: 24, bbox: Some([5.0, 10.0, 14.0, 20.0]) },
            ]
        );
        assert!(document.spans(&(8..9)).is_empty());
    }
}
