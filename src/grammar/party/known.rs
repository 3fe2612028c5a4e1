//! The open list of parties: the party of a name in any of its forms.

use std::sync::LazyLock;

use super::Country;
use crate::text::Folded;

/// `country;name;other name;…` a line.
pub(super) const PARTIES: &str = include_str!("../../../data/partijen.csv");

/// The party of a name, one a country.
pub(super) type Names = [Option<&'static str>; 2];

/// The forms of all names, letter by letter: a text is told from them where it leaves them, which is
/// at its second or third letter for most.
struct Known {
    letters: Vec<Letter>,
    /// By first letter, where it stands.
    first: [u16; 128],
    /// By first letter, a bit for each second one.
    second: [u128; 128],
}

/// One letter of names that begin alike.
struct Letter {
    letter: u8,
    /// The party of the name that ends here.
    parties: Option<Names>,
    /// The first of the letters that may follow, and another one that may stand here; 0 for none.
    follows: u16,
    instead: u16,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    // The letter at place 0 stands for none.
    let mut known = Known { letters: vec![Letter::new(0)], first: [0; 128], second: [0; 128] };
    for line in PARTIES.lines().skip(1) {
        let mut fields = line.split(';');
        let country = match fields.next() {
            Some("be") => Country::Belgium,
            _ => Country::Netherlands,
        };
        let own = fields.clone().next();
        for name in fields {
            known.add(Folded::whole(name).text(), country, own);
        }
    }
    known
});

impl Letter {
    fn new(letter: u8) -> Self {
        Self { letter, parties: None, follows: 0, instead: 0 }
    }
}

impl Known {
    fn add(&mut self, name: &str, country: Country, own: Option<&'static str>) {
        let mut letters = key(name);
        if let (Some(first), Some(second)) = (letters.next(), letters.next()) {
            self.second[usize::from(first % 128)] |= bit(second);
        }
        let mut last = 0;
        for letter in key(name) {
            let found = self.behind(last, letter);
            last = if found > 0 { found } else { self.put(last, letter) };
        }
        self.letters[last].parties.get_or_insert_default()[country as usize] = own;
    }

    /// Puts a letter behind another one; gives its place.
    fn put(&mut self, before: usize, letter: u8) -> usize {
        let place = self.letters.len();
        self.letters.push(Letter::new(letter));
        let first = match before {
            0 => &mut self.first[usize::from(letter % 128)],
            _ => &mut self.letters[before].follows,
        };
        let next = std::mem::replace(first, place as u16);
        self.letters[place].instead = next;
        place
    }

    /// The place of a letter behind that of another one, or of the first letter; 0 where no name goes
    /// on so.
    fn behind(&self, before: usize, letter: u8) -> usize {
        let mut place = match before {
            0 => self.first[usize::from(letter % 128)],
            _ => self.letters[before].follows,
        };
        while place > 0 && self.letters[usize::from(place)].letter != letter {
            place = self.letters[usize::from(place)].instead;
        }
        usize::from(place)
    }

    /// Where a text ends among the names; 0 where it leaves them, or is empty.
    fn end_of(&self, text: &str) -> usize {
        let mut last = 0;
        for letter in key(text) {
            last = self.behind(last, letter);
            if last == 0 {
                break;
            }
        }
        last
    }
}

/// The party of this name. A name of two letters counts in capitals only: "MR" is no "mr.".
pub(super) fn known(printed: &str) -> Option<Names> {
    if !may_begin(printed) {
        return None;
    }
    let printed = bare(printed);
    if printed.len() == 2 && printed.contains(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let end = if printed.is_ascii() {
        KNOWN.end_of(printed)
    } else if begins_otherwise(printed) {
        0
    } else {
        KNOWN.end_of(Folded::whole(printed).text())
    };
    KNOWN.letters[end].parties
}

/// Whether a text begins as no name does, as far as that is clear before folding: by its first two
/// letters where those are of ASCII, or by all before another sort of character.
fn begins_otherwise(text: &str) -> bool {
    let mut letters = key(text);
    if let (Some(first @ 0..128), Some(second @ 0..128)) = (letters.next(), letters.next())
        && !begins(first, second)
    {
        return true;
    }
    let other = |byte: u8| !(byte.is_ascii_graphic() || byte == b' ');
    let plain = text[..text.bytes().position(other).unwrap_or(0)].trim_ascii_end();
    !plain.is_empty() && KNOWN.end_of(plain) == 0
}

/// Whether a name may begin where a text does, as far as two plain letters tell.
pub(super) fn may_begin(text: &str) -> bool {
    match text.as_bytes() {
        [first, second, ..] if first.is_ascii_alphanumeric() && second.is_ascii_alphanumeric() => {
            begins(first.to_ascii_lowercase(), second.to_ascii_lowercase())
        }
        _ => true,
    }
}

/// Whether a name begins with these two small letters.
fn begins(first: u8, second: u8) -> bool {
    KNOWN.second[usize::from(first % 128)] & bit(second) != 0
}

fn bit(letter: u8) -> u128 {
    1 << (letter % 128)
}

/// A text without the signs around it.
fn bare(text: &str) -> &str {
    let sign = |byte: &u8| matches!(byte, b' ' | b',' | b'.' | b':' | b';' | b'(' | b')' | b'*');
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|byte| !sign(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !sign(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}

/// The form of a name that is compared: in small letters, signs that join names made one, without
/// spaces around them, full stops and apostrophes gone.
pub(super) fn key(name: &str) -> impl Iterator<Item = u8> {
    let bytes = name.as_bytes();
    let joins = |byte: u8| matches!(byte, b' ' | b'-' | b'/' | b'+' | b'&');
    let mut last = b' ';
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let byte = *bytes.get(at)?;
            at += 1;
            last = match byte {
                b'a'..=b'z' | b'0'..=b'9' => byte,
                b'.' | b'\'' => continue,
                b'/' | b'+' => b'-',
                _ if byte.is_ascii_whitespace() => {
                    let next = bytes[at..].iter().find(|byte| !matches!(byte, b'.' | b'\''));
                    if joins(last) || next.is_none_or(|&next| joins(next)) {
                        continue;
                    }
                    b' '
                }
                _ => byte.to_ascii_lowercase(),
            };
            return Some(last);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_name_only_where_one_ends() {
        for (text, is_name) in [
            ("vvd", true),
            ("VVD", true),
            ("v.v.d", true),
            ("vv", false),
            ("vvdd", false),
            ("Vlaams  Belang", true),
            ("Vlaams", false),
            ("", false),
        ] {
            assert_eq!(known(text).is_some(), is_name, "{text}");
        }
        assert!(may_begin("Vvx") && may_begin("d6") && !may_begin("xq") && may_begin("d"));
    }
}
