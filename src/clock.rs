//! Floor 0, the ground: what the time of reading a document goes to.
//!
//! Knows stages and clocks. Does not know what is done in a stage.
//!
//! Whoever works at a stage says so with [`enter`]. Nothing is counted, and no clock is looked at,
//! unless somebody measures: then the time of a thread belongs to the stage that was entered last
//! and not left, and to no other. A font that is read while a page is interpreted counts as
//! [`Stage::Fonts`] alone, so that the stages of a measurement add up to its whole time.
//!
//! ```
//! use moties::clock::{self, Stage};
//!
//! let (sum, times) = clock::measure(|| {
//!     let _stage = clock::enter(Stage::Content);
//!     (1..=10).sum::<u32>()
//! });
//! assert_eq!(sum, 55);
//! assert_eq!(times.total(), times.of(Stage::Content) + times.of(Stage::Other));
//! ```

use std::cell::Cell;
use std::marker::PhantomData;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

/// Makes [`Stage`] from its table.
macro_rules! stages {
    ($($(#[$doc:meta])* $stage:ident $name:literal)*) => {
        /// What is done to a document, in the order in which it is done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Stage {
            $($(#[$doc])* $stage,)*
        }

        impl Stage {
            /// Every stage.
            pub const ALL: [Self; [$(Self::$stage),*].len()] = [$(Self::$stage),*];

            /// Its name, as reports have it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$stage => $name,)* }
            }
        }
    };
}

stages! {
    /// Objects of a PDF are found, read and decrypted, its streams unpacked; text is decoded.
    Load "load"
    /// Fonts are read, without their programs being unpacked.
    Fonts "fonts"
    /// What is drawn on pages is followed.
    Content "content"
    /// Letters become lines in reading order; text becomes lines.
    Layout "layout"
    /// Pages are drawn, and their pictures made ready.
    Scan "scan"
    /// Pictures are at the program that recognises text.
    Recognise "recognise"
    /// The body is told, lines are folded into a sheet, and parted.
    Grammar "grammar"
    /// Records are put together.
    Build "build"
    /// Records are written as JSON.
    Answer "answer"
    /// All else: hashing, choosing between text and picture, copying.
    Other "other"
}

/// What the time of a measurement went to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Nanoseconds by stage, in the order of [`Stage::ALL`].
    stages: [u64; Stage::ALL.len()],
    /// Nanoseconds that the thread was on a processor.
    processor: u64,
}

impl Times {
    /// What went to a stage and to none that was entered within it.
    #[must_use]
    pub fn of(&self, stage: Stage) -> Duration {
        Duration::from_nanos(self.stages[stage as usize])
    }

    /// All of it.
    #[must_use]
    pub fn total(&self) -> Duration {
        Duration::from_nanos(self.stages.iter().sum())
    }

    /// How long the thread was on a processor: less than the whole where it waited for one, or for
    /// the program that recognises text.
    #[must_use]
    pub fn processor(&self) -> Duration {
        Duration::from_nanos(self.processor)
    }

    /// Times that were told: by stage, and on the processor.
    #[must_use]
    pub fn told(stages: impl IntoIterator<Item = (Stage, Duration)>, processor: Duration) -> Self {
        let mut times = Self { processor: nanos(processor), ..Self::default() };
        for (stage, time) in stages {
            times.stages[stage as usize] += nanos(time);
        }
        times
    }

    /// Adds others to these.
    pub fn add(&mut self, others: &Self) {
        for (sum, more) in self.stages.iter_mut().zip(others.stages) {
            *sum = sum.saturating_add(more);
        }
        self.processor = self.processor.saturating_add(others.processor);
    }
}

/// Measures what some work takes. Not within another measurement of the same thread: that one
/// would lose its time.
pub fn measure<T>(work: impl FnOnce() -> T) -> (T, Times) {
    let before = on_processor();
    CLOCK.with(|clock| {
        clock.spent.iter().for_each(|spent| spent.set(0));
        clock.stage.set(Some(Stage::Other));
        clock.since.set(Some(Instant::now()));
    });
    let done = work();
    let stages = CLOCK.with(|clock| {
        clock.turn(None);
        std::array::from_fn(|stage| clock.spent[stage].get())
    });
    (done, Times { stages, processor: nanos(on_processor().saturating_sub(before)) })
}

/// Enters a stage, until what is returned is dropped.
#[must_use = "the stage is left when this is dropped"]
pub fn enter(stage: Stage) -> Entered {
    let before = CLOCK.with(|clock| {
        let before = clock.stage.get().filter(|before| *before != stage);
        if before.is_some() {
            clock.turn(Some(stage));
        }
        before
    });
    Entered { before, here: PhantomData }
}

/// A stage that was entered.
#[derive(Debug)]
pub struct Entered {
    /// The stage to go back to; `None` where nobody measures, or where nothing changed.
    before: Option<Stage>,
    /// A stage is left in the thread that entered it.
    here: PhantomData<*const ()>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        if let Some(before) = self.before {
            CLOCK.with(|clock| clock.turn(Some(before)));
        }
    }
}

thread_local! {
    static CLOCK: Clock = const {
        Clock {
            stage: Cell::new(None),
            since: Cell::new(None),
            spent: [const { Cell::new(0) }; Stage::ALL.len()],
        }
    };
}

/// The clock of a thread.
struct Clock {
    /// The stage that time goes to; `None` where nobody measures.
    stage: Cell<Option<Stage>>,
    /// Since when.
    since: Cell<Option<Instant>>,
    /// Nanoseconds by stage.
    spent: [Cell<u64>; Stage::ALL.len()],
}

impl Clock {
    /// Turns from one stage to another.
    fn turn(&self, to: Option<Stage>) {
        let now = Instant::now();
        if let (Some(stage), Some(since)) = (self.stage.get(), self.since.get()) {
            let spent = &self.spent[stage as usize];
            spent.set(spent.get().saturating_add(nanos(now.duration_since(since))));
        }
        self.stage.set(to);
        self.since.set(Some(now));
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// How long this thread was on a processor so far.
fn on_processor() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Works for so long, and tells how long it was.
    fn work(least: Duration) -> Duration {
        let start = Instant::now();
        while start.elapsed() < least {}
        start.elapsed()
    }

    const SHORT: Duration = Duration::from_millis(2);

    #[test]
    fn stages_are_exclusive_and_add_up() {
        let start = Instant::now();
        let (inside, times) = measure(|| {
            let _content = enter(Stage::Content);
            work(SHORT);
            let fonts = {
                let _fonts = enter(Stage::Fonts);
                work(SHORT)
            };
            let _again = enter(Stage::Content);
            work(SHORT);
            fonts
        });
        let outside = start.elapsed();
        assert!(times.of(Stage::Fonts) >= inside);
        assert!(times.of(Stage::Content) >= SHORT * 2);
        assert!(times.total() <= outside);
        // What the font took is in no other stage: all together is no more than there was.
        let sum: Duration = Stage::ALL.iter().map(|stage| times.of(*stage)).sum();
        assert_eq!(sum, times.total());
        assert!(times.of(Stage::Content) + inside <= outside);
        assert_eq!(times.of(Stage::Grammar), Duration::ZERO);
        assert!(times.processor() <= outside);
    }

    #[test]
    fn a_stage_is_left_also_by_a_panic() {
        let (_, times) = measure(|| {
            let fails = || {
                let _stage = enter(Stage::Build);
                panic!("a fault");
            };
            let _ = std::panic::catch_unwind(fails);
            work(SHORT);
        });
        assert!(times.of(Stage::Other) >= SHORT);
    }

    #[test]
    fn nothing_is_counted_where_nobody_measures() {
        drop(enter(Stage::Scan));
        let (_, times) = measure(|| ());
        assert_eq!(times.of(Stage::Scan), Duration::ZERO);
    }

    #[test]
    fn times_are_added_and_told() {
        let second = Duration::from_secs(1);
        let mut times = Times::told([(Stage::Load, second), (Stage::Build, second)], second);
        times.add(&times.clone());
        assert_eq!((times.total(), times.of(Stage::Load)), (second * 4, second * 2));
        assert_eq!(times.processor(), second * 2);
    }
}
