//! Dates as they are printed, with all that goes wrong in them.
//!
//! Everything here reads folded text.

mod find;

use jiff::civil::{self, Weekday};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n};
use nom::character::complete::{char, one_of, satisfy, space1};
use nom::combinator::{map, map_opt, not, opt, peek, value, verify};
use nom::multi::fold_many_m_n;
use nom::sequence::{delimited, pair, preceded, terminated};
use nom::{IResult, Parser};

use super::calendar::{month, weekday as weekday_of};
use super::lex::{fail, space0};

pub use super::calendar::MONTHS;
pub use find::{dates, find_date};

/// A day as printed; the year may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year, four digits; `None` where none is printed.
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month, from 1.
    pub day: i8,
    /// The day of the week, where it is printed.
    pub weekday: Option<Weekday>,
    /// What makes it doubtful that this day is meant.
    pub doubt: Option<Doubt>,
}

/// Why a date may not be the one that was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The name of the month is misspelt: "3 septmber".
    Month,
    /// A number that belongs to nothing stands before it: "20 donderdag 3 april".
    Number,
    /// It falls on another day of the week than the one printed.
    Weekday,
}

impl Date {
    /// The ISO 8601 form; `None` without a year, or for a day that the calendar does not have.
    #[must_use]
    pub fn iso(&self) -> Option<String> {
        Some(self.civil(self.year?)?.to_string())
    }

    /// The date with the year that puts it nearest to another date of its document, and on the day
    /// of the week that is printed; `None` where no year does, or two do equally well.
    ///
    /// A year is a guess, of which the reader is to be told.
    #[must_use]
    pub fn completed(self, others: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut best: Option<(i32, i16)> = None;
        let mut tied = false;
        for (other, year) in others.into_iter().filter_map(|other| Some((other, other.year?))) {
            let Some(known) = other.civil(year) else { continue };
            for year in [year - 1, year, year + 1] {
                let Some(day) = self.civil(year).filter(|&day| self.falls_on(day)) else {
                    continue;
                };
                let distance = (day - known).get_days().abs();
                match best {
                    Some((least, _)) if distance > least => {}
                    Some((least, other)) if distance == least => tied |= year != other,
                    _ => (best, tied) = (Some((distance, year)), false),
                }
            }
        }
        best.filter(|_| !tied).map(|(_, year)| Self { year: Some(year), ..self })
    }

    fn civil(&self, year: i16) -> Option<civil::Date> {
        civil::Date::new(year, self.month, self.day).ok()
    }

    fn falls_on(&self, day: civil::Date) -> bool {
        self.weekday.is_none_or(|weekday| weekday == day.weekday())
    }

    /// The same date with what its day of the week tells.
    fn on(mut self, weekday: Option<Weekday>) -> Self {
        self.weekday = weekday;
        let day = self.year.and_then(|year| self.civil(year));
        if day.is_some_and(|day| !self.falls_on(day)) {
            self.doubt = self.doubt.or(Some(Doubt::Weekday));
        }
        self
    }
}

/// ```ebnf
/// date = [ [ number, " " ], weekday ], ( iso date | digits | named ), [ weekday behind ] ;
/// weekday = ? a day of the week ?, [ "." | "," ], " ", [ "de " ] ;
/// weekday behind = [ "," ], " ", ( ? a day of the week ? | "(", ? a day of the week ?, ")" ) ;
/// iso date = number, "-", number, "-", number ;
/// ```
///
/// Reads folded text. Of several days the first counts: "26 en 27 juni 2024".
///
/// It is asked at many places where no date stands: the first bytes say what there may be.
pub fn date(input: &str) -> IResult<&str, Date> {
    let (rest, before) = match begun(input) {
        Begun::Letters => map(weekday, |day| Some((false, day))).parse(input)?,
        Begun::Few => {
            opt(pair(value(true, terminated(small_number, space1)), weekday)).parse(input)?
        }
        Begun::Four => (input, None),
        Begun::Else => return fail(input),
    };
    let (rest, mut date) = match begun(rest) {
        Begun::Few => digits(rest, before.is_some()).or_else(|_| named(rest))?,
        Begun::Four => iso_date(rest)?,
        Begun::Letters | Begun::Else => return fail(input),
    };
    let (rest, behind) = opt(weekday_behind).parse(rest)?;
    if before.is_some_and(|(stray, _)| stray) {
        date.doubt = date.doubt.or(Some(Doubt::Number));
    }
    Ok((rest, date.on(before.map(|(_, weekday)| weekday).or(behind))))
}

/// What a text begins with.
enum Begun {
    Letters,
    /// One digit, or two.
    Few,
    /// Four digits.
    Four,
    Else,
}

fn begun(text: &str) -> Begun {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    match text.as_bytes().first() {
        Some(b'a'..=b'z') => Begun::Letters,
        Some(b'0'..=b'9') if !digit(1) || !digit(2) => Begun::Few,
        Some(b'0'..=b'9') if digit(3) && !digit(4) => Begun::Four,
        _ => Begun::Else,
    }
}

fn weekday(input: &str) -> IResult<&str, Weekday> {
    let (behind, word) = letters(input)?;
    let Some(day) = weekday_of(word) else { return fail(input) };
    let de = opt(pair(tag("de"), space1));
    value(day, (opt(one_of(".,")), space1, de)).parse(behind)
}

fn weekday_behind(input: &str) -> IResult<&str, Weekday> {
    if !input.starts_with([',', ' ', '\t']) {
        return fail(input);
    }
    let word = || map_opt(letters, weekday_of);
    let bare = terminated(word(), peek(not((space1, satisfy(is_digit)))));
    let bracketed = delimited(char('('), word(), char(')'));
    preceded((opt(char(',')), space1), alt((bare, bracketed))).parse(input)
}

fn iso_date(input: &str) -> IResult<&str, Date> {
    let number = || terminated(take_while_m_n(2, 2, is_digit), edge);
    let month = map_opt(number(), in_months);
    let day = map_opt(number(), in_days);
    let parts = (terminated(year, char('-')), terminated(month, char('-')), day);
    map(parts, |(year, month, day)| Date { year: Some(year), ..of(month, day) }).parse(input)
}

/// ```ebnf
/// digits = day number, sign, number, [ sign, ( year | number ) ] ;
/// day number = number ;
/// sign = "-" | "/" | "." | " - " ;
/// ```
///
/// A year of two digits is one from 1941 to 2040; with full stops all parts then have two digits,
/// since "1.2.24" is a section. Without a year a day of the week must stand before it.
fn digits(input: &str, named: bool) -> IResult<&str, Date> {
    let sign = || alt((tag("-"), tag("/"), tag("."), tag(" - ")));
    let (rest, (day, first, month)) =
        (terminated(small_digits, edge), sign(), terminated(small_digits, edge)).parse(input)?;
    let (Some(in_day), Some(in_month)) = (in_days(day), in_months(month)) else {
        return fail(input);
    };
    let date = of(in_month, in_day);
    let full = day.len() == 2 && month.len() == 2;
    let short = map(verify(two_digits, |_| first != "." || full), century);
    let short = terminated(short, peek(not(pair(one_of("-/."), satisfy(is_digit)))));
    let (behind, year) =
        opt(preceded((tag(first), opt(char('\''))), alt((year, short)))).parse(rest)?;
    match year {
        Some(_) => Ok((behind, Date { year, ..date })),
        None if named && first != "." && !rest.starts_with(first) => Ok((rest, date)),
        None => fail(input),
    }
}

/// ```ebnf
/// named = days, [ " " ], ? a month ?, [ "." ], [ year | between, [ weekday ], days, " ", ? a month ?, year ] ;
/// year = [ " " ], ( number | "'", number ) ;
/// ```
fn named(input: &str) -> IResult<&str, Date> {
    let (rest, date) = day_and_month(input)?;
    let spaced = || preceded(space0, alt((year, short_year)));
    if let (rest, Some(year)) = opt(spaced()).parse(rest)? {
        return Ok((rest, Date { year: Some(year), ..date }));
    }
    let later = preceded(pair(between, opt(weekday)), pair(day_and_month, spaced()));
    let later = verify(later, |(later, _)| later.month >= date.month);
    let (rest, later) = opt(later).parse(rest)?;
    Ok((rest, Date { year: later.map(|(_, year)| year), ..date }))
}

/// Days and the month behind them; a short form that is a person's name as well needs a sign.
fn day_and_month(input: &str) -> IResult<&str, Date> {
    let (rest, day) = terminated(days, space0).parse(input)?;
    let (rest, word) = letters(rest)?;
    let Some((month, misspelt)) = month(word) else { return fail(input) };
    let mut short = opt(verify(char('.'), |_| !MONTHS.contains(&word)));
    let (rest, stop) = short.parse(rest)?;
    if word == "jan" && stop.is_none() && preceded(space0, year).parse(rest).is_err() {
        return fail(input);
    }
    Ok((rest, Date { doubt: misspelt.then_some(Doubt::Month), ..of(month, day) }))
}

/// ```ebnf
/// days = day, [ { ", ", day }, between, [ weekday ], day ] ;
/// day = number, [ "e" | "de" | "ste" ] ;
/// between = " en " | " & " | "-" | " - " | " t/m " | " tot en met " | "/" ;
/// ```
///
/// Gives the first; the last must come later in the month, and at most five stand between.
fn days(input: &str) -> IResult<&str, i8> {
    let (rest, first) = day(input)?;
    // Most often its month follows.
    if !matches!(rest.trim_start().as_bytes(), [b',' | b'-' | b'/' | b'&' | b'e' | b't', ..]) {
        return Ok((rest, first));
    }
    // A list without an end would be read anew from each of its numbers.
    let more = fold_many_m_n(0, 5, preceded(pair(char(','), space1), day), || (), |(), _| ());
    let last = preceded((more, between, opt(weekday)), day);
    let (rest, _) = opt(verify(last, |&last| last > first)).parse(rest)?;
    Ok((rest, first))
}

fn day(input: &str) -> IResult<&str, i8> {
    let (rest, digits) = terminated(small_digits, edge).parse(input)?;
    let Some(day) = in_days(digits) else { return fail(input) };
    let ordinal = terminated(alt((tag("ste"), tag("de"), tag("e"))), peek(space1));
    value(day, opt(ordinal)).parse(rest)
}

fn between(input: &str) -> IResult<&str, ()> {
    let word = alt((tag("en"), tag("&"), tag("-"), tag("t/m"), tag("tot en met")));
    value((), alt((delimited(space1, word, space1), tag("-"), tag("/")))).parse(input)
}

fn year(input: &str) -> IResult<&str, i16> {
    let digits = terminated(take_while_m_n(4, 4, is_digit), edge);
    let year = map_opt(digits, |digits: &str| digits.parse().ok());
    verify(year, |year| (1800..=2100).contains(year)).parse(input)
}

fn short_year(input: &str) -> IResult<&str, i16> {
    preceded(char('\''), map(two_digits, century)).parse(input)
}

fn century(year: i8) -> i16 {
    i16::from(year) + if year <= 40 { 2000 } else { 1900 }
}

fn two_digits(input: &str) -> IResult<&str, i8> {
    verify(small_number, |_| input.as_bytes().get(1).is_some_and(u8::is_ascii_digit)).parse(input)
}

fn small_number(input: &str) -> IResult<&str, i8> {
    map_opt(terminated(small_digits, edge), |digits: &str| digits.parse().ok()).parse(input)
}

fn small_digits(input: &str) -> IResult<&str, &str> {
    leading(input, input.bytes().take(2).take_while(u8::is_ascii_digit).count())
}

fn letters(input: &str) -> IResult<&str, &str> {
    leading(input, input.bytes().take_while(u8::is_ascii_lowercase).count())
}

/// So many bytes of a text, if they are any.
fn leading(input: &str, length: usize) -> IResult<&str, &str> {
    match input.split_at_checked(length) {
        Some((found, rest)) if length > 0 => Ok((rest, found)),
        _ => fail(input),
    }
}

/// The end of a run of digits.
fn edge(input: &str) -> IResult<&str, ()> {
    if input.starts_with(is_digit) { fail(input) } else { Ok((input, ())) }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn in_days(digits: &str) -> Option<i8> {
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn in_months(digits: &str) -> Option<i8> {
    digits.parse().ok().filter(|month| (1..=12).contains(month))
}

fn of(month: i8, day: i8) -> Date {
    Date { year: None, month, day, weekday: None, doubt: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The day of a date, ISO 8601 or "-12-31" without a year, and what is doubtful.
    fn day(date: &Date) -> (String, Option<Doubt>) {
        let without = || format!("-{:02}-{:02}", date.month, date.day);
        (date.iso().unwrap_or_else(without), date.doubt)
    }

    #[test]
    fn dates_are_read_in_words_and_digits() {
        for (text, iso, rest) in [
            ("26 juni 2024 te", "2024-06-26", " te"),
            ("woensdag 1 juli 2020,", "2020-07-01", ","),
            ("08 mei 2025", "2025-05-08", ""),
            ("31-3-2021", "2021-03-31", ""),
            ("27/05/2025", "2025-05-27", ""),
            ("27.5.2025.", "2025-05-27", "."),
            ("22 - 1 - 2009", "2009-01-22", ""),
            ("2024-06-26", "2024-06-26", ""),
            ("22-1-09", "2009-01-22", ""),
            ("22/1/98,", "1998-01-22", ","),
            ("01.02.24", "2024-02-01", ""),
            ("26 juni '23", "2023-06-26", ""),
            ("3 mrt 2021", "2021-03-03", ""),
            ("3 sept. 2021", "2021-09-03", ""),
            ("12 februari2009constaterende", "2009-02-12", "constaterende"),
            ("12februari 2009", "2009-02-12", ""),
            ("1e juli 2020", "2020-07-01", ""),
            ("1ste juli 2020", "2020-07-01", ""),
            ("woensdag de 26ste juni 2024", "2024-06-26", ""),
            ("wo. 26 juni 2024", "2024-06-26", ""),
            ("woensdagavond 26 juni 2024", "2024-06-26", ""),
            ("26 juni 2024 (woensdag) te", "2024-06-26", " te"),
            ("26 juni 2024, woensdag", "2024-06-26", ""),
            ("woansdei 26 juny 2024", "2024-06-26", ""),
            ("26 en 27 juni 2024", "2024-06-26", ""),
            ("26-27 juni 2024", "2024-06-26", ""),
            ("25, 26 en 27 juni 2024", "2024-06-25", ""),
            ("26 t/m 28 juni 2024", "2024-06-26", ""),
            ("woensdag 26 en donderdag 27 juni 2024", "2024-06-26", ""),
            ("30 juni en 1 juli 2024", "2024-06-30", ""),
            ("30 juni tot en met 1 juli 2024", "2024-06-30", ""),
            ("8 mei ter", "-05-08", " ter"),
            ("8 mei. dan", "-05-08", ". dan"),
            ("8 mei 1500 euro", "-05-08", " 1500 euro"),
            ("donderdag 22-1, sprekende", "-01-22", ", sprekende"),
            ("31 februari 2020", "-02-31", ""),
        ] {
            let (after, found) = date(text).unwrap();
            assert_eq!((day(&found), after), ((iso.to_owned(), None), rest), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        let texts = "mei 2025|45 zetels|12 maten|3 maar|3 kaart|3-4|22-1, van|24/7|1.2.24|1 6 mei|06-12-34-56\
            |12-13-2024|3 jan smit|2024-13-01|32 mei 2024|mei|";
        for text in texts.split('|') {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_in_a_date_is_told() {
        for (text, iso, doubt) in [
            ("3 septmber 2024", "2024-09-03", Doubt::Month),
            ("12 februarie 2009", "2009-02-12", Doubt::Month),
            ("20 donderdag 3 april", "-04-03", Doubt::Number),
            ("donderdag 26 juni 2024", "2024-06-26", Doubt::Weekday),
            ("26 juni 2024 (donderdag)", "2024-06-26", Doubt::Weekday),
        ] {
            let (rest, found) = date(text).unwrap();
            assert_eq!((day(&found), rest), ((iso.to_owned(), Some(doubt)), ""), "{text}");
        }
    }

    #[test]
    fn a_date_without_a_year_gets_that_of_the_nearest_date() {
        let completed = |text: &str, others: &str| {
            let (_, date) = date(text).unwrap();
            date.completed(dates(others).map(|(date, _)| date)).and_then(|date| date.iso())
        };
        for (text, others, expected) in [
            ("8 mei", "aldus besloten op 22 mei 2025", Some("2025-05-08")),
            ("8 mei", "op 12 december 2023, 22 mei 2025 en 1 januari 2027", Some("2025-05-08")),
            ("8 januari", "op 20 december 2024", Some("2025-01-08")),
            ("donderdag 8 mei", "op 7 mei 2024 en 1 mei 2025", Some("2025-05-08")),
            ("8 mei", "op 9 mei 2024 en 7 mei 2025", None),
            ("8 mei", "op 9 mei", None),
            ("31 april", "op 9 mei 2024", None),
        ] {
            assert_eq!(completed(text, others).as_deref(), expected, "{text}: {others}");
        }
    }
}
