//! The results that a form offers, each with a box or room for a mark: "aangenomen O   verworpen X".

use std::collections::HashMap;
use std::ops::Range;

use super::outcome::results::Results;
use super::segment::{Unit, Zone};
use super::sheet::Sheet;
use crate::grammar::Verdict;
use crate::grammar::frame;
use crate::grammar::scan::Scan;
use crate::grammar::sights::Sort;

/// What parts the choices of a form.
const SEPARATORS: [char; 9] = [' ', '/', '|', ',', ';', ':', '.', '*', '•'];

/// A box is printed in at most so many parts: `[ x ]`.
const PARTS: usize = 3;

/// Results that one line offers, or that lines below each other do.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// Where they stand in the folded text, with their marks.
    pub words: Range<usize>,
    /// The one that is marked, where that is one of them.
    pub chosen: Option<Verdict>,
}

/// A result with what stands at its sides.
#[derive(Clone, Debug)]
struct Choice {
    verdict: Verdict,
    words: Range<usize>,
    before: Option<bool>,
    behind: Option<bool>,
}

/// The ballots among some units, by the lines that they stand on.
#[must_use]
pub fn ballots(
    sheet: &Sheet<'_>,
    scan: &Scan<'_>,
    units: &[(Zone, Unit)],
    results: &Results,
) -> HashMap<usize, Ballot> {
    let mut found = HashMap::new();
    if results.is_empty() {
        return found;
    }
    let mut lines: Vec<usize> =
        units.iter().filter(|(zone, _)| *zone != Zone::Body).map(|(_, unit)| unit.line).collect();
    lines.dedup();
    let mut column: Vec<(usize, Choice)> = Vec::new();
    for line in lines {
        let start = sheet.start(line);
        let range = start..scan.line_end(start);
        let choices = if results.may_stand_in(&range) { choices(scan, range) } else { Vec::new() };
        let follows = |(last, one): &(usize, Choice), new: &Choice| {
            last + 1 == line && one.verdict != new.verdict
        };
        match choices.as_slice() {
            [one] if is_line(scan, one, start) => {
                if column.last().is_some_and(|last| !follows(last, one)) {
                    settle(&mut column, &mut found);
                }
                column.push((line, one.clone()));
            }
            [] | [_] => settle(&mut column, &mut found),
            several => {
                settle(&mut column, &mut found);
                if is_ballot(several) {
                    found.insert(line, Ballot::of(several));
                }
            }
        }
    }
    settle(&mut column, &mut found);
    found
}

/// Whether a line offers several results.
#[must_use]
pub fn is_row(scan: &Scan<'_>, line: Range<usize>) -> bool {
    is_ballot(&choices(scan, line))
}

/// Whether a text offers one result, with a box that is empty.
#[must_use]
pub fn is_unmarked(scan: &Scan<'_>, text: Range<usize>) -> bool {
    let empty = |one: &Choice| one.before.or(one.behind) == Some(false);
    matches!(choices(scan, text).as_slice(), [one] if empty(one))
}

/// Lines below each other, each with one result, are one ballot where there are several.
fn settle(column: &mut Vec<(usize, Choice)>, found: &mut HashMap<usize, Ballot>) {
    let column = std::mem::take(column);
    let choices: Vec<Choice> = column.iter().map(|(_, choice)| choice.clone()).collect();
    if is_ballot(&choices) {
        let ballot = Ballot::of(&choices);
        found.extend(column.iter().map(|(line, _)| (*line, ballot.clone())));
    }
}

/// Whether some results are choices: they are several, and all different.
fn is_ballot(choices: &[Choice]) -> bool {
    let repeats = |at: usize| choices[..at].iter().any(|one| one.verdict == choices[at].verdict);
    choices.len() > 1 && !(0..choices.len()).any(repeats)
}

/// Whether a result and its mark are all that its line says.
fn is_line(scan: &Scan<'_>, choice: &Choice, start: usize) -> bool {
    let aside = [start..choice.words.start, choice.words.end..scan.line_end(start)];
    aside.into_iter().all(|part| scan.text[part].trim_matches(SEPARATORS).is_empty())
}

impl Ballot {
    fn of(choices: &[Choice]) -> Self {
        let (first, last) = (&choices[0], &choices[choices.len() - 1]);
        let any = |side: fn(&Choice) -> Option<bool>| choices.iter().any(|one| side(one).is_some());
        // A mark between two results may be of either: the outer ones tell.
        let marks_before = match (any(|one| one.before), any(|one| one.behind)) {
            (before, behind) if before != behind => Some(before),
            _ if first.before.is_some() && last.behind.is_none() => Some(true),
            _ if last.behind.is_some() && first.before.is_none() => Some(false),
            _ => None,
        };
        let ticked = |one: &&Choice| match marks_before {
            Some(true) => one.before == Some(true),
            Some(false) => one.behind == Some(true),
            None => false,
        };
        let mut chosen = choices.iter().filter(ticked).map(|one| one.verdict);
        Self {
            words: first.words.start..last.words.end,
            chosen: chosen.next().filter(|_| chosen.next().is_none()),
        }
    }
}

/// The results that stand on a line, if nothing but marks stands between them and behind them.
fn choices(scan: &Scan<'_>, line: Range<usize>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut at = line.start;
    while let Some((verdict, words)) = next_verdict(scan, at..line.end) {
        let gap = at..words.start;
        at = words.end;
        let Some(last) = choices.last_mut() else {
            let (before, start) = mark_before(scan, gap).unzip();
            let words = start.unwrap_or(words.start)..words.end;
            choices.push(Choice { verdict, words, before, behind: None });
            continue;
        };
        let Some(mark) = mark(&scan.text[gap.clone()]) else { return Vec::new() };
        // It is of the result in its own cell, where one cell has both.
        let (with_last, with_next) = joined(scan, gap);
        last.behind = mark.filter(|_| with_last || !with_next);
        let before = mark.filter(|_| with_next || !with_last);
        choices.push(Choice { verdict, words, before, behind: None });
    }
    if let Some(last) = choices.last_mut() {
        match mark(&scan.text[at..line.end]) {
            Some(mark) => last.behind = mark,
            None => return Vec::new(),
        }
        let mark = scan.text[at..line.end].trim_end_matches(SEPARATORS).len();
        last.words.end = at + mark;
    }
    choices
}

fn next_verdict(scan: &Scan<'_>, range: Range<usize>) -> Option<(Verdict, Range<usize>)> {
    let text = &scan.text[range.clone()];
    scan.find_all(Sort::Verdict, &scan.grammar.verdicts, range.clone()).find_map(|at| {
        let before = &text[..at - range.start];
        let whole = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let (rest, verdict) = frame::verdict(scan, &scan.text[at..]).ok()?;
        // "Aangenomen met algemene stemmen" may go on below.
        let end = scan.at(rest).min(range.end);
        whole.then_some((verdict, at..end))
    })
}

/// Whether the mark in a gap between two results stands in the cell of the one, and of the other.
fn joined(scan: &Scan<'_>, gap: Range<usize>) -> (bool, bool) {
    let text = &scan.text[gap.clone()];
    let mark = text.trim_start_matches(SEPARATORS);
    let at = gap.end - mark.len();
    let parted =
        |start: usize, end: usize| scan.cells.behind(start).is_some_and(|cell| cell <= end);
    let end = at + mark.trim_end_matches(SEPARATORS).len();
    (!parted(gap.start, at), !parted(end, gap.end))
}

/// The mark at the end of a text, and where it begins: `de motie is: [ x ]`.
fn mark_before(scan: &Scan<'_>, range: Range<usize>) -> Option<(bool, usize)> {
    let text = &scan.text[range.clone()];
    let begins = text.rmatch_indices(' ').map(|(at, _)| at + 1).chain([0]);
    let begins = begins.filter(|&at| !text[at..].trim().is_empty()).take(PARTS);
    let marks = begins.filter_map(|at| Some((mark(&text[at..])??, range.start + at)));
    marks.last()
}

/// What a text is: nothing (`Some(None)`), a box or sign that is marked or not, or something else.
#[allow(clippy::option_option)]
fn mark(text: &str) -> Option<Option<bool>> {
    let text = text.trim_matches(SEPARATORS);
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '–')) {
        return Some(None);
    }
    let room = |c: char| matches!(c, '_' | '…');
    if text.chars().all(room) {
        return Some(Some(false));
    }
    let is_box = text.starts_with(['[', '(']) && text.ends_with([']', ')']);
    match text.trim_matches(|c| matches!(c, '[' | ']' | '(' | ')' | ' ') || room(c)) {
        "" if is_box => Some(Some(false)),
        "o" | "0" | "□" | "☐" | "○" | "◯" | "❑" | "❏" => Some(Some(false)),
        "x" | "v" | "✓" | "✔" | "✗" | "✘" | "☒" | "☑" => Some(Some(true)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::sheet::Sheet;
    use crate::grammar::{Grammars, Verdict};
    use crate::text::plain;

    use super::{Ballot, choices, is_ballot};

    /// What a line offers, and what is marked.
    fn row(line: &str) -> Option<Option<Verdict>> {
        let document = plain::read(line);
        let sheet = Sheet::of(&document);
        let grammars = Grammars::built_in();
        let scan = sheet.scan(grammars.get("gemeenteraad").expect("a grammar"));
        let found = choices(&scan, 0..scan.text.len());
        is_ballot(&found).then(|| Ballot::of(&found).chosen)
    }

    #[test]
    fn marks_stand_before_or_behind_all_results() {
        for (line, chosen) in [
            ("Aangenomen O      Verworpen X", Some(Verdict::Verworpen)),
            ("De motie is:   O aangenomen   X verworpen   O ingetrokken", Some(Verdict::Verworpen)),
            ("[ ] aangenomen  [ x ] verworpen", Some(Verdict::Verworpen)),
            ("Uitslag: aangenomen 0   verworpen 0   aangehouden X", Some(Verdict::Aangehouden)),
            ("voor: 12  tegen: 15   Aangenomen O   Verworpen X", Some(Verdict::Verworpen)),
            ("aangenomen ____  verworpen __x__", Some(Verdict::Verworpen)),
            ("Aangenomen X      Verworpen", Some(Verdict::Aangenomen)),
            ("X aangenomen     verworpen", Some(Verdict::Aangenomen)),
            ("aangenomen     verworpen X", Some(Verdict::Verworpen)),
        ] {
            assert_eq!(row(line), Some(chosen), "{line}");
        }
    }

    #[test]
    fn what_is_not_marked_or_marked_twice_is_no_result() {
        for line in [
            "Aangenomen / Verworpen / Ingetrokken / Aangehouden",
            "[ ] aangenomen   [ ] verworpen",
            "aangenomen X   verworpen X",
            "aangenomen X verworpen",
        ] {
            assert_eq!(row(line), Some(None), "{line}");
        }
    }

    #[test]
    fn a_result_that_goes_on_below_is_one_of_its_line() {
        let document = plain::read("Verworpen O   Aangenomen met algemene\nstemmen\n");
        let sheet = Sheet::of(&document);
        let grammars = Grammars::built_in();
        let scan = sheet.scan(grammars.get("gemeenteraad").expect("a grammar"));
        let found = choices(&scan, 0..scan.line_end(0));
        let words: Vec<&str> = found.iter().map(|one| &scan.text[one.words.clone()]).collect();
        assert_eq!(words, ["verworpen", "aangenomen met algemene "]);
    }

    #[test]
    fn a_sentence_offers_nothing() {
        for line in [
            "De motie is aangenomen en motie 4 verworpen.",
            "Motie 3 aangenomen, motie 4 verworpen",
            "aangenomen",
            "aangenomen aangenomen",
        ] {
            assert_eq!(row(line), None, "{line}");
        }
    }
}
