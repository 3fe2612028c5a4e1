//! Small terms with a form of their own: markers of items, file numbers, and dates (`date.rs`).

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::{char, digit1, one_of, satisfy};
use nom::combinator::{not, opt, peek, recognize};
use nom::multi::many1_count;
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

pub use super::date::{Date, Doubt, MONTHS, date, dates, find_date};
use super::lex::{fail, space0};

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
///
/// It is asked wherever an item may begin, and most lines begin with a word: the first bytes say what
/// there may be.
pub fn marker(input: &str) -> IResult<&str, Mark> {
    let found = match input.as_bytes() {
        [b'B'..=b'Z' | b'a'..=b'z', b'a'..=b'z', ..] => None,
        [b'0'..=b'9', ..] => number_marker(input),
        [b'(', ..] => bracketed_marker(&input[1..]),
        [b'I' | b'V' | b'X', ..] => roman_marker(input),
        [b'a'..=b'z', ..] => letter_marker(input),
        [b'A', b'r' | b'R', ..] => article_marker(input),
        [b'A'..=b'Z', ..] => None,
        _ => sign_marker(input),
    };
    found.map_or_else(|| fail(input), Ok)
}

/// "2.", "2)", "2°", and "2)Een": a bracket needs no white space before a capital.
fn number_marker(input: &str) -> Option<(&str, Mark)> {
    let (digits, rest) = leading(input, 2, |byte| byte.is_ascii_digit());
    let tight = || rest.strip_prefix(')').filter(|rest| rest.starts_with(char::is_uppercase));
    let rest = signed(rest, &NUMBERED).or_else(tight).filter(|_| !digits.is_empty())?;
    Some((rest, Mark::Number))
}

/// A marker that a bracket stands before: "(2)", "(a)", "(IV)"; "(ii)" goes on with "(i)".
fn bracketed_marker(inner: &str) -> Option<(&str, Mark)> {
    match inner.as_bytes().first()? {
        b'0'..=b'9' => {
            let (_, rest) = leading(inner, 2, |byte| byte.is_ascii_digit());
            Some((signed(rest, &NUMBERED)?, Mark::Number))
        }
        b'a'..=b'z' => {
            let small = || {
                let (small, rest) = leading(inner, 5, |byte| matches!(byte, b'i' | b'v' | b'x'));
                signed(rest, &[')']).filter(|_| small.len() > 1)
            };
            Some((signed(&inner[1..], &LETTERED).or_else(small)?, Mark::Letter))
        }
        _ => {
            let (roman, rest) = leading(inner, 5, is_roman);
            Some((signed(rest, &LETTERED).filter(|_| !roman.is_empty())?, Mark::Roman))
        }
    }
}

/// "IV.", "IV)", and without a sign: "II jongeren mee te laten beslissen".
fn roman_marker(input: &str) -> Option<(&str, Mark)> {
    let (_, rest) = leading(input, 5, is_roman);
    let bare = || {
        let (bare, rest) = leading(input, 4, |byte| matches!(byte, b'I' | b'V'));
        let word = rest.trim_start_matches([' ', '\t']);
        let goes_on = word.len() < rest.len() && word.starts_with(char::is_lowercase);
        Some(rest).filter(|_| !bare.is_empty() && goes_on)
    };
    Some((signed(rest, &LETTERED).or_else(bare)?, Mark::Roman))
}

/// "a.", "a)", and the "o" that stands for a bullet.
fn letter_marker(input: &str) -> Option<(&str, Mark)> {
    let rest = &input[1..];
    if input.starts_with('o') && before_blank(rest) {
        return Some((rest, Mark::Sign('o')));
    }
    Some((signed(rest, &LETTERED)?, Mark::Letter))
}

fn article_marker(input: &str) -> Option<(&str, Mark)> {
    let named =
        ["Artikel ", "ARTIKEL ", "Art. "].iter().find_map(|word| input.strip_prefix(word))?;
    let (digits, rest) = leading(named, 2, |byte| byte.is_ascii_digit());
    // Alone on its line.
    if !digits.is_empty() && rest.is_empty() {
        return Some((rest, Mark::Article));
    }
    let dashed = |rest: &'_ str| -> Option<usize> {
        let dash = rest.trim_start_matches([' ', '\t']);
        let behind = dash.strip_prefix(['-', '–']).filter(|_| dash.len() < rest.len())?;
        Some(behind.len())
    };
    let end = match rest.strip_prefix('.') {
        Some(rest) => dashed(rest).unwrap_or(rest.len()),
        None => dashed(rest).or_else(|| Some(rest.strip_prefix(':')?.len()))?,
    };
    let rest = &input[input.len() - end..];
    (!digits.is_empty() && before_blank(rest)).then_some((rest, Mark::Article))
}

fn sign_marker(input: &str) -> Option<(&str, Mark)> {
    let sign = input.chars().next()?;
    let rest = &input[sign.len_utf8()..];
    let spaced = || DASHES.contains(sign) && before_blank(rest);
    let glued = || sign == '‑' && rest.starts_with(char::is_alphabetic);
    if !sign.is_ascii() && BULLETS.contains(sign) || spaced() || glued() {
        return Some((rest, Mark::Sign(sign)));
    }
    let rest = input.strip_prefix(">>").filter(|rest| before_blank(rest))?;
    Some((rest, Mark::Sign('>')))
}

/// Signs that mark an item where white space stands behind them; "o" is one too.
const DASHES: &str = "-–—−‑‐*§→➔➜>+»Ø";

/// What may stand behind the number of an item.
const NUMBERED: [char; 4] = ['.', ')', '°', 'º'];

/// What may stand behind its letter.
const LETTERED: [char; 2] = ['.', ')'];

fn is_roman(byte: u8) -> bool {
    matches!(byte, b'I' | b'V' | b'X')
}

/// The first bytes of a text, so many at most, and what follows them; `may` takes ASCII only.
fn leading(text: &str, most: usize, may: impl Fn(u8) -> bool) -> (&str, &str) {
    text.split_at(text.bytes().take(most).take_while(|&byte| may(byte)).count())
}

/// What stands behind one of these signs, where that is white space or nothing.
fn signed<'t>(text: &'t str, signs: &[char]) -> Option<&'t str> {
    text.strip_prefix(signs).filter(|rest| before_blank(rest))
}

/// Whether white space follows, or nothing.
fn before_blank(text: &str) -> bool {
    text.is_empty() || text.starts_with(char::is_whitespace)
}

/// Signs that are used for nothing but the marking of items.
pub const BULLETS: &str =
    "❏❐➣◼◾▫▷★✦•▪●■◦‣➢✓·❖⁃▸►▶◆◇○□☐✔❑❒⦁∙⮚➤\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}\u{f02d}";

/// ```ebnf
/// dossier = digit, digit, [ " " ], digit, digit, digit, [ ( " " | "-" ), ( [ "hoofdstuk " ], ? a roman number ?, [ "a" | "b" ] | ? a letter up to "j" ? ) ], [ ( " " | "-" ), number ], [ " (r", [ " " ], number, ")" ] ;
/// roman dossier = ? a roman number ? ;
/// ```
///
/// Reads folded text.
pub fn dossier(input: &str) -> IResult<&str, &str> {
    if !matches!(input.as_bytes(), [b'0'..=b'9', b'0'..=b'9', ..]) {
        return fail(input);
    }
    let digits = |n: usize| take_while_m_n(n, n, |c: char| c.is_ascii_digit());
    // "31 700 IXB": a chapter may have parts.
    let roman = recognize((many1_count(one_of("ivxlcdm")), opt(one_of("ab"))));
    let edge = || peek(not(satisfy(char::is_alphanumeric)));
    // A fund has a letter for its chapter: "30 800 A".
    let fund = recognize(satisfy(|c| ('a'..='j').contains(&c)));
    let chapter = recognize((tag("hoofdstuk "), many1_count(one_of("ivxlcdm"))));
    let chamber = opt((one_of(" -"), alt((chapter, roman, fund)), edge()));
    let paper = opt((one_of(" -"), digit1, edge()));
    let kingdom = opt((tag(" (r"), space0, digit1, char(')')));
    recognize((digits(2), opt(char(' ')), digits(3), chamber, paper, kingdom, edge())).parse(input)
}

/// Whether a text in small letters is a roman number as one writes them: "clxix", and not "vvd".
pub fn is_roman_number(text: &str) -> bool {
    let mut rest = text.trim_start_matches('m');
    for [nine, four, five, one] in
        [["cm", "cd", "d", "c"], ["xc", "xl", "l", "x"], ["ix", "iv", "v", "i"]]
    {
        if let Some(next) = rest.strip_prefix(nine).or_else(|| rest.strip_prefix(four)) {
            rest = next;
            continue;
        }
        rest = rest.strip_prefix(five).unwrap_or(rest);
        let ones = rest.len() - rest.trim_start_matches(one).len();
        if ones > 3 {
            return false;
        }
        rest = &rest[ones..];
    }
    rest.is_empty() && !text.is_empty()
}

/// A dossier that has a roman number for a name: "CLXIX".
pub fn roman_dossier(input: &str) -> IResult<&str, &str> {
    let edge = peek(not(satisfy(char::is_alphanumeric)));
    recognize((many1_count(one_of("ivxlcdm")), edge)).parse(input)
}

/// ```ebnf
/// document number = "doc ", number, " ", number, "/", number | [ "stuk " ], digit, { digit }, " (", number, "-", number, ")", [ " -" ], " nr. ", digit, { digit } ;
/// ```
///
/// The number of a paper of the Belgian Chamber or the Flemish parliament, in folded text: "doc 55
/// 2187/001", "642 (2021-2022) - nr. 1".
pub fn document_number(input: &str) -> IResult<&str, &str> {
    if !matches!(input.as_bytes(), [b'0'..=b'9' | b's' | b'd', ..]) {
        return fail(input);
    }
    let digits = |most| take_while_m_n(1, most, |c: char| c.is_ascii_digit());
    let doc = recognize((tag("doc "), digits(2), char(' '), digits(4), char('/'), digits(3)));
    let year = || take_while_m_n(4, 4, |c: char| c.is_ascii_digit());
    let session = (tag(" ("), year(), char('-'), year(), char(')'));
    let flemish = recognize((digit1, session, opt(tag(" -")), tag(" nr. "), digit1));
    alt((doc, preceded(opt(tag("stuk ")), flemish))).parse(input)
}

/// ```ebnf
/// paper number = "nr.", digit, { digit }, [ ? a letter ? ] ;
/// ```
///
/// Reads folded text.
pub fn paper_number(input: &str) -> IResult<&str, &str> {
    if !input.starts_with('n') {
        return fail(input);
    }
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
        assert_eq!(dossier("31 700 ixb titel").unwrap().1, "31 700 ixb");
        assert_eq!(dossier("21 501-07 raad").unwrap().1, "21 501-07");
        assert_eq!(dossier("36471-23").unwrap().1, "36471-23");
        assert_eq!(dossier("36410-v-43").unwrap().1, "36410-v-43");
        assert_eq!(dossier("26 150 algemene").unwrap().1, "26 150");
        assert!(dossier("2024 was").is_err());
        for (text, is) in
            [("clxix", true), ("iv", true), ("mcmxcix", true), ("vvd", false), ("iiii", false)]
        {
            assert_eq!(is_roman_number(text), is, "{text}");
        }
        assert_eq!(paper_number("nr. 115 motie").unwrap().1, "115");
        assert_eq!(piece_number("m12 - een").unwrap().1, "m12");
        assert_eq!(piece_number("2024-31:").unwrap().1, "2024-31");
        assert_eq!(piece_number("26m07 stages").unwrap().1, "26m07");
        assert_eq!(piece_number("rm 108.04").unwrap().1, "rm 108.04");
        assert_eq!(piece_number("nr 12-b").unwrap().1, "12-b");
        assert!(piece_number("veilige").is_err());
    }
}
