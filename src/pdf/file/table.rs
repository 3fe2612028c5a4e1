//! The objects of a file by their numbers: where each is, and what it is once it was read.

use std::cell::{Cell, OnceCell};

use lopdf::Object;

use super::xref::Place;

/// An object of a table.
#[derive(Debug)]
pub struct Slot {
    /// Its number.
    pub number: u32,
    /// Where it is.
    pub place: Place,
    /// Its generation and what it is; `None` inside when it could not be read.
    pub object: OnceCell<Option<Box<(u16, Object)>>>,
    /// Whether it is an image, once that was asked.
    pub image: Cell<Option<bool>>,
}

/// Objects in the order of their numbers.
#[derive(Debug, Default)]
pub struct Table {
    slots: Vec<Slot>,
}

impl Table {
    /// Makes a table of entries, of which the first counts that a number has.
    pub fn new(mut entries: Vec<(u32, Place)>) -> Self {
        entries.sort_by_key(|entry| entry.0);
        entries.dedup_by_key(|entry| entry.0);
        let slots = entries.into_iter().map(|(number, place)| Slot {
            number,
            place,
            object: OnceCell::new(),
            image: Cell::new(None),
        });
        Self { slots: slots.collect() }
    }

    /// The object of a number.
    pub fn get(&self, number: u32) -> Option<&Slot> {
        // In most files the numbers have no gaps.
        let likely = self.slots.get(number as usize).filter(|slot| slot.number == number);
        likely.or_else(|| {
            let index = self.slots.binary_search_by_key(&number, |slot| slot.number).ok()?;
            self.slots.get(index)
        })
    }

    /// All objects.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Puts an object in, in the place of that of the same number.
    #[cfg(test)]
    pub fn put(&mut self, number: u32, object: Object) {
        self.slots.retain(|slot| slot.number != number);
        let index = self.slots.partition_point(|slot| slot.number < number);
        let object = OnceCell::from(Some(Box::new((0, object))));
        let slot = Slot { number, place: Place::Free, object, image: Cell::new(None) };
        self.slots.insert(index, slot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_entry_of_a_number_counts() {
        let entries =
            [(2, Place::At(5)), (0, Place::Free), (2, Place::At(1)), (1 << 31, Place::At(9))];
        let table = Table::new(entries.to_vec());
        assert_eq!(table.get(2).unwrap().place, Place::At(5));
        assert_eq!(table.get(1 << 31).unwrap().place, Place::At(9));
        assert!(table.get(1).is_none());
        assert_eq!(table.slots().len(), 3);
    }
}
