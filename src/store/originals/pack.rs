//! A pack: originals one behind the other in one file, a plain tar archive.
//!
//! Many small documents share a file, so that forcing them to disk is one call. Any `tar` lists a pack
//! and takes documents out of it, by their SHA-256, without this program. The ledger says up to where
//! a pack was acknowledged; [`super::tail`] says what becomes of what stands behind that.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use tar::{EntryType, Header};

use crate::store::error::StoreError;

/// Where the bytes of an original stand in a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Place {
    /// The number of the pack, from 1.
    pub(in crate::store) pack: u32,
    /// The byte of the pack that they begin with, from 0.
    pub(in crate::store) start: u64,
}

/// What a tar archive counts in, in bytes: each header and each document takes whole blocks.
pub(super) const BLOCK: u64 = 512;

/// What a tar archive ends with.
const END: [u8; 2 * BLOCK as usize] = [0; 2 * BLOCK as usize];

/// A pack that is larger is not added to.
const FULL: u64 = 256 << 20;

/// Where a pack lies.
pub(in crate::store) fn path(dir: &Path, pack: u32) -> PathBuf {
    dir.join(format!("{pack:06}.tar"))
}

/// Appends originals to packs.
#[derive(Debug)]
pub(super) struct Packer {
    dir: PathBuf,
    pack: u32,
    /// Where the next header goes, always at a block.
    end: u64,
    file: Option<File>,
    is_dirty: bool,
    /// The turn of the ledger, which each header says.
    turn: u64,
    buffer: Vec<u8>,
}

impl Packer {
    /// Goes on behind what the ledger has of the packs in a folder: the last pack, and its end.
    pub(super) fn new(dir: &Path, (pack, end): (u32, u64)) -> Self {
        let dir = dir.to_owned();
        Self { dir, pack, end, file: None, is_dirty: false, turn: 0, buffer: Vec::new() }
    }

    /// Notes the turn of the ledger at which the next documents are added.
    pub(super) fn set_turn(&mut self, turn: u64) {
        self.turn = turn;
    }

    /// The last pack, and where it ends.
    pub(super) fn end(&self) -> (u32, u64) {
        (self.pack, self.end)
    }

    /// Appends an original. It is on disk after [`Packer::sync`].
    pub(super) fn append(
        &mut self,
        id: &str,
        bytes: &[u8],
        time: u64,
    ) -> Result<Place, StoreError> {
        if self.pack == 0 || self.end >= FULL {
            self.next()?;
        }
        let path = path(&self.dir, self.pack);
        let file = match self.file.take() {
            Some(file) => file,
            None => self.open(&path)?,
        };
        self.buffer.clear();
        self.buffer.extend_from_slice(header(id, bytes.len() as u64, time, self.turn).as_bytes());
        self.buffer.extend_from_slice(bytes);
        self.buffer.resize(self.buffer.len().next_multiple_of(BLOCK as usize), 0);
        let place = Place { pack: self.pack, start: self.end + BLOCK };
        let written = file.write_all_at(&self.buffer, self.end);
        self.buffer.shrink_to(1 << 20);
        written.map_err(StoreError::io("write", &path))?;
        self.end += (BLOCK + bytes.len() as u64).next_multiple_of(BLOCK);
        self.is_dirty = true;
        self.file = Some(file);
        Ok(place)
    }

    /// Forces to disk what was appended.
    pub(super) fn sync(&mut self) -> Result<(), StoreError> {
        if self.is_dirty && self.pack > 0 {
            let path = path(&self.dir, self.pack);
            let file = match self.file.take() {
                Some(file) => file,
                None => self.open(&path)?,
            };
            file.sync_data().map_err(StoreError::io("write", &path))?;
            self.file = Some(file);
            self.is_dirty = false;
        }
        Ok(())
    }

    /// Takes back what was appended since this end: the ledger does not have it. What was appended before
    /// is still to be forced to disk.
    pub(super) fn back_to(&mut self, (pack, end): (u32, u64)) {
        (self.pack, self.end) = (pack, end);
        self.file = None;
    }

    /// Hears that the ledger has what was appended: the pack gets its end, which the next document is
    /// written over. It need not be on disk, since the ledger is.
    pub(super) fn finish(&mut self) {
        if let Some(file) = &self.file {
            // Without it, the pack ends as it does after a kill.
            let _ = file.write_all_at(&END, self.end);
        }
    }

    /// Ends a pack as tar wants it, and begins the next.
    fn next(&mut self) -> Result<(), StoreError> {
        if self.pack > 0 {
            let path = path(&self.dir, self.pack);
            let file = match self.file.take() {
                Some(file) => file,
                None => self.open(&path)?,
            };
            file.write_all_at(&END, self.end)
                .and_then(|()| file.sync_all())
                .map_err(StoreError::io("write", &path))?;
        }
        self.pack += 1;
        self.end = 0;
        Ok(())
    }

    /// Opens a pack, and cuts off what the ledger does not have of it.
    fn open(&self, path: &Path) -> Result<File, StoreError> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(StoreError::io("open", path))?;
        file.set_len(self.end).map_err(StoreError::io("write", path))?;
        super::sync_dir(&self.dir)?;
        Ok(file)
    }
}

/// The header of a document in a pack. As its group stands the turn of the ledger.
fn header(id: &str, bytes: u64, time: u64, turn: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_path(id).expect("an id is a short name");
    header.set_entry_type(EntryType::Regular);
    header.set_size(bytes);
    header.set_mode(0o444);
    header.set_mtime(time);
    header.set_groupname(&turn.to_string()).expect("a number is a short name");
    header.set_cksum();
    header
}

/// Reads so many bytes from a place.
pub(super) fn read(dir: &Path, place: Place, bytes: u64) -> Result<Vec<u8>, StoreError> {
    let path = path(dir, place.pack);
    let read = || -> io::Result<Vec<u8>> {
        let file = File::open(&path)?;
        // What the ledger says of a size is not believed beyond what is there.
        if file.metadata()?.len() < place.start.saturating_add(bytes) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut read = vec![0; usize::try_from(bytes).map_err(io::Error::other)?];
        file.read_exact_at(&mut read, place.start)?;
        Ok(read)
    };
    read().map_err(StoreError::io("read", &path))
}

/// Overwrites so many bytes at a place, for good.
pub(super) fn erase(dir: &Path, place: Place, bytes: u64) -> Result<(), StoreError> {
    let path = path(dir, place.pack);
    let erase = || -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(&path)?;
        let zeros = [0; 1 << 16];
        let mut done = 0;
        while done < bytes {
            let step = (bytes - done).min(zeros.len() as u64);
            file.write_all_at(&zeros[..step as usize], place.start + done)?;
            done += step;
        }
        file.sync_all()
    };
    erase().map_err(StoreError::io("write", &path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_is_a_tar_archive() {
        let dir = tempfile::tempdir().unwrap();
        let mut packer = Packer::new(dir.path(), (0, 0));
        let large = vec![b'x'; 1500];
        let first = packer.append("aa", b"een", 0).unwrap();
        let second = packer.append("bb", &large, 0).unwrap();
        packer.sync().unwrap();
        assert_eq!(first, Place { pack: 1, start: 512 });
        assert_eq!(second, Place { pack: 1, start: 1536 });
        assert_eq!(read(dir.path(), second, 1500).unwrap(), large);
        let mut archive = tar::Archive::new(File::open(path(dir.path(), 1)).unwrap());
        let names: Vec<_> = archive
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().path().unwrap().display().to_string())
            .collect();
        assert_eq!(names, ["aa", "bb"]);
    }

    #[test]
    fn what_was_not_acknowledged_is_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let mut packer = Packer::new(dir.path(), (0, 0));
        packer.append("aa", b"een", 0).unwrap();
        let end = packer.end();
        packer.append("bb", &[b'x'; 4000], 0).unwrap();
        packer.back_to(end);
        let place = packer.append("cc", b"drie", 0).unwrap();
        assert_eq!(place.start, 1536);
        // What was taken back last does not keep what came before from being forced to disk.
        let end = packer.end();
        packer.append("dd", b"vier", 0).unwrap();
        packer.back_to(end);
        assert!(packer.is_dirty);
        packer.sync().unwrap();
        assert!(!packer.is_dirty);
        assert_eq!(std::fs::metadata(path(dir.path(), 1)).unwrap().len(), 2048);
        assert_eq!(read(dir.path(), place, 4).unwrap(), b"drie");
        let error = read(dir.path(), place, 4000).unwrap_err().to_string();
        assert!(error.ends_with("000001.tar`: cannot read: unexpected end of file"), "{error}");
    }

    #[test]
    fn what_is_erased_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let mut packer = Packer::new(dir.path(), (0, 0));
        let first = packer.append("aa", b"geheim", 0).unwrap();
        let second = packer.append("bb", b"open", 0).unwrap();
        packer.sync().unwrap();
        erase(dir.path(), first, 6).unwrap();
        assert_eq!(read(dir.path(), first, 6).unwrap(), [0; 6]);
        assert_eq!(read(dir.path(), second, 4).unwrap(), b"open");
    }
}
