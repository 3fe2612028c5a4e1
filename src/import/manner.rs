//! How documents are worked on.

use std::time::Duration;

/// How a clerk and its readers work.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// How many documents are read at once.
    pub readers: usize,
    /// How soon what was filed can be found.
    pub fresh: Duration,
    /// Whether it is measured what reading takes, and told.
    pub measures: bool,
    /// Whether all of it gives way to what people wait for.
    pub gives_way: bool,
    /// Whether the clerk gives up when the disk refuses, rather than trying until it does not.
    pub gives_up: bool,
}
