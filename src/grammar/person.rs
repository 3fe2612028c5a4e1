//! Who signed: names, offices, parties, as they stand behind one another in print.

mod beside;
mod shape;

use std::ops::Range;

use self::beside::{party_before, party_behind, party_first, split_off_party};
use self::shape::Shape;
use super::name::{
    BLANKS, courtesies, is_name, is_particle, name, second_name, starts_with_folded, trimmed_range,
};
use super::party;
use super::words::Words;

/// Someone who signed, in ranges of the printed text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signed {
    /// The name.
    pub name: Range<usize>,
    /// The office.
    pub role: Option<Range<usize>>,
    /// The municipality or other body.
    pub organisation: Option<Range<usize>>,
    /// The party.
    pub party: Option<Range<usize>>,
}

impl Signed {
    /// The same with each range put where `place` says.
    #[must_use]
    pub fn placed(self, place: impl Fn(Range<usize>) -> Range<usize>) -> Self {
        Self {
            name: place(self.name),
            role: self.role.map(&place),
            organisation: self.organisation.map(&place),
            party: self.party.map(&place),
        }
    }

    /// The same in a text of which this one begins so many bytes further on.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        self.placed(|range| range.start + by..range.end + by)
    }
}

/// ```ebnf
/// signatory = { courtesy }, ( name, [ behind name ] | party, ( "-" | "," | ":" ), name | [ organisation, ":" ], role, name | organisation, ",", name, behind name ) ;
/// behind name = [ "," | "-" | "/" ], ( office | ? a party or an organisation ? ) | "(", ? a party ?, ")" ;
/// ```
///
/// Reads one cell of printed text whole; `None` when it is something else than a name with what
/// belongs to it.
#[must_use]
pub fn signatory(words: &Words, cell: &str) -> Option<Signed> {
    // "Mia Bos — D66", "Mia Bos [D66]": signs for those below, and as long as they are.
    if cell.bytes().any(|byte| matches!(byte, b'[' | 0xe2))
        && cell.contains(['[', '—'])
        && cell.matches('—').count() < 2
    {
        let usual = cell.replace('—', "–").replace('[', "(").replace(']', ")");
        return signatory(words, &usual);
    }
    let skipped = courtesies(words, cell);
    let body = without_room(cell[skipped..].trim_end());
    // A bracket too many.
    let body = body.strip_suffix("))").map_or(body, |inner| {
        if inner.contains('(') && inner.matches('(').count() == 1 {
            &body[..body.len() - 1]
        } else {
            body
        }
    });
    let body = body.strip_suffix(" en").or_else(|| body.strip_suffix(" &")).unwrap_or(body);
    // "Mia Bos, Kamerlid -", where a page puts a stroke behind each.
    let body = body.strip_suffix(" -").or_else(|| body.strip_suffix(" –")).unwrap_or(body);
    let bare = without_stop(body);
    let shape = Shape::of(bare);
    let signed = party_behind(words, bare, &shape)
        .or_else(|| shape.may_join().then(|| organisation_first(words, bare)).flatten())
        .or_else(|| shape.may_join().then(|| party_first(words, body)).flatten())
        .or_else(|| shape.is_bare().then(|| party_before(words, bare, &shape)).flatten())
        .or_else(|| office_first(words, body, &shape))
        .or_else(|| name_first(words, body))?;
    Some(signed.shifted(skipped))
}

/// A text without the dots or the line behind it, on which somebody signs: "Mia Bos (D66) ......".
fn without_room(text: &str) -> &str {
    let bare = text.trim_end_matches(['.', '_', '…', ' ']);
    let room = text.len() - bare.len();
    if room > ROOM && !bare.is_empty() { bare } else { text }
}

/// So many dots are more than end a sentence, or an abbreviation.
const ROOM: usize = 4;

/// Where members come for municipalities: "Molendrecht, Mia Bos (wethouder)".
fn organisation_first(words: &Words, cell: &str) -> Option<Signed> {
    let (body, named) = cell.split_once(", ")?;
    let is_name = body.split(' ').count() <= 3 && !body.contains(['.', '(']);
    if !is_name || !words.behind_name.iter().any(|word| word == "organisation") {
        return None;
    }
    let (after, taken) = name(words, named)?;
    let (_, value) = behind(after)?;
    let office = role_len(words, value) == Some(value.len());
    let start = |part: &str| part.as_ptr() as usize - cell.as_ptr() as usize;
    let range = |part: &str| start(part)..start(part) + part.len();
    (office && taken.trim().contains(' ')).then(|| Signed {
        name: range(taken.trim()),
        role: Some(range(value)),
        organisation: Some(range(body)),
        party: None,
    })
}

fn name_first(words: &Words, cell: &str) -> Option<Signed> {
    let (after, taken) = name(words, cell)?;
    // "Namens, D66, SP", "Tweede Kamer".
    let bare = taken.trim();
    let nobody = |word: &String| word.eq_ignore_ascii_case(bare);
    if is_shortened(taken) || words.no_people.at(bare).iter().any(nobody) {
        return None;
    }
    let second = second_name(words, after);
    let (after, taken) = match second {
        Some(len) => (&after[len..], &cell[..taken.len() + len]),
        None => (after, taken),
    };
    let taken = trimmed_range(cell, 0..taken.len());
    let tail = without_stop(after);
    if tail.is_empty() || tail == "." {
        return split_off_party(words, cell, taken);
    }
    let (joint, value) = behind(tail)?;
    let start = cell.len() - after.len() + (value.as_ptr() as usize - tail.as_ptr() as usize);
    let mut signed = Signed { name: taken, ..Signed::default() };
    if joint == Joint::Bracket && role_len(words, value).is_none() {
        return named_by(words, cell, signed, start..start + value.len());
    }
    if let Some(signed) = bracket_and_role(words, cell, tail, &signed) {
        return Some(signed);
    }
    if let Some(role) = role_len(words, value) {
        signed.role = Some(start..start + role);
        let of = organisation(&value[role..]);
        let range = start + value.len() - of.len()..start + value.len();
        // "fractievoorzitter Jong Molendrecht": of a party, whatever its name.
        if starts_with_folded(value, "fractie")
            && !of.is_empty()
            && !of.contains('(')
            && !begins_organisation(words, of)
        {
            signed.party = Some(range);
            return Some(signed);
        }
        return if of.is_empty() { Some(signed) } else { placed(words, of, signed, range) };
    }
    // "Mia Bos fractie D66".
    let bare = party::without_group(value);
    if joint == Joint::Space && bare.len() < value.len() && party::is_listed(words, bare) {
        let end = start + value.len();
        return named_by(words, cell, signed, end - bare.len()..end);
    }
    if joint == Joint::Space && !party::is_listed(words, value) {
        return None;
    }
    named_by(words, cell, signed, start..start + value.len())
}

/// Whether a word is short and has capitals inside as no surname has: "BvR", "HvDH".
fn is_shortened(name: &str) -> bool {
    let mut letters = name.chars().skip(1);
    name.len() <= 5
        && name.chars().all(char::is_alphabetic)
        && name.contains(char::is_lowercase)
        && letters.any(char::is_uppercase)
}

/// A text without the signs at its end; the full stop of an abbreviation stays: "R.P.F.".
pub fn without_stop(text: &str) -> &str {
    let last = text.bytes().next_back();
    if last.is_none_or(|byte| byte.is_ascii_alphanumeric() || byte == b')') {
        return text;
    }
    let bare = text.trim_end_matches([' ', ',', ';', '*', '\u{a0}']);
    let last = bare.rsplit(' ').next().unwrap_or_default();
    if last.matches('.').count() > 1 {
        bare
    } else {
        bare.trim_end_matches(['.', ' ', ',', ';', '*'])
    }
}

/// What stands behind a name, where that is a party in brackets and then an office: "(D66), raadslid".
fn bracket_and_role(words: &Words, cell: &str, tail: &str, signed: &Signed) -> Option<Signed> {
    let inner = tail.trim_start().strip_prefix('(')?;
    let (party, behind) = inner.split_once(')')?;
    let at = |part: &str| {
        let start = part.as_ptr() as usize - cell.as_ptr() as usize;
        start..start + part.len()
    };
    let behind = behind.trim_start_matches([' ', ',']);
    let role = role_len(words, behind)?;
    let of = organisation(&behind[role..]);
    Some(Signed {
        role: Some(at(&behind[..role])),
        organisation: (!of.is_empty()).then(|| at(of)),
        party: Some(at(party.trim())),
        ..signed.clone()
    })
}

/// ```ebnf
/// office = role, [ [ "," ], [ "van" ], ? an organisation ? ] ;
/// ```
///
/// Reads a cell that holds an office without a name: the ranges of the office and of what it is
/// held in.
#[must_use]
pub fn office(words: &Words, cell: &str) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let text = cell.trim_end_matches([',', '.', ' ']);
    let role = role_len(words, text)?;
    let of = organisation(&text[role..]);
    let range = text.len() - of.len()..text.len();
    (text.split_whitespace().count() <= 8).then_some((0..role, (!of.is_empty()).then_some(range)))
}

/// What stands behind an office, without the "van" that joins it.
fn organisation(text: &str) -> &str {
    let text = text.trim_start_matches([' ', ',']);
    let of = text.strip_prefix("van de ").filter(|of| of.starts_with("gemeente"));
    of.or_else(|| text.strip_prefix("van ")).unwrap_or(text)
}

/// Puts what stands behind an office with the parties, if it is one, else with the organisations.
fn placed(words: &Words, of: &str, mut signed: Signed, range: Range<usize>) -> Option<Signed> {
    // "raadslid Molendrecht (D66)".
    if of.ends_with(')')
        && let Some((body, inner)) = of.split_once(" (")
        && let Some(party) = inner.strip_suffix(')')
        && party::is_party(words, party)
        && !body.contains('(')
    {
        let start = range.start + body.len() + " (".len();
        signed.party = Some(start..start + party.len());
        signed.organisation = Some(range.start..range.start + body.len());
        return Some(signed);
    }
    // "wethouder Mobiliteit van Molendrecht": the office goes on.
    if let Some((duty, body)) = of.split_once(" van ")
        && !begins_organisation(words, of)
        && !duty.contains(' ')
        && signed.role.as_ref().is_some_and(|role| role.end + 1 == range.start)
    {
        signed.role = signed.role.map(|role| role.start..range.start + duty.len());
        signed.organisation = Some(range.end - body.len()..range.end);
        return Some(signed);
    }
    let party = party::is_party(words, of) && !begins_organisation(words, of);
    let to = if party { &mut signed.party } else { &mut signed.organisation };
    *to = Some(range);
    Some(signed)
}

/// Puts what stands behind a name where it belongs: with the parties, or with the organisations.
fn named_by(words: &Words, cell: &str, mut signed: Signed, value: Range<usize>) -> Option<Signed> {
    let text = &cell[value.clone()];
    let spaced = |&at: &usize| text[at + 1..].starts_with(' ');
    let commas = || memchr::memchr_iter(b',', text.as_bytes()).filter(spaced).count();
    if text.split_whitespace().count() > 8
        || text.contains([';', ':'])
        || !text.contains(char::is_alphabetic)
        || commas() > 1
    {
        return None;
    }
    // "Mia Bos, Jan Wit, Bo de Haan": three people.
    let full = |part: &str| part.contains(' ') && is_name(words, part);
    if commas() > 0 && text.split(", ").all(full) {
        return None;
    }
    let to =
        if names_organisation(words, text) { &mut signed.organisation } else { &mut signed.party };
    *to = Some(value);
    Some(signed)
}

/// Whether what stands beside a name is an organisation rather than a party: in the grammar of a
/// body whose members come for municipalities.
#[must_use]
pub fn names_organisation(words: &Words, text: &str) -> bool {
    begins_organisation(words, text)
        || words.behind_name.iter().any(|word| word == "organisation")
            && !party::is_party(words, text)
}

/// Whether a text begins as names of organisations do: "afdeling Molendrecht".
#[must_use]
pub fn begins_organisation(words: &Words, text: &str) -> bool {
    words.organisation_words.at(text).iter().any(|word| {
        starts_with_folded(text, word) && text[word.len()..].starts_with([' ', '\u{a0}'])
    }) || is_branch(words, text)
}

/// Whether a text is a branch of a party, where members come for branches: "PvdA Molendrecht".
fn is_branch(words: &Words, text: &str) -> bool {
    let of_members = || words.behind_name.iter().any(|word| word == "organisation");
    let Some((party, place)) = text.split_once(' ').filter(|_| of_members()) else { return false };
    // "mr. Bos" has a title, and is not of the MR.
    party.starts_with(char::is_uppercase)
        && !party.ends_with('.')
        && party::is_listed(words, party)
        && place.starts_with(char::is_uppercase)
        && !place.contains(['(', ',', '/'])
        && !party::is_listed(words, place)
        && !party::is_listed(words, text)
}

/// What joins a name to what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Sign,
    Bracket,
    Space,
}

/// What stands behind a name, without what joins it.
fn behind(tail: &str) -> Option<(Joint, &str)> {
    let start = tail.trim_start_matches(BLANKS);
    let spaced = start.len() < tail.len();
    let inside = start.strip_prefix('(').and_then(|inside| inside.strip_suffix(')'));
    let signed = start.strip_prefix([',', '/']).or_else(|| {
        start.strip_prefix(['-', '–']).filter(|value| spaced && value.starts_with(BLANKS))
    });
    let (joint, value) = match (inside, signed) {
        (Some(value), _) if !value.is_empty() && !value.contains(')') => {
            (Joint::Bracket, value.trim())
        }
        (_, Some(value)) => (Joint::Sign, value.trim_start_matches(BLANKS)),
        _ if spaced => (Joint::Space, start),
        _ => return None,
    };
    value.contains(char::is_alphanumeric).then_some((joint, value))
}

/// An office before the name, and what it is held in before that: "Veldhage: wethouder M. Bos".
/// The name has initials or two words, since "burgemeester Veldhage" names no one.
fn office_first(words: &Words, cell: &str, shape: &Shape) -> Option<Signed> {
    let colon = if shape.has_colon() { cell.find(':') } else { None };
    let before = colon.filter(|&at| at > 0 && cell[..at].split_whitespace().count() <= 4);
    let start = before.map_or(0, |at| cell.len() - cell[at + 1..].trim_start().len());
    let role = start..start + role_len(words, &cell[start..])?;
    let (rest, taken) = name(words, &cell[role.end..])?;
    let named = trimmed_range(cell, role.end..role.end + taken.len());
    let own = |word: &&str| !is_particle(words, word);
    let full = taken.contains('.') || taken.split_whitespace().filter(own).count() > 1;
    let tail = rest.trim_end_matches([' ', ',', '.', ';']);
    let signed = Signed {
        name: named,
        role: Some(role),
        organisation: before.map(|at| trimmed_range(cell, 0..at)),
        party: None,
    };
    if !full || tail.is_empty() {
        return full.then_some(signed);
    }
    let (joint, value) = behind(tail)?;
    let start = value.as_ptr() as usize - cell.as_ptr() as usize;
    (joint != Joint::Space || party::is_listed(words, value))
        .then(|| named_by(words, cell, signed, start..start + value.len()))
        .flatten()
}

/// The length of the office that stands at the start of a text.
fn role_len(words: &Words, text: &str) -> Option<usize> {
    let ends = |word: &&String| {
        starts_with_folded(text, word)
            && !text[word.len()..].starts_with(|c: char| c.is_alphanumeric())
    };
    words.roles.at(text).iter().find(ends).map(String::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;

    /// The parts of a signatory as text: name, role, organisation, party.
    fn read<'a>(grammar: &str, cell: &'a str) -> Option<[Option<&'a str>; 4]> {
        let grammars = Grammars::built_in();
        let signed = signatory(&grammars.get(grammar).unwrap().words, cell)?;
        let text = |range: Range<usize>| &cell[range];
        Some([
            Some(text(signed.name)),
            signed.role.map(text),
            signed.organisation.map(text),
            signed.party.map(text),
        ])
    }

    #[test]
    fn signatories_of_a_council_have_parties() {
        for (cell, expected) in [
            ("Mia van den Bos, D66", [Some("Mia van den Bos"), None, None, Some("D66")]),
            (
                "J. Bakker-Smit (Lokaal Oosterwaal)",
                [Some("J. Bakker-Smit"), None, None, Some("Lokaal Oosterwaal")],
            ),
            ("Mia Bos D66", [Some("Mia Bos"), None, None, Some("D66")]),
            ("VVD – Karel 't Zand", [Some("Karel 't Zand"), None, None, Some("VVD")]),
            (
                "Partij voor de Dieren Mia van den Bos",
                [Some("Mia van den Bos"), None, None, Some("Partij voor de Dieren")],
            ),
            (
                "Partij van de Arbeid K. Smit",
                [Some("K. Smit"), None, None, Some("Partij van de Arbeid")],
            ),
            ("GroenLinks Mia Bos", [Some("Mia Bos"), None, None, Some("GroenLinks")]),
            ("Ömer Çelik,", [Some("Ömer Çelik"), None, None, None]),
            (
                "De heer A.B. El-Amin, raadslid SP",
                [Some("A.B. El-Amin"), Some("raadslid"), None, Some("SP")],
            ),
        ] {
            assert_eq!(read("gemeenteraad", cell), Some(expected), "{cell}");
        }
    }

    #[test]
    fn signatories_of_the_vng_have_offices_and_municipalities() {
        for (cell, expected) in [
            (
                "Mia Bos, burgemeester Oosterwaal",
                [Some("Mia Bos"), Some("burgemeester"), Some("Oosterwaal"), None],
            ),
            (
                "Mia Bos, wethouder van de gemeente Westerveen",
                [Some("Mia Bos"), Some("wethouder"), Some("gemeente Westerveen"), None],
            ),
            ("Mia Bos, Westerveen", [Some("Mia Bos"), None, Some("Westerveen"), None]),
            (
                "Westerveen: wethouder M. Bos",
                [Some("M. Bos"), Some("wethouder"), Some("Westerveen"), None],
            ),
            ("Burgemeester Mia Bos", [Some("Mia Bos"), Some("Burgemeester"), None, None]),
        ] {
            assert_eq!(read("vng", cell), Some(expected), "{cell}");
        }
    }

    #[test]
    fn what_is_no_name_is_no_signatory() {
        for cell in [
            "de raad te informeren;",
            "VVD",
            "Pagina 1 van 2",
            "burgemeester De Molen",
            "",
            "het is Mia",
            "………………",
        ] {
            assert_eq!(read("gemeenteraad", cell), None, "{cell}");
        }
    }
}
