//! What is read, added up while it comes in, and made a report of at the end.

use std::collections::BTreeMap;

use super::Plan;
use super::accuracy::Judged;
use super::histogram::Histogram;
use super::kind::Kinds;
use super::machine::{self, Machine};
use super::pass::{Passed, Read};
use super::report::{
    CorpusFigures, DocumentFigures, Memory, Program, Quantiles, Report, Round, Run, SCHEMA_VERSION,
    Spread, Stages,
};
use super::table::{Row, Table, Taken};
use crate::error::Error;
use crate::import::worker;

/// Rounds that differ by more than this share say so.
const NOISY: f64 = 0.05;

/// What came in so far.
pub(super) struct Collected {
    corpus: CorpusFigures,
    fingerprint: u64,
    failures: BTreeMap<String, u64>,
    judged: Judged,
    /// How many truths are none, and what is wrong with the first.
    strange: (u64, Option<Error>),
    /// How many readings ended otherwise than the first one of their document, or were of another.
    unsteady: u64,
    runs: Vec<Counts>,
    /// The readings one by one; `None` once there are too many.
    table: Option<Table>,
    worst: Worst,
}

/// What came in with a number of threads.
struct Counts {
    threads: usize,
    rounds: Vec<Round>,
    /// What all documents took together, by round.
    taken: Vec<Taken>,
    histogram: Histogram,
    kinds: Kinds,
}

impl Collected {
    pub(super) fn new(plan: &Plan) -> Self {
        let counts = |threads: &usize| Counts {
            threads: *threads,
            rounds: Vec::new(),
            taken: Vec::new(),
            histogram: Histogram::new(),
            kinds: Kinds::default(),
        };
        Self {
            corpus: CorpusFigures {
                paths: plan.paths.iter().map(|path| path.display().to_string()).collect(),
                sample: plan.sample,
                limit: plan.limit,
                ..CorpusFigures::default()
            },
            fingerprint: 0,
            failures: BTreeMap::new(),
            judged: Judged::default(),
            strange: (0, None),
            unsteady: 0,
            runs: plan.threads.iter().map(counts).collect(),
            table: Some(Table::new(plan.threads.len(), plan.rounds)),
            worst: Worst { enough: plan.worst, rows: Vec::new() },
        }
    }

    /// Whether there was no document at all.
    pub(super) fn is_empty(&self) -> bool {
        self.corpus.documents == 0
    }

    /// Counts a document that is read for the first time.
    pub(super) fn meet(&mut self, read: &Read) {
        self.corpus.documents += 1;
        self.corpus.bytes += read.bytes;
        self.corpus.pages += read.pages;
        self.corpus.motions += read.motions;
        self.fingerprint = self.fingerprint.wrapping_add(read.hash);
        if let Some(error) = &read.error {
            self.corpus.failed += 1;
            *self.failures.entry(error.code.name().to_owned()).or_default() += 1;
        }
        match &read.judged {
            Some(Ok(judged)) => self.judged.add(judged),
            Some(Err(error)) => {
                self.strange.0 += 1;
                self.strange.1.get_or_insert_with(|| error.clone());
            }
            None => {}
        }
        self.keep(read);
    }

    /// What was passed over on the way through the corpus.
    pub(super) fn skip(&mut self, passed: &Passed) {
        self.corpus.skipped.clone_from(&passed.skipped);
    }

    /// Begins a round with a number of threads.
    pub(super) fn begin(&mut self, run: usize) {
        let counts = &mut self.runs[run];
        counts.rounds.push(Round { seconds: 0.0, documents: 0, pages: 0, bytes: 0, whole: false });
        counts.taken.push(Taken::default());
    }

    /// Counts a reading of the round that was begun.
    pub(super) fn count(&mut self, run: usize, read: &Read) {
        let counts = &mut self.runs[run];
        let (round, taken) = counts
            .rounds
            .last_mut()
            .zip(counts.taken.last_mut())
            .expect("a round is begun before it is counted");
        round.documents += 1;
        round.pages += read.pages;
        round.bytes += read.bytes;
        taken.add(&read.taken);
        counts.histogram.add(read.taken.whole());
        counts.kinds.add(read);
        if run == 0 {
            self.worst.add(read);
        }
        let code = read.error.as_ref().map(|error| error.code.name());
        match self.keep(read) {
            Some(row) if row.name == read.name && row.code == code => {
                row.taken[run].push(read.taken);
            }
            Some(_) => self.unsteady += 1,
            None => {}
        }
    }

    /// Ends the round that was begun.
    pub(super) fn end(&mut self, run: usize, passed: &Passed) {
        if let Some(round) = self.runs[run].rounds.last_mut() {
            round.ended(passed.time, passed.is_whole);
        }
    }

    /// The row of a document, as long as all documents have one.
    fn keep(&mut self, read: &Read) -> Option<&mut Row> {
        // Asked twice, since what is given back must not hold on to what is thrown away.
        if self.table.as_mut().is_some_and(|table| table.row(read).is_none()) {
            self.table = None;
        }
        self.table.as_mut()?.row(read)
    }

    /// The report.
    pub(super) fn report(
        self,
        plan: &Plan,
        machine: Machine,
        started: &str,
        is_stopped: bool,
        reader_peak: Option<u64>,
    ) -> Report {
        let is_debug = cfg!(debug_assertions);
        let documents: Option<Vec<_>> =
            self.table.as_ref().map(|table| table.rows().filter_map(figures).collect());
        let mut worst = documents.clone().unwrap_or_else(|| self.worst.figures());
        worst.sort_by(|one, other| other.seconds.median.total_cmp(&one.seconds.median));
        worst.truncate(plan.worst);
        let first = self.runs.first().map(|counts| counts.rate(|round| round.documents));
        let runs = self.runs.iter().enumerate().map(|(run, counts)| {
            let exact = self.table.as_ref().map(|table| table.quantiles(run));
            counts.figures(exact, first)
        });
        let runs: Vec<Run> = runs.collect();
        let notices = self.notices(plan, &runs, is_debug, machine.cores);
        Report {
            schema_version: SCHEMA_VERSION,
            program: Program {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                build: if is_debug { "debug" } else { "release" }.to_owned(),
                grammars: plan.grammars.clone(),
            },
            machine: Machine { load_after: machine::load(), ..machine },
            started: started.to_owned(),
            stopped: is_stopped,
            corpus: CorpusFigures {
                fingerprint: format!("{:016x}", self.fingerprint),
                ..self.corpus
            },
            warm_up: !plan.is_cold,
            rounds: plan.rounds,
            runs,
            memory: Memory {
                reader_peak_bytes: reader_peak,
                bench_peak_bytes: worker::peak_memory("self"),
            },
            failures: self.failures,
            accuracy: self.judged.figures(),
            worst,
            documents,
            notices,
            compared: None,
        }
    }

    /// What must be known to read the figures right.
    fn notices(&self, plan: &Plan, runs: &[Run], is_debug: bool, cores: usize) -> Vec<String> {
        let mut notices = Vec::new();
        if is_debug {
            notices.push(
                "this is a debug build, several times as slow as a release build: \
                 compare it with itself only"
                    .to_owned(),
            );
        }
        if self.table.is_none() {
            notices.push(
                "the documents are too many to keep their readings one by one: \
                 quantiles are of all readings, within 1 %, and documents are not listed"
                    .to_owned(),
            );
        }
        for run in runs {
            run.doubts(cores, &mut notices);
        }
        if plan.is_cold {
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

impl Counts {
    /// The rounds that count: the whole ones, or if there are none those that were stopped.
    fn counted(&self) -> impl Iterator<Item = (&Round, &Taken)> {
        let has_whole = self.rounds.iter().any(|round| round.whole);
        let rounds = self.rounds.iter().zip(&self.taken);
        rounds.filter(move |(round, _)| round.whole || !has_whole)
    }

    /// How many of something a second.
    fn rate(&self, of: impl Fn(&Round) -> u64) -> Spread {
        Spread::of(self.counted().map(|(round, _)| round.rate(of(round))))
    }

    fn figures(&self, exact: Option<Quantiles>, first: Option<Spread>) -> Run {
        let mut taken: Vec<&Taken> = self.counted().map(|(_, taken)| taken).collect();
        taken.sort_by_key(|taken| taken.whole());
        let median = taken.get(taken.len().saturating_sub(1) / 2).copied();
        let mut all = Taken::default();
        taken.iter().for_each(|taken| all.add(taken));
        let documents_per_second = self.rate(|round| round.documents);
        let first = first.map(|spread| spread.median).filter(|median| *median > 0.0);
        Run {
            threads: self.threads,
            rounds: self.rounds.clone(),
            documents_per_second,
            pages_per_second: self.rate(|round| round.pages),
            bytes_per_second: self.rate(|round| round.bytes),
            speed_up: first.map(|first| documents_per_second.median / first),
            document_seconds: exact.unwrap_or_else(|| Quantiles {
                median: self.histogram.quantile(0.5),
                p95: self.histogram.quantile(0.95),
                p99: self.histogram.quantile(0.99),
                most: self.histogram.most(),
                exact: false,
            }),
            stages: median.map(Stages::of).unwrap_or_default(),
            kinds: self.kinds.figures(),
            processor_share: all.busy(),
        }
    }
}

impl Run {
    /// What of its figures should not be believed too far.
    pub(super) fn doubts(&self, cores: usize, notices: &mut Vec<String>) {
        let (threads, s) = (self.threads, if self.threads == 1 { "" } else { "s" });
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

/// The figures of a document, if it was read with the first number of threads.
fn figures(row: &Row) -> Option<DocumentFigures> {
    Some(DocumentFigures {
        name: row.name.clone(),
        bytes: row.bytes,
        pages: row.pages,
        seconds: row.spread(0)?,
        stages: Stages::of(&row.median(0)?),
        code: row.code.map(str::to_owned),
    })
}

/// The readings that took longest, of each document one, where not all can be kept.
struct Worst {
    enough: usize,
    rows: Vec<(u64, Row)>,
}

impl Worst {
    fn add(&mut self, read: &Read) {
        let time = |row: &Row| row.taken[0][0].whole();
        if let Some((_, row)) = self.rows.iter_mut().find(|(index, _)| *index == read.index) {
            if read.taken.whole() > time(row) {
                row.taken[0][0] = read.taken;
            }
            return;
        }
        if self.rows.len() >= self.enough {
            let least = (0..self.rows.len()).min_by_key(|at| time(&self.rows[*at].1));
            match least {
                Some(at) if time(&self.rows[at].1) < read.taken.whole() => {
                    self.rows.swap_remove(at);
                }
                _ => return,
            }
        }
        let row = Row {
            name: read.name.clone(),
            bytes: read.bytes,
            pages: read.pages,
            code: read.error.as_ref().map(|error| error.code.name()),
            taken: vec![vec![read.taken]],
        };
        self.rows.push((read.index, row));
    }

    fn figures(&self) -> Vec<DocumentFigures> {
        self.rows.iter().filter_map(|(_, row)| figures(row)).collect()
    }
}
