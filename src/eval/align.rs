//! Two lists laid side by side: which element found stands for which one expected.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::similar::letters;

/// Two lists whose product is above this are paired by place: the cost grows with the product.
const CELLS: usize = 16 << 20;

/// What stands beside each other: an index into the list that was expected, one into the list that
/// was found, or one of them alone.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// Pairs the elements of two lists, both in their order, so that the sum of their likenesses is the
/// greatest there is; elements whose likeness is 0 are never paired.
///
/// Returns every element of both once: pairs, and before the next pair what was missed and then
/// what is spurious. Time and memory grow with the product of the lengths.
pub(super) fn align(
    expected: usize,
    found: usize,
    likeness: impl Fn(usize, usize) -> f32,
) -> Vec<Pair> {
    if expected.saturating_mul(found) > CELLS {
        return (0..expected.max(found))
            .map(|at| ((at < expected).then_some(at), (at < found).then_some(at)))
            .collect();
    }
    // The best sum for what is left of both lists from a place on.
    let width = found + 1;
    let mut best = vec![0.0_f32; (expected + 1) * width];
    let mut likenesses = vec![0.0_f32; expected * found];
    for e in (0..expected).rev() {
        for f in (0..found).rev() {
            let like = likeness(e, f);
            likenesses[e * found + f] = like;
            let apart = best[(e + 1) * width + f].max(best[e * width + f + 1]);
            let paired = if like > 0.0 { like + best[(e + 1) * width + f + 1] } else { 0.0 };
            best[e * width + f] = apart.max(paired);
        }
    }
    let mut pairs = Vec::with_capacity(expected.max(found));
    let (mut e, mut f) = (0, 0);
    while e < expected && f < found {
        let (here, like) = (best[e * width + f], likenesses[e * found + f]);
        if like > 0.0 && like + best[(e + 1) * width + f + 1] >= here {
            pairs.push((Some(e), Some(f)));
            (e, f) = (e + 1, f + 1);
        } else if best[(e + 1) * width + f] >= here {
            pairs.push((Some(e), None));
            e += 1;
        } else {
            pairs.push((None, Some(f)));
            f += 1;
        }
    }
    pairs.extend((e..expected).map(|e| (Some(e), None)));
    pairs.extend((f..found).map(|f| (None, Some(f))));
    pairs
}

/// The runs of three letters of a text, as sorted hashes: what it is told from other texts by.
pub(super) struct Trigrams(Vec<u32>);

impl Trigrams {
    /// Takes them from the letters of parts of a text, each part by itself.
    pub(super) fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut runs = Vec::new();
        for part in parts {
            // So that the first and the last letter count as much as those between them.
            let padded: Vec<char> = format!("  {}  ", letters(part)).chars().collect();
            let inner = padded.len() > 4;
            runs.extend(padded.windows(3).filter(|_| inner).map(|run| {
                let mut hasher = DefaultHasher::new();
                run.hash(&mut hasher);
                hasher.finish() as u32
            }));
        }
        runs.sort_unstable();
        Self(runs)
    }

    /// How many runs two texts share, as Dice counts: from 0 to 1; two texts without a letter are
    /// alike.
    pub(super) fn dice(&self, other: &Self) -> f32 {
        let all = self.0.len() + other.0.len();
        if all == 0 {
            return 1.0;
        }
        let (mut a, mut b, mut shared) = (0, 0, 0);
        while let (Some(one), Some(two)) = (self.0.get(a), other.0.get(b)) {
            shared += usize::from(one == two);
            a += usize::from(one <= two);
            b += usize::from(two <= one);
        }
        2.0 * shared as f32 / all as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side_by_side(expected: &[&str], found: &[&str]) -> Vec<Pair> {
        let runs =
            |list: &[&str]| list.iter().map(|text| Trigrams::of([*text])).collect::<Vec<_>>();
        let (expected, found) = (runs(expected), runs(found));
        align(expected.len(), found.len(), |e, f| {
            Some(expected[e].dice(&found[f])).filter(|like| *like > 0.35).unwrap_or(0.0)
        })
    }

    #[test]
    fn one_missed_element_does_not_shift_the_others() {
        let list = ["de haven groeit", "de kade verzakt", "de brug is dicht"];
        assert_eq!(
            side_by_side(&list, &list[1..]),
            [(Some(0), None), (Some(1), Some(0)), (Some(2), Some(1))]
        );
        assert_eq!(
            side_by_side(&list[..1], &["Pagina 2", "de haven groeit."]),
            [(None, Some(0)), (Some(0), Some(1))]
        );
        assert_eq!(side_by_side(&[], &["x"]), [(None, Some(0))]);
    }

    #[test]
    fn the_best_sum_wins_over_the_first_likeness() {
        // The first found one is a little like the first expected one, and very like the second.
        let expected = ["de haven van Veldhage", "de haven van Rietmarke groeit"];
        let found = ["de haven van Rietmarke"];
        assert_eq!(side_by_side(&expected, &found), [(Some(0), None), (Some(1), Some(0))]);
    }

    #[test]
    fn one_wrong_letter_in_a_name_leaves_it_alike() {
        let like = |a, b| Trigrams::of([a]).dice(&Trigrams::of([b]));
        assert!(like("Bos", "Bosch") > 0.35);
        assert!(like("Mia de Wit", "Mia de Wil") > 0.6);
        assert!(like("Bos", "Jansen") < 0.1);
        assert!((like("•", "–") - 1.0).abs() < f32::EPSILON);
    }

    #[test]
    fn lists_beyond_measure_are_paired_by_place() {
        let pairs = align(5000, 5001, |_, _| unreachable!("nothing is compared"));
        assert_eq!((pairs[4999], pairs[5000]), ((Some(4999), Some(4999)), (None, Some(5000))));
    }
}
