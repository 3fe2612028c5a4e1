//! Objects, read from the bytes of a file or of an object stream (ISO 32000-1, 7.3).
//!
//! Lenient where the meaning is plain: what is cut short ends where the bytes end, a value that is
//! none is null. Bounded: objects nest only so deep, and values are paid for.

use lopdf::{Dictionary, Object, StringFormat};

use super::account::Account;
use super::syntax::{Number, Text, Words, is_regular, is_space, number};

/// How deep arrays and dictionaries may be nested.
const DEPTH: usize = 96;

/// Reads one object, which may be a dictionary of a stream; `None` when there is none, or when it
/// nests too deep or there are no values left to pay with.
pub fn object(words: &mut Words, account: &Account) -> Option<Object> {
    Parser { words, account, strict: false }.object(0)
}

/// Reads the entries of a dictionary, after its opening brackets.
pub fn dictionary(words: &mut Words, account: &Account) -> Option<Dictionary> {
    Parser { words, account, strict: false }.dictionary(0)
}

/// Reads the entries of a dictionary, after its opening brackets; `None`, with nothing taken, when
/// it is not sound and whole.
pub fn sound_dictionary(words: &mut Words, account: &Account) -> Option<Dictionary> {
    let start = words.at;
    let dict = Parser { words, account, strict: true }.dictionary(0);
    if dict.is_none() {
        words.at = start;
    }
    dict
}

/// The values of some keys of a dictionary, after its opening brackets, without reading the others;
/// each is null where the key is missing.
pub fn entries<const N: usize>(words: &mut Words, keys: [&[u8]; N]) -> Option<[Object; N]> {
    let mut found = [const { Object::Null }; N];
    let account = Account::new(0);
    let mut parser = Parser { words, account: &account, strict: false };
    loop {
        match parser.words.next_byte()? {
            b'>' => return Some(found),
            b'/' => {
                parser.words.at += 1;
                let key = parser.words.name();
                match keys.iter().position(|wanted| *wanted == &*key) {
                    Some(index) => found[index] = parser.object(1)?,
                    None => skip(parser.words)?,
                }
            }
            _ => return None,
        }
    }
}

/// Goes past one value.
fn skip(words: &mut Words) -> Option<()> {
    let mut depth = 0;
    loop {
        let byte = words.next_byte()?;
        words.at += 1;
        match byte {
            b'(' => skip_literal(words)?,
            b'<' if words.peek() == Some(b'<') => {
                words.at += 1;
                depth += 1;
            }
            b'<' => words.at += words.rest().iter().position(|byte| *byte == b'>')? + 1,
            b'>' if depth > 0 && words.take(b">") => depth -= 1,
            b'[' => depth += 1,
            b']' if depth > 0 => depth -= 1,
            b'/' => drop(words.word()),
            byte if is_regular(byte) => {
                words.word();
                if depth == 0 && byte.is_ascii_digit() {
                    skip_reference(words);
                }
            }
            _ => return None,
        }
        if depth == 0 {
            return Some(());
        }
    }
}

/// Goes past the rest of a reference, if the word before was the start of one.
fn skip_reference(words: &mut Words) {
    let start = words.at;
    if words.unsigned().is_none() || words.next_byte() != Some(b'R') || words.word() != b"R" {
        words.at = start;
    }
}

fn skip_literal(words: &mut Words) -> Option<()> {
    let mut depth = 1;
    while depth > 0 {
        let byte = words.peek()?;
        words.at += 1;
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\\' => words.at += 1,
            _ => {}
        }
    }
    Some(())
}

struct Parser<'a, 'b> {
    words: &'b mut Words<'a>,
    account: &'b Account,
    /// Whether what is cut short is none.
    strict: bool,
}

impl Parser<'_, '_> {
    fn object(&mut self, depth: usize) -> Option<Object> {
        self.account.value()?;
        if depth > DEPTH {
            return None;
        }
        match self.words.next_byte()? {
            b'/' => {
                self.words.at += 1;
                Some(Object::Name(self.words.name().into_owned()))
            }
            b'(' => {
                self.words.at += 1;
                let mut buffer = Vec::new();
                let bytes = match self.words.literal(&mut buffer, usize::MAX)? {
                    Text::Plain(bytes) => bytes.to_vec(),
                    Text::Buffered => buffer,
                };
                Some(Object::String(bytes, StringFormat::Literal))
            }
            b'<' => {
                self.words.at += 1;
                if self.words.take(b"<") {
                    return self.dictionary(depth).map(Object::Dictionary);
                }
                let mut bytes = Vec::new();
                self.words.hex(&mut bytes, usize::MAX)?;
                Some(Object::String(bytes, StringFormat::Hexadecimal))
            }
            b'[' => {
                self.words.at += 1;
                self.array(depth).map(Object::Array)
            }
            byte if is_regular(byte) => {
                let word = self.words.word();
                Some(match word {
                    b"true" => Object::Boolean(true),
                    b"false" => Object::Boolean(false),
                    word => match number(word) {
                        Some(Number::Integer(value)) => self.reference(word, value),
                        Some(Number::Real(value)) => Object::Real(value),
                        None => Object::Null,
                    },
                })
            }
            _ => None,
        }
    }

    /// The reference that begins with a number, or the number.
    fn reference(&mut self, word: &[u8], value: i64) -> Object {
        let start = self.words.at;
        // Almost always the next byte tells that no reference follows.
        let may_follow = word[0].is_ascii_digit()
            && matches!(self.words.rest(), [space, next, ..]
                if is_space(*space) && (next.is_ascii_digit() || is_space(*next)));
        if may_follow
            && let Ok(number) = u32::try_from(value)
            && let Some(Ok(generation)) = self.words.unsigned().map(u16::try_from)
            && self.words.next_byte() == Some(b'R')
            && self.words.word() == b"R"
        {
            return Object::Reference((number, generation));
        }
        self.words.at = start;
        Object::Integer(value)
    }

    fn array(&mut self, depth: usize) -> Option<Vec<Object>> {
        let mut array = Vec::new();
        loop {
            match self.words.next_byte() {
                None => return (!self.strict).then_some(array),
                Some(b']') => {
                    self.words.at += 1;
                    return Some(array);
                }
                Some(b'e') if self.words.rest().starts_with(b"endobj") => return Some(array),
                Some(_) => array.push(self.object(depth + 1)?),
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        let mut dict = Dictionary::new();
        loop {
            match self.words.next_byte() {
                None => return (!self.strict).then_some(dict),
                Some(b'>') => {
                    self.words.at += 1;
                    let is_whole = self.words.take(b">") || !self.strict;
                    return is_whole.then_some(dict);
                }
                Some(b'/') => {
                    self.words.at += 1;
                    let key = self.words.name().into_owned();
                    if matches!(self.words.next_byte(), Some(b'>')) {
                        continue;
                    }
                    let value = self.object(depth + 1)?;
                    dict.set(key, value);
                }
                Some(_) if self.strict => return None,
                Some(byte) if is_regular(byte) => {
                    let start = self.words.at;
                    // A dictionary that nobody closed ends with its object.
                    if matches!(self.words.word(), b"endobj" | b"stream") {
                        self.words.at = start;
                        return Some(dict);
                    }
                }
                Some(_) => drop(self.object(depth + 1)?),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(bytes: &str) -> Option<String> {
        let account = Account::new(0);
        object(&mut Words::new(bytes.as_bytes(), 0), &account).map(|object| format!("{object:?}"))
    }

    #[test]
    fn every_sort_of_object_is_read() {
        let text = "<</A[1 -2.5 (x) <41> /N#20 true null 3 0 R 4 5]/B<</C 7>>>>";
        assert_eq!(
            parse(text).unwrap(),
            parse("<< /A [ 1 -2.5 (x) <41> /N#20 true null 3 0 R 4 5 ] /B << /C 7 >> >>").unwrap()
        );
        let account = Account::new(0);
        let read = object(&mut Words::new(text.as_bytes(), 0), &account).unwrap();
        let array = read.as_dict().unwrap().get(b"A").unwrap().as_array().unwrap();
        assert_eq!(array.len(), 10);
        assert_eq!(array[7], Object::Reference((3, 0)));
        assert_eq!(array[9], Object::Integer(5));
    }

    #[test]
    fn what_is_cut_short_ends_there_and_what_nests_without_end_is_none() {
        assert_eq!(parse("<</A 1/B[2"), parse("<</A 1/B[2]>>"));
        assert_eq!(parse("<</A 1 endobj"), parse("<</A 1>>"));
        assert_eq!(parse("<</A>>"), parse("<<>>"));
        assert_eq!(parse("(x"), None);
        assert_eq!(parse(&"[".repeat(5000)), None);
        assert_eq!(parse(&"<</A".repeat(5000)), None);
        assert_eq!(parse(&("[".to_owned() + &"0 ".repeat(1_500_000))), None);
    }

    #[test]
    fn a_sound_dictionary_is_whole() {
        let sound = |bytes: &str| {
            let mut words = Words::new(bytes.as_bytes(), 0);
            let is_sound = sound_dictionary(&mut words, &Account::new(0)).is_some();
            (is_sound, words.at)
        };
        assert_eq!(sound("/MCID 1/A[2]>> BDC"), (true, 14));
        assert_eq!(sound("/MCID 1 BDC (x) Tj"), (false, 0));
        assert_eq!(sound("/A[2 BDC (x) Tj"), (false, 0));
    }

    #[test]
    fn some_entries_are_read_without_the_others() {
        let text = b"<</K[<</MCID 1>>(\\)])]/A 3 0 R/T<feff>/X 1/S/TD/P 12 0 R>>";
        let found = entries(&mut Words::new(text, 2), [b"S", b"P", b"Q"]).unwrap();
        let expected = [Object::Name(b"TD".to_vec()), Object::Reference((12, 0)), Object::Null];
        assert_eq!(found, expected);
        assert!(entries(&mut Words::new(b"<</K (", 2), [b"S"]).is_none());
    }
}
