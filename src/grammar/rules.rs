//! The structure of a motion's sentences: one nom function per production.
//!
//! Productions read *folded* text (see [`crate::text::fold`]) through a [`Scan`], which also knows
//! where lines end. Each carries its EBNF; `grammars/README.md` shows them together, and a test
//! holds the two to each other.

use std::ops::Range;

use nom::branch::alt;
use nom::character::complete::{char, one_of};
use nom::combinator::{map, opt, peek, verify};
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

use super::body::{body, body_before_verb, name_on_line};
use super::lex::{
    any_word, behind_spaces, fail, few, literal, one_word_of, space0, spaces1, word_of,
};
use super::phrase::{Part, Phrase, Slot};
use super::scan::Scan;
use super::slots::slot_taken;
use super::starts::Start;
use super::term::BULLETS;

/// How a heading ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// With a colon.
    Colon,
    /// With a comma or semicolon that ends its line.
    Comma,
    /// With its line.
    Line,
    /// It does not: what the clause says follows at once.
    Open,
}

/// The heading of a clause, in ranges of the folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The index of its entry in [`Grammar::clauses`](crate::grammar::Grammar::clauses).
    pub clause: usize,
    /// The opening words, without the punctuation behind them.
    pub words: Range<usize>,
    /// Who is asked.
    pub addressee: Option<Range<usize>>,
    /// Whether the grammar knows that addressee.
    pub addressee_known: bool,
    /// The body that speaks, where it stands beside the verb.
    pub spoken: Option<Range<usize>>,
    /// Whether it stands before the verb.
    pub led: bool,
    /// How it ends.
    pub stop: Stop,
    /// Where what it says begins.
    pub end: usize,
}

/// What the slots of a phrase took, in ranges of the folded text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    /// `{addressee}`.
    pub addressee: Option<Range<usize>>,
    /// Whether the grammar knows that addressee.
    pub addressee_known: bool,
    /// `{name}` or `{names}`.
    pub name: Option<Range<usize>>,
    /// The last `{rest}`.
    pub rest: Option<Range<usize>>,
    /// The body that speaks, behind the verb: "vraagt de raad aan het college".
    pub spoken: Option<Range<usize>>,
}

/// ```ebnf
/// heading = [ '"' ], { lead | adverb }, [ body | pronoun ], phrase, { trailing adverb }, [ body ], [ conjunction ], [ infinitive ], [ hint ], stop ;
/// ```
///
/// An infinitive belongs to the heading only where a stop follows it, and the body that speaks only
/// before a verb that is its own: "De raad spreekt uit dat:", not "De raad, gehoord".
pub fn heading<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Heading> {
    let words = &scan.grammar.words;
    if !may_head(scan, input) {
        return fail(input);
    }
    let (input, _) = opt(char('"')).parse(input)?;
    let lead = |i| match scan.may(&[Start::Lead], i) {
        true => terminated(one_word_of(&words.leads, &words.adverbs), spaces1).parse(i),
        false => fail(i),
    };
    let (named, _) = few(lead).parse(input)?;
    let spoken = body_before_verb(scan, named);
    let pronoun = if spoken.is_none() { pronoun_before_verb(scan, named) } else { None };
    let start = spoken.or(pronoun).unwrap_or(named);
    let mut torn = None;
    for (candidate, clause) in scan.phrases(&scan.grammar.openings_of_clauses, start) {
        let Ok((rest, captured)) = phrase(scan, candidate, start) else {
            continue;
        };
        let (rest, _) = few(|i| trailing(scan, i)).parse(rest)?;
        // "Betreurt de districtsraad van Molendrecht het besluit".
        let behind = opt(preceded(spaces1, |i| body(scan, i))).parse(rest).ok();
        let behind = behind.filter(|(after, found)| {
            let sentence =
                after.starts_with(':') || after.starts_with(' ') && !scan.at_line_end(after);
            found.is_some() && captured.addressee.is_none() && sentence
        });
        let (rest, behind) = match behind {
            Some((after, _)) => (after, Some(scan.at(rest.trim_start())..scan.at(after))),
            None => (rest, None),
        };
        let (rest, _) = opt(|i| conjunction(scan, i)).parse(rest)?;
        let (rest, _) = opt(|i| infinitive(scan, i)).parse(rest)?;
        let end = scan.at(rest);
        let (rest, _) = opt(|i| hint(scan, i)).parse(rest)?;
        let (rest, stop) = stop(scan, rest)?;
        // "We zien dat de brug zakt": a sentence, where "We zien dat:" is a heading.
        if pronoun.is_some() && !heads_plainly(scan, end, stop, &captured) {
            return fail(input);
        }
        let heading = Heading {
            clause: *clause,
            words: scan.at(input)..end,
            addressee: captured.addressee,
            addressee_known: captured.addressee_known,
            led: spoken.or(pronoun).is_some(),
            spoken: spoken
                .map(|verb| scan.at(named)..scan.at(verb) - 1)
                .or(captured.spoken)
                .or(behind),
            stop,
            end: scan.at(rest),
        };
        // "betreurt het", and "dat …" on the line below: a heading that ends with its line, if it may.
        let dat = scan.text[..end].strip_suffix("dat").map(str::len);
        let below = candidate.printed.ends_with(" dat") && dat.is_some_and(|at| scan.lines.has(at));
        // "Spreekt uit", and "Van oordeel te zijn dat …" below it.
        let begun = heading.stop == Stop::Open && begins_sentence(scan, candidate, end);
        if torn.is_none() && (below || begun) {
            torn = Some((rest, heading));
        } else if torn.is_none() || heading.stop == Stop::Line {
            return Ok((rest, heading));
        }
    }
    torn.map_or_else(|| fail(input), Ok)
}

/// Whether the last word of a phrase, that ends here, begins a line with a capital.
fn begins_sentence(scan: &Scan<'_>, candidate: &Phrase, end: usize) -> bool {
    let Some(Part::Word(word)) = candidate.parts.last() else { return false };
    let at = scan.text[..end].strip_suffix(word.as_str()).map(str::len);
    at.is_some_and(|at| scan.lines.has(at) && scan.capitals.has(at) && word != "dat")
}

/// Whether a heading may begin here: cheap, and true where it is not sure.
#[must_use]
pub fn may_head(scan: &Scan<'_>, input: &str) -> bool {
    let input = input.strip_prefix('"').unwrap_or(input);
    scan.may(&[Start::Clause, Start::Body, Start::Lead], input)
}

/// What stands behind "we", where that is a verb of many that may open a clause: "We verzoeken het college:".
fn pronoun_before_verb<'a>(scan: &Scan<'a>, input: &'a str) -> Option<&'a str> {
    let pronoun = terminated(word_of(&scan.grammar.words.pronouns), spaces1).parse(input);
    let (verb, ()) = pronoun.ok()?;
    let (rest, ()) = any_word(verb).ok()?;
    let word = &verb[..verb.len() - rest.len()];
    let many = word.ends_with("en") || word == "zijn";
    (many && scan.phrases(&scan.grammar.openings_of_clauses, verb).next().is_some()).then_some(verb)
}

/// Whether a sentence of "we" ends as headings do, or its line with a colon: "We willen dat het college:".
fn heads_plainly(scan: &Scan<'_>, end: usize, stop: Stop, captured: &Captured) -> bool {
    let joined = [" dat", " om"].iter().any(|word| scan.text[..end].ends_with(word));
    match stop {
        Stop::Colon => true,
        Stop::Open => scan.announces(end),
        Stop::Comma | Stop::Line => joined || captured.addressee_known,
    }
}

/// ```ebnf
/// hint = "(", form heading, ")", ? only before a stop ? ;
/// ```
///
/// What a form says that the clause is: "Verzoekt het college (dictum)".
fn hint<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let words = word_of(&scan.grammar.words.form_headings);
    let stopped = verify(peek(|i| stop(scan, i)), |stop| *stop != Stop::Open);
    map((spaces1, char('('), words, char(')'), stopped), drop).parse(input)
}

/// An adverb behind a heading. One that says to what end ("daartoe") belongs to the item that follows on
/// the same line, if one does.
pub(super) fn trailing<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let words = &scan.grammar.words;
    // "Constaterende, voorts:"
    let comma = input.starts_with(',');
    let (found, _) = spaces1(input.strip_prefix(',').unwrap_or(input))?;
    let (rest, _) = word_of(&words.trailing_adverbs).parse(found)?;
    if comma && !matches!(stop(scan, rest), Ok((_, Stop::Colon | Stop::Comma | Stop::Line))) {
        return fail(input);
    }
    let purpose = words.purpose_adverbs.has(&found[..found.len() - rest.len()]);
    let inline = || rest.strip_prefix(' ').is_some_and(|_| !scan.at_line_end(rest));
    let joined = || conjunction(scan, rest).is_ok() || infinitive(scan, rest).is_ok();
    // "verzoekt het college verder te onderzoeken": of what is asked.
    let asked = rest.starts_with(" te ") && !scan.at_line_end(rest);
    let verb = asked && &found[..found.len() - rest.len()] == "verder";
    if purpose && inline() && !joined() || verb { fail(input) } else { Ok((rest, ())) }
}

/// ```ebnf
/// conjunction = [ "," ], conjunction word, [ ",", trailing adverb, "," ] ;
/// ```
fn conjunction<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let words = &scan.grammar.words;
    let comma = (space0, char(','), space0);
    let aside = (space0, char(','), space0, word_of(&words.trailing_adverbs), char(','));
    let joined = alt((map(comma, drop), map(spaces1, drop)));
    let (next, ()) = { joined }.parse(input)?;
    let (rest, ()) = map((word_of(&words.conjunctions), opt(aside)), drop).parse(next)?;
    // "Dat" on the next line begins what the clause says, but where it is all that the line says:
    // "Overwegende / dat:".
    let begins = scan.lines.has(scan.at(next));
    if begins && !matches!(stop(scan, rest), Ok((_, Stop::Colon))) {
        return fail(input);
    }
    Ok((rest, ()))
}

/// ```ebnf
/// infinitive = [ "," ], infinitive word, ? only before a stop ? ;
/// ```
fn infinitive<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let words = &scan.grammar.words;
    let comma = opt((space0, char(',')));
    let stopped = verify(peek(|i| stop(scan, i)), |stop| *stop != Stop::Open);
    map((comma, spaces1, word_of(&words.infinitives), stopped), drop).parse(input)
}

/// ```ebnf
/// stop = ":" | ( "," | ";" ), ( bullet | ? end of cell ? ) | ? a bullet that is no dash in a line ? | ? end of line ? | ? nothing ? ;
/// ```
///
/// A bullet behind the heading ends it as the end of a line does.
pub(super) fn stop<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Stop> {
    let (rest, sign) = opt(preceded(space0, one_of(":;,"))).parse(input)?;
    let (rest, _) = opt(pair(char('*'), peek(|i| end_of_line(scan, i)))).parse(rest)?;
    // A dash in a sentence is no bullet, but behind "dat" no sentence goes on with one.
    let is_item = |next: &str| {
        let joined = || scan.text[..scan.at(input)].ends_with(" dat") && next.starts_with("- ");
        sign.is_some() || !next.starts_with('-') || is_dash_item(scan, next) || joined()
    };
    let ends = scan.at_line_end(rest)
        || sign.is_some() && scan.at_cell_end(rest)
        || peek(preceded(space0, bullet)).parse(rest).is_ok() && is_item(rest.trim_start());
    let (rest, _) = space0(rest)?;
    let stop = match sign {
        Some(':') => Stop::Colon,
        Some(_) if ends => Stop::Comma,
        None if ends => Stop::Line,
        _ => Stop::Open,
    };
    Ok((rest, stop))
}

/// Whether a dash begins an item: in a cell of its own, or before words that no sentence goes on with.
fn is_dash_item(scan: &Scan<'_>, input: &str) -> bool {
    let words = input[1..].trim_start();
    let opens = ["dat ", "om "].iter().any(|word| words.starts_with(word))
        || scan.is_capital(words) && words.len() < input.len();
    scan.begins_cell(input) || input.starts_with("- ") && opens
}

/// ```ebnf
/// bullet = ? one of the signs that mark nothing but items ? | "*" | "- " ;
/// ```
fn bullet(input: &str) -> IResult<&str, ()> {
    match input.as_bytes() {
        [b'*', ..] => Ok((&input[1..], ())),
        [b'-', b' ', ..] => Ok((&input[2..], ())),
        [first, ..] if first.is_ascii() => fail(input),
        _ => map(one_of(BULLETS), drop).parse(input),
    }
}

pub(super) fn end_of_line<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    if scan.at_line_end(input) { Ok((input, ())) } else { fail(input) }
}

/// ```ebnf
/// phrase = ( word | slot ), { ( { adverb } | ? body, behind the first word ? ), ( word | slot ) } ;
/// slot = addressee | proper name | names | number | ? a participle ? | ? any words ? | ? nothing, before what must follow ? ;
/// ```
///
/// The parts are those of the grammar file: a word as it is there, a slot as below.
pub fn phrase<'a>(scan: &Scan<'a>, phrase: &Phrase, input: &'a str) -> IResult<&'a str, Captured> {
    phrase_around(scan, phrase, input, Some(body_and_word))
}

/// A phrase in which no body stands behind the first word: that of a body itself.
pub(super) fn phrase_alone<'a>(
    scan: &Scan<'a>,
    phrase: &Phrase,
    input: &'a str,
) -> IResult<&'a str, Captured> {
    phrase_around(scan, phrase, input, None)
}

/// Reads a body and the word behind it.
type BodyAndWord = for<'a> fn(&Scan<'a>, &str, &'a str, &mut Captured) -> IResult<&'a str, ()>;

fn phrase_around<'a>(
    scan: &Scan<'a>,
    phrase: &Phrase,
    input: &'a str,
    behind_first: Option<BodyAndWord>,
) -> IResult<&'a str, Captured> {
    let mut captured = Captured::default();
    let mut rest = input;
    for (i, part) in phrase.parts.iter().enumerate() {
        rest = match part {
            Part::Word(word) => match i {
                0 => literal(word, rest)?.0,
                1 => match (gap_and_word(scan, word, rest), behind_first) {
                    (Err(_), Some(behind)) => behind(scan, word, rest, &mut captured)?.0,
                    (found, _) => found?.0,
                },
                _ => gap_and_word(scan, word, rest)?.0,
            },
            Part::Slot(Slot::Name, None) if phrase.parts.get(i + 1) == Some(&END) => {
                name_on_line(scan, rest)?.0
            }
            Part::Slot(slot, before) => {
                slot_taken(scan, *slot, before.as_deref(), rest, &mut captured)?.0
            }
        };
    }
    Ok((rest, captured))
}

const END: Part = Part::Slot(Slot::End, None);

fn gap_and_word<'a>(scan: &Scan<'a>, word: &str, input: &'a str) -> IResult<&'a str, ()> {
    let mut next = behind_spaces(input);
    let direct = literal(word, next);
    let mut rest = input;
    // Behind adverbs there is space, and before each.
    while direct.is_err() && next.len() < rest.len() {
        match word_of(&scan.grammar.words.adverbs).parse(next) {
            Ok((behind, ())) => (rest, next) = (behind, behind_spaces(behind)),
            Err(_) if rest.len() < input.len() => return literal(word, next),
            Err(_) => break,
        }
    }
    direct
}

/// The body that speaks, and the word behind it: "vraagt de raad aan het college".
fn body_and_word<'a>(
    scan: &Scan<'a>,
    word: &str,
    input: &'a str,
    captured: &mut Captured,
) -> IResult<&'a str, ()> {
    let (start, ()) = spaces1(input)?;
    let (rest, ()) = body(scan, start)?;
    captured.spoken = Some(scan.at(start)..scan.at(rest));
    preceded(spaces1, |i| literal(word, i)).parse(rest)
}
