//! The frame around the clauses: labels of the head, the opening, the closing, who brings it in.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{map, not, opt, peek, recognize, verify};
use nom::multi::many_m_n;
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

use super::body::{begins_other, body, seated};
use super::file::{DocumentKind, Field, MotionType, Section, SignatoryKind, Verdict};
use super::leads::is_of_word;
use super::lex::{any_word, fail, few, number, space0, spaces1, word_of};
use super::matcher::Matcher;
use super::phrase::Phrase;
use super::rules::{Captured, Stop, heading, phrase};
use super::scan::Scan;
use super::starts::Start;
use super::term::{Date, date, is_unmistakable, piece_number};

/// The opening of a motion, in ranges of the folded text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// The assembly that speaks.
    pub body: Range<usize>,
    /// The date of its meeting, and where it stands.
    pub date: Option<(Date, Range<usize>)>,
    /// The place of its meeting.
    pub place: Option<Range<usize>>,
    /// Whether it is said to sit: "in vergadering bijeen".
    pub sits: bool,
    /// Where the subject begins that it speaks about.
    pub subject: Option<usize>,
    /// Where the opening ends; the subject, if there is one, follows.
    pub end: usize,
}

/// ```ebnf
/// opening = [ '"' ], ( [ members ], body | seated ), { joint, sitting }, ( joint, discussing phrase | [ "," | ":" | ";" | "." ] | ? a heading that ends in "dat" ? ) ;
/// ```
///
/// The body alone is an opening only where a sign, a sitting, or the end of the line follows it.
pub fn opening<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Opening> {
    let (start, _) = opt(char('"')).parse(input)?;
    if !scan.may(&[Start::Body, Start::Members, Start::Seated], start) {
        return fail(input);
    }
    // "De leden van de VNG" is a body by itself; "de leden van de raad" are members of one.
    let (named, mut rest) = match body(scan, start) {
        Ok((rest, ())) => (start, rest),
        Err(_) => match members(start) {
            Ok((named, ())) => (named, body(scan, named)?.0),
            Err(_) => (start, seated(scan, start)?.0),
        },
    };
    // "Ondergetekenden, leden van de raad": the raad is who speaks.
    let speaks = if start.starts_with("onder") { named } else { start };
    // "Wij, de raad van de gemeente Molendrecht".
    let speaks = speaks.strip_prefix("wij, ").unwrap_or(speaks);
    let mut opening = Opening { body: scan.at(speaks)..scan.at(rest), ..Opening::default() };
    let after_body = rest;
    while let Ok((next, ())) = sitting(scan, rest, &mut opening) {
        rest = next;
    }
    let (discussed, found) =
        opt(preceded(joint, |i| first(scan, &scan.grammar.discussing, i))).parse(rest)?;
    if found.is_some() {
        let (discussed, _) = space0(discussed)?;
        // "dienen bij agendapunt 12 de volgende motie in:"
        let digits = discussed.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(rest) = discussed[digits..].strip_prefix(" de volgende motie in") {
            let rest = rest.trim_start_matches([':', ',', ' ']);
            opening.end = scan.at(rest);
            return Ok((rest, opening));
        }
        // "ter behandeling van bovenvermeld agendapunt": the head says what that is.
        let named = ["bovenvermeld", "bovengenoemd", "hierboven"];
        let said = discussed.strip_prefix("het ").unwrap_or(discussed);
        if named.iter().any(|word| said.starts_with(word)) {
            let (rest, _) = (any_word, spaces1, any_word).parse(said)?;
            let rest = rest.trim_start_matches([':', ',', ';', '.', ' ']);
            opening.end = scan.at(rest);
            return Ok((rest, opening));
        }
        opening.subject = Some(scan.at(discussed));
        opening.end = scan.at(discussed);
        return Ok((discussed, opening));
    }
    // "De raad van Molendrecht bespreekt op 4 juli 2024 de Kadernota 2025."
    let article = |i| terminated(word_of(&scan.grammar.words.articles), spaces1).parse(i);
    let said = &scan.text[scan.at(after_body)..scan.at(rest)];
    if said.starts_with(" bespreekt") || said.starts_with(" behandelt") {
        let discussed = rest.trim_start();
        if article(discussed).is_ok() {
            opening.subject = Some(scan.at(discussed));
            opening.end = scan.at(discussed);
            return Ok((discussed, opening));
        }
    }
    let (signed, sign) = opt(preceded(space0, one_of(",:;."))).parse(rest)?;
    if sign.is_none() && rest.len() == after_body.len() && !scan.at_line_end(rest) {
        // "De raad van de gemeente Molendrecht overwegende dat:"
        let next = rest.trim_start();
        let headed = heading(scan, next).is_ok_and(|(_, heading)| {
            !heading.led && heading.stop != Stop::Open && scan.text[heading.words].ends_with(" dat")
        });
        if !headed {
            return fail(input);
        }
    }
    let (end, _) = space0(signed)?;
    opening.end = scan.at(end);
    Ok((end, opening))
}

/// The opening that begins inside a line, behind the title of a motion that is all one paragraph: a
/// sentence of its own that names the meeting or what it is about.
#[must_use]
pub fn opening_inside(scan: &Scan<'_>, at: usize) -> Option<Opening> {
    let ended = scan.text[..at].trim_end().ends_with(['.', ':', ')', '!']);
    let input = &scan.text[at..];
    if !scan.is_capital(input) {
        return None;
    }
    let (_, opening) = opening(scan, input).ok()?;
    // "Motie informeren Provinciale Staten", and a date alone on a line below it.
    if !opening.sits && scan.at_line_end(&scan.text[opening.body.end..]) {
        return None;
    }
    // "Motie Meer bomen De raad van Molendrecht, in vergadering bijeen op 3 mei 2024".
    let sits = opening.date.is_some() || opening.sits;
    // "De Kamer, gehoord de beraadslaging".
    let sits = sits
        || heading(scan, &scan.text[opening.end..]).is_ok_and(|(_, heading)| {
            scan.text[..opening.end].trim_end().ends_with(',') && !heading.led
        });
    (sits || ended && opening.subject.is_some()).then_some(opening)
}

/// What [`members`] may begin with.
pub(super) const MEMBERS: [&str; 8] = [
    "de ondergetekende",
    "de ondergetekenden",
    "de leden",
    "de lid",
    "ondergetekende",
    "ondergetekenden",
    "leden",
    "lid",
];

/// ```ebnf
/// members = [ "de" ], [ "ondergetekenden," | "ondergetekende," ], ( "leden" | "lid" ), "van" ;
/// ```
fn members(input: &str) -> IResult<&str, ()> {
    let signed = alt((tag("ondergetekenden"), tag("ondergetekende")));
    let signed = terminated(signed, pair(opt(char(',')), spaces1));
    let members = alt((tag("leden"), tag("lid")));
    let the = terminated(tag("de"), spaces1);
    map((opt(the), opt(signed), members, spaces1, tag("van"), spaces1), drop).parse(input)
}

/// ```ebnf
/// joint = ( ( "," | ";" ), [ " " ] | " " ), [ "en " ] ;
/// ```
pub(super) fn joint(input: &str) -> IResult<&str, ()> {
    let sign = map((space0, one_of(",;"), space0), drop);
    map((alt((sign, spaces1)), opt(tag("en "))), drop).parse(input)
}

/// ```ebnf
/// sitting = sitting word | gathering | [ "op" | "van" | "d.d.", [ ":" ] ], date | ( "te" | "in" ), place | "in", article, ? a capital word ? ;
/// place = capital word, { " ", { particle | place word }, capital word } ;
/// ```
fn sitting<'a>(scan: &Scan<'a>, input: &'a str, opening: &mut Opening) -> IResult<&'a str, ()> {
    let (input, _) = joint(input)?;
    if let Ok((rest, _)) = word_of(&scan.grammar.words.sittings).parse(input) {
        opening.sits = true;
        return Ok((rest, ()));
    }
    if let Ok((rest, ())) = gathering(scan, input) {
        return Ok((rest, ()));
    }
    let on = alt((
        tag("op d.v. "),
        tag("op: "),
        tag("op "),
        tag("van "),
        tag("d.d. "),
        tag("d.d "),
        tag("dd. "),
        tag("dd "),
        tag("d.d.: "),
        tag("d.d.:"),
        tag("d.v. "),
    ));
    let (dated, _) = opt(on).parse(input)?;
    if let Ok((rest, day)) = date(dated) {
        opening.date.get_or_insert((day, scan.at(dated)..scan.at(rest)));
        return Ok((rest, ()));
    }
    let house = preceded(tag("in "), terminated(word_of(&scan.grammar.words.articles), spaces1));
    if let Ok((house, ())) = { house }.parse(input)
        && scan.is_capital(house)
    {
        return any_word(house);
    }
    let (place, _) = alt((tag("te "), tag("in "))).parse(input)?;
    let (rest, _) = place_name(scan, place)?;
    opening.place.get_or_insert(scan.at(place)..scan.at(rest));
    Ok((rest, ()))
}

/// ```ebnf
/// gathering = ( "op" | "in" | "tijdens" ), article, [ word ], ? a word that ends in "congres", "vergadering" or "zitting" ?, [ "van", ? a year ? ] ;
/// ```
fn gathering<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let on =
        (alt((tag("op "), tag("in "), tag("tijdens "))), word_of(&scan.grammar.words.articles));
    let named = || {
        verify(recognize(any_word), |word: &str| {
            ["congres", "vergadering", "zitting", "raad", "alv"]
                .iter()
                .any(|end| word.ends_with(end))
        })
    };
    let described = preceded(terminated(any_word, spaces1), named());
    let year = recognize(many_m_n(4, 4, satisfy(|c| c.is_ascii_digit())));
    let of = preceded((spaces1, tag("van "), year), peek(not(satisfy(char::is_alphanumeric))));
    map((on, spaces1, alt((named(), described)), opt(of)), drop).parse(input)
}

/// A name of a place: capital words, with the small words that Dutch place names have.
fn place_name<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let words = &scan.grammar.words;
    let capital = |i: &'a str| {
        if scan.is_capital(i) && !begins_other(scan, i) { any_word(i) } else { fail(i) }
    };
    let small =
        few(terminated(alt((word_of(&words.particles), word_of(&words.place_words))), spaces1));
    let apostrophe = preceded(peek(char('\'')), any_word);
    map(pair(alt((capital, apostrophe)), few((spaces1, small, capital))), drop).parse(input)
}

/// Whether a label may stand here: cheap, and true where it is not sure.
#[must_use]
pub fn may_label(scan: &Scan<'_>, input: &str) -> bool {
    scan.may(&[Start::Label], input)
}

/// ```ebnf
/// label = [ ? "(", before "ingediend door" ? ], label phrase, ( ":" | ? end of cell ? | ? a date, behind a label for dates ? | ? a name, behind "ingediend door" ? | ? a piece number, behind a label for them or for files ? ) | ? a word that ends in "nummer" ?, ":" ;
/// ```
///
/// Gives the field and where its value begins.
pub fn label<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, (Field, usize)> {
    // "(ingediend door Mia Bos)", below a title.
    if let Some(inner) = input.strip_prefix('(') {
        let inner = inner.starts_with("ingediend door ").then(|| label(scan, inner));
        return inner.unwrap_or_else(|| fail(input));
    }
    for (candidate, field) in scan.phrases(&scan.grammar.labels, input) {
        let Ok((rest, _)) = phrase(scan, candidate, input) else {
            continue;
        };
        let colon = preceded(space0, char::<_, nom::error::Error<&str>>(':'))
            .parse(rest)
            .ok()
            .map(|(rest, _)| rest);
        let dated =
            *field == Field::Date && preceded((opt(char(',')), spaces1), date).parse(rest).is_ok();
        let numbered = |is_one: fn(&str) -> bool| {
            preceded(spaces1, piece_number)
                .parse(rest)
                .is_ok_and(|(after, number)| is_one(number) && scan.at_cell_end(after))
        };
        let numbered = match field {
            // "Motienummer 2911".
            Field::Number if candidate.printed.starts_with("motien") => numbered(|_| true),
            Field::Number => numbered(is_unmistakable),
            // "zaaknr. 447102".
            Field::FileNumber => numbered(|number| number.len() > 3),
            _ => false,
        };
        // "Motie ingediend door de fracties van …", "Ingediend door Mia Bos".
        let words = &scan.grammar.words;
        let by = *field == Field::Submitters && candidate.printed.ends_with("ingediend door") && {
            let next = rest.trim_start();
            scan.is_capital(next.strip_prefix("de ").unwrap_or(next))
                || alt((word_of(&words.group_leads), word_of(&words.courtesies)))
                    .parse(next)
                    .is_ok()
        };
        let value = match colon {
            Some(value) => value,
            None if dated || numbered || by || scan.at_cell_end(rest) => rest,
            None => continue,
        };
        let (value, _) = space0(value)?;
        return Ok((value, (*field, scan.at(value))));
    }
    // "DMS-nummer:": of some system. Most words are told by their last letters, or where they end.
    let plain =
        input.bytes().take_while(|&byte| is_of_word(byte) || b"'-&/".contains(&byte)).count();
    if input.as_bytes().get(plain).is_some_and(u8::is_ascii) && !input[..plain].ends_with("nummer")
    {
        return fail(input);
    }
    let (rest, ()) = any_word(input)?;
    let word = &input[..input.len() - rest.len()];
    match preceded(space0, char::<_, nom::error::Error<&str>>(':')).parse(rest) {
        Ok((value, _)) if word.ends_with("nummer") => {
            let (value, _) = space0(value)?;
            Ok((value, (Field::FileNumber, scan.at(value))))
        }
        _ => fail(input),
    }
}

/// ```ebnf
/// section = section phrase, ( ":" | [ "," ], ? end of cell ? ) ;
/// ```
pub fn section<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Section> {
    let found = |(candidate, section): &(Phrase, Section)| {
        let (rest, _) = phrase(scan, candidate, input).ok()?;
        let (after, sign) = opt(preceded(space0, one_of::<_, _, nom::error::Error<&str>>(":,")))
            .parse(rest)
            .ok()?;
        (sign == Some(':') || scan.at_cell_end(after)).then_some((after.trim_start(), *section))
    };
    scan.phrases(&scan.grammar.sections, input).find_map(found).map_or_else(|| fail(input), Ok)
}

/// ```ebnf
/// signing = signing phrase, ( ":" | [ "," ], ? end of line ? ) ;
/// ```
pub fn signing<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, SignatoryKind> {
    first_stopped(scan, &scan.grammar.signing, input)
}

/// Words that head signatures, with names behind them on their line: "ingediend door Mia Bos",
/// "Indieners Mia Bos en Jan Wit".
pub fn signing_open<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, SignatoryKind> {
    let found = |(candidate, kind): &(Phrase, SignatoryKind)| {
        let by = candidate.printed.ends_with(" door") || candidate.printed.contains("indiener");
        let (rest, _) = phrase(scan, candidate, input).ok().filter(|_| by)?;
        Some((rest.trim_start(), *kind))
    };
    scan.phrases(&scan.grammar.signing, input).find_map(found).map_or_else(|| fail(input), Ok)
}

/// The first phrase that a colon or the end of its line follows, or that takes the whole line.
/// What stands behind words that head signatures, and a colon behind them.
#[must_use]
pub fn signing_words<'a>(scan: &Scan<'a>, input: &'a str) -> Option<&'a str> {
    let (rest, _) = first(scan, &scan.grammar.signing, input).ok()?;
    Some(rest.trim_start().strip_prefix(':').unwrap_or(rest))
}

fn first_stopped<'a, T: Copy>(
    scan: &Scan<'a>,
    phrases: &'a Matcher<T>,
    input: &'a str,
) -> IResult<&'a str, T> {
    for (candidate, value) in scan.phrases(phrases, input) {
        let Ok((rest, _)) = phrase(scan, candidate, input) else {
            continue;
        };
        let (after, sign) =
            opt(preceded(space0, one_of::<_, _, nom::error::Error<&str>>(":,"))).parse(rest)?;
        if sign == Some(':') || scan.at_line_end(after) {
            return Ok((space0(after)?.0, *value));
        }
    }
    fail(input)
}

/// ```ebnf
/// party lead = party lead phrase, [ "," ], " " ;
/// ```
///
/// Tells whether the words leave no doubt that a party follows: those that say "fractie" or
/// "categorie".
pub fn party_lead<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, bool> {
    let (rest, _) = first(scan, &scan.grammar.party_leads, input)?;
    let lead = &input[..input.len() - rest.len()];
    let certain = ["fractie", "categorie"].iter().any(|word| lead.contains(word));
    map((opt(char(',')), spaces1), move |_| certain).parse(rest)
}

/// Whether the words before a party stand here with nothing behind them on their line.
#[must_use]
pub fn is_bare_party_lead<'a>(scan: &Scan<'a>, input: &'a str) -> bool {
    let found = first(scan, &scan.grammar.party_leads, input);
    found.is_ok_and(|(rest, _)| scan.at_line_end(rest.trim_start_matches([',', ':', ' '])))
}

/// ```ebnf
/// furniture = furniture phrase, { ? next cell ?, ( furniture phrase | number ) }, ? end of line ? ;
/// ```
pub fn furniture<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let (mut rest, _) = first_in_cell(scan, input)?;
    while !scan.at_line_end(rest) {
        let next = rest.trim_start();
        rest = match first_in_cell(scan, next) {
            Ok((rest, ())) => rest,
            Err(_) => preceded(space0, number).parse(next).map(|(rest, _)| rest)?,
        };
        if !scan.at_cell_end(rest) {
            return fail(input);
        }
    }
    Ok((rest, ()))
}

/// The first phrase of furniture that takes the whole cell, or the line.
fn first_in_cell<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, ()> {
    let fits = |(candidate, ()): &(Phrase, ())| {
        let (rest, _) = phrase(scan, candidate, input).ok()?;
        scan.at_cell_end(rest).then_some((rest, ()))
    };
    scan.phrases(&scan.grammar.furniture, input).find_map(fits).map_or_else(|| fail(input), Ok)
}

/// ```ebnf
/// verdict = [ [ "de" | "deze" ], "motie", [ "is" | "wordt" ] ], verdict phrase ;
/// ```
///
/// What became of a motion, at the start of a text.
pub fn verdict<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Verdict> {
    let named = input.strip_prefix("de ").or_else(|| input.strip_prefix("deze "));
    let start = match named.unwrap_or(input).strip_prefix("motie ") {
        Some(said) => {
            ["is ", "wordt "].iter().find_map(|verb| said.strip_prefix(verb)).unwrap_or(said)
        }
        None => input,
    };
    let found = |(candidate, result): &(Phrase, Verdict)| {
        phrase(scan, candidate, start).ok().map(|(rest, _)| (rest, *result))
    };
    scan.phrases(&scan.grammar.verdicts, start).find_map(found).map_or_else(|| fail(input), Ok)
}

/// ```ebnf
/// motion type = motion type phrase ;
/// ```
pub fn motion_type<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, MotionType> {
    let found = |(candidate, name): &(Phrase, MotionType)| {
        phrase(scan, candidate, input).ok().map(|(rest, _)| (rest, *name))
    };
    scan.phrases(&scan.grammar.motion_types, input).find_map(found).map_or_else(|| fail(input), Ok)
}

/// ```ebnf
/// replacing = replacing phrase, [ "nr." | "nummer" | "letter" ], ( piece number | ? a letter ? ) ;
/// ```
///
/// What a motion says it replaces: the range of the number, with the "nr." before it.
pub fn replacing<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, Range<usize>> {
    let (rest, _) = first(scan, &scan.grammar.replacing, input)?;
    let (start, _) = (space0, opt(char(':')), space0).parse(rest)?;
    let named = alt((tag("nr."), tag("nr"), tag("nummer")));
    let numbered = (opt(terminated(named, space0)), piece_number).map(drop);
    let letter = pair(satisfy(|c| c.is_ascii_lowercase()), not(satisfy(char::is_alphanumeric)));
    let lettered = (tag("letter"), spaces1, letter).map(drop);
    let (end, ()) = alt((lettered, numbered)).parse(start)?;
    Ok((end, scan.at(start)..scan.at(end)))
}

/// Whether a line begins with words that tell whose a document is.
#[must_use]
pub fn is_sign<'a>(scan: &Scan<'a>, input: &'a str) -> bool {
    first(scan, &scan.grammar.signs, input).is_ok()
}

/// ```ebnf
/// document = document phrase ;
/// ```
///
/// Gives what the line shows the document to be.
pub fn document<'a>(scan: &Scan<'a>, input: &'a str) -> IResult<&'a str, DocumentKind> {
    let found = |(candidate, kind): &(Phrase, DocumentKind)| {
        phrase(scan, candidate, input).ok().map(|(rest, _)| (rest, *kind))
    };
    scan.phrases(&scan.grammar.documents, input).find_map(found).map_or_else(|| fail(input), Ok)
}

/// The first phrase of a matcher that stands here.
pub(super) fn first<'a, T>(
    scan: &Scan<'a>,
    phrases: &'a Matcher<T>,
    input: &'a str,
) -> IResult<&'a str, Captured> {
    scan.phrases(phrases, input)
        .find_map(|(candidate, _)| phrase(scan, candidate, input).ok())
        .map_or_else(|| fail(input), Ok)
}
