//! Rules: the lines of frames and tables, and the dots that one writes on. A program that reads
//! letters makes words of them that nobody wrote.

use std::collections::HashSet;

use super::blob::{Blob, Blobs};
use super::picture::Picture;

/// How long a rule is at least, and how thick at most, in inches; a dash is shorter.
const LONG: f32 = 0.4;
const THICK: f32 = 0.03;
/// How wide and high a frame is at least, in inches, and what part of its box is ink at most.
const FRAME: (f32, f32) = (1.0, 0.25);
const FRAME_FILL: f32 = 0.08;
/// How large the dots of a dotted rule are at most, in inches; how far apart, in dots; how many.
const DOT: f32 = 0.03;
const DOTS_APART: u32 = 2;
const DOTS: usize = 10;

/// Takes the rules off a picture.
pub fn take(picture: &mut Picture, blobs: &mut Blobs) {
    let dpi = picture.dpi() as f32;
    blobs.erase(picture, 1, |blob| is_rule(blob, dpi));
    take_dotted(picture, blobs);
}

/// Whether a blob is a line, or a frame of lines.
fn is_rule(blob: &Blob, dpi: f32) -> bool {
    let (width, height) = (blob.width() as f32 / dpi, blob.height() as f32 / dpi);
    let is_line = width.max(height) >= LONG && width.min(height) <= THICK;
    let is_frame = width >= FRAME.0 && height >= FRAME.1 && blob.fill() <= FRAME_FILL;
    is_line || is_frame
}

/// Takes dotted rules off a picture.
fn take_dotted(picture: &mut Picture, blobs: &mut Blobs) {
    let dpi = picture.dpi() as f32;
    let side = (DOT * dpi) as u32;
    let mut dots: Vec<Blob> = blobs
        .list()
        .iter()
        .filter(|blob| blob.width().max(blob.height()) <= side)
        .copied()
        .collect();
    // Dots whose feet stand within a dot's height of one another are on one line.
    dots.sort_by_key(|dot| (dot.y1 / side.max(1), dot.x0));
    let goes_on = |one: &Blob, other: &Blob| {
        one.y1.abs_diff(other.y1) <= side / 3
            && other.x0 >= one.x1
            && other.x0 - one.x1 <= DOTS_APART * side
    };
    let rules: HashSet<(u32, u32)> = dots
        .chunk_by(goes_on)
        .filter(|dots| dots.len() >= DOTS)
        .flatten()
        .map(|dot| (dot.x0, dot.y0))
        .collect();
    if !rules.is_empty() {
        blobs.erase(picture, 1, |blob| {
            blob.width().max(blob.height()) <= side && rules.contains(&(blob.x0, blob.y0))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::blob;
    use crate::scan::clean::DARK;

    /// How many blobs are left of a picture of boxes, each left, top, width and height.
    fn left(boxes: &[(usize, usize, usize, usize)]) -> usize {
        let (width, height) = (1000, 400);
        let mut pixels = vec![255; width * height];
        for (x, y, across, down) in boxes {
            for row in *y..y + down {
                pixels[row * width + x..row * width + x + across].fill(0);
            }
        }
        let mut picture = Picture::new(width as u32, height as u32, 300, pixels).unwrap();
        let mut blobs = blob::find(&picture, DARK);
        take(&mut picture, &mut blobs);
        blobs.list().len()
    }

    #[test]
    fn lines_frames_and_rows_of_dots_are_rules() {
        assert_eq!(left(&[(100, 50, 400, 3)]), 0);
        assert_eq!(left(&[(100, 50, 3, 200)]), 0);
        let frame = [(100, 50, 600, 3), (100, 300, 600, 3), (100, 50, 3, 250), (697, 50, 3, 250)];
        assert_eq!(left(&frame), 0);
        let dots: Vec<_> = (0..12).map(|dot| (100 + 12 * dot, 50, 5, 5)).collect();
        assert_eq!(left(&dots), 0);
    }

    #[test]
    fn dashes_letters_and_full_stops_are_none() {
        assert_eq!(left(&[(100, 50, 40, 4), (200, 40, 20, 30)]), 2);
        assert_eq!(left(&[(100, 50, 5, 5), (112, 50, 5, 5), (124, 50, 5, 5)]), 3);
    }
}
