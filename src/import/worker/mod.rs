//! Documents read in processes of their own, which may die.
//!
//! A document is hostile until it is read. A reading process gets its bytes over a pipe, has
//! nothing else open, may open nothing, and may take so much memory and time and no more; it is
//! kept warm from one document to the next. When it dies, hangs or swells, it is replaced, and the
//! document that did it fails with a code.
//!
//! ```text
//! this process                                  the reading process
//! Reader::read ── document ──▶ standard input ─▶ serve ── read::reading
//!        ▲                                         │
//!        └────── record ◀── standard output ◀──────┘
//! ```

mod child;
mod message;
mod process;
mod reader;

pub use child::{lock_down, serve};
pub use process::peak_memory;
pub use reader::{Limits, Reader, Readers};
