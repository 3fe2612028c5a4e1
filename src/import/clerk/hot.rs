//! What was just taken in, in memory for those who read it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes are kept.
const MOST: usize = 64 << 20;

/// Bytes that were just taken in, so that readers need not fetch them from disk.
#[derive(Debug, Default)]
pub(super) struct Hot {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    by_id: HashMap<String, Arc<[u8]>>,
    /// How many bytes they are together.
    size: usize,
}

impl Hot {
    /// Keeps the bytes of a document, where there is room.
    pub(super) fn put(&self, id: String, bytes: Arc<[u8]>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.size + bytes.len() <= MOST {
            kept.size += bytes.len();
            if let Some(former) = kept.by_id.insert(id, bytes) {
                kept.size -= former.len();
            }
        }
    }

    /// Gives the bytes of a document up, if they are here.
    pub(super) fn take(&self, id: &str) -> Option<Arc<[u8]>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = kept.by_id.remove(id)?;
        kept.size -= bytes.len();
        Some(bytes)
    }
}
