//! Questions saved, looked at, taken away.

use super::Batch;
use crate::store::error::StoreError;
use crate::store::ledger::question;
use crate::store::saved::NewQuestion;

impl Batch<'_> {
    /// Saves a question; returns its number.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn save_question(&mut self, new: &NewQuestion<'_>) -> Result<u64, StoreError> {
        let id = question::add(&self.transaction, new, &self.now)?;
        self.note(new.by, "question-save", &subject(id), Some(new.name))?;
        Ok(id)
    }

    /// Notes that what a question finds was looked at, up to this number of the ledger's changes; it is never
    /// looked at less far. False if there is none of that number.
    ///
    /// The log does not hear of it: who reads what changes nothing for others.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn look_at_question(&mut self, id: u64, seq: u64) -> Result<bool, StoreError> {
        question::look(&self.transaction, id, seq, &self.now)
    }

    /// Has the feed of a question opened by what has this hash, and by nothing else that did before; false
    /// if there is none of that number.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn open_feed(
        &mut self,
        id: u64,
        hash: &[u8],
        by: Option<&str>,
    ) -> Result<bool, StoreError> {
        let opened = question::set_feed(&self.transaction, id, hash)?;
        if opened {
            self.note(by, "question-feed", &subject(id), None)?;
        }
        Ok(opened)
    }

    /// Takes a question away, and its feed; false if there is none of that number.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn remove_question(&mut self, id: u64, by: Option<&str>) -> Result<bool, StoreError> {
        let removed = question::remove(&self.transaction, id)?;
        if removed {
            self.note(by, "question-remove", &subject(id), None)?;
        }
        Ok(removed)
    }
}

/// What the audit log calls a question: imports have numbers too.
fn subject(id: u64) -> String {
    format!("question {id}")
}
