//! The graphics state as far as text needs it.

use std::rc::Rc;

use super::font::Font;
use super::matrix::Matrix;

/// What `q` saves and `Q` brings back.
#[derive(Clone, Debug)]
pub struct State {
    /// Maps the coordinates in force to display.
    pub ctm: Matrix,
    /// The font; `None` before the first `Tf`.
    pub font: Option<Rc<Font>>,
    /// The font size, before any map.
    pub size: f32,
    /// Extra room after each code (`Tc`).
    pub letter_spacing: f32,
    /// Extra room after each space (`Tw`).
    pub word_spacing: f32,
    /// How much wider letters are drawn (`Tz`), 1 for as they are.
    pub stretch: f32,
    /// The distance to the next line (`TL`).
    pub leading: f32,
    /// How far above the baseline letters stand (`Ts`).
    pub rise: f32,
    /// How letters are drawn (`Tr`): 2 is filled and outlined, 3 and 7 are not at all.
    pub rendering: i64,
    /// Whether letters and areas are filled with the white of the paper.
    pub white: bool,
    /// Whether the numbers of a colour are parts of light, or of the usual inks.
    pub additive: bool,
}

impl State {
    /// The state at the beginning of a page.
    pub fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            font: None,
            size: 0.0,
            letter_spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            rendering: 0,
            white: false,
            additive: true,
        }
    }
}

/// Where the pen is inside a text object.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// Where the next letter goes.
    pub at: Matrix,
    /// Where the line began.
    pub line: Matrix,
}

impl Pen {
    /// The pen at the start of a text object.
    pub const START: Self = Self { at: Matrix::IDENTITY, line: Matrix::IDENTITY };

    /// Puts the pen at the start of a line.
    pub fn set(&mut self, line: Matrix) {
        self.line = line;
        self.at = line;
    }

    /// Begins a new line, this far from the start of the one before.
    pub fn next_line(&mut self, x: f32, y: f32) {
        self.set(Matrix::shift(x, y).then(self.line));
    }

    /// Moves along the line, which may run downwards.
    pub fn forward(&mut self, step: f32, is_down: bool) {
        let (x, y) = if is_down { (0.0, -step) } else { (step, 0.0) };
        self.at = Matrix::shift(x, y).then(self.at);
    }
}
