//! What is remembered of words: text repeats a few words most of the time.

use std::sync::{Mutex, PoisonError};

use super::hash::Quick;
use super::lists::entry;
use super::split::{Piece, groups, pieces};
use super::stem::{guessed, known};

/// How many words are remembered at most; a power of two.
const SLOTS: usize = 1 << 15;

/// What is longer, in bytes, is no word, and has neither stem nor parts.
const LONGEST: usize = 100;

/// What the forms of words follow from, for the words that were asked for last.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    /// A word stands where its hash says or beside, and makes room for the next that belongs there.
    slots: Vec<Option<Box<Known>>>,
}

/// How many memos wait for the next text.
const KEPT: usize = 8;

/// Memos that nobody uses at the moment: whoever reads the next text goes on with one.
static POOL: Mutex<Vec<Memo>> = Mutex::new(Vec::new());

/// A memo that goes back to the others when it is not needed any more.
#[derive(Debug, Default)]
pub(super) struct Lent(Memo);

impl Lent {
    /// One that remembers something, if there is one.
    pub(super) fn one() -> Self {
        let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
        Self(pool.pop().unwrap_or_default())
    }

    /// What is known of a folded word.
    pub(super) fn known(&mut self, word: &str) -> &Known {
        self.0.known(word)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
        if pool.len() < KEPT {
            pool.push(std::mem::take(&mut self.0));
        }
    }
}

/// What is known of a word.
#[derive(Clone, Debug)]
pub(super) struct Known {
    word: Box<str>,
    /// Its stem, where that is another word.
    pub(super) stem: Option<Box<str>>,
    /// What a part of it is asked by, the last part last.
    pub(super) parts: Box<[String]>,
    /// Whether its stem is a noun that makes compounds.
    pub(super) noun: bool,
}

impl Known {
    /// Finds out what there is to know of a folded word.
    fn of(word: &str) -> Self {
        let (stem, parts) = match known(word) {
            Some(stem) => (stem, Vec::new()),
            None if word.len() > LONGEST => (word.to_owned(), Vec::new()),
            None => {
                let pieces = pieces(word);
                let last = pieces.last().cloned().map(Piece::ending);
                (guessed(word, last), groups(word, &pieces))
            }
        };
        let noun = entry(&stem).is_noun();
        let parts = parts.into_boxed_slice();
        let stem = (stem != word).then(|| stem.into_boxed_str());
        Self { word: word.into(), stem, parts, noun }
    }

    /// Its stem.
    pub(super) fn stem(&self) -> &str {
        self.stem.as_deref().unwrap_or(&self.word)
    }
}

impl Memo {
    /// What is known of a folded word.
    pub(super) fn known(&mut self, word: &str) -> &Known {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, None);
        }
        let first = Quick::of(word) as usize & (SLOTS - 1);
        let is =
            |slot: &Option<Box<Known>>| slot.as_ref().is_some_and(|known| *known.word == *word);
        if !is(&self.slots[first]) {
            // What is asked for moves to the front, what was there steps aside.
            self.slots.swap(first, first ^ 1);
            if !is(&self.slots[first]) {
                self.slots[first] = Some(Box::new(Known::of(word)));
            }
        }
        self.slots[first].as_ref().expect("it was filled above")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_is_found_out() {
        let mut memo = Memo::default();
        for _ in 0..2 {
            for at in 0..2 * SLOTS {
                let word = format!("woord{at}");
                assert_eq!(memo.known(&word).stem(), word);
            }
            let plans = memo.known("woningbouwplannen");
            assert_eq!(plans.stem(), "woningbouwplan");
            assert_eq!(plans.parts.last().map(String::as_str), Some("plan"));
            assert!(memo.known("woningen").noun);
        }
    }
}
