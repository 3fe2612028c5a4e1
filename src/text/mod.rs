//! Floor 0: text, and where it stands.
//!
//! Knows lines, pages, byte ranges and boxes. Does not know PDF, and not what a motion is.
//!
//! ```text
//! bytes ── decode ──▶ String ── plain ──▶ Document ── fold ──▶ Folded
//!                                            ▲
//!                     pdf (floor 1) ─────────┘
//! ```
//!
//! A [`Document`] owns one *normalised text*; every range that any higher floor speaks of counts in
//! its bytes, and `moties extract --format text` prints it.
//!
//! ```
//! use moties::text::plain;
//!
//! let document = plain::read("Aan: de raad\n\nMotie\x0cBlad twee\n");
//! assert_eq!(document.pages().len(), 2);
//! assert_eq!(document.lines()[2].page, 2);
//! assert_eq!(document.slice(&document.lines()[0].range), "Aan: de raad");
//! ```

pub mod block;
mod capital;
pub mod decode;
mod distance;
pub mod document;
pub mod fold;
pub mod join;
pub mod marks;
pub mod notice;
pub mod plain;
pub mod ruler;
pub mod span;

/// The digits, raised, from 0 to 9: the marks of footnotes.
pub const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

pub use distance::distance;
pub use document::{Builder, Document, Line, NewLine, Page, Word};
pub use fold::Folded;
pub use notice::Notice;
pub use span::{BBox, Span};
