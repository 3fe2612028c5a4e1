//! What must be known to read figures right: where they could be noise, or mean something else.

use super::machine::cores;
use super::report::Run;
use crate::error::Error;

/// Rounds that differ by more than this share say so.
const NOISY: f64 = 0.05;

/// What happened that is not in the figures.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// How many readings ended otherwise than the first one of their document, or were of another.
    pub(super) unsteady: u64,
    /// How many truths are none, and what is wrong with the first.
    pub(super) strange: (u64, Option<Error>),
}

impl Doubts {
    /// Says what must be known.
    pub(super) fn notices(&self, runs: &[Run], is_kept: bool, is_cold: bool) -> Vec<String> {
        let mut notices = Vec::new();
        if cfg!(debug_assertions) {
            notices.push(
                "this is a debug build, several times as slow as a release build: \
                 compare it with itself only"
                    .to_owned(),
            );
        }
        if !is_kept {
            notices.push(
                "the documents are too many to keep their readings one by one: \
                 quantiles are of all readings, within 1 %, and documents are not listed"
                    .to_owned(),
            );
        }
        for run in runs {
            run.doubts(cores(), &mut notices);
        }
        if is_cold {
            notices.push(
                "nothing was read before the first round: what is cold, and the comparison with \
                 truth, is in its figures"
                    .to_owned(),
            );
        }
        if self.unsteady > 0 {
            let (unsteady, s) = (self.unsteady, if self.unsteady == 1 { "" } else { "s" });
            notices.push(format!(
                "{unsteady} reading{s} ended otherwise than the first of their document, or the \
                 corpus was changed; they are in the figures of rounds, not in those of documents"
            ));
        }
        if let (count, Some(error)) = &self.strange {
            let are = if *count == 1 { "truth is" } else { "truths are" };
            notices.push(format!("{count} {are} left out, the first because: {error}"));
        }
        notices
    }
}

impl Run {
    /// What of its figures should not be believed too far.
    pub(super) fn doubts(&self, cores: usize, notices: &mut Vec<String>) {
        let (threads, s) = (self.threads, if self.threads == 1 { "" } else { "s" });
        if !self.rounds.is_empty() && !self.rounds.iter().any(|round| round.whole) {
            notices.push(format!(
                "with {threads} thread{s} no round came to its end: its figures are of the \
                 documents that it read"
            ));
        }
        let width = self.documents_per_second.width();
        if width > NOISY {
            notices.push(format!(
                "with {threads} thread{s} the rounds differ by {:.0} %: what differs less from \
                 another report says nothing",
                width * 100.0
            ));
        }
        let waited = self.processor_share.map_or(0.0, |share| 1.0 - share);
        if threads > cores {
            notices.push(format!(
                "{threads} thread{s} share {cores} processor{}: they wait for each other",
                if cores == 1 { "" } else { "s" }
            ));
        } else if waited > NOISY {
            notices.push(format!(
                "with {threads} thread{s} the readers waited for a processor {:.0} % of their \
                 time: other programs ran beside them",
                waited * 100.0
            ));
        }
    }
}
