//! Short ways to what stands in PDF objects, with references followed.

use lopdf::{Dictionary, Object, Stream};

pub use super::file::Objects;
use super::file::{Sealed, Unpacked, unpack};
use super::limits::Budget;
use crate::clock::{self, Stage};

/// The object behind a reference, or the object itself; `None` when it is missing.
pub fn resolve<'a>(object: &'a Object, objects: &'a Objects<'_>) -> Option<&'a Object> {
    objects.resolve(object)
}

/// The value of a key, references followed.
pub fn get<'a>(dict: &'a Dictionary, key: &[u8], objects: &'a Objects<'_>) -> Option<&'a Object> {
    resolve(dict.get(key).ok()?, objects).filter(|value| !matches!(value, Object::Null))
}

/// The dictionary under a key; also that of a stream.
pub fn dict<'a>(
    holder: &'a Dictionary,
    key: &[u8],
    objects: &'a Objects<'_>,
) -> Option<&'a Dictionary> {
    as_dict(get(holder, key, objects)?)
}

/// An object as a dictionary; a stream is its own.
pub fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// The array under a key.
pub fn array<'a>(
    dict: &'a Dictionary,
    key: &[u8],
    objects: &'a Objects<'_>,
) -> Option<&'a [Object]> {
    get(dict, key, objects)?.as_array().ok().map(Vec::as_slice)
}

/// The name under a key.
pub fn name<'a>(dict: &'a Dictionary, key: &[u8], objects: &'a Objects<'_>) -> Option<&'a [u8]> {
    get(dict, key, objects)?.as_name().ok()
}

/// A number, whole or not.
pub fn number(object: &Object, objects: &Objects) -> Option<f32> {
    match resolve(object, objects)? {
        Object::Integer(value) => Some(*value as f32),
        Object::Real(value) => Some(*value),
        _ => None,
    }
}

/// The number under a key.
pub fn number_at(dict: &Dictionary, key: &[u8], objects: &Objects) -> Option<f32> {
    number(dict.get(key).ok()?, objects)
}

/// A stream unpacked, paid for from the budget, as far as it is sound; `None` when it cannot be
/// unpacked or is too large.
pub fn unpacked(stream: &Stream, budget: &mut Budget) -> Option<Vec<u8>> {
    let unpacked = paid(stream, budget)?;
    if unpacked.damaged {
        budget.skip();
    }
    Some(unpacked.bytes)
}

/// A stream unpacked, paid for from the budget; `None` also when it is damaged, so that what it says
/// may be wrong.
pub fn sound(stream: &Stream, budget: &mut Budget) -> Option<Vec<u8>> {
    paid(stream, budget).filter(|unpacked| !unpacked.damaged).map(|unpacked| unpacked.bytes)
}

fn paid(stream: &Stream, budget: &mut Budget) -> Option<Unpacked> {
    let _stage = clock::enter(Stage::Load);
    match unpack(stream, budget.stream_limit()) {
        Ok(unpacked) => budget.unpack(unpacked.bytes.len()).then_some(unpacked),
        Err(Sealed::TooLarge) => {
            budget.exceed("32 MiB in one stream");
            // What was unpacked before the limit was hit cost the same work.
            budget.unpack(budget.stream_limit());
            None
        }
        Err(Sealed::Unreadable) => None,
    }
}
