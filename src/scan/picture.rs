//! A grey picture of a page.

/// A picture: one byte a pixel, 0 black to 255 white, rows from the top.
///
/// Invariant: there are as many pixels as its width times its height says, and at least one.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    dpi: u32,
    pixels: Vec<u8>,
}

impl Picture {
    /// Makes a picture; `None` when the pixels are not as many as the sides say, or none.
    /// `dpi` is the number of pixels in an inch of the page.
    #[must_use]
    pub fn new(width: u32, height: u32, dpi: u32, pixels: Vec<u8>) -> Option<Self> {
        let fits = u64::from(width) * u64::from(height) == pixels.len() as u64;
        (fits && !pixels.is_empty()).then_some(Self { width, height, dpi, pixels })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// How many pixels make an inch of the page.
    #[must_use]
    pub fn dpi(&self) -> u32 {
        self.dpi
    }

    /// All pixels, row after row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The rows, from the top.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.pixels.chunks_exact(self.width as usize)
    }

    /// The rows, from the top, to be changed.
    pub(super) fn rows_mut(&mut self) -> std::slice::ChunksExactMut<'_, u8> {
        self.pixels.chunks_exact_mut(self.width as usize)
    }

    /// The picture as a file: binary PGM (Netpbm), with its resolution in a comment.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let header = format!("P5\n# dpi {}\n{} {}\n255\n", self.dpi, self.width, self.height);
        let mut bytes = header.into_bytes();
        bytes.extend_from_slice(&self.pixels);
        bytes
    }

    /// Reads back what [`Picture::to_bytes`] wrote; `None` for anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut line = || {
            let end = rest.iter().take(64).position(|byte| *byte == b'\n')?;
            let line = std::str::from_utf8(&rest[..end]).ok();
            rest = &rest[end + 1..];
            line
        };
        let is_pgm = line()? == "P5";
        let dpi = line()?.strip_prefix("# dpi ")?.parse().ok()?;
        let (width, height) = line()?.split_once(' ')?;
        let has_bytes = line()? == "255";
        let sides = (width.parse().ok()?, height.parse().ok()?);
        (is_pgm && has_bytes).then(|| Self::new(sides.0, sides.1, dpi, rest.to_vec()))?
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} x {} pixels, {} dpi)", self.width, self.height, self.dpi)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_from_its_bytes_and_nothing_else_does() {
        let picture = Picture::new(2, 3, 300, vec![0, 10, 13, 32, 255, 7]).unwrap();
        let bytes = picture.to_bytes();
        assert_eq!(bytes[..24], *b"P5\n# dpi 300\n2 3\n255\n\x00\x0a\x0d");
        assert_eq!(Picture::from_bytes(&bytes), Some(picture));
        assert_eq!(Picture::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Picture::from_bytes(b"P5\n# dpi 300\n99999 99999\n255\n"), None);
        assert_eq!(Picture::from_bytes(b""), None);
        assert_eq!(Picture::new(0, 0, 300, Vec::new()), None);
    }
}
