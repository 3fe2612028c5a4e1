//! Floor 6, above `import`: how right the records are, field by field.
//!
//! Knows records and the truth beside their documents, both as JSON, and how two values are
//! compared. Does not know how documents are read, nor how figures look on a terminal.
//!
//! ```text
//! DIR ── truth ──▶ documents ── import::Readers ──▶ records ─┐
//!                      └──────── x.json ────────────────────┴─ compare ──▶ tallies, differences
//!                                                                              │ report
//!                                         scores.toml ◀── scores ── Evaluation ┴──▶ figures
//! ```
//!
//! A truth is a part of the record: a key that it does not have is not scored, `null` or `[]` says
//! that the document does not state it. Its lists are laid beside those of the record so that the
//! elements that stand beside each other are most alike; what has nothing beside it was
//! missed, or is spurious. A value counts as right in four ways ([`Way`]): precision is the share
//! of the values found that are right, recall that of the values expected, F1 their harmonic mean.
//!
//! ```
//! use moties::eval::{self, Field, Way};
//! use moties::{grammar::Grammars, import::Readers};
//!
//! struct Silent;
//! impl eval::Watch for Silent {}
//!
//! let dir = tempfile::tempdir()?;
//! std::fs::write(dir.path().join("motie.txt"), "Motie: één ding\n")?;
//! std::fs::write(dir.path().join("motie.json"), r#"{"title": "Één ding", "closing": null}"#)?;
//! let evaluation = eval::evaluate(dir.path(), &Readers::here(Grammars::built_in()), &mut Silent)?;
//! let title = evaluation.tally(|_, _| true).of(Field::Title);
//! assert_eq!((title.f1(Way::Strict), title.f1(Way::Soft)), (Some(0.0), Some(1.0)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod align;
mod clauses;
mod compare;
mod distance;
mod field;
mod people;
mod place;
pub mod report;
mod score;
pub mod scores;
mod similar;
mod tally;
mod told;
mod truth;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use serde_json::Value;

use crate::error::{Code, Error};
use crate::import::read::{self, Reading};
use crate::import::{Reader, Readers};
pub use field::Field;
pub use place::Place;
pub use score::{Compared, Difference};
pub use similar::{Compare, Way, Ways};
pub use tally::{Counts, Tally};
pub use truth::{Document, Part};

/// Hears what an evaluation does, while it does it, in the thread that asked for it.
pub trait Watch {
    /// So many documents have their truth beside them.
    fn found(&mut self, total: usize) {
        let _ = total;
    }

    /// One of them was read and compared.
    fn compared(&mut self, document: &Evaluated) {
        let _ = document;
    }
}

/// What became of all documents of a folder that have their truth beside them.
#[derive(Debug)]
pub struct Evaluation {
    /// The documents, in the order of their paths.
    pub documents: Vec<Evaluated>,
    /// What a person should look at in the truth.
    pub notices: Vec<String>,
}

/// What became of a document.
#[derive(Debug)]
pub struct Evaluated {
    /// The document.
    pub document: Document,
    /// Why it could not be read; then its records have nothing in them.
    pub error: Option<Error>,
    /// Its motions: each that has a truth, and each record that has none.
    pub motions: Vec<Compared>,
}

impl Evaluation {
    /// Adds up what was counted in those motions that are meant.
    #[must_use]
    pub fn tally(&self, is_meant: impl Fn(&Evaluated, &Compared) -> bool) -> Tally {
        let mut sum = Tally::default();
        for document in &self.documents {
            for motion in document.motions.iter().filter(|motion| is_meant(document, motion)) {
                sum.add(&motion.tally);
            }
        }
        sum
    }

    /// The bodies that speak in the motions, sorted.
    #[must_use]
    pub fn bodies(&self) -> Vec<&str> {
        let motions = self.documents.iter().flat_map(|document| &document.motions);
        let mut bodies: Vec<&str> = motions.map(|motion| motion.body.as_str()).collect();
        bodies.sort_unstable();
        bodies.dedup();
        bodies
    }
}

/// Reads every document of a folder that has its truth beside it, and compares the two.
///
/// # Errors
/// Where there is no truth, or one that is none, or where nothing can be read at all; a document
/// that fails by itself is in what is returned.
pub fn evaluate(dir: &Path, readers: &Readers, watch: &mut dyn Watch) -> Result<Evaluation, Error> {
    let truth::Known { documents, notices } = truth::find(dir)?;
    watch.found(documents.len());
    // One that starts shows that all can.
    let first = readers.start()?;
    let count = thread::available_parallelism().map_or(1, usize::from).min(documents.len());
    let next = AtomicUsize::new(0);
    let mut evaluated: Vec<Option<Evaluated>> = documents.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let (done, arrived) = channel();
        for mut reader in
            std::iter::once(first).chain(std::iter::repeat_with(|| readers.reader())).take(count)
        {
            let (next, documents, done) = (&next, &documents, done.clone());
            scope.spawn(move || {
                while let Some((index, document)) = take(next, documents) {
                    if done.send((index, evaluate_one(document, &mut reader))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        for (index, one) in arrived {
            watch.compared(&one);
            evaluated[index] = Some(one);
        }
    });
    let documents: Vec<_> = evaluated.into_iter().flatten().collect();
    let failed = documents.iter().filter_map(|document| document.error.as_ref());
    // That is no fault of the documents, and no figure is worth anything after it.
    match failed.into_iter().find(|error| error.code == Code::ReaderFailed) {
        Some(error) => Err(error.clone()),
        None => Ok(Evaluation { documents, notices }),
    }
}

fn take<'a>(next: &AtomicUsize, documents: &'a [Document]) -> Option<(usize, &'a Document)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    documents.get(index).map(|document| (index, document))
}

/// What was read from a document.
struct Read {
    records: Vec<Value>,
    /// The text that their spans count in.
    text: String,
}

/// Reads a document: the one place where records are made.
fn read_one(path: &Path, reader: &mut Reader) -> Result<Reading, Error> {
    reader.read(&path.display().to_string(), &read::load(path)?)
}

/// The records of a document, as JSON.
fn as_read(reading: Reading) -> Result<Read, Error> {
    let records = reading.motions.iter().map(serde_json::to_value).collect::<Result<_, _>>();
    let records = records
        .map_err(|error| Error::new(Code::Internal, format!("a record is no JSON: {error}")))?;
    Ok(Read { records, text: reading.text })
}

/// Reads a document and compares it.
fn evaluate_one(document: &Document, reader: &mut Reader) -> Evaluated {
    compare(document, read_one(&document.path, reader))
}

/// Compares what was read from a document with its truth; one that failed has all missed that its
/// truth tells.
#[must_use]
pub fn compare(document: &Document, reading: Result<Reading, Error>) -> Evaluated {
    let (read, error) = match reading.and_then(as_read) {
        Ok(read) => (read, None),
        Err(error) => (Read { records: Vec::new(), text: String::new() }, Some(error)),
    };
    let mut motions = compare::document(document, &read.records, &read.text);
    if error.is_some() {
        // The error says it all.
        motions.iter_mut().for_each(|motion| motion.differences.clear());
    }
    Evaluated { document: document.clone(), error, motions }
}
