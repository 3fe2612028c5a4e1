//! Numbers in one form, however they are grouped: `36 410` and `36.410` are `36410`.
//!
//! ```text
//! number  = digits | 1–3 digits { sep 3 digits }        sep: " " or ".", the same throughout
//! file    = number [ (" " | "-") roman ] [ ("-" | [","] " " nr [". "]) digits ]
//! decimal = digits ("," | ".") 1–2 digits
//! section = digits { "." digits }                       two points or more
//! ```

use std::ops::Range;

use super::words::Text;

/// What is longer, in bytes, is no number that anyone looks for.
const LONGEST: usize = 40;

/// A form for what begins with a number, and where that ends in the folded text.
pub(super) type Found = (String, usize);

/// The forms for what begins with the digits at a place of a text.
pub(super) fn numbers(text: &Text<'_>, word: Range<usize>, found: &mut Vec<Found>) {
    let folded = text.folded();
    // What stands within a number was told at its start.
    let before = &folded.as_bytes()[..word.start];
    if let [.., b'0'..=b'9', b'.' | b',' | b'-' | b'/'] = before {
        return;
    }
    let (number, end) = grouped(folded, word.clone());
    if number.len() > LONGEST {
        return;
    }
    if end > word.end {
        found.push((number.clone(), end));
    } else if let Some(fraction) = decimal(folded, word.clone()) {
        found.push(fraction);
        return;
    }
    file(text, number, end, found);
}

/// A number with its groups of thousands, and where it ends.
fn grouped(folded: &str, word: Range<usize>) -> Found {
    let bytes = folded.as_bytes();
    let mut number = folded[word.clone()].to_owned();
    let mut end = word.end;
    let sep = bytes.get(end).copied().unwrap_or_default();
    // Within a grouped number, no number begins.
    let within = sep == b' ' && word.len() == 3 && continues(&bytes[..word.start]);
    if word.len() > 3 || !matches!(sep, b' ' | b'.') || within {
        return (number, end);
    }
    while bytes.get(end) == Some(&sep) {
        let count = run(bytes, end + 1);
        let behind = bytes.get(end + 1 + count);
        if count != 3 || behind.is_some_and(u8::is_ascii_alphabetic) {
            break;
        }
        number.push_str(&folded[end + 1..end + 4]);
        end += 4;
    }
    (number, end)
}

/// Whether what is written last is a short number and a space.
fn continues(before: &[u8]) -> bool {
    let Some((b' ', before)) = before.split_last().map(|(last, rest)| (*last, rest)) else {
        return false;
    };
    let digits = before.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let alone =
        before.len() == digits || !before[before.len() - digits - 1].is_ascii_alphanumeric();
    (1..=3).contains(&digits) && alone
}

/// A number with a fraction, or one with several points.
fn decimal(folded: &str, word: Range<usize>) -> Option<Found> {
    let bytes = folded.as_bytes();
    let mut end = word.end;
    let mut points = 0;
    while matches!(bytes.get(end), Some(b'.' | b',')) && run(bytes, end + 1) > 0 {
        end += 1 + run(bytes, end + 1);
        points += 1;
    }
    if points == 0 || bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let text = &folded[word.start..end];
    match points {
        1 if end - word.end <= 3 => Some((text.replace('.', ","), end)),
        1 => None,
        _ if text.len() > LONGEST => None,
        _ => Some((text.to_owned(), end)),
    }
}

/// A file number with what is numbered below it.
fn file(text: &Text<'_>, number: String, end: usize, found: &mut Vec<Found>) {
    let (mut number, mut end) = (number, end);
    if number.len() >= 5
        && let Some(roman) = roman(text, end)
    {
        number = format!("{number}-{}", &text.folded()[roman.clone()]);
        end = roman.end;
        found.push((number.clone(), end));
    }
    if let Some(below) = below(text.folded(), &number, end) {
        let digits = &text.folded()[below.clone()];
        found.push((format!("{number}-{digits}"), below.end));
    }
}

/// The chapter of the budget behind a file number, in Roman numerals: `36 410 XV`.
fn roman(text: &Text<'_>, end: usize) -> Option<Range<usize>> {
    let folded = text.folded();
    let sep = folded.as_bytes().get(end)?;
    let word = matches!(sep, b' ' | b'-').then(|| text.word_at(end + 1))?;
    let numeral = |c: u8| matches!(c, b'i' | b'v' | b'x' | b'l' | b'c');
    let fits = !word.is_empty() && word.len() <= 6 && folded[word.clone()].bytes().all(numeral);
    let capital = || text.source(word.clone()).bytes().all(|c| c.is_ascii_uppercase());
    (fits && capital()).then_some(word)
}

/// The number below a file number: `-17`, `, nr. 17`.
fn below(folded: &str, number: &str, end: usize) -> Option<Range<usize>> {
    let rest = &folded[end..];
    let start = match rest.strip_prefix('-') {
        Some(_) => end + 1,
        None if number.len() >= 4 => {
            let named = rest.strip_prefix(',').unwrap_or(rest).strip_prefix(' ')?;
            let names = ["nrs", "nr", "no", "nummer"];
            let behind = names.iter().find_map(|name| named.strip_prefix(name))?;
            let digits = behind.trim_start_matches(['.', ' ']);
            folded.len() - digits.len()
        }
        None => return None,
    };
    let count = run(folded.as_bytes(), start);
    let ends = !folded.as_bytes().get(start + count).is_some_and(u8::is_ascii_alphabetic);
    ((1..=6).contains(&count) && ends).then_some(start..start + count)
}

/// How many digits stand at a place.
fn run(bytes: &[u8], start: usize) -> usize {
    bytes.get(start..).map_or(0, |rest| rest.iter().take_while(|c| c.is_ascii_digit()).count())
}
