//! Papers on pages: words with their places, in hundredths of a point from the top left.

use std::borrow::Cow;

use super::face::{FaceId, Family};
use crate::generate::dice::Dice;
use crate::generate::lines::Breaking;
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

impl Run {
    /// Writes "fi" and "fl" with one letter each, as typesetters do; fixed letters have no such.
    pub(super) fn ligate(&mut self) {
        let face = self.face.face();
        for (two, one) in [("fi", 'ﬁ'), ("fl", 'ﬂ')] {
            if face.letters.contains_key(&one) && self.text.contains(two) {
                self.text = self.text.replace(two, one.encode_utf8(&mut [0; 4]));
            }
        }
    }
}

/// What is on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) runs: Vec<Run>,
    /// Rules: left, top, right, bottom.
    pub(super) rules: Vec<[i64; 4]>,
    pub(super) strokes: Vec<Stroke>,
}

/// Lines from place to place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    /// A frame: left, top, right, bottom.
    Frame([i64; 4]),
    /// Through these places.
    Path(Vec<(i64, i64)>),
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
    /// Columns of the page.
    columns: i64,
    /// Whether words may be parted elsewhere.
    hyphenates: bool,
    /// Whether a rule stands below the head of the page.
    ruled: bool,
    boxes: Boxes,
    /// Whether a marker stands on a line of its own.
    apart: bool,
}

/// How boxes for a vote are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Boxes {
    /// With brackets and a letter.
    Letters,
    /// As frames, marked with a cross.
    Crossed,
    /// As frames, marked with a tick.
    Ticked,
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
        columns: if dice.chance(1) { 2 } else { 1 },
        parts: dice.chance(50),
        hyphenates: dice.chance(15),
        ruled: dice.chance(30),
        boxes: dice.weigh(&[(40, Boxes::Letters), (40, Boxes::Crossed), (20, Boxes::Ticked)]),
        apart: dice.chance(2),
    };
    let mut setter = Setter {
        manner,
        pages: vec![Page::default()],
        of_block: vec![(0, 0); paper.blocks.len()],
        y: manner.top,
        block: 0,
        column: 0,
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
    /// The column that is being set, from 0.
    column: i64,
}

impl Setter {
    fn set(&mut self, block: &Block) {
        let Manner { size, family, gap, .. } = self.manner;
        let plain = FaceId::of(family, false, false);
        match block {
            Block::Gap => self.y += size * gap / 100,
            Block::Page => {
                self.column = self.manner.columns - 1;
                self.turn();
            }
            Block::Text { text, look } => {
                let (face, size) = match look {
                    Look::Plain | Look::Centre => (plain, size),
                    Look::Bold => (FaceId::of(family, true, false), size),
                    Look::Title => (FaceId::of(family, true, false), size * 135 / 100),
                };
                let (left, right) = self.sides();
                let room = right - left - face.face().width(text) * size / 1000;
                let indent = if *look == Look::Centre { room.max(0) / 2 } else { 0 };
                self.paragraph(indent, face, size, text);
            }
            Block::Item { marker, depth, text } => {
                let indent = self.manner.indent + i64::from(*depth) * self.manner.hang;
                self.room(size);
                let (x, y) = (self.sides().0 + indent, self.baseline(size));
                self.put(x, y, size, plain, marker, 0);
                if self.manner.apart && *depth == 0 {
                    self.y += size * self.manner.leading / 100;
                    return self.paragraph(indent, plain, size, text);
                }
                let width = plain.face().width(marker) * size / 1000;
                let space = plain.face().width(" ") * size / 1000;
                let hang = self.manner.hang.max(width + space * 3 / 2);
                self.paragraph(indent + hang, plain, size, text);
            }
            Block::Row { cells, widths } => self.row(cells, widths, plain),
            Block::Ballot { boxes } if self.manner.boxes != Boxes::Letters => {
                self.ballot(boxes, plain);
            }
            Block::Stamp { text } => self.stamp(text),
            Block::Ballot { boxes } => {
                let cells: Vec<String> = boxes
                    .iter()
                    .map(|(is_marked, name)| {
                        format!("{} {name}", if *is_marked { "[X]" } else { "[ ]" })
                    })
                    .collect();
                self.paragraph(0, plain, size, &cells.join("   "));
            }
        }
    }

    /// Words over as many lines as they take, all this far from the left.
    fn paragraph(&mut self, indent: i64, face: FaceId, size: i64, text: &str) {
        let (left, right) = self.sides();
        let lines = self.broken(text, face, size, right - left - indent);
        let last = lines.len() - 1;
        for (number, text) in lines.iter().enumerate() {
            self.line(indent, face, size, text, number == last);
        }
    }

    /// Words over lines of this width.
    fn broken<'a>(&self, text: &'a str, face: FaceId, size: i64, width: i64) -> Vec<Cow<'a, str>> {
        let letters = face.face();
        let measure = |words: &str| letters.width(words);
        let Manner { parts, hyphenates, .. } = self.manner;
        let room = width * 1000 / size.max(1);
        Breaking { room, measure, space: letters.width(" "), parts, hyphenates }.lines(text)
    }

    fn line(&mut self, indent: i64, face: FaceId, size: i64, text: &str, is_last: bool) {
        self.room(size);
        let y = self.baseline(size);
        let (left, right) = self.sides();
        let x = left + indent;
        let width = face.face().width(text) * size / 1000;
        let spaces = text.matches(' ').count() as i64;
        let is_full = self.manner.justified && !is_last && spaces > 0;
        let stretch = if is_full { (right - x - width) / spaces } else { 0 };
        self.put(x, y, size, face, text, stretch);
        self.y += size * self.manner.leading / 100;
    }

    /// Cells beside one another; none of them is parted over pages.
    fn row(&mut self, cells: &[String], widths: &[u8], face: FaceId) {
        let Manner { size, leading, .. } = self.manner;
        let whole = self.sides().1 - self.sides().0;
        let mut x = 0;
        let columns: Vec<(i64, Vec<Cow<'_, str>>)> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| {
                let width = whole * i64::from(*width) / 100;
                let start = x;
                x += width;
                (start, self.broken(cell, face, size, width - size))
            })
            .collect();
        let height = columns.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        self.room(size * leading / 100 * height as i64);
        for number in 0..height {
            let y = self.baseline(size);
            for (x, lines) in &columns {
                if let Some(text) = lines.get(number) {
                    self.put(self.sides().0 + x, y, size, face, text, 0);
                }
            }
            self.y += size * leading / 100;
        }
    }

    /// Boxes beside one another, drawn, each before what it stands for.
    fn ballot(&mut self, boxes: &[(bool, &'static str)], face: FaceId) {
        let Manner { size, leading, .. } = self.manner;
        self.room(size);
        let (mut x, y) = (self.sides().0, self.baseline(size));
        let side = size * 75 / 100;
        let top = y - side;
        for (is_marked, name) in boxes {
            let mut strokes = vec![Stroke::Frame([x, top, x + side, y])];
            let inner = side / 8;
            let (left, right) = (x + inner, x + side - inner);
            let (high, low) = (top + inner, y - inner);
            match self.manner.boxes {
                _ if !is_marked => {}
                Boxes::Ticked => strokes.push(Stroke::Path(vec![
                    (left, top + side / 2),
                    (x + side * 2 / 5, low),
                    (right, high),
                ])),
                _ => strokes.extend([
                    Stroke::Path(vec![(left, high), (right, low)]),
                    Stroke::Path(vec![(left, low), (right, high)]),
                ]),
            }
            if let Some(page) = self.pages.last_mut() {
                page.strokes.extend(strokes);
            }
            x += side + size * 2 / 5;
            self.put(x, y, size, face, name, 0);
            x += face.face().width(name) * size / 1000 + size * 2;
        }
        self.y += size * leading / 100;
    }

    /// Words in a frame, at the right.
    fn stamp(&mut self, text: &str) {
        let Manner { size, family, leading, .. } = self.manner;
        let (face, size) = (FaceId::of(family, true, false), size * 14 / 10);
        self.room(size * 2);
        let width = face.face().width(text) * size / 1000;
        let (right, y) = (self.sides().1, self.baseline(size) + size / 3);
        let x = right - size / 2 - width;
        self.put(x, y, size, face, text, 0);
        if let Some(page) = self.pages.last_mut() {
            let frame = [x - size / 2, y - size * 11 / 10, right, y + size / 2];
            page.strokes.push(Stroke::Frame(frame));
        }
        self.y += size * leading / 100 + size;
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

    /// Goes on at the top of the next column, or of the next page.
    fn turn(&mut self) {
        self.y = self.manner.top;
        self.column = (self.column + 1) % self.manner.columns;
        if self.column == 0 {
            self.pages.push(Page::default());
        }
    }

    /// Where the column begins and ends.
    fn sides(&self) -> (i64, i64) {
        const BETWEEN: i64 = 2_000;
        let Manner { left, right, columns, .. } = self.manner;
        let width = (right - left - BETWEEN * (columns - 1)) / columns;
        let start = left + self.column * (width + BETWEEN);
        (start, start + width)
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
