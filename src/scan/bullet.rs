//! The signs of list items, found by their looks: a disc, a square, a ring, a triangle or a dash, alone
//! before a line of text. How large one is does not tell a `•` from a `●`: fonts draw both as they like.
//!
//! A program that reads letters reads such a sign as one: "e", "¢", "°", "«", or as none. So they are
//! found and taken off the picture before it is read, and put before their lines afterwards.

use super::blob::{Blob, Blobs};
use super::clean::DARK;
use super::picture::Picture;

/// How wide and high a bullet is, in inches.
const SIDES: std::ops::RangeInclusive<f32> = 0.022..=0.11;
/// How much wider than high a bullet is at most, or the other way round.
const ROUND: f32 = 1.35;
/// What part of its box the ink of a solid one fills at least, a disc 0.79; a square; a ring.
const SOLID: f32 = 0.66;
const SQUARE: f32 = 0.9;
const RING: f32 = 0.25;
/// How high a ring is at most, in parts of the height of low letters: as high as they, it is an "o".
const RING_HEIGHT: f32 = 0.85;
/// One letter of so many in a line is low, as an x is, at least.
const LOW: usize = 4;
/// How wide dashes are, in inches, how high at most, and how much of their box they fill at least.
const DASH_SIDES: std::ops::RangeInclusive<f32> = 0.025..=0.2;
const DASH_HEIGHT: f32 = 0.03;
const DASH_FILL: f32 = 0.55;
/// How much wider than high a dash is at least.
const LONG: f32 = 1.6;
/// How far signs of one column are apart at most, in inches.
const COLUMN: f32 = 0.03;
/// How high letters are, in inches: small ones in print of 6 points to capitals of 24.
const LETTERS: std::ops::RangeInclusive<f32> = 0.035..=0.35;
/// How far behind it its line begins at most, in inches.
const REACH: f32 = 0.6;
/// How much of its own width the room behind it is at least.
const ROOM: f32 = 0.5;
/// How much room there is before it, in inches.
const ALONE: f32 = 0.25;
/// How much of its line is looked at, in inches.
const LINE: f32 = 2.0;
/// How high a bullet is, in parts of the height of the letters of its line.
const HEIGHT: std::ops::RangeInclusive<f32> = 0.2..=0.95;
/// The same for one of which so much is ink, or that has such a shape, that it is no letter, and how
/// much that is.
const FULL_HEIGHT: std::ops::RangeInclusive<f32> = 0.2..=1.6;
const FULL: f32 = 0.72;
/// How much of the places above and below the point of a triangle is ink at most, and how much
/// less of its right half than of its left one.
const BARE: f32 = 0.3;
const POINTED: f32 = 0.6;
/// How much of the box of a diamond its ink fills at most, and how much of its corners.
const DIAMOND: f32 = 0.6;
const EMPTY: f32 = 0.08;
/// How far below the top of the letters of its line its middle lies, in parts of their height.
const MIDDLE: std::ops::RangeInclusive<f32> = 0.15..=0.85;

/// How many blobs a page of text has at most; with more it is a picture.
const BLOBS: usize = 60_000;
/// How many bullets are looked for on a page.
const BULLETS: usize = 500;

/// The sign of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bullet {
    /// Where it stands.
    pub blob: Blob,
    /// What it looks like; a dash is `-`, however long.
    pub sign: char,
}

/// Takes the signs of items off a picture; gives where they stood.
pub fn take(picture: &mut Picture, blobs: &mut Blobs) -> Vec<Bullet> {
    let dpi = picture.dpi() as f32;
    let mut bullets = find(blobs.list(), dpi, |blob| look(picture, blob, sign(blob, dpi)?));
    like_others(&mut bullets, blobs.list(), dpi);
    agree(&mut bullets, dpi);
    blobs.erase(picture, 2, |blob| bullets.iter().any(|bullet| bullet.blob == *blob));
    bullets
}

/// Whether a blob is a dash, between words or in one.
pub fn is_dash(blob: &Blob, dpi: f32) -> bool {
    let (width, height) = (blob.width() as f32, blob.height() as f32);
    DASH_SIDES.contains(&(width / dpi))
        && height / dpi <= DASH_HEIGHT
        && width >= LONG * height
        && blob.fill() >= DASH_FILL
}

/// The signs of items among blobs, `sign` says what one looks like.
fn find(blobs: &[Blob], dpi: f32, sign: impl Fn(&Blob) -> Option<char>) -> Vec<Bullet> {
    if blobs.len() > BLOBS {
        return Vec::new();
    }
    let is_letter = |blob: &&Blob| LETTERS.contains(&(blob.height() as f32 / dpi));
    let letters: Vec<Blob> = blobs.iter().filter(is_letter).copied().collect();
    let looks = blobs.iter().filter_map(|blob| Some((blob, sign(blob)?))).take(4 * BULLETS);
    looks
        .filter(|(blob, sign)| {
            stands_alone(blob, blobs, dpi) && begins_line(blob, *sign, &letters, dpi)
        })
        .take(BULLETS)
        .map(|(blob, sign)| Bullet { blob: *blob, sign })
        .collect()
}

/// What a blob is, by its pixels, whose ink is as much as that of a sign.
///
/// Specks make the ink of a disc as little as that of a ring or a triangle, and that of a square as
/// little as that of a disc; but they do not make a middle white, nor corners round.
fn look(picture: &Picture, blob: &Blob, sign: char) -> Option<char> {
    if sign == '-' {
        return Some(sign);
    }
    let (width, height) = (blob.width() as usize, blob.height() as usize);
    let (thirds, fifths) = ((width / 3, height / 3), (width.div_ceil(5), height.div_ceil(5)));
    let mut parts = [Balance::default(); 5];
    let [middle, corners, left, right, beside] = &mut parts;
    let rows = picture.rows().skip(blob.y0 as usize).take(height).enumerate();
    for (y, row) in rows {
        for (x, pixel) in row.iter().skip(blob.x0 as usize).take(width).enumerate() {
            let is_dark = *pixel < DARK;
            let is_edge = y.min(height - 1 - y) < fifths.1;
            if (thirds.0..width - thirds.0).contains(&x)
                && (thirds.1..height - thirds.1).contains(&y)
            {
                middle.weigh(is_dark);
            }
            if is_edge && x.min(width - 1 - x) < fifths.0 {
                corners.weigh(is_dark);
            }
            let half = if 2 * x < width { &mut *left } else { &mut *right };
            half.weigh(is_dark);
            if 3 * x >= 2 * width && y.min(height - 1 - y) < thirds.1 {
                beside.weigh(is_dark);
            }
        }
    }
    let is_solid = middle.is_dark();
    let points_right = is_solid
        && blob.fill() < SOLID
        && right.part() < POINTED * left.part()
        && beside.part() < BARE;
    let is_diamond = is_solid
        && blob.fill() < DIAMOND
        && corners.part() < EMPTY
        && right.part() >= POINTED * left.part();
    Some(match sign {
        _ if points_right => '▸',
        _ if is_diamond => '◆',
        '◦' if !is_solid => '◦',
        _ if corners.is_dark() => '▪',
        _ => '•',
    })
}

/// How large a sign is that is spoilt, in parts of the others of its column.
const SPOILT: std::ops::RangeInclusive<f32> = 0.5..=1.4;

/// Finds signs that are too spoilt to be told by their looks: about as large as two or more others of
/// one column, and with the text behind them beginning where theirs does.
fn like_others(bullets: &mut Vec<Bullet>, blobs: &[Blob], dpi: f32) {
    if bullets.len() < 2 || blobs.len() > BLOBS {
        return;
    }
    let reach = (COLUMN * dpi) as u32;
    let letters: Vec<Blob> = blobs
        .iter()
        .filter(|blob| LETTERS.contains(&(blob.height() as f32 / dpi)))
        .copied()
        .collect();
    let text = |blob: &Blob| {
        let middle = (blob.y0 + blob.y1) / 2;
        let beside =
            |letter: &&Blob| letter.y0 <= middle && middle <= letter.y1 && letter.x0 > blob.x1;
        letters.iter().filter(beside).map(|letter| letter.x0).min()
    };
    let known: Vec<(Bullet, Option<u32>)> =
        bullets.iter().map(|bullet| (*bullet, text(&bullet.blob))).collect();
    let mut found = Vec::new();
    for blob in blobs {
        let alike = |(bullet, begins): &&(Bullet, Option<u32>)| {
            let part = |one: u32, other: u32| SPOILT.contains(&(one as f32 / other.max(1) as f32));
            let column = bullet.blob.x0.abs_diff(blob.x0) <= reach;
            column
                && part(blob.width(), bullet.blob.width())
                && part(blob.height(), bullet.blob.height())
                && begins.zip(text(blob)).is_some_and(|(one, other)| one.abs_diff(other) <= reach)
        };
        let is_known = known.iter().any(|(bullet, _)| bullet.blob == *blob);
        let mut others = known.iter().filter(alike);
        let (Some((first, begins)), Some(_)) = (others.next(), others.next()) else { continue };
        let room = begins.map_or(0, |begins| begins.saturating_sub(blob.x1)) as f32;
        if !is_known
            && room >= ROOM * first.blob.width() as f32
            && !has_ink_before(blob, blobs, dpi)
        {
            found.push(Bullet { blob: *blob, sign: first.sign });
        }
        if found.len() >= BULLETS {
            break;
        }
    }
    bullets.extend(found);
}

/// Whether ink stands close before a blob.
fn has_ink_before(blob: &Blob, blobs: &[Blob], dpi: f32) -> bool {
    let before = (ALONE * dpi) as u32;
    blobs.iter().any(|other| {
        other.y0 < blob.y1
            && blob.y0 < other.y1
            && other.x0 < blob.x0
            && other.x1 + before > blob.x0
    })
}

/// Dark pixels against light ones.
#[derive(Clone, Copy, Default)]
struct Balance {
    dark: u32,
    all: u32,
}

impl Balance {
    fn weigh(&mut self, is_dark: bool) {
        self.dark += u32::from(is_dark);
        self.all += 1;
    }

    fn is_dark(&self) -> bool {
        2 * self.dark > self.all
    }

    /// What part is dark.
    fn part(&self) -> f32 {
        self.dark as f32 / self.all.max(1) as f32
    }
}

/// Makes discs and squares below one another the same: a few spoilt pixels make one look like the
/// other, but not most of them.
fn agree(bullets: &mut [Bullet], dpi: f32) {
    let solid: Vec<Bullet> =
        bullets.iter().filter(|bullet| matches!(bullet.sign, '•' | '▪')).copied().collect();
    for bullet in bullets.iter_mut().filter(|bullet| matches!(bullet.sign, '•' | '▪')) {
        let mut squares = Balance::default();
        for other in &solid {
            if other.blob.x0.abs_diff(bullet.blob.x0) as f32 <= COLUMN * dpi {
                squares.weigh(other.sign == '▪');
            }
        }
        bullet.sign = if squares.is_dark() { '▪' } else { '•' };
    }
}

/// The sign that a blob looks like.
fn sign(blob: &Blob, dpi: f32) -> Option<char> {
    if is_dash(blob, dpi) {
        return Some('-');
    }
    if !is_round(blob, dpi) {
        return None;
    }
    match blob.fill() {
        fill if fill >= SQUARE => Some('▪'),
        fill if fill >= SOLID => Some('•'),
        fill if fill >= RING => Some('◦'),
        _ => None,
    }
}

/// Whether a blob is as large and as round as a bullet.
fn is_round(blob: &Blob, dpi: f32) -> bool {
    let (width, height) = (blob.width() as f32, blob.height() as f32);
    SIDES.contains(&(width / dpi))
        && SIDES.contains(&(height / dpi))
        && width <= ROUND * height
        && height <= ROUND * width
}

/// Whether nothing stands close before a blob, or close above or below it as the stem of an i.
fn stands_alone(blob: &Blob, blobs: &[Blob], dpi: f32) -> bool {
    let before = (ALONE * dpi) as u32;
    let near = blob.height();
    blobs.iter().filter(|other| *other != blob).all(|other| {
        let beside = other.y0 < blob.y1 && blob.y0 < other.y1;
        let is_before = beside && other.x0 < blob.x0 && other.x1 + before > blob.x0;
        let over = other.x0 < blob.x1 && blob.x0 < other.x1;
        // Not a stem, but the sign of the line above or below.
        let is_same = other.height().abs_diff(blob.height()) * 4 <= blob.height()
            && other.width().abs_diff(blob.width()) * 4 <= blob.width();
        let over = over && !is_same;
        let is_near = over && other.y0 < blob.y1 + near && blob.y0 < other.y1 + near;
        !is_before && !is_near
    })
}

/// Whether letters stand behind a blob, and it stands as high as the middle of them.
fn begins_line(blob: &Blob, sign: char, letters: &[Blob], dpi: f32) -> bool {
    let middle = (blob.y0 + blob.y1) / 2;
    let line: Vec<&Blob> = letters
        .iter()
        .filter(|letter| letter.y0 <= middle && middle <= letter.y1)
        .filter(|letter| letter.x0 > blob.x1 && letter.x0 - blob.x1 < (LINE * dpi) as u32)
        .collect();
    let Some(first) = line.iter().map(|letter| letter.x0 - blob.x1).min() else {
        return false;
    };
    let mut heights: Vec<u32> = line.iter().map(|letter| letter.height()).collect();
    let mut tops: Vec<u32> = line.iter().map(|letter| letter.y0).collect();
    let (height, top) = (median(&mut heights) as f32, median(&mut tops) as f32);
    let room = first as f32;
    let part = blob.height() as f32 / height;
    let is_high = match sign {
        '-' => true,
        _ if sign == '◦' || (!"▸◆".contains(sign) && blob.fill() < SOLID) => {
            heights.sort_unstable();
            let low = heights[heights.len() / LOW] as f32;
            *HEIGHT.start() <= part && blob.height() as f32 <= RING_HEIGHT * low
        }
        _ if blob.fill() >= FULL || "▸◆".contains(sign) => FULL_HEIGHT.contains(&part),
        _ => HEIGHT.contains(&part),
    };
    // Behind a dash there is a space at least; a sign of the text itself stands closer.
    room >= ROOM * (blob.width() as f32).min(height)
        && room <= REACH * dpi
        && is_high
        && MIDDLE.contains(&((middle as f32 - top) / height))
}

/// The middle one of some values; there is at least one.
fn median(values: &mut [u32]) -> u32 {
    let middle = values.len() / 2;
    *values.select_nth_unstable(middle).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blob(x0: u32, y0: u32, width: u32, height: u32, fill: f32) -> Blob {
        let area = (width as f32 * height as f32 * fill) as u32;
        Blob { x0, y0, x1: x0 + width, y1: y0 + height, area }
    }

    /// Letters of a line at 300 dpi: 25 pixels high, the first at 400.
    fn line(top: u32) -> Vec<Blob> {
        (0..10).map(|index| blob(400 + 28 * index, top, 20, 25, 0.4)).collect()
    }

    fn found(extra: &[Blob]) -> Vec<char> {
        let blobs: Vec<Blob> = line(500).into_iter().chain(extra.iter().copied()).collect();
        find(&blobs, 300.0, |blob| sign(blob, 300.0)).iter().map(|bullet| bullet.sign).collect()
    }

    #[test]
    fn a_sign_before_a_line_is_a_bullet() {
        for (sign, blob) in [
            ('•', blob(340, 506, 14, 14, 0.8)),
            ('▪', blob(340, 506, 14, 14, 1.0)),
            ('•', blob(340, 499, 27, 27, 0.8)),
            ('◦', blob(340, 506, 14, 14, 0.5)),
            ('-', blob(340, 510, 24, 4, 1.0)),
        ] {
            assert_eq!(found(&[blob]), [sign]);
        }
    }

    #[test]
    fn shapes_are_told_apart_where_specks_have_eaten_at_them() {
        let side = 24;
        let seen = |ink: &dyn Fn(i32, i32) -> bool| {
            let pixels = (0..side * side).map(|at| {
                let (x, y) = (at % side, at / side);
                let is_eaten = (x * 7 + y * 5) % 9 == 0;
                if ink(x, y) && !is_eaten { 0 } else { 255 }
            });
            let picture = Picture::new(24, 24, 300, pixels.collect()).unwrap();
            let all = blob(0, 0, 24, 24, 0.5);
            look(&picture, &all, '◦').unwrap()
        };
        let far = |x: i32, y: i32| (2 * x - side + 1).pow(2) + (2 * y - side + 1).pow(2);
        assert_eq!(seen(&|_, _| true), '▪');
        assert_eq!(seen(&|x, y| far(x, y) <= side * side), '•');
        assert_eq!(seen(&|x, y| (300..=side * side).contains(&far(x, y))), '◦');
        assert_eq!(seen(&|x, y| x <= 2 * y.min(side - 1 - y)), '▸');
        let off = |at: i32| (2 * at - side + 1).abs();
        assert_eq!(seen(&|x, y| off(x) + off(y) <= side), '◆');
    }

    #[test]
    fn a_spoilt_sign_in_a_column_of_others_is_one() {
        let lines: Vec<Blob> = [500, 560, 620].into_iter().flat_map(line).collect();
        let signs = [blob(340, 506, 14, 14, 0.8), blob(340, 566, 14, 14, 0.8)];
        let spoilt = [blob(342, 627, 11, 9, 0.5)];
        let letter = [blob(372, 620, 20, 25, 0.4)];
        let all = |more: &[Blob]| [lines.as_slice(), &signs, more].concat();
        let count = |blobs: &[Blob]| {
            let mut bullets = find(blobs, 300.0, |blob| sign(blob, 300.0));
            like_others(&mut bullets, blobs, 300.0);
            bullets.len()
        };
        assert_eq!(count(&all(&spoilt)), 3);
        assert_eq!(count(&all(&letter)), 2);
    }

    #[test]
    fn other_blobs_are_none() {
        let disc = blob(340, 506, 14, 14, 0.8);
        for (what, extra) in [
            ("a bold e", vec![blob(340, 500, 25, 25, 0.7)]),
            ("an o", vec![blob(340, 500, 25, 25, 0.5)]),
            ("a small o", vec![blob(340, 503, 22, 22, 0.5)]),
            ("a rule", vec![blob(100, 510, 280, 4, 1.0)]),
            ("a full stop", vec![blob(340, 520, 5, 5, 0.9)]),
            ("a letter close to the next", vec![blob(380, 502, 18, 18, 0.8)]),
            ("what stands behind a letter", vec![disc, blob(300, 500, 20, 25, 0.4)]),
            ("the dot of an i", vec![blob(340, 500, 8, 8, 0.9), blob(340, 512, 7, 20, 0.9)]),
            ("what stands alone", vec![blob(340, 800, 14, 14, 0.8)]),
            ("what stands far off", vec![blob(150, 506, 14, 14, 0.8)]),
        ] {
            assert_eq!(found(&extra), [], "{what}");
        }
    }
}
