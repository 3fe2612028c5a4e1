//! Imports opened, filled, closed, and gone on with; folders that are watched.

use std::collections::HashSet;

use super::Batch;
use crate::store::error::StoreError;
use crate::store::imports::{NewImport, Walk};
use crate::store::ledger::document;
use crate::store::ledger::import::{self, Kind};

impl Batch<'_> {
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

    /// Cancels an import: what waits of it fails with `cancelled`. Returns how many those are.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn cancel_import(&mut self, import: u64, by: Option<&str>) -> Result<usize, StoreError> {
        import::cancel(&self.transaction, import, &self.now)?;
        self.note(by, "cancel", &import.to_string(), None)?;
        document::cancel(&self.transaction, import)
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
}
