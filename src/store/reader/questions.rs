//! Saved questions, read.

use super::Store;
use crate::store::error::StoreError;
use crate::store::ledger::question;
use crate::store::saved::{Asking, SavedQuestion};
use crate::store::search::Query;

impl Store {
    /// Questions that were saved, the latest first.
    ///
    /// # Errors
    /// What the disk has.
    pub fn questions(&self) -> Result<Vec<SavedQuestion>, StoreError> {
        self.with(|ledger| question::list(ledger.rows()))
    }

    /// A question that was saved; `None` if there is none of this number.
    ///
    /// # Errors
    /// What the disk has.
    pub fn question(&self, id: u64) -> Result<Option<SavedQuestion>, StoreError> {
        self.with(|ledger| question::get(ledger.rows(), id))
    }

    /// The SHA-256 of what opens the feed of a question without a key; `None` where nothing does.
    ///
    /// # Errors
    /// What the disk has.
    pub fn feed_hash(&self, id: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(|ledger| question::feed(ledger.rows(), id))
    }

    /// How many motions answer a question now that could first be found after it was looked at.
    ///
    /// # Errors
    /// As [`Store::search`].
    pub fn news(&self, question: &SavedQuestion) -> Result<usize, StoreError> {
        let asking = Asking::read(&question.query)?;
        let query = Query { added_after: Some(question.looked), ..asking.query() };
        Ok(self.search(&query)?.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ledger::Ledger;
    use crate::store::saved::NewQuestion;
    use crate::store::{Writer, fixture};

    #[test]
    fn a_question_is_kept_until_it_is_taken_away() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        writer.file(vec![fixture::arrival("aa", "Wonen", &[])]).unwrap();
        let mut batch = writer.begin().unwrap();
        let new = NewQuestion { name: "Huizen", query: "q=wonen", by: Some("griffie"), looked: 0 };
        assert_eq!(batch.save_question(&new).unwrap(), 1);
        assert_eq!(batch.save_question(&NewQuestion { by: None, ..new }).unwrap(), 2);
        assert!(batch.look_at_question(2, 1).unwrap() && batch.look_at_question(2, 0).unwrap());
        assert!(batch.open_feed(2, &[7; 32], None).unwrap());
        assert!(!batch.look_at_question(3, 1).unwrap() && !batch.open_feed(3, &[7], None).unwrap());
        batch.commit().unwrap();
        writer.commit().unwrap();
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        let questions = store.questions().unwrap();
        let told: Vec<_> = questions.iter().map(|it| (it.id, it.looked, it.has_feed)).collect();
        assert_eq!(told, [(2, 1, true), (1, 0, false)]);
        assert_eq!(store.feed_hash(2).unwrap(), Some(vec![7; 32]));
        assert_eq!((store.feed_hash(1).unwrap(), store.feed_hash(9).unwrap()), (None, None));
        let news: Vec<_> = questions.iter().map(|it| store.news(it).unwrap()).collect();
        assert_eq!(news, [0, 1]);

        let mut batch = writer.begin().unwrap();
        assert!(batch.remove_question(1, Some("beheer")).unwrap());
        assert!(!batch.remove_question(1, Some("beheer")).unwrap());
        // A number is never used twice.
        batch.remove_question(2, None).unwrap();
        assert_eq!(batch.save_question(&new).unwrap(), 3);
        batch.commit().unwrap();
        assert_eq!(store.question(1).unwrap(), None);
        let log = store.audit(Some("question 1"), 0, 10).unwrap();
        let log: Vec<_> = log.iter().map(|it| (it.action.as_str(), it.by.as_deref())).collect();
        assert_eq!(log, [("question-save", Some("griffie")), ("question-remove", Some("beheer"))]);
    }

    #[test]
    fn what_says_that_it_was_looked_at_later_than_now_is_found() {
        let (dir, store) = fixture::filled(&[fixture::arrival("aa", "Wonen", &[])]);
        let ledger = Ledger::open_to_write(dir.path()).unwrap();
        let damage = "UPDATE motion SET since = 9;
            INSERT INTO question (name, query, made_at, looked, looked_at) VALUES ('', '', '', 5, '')";
        ledger.rows().execute_batch(damage).unwrap();
        let mut found = Vec::new();
        store
            .check(&mut |finding| {
                found.push(finding.to_string());
                true
            })
            .unwrap();
        let id = fixture::id("aa");
        assert_eq!(
            found,
            [
                format!(
                    "damaged: `ledger.sqlite`: `motion` says that `{id}` was first found at change 9, \
                     and the last was 1"
                ),
                "damaged: `ledger.sqlite`: `question` says that 1 was looked at last at change 5, and the \
                 last was 1"
                    .to_owned(),
            ]
        );
    }
}
