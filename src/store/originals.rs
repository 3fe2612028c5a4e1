//! The originals: the bytes as they came in, one file each, named by their SHA-256.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

use tempfile::NamedTempFile;

use super::error::StoreError;

/// The folder of originals.
#[derive(Clone, Debug)]
pub struct Originals {
    dir: PathBuf,
}

impl Originals {
    /// The originals of a data directory.
    pub(super) fn of(data: &Path) -> Self {
        Self { dir: data.join("originals") }
    }

    /// Puts files on disk: when it returns, they outlast a power cut. What is there already stays.
    ///
    /// Each is written under another name first and then renamed, so that a name always stands for
    /// the whole file.
    pub(super) fn put<'a>(
        &self,
        files: impl Iterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<(), StoreError> {
        let fresh: BTreeMap<PathBuf, &[u8]> = files
            .map(|(id, bytes)| (self.path(id), bytes))
            .filter(|(path, _)| !path.exists())
            .collect();
        let folders: BTreeSet<&Path> = fresh.keys().filter_map(|path| path.parent()).collect();
        let incoming = self.incoming();
        at_once(&folders, |folder| create_dir(folder))?;
        at_once(&fresh, |(path, bytes)| {
            write_whole(&incoming, path, bytes).map_err(StoreError::io("write", path))
        })?;
        at_once(&folders, |folder| sync_dir(folder))
    }

    /// Reads an original, by its whole id or that of a motion in it.
    ///
    /// # Errors
    /// What the disk has.
    pub fn get(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.path(id.split('-').next().unwrap_or(id));
        fs::read(&path).map_err(StoreError::io("read", &path))
    }

    /// Makes the folder where files are written, and takes out what a kill left there. The caller
    /// holds the lock.
    pub(super) fn prepare(&self) -> Result<(), StoreError> {
        let incoming = self.incoming();
        if incoming.exists() {
            fs::remove_dir_all(&incoming).map_err(StoreError::io("remove", &incoming))?;
        }
        create_dir(&incoming)
    }

    fn incoming(&self) -> PathBuf {
        self.dir.join("incoming")
    }

    fn path(&self, id: &str) -> PathBuf {
        self.dir.join(&id[..2]).join(id)
    }
}

/// How many files are forced to disk at once: the system forces many in hardly more time than one.
const AT_ONCE: usize = 8;

/// Does something with each of many, some at once; the first failure of each share ends it.
fn at_once<T: Send>(
    many: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> Result<(), StoreError> + Sync,
) -> Result<(), StoreError> {
    let mut shares: [Vec<T>; AT_ONCE] = Default::default();
    for (number, one) in many.into_iter().enumerate() {
        shares[number % AT_ONCE].push(one);
    }
    let work = &work;
    thread::scope(|scope| {
        let workers: Vec<_> = shares
            .into_iter()
            .filter(|share| !share.is_empty())
            .map(|share| scope.spawn(move || share.into_iter().try_for_each(work)))
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    })
}

/// Makes a folder and those above it, for good.
pub(super) fn create_dir(dir: &Path) -> Result<(), StoreError> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    create_dir(parent)?;
    match fs::create_dir(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(StoreError::io("create", dir)(error))
        }
        _ => sync_dir(parent),
    }
}

/// Forces a folder's list of names to disk.
pub(super) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir).and_then(|folder| folder.sync_all()).map_err(StoreError::io("write", dir))
}

fn write_whole(incoming: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(incoming)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_whole_and_only_once() {
        let data = tempfile::tempdir().unwrap();
        let originals = Originals::of(data.path());
        originals.prepare().unwrap();
        fs::write(data.path().join("originals/incoming/half"), "e").unwrap();
        originals.prepare().unwrap();
        originals.put([("abcd", b"een".as_slice())].into_iter()).unwrap();
        originals.put([("abcd", b"twee".as_slice())].into_iter()).unwrap();
        assert_eq!(originals.get("abcd").unwrap(), b"een");
        let names = |folder: &str| -> Vec<_> {
            fs::read_dir(data.path().join("originals").join(folder))
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect()
        };
        assert_eq!(names("ab"), ["abcd"]);
        assert!(names("incoming").is_empty());
    }

    #[test]
    fn an_original_that_is_gone_is_said_to_be() {
        let originals = Originals::of(Path::new("nergens"));
        assert_eq!(
            originals.get("abcd").unwrap_err().to_string(),
            "`nergens/originals/ab/abcd`: cannot read: No such file or directory (os error 2)"
        );
    }
}
