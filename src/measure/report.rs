//! What a measurement says: the JSON of `moties bench`, as it is here.
//!
//! Times are in seconds, sizes in bytes. A reading is one document, read once.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use super::accuracy::{Accuracy, FieldFigures};
use super::compare::Comparison;
pub use super::kind::{Kind, KindFigures};
pub use super::machine::{Machine, cores};
pub use super::stages::Stages;

/// The version of this form. It rises when a field changes its meaning or goes, not when one is added.
pub const SCHEMA_VERSION: u32 = 1;

/// What a measurement says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// What was measured.
    pub program: Program,
    /// Where.
    pub machine: Machine,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// Whether it was stopped before its end.
    pub stopped: bool,
    /// On what.
    pub corpus: CorpusFigures,
    /// Whether the corpus was read once before anything was timed.
    pub warm_up: bool,
    /// How many rounds were asked for.
    pub rounds: usize,
    /// The figures by number of threads, in the order asked for.
    pub runs: Vec<Run>,
    /// How much memory was held.
    pub memory: Memory,
    /// How many documents failed when they were read first, by code.
    pub failures: BTreeMap<String, u64>,
    /// How right the records are; null where no truth stands beside a document.
    pub accuracy: Option<Accuracy>,
    /// The documents that took longest with the first number of threads, the longest first.
    pub worst: Vec<DocumentFigures>,
    /// Every document, in the order of the corpus; null where there were too many to keep.
    pub documents: Option<Vec<DocumentFigures>>,
    /// What must be known to read the figures right.
    pub notices: Vec<String>,
    /// How the figures differ from those of another report, if that was asked for.
    #[serde(default)]
    pub compared: Option<Comparison>,
}

/// The program that was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its version.
    pub version: String,
    /// How it was compiled: `release` or `debug`.
    pub build: String,
    /// Its grammars: `built-in`, or their folder.
    pub grammars: String,
}

/// The corpus.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CorpusFigures {
    /// The paths that were named.
    pub paths: Vec<String>,
    /// The share of the documents that was asked for; null for all.
    pub sample: Option<f64>,
    /// How many documents were asked for at most; null for all.
    pub limit: Option<u64>,
    /// How many documents there are.
    pub documents: u64,
    /// How many of them cannot be read.
    pub failed: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many pages those have that can be read; a text is one page, unless it says otherwise.
    pub pages: u64,
    /// How many records were read.
    pub motions: u64,
    /// The same for the same documents, whatever they are called and wherever they lie: the first
    /// eight bytes of the SHA-256 of each, added up, in hex.
    pub fingerprint: String,
    /// How many files were passed over, by what they are.
    pub skipped: BTreeMap<String, u64>,
}

/// The figures of a number of threads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// How many processes read at once.
    pub threads: usize,
    /// The rounds that were read with it.
    pub rounds: Vec<Round>,
    /// Documents a second, those that failed among them.
    pub documents_per_second: Spread,
    /// Pages a second.
    pub pages_per_second: Spread,
    /// Bytes a second.
    pub bytes_per_second: Spread,
    /// How many times as many documents a second as with the first number of threads.
    pub speed_up: Option<f64>,
    /// How long documents took where they were read.
    pub document_seconds: Quantiles,
    /// What that time went to, over all documents, in the median round.
    pub stages: Stages,
    /// The shortest that each stage took in a round. They do not add up.
    pub stages_least: Stages,
    /// The longest that each stage took in a round.
    pub stages_most: Stages,
    /// How long the readers were on a processor for all documents: what changes least where other
    /// programs run. Recognising text and sending to and fro are not in it.
    pub processor_seconds: Spread,
    /// The documents by what they are, over all rounds; a kind that there is not is left out.
    pub kinds: Vec<KindFigures>,
    /// The share of that time, but for waiting for recognised text, that the readers were on a
    /// processor; what is missing of 1 they waited because other programs ran.
    pub processor_share: Option<f64>,
}

/// One reading of the corpus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// From the first document to the last answer, on the clock.
    pub seconds: f64,
    /// How many documents were read or failed.
    pub documents: u64,
    /// How many pages were read.
    pub pages: u64,
    /// How many bytes they had.
    pub bytes: u64,
    /// Whether it is the whole corpus; a round that was stopped counts only if there is no other.
    pub whole: bool,
}

/// A figure that was taken several times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The one in the middle; of documents, the lower of the two in the middle.
    pub median: f64,
    /// The smallest.
    pub least: f64,
    /// The largest.
    pub most: f64,
}

/// How long documents took, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// Half of them took no longer.
    pub median: f64,
    /// 95 of 100 took no longer.
    pub p95: f64,
    /// 99 of 100 took no longer.
    pub p99: f64,
    /// None took longer.
    pub most: f64,
    /// Whether these are of each document's median reading, exactly. If not, the documents were too
    /// many to keep: they are of all readings, within 1 %; the longest is exact.
    pub exact: bool,
}

/// How much memory was held at most, in bytes; null where the system does not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// By a process that reads.
    pub reader_peak_bytes: Option<u64>,
    /// By the process that measures.
    pub bench_peak_bytes: Option<u64>,
}

/// A document's figures, with the first number of threads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentFigures {
    /// Its file; in an archive, that and its path in it.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// How many pages it has; 0 where it cannot be read.
    pub pages: u64,
    /// How long it took where it was read, over the rounds.
    pub seconds: Spread,
    /// How much of that it was on a processor: what changes least where other programs run.
    pub processor_seconds: Spread,
    /// What the median reading went to.
    pub stages: Stages,
    /// The code of what is wrong with it; null where nothing is.
    pub code: Option<String>,
}

impl Spread {
    /// The spread of some values; zeros where there are none.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        match values.as_slice() {
            [] => Self::default(),
            [least, .., most] if values.len().is_multiple_of(2) => {
                let median = f64::midpoint(values[middle - 1], values[middle]);
                Self { median, least: *least, most: *most }
            }
            all => Self { median: all[middle], least: all[0], most: all[all.len() - 1] },
        }
    }

    /// How far its values are apart, as a share of the median.
    #[must_use]
    pub fn width(&self) -> f64 {
        if self.median > 0.0 { (self.most - self.least) / self.median } else { 0.0 }
    }

    /// Whether no value of the one is among those of the other.
    #[must_use]
    pub fn is_apart_from(&self, other: &Self) -> bool {
        self.least > other.most || other.least > self.most
    }
}

impl Round {
    /// A round that took so long; what was read in it is added later.
    pub(super) fn ended(&mut self, time: Duration, is_whole: bool) {
        self.seconds = time.as_secs_f64();
        self.whole = is_whole;
    }

    /// So many of something a second.
    pub(super) fn rate(&self, count: u64) -> f64 {
        if self.seconds > 0.0 { count as f64 / self.seconds } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_has_its_middle_and_its_ends() {
        let spread = Spread::of([3.0, 1.0, 2.0, 5.0]);
        assert_eq!(spread, Spread { median: 2.5, least: 1.0, most: 5.0 });
        assert_eq!(spread.width(), 1.6);
        assert_eq!(Spread::of([7.0]), Spread { median: 7.0, least: 7.0, most: 7.0 });
        assert_eq!(Spread::of([]), Spread::default());
        assert!(spread.is_apart_from(&Spread::of([5.5, 9.0])));
        assert!(!spread.is_apart_from(&Spread::of([4.0, 9.0])));
    }
}
