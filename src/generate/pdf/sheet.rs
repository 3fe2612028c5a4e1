//! Papers on pages: words with their places, in hundredths of a point from the top left.

use super::face::{FaceId, Family};
use crate::generate::dice::Dice;
use crate::generate::paper::{Block, Look, Paper};

/// A4.
pub(super) const WIDTH: i64 = 59_528;
pub(super) const HEIGHT: i64 = 84_189;

/// Words of one font that stand on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) x: i64,
    /// The line that the letters stand on.
    pub(super) y: i64,
    pub(super) size: i64,
    pub(super) face: FaceId,
    pub(super) text: String,
    /// What each space is wider than it is, so that lines end in one place.
    pub(super) stretch: i64,
}

/// What is on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) runs: Vec<Run>,
    /// Rules: left, top, right, bottom.
    pub(super) rules: Vec<[i64; 4]>,
}

/// Pages, and which of them each block stands on.
#[derive(Debug)]
pub(super) struct Sheets {
    pub(super) pages: Vec<Page>,
    /// From 1, the first and the last.
    pub(super) of_block: Vec<(u32, u32)>,
}

/// How a document is set.
#[derive(Clone, Copy, Debug)]
struct Manner {
    family: Family,
    size: i64,
    /// From line to line, in hundredths of the size.
    leading: i64,
    /// From paragraph to paragraph, likewise.
    gap: i64,
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
    indent: i64,
    hang: i64,
    justified: bool,
    /// Whether words may be parted at their hyphens.
    parts: bool,
    /// Whether a rule stands below the head of the page.
    ruled: bool,
}

/// Sets a paper.
pub(super) fn set(paper: &Paper, dice: &mut Dice) -> Sheets {
    let size = dice.weigh(&[(20, 950), (35, 1000), (30, 1100), (15, 1200)]);
    let side = dice.weigh(&[(30, 5_670), (40, 7_087), (30, 8_500)]);
    let manner = Manner {
        family: dice.weigh(&[(60, Family::Sans), (35, Family::Serif), (5, Family::Fixed)]),
        size,
        leading: dice.weigh(&[(40, 118), (40, 128), (20, 145)]),
        gap: dice.weigh(&[(40, 60), (60, 100)]),
        left: side,
        right: WIDTH - side,
        top: dice.weigh(&[(50, 7_087), (50, 9_500)]),
        bottom: HEIGHT - dice.weigh(&[(50, 7_087), (50, 8_500)]),
        indent: dice.weigh(&[(40, 0), (30, 900), (30, 1_800)]),
        hang: dice.weigh(&[(50, 1_418), (50, 1_800)]),
        justified: dice.chance(20),
        parts: dice.chance(50),
        ruled: dice.chance(30),
    };
    let mut setter = Setter {
        manner,
        pages: vec![Page::default()],
        of_block: vec![(0, 0); paper.blocks.len()],
        y: manner.top,
        block: 0,
    };
    for (index, block) in paper.blocks.iter().enumerate() {
        setter.block = index;
        setter.set(block);
    }
    setter.furniture(paper);
    Sheets { pages: setter.pages, of_block: setter.of_block }
}

struct Setter {
    manner: Manner,
    pages: Vec<Page>,
    of_block: Vec<(u32, u32)>,
    /// Where the next line begins.
    y: i64,
    block: usize,
}

/// A line that is to be set.
struct Line<'a> {
    x: i64,
    right: i64,
    face: FaceId,
    size: i64,
    text: &'a str,
    is_last: bool,
}

impl Setter {
    fn set(&mut self, block: &Block) {
        let Manner { left, right, size, family, gap, .. } = self.manner;
        let plain = FaceId::of(family, false, false);
        match block {
            Block::Gap => self.y += size * gap / 100,
            Block::Page => self.turn(),
            Block::Text { text, look } => {
                let (face, size) = match look {
                    Look::Plain | Look::Centre => (plain, size),
                    Look::Bold => (FaceId::of(family, true, false), size),
                    Look::Title => (FaceId::of(family, true, false), size * 135 / 100),
                };
                if *look == Look::Centre {
                    let width = face.face().width(text) * size / 1000;
                    let x = (left + right - width) / 2;
                    self.line(&Line { x, right, face, size, text, is_last: true });
                } else {
                    self.paragraph(left, right, face, size, text);
                }
            }
            Block::Item { marker, depth, text } => {
                let x = left + self.manner.indent + i64::from(*depth) * self.manner.hang;
                self.room(size);
                let y = self.baseline(size);
                self.put(x, y, size, plain, marker, 0);
                let width = plain.face().width(marker) * size / 1000;
                let space = plain.face().width(" ") * size / 1000;
                let hang = self.manner.hang.max(width + space * 3 / 2);
                self.paragraph(x + hang, right, plain, size, text);
            }
            Block::Row { cells, widths } => self.row(cells, widths, plain),
            Block::Ballot { boxes } => {
                let cells: Vec<String> = boxes
                    .iter()
                    .map(|(is_marked, name)| {
                        format!("{} {name}", if *is_marked { "[X]" } else { "[ ]" })
                    })
                    .collect();
                self.paragraph(left, right, plain, size, &cells.join("   "));
            }
        }
    }

    /// Words over as many lines as they take.
    fn paragraph(&mut self, x: i64, right: i64, face: FaceId, size: i64, text: &str) {
        let lines = broken(text, face, size, right - x, self.manner.parts);
        let last = lines.len() - 1;
        for (number, text) in lines.into_iter().enumerate() {
            self.line(&Line { x, right, face, size, text, is_last: number == last });
        }
    }

    fn line(&mut self, line: &Line<'_>) {
        self.room(line.size);
        let y = self.baseline(line.size);
        let width = line.face.face().width(line.text) * line.size / 1000;
        let spaces = line.text.matches(' ').count() as i64;
        let is_full = self.manner.justified && !line.is_last && spaces > 0;
        let stretch = if is_full { (line.right - line.x - width) / spaces } else { 0 };
        self.put(line.x, y, line.size, line.face, line.text, stretch);
        self.y += line.size * self.manner.leading / 100;
    }

    /// Cells beside one another; none of them is parted over pages.
    fn row(&mut self, cells: &[String], widths: &[u8], face: FaceId) {
        let Manner { left, right, size, leading, .. } = self.manner;
        let whole = right - left;
        let mut x = left;
        let columns: Vec<(i64, Vec<&str>)> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| {
                let width = whole * i64::from(*width) / 100;
                let start = x;
                x += width;
                (start, broken(cell, face, size, width - size, self.manner.parts))
            })
            .collect();
        let height = columns.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        self.room(size * leading / 100 * height as i64);
        for number in 0..height {
            let y = self.baseline(size);
            for (x, lines) in &columns {
                if let Some(text) = lines.get(number) {
                    self.put(*x, y, size, face, text, 0);
                }
            }
            self.y += size * leading / 100;
        }
    }

    fn put(&mut self, x: i64, y: i64, size: i64, face: FaceId, text: &str, stretch: i64) {
        let page = self.pages.len() as u32;
        let (first, last) = &mut self.of_block[self.block];
        *first = if *first == 0 { page } else { *first };
        *last = page;
        let run = Run { x, y, size, face, text: text.to_owned(), stretch };
        if let Some(page) = self.pages.last_mut() {
            page.runs.push(run);
        }
    }

    fn baseline(&self, size: i64) -> i64 {
        self.y + size
    }

    /// Turns the page where there is no room of this height.
    fn room(&mut self, height: i64) {
        if self.y + height > self.manner.bottom {
            self.turn();
        }
    }

    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = self.manner.top;
    }

    /// What stands on every page.
    fn furniture(&mut self, paper: &Paper) {
        let Manner { family, left, right, ruled, .. } = self.manner;
        let (face, size) = (FaceId::of(family, false, false), 850);
        let all = self.pages.len().to_string();
        for (index, page) in self.pages.iter_mut().enumerate() {
            let mut put = |words: &String, y: i64| {
                let number = (index + 1).to_string();
                let text = words.replace("{n}", &number).replace("{all}", &all);
                let x = right - face.face().width(&text) * size / 1000;
                page.runs.push(Run { x, y, size, face, text, stretch: 0 });
            };
            if let Some(words) = &paper.foot {
                put(words, HEIGHT - 3_500);
            }
            if let Some(words) = &paper.head {
                put(words, 4_000);
                if ruled {
                    page.rules.push([left, 4_300, right, 4_350]);
                }
            }
        }
    }
}

/// Words over lines of a width; what is wider goes beyond it.
fn broken(text: &str, face: FaceId, size: i64, width: i64, parts: bool) -> Vec<&str> {
    let face = face.face();
    let room = width * 1000 / size.max(1);
    let space = face.width(" ");
    let mut lines = Vec::new();
    let (mut start, mut end, mut length) = (0, 0, 0);
    for (place, piece) in pieces(text, parts) {
        let follows = place > 0 && text.as_bytes()[place - 1] == b' ';
        let wide = face.width(piece);
        let before = if follows { space } else { 0 };
        if length > 0 && length + before + wide > room {
            lines.push(&text[start..end]);
            (start, length) = (place, wide);
        } else {
            length += if length > 0 { before + wide } else { wide };
        }
        end = place + piece.len();
    }
    lines.push(&text[start..end]);
    lines
}

/// The words of a text with their places, parted behind hyphens between letters if they may be.
fn pieces(text: &str, parts: bool) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    for word in text.split(' ') {
        let mut place = word.as_ptr() as usize - text.as_ptr() as usize;
        let mut rest = word;
        while let Some(hyphen) = rest.find('-').filter(|_| parts) {
            let is_between = |side: Option<char>| side.is_some_and(char::is_alphabetic);
            let (before, behind) = rest.split_at(hyphen + 1);
            if !is_between(before[..hyphen].chars().last()) || !is_between(behind.chars().next()) {
                break;
            }
            pieces.push((place, before));
            (place, rest) = (place + before.len(), behind);
        }
        pieces.push((place, rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_within_their_width() {
        let face = FaceId::of(Family::Sans, false, false);
        let text = "De raad verzoekt het college om in overleg te treden met de buurt-app-groep";
        let lines = broken(text, face, 1000, 10_000, true);
        assert!(lines.len() > 2);
        for line in &lines {
            assert!(face.face().width(line) <= 10_000, "{line}");
        }
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        assert_eq!(pieces("en of-en", true), [(0, "en"), (3, "of-"), (6, "en")]);
        assert_eq!(pieces("2019-2022", true), [(0, "2019-2022")]);
    }
}
