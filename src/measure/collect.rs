//! What is read, added up while it comes in, and made a report of at the end.

use std::collections::BTreeMap;

use super::Plan;
use super::accuracy::Judged;
use super::doubts::Doubts;
use super::histogram::Histogram;
use super::kind::Kinds;
use super::machine::{self, Machine};
use super::pass::{Passed, Read};
use super::report::{
    CorpusFigures, Memory, Program, Quantiles, Report, Round, Run, SCHEMA_VERSION, Spread, Stages,
};
use super::table::{Row, Table, Taken};
use super::worst::Worst;
use crate::import::worker;

/// What came in so far.
pub(super) struct Collected {
    corpus: CorpusFigures,
    fingerprint: u64,
    failures: BTreeMap<String, u64>,
    judged: Judged,
    doubts: Doubts,
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
            doubts: Doubts::default(),
            runs: plan.threads.iter().map(counts).collect(),
            table: Some(Table::new(plan.threads.len(), plan.rounds)),
            worst: Worst::new(plan.worst),
        }
    }

    /// What was found where nothing can be timed: no document, or none with a byte in it.
    pub(super) fn lacks(&self) -> Option<&'static str> {
        match &self.corpus {
            CorpusFigures { documents: 0, .. } => Some("none"),
            CorpusFigures { bytes: 0, .. } => Some("none with anything in it to read"),
            _ => None,
        }
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
                self.doubts.strange.0 += 1;
                self.doubts.strange.1.get_or_insert_with(|| error.clone());
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
            Some(_) => self.doubts.unsteady += 1,
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
        let documents: Option<Vec<_>> =
            self.table.as_ref().map(|table| table.rows().filter_map(Row::figures).collect());
        let mut worst = documents.clone().unwrap_or_else(|| self.worst.figures());
        worst.sort_by(|one, other| other.seconds.median.total_cmp(&one.seconds.median));
        worst.truncate(plan.worst);
        let first = self.runs.first().map(|counts| counts.rate(|round| round.documents));
        let runs = self.runs.iter().enumerate().map(|(run, counts)| {
            let exact = self.table.as_ref().map(|table| table.quantiles(run));
            counts.figures(exact, first)
        });
        let runs: Vec<Run> = runs.collect();
        let notices = self.doubts.notices(&runs, documents.is_some(), plan.is_cold);
        Report {
            schema_version: SCHEMA_VERSION,
            program: Program {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                build: if cfg!(debug_assertions) { "debug" } else { "release" }.to_owned(),
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
        let extreme = |choose: fn(f64, f64) -> f64| {
            let stages = taken.iter().map(|taken| Stages::of(taken));
            stages.reduce(|one, next| one.with(&next, choose)).unwrap_or_default()
        };
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
            stages_least: extreme(f64::min),
            stages_most: extreme(f64::max),
            kinds: self.kinds.figures(),
            processor_seconds: Spread::of(
                taken.iter().map(|taken| taken.times.processor().as_secs_f64()),
            ),
            processor_share: all.busy(),
        }
    }
}
