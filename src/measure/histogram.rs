//! Durations counted by how long they are, in memory that does not grow.

use std::time::Duration;

/// Each bar is so much longer than the one before: what falls into it is at most 1 % from its middle.
const STEP: f64 = 1.02;
/// What is shorter falls into the first bar, in seconds.
const SHORTEST: f64 = 1e-6;
/// How many bars there are: up to more than an hour.
const BARS: usize = 1120;

/// Counts of durations.
#[derive(Clone, Debug)]
pub(super) struct Histogram {
    bars: Vec<u64>,
    count: u64,
    most: Duration,
}

impl Histogram {
    pub(super) fn new() -> Self {
        Self { bars: vec![0; BARS], count: 0, most: Duration::ZERO }
    }

    /// Counts a duration.
    pub(super) fn add(&mut self, time: Duration) {
        let bar = (time.as_secs_f64() / SHORTEST).ln() / STEP.ln();
        // What is shorter than the shortest is negative, which a cast makes 0.
        self.bars[(bar as usize).min(BARS - 1)] += 1;
        self.count += 1;
        self.most = self.most.max(time);
    }

    /// The duration that this share of all is not above, in seconds, within 1 %.
    pub(super) fn quantile(&self, share: f64) -> f64 {
        let rank = rank(self.count, share);
        let mut passed = 0;
        for (bar, count) in self.bars.iter().enumerate() {
            passed += count;
            if passed > rank {
                let middle = SHORTEST * STEP.powf(bar as f64 + 0.5);
                return middle.min(self.most.as_secs_f64());
            }
        }
        self.most.as_secs_f64()
    }

    /// The longest one, in seconds: exactly.
    pub(super) fn most(&self) -> f64 {
        self.most.as_secs_f64()
    }
}

/// Which one of so many, sorted and counted from 0, is the quantile: by nearest rank.
pub(super) fn rank(count: u64, share: f64) -> u64 {
    ((count as f64 * share).ceil() as u64).clamp(1, count.max(1)) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_right_within_a_hundredth() {
        let mut histogram = Histogram::new();
        for micros in (1..=100_000).rev() {
            histogram.add(Duration::from_micros(micros));
        }
        for share in [0.01, 0.5, 0.95, 0.99, 1.0] {
            let (found, expected) = (histogram.quantile(share), 0.1 * share);
            assert!((found / expected - 1.0).abs() <= 0.0101, "{share}: {found}");
        }
        assert_eq!(histogram.most(), 0.1);
    }

    #[test]
    fn the_shortest_and_the_longest_have_their_bars() {
        let mut histogram = Histogram::new();
        assert_eq!(histogram.quantile(0.5), 0.0);
        histogram.add(Duration::ZERO);
        assert_eq!(histogram.quantile(0.5), 0.0);
        histogram.add(Duration::from_secs(1 << 20));
        assert_eq!(histogram.quantile(1.0), histogram.most().min(SHORTEST * STEP.powf(1119.5)));
        assert!(SHORTEST * STEP.powf(1119.0) > 3600.0);
    }

    #[test]
    fn ranks_are_those_of_the_nearest() {
        assert_eq!((rank(0, 0.5), rank(1, 0.99), rank(4, 0.5), rank(100, 0.95)), (0, 0, 1, 94));
    }
}
