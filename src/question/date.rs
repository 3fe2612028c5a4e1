//! Days as people ask for them: `2020`, `2020-05`, `1 mei 2020`, `2020..2024`.
//!
//! Everything here reads folded text.

use std::fmt;

use jiff::civil::Date;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::{char, one_of, satisfy, space0, space1};
use nom::combinator::{all_consuming, eof, map, map_opt, not, opt, peek, value, verify};
use nom::sequence::{delimited, pair, preceded, separated_pair, terminated};
use nom::{IResult, Parser};

use crate::grammar::date::MONTHS;
use crate::text::Folded;

/// A span of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day; `None` where it has no beginning. Then it has an end.
    pub first: Option<Date>,
    /// The last day, which is in it; `None` where it has no end. Never before the first.
    pub last: Option<Date>,
}

/// Longer texts are no days, in bytes.
pub(super) const LONGEST: usize = 64;

/// English names of months that are no Dutch ones, nor the beginnings of such.
const ENGLISH: [(&str, i8); 9] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("october", 10),
    ("oct", 10),
];

impl Days {
    /// Reads days; also says whether the last was written before the first, and they were swapped.
    pub(super) fn read(text: &str) -> Option<(Self, bool)> {
        if text.len() > LONGEST {
            return None;
        }
        let folded = Folded::whole(text);
        let days = delimited(space0, days, space0);
        let (from, to) = all_consuming(days).parse(folded.text()).ok()?.1;
        match (from, to) {
            // Points, so that `2024..2020` is from the first day of the one to the last of the other.
            (Some(from), Some(to)) if from.0 > to.1 => {
                Some((Self::from_to(Some(to), Some(from)), true))
            }
            _ => Some((Self::from_to(from, to), false)),
        }
    }

    fn from_to(from: Option<Point>, to: Option<Point>) -> Self {
        Self { first: from.map(|(first, _)| first), last: to.map(|(_, last)| last) }
    }

    /// The days behind it; `None` where there are none.
    pub(super) fn after(self) -> Option<Self> {
        let first = self.last?.tomorrow().ok()?;
        Some(Self { first: Some(first), last: None })
    }

    /// The days before it; `None` where there are none.
    pub(super) fn before(self) -> Option<Self> {
        let last = self.first?.yesterday().ok()?;
        Some(Self { first: None, last: Some(last) })
    }

    /// Whether it is one day, month or year, or any other span with both ends.
    pub(super) fn is_bounded(self) -> bool {
        self.first.is_some() && self.last.is_some()
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (first, last) => {
                first.map_or(Ok(()), |first| write!(f, "{first}"))?;
                write!(f, "..")?;
                last.map_or(Ok(()), |last| write!(f, "{last}"))
            }
        }
    }
}

/// The first and the last day of a day, month or year.
type Point = (Date, Date);

/// ```ebnf
/// days = point, [ dots, [ point ] | " ", dots, " ", point ] | dots, point | year, "-", year ;
/// dots = ".." | "..." | "…" ;
/// ```
///
/// Gives where the span begins and where it ends, as written. In `2020.. 2024` it has no end, and another
/// word follows.
fn days(input: &str) -> IResult<&str, (Option<Point>, Option<Point>)> {
    let spaced = delimited(space1, dots, space1);
    let years = separated_pair(year, char('-'), terminated(year, peek(end)));
    alt((
        map(terminated(point, peek(end)), |point| (Some(point), Some(point))),
        map(years, |(from, to)| (Some(from), Some(to))),
        map(separated_pair(point, spaced, point), |(from, to)| (Some(from), Some(to))),
        map(separated_pair(point, dots, opt(point)), |(from, to)| (Some(from), to)),
        map(preceded(dots, point), |to| (None, Some(to))),
    ))
    .parse(input)
}

fn dots(input: &str) -> IResult<&str, ()> {
    value((), alt((tag("..."), tag(".."), tag("…")))).parse(input)
}

fn end(input: &str) -> IResult<&str, ()> {
    value((), pair(space0, eof)).parse(input)
}

/// ```ebnf
/// point = day | month | year ;
/// day = year, "-", number, "-", number | number, sign, number, sign, year | number, " ", month name, " ", year ;
/// month = year, "-", number | number, "-", year | month name, " ", year ;
/// sign = "-" | "/" | "." ;
/// ```
fn point(input: &str) -> IResult<&str, Point> {
    alt((day, month, year)).parse(input)
}

fn day(input: &str) -> IResult<&str, Point> {
    let iso = separated_pair(pair(digits4, preceded(char('-'), number)), char('-'), number);
    let iso = map(iso, |((year, month), day)| (year, month, day));
    let signed = (number, one_of("-/."), number, one_of("-/."), digits4);
    let signed = map_opt(signed, |(day, first, month, second, year)| {
        (first == second).then_some((year, month, day))
    });
    let named = (terminated(number, space1), terminated(month_name, space1), digits4);
    let named = map(named, |(day, month, year)| (year, month, day));
    let found = map_opt(alt((iso, signed, named)), |(year, month, day)| {
        let day = Date::new(year, month, day).ok()?;
        Some((day, day))
    });
    terminated(found, edge).parse(input)
}

fn month(input: &str) -> IResult<&str, Point> {
    let iso = separated_pair(digits4, char('-'), number);
    let turned = map(separated_pair(number, char('-'), digits4), |(month, year)| (year, month));
    let named = map(separated_pair(month_name, space1, digits4), |(month, year)| (year, month));
    let found = map_opt(alt((iso, turned, named)), |(year, month)| {
        let first = Date::new(year, month, 1).ok()?;
        Some((first, first.last_of_month()))
    });
    terminated(found, edge).parse(input)
}

fn year(input: &str) -> IResult<&str, Point> {
    let found =
        map_opt(digits4, |year| Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)));
    terminated(found, edge).parse(input)
}

/// ```ebnf
/// month name = ? a month, in Dutch or English, or its first three letters or more ? ;
/// ```
fn month_name(input: &str) -> IResult<&str, i8> {
    let word = take_while1(|c: char| c.is_ascii_lowercase());
    map_opt(terminated(word, opt(char('.'))), |word: &str| {
        let begun = |name: &&str| word.len() > 2 && name.starts_with(word);
        let dutch = MONTHS.iter().position(begun).and_then(|at| i8::try_from(at + 1).ok());
        let english = || ENGLISH.iter().find(|(name, _)| *name == word).map(|&(_, month)| month);
        dutch.or_else(english).or((word == "mrt").then_some(3))
    })
    .parse(input)
}

/// ```ebnf
/// year = ? four digits, 1000 or more ? ;
/// number = ? one or two digits ? ;
/// ```
fn digits4(input: &str) -> IResult<&str, i16> {
    let digits = take_while_m_n(4, 4, |c: char| c.is_ascii_digit());
    let year = map_opt(terminated(digits, edge), |digits: &str| digits.parse().ok());
    verify(year, |year| *year >= 1000).parse(input)
}

fn number(input: &str) -> IResult<&str, i8> {
    let digits = take_while_m_n(1, 2, |c: char| c.is_ascii_digit());
    map_opt(terminated(digits, edge), |digits: &str| digits.parse().ok()).parse(input)
}

/// The end of a run of digits.
fn edge(input: &str) -> IResult<&str, ()> {
    not(satisfy(|c| c.is_ascii_digit())).parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_years_and_spans_are_read() {
        for (text, expected) in [
            ("2020", "2020-01-01..2020-12-31"),
            ("2020-02", "2020-02-01..2020-02-29"),
            ("02-2020", "2020-02-01..2020-02-29"),
            ("Mei 2020", "2020-05-01..2020-05-31"),
            ("mrt. 2020", "2020-03-01..2020-03-31"),
            ("May 2020", "2020-05-01..2020-05-31"),
            ("2020-05-01", "2020-05-01"),
            ("1-5-2020", "2020-05-01"),
            ("01/05/2020", "2020-05-01"),
            ("1.5.2020", "2020-05-01"),
            (" 1 mei 2020 ", "2020-05-01"),
            ("1 sept 2020", "2020-09-01"),
            ("2020..2024", "2020-01-01..2024-12-31"),
            ("2020 … 2024", "2020-01-01..2024-12-31"),
            ("2020-2024", "2020-01-01..2024-12-31"),
            ("2020–2024", "2020-01-01..2024-12-31"),
            ("2020..", "2020-01-01.."),
            ("..2020", "..2020-12-31"),
            ("1-5-2020..2021", "2020-05-01..2021-12-31"),
            ("1 mei 2020 .. 3 juni 2021", "2020-05-01..2021-06-03"),
            ("9999", "9999-01-01..9999-12-31"),
        ] {
            let read = Days::read(text).map(|(days, turned)| (days.to_string(), turned));
            assert_eq!(read, Some((expected.to_owned(), false)), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        for text in [
            "",
            "..",
            "…",
            "20",
            "0999",
            "20200",
            "2020-13",
            "31-2-2020",
            "1-5/2020",
            "1-5-20",
            "gisteren",
            "mei",
            "ma 2020",
            "1 mei",
            "2020.. 2024",
            "2020 ..2024",
            "2020...2021x",
            "2020-2021-2022",
            "1 mei 2020 2021",
        ] {
            assert_eq!(Days::read(text), None, "{text}");
        }
        assert_eq!(Days::read(&format!("{}2020", " ".repeat(LONGEST))), None);
    }

    #[test]
    fn spans_that_are_the_wrong_way_round_are_turned() {
        let read = |text| Days::read(text).map(|(days, turned)| (days.to_string(), turned));
        assert_eq!(read("2-5-2020..1-5-2020"), Some(("2020-05-01..2020-05-02".to_owned(), true)));
        assert_eq!(read("2024..2020"), Some(("2020-01-01..2024-12-31".to_owned(), true)));
    }

    #[test]
    fn before_and_after_leave_the_span_itself_out() {
        let days = |text| Days::read(text).map(|(days, _)| days).unwrap();
        assert_eq!(days("2020").after().unwrap().to_string(), "2021-01-01..");
        assert_eq!(days("2020").before().unwrap().to_string(), "..2019-12-31");
        assert_eq!(days("2020-05-01").after().unwrap().to_string(), "2020-05-02..");
        assert_eq!(days("9999").after(), None);
        assert_eq!(days("..2020").before(), None);
    }
}
