//! What a motion asks and on what grounds, in so few bits that a million motions can be compared in one pass.
//!
//! Two motions in nearly the same words share most of their shingles: runs of three words. How many of all
//! they share (Jaccard) is estimated by the smallest hash among the shingles of each of [`BINS`] groups:
//! it is the same in both as often as the shingles are (MinHash, Broder 1997), by one hash a shingle (Li, Owen and
//! Zhang 2012), an empty group borrowing from one that is not (Shrivastava 2017). Of each a bit is kept (Li and
//! König 2010), which falls the same by chance every other time.

use super::document::each_item;
use crate::motion::Motion;

/// In how many groups the shingles are put, and how many bits are kept.
const BINS: usize = 128;

/// How many words a shingle has.
const SHINGLE: usize = 3;

/// Of fewer different shingles nothing is said: a formula of a line is no motion.
const FEWEST: usize = 8;

/// How many bands there are, and how many groups each looks at. Of motions that share half of their shingles
/// two of three have a band in common, of those that share four of five all but one in two hundred.
pub(super) const BANDS: usize = 8;
const ROWS: usize = 3;

/// An odd number with bits everywhere: 2^64 divided by the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The words of the items of a motion's clauses, as bits. Headings are left out: many motions have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sketch {
    /// One bit of each group.
    pub(super) bits: [u64; 2],
    /// What is the same in two motions that may be alike, where one of them is.
    pub(super) bands: [u32; BANDS],
}

impl Sketch {
    /// Makes that of a motion; none of one that has hardly any words.
    pub(super) fn of(motion: &Motion) -> Option<Self> {
        let mut bins = [u64::MAX; BINS];
        each_shingle(motion, &mut |shingle| {
            let bin = &mut bins[bin(shingle)];
            *bin = shingle.min(*bin);
        });
        let is_full = bins.map(|bin| bin != u64::MAX);
        if is_full.iter().filter(|is_full| **is_full).count() < FEWEST {
            return None;
        }
        for (number, empty) in (1..).zip(0..BINS).filter(|(_, bin)| !is_full[*bin]) {
            let mut turn = mixed(number);
            while !is_full[bin(turn)] {
                turn = mixed(turn);
            }
            bins[empty] = bins[bin(turn)];
        }
        let mut bits = [0; 2];
        for (at, bin) in bins.iter().enumerate() {
            bits[at / 64] |= (mixed(*bin) & 1) << (at % 64);
        }
        let mut bands = [0; BANDS];
        for ((number, band), rows) in (0..).zip(&mut bands).zip(bins.chunks_exact(ROWS)) {
            let all = rows.iter().fold(number, |all, row| mixed(all ^ row));
            *band = (all >> 32) as u32;
        }
        Some(Self { bits, bands })
    }
}

/// How much two motions have in common by their bits, 0 to 1: the half is found as 0.42 to 0.58 two times of
/// three.
pub(super) fn likeness(a: [u64; 2], b: [u64; 2]) -> f32 {
    let differing = (a[0] ^ b[0]).count_ones() + (a[1] ^ b[1]).count_ones();
    (1.0 - 2.0 * differing as f32 / BINS as f32).max(0.0)
}

/// How much two motions have in common, 0 to 1: of all their runs of three words, those that both have.
#[must_use]
pub fn shared(a: &Motion, b: &Motion) -> f32 {
    let [a, b] = [a, b].map(|motion| {
        let mut all = Vec::new();
        each_shingle(motion, &mut |shingle| all.push(shingle));
        all.sort_unstable();
        all.dedup();
        all
    });
    let both = a.iter().filter(|shingle| b.binary_search(shingle).is_ok()).count();
    let all = a.len() + b.len() - both;
    if all < FEWEST { 0.0 } else { both as f32 / all as f32 }
}

/// Shows the hash of each shingle of the items, clause by clause.
fn each_shingle(motion: &Motion, show: &mut dyn FnMut(u64)) {
    for clause in &motion.clauses {
        let mut last = [0; SHINGLE];
        let mut words = 0;
        each_item(&clause.items, &mut |item| {
            each_word(&item.text, &mut |word| {
                last.rotate_left(1);
                last[SHINGLE - 1] = word;
                words += 1;
                if words >= SHINGLE {
                    show(last.iter().fold(0, |all, word| mixed(all ^ word)));
                }
            });
        });
        // A short clause tells as much as its words do.
        if (1..SHINGLE).contains(&words) {
            show(last.iter().fold(0, |all, word| mixed(all ^ word)));
        }
    }
}

/// Shows the hash of each word: letters and digits, small.
fn each_word(text: &str, show: &mut dyn FnMut(u64)) {
    let mut word = 0;
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            for small in letter.to_lowercase() {
                word = (word ^ u64::from(small)).wrapping_mul(SPREAD).rotate_left(29);
            }
        } else if word != 0 {
            show(word);
            word = 0;
        }
    }
    if word != 0 {
        show(word);
    }
}

/// The group of a hash: its highest bits, the lower ones are compared.
fn bin(hash: u64) -> usize {
    (hash >> (64 - BINS.ilog2())) as usize
}

/// Spreads the bits of a number over all 64.
fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 32)).wrapping_mul(SPREAD);
    let bits = (bits ^ (bits >> 29)).wrapping_mul(SPREAD);
    bits ^ (bits >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::fixture::motion;

    /// Words that no two calls have in common.
    fn words(from: usize, count: usize) -> String {
        let word = |number: usize| format!("{}{number}", ["dat", "weg", "fiets"][number % 3]);
        (from..from + count).map(word).collect::<Vec<_>>().join(" ")
    }

    fn likeness_of(a: &Motion, b: &Motion) -> f32 {
        let [a, b] = [a, b].map(|motion| Sketch::of(motion).expect("it has words").bits);
        likeness(a, b)
    }

    #[test]
    fn bits_tell_about_as_much_as_the_words_do() {
        let mut worst: f32 = 0.0;
        for same in [0, 60, 120, 180, 240, 300] {
            for turn in 0..40 {
                let common = words(turn * 10_000, same);
                let [a, b] = [1_000, 2_000]
                    .map(|from| motion(&[&common, &words(turn * 10_000 + from, 300 - same)]));
                worst = worst.max((likeness_of(&a, &b) - shared(&a, &b)).abs());
            }
        }
        assert!(worst < 0.3, "{worst} apart");
    }

    #[test]
    fn motions_with_much_in_common_have_a_band_in_common() {
        let met = (0..200).filter(|turn| {
            let common = words(turn * 10_000, 180);
            let [a, b] =
                [1_000, 2_000].map(|from| motion(&[&common, &words(turn * 10_000 + from, 20)]));
            let [a, b] = [a, b].map(|motion| Sketch::of(&motion).expect("it has words").bands);
            a.iter().zip(b).any(|(a, b)| *a == b)
        });
        assert!(met.count() > 190);
    }

    #[test]
    fn signs_capitals_and_headings_change_nothing() {
        let item =
            "het fietspad langs de Dijk, in 2026, zal worden verlicht en verbreed naar 3 meter";
        let a = motion(&[item]);
        let spelt = item.to_uppercase().replace(',', " –");
        let mut b = motion(&[&spelt]);
        b.clauses[0].heading = "Overwegende dat".to_owned();
        assert_eq!(Sketch::of(&a), Sketch::of(&b));
        assert_eq!(shared(&a, &b), 1.0);
    }

    #[test]
    fn where_words_are_cut_into_items_changes_nothing() {
        let [a, b] = [words(0, 20), words(20, 20)];
        assert_eq!(shared(&motion(&[&a, &b]), &motion(&[&format!("{a} {b}")])), 1.0);
    }

    #[test]
    fn a_motion_of_a_few_words_has_none() {
        assert_eq!(Sketch::of(&motion(&[])), None);
        assert_eq!(Sketch::of(&motion(&["het fietspad te verlichten"])), None);
        assert_eq!(shared(&motion(&[]), &motion(&[])), 0.0);
    }
}
