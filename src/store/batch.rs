//! What is written together: on disk all at once, or not at all.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::correct::{self, RecordPart, Review};
use super::entry::{Claimed, Content, Incoming, Receipt, State};
use super::error::StoreError;
use super::imports::{NewImport, Walk};
use super::index::Filler;
use super::ledger::correction::{self, Draft};
use super::ledger::document::{self, Retry, Which};
use super::ledger::import::{self, Kind};
use super::ledger::{self, Ledger, key, motion};
use super::originals::{Extent, Keeper};
use crate::motion::Motion;

/// Changes to a store that are written together.
///
/// Nothing of it is there before [`Batch::commit`]; dropped before that, it leaves no trace.
pub struct Batch<'w> {
    transaction: Transaction<'w>,
    keeper: Kept<'w>,
    filler: &'w mut Option<Filler>,
    /// What was read for the first time, with the motions that can be found.
    fresh: Vec<Arc<Content>>,
    /// Whether motions changed otherwise, so that the ledger must tell the index what.
    is_mixed: bool,
    from_seq: u64,
    now: String,
    time: u64,
}

/// The originals, which go back to where they were unless the batch is committed.
struct Kept<'w> {
    keeper: &'w mut Keeper,
    extent: Extent,
}

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        self.keeper.back_to(self.extent);
    }
}

/// A change that a person makes to a motion.
#[derive(Clone, Debug)]
pub struct Correcting<'a> {
    /// The id of the motion.
    pub motion: &'a str,
    /// The version of it that the person saw.
    pub version: u64,
    /// The part that changes.
    pub part: RecordPart,
    /// What it is from now on.
    pub value: serde_json::Value,
    /// What was asked for, for the history.
    pub change: serde_json::Value,
    /// Why.
    pub why: Option<&'a str>,
    /// The name of the key; `None` on this machine.
    pub by: Option<&'a str>,
}

impl<'w> Batch<'w> {
    pub(super) fn begin(
        ledger: &'w mut Ledger,
        keeper: &'w mut Keeper,
        filler: &'w mut Option<Filler>,
    ) -> Result<Self, StoreError> {
        let from_seq = ledger.last_seq()?;
        let now = Timestamp::now();
        Ok(Self {
            transaction: ledger.transaction()?,
            keeper: Kept { extent: keeper.extent(), keeper },
            filler,
            fresh: Vec::new(),
            is_mixed: false,
            from_seq,
            now: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            time: now.as_second().unsigned_abs(),
        })
    }

    /// Takes a document in. It waits to be read, unless the same bytes are there.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn receive(&mut self, incoming: &Incoming) -> Result<Receipt, StoreError> {
        let known = document::known(&self.transaction, &incoming.id)?;
        let place = match &known {
            Some(known) if known.has_bytes() => None,
            _ => self.keeper.keeper.put(&incoming.id, &incoming.body, self.time)?,
        };
        let (number, receipt) =
            document::receive(&self.transaction, incoming, known.as_ref(), place, &self.now)?;
        if let Some(import) = incoming.import {
            let kind = match receipt {
                Receipt::Waiting => Kind::Document(number),
                Receipt::Duplicate { .. } => Kind::Duplicate(number),
            };
            import::add(&self.transaction, import, &incoming.file, kind)?;
        }
        Ok(receipt)
    }

    /// Notes of an import that something could not be taken in.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn note_failed(
        &mut self,
        import: u64,
        file: &str,
        code: &str,
        message: &str,
    ) -> Result<(), StoreError> {
        import::add(&self.transaction, import, file, Kind::Failed(code, message))
    }

    /// Notes of an import that something is no document, but this: `.json`.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn note_skipped(&mut self, import: u64, file: &str, what: &str) -> Result<(), StoreError> {
        import::add(&self.transaction, import, file, Kind::Skipped(what))
    }

    /// Does something that may fail by itself; if it does, it leaves no trace, and the rest goes on.
    ///
    /// # Errors
    /// What `change` has.
    pub fn attempt<T>(
        &mut self,
        change: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.holds()?;
        let extent = self.keeper.keeper.extent();
        self.transaction.execute_batch("SAVEPOINT attempt")?;
        let done = change(self);
        if done.is_err() {
            if self.holds().is_err() {
                return done;
            }
            self.transaction.execute_batch("ROLLBACK TO attempt")?;
            self.keeper.keeper.back_to(extent);
        }
        self.transaction.execute_batch("RELEASE attempt")?;
        done
    }

    /// Asserts that nothing was taken back: a disk that is full makes SQLite end a transaction by
    /// itself, and what was written then would stand alone.
    fn holds(&self) -> Result<(), StoreError> {
        if !self.transaction.is_autocommit() {
            return Ok(());
        }
        Err(StoreError::Io {
            action: "use",
            path: "ledger.sqlite".into(),
            source: std::io::Error::other("what was to be written with this was taken back"),
        })
    }

    /// Opens an import; returns its id.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn open_import(&mut self, new: &NewImport<'_>) -> Result<u64, StoreError> {
        let id = import::open(&self.transaction, new, &self.now)?;
        self.note(new.by, "import", &id.to_string(), Some(new.name))?;
        Ok(id)
    }

    /// Notes that an import brings nothing more.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn close_import(&mut self, import: u64) -> Result<(), StoreError> {
        import::close(&self.transaction, import, &self.now)
    }

    /// Closes an import whose sender went away before everything was brought.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn interrupt_import(&mut self, import: u64) -> Result<(), StoreError> {
        import::interrupt(&self.transaction, Some(import), &self.now)
    }

    /// Closes the imports whose programs ended before they had brought everything.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn interrupt_imports(&mut self) -> Result<(), StoreError> {
        import::interrupt(&self.transaction, None, &self.now)
    }

    /// Opens the latest import again that was interrupted while it walked paths, or the one of a
    /// number; returns its number, its walk, and the files that it has already.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn resume_import(
        &mut self,
        import: Option<u64>,
    ) -> Result<Option<(u64, Walk, HashSet<String>)>, StoreError> {
        let Some((id, walk)) = import::resume(&self.transaction, import)? else {
            return Ok(None);
        };
        Ok(Some((id, walk, import::files(&self.transaction, id)?)))
    }

    /// Whether a file of a watched folder, with this size and this time of its last change, is new.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn would_be_unseen(
        &self,
        file: &str,
        bytes: u64,
        modified: &str,
    ) -> Result<bool, StoreError> {
        Ok(!import::was_seen(&self.transaction, file, bytes, modified)?)
    }

    /// Whether a file of a watched folder, with this size and this time of its last change, is new.
    /// It is not the next time.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn is_unseen(
        &mut self,
        file: &str,
        bytes: u64,
        modified: &str,
    ) -> Result<bool, StoreError> {
        if !self.would_be_unseen(file, bytes, modified)? {
            return Ok(false);
        }
        import::see(&self.transaction, file, bytes, modified)?;
        Ok(true)
    }

    /// Cancels an import: what waits of it fails with `cancelled`. Returns how many those are.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn cancel_import(&mut self, import: u64, by: Option<&str>) -> Result<usize, StoreError> {
        import::cancel(&self.transaction, import, &self.now)?;
        self.note(by, "cancel", &import.to_string(), None)?;
        document::cancel(&self.transaction, import)
    }

    /// Claims documents that wait and that nobody began to read, the first to come first, at most
    /// so many.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn claim(&mut self, limit: usize) -> Result<Vec<Claimed>, StoreError> {
        document::claim(&self.transaction, Which::Fresh, limit)
    }

    /// Claims documents whose reading was begun and never ended, since the program ended first: the
    /// least often begun first, at most so many. One of them may be why.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn claim_begun(&mut self, limit: usize) -> Result<Vec<Claimed>, StoreError> {
        document::claim(&self.transaction, Which::Begun, limit)
    }

    /// How many documents wait to be read.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn waiting(&self) -> Result<u64, StoreError> {
        Ok(document::tally(&self.transaction)?.waiting)
    }

    /// Claims a document by its id, if it waits and nobody reads it.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn claim_one(&mut self, id: &str) -> Result<Option<Claimed>, StoreError> {
        Ok(document::claim(&self.transaction, Which::Only(id), 1)?.pop())
    }

    /// Gives back a claim, as if it had not been made.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn release(&mut self, claimed: &Claimed) -> Result<(), StoreError> {
        document::release(&self.transaction, claimed)
    }

    /// Files what became of a claimed document; returns its state, or `None` where the claim is not
    /// valid any more and nothing was filed.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn settle(
        &mut self,
        claimed: &Claimed,
        content: &Arc<Content>,
    ) -> Result<Option<State>, StoreError> {
        let settled = document::settle(&self.transaction, claimed, content)?;
        Ok(settled.map(|(state, is_first)| {
            if is_first {
                self.fresh.push(Arc::clone(content));
            } else {
                self.is_mixed = true;
            }
            state
        }))
    }

    /// Puts what was read anew in a document in the place of what was read before; what people
    /// corrected stays corrected. Returns its state; `None` where it is neither indexed nor held.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn renew(&mut self, id: &str, content: &Content) -> Result<Option<State>, StoreError> {
        let state = document::renew(&self.transaction, id, content)?;
        self.is_mixed |= state.is_some();
        Ok(state)
    }

    /// Has documents read again; returns how many.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn retry(&mut self, which: &Retry, by: Option<&str>) -> Result<usize, StoreError> {
        let count = document::retry(&self.transaction, which)?;
        if count > 0 && *which != Retry::Waiting {
            self.note(by, "retry", &format!("{which:?}"), Some(&count.to_string()))?;
        }
        Ok(count)
    }

    /// Corrects a part of a motion; returns the number of the correction and the new version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Changed`] where someone else changed it meanwhile;
    /// [`StoreError::Uncorrectable`] where the value does not fit.
    pub fn correct(&mut self, correcting: &Correcting<'_>) -> Result<(u64, u64), StoreError> {
        let kept = self.current(correcting.motion, correcting.version)?;
        correct::with(&kept, correcting.part, &correcting.value)?;
        if let Some(other) = version_of(correcting)
            && motion::version(&self.transaction, &other)?.is_none()
        {
            return Err(StoreError::NotFound { id: other });
        }
        let draft = Draft {
            motion: correcting.motion,
            part: correcting.part,
            value: &correcting.value,
            change: &correcting.change,
            why: correcting.why,
            by: correcting.by,
        };
        let filed = correction::file(&self.transaction, &draft, &self.now)?;
        self.is_mixed = true;
        let detail = format!("{} of {}", filed.0, correcting.part.name());
        self.note(correcting.by, "correct", correcting.motion, Some(&detail))?;
        Ok(filed)
    }

    /// Takes a correction back; returns the motion's new version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the motion has no such correction that stands;
    /// [`StoreError::Changed`]; [`StoreError::Superseded`] while a later one of its part stands.
    pub fn undo(
        &mut self,
        id: &str,
        number: u64,
        expected: u64,
        by: Option<&str>,
    ) -> Result<u64, StoreError> {
        self.current(id, expected)?;
        let active = correction::active(&self.transaction, id)?;
        let Some(correction) = active.iter().find(|correction| correction.number == number) else {
            return Err(StoreError::NotFound { id: format!("{id}, correction {number}") });
        };
        let version = correction::undo(&self.transaction, correction, by, &self.now)?;
        self.is_mixed = true;
        self.note(by, "undo", id, Some(&number.to_string()))?;
        Ok(version)
    }

    /// A motion, if it still has the version that someone saw.
    fn current(&self, id: &str, expected: u64) -> Result<Motion, StoreError> {
        let kept = motion::get(&self.transaction, id)?
            .ok_or_else(|| StoreError::NotFound { id: id.to_owned() })?;
        if kept.seq != expected {
            return Err(StoreError::Changed { id: id.to_owned(), expected, found: kept.seq });
        }
        Ok(kept.motion)
    }

    /// Deletes a document with all its motions; its bytes are erased by the next commit of the writer,
    /// or by whoever opens the store next.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; what the disk has.
    pub fn delete(&mut self, id: &str, by: Option<&str>) -> Result<(), StoreError> {
        let known = document::known(&self.transaction, id)?;
        let not_found = || StoreError::NotFound { id: id.to_owned() };
        motion::take_back(&self.transaction, known.ok_or_else(not_found)?.number(), 0)?;
        if !document::forget(&self.transaction, id)? {
            return Err(not_found());
        }
        self.is_mixed = true;
        self.note(by, "delete", id, None)
    }

    /// Adds a key; false if one of that name is there.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn add_key(
        &mut self,
        name: &str,
        role: &str,
        hash: &[u8],
        by: Option<&str>,
    ) -> Result<bool, StoreError> {
        let added = key::add(&self.transaction, name, role, hash, &self.now)?;
        if added {
            self.note(by, "key-add", name, Some(role))?;
        }
        Ok(added)
    }

    /// Revokes a key; false if there is none of that name that opens.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn revoke_key(&mut self, name: &str, by: Option<&str>) -> Result<bool, StoreError> {
        let revoked = key::revoke(&self.transaction, name, &self.now)?;
        if revoked {
            self.note(by, "key-revoke", name, None)?;
        }
        Ok(revoked)
    }

    /// Adds a line to the audit log.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn note(
        &mut self,
        by: Option<&str>,
        action: &str,
        subject: &str,
        detail: Option<&str>,
    ) -> Result<(), StoreError> {
        key::note(&self.transaction, by, action, subject, detail, &self.now)
    }

    /// Forces everything to disk; when it returns, it outlasts a power cut.
    ///
    /// The index follows: what changed can be found after its next commit.
    ///
    /// # Errors
    /// Where the disk refuses. Then nothing of the batch is there.
    pub fn commit(self) -> Result<(), StoreError> {
        self.holds()?;
        let Self { transaction, mut keeper, filler, fresh, is_mixed, .. } = self;
        // A row must never speak of bytes that are not on disk.
        keeper.keeper.sync()?;
        let Extent { pack_end, .. } = keeper.keeper.extent();
        if pack_end != keeper.extent.pack_end {
            ledger::set_pack_end(&transaction, pack_end)?;
        }
        // The index is told by the ledger, while this transaction sees what it changed.
        let changes = if is_mixed {
            motion::since(&transaction, self.from_seq, usize::MAX)?
        } else {
            Vec::new()
        };
        transaction.commit()?;
        keeper.keeper.settle();
        keeper.extent = keeper.keeper.extent();
        // What the index cannot take, it takes from the ledger later.
        let filled = filler
            .as_mut()
            .map(|filler| if is_mixed { filler.follow(&changes) } else { filler.add(&fresh) });
        if let Some(Err(_)) = filled {
            *filler = None;
        }
        Ok(())
    }
}

/// The motion that a review says this one is another version of.
fn version_of(correcting: &Correcting<'_>) -> Option<String> {
    let is_review = correcting.part == RecordPart::Review;
    let review: Option<Review> =
        is_review.then(|| serde_json::from_value(correcting.value.clone()).ok()).flatten();
    review.and_then(|review| review.version_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::broken;
    use crate::store::{Arrival, Body, Store, Writer};

    fn open(dir: &std::path::Path) -> Writer {
        Writer::open(dir, &mut |_| {}).unwrap()
    }

    fn incoming(content: &str) -> Incoming {
        let Arrival { id, file, media_type, bytes, .. } = broken(content);
        Incoming { id, file, media_type, body: Body::Memory(bytes.into()), import: None }
    }

    #[test]
    fn what_was_begun_when_the_program_ended_is_claimed_by_itself_and_given_up_at_last() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = open(dir.path());
        let mut batch = writer.begin().unwrap();
        for content in ["aa", "bb", "cc"] {
            batch.receive(&incoming(content)).unwrap();
        }
        batch.commit().unwrap();
        drop(writer);
        // Each claim ends with the program; before a dot stands what nobody began before.
        let claims = |fresh: usize, begun: usize| {
            let mut writer = open(dir.path());
            let mut batch = writer.begin().unwrap();
            let (fresh, begun) = (batch.claim(fresh).unwrap(), batch.claim_begun(begun).unwrap());
            batch.commit().unwrap();
            let names = |claimed: &[Claimed]| -> String {
                claimed
                    .iter()
                    .map(|one| format!("{}{}", &one.file[..2], if one.is_worn { "!" } else { "" }))
                    .collect()
            };
            format!("{}.{}", names(&fresh), names(&begun))
        };
        assert_eq!(claims(2, 0), "aabb.");
        assert_eq!(claims(1, 1), "cc.aa");
        assert_eq!(claims(1, 2), ".bbcc");
        for begun in 3..=7 {
            assert_eq!(claims(9, 9), ".aabbcc", "begun {begun} times");
        }
        assert_eq!(claims(9, 9), ".aa!bb!cc!");
    }

    #[test]
    fn what_is_deleted_is_erased_even_if_the_program_ends_in_between() {
        let dir = tempfile::tempdir().unwrap();
        let large = "x".repeat((1 << 20) + 1);
        let mut writer = open(dir.path());
        let mut batch = writer.begin().unwrap();
        for content in ["geheim", &large] {
            batch.receive(&incoming(content)).unwrap();
        }
        batch.commit().unwrap();
        let mut batch = writer.begin().unwrap();
        for content in ["geheim", &large] {
            batch.delete(&incoming(content).id, None).unwrap();
        }
        batch.commit().unwrap();
        // It ends before anything was erased.
        drop(writer);
        let writer = open(dir.path());
        assert!(!writer.originals().path(&incoming(&large).id).exists());
        let pack = std::fs::read(dir.path().join("originals/packs/000001.tar")).unwrap();
        assert!(!pack.windows(6).any(|six| six == b"geheim"));
        drop(writer);
        let ledger = Ledger::open_to_write(dir.path()).unwrap();
        assert_eq!(document::to_erase(ledger.rows()).unwrap(), []);
    }

    #[test]
    fn what_is_deleted_and_comes_again_at_once_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let large = "x".repeat((1 << 20) + 1);
        let id = incoming(&large).id;
        let mut writer = open(dir.path());
        for is_committed in [true, false, true] {
            let mut batch = writer.begin().unwrap();
            if document::known(&batch.transaction, &id).unwrap().is_some() {
                batch.delete(&id, None).unwrap();
            }
            assert_eq!(batch.receive(&incoming(&large)).unwrap(), Receipt::Waiting);
            if is_committed {
                batch.commit().unwrap();
            }
        }
        writer.close().unwrap();
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        assert_eq!(store.original(&id).unwrap(), large.as_bytes());
        store.check(&mut |finding| panic!("{finding}")).unwrap();
    }

    #[test]
    fn once_the_ledger_took_everything_back_nothing_more_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = open(dir.path());
        let mut batch = writer.begin().unwrap();
        batch.receive(&incoming("aa")).unwrap();
        // As SQLite does it where the disk is full.
        let full = || StoreError::Io {
            action: "use",
            path: "ledger.sqlite".into(),
            source: std::io::Error::other("database or disk is full"),
        };
        let refused = batch.attempt(|batch| -> Result<(), StoreError> {
            batch.transaction.execute_batch("ROLLBACK")?;
            Err(full())
        });
        assert_eq!(refused.unwrap_err().to_string(), full().to_string());
        let expected =
            "`ledger.sqlite`: cannot use: what was to be written with this was taken back";
        let next = batch.attempt(|batch| batch.receive(&incoming("bb")));
        assert_eq!(next.unwrap_err().to_string(), expected);
        assert_eq!(batch.commit().unwrap_err().to_string(), expected);
        writer.close().unwrap();
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        assert_eq!(store.tally().unwrap().waiting, 0);
        store.check(&mut |finding| panic!("{finding}")).unwrap();
    }
}
