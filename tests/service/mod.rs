//! The real program in trouble: killed at any instant, out of room on its disk, asked by many at once.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails as the test does")]

mod client;
mod documents;
mod full_disk;
mod kill_import;
mod kill_serve;
mod many;
mod program;
mod promises;

use std::fmt;
use std::time::Duration;

/// Numbers that follow from a seed.
pub struct Dice(u64);

impl Dice {
    /// Follows from `MOTIES_TEST_SEED`, or else from chance; says from what, so that it can be repeated.
    pub fn thrown(test: &str) -> Self {
        let given = std::env::var("MOTIES_TEST_SEED").ok().map(|seed| seed.parse().unwrap());
        let seed = given.unwrap_or_else(|| getrandom::u32().expect("the system has chance").into());
        say(format_args!("{test}: MOTIES_TEST_SEED={seed}"));
        Self(seed)
    }

    /// Another one, that goes its own way.
    pub fn split(&mut self) -> Self {
        Self(self.next())
    }

    /// A number below `end`, which is not 0 (splitmix64).
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below a usize")
    }

    /// A time up to another one.
    pub fn time(&mut self, longest: Duration) -> Duration {
        longest.mul_f64(self.below(1 << 20) as f64 / f64::from(1 << 20))
    }

    /// An instant, counted from the beginning: of four, one falls while the program starts, three into
    /// the work behind that.
    pub fn instant(&mut self, start: Duration, work: Duration) -> Duration {
        if self.below(4) == 0 { self.time(start) } else { start + self.time(work) }
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

/// Tells what was measured, or what a failure is repeated with: seen with `--nocapture`, and when the
/// test fails.
#[expect(clippy::print_stderr, reason = "a test has nothing else to say it with")]
pub fn say(what: fmt::Arguments<'_>) {
    eprintln!("{what}");
}
