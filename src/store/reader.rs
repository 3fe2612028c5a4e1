//! The one that reads.

mod questions;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::audit::{AuditEntry, KeyEntry};
use super::backup;
use super::check::{self, Checked, Finding};
use super::correct::{Correction, Review};
use super::entry::{Entry, Tally};
use super::error::StoreError;
use super::hit::{Found, Hit};
use super::imports::{Import, ImportItem, Progress};
use super::index_check;
use super::ledger::{Ledger, correction, entries, import, key, listing, motion};
use super::listing::{Listed, Listing};
use super::lock::WriterLock;
use super::originals::Originals;
use super::search::{self, Query};
use super::versions::{self, Version};
use super::writer::{Say, Writer};
use crate::index::{self, Basis, Completion, Shelf};
use crate::motion::Motion;

/// The least that is taken for the beginning of an id.
const SHORTEST_PREFIX: usize = 6;

/// How often, and how long apart, an index is looked for that a writer is putting in its place.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// How many connections to the ledger are kept while nobody asks.
const IDLE: usize = 8;

/// Reads a data directory. There may be many, in many threads and programs.
pub struct Store {
    dir: PathBuf,
    /// Connections to the ledger that nobody uses at the moment.
    idle: Mutex<Vec<Ledger>>,
    originals: Originals,
    shelf: Shelf,
}

impl Store {
    /// Opens a data directory to read.
    ///
    /// If its index is not up to the ledger, and nobody is writing, it is brought up to it first. A ledger
    /// of an earlier version is not: whoever reads changes nothing that there is no way back from.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is no store, [`StoreError::Older`]; else what the disk or the
    /// ledger has.
    pub fn open(dir: &Path, say: &mut Say<'_>) -> Result<Self, StoreError> {
        for left in (0..TRIES).rev() {
            let opened = match Self::try_open(dir) {
                // Whoever is writing may be about to bring it up to date, or to make it.
                Err(StoreError::Older { .. }) if left > 0 && WriterLock::is_held(dir) => {
                    thread::sleep(PAUSE);
                    continue;
                }
                opened => opened?,
            };
            match opened {
                Opened::Current(store) => return Ok(store),
                Opened::Behind(store) => match mend(dir, say) {
                    Ok(true) => {}
                    // Whoever is writing brings it up to date; what is there can be read meanwhile.
                    Ok(false) => return Ok(store),
                    Err(error @ StoreError::Io { .. }) => {
                        say(&format!("the latest documents cannot be found yet: {error}"));
                        return Ok(store);
                    }
                    Err(error) => return Err(error),
                },
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
        let Ok(shelf) = Shelf::open(&index::path(dir), &ledger.identity()?, last_seq) else {
            return Ok(Opened::Unusable);
        };
        let is_behind = shelf.seq() < last_seq || index_check::is_noted(&index::path(dir));
        let store = Self {
            dir: dir.to_owned(),
            idle: Mutex::new(vec![ledger]),
            originals: Originals::of(dir),
            shelf,
        };
        Ok(if is_behind { Opened::Behind(store) } else { Opened::Current(store) })
    }

    /// Looks for motions.
    ///
    /// # Errors
    /// [`StoreError::NoWords`], [`StoreError::UnknownClause`]; [`StoreError::Damaged`] where the index
    /// is: whoever opens the store to write next makes it anew; else what the disk has.
    pub fn search(&self, query: &Query<'_>) -> Result<Found, StoreError> {
        self.with(|ledger| {
            index_check::ask(&index::path(&self.dir), || {
                let fetch = &mut |key| motion::by_key(ledger.rows(), key);
                search::search(&self.shelf, query, fetch)
            })
        })
    }

    /// Looks for motions, as [`Store::search`], and shows each as it is fetched, until `show` returns
    /// false. For many: only one is in memory at a time.
    ///
    /// # Errors
    /// As [`Store::search`].
    pub fn each_found(
        &self,
        query: &Query<'_>,
        show: &mut dyn FnMut(Hit) -> bool,
    ) -> Result<Found, StoreError> {
        self.with(|ledger| {
            let fetch = &mut |key| motion::by_key(ledger.rows(), key);
            search::each(&self.shelf, query, fetch, show)
        })
    }

    /// The motions most like the one of this id, most alike first.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; else what the disk has.
    pub fn like(&self, id: &str, basis: Basis, limit: usize) -> Result<Vec<Hit>, StoreError> {
        self.with(|ledger| {
            let kept = motion::get(ledger.rows(), id)?
                .ok_or_else(|| StoreError::NotFound { id: id.to_owned() })?;
            let fetch = &mut |key| motion::by_key(ledger.rows(), key);
            search::like(&self.shelf, &kept, basis, limit, fetch)
        })
    }

    /// The other versions of the motion of this id: those that people call so, then those in nearly the same
    /// words, most alike first.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; else what the disk has.
    pub fn versions(&self, id: &str) -> Result<Vec<Version>, StoreError> {
        self.with(|ledger| {
            index_check::ask(&index::path(&self.dir), || {
                versions::versions(&self.shelf, ledger, id)
            })
        })
    }

    /// What the last word of a question may go on with.
    ///
    /// # Errors
    /// What the disk has.
    pub fn complete(&self, typed: &str, limit: usize) -> Result<Vec<Completion>, StoreError> {
        Ok(self.shelf.complete(typed, limit)?)
    }

    /// The kinds of clause that can be searched in, in order of the alphabet.
    ///
    /// # Errors
    /// What the disk has.
    pub fn kinds(&self) -> Result<Vec<String>, StoreError> {
        index_check::ask(&index::path(&self.dir), || Ok(self.shelf.kinds()?.into_iter().collect()))
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
        self.with(|ledger| {
            let ids = entries::ids_from(ledger.rows(), &prefix, 100)?;
            match ids.as_slice() {
                [one] => {
                    let one = number.map_or(one.clone(), |number| format!("{one}-{number}"));
                    let found = entries::find(ledger.rows(), &one)?;
                    found.ok_or_else(|| StoreError::NotFound { id: whole.clone() })
                }
                [] => Err(StoreError::NotFound { id: prefix.clone() }),
                several => Err(StoreError::Ambiguous { id: prefix.clone(), count: several.len() }),
            }
        })
    }

    /// The record of a motion, corrected, by its whole id; `None` if its document could not be read.
    ///
    /// # Errors
    /// What the disk has.
    pub fn motion(&self, id: &str) -> Result<Option<Motion>, StoreError> {
        self.with(|ledger| Ok(motion::get(ledger.rows(), id)?.map(|kept| kept.motion)))
    }

    /// The record of a motion, corrected, its part of the normalised text, and its version.
    ///
    /// # Errors
    /// What the disk has.
    pub fn record(&self, id: &str) -> Result<Option<(Motion, String, u64)>, StoreError> {
        self.with(|ledger| {
            let kept = motion::get(ledger.rows(), id)?;
            Ok(kept.map(|kept| (kept.motion, kept.text, kept.seq)))
        })
    }

    /// The record of a motion as it was read, before anyone corrected it.
    ///
    /// # Errors
    /// What the disk has.
    pub fn extracted(&self, id: &str) -> Result<Option<Motion>, StoreError> {
        self.with(|ledger| motion::extracted(ledger.rows(), id))
    }

    /// What people changed in a motion, in the order in which they did, what was undone too.
    ///
    /// # Errors
    /// What the disk has.
    pub fn history(&self, id: &str) -> Result<Vec<Correction>, StoreError> {
        self.with(|ledger| correction::history(ledger.rows(), id))
    }

    /// What people say of a motion as a whole.
    ///
    /// # Errors
    /// What the disk has.
    pub fn review(&self, id: &str) -> Result<Review, StoreError> {
        self.with(|ledger| Ok(correction::standing(ledger.rows(), id)?.review()))
    }

    /// Lists motions.
    ///
    /// # Errors
    /// What the disk has.
    pub fn list(&self, listing: &Listing) -> Result<Vec<Listed>, StoreError> {
        self.with(|ledger| listing::list(ledger.rows(), listing))
    }

    /// The bytes of a document as they came in, by its whole id or that of a motion in it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; what the disk has; [`StoreError::Damaged`] where they are not
    /// those that came in.
    pub fn original(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        let id = id.split('-').next().unwrap_or(id);
        let place = self.with(|ledger| entries::place(ledger.rows(), id))?;
        let (place, bytes) = place.ok_or_else(|| StoreError::NotFound { id: id.to_owned() })?;
        self.originals.get(id, place, bytes)
    }

    /// Hands over every document, in the order in which they came, until `each` returns false.
    ///
    /// # Errors
    /// What the disk has.
    pub fn entries(&self, each: impl FnMut(Entry) -> bool) -> Result<(), StoreError> {
        self.with(|ledger| entries::each(ledger.rows(), each))
    }

    /// How many documents there are.
    ///
    /// # Errors
    /// What the disk has.
    pub fn tally(&self) -> Result<Tally, StoreError> {
        self.with(|ledger| entries::tally(ledger.rows()))
    }

    /// An import, by its number; `None` if there is none.
    ///
    /// # Errors
    /// What the disk has.
    pub fn import(&self, id: u64) -> Result<Option<Import>, StoreError> {
        let import = self.with(|ledger| import::get(ledger.rows(), id))?;
        Ok(import.map(|import| self.with_progress(import)))
    }

    /// Imports with a number below `before`, the latest first, at most so many.
    ///
    /// # Errors
    /// What the disk has.
    pub fn imports(&self, before: Option<u64>, limit: usize) -> Result<Vec<Import>, StoreError> {
        let imports = self.with(|ledger| import::list(ledger.rows(), before, limit))?;
        Ok(imports.into_iter().map(|import| self.with_progress(import)).collect())
    }

    /// An import that runs while nobody writes is none that runs: its program ended.
    fn with_progress(&self, mut import: Import) -> Import {
        if import.progress == Progress::Running && !WriterLock::is_held(&self.dir) {
            import.progress = Progress::Interrupted;
        }
        import
    }

    /// The documents of an import behind a number, at most so many.
    ///
    /// # Errors
    /// What the disk has.
    pub fn import_items(
        &self,
        import: u64,
        behind: u64,
        limit: usize,
    ) -> Result<Vec<ImportItem>, StoreError> {
        self.with(|ledger| import::items(ledger.rows(), import, behind, limit))
    }

    /// All keys, in order of name.
    ///
    /// # Errors
    /// What the disk has.
    pub fn keys(&self) -> Result<Vec<KeyEntry>, StoreError> {
        self.with(|ledger| key::list(ledger.rows()))
    }

    /// Lines of the audit log behind a number, at most so many; of one subject if given.
    ///
    /// # Errors
    /// What the disk has.
    pub fn audit(
        &self,
        subject: Option<&str>,
        behind: u64,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        self.with(|ledger| key::log(ledger.rows(), subject, behind, limit))
    }

    /// How many documents nobody began to read, counted up to so many.
    ///
    /// # Errors
    /// What the disk has.
    pub fn waiting(&self, most: u64) -> Result<u64, StoreError> {
        self.with(|ledger| entries::waiting(ledger.rows(), most))
    }

    /// The number of the ledger's latest change, and up to which one the index that is searched is
    /// complete.
    ///
    /// # Errors
    /// What the disk has.
    pub fn lag(&self) -> Result<(u64, u64), StoreError> {
        let last = self.with(Ledger::last_seq)?;
        Ok((last, self.shelf.seq()))
    }

    /// Writes a backup, while others read and write; returns how many bytes it has. `found` hears of
    /// each document whose bytes are not there as they came in; everything else is backed up.
    ///
    /// # Errors
    /// What the disk has.
    pub fn backup(
        &self,
        out: &mut dyn std::io::Write,
        found: &mut dyn FnMut(Finding),
    ) -> Result<u64, StoreError> {
        backup::write(&self.dir, &self.originals, out, found)
    }

    /// Looks whether the bytes of every document are as they came in; `found` hears of each that are
    /// not, and returns false to stop.
    ///
    /// # Errors
    /// Where looking is not possible.
    pub fn check_originals(
        &self,
        found: &mut dyn FnMut(Finding) -> bool,
    ) -> Result<(), StoreError> {
        self.with(|ledger| check::originals(ledger, &self.originals, found))
    }

    /// Looks the whole store over; `found` hears of each thing that is wrong, and returns false to
    /// stop. Reads every byte.
    ///
    /// # Errors
    /// Where looking is not possible.
    pub fn check(&self, found: &mut dyn FnMut(Finding) -> bool) -> Result<Checked, StoreError> {
        self.with(|ledger| {
            let index = index::path(&self.dir);
            check::check(ledger, &self.originals, (&self.shelf, &index), found)
        })
    }

    /// Sees what was committed since; returns up to which number of the ledger what is searched is
    /// complete.
    ///
    /// # Errors
    /// What the disk has.
    pub fn refresh(&self) -> Result<u64, StoreError> {
        Ok(self.shelf.refresh()?)
    }

    /// Asks the ledger over a connection that nobody uses.
    fn with<T>(&self, ask: impl FnOnce(&Ledger) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let ledger = idle().pop();
        let ledger = match ledger {
            Some(ledger) => ledger,
            None => Ledger::open_to_read(&self.dir)?
                .ok_or_else(|| StoreError::Missing { dir: self.dir.clone() })?,
        };
        let answer = ask(&ledger);
        let mut idle = idle();
        if idle.len() < IDLE {
            idle.push(ledger);
        }
        answer
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
