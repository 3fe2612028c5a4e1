//! A quick hash for words: of lists that are built in, and of what is remembered.

use std::hash::{BuildHasherDefault, Hasher};

/// Makes the hash of a map of words.
pub(super) type Build = BuildHasherDefault<Quick>;

/// A hash that multiplies and turns, eight bytes at a time. Who chooses words could make them collide;
/// nothing that a stranger wrote is put into a map by it.
#[derive(Default)]
pub(super) struct Quick(u64);

/// An odd number with bits everywhere: 2^64 divided by the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl Quick {
    /// The hash of a word.
    pub(super) fn of(word: &str) -> u64 {
        let mut quick = Self::default();
        quick.write(word.as_bytes());
        quick.finish()
    }

    fn mix(&mut self, bits: u64) {
        self.0 = (self.0.rotate_left(5) ^ bits).wrapping_mul(SPREAD);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.mix(u64::from_le_bytes(*eight));
        }
        let last = rest.iter().fold(bytes.len() as u64, |last, &byte| last << 8 | u64::from(byte));
        self.mix(last);
    }

    fn write_u8(&mut self, _end: u8) {}

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
