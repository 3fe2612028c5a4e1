//! The originals: the bytes as they came in.
//!
//! Small ones stand behind each other in packs; a large one has a file of its own, named by its
//! SHA-256, and so have those that an earlier version kept.

mod pack;
mod tail;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::entry::{Body, Claimed};
use super::error::StoreError;
use pack::Packer;
pub(super) use pack::{Place, path as pack_path};
pub(super) use tail::{Member, Resumed, numbers, resume, walk};

/// A document of more bytes has a file of its own.
const LARGE: u64 = 1 << 20;

/// The folder of originals, to read.
#[derive(Clone, Debug)]
pub struct Originals {
    dir: PathBuf,
}

impl Originals {
    /// The originals of a data directory.
    pub(super) fn of(data: &Path) -> Self {
        Self { dir: data.join("originals") }
    }

    /// Reads an original of so many bytes, and checks that it is still what came in.
    ///
    /// # Errors
    /// [`StoreError::Lost`] where there are none; [`StoreError::Damaged`] where they are not those of the
    /// id; what else the disk has.
    pub(super) fn get(
        &self,
        id: &str,
        place: Option<Place>,
        bytes: u64,
    ) -> Result<Vec<u8>, StoreError> {
        let read = match place {
            Some(place) => pack::read(&self.packs(), place, bytes),
            None => {
                let path = self.path(id);
                fs::read(&path).map_err(StoreError::io("read", &path))
            }
        };
        let read = read.map_err(lost(id))?;
        if hash(&read) == id {
            return Ok(read);
        }
        Err(altered(id))
    }

    /// Asserts that an original of so many bytes is still what came in.
    ///
    /// # Errors
    /// As [`Originals::get`].
    pub(super) fn verify(
        &self,
        id: &str,
        place: Option<Place>,
        bytes: u64,
    ) -> Result<(), StoreError> {
        if place.is_some() {
            return self.get(id, place, bytes).map(|_| ());
        }
        let path = self.path(id);
        let digest = || -> io::Result<String> {
            let (mut file, mut digest) = (File::open(&path)?, Sha256::new());
            let mut buffer = vec![0; 1 << 16];
            loop {
                match file.read(&mut buffer)? {
                    0 => return Ok(hex(&digest.finalize())),
                    read => digest.update(&buffer[..read]),
                }
            }
        };
        let found = digest().map_err(StoreError::io("read", &path)).map_err(lost(id))?;
        if found == id { Ok(()) } else { Err(altered(id)) }
    }

    /// Reads the bytes of a claimed document.
    ///
    /// # Errors
    /// What the disk has; [`StoreError::Damaged`] where the bytes are not those of the id.
    pub fn of_claimed(&self, claimed: &Claimed) -> Result<Vec<u8>, StoreError> {
        self.get(&claimed.id, claimed.place, claimed.bytes)
    }

    /// A new file for bytes that are on their way in; it goes if nothing becomes of it.
    ///
    /// # Errors
    /// What the disk has.
    pub fn incoming_file(&self) -> Result<NamedTempFile, StoreError> {
        let incoming = self.incoming();
        NamedTempFile::new_in(&incoming).map_err(StoreError::io("write", &incoming))
    }

    /// Erases an original.
    pub(super) fn erase(
        &self,
        id: &str,
        place: Option<Place>,
        bytes: u64,
    ) -> Result<(), StoreError> {
        match place {
            Some(place) => pack::erase(&self.packs(), place, bytes),
            None => {
                let path = self.path(id);
                match fs::remove_file(&path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        Err(StoreError::io("remove", &path)(error))
                    }
                    _ => Ok(()),
                }
            }
        }
    }

    /// The files of the folder that hold originals, each with its place in it and its size.
    pub(super) fn files(&self) -> Result<Vec<(PathBuf, u64)>, StoreError> {
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(&self.dir).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(&self.dir).to_owned();
                StoreError::io("read", &path)(error.into())
            })?;
            if entry.file_type().is_file() && !entry.path().starts_with(self.incoming()) {
                let size = entry.metadata().map(|metadata| metadata.len()).unwrap_or(0);
                files.push((entry.into_path(), size));
            }
        }
        Ok(files)
    }

    /// Asserts that there are none in a data directory; folders and what is on its way in are none.
    pub(super) fn assert_none(&self, data: &Path) -> Result<(), StoreError> {
        let files = if self.dir.exists() { self.files()?.len() } else { 0 };
        if files == 0 {
            return Ok(());
        }
        Err(StoreError::NoLedger { dir: data.to_owned(), files })
    }

    /// The ids of files of their own that the ledger may not have yet, each with the turn of the ledger
    /// at which it came.
    pub(super) fn unsure(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let incoming = self.incoming();
        let mut ids = Vec::new();
        if !incoming.exists() {
            return Ok(ids);
        }
        for entry in fs::read_dir(&incoming).map_err(StoreError::io("read", &incoming))? {
            let name = entry.map_err(StoreError::io("read", &incoming))?.file_name();
            let name = name.to_string_lossy().into_owned();
            // An earlier version told no turn.
            let (id, turn) = name.split_once('-').unwrap_or((&name, "0"));
            if let Ok(turn) = turn.parse()
                && id.len() == 64
                && id.bytes().all(|byte| byte.is_ascii_hexdigit())
            {
                ids.push((id.to_owned(), turn));
            }
        }
        Ok(ids)
    }

    fn incoming(&self) -> PathBuf {
        self.dir.join("incoming")
    }

    pub(super) fn packs(&self) -> PathBuf {
        self.dir.join("packs")
    }

    pub(super) fn path(&self, id: &str) -> PathBuf {
        self.dir.join(id.get(..2).unwrap_or(id)).join(id)
    }
}

/// The folder of originals, to add to. The caller holds the lock.
///
/// While the ledger does not have a file of its own yet, a second name of it stands among what comes
/// in, by its id and the ledger's turn: a kill leaves that name, which tells what is of nobody.
#[derive(Debug)]
pub(super) struct Keeper {
    originals: Originals,
    packer: Packer,
    /// The ids of files that the ledger does not have yet.
    unsure: Vec<String>,
    /// The turn of the ledger.
    turn: u64,
}

/// How far a keeper is: what it got since can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// The last pack, and where it ends.
    pub(super) pack_end: (u32, u64),
    /// How many files the ledger does not have yet.
    unsure: usize,
}

impl Keeper {
    /// Makes the folders, takes out what a kill left on its way in, and goes on at the end of the packs
    /// that a ledger at a turn has. `knows` says whether the ledger has the bytes of an id.
    ///
    /// What it returns beside itself the ledger must have before anything is added.
    pub(super) fn open(
        originals: Originals,
        end: (u32, u64),
        turn: u64,
        knows: impl Fn(&str) -> Result<bool, StoreError>,
    ) -> Result<(Self, Resumed), StoreError> {
        let incoming = originals.incoming();
        if incoming.exists() {
            for (id, of) in originals.unsure()? {
                // A file of a later turn is one that a later ledger has.
                if of <= turn && !knows(&id)? {
                    originals.erase(&id, None, 0)?;
                }
            }
            fs::remove_dir_all(&incoming).map_err(StoreError::io("remove", &incoming))?;
        }
        create_dir(&incoming)?;
        create_dir(&originals.packs())?;
        let resumed = resume(&originals.packs(), end, turn, &knows)?;
        let packer = Packer::new(&originals.packs(), resumed.end);
        Ok((Self { originals, packer, unsure: Vec::new(), turn }, resumed))
    }

    /// Notes the turn of the ledger at which the next originals are added.
    pub(super) fn set_turn(&mut self, turn: u64) {
        self.turn = turn;
        self.packer.set_turn(turn);
    }

    /// Adds an original; it is on disk after [`Keeper::sync`]. Returns its place in a pack, or
    /// `None` where it has a file of its own.
    pub(super) fn put(
        &mut self,
        id: &str,
        body: &Body,
        time: u64,
    ) -> Result<Option<Place>, StoreError> {
        match body {
            Body::Memory(bytes) if bytes.len() as u64 <= LARGE => {
                self.packer.append(id, bytes, time).map(Some)
            }
            Body::Memory(bytes) => {
                let mut file = self.originals.incoming_file()?;
                file.write_all(bytes).map_err(StoreError::io("write", file.path()))?;
                self.keep_file(id, file.path()).map(|()| None)
            }
            Body::File(path, length) if *length <= LARGE => {
                let bytes = fs::read(path).map_err(StoreError::io("read", path))?;
                self.packer.append(id, &bytes, time).map(Some)
            }
            Body::File(path, _) => self.keep_file(id, path).map(|()| None),
        }
    }

    /// Puts a file in its place: under another name first, so that a name always stands for the
    /// whole file.
    fn keep_file(&mut self, id: &str, from: &Path) -> Result<(), StoreError> {
        let path = self.originals.path(id);
        let folder = path.parent().unwrap_or(&self.originals.dir);
        create_dir(folder)?;
        File::open(from).and_then(|file| file.sync_all()).map_err(StoreError::io("write", from))?;
        self.unsure.push(id.to_owned());
        let (incoming, second) = (self.originals.incoming(), self.second_name(id));
        link(from, &second)?;
        sync_dir(&incoming)?;
        // The file of a temporary path goes with it, so it gets a second name.
        if !link(from, &path)? {
            // What was there before is not taken back.
            self.unsure.pop();
            fs::remove_file(&second).map_err(StoreError::io("remove", &second))?;
        }
        sync_dir(folder)
    }

    /// Puts the bytes of a document that has a file of its own in its place once more: whatever stood
    /// there is gone then.
    pub(super) fn mend_file(&mut self, id: &str, body: &Body) -> Result<(), StoreError> {
        let path = self.originals.path(id);
        let folder = path.parent().unwrap_or(&self.originals.dir);
        create_dir(folder)?;
        let fresh = self.originals.incoming_file()?;
        let written = match body {
            Body::Memory(bytes) => fresh.as_file().write_all(bytes),
            Body::File(from, _) => fs::copy(from, fresh.path()).map(|_| ()),
        };
        written
            .and_then(|()| fresh.as_file().sync_all())
            .map_err(StoreError::io("write", fresh.path()))?;
        fresh.persist(&path).map_err(|error| StoreError::io("write", &path)(error.error))?;
        sync_dir(folder)
    }

    /// Whether an original of so many bytes is what came in.
    pub(super) fn has(&self, id: &str, place: Option<Place>, bytes: u64) -> bool {
        self.originals.verify(id, place, bytes).is_ok()
    }

    /// The name that tells of a file that the ledger does not have yet.
    fn second_name(&self, id: &str) -> PathBuf {
        self.originals.incoming().join(format!("{id}-{}", self.turn))
    }

    /// Forces to disk what was added.
    pub(super) fn sync(&mut self) -> Result<(), StoreError> {
        self.packer.sync()
    }

    /// How far it is.
    pub(super) fn extent(&self) -> Extent {
        Extent { pack_end: self.packer.end(), unsure: self.unsure.len() }
    }

    /// Takes back what was added since.
    pub(super) fn back_to(&mut self, extent: Extent) {
        if self.packer.end() != extent.pack_end {
            self.packer.back_to(extent.pack_end);
        }
        for id in self.unsure.split_off(extent.unsure) {
            // What cannot be removed now is when the store is opened again: its second name is there.
            if self.originals.erase(&id, None, 0).is_ok() {
                let _ = fs::remove_file(self.second_name(&id));
            }
        }
    }

    /// Hears that the ledger has everything that was added.
    pub(super) fn settle(&mut self) {
        self.packer.finish();
        for id in std::mem::take(&mut self.unsure) {
            // A name too many does no harm.
            let _ = fs::remove_file(self.second_name(&id));
        }
    }
}

/// Gives a file a second name; returns false if something has that name.
fn link(from: &Path, to: &Path) -> Result<bool, StoreError> {
    match fs::hard_link(from, to) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(StoreError::io("write", to)(error)),
    }
}

/// The id of bytes: lower-case hex SHA-256.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    use std::fmt::Write;
    let mut id = String::with_capacity(2 * digest.len());
    for byte in digest {
        write!(id, "{byte:02x}").expect("a string takes every character");
    }
    id
}

/// What is said of bytes that are not those of the id.
fn altered(id: &str) -> StoreError {
    let found = format!("the bytes of `{id}` are not those that came in");
    StoreError::Damaged { part: "original", found }
}

/// What is said of bytes that are not there; of what else the disk has, what it has.
fn lost(id: &str) -> impl FnOnce(StoreError) -> StoreError + use<> {
    let id = id.to_owned();
    move |error| match error {
        StoreError::Io { path, source, .. }
            if matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) =>
        {
            StoreError::Lost { id, path, source }
        }
        error => error,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn keeper(data: &Path) -> Keeper {
        Keeper::open(Originals::of(data), (0, 0), 0, |_| Ok(false)).unwrap().0
    }

    #[test]
    fn small_and_large_documents_come_back_as_they_were() {
        let data = tempfile::tempdir().unwrap();
        let mut keeper = keeper(data.path());
        let originals = keeper.originals.clone();
        let large = vec![b'x'; LARGE as usize + 1];
        for (bytes, is_packed) in [(b"een".to_vec(), true), (large, false)] {
            let (id, length) = (hash(&bytes), bytes.len() as u64);
            let mut file = originals.incoming_file().unwrap();
            file.write_all(&bytes).unwrap();
            let file = Body::File(file.into_temp_path(), length);
            for body in [Body::Memory(bytes.clone().into()), file] {
                let place = keeper.put(&id, &body, 0).unwrap();
                keeper.sync().unwrap();
                assert_eq!(place.is_some(), is_packed);
                assert_eq!(originals.get(&id, place, length).unwrap(), bytes);
                drop(body);
                assert_eq!(originals.get(&id, place, length).unwrap(), bytes);
            }
        }
        keeper.settle();
        assert_eq!(fs::read_dir(originals.incoming()).unwrap().count(), 0);
        assert_eq!(originals.files().unwrap().len(), 2);
    }

    #[test]
    fn what_the_ledger_did_not_get_is_taken_back_or_out_when_it_is_opened_again() {
        let data = tempfile::tempdir().unwrap();
        let mut keeper = keeper(data.path());
        let start = keeper.extent();
        let put = |keeper: &mut Keeper, sign: u8| {
            let bytes = vec![sign; LARGE as usize + 1];
            let id = hash(&bytes);
            keeper.put(&id, &Body::Memory(bytes.into()), 0).unwrap();
            id
        };
        put(&mut keeper, b'x');
        keeper.back_to(start);
        assert_eq!(keeper.originals.files().unwrap(), []);

        // Two large ones and a small one, and the program ends before it hears that the ledger has one.
        let (known, unknown) = (put(&mut keeper, b'y'), put(&mut keeper, b'z'));
        keeper.put("aa", &Body::Memory(b"een"[..].into()), 0).unwrap();
        drop(keeper);
        let originals = Originals::of(data.path());
        assert_eq!(originals.files().unwrap().len(), 3);
        Keeper::open(originals.clone(), (0, 0), 0, |id| Ok(id == known)).unwrap();
        let left: Vec<_> = originals.files().unwrap().into_iter().map(|(path, _)| path).collect();
        assert_eq!(left, [originals.path(&known)]);
        assert!(!originals.path(&unknown).exists());
    }

    #[test]
    fn bytes_that_are_not_those_that_came_in_are_not_given_out() {
        let data = tempfile::tempdir().unwrap();
        let mut keeper = keeper(data.path());
        let id = hash(b"een");
        let place = keeper.put(&id, &Body::Memory(b"een"[..].into()), 0).unwrap();
        keeper.sync().unwrap();
        keeper.originals.erase(&id, place, 3).unwrap();
        assert_eq!(
            keeper.originals.get(&id, place, 3).unwrap_err().to_string(),
            format!("the original is damaged: the bytes of `{id}` are not those that came in")
        );
    }

    #[test]
    fn an_original_that_is_gone_is_said_to_be() {
        let originals = Originals::of(Path::new("nergens"));
        assert_eq!(
            originals.get("abcd", None, 4).unwrap_err().to_string(),
            "`nergens/originals/ab/abcd`: expected the bytes of `abcd`, found none: No such file or \
             directory (os error 2)"
        );
    }
}
