//! Which body speaks, and what a document is.

use super::sheet::Sheet;
use crate::grammar::{Grammar, Grammars, frame};

/// How much an opening of a body weighs beside a line of its page furniture.
const OPENING: usize = 5;

/// The grammar that fits a document best, and whether any of its words say so.
///
/// Where nothing says so it is the one whose clauses are found most often, the first of equals.
///
/// # Panics
/// Never: there is no set of grammars without one.
#[must_use]
pub fn grammar<'g>(sheet: &Sheet<'_>, grammars: &'g Grammars) -> (&'g Grammar, bool) {
    let scored = grammars.all().iter().map(|grammar| (score(sheet, grammar), grammar));
    let best = scored.rev().max_by_key(|(score, _)| *score);
    let (score, grammar) = best.expect("grammars hold at least one body");
    (grammar, score > 0)
}

/// How many lines begin with words of this body.
fn score(sheet: &Sheet<'_>, grammar: &Grammar) -> usize {
    let scan = sheet.scan(grammar);
    let line = |line: usize| {
        let input = &scan.text[sheet.start(line)..];
        let opening = usize::from(frame::opening(&scan, input).is_ok());
        OPENING * opening + usize::from(frame::furniture(&scan, input).is_ok())
    };
    (0..sheet.lines().len()).map(line).sum()
}
