//! How documents are worked on.

use std::thread;
use std::time::Duration;

/// How a clerk and its readers work.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// How many documents are read at once.
    pub readers: usize,
    /// How long orders are gathered, from the first on, before they are written together: each writing has
    /// the disk wait once, and so does everyone who ordered.
    pub gathers: Duration,
    /// How soon what was filed can be found.
    pub fresh: Duration,
    /// How many documents are claimed ahead of the readers: what comes behind them is read later by as much.
    pub claims: usize,
    /// How many documents may be filed that the index was not given yet, before more are begun: what is
    /// filed behind them is found later by as much.
    pub unindexed: usize,
    /// Whether it is measured what reading takes, and told.
    pub measures: bool,
    /// Whether all of it gives way to what people wait for.
    pub gives_way: bool,
    /// Whether the clerk gives up when the disk refuses, rather than trying until it does not.
    pub gives_up: bool,
}

impl Manner {
    /// As much as can be done, by so many readers, or one a processor, while nobody waits for a single
    /// document.
    #[must_use]
    pub fn bulk(readers: Option<usize>) -> Self {
        Self {
            readers: readers.unwrap_or_else(one_a_processor),
            gathers: Duration::from_millis(20),
            // Each time has all wait until the index has written what it has.
            fresh: Duration::from_secs(20),
            // More than are read while orders are gathered and written.
            claims: 512,
            // The index says itself when it has enough.
            unindexed: usize::MAX,
            measures: false,
            gives_way: false,
            gives_up: true,
        }
    }

    /// So that whoever waits for something has it soon, and searches sooner, for years on end.
    #[must_use]
    pub fn service(readers: Option<usize>) -> Self {
        Self {
            readers: readers.unwrap_or_else(one_a_processor),
            gathers: Duration::ZERO,
            fresh: Duration::from_millis(500),
            // Few, so that both are done in a fraction of the time in which a change is to be found.
            claims: 64,
            unindexed: 64,
            measures: true,
            gives_way: true,
            gives_up: false,
        }
    }
}

fn one_a_processor() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
