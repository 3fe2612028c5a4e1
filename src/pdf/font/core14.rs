//! The widths of the fourteen fonts that every PDF viewer has, for files that leave them out.

use unicode_normalization::UnicodeNormalization;

/// The letters that stand after the printable ASCII ones in each table.
const BEYOND_ASCII: &str = "‘’“”–—•…€";
/// The width of every letter of Courier.
const COURIER: f32 = 0.6;
/// The width of a letter that no table has.
const UNKNOWN: f32 = 0.5;

/// Widths in thousandths of the font size: printable ASCII from the space on, then
/// [`BEYOND_ASCII`].
type Widths = [u16; 104];

/// The widths of the letters of a font.
#[derive(Clone, Copy, Debug)]
pub struct Standard {
    /// `None` where all letters are equally wide.
    widths: Option<&'static Widths>,
}

impl Standard {
    /// The widths of the font with this name. A font that is none of the fourteen is taken for the
    /// one that it is most like.
    pub fn of(font: &str, bold: bool) -> Self {
        let font = font.to_lowercase();
        if font.contains("courier") || font.contains("mono") {
            return Self { widths: None };
        }
        let italic = font.contains("italic") || font.contains("oblique");
        let serif = ["times", "roman", "georgia", "garamond", "serif"]
            .iter()
            .any(|name| font.contains(name))
            && !font.contains("sans");
        let widths = match (serif, bold, italic) {
            (false, false, _) => &HELVETICA,
            (false, true, _) => &HELVETICA_BOLD,
            (true, false, false) => &TIMES,
            (true, true, false) => &TIMES_BOLD,
            (true, false, true) => &TIMES_ITALIC,
            (true, true, true) => &TIMES_BOLD_ITALIC,
        };
        Self { widths: Some(widths) }
    }

    /// The width of a letter, in parts of the font size.
    pub fn width(self, letter: char) -> f32 {
        let Some(widths) = self.widths else {
            return COURIER;
        };
        if letter == char::REPLACEMENT_CHARACTER {
            return UNKNOWN;
        }
        // An accent takes no room of its own.
        let base = if letter.is_ascii() { letter } else { letter.nfd().next().unwrap_or(letter) };
        place(base).map_or(UNKNOWN, |index| f32::from(widths[index]) / 1000.0)
    }
}

/// Where a letter stands in the tables.
fn place(letter: char) -> Option<usize> {
    match letter {
        ' '..='~' => Some(letter as usize - ' ' as usize),
        _ => BEYOND_ASCII.chars().position(|c| c == letter).map(|index| index + 95),
    }
}

/// Helvetica and Helvetica-Oblique; Arial has the same widths.
#[rustfmt::skip]
const HELVETICA: Widths = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 222,
    222, 333, 333, 556, 1000, 350, 1000, 556,
];

/// Helvetica-Bold and Helvetica-BoldOblique.
#[rustfmt::skip]
const HELVETICA_BOLD: Widths = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 278,
    278, 500, 500, 556, 1000, 350, 1000, 556,
];

/// Times-Roman; Times New Roman has the same widths.
#[rustfmt::skip]
const TIMES: Widths = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
    500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541, 333,
    333, 444, 444, 500, 1000, 350, 1000, 500,
];

/// Times-Bold.
#[rustfmt::skip]
const TIMES_BOLD: Widths = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
    930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778,
    611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
    333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500,
    556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520, 333,
    333, 500, 500, 500, 1000, 350, 1000, 500,
];

/// Times-Italic.
#[rustfmt::skip]
const TIMES_ITALIC: Widths = [
    250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 675, 675, 675, 500,
    920, 611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667, 556, 833, 667, 722,
    611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556, 389, 278, 389, 422, 500,
    333, 500, 500, 444, 500, 444, 278, 500, 500, 278, 278, 444, 278, 722, 500, 500,
    500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389, 400, 275, 400, 541, 333,
    333, 556, 556, 500, 889, 350, 889, 500,
];

/// Times-BoldItalic.
#[rustfmt::skip]
const TIMES_BOLD_ITALIC: Widths = [
    250, 389, 555, 500, 500, 833, 778, 278, 333, 333, 500, 570, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
    832, 667, 667, 667, 722, 667, 667, 722, 778, 389, 500, 667, 611, 889, 722, 722,
    611, 722, 667, 556, 611, 722, 667, 889, 667, 611, 611, 333, 278, 333, 570, 500,
    333, 500, 500, 444, 500, 444, 333, 500, 556, 278, 278, 500, 278, 778, 556, 500,
    500, 500, 389, 389, 278, 556, 444, 667, 500, 444, 389, 348, 220, 348, 570, 333,
    333, 500, 500, 500, 1000, 350, 1000, 500,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_width_of_their_font() {
        let width = |font, bold, letter| Standard::of(font, bold).width(letter);
        assert_eq!(width("Helvetica", false, 'W'), 0.944);
        assert_eq!(width("Helvetica-Bold", true, '•'), 0.35);
        assert_eq!(width("Times-Roman", false, 'é'), 0.444);
        assert_eq!(width("Times-BoldItalic", true, ' '), 0.25);
        assert_eq!(width("Courier-Bold", true, 'i'), 0.6);
        assert_eq!(width("Symbol", false, 'λ'), 0.5);
    }
}
