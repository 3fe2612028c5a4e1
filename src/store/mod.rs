//! Floor 5: what is kept, and how it is found again.
//!
//! Knows the disk, SQLite and tantivy. Does not know grammars, and not where documents come from.
//!
//! ```text
//! DATA/
//!   originals/ab/ab12…   the bytes as they came in, named by their SHA-256
//!   ledger.sqlite        the truth: every document, what became of it, its record
//!   index/               derived from the ledger; may be thrown away at any time
//!   writer.lock          held by the one program that writes
//! ```
//!
//! What a [`Writer`] says it filed is on disk: first the original, then the ledger's row, each
//! forced out of the caches. The index follows behind; each of its commits carries the ledger's
//! number up to which it is complete, so whoever opens the store next adds exactly what is missing.
//!
//! ```
//! use moties::store::{Arrival, Content, Filed, Query, Store, Writer};
//!
//! let dir = tempfile::tempdir()?;
//! let mut writer = Writer::open(dir.path(), &mut |_| {})?;
//! let filed = writer.file(&[Arrival {
//!     id: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".into(),
//!     file: "leeg.txt".into(),
//!     media_type: "text/plain".into(),
//!     bytes: Vec::new(),
//!     content: Content::Unreadable { code: "empty-file".into(), message: "nothing".into() },
//! }])?;
//! assert_eq!(filed, [Filed::New]);
//! writer.close()?;
//!
//! let store = Store::open(dir.path(), &mut |_| {})?;
//! assert_eq!(store.tally()?.failed, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod entry;
mod error;
#[cfg(test)]
pub(crate) mod fixture;
mod hit;
mod index;
mod ledger;
mod lock;
mod mark;
mod originals;
mod query;
mod reader;
mod writer;

pub use entry::{Arrival, Content, Entry, Filed, State, Tally};
pub use error::StoreError;
pub use hit::{ClauseHit, Found, Hit};
pub use index::dutch;
pub use mark::{Marked, Part};
pub use originals::Originals;
pub use query::Query;
pub use reader::Store;
pub use writer::{Say, Writer};
