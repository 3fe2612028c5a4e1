//! Plain text as a document: its lines with their page and byte span.

use std::borrow::Cow;

use memchr::memchr2;

use super::block::{self, plain_run};
use super::document::{Builder, Document, Line, PAGE_BREAK};

/// The page break as a byte.
const FORM_FEED: u8 = b'\x0c';

/// How many columns a tab moves the indentation on.
const TAB: f32 = 8.0;

/// Reads plain text: form feeds are page ends, every kind of line end is one `\n`.
///
/// Total: any text gives a document. Blank lines stay in the text and count in the gap of the line
/// below them.
#[must_use]
pub fn read(text: &str) -> Document {
    let text = normalised(text);
    let mut builder = Builder::with_room(text.len());
    builder.found_page();
    let end = text.trim_end().len();
    // How much of the text the document has, and how much less that is for closing up.
    let (mut copied, mut closed_up) = (0, 0);
    let mut at = 0;
    let mut page = 1;
    let mut gap = 0.0;
    while at < text.len() {
        let Found { line, before, content, mut plain } = first_line(&text[at..]);
        if content.is_empty() {
            gap += 1.0;
        } else {
            let start = at + before;
            let begin = start - closed_up;
            if is_spaced(content) {
                let closed = closed(content);
                builder.found_text(&text[copied..start]);
                builder.found_text(&closed);
                copied = start + content.len();
                closed_up += content.len() - closed.len();
                plain = plain_run(closed.as_bytes());
            }
            builder.found_line(Line {
                range: begin..start + content.len() - closed_up,
                page,
                bbox: None,
                size: None,
                bold: false,
                gap,
                indent: indent(&line[..before]),
                furniture: false,
                added: false,
                plain,
            });
            gap = 0.0;
        }
        at += line.len();
        // A form feed at the very end ends the last page; it does not begin another.
        if line.ends_with(PAGE_BREAK) && at < end {
            builder.found_page();
            page += 1;
            gap = 0.0;
        }
    }
    builder.found_text(&text[copied..]);
    builder.finish()
}

/// A line as it stands in the text.
struct Found<'a> {
    /// All of it, with its end.
    line: &'a str,
    /// How much white space it begins with.
    before: usize,
    /// What it says, without the white space around it.
    content: &'a str,
    /// How many bytes of that are plain, from the first on.
    plain: usize,
}

/// The first line of a text that is not empty.
fn first_line(text: &str) -> Found<'_> {
    // Most lines are plain from their first byte to their end, which is what ends the run.
    let plain = plain_run(text.as_bytes());
    if text.as_bytes().get(plain) == Some(&b'\n') {
        return Found { line: &text[..=plain], before: 0, content: &text[..plain], plain };
    }
    let line_end = memchr2(b'\n', FORM_FEED, &text.as_bytes()[plain..]);
    let line = &text[..line_end.map_or(text.len(), |len| plain + len + 1)];
    let (before, content) = block::trimmed(line.trim_end_matches(['\n', PAGE_BREAK]));
    let plain = if before == 0 { plain } else { plain_run(content.as_bytes()) };
    Found { line, before, content, plain }
}

/// Makes every line end one `\n` (Unicode Standard, 5.8), and what else commands a terminal a space.
fn normalised(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut clean = String::new();
    let mut copied = 0;
    let mut at = 0;
    let is_rare = |byte: u8| !(byte == b'\n' || (b' '..=b'~').contains(&byte));
    while let Some(found) = block::position(&text.as_bytes()[at..], is_rare) {
        let rare = at + found;
        let Some(c) = text[rare..].chars().next() else { break };
        at = rare + c.len_utf8();
        if !is_odd(c) {
            continue;
        }
        clean.push_str(&text[copied..rare]);
        copied = at;
        match c {
            // The line feed behind it is the line end.
            '\r' if text[at..].starts_with('\n') => {}
            '\r' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            _ => clean.push(' '),
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(&text[copied..]);
    Cow::Owned(clean)
}

/// Whether a character is no part of a line, and ends neither line nor page as it should.
fn is_odd(c: char) -> bool {
    !matches!(c, '\n' | '\t' | PAGE_BREAK)
        && (c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// So many single characters make a line letter-spaced.
const SPACED: usize = 5;

/// Closes up a letter-spaced line: "M O T I E   3 6" is "MOTIE 36".
fn closed(line: &str) -> String {
    let mut closed = String::with_capacity(line.len());
    let gap = gaps(line).min().unwrap_or(1);
    let mut last = 0;
    for token in line.split_whitespace() {
        let at = token.as_ptr() as usize - line.as_ptr() as usize;
        if last > 0 && at - last > gap {
            closed.push(' ');
        }
        closed.push_str(token);
        last = at + token.len();
    }
    closed
}

/// The lengths of the gaps in a line.
fn gaps(line: &str) -> impl Iterator<Item = usize> {
    line.split(|c: char| !c.is_whitespace()).map(str::len).filter(|&len| len > 0)
}

/// Whether a line is nothing but single characters with spaces between, most of them letters.
fn is_spaced(line: &str) -> bool {
    // Cheap to rule out: the second character of such a line is a space.
    let letters =
        |line: &[u8]| matches!(line, [first, second, ..] if first.is_ascii() && *second != b' ');
    if letters(line.as_bytes()) || line.chars().nth(1) != Some(' ') {
        return false;
    }
    let tokens = || line.split_whitespace();
    if !tokens().all(|token| token.chars().nth(1).is_none()) {
        return false;
    }
    let count = tokens().count();
    let letters = tokens().filter(|token| token.starts_with(char::is_alphabetic)).count();
    count >= SPACED && 3 * letters >= 2 * count
}

/// The width of the white space before a line, in characters.
fn indent(space: &str) -> f32 {
    let width = |c| if c == '\t' { TAB } else { 1.0 };
    if space.is_empty() { 0.0 } else { space.chars().map(width).sum() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_is_one_and_the_mark_at_the_start_is_gone() {
        assert_eq!(read("\u{feff}a\r\nb\rc\n").text(), "a\nb\nc\n");
        assert_eq!(read("a\u{b}b\u{2028}c\u{1b}[31md").text(), "a\nb\nc [31md");
    }

    #[test]
    fn lines_keep_page_gap_and_indentation() {
        let document = read("een\n\n \n  twee\n\u{c}\tdrie\n\u{c}\n");
        let lines: Vec<_> = document
            .lines()
            .iter()
            .map(|line| (document.slice(&line.range), line.page, line.gap, line.indent))
            .collect();
        assert_eq!(lines, [("een", 1, 0.0, 0.0), ("twee", 1, 2.0, 2.0), ("drie", 2, 0.0, 8.0)]);
        assert_eq!(document.pages().len(), 2);
    }

    #[test]
    fn letter_spaced_lines_are_closed_up_and_the_lines_below_keep_their_place() {
        let document = read("  M O T I E   3 6 \nén twee\nV R A A G\ndrie  vier\n");
        assert_eq!(document.text(), "  MOTIE 36 \nén twee\nVRAAG\ndrie  vier\n");
        let lines = document.lines().iter();
        let lines: Vec<_> = lines.map(|line| (document.slice(&line.range), line.plain)).collect();
        assert_eq!(lines, [("MOTIE 36", 8), ("én twee", 0), ("VRAAG", 5), ("drie  vier", 4)]);
    }

    #[test]
    fn no_text_is_a_document_without_lines() {
        assert!(read(" \n").lines().is_empty());
    }
}
