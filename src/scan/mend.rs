//! What is read wrong in ways that a line, or the column it begins in, shows: signs, numbers and
//! letters before items, dashes, digits that were read twice.

use super::blob::Blob;
use super::place::{Line, UNSURE};
use super::recognise::RecognisedWord;

/// How far from others of its column a sign at the start of a line stands at most, in font sizes.
const COLUMN: f32 = 0.4;
/// How far behind the sign of an item its text begins at least, in font sizes.
const TAB: f32 = 0.3;
/// What a bullet is read as that was not seen as one.
const MISREAD: [&str; 12] = ["e", "¢", "°", "*", "«", "»", "©", "®", "¢e", "+", "●", "·"];
/// How many letters a bullet is read as at most, where it stands in a column of seen ones.
const MISREAD_LETTERS: usize = 2;
/// How far behind the number of an item its text begins at least, in font sizes.
const NUMBER_TAB: f32 = 0.5;
/// What the first number of a list is read as that is no number.
const MISREAD_ONE: [&str; 13] =
    ["|", "l", "I", "L", "i", "!", "]", "[", "T", "Ll", "ll", "Il", "lI"];
/// How wide a hyphen is at most, in font sizes, and a dash that is as wide as an n.
const HYPHEN: f32 = 0.41;
const EN_DASH: f32 = 0.78;
/// Signs that end a word and never begin one.
const CLOSING: [char; 4] = [',', ';', ':', ')'];
/// The room before such a sign is no space if it is less than this, in font sizes.
const NO_SPACE: f32 = 0.3;

impl Line {
    /// The number of an item has a full stop behind it: a comma there is one read wrong. A small
    /// roman number in brackets has no j: "(ij)".
    pub(super) fn mend_number(&mut self) {
        let [first, second, ..] = self.words.as_mut_slice() else {
            return;
        };
        let inner = first.text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        if inner.is_some_and(|inner| {
            inner.starts_with('i') && inner.len() > 1 && inner.bytes().all(|b| b"ijl".contains(&b))
        }) {
            first.text = first.text.replace(['j', 'l'], "i");
            first.confidence = first.confidence.min(UNSURE);
        }
        let is_number = first.text.strip_suffix(',').is_some_and(|number| {
            !number.is_empty() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit())
        });
        if is_number && second.x0 as f32 - first.x1 as f32 > NUMBER_TAB * self.size {
            first.text.pop();
            first.text.push('.');
        }
    }

    /// A small letter with an accent between a capital and a digit is a part of that digit, read
    /// twice: "Dó66".
    pub(super) fn mend_digits(&mut self) {
        for word in &mut self.words {
            let letters: Vec<char> = word.text.chars().collect();
            let stray = letters.windows(3).position(|three| {
                three[0].is_uppercase()
                    && three[1].is_lowercase()
                    && !three[1].is_ascii()
                    && three[2].is_ascii_digit()
            });
            if let Some(at) = stray {
                word.text = letters[..=at].iter().chain(&letters[at + 2..]).collect();
                word.confidence = word.confidence.min(UNSURE);
            }
        }
    }

    /// A small q that no u follows is a g: no Dutch word has one.
    pub(super) fn mend_letters(&mut self) {
        for word in &mut self.words {
            let letters: Vec<char> = word.text.chars().collect();
            let is_misread = |at: usize| {
                let small = |at: usize| letters.get(at).is_some_and(|c| c.is_lowercase());
                letters[at] == 'q' && at > 0 && small(at - 1) && letters.get(at + 1) != Some(&'u')
            };
            if (0..letters.len()).any(is_misread) && letters.len() > MISREAD_LETTERS + 1 {
                let mend = |(at, c): (usize, &char)| if is_misread(at) { 'g' } else { *c };
                word.text = letters.iter().enumerate().map(mend).collect();
                word.confidence = word.confidence.min(UNSURE);
            }
        }
    }

    /// Makes the dash of each word as long as it is drawn: its reader knows that there is one.
    pub(super) fn mend_dashes(&mut self, dashes: &[Blob]) {
        let size = self.size;
        let is_dash = |c: char| matches!(c, '-' | '–' | '—' | '―');
        for word in &mut self.words {
            if word.text.chars().filter(|c| is_dash(*c)).count() != 1 {
                continue;
            }
            let mut inside = dashes.iter().filter(|dash| {
                dash.x0 + 3 >= word.x0
                    && dash.x1 <= word.x1 + 3
                    && dash.y0 as f32 > self.baseline - 0.5 * size
                    && (dash.y1 as f32) < self.baseline - 0.1 * size
            });
            let width = match (inside.next(), inside.next()) {
                (Some(dash), None) => dash.width(),
                _ if word.text.chars().count() == 1 => word.x1 - word.x0,
                _ => continue,
            };
            let dash = match width as f32 / size {
                width if width < HYPHEN => "-",
                width if width < EN_DASH => "–",
                _ => "—",
            };
            word.text = word.text.replace(is_dash, dash);
        }
    }

    /// Closes up what was read as two words.
    pub(super) fn close_up(&mut self) {
        let size = self.size;
        let mut mended: Vec<RecognisedWord> = Vec::with_capacity(self.words.len());
        for word in self.words.drain(..) {
            match mended.last_mut() {
                Some(last)
                    if word.text.starts_with(CLOSING)
                        && last.text.ends_with(char::is_alphanumeric)
                        && (word.x0 as f32 - last.x1 as f32) < NO_SPACE * size =>
                {
                    last.text.push_str(&word.text);
                    last.x1 = last.x1.max(word.x1);
                    last.confidence = last.confidence.min(word.confidence);
                }
                _ => mended.push(word),
            }
        }
        self.words = mended;
    }
}

/// Makes a bullet of what is no word at the start of a line: a sign, where it stands in a column of
/// such signs; one or two letters, where the lines of bullets that were seen begin, and their text.
pub(super) fn mend_bullets(lines: &mut [Line]) {
    let starts: Vec<Start> =
        lines.iter().enumerate().filter_map(|(index, line)| Start::of(index, line)).collect();
    for start in starts.iter().filter(|start| start.bullet.is_none()) {
        let near = |one: f32, other: f32| (one - other).abs() <= COLUMN * start.size;
        let mut column = starts
            .iter()
            .filter(|other| other.index != start.index && near(other.middle, start.middle));
        let seen =
            column.clone().find(|other| other.bullet.is_some() && near(other.text, start.text));
        let sign = match seen {
            Some(Start { bullet: Some(sign), .. }) => *sign,
            // What every sign of the column is read as, it is: no disc is read as one sign always.
            _ if start.is_chevron
                && column.clone().count() > 1
                && column.clone().all(|it| it.is_chevron) =>
            {
                continue;
            }
            _ if start.is_sign && column.any(|other| other.is_sign) => '•',
            _ => continue,
        };
        let word = &mut lines[start.index].words[0];
        word.text = sign.to_string();
        word.confidence = word.confidence.min(UNSURE);
    }
}

/// Makes "1." of what was read as a stroke and a full stop, where the next number below it in its
/// column is "2.": a list of roman numbers or letters goes on otherwise. What is no letter at all is
/// one wherever numbers stand in its column: the only item of a list.
pub(super) fn mend_ones(lines: &mut [Line]) {
    let numbers: Vec<u32> = lines
        .iter()
        .filter_map(|line| line.words.first())
        .filter(|word| {
            ends_as_number(&word.text) && word.text.starts_with(|c: char| c.is_ascii_digit())
        })
        .map(|word| word.x0)
        .collect();
    for index in 0..lines.len() {
        let (line, below) = lines[index..].split_first_mut().expect("there is a line");
        let [first, second, ..] = line.words.as_mut_slice() else {
            continue;
        };
        let Some(end) = first.text.chars().last().filter(|c| matches!(c, '.' | ')' | ',')) else {
            continue;
        };
        let is_stroke =
            first.text.strip_suffix(end).is_some_and(|read| MISREAD_ONE.contains(&read));
        if !is_stroke || second.x0 as f32 - first.x1 as f32 <= NUMBER_TAB * line.size {
            continue;
        }
        let next = below.iter().filter_map(|line| line.words.first()).find(|word| {
            word.x0.abs_diff(first.x0) as f32 <= COLUMN * line.size && ends_as_number(&word.text)
        });
        let is_listed = || {
            !first.text.contains(char::is_alphanumeric)
                && numbers.iter().any(|x| x.abs_diff(first.x0) as f32 <= COLUMN * line.size)
        };
        if next.is_some_and(|next| next.text.starts_with('2')) || is_listed() {
            first.text = format!("1{}", if end == ')' { ')' } else { '.' });
            first.confidence = first.confidence.min(UNSURE);
        }
    }
}

/// Makes "c." of "ce." below "b.": the letter of an item that was read twice.
pub(super) fn mend_item_letters(lines: &mut [Line]) {
    let letter = |word: &str| match word.as_bytes() {
        [letter @ b'a'..=b'z', b'.' | b')'] => Some(*letter),
        _ => None,
    };
    for index in 1..lines.len() {
        let (above, below) = lines.split_at_mut(index);
        let line = &mut below[0];
        let [first, second, ..] = line.words.as_mut_slice() else { continue };
        let [read @ b'a'..=b'z', b'a'..=b'z', b'.'] = first.text.as_bytes() else { continue };
        let read = *read;
        let before = above.iter().rev().filter_map(|line| line.words.first()).find_map(|word| {
            let near = word.x0.abs_diff(first.x0) as f32 <= COLUMN * line.size;
            letter(&word.text).filter(|_| near)
        });
        let is_apart = second.x0 as f32 - first.x1 as f32 > TAB * line.size;
        if before.is_some_and(|before| before + 1 == read) && is_apart {
            first.text.remove(1);
            first.confidence = first.confidence.min(UNSURE);
        }
    }
}

/// Whether a word is of one or two letters or digits, with a full stop, bracket or comma behind them.
fn ends_as_number(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')', ',']);
    number.is_some_and(|number| {
        !number.is_empty() && number.len() <= 2 && number.chars().all(char::is_alphanumeric)
    })
}

/// What may be the sign of an item at the start of a line.
struct Start {
    /// The line.
    index: usize,
    /// Its font size.
    size: f32,
    /// The middle of the sign.
    middle: f32,
    /// Where the text behind it begins.
    text: f32,
    /// What was seen there; `None` for what was read.
    bullet: Option<char>,
    /// Whether it is something that bullets are read as.
    is_sign: bool,
    /// Whether that is a sign which lists have too: "»".
    is_chevron: bool,
}

impl Start {
    fn of(index: usize, line: &Line) -> Option<Self> {
        let [first, second, ..] = line.words.as_slice() else {
            return None;
        };
        let bullet = first.text.chars().next().filter(|c| matches!(c, '•' | '▪' | '◦'));
        let is_sign = MISREAD.contains(&first.text.as_str());
        let room = second.x0 as f32 - first.x1 as f32;
        let is_short = first.text.chars().count() <= MISREAD_LETTERS
            && !first.text.contains(|c: char| c.is_ascii_digit() || ".)".contains(c))
            && room > NUMBER_TAB * line.size;
        let may_be = bullet.is_some() || is_sign || is_short;
        (may_be && room > TAB * line.size).then_some(Self {
            index,
            size: line.size,
            middle: (first.x0 + first.x1) as f32 / 2.0,
            text: second.x0 as f32,
            bullet,
            is_sign,
            is_chevron: first.text == "»",
        })
    }
}
