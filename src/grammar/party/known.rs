//! The open list of parties: the party of a name in any of its forms.

use std::sync::LazyLock;

use super::Country;
use crate::text::Folded;

/// `country;name;other name;…` a line.
pub(super) const PARTIES: &str = include_str!("../../../data/partijen.csv");

/// The party of a name, one a country.
pub(super) type Names = [Option<&'static str>; 2];

/// Longer than any key.
pub(super) const LONGEST: usize = 64;

/// A name as it is compared, and the party that has it.
type Entry = (Vec<u8>, Names);

struct Known {
    /// By the first letter of names, a bit for each second one.
    begins: [u128; 128],
    /// By any later letter, a bit for each that follows it.
    follows: [u128; 128],
    /// By the first letter.
    names: Vec<Vec<Entry>>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { begins: [0; 128], follows: [0; 128], names: vec![Vec::new(); 128] };
    for line in PARTIES.lines().skip(1) {
        let mut fields = line.split(';');
        let country = match fields.next() {
            Some("be") => Country::Belgium,
            _ => Country::Netherlands,
        };
        let own = fields.clone().next();
        for name in fields {
            known.add(key(Folded::whole(name).text()).collect(), country, own);
        }
    }
    known
});

impl Known {
    fn add(&mut self, name: Vec<u8>, country: Country, own: Option<&'static str>) {
        for (at, pair) in name.windows(2).enumerate() {
            let table = if at == 0 { &mut self.begins } else { &mut self.follows };
            table[usize::from(pair[0] % 128)] |= bit(pair[1]);
        }
        let Some(first) = name.first() else { return };
        let entries = &mut self.names[usize::from(first % 128)];
        match entries.iter_mut().find(|(known, _)| *known == name) {
            Some((_, parties)) => parties[country as usize] = own,
            None => {
                let mut parties = Names::default();
                parties[country as usize] = own;
                entries.push((name, parties));
            }
        }
    }

    fn named(&self, key: &[u8]) -> Option<Names> {
        let entries = &self.names[usize::from(key.first()? % 128)];
        entries.iter().find(|(name, _)| name == key).map(|(_, parties)| *parties)
    }
}

fn bit(letter: u8) -> u128 {
    1 << (letter % 128)
}

/// The party of this name. A name of two letters counts in capitals only: "MR" is no "mr.".
///
/// Most texts are told from names by their first two letters.
pub(super) fn known(printed: &str) -> Option<Names> {
    let printed = bare(printed);
    if printed.len() == 2 && printed.contains(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    if !begins_like_name(printed) {
        return None;
    }
    let mut buffer = [0; LONGEST];
    let key = match printed.is_ascii() {
        true => written(printed, &mut buffer)?,
        false => written(Folded::whole(printed).text(), &mut buffer)?,
    };
    KNOWN.named(key)
}

/// A text without the signs around it.
fn bare(text: &str) -> &str {
    let sign = |byte: &u8| matches!(byte, b' ' | b',' | b'.' | b':' | b';' | b'(' | b')' | b'*');
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|byte| !sign(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !sign(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}

/// Whether a text begins with two letters that a name begins with, or with others than ASCII has.
fn begins_like_name(text: &str) -> bool {
    match text.as_bytes() {
        [first, second, ..] if first.is_ascii_alphanumeric() && second.is_ascii_alphanumeric() => {
            begins(*first, *second)
        }
        _ => {
            let mut letters = key(text);
            match (letters.next(), letters.next()) {
                (Some(first @ 0..128), Some(second @ 0..128)) => begins(first, second),
                _ => true,
            }
        }
    }
}

/// Whether a name begins with these two letters of ASCII, capital or small.
pub(super) fn begins(first: u8, second: u8) -> bool {
    let [first, second] = [first, second].map(|letter| letter.to_ascii_lowercase());
    KNOWN.begins[usize::from(first % 128)] & bit(second) != 0
}

/// Writes a key; `None` as soon as two letters stand together that do so in no name.
fn written<'a>(name: &str, buffer: &'a mut [u8; LONGEST]) -> Option<&'a [u8]> {
    let mut length = 0;
    for byte in key(name) {
        let before = buffer[..length].last().copied().filter(|_| length > 1);
        let follows = |before: u8| KNOWN.follows[usize::from(before % 128)] & bit(byte) != 0;
        if !before.is_none_or(follows) {
            return None;
        }
        *buffer.get_mut(length)? = byte;
        length += 1;
    }
    Some(&buffer[..length])
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
