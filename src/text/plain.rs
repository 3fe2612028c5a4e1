//! Plain text as a document: its lines with their page and byte span.

use super::document::{Builder, Document, Line, PAGE_BREAK};

/// How many columns a tab moves the indentation on.
const TAB: f32 = 8.0;

/// Reads plain text: form feeds are page ends, every kind of line end is one `\n`.
///
/// Total: any text gives a document. Blank lines stay in the text and count in the gap of the line
/// below them.
#[must_use]
pub fn read(text: &str) -> Document {
    let text = normalised(text);
    let mut builder = Builder::with_text(text.clone());
    builder.found_page();
    let mut start = 0;
    let mut page = 1;
    let mut gap = 0.0;
    for line in text.split_inclusive(['\n', PAGE_BREAK]) {
        let content = line.trim();
        if content.is_empty() {
            gap += 1.0;
        } else {
            let begin = start + (line.len() - line.trim_start().len());
            builder.found_line(Line {
                range: begin..begin + content.len(),
                page,
                bbox: None,
                size: None,
                bold: false,
                gap,
                indent: indent(&line[..begin - start]),
                furniture: false,
                added: false,
            });
            gap = 0.0;
        }
        start += line.len();
        // A form feed at the very end ends the last page; it does not begin another.
        if line.ends_with(PAGE_BREAK) && !text[start..].trim().is_empty() {
            builder.found_page();
            page += 1;
            gap = 0.0;
        }
    }
    builder.finish()
}

/// Makes every line end one `\n` (Unicode Standard, 5.8), and what else commands a terminal a space.
fn normalised(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_plain = |c: char| matches!(c, '\n' | '\t' | PAGE_BREAK) || !is_odd(c);
    if text.chars().all(is_plain) {
        return close_spaced(text);
    }
    let text = text.replace("\r\n", "\n");
    let text: String = text
        .chars()
        .map(|c| match c {
            '\r' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            c if is_plain(c) => c,
            _ => ' ',
        })
        .collect();
    close_spaced(&text)
}

/// So many single characters make a line letter-spaced.
const SPACED: usize = 5;

/// Closes up letter-spaced lines: "M O T I E   3 6" is "MOTIE 36".
fn close_spaced(text: &str) -> String {
    let mut closed = String::with_capacity(text.len());
    for line in text.split_inclusive(['\n', PAGE_BREAK]) {
        // Cheap to rule out: the second character of such a line is a space.
        let mut chars = line.trim_start().chars();
        chars.next();
        if chars.next() != Some(' ') || !is_spaced(line) {
            closed.push_str(line);
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        closed.push_str(&line[..indent]);
        let gap = gaps(line.trim()).min().unwrap_or(1);
        let mut last = 0;
        for token in line.split_whitespace() {
            let at = token.as_ptr() as usize - line.as_ptr() as usize;
            if last > 0 && at - last > gap {
                closed.push(' ');
            }
            closed.push_str(token);
            last = at + token.len();
        }
        closed.push_str(&line[line.trim_end().len()..]);
    }
    closed
}

/// The lengths of the gaps in a line.
fn gaps(line: &str) -> impl Iterator<Item = usize> {
    line.split(|c: char| !c.is_whitespace()).map(str::len).filter(|&len| len > 0)
}

/// Whether a line is nothing but single characters with spaces between, most of them letters.
fn is_spaced(line: &str) -> bool {
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

/// Whether a character is no part of a line.
fn is_odd(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
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
