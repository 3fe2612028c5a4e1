//! A backup: the ledger as it is at one moment, and the originals that it speaks of, in one tar file.
//!
//! It is made while others read and write. The index is left out: a store that comes back makes its
//! own from the ledger.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tar::{Archive, Builder, EntryType, Header};
use tempfile::NamedTempFile;

use super::check::{self, Finding};
use super::error::StoreError;
use super::ledger::{self, Ledger, entries};
use super::originals::{Originals, create_dir, numbers, pack_path, sync_dir};

/// The name of the ledger in a backup: the first thing in it.
const LEDGER: &str = "ledger.sqlite";

/// The name of the folder of originals.
const ORIGINALS: &str = "originals";

/// The folder in which a store is made of a backup.
const RESTORING: &str = "restoring";

/// Writes a backup; returns how many bytes it has.
///
/// What is not there as it came in is told to `found`, and what is there is backed up all the same.
pub(super) fn write(
    dir: &Path,
    originals: &Originals,
    out: &mut dyn Write,
    found: &mut dyn FnMut(Finding),
) -> Result<u64, StoreError> {
    // A snapshot first: what is taken in meanwhile stands behind it, and is left for the next.
    let snapshot = NamedTempFile::new_in(dir).map_err(StoreError::io("write", dir))?;
    let reading =
        Ledger::open_to_read(dir)?.ok_or_else(|| StoreError::Missing { dir: dir.to_owned() })?;
    reading.snapshot(snapshot.path())?;
    let ledger = ledger::open_snapshot(snapshot.path())?;
    let (last, end) = ledger.pack_end()?;
    let mut counted = Counted { out, bytes: 0 };
    let mut builder = Builder::new(&mut counted);
    append(&mut builder, Path::new(LEDGER), snapshot.path(), None)?;
    for number in numbers(&originals.packs())?.into_iter().filter(|&number| number <= last) {
        let path = pack_path(&originals.packs(), number);
        let until = (number == last).then_some(end);
        append(&mut builder, &name_of(dir, &path), &path, until)?;
    }
    let mut result = Ok(());
    ledger::check::each_document(ledger.rows(), &mut |document| {
        let path = originals.path(&document.id);
        if document.place.is_none() && path.exists() {
            result = append(&mut builder, &name_of(dir, &path), &path, None);
        }
        if let Some(finding) = check::original(originals, &document) {
            // What was deleted meanwhile is erased.
            match entries::place(reading.rows(), &document.id) {
                Ok(Some(_)) => found(finding),
                Ok(None) => {}
                Err(error) => result = Err(error),
            }
        }
        result.is_ok()
    })?;
    result?;
    builder
        .into_inner()
        .and_then(Write::flush)
        .map_err(StoreError::io("write", Path::new("backup")))?;
    Ok(counted.bytes)
}

/// Counts what is written.
struct Counted<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn name_of(dir: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(dir).unwrap_or(path).to_owned()
}

/// Appends a file, or so many bytes of it.
fn append(
    builder: &mut Builder<&mut Counted<'_>>,
    name: &Path,
    path: &Path,
    until: Option<u64>,
) -> Result<(), StoreError> {
    let mut append = || -> io::Result<()> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let size = until.unwrap_or(length).min(length);
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(size);
        header.set_mode(0o600);
        builder.append_data(&mut header, name, file.take(size))
    };
    append().map_err(StoreError::io("back up", path))
}

/// Makes a store of a backup, in a folder that has none; what was there of one is never touched.
///
/// It is made in a folder within that one, and put in its place when it is whole: what a failure leaves is
/// taken out, what a kill leaves by whoever tries next.
///
/// # Errors
/// [`StoreError::Occupied`] where the folder has anything in it; [`StoreError::Damaged`] where the file
/// is no backup; what the disk has.
pub fn restore(backup: impl Read, dir: &Path) -> Result<(), StoreError> {
    create_dir(dir)?;
    let fresh = dir.join(RESTORING);
    remove_half(dir, &fresh)?;
    let mut inside = fs::read_dir(dir).map_err(StoreError::io("read", dir))?;
    if inside.next().is_some() {
        return Err(StoreError::Occupied { dir: dir.to_owned() });
    }
    create_dir(&fresh)?;
    let put = unpack(backup, &fresh).and_then(|()| put_in_place(dir, &fresh));
    if put.is_err() {
        // Else whoever tries next takes it out.
        let _ = fs::remove_dir_all(&fresh);
    }
    put
}

/// Takes out what an earlier try left that was killed.
fn remove_half(dir: &Path, fresh: &Path) -> Result<(), StoreError> {
    if !fresh.exists() || dir.join(LEDGER).exists() {
        return Ok(());
    }
    // The originals were put in their place, and the ledger was about to be.
    let originals = dir.join(ORIGINALS);
    if originals.exists() && fresh.join(LEDGER).exists() && !fresh.join(ORIGINALS).exists() {
        fs::rename(&originals, fresh.join(ORIGINALS))
            .map_err(StoreError::io("rename", &originals))?;
    }
    fs::remove_dir_all(fresh).map_err(StoreError::io("remove", fresh))
}

/// Unpacks a backup into a folder.
fn unpack(backup: impl Read, fresh: &Path) -> Result<(), StoreError> {
    let damaged = |found: String| StoreError::Damaged { part: "backup", found };
    let mut archive = Archive::new(backup);
    let entries = archive.entries().map_err(|error| damaged(error.to_string()))?;
    for entry in entries {
        let mut entry = entry.map_err(|error| damaged(error.to_string()))?;
        let name = entry.path().map_err(|error| damaged(error.to_string()))?.into_owned();
        let is_plain =
            name.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !is_plain || !(name == Path::new(LEDGER) || name.starts_with(ORIGINALS)) {
            return Err(damaged(format!("`{}` in it", name.display())));
        }
        let (path, size) = (fresh.join(&name), entry.size());
        let folder = path.parent().unwrap_or(fresh);
        create_dir(folder)?;
        let written = File::create_new(&path).and_then(|mut file| {
            let written = io::copy(&mut entry, &mut file)?;
            file.sync_all().map(|()| written)
        });
        let written = written.map_err(StoreError::io("write", &path))?;
        if written < size {
            return Err(damaged(format!("{written} of {size} bytes of `{}`", name.display())));
        }
        sync_dir(folder)?;
    }
    let ledger = fresh.join(LEDGER);
    if !ledger.exists() {
        return Err(damaged("no ledger in it".to_owned()));
    }
    ledger::open_snapshot(&ledger).map(|_| ())
}

/// Puts what was unpacked in its place. The ledger comes last: before that there is no store.
fn put_in_place(dir: &Path, fresh: &Path) -> Result<(), StoreError> {
    for part in [ORIGINALS, LEDGER] {
        let from = fresh.join(part);
        if from.exists() {
            fs::rename(&from, dir.join(part)).map_err(StoreError::io("rename", &from))?;
            sync_dir(dir)?;
        }
    }
    fs::remove_dir_all(fresh).map_err(StoreError::io("remove", fresh))?;
    sync_dir(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::{arrival, broken, filled, id};
    use crate::store::{Arrival, Query, Store, Writer};

    #[test]
    fn a_store_comes_back_whole_and_what_came_later_is_left_out() {
        let mut large = broken("dd");
        large.bytes = vec![b'x'; (1 << 20) + 1];
        large.id = crate::store::originals::hash(&large.bytes);
        let (dir, store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb"), large.clone()]);
        let mut backup = Vec::new();
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let size = store.backup(&mut backup, &mut |finding| panic!("{finding}")).unwrap();
        writer.file(vec![arrival("cc", "Later", &[])]).unwrap();
        assert_eq!(size, backup.len() as u64);

        let other = tempfile::tempdir().unwrap();
        let place = other.path().join("terug");
        restore(backup.as_slice(), &place).unwrap();
        let restored = Store::open(&place, &mut |_| {}).unwrap();
        assert_eq!(restored.check(&mut |finding| panic!("{finding}")).unwrap().documents, 3);
        assert_eq!(restored.original(&large.id).unwrap(), large.bytes);
        let count = |words| {
            restored
                .search(&Query { words, clause: None, limit: 1, ..Query::default() })
                .unwrap()
                .total
        };
        assert_eq!((count("wonen"), count("later")), (1, 0));
        // It can be written to, behind where it ends.
        let mut writer = Writer::open(&place, &mut |_| {}).unwrap();
        writer.file(vec![arrival("cc", "Later", &[])]).unwrap();
        writer.close().unwrap();
        assert_eq!(restored.check(&mut |finding| panic!("{finding}")).unwrap().documents, 4);

        let error = restore(backup.as_slice(), &place).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("`{}`: expected an empty folder, found something in it", place.display())
        );
    }

    #[test]
    fn what_is_no_backup_is_said_to_be() {
        for (bytes, found) in [
            (b"een brief".as_slice(), "failed to read entire block"),
            (&[0; 1024], "no ledger in it"),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let error = restore(bytes, &dir.path().join("terug")).unwrap_err().to_string();
            assert_eq!(error, format!("the backup is damaged: {found}"));
        }
    }

    #[test]
    fn a_try_that_failed_or_was_killed_leaves_room_for_the_next() {
        let (_dir, store) = filled(&[arrival("aa", "Wonen", &[])]);
        let mut backup = Vec::new();
        store.backup(&mut backup, &mut |finding| panic!("{finding}")).unwrap();
        let dir = tempfile::tempdir().unwrap();
        for half in [backup.len() / 2, backup.len() - 2_000] {
            let error = restore(&backup[..half], dir.path()).unwrap_err().to_string();
            assert!(error.contains("restoring") || error.contains("backup"), "{error}");
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "{error}");
        }
        // As a kill leaves it: unpacked in part, and just before the ledger is put in its place.
        let fresh = dir.path().join(RESTORING);
        fs::create_dir_all(fresh.join("originals")).unwrap();
        restore(backup.as_slice(), dir.path()).unwrap();
        fs::create_dir(&fresh).unwrap();
        fs::rename(dir.path().join(LEDGER), fresh.join(LEDGER)).unwrap();
        restore(backup.as_slice(), dir.path()).unwrap();
        assert!(!fresh.exists());
        let restored = Store::open(dir.path(), &mut |_| {}).unwrap();
        restored.check(&mut |finding| panic!("{finding}")).unwrap();
    }

    #[test]
    fn what_is_missing_or_altered_is_named_and_the_rest_is_backed_up() {
        let large = |sign: u8| {
            let bytes = vec![sign; (1 << 20) + 1];
            Arrival { id: crate::store::originals::hash(&bytes), bytes, ..broken("large") }
        };
        let (gone, other) = (large(b'x'), large(b'y'));
        let (dir, store) = filled(&[broken("aa"), broken("bb"), gone.clone(), other.clone()]);
        let pack = dir.path().join("originals/packs/000001.tar");
        let mut bytes = fs::read(&pack).unwrap();
        bytes[512] = b'x';
        fs::write(&pack, bytes).unwrap();
        let originals = Originals::of(dir.path());
        fs::remove_file(originals.path(&gone.id)).unwrap();
        let mut named = Vec::new();
        let mut backup = Vec::new();
        store.backup(&mut backup, &mut |finding| named.push(finding.to_string())).unwrap();
        let expected = [
            format!("altered: `{}`: `aa.txt` is not as it came in", id("aa")),
            format!(
                "missing: `{0}`: `large.txt`: `{1}`: expected the bytes of `{0}`, found none: No such \
                 file or directory (os error 2)",
                gone.id,
                originals.path(&gone.id).display()
            ),
        ];
        assert_eq!(named, expected);

        let place = tempfile::tempdir().unwrap();
        restore(backup.as_slice(), place.path()).unwrap();
        let restored = Store::open(place.path(), &mut |_| {}).unwrap();
        let mut named = Vec::new();
        restored
            .check_originals(&mut |finding| {
                named.push(finding.subject);
                true
            })
            .unwrap();
        assert_eq!(named, [id("aa"), gone.id]);
        for sound in [&broken("bb"), &other] {
            assert_eq!(restored.original(&sound.id).unwrap(), sound.bytes);
        }
    }
}
