//! Words that were recognised on the picture of a page, laid out as those that a file says are.

use super::glyph::Glyph;
use super::interpret::Drawn;
use super::layout::{self, PageLine};
use super::structure::TableCells;
use crate::text::BBox;

/// How wide a space is, in font sizes.
const SPACE: f32 = 0.28;
/// How far a word reaches beyond its ink, in font sizes: fonts have a little room beside letters.
const BESIDE_INK: f32 = 0.03;
/// The room that is a space like any other, whatever its width, in font sizes.
const ORDINARY: f32 = 0.6;
/// How much of a space is between words at least, however close their boxes are.
const LEAST_ROOM: f32 = 0.5;
/// How far the places of one word may be apart, in points.
const SAME: f32 = 0.01;

/// A line of words that were recognised, its places in points from the top left of the page, as
/// displayed but made level.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenLine {
    /// Its words, from left to right.
    pub words: Vec<SeenWord>,
    /// The baseline.
    pub baseline: f32,
    /// The font size.
    pub size: f32,
}

/// A word that was recognised.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenWord {
    /// Its letters.
    pub text: String,
    /// Where it begins.
    pub x0: f32,
    /// Where it ends.
    pub x1: f32,
    /// How sure it was recognised, from 0 to 100.
    pub confidence: f32,
}

/// Lays recognised lines out.
pub fn lines(seen: &[SeenLine]) -> Vec<PageLine> {
    let drawn = Drawn {
        glyphs: seen.iter().flat_map(glyphs).collect(),
        shapes: Vec::new(),
        images: Vec::new(),
        is_blank: seen.is_empty(),
    };
    let mut lines = layout::lines(drawn, &TableCells::new());
    for line in &mut lines {
        for word in &mut line.words {
            word.confidence = confidence(seen, word.bbox);
        }
    }
    lines
}

/// The letters of a line, spread evenly over their words, with a space between words.
fn glyphs(line: &SeenLine) -> Vec<Glyph> {
    let glyph = |letter: char, x0: f32, x1: f32, space: f32| Glyph {
        letter,
        x0,
        x1,
        y: line.baseline,
        size: line.size,
        space,
        turn: 0,
        bold: false,
        invisible: false,
        artifact: false,
        mark: None,
    };
    let mut glyphs: Vec<Glyph> = Vec::new();
    for word in &line.words {
        let beside = BESIDE_INK * line.size;
        let mut start = word.x0 - beside;
        let mut space = SPACE * line.size;
        if let Some(last) = glyphs.last() {
            start = start.max(last.x1 + LEAST_ROOM * space);
            // Ink tells the width of a space but roughly: none of an ordinary one is out of the
            // ordinary, so that no cell begins behind it.
            let room = start - last.x1;
            if room <= ORDINARY * line.size {
                space = room;
            }
            let drawn = glyph(' ', last.x1, start, space);
            glyphs.push(drawn);
        }
        let letters = word.text.chars().count().max(1) as f32;
        let end = (word.x1 + beside).max(start + SAME);
        let place = |index: f32| start + (end - start) * index / letters;
        let places = (0..).map(|index| (place(index as f32), place(index as f32 + 1.0)));
        glyphs.extend(
            word.text.chars().zip(places).map(|(letter, (x0, x1))| glyph(letter, x0, x1, space)),
        );
    }
    glyphs
}

/// How sure the word in a box was recognised: as sure as the least sure of those in it.
fn confidence(seen: &[SeenLine], bbox: BBox) -> Option<f32> {
    seen.iter()
        .filter(|line| bbox.y0 <= line.baseline && line.baseline <= bbox.y1)
        .flat_map(|line| &line.words)
        .filter(|word| {
            let middle = (word.x0 + word.x1) / 2.0;
            bbox.x0 - SAME <= middle && middle <= bbox.x1 + SAME
        })
        .map(|word| word.confidence)
        .reduce(f32::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(baseline: f32, words: &[(&str, f32, f32)]) -> SeenLine {
        let word = |(text, x0, x1): &(&str, f32, f32)| SeenWord {
            text: (*text).to_owned(),
            x0: *x0,
            x1: *x1,
            confidence: *x0,
        };
        SeenLine { words: words.iter().map(word).collect(), baseline, size: 10.0 }
    }

    #[test]
    fn words_keep_their_places_and_how_sure_they_are() {
        let read = lines(&[
            line(112.0, &[("VVD", 30.0, 55.0), ("SP", 90.0, 99.0)]),
            line(100.0, &[("Jan", 30.0, 45.0), ("Bos", 45.2, 70.0), ("Mia", 90.0, 110.0)]),
        ]);
        let texts: Vec<&str> = read.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["Jan Bos   Mia", "VVD   SP"]);
        let words: Vec<_> =
            read[0].words.iter().map(|word| (word.bbox.x0, word.confidence)).collect();
        assert_eq!(words[0], (29.7, Some(30.0)));
        assert_eq!((words[1].1, words[2]), (Some(45.2), (89.7, Some(90.0))));
    }
}
