//! One object, fetched from where a table says it is.
//!
//! Does not ask for other objects through their tables' cells, so that no object can wait for
//! itself.

use std::rc::Rc;

use lopdf::{Object, Stream};

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
                let dict = std::mem::take(dict);
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
        for &number in containers {
            let at = table.get(number).map(|slot| slot.place);
            if let (Some(Place::At(offset)), Some(container)) = (at, self.container(number, &table))
            {
                let contained = (0..).zip(container.numbers());
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
