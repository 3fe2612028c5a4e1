//! Chance that is the same everywhere: numbers that follow from a seed.
//!
//! The numbers are those of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
//! generators", 2014). They are made here because the bytes of a corpus follow from them: a crate may
//! change its numbers with a version, these never change. Nothing is counted in floating point.

/// A row of numbers by chance.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

/// What is added from number to number: 2⁶⁴ divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    /// The row of one document: the seed's and its own, so that documents may be made in any order.
    pub(super) fn of(seed: u64, index: u64) -> Self {
        let mut dice = Self(seed);
        let start = dice.number() ^ index.wrapping_mul(STEP);
        let mut dice = Self(start);
        dice.number();
        dice
    }

    /// A row of its own for a part of the document, so that the parts after it do not depend on how
    /// much it takes.
    pub(super) fn split(&mut self) -> Self {
        Self(self.number())
    }

    /// The next number.
    pub(super) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    /// A number below another, 0 where that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        // The high half of the product: as evenly spread as 64 bits allow.
        ((u128::from(self.number()) * end as u128) >> 64) as usize
    }

    /// A number from one to another, both included.
    pub(super) fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last + 1 - first)
    }

    /// Whether something happens that does so in this share of a hundred cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list.
    ///
    /// # Panics
    /// When the list is empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// One of a list, each as likely as its weight.
    ///
    /// # Panics
    /// When the list is empty, or all weights are 0.
    pub(super) fn weigh<T: Copy>(&mut self, list: &[(usize, T)]) -> T {
        let mut left = self.below(list.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in list {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *value,
            }
        }
        unreachable!("the number is below the sum of the weights")
    }

    /// A place in a list whose elements stand in the order of how common they are, by Zipf's law:
    /// the second is half as common as the first, the third a third.
    pub(super) fn rank(&mut self, ranks: &Ranks) -> usize {
        let number = self.below(ranks.0.last().copied().unwrap_or(0) as usize) as u32;
        ranks.0.partition_point(|sum| *sum <= number)
    }
}

/// How common the elements of an ordered list are: the sums of their weights.
#[derive(Clone, Debug)]
pub(super) struct Ranks(Vec<u32>);

impl Ranks {
    /// Of a list of so many elements.
    pub(super) fn of(length: usize) -> Self {
        let weights = (1..=length as u32).map(|rank| 1_000_000 / rank);
        Self(
            weights
                .scan(0, |sum, weight| {
                    *sum += weight;
                    Some(*sum)
                })
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_never_change() {
        // The first numbers of SplitMix64 from 1234567, as its authors print them.
        let mut dice = Dice(1_234_567);
        let numbers = [dice.number(), dice.number(), dice.number()];
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
        let mut first = Dice::of(1, 0);
        let mut second = Dice::of(1, 1);
        assert_ne!(first.number(), second.number());
        assert_eq!(Dice::of(1, 1).number(), Dice::of(1, 1).number());
    }

    #[test]
    fn chance_is_as_likely_as_it_says() {
        let mut dice = Dice::of(7, 7);
        let mut counts = [0; 4];
        for _ in 0..4000 {
            counts[dice.below(4)] += 1;
        }
        assert!(counts.iter().all(|count| (900..1100).contains(count)), "{counts:?}");
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.between(3, 3), 3);
        let heavy = (0..1000).filter(|_| dice.weigh(&[(9, true), (1, false)])).count();
        assert!((860..940).contains(&heavy), "{heavy}");
    }

    #[test]
    fn the_second_of_an_ordered_list_is_half_as_common() {
        let (mut dice, ranks) = (Dice::of(3, 0), Ranks::of(100));
        let mut counts = [0; 100];
        for _ in 0..10_000 {
            counts[dice.rank(&ranks)] += 1;
        }
        assert!((counts[0] * 9..counts[0] * 11).contains(&(counts[1] * 20)), "{counts:?}");
        assert!((counts[0] * 8..counts[0] * 12).contains(&(counts[9] * 100)), "{counts:?}");
    }
}
