//! What a chair says of motions in a debate: who brought one in, that it was changed, what number it gets.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{map, opt, peek, recognize};
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

use super::frame::first;
use super::lex::{fail, find_word, head, number, space0, spaces1, word_of};
use super::phrase::{Part, Phrase, Slot};
use super::rules::phrase;
use super::scan::Scan;
use super::term::dossier;

/// ```ebnf
/// chair = chair word, ":" ;
/// ```
///
/// Who speaks, in a report of a debate.
pub(super) fn chair<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    map((word_of(&scan.grammar.words.chairs), space0, char(':'), space0), drop).parse(input)
}

/// ```ebnf
/// movers = [ chair ], ( changed | movers phrase ) ;
/// ```
///
/// Gives the range of the names; the rest begins behind the whole sentence.
pub fn movers<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Range<usize>> {
    let (start, _) = opt(|i| chair(scan, i)).parse(input)?;
    if let Ok((rest, changed)) = changed(scan, start) {
        return Ok((rest, changed.names));
    }
    let candidates = scan.grammar.movers.at(start).map(|(candidate, _)| candidate);
    let mut absent = None;
    let found = candidates.filter(|candidate| may_stand(scan, candidate, start, &mut absent));
    let found = { found }.find_map(|candidate| phrase(scan, candidate, start).ok());
    let Some((rest, captured)) = found else { return fail(input) };
    match captured.name {
        // What stands below a colon is a list of those who sign.
        Some(names) if scan.text[names.clone()].starts_with(':') => fail(input),
        Some(names) => Ok((rest, names)),
        None => fail(input),
    }
}

/// Whether the words are there behind which a phrase goes on that begins with any: "{rest} werd ingediend
/// door". Most lines have none of them, here or on the next one; `absent` are those that were looked for last.
fn may_stand<'p>(
    scan: &Scan<'_>,
    phrase: &'p Phrase,
    input: &str,
    absent: &mut Option<&'p str>,
) -> bool {
    let Some(Part::Slot(Slot::Rest, Some(words))) = phrase.parts.first() else { return true };
    if *absent == Some(words.as_str()) {
        return false;
    }
    let input = input.trim_start();
    let at = scan.at(input);
    let end = scan.line_end(scan.line_end(at)) + words.len();
    let near = head(input, end - at);
    let stands = find_word(near, words).is_some();
    if !stands {
        *absent = Some(words);
    }
    stands
}

/// A motion that was changed, as the chair says it: who brought it in, and what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The names.
    pub names: Range<usize>,
    /// The number that it had, with the "nr." before it.
    pub number: Range<usize>,
}

/// ```ebnf
/// changed = "de ", [ "nader " ], [ "gewijzigde " ], "motie-", ? names ?, " (", [ dossier, ", " ], "nr. ", number, ") ", changing phrase, [ ":" ] ;
/// ```
///
/// "De motie-Bos/De Wit (32317, nr. 12) is in die zin gewijzigd dat zij thans luidt:"
pub fn changed<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Changed> {
    let mut lead = (tag("de "), opt(tag("nader ")), opt(tag("gewijzigde ")), tag("motie-"));
    if !input.starts_with("de ") {
        return fail(input);
    }
    let (names, _) = lead.parse(input)?;
    let (behind, taken) = take_while1(|c| c != '(' && c != ':')(names)?;
    let taken = taken.trim_end();
    let filed = opt(terminated(dossier, tag(", ")));
    let (at, _) = (char('('), filed).parse(behind)?;
    let (rest, _) = (tag("nr. "), number).parse(at)?;
    let end = scan.at(rest);
    let (rest, _) = (tag(") "), |i| first(scan, &scan.grammar.changing, i)).parse(rest)?;
    let (rest, _) = opt((space0, char(':'))).parse(rest)?;
    let names = scan.at(names)..scan.at(names) + taken.len();
    Ok((rest, Changed { names, number: scan.at(at)..end }))
}

/// The number that a motion gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The number.
    pub number: Range<usize>,
    /// Its dossier.
    pub dossier: Option<Range<usize>>,
    /// The number that it had before, with the "nr." before it.
    pub was: Option<Range<usize>>,
}

/// ```ebnf
/// numbered = [ chair ], numbering phrase, ( number | ? a letter ? ), [ ", was nr. ", number ], [ "(", dossier, ")" ], [ "." ] ;
/// ```
///
/// The number that a motion gets when it is read out: "Zij krijgt nr. 12, was nr. 8 (36410)."
pub fn numbered<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Numbered> {
    let (said, _) = opt(|i| chair(scan, i)).parse(input)?;
    let (rest, _) = first(scan, &scan.grammar.numbering, said)?;
    let (start, _) = space0(rest)?;
    let letter = recognize(pair(satisfy(|c| c.is_ascii_lowercase()), peek(one_of(" .("))));
    let (rest, number) = alt((number, letter)).parse(start)?;
    let at = scan.at(start)..scan.at(start) + number.len();
    let was = |i: &'a str| {
        let (start, _) = (opt(char(',')), spaces1, tag("was ")).parse(i)?;
        let (rest, _) = (tag("nr. "), super::lex::number).parse(start)?;
        Ok((rest, scan.at(start)..scan.at(rest)))
    };
    let (rest, was) = opt(was).parse(rest)?;
    let filed = |i: &'a str| {
        let (inner, _) = preceded(space0, char('(')).parse(i)?;
        let (rest, dossier) = dossier(inner)?;
        let (rest, _) = char(')').parse(rest)?;
        Ok((rest, scan.at(inner)..scan.at(inner) + dossier.len()))
    };
    let (rest, filed) = opt(filed).parse(rest)?;
    let (rest, _) = opt(char('.')).parse(rest)?;
    Ok((rest, Numbered { number: at, dossier: filed, was }))
}
