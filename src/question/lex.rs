//! The signs of the language, and the words between them.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::character::complete::{char, digit1};
use nom::combinator::{all_consuming, map, map_opt, opt, recognize, rest, value};
use nom::error::{Error, ErrorKind};
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

use super::field::LONGEST;

/// What comes next in a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `OR`, `OF`, `|`
    Or,
    /// `AND`, `EN`
    And,
    /// `NOT`, `NIET`
    Not,
    /// `NEAR`, `BIJ`, with the digits behind the slash.
    Near(Option<&'a str>),
    /// What stands between quotes, and whether there is a second one.
    Phrase(&'a str, bool),
    /// One or more of `-`, `+`, `*`, `~` before a word.
    Signs(&'a str),
    /// Anything else up to white space or a sign.
    Chunk(&'a str),
}

/// Reads the next token of a text that does not begin with white space.
pub(super) fn token(input: &str) -> IResult<&str, Token<'_>> {
    alt((
        value(Token::Open, char('(')),
        value(Token::Close, char(')')),
        value(Token::Or, char('|')),
        phrase,
        map(take_while1(is_sign), Token::Signs),
        map(chunk, |chunk| operator(chunk).unwrap_or(Token::Chunk(chunk))),
    ))
    .parse(input)
}

/// ```ebnf
/// phrase = quote, { ? anything but a quote ? }, ( quote | ? the end ? ) ;
/// quote = '"' | "“" | "”" | "„" | "‟" | "«" | "»" ;
/// ```
///
/// Whichever quote opens, whichever comes next closes: they are mixed up too often.
fn phrase(input: &str) -> IResult<&str, Token<'_>> {
    let quote = || take_while_m_n(1, 1, is_quote);
    let inside = take_while(|c| !is_quote(c));
    let closed = map(opt(quote()), |quote| quote.is_some());
    map(preceded(quote(), pair(inside, closed)), |(inside, closed)| Token::Phrase(inside, closed))
        .parse(input)
}

/// ```ebnf
/// or = "OR" | "OF" | "|" ;
/// and = "AND" | "EN" ;
/// not = "-" | "−" | "NOT" | "NIET" ;
/// near sign = ( "NEAR" | "BIJ" ), [ "/", digit, { digit } ] ;
/// digit = ? a digit ? ;
/// ```
///
/// Words in capitals that stand alone.
pub(super) fn operator(chunk: &str) -> Option<Token<'_>> {
    let near = preceded(alt((tag("NEAR"), tag("BIJ"))), opt(preceded(char('/'), digit1)));
    let mut any = all_consuming(alt((
        value(Token::Or, alt((tag("OR"), tag("OF")))),
        value(Token::And, alt((tag("AND"), tag("EN")))),
        value(Token::Not, alt((tag("NOT"), tag("NIET")))),
        map(near, Token::Near),
    )));
    let found: IResult<&str, Token<'_>> = any.parse(chunk);
    found.ok().map(|(_, token)| token)
}

/// ```ebnf
/// stem = character, { character | "(", ? one to five letters ?, ")" } ;
/// character = ? anything but white space, quotes, brackets and "|"; at the beginning no sign either ? ;
/// ```
///
/// Letters in brackets at a word are a part of it: "bewoner(s)".
fn chunk(input: &str) -> IResult<&str, &str> {
    let mut end = 0;
    while let Some(next) = input[end..].chars().next() {
        let word = &input[..end];
        if next == '(' && word.ends_with(char::is_alphanumeric) && operator(word).is_none() {
            let Ok((behind, _)) = letters_in_brackets(&input[end..]) else { break };
            end = input.len() - behind.len();
        } else if next.is_whitespace() || is_quote(next) || matches!(next, '(' | ')' | '|') {
            break;
        } else {
            end += next.len_utf8();
        }
    }
    match end {
        0 => Err(nom::Err::Error(Error::new(input, ErrorKind::TakeWhile1))),
        _ => Ok((&input[end..], &input[..end])),
    }
}

fn letters_in_brackets(input: &str) -> IResult<&str, &str> {
    // A whole question in brackets that are glued to a word is no ending.
    let letters = take_while_m_n(1, 5, char::is_alphabetic);
    recognize((char('('), letters, char(')'))).parse(input)
}

/// ```ebnf
/// name = letter, { letter | "_" | "-" } ;
/// letter = ? a letter ? ;
/// ```
///
/// The name of a field, before its colon.
pub(super) fn name(input: &str) -> IResult<&str, &str> {
    terminated(take_while_m_n(1, LONGEST, is_name), char(':')).parse(input)
}

/// ```ebnf
/// word = stem, [ "*" | "~", [ "1" | "2" ] ] ;
/// ```
///
/// Gives a chunk without the last sign at its end, and what stands there: `*`, or `~` with what is behind it.
pub(super) fn suffix(chunk: &str) -> Option<(&str, &str)> {
    let at = chunk.rfind(['*', '~'])?;
    let number = take_while(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let fuzzy = recognize(pair(char('~'), number));
    let found: IResult<&str, &str> = all_consuming(alt((tag("*"), fuzzy))).parse(&chunk[at..]);
    found.ok().map(|(_, suffix)| (&chunk[..at], suffix))
}

/// How many letters a fuzzy word may be off: `None` where the sign does not say; an error where it
/// says something else than 1 or 2.
pub(super) fn edits(suffix: &str) -> Result<Option<u8>, ()> {
    let number = map_opt(rest, |number| match number {
        "" => Some(None),
        "1" => Some(Some(1)),
        "2" => Some(Some(2)),
        _ => None,
    });
    let found: IResult<&str, Option<u8>> = preceded(char('~'), number).parse(suffix);
    found.map(|(_, edits)| edits).map_err(|_| ())
}

/// Whether a character is a quote.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

/// Whether a character before a word is a sign.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '-' | '−' | '+' | '*' | '~')
}

/// Whether a character may stand in the name of a field; accents may be characters of their own.
pub(super) fn is_name(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '-' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first token, and how much is left.
    fn first(text: &str) -> (Token<'_>, &str) {
        let (rest, token) = token(text).unwrap();
        (token, rest)
    }

    #[test]
    fn words_come_through_whole() {
        for word in [
            "B&W",
            "d.d.",
            "36410-17",
            "'s-Gravenhage",
            "RIS321233",
            "café’s",
            "14:30",
            "re:",
            "C++",
            "https://raad.example/motie?id=1&x=~a",
            "bewoner(s)",
            "a-b",
            "or",
            "NEAR/x",
            "ORGAAN",
            "€5,-",
        ] {
            assert_eq!(first(word), (Token::Chunk(word), ""), "{word}");
        }
        assert_eq!(first("motie(oud nieuw)"), (Token::Chunk("motie"), "(oud nieuw)"));
        assert_eq!(first("motie(ouderen)"), (Token::Chunk("motie"), "(ouderen)"));
        assert_eq!(first("OR(a)"), (Token::Or, "(a)"));
        assert_eq!(first("a|b"), (Token::Chunk("a"), "|b"));
        assert_eq!(first("a\"b\""), (Token::Chunk("a"), "\"b\""));
    }

    #[test]
    fn operators_are_in_capitals() {
        for (text, expected) in [
            ("OF x", Token::Or),
            ("|x", Token::Or),
            ("EN", Token::And),
            ("NIET", Token::Not),
            ("BIJ", Token::Near(None)),
            ("NEAR/5 x", Token::Near(Some("5"))),
            ("--x", Token::Signs("--")),
        ] {
            assert_eq!(first(text).0, expected, "{text}");
        }
    }

    #[test]
    fn any_quote_opens_and_any_closes() {
        for text in ["\"a b\"c", "“a b”c", "„a b”c", "„a b“c", "«a b»c", "»a b«c", "\"a b”c"]
        {
            assert_eq!(first(text), (Token::Phrase("a b", true), "c"), "{text}");
        }
        assert_eq!(first("\"a OR b"), (Token::Phrase("a OR b", false), ""));
    }

    #[test]
    fn signs_at_the_end_of_a_word_say_what_it_stands_for() {
        assert_eq!(suffix("fiets*"), Some(("fiets", "*")));
        assert_eq!(suffix("fiets~"), Some(("fiets", "~")));
        assert_eq!(suffix("fiets~12"), Some(("fiets", "~12")));
        assert_eq!(suffix("fi*ets"), None);
        assert_eq!(suffix("fi~ets"), None);
        assert_eq!((edits("~"), edits("~2")), (Ok(None), Ok(Some(2))));
        assert_eq!((edits("~0.8"), edits("~3")), (Err(()), Err(())));
    }
}
