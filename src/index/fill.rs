//! Motions put into the index, and taken out.

use std::thread;
use std::time::Duration;

use tantivy::indexer::UserOperation;
use tantivy::{Index, IndexWriter, TantivyError, Term};

use super::document::Indexed;
use super::fields::Fields;
use super::{Result, Stamp};

/// How much memory documents may take before they are written out, in bytes.
const MEMORY: usize = 64 << 20;

/// How often, and how long apart, a lock is asked for anew: one that was just let go is held by a process that is
/// being started until that runs its own program.
const TRIES: usize = 40;
const PAUSE: Duration = Duration::from_millis(25);

/// Puts motions into an index. There is one at a time.
pub struct Fill {
    writer: IndexWriter,
    fields: Fields,
}

impl Fill {
    /// Fills an index that is there.
    pub(super) fn of(index: &Index) -> Result<Self> {
        let open = || index.writer_with_num_threads(1, MEMORY);
        let mut writer = open();
        for _ in 0..TRIES {
            if !matches!(writer, Err(TantivyError::LockFailure(..))) {
                break;
            }
            thread::sleep(PAUSE);
            writer = open();
        }
        let writer: IndexWriter = writer?;
        // A kill leaves files that no commit names: what is done again would meet them by name.
        writer.garbage_collect_files().wait()?;
        // Operations are numbered on from the last commit, whose own number the first would have again: where parts
        // are then put together, what that commit had done and what is done now are not told apart.
        writer.run(Vec::new())?;
        Ok(Self { writer, fields: Fields::new() })
    }

    /// Puts a motion in the place of the one with its key, if there is one.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn put(&self, indexed: &Indexed<'_>) -> Result<()> {
        let mut operations = vec![UserOperation::Delete(self.key(indexed.key))];
        let documents = self.fields.documents(indexed);
        operations.extend(documents.into_iter().map(UserOperation::Add));
        self.writer.run(operations)?;
        Ok(())
    }

    /// Takes out the motion with a key, if it is there.
    pub fn remove(&self, key: u64) {
        self.writer.delete_term(self.key(key));
    }

    /// Makes all that was put searchable, for good.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn commit(&mut self, stamp: &Stamp) -> Result<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(stamp).expect("a stamp is plain data"));
        commit.commit()?;
        Ok(())
    }

    /// Lets the merging of small parts end.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn close(self) -> Result<()> {
        Ok(self.writer.wait_merging_threads()?)
    }

    fn key(&self, key: u64) -> Term {
        Term::from_field_u64(self.fields.key, key)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::collector::Count;
    use tantivy::merge_policy::NoMergePolicy;
    use tantivy::query::TermQuery;
    use tantivy::schema::IndexRecordOption;

    use super::super::fixture::motion;
    use super::super::tokens;
    use super::*;

    fn put(fill: &Fill, key: u64) {
        let motion = motion(&["de brug te bouwen"]);
        fill.put(&Indexed { key, since: key, motion: &motion, text: "Wonen" }).unwrap();
    }

    /// A program that is killed leaves parts that are to be put together, one of which lost a motion with
    /// the last commit. The next program begins with another motion of that part.
    #[test]
    fn a_motion_put_first_after_a_kill_takes_the_place_of_its_older_self() {
        let index = Index::create_in_ram(Fields::new().schema);
        tokens::register(index.tokenizers());
        let mut fill = Fill::of(&index).unwrap();
        fill.writer.set_merge_policy(Box::new(NoMergePolicy));
        // The greatest part is the first of those that are put together.
        for (part, size) in (1..=8).zip([6, 4, 1, 1, 1, 1, 1, 1]) {
            (0..size).for_each(|number| put(&fill, part * 10 + number));
            if part == 8 {
                fill.remove(20);
            }
            fill.commit(&Stamp::new("x", part)).unwrap();
        }
        drop(fill);
        let mut fill = Fill::of(&index).unwrap();
        put(&fill, 21);
        fill.commit(&Stamp::new("x", 9)).unwrap();
        fill.close().unwrap();
        let searcher = index.reader().unwrap().searcher();
        assert_eq!(searcher.segment_readers().len(), 2);
        let key = Term::from_field_u64(Fields::new().key, 21);
        let query = TermQuery::new(key, IndexRecordOption::Basic);
        // The motion itself, and its clause.
        assert_eq!(searcher.search(&query, &Count).unwrap(), 2);
    }
}
