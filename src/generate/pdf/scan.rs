//! Pages as a scanner sees them: askew, grainy, in black and white or in few greys.

use super::raster::{Canvas, Placing};
use super::sheet::{HEIGHT, Page, Stroke, WIDTH};
use crate::generate::Noise;
use crate::generate::dice::Dice;

/// A picture of a page, as it stands in a PDF.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Bits of a pixel: 1, or 4.
    pub(super) bits: u8,
    pub(super) bytes: Vec<u8>,
}

/// How a page is seen.
#[derive(Clone, Copy, Debug)]
struct Seeing {
    /// Pixels an inch.
    dpi: i64,
    /// How far lines fall, in 65536ths.
    slope: i64,
    /// Of a million pixels, so many are specks.
    specks: u64,
    /// How much the grey of the paper differs, of 255.
    grain: u64,
    /// Whether pixels are black or white.
    is_bilevel: bool,
    /// How dark ink must be to be black.
    threshold: u8,
}

impl Seeing {
    fn of(dice: &mut Dice, noise: Noise) -> Self {
        // One degree is a slope of 1144.
        let (steepest, specks, grain) = match noise {
            Noise::None => (0, 0, 0),
            Noise::Light => (700, 40, 12),
            Noise::Heavy => (2_000, 400, 40),
        };
        Self {
            dpi: dice.weigh(&[(40, 200), (60, 300)]),
            slope: dice.between(0, 2 * steepest) as i64 - steepest as i64,
            specks,
            grain,
            is_bilevel: dice.chance(60),
            threshold: dice.between(90, 140) as u8,
        }
    }
}

/// Scans a page.
pub(super) fn picture(page: &Page, dice: &mut Dice, noise: Noise) -> Picture {
    let seeing = Seeing::of(dice, noise);
    let mut canvas = draw(page, seeing);
    age(&mut canvas, dice, seeing);
    let (bits, bytes) = if seeing.is_bilevel {
        (1, bilevel(&canvas, seeing.threshold))
    } else {
        (4, greys(&canvas))
    };
    Picture { width: canvas.width, height: canvas.height, bits, bytes }
}

fn draw(page: &Page, seeing: Seeing) -> Canvas {
    // From hundredths of a point to parts of a pixel: dpi / 72 pixels a point, 256 parts a pixel.
    let scaled = |length: i64| length * seeing.dpi * 256 / 7200;
    let middle = (scaled(WIDTH) / 2, scaled(HEIGHT) / 2);
    let turned = |x: i64, y: i64| {
        let (right, down) = (x - middle.0, y - middle.1);
        (x - down * seeing.slope / 65_536, y + right * seeing.slope / 65_536)
    };
    let mut canvas = Canvas::new((scaled(WIDTH) / 256) as usize, (scaled(HEIGHT) / 256) as usize);
    for run in &page.runs {
        let face = run.face.face();
        let mut x = run.x;
        for letter in run.text.chars() {
            let (left, line) = turned(scaled(x), scaled(run.y));
            let size = scaled(run.size);
            canvas.letter(
                run.face,
                letter,
                Placing { x: left, y: line, size, slope: seeing.slope },
            );
            x += i64::from(face.letter(letter).width) * run.size / 1000;
            if letter == ' ' {
                x += run.stretch;
            }
        }
    }
    for [left, top, right, bottom] in page.rules.iter().copied().chain(bars(page)) {
        let corner = |x: i64, y: i64| turned(scaled(x), scaled(y));
        canvas.bar([
            corner(left, top),
            corner(right, top),
            corner(right, bottom),
            corner(left, bottom),
        ]);
    }
    for [from, to] in sloped(page) {
        let corner = |(x, y): (i64, i64)| turned(scaled(x), scaled(y));
        let right = |(x, y): (i64, i64)| (x + THICK, y);
        canvas.bar([corner(from), corner(right(from)), corner(right(to)), corner(to)]);
    }
    canvas
}

/// How thick lines are drawn.
const THICK: i64 = 70;

/// The sides of frames, as bars.
fn bars(page: &Page) -> impl Iterator<Item = [i64; 4]> {
    page.strokes.iter().flat_map(|stroke| match stroke {
        Stroke::Frame([left, top, right, bottom]) => vec![
            [*left, *top, *right, top + THICK],
            [*left, bottom - THICK, *right, *bottom],
            [*left, *top, left + THICK, *bottom],
            [right - THICK, *top, *right, *bottom],
        ],
        Stroke::Path(_) => Vec::new(),
    })
}

/// The lines of paths, from place to place.
fn sloped(page: &Page) -> impl Iterator<Item = [(i64, i64); 2]> {
    page.strokes.iter().flat_map(|stroke| match stroke {
        Stroke::Path(places) => places.windows(2).map(|pair| [pair[0], pair[1]]).collect(),
        Stroke::Frame(_) => Vec::new(),
    })
}

/// Specks and grain.
fn age(canvas: &mut Canvas, dice: &mut Dice, seeing: Seeing) {
    if seeing.grain > 0 && !seeing.is_bilevel {
        for pixels in canvas.ink.chunks_mut(8) {
            let chance = dice.number().to_le_bytes();
            for (ink, chance) in pixels.iter_mut().zip(chance) {
                let grain = u64::from(chance) * seeing.grain / 255;
                *ink = (u64::from(*ink) * (255 - grain) / 255 + grain / 2) as u8;
            }
        }
    }
    let count = canvas.ink.len() as u64 * seeing.specks / 1_000_000;
    for _ in 0..count {
        let place = dice.below(canvas.ink.len());
        canvas.ink[place] = if dice.chance(70) { 255 } else { 0 };
    }
}

/// Eight pixels a byte, white is 1; lines begin on whole bytes.
fn bilevel(canvas: &Canvas, threshold: u8) -> Vec<u8> {
    canvas
        .ink
        .chunks(canvas.width)
        .flat_map(|line| {
            line.chunks(8).map(|pixels| {
                let bits = pixels.iter().enumerate();
                bits.fold(0, |byte, (bit, ink)| byte | u8::from(*ink < threshold) << (7 - bit))
            })
        })
        .collect()
}

/// Two pixels a byte, of sixteen greys.
fn greys(canvas: &Canvas) -> Vec<u8> {
    canvas
        .ink
        .chunks(canvas.width)
        .flat_map(|line| {
            line.chunks(2).map(|pixels| {
                let grey = |index: usize| pixels.get(index).map_or(15, |ink| (255 - ink) >> 4);
                grey(0) << 4 | grey(1)
            })
        })
        .collect()
}
