//! The text that a record was read from: what of the record stands in it, and what of it stands in no clause.

use std::cell::OnceCell;

use memchr::memmem;

use super::document::each_item;
use crate::motion::Motion;
use crate::text::Span;

/// A motion's part of the normalised text.
pub(super) struct Printed<'a> {
    text: &'a str,
    /// Where it begins in the text that spans count in.
    offset: usize,
    /// The text with one space in the place of any white space, once it is asked for.
    line: OnceCell<String>,
}

impl<'a> Printed<'a> {
    /// Ranges count in the document's text; that of one motion of several begins where the motion does.
    pub(super) fn new(motion: &Motion, text: &'a str) -> Self {
        let extent = motion.extent();
        let offset = if extent.end <= text.len() { 0 } else { extent.start };
        Self { text, offset, line: OnceCell::new() }
    }

    /// Whether it has a value of the record word by word: where that should stand, or anywhere.
    pub(super) fn has(&self, value: &str, spans: &[Span]) -> bool {
        let line = || self.line.get_or_init(|| collapsed(self.text)).as_bytes();
        self.has_at(value, spans) || memmem::find(line(), value.as_bytes()).is_some()
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

    /// The text without the clauses of its motion: without those of their opening words and items that the record
    /// has word by word. What stands between them, as the foot of a page does, is no words of theirs.
    pub(super) fn outside_clauses(&self, motion: &Motion) -> String {
        let mut ranges = Vec::new();
        for clause in &motion.clauses {
            let mut first = usize::MAX;
            each_item(&clause.items, &mut |item| {
                let spans = || item.spans.iter().map(|span| self.range(span));
                first = spans().map(|range| range.start).fold(first, usize::min);
                if self.has_at(&item.text, &item.spans) {
                    ranges.extend(spans());
                }
            });
            if self.has_at(&clause.heading, &clause.spans) {
                let opening = clause.spans.iter().map(|span| self.range(span));
                ranges.extend(opening.map(|range| range.start..range.end.min(first)));
            }
        }
        ranges.retain(|range| !range.is_empty());
        ranges.sort_by_key(|range| range.start);
        let mut outside = String::with_capacity(self.text.len() / 2);
        let mut at = 0;
        for range in ranges {
            if let Some(before) = self.text.get(at..range.start).filter(|it| !it.trim().is_empty())
            {
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
        second.clauses[0].heading = "roept op".to_owned();
        let whole = format!("{}{text}", "iets anders\n".repeat(9));
        second.clauses[0].spans = vec![span(&whole, text.trim_end())];
        second.clauses[0].items[0].spans = vec![span(&whole, "- het pad te verbreden")];
        let printed = Printed::new(&second, text);
        assert!(printed.has_at("het pad te verbreden", &second.clauses[0].items[0].spans));
        assert_eq!(printed.outside_clauses(&second).trim(), "");
    }

    #[test]
    fn what_the_record_has_otherwise_stands_outside_as_it_is_printed() {
        let text = "Motie\nroept op\n- een privé-\n  weg;\n12 april\n- een pad\nw.g. A\n";
        let mut one = motion(&["een privéweg", "een pad"]);
        one.clauses[0].heading = "roept op".to_owned();
        one.clauses[0].spans =
            vec![span(text, "roept op\n- een privé-\n  weg;\n"), span(text, "- een pad")];
        one.clauses[0].items[0].spans = vec![span(text, "- een privé-\n  weg;")];
        one.clauses[0].items[1].spans = vec![span(text, "- een pad")];
        let outside = Printed::new(&one, text).outside_clauses(&one);
        let words: Vec<_> = outside.split_whitespace().collect();
        assert_eq!(words.join(" "), "Motie - een privé- weg; 12 april w.g. A");
    }
}
