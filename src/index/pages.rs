//! What a first page was made of, kept for the pages behind it.
//!
//! How well a motion fits depends on all others, so that the order of what was found changes with each commit.
//! All pages of a question are made of what the first one was made of, while that is kept: so none is shown
//! twice, and none is left out. What is kept costs little memory; its files stay on the disk until it is let go,
//! merged or not, so it is bounded in number and time.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use tantivy::Searcher;

/// How many are kept; those that were not used for longest go first.
const MOST: usize = 32;

/// How long each is kept after it was last used.
const TIME: Duration = Duration::from_secs(600);

/// What was searched for a page, for the next one to be made of the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What tells it from whatever was searched before or since, in this process or another.
    pub print: u64,
    /// It is complete up to this number of the ledger.
    pub seq: u64,
    /// Whether what the first page was made of is gone: then what was added behind `seq` is left out.
    pub is_moved: bool,
}

impl Moment {
    /// What is searched now, complete up to this number.
    pub(super) fn now(searcher: &Searcher, seq: u64) -> Self {
        // Documents are in segments, which have random names; what is deleted of one is known by a number.
        let mut hash = Sha256::new();
        for (segment, deleted) in searcher.generation().segments() {
            hash.update(segment.uuid_string());
            hash.update(deleted.map_or(0, |stamp| stamp + 1).to_be_bytes());
        }
        let first = hash.finalize().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        Self { print: first, seq, is_moved: false }
    }
}

/// What pages were made of.
#[derive(Default)]
pub(super) struct Pages {
    /// Used last, last.
    kept: Mutex<VecDeque<Kept>>,
}

struct Kept {
    print: u64,
    searcher: Searcher,
    used: Instant,
}

impl Pages {
    /// Keeps what a page was made of.
    pub(super) fn keep(&self, print: u64, searcher: &Searcher) {
        let now = Instant::now();
        let mut kept = self.kept();
        let_go(&mut kept, now);
        kept.retain(|one| one.print != print);
        kept.push_back(Kept { print, searcher: searcher.clone(), used: now });
        if kept.len() > MOST {
            kept.pop_front();
        }
    }

    /// Finds what a page was made of.
    pub(super) fn find(&self, print: u64) -> Option<Searcher> {
        self.kept().iter().find(|one| one.print == print).map(|one| one.searcher.clone())
    }

    /// Lets go of what nobody used for long.
    pub(super) fn tidy(&self) {
        let_go(&mut self.kept(), Instant::now());
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn let_go(kept: &mut VecDeque<Kept>, now: Instant) {
    kept.retain(|one| now.duration_since(one.used) < TIME);
}

#[cfg(test)]
mod tests {
    use tantivy::Index;
    use tantivy::schema::Schema;

    use super::*;

    #[test]
    fn what_is_kept_is_bounded_in_number_and_time() {
        let index = Index::create_in_ram(Schema::builder().build());
        let searcher = index.reader().unwrap().searcher();
        let pages = Pages::default();
        let most = MOST as u64;
        for print in 0..most {
            pages.keep(print, &searcher);
        }
        // What goes on being used stays.
        pages.keep(0, &searcher);
        pages.keep(most, &searcher);
        let is_kept = |print| pages.find(print).is_some();
        assert!(is_kept(0) && !is_kept(1) && is_kept(2) && is_kept(most));
        let now = Instant::now();
        pages.kept()[0].used = now;
        let_go(&mut pages.kept(), now + TIME / 2);
        assert_eq!(pages.kept().len(), MOST);
        let_go(&mut pages.kept(), now + TIME);
        assert!(pages.kept().len() < MOST);
        let_go(&mut pages.kept(), now + TIME * 2);
        assert!(pages.kept().is_empty());
    }
}
