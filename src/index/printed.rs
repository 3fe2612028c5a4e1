//! The text that a record was read from: what of the record stands in it, and what of it stands in no clause.

use memchr::memmem;

use crate::motion::Motion;
use crate::text::Span;

/// A motion's part of the normalised text.
pub(super) struct Printed<'a> {
    text: &'a str,
    /// Where it begins in the text that spans count in.
    offset: usize,
    /// The text with one space in the place of any white space.
    line: String,
}

impl<'a> Printed<'a> {
    /// Ranges count in the document's text; that of one motion of several begins where the motion does.
    pub(super) fn new(motion: &Motion, text: &'a str) -> Self {
        let extent = motion.extent();
        let offset = if extent.end <= text.len() { 0 } else { extent.start };
        Self { text, offset, line: collapsed(text) }
    }

    /// Whether it has a value of the record word by word: where that should stand, or anywhere.
    pub(super) fn has(&self, value: &str, spans: &[Span]) -> bool {
        self.has_at(value, spans) || memmem::find(self.line.as_bytes(), value.as_bytes()).is_some()
    }

    /// Whether a value stands in its place, a marker before it or not. Nearly all do, and looking for one
    /// anywhere takes several times as long.
    fn has_at(&self, value: &str, spans: &[Span]) -> bool {
        let mut words = value.split_whitespace();
        let Some(first) = words.next() else { return true };
        let mut printed =
            spans.iter().filter_map(|span| self.at(span)).flat_map(str::split_whitespace);
        // Signs that end an item are none of its words.
        let is = |printed: &str, word: &str| {
            printed
                .strip_prefix(word)
                .is_some_and(|rest| matches!(rest, "" | ";" | "," | "." | ":"))
        };
        printed.any(|word| is(word, first))
            && words.all(|word| printed.next().is_some_and(|printed| is(printed, word)))
    }

    /// The text without the clauses of its motion.
    pub(super) fn outside_clauses(&self, motion: &Motion) -> String {
        let clauses = motion.clauses.iter().flat_map(|clause| &clause.spans);
        let mut ranges: Vec<_> = clauses.map(|span| self.range(span)).collect();
        ranges.sort_by_key(|range| range.start);
        let mut outside = String::with_capacity(self.text.len() / 2);
        let mut at = 0;
        for range in ranges {
            if let Some(before) = self.text.get(at..range.start) {
                outside.push_str(before);
                outside.push('\n');
            }
            at = at.max(range.end);
        }
        outside.push_str(self.text.get(at..).unwrap_or_default());
        outside
    }

    fn at(&self, span: &Span) -> Option<&'a str> {
        self.text.get(self.range(span))
    }

    fn range(&self, span: &Span) -> std::ops::Range<usize> {
        span.start.saturating_sub(self.offset)..span.end.saturating_sub(self.offset)
    }
}

/// A text with one space in the place of any white space.
fn collapsed(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::fixture::motion;

    fn span(text: &str, of: &str) -> Span {
        let start = text.find(of).expect("it is there");
        Span { page: 1, start, end: start + of.len(), bbox: None }
    }

    #[test]
    fn a_value_is_found_in_its_place_or_anywhere() {
        let text = "roept op\n- de brug te\n  openen;\n- het pad.\n";
        let printed = Printed::new(&motion(&[]), text);
        let item = [span(text, "- de brug te\n  openen;")];
        for (value, spans, is_there) in [
            ("de brug te openen", item.as_slice(), true),
            ("de brug te", &item, true),
            ("brug openen", &item, false),
            ("de brug te openend", &item, false),
            ("het pad", &item, true),
            ("het pad", &[], true),
            ("de weg", &[], false),
            ("", &item, true),
        ] {
            assert_eq!(printed.has(value, spans), is_there, "{value}");
        }
        assert!(printed.has_at("de brug te openen", &item));
        assert!(!printed.has_at("het pad", &item));
    }

    #[test]
    fn a_motion_of_several_is_looked_at_in_its_own_text() {
        let text = "roept op\n- het pad te verbreden\n";
        let mut second = motion(&["het pad te verbreden"]);
        let whole = format!("{}{text}", "iets anders\n".repeat(9));
        second.clauses[0].spans = vec![span(&whole, text.trim_end())];
        second.clauses[0].items[0].spans = vec![span(&whole, "- het pad te verbreden")];
        let printed = Printed::new(&second, text);
        assert!(printed.has_at("het pad te verbreden", &second.clauses[0].items[0].spans));
        assert_eq!(printed.outside_clauses(&second).trim(), "");
    }
}
