//! Places in a text, a bit for each of its bytes: whether an offset is one of them is a single look.

/// So many places are told by one word of bits.
const BITS: usize = u64::BITS as usize;

/// Marked places.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    bits: Vec<u64>,
}

impl Marks {
    /// Marks places of a text of so many bytes; its end may be one of them.
    ///
    /// # Panics
    /// If a place stands behind that.
    pub fn new(places: impl IntoIterator<Item = usize>, len: usize) -> Self {
        let mut bits = vec![0; len / BITS + 1];
        for place in places {
            bits[place / BITS] |= 1 << (place % BITS);
        }
        Self { bits }
    }

    /// Whether an offset is marked.
    #[inline]
    #[must_use]
    pub fn has(&self, offset: usize) -> bool {
        self.bits.get(offset / BITS).is_some_and(|bits| bits >> (offset % BITS) & 1 != 0)
    }

    /// The first marked place behind an offset.
    #[inline]
    #[must_use]
    pub fn behind(&self, offset: usize) -> Option<usize> {
        let from = offset + 1;
        let mut at = from / BITS;
        let mut bits = self.bits.get(at)? & u64::MAX << (from % BITS);
        while bits == 0 {
            at += 1;
            bits = *self.bits.get(at)?;
        }
        Some(at * BITS + bits.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_marked_or_stands_behind_another() {
        let marks = Marks::new([0, 63, 64, 200], 200);
        let marked: Vec<usize> = (0..300).filter(|&at| marks.has(at)).collect();
        assert_eq!(marked, [0, 63, 64, 200]);
        assert_eq!(
            [0, 62, 63, 64, 199].map(|at| marks.behind(at)),
            [63, 63, 64, 200, 200].map(Some)
        );
        assert_eq!((marks.behind(200), marks.behind(5000)), (None, None));
        assert_eq!(Marks::default().behind(0), None);
    }
}
