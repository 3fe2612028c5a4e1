//! Paths imported from beginning to end: what `moties import` does.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::archive::{is_archive, unpack};
use super::clerk::{Clerk, Heard};
use super::gather::Gathered;
use super::manner::Manner;
use super::read::{self, Media};
use super::report::{Outcome, Report, Summary};
use super::walk::{self, Met};
use super::worker::Readers;
use crate::error::{Code, Error};
use crate::store::{Body, Incoming, NewImport, Origin, Walk, Writer};

/// How many bytes of files are taken in together at most.
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
                let (clerk, known) = (&clerk, &known);
                let gathered = Gathered::up_to(BYTES);
                let intake = Intake { clerk, import, known, stop, told, found: 0, gathered };
                bring(&walk, intake)?;
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
fn bring(walk: &Walk, mut intake: Intake<'_>) -> Result<(), Error> {
    let mut result = Ok(());
    let stop = intake.stop;
    let paths: Vec<_> = walk.paths.iter().map(|path| walk.from.join(path)).collect();
    let is_relative = walk.paths.iter().any(|path| path.is_relative());
    // As it was named.
    let named = |path: &Path| {
        let within = if is_relative { path.strip_prefix(&walk.from).ok() } else { None };
        within.unwrap_or(path).display().to_string()
    };
    walk::walk(&paths, &mut |met| {
        result = match met {
            Met::File(path) | Met::Archive(path) => intake.take(named(&path), &path),
            Met::Failed(path, error) => {
                intake.note(named(&path), Outcome::Failed { id: None, error })
            }
            Met::Skipped(path, what) => intake.note(named(&path), Outcome::Skipped { what }),
        };
        result.is_ok() && !stop.load(Ordering::Relaxed)
    });
    result.and_then(|()| intake.send())
}

/// What one import brings.
struct Intake<'a> {
    clerk: &'a Clerk,
    import: u64,
    /// The files that it has already.
    known: &'a HashSet<String>,
    stop: &'a AtomicBool,
    told: Sender<Told>,
    /// How many files were found.
    found: usize,
    gathered: Gathered,
}

impl Intake<'_> {
    /// Takes a file in, or all that is in an archive.
    fn take(&mut self, file: String, path: &Path) -> Result<(), Error> {
        if is_archive(&file) && path.is_file() {
            return self.unpack(&file, path);
        }
        if !self.is_new(&file) {
            return Ok(());
        }
        match read::load(path) {
            Ok(bytes) => self.gathered.add(file, bytes),
            Err(error) => self.gathered.add_other(file, Outcome::Failed { id: None, error }),
        }
        self.send_if_enough()
    }

    fn unpack(&mut self, file: &str, path: &Path) -> Result<(), Error> {
        let archive = match File::open(path) {
            Ok(archive) => archive,
            Err(error) => {
                let error = read::unreadable(&error);
                return self.note(file.to_owned(), Outcome::Failed { id: None, error });
            }
        };
        let (stop, originals) = (self.stop, self.clerk.originals());
        let unpacked = unpack(archive, file, originals, read::LARGEST, &mut |member| {
            if stop.load(Ordering::Relaxed) {
                return Err(Error::new(Code::Cancelled, "it is not taken in any more"));
            }
            if self.is_new(&member.name) {
                self.gathered.add_member(member);
            }
            self.send_if_enough()
        });
        match unpacked {
            Err(error) if error.code == Code::Cancelled => Ok(()),
            unpacked => unpacked,
        }
    }

    /// Notes what became of a file that is not read.
    fn note(&mut self, file: String, outcome: Outcome) -> Result<(), Error> {
        if self.is_new(&file) {
            self.gathered.add_other(file, outcome);
        }
        self.send_if_enough()
    }

    /// Whether a file was not brought before; it is counted then.
    fn is_new(&mut self, file: &str) -> bool {
        let is_new = !self.known.contains(file);
        if is_new {
            self.found += 1;
            self.tell(Told::Found(self.found));
        }
        is_new
    }

    fn send_if_enough(&mut self) -> Result<(), Error> {
        if self.gathered.is_enough() { self.send() } else { Ok(()) }
    }

    /// Has everything that was gathered written, and tells what became of what is not read.
    fn send(&mut self) -> Result<(), Error> {
        let reports = self.gathered.send(self.clerk, self.import)?;
        reports.into_iter().for_each(|report| self.tell(Told::Report(report)));
        Ok(())
    }

    /// Tells something; nobody hears it once the import has failed.
    fn tell(&self, told: Told) {
        let _ = self.told.send(told);
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
mod tests;
