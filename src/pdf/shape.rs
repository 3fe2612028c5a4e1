//! Small shapes: the bullets that browsers draw as discs, rings and squares instead of letters.

use super::matrix::Matrix;

/// How wide and high a bullet is, in points.
const SIDES: std::ops::RangeInclusive<f32> = 1.2..=9.0;
/// How much wider than high a bullet is at most, or the other way round.
const ROUND: f32 = 1.3;
/// How many bullets are kept of one page.
const BULLETS: usize = 2_000;

/// A small shape that may be a bullet, in the coordinates of the page as displayed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// The left edge.
    pub x0: f32,
    /// The top edge.
    pub y0: f32,
    /// The right edge.
    pub x1: f32,
    /// The bottom edge.
    pub y1: f32,
    /// Whether it is filled; otherwise it is a ring.
    pub filled: bool,
}

impl Shape {
    /// The letter that looks like it.
    pub fn letter(&self) -> char {
        if self.filled { '•' } else { '◦' }
    }

    /// How high its middle stands.
    pub fn middle(&self) -> f32 {
        (self.y0 + self.y1) / 2.0
    }

    fn is_small(&self) -> bool {
        let (width, height) = (self.x1 - self.x0, self.y1 - self.y0);
        SIDES.contains(&width)
            && SIDES.contains(&height)
            && width <= height * ROUND
            && height <= width * ROUND
    }
}

/// The path that is being drawn, and the small shapes that were.
#[derive(Debug, Default)]
pub struct Shapes {
    path: Option<Shape>,
    /// The small shapes so far.
    pub found: Vec<Shape>,
}

impl Shapes {
    /// Follows an operator of paths; its operands are points, but for those of `re`. Returns the
    /// box around a path that it paints.
    pub fn step(&mut self, operator: &[u8], operands: &[f32], ctm: Matrix) -> Option<Shape> {
        match (operator, operands) {
            ([b'm'] | [b'l'] | [b'c'] | [b'v'] | [b'y'], points) => {
                for point in points.chunks_exact(2) {
                    self.reach(ctm.apply(point[0], point[1]));
                }
            }
            ([b'r', b'e'], &[x, y, width, height]) => {
                self.reach(ctm.apply(x, y));
                self.reach(ctm.apply(x + width, y + height));
            }
            ([b'f'] | [b'F'] | [b'f', b'*'] | [b'b'] | [b'B'] | [b'b', b'*'] | [b'B', b'*'], _) => {
                return self.paint(true);
            }
            ([b's'] | [b'S'], _) => return self.paint(false),
            ([b'n'], _) => self.path = None,
            _ => {}
        }
        None
    }

    fn reach(&mut self, (x, y): (f32, f32)) {
        let path = self.path.get_or_insert(Shape { x0: x, y0: y, x1: x, y1: y, filled: false });
        path.x0 = path.x0.min(x);
        path.y0 = path.y0.min(y);
        path.x1 = path.x1.max(x);
        path.y1 = path.y1.max(y);
    }

    fn paint(&mut self, filled: bool) -> Option<Shape> {
        let path = Shape { filled, ..self.path.take()? };
        if path.is_small() && self.found.len() < BULLETS {
            self.found.push(path);
        }
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use crate::pdf::sample::{lines, show};

    #[test]
    fn a_disc_before_a_line_is_its_bullet_and_other_shapes_are_none() {
        let disc = "76 701.5 m 78 701.5 78 705.5 76 705.5 c 74 705.5 74 701.5 76 701.5 c f ";
        let ring = "76 690 4 4 re S ";
        let others = "70 660 400 1 re f 300 703 4 4 re f 84 650 3 3 re n ";
        let content = [disc, ring, others].concat()
            + &show(88.0, 700.0, "meer bomen")
            + &show(88.0, 688.0, "en gras")
            + &show(88.0, 648.0, "slot");
        assert_eq!(lines(&content), ["• meer bomen", "◦ en gras", "slot"]);
    }
}
