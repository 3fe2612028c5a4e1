//! The smallest productions: words, spaces, numbers.

use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::character::complete::{digit1, one_of};
use nom::combinator::{map, opt, recognize, verify};
use nom::multi::{fold_many_m_n, many0_count};
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

use super::initials::WordList;

/// The longest addressee, heading or name that is looked for, in bytes.
pub(super) const LONGEST: usize = 160;

/// ```ebnf
/// number = digit, { digit | " " | "-" | "." | "/" } ;
/// digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" ;
/// ```
pub(super) fn number(input: &str) -> IResult<&str, &str> {
    let more = preceded(opt(one_of(" -./")), digit1);
    recognize(pair(digit1, many0_count(more))).parse(input)
}

/// Reads a word as it is, and nothing that goes on behind it.
pub(super) fn literal<'a>(word: &str, input: &'a str) -> IResult<&'a str, ()> {
    match input.strip_prefix(word) {
        Some(rest) if !starts_with_letter(rest) => Ok((rest, ())),
        _ => fail(input),
    }
}

/// What stands behind the spaces that a text begins with: a folded one has one at most.
#[inline]
pub(super) fn behind_spaces(text: &str) -> &str {
    match text.as_bytes() {
        [b' ', b' ', ..] => text.trim_start_matches(' '),
        [b' ', ..] => &text[1..],
        _ => text,
    }
}

/// What stands behind the white space that a text begins with, in a folded one a space at most.
#[inline]
pub(super) fn behind_blanks(text: &str) -> &str {
    match text.as_bytes() {
        [first, ..] if first.is_ascii_graphic() => text,
        [b' ', second, ..] if second.is_ascii_graphic() => &text[1..],
        _ => text.trim_start(),
    }
}

/// Whether a text goes on with a letter.
pub(super) fn starts_with_letter(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphabetic(),
        Some(_) => text.starts_with(char::is_alphabetic),
        None => false,
    }
}

/// Reads the longest of the listed words or groups of words that stands here.
pub(super) fn word_of<'a>(
    words: &'a WordList,
) -> impl Parser<&'a str, Output = (), Error = nom::error::Error<&'a str>> {
    move |input: &'a str| {
        let longest = words.at(input).iter().find_map(|word| literal(word, input).ok());
        longest.map_or_else(|| fail(input), Ok)
    }
}

/// A name, or a list, has at most so many words.
const FEW: usize = 24;

/// Reads something as often as it stands there, but not without end: what is longer is no name.
pub(super) fn few<'a, O>(
    parser: impl Parser<&'a str, Output = O, Error = nom::error::Error<&'a str>>,
) -> impl Parser<&'a str, Output = (), Error = nom::error::Error<&'a str>> {
    fold_many_m_n(0, FEW, parser, || (), |(), _| ())
}

pub(super) fn one_word_of<'a>(
    some: &'a WordList,
    others: &'a WordList,
) -> impl Parser<&'a str, Output = (), Error = nom::error::Error<&'a str>> {
    alt((word_of(some), word_of(others)))
}

/// A word of any letters, digits, and the signs that stand inside words.
pub(super) fn any_word(input: &str) -> IResult<&str, ()> {
    let word = take_while1(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '-' | '&' | '/'));
    map(verify(word, |word: &str| word.contains(char::is_alphanumeric)), drop).parse(input)
}

/// Reads spaces and tabs, or none.
pub(super) fn space0(input: &str) -> IResult<&str, &str> {
    let spaces = input.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    Ok((&input[spaces..], &input[..spaces]))
}

pub(super) fn spaces1(input: &str) -> IResult<&str, ()> {
    map(take_while1(|c| c == ' '), drop).parse(input)
}

/// The offset at which a whole word stands.
#[must_use]
pub fn find_word(text: &str, word: &str) -> Option<usize> {
    let first = *word.as_bytes().first()?;
    let whole = |&at: &usize| {
        text.as_bytes()[at..].starts_with(word.as_bytes())
            && !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
            && !text[at + word.len()..].chars().next().is_some_and(char::is_alphanumeric)
    };
    memchr::memchr_iter(first, text.as_bytes()).find(whole)
}

/// The text without the last of these words, where it ends in one.
pub(super) fn without_last<'a>(text: &'a str, words: &[String]) -> Option<&'a str> {
    words.iter().find_map(|word| {
        let rest = text.strip_suffix(word.as_str())?;
        (rest.is_empty() || rest.ends_with(' ')).then(|| rest.trim_end())
    })
}

/// The first bytes of a text, cut at a character.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

pub(super) fn fail<T>(input: &str) -> IResult<&str, T> {
    Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_before_a_text_is_left_out_whatever_it_is() {
        for text in ["", "a", " a", "  a", "\ta", " \u{a0}a", "\u{e9}", " \u{e9}", " ", "\u{2003}b"]
        {
            assert_eq!(behind_spaces(text), text.trim_start_matches(' '), "{text:?}");
            assert_eq!(behind_blanks(text), text.trim_start(), "{text:?}");
        }
        assert_eq!(space0(" \t a"), Ok(("a", " \t ")));
        assert_eq!(space0("a"), Ok(("a", "")));
    }
}
