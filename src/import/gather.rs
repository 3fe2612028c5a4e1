//! What is brought, gathered so that much of it is forced to disk at once.

use std::mem;

use super::archive::{Content, Member};
use super::clerk::Clerk;
use super::pipeline::incoming;
use super::report::{Outcome, Report};
use super::spool::Spooled;
use crate::error::Error;
use crate::store::{Batch, Incoming, Receipt, StoreError};

/// How many files are taken in together at most.
const TOGETHER: usize = 256;

/// What an import brings and has not taken in yet.
#[derive(Debug)]
pub struct Gathered {
    documents: Vec<Incoming>,
    /// What is none, or cannot be taken in.
    others: Vec<(String, Outcome)>,
    /// How many bytes of the documents are in memory, and may be.
    bytes: usize,
    most: usize,
    /// The ids of what was taken in last and waits to be read.
    waiting: Vec<String>,
}

impl Gathered {
    /// Gathers documents of so many bytes at most.
    #[must_use]
    pub fn up_to(most: usize) -> Self {
        Self { documents: Vec::new(), others: Vec::new(), bytes: 0, most, waiting: Vec::new() }
    }

    /// Adds a document that was read into memory.
    pub fn add(&mut self, file: String, bytes: Vec<u8>) {
        self.bytes += bytes.len();
        self.documents.push(incoming(file, bytes, None));
    }

    /// Adds a document that arrived.
    pub fn add_spooled(&mut self, file: String, arrived: Spooled) {
        match arrived {
            Spooled::Small(bytes) => self.add(file, bytes),
            large @ Spooled::Large(..) => self.documents.push(large.incoming(file)),
        }
    }

    /// Adds what is in an archive.
    pub fn add_member(&mut self, Member { name, content }: Member) {
        match content {
            Content::Document(arrived) => self.add_spooled(name, arrived),
            Content::Failed(error) => self.add_other(name, Outcome::Failed { id: None, error }),
            Content::Skipped(what) => {
                self.add_other(name, Outcome::Skipped { what: what.to_owned() });
            }
        }
    }

    /// Adds what is not kept, and what became of it instead.
    pub fn add_other(&mut self, file: String, outcome: Outcome) {
        self.others.push((file, outcome));
    }

    /// Whether it is so much that it should be taken in before more is.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.documents.len() + self.others.len() >= TOGETHER || self.bytes >= self.most
    }

    /// Has it taken in with an import; returns, once it is on disk, what became of what is not read: the
    /// rest waits.
    ///
    /// # Errors
    /// What the disk has.
    pub fn send(&mut self, clerk: &Clerk, import: u64) -> Result<Vec<Report>, Error> {
        self.bytes = 0;
        self.waiting.clear();
        let (documents, others) = (mem::take(&mut self.documents), mem::take(&mut self.others));
        let mut reports = Vec::new();
        if !others.is_empty() {
            let noted = others.clone();
            clerk.ask(move |batch| {
                noted.iter().try_for_each(|(file, outcome)| note(batch, import, file, outcome))
            })?;
            reports.extend(others.into_iter().map(|(file, outcome)| Report { file, outcome }));
        }
        if documents.is_empty() {
            return Ok(reports);
        }
        let names: Vec<_> =
            documents.iter().map(|one| (one.file.clone(), one.id.clone())).collect();
        let documents =
            documents.into_iter().map(|one| Incoming { import: Some(import), ..one }).collect();
        let receipts = clerk.receive(documents)?;
        for ((file, id), receipt) in names.into_iter().zip(receipts) {
            match receipt {
                Receipt::Waiting => self.waiting.push(id),
                // What an import before brought, and nobody had read yet, is told when it is read.
                Receipt::Duplicate { of, is_read } if is_read || of != file => {
                    reports.push(Report { file, outcome: Outcome::Duplicate { id, of } });
                }
                Receipt::Duplicate { .. } => {}
            }
        }
        Ok(reports)
    }

    /// The ids of what was taken in last, and waits to be read.
    #[must_use]
    pub fn waiting(&self) -> &[String] {
        &self.waiting
    }
}

/// Notes what became of something that is not kept.
fn note(
    batch: &mut Batch<'_>,
    import: u64,
    file: &str,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    match outcome {
        Outcome::Failed { error, .. } => {
            batch.note_failed(import, file, error.code.name(), &error.message)
        }
        Outcome::Skipped { what } => batch.note_skipped(import, file, what),
        _ => Ok(()),
    }
}
