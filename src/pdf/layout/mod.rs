//! Letters to lines in reading order.
//!
//! ```text
//! letters ── row ──▶ rows ── word ──▶ words ── cell ──▶ cells ── column ──▶ lines ── furniture
//! ```
//!
//! Knows where things stand on a page, and the marks that list items begin with. Does not know what
//! the words mean.

mod accent;
mod align;
mod bullet;
mod cell;
mod column;
mod footnote;
mod furniture;
mod line;
mod margin;
mod numbering;
mod row;
mod watermark;
mod word;
mod wrapped;

pub use furniture::mark as mark_furniture;
pub use line::PageLine;

use std::collections::HashSet;

use self::cell::Cell;
use self::word::WordRow;
use super::glyph::Glyph;
use super::ground::holds;
use super::interpret::Drawn;
use super::show::turned;
use super::structure::TableCells;
use crate::text::BBox;

/// Cells that stand on one baseline.
#[derive(Clone, Debug)]
pub struct CellRow {
    /// Its cells, from left to right; never empty.
    pub cells: Vec<Cell>,
    /// The baseline.
    pub y: f32,
    /// The font size of most of it.
    pub size: f32,
    /// Whether it stands in the margin, beside the body.
    pub aside: bool,
}

impl CellRow {
    /// Makes a row of cells; `None` when there are none.
    pub fn of(cells: Vec<Cell>) -> Option<Self> {
        let heaviest = cells.iter().max_by_key(|cell| cell.len())?;
        let (y, size) = (heaviest.baseline(), heaviest.words[0].size);
        Some(Self { cells, y, size, aside: false })
    }

    /// How many letters it has.
    fn len(&self) -> usize {
        self.cells.iter().map(Cell::len).sum()
    }

    /// Whether two rows are one, set a little askew: a label, and its value stamped in beside it.
    fn is_beside(&self, other: &Self) -> bool {
        let (one, two) = (self.bbox(), other.bbox());
        let overlap = one.y1.min(two.y1) - one.y0.max(two.y0);
        let room = (one.x0 - two.x1).max(two.x0 - one.x1);
        self.len().max(other.len()) <= SHORT
            && overlap >= ASKEW * one.height().min(two.height())
            && room >= BESIDE * self.size.max(other.size)
    }

    fn bbox(&self) -> BBox {
        self.cells.iter().skip(1).fold(self.cells[0].bbox(), |bbox, cell| bbox.union(cell.bbox()))
    }
}

/// How many letters a row has that may be put beside another.
const SHORT: usize = 40;
/// How much of their height rows share that are one, set askew.
const ASKEW: f32 = 0.45;
/// How finely places are told apart, in points, where letters are looked for that others hide.
const GRID: f32 = 5.0;
/// The room between rows that are one, in font sizes.
const BESIDE: f32 = 1.5;

/// The lines of a page, in reading order: those that are turned as most of the page is, then, as
/// furniture, the stamps and signs that are turned another way, and what is printed behind the text.
///
/// `structure` gives the place in a table of each piece of marked content that has one.
pub fn lines(drawn: Drawn, structure: &TableCells) -> Vec<PageLine> {
    let mut lines = Vec::new();
    let mut groups = by_turn(visible(drawn.glyphs, &drawn.images));
    if let Some((turn, glyphs)) = groups.first_mut() {
        let watermark = (*turn, watermark::take(glyphs));
        groups.extend(Some(watermark).filter(|(_, glyphs)| !glyphs.is_empty()));
    }
    let mut numbers = Vec::new();
    for (index, (turn, glyphs)) in groups.into_iter().enumerate() {
        let mut rows: Vec<WordRow> = row::rows(&glyphs).iter().map(WordRow::read).collect();
        if turn == 0 && index == 0 {
            bullet::place(&mut rows, &drawn.shapes);
            numbers = numbering::take(&mut rows);
        }
        let mut lowest: Option<CellRow> = None;
        for block in column::blocks(rows) {
            let block = join_askew(cell::rows(block, structure));
            let mut block = wrapped::join(block, structure);
            align::align(&mut block);
            let block = margin::split(block);
            let read = line::lines(&block, lowest.as_ref(), turn);
            lines.extend(read.into_iter().map(|line| PageLine { furniture: index > 0, ..line }));
            lowest = lowest.into_iter().chain(block).max_by(|a, b| a.y.total_cmp(&b.y));
        }
    }
    let numbers = cell::rows(numbers, structure);
    let numbers = line::lines(&numbers, None, 0).into_iter();
    lines.extend(numbers.map(|line| PageLine { furniture: true, ..line }));
    lines
}

/// Joins rows that are one, set a little askew.
fn join_askew(rows: Vec<CellRow>) -> Vec<CellRow> {
    let mut joined: Vec<CellRow> = Vec::with_capacity(rows.len());
    for row in rows {
        match joined.last_mut() {
            Some(above) if above.is_beside(&row) => {
                above.cells.extend(row.cells);
                above.cells.sort_by(|a, b| a.x0().total_cmp(&b.x0()));
            }
            _ => joined.push(row),
        }
    }
    joined
}

/// The letters that can be seen; all, where none can. Letters without ink over an image are what was
/// recognised in it, and are read too, where no others stand.
fn visible(mut glyphs: Vec<Glyph>, images: &[[f32; 4]]) -> Vec<Glyph> {
    let is_seen = |glyph: &Glyph| !glyph.invisible && !glyph.is_space();
    if !glyphs.iter().any(|glyph| glyph.invisible) || !glyphs.iter().any(is_seen) {
        return glyphs;
    }
    let place = |glyph: &Glyph| {
        let y = glyph.y - glyph.size / 4.0;
        (((glyph.x0 + glyph.x1) / 2.0 / GRID) as i32, (y / GRID) as i32, glyph.turn)
    };
    let taken: HashSet<_> = glyphs.iter().filter(|glyph| is_seen(glyph)).map(place).collect();
    glyphs.retain(|glyph| {
        let (x, y) = turned(glyph.x0, glyph.y, glyph.turn);
        !glyph.invisible || (holds(images, x, y) && !taken.contains(&place(glyph)))
    });
    glyphs
}

/// The letters by how their lines are turned, the largest group first.
fn by_turn(glyphs: Vec<Glyph>) -> Vec<(i16, Vec<Glyph>)> {
    let mut groups: Vec<(i16, Vec<Glyph>)> = Vec::new();
    for glyph in glyphs {
        match groups.iter_mut().find(|(turn, _)| *turn == glyph.turn) {
            Some((_, group)) => group.push(glyph),
            None => groups.push((glyph.turn, vec![glyph])),
        }
    }
    groups.sort_by_key(|(turn, group)| (std::cmp::Reverse(group.len()), *turn));
    groups
}

#[cfg(test)]
mod tests {
    use crate::pdf::sample::{Sample, lines, show};

    /// Shows lines below one another from a height on, 12 points apart.
    fn column(x: f32, top: f32, texts: &[&str]) -> String {
        let places = (0..).map(|index| top - 12.0 * index as f32);
        texts.iter().zip(places).map(|(text, y)| show(x, y, text)).collect()
    }

    const LEFT: [&str; 5] = [
        "De raad heeft al jaren geleden besloten dat",
        "er meer bomen moeten komen, en vindt dat het",
        "college daar nu eindelijk werk van moet gaan",
        "maken, want de zomers worden elk jaar warmer",
        "en de bewoners klagen daar terecht over.",
    ];
    const RIGHT: [&str; 5] = [
        "Het college antwoordt dat bomen duur zijn en",
        "dat er geen geld voor is, maar dat het best",
        "wil kijken of er ergens nog wat over is voor",
        "een paar kleine bomen langs de brede wegen,",
        "en dat het daar volgend jaar op terugkomt.",
    ];

    #[test]
    fn rows_are_read_from_top_to_bottom_however_they_are_drawn() {
        let content =
            show(70.0, 600.0, "drie") + &show(70.0, 700.0, "een") + &show(70.0, 650.0, "twee");
        assert_eq!(lines(&content), ["een", "twee", "drie"]);
    }

    #[test]
    fn a_body_in_columns_is_read_column_by_column() {
        let content = show(
            70.0,
            740.0,
            "Een kop die over beide kolommen van het blad heen loopt, van links naar rechts",
        ) + &column(70.0, 700.0, &LEFT)
            + &column(320.0, 703.0, &RIGHT);
        let read = lines(&content);
        assert_eq!(read[1..6], LEFT);
        assert_eq!(read[6..], RIGHT);
    }

    #[test]
    fn columns_are_found_under_a_large_head_and_with_indented_lines() {
        let right = |x: f32, texts: &[&str], top| column(x, top, texts);
        let content = "BT /F2 22 Tf 70 740 Td (MOTIE) Tj ET ".to_owned()
            + &column(70.0, 700.0, &LEFT)
            + &right(320.0, &["Verzoekt het college:"], 734.0)
            + &right(340.0, &RIGHT[..4], 717.0)
            + &right(320.0, &["en gaat over tot de orde van de dag."], 655.0);
        let read = lines(&content);
        assert_eq!(read[0], "MOTIE");
        assert_eq!(read[1..6], LEFT);
        assert_eq!(read[6], "Verzoekt het college:");
    }

    #[test]
    fn rows_of_signatures_stay_rows() {
        let content = column(70.0, 700.0, &["Jan de Boer", "VVD"])
            + &column(200.0, 700.0, &["Mia El Idrissi", "Hart voor de stad"]);
        assert_eq!(lines(&content), ["Jan de Boer   Mia El Idrissi", "VVD   Hart voor de stad"]);
    }

    #[test]
    fn names_that_grew_together_are_parted_by_the_parties_below() {
        // "Mia El Idrissi" begins 3.3 points after "Jan de Boer" ends, where a space is 2.8 wide.
        let content = column(70.0, 700.0, &["Jan de Boer", "VVD"])
            + &column(126.7, 700.0, &["Mia El Idrissi", "SP"]);
        assert_eq!(lines(&content), ["Jan de Boer   Mia El Idrissi", "VVD   SP"]);
    }

    #[test]
    fn a_bullet_has_one_space_after_it() {
        let content = show(70.0, 700.0, "\\225") + &show(88.0, 700.0, "meer bomen te planten");
        assert_eq!(lines(&content), ["• meer bomen te planten"]);
    }

    #[test]
    fn a_value_stamped_beside_its_label_is_in_its_row() {
        let content = show(300.0, 700.0, "Stuknummer:") + &show(420.0, 704.0, "K.6");
        assert_eq!(lines(&content), ["Stuknummer:   K.6"]);
    }

    #[test]
    fn a_raised_number_stays_raised() {
        let content = show(70.0, 700.0, "de regeling") + "BT /F1 6 Tf 119.6 704 Td (1) Tj ET";
        assert_eq!(lines(&content), ["de regeling¹"]);
        // Some programs raise numbers that are hardly smaller.
        let content = show(70.0, 700.0, "12 m")
            + "BT /F1 9.7 Tf 92.3 704.9 Td (2) Tj ET "
            + &show(98.0, 700.0, " en meer");
        assert_eq!(lines(&content), ["12 m² en meer"]);
    }

    #[test]
    fn text_drawn_twice_is_there_once_and_bold() {
        let content = show(70.0, 700.0, "Motie") + &show(70.3, 700.0, "Motie");
        let document = crate::pdf::read(&Sample::new(&[&content]).bytes()).unwrap();
        assert_eq!(document.text(), "Motie\n");
        assert!(document.lines()[0].bold);
    }

    #[test]
    fn the_margin_stands_before_the_paragraph_beside_it() {
        let body: Vec<&str> = LEFT.iter().chain(&RIGHT).copied().collect();
        let content = column(170.0, 700.0, &["De Kamer,"])
            + &column(170.0, 670.0, &body)
            + &column(70.0, 652.0, &["36 045", "Nr. 147"]);
        let read = lines(&content);
        assert_eq!(read[..4], ["De Kamer,", "36 045", "Nr. 147", LEFT[0]]);
    }

    #[test]
    fn gaps_are_counted_in_lines_of_the_text_around() {
        let content = column(70.0, 700.0, &LEFT) + &show(70.0, 634.0, "slot");
        let document = crate::pdf::read(&Sample::new(&[&content]).bytes()).unwrap();
        let gaps: Vec<f32> = document.lines().iter().map(|line| line.gap).collect();
        assert_eq!(gaps, [0.0, 0.0, 0.0, 0.0, 0.0, 0.5]);
    }
}
