//! Footnotes: small print at the foot of a page that begins with the mark of a note.
//!
//! They are set aside as what was added to a page is, so that an item that runs over the page end does
//! not have a note in its middle.

use super::PageLine;
use super::accent::raised;
use crate::text::RAISED;

/// How large a note is at most, in parts of the size of the body.
const SMALL: f32 = 0.93;
/// How large it is at most where nothing in the body refers to it.
const SMALLER: f32 = 0.85;
/// The room above it there, in lines.
const APART: f32 = 0.3;
/// Notes stand below this part of a page.
const FOOT: f32 = 0.5;

/// Marks the notes at the foot of a page; `order` is that of its lines from top to bottom.
pub fn mark(lines: &mut [PageLine], order: &[usize], height: f32) {
    let Some(body) = body_size(lines) else {
        return;
    };
    let is_open = |line: &PageLine| !line.furniture && !line.added;
    let is_small = |line: &PageLine| line.size <= SMALL * body && line.bbox.y0 > FOOT * height;
    let mut small: Vec<usize> = order
        .iter()
        .rev()
        .copied()
        .filter(|at| is_open(&lines[*at]))
        .take_while(|at| is_small(&lines[*at]))
        .collect();
    small.reverse();
    let first = small.iter().position(|at| {
        let line = &lines[*at];
        let refers = |sign: &str| {
            lines.iter().any(|line| line.size > SMALL * body && line.text.contains(sign))
        };
        note(&line.text).is_some_and(|(sign, alone)| {
            refers(&sign) || (alone && line.size <= SMALLER * body && line.gap >= APART)
        })
    });
    for at in first.map_or(&[][..], |first| &small[first..]) {
        lines[*at].added = true;
    }
}

/// The sign in the body that refers to a note which begins like this, and whether the note's own
/// sign stands alone: "1." may be that of an item. `None` where it is no note.
fn note(text: &str) -> Option<(String, bool)> {
    let sign = text.split(' ').next()?;
    let stem = sign.trim_end_matches(['.', ')']);
    let boxed = sign.strip_prefix('[').and_then(|sign| sign.strip_suffix(']'));
    let is_raised = |c: char| RAISED.contains(c);
    let is_number = |digits: &str| {
        (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if is_number(stem) {
        Some((stem.chars().map(raised).collect::<Option<String>>()?, stem == sign))
    } else if boxed.is_some_and(is_number) || matches!(sign, "*" | "**" | "†") {
        Some((sign.to_owned(), true))
    } else {
        let digits: String = text.chars().take_while(|c| is_raised(*c)).collect();
        (!digits.is_empty()).then_some((digits, true))
    }
}

/// The font size of most letters of a page; `None` where it has no lines.
fn body_size(lines: &[PageLine]) -> Option<f32> {
    let mut sizes: Vec<(f32, usize)> = lines
        .iter()
        .filter(|line| !line.furniture && !line.added)
        .map(|line| (line.size, line.text.len()))
        .collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut before = 0;
    let middle = sizes.iter().find(|(_, letters)| {
        before += letters;
        before > half
    });
    middle.map(|(size, _)| *size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::sample::{Sample, show};

    /// The notes of a page with body lines of 10 points and lines of another size at its foot.
    fn notes(body: &str, size: f32, foot: &[&str]) -> Vec<String> {
        let mut content: String =
            (0..8).map(|row| show(70.0, 700.0 - 12.0 * row as f32, body)).collect();
        for (row, text) in foot.iter().enumerate() {
            let y = 100.0 - 10.0 * row as f32;
            content += &format!("BT /F1 {size} Tf 70 {y} Td ({text}) Tj ET ");
        }
        let document = crate::pdf::read(&Sample::new(&[&content]).bytes()).unwrap();
        let lines = document.lines().iter().filter(|line| line.added);
        lines.map(|line| document.slice(&line.range).to_owned()).collect()
    }

    #[test]
    fn small_print_that_begins_with_a_mark_is_a_note() {
        let listed = ["1 Zie het besluit", "van maart.", "2 Zie ook aldaar."];
        assert_eq!(notes("De raad van de stad besluit", 8.0, &listed), listed);
        // A little smaller than the body: only what the body refers to.
        assert!(notes("De raad van de stad besluit", 9.2, &listed).is_empty());
        assert_eq!(notes("De raad\\271 van de stad besluit", 9.2, &listed), listed);
        assert_eq!(notes("De raad\\271 besluit", 8.0, &["1. Zie", "2. Zie"]).len(), 2);
    }

    #[test]
    fn other_small_print_and_lists_are_none() {
        assert!(notes("De raad besluit", 8.0, &["Jan Bos", "VVD"]).is_empty());
        assert!(notes("De raad besluit", 8.0, &["1. een plan", "2. geld"]).is_empty());
        assert!(notes("De raad besluit", 10.0, &["1 een plan", "2 geld"]).is_empty());
    }

    #[test]
    fn notes_are_known_by_how_they_begin() {
        let known = |text| note(text).unwrap();
        assert_eq!(known("12 Zie"), ("¹²".to_owned(), true));
        assert_eq!(known("1. Zie"), ("¹".to_owned(), false));
        assert_eq!(known("¹Zie"), ("¹".to_owned(), true));
        assert_eq!(known("[3] Zie"), ("[3]".to_owned(), true));
        assert_eq!(note("2025 was"), None);
        assert_eq!(note("Zie"), None);
    }
}
