//! Object streams: objects packed together (ISO 32000-1, 7.5.7).

use lopdf::{Object, Stream};

use super::account::Account;
use super::parse;
use super::syntax::Words;
use super::unpack::{Sealed, unpack};

/// How many bytes an object stream may unpack to.
const UNPACKED: usize = 16 << 20;
/// How many objects may be in one.
const OBJECTS: usize = 1_000_000;

/// An unpacked object stream.
#[derive(Debug)]
pub struct Container {
    content: Vec<u8>,
    /// The number of each object, and its offset in the content.
    index: Vec<(u32, usize)>,
}

impl Container {
    /// Unpacks an object stream; `None` when it is none, or too large.
    pub fn read(stream: &Stream, account: &Account) -> Option<Self> {
        if !stream.dict.has_type(b"ObjStm") {
            return None;
        }
        let content = match unpack(stream, UNPACKED) {
            Ok(unpacked) => unpacked.bytes,
            Err(Sealed::TooLarge) => {
                account.exceed("16 MiB in one object stream");
                account.unpack(UNPACKED)?;
                return None;
            }
            Err(Sealed::Unreadable) => return None,
        };
        account.unpack(content.len())?;
        let first = usize::try_from(stream.dict.get(b"First").ok()?.as_i64().ok()?).ok()?;
        let mut words = Words::new(content.get(..first)?, 0);
        let mut index = Vec::new();
        while index.len() < OBJECTS
            && let Some(number) = words.unsigned()
            && let Some(offset) = words.unsigned()
        {
            let place = u32::try_from(number).ok().zip(usize::try_from(offset).ok());
            let place =
                place.and_then(|(number, offset)| Some((number, first.checked_add(offset)?)));
            index.extend(place);
        }
        Some(Self { content, index })
    }

    /// The numbers of its objects, in order.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.index.iter().map(|(number, _)| *number)
    }

    /// Where an object begins, which should be the how manieth it says.
    pub fn find(&self, number: u32, index: u32) -> Option<Words<'_>> {
        let expected = self.index.get(index as usize).filter(|entry| entry.0 == number);
        let (_, offset) = expected.or_else(|| self.index.iter().find(|entry| entry.0 == number))?;
        Some(Words::new(&self.content, *offset))
    }

    /// Reads an object.
    pub fn object(&self, number: u32, index: u32, account: &Account) -> Option<Object> {
        let mut words = self.find(number, index)?;
        let start = words.at;
        let object = parse::object(&mut words, account)?;
        account.read(words.at - start)?;
        Some(object)
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn objects_are_found_by_their_number() {
        let dict = dictionary! { "Type" => "ObjStm", "First" => 10 };
        let stream = Stream::new(dict, b"7 0 9 3   12 (x)".to_vec());
        let account = Account::new(0);
        let container = Container::read(&stream, &account).unwrap();
        assert_eq!(container.numbers().collect::<Vec<_>>(), [7, 9]);
        assert_eq!(container.object(7, 0, &account), Some(Object::Integer(12)));
        assert_eq!(container.object(9, 0, &account), Some(Object::string_literal("x")));
        assert_eq!(container.object(8, 0, &account), None);
    }

    #[test]
    fn a_container_that_is_too_large_is_said() {
        let dict = dictionary! { "Type" => "ObjStm", "First" => 0 };
        let stream = Stream::new(dict, vec![b' '; UNPACKED + 1]);
        let account = Account::new(0);
        assert!(Container::read(&stream, &account).is_none());
        assert_eq!(account.exceeded(), Some("16 MiB in one object stream"));
    }
}
