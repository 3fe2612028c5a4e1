//! The one that writes.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::entry::{Arrival, Content, Filed};
use super::error::StoreError;
use super::index::{self, Filler, Stamp};
use super::ledger::Ledger;
use super::lock::WriterLock;
use super::originals::{Originals, create_dir, sync_dir};

/// What is told of a store that mends itself while it opens: one line, lower case.
pub type Say<'a> = dyn FnMut(&str) + 'a;

/// After how many motions the index is committed: a kill costs at most so many of replay.
const COMMIT_EVERY: usize = 5_000;

/// How many records are in memory at once while the index is brought up to date.
const REPLAY: usize = 500;

/// Writes to a data directory. There is one at a time; readers go on meanwhile.
pub struct Writer {
    dir: PathBuf,
    ledger: Ledger,
    identity: String,
    originals: Originals,
    filler: Filler,
    _lock: WriterLock,
}

impl Writer {
    /// Opens a data directory to write, made if need be, with the index brought up to the ledger.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another program writes; else what the disk or the ledger has.
    pub fn open(dir: &Path, say: &mut Say<'_>) -> Result<Self, StoreError> {
        create_dir(dir)?;
        let lock = WriterLock::take(dir)?;
        let is_new = !dir.join("ledger.sqlite").exists();
        let ledger = Ledger::open_to_write(dir)?;
        let identity = ledger.identity()?;
        let filler = match index::open(&index::path(dir), &identity, ledger.last_seq()?) {
            Ok(shelf) => {
                let mut filler = Filler::of(&shelf.index)?;
                replay(&ledger, &identity, &mut filler, shelf.seq)?;
                filler
            }
            Err(reason) => {
                if !is_new {
                    say(&format!("{reason}; making it anew from the ledger"));
                }
                build(dir, &ledger, &identity)?
            }
        };
        Ok(Self {
            dir: dir.to_owned(),
            ledger,
            identity,
            originals: Originals::of(dir),
            filler,
            _lock: lock,
        })
    }

    /// Files documents; when it returns, they are on disk, each in the state that it says.
    ///
    /// They are searchable after the next [`Writer::commit`], at the latest.
    ///
    /// # Errors
    /// Where the disk refuses. Then none of them is in the ledger, or all are.
    pub fn file(&mut self, arrivals: &[Arrival]) -> Result<Vec<Filed>, StoreError> {
        self.originals.put(
            arrivals
                .iter()
                .map(|arrival| (arrival.id.as_str(), arrival.bytes.as_slice())),
        )?;
        let filed = self.ledger.file(arrivals, &now())?;
        for (arrival, became) in arrivals.iter().zip(&filed) {
            if let (Content::Motion { motion, text }, Filed::New) = (&arrival.content, became) {
                self.filler.put(motion, text)?;
            }
        }
        if self.filler.pending() >= COMMIT_EVERY {
            self.commit()?;
        }
        Ok(filed)
    }

    /// Makes all that was filed searchable.
    ///
    /// # Errors
    /// Where the disk refuses. The ledger has everything; the next to open the store goes on.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        self.filler
            .commit(&Stamp::new(&self.identity, self.ledger.last_seq()?))
    }

    /// Throws the index away and makes it anew from the ledger; returns how many motions it has.
    ///
    /// Readers see the old one until the new one is whole.
    ///
    /// # Errors
    /// Where the disk refuses, or a record is none.
    pub fn rebuild(self) -> Result<u64, StoreError> {
        self.filler.close()?;
        build(&self.dir, &self.ledger, &self.identity)?.close()?;
        Ok(self.ledger.tally()?.indexed)
    }

    /// Makes all that was filed searchable, and lets go of the store.
    ///
    /// # Errors
    /// As [`Writer::commit`].
    pub fn close(mut self) -> Result<(), StoreError> {
        if self.filler.pending() > 0 {
            self.commit()?;
        }
        self.filler.close()
    }
}

/// Adds to the index what the ledger has above a number.
fn replay(
    ledger: &Ledger,
    identity: &str,
    filler: &mut Filler,
    mut seq: u64,
) -> Result<(), StoreError> {
    loop {
        let motions = ledger.motions_after(seq, REPLAY)?;
        let Some(last) = motions.last() else { break };
        seq = last.seq;
        for kept in &motions {
            filler.put(&kept.motion, &kept.text)?;
        }
        if filler.pending() >= COMMIT_EVERY {
            filler.commit(&Stamp::new(identity, seq))?;
        }
    }
    if filler.pending() > 0 {
        filler.commit(&Stamp::new(identity, ledger.last_seq()?))?;
    }
    Ok(())
}

/// Makes the index beside the old one, and puts it in its place when it is whole.
fn build(dir: &Path, ledger: &Ledger, identity: &str) -> Result<Filler, StoreError> {
    let place = index::path(dir);
    let fresh = dir.join("index.new");
    let mut filler = Filler::anew(&fresh)?;
    replay(ledger, identity, &mut filler, 0)?;
    filler.commit(&Stamp::new(identity, ledger.last_seq()?))?;
    filler.close()?;
    if place.exists() {
        let old = dir.join("index.old");
        if old.exists() {
            fs::remove_dir_all(&old).map_err(StoreError::io("remove", &old))?;
        }
        fs::rename(&place, &old).map_err(StoreError::io("rename", &place))?;
    }
    fs::rename(&fresh, &place).map_err(StoreError::io("rename", &fresh))?;
    sync_dir(dir)?;
    let old = dir.join("index.old");
    if old.exists() {
        fs::remove_dir_all(&old).map_err(StoreError::io("remove", &old))?;
    }
    Filler::of(&index::create(&place)?)
}

/// The time, to the second, in UTC.
fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
