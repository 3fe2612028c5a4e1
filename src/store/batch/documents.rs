//! Documents taken in, claimed, settled, read again, deleted.

use std::sync::Arc;

use super::Batch;
use crate::store::entry::{Claimed, Content, Incoming, Receipt, State};
use crate::store::error::StoreError;
use crate::store::filler::Fresh;
use crate::store::ledger::document::{self, Known, Retry, Which};
use crate::store::ledger::import::{self, Kind};
use crate::store::ledger::{self, entries, motion};

impl Batch<'_> {
    /// Takes a document in. It waits to be read, unless the same bytes are there.
    ///
    /// If they should be there and are not, or are others by now, those that are brought take their place.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn receive(&mut self, incoming: &Incoming) -> Result<Receipt, StoreError> {
        let known = document::known(&self.transaction, &incoming.id)?;
        let place = match &known {
            Some(known) if known.has_bytes() => {
                self.mend(incoming, known)?;
                None
            }
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

    /// Puts the bytes of a document in their place if they are not there as they came.
    fn mend(&mut self, incoming: &Incoming, known: &Known) -> Result<(), StoreError> {
        let keeper = &mut self.keeper.keeper;
        let (place, bytes) = known.place();
        if keeper.has(&incoming.id, place, bytes) {
            return Ok(());
        }
        let fresh = match place {
            Some(_) => keeper.put(&incoming.id, &incoming.body, self.time)?,
            None => {
                keeper.mend_file(&incoming.id, &incoming.body)?;
                None
            }
        };
        if let Some(fresh) = fresh {
            document::put_at(&self.transaction, known, fresh)?;
        }
        self.note(None, "mend", &incoming.id, Some(&incoming.file))
    }

    /// Claims documents that wait and that nobody began to read, the first to come first, at most
    /// so many.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn claim(&mut self, limit: usize) -> Result<Vec<Claimed>, StoreError> {
        document::claim(&self.transaction, Which::Fresh, limit)
    }

    /// Claims documents whose reading was begun and never ended, since the program ended first, and one of
    /// them may be why: the least suspected first, at most so many, and only as many as may be read together.
    /// Until they are settled, nothing else is to be claimed.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn claim_begun(&mut self, limit: usize) -> Result<Vec<Claimed>, StoreError> {
        document::claim(&self.transaction, Which::Begun, limit)
    }

    /// Claims a document by its id, if it waits and nobody reads it.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn claim_one(&mut self, id: &str) -> Result<Option<Claimed>, StoreError> {
        Ok(document::claim(&self.transaction, Which::Only(id), 1)?.pop())
    }

    /// How many documents wait to be read.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn waiting(&self) -> Result<u64, StoreError> {
        Ok(entries::tally(&self.transaction)?.waiting)
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
        let before = ledger::last_seq(&self.transaction)?;
        let settled = document::settle(&self.transaction, claimed, content)?;
        Ok(settled.map(|(state, is_first)| {
            if is_first {
                let content = Arc::clone(content);
                self.fresh.push(Fresh { document: claimed.number, before, content });
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
        if let (Retry::Import(import, _), 1..) = (which, count) {
            import::go_on(&self.transaction, *import)?;
        }
        if count > 0 && *which != Retry::Waiting {
            self.note(by, "retry", &format!("{which:?}"), Some(&count.to_string()))?;
        }
        Ok(count)
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
}
