//! Watched folders: what is put into them is imported, once it is all there. Nothing is moved.
//!
//! A folder is looked through again and again, which works on every disk and over every network. A
//! file is taken in when two looks found it the same size and age, so that a copy that is still
//! running is left to end. The ledger remembers what was taken in, in the same transaction: after a
//! restart nothing is missed, and nothing is taken twice.
//!
//! Links in a folder are not followed: whoever may put something into it must not have this program
//! read for them what only it may read. A folder that is not there, or goes, is told, and looked for.

use std::collections::{HashMap, HashSet};
use std::fs::{File, Metadata, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use rustix::fs::OFlags;

use super::archive::{is_archive, unpack};
use super::clerk::Clerk;
use super::gather::Gathered;
use super::pipeline::incoming;
use super::read;
use super::report::Outcome;
use super::walk::{LINK, Met, walk_within};
use crate::error::{Code, Error};
use crate::store::{NewImport, Origin, Receipt};

/// How long a look is apart from the next.
const APART: Duration = Duration::from_secs(2);

/// How many bytes of what is in an archive are taken in together at most.
const BYTES: usize = 4 << 20;

/// How long a file must not have been changed, beside looking the same twice.
const AT_REST: Duration = Duration::from_secs(1);

/// Names that programs give to files that are not done yet.
const UNFINISHED: [&str; 7] = ["~$", ".~", "~", ".tmp", ".part", ".crdownload", ".filepart"];

/// Size and time of a file's last change.
type Look = (u64, Option<SystemTime>);

/// Watches folders.
pub struct Watcher<'a> {
    clerk: &'a Clerk,
    folders: Vec<PathBuf>,
    /// How long a file must not have been changed.
    at_rest: Duration,
    /// What each file looked like last.
    looks: HashMap<PathBuf, Look>,
    /// What was taken in, as it was then.
    done: HashMap<PathBuf, Look>,
    /// The folders that are not there.
    missing: HashSet<PathBuf>,
    /// The links, and the archives of other kinds than are taken, that were told.
    passed: HashSet<PathBuf>,
    /// The import that goes on while files come.
    import: Option<u64>,
}

/// What is told of the folders while they are watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Something could not be done; the next look tries again.
    Trouble(Error),
    /// A folder is not there, or not any more.
    Missing(Error),
    /// A folder is there again.
    Back(PathBuf),
}

/// What one look found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Files that were taken in, or noted as failed.
    pub taken: usize,
    /// Files that are not at rest yet.
    pub moving: usize,
}

impl<'a> Watcher<'a> {
    /// Watches folders and all that is in them.
    #[must_use]
    pub fn new(clerk: &'a Clerk, folders: &[PathBuf]) -> Self {
        Self {
            clerk,
            folders: folders.to_vec(),
            at_rest: AT_REST,
            looks: HashMap::new(),
            done: HashMap::new(),
            missing: HashSet::new(),
            passed: HashSet::new(),
            import: None,
        }
    }

    /// Looks until `stop` is set.
    pub fn watch(&mut self, stop: &AtomicBool, tell: &mut dyn FnMut(Told)) {
        while !stop.load(Ordering::Relaxed) {
            if let Err(error) = self.look(tell) {
                tell(Told::Trouble(error));
            }
            let mut left = APART;
            while !left.is_zero() && !stop.load(Ordering::Relaxed) {
                let step = left.min(Duration::from_millis(100));
                thread::sleep(step);
                left -= step;
            }
        }
    }

    /// Takes in what is there and at rest, and ends: for those who look at times of their own. Files
    /// that still move after a minute are left for the next time.
    ///
    /// # Errors
    /// [`Code::SettingsInvalid`] where a folder is not there; what the store has.
    pub fn once(&mut self, tell: &mut dyn FnMut(Told)) -> Result<usize, Error> {
        if let Some(folder) = self.folders.iter().find(|folder| !folder.is_dir()) {
            return Err(no_folder(folder));
        }
        let mut taken = 0;
        for number in 0..30 {
            let seen = self.look(tell)?;
            taken += seen.taken;
            if seen.moving == 0 && number > 0 {
                break;
            }
            thread::sleep(APART);
        }
        self.close()?;
        Ok(taken)
    }

    /// Looks through all folders once.
    fn look(&mut self, tell: &mut dyn FnMut(Told)) -> Result<Seen, Error> {
        let mut seen = Seen::default();
        let (mut files, mut passed) = (Vec::new(), HashSet::new());
        walk_within(&self.there(tell), &mut |met| {
            match met {
                Met::File(path) | Met::Archive(path) if !is_unfinished(&path) => files.push(path),
                Met::Skipped(path, what) if what == LINK || is_packed(&what) => {
                    if !self.passed.contains(&path) {
                        let trouble = if what == LINK { link(&path) } else { packed(&path) };
                        tell(Told::Trouble(trouble));
                    }
                    passed.insert(path);
                }
                // What is no document, or no file, is nothing to a folder that others fill.
                Met::File(_) | Met::Archive(_) | Met::Skipped(..) | Met::Failed(..) => {}
            }
            true
        });
        self.passed = passed;
        let mut looks = HashMap::with_capacity(files.len());
        for path in files {
            let Ok(metadata) = path.symlink_metadata() else { continue };
            let look = (metadata.len(), metadata.modified().ok());
            let is_same = self.looks.get(&path) == Some(&look);
            looks.insert(path.clone(), look);
            if self.done.get(&path) == Some(&look) {
                continue;
            }
            if !is_same || !is_at_rest(&metadata, self.at_rest) {
                seen.moving += 1;
                continue;
            }
            if self.take(&path, look)? {
                seen.taken += 1;
            }
            self.done.insert(path, look);
        }
        self.done.retain(|path, _| looks.contains_key(path));
        self.looks = looks;
        if seen == Seen::default() {
            self.close()?;
        }
        Ok(seen)
    }

    /// The folders that are there; tells of those that went or came.
    fn there(&mut self, tell: &mut dyn FnMut(Told)) -> Vec<PathBuf> {
        let mut there = Vec::with_capacity(self.folders.len());
        for folder in &self.folders {
            if folder.is_dir() {
                if self.missing.remove(folder) {
                    tell(Told::Back(folder.clone()));
                }
                there.push(folder.clone());
            } else if self.missing.insert(folder.clone()) {
                tell(Told::Missing(no_folder(folder)));
            }
        }
        there
    }

    /// Takes a file in, if the ledger has not seen it as it is; returns whether it had not.
    fn take(&mut self, path: &Path, (bytes, modified): Look) -> Result<bool, Error> {
        let file = path.display().to_string();
        let modified = stamp(modified);
        // Whether it is new is asked first, so that no import is opened for what is not.
        let (known, time) = (file.clone(), modified.clone());
        if !self.clerk.ask(move |batch| batch.would_be_unseen(&known, bytes, &time))? {
            return Ok(false);
        }
        let import = match self.import {
            Some(import) => import,
            None => self.open()?,
        };
        let opened = open(path, &self.folders);
        if is_archive(&file) {
            self.take_archive(import, &file, opened)?;
            self.clerk.ask(move |batch| batch.is_unseen(&file, bytes, &modified))?;
            return Ok(true);
        }
        match opened.and_then(load) {
            Ok(loaded) => {
                let incoming = incoming(file.clone(), loaded, Some(import));
                self.clerk.ask(move |batch| {
                    if batch.is_unseen(&file, bytes, &modified)? {
                        batch.receive(&incoming)
                    } else {
                        Ok(Receipt::Duplicate { of: file, is_read: true })
                    }
                })?;
            }
            Err(error) => self.clerk.ask(move |batch| {
                batch.is_unseen(&file, bytes, &modified)?;
                batch.note_failed(import, &file, error.code.name(), &error.message)
            })?,
        }
        Ok(true)
    }

    /// Takes in what is in an archive. It is seen once all of it is on disk: what a kill leaves is taken in
    /// the next time, and what was by then is a duplicate.
    fn take_archive(
        &self,
        import: u64,
        file: &str,
        opened: Result<File, Error>,
    ) -> Result<(), Error> {
        let mut gathered = Gathered::up_to(BYTES);
        match opened {
            Ok(archive) => {
                let originals = self.clerk.originals();
                unpack(archive, file, originals, read::LARGEST, &mut |member| {
                    gathered.add_member(member);
                    if gathered.is_enough() {
                        gathered.send(self.clerk, import)?;
                    }
                    Ok(())
                })?;
            }
            Err(error) => gathered.add_other(file.to_owned(), Outcome::Failed { id: None, error }),
        }
        gathered.send(self.clerk, import)?;
        Ok(())
    }

    fn open(&mut self) -> Result<u64, Error> {
        let names: Vec<_> =
            self.folders.iter().map(|folder| folder.display().to_string()).collect();
        let name = names.join(" ");
        let import = self.clerk.ask(move |batch| {
            batch.open_import(&NewImport {
                source: Origin::Watch,
                name: &name,
                by: None,
                walk: None,
            })
        })?;
        self.import = Some(import);
        Ok(import)
    }

    /// Closes the import that was open, once nothing more comes.
    fn close(&mut self) -> Result<(), Error> {
        let Some(import) = self.import else { return Ok(()) };
        self.clerk.ask(move |batch| batch.close_import(import))?;
        self.import = None;
        Ok(())
    }
}

/// Opens a file of a folder; a link that was put in its place, or in that of a folder above it, since it
/// was looked at is not followed.
fn open(path: &Path, folders: &[PathBuf]) -> Result<File, Error> {
    let refused = |error| read::unreadable(&error);
    let whole = path.canonicalize().map_err(refused)?;
    let is_within =
        |folder: &PathBuf| folder.canonicalize().is_ok_and(|folder| whole.starts_with(folder));
    if !folders.iter().any(is_within) {
        return Err(link(path));
    }
    let no_link = OFlags::NOFOLLOW.bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(no_link).open(path).map_err(refused)
}

/// Reads a file that was opened.
fn load(file: File) -> Result<Vec<u8>, Error> {
    let size = file.metadata().map_err(|error| read::unreadable(&error))?.len();
    read::check_size(size)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    read::load_from(file, &mut bytes)?;
    Ok(bytes)
}

fn link(path: &Path) -> Error {
    let message = format!("`{}`: expected a file, found a link, which is skipped", path.display());
    Error::new(Code::Unreadable, message).with_hint("put the file itself into the folder")
}

/// Whether a file is an archive of another kind than is taken, by its ending.
fn is_packed(what: &str) -> bool {
    matches!(what, ".7z" | ".bz2" | ".gz" | ".rar" | ".tar" | ".tgz" | ".xz" | ".zst")
}

fn packed(path: &Path) -> Error {
    let message =
        format!("`{}`: expected a document or a zip, found another archive", path.display());
    Error::new(Code::UnsupportedFormat, message).with_hint("unpack it, or pack it as a zip")
}

fn no_folder(folder: &Path) -> Error {
    let message = format!(
        "`watch`: expected a folder, found none that can be read at `{}`",
        folder.display()
    );
    let hint = "make it, or mount what is to be there";
    Error::new(Code::SettingsInvalid, message).with_hint(hint)
}

/// Whether a file's name says that it is not done yet.
fn is_unfinished(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().to_lowercase()) else {
        return true;
    };
    UNFINISHED.iter().any(|sign| match sign.strip_prefix('.') {
        Some(ending) if !ending.starts_with('~') => name.ends_with(&format!(".{ending}")),
        _ => name.starts_with(sign) || name.ends_with('~'),
    })
}

fn is_at_rest(metadata: &Metadata, at_rest: Duration) -> bool {
    let age = metadata.modified().ok().and_then(|time| time.elapsed().ok());
    // A file from the future, or of a disk without times, rests when it looks the same twice.
    age.is_none_or(|age| age >= at_rest)
}

/// A time as the ledger has it: seconds and nanoseconds since 1970.
fn stamp(time: Option<SystemTime>) -> String {
    let since = time.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    since.map_or_else(String::new, |since| {
        format!("{}.{:09}", since.as_secs(), since.subsec_nanos())
    })
}

#[cfg(test)]
mod tests;
