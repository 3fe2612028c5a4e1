//! A drawn page made ready to be read: paper white, ink black, lines level, dust gone.

use super::blob::{self, Blobs};
use super::picture::Picture;

/// The side of the squares in which the paper's brightness is looked at, in pixels.
const SQUARE: usize = 64;
/// What part of the pixels of a square is paper, from the brightest on: the level is taken there.
const PAPER: usize = 3;
/// What part of the ink of a page is as dark as its ink is.
const INK: u64 = 4;
/// What is darker than this on white paper is ink for certain.
pub const DARK: u8 = 128;
/// What is this much darker than paper may be ink.
const FAINT: u8 = 200;
/// Paper darker than this is a picture, not paper.
const DARKEST_PAPER: u8 = 96;

/// How much pixels of paper beside one another differ, in the median, on a page that is smoothed.
const GRAIN: u8 = 6;

/// How far a page may lie askew, in degrees.
const ASKEW: f32 = 3.0;
/// Which rows are looked at for that: one of so many.
const EVERY: usize = 2;
/// A page that lies askew by less than this, in degrees, is level.
const LEVEL: f32 = 0.06;
/// Blobs of up to this many pixels at 300 dpi are dust; the dot of a small i has some 12.
const DUST: u32 = 4;

/// A picture that was made ready.
#[derive(Debug)]
pub struct Clean {
    /// The picture.
    pub picture: Picture,
    /// How far it was turned to make it level, in radians, clockwise.
    pub turn: f32,
    /// What stands on it, dust left out.
    pub blobs: Blobs,
}

/// Makes a picture ready.
pub fn clean(mut picture: Picture) -> Clean {
    if grain(&picture) > GRAIN {
        picture = smoothed(&picture);
    }
    even_out(&mut picture);
    let turn = askew(&picture);
    if turn != 0.0 {
        picture = turned(&picture, turn);
    }
    let mut blobs = blob::find(&picture, DARK);
    let dust = DUST * picture.dpi() / 300;
    blobs.erase(&mut picture, 1, |blob| blob.area <= dust);
    Clean { picture, turn, blobs }
}

/// How much pixels beside one another differ, in the median of the bright ones.
fn grain(picture: &Picture) -> u8 {
    let mut counts = [0u32; 256];
    for row in picture.rows().step_by(7) {
        for pair in row.chunks_exact(2).step_by(3).filter(|pair| pair[0].max(pair[1]) > DARK) {
            counts[usize::from(pair[0].abs_diff(pair[1]))] += 1;
        }
    }
    let half = counts.iter().sum::<u32>() / 2;
    let mut less = 0;
    let median = counts.iter().position(|count| {
        less += count;
        less > half
    });
    median.unwrap_or(0) as u8
}

/// Each pixel as the mean of itself and those around, the nearer ones counted more.
fn smoothed(picture: &Picture) -> Picture {
    let width = picture.width() as usize;
    // Three pixels of a row, the middle one twice; then three rows, the same.
    let three = |one: u16, middle: u16, other: u16| one + 2 * middle + other;
    let level = |row: &[u8]| -> Vec<u16> {
        let at = |x: usize| u16::from(row[x]);
        let inside = |x: usize| three(at(x.saturating_sub(1)), at(x), at((x + 1).min(width - 1)));
        (0..width).map(inside).collect()
    };
    let rows: Vec<&[u8]> = picture.rows().collect();
    let mut above = level(rows[0]);
    let mut middle = above.clone();
    let mut pixels = Vec::with_capacity(picture.pixels().len());
    for y in 0..rows.len() {
        let below = rows.get(y + 1).map_or_else(|| middle.clone(), |row| level(row));
        let columns = above.iter().zip(&middle).zip(&below);
        pixels.extend(
            columns.map(|((one, two), three_)| ((three(*one, *two, *three_) + 8) / 16) as u8),
        );
        above = std::mem::replace(&mut middle, below);
    }
    Picture::new(picture.width(), picture.height(), picture.dpi(), pixels)
        .expect("as many pixels were made as there were")
}

/// Makes the paper white wherever it is grey, and the ink black if it is faint.
fn even_out(picture: &mut Picture) {
    let paper = Paper::of(picture);
    let mut counts = [0u64; 256];
    for (y, row) in picture.rows_mut().enumerate() {
        let levels = paper.row(y);
        for (x, pixel) in row.iter_mut().enumerate() {
            let level = levels.at(x);
            *pixel = (u32::from(*pixel) * 255 / level).min(255) as u8;
            counts[usize::from(*pixel)] += 1;
        }
    }
    let ink = ink_level(&counts);
    if ink == 0 {
        return;
    }
    let stretched: Vec<u8> =
        (0..=255u32).map(|level| (level.saturating_sub(ink) * 255 / (255 - ink)) as u8).collect();
    for row in picture.rows_mut() {
        for pixel in row {
            *pixel = stretched[usize::from(*pixel)];
        }
    }
}

/// How dark the darker part of the ink is.
fn ink_level(counts: &[u64; 256]) -> u32 {
    let ink: u64 = counts[..usize::from(FAINT)].iter().sum();
    let mut darker = 0;
    let level = counts.iter().position(|count| {
        darker += count;
        darker * INK >= ink.max(1)
    });
    level.unwrap_or(0).min(160) as u32
}

/// The brightness of the paper, square by square.
struct Paper {
    levels: Vec<u8>,
    across: usize,
}

impl Paper {
    fn of(picture: &Picture) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let (across, down) = (width.div_ceil(SQUARE), height.div_ceil(SQUARE));
        let mut counts = vec![[0u16; 256]; across];
        let mut levels = Vec::with_capacity(across * down);
        for band in picture.pixels().chunks(width * SQUARE) {
            for row in band.chunks_exact(width) {
                for (square, pixels) in row.chunks(SQUARE).enumerate() {
                    for pixel in pixels {
                        counts[square][usize::from(*pixel)] += 1;
                    }
                }
            }
            levels.extend(counts.iter().map(paper_level));
            counts.fill([0; 256]);
        }
        Self { levels: spread(&levels, across), across }
    }

    /// The levels of a row of pixels, between the middles of the squares around it.
    fn row(&self, y: usize) -> PaperRow {
        let down = self.levels.len() / self.across;
        let (above, below, part) = between(y, down);
        let level = |across: usize| {
            let [one, other] =
                [above, below].map(|row| u32::from(self.levels[row * self.across + across]));
            (one * (SQUARE as u32 - part) + other * part) / SQUARE as u32
        };
        PaperRow((0..self.across).map(level).collect())
    }
}

/// The brightness of the paper along one row of pixels.
struct PaperRow(Vec<u32>);

impl PaperRow {
    fn at(&self, x: usize) -> u32 {
        let (left, right, part) = between(x, self.0.len());
        (self.0[left] * (SQUARE as u32 - part) + self.0[right] * part) / SQUARE as u32
    }
}

/// The squares whose middles a place lies between, and how far it is from the first to the second.
fn between(place: usize, squares: usize) -> (usize, usize, u32) {
    let from = (place + SQUARE / 2) / SQUARE;
    let part = (place + SQUARE / 2) % SQUARE;
    let last = squares - 1;
    (from.saturating_sub(1).min(last), from.min(last), part as u32)
}

/// The level that a third of the pixels of a square are brighter than; black pictures have none.
fn paper_level(counts: &[u16; 256]) -> u8 {
    let all: u32 = counts.iter().map(|count| u32::from(*count)).sum();
    let mut brighter = 0;
    let level = counts.iter().rposition(|count| {
        brighter += u32::from(*count);
        brighter * PAPER as u32 >= all
    });
    level.unwrap_or(255) as u8
}

/// Fills squares that hold a dark picture with the level of the brightest around.
fn spread(levels: &[u8], across: usize) -> Vec<u8> {
    let brightest = levels.iter().copied().max().unwrap_or(255).max(1);
    let around = |index: usize| {
        let (x, y) = (index % across, index / across);
        let rows = y.saturating_sub(1)..=(y + 1).min(levels.len() / across - 1);
        let columns = x.saturating_sub(1)..=(x + 1).min(across - 1);
        rows.flat_map(|row| columns.clone().map(move |column| levels[row * across + column]))
            .max()
            .filter(|level| *level >= DARKEST_PAPER)
            .unwrap_or(brightest)
    };
    let level = |(index, level): (usize, &u8)| {
        if *level >= DARKEST_PAPER { *level } else { around(index) }
    };
    levels.iter().enumerate().map(level).collect()
}

/// How far the lines of a picture lie askew, in radians, so that turning it back by as much makes
/// them level; 0 when they are.
///
/// Ink is thrown onto the left edge along slanted lines; where the slant is that of the text, lines
/// and the room between them stand out most.
fn askew(picture: &Picture) -> f32 {
    let ink = ink_points(picture);
    if ink.is_empty() {
        return 0.0;
    }
    let sharpest = |centre: f32, steps: i32, step: f32| {
        let angles = (-steps..=steps).map(|index| centre + index as f32 * step);
        angles
            .map(|angle| (sharpness(&ink, angle, picture), angle))
            .max_by(|one, other| {
                one.0.total_cmp(&other.0).then(other.1.abs().total_cmp(&one.1.abs()))
            })
            .map_or(0.0, |(_, angle)| angle)
    };
    let coarse = sharpest(0.0, (ASKEW / 0.25) as i32, 0.25);
    let fine = sharpest(coarse, 8, 0.03);
    if fine.abs() < LEVEL { 0.0 } else { fine.to_radians() }
}

/// Points of ink: a few of every row, so that all lines have a say.
fn ink_points(picture: &Picture) -> Vec<(f32, f32)> {
    let mut points = Vec::new();
    for (y, row) in picture.rows().enumerate().step_by(EVERY) {
        let cells = row.chunks(8).enumerate();
        let dark = cells.filter(|(_, cell)| cell.iter().any(|pixel| *pixel < DARK));
        points.extend(dark.map(|(x, _)| (8.0 * x as f32, y as f32)));
    }
    points
}

/// How sharp the lines stand out along a slant: the sum of the squares of the ink in each row.
fn sharpness(ink: &[(f32, f32)], degrees: f32, picture: &Picture) -> f64 {
    let slope = degrees.to_radians().tan();
    let margin = (picture.width() as f32 * slope.abs()) as usize + 2;
    let mut rows = vec![0u32; picture.height() as usize / EVERY + 2 * margin];
    for (x, y) in ink {
        // As high as the rows that were looked at, lest these stand out by themselves.
        let row = ((y - x * slope) / EVERY as f32) as i64 + margin as i64;
        if let Some(count) = usize::try_from(row).ok().and_then(|row| rows.get_mut(row)) {
            *count += 1;
        }
    }
    rows.iter().map(|count| f64::from(*count) * f64::from(*count)).sum()
}

/// The picture turned anticlockwise about its middle by an angle in radians, its size kept.
fn turned(picture: &Picture, angle: f32) -> Picture {
    let (width, height) = (picture.width() as i64, picture.height() as i64);
    let (sin, cos) = f64::from(angle).sin_cos();
    // Places count in parts of a pixel, 1/65536 each.
    let fixed = |value: f64| (value * 65536.0) as i64;
    let (middle_x, middle_y) = (width as f64 / 2.0, height as f64 / 2.0);
    let pixels = picture.pixels();
    let mut straight = Vec::with_capacity(pixels.len());
    for y in 0..height {
        let (left, down) = (-middle_x, y as f64 - middle_y);
        let mut from_x = fixed(middle_x + left * cos - down * sin);
        let mut from_y = fixed(middle_y + left * sin + down * cos);
        for _ in 0..width {
            straight.push(sample(pixels, (width, height), from_x, from_y));
            from_x += fixed(cos);
            from_y += fixed(sin);
        }
    }
    Picture::new(picture.width(), picture.height(), picture.dpi(), straight)
        .expect("as many pixels were made as there were")
}

/// The brightness between four pixels; white outside the picture.
fn sample(pixels: &[u8], (width, height): (i64, i64), x: i64, y: i64) -> u8 {
    let (column, row) = (x >> 16, y >> 16);
    if column < 0 || row < 0 || column + 1 >= width || row + 1 >= height {
        return 255;
    }
    let at = (row * width + column) as usize;
    let (right, below) = ((x >> 8) & 255, (y >> 8) & 255);
    let mix =
        |one: u8, other: u8, part: i64| i64::from(one) * (256 - part) + i64::from(other) * part;
    let next = at + width as usize;
    let above = mix(pixels[at], pixels[at + 1], right);
    let under = mix(pixels[next], pixels[next + 1], right);
    ((above * (256 - below) + under * below) >> 16) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with lines of dashes, on a slope in degrees, of some levels of paper and ink.
    fn page(slope: f32, paper: u8, ink: u8) -> Picture {
        let (width, height) = (800u32, 1000u32);
        let mut pixels = vec![paper; (width * height) as usize];
        for line in 0..20 {
            for x in (100..700).filter(|x| x / 10 % 3 != 0) {
                let y = 60.0 + 45.0 * line as f32 + (x as f32 - 400.0) * slope.to_radians().tan();
                for down in 0..14 {
                    pixels[(y as usize + down) * width as usize + x] = ink;
                }
            }
        }
        Picture::new(width, height, 300, pixels).unwrap()
    }

    #[test]
    fn a_page_askew_is_made_level() {
        for slope in [-2.2f32, -0.7, 0.5, 1.3] {
            let made = clean(page(slope, 255, 0));
            assert!(
                (made.turn.to_degrees() - slope).abs() < 0.1,
                "{slope}: {}",
                made.turn.to_degrees()
            );
            assert!(askew(&made.picture).abs() < 0.002, "{slope}");
        }
        assert_eq!(clean(page(0.0, 255, 0)).turn, 0.0);
    }

    #[test]
    fn grey_paper_becomes_white_and_faint_ink_black() {
        let made = clean(page(0.0, 190, 100)).picture;
        assert_eq!((made.pixels()[0], made.pixels()[65 * 800 + 115]), (255, 0));
    }

    #[test]
    fn dust_goes_and_dots_stay() {
        let mut pixels = vec![255; 10_000];
        for place in [505, 506, 2020, 2021, 2022, 2120, 2121, 2122, 2220, 2221, 2222] {
            pixels[place] = 0;
        }
        let made = clean(Picture::new(100, 100, 300, pixels).unwrap());
        assert_eq!(made.picture.pixels().iter().filter(|pixel| **pixel < DARK).count(), 9);
        assert_eq!(made.blobs.list().len(), 1);
    }
}
