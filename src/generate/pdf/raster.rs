//! Letters as pixels: outlines filled in whole numbers, so that pictures are the same everywhere.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use ttf_parser::OutlineBuilder;

use super::face::{self, FaceId};

/// A picture being drawn: for each pixel how much ink is on it, 0 to 255.
#[derive(Debug)]
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) ink: Vec<u8>,
}

/// Lines of a pixel that are looked at.
const SUBLINES: i64 = 4;
/// Parts of a pixel that places are told in.
const PART: i64 = 256;

/// From thousandths of the size to pixels: what is drawn, where, how large, how askew.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placing {
    /// Where the outline's origin is, in parts of a pixel.
    pub(super) x: i64,
    pub(super) y: i64,
    /// Parts of a pixel that the size of the letters takes.
    pub(super) size: i64,
    /// The slope of lines: how far they fall, in 65536ths.
    pub(super) slope: i64,
}

impl Canvas {
    /// An empty one.
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { width, height, ink: vec![0; width * height] }
    }

    /// Draws a letter.
    pub(super) fn letter(&mut self, face: FaceId, letter: char, placing: Placing) {
        let outline = outline(face, letter);
        let edges: Vec<[i64; 4]> = outline
            .iter()
            .map(|[x0, y0, x1, y1]| {
                let from = placed(placing, *x0, *y0);
                let to = placed(placing, *x1, *y1);
                [from.0, from.1, to.0, to.1]
            })
            .collect();
        self.fill(&edges);
    }

    /// Draws a straight bar.
    pub(super) fn bar(&mut self, corners: [(i64, i64); 4]) {
        let edge = |from: usize| {
            let (start, end) = (corners[from], corners[(from + 1) % 4]);
            [start.0, start.1, end.0, end.1]
        };
        self.fill(&[edge(0), edge(1), edge(2), edge(3)]);
    }

    /// Fills what edges go around: inside is where more of them go up than down, or the other way.
    fn fill(&mut self, edges: &[[i64; 4]]) {
        let ends = || edges.iter().flat_map(|edge| [edge[1], edge[3]]);
        let (Some(top), Some(bottom)) = (ends().min(), ends().max()) else { return };
        let step = PART / SUBLINES;
        let first = (top / step).max(0);
        let last = (bottom / step).min(self.height as i64 * SUBLINES - 1);
        let mut crossings: Vec<(i64, i64)> = Vec::new();
        for subline in first..=last {
            let y = subline * step + step / 2;
            crossings.clear();
            for [x0, y0, x1, y1] in edges {
                let (is_down, is_up) = (*y0 <= y && y < *y1, *y1 <= y && y < *y0);
                if is_down || is_up {
                    let x = x0 + (x1 - x0) * (y - y0) / (y1 - y0);
                    crossings.push((x, if is_down { 1 } else { -1 }));
                }
            }
            crossings.sort_unstable();
            let mut winding = 0;
            for pair in crossings.windows(2) {
                winding += pair[0].1;
                if winding != 0 {
                    self.span((subline / SUBLINES) as usize, pair[0].0, pair[1].0);
                }
            }
        }
    }

    /// Inks a part of a line, from one place to another.
    fn span(&mut self, row: usize, from: i64, to: i64) {
        let (from, to) = (from.max(0), to.min(self.width as i64 * PART));
        if from >= to {
            return;
        }
        let line = &mut self.ink[row * self.width..(row + 1) * self.width];
        for pixel in from / PART..=(to - 1) / PART {
            let covered = to.min((pixel + 1) * PART) - from.max(pixel * PART);
            let ink = &mut line[pixel as usize];
            *ink = ink.saturating_add((covered * 255 / PART / SUBLINES) as u8);
        }
    }
}

/// A place of an outline, upward, as a place of the picture, downward.
fn placed(placing: Placing, x: i64, y: i64) -> (i64, i64) {
    let (right, up) = (x * placing.size / 1000, y * placing.size / 1000);
    let askew = |length: i64| length * placing.slope / 65_536;
    (placing.x + right + askew(up), placing.y - up + askew(right))
}

/// The edges of a letter, in thousandths of the size.
type Edges = &'static [[i64; 4]];

static OUTLINES: LazyLock<Mutex<HashMap<(FaceId, char), Edges>>> =
    LazyLock::new(|| Mutex::new(HashMap::new()));

/// The edges of a letter. There are some thousands of letters at most: they are kept.
fn outline(face: FaceId, letter: char) -> Edges {
    let mut outlines = OUTLINES.lock().expect("nothing panics while it is held");
    outlines.entry((face, letter)).or_insert_with(|| {
        let mut pen = Pen::default();
        let glyph = face.face().letter(letter).glyph;
        face::outline(&face::table(face.face()), glyph, &mut pen);
        pen.edges.leak()
    })
}

/// Takes an outline apart into edges.
#[derive(Debug, Default)]
struct Pen {
    edges: Vec<[i64; 4]>,
    start: (i64, i64),
    at: (i64, i64),
}

/// Edges that a curve becomes.
const STEPS: i64 = 6;

impl Pen {
    fn line(&mut self, to: (i64, i64)) {
        self.edges.push([self.at.0, self.at.1, to.0, to.1]);
        self.at = to;
    }

    fn curve(&mut self, one: (i64, i64), two: (i64, i64), end: (i64, i64)) {
        let start = self.at;
        for step in 1..=STEPS {
            let (t, u) = (step, STEPS - step);
            let mix = |a: i64, b: i64, c: i64, d: i64| {
                (u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d)
                    / (STEPS * STEPS * STEPS)
            };
            self.line((mix(start.0, one.0, two.0, end.0), mix(start.1, one.1, two.1, end.1)));
        }
    }
}

/// A place of an outline: programs tell it in whole thousandths.
fn whole(x: f32, y: f32) -> (i64, i64) {
    (x as i64, y as i64)
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = whole(x, y);
        self.at = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.line(whole(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.curve(whole(x1, y1), whole(x1, y1), whole(x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.curve(whole(x1, y1), whole(x2, y2), whole(x, y));
    }

    fn close(&mut self) {
        self.line(self.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::pdf::face::Family;

    #[test]
    fn a_letter_has_ink_where_it_stands() {
        let face = FaceId::of(Family::Sans, true, false);
        let mut canvas = Canvas::new(40, 40);
        let placing = Placing { x: 5 * PART, y: 35 * PART, size: 40 * PART, slope: 0 };
        canvas.letter(face, 'I', placing);
        let inked = |row: usize| canvas.ink[row * 40..(row + 1) * 40].iter().any(|ink| *ink > 200);
        assert!(inked(20) && inked(10));
        assert!(!inked(2) && !inked(38));
        let stem: usize = canvas.ink[20 * 40..21 * 40].iter().filter(|ink| **ink > 200).count();
        assert!((4..9).contains(&stem), "{stem}");
    }
}
