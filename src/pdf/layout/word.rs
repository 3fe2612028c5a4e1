//! Rows to words: where a space is, by the letters that are spaces and by the room between others.

use unicode_normalization::UnicodeNormalization;

use super::accent;
use super::row::Row;
use crate::pdf::glyph::Glyph;
use crate::pdf::shape::Shape;
use crate::text::BBox;

/// Room of this part of a space between letters is a space, where no space was drawn.
const OPEN_SPACE: f32 = 0.6;
/// Between digits, which are not kerned, less will do: the thin space in `39 026`.
const OPEN_DIGITS: f32 = 0.5;
/// Room of this part of a space is needed where a space was drawn; less, and it was taken back.
const DRAWN_SPACE: f32 = 0.25;
/// How far letters reach above and below their baseline, in parts of the font size.
const ASCENT: f32 = 0.8;
const DESCENT: f32 = 0.22;

/// A hyphen that shows only at a line end.
const SOFT_HYPHEN: char = '\u{ad}';
/// How wide something is that can be seen, in parts of the font size.
const VISIBLE: f32 = 0.1;
/// How many capitals that stand alone are a word that is spaced out.
const SPACED_OUT: usize = 4;
/// How far they are apart at most, in parts of the font size.
const FAR: f32 = 1.5;
/// How much wider than between its letters the room before such a word is.
const WIDER: f32 = 1.5;
/// How far a raised number stands above its line, in parts of the font size.
const RAISED: f32 = 0.2;

/// Letters without a space between them.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its letters.
    pub text: String,
    /// Its box, in the turned coordinates of its letters.
    pub bbox: BBox,
    /// The font size of its first letter.
    pub size: f32,
    /// The width of a space in its font.
    pub space: f32,
    /// How many of its letters are bold.
    pub bold: usize,
    /// Whether it is no part of the body, as the file says.
    pub artifact: bool,
    /// Its piece of marked content.
    pub mark: Option<u32>,
    /// The room before it in its row, less what its letters have between them; 0 for the first one.
    pub before: f32,
    /// Whether a space was drawn before it.
    pub spaced: bool,
    /// Where a soft hyphen begins that was the last letter so far.
    pub(super) soft_hyphen: Option<f32>,
}

/// Words on one baseline.
#[derive(Clone, Debug)]
pub struct WordRow {
    /// Its words, from left to right; never empty.
    pub words: Vec<Word>,
    /// The baseline of most of it.
    pub y: f32,
    /// The font size of most of it.
    pub size: f32,
}

impl WordRow {
    /// Makes a row of words; `None` when there are none.
    pub fn of(mut words: Vec<Word>) -> Option<Self> {
        let heaviest = words.iter().max_by_key(|word| word.len())?;
        let (y, size) = (heaviest.baseline(), heaviest.size);
        words[0].before = 0.0;
        Some(Self { words, y, size })
    }

    /// Makes a row of the letters of a row.
    pub fn read(row: &Row) -> Self {
        Self { words: words(row), y: row.y, size: row.size }
    }

    /// How many words begin before a place.
    pub fn words_before(&self, x: f32) -> usize {
        self.words.partition_point(|word| word.bbox.x0 < x)
    }

    /// The room around a place: 0 and less in a word, `None` before the first word and after the
    /// last.
    pub fn room_at(&self, x: f32) -> Option<f32> {
        let after = self.words_before(x);
        let before = self.words[..after].last()?.bbox.x1;
        match self.words.get(after) {
            Some(word) => Some(word.bbox.x0 - before),
            None if before > x => Some(x - before),
            None => None,
        }
    }

    /// Where its words begin that have so much room before them, in font sizes.
    pub fn edges(&self, room: f32) -> impl Iterator<Item = f32> {
        self.words
            .iter()
            .enumerate()
            .filter(move |(index, word)| *index == 0 || word.before >= room * self.size)
            .map(|(_, word)| word.bbox.x0)
    }
}

/// Splits a row into words.
fn words(row: &Row) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut end = f32::MIN;
    let mut spaced = false;
    let usual = usual_room(row);
    for fragment in &row.fragments {
        for glyph in &fragment.glyphs {
            if glyph.is_space() {
                spaced = true;
                continue;
            }
            let room = glyph.x0 - end;
            match words.last_mut() {
                Some(word) if !word.ends_before(glyph, room - usual, spaced) => {
                    word.push(glyph, row);
                }
                last => {
                    // A space that was drawn is spaced out as a letter is.
                    let wider = usual * if spaced { 2.0 } else { 1.0 };
                    let before = last.map_or(0.0, |_| (room - wider).max(0.0));
                    words.push(Word::of(glyph, before, spaced));
                }
            }
            end = end.max(glyph.x1);
            spaced = false;
        }
    }
    words.iter_mut().for_each(Word::end);
    join_spaced(words)
}

/// Joins capitals that stand alone, one after the other, "M O T I E": a word that was spaced out by
/// typing spaces. Wider room between them parts words.
fn join_spaced(words: Vec<Word>) -> Vec<Word> {
    let runs = words.chunk_by(|a, b| a.is_capital() && b.is_capital() && b.before <= FAR * b.size);
    if !runs.clone().any(|run| run.len() >= SPACED_OUT) {
        return words;
    }
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    for run in runs {
        let usual = run.iter().skip(1).map(|word| word.before).fold(f32::MAX, f32::min);
        for (index, word) in run.iter().enumerate() {
            match joined.last_mut() {
                Some(last)
                    if run.len() >= SPACED_OUT
                        && index > 0
                        && word.before <= usual * WIDER + VISIBLE * word.size =>
                {
                    last.append(word);
                }
                // Between spaced-out words a space is as much wider as they are.
                _ if index > 0 => {
                    joined.push(Word { before: word.before.min(word.space), ..word.clone() });
                }
                _ => joined.push(word.clone()),
            }
        }
    }
    joined
}

/// The room that letters of this row have between them where no space is: 0, but for text that is
/// spaced out letter by letter.
fn usual_room(row: &Row) -> f32 {
    let mut rooms: Vec<f32> = row
        .fragments
        .iter()
        .flat_map(|fragment| fragment.glyphs.windows(2))
        .filter(|pair| !pair[0].is_space() && !pair[1].is_space())
        .map(|pair| pair[1].x0 - pair[0].x1)
        .collect();
    if rooms.len() < 6 {
        return 0.0;
    }
    let middle = rooms.len() / 2;
    let (_, median, _) = rooms.select_nth_unstable_by(middle, f32::total_cmp);
    let room = *median;
    if room > 0.05 * row.size { room } else { 0.0 }
}

impl Word {
    fn of(glyph: &Glyph, before: f32, spaced: bool) -> Self {
        let mut word = Self {
            text: String::new(),
            bbox: glyph_box(glyph),
            size: glyph.size,
            space: glyph.space,
            bold: usize::from(glyph.bold),
            artifact: glyph.artifact,
            mark: glyph.mark,
            before,
            spaced,
            soft_hyphen: None,
        };
        word.add(glyph, glyph.letter);
        word
    }

    /// Whether this much room before a letter makes a space.
    fn ends_before(&self, glyph: &Glyph, room: f32, spaced: bool) -> bool {
        let digits =
            glyph.letter.is_ascii_digit() && self.text.ends_with(|c| char::is_ascii_digit(&c));
        let part = match (spaced, digits) {
            (true, _) => DRAWN_SPACE,
            (false, true) => OPEN_DIGITS,
            (false, false) => OPEN_SPACE,
        };
        room > part * self.space.max(glyph.space)
    }

    /// The bullet that a shape is before a word: as high as that, and in its font.
    pub fn bullet(word: &Self, shape: &Shape, is_large: bool) -> Self {
        let (x0, x1) = (shape.x0, shape.x1);
        Self {
            text: shape.letter(is_large).to_string(),
            bbox: BBox { x0, x1, ..word.bbox },
            bold: 0,
            before: (word.before - (word.bbox.x0 - x0)).max(0.0),
            spaced: false,
            ..word.clone()
        }
    }

    /// Adds a letter after the first: an accent goes over the letter that it was drawn over, and a
    /// raised number stays one.
    fn push(&mut self, glyph: &Glyph, row: &Row) {
        let overlap = self.bbox.x1 - glyph.x0;
        let is_over = overlap > 0.5 * (glyph.x1 - glyph.x0).min(row.size / 3.0);
        let last = self.text.chars().next_back().filter(|_| is_over);
        if let Some(composed) = last.and_then(|last| accent::compose(last, glyph.letter)) {
            self.text.pop();
            self.text.push(composed);
        } else {
            let raised = row.y - glyph.y > RAISED * row.size && glyph.size < row.size;
            let number = raised.then(|| accent::raised(glyph.letter)).flatten();
            self.add(glyph, number.unwrap_or(glyph.letter));
        }
        self.bbox = self.bbox.union(glyph_box(glyph));
        self.bold += usize::from(glyph.bold);
        self.mark = self.mark.or(glyph.mark);
    }

    /// Adds the text of a letter. A soft hyphen is a hyphen if it takes room, and nothing if the
    /// next letter is drawn over it; if that is a hyphen, it is one that says that the word goes on.
    fn add(&mut self, glyph: &Glyph, letter: char) {
        let ends_line = match self.soft_hyphen.take() {
            Some(x0) if glyph.x0 - x0 > VISIBLE * glyph.size => {
                self.text.push('-');
                false
            }
            Some(_) => matches!(letter, '-' | '\u{2010}'),
            None => false,
        };
        match letter {
            SOFT_HYPHEN => self.soft_hyphen = Some(glyph.x0),
            _ if ends_line => self.text.push(SOFT_HYPHEN),
            letter => self.text.push(letter),
        }
    }

    /// Ends the word: a soft hyphen that nothing follows is a hyphen, and accents that combine are
    /// combined.
    fn end(&mut self) {
        if self.soft_hyphen.take().is_some() {
            self.text.push('-');
        }
        if self.text.contains(|c| ('\u{300}'..='\u{36f}').contains(&c)) {
            self.text = self.text.nfc().collect();
        }
    }

    /// Puts another word behind this one, with nothing between them.
    pub fn append(&mut self, word: &Self) {
        self.text.push_str(&word.text);
        self.bbox = self.bbox.union(word.bbox);
        self.bold += word.bold;
    }

    /// Whether it is one capital.
    fn is_capital(&self) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    }

    /// The baseline it stands on.
    pub fn baseline(&self) -> f32 {
        self.bbox.y1 - DESCENT * self.size
    }

    /// How many letters it has.
    pub fn len(&self) -> usize {
        self.text.chars().count()
    }
}

fn glyph_box(glyph: &Glyph) -> BBox {
    BBox {
        x0: glyph.x0,
        y0: glyph.y - ASCENT * glyph.size,
        x1: glyph.x1,
        y1: glyph.y + DESCENT * glyph.size,
    }
}

#[cfg(test)]
mod tests {
    use crate::pdf::sample::{lines, show};

    #[test]
    fn capitals_that_were_typed_apart_are_words() {
        assert_eq!(lines(&show(70.0, 700.0, "M O T I E")), ["MOTIE"]);
        assert_eq!(lines(&show(70.0, 700.0, "M O T I E   V R E E M D 12")), ["MOTIE VREEMD 12"]);
        assert_eq!(lines(&show(70.0, 700.0, "A B C zijn letters")), ["A B C zijn letters"]);
        assert_eq!(lines(&show(70.0, 700.0, "J. P. M. A. Bos")), ["J. P. M. A. Bos"]);
    }

    #[test]
    fn a_space_in_letters_that_are_spaced_out_is_no_cell() {
        let heading = "BT /F1 10 Tf 4 Tc 70 700 Td (OVERWEGENDE DAT:) Tj ET";
        assert_eq!(lines(heading), ["OVERWEGENDE DAT:"]);
    }

    #[test]
    fn a_thin_space_parts_the_digits_of_a_number() {
        let number = "BT /F1 10 Tf 70 700 Td [(39) -160 (026, L) -160 (0)] TJ ET";
        assert_eq!(lines(number), ["39 026, L0"]);
    }
}
