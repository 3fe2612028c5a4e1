//! Letters as they were drawn, before anyone knows which words and lines they make.

/// One letter on a page.
///
/// Places are in points, from the top left of the page as displayed, `y` growing downwards, but
/// turned back by [`Glyph::turn`], so that every letter reads from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The letter; a ligature is several. A space is a letter here.
    pub letter: char,
    /// Where it begins on its baseline.
    pub x0: f32,
    /// Where the next letter begins, if it follows closely.
    pub x1: f32,
    /// The baseline.
    pub y: f32,
    /// The font size as displayed.
    pub size: f32,
    /// The width of a space in its font, as displayed.
    pub space: f32,
    /// How far the line is turned, in degrees clockwise as displayed: 0 for upright text.
    pub turn: i16,
    /// Whether the font is bold, or drawn with a thick outline.
    pub bold: bool,
    /// Whether nobody sees it: it is drawn without ink, as the text layer of a scan, or white on
    /// white.
    pub invisible: bool,
    /// Whether the file says that it is no part of the body.
    pub artifact: bool,
    /// Which piece of marked content it belongs to, as numbered by the page; `None` outside.
    pub mark: Option<u32>,
}

impl Glyph {
    /// Whether it is a space.
    pub fn is_space(&self) -> bool {
        self.letter == ' '
    }
}
