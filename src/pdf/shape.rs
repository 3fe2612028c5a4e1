//! Small shapes: the bullets that browsers draw as discs, rings and squares instead of letters, and the
//! boxes of forms, with what marks them.

use super::matrix::Matrix;

/// How wide and high a shape is, in points.
const SIDES: std::ops::RangeInclusive<f32> = 1.2..=14.0;
/// How much wider than high a shape is at most, or the other way round; a tick may be twice as much.
const ROUND: f32 = 1.3;
const SLANTED: f32 = 2.2;
/// How many shapes are kept of one page.
const SHAPES: usize = 2_000;
/// How far a line may be off the level or the plumb, and a mark outside its box, in points.
const OFF: f32 = 0.7;

/// A small shape that may be a bullet or a box, in the coordinates of the page as displayed.
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
    /// How it is drawn.
    pub form: Form,
}

/// How a shape is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A disc, a ring, or anything else.
    Round,
    /// Level and plumb lines around it.
    Box,
    /// The same, with a mark in it.
    Marked,
    /// Straight lines, one of them slanted: a cross, a tick.
    Slanted,
}

impl Shape {
    /// The letter that looks like it.
    pub fn letter(&self, is_large: bool) -> char {
        match self.form {
            Form::Marked => '☒',
            Form::Box if is_large && !self.filled => '☐',
            _ if self.filled => '•',
            _ => '◦',
        }
    }

    /// How high its middle stands.
    pub fn middle(&self) -> f32 {
        (self.y0 + self.y1) / 2.0
    }

    /// Whether another shape stands within it.
    fn holds(&self, other: &Shape) -> bool {
        other.x0 >= self.x0 - OFF
            && other.x1 <= self.x1 + OFF
            && other.y0 >= self.y0 - OFF
            && other.y1 <= self.y1 + OFF
    }

    fn is_small(&self) -> bool {
        let (width, height) = (self.x1 - self.x0, self.y1 - self.y0);
        let most = if self.form == Form::Slanted { SLANTED } else { ROUND };
        SIDES.contains(&width)
            && SIDES.contains(&height)
            && width <= height * most
            && height <= width * most
    }
}

/// The path that is being drawn, and the small shapes that were.
#[derive(Debug, Default)]
pub struct Shapes {
    path: Option<Path>,
    /// The small shapes so far.
    found: Vec<Shape>,
}

/// A path: the box around it, and what it is made of.
#[derive(Debug)]
struct Path {
    around: Shape,
    /// The boxes around its parts, where each of them is one itself.
    boxes: Vec<Shape>,
    last: (f32, f32),
    lines: usize,
    is_curved: bool,
    is_slanted: bool,
}

impl Shapes {
    /// Follows an operator of paths; its operands are points, but for those of `re`. Returns the
    /// box around a path that it paints.
    pub fn step(&mut self, operator: &[u8], operands: &[f32], ctm: Matrix) -> Option<Shape> {
        match (operator, operands) {
            ([b'm'] | [b'l'] | [b'c'] | [b'v'] | [b'y'], points) => {
                for point in points.chunks_exact(2) {
                    self.reach(operator[0], ctm.apply(point[0], point[1]));
                }
            }
            ([b'r', b'e'], &[x, y, width, height]) => {
                let (from, to) = (ctm.apply(x, y), ctm.apply(x + width, y + height));
                self.reach(b'm', from);
                self.reach(b'm', to);
                if let Some(path) = &mut self.path {
                    path.boxes.push(around(from, to));
                }
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

    /// The small shapes, boxes with what marks them as one.
    pub fn found(self) -> Vec<Shape> {
        let mut shapes = self.found;
        for at in 0..shapes.len() {
            let (one, is_box) = (shapes[at], shapes[at].form == Form::Box && !shapes[at].filled);
            // A box around it is none of its marks.
            let marks = |other: &Shape| {
                one.holds(other)
                    && (other.form == Form::Slanted
                        || other.filled && other.x1 - other.x0 < one.x1 - one.x0 - OFF)
            };
            if is_box && shapes.iter().any(marks) {
                shapes[at].form = Form::Marked;
            }
        }
        shapes.retain(|shape| shape.form != Form::Slanted);
        shapes
    }

    fn reach(&mut self, operator: u8, (x, y): (f32, f32)) {
        let path = self.path.get_or_insert_with(|| Path {
            around: around((x, y), (x, y)),
            boxes: Vec::new(),
            last: (x, y),
            lines: 0,
            is_curved: false,
            is_slanted: false,
        });
        let box_around = &mut path.around;
        box_around.x0 = box_around.x0.min(x);
        box_around.y0 = box_around.y0.min(y);
        box_around.x1 = box_around.x1.max(x);
        box_around.y1 = box_around.y1.max(y);
        match operator {
            b'm' => {}
            b'l' => {
                path.lines += 1;
                let aside = (x - path.last.0).abs().min((y - path.last.1).abs());
                path.is_slanted |= aside > OFF;
            }
            _ => path.is_curved = true,
        }
        path.last = (x, y);
    }

    fn paint(&mut self, filled: bool) -> Option<Shape> {
        let path = self.path.take()?;
        let form = match path {
            _ if path.is_curved => Form::Round,
            _ if path.is_slanted && !filled => Form::Slanted,
            _ if path.lines > 2 || !path.boxes.is_empty() => Form::Box,
            _ => Form::Round,
        };
        let shape = Shape { filled, form, ..path.around };
        // Several boxes may be drawn at once.
        let are_boxes = !filled && path.lines == 0 && path.boxes.len() > 1;
        let parts = if are_boxes { path.boxes } else { vec![shape] };
        let small = parts.into_iter().filter(Shape::is_small);
        self.found.extend(small.take(SHAPES.saturating_sub(self.found.len())));
        Some(shape)
    }
}

/// The box around two places.
fn around(one: (f32, f32), other: (f32, f32)) -> Shape {
    Shape {
        x0: one.0.min(other.0),
        y0: one.1.min(other.1),
        x1: one.0.max(other.0),
        y1: one.1.max(other.1),
        filled: false,
        form: Form::Box,
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

    #[test]
    fn a_box_with_a_cross_or_a_tick_in_it_is_marked() {
        let boxes = "70 699 8 8 re 170 699 8 8 re 270 699 8 8 re S ";
        let cross = "171 700 m 177 706 l S 171 706 m 177 700 l S ";
        let tick = "271 703 m 273 700 l 277 706 l S ";
        let content = [boxes, cross, tick].concat()
            + &show(82.0, 700.0, "aangenomen")
            + &show(182.0, 700.0, "verworpen")
            + &show(282.0, 700.0, "aangehouden");
        assert_eq!(lines(&content), ["☐ aangenomen   ☒ verworpen   ☒ aangehouden"]);
    }
}
