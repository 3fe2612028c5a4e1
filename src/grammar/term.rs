//! Small terms with a form of their own: dates, markers of items, file numbers.

use std::ops::Range;
use std::sync::LazyLock;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::{char, digit1, one_of, satisfy, space0, space1};
use nom::combinator::{map, map_opt, map_res, not, opt, peek, recognize, verify};
use nom::multi::many1_count;
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};
use regex::Regex;

/// A day as printed; the year may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year, four digits; `None` where none is printed.
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month, from 1.
    pub day: i8,
}

impl Date {
    /// The ISO 8601 form; `None` without a year, or for a day that the calendar does not have.
    #[must_use]
    pub fn iso(&self) -> Option<String> {
        jiff::civil::Date::new(self.year?, self.month, self.day).ok().map(|date| date.to_string())
    }
}

/// The names of the months.
pub const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] =
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];

/// ```ebnf
/// date = [ ? a weekday ?, [ "," ] ], number, ( ? a month ?, [ number ] | sign, number, sign, number ) ;
/// sign = "-" | "/" | "." ;
/// ```
///
/// Reads folded text.
pub fn date(input: &str) -> IResult<&str, Date> {
    let weekday = terminated(one_of_words(&WEEKDAYS), pair(opt(char(',')), space1));
    let year = map_res(take_while_m_n(4, 4, |c: char| c.is_ascii_digit()), str::parse::<i16>);
    let month_name = map_opt(letters, month);
    let month_number = verify(small_number, |month| (1..=12).contains(month));
    let words =
        map((preceded(space1, month_name), opt(preceded(space1, year))), |(month, year)| {
            (month, year)
        });
    let year = map_res(take_while_m_n(4, 4, |c: char| c.is_ascii_digit()), str::parse::<i16>);
    let digits = map((one_of("-/."), month_number, one_of("-/."), year), |(_, month, _, year)| {
        (month, Some(year))
    });
    let day = verify(small_number, |day| (1..=31).contains(day));
    map((opt(weekday), day, alt((words, digits))), |(_, day, (month, year))| Date {
        year,
        month,
        day,
    })
    .parse(input)
}

/// Where a date may begin: digits before a word, or before a sign and more digits.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[0-9]{1,2}(?: [a-z]{3}|[-/.][0-9]{1,2}[-/.][0-9]{4})")
        .expect("it is a regular expression")
});

/// Finds the first date in a folded text, and where it stands.
#[must_use]
pub fn find_date(text: &str) -> Option<(Date, Range<usize>)> {
    DATE.find_iter(text).find_map(|found| {
        let (rest, date) = date(&text[found.start()..]).ok()?;
        Some((date, found.start()..text.len() - rest.len()))
    })
}

/// The number of a month by its name or the usual short form of it.
fn month(word: &str) -> Option<i8> {
    let short = |name: &str| {
        word.len() >= 3 && name.starts_with(word) || (word == "mrt" && name == "maart")
    };
    MONTHS.iter().position(|name| *name == word || short(name)).map(|at| at as i8 + 1)
}

fn letters(input: &str) -> IResult<&str, &str> {
    terminated(take_while1(|c: char| c.is_ascii_lowercase()), opt(peek(char('.')))).parse(input)
}

fn small_number(input: &str) -> IResult<&str, i8> {
    let digits = take_while_m_n(1, 2, |c: char| c.is_ascii_digit());
    map_res(terminated(digits, peek(not(satisfy(|c| c.is_ascii_digit())))), str::parse).parse(input)
}

fn one_of_words<'a>(
    words: &'static [&'static str],
) -> impl Parser<&'a str, Output = &'a str, Error = nom::error::Error<&'a str>> {
    map_opt(peek(letters), move |word| words.contains(&word).then_some(word))
        .flat_map(|word: &str| tag(word))
}

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
/// marker = bullet | ( "-" | "–" | "o" | "→" | [ "(" ], ( number | roman | ? a small letter ? ), ( "." | ")" | "°" ) | article ), ? white space ? ;
/// roman = ( "I" | "V" | "X" ), { "I" | "V" | "X" } ;
/// article = ( "Artikel" | "Art." ), number, [ "." ], [ "-" ] ;
/// ```
///
/// Reads a line as printed. Bullets that stand for nothing else need no white space behind them.
pub fn marker(input: &str) -> IResult<&str, Mark> {
    let bullet = map(one_of(BULLETS), Mark::Sign);
    let dash = map(terminated(one_of("-–—−‑‐*o§→➔➜>+"), peek(blank)), Mark::Sign);
    let glued = map(terminated(char('‑'), peek(satisfy(char::is_alphabetic))), Mark::Sign);
    let digits = take_while_m_n(1, 2, |c: char| c.is_ascii_digit());
    let number =
        map(terminated(preceded(opt(char('(')), digits), pair(one_of(".)°º"), peek(blank))), |_| {
            Mark::Number
        });
    let roman = take_while_m_n(1, 5, |c: char| matches!(c, 'I' | 'V' | 'X'));
    let roman =
        map(terminated(preceded(opt(char('(')), roman), pair(one_of(".)"), peek(blank))), |_| {
            Mark::Roman
        });
    let article = (
        alt((tag("Artikel "), tag("ARTIKEL "), tag("Art. "))),
        take_while_m_n(1, 2, |c: char| c.is_ascii_digit()),
        opt(char('.')),
        opt(pair(space1, one_of("-–"))),
        peek(blank),
    );
    let article = map(article, |_| Mark::Article);
    let letter = satisfy(|c| c.is_ascii_lowercase());
    let letter =
        map(terminated(preceded(opt(char('(')), letter), pair(one_of(".)"), peek(blank))), |_| {
            Mark::Letter
        });
    alt((bullet, dash, glued, number, letter, roman, article)).parse(input)
}

/// Signs that are used for nothing but the marking of items.
pub const BULLETS: &str = "•▪●■◦‣➢✓·❖⁃▸►▶◆◇○□☐✔❑❒⦁∙⮚➤\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}\u{f02d}";

fn blank(input: &str) -> IResult<&str, ()> {
    if input.is_empty() {
        Ok((input, ()))
    } else {
        map(satisfy(char::is_whitespace), drop).parse(input)
    }
}

/// ```ebnf
/// dossier = digit, digit, [ " " ], digit, digit, digit, [ ( " " | "-" ), ? a roman number ? ], [ ( " " | "-" ), number ], [ " (r", number, ")" ] ;
/// roman dossier = ? a roman number ? ;
/// ```
///
/// Reads folded text.
pub fn dossier(input: &str) -> IResult<&str, &str> {
    let digits = |n: usize| take_while_m_n(n, n, |c: char| c.is_ascii_digit());
    let roman = recognize(many1_count(one_of("ivxlcdm")));
    let edge = || peek(not(satisfy(char::is_alphanumeric)));
    let chamber = opt((one_of(" -"), roman, edge()));
    let paper = opt((one_of(" -"), digit1, edge()));
    let kingdom = opt((tag(" (r"), digit1, char(')')));
    recognize((digits(2), opt(char(' ')), digits(3), chamber, paper, kingdom, edge())).parse(input)
}

/// A dossier that has a roman number for a name: "CLXIX".
pub fn roman_dossier(input: &str) -> IResult<&str, &str> {
    let edge = peek(not(satisfy(char::is_alphanumeric)));
    recognize((many1_count(one_of("ivxlcdm")), edge)).parse(input)
}

/// ```ebnf
/// paper number = "nr.", digit, { digit } ;
/// ```
///
/// Reads folded text.
pub fn paper_number(input: &str) -> IResult<&str, &str> {
    preceded((tag("nr."), space0), take_while1(|c: char| c.is_ascii_digit())).parse(input)
}

/// ```ebnf
/// piece number = [ "nr." | "nr" ], [ ? letters, at most 4 ?, [ "." | "-" | " " ] ], number, [ ? letters, at most 2 ?, [ number ] ], { ( "." | "-" | "/" ), ( number | ? a letter ? ) } ;
/// ```
///
/// Reads folded text: "m12", "2024-31", "ps2026-455", "26m07", "rm 108.04", "12-b".
pub fn piece_number(input: &str) -> IResult<&str, &str> {
    let digits = || take_while1(|c: char| c.is_ascii_digit());
    let letters = |most| take_while_m_n(1, most, |c: char| c.is_ascii_lowercase());
    let start = recognize((opt((letters(4), opt(one_of(".- ")))), digits()));
    let inner = opt((letters(2), opt(digits())));
    let one = recognize(pair(letters(1), peek(not(satisfy(char::is_alphanumeric)))));
    let more = pair(one_of(".-/"), alt((digits(), one)));
    let edge = peek(not(satisfy(char::is_alphanumeric)));
    let named = opt((tag("nr"), opt(char('.')), space0));
    preceded(named, recognize((start, inner, nom::multi::many0_count(more), edge))).parse(input)
}

/// Whether a piece number cannot be taken for a word or a plain number.
#[must_use]
pub fn is_unmistakable(number: &str) -> bool {
    let digit = number.contains(|c: char| c.is_ascii_digit());
    let lettered = number.contains(|c: char| c.is_ascii_lowercase());
    digit && (lettered || number.contains(['-', '/', '.']))
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
    fn dates_are_read_in_words_and_digits() {
        for (text, iso) in [
            ("26 juni 2024 te", Some("2024-06-26")),
            ("woensdag 1 juli 2020,", Some("2020-07-01")),
            ("08 mei 2025", Some("2025-05-08")),
            ("31-3-2021", Some("2021-03-31")),
            ("27/05/2025", Some("2025-05-27")),
            ("3 mrt 2021", Some("2021-03-03")),
            ("8 mei ter", None),
            ("31 februari 2020", None),
        ] {
            assert_eq!(date(text).unwrap().1.iso().as_deref(), iso, "{text}");
        }
        for text in ["mei 2025", "45 zetels", "12 maten", "3-4", "2024-06-26"] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn dates_are_found_inside_a_text() {
        let text = "notaoverleg van 12 maten op vrijdag 3 mei 2024, vervolg 4-5-2024";
        let (date, range) = find_date(text).unwrap();
        assert_eq!((date.iso().as_deref(), &text[range]), (Some("2024-05-03"), "3 mei 2024"));
        assert_eq!(find_date("nr. 17, 3 zetels"), None);
    }

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
            ("Artikel 2. De raad", Mark::Article),
            ("Art. 1. - De raad", Mark::Article),
            ("▸ een", Mark::Sign('▸')),
        ] {
            assert_eq!(marker(line).unwrap().1, mark, "{line}");
        }
        for line in ["-een", "oud", "A. de Vries", "Artikel 2 van de wet", "2024. een", "1.2 een", "8 mei", ""] {
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
