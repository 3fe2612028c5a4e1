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
    let mut at = 0;
    let mut page = 1;
    let mut gap = 0.0;
    while let Some(&first) = text.as_bytes().get(at) {
        if first == b'\n' {
            builder.found_text("\n");
            at += 1;
            gap += 1.0;
            continue;
        }
        let line_end = memchr2(b'\n', FORM_FEED, &text.as_bytes()[at..]);
        let line = &text[at..line_end.map_or(text.len(), |len| at + len + 1)];
        at += line.len();
        let (before, content) = block::trimmed(line.trim_end_matches(['\n', PAGE_BREAK]));
        if content.is_empty() {
            builder.found_text(line);
            gap += 1.0;
        } else {
            let (space, behind) = (&line[..before], &line[before + content.len()..]);
            let (printed, len) = match is_spaced(content).then(|| closed(content)) {
                Some(closed) => (&*format!("{space}{closed}{behind}"), closed.len()),
                None => (line, content.len()),
            };
            let begin = builder.found_text(printed) + space.len();
            builder.found_line(Line {
                range: begin..begin + len,
                page,
                bbox: None,
                size: None,
                bold: false,
                gap,
                indent: indent(space),
                furniture: false,
                added: false,
                plain: plain_run(&printed.as_bytes()[space.len()..][..len]),
            });
            gap = 0.0;
        }
        // A form feed at the very end ends the last page; it does not begin another.
        if line.ends_with(PAGE_BREAK) && at < end {
            builder.found_page();
            page += 1;
            gap = 0.0;
        }
    }
    builder.finish()
}

/// Makes every line end one `\n` (Unicode Standard, 5.8), and what else commands a terminal a space.
fn normalised(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut clean = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = block::pair_position(&text.as_bytes()[at..], may_be_odd) {
        let odd = text.floor_char_boundary(at + found);
        at += found + 1;
        let Some(c) = text[odd..].chars().next().filter(|&c| is_odd(c)) else { continue };
        clean.push_str(&text[copied..odd]);
        copied = odd + c.len_utf8();
        at = copied;
        match c {
            // The line feed behind it is the line end.
            '\r' if text[copied..].starts_with('\n') => {}
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

/// Whether a byte and the next one can be in a character that [`is_odd`]: no such character is
/// without them.
fn may_be_odd(byte: u8, next: u8) -> bool {
    let ascii = (byte < b' ') & (byte != b'\n') & (byte != b'\t') & (byte != FORM_FEED);
    let control = (byte == 0xc2) & (next < 0xa0);
    let separator = (byte == 0x80) & (next & 0xfe == 0xa8);
    ascii | (byte == 0x7f) | control | separator
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
    if line.chars().nth(1) != Some(' ') {
        return false;
    }
    let mut letters = 0;
    let mut count = 0;
    for token in line.split_whitespace() {
        let mut chars = token.chars();
        let first = chars.next();
        if chars.next().is_some() {
            return false;
        }
        count += 1;
        letters += usize::from(first.is_some_and(char::is_alphabetic));
    }
    count >= SPACED && 3 * letters >= 2 * count
}

/// The width of the white space before a line, in characters.
fn indent(space: &str) -> f32 {
    space.chars().map(|c| if c == '\t' { TAB } else { 1.0 }).sum()
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
    fn no_text_is_a_document_without_lines() {
        assert!(read(" \n").lines().is_empty());
    }
}
