//! Floor 5: what is kept, and how it is found again.
//!
//! Knows the disk and SQLite. Does not know grammars, and not where documents come from.
//!
//! ```text
//! DATA/
//!   originals/packs/000001.tar   the bytes as they came in, one behind the other
//!   originals/ab/ab12…           a large one, in a file named by its SHA-256
//!   ledger.sqlite                the truth: every document, what became of it, its records
//!   index/                       derived from the ledger; may be thrown away at any time
//!   writer.lock                  held by the one program that writes
//! ```
//!
//! Once a [`Batch`] is committed, its documents are on disk: first the bytes, then the ledger's rows,
//! each forced out of the caches once for all of them. From then on a document ends in one state:
//! indexed, held, or failed with a code; or its bytes were there already. The index follows behind;
//! each of its commits carries the ledger's number up to which it is complete, so whoever opens the
//! store next adds exactly what is missing.
//!
//! ```
//! use moties::store::{Body, Content, Incoming, Receipt, State, Store, Writer};
//!
//! let dir = tempfile::tempdir()?;
//! let mut writer = Writer::open(dir.path(), &mut |_| {})?;
//! let mut batch = writer.begin()?;
//! let receipt = batch.receive(&Incoming {
//!     id: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".into(),
//!     file: "leeg.txt".into(),
//!     media_type: "text/plain".into(),
//!     body: Body::Memory([][..].into()),
//!     import: None,
//! })?;
//! assert_eq!(receipt, Receipt::Waiting);
//! batch.commit()?;
//!
//! let mut batch = writer.begin()?;
//! let claimed = &batch.claim(1)?[0];
//! let content = Content::Unreadable { code: "empty-file".into(), message: "nothing".into() };
//! batch.settle(claimed, &content.into())?;
//! batch.commit()?;
//! writer.close()?;
//!
//! let store = Store::open(dir.path(), &mut |_| {})?;
//! assert_eq!(store.tally()?.failed, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod audit;
mod backup;
mod batch;
mod change;
mod check;
mod correct;
mod entry;
mod error;
mod filler;
#[cfg(test)]
pub(crate) mod fixture;
mod hit;
mod imports;
mod index_check;
mod ledger;
mod listing;
mod lock;
mod originals;
mod packed;
mod reader;
mod record;
mod rows;
mod saved;
mod search;
mod versions;
mod writer;

pub use audit::{AuditEntry, KeyEntry};
pub use backup::restore;
pub use batch::{Batch, Correcting};
pub use change::Change;
pub use check::{Checked, Finding, FindingKind};
pub use correct::{Correction, RecordPart, Review};
pub use entry::{Arrival, Body, Claimed, Content, Entry, Incoming, Receipt, State, Tally};
pub use error::StoreError;
pub use hit::{ClauseHit, Found, Hit, NoteHit};
pub use imports::{Counts, Import, ImportItem, NewImport, Origin, Progress, Walk};
pub use ledger::document::Retry;
pub use listing::{Cursor, Listed, Listing, Order};
pub use originals::Originals;
pub use reader::Store;
pub use record::Record;
pub use rows::{RowFormat, Rows};
pub use saved::{Asking, NewQuestion, SavedQuestion, encoded, question_name};
pub use search::{Query, filters};
pub use versions::Version;
pub use writer::{Say, Writer};
