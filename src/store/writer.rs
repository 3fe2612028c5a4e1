//! The one that writes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::batch::Batch;
use super::check::{self, Finding};
use super::entry::{Arrival, Body, Incoming, Receipt};
use super::error::StoreError;
use super::filler::{Filler, Then};
use super::index_check;
use super::ledger::motion::{self, Change};
use super::ledger::{Ledger, document, entries};
use super::lock::WriterLock;
use super::originals::{Keeper, Originals, create_dir, sync_dir};
use crate::index::{self, Shelf, Stamp};

/// Hears what is told of a store that mends itself while it opens: one line, lower case.
pub type Say<'a> = dyn FnMut(&str) + 'a;

/// After how many motions the index is committed while it is brought up to date.
const COMMIT_EVERY: usize = 5_000;

/// How many records are in memory at once while the index is brought up to date.
const REPLAY: usize = 500;

/// Writes to a data directory. There is one at a time; readers go on meanwhile.
pub struct Writer {
    dir: PathBuf,
    ledger: Ledger,
    identity: String,
    originals: Originals,
    keeper: Keeper,
    /// None after it failed: then it is opened anew, and follows the ledger from where it was.
    filler: Option<Filler>,
    _lock: WriterLock,
}

impl Writer {
    /// Opens a data directory to write, made if need be, with the index brought up to the ledger.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another program writes; [`StoreError::NoLedger`] where there are
    /// originals and no ledger; else what the disk or the ledger has.
    pub fn open(dir: &Path, say: &mut Say<'_>) -> Result<Self, StoreError> {
        create_dir(dir)?;
        let lock = WriterLock::take(dir)?;
        let originals = Originals::of(dir);
        let version = Ledger::version(dir)?;
        let is_new = version == 0;
        if is_new {
            // A new ledger would know nothing of them, and write over them.
            originals.assert_none(dir)?;
        } else if version < Ledger::VERSION {
            let latest = Ledger::VERSION;
            say(&format!("the ledger is of version {version}; bringing it up to version {latest}"));
        }
        let ledger = Ledger::open_to_write(dir)?;
        let (end, turn) = (ledger.pack_end()?, ledger.turn()?);
        let (keeper, resumed) =
            Keeper::open(originals.clone(), end, turn, |id| ledger.has_bytes(id))?;
        ledger.resume(resumed.end, resumed.turn)?;
        if let Some(said) = resumed.said {
            say(&said);
        }
        let identity = ledger.identity()?;
        // What a kill left of an index that was being made.
        remove(&dir.join("index.new"))?;
        remove(&dir.join("index.old"))?;
        let mut writer = Self {
            dir: dir.to_owned(),
            ledger,
            identity,
            originals,
            keeper,
            filler: None,
            _lock: lock,
        };
        writer.erase_deleted();
        writer.open_index(&mut |reason| {
            if !is_new {
                say(reason);
            }
        })?;
        Ok(writer)
    }

    /// Opens the index, and brings it up to the ledger; makes it anew if that cannot be.
    fn open_index(&mut self, say: &mut Say<'_>) -> Result<(), StoreError> {
        let last_seq = self.ledger.last_seq()?;
        let path = index::path(&self.dir);
        let damaged = || "the index is damaged".to_owned();
        let opened = if index_check::is_noted(&path) {
            Err(damaged())
        } else {
            Shelf::open(&path, &self.identity, last_seq)
        };
        let followed = opened.and_then(|shelf| match self.follow(&shelf, say) {
            Err(error) if index_check::is_damage(&path, &error) => Err(damaged()),
            followed => Ok(followed),
        });
        self.filler = Some(match followed {
            Ok(followed) => followed?,
            Err(reason) => {
                say(&format!("{reason}; making it anew from the ledger"));
                build(&self.dir, &self.ledger, &self.identity, say)?
            }
        });
        Ok(())
    }

    /// Brings an index up to the ledger.
    fn follow(&self, shelf: &Shelf, say: &mut Say<'_>) -> Result<Filler, StoreError> {
        let mut filler = Filler::of(shelf.fill()?)?;
        replay(&self.ledger, &self.identity, &mut filler, shelf.seq(), say)?;
        Ok(filler)
    }

    /// Begins to write.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn begin(&mut self) -> Result<Batch<'_>, StoreError> {
        Batch::begin(&mut self.ledger, &mut self.keeper, &mut self.filler)
    }

    /// Files documents that were read already; when it returns, they are on disk.
    ///
    /// They are searchable after the next [`Writer::commit`].
    ///
    /// # Errors
    /// Where the disk refuses. Then none of them is in the ledger, or all are.
    pub fn file(&mut self, arrivals: Vec<Arrival>) -> Result<Vec<Receipt>, StoreError> {
        let mut batch = self.begin()?;
        let mut receipts = Vec::with_capacity(arrivals.len());
        for Arrival { id, file, media_type, bytes, content } in arrivals {
            let body = Body::Memory(bytes.into());
            let incoming = Incoming { id, file, media_type, body, import: None };
            let receipt = batch.receive(&incoming)?;
            if receipt == Receipt::Waiting
                && let Some(claimed) = batch.claim_one(&incoming.id)?
            {
                batch.settle(&claimed, &Arc::new(content))?;
            }
            receipts.push(receipt);
        }
        batch.commit()?;
        Ok(receipts)
    }

    /// The originals of the store, for bytes on their way in.
    #[must_use]
    pub fn originals(&self) -> Originals {
        self.originals.clone()
    }

    /// How many motions the index got since its last commit.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.filler.as_ref().map_or(0, Filler::pending)
    }

    /// How many documents and changes were filed that the index was not given yet.
    #[must_use]
    pub fn unindexed(&self) -> usize {
        self.filler.as_ref().map_or(0, Filler::waiting)
    }

    /// Whether something was filed that cannot be found yet.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.filler.is_none() || self.pending() > 0
    }

    /// Makes all that was filed searchable.
    ///
    /// # Errors
    /// Where the disk refuses. The ledger has everything; the next commit, or the next to open the
    /// store, goes on.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        self.erase_deleted();
        let stamp = Stamp::new(&self.identity, self.ledger.last_seq()?);
        let Some(filler) = &mut self.filler else {
            return self.open_index(&mut |_| {});
        };
        let committed = filler.commit(stamp);
        if committed.is_err() {
            self.give_up_index();
        }
        committed
    }

    /// Makes all that was filed searchable while the writer goes on, and tells when that is done; if it
    /// could not be done, [`Writer::give_up_index`] is called for.
    pub fn commit_then(&mut self, told: impl FnOnce(Result<(), StoreError>) + Send + 'static) {
        self.erase_deleted();
        let then = Then::new(told);
        match (self.ledger.last_seq(), &mut self.filler) {
            (Ok(seq), Some(filler)) => filler.commit_then(Stamp::new(&self.identity, seq), then),
            (Ok(_), None) => then.tell(self.open_index(&mut |_| {})),
            (Err(error), _) => then.tell(Err(error)),
        }
    }

    /// Leaves the index as its last commit was: the next one opens it anew, and takes what it lacks from
    /// the ledger.
    pub fn give_up_index(&mut self) {
        self.filler = None;
    }

    /// Erases the bytes of what was deleted; what cannot be erased now is tried the next time.
    fn erase_deleted(&self) {
        let rows = self.ledger.rows();
        for (id, place, bytes) in document::to_erase(rows).unwrap_or_default() {
            if self.originals.erase(&id, place, bytes).is_ok() {
                let _ = document::erased(rows, &id);
            }
        }
    }

    /// Erases for good what `check` calls orphaned: bytes that no document stands for. `erased` hears of
    /// each, and the audit log too.
    ///
    /// # Errors
    /// What the disk has.
    pub fn erase_orphans(&mut self, erased: &mut dyn FnMut(&Finding)) -> Result<(), StoreError> {
        let orphans = check::orphans(&self.ledger, &self.originals)?;
        let mut batch = self.begin()?;
        for (_, Finding { subject, detail, .. }) in &orphans {
            batch.note(None, "erase", subject, Some(detail))?;
        }
        batch.commit()?;
        for (orphan, finding) in orphans {
            orphan.erase(&self.originals)?;
            erased(&finding);
        }
        Ok(())
    }

    /// Makes the triggers and indexes of the ledger again that are not as they were made, and counts anew
    /// what it counts; nothing else is touched. `repaired` hears of each, and the audit log too.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn repair(&mut self, repaired: &mut dyn FnMut(&Finding)) -> Result<(), StoreError> {
        let mut batch = self.begin()?;
        let found = batch.repair()?;
        batch.commit()?;
        found.iter().for_each(repaired);
        Ok(())
    }

    /// Throws the index away and makes it anew from the ledger; returns how many motions it has. `say` hears
    /// of each that it should have, and that is left out since its record is damaged.
    ///
    /// Readers see the old one until the new one is whole.
    ///
    /// # Errors
    /// Where the disk refuses, or a record is none.
    pub fn rebuild(mut self, say: &mut Say<'_>) -> Result<u64, StoreError> {
        if let Some(filler) = self.filler.take() {
            filler.close()?;
        }
        let mut left_out = 0;
        let mut count = |line: &str| {
            left_out += 1;
            say(line);
        };
        build(&self.dir, &self.ledger, &self.identity, &mut count)?.close()?;
        Ok(entries::tally(self.ledger.rows())?.motions.saturating_sub(left_out))
    }

    /// Makes all that was filed searchable, and lets go of the store.
    ///
    /// # Errors
    /// As [`Writer::commit`].
    pub fn close(mut self) -> Result<(), StoreError> {
        if self.is_behind() {
            self.commit()?;
        }
        self.filler.map_or(Ok(()), Filler::close)
    }
}

/// Tells the index what the ledger has above a number; `say` hears of what it has and cannot give.
fn replay(
    ledger: &Ledger,
    identity: &str,
    filler: &mut Filler,
    mut seq: u64,
    say: &mut Say<'_>,
) -> Result<(), StoreError> {
    loop {
        let changes = motion::since(ledger.rows(), seq, REPLAY)?;
        let Some(last) = changes.last() else { break };
        seq = last.seq();
        for change in &changes {
            if let Change::Remove { damaged: Some(damaged), .. } = change {
                say(&format!("left out of the index: {damaged}"));
            }
        }
        filler.follow(changes)?;
        if filler.pending() >= COMMIT_EVERY {
            filler.commit(Stamp::new(identity, seq))?;
        }
    }
    if filler.pending() > 0 {
        filler.commit(Stamp::new(identity, ledger.last_seq()?))?;
    }
    Ok(())
}

/// Makes the index beside the old one, and puts it in its place when it is whole.
fn build(
    dir: &Path,
    ledger: &Ledger,
    identity: &str,
    say: &mut Say<'_>,
) -> Result<Filler, StoreError> {
    let place = index::path(dir);
    let fresh = dir.join("index.new");
    remove(&fresh)?;
    let mut filler = Filler::anew(&fresh)?;
    replay(ledger, identity, &mut filler, 0, say)?;
    filler.commit(Stamp::new(identity, ledger.last_seq()?))?;
    filler.close()?;
    let old = dir.join("index.old");
    if place.exists() {
        fs::rename(&place, &old).map_err(StoreError::io("rename", &place))?;
    }
    fs::rename(&fresh, &place).map_err(StoreError::io("rename", &fresh))?;
    sync_dir(dir)?;
    remove(&old)?;
    Filler::of(index::create(&place)?)
}

/// Removes a folder, if it is there.
fn remove(dir: &Path) -> Result<(), StoreError> {
    if dir.exists() {
        fs::remove_dir_all(dir).map_err(StoreError::io("remove", dir))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
