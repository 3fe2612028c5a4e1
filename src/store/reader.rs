//! The one that reads.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::entry::{Entry, Tally};
use super::error::StoreError;
use super::hit::Found;
use super::index::{self, Shelf};
use super::ledger::Ledger;
use super::originals::Originals;
use super::query::{self, Query};
use super::writer::{Say, Writer};
use crate::motion::Motion;

/// The least that is taken for the beginning of an id.
const SHORTEST_PREFIX: usize = 6;

/// How often, and how long apart, an index is looked for that a writer is putting in its place.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// Reads a data directory. There may be many, in many threads and programs.
pub struct Store {
    ledger: Mutex<Ledger>,
    originals: Originals,
    shelf: Shelf,
}

impl Store {
    /// Opens a data directory to read.
    ///
    /// If its index is not up to the ledger, and nobody is writing, it is brought up to it first.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no store; else what the disk or the ledger has.
    pub fn open(dir: &Path, say: &mut Say<'_>) -> Result<Self, StoreError> {
        for _ in 0..TRIES {
            match Self::try_open(dir)? {
                Opened::Current(store) => return Ok(store),
                Opened::Behind(store) => {
                    // Whoever is writing brings it up to date; what is there can be read meanwhile.
                    if !mend(dir, say)? {
                        return Ok(store);
                    }
                }
                Opened::Unusable => {
                    if !mend(dir, say)? {
                        thread::sleep(PAUSE);
                    }
                }
            }
        }
        Err(StoreError::Busy { dir: dir.to_owned() })
    }

    fn try_open(dir: &Path) -> Result<Opened, StoreError> {
        let Some(ledger) = Ledger::open_to_read(dir)? else {
            return Ok(Opened::Unusable);
        };
        let last_seq = ledger.last_seq()?;
        let Ok(shelf) = index::open(&index::path(dir), &ledger.identity()?, last_seq) else {
            return Ok(Opened::Unusable);
        };
        let is_behind = shelf.seq < last_seq;
        let store = Self { ledger: Mutex::new(ledger), originals: Originals::of(dir), shelf };
        Ok(if is_behind { Opened::Behind(store) } else { Opened::Current(store) })
    }

    /// Looks for motions.
    ///
    /// # Errors
    /// [`StoreError::NoWords`], [`StoreError::UnknownClause`]; else what the disk has.
    pub fn search(&self, query: &Query<'_>) -> Result<Found, StoreError> {
        query::search(&self.shelf, query, &mut |id| self.ledger().motion(id))
    }

    /// The kinds of clause that can be searched in, in order of the alphabet.
    ///
    /// # Errors
    /// What the disk has.
    pub fn kinds(&self) -> Result<Vec<String>, StoreError> {
        Ok(query::kinds(&self.shelf)?.into_iter().collect())
    }

    /// Finds a document by its id, or by the beginning of one, at least six digits of it; with `-2`
    /// behind that, the second motion in it.
    ///
    /// # Errors
    /// [`StoreError::NoId`], [`StoreError::NotFound`], [`StoreError::Ambiguous`].
    pub fn find(&self, id: &str) -> Result<Entry, StoreError> {
        let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        let whole = id.trim().to_ascii_lowercase();
        let (prefix, number) = match whole.split_once('-') {
            Some((prefix, number)) => (prefix.to_owned(), Some(number)),
            None => (whole.clone(), None),
        };
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if prefix.len() < SHORTEST_PREFIX
            || !prefix.chars().all(is_hex)
            || !number.is_none_or(is_number)
        {
            return Err(StoreError::NoId { id: id.to_owned() });
        }
        let ledger = self.ledger();
        let ids = ledger.ids_from(&prefix, 100)?;
        match ids.as_slice() {
            [one] => {
                let one = number.map_or(one.clone(), |number| format!("{one}-{number}"));
                ledger.entry(&one)?.ok_or(StoreError::NotFound { id: whole })
            }
            [] => Err(StoreError::NotFound { id: prefix }),
            several => Err(StoreError::Ambiguous { id: prefix, count: several.len() }),
        }
    }

    /// The record of a document, by its whole id; `None` if it could not be read.
    ///
    /// # Errors
    /// What the disk has.
    pub fn motion(&self, id: &str) -> Result<Option<Motion>, StoreError> {
        Ok(self.ledger().motion(id)?.map(|kept| kept.motion))
    }

    /// The bytes of a document as they came in, by its whole id.
    ///
    /// # Errors
    /// What the disk has.
    pub fn original(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        self.originals.get(id)
    }

    /// Hands over every document, in the order in which they were filed, until `each` returns false.
    ///
    /// # Errors
    /// What the disk has.
    pub fn entries(&self, each: impl FnMut(Entry) -> bool) -> Result<(), StoreError> {
        self.ledger().entries(each)
    }

    /// How many documents there are.
    ///
    /// # Errors
    /// What the disk has.
    pub fn tally(&self) -> Result<Tally, StoreError> {
        self.ledger().tally()
    }

    /// Sees what was committed since; it is seen by itself within a second.
    ///
    /// # Errors
    /// What the disk has.
    pub fn refresh(&self) -> Result<(), StoreError> {
        Ok(self.shelf.reader.reload()?)
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was found where a store should be.
enum Opened {
    /// A store, complete.
    Current(Store),
    /// A store whose index lacks the latest documents.
    Behind(Store),
    /// A ledger whose index must be made anew.
    Unusable,
}

/// Brings the index up to the ledger; returns false if another program is writing, or may alone.
fn mend(dir: &Path, say: &mut Say<'_>) -> Result<bool, StoreError> {
    match Writer::open(dir, say) {
        Ok(writer) => writer.close().map(|()| true),
        Err(StoreError::Busy { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::{arrival, broken, filled};

    #[test]
    fn a_document_is_found_by_the_beginning_of_its_id() {
        let (_dir, store) = filled(&[arrival("aa", "Wonen", &[]), broken("bb")]);
        let id = arrival("aa", "", &[]).id;
        assert_eq!(store.find(&id).unwrap().id, id);
        assert_eq!(store.find(&id[..6].to_uppercase()).unwrap().title.unwrap(), "Wonen");
        let error = |id: &str| store.find(id).unwrap_err().to_string();
        assert_eq!(
            error(&id[..5]),
            format!("expected at least 6 of the digits 0-9 and a-f of an id, found `{}`", &id[..5])
        );
        assert_eq!(
            error("motie-12"),
            "expected at least 6 of the digits 0-9 and a-f of an id, found `motie-12`"
        );
        assert_eq!(error("123456"), "no document has the id `123456`");
    }

    #[test]
    fn a_prefix_of_several_ids_says_how_many() {
        let ids = ["abcdef1", "abcdef2"].map(|start| format!("{start:0<64}"));
        let arrivals = ids.map(|id| crate::store::Arrival { id, ..broken("aa") });
        let (_dir, store) = filled(&arrivals);
        assert_eq!(
            store.find("abcdef").unwrap_err().to_string(),
            "expected the id of one document, found 2 that begin with `abcdef`"
        );
    }

    #[test]
    fn where_there_is_no_store_it_says_so() {
        let Err(error) = Store::open(Path::new("nergens"), &mut |_| {}) else {
            panic!("there is one");
        };
        assert_eq!(
            error.to_string(),
            "`nergens`: expected a data directory, found no ledger in it"
        );
    }
}
