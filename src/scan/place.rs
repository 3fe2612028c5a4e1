//! Recognised words to lines with a baseline and a size, their signs mended where the picture tells.

use super::blob::Blob;
use super::bullet::{self, Bullet};
use super::mend;
use super::recognise::RecognisedWord;
use crate::pdf::{SeenLine, SeenWord};

/// How high letters are, in parts of the font size, as the common fonts have them: x, and those
/// that reach up; and how deep those reach that reach down.
const LOW: f32 = 0.52;
const HIGH: f32 = 0.72;
const DEEP: f32 = 0.21;
/// Letters that reach up, besides capitals and digits, and letters that reach down.
const REACH_UP: &str = "bdfhklt";
const REACH_DOWN: &str = "gjpqy";
/// A size within this part of that of most of the page is that.
const SAME_SIZE: f32 = 0.14;

/// How sure a bullet is that was found by its looks.
const BULLET_CONFIDENCE: f32 = 95.0;
/// What stands for no word, where its reader is less sure than this.
pub(super) const UNSURE: f32 = 45.0;

/// The font size below which nothing is print, in points: what is left of a rule is read as words.
const LEAST_SIZE: f32 = 4.0;

/// A line in pixels.
pub(super) struct Line {
    pub(super) words: Vec<RecognisedWord>,
    pub(super) baseline: f32,
    pub(super) size: f32,
}

/// Puts words and bullets into lines. `blobs` is what stands on the picture, of `dpi` pixels an
/// inch. Places become points.
pub fn lines(
    words: Vec<RecognisedWord>,
    bullets: &[Bullet],
    blobs: &[Blob],
    dpi: f32,
) -> Vec<SeenLine> {
    let mut lines: Vec<Line> = by_line(words).into_iter().filter_map(Line::of).collect();
    lines.retain(|line| line.size >= LEAST_SIZE * dpi / 72.0);
    even_sizes(&mut lines);
    for bullet in bullets {
        place(bullet, &mut lines);
    }
    mend::mend_bullets(&mut lines);
    mend::mend_ones(&mut lines);
    mend::mend_item_letters(&mut lines);
    let dashes: Vec<Blob> =
        blobs.iter().filter(|blob| bullet::is_dash(blob, dpi)).copied().collect();
    for line in &mut lines {
        line.mend_number();
        line.mend_digits();
        line.mend_letters();
        line.mend_dashes(&dashes);
        line.close_up();
    }
    lines.iter().map(|line| line.seen(72.0 / dpi)).collect()
}

/// The words of each line, as their reader has them.
fn by_line(words: Vec<RecognisedWord>) -> Vec<Vec<RecognisedWord>> {
    let mut lines: Vec<Vec<RecognisedWord>> = Vec::new();
    for word in words.into_iter().filter(is_word) {
        let key = |word: &RecognisedWord| (word.block, word.paragraph, word.line);
        match lines.last_mut() {
            Some(line) if key(&line[0]) == key(&word) => line.push(word),
            _ => lines.push(vec![word]),
        }
    }
    lines
}

/// Whether a word is one, or a sign that its reader is sure of; rules and dust are read as signs.
fn is_word(word: &RecognisedWord) -> bool {
    let has_letter = word.text.contains(char::is_alphanumeric);
    let is_rule = word.text.chars().all(|c| "|_~=".contains(c));
    has_letter || (word.confidence >= UNSURE && !is_rule)
}

impl Line {
    fn of(mut words: Vec<RecognisedWord>) -> Option<Self> {
        words.sort_by_key(|word| word.x0);
        // How high an x is differs between fonts by more than how high a capital is.
        let high = words.iter().filter(|word| reach(word).0);
        let size = median(high.filter_map(size).collect())
            .or_else(|| median(words.iter().filter_map(size).collect()))
            .or_else(|| median(words.iter().map(|word| height(word) / HIGH).collect()))?;
        let baseline = median(words.iter().filter_map(baseline).collect())
            .or_else(|| median(words.iter().map(|word| word.y1 as f32 - DEEP * size).collect()))?;
        Some(Self { words, baseline, size })
    }

    /// How many letters it has.
    fn len(&self) -> usize {
        self.words.iter().map(|word| word.text.chars().count()).sum()
    }

    fn seen(&self, scale: f32) -> SeenLine {
        let word = |word: &RecognisedWord| SeenWord {
            text: word.text.clone(),
            x0: word.x0 as f32 * scale,
            x1: word.x1 as f32 * scale,
            confidence: word.confidence,
        };
        SeenLine {
            words: self.words.iter().map(word).collect(),
            baseline: self.baseline * scale,
            size: self.size * scale,
        }
    }
}

/// How far the letters of a word reach: up, and down.
fn reach(word: &RecognisedWord) -> (bool, bool) {
    let up = |c: char| c.is_uppercase() || c.is_ascii_digit() || REACH_UP.contains(c);
    let down = |c: char| REACH_DOWN.contains(c) || ",;()Q€@/|[]{}".contains(c);
    (word.text.contains(up), word.text.contains(down))
}

fn height(word: &RecognisedWord) -> f32 {
    (word.y1 - word.y0) as f32
}

/// The font size that the height of a word says; `None` where its letters do not tell.
fn size(word: &RecognisedWord) -> Option<f32> {
    let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count();
    // An accent, the dot of an i and a quotation mark reach up, by as much as fonts will.
    let tells = word.text.chars().all(|c| c.is_ascii_alphanumeric() || ".,;:-()".contains(c));
    let dotted = word.text.contains(['i', 'j']);
    let (up, down) = reach(word);
    let parts = match (up, down) {
        (true, true) => HIGH + DEEP,
        (true, false) => HIGH,
        (false, true) if !dotted => LOW + DEEP,
        (false, false) if !dotted => LOW,
        _ => return None,
    };
    (letters >= 2 && tells).then(|| height(word) / parts)
}

/// Where a word stands that has no letter that reaches down.
fn baseline(word: &RecognisedWord) -> Option<f32> {
    let stands = word.text.contains(|c: char| c.is_alphanumeric());
    (stands && !reach(word).1).then_some(word.y1 as f32)
}

/// The middle one of some values; `None` where there are none.
fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Gives lines that are nearly as large as most of the page the same size.
fn even_sizes(lines: &mut [Line]) {
    let letters = |line: &Line| std::iter::repeat_n(line.size, line.len().min(200));
    let Some(usual) = median(lines.iter().flat_map(letters).collect()) else {
        return;
    };
    for line in lines {
        if (line.size - usual).abs() < SAME_SIZE * usual {
            line.size = usual;
        }
    }
}

/// Puts a bullet before the line that stands beside it.
fn place(bullet: &Bullet, lines: &mut [Line]) {
    let Bullet { blob: bullet, sign } = bullet;
    let middle = (bullet.y0 + bullet.y1) as f32 / 2.0;
    let beside = lines
        .iter_mut()
        .filter(|line| {
            (line.baseline - HIGH * line.size..=line.baseline).contains(&middle)
                && line.words.last().is_some_and(|last| last.x1 > bullet.x1)
        })
        .min_by_key(|line| {
            let next = line.words.iter().find(|word| word.x1 > bullet.x1);
            next.map_or(u32::MAX, |word| word.x0.saturating_sub(bullet.x1))
        });
    if let Some(line) = beside {
        let at = line.words.partition_point(|word| word.x0 < bullet.x0);
        let next = &line.words[at.min(line.words.len() - 1)];
        let word = RecognisedWord {
            text: sign.to_string(),
            x0: bullet.x0,
            x1: bullet.x1,
            y0: bullet.y0,
            y1: bullet.y1,
            confidence: BULLET_CONFIDENCE,
            ..next.clone()
        };
        line.words.insert(at, word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of a line of 40 pixels' size whose baseline is 100 pixels below its number times 100.
    fn line(number: u32, words: &[(&str, u32, u32)]) -> Vec<RecognisedWord> {
        let bottom = 100 * number + 100;
        let word = |(text, x0, x1): &(&str, u32, u32)| {
            let mut word = RecognisedWord {
                text: (*text).to_owned(),
                x0: *x0,
                x1: *x1,
                y0: bottom,
                y1: bottom,
                confidence: 90.0,
                block: 1,
                paragraph: 1,
                line: number,
            };
            let (up, down) = reach(&word);
            word.y0 -= if up { 29 } else { 21 };
            word.y1 += if down { 8 } else { 0 };
            word
        };
        words.iter().map(word).collect()
    }

    fn texts(lines: &[SeenLine]) -> Vec<String> {
        let text = |line: &SeenLine| {
            let words: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
            words.join(" ")
        };
        lines.iter().map(text).collect()
    }

    #[test]
    fn baseline_and_size_are_told_by_the_letters() {
        let read = lines(
            line(0, &[("gaan", 100, 180), ("de", 200, 240), ("paden", 250, 340)]),
            &[],
            &[],
            144.0,
        );
        assert_eq!(read[0].baseline, 50.0);
        assert!((read[0].size - 20.0).abs() < 0.5, "{}", read[0].size);
        assert_eq!((read[0].words[1].x0, read[0].words[1].x1), (100.0, 120.0));
    }

    #[test]
    fn a_bullet_stands_before_its_line() {
        let words = [line(0, &[("dat", 100, 150)]), line(1, &[("bomen", 160, 260)])].concat();
        let blob = Blob { x0: 110, y0: 183, x1: 124, y1: 197, area: 150 };
        let read = lines(words, &[Bullet { blob, sign: '▪' }], &[], 72.0);
        assert_eq!(texts(&read), ["dat", "▪ bomen"]);
    }

    #[test]
    fn signs_in_a_column_are_bullets() {
        let words = [
            line(0, &[("e", 100, 118), ("bomen", 160, 260)]),
            line(1, &[("¢", 100, 118), ("gras", 160, 230)]),
            line(2, &[("e", 300, 318), ("mail", 360, 430)]),
        ];
        assert_eq!(texts(&lines(words.concat(), &[], &[], 72.0)), ["• bomen", "• gras", "e mail"]);
        let chevrons: Vec<_> =
            (0..3).map(|at| line(at, &[("»", 100, 118), ("gras", 160, 230)])).collect();
        assert_eq!(texts(&lines(chevrons.concat(), &[], &[], 72.0)), ["» gras"; 3]);
        let words = [
            line(0, &[("▪", 100, 118), ("bomen", 160, 260)]),
            line(1, &[("m", 98, 120), ("gras", 160, 230)]),
            line(2, &[("In", 110, 145), ("de", 157, 190)]),
            line(3, &[("1.", 98, 120), ("gras", 160, 230)]),
        ];
        let read = texts(&lines(words.concat(), &[], &[], 72.0));
        assert_eq!(read, ["▪ bomen", "▪ gras", "In de", "1. gras"]);
    }

    #[test]
    fn a_number_before_a_tab_ends_in_a_full_stop() {
        let words = [
            line(0, &[("2,", 100, 130), ("bomen", 160, 260)]),
            line(1, &[("2,", 100, 130), ("bomen", 142, 260)]),
            line(2, &[("(ij)", 100, 130), ("bomen", 160, 260)]),
        ];
        let read = texts(&lines(words.concat(), &[], &[], 72.0));
        assert_eq!(read, ["2. bomen", "2, bomen", "(ii) bomen"]);
    }

    #[test]
    fn a_digit_that_was_read_twice_is_one() {
        let words = line(0, &[("Dó66", 100, 160), ("Één", 180, 230), ("m²", 240, 270)]);
        assert_eq!(texts(&lines(words, &[], &[], 72.0)), ["D66 Één m²"]);
    }

    #[test]
    fn the_letter_of_an_item_that_was_read_twice_is_one() {
        let words = [
            line(0, &[("b.", 100, 120), ("bomen", 160, 260)]),
            line(1, &[("langs", 160, 260), ("de", 280, 330)]),
            line(2, &[("ce.", 100, 130), ("gras", 160, 260)]),
            line(3, &[("ca.", 100, 130), ("tien", 160, 260)]),
        ];
        let read = texts(&lines(words.concat(), &[], &[], 72.0));
        assert_eq!(read, ["b. bomen", "langs de", "c. gras", "ca. tien"]);
    }

    #[test]
    fn a_q_without_a_u_is_a_g() {
        let words = line(0, &[("overweqing", 100, 200), ("frequent", 220, 300), ("q&a", 320, 350)]);
        assert_eq!(texts(&lines(words, &[], &[], 72.0)), ["overweging frequent q&a"]);
    }

    #[test]
    fn a_stroke_above_a_second_number_is_a_first() {
        let list = |numbers: [&'static str; 2]| {
            let words = [
                line(0, &[(numbers[0], 100, 120), ("bomen", 160, 260)]),
                line(1, &[("langs", 160, 260), ("de", 280, 330)]),
                line(2, &[(numbers[1], 98, 120), ("gras", 160, 260)]),
            ];
            texts(&lines(words.concat(), &[], &[], 72.0)).swap_remove(0)
        };
        assert_eq!(list(["|.", "2."]), "1. bomen");
        assert_eq!(list(["l)", "2)"]), "1) bomen");
        assert_eq!(list(["I.", "II."]), "I. bomen");
        assert_eq!(list(["L.", "M."]), "L. bomen");
    }

    #[test]
    fn a_dash_in_a_word_is_as_long_as_it_is_drawn() {
        let dash = Blob { x0: 190, y0: 86, x1: 212, y1: 89, area: 66 };
        let words = line(0, &[("2025-2026", 100, 300), ("Oud-West", 400, 500)]);
        assert_eq!(texts(&lines(words, &[], &[dash], 300.0)), ["2025–2026 Oud-West"]);
    }

    #[test]
    fn dashes_are_as_long_as_they_are_drawn() {
        let words = [("a", 0, 20), ("—", 30, 52), ("b", 60, 80), ("-", 90, 128), ("c", 140, 160)];
        assert_eq!(texts(&lines(line(0, &words), &[], &[], 72.0)), ["a – b — c"]);
    }

    #[test]
    fn a_sign_that_ends_a_word_is_closed_up() {
        let words = [("1.250.000", 0, 180), (",–", 186, 210), ("en", 230, 260), (";", 300, 306)];
        assert_eq!(texts(&lines(line(0, &words), &[], &[], 72.0)), ["1.250.000,– en ;"]);
    }

    #[test]
    fn rules_and_dust_are_no_words() {
        let mut words = line(0, &[("_", 0, 200), ("dat", 210, 240), ("’", 250, 252)]);
        words[2].confidence = 20.0;
        assert_eq!(texts(&lines(words, &[], &[], 72.0)), ["dat"]);
    }
}
