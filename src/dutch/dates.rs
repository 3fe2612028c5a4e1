//! Dates, in whatever way they are written, as one form: `2020-05-01`.
//!
//! ```text
//! date  = day [ "e" ] " " month " " year | day sep month sep year | year "-" month "-" day
//! sep   = "-" | "/" | "."        the same twice
//! year  = 4 digits | "'" 2 digits | 2 digits          the last only behind a sep
//! ```

use std::ops::Range;

/// The months, as they are written out, and as they are cut short.
const MONTHS: [(&str, &str); 12] = [
    ("januari", "jan"),
    ("februari", "feb"),
    ("maart", "mrt"),
    ("april", "apr"),
    ("mei", "mei"),
    ("juni", "jun"),
    ("juli", "jul"),
    ("augustus", "aug"),
    ("september", "sept"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
];

/// The date that begins with the word at a place of a folded text, and where it ends.
pub(super) fn date(text: &str, word: Range<usize>) -> Option<(String, usize)> {
    let before = text.as_bytes()[..word.start].last();
    if matches!(before, Some(b'-' | b'/' | b'.')) {
        return None;
    }
    numeric(text, word.clone()).or_else(|| written(text, word))
}

/// A date in numbers.
fn numeric(text: &str, first: Range<usize>) -> Option<(String, usize)> {
    let sep = *text.as_bytes().get(first.end)?;
    if !matches!(sep, b'-' | b'/' | b'.') {
        return None;
    }
    let second = digits(text, first.end + 1)?;
    if text.as_bytes().get(second.end) != Some(&sep) {
        return None;
    }
    let third = digits(text, second.end + 1)?;
    let behind = text.as_bytes().get(third.end);
    let more =
        behind == Some(&sep) && text.as_bytes().get(third.end + 1).is_some_and(u8::is_ascii_digit);
    if more || behind.is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let number = |range: &Range<usize>| text[range.clone()].parse::<u32>().ok();
    let (a, b, c) = (number(&first)?, number(&second)?, number(&third)?);
    let date = match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => iso(a, b, c),
        (1..=2, 1..=2, 4) => iso(c, b, a),
        (1..=2, 1..=2, 2) if sep != b'.' => iso(century(c), b, a),
        _ => None,
    }?;
    Some((date, third.end))
}

/// A date whose month is written.
fn written(text: &str, first: Range<usize>) -> Option<(String, usize)> {
    let day = &text[first.clone()];
    let day = ["ste", "de", "e"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    if day.len() > 2 {
        return None;
    }
    let day = day.parse().ok()?;
    let rest = text[first.end..].strip_prefix(' ')?;
    let month = MONTHS.iter().position(|(long, short)| {
        let named = |name: &str| {
            let behind = rest.strip_prefix(name).map(str::as_bytes);
            behind.is_some_and(|behind| !behind.first().is_some_and(u8::is_ascii_alphanumeric))
        };
        named(long) || named(short)
    })?;
    let start = first.end + 1 + rest.bytes().take_while(u8::is_ascii_lowercase).count();
    let gap = text[start..].bytes().take_while(|&c| matches!(c, b' ' | b'.' | b'\'')).count();
    let year = digits(text, start + gap)?;
    let number = text[year.clone()].parse().ok()?;
    let full = match year.len() {
        4 => number,
        2 if text[start..year.start].ends_with('\'') => century(number),
        _ => return None,
    };
    Some((iso(full, month as u32 + 1, day)?, year.end))
}

/// The digits at a place, up to four of them.
fn digits(text: &str, start: usize) -> Option<Range<usize>> {
    let count = text.as_bytes().get(start..)?.iter().take_while(|c| c.is_ascii_digit()).count();
    (1..=4).contains(&count).then_some(start..start + count)
}

/// The year that two digits mean.
fn century(year: u32) -> u32 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

/// A date that the calendar has, as ISO 8601 writes it.
fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let fits = (1500..2200).contains(&year) && (1..=days).contains(&day);
    fits.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
        let (date, end) = date(text, 0..end)?;
        assert_eq!(text[end..].chars().next(), Some(';'), "{text}");
        Some(date)
    }

    #[test]
    fn every_spelling_is_one_form() {
        for text in [
            "1 mei 2020;",
            "1e mei 2020;",
            "1 mei '20;",
            "01-05-2020;",
            "1/5/2020;",
            "1.5.2020;",
            "2020-05-01;",
            "01-05-20;",
        ] {
            assert_eq!(read(text).as_deref(), Some("2020-05-01"), "{text}");
        }
        assert_eq!(read("29 febr 2024;"), None);
        assert_eq!(read("29 feb. 2024;").as_deref(), Some("2024-02-29"));
    }

    #[test]
    fn what_no_calendar_has_is_no_date() {
        for text in
            ["30-02-2020;", "29 februari 2023;", "1-13-2020;", "1.5.20;", "1-2-3-4;", "12 mei;"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
