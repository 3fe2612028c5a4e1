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

use super::clerk::Clerk;
use super::pipeline::incoming;
use super::read;
use super::walk::{LINK, Met, walk_within};
use crate::error::{Code, Error};
use crate::store::{NewImport, Origin, Receipt};

/// How long a look is apart from the next.
const APART: Duration = Duration::from_secs(2);

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
    /// The links that were told.
    links: HashSet<PathBuf>,
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
            links: HashSet::new(),
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
        let (mut files, mut links) = (Vec::new(), HashSet::new());
        walk_within(&self.there(tell), &mut |met| {
            match met {
                Met::File(path) if !is_unfinished(&path) => files.push(path),
                Met::Skipped(path, what) if what == LINK => {
                    if !self.links.contains(&path) {
                        tell(Told::Trouble(link(&path)));
                    }
                    links.insert(path);
                }
                // What is no document, or no file, is nothing to a folder that others fill.
                Met::File(_) | Met::Skipped(..) | Met::Failed(..) => {}
            }
            true
        });
        self.links = links;
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
        match load(path, &self.folders) {
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

/// Reads a file of a folder; a link that was put in its place, or in that of a folder above it, since it
/// was looked at is not followed.
fn load(path: &Path, folders: &[PathBuf]) -> Result<Vec<u8>, Error> {
    let refused = |error| read::unreadable(&error);
    let whole = path.canonicalize().map_err(refused)?;
    let is_within =
        |folder: &PathBuf| folder.canonicalize().is_ok_and(|folder| whole.starts_with(folder));
    if !folders.iter().any(is_within) {
        return Err(link(path));
    }
    let no_link = OFlags::NOFOLLOW.bits().cast_signed();
    let file: File =
        OpenOptions::new().read(true).custom_flags(no_link).open(path).map_err(refused)?;
    let size = file.metadata().map_err(refused)?.len();
    read::check_size(size)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    read::load_from(file, &mut bytes)?;
    Ok(bytes)
}

fn link(path: &Path) -> Error {
    let message = format!("`{}`: expected a file, found a link, which is skipped", path.display());
    Error::new(Code::Unreadable, message).with_hint("put the file itself into the folder")
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
mod tests {
    use std::fs::{self, File};
    use std::sync::Arc;

    use super::*;
    use crate::grammar::Grammars;
    use crate::import::{Manner, Readers};
    use crate::store::{Store, Writer};

    fn clerk(data: &Path) -> Clerk {
        let writer = Writer::open(data, &mut |_| {}).unwrap();
        let manner = Manner { fresh: Duration::ZERO, ..Manner::bulk(Some(1)) };
        let readers = Readers::here(Grammars::built_in());
        Clerk::start(writer, &readers, manner, Arc::default(), Box::new(|_| {})).unwrap()
    }

    /// Hears nothing that it has to do something about.
    fn quiet(told: Told) {
        panic!("nothing is to be told, found {told:?}");
    }

    /// Writes a file that was last changed an hour ago.
    fn put(folder: &Path, name: &str, title: &str) {
        let path = folder.join(name);
        let text = format!("Motie {title}\n\nDe raad,\n\nverzoekt het college:\n- dit te doen.\n");
        fs::write(&path, text).unwrap();
        let hour = Duration::from_secs(3600);
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(SystemTime::now() - hour)
            .unwrap();
    }

    #[test]
    fn what_is_at_rest_is_taken_in_once_also_after_a_restart() {
        let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folders = [folder.path().to_owned()];
        put(folder.path(), "een.txt", "een");
        put(folder.path(), "twee.txt.part", "half");
        put(folder.path(), "~$drie.txt", "slot");
        put(folder.path(), ".vier.txt", "verborgen");
        fs::write(folder.path().join("vers.txt"), "Motie").unwrap();
        let first = clerk(data.path());
        let mut watcher = Watcher::new(&first, &folders);
        watcher.at_rest = Duration::from_secs(1800);
        assert_eq!(watcher.look(&mut quiet).unwrap(), Seen { taken: 0, moving: 2 });
        // What was changed just now may be changed again.
        assert_eq!(watcher.look(&mut quiet).unwrap(), Seen { taken: 1, moving: 1 });
        put(folder.path(), "vers.txt", "vers");
        assert_eq!(watcher.look(&mut quiet).unwrap(), Seen { taken: 0, moving: 1 });
        assert_eq!(watcher.look(&mut quiet).unwrap(), Seen { taken: 1, moving: 0 });
        assert_eq!(watcher.look(&mut quiet).unwrap(), Seen::default());
        first.finish().unwrap();

        let second = clerk(data.path());
        let mut watcher = Watcher::new(&second, &folders);
        watcher.at_rest = Duration::from_secs(1800);
        watcher.look(&mut quiet).unwrap();
        assert_eq!(watcher.look(&mut quiet).unwrap(), Seen::default());
        // What is changed is another document.
        put(folder.path(), "een.txt", "een, gewijzigd");
        watcher.look(&mut quiet).unwrap();
        assert_eq!(watcher.look(&mut quiet).unwrap().taken, 1);
        watcher.look(&mut quiet).unwrap();
        second.finish().unwrap();

        let store = Store::open(data.path(), &mut |_| {}).unwrap();
        assert_eq!(store.tally().unwrap().indexed, 3);
        let imports = store.imports(None, 10).unwrap();
        let counts: Vec<_> = imports.iter().map(|import| import.counts.indexed).collect();
        assert_eq!(counts, [1, 2]);
        assert!(imports.iter().all(|import| import.closed_at.is_some()));
    }

    #[test]
    fn links_are_skipped_and_told_once() {
        let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let elsewhere = tempfile::tempdir().unwrap();
        put(elsewhere.path(), "geheim.txt", "geheim");
        let link = folder.path().join("link.txt");
        std::os::unix::fs::symlink(elsewhere.path().join("geheim.txt"), &link).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("map")).unwrap();
        let clerk = clerk(data.path());
        let mut watcher = Watcher::new(&clerk, &[folder.path().to_owned()]);
        let mut told = Vec::new();
        for _ in 0..3 {
            let seen = watcher.look(&mut |it| told.push(it)).unwrap();
            assert_eq!(seen, Seen::default());
        }
        assert_eq!(told.len(), 2, "{told:?}");
        let Told::Trouble(error) = &told[0] else { panic!("{told:?}") };
        assert_eq!(
            error.to_string(),
            format!(
                "`{}`: expected a file, found a link, which is skipped; put the file itself into \
                 the folder",
                link.display()
            )
        );
        // Also where a link took the place of what was looked at.
        let folders = [folder.path().to_owned()];
        assert!(load(&link, &folders).is_err());
        assert!(load(&folder.path().join("map/geheim.txt"), &folders).is_err());
        clerk.finish().unwrap();
    }

    #[test]
    fn a_folder_that_goes_is_told_and_gone_on_with_when_it_comes() {
        let (data, parent) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = parent.path().join("moties");
        let clerk = clerk(data.path());
        let mut watcher = Watcher::new(&clerk, std::slice::from_ref(&folder));
        let missing = no_folder(&folder);
        assert_eq!(
            missing.to_string(),
            format!(
                "`watch`: expected a folder, found none that can be read at `{}`; make it, or mount \
                 what is to be there",
                folder.display()
            )
        );
        assert_eq!(watcher.once(&mut quiet).unwrap_err(), missing);
        let mut told = Vec::new();
        let mut look =
            |watcher: &mut Watcher<'_>| watcher.look(&mut |it| told.push(it)).unwrap().taken;
        look(&mut watcher);
        look(&mut watcher);
        fs::create_dir(&folder).unwrap();
        put(&folder, "een.txt", "een");
        look(&mut watcher);
        assert_eq!(look(&mut watcher), 1);
        fs::remove_dir_all(&folder).unwrap();
        look(&mut watcher);
        let gone = Told::Missing(missing);
        assert_eq!(told, [gone.clone(), Told::Back(folder), gone]);
        clerk.finish().unwrap();
    }
}
