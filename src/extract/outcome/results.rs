//! Where results may stand in a motion: most units have none, and need not be read for one.

use std::ops::Range;

use crate::extract::segment::{Unit, Zone};
use crate::extract::sheet::Sheet;
use crate::grammar::phrase::Part;
use crate::grammar::rules::Scan;

/// What stands before a result in a sentence that begins with it: "de motie is", "deze motie".
const SUBJECTS: [&str; 3] = ["de", "deze", "motie"];

/// The places outside the body of a motion where results may stand.
#[derive(Debug)]
pub struct Results {
    /// Where their words begin, ascending.
    at: Vec<usize>,
    /// The words of one are at most so long, in bytes.
    longest: usize,
    begins: Beginnings,
    /// The chair tells the votes, in words that a result follows.
    pub are_told: bool,
}

impl Results {
    /// Looks for all results outside the body at once.
    #[must_use]
    pub fn of(sheet: &Sheet<'_>, scan: &Scan<'_>, units: &[(Zone, Unit)]) -> Self {
        let verdicts = &scan.grammar.verdicts;
        let mut results =
            Self { at: Vec::new(), longest: 0, begins: Beginnings::default(), are_told: false };
        for (phrase, _) in verdicts.phrases() {
            results.begins.add(phrase.parts.first());
            results.longest = results.longest.max(phrase.parts.iter().map(length).sum());
        }
        SUBJECTS.iter().for_each(|word| results.begins.add_word(word));
        for region in outside(sheet, scan, units) {
            let text = &scan.text[region.clone()];
            results.at.extend(verdicts.find_all(text).map(|at| region.start + at));
            let told = |word: &String| holds(text, word);
            results.are_told |= scan.grammar.words.vote_results.iter().any(told);
        }
        results
    }

    /// Whether words of a result may stand in a range.
    #[must_use]
    pub fn may_stand_in(&self, range: &Range<usize>) -> bool {
        let next = self.at.partition_point(|&at| at + self.longest <= range.start);
        self.at.get(next).is_some_and(|&at| at < range.end)
    }

    /// Whether there is none anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Whether a folded text may begin with a result.
    #[must_use]
    pub fn may_begin(&self, text: &str) -> bool {
        self.begins.has(text)
    }
}

/// How many bytes a word takes with the space behind it.
fn length(part: &Part) -> usize {
    match part {
        Part::Word(word) => word.len() + 1,
        Part::Slot(..) => 0,
    }
}

/// The stretches of the text that stand outside the body, in whole lines.
fn outside(
    sheet: &Sheet<'_>,
    scan: &Scan<'_>,
    units: &[(Zone, Unit)],
) -> impl Iterator<Item = Range<usize>> {
    let is_body = |(zone, _): &(Zone, Unit)| *zone == Zone::Body;
    let stretches = units.chunk_by(move |one, next| is_body(one) == is_body(next));
    stretches.filter(move |stretch| !is_body(&stretch[0])).map(|stretch| {
        let starts = stretch.iter().map(|(_, unit)| sheet.start(unit.line).min(unit.range.start));
        let ends = stretch.iter().map(|(_, unit)| sheet.start(unit.line).max(unit.range.end));
        starts.min().unwrap_or(0)..scan.line_end(ends.max().unwrap_or(0))
    })
}

/// The first two bytes of some words; a bit may stand for several that end in the same five bits.
#[derive(Clone, Copy, Debug, Default)]
struct Beginnings {
    pairs: [u32; 32],
}

impl Beginnings {
    /// Adds the first part of a phrase; with a slot anything may begin.
    fn add(&mut self, part: Option<&Part>) {
        match part {
            Some(Part::Word(word)) => self.add_word(word),
            Some(Part::Slot(..)) => self.pairs = [u32::MAX; 32],
            None => {}
        }
    }

    fn add_word(&mut self, word: &str) {
        match word.as_bytes() {
            [first, second, ..] => self.pairs[low(*first)] |= 1 << low(*second),
            [first] => self.pairs[low(*first)] = u32::MAX,
            [] => {}
        }
    }

    fn has(&self, text: &str) -> bool {
        match text.as_bytes() {
            [first, second, ..] => self.pairs[low(*first)] & 1 << low(*second) != 0,
            [first] => self.pairs[low(*first)] == u32::MAX,
            [] => self.pairs == [u32::MAX; 32],
        }
    }
}

fn low(byte: u8) -> usize {
    usize::from(byte & 31)
}

/// Whether these bytes stand in a text, in a word too.
fn holds(text: &str, word: &str) -> bool {
    let Some(&first) = word.as_bytes().first() else { return true };
    let bytes = text.as_bytes();
    memchr::memchr_iter(first, bytes).any(|at| bytes[at..].starts_with(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_by_their_first_two_bytes() {
        let mut begins = Beginnings::default();
        begins.add(Some(&Part::Word("aangenomen".to_owned())));
        begins.add_word("y");
        for (text, expected) in [
            ("aan", true),
            ("af", false),
            ("verworpen", false),
            ("y", true),
            ("ya", true),
            ("", false),
        ] {
            assert_eq!(begins.has(text), expected, "{text}");
        }
        begins.add(Some(&Part::Slot(crate::grammar::phrase::Slot::Rest, None)));
        assert!(begins.has("") && begins.has("verworpen"));
    }
}
