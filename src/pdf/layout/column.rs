//! Rows to blocks: what is read from top to bottom before the next block begins.
//!
//! A body in columns is read column by column; a column is many lines of running text beside many
//! others, with nothing across the room between, which is wider than their spaces. Rows of short
//! cells stay rows.

use super::word::{Word, WordRow};
use crate::pdf::limits::{LAYOUT_EDGES, LAYOUT_ROWS};

/// How many lines make a column.
const LINES: usize = 4;
/// How many of them begin at the same place: the others are indented.
const SAME: usize = 2;
/// How many of them are full.
const FULL_LINES: usize = 3;
/// How wide a column is at least, in font sizes.
const WIDTH: f32 = 12.0;
/// How much of its column a full line takes.
const FULL: f32 = 0.7;
/// How much room a letter of a full line takes at most, in font sizes.
const LOOSE: f32 = 0.8;
/// How wide the room between two words of a full line is at most, in font sizes: more is a cell's.
const CELL: f32 = 1.8;
/// How many letters the lines of a column have, on average.
const LETTERS: usize = 18;
/// How wide the room between columns is at least, in font sizes.
const GUTTER: f32 = 0.6;
/// How much wider than the usual space of its row the room between columns is: without that it is a
/// space, and where the spaces of lines below one another meet, that is chance.
const WIDER: f32 = 1.3;
/// How often a part of a page is split further.
const DEPTH: usize = 4;
/// Room of this many lines above the last rows of a column sets them apart from it.
const APART: f32 = 2.6;
/// How far edges in one line may differ, in points.
const EDGE: f32 = 1.5;

/// Puts the rows of a page into blocks, in reading order.
pub fn blocks(rows: Vec<WordRow>) -> Vec<Vec<WordRow>> {
    let mut blocks = Vec::new();
    split(rows, DEPTH, &mut blocks);
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn split(rows: Vec<WordRow>, depth: usize, blocks: &mut Vec<Vec<WordRow>>) {
    let splits = depth > 0 && rows.len() <= LAYOUT_ROWS;
    let Some((start, end, x)) = splits.then(|| gutter(&rows)).flatten() else {
        blocks.push(rows);
        return;
    };
    let mut above = rows;
    let below = above.split_off(end);
    let band = above.split_off(start);
    let (left, right) = part(band, x);
    for part in [above, left, right, below] {
        split(part, depth - 1, blocks);
    }
}

/// Splits rows at a gutter: what stands left of it, and what stands right of it.
fn part(band: Vec<WordRow>, x: f32) -> (Vec<WordRow>, Vec<WordRow>) {
    let mut left = Vec::new();
    let mut right = Vec::new();
    for mut row in band {
        let after = row.words.split_off(row.words_before(x));
        left.extend(WordRow::of(row.words));
        right.extend(WordRow::of(after));
    }
    (left, right)
}

/// The gutter that parts the most rows: the first row, the row after the last, and its place.
fn gutter(rows: &[WordRow]) -> Option<(usize, usize, f32)> {
    candidates(rows)
        .into_iter()
        .flat_map(|x| bands(rows, x).into_iter().map(move |(start, end)| (start, end, x)))
        .filter(|(start, end, _)| end - start >= LINES)
        .filter_map(|(start, end, x)| {
            let above = columns_from(&rows[start..end], x)?;
            Some((start + above, end, x))
        })
        .max_by_key(|(start, end, _)| end - start)
}

/// The places where several words begin, but for the first: there a gutter may end.
fn candidates(rows: &[WordRow]) -> Vec<f32> {
    let mut edges: Vec<f32> = rows.iter().flat_map(|row| row.edges(GUTTER)).collect();
    edges.sort_by(f32::total_cmp);
    let first = edges.first().copied().unwrap_or(0.0);
    edges
        .chunk_by(|a, b| b - a < EDGE)
        .filter(|edge| edge.len() >= SAME)
        .map(|edge| edge[0] - EDGE / 2.0)
        .filter(|x| x - first > WIDTH)
        .take(LAYOUT_EDGES)
        .collect()
}

/// The runs of rows in which no word stands across a place, without the lines of running text that
/// have a space there by chance, and without rows far below the others.
fn bands(rows: &[WordRow], x: f32) -> Vec<(usize, usize)> {
    let crosses = |row: &WordRow| row.room_at(x).is_some_and(|room| room < GUTTER * row.size);
    let mut bands = Vec::new();
    let mut start = 0;
    for index in 0..=rows.len() {
        if index < rows.len() && !crosses(&rows[index]) {
            continue;
        }
        let chance = |row: &WordRow| parts_by_chance(row, x) == Some(true);
        let begin = start + rows[start..index].iter().take_while(|row| chance(row)).count();
        let end = index - rows[begin..index].iter().rev().take_while(|row| chance(row)).count();
        if end > begin {
            bands.push((begin, end - set_apart(&rows[begin..end])));
        }
        start = index + 1;
    }
    bands
}

/// Whether the room at a place, between two words of a row, is one of its spaces; `None` where it
/// has words on one side only.
fn parts_by_chance(row: &WordRow, x: f32) -> Option<bool> {
    let after = row.words_before(x);
    let word = row.words.get(after).filter(|_| after > 0)?;
    let mut spaces: Vec<f32> = row.words.iter().skip(1).map(|word| word.before).collect();
    spaces.remove(after - 1);
    let usual = match spaces.len() {
        0 => word.space,
        count => *spaces.select_nth_unstable_by((count - 1) / 2, f32::total_cmp).1,
    };
    Some(word.before <= WIDER * usual)
}

/// Whether most rows with words on both sides of a place have there but a space.
fn is_chance(band: &[WordRow], x: f32) -> bool {
    let parted: Vec<bool> = band.iter().filter_map(|row| parts_by_chance(row, x)).collect();
    parted.iter().filter(|by_chance| **by_chance).count() * 2 > parted.len()
}

/// How many of the last rows stand far below the others: a foot.
fn set_apart(rows: &[WordRow]) -> usize {
    (1..=3.min(rows.len() - 1))
        .rev()
        .find(|count| {
            let first = rows.len() - count;
            rows[first].y - rows[first - 1].y > APART * 1.2 * rows[first - 1].size
        })
        .unwrap_or(0)
}

/// If both sides of a place are columns of running text: how many rows stand above them. A band is
/// never empty.
fn columns_from(band: &[WordRow], x: f32) -> Option<usize> {
    let sides: Vec<_> = band
        .iter()
        .map(|row| row.words.split_at(row.words_before(x)))
        .map(|(before, after)| [Extent::of(before), Extent::of(after)])
        .collect();
    let size = usual_size(band);
    let left = Column::of(sides.iter().filter_map(|[left, _]| left.as_ref()), size);
    let right = Column::of(sides.iter().filter_map(|[_, right]| right.as_ref()), size);
    if !left.is_running_text() || !right.is_running_text() || is_chance(band, x) {
        return None;
    }
    let first = sides.iter().position(|[before, after]| {
        before.as_ref().is_some_and(|line| left.is_full(line))
            || after.as_ref().is_some_and(|line| right.is_full(line))
    })?;
    // Rows of a table above the columns do not begin where the lines of the right column do.
    let strays = |[_, after]: &[Option<Extent>; 2]| {
        after.as_ref().is_some_and(|line| line.x0 - x > 2.0 * EDGE)
    };
    Some(sides[..first].iter().rposition(strays).map_or(0, |row| row + 1))
}

/// The font size of the row in the middle, by size.
fn usual_size(rows: &[WordRow]) -> f32 {
    let mut sizes: Vec<f32> = rows.iter().map(|row| row.size).collect();
    let middle = sizes.len() / 2;
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// How far the words of a line reach.
struct Extent {
    x0: f32,
    x1: f32,
    letters: usize,
    /// The widest room between two of them, but for that after the mark of an item.
    room: f32,
}

impl Extent {
    fn of(words: &[Word]) -> Option<Self> {
        Some(Self {
            x0: words.first()?.bbox.x0,
            x1: words.last()?.bbox.x1,
            letters: words.iter().map(|word| word.len() + 1).sum(),
            room: words.iter().skip(2).map(|word| word.before).fold(0.0, f32::max),
        })
    }
}

/// The lines of one side of a gutter.
struct Column<'a> {
    lines: Vec<&'a Extent>,
    width: f32,
    size: f32,
}

impl<'a> Column<'a> {
    fn of(lines: impl Iterator<Item = &'a Extent>, size: f32) -> Self {
        let lines: Vec<_> = lines.collect();
        let x0 = lines.iter().map(|line| line.x0).fold(f32::MAX, f32::min);
        let x1 = lines.iter().map(|line| line.x1).fold(f32::MIN, f32::max);
        Self { lines, width: x1 - x0, size }
    }

    fn is_full(&self, line: &Extent) -> bool {
        let width = line.x1 - line.x0;
        width >= FULL * self.width
            && width <= line.letters as f32 * LOOSE * self.size
            && line.room <= CELL * self.size
    }

    fn is_running_text(&self) -> bool {
        let full = self.lines.iter().filter(|line| self.is_full(line)).count();
        let letters: usize = self.lines.iter().map(|line| line.letters).sum();
        self.lines.len() >= LINES
            && full >= FULL_LINES
            && self.width >= WIDTH * self.size
            && letters >= LETTERS * self.lines.len()
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use crate::pdf::sample::Sample;

    const LEFT: [&str; 5] = [
        "de raad wil in elke wijk meer",
        "bomen planten en vraagt of er",
        "ook budget is voor onderhoud;",
        "het college zegt daarop graag",
        "toe dat het in juni een brief",
    ];
    const RIGHT: [&str; 5] = [
        "over de kosten schrijft en",
        "dat niemand hoeft te wachten",
        "op antwoord uit de begroting",
        "van het komende jaar, maar",
        "hoe dan ook een plan krijgt.",
    ];

    /// Lines of typewriter text, in which a space is as wide as a gutter between columns may be.
    fn typed(texts: &[String]) -> Vec<String> {
        let content: String = texts
            .iter()
            .zip(0..)
            .map(|(text, line)| format!("BT /F3 10 Tf 70 {} Td ({text}) Tj ET ", 700 - 12 * line))
            .collect();
        let font = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type1",
            "BaseFont" => "Courier",
            "Encoding" => "WinAnsiEncoding",
        };
        Sample::new(&[&content]).resource("Font", "F3", font).lines()
    }

    fn pairs(between: &str) -> Vec<String> {
        LEFT.iter().zip(RIGHT).map(|(left, right)| format!("{left}{between}{right}")).collect()
    }

    #[test]
    fn spaces_that_meet_by_chance_are_no_gutter() {
        let texts = pairs(" ");
        assert_eq!(typed(&texts), texts);
    }

    #[test]
    fn two_columns_of_typewriter_text_are_told_by_room_wider_than_a_space() {
        assert_eq!(typed(&pairs("  ")), [LEFT, RIGHT].concat());
    }

    #[test]
    fn a_line_above_the_columns_with_a_space_at_their_gutter_stays_whole() {
        let whole = "een inleiding die over het hele blad loopt, van links tot rechts";
        let read = typed(&[&[whole.to_owned()], &pairs("   ")[..]].concat());
        assert_eq!(read[0], whole);
        assert_eq!(read[1..], [LEFT, RIGHT].concat());
    }
}
