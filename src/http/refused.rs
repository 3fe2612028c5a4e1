//! What the disk refused, for those who ask whether the service can work.

use std::sync::{Mutex, PoisonError};

use crate::error::Error;

/// What the disk refused last, as long as nothing was written since.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// Of what comes in, and of the ledger.
    store: Mutex<Option<Error>>,
    /// Of the index, which is tried again by itself: what the others can be written says nothing of it.
    index: Mutex<Option<Error>>,
}

impl Refused {
    /// Hears that the ledger, or what comes in, could not be written, or could.
    pub(super) fn note_store(&self, error: Option<Error>) {
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = error;
    }

    /// Hears that the index could not be written, or could.
    pub(super) fn note_index(&self, error: Option<Error>) {
        *self.index.lock().unwrap_or_else(PoisonError::into_inner) = error;
    }

    /// Why the ledger, or what comes in, could not be written.
    pub(super) fn store(&self) -> Option<Error> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Why the index could not be written.
    pub(super) fn index(&self) -> Option<Error> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
