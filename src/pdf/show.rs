//! The operators that show text: where the pen goes, and which letters it leaves.

use super::content::{Operands, Shown};
use super::font::{Font, UNKNOWN};
use super::glyph::Glyph;
use super::interpret::{Frame, Interpreter};
use super::matrix::Matrix;
use super::state::State;

/// The sizes, in points, that letters can be read at.
const SIZES: std::ops::RangeInclusive<f32> = 0.1..=10_000.0;
/// How wide a letter can be, in points.
const WIDEST: f32 = 10_000.0;

impl<'a> Interpreter<'a, '_> {
    /// Shows a string, after moving to the next line where the operator says so.
    pub(super) fn show_line(
        &mut self,
        operator: &[u8],
        operands: Operands<'_, '_>,
        frame: &mut Frame<'a>,
    ) {
        match operator {
            [b'\''] => frame.pen.next_line(0.0, -frame.state.leading),
            [b'"'] => {
                frame.state.word_spacing = operands.number(0).unwrap_or(0.0);
                frame.state.letter_spacing = operands.number(1).unwrap_or(0.0);
                frame.pen.next_line(0.0, -frame.state.leading);
            }
            _ => {}
        }
        for part in operands.shown() {
            match part {
                Shown::String(bytes) => self.show(bytes, frame),
                Shown::Kern(kern) => {
                    let state = &frame.state;
                    let step = -kern / 1000.0 * state.size;
                    match &state.font {
                        Some(font) if font.is_vertical => frame.pen.forward(-step, true),
                        _ => frame.pen.forward(step * state.stretch, false),
                    }
                }
            }
        }
    }

    /// Shows the codes of a string.
    fn show(&mut self, bytes: &[u8], frame: &mut Frame<'a>) {
        let state = &frame.state;
        let Some(font) = state.font.clone() else {
            return;
        };
        let look = Look::new(&font, state, frame.pen.at.then(state.ctm));
        let mut rest = bytes;
        while !rest.is_empty() && !self.budget.is_spent() {
            let (mut shown, length) = font.next(rest);
            if shown.text == UNKNOWN && font.ask(self.objects, self.budget) {
                (shown, _) = font.next(rest);
            }
            rest = rest.get(length..).unwrap_or_default();
            let spacing =
                state.letter_spacing + if shown.is_space { state.word_spacing } else { 0.0 };
            // ISO 32000-1, 9.4.4: upwards is forwards for the spacing, also where lines run down.
            let step = if font.is_vertical {
                shown.width * state.size - spacing
            } else {
                (shown.width * state.size + spacing) * state.stretch
            };
            let (x, y) = frame.pen.at.then(state.ctm).apply(0.0, state.rise);
            self.place(&shown.text, step.abs() * look.unit, &look, (x, y));
            frame.pen.forward(step, font.is_vertical);
        }
    }

    /// Puts the letters of one code, of this width together, on the page, if they lie on it.
    fn place(&mut self, text: &str, width: f32, look: &Look, (x, y): (f32, f32)) {
        let count = if text.len() == 1 { 1 } else { text.chars().count().max(1) };
        let width = width / count as f32;
        let inside = |value: f32, end: f32| (-1.0..=end + 1.0).contains(&value);
        let on_page = inside(x, self.size.0) && inside(y, self.size.1);
        if !(on_page && !self.marks.is_off() && SIZES.contains(&look.size) && width <= WIDEST) {
            return;
        }
        let is_hidden = look.white && !self.grounds.is_painted(x, y - look.size / 4.0);
        let (x, y) = turned(x, y, -look.turn);
        for (index, letter) in text.chars().enumerate() {
            if !self.budget.glyph() {
                return;
            }
            self.glyphs.push(Glyph {
                letter,
                x0: x + width * index as f32,
                x1: x + width * (index + 1) as f32,
                y,
                size: look.size,
                space: look.space,
                turn: look.turn,
                bold: look.bold,
                invisible: is_hidden || look.invisible,
                artifact: self.marks.is_artifact(),
                mark: self.marks.number(),
            });
        }
    }
}

/// What all letters of a string have in common, as displayed.
struct Look {
    /// The font size.
    size: f32,
    /// How long a step of length 1 is.
    unit: f32,
    /// The width of a space.
    space: f32,
    turn: i16,
    bold: bool,
    invisible: bool,
    /// Whether it has the colour of the paper.
    white: bool,
}

impl Look {
    /// How a font looks under a map.
    fn new(font: &Font, state: &State, map: Matrix) -> Self {
        let is_down = font.is_vertical;
        let unit = if is_down { map.height() } else { map.width() };
        Self {
            size: state.size.abs() * font.scale * map.height(),
            unit,
            space: font.space * (map.width() * state.stretch.abs() * state.size.abs()) * font.scale,
            // A line that runs downwards is one that is turned, if its letters are not.
            turn: (turn(map, state.size) + if is_down { 90 } else { 0 }) % 360,
            bold: font.bold || state.rendering == 2,
            invisible: matches!(state.rendering, 3 | 7),
            white: state.white,
        }
    }
}

/// How far a line is turned, in degrees clockwise; within two degrees of a quarter it is a quarter.
fn turn(map: Matrix, size: f32) -> i16 {
    let degrees = (map.b * size.signum()).atan2(map.a * size.signum()).to_degrees();
    let quarter = (degrees / 90.0).round() * 90.0;
    let degrees = if (degrees - quarter).abs() <= 2.0 { quarter } else { degrees.round() };
    (degrees as i16).rem_euclid(360)
}

/// Turns a point about the page's corner, in degrees clockwise.
pub fn turned(x: f32, y: f32, degrees: i16) -> (f32, f32) {
    match degrees.rem_euclid(360) {
        0 => (x, y),
        90 => (-y, x),
        180 => (-x, -y),
        270 => (y, -x),
        degrees => {
            let (sin, cos) = f32::from(degrees).to_radians().sin_cos();
            (x * cos - y * sin, x * sin + y * cos)
        }
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, dictionary};

    use crate::pdf::sample::{Sample, lines, show};

    #[test]
    fn every_operator_that_shows_text_shows_it() {
        let content = "BT /F1 10 Tf 12 TL 70 700 Td (een) Tj (twee) ' 1 0 (drie) \" T* [(v) (ier)] TJ \
            0 -30 TD (vijf) Tj T* (zes) Tj 1 0 0 1 70 500 Tm (zeven) Tj ET";
        assert_eq!(lines(content), ["een", "twee", "drie", "vier", "vijf", "zes", "zeven"]);
    }

    #[test]
    fn kerning_is_no_space_and_a_move_as_wide_as_one_is() {
        assert_eq!(
            lines("BT /F1 10 Tf 70 700 Td [(3) -120 (21255) -278 (a) 20 (b)] TJ ET"),
            ["321255 ab"]
        );
    }

    #[test]
    fn spacing_between_letters_makes_no_words() {
        assert_eq!(
            lines("BT /F1 10 Tf 4 Tc 70 700 Td (MOTIE) Tj ( vreemd) Tj ET"),
            ["MOTIE vreemd"]
        );
    }

    #[test]
    fn a_turned_page_reads_as_it_is_displayed() {
        let content = "BT /F1 10 Tf 0 1 -1 0 300 100 Tm (De raad) Tj 0 -20 Td (besluit) Tj ET";
        let bytes = Sample::new(&[content]).page_entry("Rotate", 90).bytes();
        let document = crate::pdf::read(&bytes).unwrap();
        assert_eq!(document.text(), "De raad\nbesluit\n");
        assert_eq!(document.pages()[0].width, 800.0);
        assert_eq!(document.lines()[0].indent, 100.0);
    }

    #[test]
    fn a_line_that_runs_downwards_is_one_line() {
        let font = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => "Gothic",
            "Encoding" => "UniJIS-UTF16-V",
            "DescendantFonts" => vec![dictionary! { "Subtype" => "CIDFontType0" }.into()],
        };
        let content = "BT /F3 10 Tf 300 700 Td <0052006100610064> Tj ET \
            BT /F3 10 Tf 280 700 Td [<00760061> 0 <006e>] TJ ET";
        let lines = Sample::new(&[content]).resource("Font", "F3", font).lines();
        assert_eq!(lines, ["Raad", "van"]);
    }

    #[test]
    fn letters_move_the_pen_down_by_their_own_widths() {
        // "R" by three times the font size, which is a space, all others by one.
        let descendant = dictionary! {
            "Subtype" => "CIDFontType0",
            "W2" => vec![51.into(), vec![(-3000).into(), 500.into(), 880.into()].into()],
        };
        let font = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => "Gothic",
            "Encoding" => "UniJIS-UTF16-V",
            "DescendantFonts" => vec![descendant.into()],
        };
        let content = "BT /F3 10 Tf 300 700 Td <0052006100610064> Tj ET \
            BT /F3 10 Tf 280 700 Td <00760061006e> Tj ET \
            BT /F3 10 Tf 300 640 Td <00650065006e> Tj ET";
        let lines = Sample::new(&[content]).resource("Font", "F3", font).lines();
        assert_eq!(
            lines,
            ["Raadeen", "van"],
            "where the pen is after `Raad` the next word goes on"
        );
    }

    #[test]
    fn text_outside_the_crop_box_is_not_on_the_page() {
        let content = show(70.0, 700.0, "binnen") + &show(70.0, 790.0, "buiten");
        let crop = vec![0.into(), 0.into(), 600.into(), Object::Integer(750)];
        let lines = Sample::new(&[&content]).page_entry("CropBox", crop).lines();
        assert_eq!(lines, ["binnen"]);
    }

    #[test]
    fn a_text_layer_without_ink_is_read_where_there_is_no_other() {
        let hidden = "3 Tr ".to_owned() + &show(70.0, 700.0, "laag");
        assert_eq!(lines(&hidden), ["laag"]);
        assert_eq!(lines(&(show(70.0, 600.0, "inkt") + &hidden)), ["inkt"]);
    }
}
