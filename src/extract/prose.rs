//! Motions without headings: sentences in running text that ask.

use std::ops::Range;

use super::sheet::Sheet;
use crate::grammar::rules::{self, Heading};
use crate::grammar::scan::Scan;

/// Before the verb of a sentence that asks, who speaks has at most so many words.
const SUBJECT: usize = 6;

/// The verb is looked for so many words behind the beginning: names of parties take several.
const WORDS: usize = 14;

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

/// Whether a word that may open a clause stands at an offset.
pub fn opens(scan: &Scan<'_>, at: usize) -> bool {
    let near = &scan.text[at..];
    let near = &near[..near.floor_char_boundary(BEFORE)];
    scan.grammar.openings_of_clauses.find_all(near).next() == Some(0)
}

/// Whether the words of a heading are the beginning of a sentence: something stands before the verb.
pub fn is_sentence(scan: &Scan<'_>, words: Range<usize>) -> bool {
    scan.grammar.openings_of_clauses.find_all(&scan.text[words]).next() != Some(0)
}

/// The heading that a sentence begins with: who speaks, and the verb with whom it asks.
pub fn heading(scan: &Scan<'_>, start: usize) -> Option<Heading> {
    let verbs = words(scan, start).filter(|&word| opens(scan, word));
    let heading = verbs.filter_map(|verb| rules::heading(scan, &scan.text[verb..]).ok()).next();
    let (_, heading) = heading?;
    Some(Heading { words: start..heading.words.end, ..heading })
}

/// The first word of some that may open a clause, within a sentence.
pub fn verb(scan: &Scan<'_>, start: usize) -> Option<usize> {
    words(scan, start).find(|&word| opens(scan, word))
}

/// Where the words begin that may stand before the verb of a sentence, and the verb.
fn words<'s>(scan: &Scan<'s>, start: usize) -> impl Iterator<Item = usize> + use<'s> {
    let text = &scan.text[start..];
    let near = &text[..text.floor_char_boundary(BEFORE)];
    let ends = near.find(['.', '!', '?', ';', ':']).unwrap_or(near.len());
    let begins = near[..ends].match_indices(' ').map(move |(at, _)| start + at + 1);
    std::iter::once(start).chain(begins).take(WORDS)
}
