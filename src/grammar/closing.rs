//! The closing formula of a motion, also with a slip in it.

use std::ops::Range;

use nom::bytes::complete::tag;
use nom::character::complete::one_of;
use nom::combinator::opt;
use nom::sequence::terminated;
use nom::{IResult, Parser};

use super::body::body;
use super::frame::first;
use super::lex::{LONGEST, fail, head, spaces1};
use super::phrase::Phrase;
use super::rules::Captured;
use super::scan::Scan;
use super::starts::Start;

/// ```ebnf
/// closing = [ "en" ], [ body ], ( closing phrase, [ "." | "," | "!" | ";" | ":" ] | ? a line that is one, but for a word ? ) ;
/// ```
pub fn closing<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Range<usize>> {
    let (named, _) = opt(terminated(tag("en"), spaces1)).parse(input)?;
    // "De raad gaat over tot de orde van de dag."
    let behind_body = || {
        // Cheap to rule out: most sentences about the body say something else.
        let said = || scan.grammar.may_close(head(named, LONGEST));
        let named = Some(named).filter(|named| scan.may(&[Start::Body], named) && said())?;
        body(scan, named).ok()?.0.strip_prefix(' ')
    };
    let start = if scan.may(&[Start::Closing], named) { Some(named) } else { behind_body() };
    let Some(start) = start.filter(|start| scan.may(&[Start::Closing], start)) else {
        return fail(input);
    };
    let (rest, _) = match first(scan, &scan.grammar.closings, start) {
        Ok(found) => found,
        Err(error) => (slipped_closing(scan, start).ok_or(error)?, Captured::default()),
    };
    let (rest, _) = opt(one_of(".,!;:")).parse(rest)?;
    Ok((rest, scan.at(input)..scan.at(rest)))
}

/// What stands behind a closing formula with a slip in it: "gaat over tor de orde van de dag", a line
/// of as many words, of which one is another.
fn slipped_closing<'a>(scan: &Scan<'a>, input: &'a str) -> Option<&'a str> {
    // Cheap to rule out: most lines begin with another word.
    scan.grammar.closings.begun(input).next()?;
    let at = scan.at(input);
    if !scan.text[..at].ends_with("en ") && !scan.lines.has(at) {
        return None;
    }
    let signs = [' ', '.', ',', '!', ';'];
    let line = scan.text[at..scan.line_end(at)].trim_end_matches(signs);
    // "gaat (dan toch maar) over".
    let mut aside = false;
    let mut words: Vec<&str> = line.split(' ').collect();
    words.retain(|word| {
        let inside = aside || word.starts_with('(');
        aside = inside && !word.ends_with(')');
        !inside
    });
    let slipped = |(candidate, ()): &(Phrase, ())| {
        let known: Vec<&str> = candidate.printed.split(' ').collect();
        let right = known.iter().zip(&words).filter(|(known, word)| known == word).count();
        // "tot de orde van dag": a word is missing.
        let missing = words.len() + 1 == known.len()
            && right > 1
            && known[right + 1..] == words[right.min(words.len())..];
        known.len() == words.len() && right + 1 >= known.len() || missing
    };
    scan.grammar.closings.begun(input).any(slipped).then(|| &input[line.len()..])
}
