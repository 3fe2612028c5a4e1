//! Small terms with a form of their own: markers of items, file numbers, and dates (`date.rs`).

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::{char, digit1, one_of, satisfy, space0, space1};
use nom::combinator::{map, not, opt, peek, recognize};
use nom::multi::many1_count;
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

pub use super::date::{Date, Doubt, MONTHS, date, dates, find_date};

/// How an item is marked, and how deep such marks usually stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A sign: "•", "–", "o".
    Sign(char),
    /// A number: "1.", "2)".
    Number,
    /// A letter: "a.", "b)".
    Letter,
    /// A roman number: "I.", "II)".
    Roman,
    /// An article: "Artikel 1.".
    Article,
}

/// ```ebnf
/// marker = bullet | ( "-" | "–" | "o" | "→" | "»" | ">>" | [ "(" ], ( number | roman | ? a small letter ? ), ( "." | ")" | "°" ) | "(", ? a small roman number ?, ")" | roman | article ), ? white space ? ;
/// roman = ( "I" | "V" | "X" ), { "I" | "V" | "X" } ;
/// article = ( "Artikel" | "Art." ), number, ( ".", [ "-" ] | "-" | ":" ) ;
/// ```
///
/// Reads a line as printed. Bullets that stand for nothing else need no white space behind them.
pub fn marker(input: &str) -> IResult<&str, Mark> {
    if begins_word(input) {
        return Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify)));
    }
    let bullet = map(one_of(BULLETS), Mark::Sign);
    let dash = map(terminated(one_of("-–—−‑‐*o§→➔➜>+»Ø"), peek(blank)), Mark::Sign);
    let arrows = map(terminated(tag(">>"), peek(blank)), |_| Mark::Sign('>'));
    let glued = map(terminated(char('‑'), peek(satisfy(char::is_alphabetic))), Mark::Sign);
    let digits = take_while_m_n(1, 2, |c: char| c.is_ascii_digit());
    let number = map(
        terminated(preceded(opt(char('(')), digits), pair(one_of(".)°º"), peek(blank))),
        |_| Mark::Number,
    );
    let roman = take_while_m_n(1, 5, |c: char| matches!(c, 'I' | 'V' | 'X'));
    let roman =
        map(terminated(preceded(opt(char('(')), roman), pair(one_of(".)"), peek(blank))), |_| {
            Mark::Roman
        });
    // Without a sign: "II jongeren mee te laten beslissen".
    let bare = take_while_m_n(1, 4, |c: char| matches!(c, 'I' | 'V'));
    let word = peek((space1, satisfy(char::is_lowercase)));
    let bare = map(terminated(bare, word), |_| Mark::Roman);
    let article = (
        alt((tag("Artikel "), tag("ARTIKEL "), tag("Art. "))),
        take_while_m_n(1, 2, |c: char| c.is_ascii_digit()),
        alt((
            recognize(pair(char('.'), opt(pair(space1, one_of("-–"))))),
            recognize(pair(space1, one_of("-–"))),
            recognize(char(':')),
        )),
        peek(blank),
    );
    let article = map(article, |_| Mark::Article);
    // "2)Een": a bracket needs no white space before a capital.
    let digits = take_while_m_n(1, 2, |c: char| c.is_ascii_digit());
    let tight = map((digits, char(')'), peek(satisfy(char::is_uppercase))), |_| Mark::Number);
    // "(ii)" goes on with "(i)".
    let small = take_while_m_n(2, 5, |c: char| matches!(c, 'i' | 'v' | 'x'));
    let small = map((char('('), small, char(')'), peek(blank)), |_| Mark::Letter);
    let letter = satisfy(|c| c.is_ascii_lowercase());
    let letter =
        map(terminated(preceded(opt(char('(')), letter), pair(one_of(".)"), peek(blank))), |_| {
            Mark::Letter
        });
    alt((bullet, dash, arrows, glued, number, tight, letter, small, roman, bare, article))
        .parse(input)
}

/// Whether an input begins with two letters of a word that is no marker: most do.
fn begins_word(input: &str) -> bool {
    match input.as_bytes() {
        [first, second, ..] => {
            first.is_ascii_alphabetic()
                && second.is_ascii_alphabetic()
                && !matches!(first, b'A' | b'a' | b'I' | b'V' | b'X' | b'i' | b'v' | b'x')
        }
        _ => false,
    }
}

/// Signs that are used for nothing but the marking of items.
pub const BULLETS: &str =
    "❏❐➣◼◾▫▷★✦•▪●■◦‣➢✓·❖⁃▸►▶◆◇○□☐✔❑❒⦁∙⮚➤\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}\u{f02d}";

fn blank(input: &str) -> IResult<&str, ()> {
    if input.is_empty() {
        Ok((input, ()))
    } else {
        map(satisfy(char::is_whitespace), drop).parse(input)
    }
}

/// ```ebnf
/// dossier = digit, digit, [ " " ], digit, digit, digit, [ ( " " | "-" ), ( [ "hoofdstuk " ], ? a roman number ? | ? a letter up to "j" ? ) ], [ ( " " | "-" ), number ], [ " (r", [ " " ], number, ")" ] ;
/// roman dossier = ? a roman number ? ;
/// ```
///
/// Reads folded text.
pub fn dossier(input: &str) -> IResult<&str, &str> {
    let digits = |n: usize| take_while_m_n(n, n, |c: char| c.is_ascii_digit());
    let roman = recognize(many1_count(one_of("ivxlcdm")));
    let edge = || peek(not(satisfy(char::is_alphanumeric)));
    // A fund has a letter for its chapter: "30 800 A".
    let fund = recognize(satisfy(|c| ('a'..='j').contains(&c)));
    let chapter = recognize((tag("hoofdstuk "), many1_count(one_of("ivxlcdm"))));
    let chamber = opt((one_of(" -"), alt((chapter, roman, fund)), edge()));
    let paper = opt((one_of(" -"), digit1, edge()));
    let kingdom = opt((tag(" (r"), space0, digit1, char(')')));
    recognize((digits(2), opt(char(' ')), digits(3), chamber, paper, kingdom, edge())).parse(input)
}

/// A dossier that has a roman number for a name: "CLXIX".
pub fn roman_dossier(input: &str) -> IResult<&str, &str> {
    let edge = peek(not(satisfy(char::is_alphanumeric)));
    recognize((many1_count(one_of("ivxlcdm")), edge)).parse(input)
}

/// ```ebnf
/// document number = [ "stuk " ], digit, { digit }, " (", number, "-", number, ")", [ " -" ], " nr. ", digit, { digit } ;
/// ```
///
/// The number of a paper of the Flemish parliament, in folded text: "642 (2021-2022) - nr. 1".
pub fn document_number(input: &str) -> IResult<&str, &str> {
    let year = || take_while_m_n(4, 4, |c: char| c.is_ascii_digit());
    let session = (tag(" ("), year(), char('-'), year(), char(')'));
    preceded(opt(tag("stuk ")), recognize((digit1, session, opt(tag(" -")), tag(" nr. "), digit1)))
        .parse(input)
}

/// ```ebnf
/// paper number = "nr.", digit, { digit }, [ ? a letter ? ] ;
/// ```
///
/// Reads folded text.
pub fn paper_number(input: &str) -> IResult<&str, &str> {
    let letter = opt(terminated(
        satisfy(|c| c.is_ascii_lowercase()),
        peek(not(satisfy(char::is_alphanumeric))),
    ));
    let number = recognize((take_while1(|c: char| c.is_ascii_digit()), letter));
    preceded((tag("nr."), space0), number).parse(input)
}

/// ```ebnf
/// piece number = [ "nr." | "nr" | "nummer" ], [ ? letters, at most 4 ?, [ "." | "-" | " " ] ], number, [ ? letters, at most 2 ?, [ number ] ], { ( "." | "-" | "/" ), ( number, [ ? a letter ? ] | ( ? a letter ?, [ number ] | ? a roman number ? ) ) } ;
/// ```
///
/// Reads folded text: "m12", "2024-31", "ps2026-455", "26m07", "rm 108.04", "12-b", "2024-034m".
pub fn piece_number(input: &str) -> IResult<&str, &str> {
    let digits = || take_while1(|c: char| c.is_ascii_digit());
    let letters = |most| take_while_m_n(1, most, |c: char| c.is_ascii_lowercase());
    let start = recognize((opt((letters(4), opt(one_of(".- ")))), digits()));
    let inner = opt((letters(2), opt(digits())));
    let one = recognize(pair(letters(1), peek(not(satisfy(char::is_alphanumeric)))));
    let lettered = recognize(pair(letters(1), digits()));
    let roman = take_while_m_n(2, 4, |c: char| matches!(c, 'i' | 'v' | 'x'));
    let roman = recognize(pair(roman, peek(not(satisfy(char::is_alphanumeric)))));
    let numbered = recognize(pair(digits(), opt(letters(1))));
    let more = pair(one_of(".-/"), alt((numbered, lettered, one, roman)));
    let edge = peek(not(satisfy(char::is_alphanumeric)));
    let named = opt((alt((tag("nummer"), tag("nr"))), opt(char('.')), space0));
    preceded(named, recognize((start, inner, nom::multi::many0_count(more), edge))).parse(input)
}

/// Whether a piece number cannot be taken for a word or a plain number.
#[must_use]
pub fn is_unmistakable(number: &str) -> bool {
    let digit = number.contains(|c: char| c.is_ascii_digit());
    let lettered = number.contains(|c: char| c.is_ascii_lowercase());
    // "Lijn 16" is a name.
    let parted = number.split_once(' ').is_none_or(|(letters, _)| letters.len() == 1);
    digit && (lettered && parted || number.contains(['-', '/', '.']))
}

/// Whether a folded text is the number of a piece with the party that brings it in behind it: "q.2 gl".
#[must_use]
pub fn is_piece(text: &str, is_party: impl Fn(&str) -> bool) -> bool {
    let Some((number, parties)) = text.trim().split_once(' ') else { return false };
    let lettered = number.starts_with(|c: char| c.is_ascii_lowercase())
        && number.contains(|c: char| c.is_ascii_digit());
    let whole = piece_number(number).is_ok_and(|(rest, _)| rest.is_empty());
    lettered && whole && parties.split(['.', '/', ',']).all(|party| is_party(party.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_need_what_tells_them_from_words() {
        for (line, mark) in [
            ("• een", Mark::Sign('•')),
            ("•een", Mark::Sign('•')),
            ("– een", Mark::Sign('–')),
            ("‑het", Mark::Sign('‑')),
            ("o een", Mark::Sign('o')),
            ("-", Mark::Sign('-')),
            ("12. een", Mark::Number),
            ("(2) een", Mark::Number),
            ("a) een", Mark::Letter),
            ("1° een", Mark::Number),
            ("II. een", Mark::Roman),
            ("II een", Mark::Roman),
            ("2)Een", Mark::Number),
            ("(ii) een", Mark::Letter),
            ("» een", Mark::Sign('»')),
            ("Ø een", Mark::Sign('Ø')),
            ("Artikel 2. De raad", Mark::Article),
            ("Art. 1. - De raad", Mark::Article),
            ("▸ een", Mark::Sign('▸')),
        ] {
            assert_eq!(marker(line).unwrap().1, mark, "{line}");
        }
        for line in [
            "-een",
            "oud",
            "A. de Vries",
            "I Een",
            "Artikel 2 van de wet",
            "2024. een",
            "1.2 een",
            "8 mei",
            "",
        ] {
            assert!(marker(line).is_err(), "{line}");
        }
    }

    #[test]
    fn numbers_of_papers_and_pieces() {
        assert_eq!(dossier("36 410 xvi titel").unwrap().1, "36 410 xvi");
        assert_eq!(dossier("21 501-07 raad").unwrap().1, "21 501-07");
        assert_eq!(dossier("36471-23").unwrap().1, "36471-23");
        assert_eq!(dossier("36410-v-43").unwrap().1, "36410-v-43");
        assert_eq!(dossier("26 150 algemene").unwrap().1, "26 150");
        assert!(dossier("2024 was").is_err());
        assert_eq!(paper_number("nr. 115 motie").unwrap().1, "115");
        assert_eq!(piece_number("m12 - een").unwrap().1, "m12");
        assert_eq!(piece_number("2024-31:").unwrap().1, "2024-31");
        assert_eq!(piece_number("26m07 stages").unwrap().1, "26m07");
        assert_eq!(piece_number("rm 108.04").unwrap().1, "rm 108.04");
        assert_eq!(piece_number("nr 12-b").unwrap().1, "12-b");
        assert!(piece_number("veilige").is_err());
    }
}
