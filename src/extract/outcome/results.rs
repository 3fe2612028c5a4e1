//! Where results may stand in a motion: most units have none, and need not be read for one.

use std::ops::Range;

use super::sightings::Sightings;
use crate::extract::segment::{Unit, Zone};
use crate::extract::sheet::Sheet;
use crate::grammar::scan::Scan;
use crate::grammar::sights::Sort;

/// The places outside the body of a motion where results may stand.
#[derive(Debug)]
pub struct Results {
    seen: Sightings,
    /// The chair tells the votes, in words that a result follows.
    pub are_told: bool,
}

impl Results {
    /// Looks for all results outside the body at once.
    #[must_use]
    pub fn of(sheet: &Sheet<'_>, scan: &Scan<'_>, units: &[(Zone, Unit)]) -> Self {
        let verdicts = &scan.grammar.verdicts;
        let words = &scan.grammar.words.vote_results;
        let outside = outside(sheet, scan, units);
        let told = |stretch: &Range<usize>| holds_any(&scan.text[stretch.clone()], words);
        let are_told = outside.iter().any(told);
        Self { seen: Sightings::of(scan, Sort::Verdict, verdicts, outside), are_told }
    }

    /// Whether words of a result may stand in a range.
    #[must_use]
    pub fn may_stand_in(&self, range: &Range<usize>) -> bool {
        self.seen.any_in(range)
    }

    /// Whether there is none anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }
}

/// The stretches of the text that stand outside the body, in whole lines, those that meet as one.
fn outside(sheet: &Sheet<'_>, scan: &Scan<'_>, units: &[(Zone, Unit)]) -> Vec<Range<usize>> {
    let is_body = |(zone, _): &(Zone, Unit)| *zone == Zone::Body;
    let mut found: Vec<Range<usize>> = Vec::new();
    let stretches = units.chunk_by(|one, next| is_body(one) == is_body(next));
    for stretch in stretches.filter(|stretch| !is_body(&stretch[0])) {
        let starts = stretch.iter().map(|(_, unit)| sheet.start(unit.line).min(unit.range.start));
        let ends = stretch.iter().map(|(_, unit)| sheet.start(unit.line).max(unit.range.end));
        let start = starts.min().unwrap_or(0);
        let end = scan.line_end(ends.max().unwrap_or(0));
        match found.last_mut() {
            Some(last) if start <= last.end => *last = last.start.min(start)..last.end.max(end),
            _ => found.push(start..end),
        }
    }
    found
}

/// Whether one of some words stands in a text, inside another word too.
fn holds_any(text: &str, words: &[String]) -> bool {
    let bytes = text.as_bytes();
    words.iter().enumerate().any(|(i, word)| {
        let Some(&first) = word.as_bytes().first() else { return true };
        // Those that begin alike are looked for at once.
        let alike = |word: &&String| word.as_bytes().first() == Some(&first);
        if words[..i].iter().any(|word| alike(&word)) {
            return false;
        }
        memchr::memchr_iter(first, bytes).any(|at| {
            words[i..].iter().filter(alike).any(|word| bytes[at..].starts_with(word.as_bytes()))
        })
    })
}
