//! Dashes before items that are too faint to be read: hairlines on a grainy scan.

use super::picture::Picture;
use crate::pdf::{SeenLine, SeenWord};

/// How far from others of its column a line begins at most, in font sizes.
const COLUMN: f32 = 0.4;
/// Where a dash stands above the baseline, in font sizes.
const HEIGHT: std::ops::RangeInclusive<f32> = 0.1..=0.45;
/// How far above and below a dash the paper is looked at, in font sizes.
const BESIDE: f32 = 0.12;
/// How much darker than the paper a faint dash is at least, in grey levels on average.
const DARKER: f32 = 25.0;
/// How sure such a dash is.
const CONFIDENCE: f32 = 40.0;

/// Puts a dash before lines that begin where those behind two or more other dashes do, and before
/// which the paper is darker where their dash would be. `scale` is points a pixel.
pub fn dashes(lines: &mut [SeenLine], picture: &Picture, scale: f32) {
    // Each dash that was read: from where to where, and where the text behind it begins.
    let known: Vec<[f32; 3]> = lines
        .iter()
        .filter_map(|line| match line.words.as_slice() {
            [dash, text, ..] if is_dash(&dash.text) => Some([dash.x0, dash.x1, text.x0]),
            _ => None,
        })
        .collect();
    for line in lines {
        let Some(first) = line.words.first().filter(|first| !is_dash(&first.text)) else {
            continue;
        };
        let alike = |[_, _, text]: &&[f32; 3]| (text - first.x0).abs() <= COLUMN * line.size;
        let mut like = known.iter().filter(alike);
        let (Some([from, to, text]), Some(_)) = (like.next(), like.next()) else { continue };
        let x0 = first.x0 - (text - from);
        let x1 = x0 + (to - from);
        if is_darker(picture, (x0 / scale, x1 / scale), line.baseline / scale, line.size / scale) {
            let dash = SeenWord { text: "-".to_owned(), x0, x1, confidence: CONFIDENCE };
            line.words.insert(0, dash);
        }
    }
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—")
}

/// Whether a row of pixels is darker than those above and below it, where a dash would stand.
fn is_darker(picture: &Picture, (x0, x1): (f32, f32), baseline: f32, size: f32) -> bool {
    let columns = x0.max(0.0) as usize..x1.max(0.0) as usize;
    let level = |y: f32| {
        let row = picture.rows().nth(y as usize).filter(|_| y >= 0.0)?;
        let part = row.get(columns.clone()).filter(|part| !part.is_empty())?;
        Some(part.iter().map(|pixel| f32::from(*pixel)).sum::<f32>() / part.len() as f32)
    };
    let top = baseline - HEIGHT.end() * size;
    let rows = (0..((HEIGHT.end() - HEIGHT.start()) * size) as usize).map(|row| top + row as f32);
    let Some((dark, y)) =
        rows.filter_map(|y| Some((level(y)?, y))).min_by(|a, b| a.0.total_cmp(&b.0))
    else {
        return false;
    };
    let beside = [y - BESIDE * size, y + BESIDE * size].into_iter().filter_map(level);
    beside.fold(f32::MAX, f32::min) - dark >= DARKER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[(&str, f32, f32)], baseline: f32) -> SeenLine {
        let word = |(text, x0, x1): &(&str, f32, f32)| SeenWord {
            text: (*text).to_owned(),
            x0: *x0,
            x1: *x1,
            confidence: 90.0,
        };
        SeenLine { words: words.iter().map(word).collect(), baseline, size: 40.0 }
    }

    #[test]
    fn a_faint_dash_is_found_where_others_stand_and_no_dash_where_none_is() {
        let (width, height) = (400_usize, 400_usize);
        let mut pixels = vec![250; width * height];
        pixels[288 * width + 100..288 * width + 124].fill(190);
        let picture = Picture::new(width as u32, height as u32, 300, pixels).unwrap();
        let mut lines = [
            line(&[("-", 100.0, 124.0), ("bomen", 150.0, 240.0)], 100.0),
            line(&[("–", 100.0, 124.0), ("gras", 150.0, 240.0)], 200.0),
            line(&[("heide", 150.0, 240.0)], 300.0),
            line(&[("die", 150.0, 240.0)], 360.0),
        ];
        dashes(&mut lines, &picture, 1.0);
        let firsts: Vec<&str> = lines.iter().map(|line| line.words[0].text.as_str()).collect();
        assert_eq!(firsts, ["-", "–", "-", "die"]);
    }
}
