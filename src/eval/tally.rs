//! How often fields were right.

use std::collections::BTreeMap;

use super::field::Field;
use super::similar::{Way, Ways};

/// How often a field was expected, found and right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many values the truth tells.
    pub expected: u64,
    /// How many values the records have where the truth says what must be there.
    pub found: u64,
    /// How many of those are right, in each way.
    right: [u64; Way::ALL.len()],
}

impl Counts {
    /// How many values are right in this way.
    #[must_use]
    pub fn right(&self, way: Way) -> u64 {
        self.right[way as usize]
    }

    /// The share of what was found that is right; `None` where nothing was found.
    #[must_use]
    pub fn precision(&self, way: Way) -> Option<f64> {
        share(self.right(way), self.found)
    }

    /// The share of what was expected that is right; `None` where nothing was expected.
    #[must_use]
    pub fn recall(&self, way: Way) -> Option<f64> {
        share(self.right(way), self.expected)
    }

    /// The harmonic mean of precision and recall; `None` where nothing was expected nor found.
    #[must_use]
    pub fn f1(&self, way: Way) -> Option<f64> {
        share(2 * self.right(way), self.expected + self.found)
    }

    fn add(&mut self, other: &Self) {
        self.expected += other.expected;
        self.found += other.found;
        for (sum, more) in self.right.iter_mut().zip(other.right) {
            *sum += more;
        }
    }
}

fn share(part: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

/// Counts by field, and of clauses and items also by the kind of clause.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    counts: BTreeMap<(Field, Option<String>), Counts>,
}

impl Tally {
    /// Counts a value: whether one was expected, whether one was found, and in which ways it is
    /// right. What was not both expected and found is right in no way.
    pub(super) fn count(
        &mut self,
        field: Field,
        kind: Option<&str>,
        is_expected: bool,
        is_found: bool,
        ways: Ways,
    ) {
        if !is_expected && !is_found {
            return;
        }
        let counts = self.counts.entry((field, kind.map(str::to_owned))).or_default();
        counts.expected += u64::from(is_expected);
        counts.found += u64::from(is_found);
        for way in Way::ALL {
            counts.right[way as usize] += u64::from(is_expected && is_found && ways.has(way));
        }
    }

    /// Adds what another one counted.
    pub fn add(&mut self, other: &Self) {
        for (key, counts) in &other.counts {
            self.counts.entry(key.clone()).or_default().add(counts);
        }
    }

    /// The counts of a field; zeros where it was neither expected nor found.
    #[must_use]
    pub fn of(&self, field: Field) -> Counts {
        self.counts.get(&(field, None)).copied().unwrap_or_default()
    }

    /// Every field that was expected or found, in order, each followed by its kinds of clause.
    pub fn iter(&self) -> impl Iterator<Item = (Field, Option<&str>, &Counts)> {
        self.counts.iter().map(|((field, kind), counts)| (*field, kind.as_deref(), counts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_missed_lowers_recall_and_what_is_spurious_precision() {
        let mut tally = Tally::default();
        let softly = Ways { strict: false, ..Ways::ALL };
        for (is_expected, is_found, ways) in [
            (true, true, Ways::ALL),
            (true, true, softly),
            (true, false, Ways::ALL),
            (false, true, Ways::NONE),
            (false, true, Ways::NONE),
            (false, false, Ways::ALL),
        ] {
            tally.count(Field::Title, None, is_expected, is_found, ways);
        }
        let counts = tally.of(Field::Title);
        assert_eq!((counts.expected, counts.found), (3, 4));
        assert_eq!(counts.precision(Way::Strict), Some(0.25));
        assert_eq!(counts.recall(Way::Soft), Some(2.0 / 3.0));
        assert_eq!(counts.f1(Way::Soft), Some(4.0 / 7.0));
        assert_eq!(tally.of(Field::Date).f1(Way::Strict), None);
    }
}
