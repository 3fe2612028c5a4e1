//! A file as objects, each read when it is first asked for.
//!
//! ```text
//! bytes ── xref ──▶ table ── get ──▶ parse (stream, container, crypt) ──▶ object
//!            └ broken, or an object is not where it says ── salvage ──▶ another table
//! ```
//!
//! What nobody asks for (images, font programs, what older versions held) costs nothing but its
//! entry in the table. Objects are those of lopdf, which also unpacks and decrypts.

mod account;
mod container;
mod crypt;
mod fetch;
mod parse;
mod salvage;
mod stream;
pub mod syntax;
mod table;
mod unpack;
mod xref;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId};

use self::account::Account;
use self::container::Container;
use self::crypt::Key;
use self::syntax::Words;
use self::table::{Slot, Table};
use self::xref::Place;
use crate::clock::{self, Stage};

#[cfg(test)]
pub use self::stream::find;
pub use self::unpack::{Sealed, Unpacked, unpack};

/// The objects of a file.
#[derive(Debug)]
pub struct Objects<'f> {
    bytes: &'f [u8],
    /// What the file says about itself: where its catalog is, whether it is encrypted.
    pub trailer: Dictionary,
    table: Table,
    /// Whether the table names all objects, so that one that it does not name is null. So long as
    /// all else is where it says, that is.
    whole: bool,
    /// What a search of the file finds, once an object is not where the table says.
    salvaged: OnceCell<Table>,
    /// Whether the table was made by searching, so that another search finds no more.
    searched: bool,
    /// Whether something was found by searching.
    mended: Cell<bool>,
    /// The object streams that were unpacked, by their offsets.
    containers: RefCell<HashMap<usize, Option<Rc<Container>>>>,
    key: Option<Key>,
    account: Account,
}

/// Why the objects of a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Closed {
    /// It opens with a password only.
    Encrypted,
    /// How it is encrypted cannot be read.
    Damaged,
}

impl<'f> Objects<'f> {
    /// Opens a file by its tables; where they cannot be read, it is searched.
    ///
    /// # Errors
    /// When it is encrypted and does not open without a password.
    pub fn open(bytes: &'f [u8]) -> Result<Self, Closed> {
        let account = Account::new(bytes.len());
        match xref::read(bytes, &account).filter(|tables| tables.trailer.has(b"Root")) {
            Some(tables) => {
                let mut objects = Self::with(bytes, Table::new(tables.entries), tables.trailer);
                objects.whole = tables.whole;
                objects.account = account;
                objects.unlock()?;
                Ok(objects)
            }
            None => Self::search(bytes),
        }
    }

    /// Opens a file by searching it for objects.
    ///
    /// # Errors
    /// When it is encrypted and does not open without a password.
    pub fn search(bytes: &'f [u8]) -> Result<Self, Closed> {
        let found = salvage::search(bytes);
        let mut objects = Self::with(bytes, Table::new(found.entries.clone()), found.trailer);
        objects.searched = true;
        objects.mended.set(true);
        objects.unlock()?;
        if !found.containers.is_empty() {
            objects.table = objects.with_contained(found.entries, &found.containers);
        }
        Ok(objects)
    }

    fn with(bytes: &'f [u8], table: Table, trailer: Dictionary) -> Self {
        Self {
            bytes,
            trailer,
            table,
            whole: true,
            salvaged: OnceCell::new(),
            searched: false,
            mended: Cell::new(false),
            containers: RefCell::default(),
            key: None,
            account: Account::new(bytes.len()),
        }
    }

    /// Makes the key of an encrypted file.
    fn unlock(&mut self) -> Result<(), Closed> {
        let encrypt = match self.trailer.get(b"Encrypt") {
            Err(_) | Ok(Object::Null) => return Ok(()),
            Ok(encrypt) => encrypt.clone(),
        };
        let dict = self.resolve(&encrypt).and_then(|dict| dict.as_dict().ok()).cloned();
        let ids = self.trailer.get(b"ID").ok().and_then(|ids| self.resolve(ids)).cloned();
        let own = encrypt.as_reference().ok().map(|id| id.0);
        let key = Key::new(dict.ok_or(Closed::Damaged)?, own, ids).ok_or(Closed::Encrypted)?;
        self.key = Some(key);
        // What was read before there was a key may be read wrong, but for what is not encrypted.
        let entries = self.table.slots().iter().map(|slot| (slot.number, slot.place)).collect();
        self.table = Table::new(entries);
        self.salvaged = OnceCell::new();
        self.containers = RefCell::default();
        Ok(())
    }

    /// The object of a number and a generation; `None` when there is none.
    pub fn get(&self, id: ObjectId) -> Option<&Object> {
        let slot = self.table.get(id.0);
        let found = match slot {
            Some(slot) => self.object(slot, &self.table),
            None => None,
        };
        let is_missing = match slot {
            Some(slot) => slot.place != Place::Free,
            None => !self.whole || self.mended.get(),
        };
        let (generation, object) = match found {
            None if is_missing => self.salvage(id.0)?,
            found => found?,
        };
        (*generation == id.1 || self.mended.get()).then_some(object)
    }

    /// The dictionary of a number and a generation; that of a stream is its own.
    pub fn get_dictionary(&self, id: ObjectId) -> Option<&Dictionary> {
        super::object::as_dict(self.get(id)?)
    }

    /// The object behind references, or the object itself; `None` when it is missing.
    pub fn resolve<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        /// How many references may follow one another.
        const REFERENCES: usize = 16;
        let mut object = object;
        for _ in 0..REFERENCES {
            match object {
                Object::Reference(id) => object = self.get(*id)?,
                object => return Some(object),
            }
        }
        None
    }

    /// The catalog, from which all else is found.
    pub fn catalog(&self) -> Option<&Dictionary> {
        super::object::dict(&self.trailer, b"Root", self)
    }

    /// Whether something is not where the file says, so that it was searched for.
    pub fn is_mended(&self) -> bool {
        self.mended.get()
    }

    /// The first limit that was hit, in words.
    pub fn exceeded(&self) -> Option<&'static str> {
        self.account.exceeded()
    }

    /// All objects that can be found, with their numbers, in the order of those.
    pub fn all(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        self.table.slots().iter().filter_map(|slot| {
            let (generation, object) = self.object(slot, &self.table)?;
            Some(((slot.number, *generation), object))
        })
    }

    /// Whether an object is an image; its content is not read.
    pub fn is_image(&self, id: ObjectId) -> bool {
        let Some(slot) = self.table.get(id.0) else {
            return false;
        };
        slot.image.get().unwrap_or_else(|| {
            let subtype = self.entries(id, [b"Subtype"]).map(|[subtype]| subtype);
            let is_image = matches!(subtype, Some(Object::Name(name)) if name == b"Image");
            slot.image.set(Some(is_image));
            is_image
        })
    }

    /// The values of some keys of a dictionary, without reading the others where that is possible;
    /// null where a key is missing. Strings may be encrypted still.
    pub fn entries<const N: usize>(&self, id: ObjectId, keys: [&[u8]; N]) -> Option<[Object; N]> {
        self.glance(id, keys).or_else(|| {
            let dict = self.get_dictionary(id)?;
            Some(keys.map(|key| dict.get(key).cloned().unwrap_or(Object::Null)))
        })
    }

    /// The values of some keys of a dictionary that was not read yet.
    fn glance<const N: usize>(&self, id: ObjectId, keys: [&[u8]; N]) -> Option<[Object; N]> {
        let slot = self.table.get(id.0).filter(|slot| slot.object.get().is_none())?;
        let container;
        let mut words = match slot.place {
            Place::At(offset) => {
                let mut words = Words::new(self.bytes, offset);
                (words.header()? == id).then_some(words)?
            }
            Place::In(number, index) if id.1 == 0 => {
                container = self.container(number, &self.table)?;
                container.find(id.0, index)?
            }
            _ => return None,
        };
        let start = words.at;
        words.next_byte()?;
        let entries = words.take(b"<<").then(|| parse::entries(&mut words, keys))?;
        self.account.read(words.at - start)?;
        entries
    }

    /// The object of a slot, read if this is the first time.
    fn object<'a>(&'a self, slot: &'a Slot, table: &Table) -> Option<&'a (u16, Object)> {
        let read = || {
            let _stage = clock::enter(Stage::Load);
            self.fetch(slot.number, slot.place, table).map(Box::new)
        };
        slot.object.get_or_init(read).as_deref()
    }

    /// The object of a number by a search of the file.
    fn salvage(&self, number: u32) -> Option<&(u16, Object)> {
        if self.searched {
            return None;
        }
        let table = self.salvaged.get_or_init(|| {
            let _stage = clock::enter(Stage::Load);
            let found = salvage::search(self.bytes);
            self.with_contained(found.entries, &found.containers)
        });
        let found = self.object(table.get(number)?, table);
        if found.is_some() {
            self.mended.set(true);
        }
        found
    }
}

/// Reads a dictionary that stands in a content stream, after its opening brackets; `None`, with
/// nothing taken, when it is not sound.
pub fn dictionary(words: &mut Words) -> Option<Dictionary> {
    parse::sound_dictionary(words, &Account::new(0))
}

#[cfg(test)]
impl Objects<'static> {
    /// No objects.
    pub fn new() -> Self {
        Self::with(b"", Table::default(), Dictionary::new())
    }

    /// Adds an object under a new number.
    pub fn add_object(&mut self, object: impl Into<Object>) -> ObjectId {
        let number = self.table.slots().last().map_or(1, |slot| slot.number + 1);
        self.put((number, 0), object);
        (number, 0)
    }

    /// Puts an object under a number.
    pub fn put(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.table.put(id.0, object.into());
    }
}
