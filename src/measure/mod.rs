//! Floor 6, above `eval`: how fast documents are read, and how right, on a corpus of the user's own.
//!
//! Knows corpora, rounds, and what can be said of figures that were taken on a machine where other
//! programs run. Does not know how documents are read, nor how figures look on a terminal.
//!
//! ```text
//! PATH… ── corpus (archive) ──▶ pass ── import::Reader::measure ──▶ collect (table, histogram)
//!                                 │  eval::compare ──▶ accuracy            │ report
//!                                 └────────────────────────────────────────┴──▶ Report ─▶ JSON
//!                                                      compare ── another Report ──┘
//! ```
//!
//! Documents are read as an import reads them: in processes that may die. Two clocks run. That of a
//! *pass* is the wall's: it runs from the first document to the last answer, with the loading of
//! files and all that is sent to and fro, and gives throughput. That of a *document* runs in the
//! process that reads it, from its bytes to its record as JSON; it gives quantiles and stages
//! ([`crate::clock`]).
//!
//! The corpus is read once without being timed, with as many processes as will be needed: what is
//! cold becomes warm, and records are compared with the truth beside their documents. Then it is
//! read as often as there are rounds, in each round once with each number of processes, so that what
//! else goes on on the machine falls on all of them.
//!
//! Memory is bounded whatever the corpus: readings are kept one by one as long as there are few
//! ([`KEPT`]), else only counted in a histogram that is right within 1 %; a report says which.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//! use moties::{grammar::Grammars, import::Readers, measure::{self, Plan}};
//!
//! struct Silent;
//! impl measure::Watch for Silent {}
//!
//! let dir = tempfile::tempdir()?;
//! std::fs::write(dir.path().join("motie.txt"), "Motie: één ding\n")?;
//! let plan = Plan { paths: vec![dir.path().to_owned()], threads: vec![1], ..Plan::default() };
//! let readers = Readers::here(Grammars::built_in());
//! let report = measure::measure(&plan, &readers, &AtomicBool::new(false), &mut Silent)?;
//! assert_eq!((report.corpus.documents, report.runs[0].rounds.len()), (1, 3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod accuracy;
mod archive;
mod collect;
pub mod compare;
mod corpus;
mod doubts;
#[cfg(test)]
pub(crate) mod fixture;
mod histogram;
mod kind;
mod machine;
mod pass;
pub mod report;
mod stages;
mod table;
mod worst;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Code, Error};
use crate::import::{Reader, Readers};
use collect::Collected;
use corpus::Corpus;
use pass::{Pass, Passed, Read};
use report::Report;
pub use table::KEPT;

/// What is measured, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Files, folders with all that is in them, and `.tar` archives.
    pub paths: Vec<PathBuf>,
    /// With how many reading processes at once: the whole is measured with each of these numbers.
    pub threads: Vec<usize>,
    /// How often the corpus is read and timed with each of them.
    pub rounds: usize,
    /// Whether the reading that is not timed is left out; the first round then compares with truth.
    pub is_cold: bool,
    /// How many documents are read at most: the first ones.
    pub limit: Option<u64>,
    /// The share of the documents that is read, above 0 and at most 1: the same ones each time.
    pub sample: Option<f64>,
    /// How many of the worst documents are named.
    pub worst: usize,
    /// What the grammars are called in the report.
    pub grammars: String,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            paths: Vec::new(),
            threads: vec![1],
            rounds: 3,
            is_cold: false,
            limit: None,
            sample: None,
            worst: 10,
            grammars: "built-in".to_owned(),
        }
    }
}

/// Hears how far a measurement is, in the thread that asked for it.
pub trait Watch {
    /// So many documents will be read in all passes, as far as is known.
    fn found(&mut self, total: u64) {
        let _ = total;
    }

    /// A pass over the corpus begins: `warm-up`, or `round 2 of 3, 4 threads`.
    fn pass(&mut self, name: &str) {
        let _ = name;
    }

    /// A document was read in this pass.
    fn read(&mut self) {}

    /// A document cannot be read; told once.
    fn failed(&mut self, name: &str, error: &Error) {
        let _ = (name, error);
    }
}

/// Measures. Ends early, with what was measured so far, once `stop` is set.
///
/// # Errors
/// [`Code::BadRequest`] where there is no document, [`Code::ReaderFailed`] where no process can be
/// started that reads; a document that fails is in the report.
pub fn measure(
    plan: &Plan,
    readers: &Readers,
    stop: &AtomicBool,
    watch: &mut dyn Watch,
) -> Result<Report, Error> {
    let machine = machine::look();
    let started = jiff::Timestamp::now();
    let corpus = Corpus { paths: &plan.paths, limit: plan.limit, sample: plan.sample };
    let most = plan.threads.iter().copied().max().unwrap_or(1);
    let mut pool = (0..most).map(|_| readers.start()).collect::<Result<Vec<Reader>, _>>()?;
    let mut collected = Collected::new(plan);
    let mut passes = Passes { plan, corpus, stop, watch, documents: None };
    if !plan.is_cold {
        passes.watch.pass("warm-up");
        let passed = passes.run(&mut pool, true, &mut |read| collected.meet(read))?;
        collected.skip(&passed);
        passes.check(&collected)?;
    }
    for round in 0..plan.rounds {
        for (run, threads) in plan.threads.iter().enumerate() {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let s = if *threads == 1 { "" } else { "s" };
            passes.watch.pass(&format!(
                "round {} of {}, {threads} thread{s}",
                round + 1,
                plan.rounds
            ));
            let is_first = plan.is_cold && round == 0 && run == 0;
            collected.begin(run);
            let passed = passes.run(&mut pool[..*threads], is_first, &mut |read| {
                if is_first {
                    collected.meet(read);
                }
                collected.count(run, read);
            })?;
            collected.end(run, &passed);
            if is_first {
                collected.skip(&passed);
            }
        }
    }
    let reader = pool.iter().filter_map(Reader::peak_memory).max();
    let is_stopped = stop.load(Ordering::Relaxed);
    passes.check(&collected)?;
    Ok(collected.report(plan, machine, &started.to_string(), is_stopped, reader))
}

/// The passes of a measurement.
struct Passes<'a> {
    plan: &'a Plan,
    corpus: Corpus<'a>,
    stop: &'a AtomicBool,
    watch: &'a mut dyn Watch,
    /// How many documents there are, once a pass is made.
    documents: Option<u64>,
}

impl Passes<'_> {
    /// Whether there is something to time; what was stopped may not have come to it.
    fn check(&self, collected: &Collected) -> Result<(), Error> {
        let lacks = collected.lacks().filter(|_| !self.stop.load(Ordering::Relaxed));
        let Some(found) = lacks else { return Ok(()) };
        let paths = self.plan.paths.iter().map(|path| format!("`{}`", path.display()));
        let paths = paths.collect::<Vec<_>>().join(", ");
        let message = format!("expected documents in {paths}, found {found}");
        Err(Error::new(Code::BadRequest, message)
            .with_hint("name PDF or text, folders with such files, or `.tar` archives of them"))
    }

    /// Makes a pass, and tells of it.
    fn run(
        &mut self,
        readers: &mut [Reader],
        is_first: bool,
        hear: &mut dyn FnMut(&Read),
    ) -> Result<Passed, Error> {
        let warm_ups = u64::from(!self.plan.is_cold);
        let total = warm_ups + (self.plan.rounds * self.plan.threads.len()) as u64;
        let pass = Pass { corpus: self.corpus, judges: is_first, stop: self.stop };
        let (watch, documents) = (&mut *self.watch, self.documents);
        let passed = pass.run(readers, &mut |read, found| {
            watch.found(documents.unwrap_or(found) * total);
            watch.read();
            if let (true, Some(error)) = (is_first, &read.error) {
                watch.failed(&read.name, error);
            }
            hear(read);
        })?;
        self.documents.get_or_insert(passed.documents);
        Ok(passed)
    }
}

#[cfg(test)]
mod tests;
