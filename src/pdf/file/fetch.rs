//! One object, fetched from where a table says it is.
//!
//! Does not ask for other objects through their tables' cells, so that no object can wait for
//! itself.

use std::collections::HashSet;
use std::rc::Rc;

use lopdf::{Dictionary, Object, Stream};

use super::Objects;
use super::container::Container;
use super::parse;
use super::stream;
use super::syntax::{Number, Words, number};
use super::table::Table;
use super::xref::Place;

impl Objects<'_> {
    /// Fetches an object: its generation, and what it is. `None` when it is not there.
    pub(super) fn fetch(&self, number: u32, place: Place, table: &Table) -> Option<(u16, Object)> {
        match place {
            Place::Free => None,
            Place::At(offset) => self.fetch_at(number, offset, table),
            Place::In(container, index) => {
                let object =
                    self.container(container, table)?.object(number, index, &self.account)?;
                Some((0, object))
            }
        }
    }

    fn fetch_at(&self, number: u32, offset: usize, table: &Table) -> Option<(u16, Object)> {
        let mut words = Words::new(self.bytes, offset);
        let id = words.header().filter(|id| id.0 == number)?;
        let mut object = parse::object(&mut words, &self.account)?;
        if let Object::Dictionary(dict) = &mut object {
            let length = dict.get(b"Length").ok().and_then(|length| self.length(length, table));
            if let Some(content) = stream::content(&mut words, length) {
                let mut dict = std::mem::take(dict);
                self.settle(&mut dict, table);
                let content = self.bytes[content].to_vec();
                object = Object::Stream(Stream {
                    dict,
                    content,
                    allows_compression: false,
                    start_position: None,
                });
            }
        }
        self.account.read(words.at.saturating_sub(offset))?;
        if let Some(key) = &self.key {
            key.decrypt(id, &mut object);
        }
        Some((id.1, object))
    }

    /// Puts in place what says how a stream is packed, where that is an object of its own.
    fn settle(&self, dict: &mut Dictionary, table: &Table) {
        for key in [b"Filter".as_slice(), b"DecodeParms"] {
            if let Ok(Object::Reference(id)) = dict.get(key)
                && let Some(Place::At(offset)) = table.get(id.0).map(|slot| slot.place)
            {
                let mut words = Words::new(self.bytes, offset);
                let found = words.header().filter(|found| found == id);
                if let Some(value) = found.and_then(|_| parse::object(&mut words, &self.account)) {
                    dict.set(key, value);
                }
            }
        }
    }

    /// The length of a stream, which may be an object of its own.
    fn length(&self, length: &Object, table: &Table) -> Option<usize> {
        let length = match length {
            Object::Integer(length) => *length,
            Object::Real(length) => *length as i64,
            Object::Reference(id) => match table.get(id.0)?.place {
                Place::At(offset) => {
                    let mut words = Words::new(self.bytes, offset);
                    words.header().filter(|found| found == id)?;
                    words.next_byte()?;
                    match number(words.word())? {
                        Number::Integer(length) => length,
                        Number::Real(length) => length as i64,
                    }
                }
                // The stream's end tells it as well, and no stream can wait for itself.
                Place::In(..) | Place::Free => return None,
            },
            _ => return None,
        };
        usize::try_from(length).ok()
    }

    /// An object stream, unpacked if this is the first time.
    pub(super) fn container(&self, number: u32, table: &Table) -> Option<Rc<Container>> {
        let Place::At(offset) = table.get(number)?.place else {
            return None;
        };
        if let Some(known) = self.containers.borrow().get(&offset) {
            return known.clone();
        }
        let read = || {
            let (_, object) = self.fetch_at(number, offset, table)?;
            Container::read(object.as_stream().ok()?, &self.account).map(Rc::new)
        };
        let container = read();
        self.containers.borrow_mut().insert(offset, container.clone());
        container
    }

    /// The table of what a search found, with what the object streams hold; of several objects of a
    /// number, that counts which stands furthest in the file.
    pub(super) fn with_contained(&self, entries: Vec<(u32, Place)>, containers: &[u32]) -> Table {
        let table = Table::new(entries.clone());
        let mut placed: Vec<(usize, (u32, Place))> = Vec::new();
        // An object stream is never inside another, so that one cannot hide itself.
        let outside: HashSet<u32> = containers.iter().copied().collect();
        for &number in containers {
            let at = table.get(number).map(|slot| slot.place);
            if let (Some(Place::At(offset)), Some(container)) = (at, self.container(number, &table))
            {
                let contained =
                    (0..).zip(container.numbers()).filter(|(_, held)| !outside.contains(held));
                placed.extend(
                    contained.map(|(index, held)| (offset, (held, Place::In(number, index)))),
                );
            }
        }
        if placed.is_empty() {
            return table;
        }
        placed.extend(entries.into_iter().filter_map(|entry| match entry.1 {
            Place::At(offset) => Some((offset, entry)),
            _ => None,
        }));
        placed.sort_by_key(|(offset, _)| std::cmp::Reverse(*offset));
        Table::new(placed.into_iter().map(|(_, entry)| entry).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_filter_of_a_stream_may_be_objects_of_their_own() {
        let file = b"1 0 obj <</Root 1 0 R/Length 2 0 R/Filter 3 0 R>> stream\n64 65>\n\
            endstream endobj 2 0 obj 6 endobj 3 0 obj /ASCIIHexDecode endobj \
            4 0 obj <</Length 4 0 R>> stream\nx\nendstream endobj trailer <</Root 1 0 R>>";
        let objects = Objects::search(file).unwrap();
        let stream = |number| objects.get((number, 0)).unwrap().as_stream().unwrap();
        assert_eq!(stream(1).content, b"64 65>");
        assert_eq!(super::super::unpack(stream(1), 10).unwrap().bytes, b"de");
        // One that is its own length ends where it says.
        assert_eq!(stream(4).content, b"x");
    }

    #[test]
    fn an_object_stream_that_holds_itself_is_read_once() {
        let file = b"5 0 obj <</Type/ObjStm/N 2/First 8/Length 5 0 R>> stream\n\
            5 0 6 3 12 (x)\nendstream endobj trailer <</Root 6 0 R>>";
        let objects = Objects::search(file).unwrap();
        assert_eq!(objects.get((6, 0)), Some(&Object::string_literal("x")));
        assert!(objects.get((7, 0)).is_none());
    }
}
