//! Motions without headings: sentences in running text that ask.

use super::sheet::Sheet;
use crate::grammar::rules::{self, Heading};
use crate::grammar::scan::Scan;
use crate::grammar::sights::Sort;

/// Before the verb of a sentence that asks, who speaks has at most so many words.
const SUBJECT: usize = 6;

/// The beginning of a sentence is looked for so many bytes before its verb.
const BEFORE: usize = 120;

/// Where the sentence begins whose verb stands at an offset, where nothing but who speaks stands
/// between: "De fractie van X verzoekt het college". `None` where more does, or nothing.
pub fn sentence(sheet: &Sheet<'_>, scan: &Scan<'_>, verb: usize) -> Option<usize> {
    if sheet.is_capital(verb) {
        // The verb is the first word of its sentence.
        return None;
    }
    let near = scan.text.floor_char_boundary(verb.saturating_sub(BEFORE));
    let before = &scan.text[near..verb];
    let line = sheet.line_of(verb);
    // A paragraph begins a sentence too; it has begun on the line above at the earliest.
    let paragraph = (line.saturating_sub(1)..=line).rev().find(|&line| sheet.is_wide(line));
    let paragraph = paragraph.map_or(0, |line| sheet.start(line));
    let signed = before.rfind(['.', '!', '?', ';', ':']).map(|at| near + at + 1);
    let begun = signed.or((near == 0).then_some(0)).max((paragraph > near).then_some(paragraph))?;
    let subject = &scan.text[begun..verb];
    let start = begun + (subject.len() - subject.trim_start().len());
    let is_short = subject.split_whitespace().count() <= SUBJECT && !subject.contains(',');
    (is_short && start < verb && sheet.line_of(start) + 1 >= line).then_some(start)
}

/// The heading that a sentence begins with: who speaks, and the verb with whom it asks.
pub fn heading(scan: &Scan<'_>, start: usize) -> Option<Heading> {
    let text = &scan.text[start..];
    let near = &text[..text.floor_char_boundary(BEFORE)];
    let openings = &scan.grammar.openings_of_clauses;
    let verb = scan.find_all(Sort::Clause, openings, start..start + near.len()).next()?;
    let (_, heading) = rules::heading(scan, &scan.text[verb..]).ok()?;
    Some(Heading { words: start..heading.words.end, ..heading })
}
