//! Rules: the lines of frames and tables, and the dots that one writes on. A program that reads
//! letters makes words of them that nobody wrote.

use std::collections::HashSet;

use super::blob::{self, Blob, Blobs};
use super::clean::DARK;
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

/// How long a rule is at least that touches letters, as the underlining of a heading does, in inches;
/// how many light pixels it may have between dark ones.
const UNDERLINE: f32 = 0.3;
const GAP: usize = 3;

/// Takes the rules off a picture.
pub fn take(picture: &mut Picture, blobs: &mut Blobs) {
    let dpi = picture.dpi() as f32;
    if take_touching(picture) {
        *blobs = blob::find(picture, DARK);
    }
    blobs.erase(picture, 1, |blob| is_rule(blob, dpi));
    take_dotted(picture, blobs);
}

/// Takes rules off a picture that letters touch, but not where strokes of letters cross them; gives
/// whether there were any.
fn take_touching(picture: &mut Picture) -> bool {
    let dpi = picture.dpi() as f32;
    let (long, thick) = ((UNDERLINE * dpi) as usize, (THICK * dpi) as usize);
    let width = picture.width() as usize;
    let pixels = picture.pixels();
    let is_dark = |at: usize| pixels[at] < DARK;
    // How far the ink reaches from a pixel, up or down, itself not counted.
    let reach = |at: usize, step: &dyn Fn(usize, usize) -> Option<usize>| {
        let ink =
            |far: &usize| step(at, far * width).is_some_and(|at| at < pixels.len() && is_dark(at));
        (1..=thick).take_while(ink).count()
    };
    let up = |at: usize, by: usize| at.checked_sub(by);
    let down = |at: usize, by: usize| Some(at + by);
    let mut rules: Vec<(usize, usize, usize)> = Vec::new();
    for (y, row) in picture.rows().enumerate() {
        for (from, to) in spans(row, long) {
            for x in (from..to).filter(|x| row[*x] < DARK) {
                let at = y * width + x;
                let (above, below) = (reach(at, &up), reach(at, &down));
                if above + below < thick {
                    rules.push((x, y - above.min(y), y + below + 1));
                }
            }
        }
    }
    let height = picture.height() as usize;
    let mut rows: Vec<&mut [u8]> = picture.rows_mut().collect();
    for (x, from, to) in &rules {
        // The grey at its edges goes too.
        for row in &mut rows[from.saturating_sub(1)..(to + 1).min(height)] {
            row[*x] = u8::MAX;
        }
    }
    !rules.is_empty()
}

/// Where so many pixels of a row or more are dark, but for gaps.
fn spans(row: &[u8], long: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut from, mut last) = (0, None::<usize>);
    let dark = row.iter().enumerate().filter(|(_, pixel)| **pixel < DARK).map(|(x, _)| x);
    for x in dark.chain(std::iter::once(usize::MAX)) {
        match last {
            Some(end) if x - end <= GAP + 1 => {}
            Some(end) => {
                if end + 1 - from >= long {
                    found.push((from, end + 1));
                }
                from = x;
            }
            None => from = x,
        }
        last = Some(x);
    }
    found
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
    fn an_underlining_goes_and_the_letters_that_touch_it_stay() {
        let letters = [(120, 170, 6, 30), (200, 170, 6, 45), (300, 180, 25, 20)];
        let line = [(100, 200, 400, 4)];
        assert_eq!(left(&[letters.as_slice(), line.as_slice()].concat()), 3);
    }

    #[test]
    fn dashes_letters_and_full_stops_are_none() {
        assert_eq!(left(&[(100, 50, 40, 4), (200, 40, 20, 30)]), 2);
        assert_eq!(left(&[(100, 50, 5, 5), (112, 50, 5, 5), (124, 50, 5, 5)]), 3);
    }
}
