//! A name and a party beside it, with a sign between them or nothing but a space.

use std::ops::Range;

use super::shape::Shape;
use super::{Signed, begins_organisation, without_stop};
use crate::grammar::name::{courtesies, is_initials, is_name, is_particle, name, trimmed_range};
use crate::grammar::party;
use crate::grammar::words::Words;

/// A full name with a party behind it that is known, or in capitals as names are not: "Mia Bos
/// Partij voor de Dieren", "Mia Bos SAB".
pub(super) fn party_behind(words: &Words, cell: &str, shape: &Shape) -> Option<Signed> {
    let last = cell.bytes().rposition(|byte| byte == b' ');
    if let Some((name, last)) = last.map(|at| (&cell[..at], &cell[at + 1..]))
        && party::is_in_capitals(last)
        && !ends_in_particle(words, name)
        && name.contains(char::is_lowercase)
        && name.contains(' ')
        && !name.contains([',', ';', ':', '(', '/', '–'])
        && is_name(words, name)
    {
        return Some(Signed {
            name: 0..name.len(),
            party: Some(name.len() + 1..cell.len()),
            ..Signed::default()
        });
    }
    shape.spaces().iter().skip(1).find_map(|&at| {
        let (name, party) = (&cell[..at], without_stop(&cell[at + 1..]));
        // "Lokaal Belang (LB)"
        let lettered = || {
            party::without_letters(party).is_some_and(|bare| {
                let letters = party[bare.len()..].trim_start_matches([' ', '(']);
                let same = letters.chars().next() == party.chars().next();
                party::is_known(bare) || same && party::is_party(words, bare)
            })
        };
        let known = party.starts_with(char::is_uppercase)
            && party.contains(' ')
            && (party::is_known(party) || lettered());
        (known && !name.contains([',', '-', '–']) && is_name(words, name)).then(|| Signed {
            name: 0..at,
            party: Some(at + 1..at + 1 + party.len()),
            ..Signed::default()
        })
    })
}

/// Whether a name ends in a particle in capitals: "Mia VAN" of "Mia VAN BOS".
fn ends_in_particle(words: &Words, name: &str) -> bool {
    name.rsplit(' ').next().is_some_and(|word| is_particle(words, word))
}

/// A name with a known party behind it and nothing but a space between: "Mia Bos D66".
pub(super) fn split_off_party(words: &Words, cell: &str, name: Range<usize>) -> Option<Signed> {
    let text = &cell[name.clone()];
    // The first word is a name, unless it is initials.
    let mut names = usize::from(!is_initials(text));
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| *byte == b' ') {
        if names > 0 {
            names -= 1;
            continue;
        }
        let behind = &text[at + 1..];
        // "Anna van den Groen": a surname, since none ends in a particle.
        let goes_on = ends_in_particle(words, &text[..at]);
        if !goes_on && party::is_listed(words, behind) {
            return Some(Signed {
                name: name.start..name.start + at,
                party: Some(name.start + at + 1..name.end),
                ..Signed::default()
            });
        }
    }
    (!party::is_listed(words, text)).then_some(Signed { name, ..Signed::default() })
}

/// A party, or an organisation, before a sign and a name: "VVD – Mia Bos".
pub(super) fn party_first(words: &Words, cell: &str) -> Option<Signed> {
    // "PvdA-GroenLinks - Mia Bos": a sign with a space beside it.
    let spaced = |at: usize| {
        let width = sign_at(cell, at).filter(|_| at > 0)?;
        let bytes = cell.as_bytes();
        let beside = bytes[at - 1] == b' ' || bytes.get(at + width) == Some(&b' ');
        beside.then_some((at, width))
    };
    let (sign, width) = (0..cell.len()).find_map(spaced)?;
    let party = trimmed_range(cell, 0..sign);
    let comma = cell[sign..].starts_with(',');
    let named = &cell[party.clone()];
    // "Lokaal Belang – Mia Bos": words that parties have; before a comma only a known one, or one
    // before a full name.
    let organisation = begins_organisation(words, named);
    let behind = cell[sign + width..].trim();
    let full = || behind.contains(' ') && is_name(words, behind) && !party::is_party(words, behind);
    let letters = || {
        let capitals = named.chars().filter(|c| c.is_uppercase()).count();
        named.len() <= 8 && capitals > 2 && !named.contains(['.', ' '])
    };
    let known = party::is_listed(words, named)
        || !comma && party::is_lettered(named) && full()
        || (!comma || full()) && (comma && letters() || party::is_party(words, named));
    if !(known || organisation) {
        return None;
    }
    let start = cell.len() - cell[sign + width..].trim_start().len();
    let skipped = start + courtesies(words, &cell[start..]);
    let (rest, taken) = name(words, &cell[skipped..])?;
    let end = rest.trim_matches([' ', ',', '.', ';']).is_empty();
    end.then(|| Signed {
        name: trimmed_range(cell, skipped..skipped + taken.len()),
        organisation: organisation.then(|| party.clone()),
        party: (!organisation).then_some(party),
        ..Signed::default()
    })
}

/// The length of the sign that stands at a place, if it may join a party to a name.
fn sign_at(cell: &str, at: usize) -> Option<usize> {
    match cell.as_bytes()[at] {
        b',' | b':' | b'-' => Some(1),
        0xe2 if cell[at..].starts_with('–') => Some('–'.len_utf8()),
        _ => None,
    }
}

/// A party that stands before a name has at most so many words.
const MOST_WORDS: usize = 5;

/// A known party, or one of several words, with a full name behind it and nothing but a space
/// between: "GroenLinks Mia Bos". The cell has no signs but dashes.
pub(super) fn party_before(words: &Words, cell: &str, shape: &Shape) -> Option<Signed> {
    let spaces = || shape.spaces().iter().copied().take(MOST_WORDS);
    let is_full = |at: usize| {
        let name = &cell[at + 1..];
        name.starts_with(char::is_uppercase)
            && name.contains(' ')
            && is_name(words, name)
            && !party::is_party(words, name)
    };
    // "Partij voor de Dieren Mia Bos": of a listed party, all of its name.
    let listed = |at: &usize| party::is_listed(words, &cell[..*at]) && is_full(*at);
    let of_several = |at: &usize| {
        let party = &cell[..*at];
        let goes_on = party.rsplit(' ').next().is_some_and(|last| words.party_joints.has(last));
        party.contains([' ', '-']) && !goes_on && party::is_party(words, party) && is_full(*at)
    };
    let longest = spaces().rev().find(listed);
    let at = longest.or_else(|| spaces().find(of_several))?;
    let signed = Signed { name: at + 1..cell.len(), party: Some(0..at), ..Signed::default() };
    (!party::is_listed(words, cell)).then_some(signed)
}
