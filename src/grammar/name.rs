//! Names of people as they are printed, and the words before them that are no part of them.

use std::ops::Range;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::character::complete::{char, one_of, satisfy, space0, space1};
use nom::combinator::{eof, not, opt, peek, recognize, verify};
use nom::multi::many0_count;
use nom::sequence::{delimited, pair, preceded};
use nom::{IResult, Parser};

use unicode_normalization::char::is_combining_mark;

use super::initials::WordList;
use super::party;
use super::words::Words;

/// ```ebnf
/// name = ( name word | leading particle ), { " ", ( name word | particle | "(", name word, ")" ) } ;
/// name word = ? a capital ?, { ? a letter ? | "'" | "-" | "." } ;
/// ```
///
/// Reads printed text. At least one word has a capital, and particles do not end a name.
pub fn name<'a>(words: &Words, input: &'a str) -> IResult<&'a str, &'a str> {
    // The name that one goes by: "A.M. (Anneke) de Wit".
    let known_as = |i: &'a str| {
        let mut inner = recognize(delimited(char('('), capital_word, char(')')));
        let (rest, taken) = inner.parse(i)?;
        let goes_on =
            rest.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_alphabetic));
        if goes_on { Ok((rest, taken)) } else { eof(i) }
    };
    let part = |i: &'a str| {
        alt((|i| capital_word(i), |i| particle(&words.particles, i), known_as)).parse(i)
    };
    let (start, _) = space0(input)?;
    // Behind initials there may be more space: in typed papers that were recognised.
    let joint = |i: &'a str| {
        let most = if start[..start.len() - i.len()].ends_with('.') { 4 } else { 1 };
        take_while_m_n(1, most, |c| matches!(c, ' ' | '\u{a0}')).parse(i)
    };
    let first =
        |i: &'a str| alt((|i| capital_word(i), |i| particle(&words.leading_particles, i))).parse(i);
    let whole = recognize(pair(first, many0_count(preceded(joint, part))));
    let (_, taken) = verify(whole, |name: &str| {
        let own = |word: &str| {
            word.contains(char::is_uppercase) && !words.particles.has(&word.to_lowercase())
        };
        name.split_whitespace().any(own) && name.split_whitespace().count() <= 8
    })
    .parse(start)?;
    let taken = without_full_stop(without_trailing_particles(words, taken));
    let end = (input.len() - start.len()) + taken.len();
    Ok((&input[end..], &input[..end]))
}

/// The length of a second surname behind a dash with spaces, where the party stands behind that:
/// "Mia Bos – De Wit, D66".
pub(super) fn second_name(words: &Words, after: &str) -> Option<usize> {
    let dashed: IResult<&str, char> = delimited(space1, one_of("-–"), space1).parse(after);
    let (rest, _) = dashed.ok()?;
    let (behind, taken) = name(words, rest).ok()?;
    let party = behind.trim_start().strip_prefix([',', '('])?;
    let len = after.len() - rest.len() + taken.len();
    (party::is_party(words, party.trim_end_matches([')', ' ', ',']))
        && !party::is_party(words, taken.trim()))
    .then_some(len)
}

fn capital_word(input: &str) -> IResult<&str, &str> {
    let prefix = opt(alt((tag("d'"), tag("d’"), tag("'t "), tag("’t "), tag("'T "), tag("’T "))));
    let letters = take_while(|c: char| {
        c.is_alphabetic() || is_combining_mark(c) || matches!(c, '\'' | '’' | '-' | '‑' | '.')
    });
    let edge = peek(not(satisfy(char::is_numeric)));
    recognize((prefix, satisfy(char::is_uppercase), letters, edge)).parse(input)
}

fn particle<'a>(particles: &WordList, input: &'a str) -> IResult<&'a str, &'a str> {
    let word = recognize(pair(
        opt(one_of("'’`")),
        take_while1(|c: char| c.is_lowercase() || c == '\'' || c == '’'),
    ));
    verify(word, |word: &str| particles.has(word) || particles.has(&word.replace(['’', '`'], "'")))
        .parse(input)
}

/// A name without the full stop behind its last word, where that is no initial: "De Wit.".
fn without_full_stop(name: &str) -> &str {
    let last = name.rsplit(' ').next().unwrap_or_default();
    match name.strip_suffix('.') {
        Some(rest) if last.len() > 4 && last.matches('.').count() == 1 => rest,
        _ => name,
    }
}

fn without_trailing_particles<'a>(words: &Words, name: &'a str) -> &'a str {
    let mut name = name.trim_end();
    while let Some((rest, last)) = name.rsplit_once(' ') {
        if last.starts_with(char::is_uppercase) || !words.particles.has(last) {
            break;
        }
        name = rest.trim_end();
    }
    name
}

/// Whether a name begins with initials: "A.B. de Vries".
pub(super) fn is_initials(name: &str) -> bool {
    name.split(' ').next().is_some_and(|word| word.ends_with('.'))
}

/// Whether a text is a surname and nothing else, as members of a chamber sign: "De Wit".
#[must_use]
pub fn is_surname(words: &Words, text: &str) -> bool {
    let text = text.trim_end_matches([',', ';', ' ']);
    let (before, last) = text.rsplit_once(' ').unwrap_or(("", text));
    last.starts_with(char::is_uppercase)
        && last.chars().all(|c| c.is_alphabetic() || c == '-')
        && last.contains(char::is_lowercase)
        && before.split_whitespace().all(|word| words.particles.has(&word.to_lowercase()))
}

/// Whether a text is nothing but initials: "C.P.".
#[must_use]
pub fn is_only_initials(text: &str) -> bool {
    let initial = |part: &str| part.chars().count() <= 2 && part.starts_with(char::is_uppercase);
    let text = text.trim();
    let parts = text.strip_suffix('.').map(|text| text.split(['.', ' ']));
    let all =
        |parts: std::str::Split<'_, [char; 2]>| parts.filter(|it| !it.is_empty()).all(initial);
    text.len() <= 12 && parts.is_some_and(all)
}

/// Whether a text is nothing but a name of a person.
#[must_use]
pub fn is_name(words: &Words, text: &str) -> bool {
    let body = &text[courtesies(words, text)..];
    name(words, body).is_ok_and(|(rest, _)| rest.trim_matches([' ', ',', '.', ';', '*']).is_empty())
}

/// ```ebnf
/// names = { courtesy }, name, { ( "," | "en" ), { courtesy }, name } ;
/// ```
///
/// Reads printed text; gives the range of each name, and of nothing else.
#[must_use]
pub fn names(words: &Words, text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let parts = text.split_inclusive(',').flat_map(|part| part.split_inclusive(" en "));
    for part in parts {
        let range = start..start + part.len();
        start = range.end;
        let trimmed = part.trim_end().trim_end_matches(',').trim_end().trim_end_matches(" en");
        let skipped = trimmed.len() - trimmed.trim_start().len();
        let skipped = skipped + courtesies_after(words, &trimmed[skipped..]);
        if let Ok((rest, taken)) = name(words, &trimmed[skipped..])
            && rest.trim_matches([' ', '.', ',']).is_empty()
        {
            found.push(trimmed_range(
                text,
                range.start + skipped..range.start + skipped + taken.len(),
            ));
        }
    }
    found
}

/// As [`courtesies`], with the "van" that joins a second group: "en van de heer".
pub(super) fn courtesies_after(words: &Words, text: &str) -> usize {
    let van =
        text.strip_prefix("van ").map_or(0, |rest| if courtesies(words, rest) > 0 { 4 } else { 0 });
    van + courtesies(words, &text[van..])
}

/// The length of the words before a name that are no part of it: "de heer ".
pub(super) fn courtesies(words: &Words, cell: &str) -> usize {
    let mut at = cell.len() - cell.trim_start_matches([' ', '&', '.', '_', '…']).len();
    loop {
        let rest = &cell[at..];
        let longest = words.courtesies.at(rest).iter().find(|word| {
            // "W.G. Bos" has initials; "w.g." says that somebody signed.
            let initials = word.matches('.').count() > 1;
            starts_with_folded(rest, word)
                && rest[word.len()..].starts_with([' ', ':'])
                && !(initials && rest.starts_with(char::is_uppercase))
        });
        let Some(word) = longest else { return at };
        at += word.len();
        at += cell[at..].len() - cell[at..].trim_start_matches([' ', ':']).len();
    }
}

/// Whether a text is nothing but words that stand before a name: "w.g.".
#[must_use]
pub fn is_courtesy(words: &Words, text: &str) -> bool {
    let text = format!("{} ", text.trim());
    courtesies(words, &text) == text.len()
}

pub(super) fn trimmed_range(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().trim_end_matches([',', ';']).trim_end().len()
}

pub(super) fn starts_with_folded(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;

    #[test]
    fn names_stand_between_commas_and_en() {
        let grammars = Grammars::built_in();
        let words = &grammars.get("tweede-kamer").unwrap().words;
        let text = "de leden Van der Berg, Six Molen en De Wit";
        let found: Vec<&str> = names(words, text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Van der Berg", "Six Molen", "De Wit"]);
    }

    #[test]
    fn initials_alone_are_told_from_names() {
        for (text, initials) in
            [("C.P.", true), ("A. B.", true), ("Chr.", false), ("Bos", false), ("Bos.", false)]
        {
            assert_eq!(is_only_initials(text), initials, "{text}");
        }
    }
}
