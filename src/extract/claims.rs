//! Which words have gone into the record, and which have not.

use std::cell::OnceCell;
use std::ops::Range;

use crate::text::{Document, Span};

/// The source ranges whose words the record holds.
#[derive(Debug, Default)]
pub struct Claims {
    ranges: Vec<Range<usize>>,
    /// Where the ranges begin, in order, and how far those up to each reach, once someone has
    /// asked.
    reach: OnceCell<Vec<(usize, usize)>>,
}

impl Claims {
    /// Notes that the words of a range are in the record, or stand for something in it.
    pub fn take(&mut self, range: Range<usize>) {
        if range.start < range.end {
            self.ranges.push(range);
            self.reach.take();
        }
    }

    /// Whether the record holds a word of this range.
    #[must_use]
    pub fn holds(&self, range: &Range<usize>) -> bool {
        let reach = self.reach.get_or_init(|| {
            let mut reach: Vec<_> =
                self.ranges.iter().map(|taken| (taken.start, taken.end)).collect();
            reach.sort_unstable();
            let mut farthest = 0;
            for (_, end) in &mut reach {
                farthest = farthest.max(*end);
                *end = farthest;
            }
            reach
        });
        let begun = reach.partition_point(|&(start, _)| start < range.end);
        reach[..begun].last().is_some_and(|&(_, end)| range.start < end)
    }

    /// The parts of some lines of the body that nobody took, line by line, those without a letter or digit left
    /// out; parts of lines that follow each other are one span a page.
    #[must_use]
    pub fn rest(mut self, document: &Document, lines: Range<usize>) -> Vec<Span> {
        self.ranges.sort_by_key(|range| range.start);
        let mut left: Vec<Range<usize>> = Vec::new();
        let mut taken = self.ranges.iter().peekable();
        let mut reached = 0;
        let mut line_end = 0;
        for line in &document.lines()[lines] {
            // Nothing but white space stands between lines.
            let before = std::mem::replace(&mut line_end, line.range.end);
            if line.furniture {
                continue;
            }
            let mut at = line.range.start.max(reached);
            let mut joins = left.last().is_some_and(|last| last.end == before);
            while at < line.range.end {
                while taken.peek().is_some_and(|range| range.end <= at) {
                    taken.next();
                }
                let end = match taken.peek() {
                    Some(range) if range.start <= at => {
                        at = range.end.min(line.range.end);
                        reached = range.end;
                        joins = false;
                        continue;
                    }
                    Some(range) => range.start.min(line.range.end),
                    None => line.range.end,
                };
                let part = document.slice(&(at..end));
                if part.contains(char::is_alphanumeric) {
                    let sign =
                        part.len() - part.trim_start_matches([',', '.', ';', ':', ' ']).len();
                    match left.last_mut() {
                        Some(last) if joins => last.end = end,
                        _ => left.push(at + sign..end),
                    }
                }
                at = end;
            }
        }
        left.iter().flat_map(|range| document.spans(range)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::plain;

    #[test]
    fn what_nobody_took_is_left_and_signs_alone_are_not() {
        let document = plain::read("een twee\ndrie vier\n......\nvijf\nzes\n");
        let mut claims = Claims::default();
        claims.take(0..3);
        claims.take(14..18);
        claims.take(26..30);
        let rest: Vec<&str> = claims
            .rest(&document, 0..document.lines().len())
            .iter()
            .map(|span| document.slice(&span.range()))
            .collect();
        assert_eq!(rest, ["twee\ndrie", "zes"]);
    }

    #[test]
    fn a_range_is_held_where_one_that_was_taken_reaches_into_it() {
        let mut claims = Claims::default();
        claims.take(10..40);
        claims.take(12..15);
        for (range, held) in [(0..10, false), (0..11, true), (39..41, true), (40..50, false)] {
            assert_eq!(claims.holds(&range), held, "{range:?}");
        }
        claims.take(2..4);
        assert!(claims.holds(&(0..10)));
    }
}
