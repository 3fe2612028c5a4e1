//! Footnotes that the text itself shows: "¹ Zie het besluit", `[1] Zie het besluit`, at the foot of a page
//! whose text has the mark.
//!
//! They are set aside, so that an item that runs over the end of the page does not have a note in its
//! middle.

use super::furniture;
use super::sheet::Sheet;
use crate::grammar::Grammar;
use crate::text::{Document, RAISED};

/// A note takes at most so many lines.
const LINES: usize = 4;

/// The lines of the document that are footnotes.
#[must_use]
pub fn marked(document: &Document, sheet: &Sheet<'_>, grammar: &Grammar) -> Vec<usize> {
    let lines = sheet.lines();
    let text = |line: usize| document.slice(&lines[line].range);
    let scan = sheet.scan(grammar);
    let mut marked = Vec::new();
    let mut end = lines.len();
    while end > 0 {
        let page = lines[end - 1].page;
        let begin = lines.partition_point(|line| line.page < page);
        let refers = |mark: &Mark<'_>, above: usize| {
            (begin..above).any(|line| mark.is_referred_to(text(line)))
        };
        let first = (begin + 1..end).find(|&line| {
            let apart = || sheet.has_space_above(line) || is_rule(text(line - 1));
            Mark::of(text(line)).is_some_and(|mark| apart() && refers(&mark, line))
        });
        if let Some(first) = first {
            let notes = (first..end).filter(|&line| Mark::of(text(line)).is_some()).count();
            let goes_on = (first..end).any(|line| furniture::begins(sheet, &scan, line));
            if end - first <= LINES * notes && !goes_on {
                marked.extend((first..end).map(|line| document.line_at(lines[line].range.start)));
            }
        }
        end = begin;
    }
    // A number and an address is one wherever it stands.
    let sources = (1..lines.len()).filter(|&line| is_source(text(line)));
    marked.extend(sources.map(|line| document.line_at(lines[line].range.start)));
    marked.sort_unstable();
    marked.dedup();
    marked
}

/// Whether a line is the mark of a note and an address, and nothing else: `1 https://www.voorbeeld.nl/brug.pdf`.
fn is_source(text: &str) -> bool {
    let address = |(_, address): (&str, &str)| {
        let address = address.trim();
        let scheme = ["http://", "https://", "www."].iter().any(|start| address.starts_with(start));
        scheme && !address.contains(char::is_whitespace)
    };
    Mark::of(text).is_some() && text.split_once(' ').is_some_and(address)
}

/// Whether a line is drawn: "______".
fn is_rule(text: &str) -> bool {
    text.len() > 3 && text.chars().all(|c| matches!(c, '_' | '-' | '–' | '—' | ' '))
}

/// What a note begins with.
#[derive(Debug, PartialEq)]
enum Mark<'t> {
    /// "¹", `[1]`: as it stands in the text.
    Sign(&'t str),
    /// "1": behind a word, without a space.
    Number(&'t str),
}

impl<'t> Mark<'t> {
    fn of(text: &'t str) -> Option<Self> {
        // Most lines begin with a letter.
        let first = text.as_bytes().first()?;
        if first.is_ascii() && !first.is_ascii_digit() && *first != b'[' {
            return None;
        }
        let raised = match first.is_ascii() {
            true => 0,
            false => text.len() - text.trim_start_matches(|c| RAISED.contains(c)).len(),
        };
        if raised > 0 {
            return Some(Self::Sign(&text[..raised]));
        }
        let sign = text.split(' ').next().unwrap_or_default();
        let number = |digits: &str| {
            (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let boxed = sign.strip_prefix('[').and_then(|sign| sign.strip_suffix(']'));
        if boxed.is_some_and(number) {
            Some(Self::Sign(sign))
        } else {
            number(sign).then_some(Self::Number(sign))
        }
    }

    /// Whether a line of the text has the mark, behind a word.
    fn is_referred_to(&self, line: &str) -> bool {
        let Self::Number(digits) = self else {
            let Self::Sign(sign) = self else { return false };
            return line.match_indices(sign).any(|(at, _)| at > 0);
        };
        line.match_indices(digits).any(|(at, _)| {
            let word = line[..at].chars().rev().take_while(|c| c.is_lowercase()).count();
            let behind = line[at + digits.len()..].chars().next();
            word > 3 && !behind.is_some_and(char::is_alphanumeric)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;
    use crate::text::plain;

    fn notes(text: &str) -> Vec<String> {
        let document = plain::read(text);
        let grammars = Grammars::built_in();
        let grammar = grammars.get("gemeenteraad").expect("a grammar");
        let marked = marked(&document, &Sheet::of(&document), grammar);
        marked.iter().map(|&at| document.slice(&document.lines()[at].range).to_owned()).collect()
    }

    #[test]
    fn notes_are_marked_as_the_text_above_them_is() {
        for (text, note) in [
            ("De raad wil bomen¹;\n\n¹ Zie het besluit.\n", vec!["¹ Zie het besluit."]),
            (
                "De raad wil bomen [1];\n____\n[1] Zie het besluit\nvan maart.\n[2] Zie daar.\n",
                vec!["[1] Zie het besluit", "van maart.", "[2] Zie daar."],
            ),
            ("De raad wil bomen1;\n\n1\nZie het besluit.\n", vec!["1", "Zie het besluit."]),
            // An address is one, whatever stands below it.
            (
                "De brug is smal1;\n\n1 https://www.voorbeeld.nl/brug.pdf\n\nVerzoekt het college:\n1 zie \
                 www.voorbeeld.nl\n",
                vec!["1 https://www.voorbeeld.nl/brug.pdf"],
            ),
        ] {
            assert_eq!(notes(text), note, "{text}");
        }
    }

    #[test]
    fn lists_and_what_a_motion_goes_on_with_are_none() {
        for text in [
            "Verzoekt het college:\n\n1 bomen te planten\n2 gras te zaaien\n",
            "Minder CO2 en artikel 1;\n\n1 bomen te planten\n2 gras te zaaien\n",
            "De raad wil bomen1;\n\n1 Zie het besluit.\n\nVerzoekt het college:\n- iets te doen\n",
        ] {
            assert_eq!(notes(text), Vec::<String>::new(), "{text}");
        }
    }
}
