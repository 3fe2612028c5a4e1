//! Where words that are looked for in many units stand: all units are searched at once, since most have
//! none of them.

use std::ops::Range;

use crate::grammar::matcher::Matcher;
use crate::grammar::phrase::Part;

/// The places in some stretches of a text where phrases may stand.
#[derive(Clone, Debug, Default)]
pub struct Sightings {
    /// Where their leading words begin, ascending.
    at: Vec<usize>,
    /// The words of one are at most so long, in bytes.
    longest: usize,
}

impl Sightings {
    /// Looks for the phrases of a matcher in stretches of a folded text, which are in order and do not meet.
    #[must_use]
    pub fn of<T>(
        matcher: &Matcher<T>,
        text: &str,
        stretches: impl IntoIterator<Item = Range<usize>>,
    ) -> Self {
        let mut at = Vec::new();
        for stretch in stretches {
            at.extend(matcher.find_all(&text[stretch.clone()]).map(|found| stretch.start + found));
        }
        if at.is_empty() {
            return Self::default();
        }
        let lengths = matcher.phrases().iter().map(|(phrase, _)| phrase.parts.iter().map(length));
        Self { at, longest: lengths.map(Iterator::sum).max().unwrap_or(0) }
    }

    /// Whether [`Matcher::find_all`] may find anything in a range of those stretches: words that stand
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
    use crate::grammar::phrase::Phrase;
    use crate::grammar::starts::Start;

    #[test]
    fn what_is_found_in_a_part_is_seen_in_the_whole() {
        let phrases = ["een twee", "twee", "twee drie vier"];
        let phrases = phrases.map(|notation| (Phrase::parse(notation).unwrap(), ()));
        let matcher = Matcher::new(Start::Verdict, phrases.to_vec(), &[]);
        let text = "nul een twee drie vier vijf zes twee";
        let seen = Sightings::of(&matcher, text, [0..27, 27..text.len()]);
        for start in 0..text.len() {
            for end in start..text.len() {
                let found = matcher.find_all(&text[start..end]).next().is_some();
                assert!(!found || seen.any_in(&(start..end)), "{}", &text[start..end]);
            }
        }
        assert!(!seen.any_in(&(0..4)) && !seen.is_empty());
    }
}
