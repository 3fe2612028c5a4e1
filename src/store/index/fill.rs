//! From a record to documents of the index.

use tantivy::indexer::UserOperation;
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::{CLAUSE, Fields, MOTION, Stamp, role_name};
use crate::motion::{Clause, Item, Motion};
use crate::store::correct;
use crate::store::entry::Content;
use crate::store::error::StoreError;
use crate::store::ledger::motion::Change;

/// How much memory documents may take before they are written out, in bytes.
const MEMORY: usize = 64 << 20;

/// Puts motions into an index, while whoever has it waits.
pub(super) struct Fill {
    writer: IndexWriter,
    fields: Fields,
}

impl Fill {
    /// Fills an index that is there.
    pub(super) fn of(index: &Index) -> Result<Self, StoreError> {
        let writer: IndexWriter = index.writer_with_num_threads(1, MEMORY)?;
        // A kill leaves files that no commit names: what is done again would meet them by name.
        writer.garbage_collect_files().wait()?;
        Ok(Self { writer, fields: Fields::new() })
    }

    /// Does what the ledger says.
    pub(super) fn follow(&self, change: &Change) -> Result<(), StoreError> {
        match change {
            Change::Put(kept) => self.put(&kept.motion, &kept.text),
            Change::Remove { id, .. } => {
                self.writer.delete_term(Term::from_field_text(self.fields.id, id));
                Ok(())
            }
        }
    }

    /// Adds what can be found of a document that the ledger had not before.
    pub(super) fn add(&self, content: &Content) -> Result<(), StoreError> {
        for (record, text) in content.parts() {
            // What fills it may have seen them already, after a failure halfway.
            if correct::is_motion(record.motion()) {
                self.put(record.motion(), text)?;
            }
        }
        Ok(())
    }

    /// Makes all that was put searchable, for good.
    pub(super) fn commit(&mut self, stamp: &Stamp) -> Result<(), StoreError> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(stamp).expect("a stamp is plain data"));
        commit.commit()?;
        Ok(())
    }

    /// Lets the merging of small parts end.
    pub(super) fn close(self) -> Result<(), StoreError> {
        self.writer.wait_merging_threads()?;
        Ok(())
    }

    /// Puts a motion in the place of the one with its id, if there is one.
    fn put(&self, motion: &Motion, text: &str) -> Result<(), StoreError> {
        let mut operations = vec![
            UserOperation::Delete(Term::from_field_text(self.fields.id, &motion.id)),
            UserOperation::Add(self.motion(motion, text)),
        ];
        for (number, clause) in (0..).zip(&motion.clauses) {
            operations.push(UserOperation::Add(self.clause(motion, number, clause)));
        }
        self.writer.run(operations)?;
        Ok(())
    }

    fn part(&self, motion: &Motion, part: &str) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.id, &motion.id);
        document.add_text(self.fields.part, part);
        for (field, value) in [
            (self.fields.date, &motion.date),
            (self.fields.body, &motion.body),
            (self.fields.grammar, &motion.grammar),
        ] {
            if let Some(value) = value {
                document.add_text(field, value);
            }
        }
        document
    }

    fn motion(&self, motion: &Motion, text: &str) -> TantivyDocument {
        let mut document = self.part(motion, MOTION);
        for (field, value) in [
            (self.fields.title, &motion.title),
            (self.fields.subject, &motion.subject),
            (self.fields.text, &motion.number),
        ] {
            if let Some(value) = value {
                document.add_text(field, value);
            }
        }
        for signatory in &motion.signatories {
            document.add_text(self.fields.names, &signatory.name);
            for value in [&signatory.organisation, &signatory.party].into_iter().flatten() {
                document.add_text(self.fields.names, value);
            }
        }
        document.add_text(self.fields.text, text);
        // Once more as the record has them: there, words cut by a line end are whole.
        for clause in &motion.clauses {
            each_item(&clause.items, &mut |item| {
                document.add_text(self.fields.text, &item.text);
            });
        }
        document
    }

    fn clause(&self, motion: &Motion, number: u64, clause: &Clause) -> TantivyDocument {
        let mut document = self.part(motion, CLAUSE);
        document.add_u64(self.fields.clause, number);
        document.add_text(self.fields.kind, &clause.kind);
        document.add_text(self.fields.role, role_name(clause.role));
        document.add_text(self.fields.heading, &clause.heading);
        each_item(&clause.items, &mut |item| {
            document.add_text(self.fields.text, &item.text);
        });
        document
    }
}

/// Shows every item, each before those under it.
fn each_item<'a>(items: &'a [Item], show: &mut dyn FnMut(&'a Item)) {
    for item in items {
        show(item);
        each_item(&item.items, show);
    }
}
