//! The content stream of a page: where words are drawn, in the ways in which programs say so.

use std::collections::HashMap;
use std::io::Write;

use super::code::Font;
use super::face::FaceId;
use super::sheet::{HEIGHT, Page, Run, Stroke};
use crate::generate::dice::Dice;

/// How words are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawing {
    /// A line at once.
    Line,
    /// A line at once, with the room between words told as a shift and no space.
    Shifted,
    /// Each word by itself, at its place.
    Words,
    /// Each letter by itself, at its place.
    Letters,
}

impl Drawing {
    /// Chooses.
    pub(super) fn of(dice: &mut Dice) -> Self {
        dice.weigh(&[(45, Self::Line), (20, Self::Shifted), (25, Self::Words), (10, Self::Letters)])
    }
}

/// The content stream of a page. `fonts` are named `/F0`, `/F1` … in their order.
pub(super) fn stream(page: &Page, fonts: &[Font], drawing: Drawing) -> Vec<u8> {
    let places: HashMap<FaceId, usize> =
        fonts.iter().enumerate().map(|(place, font)| (font.face, place)).collect();
    let mut out = Vec::with_capacity(4096);
    for [left, top, right, bottom] in &page.rules {
        number(&mut out, *left);
        number(&mut out, HEIGHT - bottom);
        number(&mut out, right - left);
        number(&mut out, bottom - top);
        out.extend_from_slice(b"re f\n");
    }
    if !page.strokes.is_empty() {
        out.extend_from_slice(b"0.6 w\n");
    }
    for stroke in &page.strokes {
        drawn(stroke, &mut out);
    }
    for run in &page.runs {
        let place = places[&run.face];
        let font = &fonts[place];
        let _ = write!(out, "BT /F{place} ");
        number(&mut out, run.size);
        out.extend_from_slice(b"Tf\n");
        match drawing {
            Drawing::Line => line(run, font, &mut out),
            Drawing::Shifted => shifted(run, font, &mut out),
            Drawing::Words => pieces(run, font, &mut out, &words(run)),
            Drawing::Letters => pieces(run, font, &mut out, &letters(run)),
        }
        out.extend_from_slice(b"ET\n");
    }
    out
}

/// A frame, or a path.
fn drawn(stroke: &Stroke, out: &mut Vec<u8>) {
    match stroke {
        Stroke::Frame([left, top, right, bottom]) => {
            for length in [*left, HEIGHT - bottom, right - left, bottom - top] {
                number(out, length);
            }
            out.extend_from_slice(b"re S\n");
        }
        Stroke::Path(places) => {
            for (index, (x, y)) in places.iter().enumerate() {
                number(out, *x);
                number(out, HEIGHT - y);
                out.extend_from_slice(if index == 0 { b"m " } else { b"l " });
            }
            out.extend_from_slice(b"S\n");
        }
    }
}

fn line(run: &Run, font: &Font, out: &mut Vec<u8>) {
    // A font of two bytes has no space that `Tw` would widen (ISO 32000-1, 9.3.3).
    if run.stretch > 0 && font.is_wide() {
        return shifted(run, font, out);
    }
    if run.stretch > 0 {
        number(out, run.stretch);
        out.extend_from_slice(b"Tw ");
    }
    at(run.x, run.y, out);
    font.string(&run.text, out);
    out.extend_from_slice(b" Tj\n");
    if run.stretch > 0 {
        out.extend_from_slice(b"0 Tw ");
    }
}

fn shifted(run: &Run, font: &Font, out: &mut Vec<u8>) {
    let space = run.face.face().width(" ") + run.stretch * 1000 / run.size.max(1);
    at(run.x, run.y, out);
    out.push(b'[');
    for (index, word) in run.text.split(' ').enumerate() {
        if index > 0 {
            let _ = write!(out, "{}", -space);
        }
        font.string(word, out);
    }
    out.extend_from_slice(b"] TJ\n");
}

/// The words of a run, each with its place.
fn words(run: &Run) -> Vec<(i64, &str)> {
    let face = run.face.face();
    let mut x = run.x;
    let step = face.width(" ") * run.size / 1000 + run.stretch;
    run.text
        .split(' ')
        .map(|word| {
            let place = x;
            x += face.width(word) * run.size / 1000 + step;
            (place, word)
        })
        .collect()
}

/// The letters of a run, each with its place; spaces are not drawn.
fn letters(run: &Run) -> Vec<(i64, &str)> {
    let face = run.face.face();
    let mut letters = Vec::with_capacity(run.text.len());
    for (mut x, word) in words(run) {
        for letter in word.split_inclusive(|_: char| true) {
            letters.push((x, letter));
            x += face.width(letter) * run.size / 1000;
        }
    }
    letters
}

/// Pieces of a run one after the other, each moved to from the one before.
fn pieces(run: &Run, font: &Font, out: &mut Vec<u8>, pieces: &[(i64, &str)]) {
    let mut before = None;
    for (x, text) in pieces {
        match before {
            None => at(*x, run.y, out),
            Some(before) => {
                number(out, x - before);
                out.extend_from_slice(b"0 Td ");
            }
        }
        before = Some(*x);
        font.string(text, out);
        out.extend_from_slice(b" Tj\n");
    }
}

/// Moves to a place on the page.
fn at(x: i64, y: i64, out: &mut Vec<u8>) {
    number(out, x);
    number(out, HEIGHT - y);
    out.extend_from_slice(b"Td ");
}

/// A number of points, with a space behind it.
pub(super) fn number(out: &mut Vec<u8>, hundredths: i64) {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let _ = match rest {
        0 => write!(out, "{sign}{whole} "),
        _ => write!(out, "{sign}{whole}.{rest:02} "),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::pdf::code::Coding;
    use crate::generate::pdf::face::Family;

    #[test]
    fn words_are_drawn_in_several_ways() {
        let face = FaceId::of(Family::Sans, false, false);
        let text = "De (raad)".to_owned();
        let run = Run { x: 7000, y: 10_050, size: 1000, face, text, stretch: 50 };
        let pages = [Page { runs: vec![run], ..Page::default() }];
        let drawn = |coding, drawing| {
            let fonts = Font::all(&pages, coding);
            String::from_utf8(stream(&pages[0], &fonts, drawing)).unwrap()
        };
        assert_eq!(
            drawn(Coding::Standard, Drawing::Line),
            "BT /F0 10 Tf\n0.50 Tw 70 741.39 Td (De \\(raad\\)) Tj\n0 Tw ET\n"
        );
        assert_eq!(
            drawn(Coding::Standard, Drawing::Shifted),
            "BT /F0 10 Tf\n70 741.39 Td [(De)-328(\\(raad\\))] TJ\nET\n"
        );
        assert_eq!(
            drawn(Coding::Standard, Drawing::Words),
            "BT /F0 10 Tf\n70 741.39 Td (De) Tj\n16.06 0 Td (\\(raad\\)) Tj\nET\n"
        );
        assert!(drawn(Coding::Wide, Drawing::Line).contains("[<"));
        assert!(drawn(Coding::Named, Drawing::Letters).contains("(!) Tj\n7.22 0 Td"));
    }
}
