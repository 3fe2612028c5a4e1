//! Sentences that say what became of a motion.

use std::ops::Range;

use super::results::Results;
use super::{Found, SENTENCE, date};
use crate::extract::segment::Unit;
use crate::grammar::file::Verdict;
use crate::grammar::frame;
use crate::grammar::lex::find_word;
use crate::grammar::scan::Scan;
use crate::grammar::sights::Sort;

/// "De motie is met 20 stemmen voor en 15 tegen verworpen."
pub(super) fn sentence(scan: &Scan<'_>, results: &Results, unit: &Unit) -> Option<Found> {
    if !results.may_stand_in(&unit.range) {
        return None;
    }
    let text = &scan.text[unit.range.clone()];
    let words = &scan.grammar.words;
    let text = text.trim_start_matches('(');
    // "Voor 19, tegen 8. De motie is aangenomen."
    let last = text.trim_end().trim_end_matches('.').rsplit_once(". ").map(|(_, last)| last);
    let text = last.filter(|last| begins(last, &words.vote_subjects)).unwrap_or(text);
    let votes = || words.vote_verbs.iter().any(|verb| find_word(text, verb).is_some());
    if !begins(text, &words.vote_subjects) || text.split(' ').count() > SENTENCE || !votes() {
        return None;
    }
    let (verdict, _) = first_verdict(scan, unit.range.clone())?;
    Some(Found { verdict, words: unit.range.clone(), date: date(scan, unit.range.clone()) })
}

/// Whether a range is a sentence about the motion with a verdict in it.
#[must_use]
pub fn tells(scan: &Scan<'_>, range: &Range<usize>) -> bool {
    begins(&scan.text[range.clone()], &scan.grammar.words.vote_subjects)
        && first_verdict(scan, range.clone()).is_some()
}

/// Whether a range says what became of the motion, and nothing else: "De motie is aangenomen."
#[must_use]
pub fn tells_only(scan: &Scan<'_>, range: &Range<usize>) -> bool {
    let text = scan.text[range.clone()].trim_end();
    scan.grammar.words.vote_subjects.iter().any(|subject| {
        let said = text.strip_prefix(subject.as_str()).and_then(|rest| rest.strip_prefix(" is "));
        said.is_some_and(|said| {
            let at = range.start + text.len() - said.len();
            frame::verdict(scan, &scan.text[at..]).is_ok_and(|(rest, _)| {
                matches!(scan.text[scan.at(rest)..range.end].trim(), "" | ".")
            })
        })
    })
}

/// Whether a folded text begins with one of these words.
pub(super) fn begins(text: &str, words: &[String]) -> bool {
    let whole = |word: &String| {
        text.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with([' ', ',']))
    };
    words.iter().any(whole)
}

/// The first words of a range that say what became of the motion, the longest that stand there.
pub(super) fn first_verdict(scan: &Scan<'_>, range: Range<usize>) -> Option<(Verdict, usize)> {
    let text = &scan.text[range.clone()];
    let start = range.start;
    scan.find_all(Sort::Verdict, &scan.grammar.verdicts, range).find_map(|at| {
        let begins = text[..at - start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let (_, verdict) = frame::verdict(scan, &scan.text[at..]).ok()?;
        begins.then_some((verdict, at))
    })
}
