//! What is fuzzed: any bytes are read without a panic, and what comes out holds together.
//!
//! The same two functions run under `cargo fuzz` (README.md beside this file) and, for a bounded
//! time and on the stable compiler, as a test (`tests/mutants.rs`).

use std::ops::Range;

use moties::extract;
use moties::grammar::Grammars;
use moties::motion::{Item, Motion, Source, TextSource};
use moties::text::{Document, Span, decode, plain};

/// Reads bytes as a PDF, and a motion out of it; returns how many lines were read.
pub fn pdf(bytes: &[u8], grammars: &Grammars) -> usize {
    moties::pdf::read(bytes).map_or(0, |document| hold(&document, grammars))
}

/// Reads bytes as text, and a motion out of it; returns how many lines were read.
pub fn text(bytes: &[u8], grammars: &Grammars) -> usize {
    decode::decode(bytes).map_or(0, |text| hold(&plain::read(&text), grammars))
}

/// Checks what [`Document`] and [`Motion`] promise.
fn hold(document: &Document, grammars: &Grammars) -> usize {
    let text = document.text();
    let mut end = 0;
    for line in document.lines() {
        assert!(line.range.start >= end, "lines overlap at {:?}", line.range);
        end = line.range.end;
        let printed = text.get(line.range.clone()).expect("lines lie in the text");
        assert!(!printed.trim().is_empty(), "line {:?} is blank", line.range);
        assert!(!printed.contains('\n'), "line {:?} is two", line.range);
        assert!(line.page >= 1 && line.page as usize <= document.pages().len());
        let boxed = document.bbox(&line.range);
        assert!(boxed.is_none_or(|boxed| boxed.x0 <= boxed.x1 && boxed.y0 <= boxed.y1));
    }
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\u{c}' | '\t');
    assert!(!text.contains(odd), "{:?} stands in the text", text.chars().find(|c| odd(*c)));
    for motion in motions(document, grammars) {
        for range in ranges(&motion) {
            let part = text.get(range.clone()).expect("spans lie in the text");
            assert!(!part.is_empty(), "span {range:?} is empty");
        }
        let json = serde_json::to_string(&motion).expect("a record is JSON");
        let again: Motion = serde_json::from_str(&json).expect("and JSON is a record");
        assert_eq!(again, motion, "a record survives its JSON");
    }
    document.lines().len()
}

/// The records of a document that came from nowhere.
pub fn motions(document: &Document, grammars: &Grammars) -> Vec<Motion> {
    let source = Source {
        name: "x".to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: 0,
        pages: document.pages().len() as u32,
        text: TextSource::Embedded,
    };
    extract::motions(document, source, "0".repeat(64), grammars)
}

/// The ranges of all that a record took from its document, and of what it left.
pub fn ranges(motion: &Motion) -> Vec<Range<usize>> {
    fn of_items(items: &[Item]) -> Vec<Span> {
        let below = |item: &Item| [item.spans.clone(), of_items(&item.items)].concat();
        items.iter().flat_map(below).collect()
    }
    let clauses = motion.clauses.iter();
    clauses
        .flat_map(|clause| [clause.spans.clone(), of_items(&clause.items)].concat())
        .chain(motion.signatories.iter().flat_map(|signatory| signatory.spans.clone()))
        .chain(motion.unparsed.iter().cloned())
        .chain(motion.submitters.iter().flat_map(|submitter| submitter.spans.clone()))
        .chain(motion.outcome.iter().flat_map(|outcome| outcome.spans.clone()))
        .chain(motion.annexes.iter().cloned())
        .map(|span| span.range())
        .collect()
}
