//! A document made ready for the productions: its body folded, with the lines' measures.

use std::cell::OnceCell;
use std::ops::Range;

use crate::grammar::Grammar;
use crate::grammar::leads::is_of_word;
use crate::grammar::memo::Memo;
use crate::grammar::scan::Scan;
use crate::text::block::trimmed;
use crate::text::fold::{Ascending, Part};
use crate::text::marks::Marks;
use crate::text::ruler::Ruler;
use crate::text::{Document, Folded, Line, join};

/// A gap counts as wide when it is this much more than the document's usual one, in lines.
const WIDE: f32 = 0.4;

/// The body of a document, folded, with what is known of its lines.
///
/// Lines are counted without page furniture; offsets are those of the folded text unless a name
/// says `source`.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// The document.
    pub document: &'a Document,
    /// The lines of the document that this is a sheet of, furniture too.
    pub part: Range<usize>,
    lines: Vec<&'a Line>,
    folded: Folded,
    starts: Vec<usize>,
    line_marks: Marks,
    cells: Marks,
    capitals: Marks,
    /// The capitals inside words.
    inside: Vec<usize>,
    usual_gap: f32,
    margin: f32,
    printed: bool,
    /// Finds lines by where they begin.
    ruler: Ruler,
    memo: Memo,
    /// Whether blank lines part paragraphs, once someone has asked; and whether lines without one do.
    paragraphs: OnceCell<bool>,
    lines_are_paragraphs: OnceCell<bool>,
    /// Where the municipality is named that the motion is from, once someone has asked.
    town: OnceCell<Option<Range<usize>>>,
}

impl<'a> Sheet<'a> {
    /// Folds the body of a document and measures its lines.
    #[must_use]
    pub fn of(document: &'a Document) -> Self {
        Self::of_part(document, 0..document.lines().len())
    }

    /// Folds the body of some lines of a document.
    #[must_use]
    pub fn of_part(document: &'a Document, part: Range<usize>) -> Self {
        let all = &document.lines()[part.clone()];
        let mut lines: Vec<&Line> = Vec::with_capacity(all.len());
        lines.extend(all.iter().filter(|line| line.is_body()));
        let within = lines.first().map_or(0, |line| line.range.start)
            ..lines.last().map_or(0, |line| line.range.end);
        let (folded, starts) = Folded::of(document.text(), &within, parts(document, &lines));
        let len = folded.text().len();
        let cells = Marks::new(cells(document, &lines, &folded, &starts), len);
        let capitals = capitals(document.capitals(&within), &lines, &folded, &starts);
        let bytes = folded.text().as_bytes();
        let is_inside = |at: &usize| *at > 0 && is_of_word(bytes[at - 1]);
        let inside = capitals.iter().copied().filter(is_inside).collect();
        let capitals = Marks::new(capitals, len);
        let line_marks = Marks::new(starts.iter().copied(), len);
        let ruler = Ruler::new(starts.iter().copied(), len);
        let usual_gap = usual_gap(&lines);
        let printed = lines.iter().any(|line| line.bbox.is_some());
        let margin = margin(document, &lines, printed);
        let memo = Memo::default();
        Self {
            document,
            part,
            lines,
            folded,
            starts,
            line_marks,
            cells,
            capitals,
            inside,
            usual_gap,
            margin,
            printed,
            ruler,
            memo,
            paragraphs: OnceCell::new(),
            lines_are_paragraphs: OnceCell::new(),
            town: OnceCell::new(),
        }
    }

    /// What the productions of a grammar read.
    #[must_use]
    pub fn scan<'s>(&'s self, grammar: &'s Grammar) -> Scan<'s> {
        Scan {
            grammar,
            text: self.folded.text(),
            lines: &self.line_marks,
            cells: &self.cells,
            capitals: &self.capitals,
            memo: &self.memo,
        }
    }

    /// What is known of the folded text by now.
    #[must_use]
    pub fn memo(&self) -> &Memo {
        &self.memo
    }

    /// The municipality that the motion is from: looked for once.
    pub fn town(&self, look: impl FnOnce() -> Option<Range<usize>>) -> Option<&'a str> {
        let found = self.town.get_or_init(look).as_ref();
        found.map(|range| self.document.slice(range))
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.folded.text()
    }

    /// The lines of the body.
    #[must_use]
    pub fn lines(&self) -> &[&'a Line] {
        &self.lines
    }

    /// Where a line begins.
    #[must_use]
    pub fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.folded.text().len())
    }

    /// The line that holds an offset.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.ruler.count(&self.starts, offset, |&start| start).saturating_sub(1)
    }

    /// Whether a cell begins at an offset, the first of a line or another one.
    #[must_use]
    pub fn is_cell(&self, offset: usize) -> bool {
        self.cells.has(offset)
    }

    /// Where capitals stand inside words: "MotieOverwegende".
    #[must_use]
    pub fn capitals_inside(&self) -> &[usize] {
        &self.inside
    }

    /// The cells of a range: its parts between gaps, and between lines.
    pub fn cells_of(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let mut start = Some(range.start);
        std::iter::from_fn(move || {
            let begin = start?;
            start = self.cells.behind(begin).filter(|&next| next < range.end);
            Some(begin..start.unwrap_or(range.end))
        })
    }

    /// The first cell of a range: what stands behind a gap is something else.
    #[must_use]
    pub fn cell_of(&self, range: Range<usize>) -> Range<usize> {
        self.cells_of(range.clone()).next().unwrap_or(range)
    }

    /// Whether the word at this offset has a capital in print.
    #[must_use]
    pub fn is_capital(&self, offset: usize) -> bool {
        self.capitals.has(offset)
    }

    /// The source range of a range of the folded text, without the space at its ends; nothing for
    /// a range that ends before it begins.
    #[must_use]
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let (before, text) = trimmed(&self.text()[range.start..range.end.max(range.start)]);
        let first = range.start + before;
        let line = self.line_of(first);
        let start = self.source_in(line, first);
        let Some(last) = text.len().checked_sub(1).map(|len| first + len) else {
            return start..start;
        };
        let line = if last < self.start(line + 1) { line } else { self.line_of(last) };
        let last = self.source_in(line, last);
        start..self.document.text().ceil_char_boundary(last + 1)
    }

    /// The source offset of an offset.
    #[must_use]
    pub fn source_at(&self, offset: usize) -> usize {
        self.source_in(self.line_of(offset), offset)
    }

    /// The source offset of an offset in a line.
    fn source_in(&self, line: usize, offset: usize) -> usize {
        if let (Some(line), Some(start)) = (self.lines.get(line), self.starts.get(line))
            && (*start..start + line.plain).contains(&offset)
        {
            return line.range.start + (offset - start);
        }
        self.document.text().floor_char_boundary(self.folded.source(offset))
    }

    /// The offset of a source offset.
    #[must_use]
    pub fn offset(&self, source: usize) -> usize {
        self.folded.folded(source)
    }

    /// The text as printed from an offset to the end of the line that holds it.
    #[must_use]
    pub fn printed_from(&self, offset: usize) -> &'a str {
        let line = self.line_of(offset);
        let start = self.source_in(line, offset);
        let end = self.lines.get(line).map_or(start, |line| line.range.end);
        self.document.text().get(start..end).unwrap_or_default()
    }

    /// Whether lines have their places on a page: in a PDF, not in plain text.
    #[must_use]
    pub fn is_printed(&self) -> bool {
        self.printed
    }

    /// Whether lines are paragraphs: plain text that is not broken to fit a page.
    #[must_use]
    pub fn is_unbroken(&self) -> bool {
        self.margin == f32::INFINITY
    }

    /// Whether any of its words was recognised in a picture, where a semicolon may be read as a
    /// colon.
    #[must_use]
    pub fn is_recognised(&self) -> bool {
        self.document.words().iter().any(|word| word.confidence.is_some())
    }

    /// Whether there is more space above a line than is usual in the document.
    #[must_use]
    pub fn is_wide(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|line| line.gap - self.usual_gap > WIDE)
    }

    /// Whether a blank line, or as much space, stands above a line.
    #[must_use]
    pub fn has_space_above(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|line| line.gap > 2.0 * WIDE)
    }

    /// Whether a line begins a paragraph below a blank line. In some texts blank lines part lines: many that
    /// begin with a small letter go on with the sentence of a full line there.
    #[must_use]
    pub fn begins_paragraph(&self, line: usize) -> bool {
        self.has_space_above(line) && *self.paragraphs.get_or_init(|| self.has_paragraphs())
    }

    fn has_paragraphs(&self) -> bool {
        let goes_on = |&line: &usize| !self.follows_short(line) && self.goes_on(line);
        let below = self.small_lines().filter(|&line| self.has_space_above(line));
        let (torn, whole): (Vec<usize>, Vec<usize>) = below.partition(goes_on);
        2 * torn.len() <= whole.len()
    }

    /// Whether a line is a paragraph by itself, below a blank line or not: hardly any line that begins with a
    /// small letter goes on with the one above.
    #[must_use]
    pub fn is_paragraph(&self, line: usize) -> bool {
        if self.has_space_above(line) {
            return self.begins_paragraph(line);
        }
        *self.lines_are_paragraphs.get_or_init(|| {
            let close = self.small_lines().filter(|&line| !self.has_space_above(line));
            let (torn, whole): (Vec<usize>, Vec<usize>) =
                close.partition(|&line| self.goes_on(line));
            4 * torn.len() < whole.len()
        })
    }

    /// The lines that begin with a small letter.
    fn small_lines(&self) -> impl Iterator<Item = usize> + use<'_, 'a> {
        (1..self.lines.len()).filter(|&line| {
            let start = self.start(line);
            let letter = self.text().as_bytes().get(start).is_some_and(u8::is_ascii_lowercase);
            letter && !self.is_capital(start)
        })
    }

    /// Whether the line above ends in the middle of a sentence.
    fn goes_on(&self, line: usize) -> bool {
        self.before(self.start(line)).is_some_and(char::is_alphanumeric)
    }

    /// Whether a line begins a page that is not the first.
    #[must_use]
    pub fn begins_page(&self, line: usize) -> bool {
        line > 0 && self.lines.get(line).is_some_and(|here| here.page != self.lines[line - 1].page)
    }

    /// Whether the line before this one ended before its margin: whether the first word of this
    /// line would have had room there. True at the first line.
    #[must_use]
    pub fn follows_short(&self, line: usize) -> bool {
        let (Some(before), Some(here)) =
            (line.checked_sub(1).and_then(|at| self.lines.get(at)), self.lines.get(line))
        else {
            return true;
        };
        let text = self.document.slice(&here.range);
        let word = match text.as_bytes()[..here.plain].iter().position(|&byte| byte == b' ') {
            Some(len) => len,
            None => text.split_whitespace().next().unwrap_or_default().chars().count(),
        };
        let word = word as f32;
        let length = self.document.chars(before) as f32;
        let (end, width) = match before.bbox {
            Some(bbox) => (bbox.x1, bbox.width() / length.max(1.0)),
            None => (before.indent + length, 1.0),
        };
        end + (word + 1.0) * width <= self.margin
    }

    /// Whether a folded text ends with a sentence: a full stop behind an abbreviation ends none.
    #[must_use]
    pub fn ends_sentence(&self, text: &str, abbreviations: &[String]) -> bool {
        let text = text.trim_end();
        let last = || text.rsplit(' ').next().unwrap_or_default().trim_start_matches('(');
        text.ends_with([';', '?', '!'])
            || text.ends_with('.') && !abbreviations.iter().any(|word| word == last())
    }

    /// The last printed character before an offset that is no space.
    #[must_use]
    pub fn before(&self, offset: usize) -> Option<char> {
        match self.text().as_bytes()[..offset] {
            // Mostly it stands before a space.
            [.., last, b' '] if last.is_ascii_graphic() => Some(last.into()),
            _ => self.text()[..offset].trim_end().chars().next_back(),
        }
    }
}

/// The lines as parts to be folded, each without the hyphen that joins it to the next.
fn parts<'s>(
    document: &'s Document,
    lines: &'s [&'s Line],
) -> impl ExactSizeIterator<Item = Part> + use<'s> {
    let mut joined = false;
    lines.iter().enumerate().map(move |(at, line)| {
        let mut range = line.range.clone();
        let glued = joined;
        joined = false;
        // A hyphen is one byte, or three.
        if matches!(document.text().as_bytes()[range.end - 1], b'-' | 0x90)
            && let Some(next) = lines.get(at + 1)
            && let text = document.slice(&line.range)
            && join::drops_hyphen(document, text, document.slice(&next.range))
        {
            range.end -= text.chars().next_back().map_or(0, char::len_utf8);
            joined = true;
        }
        Part { plain: line.plain.min(range.len()), range, glued }
    })
}

/// Where the cells of lines begin in the folded text, the first of each line too.
fn cells(document: &Document, lines: &[&Line], folded: &Folded, starts: &[usize]) -> Vec<usize> {
    let mut begins = Vec::with_capacity(lines.len() + lines.len() / 4);
    let mut ascending = Ascending::new(folded);
    for (line, &start) in lines.iter().zip(starts) {
        begins.push(start);
        if line.is_plain() {
            continue;
        }
        let mut cell = 0;
        while let Some(next) = document.next_cell(line, cell) {
            begins.push(ascending.folded(line.range.start + next));
            cell = next;
        }
    }
    begins
}

/// Where in the folded text words begin with a capital in print, also behind a letter or digit that
/// they stick to.
fn capitals(
    mut capitals: &[usize],
    lines: &[&Line],
    folded: &Folded,
    starts: &[usize],
) -> Vec<usize> {
    let mut begins = Vec::with_capacity(capitals.len());
    let mut ascending = Ascending::new(folded);
    for (line, &start) in lines.iter().zip(starts) {
        while let [at, behind @ ..] = capitals
            && *at < line.range.end
        {
            capitals = behind;
            // Those of furniture are between lines.
            let Some(inside) = at.checked_sub(line.range.start) else { continue };
            let is_plain = inside < line.plain;
            begins.push(if is_plain { start + inside } else { ascending.folded(*at) });
        }
    }
    begins
}

/// The share of lines that must have a gap for it to be the usual one.
const USUAL: f32 = 0.2;

/// The gap between the lines of a paragraph: the smallest that a fair share of lines has above it.
/// Some texts have a blank line under every line.
fn usual_gap(lines: &[&Line]) -> f32 {
    let gaps = || lines.iter().skip(1).map(|line| line.gap * 4.0);
    let enough = (lines.len().saturating_sub(1) as f32 * USUAL).ceil() as usize;
    // No gap is smaller than none, which is what most texts have.
    if gaps().filter(|&gap| gap < 0.5).count() >= enough.max(1) {
        return 0.0;
    }
    let mut gaps: Vec<i32> = gaps().map(|gap| gap.round() as i32).collect();
    gaps.sort_unstable();
    let usual = gaps.chunk_by(|a, b| a == b).find(|run| run.len() >= enough.max(1));
    usual.map_or(0.0, |run| run[0] as f32 / 4.0)
}

/// A line of plain text longer than this was not broken to fit a page: every line is a paragraph.
const UNBROKEN: f32 = 140.0;

/// How far lines reach: the largest right edge that another line comes near to; infinitely far in
/// plain text whose lines are not broken.
fn margin(document: &Document, lines: &[&Line], printed: bool) -> f32 {
    let right = |line: &&Line| match line.bbox {
        Some(bbox) => bbox.x1,
        None => line.indent + document.chars(line) as f32,
    };
    let (far, next) = two_largest(lines.iter().map(right));
    if !printed && far > UNBROKEN {
        return f32::INFINITY;
    }
    let near = if printed { 40.0 } else { 12.0 };
    // The two lines that reach farthest, mostly.
    if far > 0.0 && far - next <= near {
        return far;
    }
    let mut edges: Vec<f32> = lines.iter().map(right).collect();
    edges.sort_unstable_by(|a, b| b.total_cmp(a));
    let met = edges
        .windows(2)
        .take_while(|pair| pair[0] > 0.75 * far)
        .find(|pair| pair[0] - pair[1] <= near);
    met.map_or(if printed { far } else { f32::INFINITY }, |pair| pair[0])
}

/// The largest of some numbers and the largest of the others; zero and minus infinity where there
/// are none.
fn two_largest(mut numbers: impl Iterator<Item = f32>) -> (f32, f32) {
    let Some(first) = numbers.next() else { return (0.0, f32::NEG_INFINITY) };
    numbers.fold((first, f32::NEG_INFINITY), |(largest, next), number| {
        if number.total_cmp(&largest).is_gt() {
            (number, largest)
        } else {
            (largest, if number.total_cmp(&next).is_gt() { number } else { next })
        }
    })
}
