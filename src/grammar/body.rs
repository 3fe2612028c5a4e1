//! The body that speaks, and the proper names that phrases have a place for.

use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::{char, one_of};
use nom::combinator::{map, opt, peek};
use nom::sequence::{pair, terminated};
use nom::{IResult, Parser};

use super::frame::{first, joint};
use super::lex::{LONGEST, any_word, fail, few, find_word, head, space0, spaces1, word_of};
use super::phrase::{Part, Slot};
use super::rules::{Stop, end_of_line, heading, phrase, phrase_alone};
use super::scan::Scan;
use super::term::date;

/// ```ebnf
/// body = body phrase ;
/// ```
///
/// A name before the noun has a capital: "de Bossche raad", not "de gehele raad".
///
/// Several productions ask for it at the same place, one after another.
pub(super) fn body<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let read = || read(scan, input).map(str::len);
    let left = match scan.is_rest(input) {
        true => scan.memo.body(scan.grammar.number, scan.at(input), read),
        false => read(),
    };
    left.map_or_else(|| fail(input), |left| Ok((&input[input.len() - left..], ())))
}

/// What stands behind the body.
fn read<'a>(scan: &Scan<'a>, input: &'a str) -> Option<&'a str> {
    scan.phrases(&scan.grammar.bodies, input).find_map(|(candidate, ())| {
        let named = match candidate.parts.as_slice() {
            [Part::Word(article), Part::Slot(Slot::Name, Some(_)), ..] => input
                .get(article.len()..)
                .is_some_and(|behind| scan.is_capital(behind.trim_start())),
            _ => true,
        };
        let rest = named.then(|| phrase_alone(scan, candidate, input).ok()).flatten()?.0;
        (!is_below(scan, input, rest)).then_some(rest)
    })
}

/// Whether the body stands whole on the line below what seems to be a part of its name: "De kracht van
/// inwoners", below it "De gemeenteraad".
fn is_below<'a>(scan: &Scan<'a>, input: &'a str, rest: &'a str) -> bool {
    if !scan.is_rest(input) {
        return false;
    }
    let line = scan.line_end(scan.at(input));
    scan.at(rest) > line && {
        let below = scan.text[line..].trim_start();
        scan.is_capital(below)
            && scan.phrases(&scan.grammar.bodies, below).any(|(candidate, ())| {
                phrase_alone(scan, candidate, below).is_ok_and(|(end, _)| end.len() == rest.len())
            })
    }
}

/// Whether a cell is the name of the body and nothing else.
#[must_use]
pub fn is_named_alone<'a>(scan: &Scan<'a>, input: &'a str) -> bool {
    let body = body(scan, input).map(|(rest, ())| rest);
    let seated = || first(scan, &scan.grammar.seated, input).map(|(rest, _)| rest);
    // A name may seem to go on with the first word of the next line.
    let line = scan.line_end(scan.at(input));
    body.or_else(|_| seated()).is_ok_and(|rest| scan.at_cell_end(rest) || scan.at(rest) >= line)
}

/// What stands behind the body, and whether a comma is between: "overwegende dat" of "De raad, overwegende dat".
#[must_use]
pub fn behind_body<'a>(scan: &Scan<'a>, input: &'a str) -> Option<(&'a str, bool)> {
    let (rest, ()) = body(scan, input).ok()?;
    let comma = rest.strip_prefix(", ").map(|behind| (behind, true));
    comma.or_else(|| Some((rest.strip_prefix(' ')?, false)))
}

/// ```ebnf
/// seated = seated phrase, joint, ( sitting word | "op ", date ) ;
/// ```
///
/// A name that says little by itself, such as "Gemeenteraad Molendrecht" or "ALV": the body where it
/// is said to sit. The rest begins behind the name.
pub(super) fn seated<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let (rest, _) = first(scan, &scan.grammar.seated, input)?;
    let dated = map(pair(tag("op "), date), drop);
    map(peek(pair(joint, alt((word_of(&scan.grammar.words.sittings), dated)))), drop).parse(rest)
}

/// Whether a clause begins here with the body that speaks: "De raad verzoekt het college".
#[must_use]
pub fn is_spoken(scan: &Scan<'_>, input: &str) -> bool {
    body_before_verb(scan, input).is_some()
        && heading(scan, input).is_ok_and(|(_, heading)| heading.stop != Stop::Open)
}

/// What stands behind the body that speaks, where that is a verb of its own: a word of a clause that
/// ends as verbs in the present do.
pub(super) fn body_before_verb<'a>(scan: &Scan<'a>, input: &'a str) -> Option<&'a str> {
    let (rest, ()) = body(scan, input).ok()?;
    let found = rest.strip_prefix(' ').filter(|_| !scan.at_line_end(rest))?;
    let (rest, ()) = any_word(found).ok()?;
    let verb = &found[..found.len() - rest.len()];
    let plural = ["ken", "gen", "pen", "ten", "ren", "len", "nden", "sen", "zijn", "is", "wil"];
    let is_verb =
        verb != "gelet" && verb.ends_with('t') || plural.iter().any(|end| verb.ends_with(end));
    (is_verb && scan.phrases(&scan.grammar.openings_of_clauses, found).next().is_some())
        .then_some(found)
}

/// ```ebnf
/// proper name = [ article ], word, { " ", ( particle | place word | "&" | capital word ) }, [ ", ", capital word, ( " en " | " & " ), capital word ] ;
/// ```
///
/// It ends with its cell, and where a clause opens.
pub(super) fn proper_name<'a>(
    scan: &Scan<'a>,
    before: Option<&str>,
    input: &'a str,
) -> IResult<&'a str, ()> {
    if let Some(word) = before {
        return match find_word(head(input, LONGEST / 2), word) {
            Some(found)
                if input[..found].trim_end().split(' ').count() <= 4
                    && !input[..found].contains([',', ';', ':', '.']) =>
            {
                Ok((&input[input[..found].trim_end().len()..], ()))
            }
            _ => fail(input),
        };
    }
    let words = &scan.grammar.words;
    let (input, _) = opt(terminated(word_of(&words.articles), spaces1)).parse(input)?;
    // "cd&v" is a name without a capital.
    let signed = input.split(' ').next().is_some_and(|word| word.contains('&'));
    // "50plus"
    let digits = input.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0 && input[digits..].starts_with(|c: char| c.is_ascii_lowercase());
    if !scan.is_capital(input) && !input.starts_with('\'') && !signed && !numbered {
        return fail(input);
    }
    let capital = |i| {
        let ends = |inside: bool| {
            scan.begins_cell(i) || !inside && (opens_clause(scan, i) || begins_other(scan, i))
        };
        if scan.is_capital(i) && !scan.memo.naming(ends) { any_word(i) } else { fail(i) }
    };
    let small = alt((word_of(&words.particles), word_of(&words.place_words)));
    let particles = few(terminated(small, spaces1));
    let and = opt(terminated(char('&'), spaces1));
    let (rest, _) = pair(any_word, few((space0, and, particles, capital))).parse(input)?;
    // "Amstel, Gooi en Vecht": a name of three.
    let signed = map(one_of(",;:."), drop);
    let sits = map(tag(" bijeen"), drop);
    let end = peek(alt((signed, sits, |i| map(|i| end_of_line(scan, i), drop).parse(i))));
    let and = alt((tag(" en "), tag(" & ")));
    let (rest, _) = opt((tag(", "), capital, and, capital, end)).parse(rest)?;
    // "Forum voor Democratie": a party's name has small words that no place has.
    let party = word_of(&words.parties).parse(input).map_or(rest, |(rest, _)| rest);
    Ok((if party.len() < rest.len() { party } else { rest }, ()))
}

/// Whether something else than the rest of a name begins a line here: words that may open a clause, a
/// label, or the name of the paper.
pub(super) fn begins_other<'a>(scan: &Scan<'a>, input: &'a str) -> bool {
    scan.lines.has(scan.at(input))
        && (scan
            .phrases(&scan.grammar.openings_of_clauses, input)
            .any(|(candidate, _)| phrase(scan, candidate, input).is_ok())
            || scan
                .phrases(&scan.grammar.title_labels, input)
                .any(|(candidate, _)| phrase(scan, candidate, input).is_ok())
            || scan.phrases(&scan.grammar.labels, input).any(|(candidate, _)| {
                phrase(scan, candidate, input).is_ok_and(|(rest, _)| !scan.at_line_end(rest))
            }))
}

/// A name that takes the rest of its line, or of its cell behind the first word: "GEMEENTE  MOLENDRECHT".
pub(super) fn name_on_line<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let (start, _) = space0(input)?;
    let cell = scan.cells.behind(scan.at(start)).unwrap_or(scan.text.len());
    let end = scan.line_end(scan.at(start)).min(cell);
    let line = scan.text[scan.at(start)..end].trim_end();
    let words = &scan.grammar.words;
    let is_name = |word: &str| {
        let at = scan.at(start) + (word.as_ptr() as usize - start.as_ptr() as usize);
        scan.capitals.has(at)
            || words.particles.has(word)
            || words.place_words.has(word)
            || word.starts_with('\'')
            || word == "&"
    };
    if scan.is_capital(start) && line.split(' ').all(is_name) {
        Ok((&start[line.len()..], ()))
    } else {
        fail(input)
    }
}

/// Whether the words of a heading that ends stand here.
fn opens_clause<'a>(scan: &Scan<'a>, input: &'a str) -> bool {
    scan.phrases(&scan.grammar.openings_of_clauses, input).next().is_some()
        && heading(scan, input).is_ok_and(|(_, heading)| heading.stop != Stop::Open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;
    use crate::grammar::memo::Memo;
    use crate::text::marks::Marks;

    #[test]
    fn a_sign_that_is_no_space_behind_the_article_is_no_fault() {
        let grammars = Grammars::built_in();
        for text in ["het\u{fffd}partijcongres van het congres", "de\u{fffd}bossche raad"] {
            let scan = Scan {
                grammar: grammars.get("partijcongres").unwrap(),
                text,
                lines: &Marks::new([0], text.len()),
                cells: &Marks::new([0], text.len()),
                capitals: &Marks::default(),
                memo: &Memo::default(),
            };
            assert!(body(&scan, text).is_err(), "{text}");
        }
    }
}
