//! What text stands on: the areas of a page that were painted, and its images.
//!
//! Text in the white of the paper is seen only where something was painted before. Text without ink
//! over an image is what was recognised in that image.

use super::matrix::Matrix;
use super::shape::Shape;
use super::state::State;

/// How many areas of a page are kept; with more, all of the page counts as painted.
const AREAS: usize = 512;
/// How light a colour is that cannot be told from paper, where 1 is white.
const WHITE: f32 = 0.98;

/// A rectangle of the page as displayed: left, top, right, bottom.
type Area = [f32; 4];

/// What was painted so far.
#[derive(Debug, Default)]
pub struct Grounds {
    painted: Vec<Area>,
    images: Vec<Area>,
    everywhere: bool,
    touched: bool,
}

impl Grounds {
    /// Takes in that something was drawn, wherever.
    pub fn touch(&mut self) {
        self.touched = true;
    }

    /// Whether nothing was drawn.
    pub fn is_untouched(&self) -> bool {
        !self.touched
    }

    /// Takes in a shape that was filled.
    pub fn fill(&mut self, shape: &Shape) {
        if self.painted.len() < AREAS {
            self.painted.push([shape.x0, shape.y0, shape.x1, shape.y1]);
        } else {
            self.everywhere = true;
        }
    }

    /// Takes in what cannot be followed: it may have painted anything.
    pub fn fill_all(&mut self) {
        self.touch();
        self.everywhere = true;
    }

    /// Takes in an image, which fills the unit square of the coordinates in force.
    pub fn image(&mut self, ctm: Matrix) {
        self.touch();
        let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
        let mut area = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        for (x, y) in corners.map(|(x, y)| ctm.apply(x, y)) {
            area = [area[0].min(x), area[1].min(y), area[2].max(x), area[3].max(y)];
        }
        if self.images.len() < AREAS {
            self.images.push(area);
        }
    }

    /// Whether something was painted at a place.
    pub fn is_painted(&self, x: f32, y: f32) -> bool {
        self.everywhere || holds(&self.painted, x, y) || holds(&self.images, x, y)
    }

    /// The images.
    pub fn images(self) -> Vec<Area> {
        self.images
    }
}

/// Whether one of some areas holds a place.
pub fn holds(areas: &[Area], x: f32, y: f32) -> bool {
    areas.iter().any(|[x0, y0, x1, y1]| (x0..=x1).contains(&&x) && (y0..=y1).contains(&&y))
}

/// Follows the operators that set the colour of letters and areas, as far as to know whether it is
/// white.
pub fn set_colour(operator: &[u8], numbers: &[f32], state: &mut State) {
    let all_light = numbers.iter().all(|number| *number >= WHITE);
    let no_ink = numbers.iter().all(|number| *number <= 1.0 - WHITE);
    state.white = match (operator, numbers.len()) {
        (b"g", 1) | (b"rg", 3) => all_light,
        (b"k", 4) => no_ink,
        (b"sc" | b"scn", 1 | 3) => state.additive && all_light,
        (b"sc" | b"scn", 4) => state.additive && no_ink,
        (b"sc" | b"scn" | b"cs", _) => false,
        _ => return,
    };
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use crate::pdf::sample::{Sample, lines, show};

    #[test]
    fn white_text_is_read_only_where_something_was_painted() {
        let black = show(70.0, 700.0, "De raad");
        for white in ["1 g", "1 1 1 rg", "0 0 0 0 k", "/DeviceRGB cs 1 1 1 sc"] {
            let hidden = format!("{white} ") + &show(70.0, 600.0, "verborgen");
            assert_eq!(lines(&(black.clone() + &hidden)), ["De raad"], "{white}");
        }
        let bar = "0 0 0.5 rg 60 590 300 30 re f 1 g ".to_owned() + &show(70.0, 600.0, "kop");
        assert_eq!(lines(&(black.clone() + &bar)), ["De raad", "kop"]);
        // One part of a spot colour is all of its ink.
        let spot = "/Blauw cs 1 scn ".to_owned() + &show(70.0, 600.0, "blauw");
        assert_eq!(lines(&(black + &spot)), ["De raad", "blauw"]);
    }

    #[test]
    fn a_text_layer_of_a_scan_is_read_beside_a_stamp() {
        let image = || {
            let image = dictionary! { "Subtype" => "Image", "Width" => 1, "Height" => 1 };
            Stream::new(image, vec![0])
        };
        let scan = "q 500 0 0 600 50 100 cm /Im Do Q ";
        let stamp = show(400.0, 750.0, "Ingekomen");
        let layer = "3 Tr ".to_owned() + &show(70.0, 600.0, "De raad");
        let content = scan.to_owned() + &stamp + &layer;
        let sample = Sample::new(&[&content]).resource("XObject", "Im", image());
        assert_eq!(sample.lines(), ["Ingekomen", "De raad"]);
        // Where there is no image, it is hidden.
        assert_eq!(lines(&(stamp + &layer)), ["Ingekomen"]);
    }
}
