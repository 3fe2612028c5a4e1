//! Who may, and who did.

use schemars::JsonSchema;
use serde::Serialize;

/// A key, as the ledger has it: of its secret only a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyEntry {
    /// Its name.
    pub name: String,
    /// `reader`, `editor` or `admin`.
    pub role: String,
    /// SHA-256 of its secret.
    pub hash: Vec<u8>,
    /// When it was made: UTC, `2026-11-24T09:30:00Z`.
    pub made_at: String,
    /// When it was revoked; `None` while it opens.
    pub revoked_at: Option<String>,
}

/// A line of the audit log. Lines are added, never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AuditEntry {
    /// Its number.
    pub number: u64,
    /// When: UTC, `2026-11-24T09:30:00Z`.
    pub at: String,
    /// The name of the key that it was done with; null on this machine.
    pub by: Option<String>,
    /// What was done: `correct`, `undo`, `delete`, `mend`, `erase`, `repair`, `key-add`,
    /// `question-save`.
    pub action: String,
    /// To what: the id of a motion, of an import, the name of a key, `question 3`.
    pub subject: String,
    /// More about it.
    pub detail: Option<String>,
}
