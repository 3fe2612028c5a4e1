//! Paths imported from beginning to end: what `moties import` does.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::{mem, thread};

use super::clerk::{Clerk, Heard};
use super::manner::Manner;
use super::read::{self, Media};
use super::report::{Outcome, Report, Summary};
use super::walk::{self, Met};
use super::worker::Readers;
use crate::error::Error;
use crate::store::{Body, Incoming, NewImport, Origin, Receipt, Walk, Writer};

/// How many files, and how many bytes of them, are taken in together at most.
const TOGETHER: usize = 256;
const BYTES: usize = 8 << 20;

/// Hears what an import does, while it does it, in the thread that asked for it.
pub trait Watch {
    /// So many files were found so far.
    fn found(&mut self, total: usize) {
        let _ = total;
    }

    /// This became of a document: if it says imported, it is on disk.
    fn report(&mut self, report: &Report);
}

/// What is told by those who work.
enum Told {
    Found(usize),
    /// Of a document that was read, with the import that it came with.
    Read(Report, Option<u64>),
    /// Of what is not read.
    Report(Report),
}

/// What is to be imported.
#[derive(Clone, Copy, Debug)]
pub enum Task<'a> {
    /// These files and folders.
    Paths(&'a [PathBuf]),
    /// What an import lacks that was interrupted: the one of this number, or the latest.
    Resume(Option<u64>),
}

/// Imports files and folders; before them, what waits in the store, also what could not be read
/// whole for want of text recognition, once that is there.
///
/// Ends early, with what was taken in kept, once `stop` is set; what was not read then waits for the
/// next import. Returns what became of all; `None` where there was nothing to resume.
///
/// # Errors
/// Where the store fails; a document that fails is in its report.
pub fn import(
    writer: Writer,
    task: Task<'_>,
    readers: &Readers,
    stop: &Arc<AtomicBool>,
    watch: &mut dyn Watch,
) -> Result<Option<Summary>, Error> {
    let (told, hearing) = channel();
    let manner = Manner::bulk(None);
    let heard = told.clone();
    let listen = Box::new(move |said| {
        if let Heard::Report(report, import) = said {
            // Nobody hears it once the import has failed.
            let _ = heard.send(Told::Read(report, import));
        }
    });
    let clerk = Clerk::start(writer, readers, manner, Arc::clone(stop), listen)?;
    let Some(Begun { import, walk, known }) = begin(&clerk, task)? else {
        clerk.stop()?;
        return Ok(None);
    };
    let mut summary = Summary::default();
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let brought = import.map_or(Ok(()), |import| {
                let intake = Intake { clerk: &clerk, import, told, brought: Vec::new(), bytes: 0 };
                bring(&walk, &known, stop, intake)?;
                if stop.load(Ordering::Relaxed) {
                    return Ok(());
                }
                clerk.ask(move |batch| batch.close_import(import))
            });
            // Why the clerk is gone says more than that it is.
            clerk.finish().and(brought)
        });
        // The ids of what was left over from other imports, and is read now: the walk may meet it too.
        let mut left_over = HashSet::new();
        for told in hearing {
            let report = match told {
                Told::Found(total) => {
                    watch.found(total);
                    continue;
                }
                Told::Read(report, of) => {
                    if of != import {
                        left_over.extend(report.id().map(str::to_owned));
                    }
                    report
                }
                Told::Report(report) => report,
            };
            let is_told = matches!(&report.outcome, Outcome::Duplicate { id, of }
                if *of == report.file && left_over.contains(id));
            if !is_told {
                summary.count(&report);
                watch.report(&report);
            }
        }
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    summary.stopped = stop.load(Ordering::Relaxed);
    Ok(Some(summary))
}

/// An import that was begun.
struct Begun {
    /// Its number; none for what waits without an import that goes on.
    import: Option<u64>,
    /// What is walked for it.
    walk: Walk,
    /// The files that it has already.
    known: HashSet<String>,
}

/// Opens an import, or opens one again.
fn begin(clerk: &Clerk, task: Task<'_>) -> Result<Option<Begun>, Error> {
    match task {
        Task::Paths(paths) => {
            let from = std::env::current_dir().unwrap_or_default();
            let walk = Walk { from, paths: paths.to_vec() };
            let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
            let name = names.join(" ");
            let kept = walk.clone();
            let import = clerk.ask(move |batch| {
                batch.open_import(&NewImport {
                    source: Origin::CommandLine,
                    name: &name,
                    by: None,
                    walk: Some(&kept),
                })
            })?;
            Ok(Some(Begun { import: Some(import), walk, known: HashSet::new() }))
        }
        Task::Resume(number) => clerk.ask(move |batch| {
            if let Some((import, walk, known)) = batch.resume_import(number)? {
                return Ok(Some(Begun { import: Some(import), walk, known }));
            }
            // An import may have brought everything, and left some of it to be read.
            let walk = Walk { from: PathBuf::new(), paths: Vec::new() };
            let begun = Begun { import: None, walk, known: HashSet::new() };
            Ok((batch.waiting()? > 0).then_some(begun))
        }),
    }
}

/// Walks, and takes in what it meets and has not yet.
fn bring(
    walk: &Walk,
    known: &HashSet<String>,
    stop: &AtomicBool,
    mut intake: Intake<'_>,
) -> Result<(), Error> {
    let mut result = Ok(());
    let mut found = 0;
    let paths: Vec<_> = walk.paths.iter().map(|path| walk.from.join(path)).collect();
    let is_relative = walk.paths.iter().any(|path| path.is_relative());
    walk::walk(&paths, &mut |met| {
        let (path, outcome) = match met {
            Met::File(path) => (path, None),
            Met::Failed(path, error) => (path, Some(Outcome::Failed { id: None, error })),
            Met::Skipped(path, what) => (path, Some(Outcome::Skipped { what })),
        };
        // As it was named.
        let named = if is_relative { path.strip_prefix(&walk.from).ok() } else { None };
        let file = named.unwrap_or(&path).display().to_string();
        if !known.contains(&file) {
            found += 1;
            intake.tell(Told::Found(found));
            result = intake.take(file, &path, outcome);
        }
        result.is_ok() && !stop.load(Ordering::Relaxed)
    });
    result.and_then(|()| intake.send())
}

/// What one import brings, gathered so that much of it is forced to disk at once.
struct Intake<'a> {
    clerk: &'a Clerk,
    import: u64,
    told: Sender<Told>,
    brought: Vec<Brought>,
    bytes: usize,
}

/// Something that an import brings.
enum Brought {
    /// A document.
    Document(Incoming),
    /// What is none, or cannot be taken in.
    Other(String, Outcome),
}

impl Intake<'_> {
    /// Takes a file in, or notes what became of it instead.
    fn take(&mut self, file: String, path: &Path, outcome: Option<Outcome>) -> Result<(), Error> {
        let loaded = match outcome {
            Some(outcome) => Err(outcome),
            None => read::load(path).map_err(|error| Outcome::Failed { id: None, error }),
        };
        self.brought.push(match loaded {
            Ok(bytes) => {
                self.bytes += bytes.len();
                Brought::Document(incoming(file, bytes, Some(self.import)))
            }
            Err(outcome) => Brought::Other(file, outcome),
        });
        if self.brought.len() >= TOGETHER || self.bytes >= BYTES {
            return self.send();
        }
        Ok(())
    }

    /// Has everything that was gathered written, and tells what became of what is not read.
    fn send(&mut self) -> Result<(), Error> {
        self.bytes = 0;
        let brought = mem::take(&mut self.brought);
        if brought.is_empty() {
            return Ok(());
        }
        let mut reports = Vec::new();
        let mut documents = Vec::new();
        let mut others = Vec::new();
        for one in brought {
            match one {
                Brought::Document(incoming) => documents.push(incoming),
                Brought::Other(file, outcome) => others.push((file, outcome)),
            }
        }
        let names: Vec<_> =
            documents.iter().map(|one| (one.file.clone(), one.id.clone())).collect();
        let import = self.import;
        if !others.is_empty() {
            let noted = others.clone();
            self.clerk.ask(move |batch| {
                noted.iter().try_for_each(|(file, outcome)| note(batch, import, file, outcome))
            })?;
            reports.extend(others.into_iter().map(|(file, outcome)| Report { file, outcome }));
        }
        let receipts = self.clerk.receive(documents)?;
        for ((file, id), receipt) in names.into_iter().zip(receipts) {
            if let Receipt::Duplicate { of, is_read } = receipt {
                // What an import before brought, and nobody had read yet, is told when it is read.
                if is_read || of != file {
                    reports.push(Report { file, outcome: Outcome::Duplicate { id, of } });
                }
            }
        }
        reports.into_iter().for_each(|report| self.tell(Told::Report(report)));
        Ok(())
    }

    /// Tells something; nobody hears it once the import has failed.
    fn tell(&self, told: Told) {
        let _ = self.told.send(told);
    }
}

/// Notes what became of something that is not kept.
fn note(
    batch: &mut crate::store::Batch<'_>,
    import: u64,
    file: &str,
    outcome: &Outcome,
) -> Result<(), crate::store::StoreError> {
    match outcome {
        Outcome::Failed { error, .. } => {
            batch.note_failed(import, file, error.code.name(), &error.message)
        }
        Outcome::Skipped { what } => batch.note_skipped(import, file, what),
        _ => Ok(()),
    }
}

/// A document that is brought from memory.
pub(super) fn incoming(file: String, bytes: Vec<u8>, import: Option<u64>) -> Incoming {
    Incoming {
        id: read::id(&bytes),
        media_type: media_type(&file, &bytes),
        body: Body::Memory(Arc::from(bytes)),
        import,
        file,
    }
}

/// The media type of a document, by its name and its beginning.
pub(super) fn media_type(file: &str, beginning: &[u8]) -> String {
    Media::of(file, beginning).map_or("application/octet-stream", Media::name).to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::grammar::Grammars;
    use crate::store::{Arrival, Content, Progress, State, Store};

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
        let paths = [docs.to_owned()];
        run_task(data, Task::Paths(&paths), enough).unwrap()
    }

    fn run_task(data: &Path, task: Task<'_>, enough: usize) -> Option<(Summary, Vec<Report>)> {
        let writer = Writer::open(data, &mut |_| {}).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let mut ear = Ear { reports: Vec::new(), stop: &stop, enough };
        let readers = Readers::here(Grammars::built_in());
        let summary = import(writer, task, &readers, &stop, &mut ear).unwrap()?;
        Some((summary, ear.reports))
    }

    #[test]
    fn what_waits_is_read_when_it_can_be() {
        let (data, docs) = (tempfile::tempdir().unwrap(), documents(1));
        let bytes = motion("scan").into_bytes();
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
        writer.file(vec![arrival]).unwrap();
        writer.close().unwrap();

        let (summary, reports) = run(data.path(), docs.path(), usize::MAX);
        assert_eq!(summary.to_string(), "2 imported, 0 duplicates, 0 failed");
        assert!(reports.iter().any(|report| report.id() == Some(&id)));
        let store = Store::open(data.path(), &mut |_| {}).unwrap();
        assert_eq!(store.find(&id).unwrap().state, State::Indexed);
        let (summary, _) = run(data.path(), docs.path(), usize::MAX);
        assert_eq!(summary.to_string(), "0 imported, 1 duplicate, 0 failed");
    }

    /// A motion as short as one can be.
    fn motion(title: &str) -> String {
        format!("Motie {title}\n\nDe raad,\n\nverzoekt het college:\n- dit te doen.\n")
    }

    fn documents(count: usize) -> tempfile::TempDir {
        let docs = tempfile::tempdir().unwrap();
        for number in 0..count {
            let path = docs.path().join(format!("{number}.txt"));
            fs::write(path, motion(&number.to_string())).unwrap();
        }
        docs
    }

    #[test]
    fn every_document_is_reported_once_and_kept() {
        let (data, docs) = (tempfile::tempdir().unwrap(), documents(600));
        fs::write(docs.path().join("twin.txt"), motion("7")).unwrap();
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
        let (second, _) = run_task(data.path(), Task::Resume(None), usize::MAX).unwrap();
        assert_eq!(second.imported + summary.imported, 2_000);
        assert_eq!(second.duplicates, 0);
        assert!(run_task(data.path(), Task::Resume(None), usize::MAX).is_none());
        let store = Store::open(data.path(), &mut |_| {}).unwrap();
        let import = store.import(1).unwrap().unwrap();
        assert_eq!((import.progress, import.counts.indexed), (Progress::Done, 2_000));
    }
}
