//! Readings kept one by one, as long as there are not too many.

use std::time::Duration;

use super::histogram::rank;
use super::pass::Read;
use super::report::{DocumentFigures, Quantiles, Spread, Stages};
use crate::clock::{Stage, Times};

/// How many readings are kept one by one at most: documents, times rounds, times numbers of threads.
/// In memory they take about a hundred bytes each.
pub const KEPT: usize = 1 << 20;

/// What reading a document once took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Taken {
    pub(super) times: Times,
    /// The time of a process that did not come back to tell what it did with it.
    pub(super) lost: Duration,
}

impl Taken {
    /// All of it.
    pub(super) fn whole(&self) -> Duration {
        self.times.total() + self.lost
    }

    /// Adds others to it.
    pub(super) fn add(&mut self, others: &Self) {
        self.times.add(&others.times);
        self.lost += others.lost;
    }

    /// The share of its time that it was on a processor; waiting for recognised text does not
    /// count. `None` where there was none.
    pub(super) fn busy(&self) -> Option<f64> {
        let awake = self.times.total().saturating_sub(self.times.of(Stage::Recognise));
        (!awake.is_zero())
            .then(|| (self.times.processor().as_secs_f64() / awake.as_secs_f64()).min(1.0))
    }
}

/// The readings of each document.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Option<Row>>,
    /// How many documents there is room for.
    room: usize,
    /// How many numbers of threads there are.
    runs: usize,
}

/// The readings of a document.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) pages: u64,
    /// The code of what was wrong with it when it was read first.
    pub(super) code: Option<&'static str>,
    /// What its readings took, by number of threads and by round.
    pub(super) taken: Vec<Vec<Taken>>,
}

impl Table {
    /// A table for so many numbers of threads and rounds.
    pub(super) fn new(runs: usize, rounds: usize) -> Self {
        Self { rows: Vec::new(), room: KEPT / (runs * rounds).max(1), runs }
    }

    /// The row of a document, made if it has none; `None` where there is no room for it.
    pub(super) fn row(&mut self, read: &Read) -> Option<&mut Row> {
        let index = usize::try_from(read.index).ok().filter(|index| *index < self.room)?;
        if self.rows.len() <= index {
            self.rows.resize_with(index + 1, || None);
        }
        let runs = self.runs;
        Some(self.rows[index].get_or_insert_with(|| Row {
            name: read.name.clone(),
            bytes: read.bytes,
            pages: read.pages,
            code: read.error.as_ref().map(|error| error.code.name()),
            taken: vec![Vec::new(); runs],
        }))
    }

    /// The rows, in the order of the corpus.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().flatten()
    }

    /// The quantiles of what documents took with a number of threads: of each its median reading.
    pub(super) fn quantiles(&self, run: usize) -> Quantiles {
        let medians = self.rows().filter_map(|row| row.median(run));
        let mut times: Vec<f64> = medians.map(|taken| taken.whole().as_secs_f64()).collect();
        times.sort_by(f64::total_cmp);
        let at = |share| {
            let rank = rank(times.len() as u64, share);
            times.get(usize::try_from(rank).unwrap_or(usize::MAX)).copied().unwrap_or(0.0)
        };
        Quantiles { median: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1.0), exact: true }
    }
}

impl Row {
    /// The median of its readings with a number of threads, of two in the middle the shorter one.
    pub(super) fn median(&self, run: usize) -> Option<Taken> {
        let mut readings = self.taken.get(run)?.clone();
        readings.sort_by_key(Taken::whole);
        readings.get(readings.len().saturating_sub(1) / 2).copied()
    }

    /// A time of its readings with a number of threads, in seconds.
    fn spread(&self, run: usize, time: impl Fn(&Taken) -> Duration) -> Option<Spread> {
        let mut times: Vec<f64> =
            self.taken.get(run)?.iter().map(|taken| time(taken).as_secs_f64()).collect();
        times.sort_by(f64::total_cmp);
        let (least, most) = (*times.first()?, *times.last()?);
        Some(Spread { median: times[(times.len() - 1) / 2], least, most })
    }
    /// Its figures, if it was read with the first number of threads.
    pub(super) fn figures(&self) -> Option<DocumentFigures> {
        Some(DocumentFigures {
            name: self.name.clone(),
            bytes: self.bytes,
            pages: self.pages,
            seconds: self.spread(0, Taken::whole)?,
            processor_seconds: self.spread(0, |taken| taken.times.processor())?,
            stages: Stages::of(&self.median(0)?),
            code: self.code.map(str::to_owned),
        })
    }
}
