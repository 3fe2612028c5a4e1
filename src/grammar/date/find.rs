//! Dates inside a text.

use std::ops::Range;

use jiff::civil::Weekday;

use super::{Date, date, is_digit, weekday_of};

/// Finds the first date in a folded text, and where it stands, without the day of the week before it.
#[must_use]
pub fn find_date(text: &str) -> Option<(Date, Range<usize>)> {
    dates(text).next()
}

/// All dates in a folded text, and where they stand; takes time in proportion to its length.
pub fn dates(text: &str) -> impl Iterator<Item = (Date, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(digits) = digits_from(text, at) {
            at = digits.end;
            if let Some((found, range)) = date_at(text, digits) {
                at = range.end;
                return Some((found, range));
            }
        }
        None
    })
}

/// The next run of digits.
fn digits_from(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    Some(start..start + length)
}

/// The date that begins with these digits.
///
/// Where a digit stands alone before a day of one digit, nobody knows what was meant: "1 6 mei".
fn date_at(text: &str, digits: Range<usize>) -> Option<(Date, Range<usize>)> {
    let before = &text[..digits.start];
    let inside = before.ends_with(|c: char| c.is_alphanumeric())
        || before.ends_with(['-', '/', '.', ',']) && before[..before.len() - 1].ends_with(is_digit);
    if inside || !matches!(digits.len(), 1 | 2 | 4) {
        return None;
    }
    if digits.len() == 1 && is_apart(before, &text[digits.clone()]) {
        return None;
    }
    let (rest, found) = date(&text[digits.start..]).ok()?;
    let found = if found.weekday.is_none() { found.on(weekday_before(before)) } else { found };
    Some((found, digits.start..text.len() - rest.len()))
}

/// The day of the week that a text ends with.
fn weekday_before(text: &str) -> Option<Weekday> {
    let text = text.strip_suffix(' ')?.trim_end_matches([',', '.']);
    // No further back than the longest name: it is asked for every date.
    let near = &text[text.floor_char_boundary(text.len().saturating_sub(20))..];
    let word = near.rsplit_once(' ').map(|(_, word)| word);
    weekday_of(word.or((near.len() == text.len()).then_some(near))?)
}

/// Whether a digit alone stands before another one that makes a day with it.
fn is_apart(before: &str, digit: &str) -> bool {
    let Some(before) = before.strip_suffix(' ') else { return false };
    let tens = ["1", "2"].into_iter().chain(["3"].into_iter().filter(|_| digit <= "1"));
    let mut alone = tens.filter_map(|ten| before.strip_suffix(ten));
    alone.any(|before| !before.ends_with(|c: char| c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_inside_a_text() {
        let text = "notaoverleg van 12 maten op vrijdag 3 mei 2024, vervolg 4-5-2024";
        let (date, range) = find_date(text).unwrap();
        assert_eq!((date.iso().as_deref(), &text[range]), (Some("2024-05-03"), "3 mei 2024"));
        assert_eq!(date.weekday, Some(Weekday::Friday));
        assert_eq!(find_date("nr. 17, 3 zetels"), None);
        let found = |text: &'static str| -> Vec<&str> {
            dates(text).map(|(_, range)| &text[range]).collect()
        };
        for (text, expected) in [
            ("op 20 donderdag 3 april ter", &["20 donderdag 3 april"][..]),
            (
                "d.d.26 juni, m12-3-2024, 2024-06-26 en 3-4-24.",
                &["26 juni", "2024-06-26", "3-4-24"],
            ),
            ("artikel 2, 3 mei 2024", &["3 mei 2024"]),
            ("op 1 6 mei 2024 of 11 6 mei", &["6 mei"]),
            ("punt 3 6 mei 2024", &["6 mei 2024"]),
            ("art. 1.2.2024, tel. 06-12-2024-1", &["1.2.2024", "06-12-2024"]),
            ("é1 mei 2024 — 1 mei 2024é", &["1 mei 2024"]),
            ("", &[]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn long_runs_of_numbers_are_read_in_proportion_to_their_length() {
        let time = |text: &str| {
            let once = || {
                let start = std::time::Instant::now();
                assert!(dates(text).count() <= text.len());
                start.elapsed()
            };
            (0..3).map(|_| once()).min().unwrap()
        };
        for unit in
            ["1, ", "1 en 2 en ", "20 donderdag ", "1-1-2020;", "1 ", "1 mei, ", "12 meiaaaa"]
        {
            let (short, long) = (time(&unit.repeat(500)), time(&unit.repeat(16_000)));
            // 32 times the text would take a thousand times as long, were it read over and over.
            assert!(long < 200 * short, "{unit}: {short:?}, {long:?}");
        }
    }
}
