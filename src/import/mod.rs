//! Floor 6: from paths and bytes to stored motions.
//!
//! Knows how a document is read, and in what order many are. Does not know who asked.
//!
//! ```text
//! paths ── walk ──▶ bytes ──▶ clerk ──▶ reader, reader, … ──▶ clerk ──▶ reports
//!          one thread         on disk   as many as cores      on disk
//! ```
//!
//! One bad document fails by itself and stops nothing: it gives a report with a code, a message
//! and a hint. Memory stays bounded, whatever the number and size of the files: what waits to be read
//! waits on disk.
//!
//! ```
//! use moties::grammar::Grammars;
//! use moties::import::read;
//!
//! let motions = read::document("motie.txt", "Motie: één ding\n".as_bytes(), &Grammars::built_in())?;
//! assert_eq!(motions[0].source.media_type, "text/plain");
//!
//! let error = read::document("leeg.pdf", b"", &Grammars::built_in()).unwrap_err();
//! assert_eq!(error.code.name(), "empty-file");
//! # Ok::<(), moties::error::Error>(())
//! ```

mod archive;
mod background;
mod clerk;
mod gate;
mod gather;
mod manner;
pub mod pipeline;
mod pool;
pub mod read;
mod report;
mod spool;
mod walk;
mod watch;
pub mod worker;

pub use archive::{Content, Member, is_archive, unpack};
pub use background::{give_way, in_background};
pub use clerk::{Clerk, Heard, Listen};
pub(crate) use gate::Gate;
pub use gather::Gathered;
pub use manner::Manner;
pub use pipeline::{Task, Watch, import};
pub use report::{Outcome, Report, Summary};
pub use spool::{Spool, Spooled};
pub(crate) use walk::{Met, walk};
pub use watch::{Seen, Told, Watcher};
pub use worker::{Limits, Reader, Readers};
