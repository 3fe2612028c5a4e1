//! What is written together: on disk all at once, or not at all.

mod corrections;
mod documents;
mod imports;
mod questions;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::check::{self, Finding};
use super::error::StoreError;
use super::filler::{Filler, Fresh};
use super::ledger::{self, Ledger, key, motion};
use super::originals::{Extent, Keeper};
pub use corrections::Correcting;

/// Changes to a store that are written together.
///
/// Nothing of it is there before [`Batch::commit`]; dropped before that, it leaves no trace.
pub struct Batch<'w> {
    transaction: Transaction<'w>,
    keeper: Kept<'w>,
    filler: &'w mut Option<Filler>,
    /// What was read for the first time, with the motions that can be found.
    fresh: Vec<Fresh>,
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

impl<'w> Batch<'w> {
    pub(super) fn begin(
        ledger: &'w mut Ledger,
        keeper: &'w mut Keeper,
        filler: &'w mut Option<Filler>,
    ) -> Result<Self, StoreError> {
        let from_seq = ledger.last_seq()?;
        keeper.set_turn(ledger.turn()?);
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

    /// Makes anew what of the ledger can be made from the rest of it; returns what was wrong.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub(super) fn repair(&mut self) -> Result<Vec<Finding>, StoreError> {
        let found = check::repair(&self.transaction)?;
        for Finding { subject, detail, .. } in &found {
            self.note(None, "repair", subject, Some(detail))?;
        }
        Ok(found)
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
        let extent = keeper.keeper.extent();
        if extent != keeper.extent {
            ledger::set_pack_end(&transaction, extent.pack_end)?;
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
            .map(|filler| if is_mixed { filler.follow(changes) } else { filler.add(fresh) });
        if let Some(Err(_)) = filled {
            *filler = None;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::entry::{Claimed, Incoming, Receipt};
    use crate::store::fixture::broken;
    use crate::store::ledger::document;
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
        // Few were being read: from now on those are read alone.
        assert_eq!(claims(1, 9), "cc.aa");
        assert_eq!(claims(0, 9), ".aa");
        // It is not held against one that others were being read with it.
        assert_eq!(claims(0, 9), ".bb");
        assert_eq!(claims(0, 9), ".cc");
        for alone in 2..=7 {
            for name in ["aa", "bb", "cc"] {
                assert_eq!(claims(0, 9), format!(".{name}"), "{alone} times");
            }
        }
        assert_eq!(claims(0, 9), ".aa!");
    }

    #[test]
    fn no_document_is_given_up_while_many_are_being_read_when_the_program_ends() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = open(dir.path());
        let mut batch = writer.begin().unwrap();
        for number in 0..20 {
            batch.receive(&incoming(&format!("x{number}"))).unwrap();
        }
        batch.claim(20).unwrap();
        batch.commit().unwrap();
        drop(writer);
        for _ in 0..20 {
            let mut writer = open(dir.path());
            let mut batch = writer.begin().unwrap();
            let (together, alone) = (batch.claim_begun(9).unwrap(), batch.claim_begun(9).unwrap());
            // As many as are read together, twice: more than few.
            assert_eq!((together.len(), alone.len()), (8, 8));
            assert!(!together.iter().chain(&alone).any(|claimed| claimed.is_worn));
            batch.commit().unwrap();
        }
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
