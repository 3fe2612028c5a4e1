//! One pass over a corpus: a feeder, reading processes, and one who hears.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::accuracy::Judged;
use super::corpus::{Corpus, Found, Given, first_eight};
use super::kind::Kind;
use super::table::Taken;
use crate::error::{Code, Error};
use crate::import::{Gate, Reader};
use crate::motion::Motion;

/// How many documents the feeder may be ahead of the readers.
const AHEAD: usize = 4096;

/// How many bytes of documents may be on their way.
const ROOM: u64 = 256 << 20;

/// A pass to make.
#[derive(Clone, Copy)]
pub(super) struct Pass<'a> {
    pub(super) corpus: Corpus<'a>,
    /// Whether records are compared with truth, and bytes hashed.
    pub(super) judges: bool,
    pub(super) stop: &'a AtomicBool,
}

/// What became of a document.
#[derive(Debug)]
pub(super) struct Read {
    /// Which one of the corpus it is, from 0.
    pub(super) index: u64,
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) pages: u64,
    /// How many records were read from it.
    pub(super) motions: u64,
    /// What reading it took in the process that did.
    pub(super) taken: Taken,
    /// What it is.
    pub(super) kind: Kind,
    pub(super) error: Option<Error>,
    /// The first eight bytes of its SHA-256, as a number, if that was wanted.
    pub(super) hash: u64,
    /// How right its records are, if that was wanted and there is truth; or why that is none.
    pub(super) judged: Option<Result<Judged, Error>>,
}

/// What became of a pass.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// From its first document to its last answer, on the clock.
    pub(super) time: Duration,
    /// How many documents were read, or failed.
    pub(super) documents: u64,
    /// Whether all of the corpus was read.
    pub(super) is_whole: bool,
    /// How many files are no documents, by what they are.
    pub(super) skipped: BTreeMap<String, u64>,
}

impl Pass<'_> {
    /// Reads the corpus, as many documents at once as there are readers; tells of each in the order
    /// in which they are done, with how many were found so far.
    ///
    /// # Errors
    /// [`Code::ReaderFailed`] where no process can be started any more.
    pub(super) fn run(
        &self,
        readers: &mut [Reader],
        hear: &mut dyn FnMut(&Read, u64),
    ) -> Result<Passed, Error> {
        let gate = Gate::with_room(ROOM);
        let found = AtomicU64::new(0);
        let mut passed = Passed::default();
        let mut failed = None;
        let start = Instant::now();
        thread::scope(|scope| {
            let (jobs, next) = sync_channel(AHEAD);
            let next = Arc::new(Mutex::new(next));
            let (done, arrived) = sync_channel(AHEAD);
            let feeder = scope.spawn({
                let (gate, found) = (&gate, &found);
                move || self.feed(gate, found, &jobs)
            });
            for reader in readers {
                let (next, done, gate) = (Arc::clone(&next), done.clone(), &gate);
                scope.spawn(move || self.read_all(&next, &done, gate, reader));
            }
            drop((next, done));
            for read in arrived {
                passed.documents += 1;
                if let Some(error) = read.error.as_ref().filter(|it| it.code == Code::ReaderFailed)
                {
                    // No fault of the document: nothing can be measured any more.
                    failed = Some(error.clone());
                    break;
                }
                hear(&read, found.load(Ordering::Relaxed));
            }
            passed.time = start.elapsed();
            gate.close();
            passed.skipped = feeder.join().unwrap_or_default();
        });
        passed.is_whole = !self.stop.load(Ordering::Relaxed);
        failed.map_or(Ok(passed), Err)
    }

    /// Sends documents to the readers; returns what was none.
    fn feed(
        &self,
        gate: &Gate,
        found: &AtomicU64,
        jobs: &SyncSender<(u64, u64, Given)>,
    ) -> BTreeMap<String, u64> {
        let mut skipped: BTreeMap<String, u64> = BTreeMap::new();
        self.corpus.each(&mut |met| {
            match met {
                Found::Document(given) => {
                    let index = found.fetch_add(1, Ordering::Relaxed);
                    let bytes = given.content.size();
                    if !gate.enter(bytes) || jobs.send((index, bytes, given)).is_err() {
                        return false;
                    }
                }
                Found::Skipped(what) => *skipped.entry(what).or_default() += 1,
            }
            !self.stop.load(Ordering::Relaxed)
        });
        skipped
    }

    /// Reads documents until there are no more.
    fn read_all(
        &self,
        next: &Mutex<Receiver<(u64, u64, Given)>>,
        done: &SyncSender<Read>,
        gate: &Gate,
        reader: &mut Reader,
    ) {
        while !self.stop.load(Ordering::Relaxed) {
            let job = next.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((index, room, given)) = job else { return };
            let read = self.read(index, given, reader);
            gate.leave(room);
            if done.send(read).is_err() {
                return;
            }
        }
    }

    /// Reads one document.
    fn read(&self, index: u64, given: Given, reader: &mut Reader) -> Read {
        let Given { name, content, truth } = given;
        let mut read = Read {
            index,
            name,
            bytes: 0,
            pages: 0,
            motions: 0,
            taken: Taken::default(),
            kind: Kind::Failed,
            error: None,
            hash: 0,
            judged: None,
        };
        let result = content.load().and_then(|bytes| {
            read.bytes = bytes.len() as u64;
            if self.judges {
                read.hash = first_eight(&Sha256::digest(&bytes));
            }
            let start = Instant::now();
            let (reading, times) = reader.measure::<Motion>(&read.name, &bytes);
            read.taken = match times {
                Some(times) => Taken { times, ..Taken::default() },
                // The process ended, and what it did with its time with it.
                None => Taken { lost: start.elapsed(), ..Taken::default() },
            };
            reading
        });
        match &result {
            Ok(reading) => {
                if let Some(motion) = reading.motions.first() {
                    read.pages = u64::from(motion.source.pages);
                    read.kind = Kind::of(&motion.source);
                }
                read.motions = reading.motions.len() as u64;
            }
            Err(error) => read.error = Some(error.clone()),
        }
        if let Some(truth) = truth.filter(|_| self.judges) {
            read.judged = Some(Judged::of(&read.name, truth, result));
        }
        read
    }
}
