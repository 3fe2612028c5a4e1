//! What is known of a text by now, remembered while it is read.

use std::cell::{Cell, OnceCell};

use super::sights::{Lookout, Sight};
use super::starts::{Ahead, Set, Starts};

/// So many places are remembered.
const PLACES: usize = 128;

/// What is known of a text by now: its productions are asked in about the order of their places.
#[derive(Debug)]
pub struct Memo {
    /// By the last bits of the offset: what may begin there, by which grammar.
    sets: [Cell<(u32, u32, Set)>; PLACES],
    ahead: Ahead,
    sights: OnceCell<Vec<Sight>>,
    naming: Cell<bool>,
    /// Where the body was looked for last, by which grammar, and how much of the text is left behind it.
    body: Cell<(usize, usize, Option<usize>)>,
}

impl Default for Memo {
    fn default() -> Self {
        let body = Cell::new((usize::MAX, 0, None));
        let (sights, naming) = (OnceCell::new(), Cell::new(false));
        let sets = [const { Cell::new((0, 0, 0)) }; PLACES];
        Self { sets, ahead: Ahead::default(), sights, naming, body }
    }
}

impl Memo {
    /// The words of the text that something may begin with which is looked for in all of it.
    pub(super) fn sights(&self, lookout: &Lookout, text: &str) -> &[Sight] {
        self.sights.get_or_init(|| lookout.sights(text))
    }

    /// Reads a name; tells how whether that is asked while another one is read, in what may stand behind
    /// it: names in names in names would take for ever.
    pub(super) fn naming<T>(&self, read: impl FnOnce(bool) -> T) -> T {
        let inside = self.naming.replace(true);
        let name = read(inside);
        self.naming.set(inside);
        name
    }

    /// How much of the text is left behind the body at an offset, read by the grammar of this number where
    /// that was not asked last. Inside a name a body is read otherwise.
    pub(super) fn body(
        &self,
        number: usize,
        at: usize,
        read: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        if self.naming.get() {
            return read();
        }
        let (known, grammar, left) = self.body.get();
        if known == at && grammar == number {
            return left;
        }
        let left = read();
        self.body.set((at, number, left));
        left
    }

    /// Where the words stand that slots end before.
    pub(super) fn ahead(&self) -> &Ahead {
        &self.ahead
    }

    /// What may begin at an offset, by the grammar of this number.
    pub(super) fn starts(&self, number: usize, starts: &Starts, text: &str, at: usize) -> Set {
        // Numbers count from one, so that what is empty is nobody's.
        let key = number as u32 + 1;
        let place = &self.sets[(at + number * (PLACES / 8)) % PLACES];
        let (known, grammar, set) = place.get();
        if known == at as u32 && grammar == key {
            return set;
        }
        let set = starts.of(text, at, &self.ahead);
        place.set((at as u32, key, set));
        set
    }
}
