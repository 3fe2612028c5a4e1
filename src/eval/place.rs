//! Where in a document's text something stands: for the line of a difference.

use std::cell::OnceCell;

use serde::Serialize;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::text::document::PAGE_BREAK;

/// Words are looked for by so many letters at most, and at least.
const NEEDLE: (usize, usize) = (60, 3);

/// A place that a person can look up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The page, counted from 1.
    pub page: usize,
    /// The line on that page in the normalised text, counted from 1, blank ones too.
    pub line: usize,
}

impl Place {
    /// Where a document begins.
    pub const BEGIN: Self = Self { page: 1, line: 1 };
}

/// The normalised text of a document, in which things are looked up.
pub(super) struct Sheet<'a> {
    text: &'a str,
    /// Where each line begins, and on which page it stands.
    lines: OnceCell<Vec<(usize, Place)>>,
    letters: OnceCell<Letters>,
}

/// The letters of a text, and where each byte of them comes from.
struct Letters {
    text: String,
    sources: Vec<usize>,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, lines: OnceCell::new(), letters: OnceCell::new() }
    }

    /// The page and line of a byte.
    pub(super) fn place(&self, offset: usize) -> Place {
        let lines = self.lines.get_or_init(|| lines(self.text));
        let line = lines.partition_point(|(start, _)| *start <= offset);
        lines.get(line.wrapping_sub(1)).map_or(Place::BEGIN, |(_, place)| *place)
    }

    /// Where words stand, behind a byte if they do, else anywhere; signs between letters and line
    /// ends do not matter. Nothing for words too short to be told from others.
    pub(super) fn find(&self, words: &str, from: usize) -> Option<usize> {
        let needle: String = super::similar::letters(words).chars().take(NEEDLE.0).collect();
        if needle.chars().count() < NEEDLE.1 {
            return None;
        }
        let letters = self.letters.get_or_init(|| Letters::of(self.text));
        let from = letters.sources.partition_point(|source| *source < from);
        let from = letters.text.ceil_char_boundary(from);
        let at = letters.text[from..].find(&needle).map(|at| from + at);
        at.or_else(|| letters.text.find(&needle)).map(|at| letters.sources[at])
    }
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self { text: String::new(), sources: Vec::new() };
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            letters.text.extend(c.nfc().flat_map(char::to_lowercase));
            letters.sources.resize(letters.text.len(), at);
        }
        letters
    }
}

fn lines(text: &str) -> Vec<(usize, Place)> {
    let mut place = Place::BEGIN;
    let mut lines = vec![(0, place)];
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(*c, '\n' | PAGE_BREAK)) {
        if c == PAGE_BREAK {
            place = Place { page: place.page + 1, line: 1 };
        } else {
            place.line += 1;
        }
        lines.push((at + 1, place));
    }
    lines
}

/// The first byte of what a record holds at a value that carries spans, or is a list of spans.
pub(super) fn start_of(value: &Value) -> Option<usize> {
    let spans = value.get("spans").unwrap_or(value).as_array()?;
    let start = spans.first()?.get("start")?.as_u64()?;
    usize::try_from(start).ok()
}

/// The first byte that any span of a record covers.
pub(super) fn begin_of(record: &Value) -> Option<usize> {
    match record {
        Value::Object(object) => {
            let own = object.get("page").and(object.get("start")).and_then(Value::as_u64);
            let own = own.and_then(|start| usize::try_from(start).ok());
            own.or_else(|| object.values().filter_map(begin_of).min())
        }
        Value::Array(list) => list.iter().filter_map(begin_of).min(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_count_from_the_top_of_their_page() {
        let text = "een\n\ntwee\n\u{c}drie\nvier";
        let sheet = Sheet::of(text);
        let place = |word: &str| {
            let place = sheet.place(text.find(word).unwrap());
            (place.page, place.line)
        };
        assert_eq!(
            [place("een"), place("twee"), place("drie"), place("vier")],
            [(1, 1), (1, 3), (2, 1), (2, 2)]
        );
        assert_eq!(sheet.place(999), Place { page: 2, line: 2 });
        assert_eq!(Sheet::of("").place(0), Place::BEGIN);
    }

    #[test]
    fn words_are_found_over_line_ends_and_from_a_place_on() {
        let text = "De raad,\n- het beleids-\n  plan Één;\n\nDe raad,\n";
        let sheet = Sheet::of(text);
        assert_eq!(sheet.find("beleidsplan één", 0), text.find("beleids-"));
        assert_eq!(sheet.find("De raad", 0), Some(0));
        assert_eq!(sheet.find("De raad", 5), text.rfind("De raad"));
        assert_eq!(sheet.find("beleidsplan", 40), text.find("beleids-"));
        assert_eq!(sheet.find("a.", 0), None);
        assert_eq!(sheet.find("zeppelin", 0), None);
    }

    #[test]
    fn spans_tell_where_a_value_and_a_record_begin() {
        let record = json!({
            "spans": {"title": [{"page": 1, "start": 9, "end": 12}]},
            "clauses": [{"spans": [{"page": 1, "start": 7, "end": 30}]}],
            "start": 3,
        });
        assert_eq!(start_of(&record["spans"]["title"]), Some(9));
        assert_eq!(start_of(&record["clauses"][0]), Some(7));
        assert_eq!(start_of(&record["closing"]), None);
        assert_eq!(begin_of(&record), Some(7));
    }
}
