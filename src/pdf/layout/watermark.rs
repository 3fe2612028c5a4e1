//! Watermarks: "CONCEPT" in large letters behind the text, or over it.

use crate::pdf::glyph::Glyph;

/// How much larger than most letters those of a watermark are.
const LARGER: f32 = 3.0;
/// How many letters a watermark has at most.
const LETTERS: usize = 100;
/// How many letters stand over a watermark at least.
const OVER: usize = 5;
/// How far a capital reaches above its baseline, in font sizes.
const CAPITAL: f32 = 0.7;

/// Takes the letters of a watermark out of those of a page; empty where it has none.
pub fn take(glyphs: &mut Vec<Glyph>) -> Vec<Glyph> {
    let Some(usual) = usual_size(glyphs) else {
        return Vec::new();
    };
    let is_large = |glyph: &Glyph| glyph.size >= LARGER * usual;
    let large: Vec<Glyph> = glyphs.iter().filter(|glyph| is_large(glyph)).copied().collect();
    let stands_over = |glyph: &&Glyph| {
        let (x, y) = ((glyph.x0 + glyph.x1) / 2.0, glyph.y - glyph.size / 4.0);
        large
            .iter()
            .filter(|it| !it.is_space())
            .any(|it| (it.x0..it.x1).contains(&x) && (it.y - CAPITAL * it.size..it.y).contains(&y))
    };
    let others = || glyphs.iter().filter(|glyph| !is_large(glyph) && !glyph.is_space());
    if !(1..=LETTERS).contains(&large.len()) || others().filter(stands_over).count() < OVER {
        return Vec::new();
    }
    glyphs.retain(|glyph| !is_large(glyph));
    large
}

/// The font size of the letter in the middle, by size.
fn usual_size(glyphs: &[Glyph]) -> Option<f32> {
    // Where no letter is larger than the first by enough, which is most pages, nothing is sorted.
    let first = glyphs.first()?.size;
    let differs = |glyph: &Glyph| glyph.size >= LARGER * first || first >= LARGER * glyph.size;
    if !glyphs.iter().any(differs) {
        return None;
    }
    let mut sizes: Vec<f32> = glyphs.iter().map(|glyph| glyph.size).collect();
    let middle = sizes.len() / 2;
    Some(*sizes.select_nth_unstable_by(middle, f32::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use crate::pdf::sample::{Sample, show};

    /// The lines of a page with a large word at a height, and whether each is furniture.
    fn lines(y: f32) -> Vec<(String, bool)> {
        let mut content = format!("BT /F2 80 Tf 70 {y} Td (CONCEPT) Tj ET ");
        for (row, text) in
            ["De raad van de stad,", "in vergadering bijeen,", "besluit:"].iter().enumerate()
        {
            content += &show(70.0, 640.0 - 12.0 * row as f32, text);
        }
        let document = crate::pdf::read(&Sample::new(&[&content]).bytes()).unwrap();
        let line =
            |line: &crate::text::Line| (document.slice(&line.range).to_owned(), line.furniture);
        document.lines().iter().map(line).collect()
    }

    #[test]
    fn a_large_word_behind_the_text_is_furniture_and_a_head_is_none() {
        let watermark = lines(610.0);
        assert_eq!(watermark[0], ("De raad van de stad,".to_owned(), false));
        assert_eq!(watermark[3], ("CONCEPT".to_owned(), true));
        assert_eq!(lines(700.0)[0], ("CONCEPT".to_owned(), false));
    }
}
