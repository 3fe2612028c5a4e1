//! The heading of a motion: a label, a number, a name.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{not, opt, peek, recognize, verify};
use nom::multi::many_m_n;
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

use super::body::is_named_alone;
use super::calendar::month;
use super::frame::{first, label, verdict};
use super::lex::{LONGEST, fail, space0};
use super::rules::phrase;
use super::scan::Scan;
use super::term::{find_date, is_unmistakable, piece_number};

/// The heading of a motion, in ranges of the folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The motion's number, where the label holds one: "Motie M12 – …".
    pub number: Option<Range<usize>>,
    /// Where the name begins: behind the label, or at the start of a heading that stays whole.
    pub name: usize,
    /// Whether nothing but the label stands on the line.
    pub bare: bool,
}

/// ```ebnf
/// title = whole title | title label, [ [ "(" ], ( piece number | ? a roman number ? | ? a letter, before a sign or alone ? ), [ ")" ] ], [ ":" | "-" | "|" ], ? the name ? ;
/// ```
pub fn title<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Title> {
    if let Ok((rest, _)) = first(scan, &scan.grammar.whole_titles, input)
        && !begins_with_van(scan, input)
    {
        // "Motie van treurnis: De nieuwe school".
        let named = rest.trim_start().strip_prefix(':').map(str::trim_start);
        let name = named.filter(|name| !scan.at_line_end(rest) && !name.is_empty());
        let start = name.unwrap_or(input);
        return Ok((
            name.unwrap_or(rest),
            Title { number: None, name: scan.at(start), bare: false },
        ));
    }
    if is_no_title(scan, input) {
        return fail(input);
    }
    let (after, _) = title_label(scan, input)?;
    // "Motie-Van der Berg": the label is a part of the name.
    if after.starts_with('-') && after[1..].starts_with(|c: char| c.is_alphabetic()) {
        return Ok((after, Title { number: None, name: scan.at(input), bare: false }));
    }
    let numbered = |i: &'a str| {
        let start = scan.at(i);
        let sign = alt((tag(":"), tag(" -"), tag(" |"), tag(" :")));
        let letter = terminated(recognize(satisfy(|c| c.is_ascii_lowercase())), peek(sign));
        // "Motie IV Schaduw op het plein".
        let roman = verify(recognize(many_m_n(2, 5, one_of("ivx"))), |_: &str| scan.is_capital(i));
        let roman = terminated(roman, peek(not(satisfy(char::is_alphanumeric))));
        // "Motie M-III", "MOTIE A" alone.
        let dashed = recognize((
            satisfy(|c| c.is_ascii_lowercase()),
            char('-'),
            many_m_n(1, 5, one_of("ivx")),
        ));
        let alone = recognize(verify(satisfy(|c| c.is_ascii_lowercase()), |_| scan.is_capital(i)));
        let alone = verify(alt((dashed, alone)), |word: &str| scan.at_cell_end(&i[word.len()..]));
        let (rest, number) = alt((piece_number, letter, roman, alone)).parse(i)?;
        Ok((rest, start + (i.len() - rest.len() - number.len())..scan.at(rest)))
    };
    let (rest, number) =
        opt(preceded((space0, opt(char('('))), terminated(numbered, opt(char(')')))))
            .parse(after)?;
    // On the next line "Raad 13" is no number of two parts.
    let parted = |range: &Range<usize>| scan.text[range.clone()].contains(' ');
    let (rest, number) = match number {
        Some(range) if scan.at_line_end(after) && parted(&range) => (after, None),
        number => (rest, number),
    };
    let colon = preceded(space0, char::<_, nom::error::Error<&str>>(':'));
    let dash = terminated(preceded(space0, one_of("-|.")), peek(char(' ')));
    // A dash on the next line is none of the label's.
    let (rest, sign) = match scan.at_line_end(rest) {
        true => (rest, None),
        false => opt(alt((colon, dash))).parse(rest)?,
    };
    // A number belongs to the label when a sign follows it, or when it cannot be the first word:
    // "M12", "2024-31".
    let lettered = number.as_ref().is_some_and(|range| {
        let said = scan.text[scan.at(after)..range.start].contains("nr");
        let number = &scan.text[range.clone()];
        let roman = number.len() > 1 && number.bytes().all(|byte| b"ivx".contains(&byte));
        // "Motie 1 Ponton aan de kade", not "Motie 8 Mei" or "Motie 30 kilometer".
        let next = scan.text[range.end..].trim_start();
        let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let counted = number.len() <= 2
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && scan.is_capital(next)
            && month(word).is_none();
        said || roman || counted || is_unmistakable(number) || is_no_title(scan, next)
    });
    let (rest, number) = if sign.is_some() || lettered || scan.at_cell_end(rest) {
        (rest, number)
    } else {
        (after, None)
    };
    let (name, _) = space0(rest)?;
    // "Motie", and on the next line "2. Motie Meer bomen": the label again.
    let again =
        || title_label(scan, name).ok().map(|(rest, ())| rest.trim_start_matches([':', ' ']));
    let again = if number.is_some() && sign.is_some() { again() } else { None };
    let name = again.filter(|name| scan.is_capital(name)).unwrap_or(name);
    // What stands in a bracket alone, or in another cell and says what became of it, is no name.
    let aside =
        name.starts_with('(') && name.find(')').is_some_and(|at| scan.at_cell_end(&name[at + 1..]));
    let other = scan.at_cell_end(rest)
        && (verdict(scan, name).is_ok()
            || label(scan, name).is_ok()
            || scan.begins_cell(name)
                && (is_no_title(scan, name)
                    || is_named_alone(scan, name)
                    || is_meeting(scan, name)));
    // "Motie nr." with the number to be filled in.
    let unfilled = ["nr.", "nr", "nummer", "no."].iter().any(|word| {
        name.strip_prefix(word)
            .is_some_and(|rest| scan.at_line_end(rest.trim_start_matches([':', '.', '…', '_'])))
    });
    // "Motie 2 bij agendapunt 8".
    let counted = number.is_some() && is_no_title(scan, name);
    let bare = scan.at_line_end(rest) || counted || aside || other || unfilled;
    Ok((name, Title { number, name: scan.at(name), bare }))
}

/// Whether a name that begins with "Van" stands behind the word for the paper, and nobody whose paper it
/// is: "Motie Van woorden naar daden".
fn begins_with_van(scan: &Scan<'_>, input: &str) -> bool {
    let Some(at) = input.find(" van ").filter(|at| !input[..*at].contains(' ')) else {
        return false;
    };
    let name = &input[at + " van ".len()..];
    // In capitals: "MOTIE / VAN IDEE NAAR PLAN".
    let line = &name[..scan.line_end(scan.at(name)).saturating_sub(scan.at(name)).min(name.len())];
    let leads =
        || scan.grammar.words.mover_leads.iter().any(|lead| name.starts_with(lead.as_str()));
    scan.is_capital(&input[at + 1..])
        && (!scan.is_capital(name) || line.contains(" naar ") && !leads())
}

/// The label of a title; one that goes on with the words of another label on the next line ends before
/// that: "MOTIE", below it "Betreft: Meer bomen".
fn title_label<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let line = scan.line_end(scan.at(input));
    let (after, _) = first(scan, &scan.grammar.title_labels, input)?;
    if scan.at(after) <= line || label(scan, scan.text[line..].trim_start()).is_err() {
        return Ok((after, ()));
    }
    scan.phrases(&scan.grammar.title_labels, input)
        .filter_map(|(candidate, _)| phrase(scan, candidate, input).ok())
        .find(|(rest, _)| scan.at(rest) <= line)
        .map_or_else(|| fail(input), |(rest, _)| Ok((rest, ())))
}

/// Whether a cell is a word or two and a date, to the end of its line: "Begrotingsraad 12 november 2009".
fn is_meeting(scan: &Scan<'_>, input: &str) -> bool {
    let at = scan.at(input);
    let text = scan.text[at..scan.line_end(at)].trim_end();
    if text.len() > LONGEST {
        return false;
    }
    find_date(text).is_some_and(|(date, place)| {
        let before = text[..place.start].split_whitespace().count();
        date.year.is_some() && place.end == text.len() && before <= 2
    })
}

/// Whether a line begins with words that no title begins with.
#[must_use]
pub fn is_no_title<'a>(scan: &Scan<'a>, input: &'a str) -> bool {
    first(scan, &scan.grammar.no_titles, input).is_ok()
}
