//! Floor 4: from lines to the record.
//!
//! Knows text, grammar and the record. Does no input or output, and cannot fail: any text gives a
//! record, what it is unsure of stands in `warnings`, what it could not place in `unparsed`. Its
//! cost grows linearly with its input.
//!
//! ```text
//! Document ── detect ──▶ Grammar ── furniture ──▶ Document without heads and feet
//!     └────── sheet ───▶ Sheet ── place, segment ▶ units ─┬─ head ───────┐
//!                                                    ├─ items ──────┼─ build ──▶ Motion
//!                                                    └─ signatures ─┘
//! ```
//!
//! ```
//! use moties::{extract, grammar::Grammars, motion::{Source, TextSource}, text::plain};
//!
//! let document = plain::read("De raad,\n\nVerzoekt het college:\n- bomen te planten;\n");
//! let source = Source {
//!     name: "motie.txt".into(), media_type: "text/plain".into(), bytes: 50, pages: 1,
//!     text: TextSource::Embedded,
//! };
//! let motion = extract::motion(&document, source, "0".repeat(64), &Grammars::built_in());
//! assert_eq!(motion.clauses[0].kind, "verzoekt");
//! assert_eq!(motion.clauses[0].items[0].text, "bomen te planten");
//! ```

mod build;
mod claims;
mod detect;
mod furniture;
mod head;
mod items;
mod place;
mod segment;
mod sheet;
mod signatures;

use crate::grammar::Grammars;
use crate::motion::{Motion, Source};
use crate::text::Document;

/// Takes the motion out of a document.
///
/// `id` is the record's: the hex SHA-256 of the bytes that the document was read from.
#[must_use]
pub fn motion(document: &Document, source: Source, id: String, grammars: &Grammars) -> Motion {
    let mut document = document.clone();
    let (grammar, known) = detect::grammar(&sheet::Sheet::of(&document), grammars);
    furniture::mark(&mut document, grammar);
    let sheet = sheet::Sheet::of(&document);
    build::motion(&sheet, grammar, known, source, id)
}
