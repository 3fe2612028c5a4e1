//! Many documents at once: a walker, readers, and one writer.

use std::iter;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::gate::Gate;
use super::read::{self, Media};
use super::report::{Outcome, Report, Summary};
use super::walk::{Met, walk};
use super::worker::{Reader, Readers};
use crate::error::Error;
use crate::store::{Arrival, Content, Entry, Filed, Originals, Writer};

/// How many documents share one transaction, at most.
const BATCH: usize = 256;

/// How many files the walker may be ahead of the readers.
const AHEAD: usize = 4096;

/// How many bytes of documents may be on their way from disk to store.
const ROOM: u64 = 256 << 20;

/// Hears what an import does, while it does it, in the thread that asked for it.
pub trait Watch {
    /// So many files were found so far.
    fn found(&mut self, total: usize) {
        let _ = total;
    }

    /// This became of a document: if it says imported, it is on disk.
    fn report(&mut self, report: &Report);
}

/// Imports files and folders, in no fixed order; first of all, what the store has and could not be
/// read whole for want of text recognition, once that is there.
///
/// Ends early, with what was reported kept, once `stop` is set.
///
/// # Errors
/// Where the store fails; a document that fails is in its report.
pub fn import(
    writer: &mut Writer,
    paths: &[PathBuf],
    readers: &Readers,
    stop: &AtomicBool,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    // One that starts shows that all can; the others start when there is something to read.
    let first = readers.start()?;
    let mut waiting = writer.waiting()?;
    if !waiting.is_empty() && !readers.can_recognise() {
        waiting.clear();
    }
    let originals = writer.originals();
    let gate = Gate::with_room(ROOM);
    let found = AtomicUsize::new(0);
    let result = thread::scope(|scope| {
        let (jobs, next) = sync_channel(AHEAD);
        let next = Arc::new(Mutex::new(next));
        let (done, arrived) = sync_channel(BATCH);
        scope.spawn({
            let (done, found) = (done.clone(), &found);
            move || find(paths, waiting, stop, found, &jobs, &done)
        });
        let count = thread::available_parallelism().map_or(1, usize::from);
        for reader in iter::once(first).chain(iter::repeat_with(|| readers.reader())).take(count) {
            let (next, done, gate) = (Arc::clone(&next), done.clone(), &gate);
            let originals = &originals;
            scope.spawn(move || read_all(&next, &done, gate, reader, originals, stop));
        }
        // Whoever still waits must notice when this thread gives up: it keeps none of the ends.
        drop((next, done));
        let result = file_all(writer, &arrived, &gate, &found, watch);
        gate.close();
        result
    });
    let mut summary = result?;
    writer.commit()?;
    summary.stopped = stop.load(Ordering::Relaxed);
    Ok(summary)
}

/// A document to read.
enum Job {
    /// A file.
    File(PathBuf),
    /// One that is kept, and could not be read whole when it came.
    Kept(Box<Entry>),
}

/// A document on its way to the writer.
struct Done {
    file: String,
    /// What to file, or what became of it without.
    what: Result<Box<Brought>, Outcome>,
    /// What it takes of the gate's room.
    bytes: u64,
}

/// Something to file, and what to report if it is new.
struct Brought {
    arrival: Arrival,
    outcome: Outcome,
}

/// Sends what waits to the readers; then walks, and sends files to them, and what is none straight
/// to the writer.
fn find(
    paths: &[PathBuf],
    waiting: Vec<Entry>,
    stop: &AtomicBool,
    found: &AtomicUsize,
    jobs: &SyncSender<Job>,
    done: &SyncSender<Done>,
) {
    for entry in waiting {
        found.fetch_add(1, Ordering::Relaxed);
        if jobs.send(Job::Kept(Box::new(entry))).is_err() || stop.load(Ordering::Relaxed) {
            return;
        }
    }
    walk(paths, &mut |met| {
        found.fetch_add(1, Ordering::Relaxed);
        let (path, outcome) = match met {
            Met::File(path) => {
                return jobs.send(Job::File(path)).is_ok() && !stop.load(Ordering::Relaxed);
            }
            Met::Failed(path, error) => (path, Outcome::Failed { id: None, error }),
            Met::Skipped(path, what) => (path, Outcome::Skipped { what }),
        };
        let sent =
            done.send(Done { file: path.display().to_string(), what: Err(outcome), bytes: 0 });
        sent.is_ok() && !stop.load(Ordering::Relaxed)
    });
}

/// Reads files until there are no more.
fn read_all(
    next: &Mutex<Receiver<Job>>,
    done: &SyncSender<Done>,
    gate: &Gate,
    mut reader: Reader,
    originals: &Originals,
    stop: &AtomicBool,
) {
    while !stop.load(Ordering::Relaxed) {
        let job = next.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        let bytes = match &job {
            Job::File(path) => read::size(path).unwrap_or(0),
            Job::Kept(entry) => entry.bytes,
        };
        if !gate.enter(bytes) {
            return;
        }
        let (file, loaded) = match job {
            Job::File(path) => (path.display().to_string(), read::load(&path)),
            Job::Kept(entry) => (entry.file, originals.get(&entry.id).map_err(Error::from)),
        };
        let what = match loaded {
            Ok(bytes) => Ok(Box::new(bring(bytes, &file, &mut reader))),
            Err(error) => Err(Outcome::Failed { id: None, error }),
        };
        if done.send(Done { file, what, bytes }).is_err() {
            return;
        }
    }
}

/// Reads one document.
fn bring(bytes: Vec<u8>, file: &str, reader: &mut Reader) -> Brought {
    let id = read::id(&bytes);
    let media_type = Media::of(file, &bytes).map_or("application/octet-stream", Media::name);
    let (content, outcome) = match reader.read(file, &bytes) {
        Ok(reading) => {
            let outcome = Outcome::Imported {
                id: id.clone(),
                title: reading.motions.first().and_then(|motion| motion.title.clone()),
                motions: reading.motions.len(),
                warnings: reading.motions.iter().map(|motion| motion.warnings.len()).sum(),
            };
            let content = Content::Motions { motions: reading.motions, text: reading.text };
            (content, outcome)
        }
        Err(error) => {
            let content = Content::Unreadable {
                code: error.code.name().to_owned(),
                message: error.message.clone(),
            };
            let id = Some(id.clone());
            (content, Outcome::Failed { id, error })
        }
    };
    Brought {
        arrival: Arrival {
            id,
            file: file.to_owned(),
            media_type: media_type.to_owned(),
            bytes,
            content,
        },
        outcome,
    }
}

/// Files what arrives, as many at once as are there, and reports it.
fn file_all(
    writer: &mut Writer,
    arrived: &Receiver<Done>,
    gate: &Gate,
    found: &AtomicUsize,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    let mut summary = Summary::default();
    while let Ok(first) = arrived.recv() {
        let mut batch = vec![first];
        batch.extend(arrived.try_iter().take(BATCH - 1));
        let room = batch.iter().map(|done| done.bytes).sum();
        watch.found(found.load(Ordering::Relaxed));
        for report in file_batch(writer, batch)? {
            summary.count(&report);
            watch.report(&report);
        }
        gate.leave(room);
    }
    Ok(summary)
}

/// Files a batch; the reports come when all of it is on disk.
fn file_batch(writer: &mut Writer, batch: Vec<Done>) -> Result<Vec<Report>, Error> {
    let mut reports = Vec::with_capacity(batch.len());
    let mut arrivals = Vec::with_capacity(batch.len());
    let mut outcomes = Vec::with_capacity(batch.len());
    for done in batch {
        match done.what {
            Ok(brought) => {
                arrivals.push(brought.arrival);
                outcomes.push(brought.outcome);
            }
            Err(outcome) => reports.push(Report { file: done.file, outcome }),
        }
    }
    let filed = writer.file(&arrivals)?;
    for ((arrival, filed), outcome) in arrivals.into_iter().zip(filed).zip(outcomes) {
        let outcome = match filed {
            Filed::New => outcome,
            Filed::Duplicate { of } => Outcome::Duplicate { id: arrival.id, of },
        };
        reports.push(Report { file: arrival.file, outcome });
    }
    Ok(reports)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::grammar::Grammars;
    use crate::store::{State, Store};

    /// Keeps what it hears, and asks for a stop after so many reports.
    struct Ear<'a> {
        reports: Vec<Report>,
        stop: &'a AtomicBool,
        enough: usize,
    }

    impl Watch for Ear<'_> {
        fn report(&mut self, report: &Report) {
            self.reports.push(report.clone());
            if self.reports.len() == self.enough {
                self.stop.store(true, Ordering::Relaxed);
            }
        }
    }

    fn run(data: &Path, docs: &Path, enough: usize) -> (Summary, Vec<Report>) {
        let mut writer = Writer::open(data, &mut |_| {}).unwrap();
        let stop = AtomicBool::new(false);
        let mut ear = Ear { reports: Vec::new(), stop: &stop, enough };
        let paths = [docs.to_owned()];
        let readers = Readers::here(Grammars::built_in());
        let summary = import(&mut writer, &paths, &readers, &stop, &mut ear).unwrap();
        writer.close().unwrap();
        (summary, ear.reports)
    }

    #[test]
    fn what_waits_is_read_when_it_can_be() {
        let (data, docs) = (tempfile::tempdir().unwrap(), documents(1));
        let bytes = b"Motie: scan".to_vec();
        let id = read::id(&bytes);
        let mut writer = Writer::open(data.path(), &mut |_| {}).unwrap();
        let waits = Content::Unreadable { code: "needs-ocr".into(), message: "pictures".into() };
        let arrival = Arrival {
            id: id.clone(),
            file: "scan.txt".into(),
            media_type: "text/plain".into(),
            bytes,
            content: waits,
        };
        writer.file(&[arrival]).unwrap();
        assert_eq!(writer.waiting().unwrap().len(), 1);
        writer.close().unwrap();

        let (summary, reports) = run(data.path(), docs.path(), usize::MAX);
        assert_eq!(summary.to_string(), "2 imported, 0 duplicates, 0 failed");
        assert!(reports.iter().any(|report| report.id() == Some(&id)));
        let store = Store::open(data.path(), &mut |_| {}).unwrap();
        assert_eq!(store.find(&id).unwrap().title.as_deref(), Some("scan"));
        let (summary, _) = run(data.path(), docs.path(), usize::MAX);
        assert_eq!(summary.to_string(), "0 imported, 1 duplicate, 0 failed");
    }

    fn documents(count: usize) -> tempfile::TempDir {
        let docs = tempfile::tempdir().unwrap();
        for number in 0..count {
            let path = docs.path().join(format!("{number}.txt"));
            fs::write(path, format!("Motie {number}")).unwrap();
        }
        docs
    }

    #[test]
    fn every_document_is_reported_once_and_kept() {
        let (data, docs) = (tempfile::tempdir().unwrap(), documents(600));
        fs::write(docs.path().join("twin.txt"), "Motie 7").unwrap();
        fs::write(docs.path().join("leeg.txt"), "").unwrap();
        let (summary, reports) = run(data.path(), docs.path(), usize::MAX);
        assert_eq!(summary.to_string(), "600 imported, 1 duplicate, 1 failed (1 empty-file)");
        assert_eq!(reports.len(), 602);
        let store = Store::open(data.path(), &mut |_| {}).unwrap();
        for report in &reports {
            let id = report.id().unwrap();
            let is_failed = matches!(report.outcome, Outcome::Failed { .. });
            assert_eq!(store.find(id).unwrap().state != State::Indexed, is_failed);
        }
        let (summary, _) = run(data.path(), docs.path(), usize::MAX);
        assert_eq!(summary.to_string(), "0 imported, 601 duplicates, 1 failed (1 empty-file)");
    }

    #[test]
    fn a_stop_keeps_what_was_reported_and_the_next_run_brings_the_rest() {
        let (data, docs) = (tempfile::tempdir().unwrap(), documents(2_000));
        let (summary, reports) = run(data.path(), docs.path(), 1);
        assert!(summary.stopped);
        assert!(summary.to_string().starts_with("stopped: "));
        assert_eq!(summary.imported, reports.len());
        let (second, _) = run(data.path(), docs.path(), usize::MAX);
        assert_eq!(second.imported + summary.imported, 2_000);
        assert_eq!(second.duplicates, summary.imported);
    }
}
