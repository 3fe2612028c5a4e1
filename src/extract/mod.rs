//! Floor 4: from lines to the record.
//!
//! Knows text, grammar and the record. Does no input or output, and cannot fail: any text gives a
//! record, what it is unsure of stands in `warnings`, what it could not place in `unparsed`. Its
//! cost grows linearly with its input.
//!
//! ```text
//! Document ── detect ──▶ Grammar ── furniture ──▶ Document without heads and feet
//!     └────── sheet ───▶ Sheet ── place, segment ▶ units ── parts ──▶ a sheet for each motion
//!
//! a sheet ── segment ──▶ units ─┬─ head, submitters ──┐
//!                               ├─ items ─────────────┼─ build ──▶ Motion
//!                               └─ signatures, outcome┘
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
//! let motions = extract::motions(&document, source, "0".repeat(64), &Grammars::built_in());
//! assert_eq!(motions[0].clauses[0].kind, "verzoekt");
//! assert_eq!(motions[0].clauses[0].items[0].text, "bomen te planten");
//! ```

mod ballot;
mod build;
mod claims;
mod detect;
#[cfg(test)]
mod fixture;
mod furniture;
mod head;
mod items;
mod notes;
mod outcome;
mod parts;
mod place;
mod prose;
mod segment;
mod sheet;
mod signatures;
mod submitters;
mod town;

use build::Build;
use segment::Several;
use sheet::Sheet;

use crate::clock::{self, Stage};
use crate::grammar::Grammars;
use crate::motion::{Motion, Source};
use crate::text::Document;

/// Takes the motions out of a document: one record, also where there is none in it, or as many as
/// it holds.
///
/// `id` is that of the first: the hex SHA-256 of the bytes that the document was read from.
#[must_use]
pub fn motions(
    document: &Document,
    source: Source,
    id: String,
    grammars: &Grammars,
) -> Vec<Motion> {
    let _stage = clock::enter(Stage::Grammar);
    let sheet = Sheet::of(document);
    let fit = detect::grammar(&sheet, grammars);
    let build = Build::new(fit, source, id);
    let furniture = furniture::marked(&sheet, fit.grammar);
    if furniture.is_empty() {
        let notes = notes::marked(document, &sheet, fit.grammar);
        if notes.is_empty() {
            return read(document, sheet, build);
        }
        drop(sheet);
        return noted(document.clone(), notes, build);
    }
    drop(sheet);
    let mut document = document.clone();
    furniture.into_iter().for_each(|line| document.set_furniture(line));
    let sheet = Sheet::of(&document);
    let notes = notes::marked(&document, &sheet, fit.grammar);
    if notes.is_empty() {
        return read(&document, sheet, build);
    }
    drop(sheet);
    noted(document, notes, build)
}

/// The motions of a document with footnotes, which are set aside.
fn noted(mut document: Document, notes: Vec<usize>, build: Build<'_>) -> Vec<Motion> {
    notes.into_iter().for_each(|line| document.set_added(line));
    read(&document, Sheet::of(&document), build)
}

/// The motions of a document whose furniture is known.
fn read(document: &Document, sheet: Sheet<'_>, mut build: Build<'_>) -> Vec<Motion> {
    let fit = build.fit;
    let scan = sheet.scan(fit.grammar);
    let units = segment::units(&sheet, &scan, Several::Sought);
    build.shown = build::shown(&sheet, &scan, &units);
    if units.is_sorted_by_key(|(zone, _)| *zone) {
        return vec![build.motion(&sheet, &units, None)];
    }
    let parts = parts::parts(&sheet, &scan, &units);
    if parts.len() == 1 {
        return vec![build.motion(&sheet, &segment::units(&sheet, &scan, Several::No), None)];
    }
    let front = parts::front(&sheet, &scan, &units);
    let part = |(number, lines)| {
        let sheet = Sheet::of_part(document, lines);
        let mut units = segment::units(&sheet, &sheet.scan(fit.grammar), Several::No);
        if number == 0 {
            // A table of contents before the first motion is no head of it.
            units.retain(|(_, unit)| unit.line >= front);
        }
        build.motion(&sheet, &units, Some(number))
    };
    parts.into_iter().enumerate().map(part).collect()
}
