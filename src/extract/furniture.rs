//! Page furniture that the text itself shows: running heads and feet, page numbers.

use super::sheet::Sheet;
use crate::grammar::{Grammar, frame};
use crate::text::Document;

/// How many lines at the top and at the foot of a page may be a running head or foot.
const EDGE: usize = 2;

/// Marks what belongs to the page: lines that the grammar knows, bare numbers beside them or at the
/// edge of a page, lines that stand at the edges of several pages, and a line at the edge of a page
/// that breaks a sentence in two.
pub fn mark(document: &mut Document, grammar: &Grammar) {
    let sheet = Sheet::of(document);
    let marker = Marker::of(&sheet, grammar);
    let mut marked: Vec<usize> = (0..sheet.lines().len())
        .filter(|&line| marker.known[line] || marker.is_number(line) || marker.is_repeated(line))
        .collect();
    let breaking: Vec<usize> =
        (0..sheet.lines().len()).filter(|&line| marker.breaks_sentence(line, &marked)).collect();
    marked.extend(breaking);
    let marked: Vec<usize> =
        marked.iter().map(|&line| document.line_at(sheet.lines()[line].range.start)).collect();
    for line in marked {
        document.set_furniture(line);
    }
}

struct Marker<'m, 'a> {
    sheet: &'m Sheet<'a>,
    /// The lines that the grammar knows.
    known: Vec<bool>,
    /// The lines at the edges of pages, with their digits made one.
    edges: Vec<(usize, String)>,
}

impl<'m, 'a> Marker<'m, 'a> {
    fn of(sheet: &'m Sheet<'a>, grammar: &Grammar) -> Self {
        let scan = sheet.scan(grammar);
        let known = (0..sheet.lines().len())
            .map(|line| frame::furniture(&scan, &scan.text[sheet.start(line)..]).is_ok())
            .collect();
        let mut marker = Self { sheet, known, edges: Vec::new() };
        if sheet.document.pages().len() > 1 {
            marker.edges = (0..sheet.lines().len())
                .filter(|&line| marker.is_edge(line, EDGE))
                .map(|line| (line, marker.shape(line)))
                .collect();
        }
        marker
    }

    fn text(&self, line: usize) -> &str {
        self.sheet.document.slice(&self.sheet.lines()[line].range)
    }

    /// The text of a line with every digit made one.
    fn shape(&self, line: usize) -> String {
        self.text(line).chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
    }

    fn page(&self, line: Option<usize>) -> Option<u32> {
        self.sheet.lines().get(line?).map(|line| line.page)
    }

    /// Whether a line is one of so many at the top or at the foot of its page.
    fn is_edge(&self, line: usize, lines: usize) -> bool {
        let page = self.page(Some(line));
        self.page(line.checked_sub(lines)) != page || self.page(Some(line + lines)) != page
    }

    fn is_beside_known(&self, line: usize) -> bool {
        line > 0 && self.known[line - 1] || self.known.get(line + 1) == Some(&true)
    }

    fn is_number(&self, line: usize) -> bool {
        let text = self.text(line);
        let number = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        number && (self.is_edge(line, 1) || self.is_beside_known(line))
    }

    /// Whether a line stands at the edge of another page too, but for its digits.
    fn is_repeated(&self, line: usize) -> bool {
        let Some((_, shape)) = self.edges.iter().find(|(at, _)| *at == line) else { return false };
        let elsewhere = |(at, other): &(usize, String)| {
            self.page(Some(*at)) != self.page(Some(line)) && other == shape
        };
        // A bullet or a heading may well begin several pages: only what looks like a line of its own.
        shape.len() > 3 && !shape.ends_with([':', ';', ',']) && self.edges.iter().any(elsewhere)
    }

    /// Whether a line beside furniture at a page's edge stands in the middle of a sentence that
    /// goes on below it: capital or digit first, set apart, what comes before not ended, what comes
    /// after in small letters.
    fn breaks_sentence(&self, line: usize, marked: &[usize]) -> bool {
        if marked.contains(&line) || !self.is_beside_known(line) || line == 0 {
            return false;
        }
        let body = |at: &usize| *at != line && !marked.contains(at);
        let before = (0..line).rev().find(body);
        let after = (line + 1..self.sheet.lines().len()).find(body);
        let (Some(before), Some(after)) = (before, after) else { return false };
        let open = self.text(before).ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let own = self.text(line).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let apart = self.sheet.is_wide(after) || self.sheet.begins_page(after);
        open && own && apart && self.text(after).starts_with(char::is_lowercase)
    }
}
