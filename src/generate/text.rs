//! Papers as plain text: lines of a width, or none, with pages or without.

use std::borrow::Cow;

use super::Noise;
use super::dice::Dice;
use super::lines::Breaking;
use super::paper::{Block, Look, Paper};

/// The width that cells share where lines have none, in letters.
const ROW: usize = 80;

/// A text, and the page of each block.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) bytes: Vec<u8>,
    /// From 1, the first and the last page that a block stands on.
    pub(super) pages: Vec<(u32, u32)>,
}

/// How a text is laid out.
#[derive(Clone, Copy, Debug)]
struct Manner {
    /// Letters on a line at most; `None` where a paragraph is one line.
    width: Option<usize>,
    /// Spaces before an item.
    indent: usize,
    /// Spaces between a marker and its item.
    behind: usize,
    /// Empty lines that a gap takes.
    gap: usize,
    /// Lines on a page; `None` where there are no pages.
    page: Option<usize>,
    /// Whether a marker stands on a line of its own, as a copy from a PDF has it.
    apart: bool,
    /// Whether such a line has room around it.
    parted: bool,
    /// Spaces before every line.
    margin: usize,
    /// Whether words are parted at line ends.
    hyphenates: bool,
}

/// Lays a paper out.
pub(super) fn lay(paper: &Paper, dice: &mut Dice, noise: Noise) -> Text {
    let manner = Manner {
        width: dice.weigh(&[
            (20, None),
            (25, Some(72)),
            (25, Some(80)),
            (20, Some(90)),
            (10, Some(100)),
        ]),
        indent: dice.weigh(&[(50, 0), (15, 1), (15, 2), (20, 4)]),
        behind: dice.weigh(&[(70, 1), (15, 2), (15, 4)]),
        gap: dice.weigh(&[(90, 1), (10, 2)]),
        page: dice.chance(20).then_some(54),
        apart: noise != Noise::None && dice.chance(if noise == Noise::Heavy { 15 } else { 4 }),
        parted: dice.chance(50),
        margin: dice.weigh(&[(90, 0), (10, 6)]),
        hyphenates: dice.chance(12),
    };
    let mut sheet = Sheet { manner, lines: Vec::new() };
    for (index, block) in paper.blocks.iter().enumerate() {
        sheet.block(index, block);
    }
    let (text, pages) = sheet.pages(paper);
    Text { bytes: encode(text, dice, noise), pages }
}

/// Lines, each with the block that it belongs to.
#[derive(Debug)]
struct Sheet {
    manner: Manner,
    lines: Vec<(usize, String)>,
}

impl Sheet {
    fn block(&mut self, index: usize, block: &Block) {
        match block {
            Block::Gap => (0..self.manner.gap).for_each(|_| self.line(index, "")),
            Block::Page => self.line(index, "\x0c"),
            Block::Text { text, look: Look::Centre } => {
                let room = self.manner.width.unwrap_or(ROW).saturating_sub(text.chars().count());
                self.line(index, &format!("{}{text}", " ".repeat(room / 2)));
            }
            Block::Text { text, .. } => self.paragraph(index, "", 0, text),
            Block::Item { marker, depth, text } => {
                let indent = " ".repeat(self.manner.indent + usize::from(*depth) * 4);
                if self.manner.apart && *depth == 0 {
                    let parted = self.manner.parted;
                    self.line(index, marker);
                    (0..usize::from(parted)).for_each(|_| self.line(index, ""));
                    self.paragraph(index, "", 0, text);
                    (0..usize::from(parted)).for_each(|_| self.line(index, ""));
                    return;
                }
                let before = format!("{indent}{marker}{}", " ".repeat(self.manner.behind));
                self.paragraph(index, &before, before.chars().count(), text);
            }
            Block::Stamp { text } => {
                let room = self.manner.width.unwrap_or(ROW).saturating_sub(text.chars().count());
                self.line(index, &format!("{}{text}", " ".repeat(room)));
            }
            Block::Row { cells, widths } => self.row(index, cells, widths),
            Block::Ballot { boxes } => {
                let cells: Vec<String> = boxes
                    .iter()
                    .map(|(is_marked, name)| {
                        format!("{} {name}", if *is_marked { '☒' } else { '☐' })
                    })
                    .collect();
                self.line(index, &cells.join("   "));
            }
        }
    }

    fn line(&mut self, index: usize, text: &str) {
        let margin = if text.is_empty() || text == "\x0c" { 0 } else { self.manner.margin };
        self.lines.push((index, format!("{:margin$}{text}", "")));
    }

    /// Words over as many lines as they take, the second and on with room before them.
    fn paragraph(&mut self, index: usize, before: &str, hang: usize, text: &str) {
        let Some(width) = self.manner.width else {
            self.line(index, &format!("{before}{text}"));
            return;
        };
        let lines = self.wrapped(text, width - hang.min(width / 2));
        for (number, line) in lines.into_iter().enumerate() {
            if number == 0 {
                self.line(index, &format!("{before}{line}"));
            } else {
                self.line(index, &format!("{:hang$}{line}", ""));
            }
        }
    }

    /// Words over lines of this many letters.
    fn wrapped<'a>(&self, text: &'a str, width: usize) -> Vec<Cow<'a, str>> {
        let measure = |words: &str| words.chars().count() as i64;
        let hyphenates = self.manner.hyphenates;
        Breaking { room: width as i64, measure, space: 1, parts: hyphenates, hyphenates }
            .lines(text)
    }

    /// Cells beside one another, each over as many lines as it takes.
    fn row(&mut self, index: usize, cells: &[String], widths: &[u8]) {
        let whole = self.manner.width.unwrap_or(ROW);
        let widths: Vec<usize> =
            widths.iter().map(|width| whole * usize::from(*width) / 100).collect();
        let columns: Vec<Vec<Cow<'_, str>>> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| self.wrapped(cell, width.saturating_sub(2).max(8)))
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        for number in 0..height {
            let mut line = String::new();
            let mut place = 0;
            for (column, width) in columns.iter().zip(&widths) {
                if let Some(words) = column.get(number) {
                    let room =
                        place.max(if line.is_empty() { 0 } else { line.chars().count() + 2 });
                    while line.chars().count() < room {
                        line.push(' ');
                    }
                    line.push_str(words);
                }
                place += width;
            }
            self.line(index, &line);
        }
    }

    /// All lines as one text, and the pages of each block.
    fn pages(self, paper: &Paper) -> (String, Vec<(u32, u32)>) {
        let mut pages = vec![(0, 0); paper.blocks.len()];
        let breaks = self.breaks();
        let all = breaks.iter().filter(|is_break| **is_break).count() + 1;
        let is_paged = self.manner.page.is_some();
        let mut text = String::new();
        let mut page = 1;
        let furniture = |text: &mut String, words: &Option<String>, page: u32| {
            if let Some(words) = words.as_ref().filter(|_| is_paged) {
                let words =
                    words.replace("{n}", &page.to_string()).replace("{all}", &all.to_string());
                text.push_str(&words);
                text.push('\n');
            }
        };
        furniture(&mut text, &paper.head, page);
        for ((index, line), is_break) in self.lines.iter().zip(&breaks) {
            if *is_break {
                text.push('\n');
                furniture(&mut text, &paper.foot, page);
                text.push('\x0c');
                page += 1;
                furniture(&mut text, &paper.head, page);
            }
            let (first, last) = &mut pages[*index];
            *first = if *first == 0 { page } else { *first };
            *last = page;
            if line != "\x0c" {
                text.push_str(line);
                text.push('\n');
            }
        }
        furniture(&mut text, &paper.foot, page);
        (text, pages)
    }

    /// Before which lines a page begins.
    fn breaks(&self) -> Vec<bool> {
        let mut count = 0;
        self.lines
            .iter()
            .map(|(_, line)| {
                count += 1;
                let is_break = line == "\x0c" || self.manner.page.is_some_and(|most| count > most);
                if is_break {
                    count = 1;
                }
                is_break
            })
            .collect()
    }
}

/// The bytes of a text, at times as older programs write them.
fn encode(text: String, dice: &mut Dice, noise: Noise) -> Vec<u8> {
    if noise == Noise::None {
        return text.into_bytes();
    }
    let text = if dice.chance(10) { text.replace('\n', "\r\n") } else { text };
    match dice.weigh(&[(88, 0), (6, 1), (6, 2)]) {
        1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        2 => match encoding_rs::WINDOWS_1252.encode(&text) {
            (bytes, _, false) => bytes.into_owned(),
            _ => text.into_bytes(),
        },
        _ => text.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_lost_on_the_way() {
        for index in 0..40 {
            let writer = crate::generate::write::tests::motion("gemeenteraad", index);
            let text = lay(&writer.paper, &mut Dice::of(1, index), Noise::None);
            let text = String::from_utf8(text.bytes).unwrap();
            // Words may be parted at line ends.
            let letters = |text: &str| -> String {
                text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
            };
            let all = letters(&text);
            for block in &writer.paper.blocks {
                if let Block::Item { text, .. } = block {
                    assert!(all.contains(&letters(text)), "{text}");
                }
            }
        }
    }
}
