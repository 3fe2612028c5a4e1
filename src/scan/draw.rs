//! Pages of a PDF drawn as pictures, by hayro.
//!
//! A page is drawn whole, not its image taken out: a scan may be cut in strips, turned, laid over
//! another one, or be no image at all but letters drawn as shapes.

use std::panic::{self, AssertUnwindSafe};

use hayro::hayro_interpret::{InterpreterSettings, RenderContent};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use super::picture::Picture;

/// The resolution that pages are drawn in, in pixels an inch: tesseract's letters are read best at
/// about that.
pub const DPI: f32 = 300.0;
/// How many pixels a picture has at most: an A4 at 300 dpi has 8.7 million. Larger pages are drawn
/// smaller.
const PIXELS: f32 = 10e6;
/// The longest side of a picture, in pixels.
const SIDE: f32 = 8_000.0;
/// Below this resolution no letters can be read.
const LEAST_DPI: f32 = 60.0;

/// A file whose pages can be drawn.
pub struct Drawer(Pdf);

impl Drawer {
    /// Opens a file; `None` when it cannot be drawn from.
    pub fn open(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.to_vec();
        guarded(|| Pdf::new(bytes).ok()).map(Self)
    }

    /// Draws a page, counted from 0, on white; `None` when there is none, or it cannot be drawn.
    pub fn page(&self, index: usize) -> Option<Picture> {
        guarded(|| self.draw(index))
    }

    /// Draws a page, counted from 0, as a PNG to be looked at, stamps and notes too, with so many
    /// pixels in an inch, or fewer where the page is too large; `None` when there is none.
    #[must_use]
    pub fn png(&self, index: usize, dpi: f32) -> Option<Vec<u8>> {
        guarded(|| {
            let page = self.0.pages().get(index)?;
            let (width, height) = page.render_dimensions();
            let scale = resolution(width, height)?.min(dpi) / 72.0;
            let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
            let (all, settings) = (InterpreterSettings::default(), RenderSettings::default());
            hayro::render(page, &RenderCache::new(), &all, &settings, &pixels).into_png().ok()
        })
    }

    fn draw(&self, index: usize) -> Option<Picture> {
        let page = self.0.pages().get(index)?;
        let (width, height) = page.render_dimensions();
        let dpi = resolution(width, height).filter(|dpi| *dpi >= LEAST_DPI)?;
        let scale = dpi / 72.0;
        let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let drawn = hayro::render(
            page,
            &RenderCache::new(),
            &settings(),
            &RenderSettings { force_image_interpolation: true, ..RenderSettings::default() },
            &pixels,
        );
        let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
        Picture::new(
            width,
            height,
            dpi as u32,
            drawn.data_as_u8_slice().chunks_exact(4).map(grey).collect(),
        )
    }
}

/// What is drawn: the page itself, without stamps and notes, which the file has as text.
fn settings() -> InterpreterSettings {
    InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() }
}

/// The resolution for a page of this size in points, so that its picture stays within limits;
/// `None` when it has no size.
fn resolution(width: f32, height: f32) -> Option<f32> {
    let inches = (width / 72.0, height / 72.0);
    let is_size = |side: f32| side.is_finite() && side > 0.0;
    let dpi = DPI.min((PIXELS / (inches.0 * inches.1)).sqrt()).min(SIDE / inches.0.max(inches.1));
    (is_size(width) && is_size(height)).then_some(dpi)
}

/// The brightness of a pixel of red, green, blue and opacity (ITU-R BT.601).
fn grey(pixel: &[u8]) -> u8 {
    let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
    ((299 * red + 587 * green + 114 * blue + 500) / 1000) as u8
}

/// Does what another's code may panic in; a page that cannot be drawn must not cost the others.
fn guarded<T>(draw: impl FnOnce() -> Option<T>) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(draw)).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_pages_are_drawn_smaller() {
        assert_eq!(resolution(595.0, 842.0), Some(300.0));
        let poster = resolution(2384.0, 3370.0).unwrap();
        assert!(poster < 90.0 && poster > 70.0, "{poster}");
        assert!(resolution(14_400.0, 72.0).unwrap() <= 40.0);
        assert_eq!(resolution(0.0, 842.0), None);
    }

    #[test]
    fn what_is_no_pdf_is_not_drawn() {
        assert!(Drawer::open(b"just words").is_none());
    }

    #[test]
    fn brightness_is_that_of_the_eye() {
        assert_eq!(
            [grey(&[255; 4]), grey(&[0, 0, 0, 255]), grey(&[0, 255, 0, 255])],
            [255, 0, 150]
        );
    }
}
