//! Bytes on their way in: in memory as long as they are few, else in a file of the store's.

use std::fs::{self, File};
use std::io::{self, Read, Write};

use rustix::fs::fstatvfs;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::pipeline::{incoming, media_type};
use super::read;
use crate::error::{Code, Error};
use crate::store::{Body, Incoming, Originals};

/// A document of more bytes waits on disk for its turn, not in memory.
const SMALL: usize = 256 << 10;

/// How many bytes of a document tell its type.
const BEGINNING: usize = 4096;

/// After how many bytes it is looked whether there is room for more.
const LOOK: u64 = 16 << 20;

/// How much of a disk is left free: one part of so many, and this many bytes at most.
const PART: u64 = 20;
const ENOUGH: u64 = 1 << 30;

/// A document as it arrived.
#[derive(Debug)]
pub enum Spooled {
    /// In memory.
    Small(Vec<u8>),
    /// On disk, with how many bytes it has, and their id.
    Large(NamedTempFile, u64, String),
}

impl Spooled {
    /// The bytes, in memory.
    ///
    /// # Errors
    /// [`Code::StoreIo`].
    pub fn bytes(self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Small(bytes) => Ok(bytes),
            Self::Large(file, ..) => fs::read(file.path()).map_err(|error| {
                Error::new(Code::StoreIo, format!("cannot read what came in: {error}"))
            }),
        }
    }
}

impl Spooled {
    /// The bytes in a file of their own, which is gone with what is given.
    ///
    /// # Errors
    /// [`Code::StoreIo`].
    pub fn on_disk(self, originals: &Originals) -> Result<NamedTempFile, Error> {
        match self {
            Self::Small(bytes) => {
                let mut file = originals.incoming_file()?;
                file.write_all(&bytes).map_err(|error| refused(&error))?;
                Ok(file)
            }
            Self::Large(file, ..) => Ok(file),
        }
    }

    /// What is taken in of it, under this name.
    #[must_use]
    pub fn incoming(self, file: String) -> Incoming {
        match self {
            Self::Small(bytes) => incoming(file, bytes, None),
            Self::Large(from, bytes, id) => {
                let mut beginning = vec![0; BEGINNING];
                let read = File::open(from.path()).and_then(|mut file| file.read(&mut beginning));
                beginning.truncate(read.unwrap_or(0));
                let media_type = media_type(&file, &beginning);
                let body = Body::File(from.into_temp_path(), bytes);
                Incoming { id, media_type, file, body, import: None }
            }
        }
    }
}

/// Takes bytes in, piece by piece, up to a limit, as long as the disk has room.
#[derive(Debug)]
pub struct Spool {
    originals: Originals,
    largest: u64,
    small: Vec<u8>,
    large: Option<NamedTempFile>,
    hasher: Sha256,
    length: u64,
    /// How long it may grow until it is looked for room again.
    looked: u64,
}

impl Spool {
    /// Takes in at most so many bytes, on the disk of these originals.
    #[must_use]
    pub fn new(originals: &Originals, largest: u64) -> Self {
        Self {
            originals: originals.clone(),
            largest,
            small: Vec::new(),
            large: None,
            hasher: Sha256::new(),
            length: 0,
            looked: 0,
        }
    }

    /// Whether it is still in memory once it has this piece: then adding it waits for no disk.
    #[must_use]
    pub fn is_small_with(&self, piece: &[u8]) -> bool {
        self.large.is_none() && self.small.len() + piece.len() <= SMALL
    }

    /// Takes a piece in.
    ///
    /// # Errors
    /// [`Code::TooLarge`], [`Code::NoRoom`], [`Code::StoreIo`].
    pub fn add(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.length += piece.len() as u64;
        if self.length > self.largest {
            return Err(read::too_large(self.largest));
        }
        if self.is_small_with(piece) {
            self.small.extend_from_slice(piece);
            return Ok(());
        }
        if self.large.is_none() {
            let mut file = self.originals.incoming_file()?;
            self.hasher.update(&self.small);
            file.as_file_mut().write_all(&self.small).map_err(|error| refused(&error))?;
            self.small = Vec::new();
            self.large = Some(file);
        }
        let file = self.large.as_mut().expect("it was opened above").as_file_mut();
        if self.length > self.looked {
            self.looked = self.length + LOOK;
            has_room(file, LOOK.min(self.largest - self.length))?;
        }
        self.hasher.update(piece);
        file.write_all(piece).map_err(|error| refused(&error))
    }

    /// How many bytes were taken in.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Ends it.
    #[must_use]
    pub fn end(self) -> Spooled {
        match self.large {
            None => Spooled::Small(self.small),
            Some(file) => Spooled::Large(file, self.length, read::hex(&self.hasher.finalize())),
        }
    }
}

/// Whether the disk of these originals has room for so many bytes more.
///
/// # Errors
/// [`Code::NoRoom`], [`Code::StoreIo`].
pub(super) fn check_room(originals: &Originals, bytes: u64) -> Result<(), Error> {
    has_room(originals.incoming_file()?.as_file(), bytes)
}

fn has_room(file: &fs::File, bytes: u64) -> Result<(), Error> {
    // A system that does not tell refuses when it is full.
    let Ok(disk) = fstatvfs(file) else { return Ok(()) };
    let all = disk.f_blocks.saturating_mul(disk.f_frsize);
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let kept = (all / PART).min(ENOUGH);
    if free >= bytes.saturating_add(kept) {
        return Ok(());
    }
    let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
    let message = format!(
        "expected room for {} MiB on the disk, and {} MiB to be left, found {} MiB",
        mebibytes(bytes),
        mebibytes(kept),
        free >> 20
    );
    Err(Error::new(Code::NoRoom, message))
}

fn refused(error: &io::Error) -> Error {
    Error::new(Code::StoreIo, format!("cannot write what comes in: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Writer;

    #[test]
    fn what_is_small_stays_in_memory_and_what_is_large_is_on_disk() {
        let dir = tempfile::tempdir().unwrap();
        let originals = Writer::open(dir.path(), &mut |_| {}).unwrap().originals();
        let mut spool = Spool::new(&originals, 2 << 20);
        let piece = vec![b'x'; SMALL];
        spool.add(&piece).unwrap();
        assert!(!spool.is_small_with(b"x") && spool.is_small_with(b""));
        spool.add(b"y").unwrap();
        assert_eq!(spool.length(), SMALL as u64 + 1);
        let Spooled::Large(file, length, id) = spool.end() else { panic!("it is large") };
        let bytes = [&piece[..], b"y"].concat();
        assert_eq!((length, &id), (SMALL as u64 + 1, &read::id(&bytes)));
        assert_eq!(Spooled::Large(file, length, id).bytes().unwrap(), bytes);

        let mut spool = Spool::new(&originals, 3);
        spool.add(b"een").unwrap();
        assert_eq!(spool.add(b"!").unwrap_err().code, Code::TooLarge);
        let Spooled::Small(bytes) = Spool::new(&originals, 3).end() else { panic!("it is small") };
        assert_eq!(bytes, b"");
    }

    #[test]
    fn a_disk_without_room_is_said_to_have_none() {
        let dir = tempfile::tempdir().unwrap();
        let originals = Writer::open(dir.path(), &mut |_| {}).unwrap().originals();
        check_room(&originals, 0).unwrap();
        let error = check_room(&originals, 1 << 60).unwrap_err();
        assert_eq!(error.code, Code::NoRoom);
        let start = "expected room for 1099511627776 MiB on the disk, and ";
        assert!(error.message.starts_with(start), "{error}");
        assert_eq!(error.hint, "make room on the disk, or send less");
    }
}
