//! What the signs and spaces of a cell tell of it, seen once for all productions that read it.

/// So many spaces are noted: names and parties have fewer words.
const NOTED: usize = 9;

/// The signs and spaces of a cell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// A bit for each sign that it has.
    signs: u8,
    spaces: [usize; NOTED],
    count: usize,
}

const COLON: u8 = 1;
const COMMA: u8 = 2;
const DASH: u8 = 4;
const OTHER: u8 = 8;

impl Shape {
    pub(super) fn of(cell: &str) -> Self {
        let mut shape = Self::default();
        for (at, byte) in cell.bytes().enumerate() {
            match byte {
                b'a'..=b'z' => {}
                b' ' if shape.count < NOTED => {
                    shape.spaces[shape.count] = at;
                    shape.count += 1;
                }
                b':' => shape.signs |= COLON,
                b',' => shape.signs |= COMMA,
                // The second is the first byte of a longer dash: "–".
                b'-' | 0xe2 => shape.signs |= DASH,
                b'(' | b';' => shape.signs |= OTHER,
                _ => {}
            }
        }
        shape
    }

    /// Where its first spaces stand.
    pub(super) fn spaces(&self) -> &[usize] {
        &self.spaces[..self.count]
    }

    /// Whether it has a colon.
    pub(super) fn has_colon(&self) -> bool {
        self.signs & COLON != 0
    }

    /// Whether it may have a sign that joins a party to a name.
    pub(super) fn may_join(&self) -> bool {
        self.signs & (COLON | COMMA | DASH) != 0
    }

    /// Whether it is words without signs but dashes.
    pub(super) fn is_bare(&self) -> bool {
        self.signs & (COLON | COMMA | OTHER) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_spaces_are_noted() {
        let shape = Shape::of("Mia de Bos");
        assert_eq!(shape.spaces(), [3, 6]);
        assert!(shape.is_bare() && !shape.may_join() && !shape.has_colon());
        for (cell, bare, join, colon) in [
            ("VVD: Mia", false, true, true),
            ("VVD – Mia", true, true, false),
            ("Mia (VVD)", false, false, false),
            ("", true, false, false),
        ] {
            let shape = Shape::of(cell);
            let found = (shape.is_bare(), shape.may_join(), shape.has_colon());
            assert_eq!(found, (bare, join, colon), "{cell}");
        }
        assert_eq!(Shape::of(&" ".repeat(20)).spaces().len(), NOTED);
    }
}
