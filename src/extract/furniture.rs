//! Page furniture that the text itself shows: running heads and feet, page numbers.

use std::collections::{BTreeSet, HashMap};

use super::ballot;
use super::outcome::sentence;
use super::sheet::Sheet;
use crate::grammar::rules;
use crate::grammar::scan::Scan;
use crate::grammar::term;
use crate::grammar::titles;
use crate::grammar::{Field, Grammar, closing, frame, person};

/// How many lines at the top and at the foot of a page may be a running head or foot.
const EDGE: usize = 2;

/// The lines of the document that belong to the page: those that the grammar knows, bare numbers
/// beside them or at the edge of a page, lines that stand at the edges of several pages, and a line
/// at the edge of a page that breaks a sentence in two.
#[must_use]
pub fn marked(sheet: &Sheet<'_>, grammar: &Grammar) -> Vec<usize> {
    let lines = sheet.lines().len();
    let marker = Marker::of(sheet, grammar);
    let mut marked: Vec<bool> = (0..lines)
        .map(|line| marker.known[line] || marker.is_number(line) || marker.is_repeated(line))
        .collect();
    let breaking: Vec<usize> =
        (0..lines).filter(|&line| marker.breaks_sentence(line, &marked)).collect();
    breaking.into_iter().for_each(|line| marked[line] = true);
    (0..lines)
        .filter(|&line| marked[line])
        .map(|line| sheet.document.line_at(sheet.lines()[line].range.start))
        .collect()
}

/// Whether a motion, or a part of one, begins on a line.
#[must_use]
pub fn begins(sheet: &Sheet<'_>, scan: &Scan<'_>, line: usize) -> bool {
    let input = &scan.text[sheet.start(line)..];
    !scan.opens_nothing(input)
        && (frame::opening(scan, input).is_ok()
            || titles::title(scan, input).is_ok()
            || frame::label(scan, input).is_ok()
            || rules::heading(scan, input).is_ok()
            || closing::closing(scan, input).is_ok())
}

/// The head of a document is so many lines.
const HEADLINES: usize = 4;

/// So many bytes before a line tell whether it was said already.
const NEAR: usize = 1 << 16;

/// The text shortly before an offset.
fn near(text: &str, end: usize) -> &str {
    &text[text.ceil_char_boundary(end.saturating_sub(NEAR))..end]
}

struct Marker<'m, 'a> {
    sheet: &'m Sheet<'a>,
    scan: Scan<'m>,
    /// The lines that the grammar knows.
    known: Vec<bool>,
    /// On how many pages a line stands at the edge, by its text with all digits made one.
    pages: HashMap<String, BTreeSet<u32>>,
}

impl<'m, 'a> Marker<'m, 'a> {
    fn of(sheet: &'m Sheet<'a>, grammar: &'m Grammar) -> Self {
        let scan = sheet.scan(grammar);
        let known = (0..sheet.lines().len())
            .map(|line| {
                let known = frame::furniture(&scan, &scan.text[sheet.start(line)..]).is_ok();
                // "Documentnummer" above "2023D18734".
                let filed = || {
                    line > 0
                        && frame::label(&scan, &scan.text[sheet.start(line - 1)..]).is_ok_and(
                            |(_, (field, value))| {
                                field == Field::FileNumber && value == sheet.start(line)
                            },
                        )
                };
                known && !filed()
            })
            .collect();
        let mut marker = Self { sheet, scan, known, pages: HashMap::new() };
        let edges: Vec<usize> =
            (0..sheet.lines().len()).filter(|&line| marker.is_near_edge(line)).collect();
        for &line in &edges {
            marker.known[line] |= marker.ends_with_page(line)
                || marker.is_numbered_foot(line)
                || marker.is_headed_again(line)
                || marker.is_headline_again(line)
                || marker.is_letterhead_again(line)
                || marker.is_filed_again(line)
                || marker.is_called_again(line);
        }
        for &line in &edges {
            marker.known[line] |= marker.names_paper(line) || marker.heads_number(line);
        }
        if sheet.document.pages().len() > 1 {
            for line in edges {
                if marker.is_edge(line, EDGE) {
                    let shape = marker.shape(line);
                    marker.pages.entry(shape).or_default().insert(sheet.lines()[line].page);
                }
            }
        }
        marker
    }

    fn text(&self, line: usize) -> &str {
        self.sheet.document.slice(&self.sheet.lines()[line].range)
    }

    /// The text of a line with every digit made one.
    fn shape(&self, line: usize) -> String {
        let bytes = self.text(line).bytes();
        let shape = bytes.map(|byte| if byte.is_ascii_digit() { b'0' } else { byte }).collect();
        String::from_utf8(shape).expect("a digit stands where one stood")
    }

    fn page(&self, line: Option<usize>) -> Option<u32> {
        self.sheet.lines().get(line?).map(|line| line.page)
    }

    /// Whether a line is one of so many at the top or at the foot of its page.
    fn is_edge(&self, line: usize, lines: usize) -> bool {
        let page = self.page(Some(line));
        self.page(line.checked_sub(lines)) != page || self.page(Some(line + lines)) != page
    }

    /// Whether a line may be one of a head or foot: of the first lines of its page, or the last.
    fn is_near_edge(&self, line: usize) -> bool {
        let page = self.page(Some(line));
        self.page(line.checked_sub(HEADLINES)) != page || self.page(Some(line + EDGE)) != page
    }

    /// Whether a line at the edge of a page ends with a cell that the grammar knows, as page numbers are:
    /// "Raadsvergadering 22 september 2022     Pagina 2 van 2".
    fn ends_with_page(&self, line: usize) -> bool {
        let start = self.sheet.start(line);
        let cells = || self.sheet.cells_of(start..self.scan.line_end(start)).skip(1);
        self.is_edge(line, EDGE)
            && cells().last().is_some_and(|cell: std::ops::Range<usize>| {
                let text = &self.scan.text[cell.start..];
                let numbered = self.scan.text[cell].contains(|c: char| c.is_ascii_digit());
                numbered && frame::furniture(&self.scan, text).is_ok()
            })
    }

    /// Whether a line is the foot of a page: it stands apart, and ends with a number in a cell of its own:
    /// "Congresboek deel 2     31".
    fn is_numbered_foot(&self, line: usize) -> bool {
        let start = self.sheet.start(line);
        let page = self.page(Some(line));
        let is_foot = line > 0
            && self.page(Some(line + 1)) != page
            && self.page(Some(line - 1)) == page
            && self.sheet.has_space_above(line)
            && self.sheet.is_wide(line);
        let number = |cell: std::ops::Range<usize>| {
            let text = self.scan.text[cell].trim();
            let digits = text.split('/').all(|part| {
                (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
            });
            digits && text.matches('/').count() <= 1
        };
        is_foot
            && self
                .sheet
                .cells_of(start..self.scan.line_end(start))
                .skip(1)
                .last()
                .is_some_and(number)
    }

    /// Whether a line begins a page with its number and the words that the page before begins with, each in
    /// a cell: "18     Moties met preadviezen".
    fn is_headed_again(&self, line: usize) -> bool {
        if !self.sheet.begins_page(line) {
            return false;
        }
        let before = self.page(Some(line - 1));
        let first = self.sheet.lines().partition_point(|line| Some(line.page) < before);
        let document = self.sheet.document;
        let cells = |line: usize| {
            let cells = document.cells(self.sheet.lines()[line]).map(|cell| document.slice(&cell));
            let (numbers, words): (Vec<&str>, Vec<&str>) =
                cells.partition(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()));
            (numbers.len(), words)
        };
        let (numbers, words) = cells(line);
        numbers == 1 && !words.is_empty() && cells(first) == (1, words)
    }

    /// Whether a line begins a page on which no motion opens, and is one of the first lines of the
    /// document: "Moties en amendementen".
    fn is_headline_again(&self, line: usize) -> bool {
        if !self.sheet.begins_page(line) {
            return false;
        }
        // Its cells may stand otherwise apart.
        let again = |first: usize| self.cells(first).eq(self.cells(line));
        self.text(line).contains(' ')
            && (0..HEADLINES.min(line)).any(again)
            // The body beside a number is a letterhead: it opens nothing there.
            && !self.opens_below(line + usize::from(self.is_parted(line)))
    }

    /// Whether a line is one of several that begin a page and the document, there with more beside them:
    /// "gemeente" above "Molendrecht", a letterhead.
    fn is_letterhead_again(&self, line: usize) -> bool {
        let page = self.page(Some(line));
        let tops = (0..HEADLINES).filter_map(|back| line.checked_sub(back));
        let Some(top) = tops.take_while(|&line| self.page(Some(line)) == page).last() else {
            return false;
        };
        if !self.sheet.begins_page(top) {
            return false;
        }
        let alike = (0..HEADLINES)
            .take_while(|&at| {
                top + at < self.sheet.lines().len()
                    && self.page(Some(top + at)) == page
                    && self.cells(at).next().is_some_and(|first| first == self.text(top + at))
            })
            .count();
        alike > 1 && line < top + alike && !self.opens_below(top)
    }

    /// Whether a line begins a page and is a number that the motion is filed under, which an earlier page
    /// has too.
    fn is_filed_again(&self, line: usize) -> bool {
        if !self.sheet.begins_page(line) {
            return false;
        }
        let input = &self.scan.text[self.sheet.start(line)..];
        let filed = frame::label(&self.scan, input)
            .is_ok_and(|(_, (field, _))| matches!(field, Field::FileNumber | Field::Number));
        let text = self.text(line);
        let start = self.sheet.lines()[line].range.start;
        filed && near(self.sheet.document.text(), start).contains(text)
    }

    /// Whether a line begins a page on which no motion opens, and calls the motion by the name or number
    /// that an earlier page gives it: "Motie 2018-33".
    fn is_called_again(&self, line: usize) -> bool {
        if !self.sheet.begins_page(line) {
            return false;
        }
        let start = self.sheet.start(line);
        let Ok((_, title)) = titles::title(&self.scan, &self.scan.text[start..]) else {
            return false;
        };
        let called = match &title.number {
            Some(number) if title.bare => &self.scan.text[number.clone()],
            // In the first cell: the body may stand beside it.
            _ => {
                let line = title.name..self.scan.line_end(start).max(title.name);
                &self.scan.text[self.sheet.cell_of(line)]
            }
        };
        let called = called.trim();
        called.len() > 2 && near(self.scan.text, start).contains(called) && !self.opens_below(line)
    }

    /// The cells of a line.
    fn cells(&self, line: usize) -> impl Iterator<Item = &str> {
        let document = self.sheet.document;
        document.cells(self.sheet.lines()[line]).map(|cell| document.slice(&cell))
    }

    /// Whether a line has several cells.
    fn is_parted(&self, line: usize) -> bool {
        self.cells(line).nth(1).is_some()
    }

    /// Whether a line of several cells begins a page, right above a known head: "Gemeente X     3 mei 2024" above
    /// "Motie     Pagina 2 van 2".
    fn heads_number(&self, line: usize) -> bool {
        self.sheet.begins_page(line)
            && self.known.get(line + 1) == Some(&true)
            && self.page(Some(line)) == self.page(Some(line + 1))
            && self.is_parted(line)
            && !self.opens(line)
    }

    /// Whether a line stands apart right above a known foot, and names the paper: "motie gemeenteraad X" above
    /// "1 van 1".
    fn names_paper(&self, line: usize) -> bool {
        let text = || self.text(line);
        let folded = || &self.scan.text[self.sheet.start(line)..self.sheet.start(line + 1)];
        let names = &self.scan.grammar.words.motion_names;
        let below = line + 1;
        let numbered = || self.known[below] || self.is_edge(below, 1) && self.is_number(below);
        line > 0
            && self.is_edge(line, EDGE)
            && self.page(Some(line)) == self.page(Some(below))
            && numbered()
            && self.sheet.is_wide(line)
            && !text().ends_with(['.', ';', ':', ','])
            && text().split_whitespace().count() <= 8
            && folded().split(' ').any(|word| names.iter().any(|name| name == word))
            && !self.opens(line)
    }

    /// Whether a motion opens on a line, or below it on its page.
    fn opens_below(&self, line: usize) -> bool {
        let opens = |line: usize| {
            frame::opening(&self.scan, &self.scan.text[self.sheet.start(line)..]).is_ok()
        };
        let page = self.page(Some(line));
        let lines = line..self.sheet.lines().len();
        { lines }.take_while(|&line| self.page(Some(line)) == page).any(opens)
    }

    fn is_beside_known(&self, line: usize) -> bool {
        line > 0 && self.known[line - 1] || self.known.get(line + 1) == Some(&true)
    }

    fn is_number(&self, line: usize) -> bool {
        let text = self.text(line);
        // Most lines begin with a letter.
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let number = text.len() <= 9
            && text.split('/').flat_map(|part| part.split(" van ")).all(|part| {
                let part = part.trim();
                (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
            });
        // "1 / 2", "1 van 2": the number of a page, with how many there are.
        let of_pages = || {
            let (page, pages) = text.split_once('/').or_else(|| text.split_once(" van "))?;
            let (page, pages): (u16, u16) = (page.trim().parse().ok()?, pages.trim().parse().ok()?);
            (page <= pages && self.sheet.is_wide(line)).then_some(())
        };
        number && (self.is_edge(line, 1) || self.is_beside_known(line) || of_pages().is_some())
    }

    /// Whether a line stands at the edge of another page too, but for its digits, and is nothing
    /// that a motion begins with: the pages of a bundle begin alike.
    fn is_repeated(&self, line: usize) -> bool {
        if self.pages.is_empty() || !self.is_edge(line, EDGE) {
            return false;
        }
        // "RAAD VAN MOLENDRECHT     motie 2013-18" says on the first page what its number is.
        let named = |cell: std::ops::Range<usize>| {
            let input = &self.scan.text[cell.start..];
            let piece = self.scan.text[cell].trim();
            let numbered = term::is_unmistakable(piece)
                && term::piece_number(piece).is_ok_and(|(rest, _)| rest.is_empty());
            numbered
                || titles::title(&self.scan, input).is_ok_and(|(_, title)| title.number.is_some())
        };
        let row = self.sheet.start(line)..self.sheet.start(line + 1);
        if line < HEADLINES && self.sheet.cells_of(row).skip(1).any(named) {
            return false;
        }
        let shape = self.shape(line);
        let alone = shape.len() > 3 && !shape.ends_with([':', ';', ',']);
        // Who signs several motions of a bundle stands at the foot of several pages.
        let often = |on: usize| 3 * on >= self.sheet.document.pages().len();
        let signs = || person::signatory(&self.scan.grammar.words, self.text(line)).is_some();
        let repeated = |on: usize| on > 1 && (often(on) || !signs());
        alone
            && !self.decides(line)
            && self.pages.get(&shape).is_some_and(|pages| repeated(pages.len()))
            && (!self.begins_motion(line)
                || self.is_in_sentence(line) && !self.is_opening(line)
                || self.is_title_again(line))
    }

    /// Whether a line says what became of a motion: below each of a bundle it may say the same.
    fn decides(&self, line: usize) -> bool {
        let row = self.sheet.start(line)..self.sheet.start(line + 1);
        sentence::tells(&self.scan, &row) || ballot::is_row(&self.scan, row)
    }

    /// Whether the line before one, and the line after it, are one sentence.
    fn is_in_sentence(&self, line: usize) -> bool {
        let (Some(before), true) = (line.checked_sub(1), line + 1 < self.sheet.lines().len())
        else {
            return false;
        };
        self.text(before).ends_with(|c: char| c.is_alphanumeric() || c == '-')
            && self.text(line + 1).starts_with(char::is_lowercase)
    }

    /// Whether a motion or a clause of one opens on a line.
    fn opens(&self, line: usize) -> bool {
        let input = &self.scan.text[self.sheet.start(line)..];
        frame::opening(&self.scan, input).is_ok() || rules::heading(&self.scan, input).is_ok()
    }

    fn begins_motion(&self, line: usize) -> bool {
        begins(self.sheet, &self.scan, line)
    }

    /// Whether the body opens a motion on a line: those of a bundle all do.
    fn is_opening(&self, line: usize) -> bool {
        frame::opening(&self.scan, &self.scan.text[self.sheet.start(line)..]).is_ok()
    }

    /// Whether a line is a title with a name or number that an earlier page has at its edge too.
    fn is_title_again(&self, line: usize) -> bool {
        let input = &self.scan.text[self.sheet.start(line)..];
        let page = self.sheet.lines()[line].page;
        let before = (0..line).take_while(|&at| self.sheet.lines()[at].page < page);
        titles::title(&self.scan, input).is_ok_and(|(_, title)| !title.bare)
            && before
                .filter(|&at| self.is_edge(at, EDGE))
                .any(|at| self.text(at) == self.text(line))
    }

    /// Whether a line beside furniture at a page's edge stands in the middle of a sentence that
    /// goes on below it: capital or digit first, set apart, what comes before not ended, what comes
    /// after in small letters.
    fn breaks_sentence(&self, line: usize, marked: &[bool]) -> bool {
        if line == 0 || marked[line] {
            return false;
        }
        // The last line of a page that stands apart, or the first one with space below it.
        let page = self.page(Some(line));
        let foot = self.page(Some(line + 1)).is_some_and(|next| Some(next) != page)
            && self.sheet.is_wide(line);
        // A line right below others goes on with them, however it begins.
        let set = self.sheet.is_wide(line) || self.sheet.begins_page(line) || self.known[line - 1];
        if !set || !foot && !self.is_beside_known(line) || self.opens(line) {
            return false;
        }
        let before = (0..line).rev().find(|&at| !marked[at]);
        let after = (line + 1..marked.len()).find(|&at| !marked[at]);
        let (Some(before), Some(after)) = (before, after) else { return false };
        let open = self.text(before).ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let text = self.text(line);
        let own = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && !text.ends_with([';', ',', '.']);
        // The head of a page may stand right above its text, which would have had room on its line.
        let short = || self.sheet.begins_page(line) && self.sheet.follows_short(after);
        let apart = self.sheet.is_wide(after) || self.sheet.begins_page(after) || short();
        open && own && apart && self.text(after).starts_with(char::is_lowercase)
    }
}
