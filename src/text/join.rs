//! Lines joined into the one line that they were before they were set.

use std::ops::Range;

use super::block::{plain_run, trimmed};
use super::document::Document;

/// The signs that may stand where a word was broken.
const HYPHENS: [char; 2] = ['-', '\u{2010}'];

/// Joins the body lines of a range into one line: white space becomes one space, words hyphenated
/// over a line end are joined, soft hyphens and zero-width characters are gone, what is no
/// part of the body is left out.
///
/// A hyphen at a line end goes when a lower-case letter follows and the hyphenated form does not
/// stand elsewhere in the document; before a capital, a sign, or the words "en" and "of" it stays
/// ("Bezuidenhout-West", "verkeers- en vervoersplan").
#[must_use]
pub fn one_line(document: &Document, range: &Range<usize>) -> String {
    join(document, range, &mut |_, _| {})
}

/// A range joined into one line, with a way back.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    /// The line, as [`one_line`] makes it.
    pub text: String,
    /// Where parts of it come from: its own offset, and that in the document, ascending.
    steps: Vec<(usize, usize)>,
}

impl Joined {
    /// Joins the body lines of a range.
    #[must_use]
    pub fn of(document: &Document, range: &Range<usize>) -> Self {
        let mut steps = Vec::new();
        let text = join(document, range, &mut |at, source| steps.push((at, source)));
        Self { text, steps }
    }

    /// The range of the document that a range of the line comes from.
    #[must_use]
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        let source = |offset: usize| {
            let step = self.steps.partition_point(|&(at, _)| at <= offset).saturating_sub(1);
            self.steps.get(step).map_or(0, |&(at, source)| source + (offset - at))
        };
        let start = source(range.start);
        let last = self.text[range.clone()].char_indices().next_back();
        let end = last.map_or(start, |(at, c)| source(range.start + at) + c.len_utf8());
        start..end.max(start)
    }
}

/// Joins the body lines of a range; `note` hears where each run of visible characters goes and
/// where it comes from.
fn join(document: &Document, range: &Range<usize>, note: &mut impl FnMut(usize, usize)) -> String {
    let mut joined = String::with_capacity(range.len());
    let mut previous: Option<&str> = None;
    for line in &document.lines()[document.line_at(range.start)..] {
        if line.range.start >= range.end {
            break;
        }
        let part = line.range.start.max(range.start)..line.range.end.min(range.end);
        let (before, text) = trimmed(document.slice(&part));
        let start = part.start + before;
        if !line.is_body() || text.is_empty() {
            continue;
        }
        match previous.map(|previous| seam(document, previous, text)) {
            Some(Seam::Space) => joined.push(' '),
            Some(Seam::DropHyphen) => drop(joined.pop()),
            Some(Seam::Together) | None => {}
        }
        if line.is_plain() {
            note(joined.len(), start);
            joined.push_str(text);
        } else {
            push_visible(text, &mut joined, &mut |at, offset| note(at, start + offset));
        }
        previous = Some(text);
    }
    joined
}

/// Whether the hyphen at the end of a line goes where the next one follows it: "beraadslagin-", "gen".
#[must_use]
pub fn drops_hyphen(document: &Document, line: &str, next: &str) -> bool {
    line.ends_with(HYPHENS) && seam(document, line, next) == Seam::DropHyphen
}

/// How two lines are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seam {
    /// With a space between them.
    Space,
    /// With nothing between them.
    Together,
    /// With nothing between them, and without the hyphen at the end of the first.
    DropHyphen,
}

/// Words that follow a hyphen that stands for the rest of a word: "verkeers- en vervoersplan".
const AFTER_SUSPENDED: [&str; 5] = ["en", "of", "en/of", "dan", "tot"];

/// Decides how a line and the next one are put together, with the whole document as the witness.
fn seam(document: &Document, line: &str, next: &str) -> Seam {
    // Most lines end with none of the signs below: with no such byte.
    if !matches!(line.as_bytes().last(), Some(b'-' | b'/' | 0x90 | 0xad)) {
        return Seam::Space;
    }
    if line.ends_with(SOFT_HYPHEN) {
        return Seam::Together;
    }
    // A soft hyphen with the hyphen that was set for it behind it.
    if line.strip_suffix(HYPHENS).is_some_and(|stem| stem.ends_with(SOFT_HYPHEN)) {
        return Seam::DropHyphen;
    }
    let Some(stem) = line.strip_suffix(['-', '\u{2010}', '/']) else {
        return Seam::Space;
    };
    if !stem.ends_with(char::is_alphanumeric) {
        return Seam::Space;
    }
    let word = next.split_whitespace().next().unwrap_or_default();
    if line.ends_with('/')
        || !next.starts_with(char::is_lowercase)
        // "PFAS-", "houdend": an abbreviation keeps its hyphen.
        || stem.ends_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
    {
        return Seam::Together;
    }
    if AFTER_SUSPENDED.contains(&word) {
        return Seam::Space;
    }
    let sign = |c: char| !c.is_alphanumeric();
    let last = stem.rsplit(char::is_whitespace).next().unwrap_or_default();
    let (stem, word) = (last.trim_start_matches(sign), word.trim_end_matches(sign));
    // "niet-", "wederuitvoer": what "niet" is part of is written with a hyphen.
    if stem == "niet" {
        return Seam::Together;
    }
    // "zee-", "egel": two vowels that would be read as one are never without their hyphen.
    if clashes(stem, word) {
        return Seam::Together;
    }
    // "Wmo-", "beleid": what stands elsewhere by itself.
    if document.has_short(stem) {
        return Seam::Together;
    }
    let compound = format!("{stem}-{word}");
    if document.has_compound(&compound) { Seam::Together } else { Seam::DropHyphen }
}

/// Whether the last letter of a word and the first of the next one would be read as one vowel
/// (Woordenlijst Nederlandse Taal, 6.F).
fn clashes(stem: &str, word: &str) -> bool {
    let pair = (stem.as_bytes().last(), word.as_bytes().first());
    matches!(
        pair,
        (Some(b'a'), Some(b'a' | b'e' | b'i' | b'u'))
            | (Some(b'e'), Some(b'e' | b'i' | b'u'))
            | (Some(b'i'), Some(b'e' | b'i'))
            | (Some(b'o'), Some(b'e' | b'i' | b'o' | b'u'))
            | (Some(b'u'), Some(b'i' | b'u'))
    )
}

/// Appends a line, its white space made single and its invisible characters left out.
fn push_visible(line: &str, joined: &mut String, note: &mut impl FnMut(usize, usize)) {
    let mut space = false;
    let mut fresh = true;
    let mut at = 0;
    while at < line.len() {
        // Runs of plain characters are copied at once.
        let mut run = plain_run(&line.as_bytes()[at..]);
        if run == 0 {
            let Some(c) = line[at..].chars().next() else { return };
            if c.is_whitespace() {
                space = true;
                at += c.len_utf8();
                continue;
            }
            run = c.len_utf8();
            if is_invisible(c) {
                fresh = true;
                at += run;
                continue;
            }
        }
        if space {
            joined.push(' ');
            space = false;
            fresh = true;
        }
        if fresh {
            note(joined.len(), at);
            fresh = false;
        }
        joined.push_str(&line[at..at + run]);
        at += run;
    }
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Whether nobody sees a character.
fn is_invisible(c: char) -> bool {
    matches!(c, SOFT_HYPHEN | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::plain;

    fn joined(text: &str) -> String {
        let document = plain::read(text);
        one_line(&document, &(0..document.text().len()))
    }

    #[test]
    fn line_ends_and_runs_of_space_become_one_space() {
        assert_eq!(joined("  een\n\n twee \u{a0}drie\u{200b}\n"), "een twee drie");
    }

    #[test]
    fn hyphens_at_line_ends_go_unless_they_belong_to_the_word() {
        for (text, expected) in [
            ("de gemeente-\nraad", "de gemeenteraad"),
            ("de\u{a0}gemeente-\nraad", "de gemeenteraad"),
            ("Molen-\nWest", "Molen-West"),
            ("Bestemmings-\n/omgevingsplan", "Bestemmings-/omgevingsplan"),
            ("verkeers-\nen vervoersplan", "verkeers- en vervoersplan"),
            (
                "sociaal-\neconomisch; niet sociaal-economisch",
                "sociaal-economisch; niet sociaal-economisch",
            ),
            ("zorg voor historie-\nerfgoed", "zorg voor historie-erfgoed"),
            ("zee-\negels en ide-\nalen", "zee-egels en idealen"),
            ("het Wmo-\nbeleid en de Wmo", "het Wmo-beleid en de Wmo"),
            ("Ge-\nmeente", "Gemeente"),
            ("2021-\n2030", "2021-2030"),
            ("PFAS-\nhoudend", "PFAS-houdend"),
            ("woning\u{ad}\nbouw op\u{ad}nieuw", "woningbouw opnieuw"),
            ("woning\u{ad}\u{2010}\nbouw", "woningbouw"),
            ("een streep -\nen verder", "een streep - en verder"),
        ] {
            assert_eq!(joined(text), expected);
        }
    }
}
