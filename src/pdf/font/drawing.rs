//! The letters of Type 3 fonts are drawings: how far one of them reaches.

use lopdf::{Dictionary, Object};

use crate::pdf::limits::Budget;
use crate::pdf::object::{self, Objects};

/// How much of a drawing is looked at.
const HEAD: usize = 256;
/// How much wider than high a disc is at most, or the other way round.
const ROUND: f32 = 1.2;

/// The room that a letter takes up, in the font's own measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// How far it moves the pen.
    pub width: f32,
    /// How far it reaches down, counted upwards from the baseline.
    bottom: f32,
    top: f32,
    across: f32,
}

impl Reach {
    /// Reads how far the drawing of a glyph reaches, which it says first (`d1`).
    pub fn of(
        font: &Dictionary,
        glyph: &[u8],
        objects: &Objects,
        budget: &mut Budget,
    ) -> Option<Self> {
        let drawings = object::dict(font, b"CharProcs", objects)?;
        let Object::Stream(drawing) = object::get(drawings, glyph, objects)? else {
            return None;
        };
        Self::parse(&object::unpacked(drawing, budget)?)
    }

    fn parse(drawing: &[u8]) -> Option<Self> {
        let head = &drawing[..drawing.len().min(HEAD)];
        let mut words = head.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let mut numbers = [0.0_f32; 6];
        for number in &mut numbers {
            *number = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
        }
        let [width, _, x0, y0, x1, y1] = numbers;
        let is_real = numbers.iter().all(|number| number.is_finite()) && width > 0.0;
        (words.next() == Some(b"d1") && is_real).then(|| Self {
            width,
            bottom: y0.min(y1),
            top: y0.max(y1),
            across: (x1 - x0).abs(),
        })
    }

    /// Whether it is as round as a bullet, and hovers over the baseline as one does.
    pub fn is_bullet(&self) -> bool {
        let height = self.top - self.bottom;
        let is_round = height <= self.across * ROUND && self.across <= height * ROUND;
        is_round
            && height >= 0.4 * self.width
            && self.bottom >= 0.05 * self.width
            && self.top <= self.width
    }

    /// Whether it is a flat line about half as high over the baseline as it is long: a dash of the
    /// width of a digit, and not an accent over a letter.
    pub fn is_dash(&self) -> bool {
        let middle = (self.top + self.bottom) / 2.0;
        self.top - self.bottom <= 0.2 * self.across
            && self.across >= 0.8 * self.width
            && (0.2 * self.width..=0.8 * self.width).contains(&middle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(head: &str) -> Reach {
        Reach::parse(head.as_bytes()).unwrap()
    }

    #[test]
    fn bullets_and_dashes_are_told_by_where_they_reach() {
        let bullet = reach("41.52 0 5 5 36 37 d1\nq\n30 0 0 32 5 5 cm");
        assert!(bullet.is_bullet() && !bullet.is_dash());
        let dash = reach("41.52 0 0 21 42 23 d1 q");
        assert!(dash.is_dash() && !dash.is_bullet());
        let breve = reach("41.5 0 9 44 33 54 d1");
        assert!(!breve.is_dash() && !breve.is_bullet());
        let o = reach("41.52 0 2 -1 40 38 d1");
        assert!(!o.is_bullet());
    }

    #[test]
    fn a_drawing_that_does_not_say_is_not_known() {
        for head in ["", "41.52 0 d0", "x 0 0 0 0 0 d1", "0 0 1 1 2 2 d1", "1 0 0 0 1 1"] {
            assert_eq!(Reach::parse(head.as_bytes()), None, "{head}");
        }
    }
}
