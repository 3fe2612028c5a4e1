//! Where words that are looked for in many units stand: all units are searched at once, since most have
//! none of them.

use std::ops::Range;

use crate::grammar::matcher::Matcher;
use crate::grammar::phrase::Part;
use crate::grammar::scan::Scan;
use crate::grammar::sights::Sort;

/// The places in some stretches of a text where phrases may stand.
#[derive(Clone, Debug, Default)]
pub struct Sightings {
    /// Where their leading words begin, ascending.
    at: Vec<usize>,
    /// The words of one are at most so long, in bytes.
    longest: usize,
}

impl Sightings {
    /// Looks for the phrases of a matcher, all of one sort, in stretches of the text, which are in order and
    /// do not meet.
    #[must_use]
    pub fn of<'s, T>(
        scan: &Scan<'s>,
        sort: Sort,
        matcher: &'s Matcher<T>,
        stretches: impl IntoIterator<Item = Range<usize>>,
    ) -> Self {
        let mut at = Vec::new();
        for stretch in stretches {
            at.extend(scan.find_all(sort, matcher, stretch));
        }
        if at.is_empty() {
            return Self::default();
        }
        let lengths = matcher.phrases().iter().map(|(phrase, _)| phrase.parts.iter().map(length));
        Self { at, longest: lengths.map(Iterator::sum).max().unwrap_or(0) }
    }

    /// Whether [`Scan::find_all`] may find anything in a range of those stretches: words that stand
    /// there in whole are among the sightings, or others that they share letters with.
    #[must_use]
    pub fn any_in(&self, range: &Range<usize>) -> bool {
        let next = self.at.partition_point(|&at| at + self.longest <= range.start);
        self.at.get(next).is_some_and(|&at| at < range.end)
    }

    /// Where they are, ascending.
    #[cfg(test)]
    pub fn places(&self) -> &[usize] {
        &self.at
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }
}

/// How many bytes a word takes with the space behind it.
fn length(part: &Part) -> usize {
    match part {
        Part::Word(word) => word.len() + 1,
        Part::Slot(..) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;
    use crate::grammar::memo::Memo;
    use crate::text::marks::Marks;

    #[test]
    fn what_is_found_in_a_part_is_seen_in_the_whole() {
        let grammars = Grammars::built_in();
        let grammar = grammars.get("gemeenteraad").unwrap();
        let text = "de motie is aangenomen met algemene stemmen aangenomen, niet verworpen";
        let scan = Scan {
            grammar,
            text,
            lines: &Marks::new([0], text.len()),
            cells: &Marks::new([0], text.len()),
            capitals: &Marks::default(),
            memo: &Memo::default(),
        };
        let verdicts = &grammar.verdicts;
        let seen = Sightings::of(&scan, Sort::Verdict, verdicts, [0..27, 27..text.len()]);
        for start in 0..text.len() {
            for end in start..text.len() {
                let inside = scan.find_all(Sort::Verdict, verdicts, start..end);
                let found: Vec<usize> = inside.map(|at| at - start).collect();
                let alone = verdicts.find_all(&text[start..end]).collect::<Vec<usize>>();
                assert_eq!(found, alone, "{}", &text[start..end]);
                let seen = seen.any_in(&(start..end));
                assert!(found.is_empty() || seen, "{}", &text[start..end]);
            }
        }
        assert!(!seen.any_in(&(0..4)) && !seen.is_empty());
    }
}
