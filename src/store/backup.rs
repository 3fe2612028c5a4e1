//! A backup: the ledger as it is at one moment, and the originals that it speaks of, in one tar file.
//!
//! It is made while others read and write. The index is left out: a store that comes back makes its
//! own from the ledger.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tar::{Archive, Builder, EntryType, Header};
use tempfile::NamedTempFile;

use super::error::StoreError;
use super::ledger::{self, Ledger};
use super::originals::{Originals, create_dir, pack_path, sync_dir};

/// The name of the ledger in a backup: the first thing in it.
const LEDGER: &str = "ledger.sqlite";

/// Writes a backup; returns how many bytes it has.
pub(super) fn write(
    dir: &Path,
    originals: &Originals,
    out: &mut dyn Write,
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
    for number in 1..=last {
        let path = pack_path(&originals.packs(), number);
        let until = (number == last).then_some(end);
        append(&mut builder, &name_of(dir, &path), &path, until)?;
    }
    let mut result = Ok(());
    ledger::check::each_document(ledger.rows(), &mut |document| {
        if document.place.is_none() {
            let path = originals.path(&document.id);
            result = append(&mut builder, &name_of(dir, &path), &path, None);
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
        let size = until.unwrap_or(file.metadata()?.len());
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
/// # Errors
/// [`StoreError::Occupied`] where the folder has anything in it; [`StoreError::Damaged`] where the file
/// is no backup; what the disk has.
pub fn restore(backup: impl Read, dir: &Path) -> Result<(), StoreError> {
    create_dir(dir)?;
    let mut inside = fs::read_dir(dir).map_err(StoreError::io("read", dir))?;
    if inside.next().is_some() {
        return Err(StoreError::Occupied { dir: dir.to_owned() });
    }
    let damaged = |found: String| StoreError::Damaged { part: "backup", found };
    let mut archive = Archive::new(backup);
    let entries = archive.entries().map_err(|error| damaged(error.to_string()))?;
    // The ledger gets its name last: before that there is no store here.
    let ledger = dir.join("ledger.restoring");
    let mut has_ledger = false;
    for entry in entries {
        let mut entry = entry.map_err(|error| damaged(error.to_string()))?;
        let name = entry.path().map_err(|error| damaged(error.to_string()))?.into_owned();
        let is_plain =
            name.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        let is_ledger = name == Path::new(LEDGER);
        if !is_plain || !(is_ledger || name.starts_with("originals")) {
            return Err(damaged(format!("`{}` in it", name.display())));
        }
        let path = if is_ledger { ledger.clone() } else { dir.join(&name) };
        has_ledger |= is_ledger;
        if let Some(parent) = path.parent() {
            create_dir(parent)?;
        }
        let written = File::create_new(&path).and_then(|mut file| {
            io::copy(&mut entry, &mut file)?;
            file.sync_all()
        });
        written.map_err(StoreError::io("write", &path))?;
        if let Some(parent) = path.parent() {
            sync_dir(parent)?;
        }
    }
    if !has_ledger {
        return Err(damaged("no ledger in it".to_owned()));
    }
    ledger::open_snapshot(&ledger)?;
    let path = dir.join(LEDGER);
    fs::rename(&ledger, &path).map_err(StoreError::io("rename", &ledger))?;
    sync_dir(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::{arrival, broken, filled};
    use crate::store::{Query, Store, Writer};

    #[test]
    fn a_store_comes_back_whole_and_what_came_later_is_left_out() {
        let mut large = broken("dd");
        large.bytes = vec![b'x'; (1 << 20) + 1];
        large.id = crate::store::originals::hash(&large.bytes);
        let (dir, store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb"), large.clone()]);
        let mut backup = Vec::new();
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let size = store.backup(&mut backup).unwrap();
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
}
