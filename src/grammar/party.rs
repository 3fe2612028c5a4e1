//! Names of parties: an open list, with the other names that each goes by.
//!
//! The list names parties of a whole country; those of one place are left as they are printed.
//! Whether a cell of a signature is a party, [`is_party`] says by the words of a grammar, which a
//! secretariat can add to.

mod known;
pub(crate) mod lowered;

use self::known::known;
use self::lowered::{folded, parts};
use super::initials::WordList;
use super::words::Words;

/// Whose parties are meant: "PvdA" is another party in Flanders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Country {
    /// The Netherlands.
    Netherlands,
    /// Belgium.
    Belgium,
}

/// The one name of a party by any of its names, as printed: "D'66", "de fractie van Democraten 66".
#[must_use]
pub fn canonical(printed: &str, country: Country) -> Option<&'static str> {
    let name = without_group(printed);
    let first = named(name, country);
    // "Onafhankelijke Senaatsfractie" is a name.
    first.or_else(|| named(printed, country))
}

/// Whether a text is one of the names of a party and nothing else.
///
/// Cheap: it is asked of every cell that might hold a signature.
#[must_use]
pub fn is_known(printed: &str) -> bool {
    known(printed).is_some()
}

/// Whether a text is the name of a party that the grammar or the open list has.
#[must_use]
pub fn is_listed(words: &Words, text: &str) -> bool {
    is_known(text) || is_listed_in(words, text)
}

/// Whether a text is listed parties with strokes or hyphens between them: "CU/SGP".
#[must_use]
pub fn is_several(words: &Words, text: &str) -> bool {
    ['/', '-'].iter().any(|sign| {
        text.contains(*sign) && text.split(*sign).all(|part| is_listed(words, part.trim()))
    })
}

/// Whether a listed party may stand at the start of a text that goes on: told by its first letters.
#[must_use]
pub fn may_begin_listed(words: &Words, text: &str) -> bool {
    known::may_begin(text) || may_begin(&words.parties, text)
}

fn is_listed_in(words: &Words, text: &str) -> bool {
    may_begin(&words.parties, text)
        && folded(text, |name| {
            words.parties.has(name.trim_end_matches([',', '.', ':', ';']).trim())
        })
}

/// Whether one of the words may stand at the start of a printed text, once that is folded: cheap to
/// rule out by its plain letters.
fn may_begin(words: &WordList, text: &str) -> bool {
    let bytes = text.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let ended = bytes.get(letters).is_none_or(|byte| byte.is_ascii_graphic() || *byte == b' ');
    if letters < 2 || !ended {
        return true;
    }
    let first = &text[..letters];
    let last = bytes[letters - 1].to_ascii_lowercase();
    words.at(text).iter().any(|word| {
        word.as_bytes().get(letters - 1) == Some(&last)
            && word.get(..letters).is_some_and(|head| head.eq_ignore_ascii_case(first))
            && !word.as_bytes().get(letters).is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// Degrees and other letters behind a name.
const DEGREES: [&str; 14] =
    ["BA", "BSC", "CPC", "LLM", "MA", "MBA", "MPA", "MSC", "PHD", "RA", "RC", "RO", "CH", "II"];

/// Whether a word has the capitals of a party's name, which no surname has: "SAB", "M:OED", "NVBvoorU".
#[must_use]
pub fn is_in_capitals(word: &str) -> bool {
    let begins =
        word.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    let more = |byte: u8| byte.is_ascii_uppercase() || !byte.is_ascii();
    if !begins || !word.bytes().skip(1).any(more) {
        return false;
    }
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let small = word.chars().any(char::is_lowercase);
    let plain =
        word.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '!' | '\'' | '’' | '-'));
    plain
        && word.starts_with(char::is_uppercase)
        && capitals > if small { 3 } else { 1 }
        && !DEGREES.contains(&word.to_uppercase().as_str())
}

/// Whether a text is the name of a party: a listed one, listed ones joined, or one that has a
/// word in it which the names of parties have.
#[must_use]
pub fn is_party(words: &Words, text: &str) -> bool {
    if text.as_bytes().contains(&b'(') || has_many_words(text) || is_sentence(text) {
        return false;
    }
    // "Mia Bos, GroenLinks" is who signs for one.
    if text.as_bytes().contains(&b',')
        && text.split_once(", ").is_some_and(|(first, _)| !is_party(words, first))
    {
        return false;
    }
    folded(text, |name| {
        let name = name.trim_end_matches([',', '.', ':', ';']).trim();
        !name.is_empty()
            && (words.parties.has(name)
                || known::may_begin(text) && (is_known(text) || is_branch(text))
                || is_worded(words, name)
                || is_dated(text)
                || is_joined(words, name)
                || is_called(words, text))
    })
}

/// The name of a party without the letters in brackets behind it: "Partij voor X (PX)", "Partij van de Arbeid
/// (PvdA)".
#[must_use]
pub fn without_letters(text: &str) -> Option<&str> {
    let (name, letters) = text.trim().strip_suffix(')')?.split_once(" (")?;
    let plain = letters.chars().all(|c| c.is_alphabetic() || c.is_ascii_digit());
    let capitals = letters.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count();
    let small = letters.chars().count() - capitals;
    (plain && capitals > 0 && (small == 0 || capitals > 1 && small < 4)).then_some(name)
}

/// Whether a text ends with the sign that parties have and people do not: "Zandwijk Groen!".
fn is_called(words: &Words, text: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || words.party_joints.has(word)
    };
    text.strip_suffix('!').is_some_and(|name| {
        is_capital(name) && name.ends_with(char::is_alphanumeric) && name.split(' ').all(word)
    })
}

/// Whether a text is a name and the year that many local parties were founded for: "Zandwijk 2000".
fn is_dated(text: &str) -> bool {
    text.strip_suffix(" 2000").is_some_and(|name| {
        name.split(' ').count() <= 2
            && name.split(' ').all(is_capital)
            && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'))
    })
}

/// Whether a text is a word with the year that many local parties were founded in: "Dorp’98", "GB2000".
#[must_use]
pub fn is_of_a_year(text: &str) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = name.trim_end_matches(['\'', '’']);
    matches!(text.len() - name.len(), 2 | 4)
        && word.chars().count() > 1
        && word.starts_with(char::is_uppercase)
        && word.chars().all(char::is_alphabetic)
}

/// Whether a text has so many small words that it is a sentence: "Laten wij het goede voorbeeld geven!".
fn is_sentence(text: &str) -> bool {
    const SMALL: usize = 3;
    text.len() > 24
        && text
            .split(' ')
            .filter(|word| word.len() > SMALL && word.starts_with(|c: char| c.is_ascii_lowercase()))
            .nth(SMALL - 1)
            .is_some()
}

/// Whether a text has more words than the name of a party.
fn has_many_words(text: &str) -> bool {
    let gap = |byte: &&u8| **byte <= b' ' || !byte.is_ascii();
    text.len() > 12
        && text.as_bytes().iter().filter(gap).count() > 5
        && text.split_whitespace().nth(6).is_some()
}

/// "SP Molendrecht": a branch of a party. "Ton Bos" is a person.
fn is_branch(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(|first| {
        // "S.P. Hendriks" is a person.
        is_known(first)
            && !first.ends_with('.')
            && (first.len() > 3 || !first.contains(char::is_lowercase))
            && words.next().is_some_and(|place| place.starts_with(char::is_uppercase))
            && words.next().is_none()
    })
}

/// What a word may end with is at least so long: "belang" in "dorpsbelang".
const LONG: usize = 5;

/// Whether a folded name has a word of parties in it, or one that ends as those do: "dorpsbelang".
fn is_worded(words: &Words, name: &str) -> bool {
    let list = &words.party_words;
    let begins =
        |word: &String| name.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with(' '));
    list.at(name).iter().any(begins)
        || parts(name, |byte| byte == b' ').any(|word| {
            word.len() >= LONG && list.end(word, LONG)
                || parts(word, |byte| matches!(byte, b'-' | b'/')).any(|part| list.has(part))
        })
}

/// Whether a folded name is several with signs between, of which one is listed.
fn is_joined(words: &Words, name: &str) -> bool {
    let sign = |byte: u8| matches!(byte, b'/' | b'-' | b'+' | b'&');
    name.bytes().any(sign) && parts(name, sign).any(|part| words.parties.has(part.trim()))
        // "cd&v-n-va": names that have such signs themselves.
        || name.match_indices(['/', '-', '+', '&']).any(|(at, _)| {
            words.parties.has(name[..at].trim()) && words.parties.has(name[at + 1..].trim())
        })
}

/// The known party in the name of a local one: "Haagse VVD", "VVD Molendrecht", "PvdA/Lokaal".
///
/// A known party's own name gives that party. A person before a party ("Mia Bos D66") is no name of
/// one, but whether "VVD Molendrecht" ends in a place or in a person nobody can tell.
#[must_use]
pub fn known_in(printed: &str, country: Country) -> Option<&'static str> {
    let name = without_group(printed);
    canonical(name, country)
        .or_else(|| behind_adjective(name, country))
        .or_else(|| before_place(name, country))
        .or_else(|| joined(name, country))
}

/// "Haagse VVD", "Bossche Volkspartij": the adjective of a place, and a party.
fn behind_adjective(name: &str, country: Country) -> Option<&'static str> {
    let (place, party) = name.split_once(' ')?;
    let adjective = is_capital(place) && (place.ends_with("se") || place.ends_with("sche"));
    named(party, country).filter(|_| adjective)
}

/// "VVD Molendrecht", "D66 Den Haag": a party, and a place of a few words.
fn before_place(name: &str, country: Country) -> Option<&'static str> {
    let mut splits = name.match_indices(' ').take(4);
    splits.find_map(|(at, _)| {
        let place = name[at + 1..].trim_start_matches('(');
        let is_place = is_capital(place.trim_start_matches(['\'', '’', 's', 't', '-', ' ']))
            && place.split(' ').count() <= 4
            && place.chars().all(|c| c.is_alphabetic() || " -'’)".contains(c));
        named(&name[..at], country).filter(|_| is_place)
    })
}

/// "PvdA/Lokaal", "SP-Lokaal": names joined by a sign of which one is known; where there are spaces,
/// all must be, since "Mia Bos - VVD" is a person: "VVD en CDA".
fn joined(name: &str, country: Country) -> Option<&'static str> {
    let signs = ['/', '+', '-', '&'];
    let spaced = || name.split([',', '/', '+', '-', '&']).flat_map(|part| part.split(" en "));
    let first = spaced().next().and_then(|part| named(part, country));
    if first.is_some() && spaced().all(|part| named(part, country).is_some()) {
        return first;
    }
    let apart = |part: &str| part.starts_with(' ') || part.ends_with(' ');
    let tight = name.contains(signs) && !name.split(signs).any(apart);
    name.split(signs).filter(|_| tight).find_map(|part| named(part, country))
}

fn is_capital(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// A name without the words that say that its members in an assembly are meant: "de VVD-fractie",
/// "namens de fractie van de VVD".
#[must_use]
pub fn without_group(printed: &str) -> &str {
    let mut name = printed.trim();
    if name.starts_with(['n', 'N', 'd', 'D', 'f', 'F', 'v', 'V']) {
        for lead in ["namens ", "de ", "fracties ", "fractie ", "van ", "de "] {
            if name.get(..lead.len()).is_some_and(|head| head.eq_ignore_ascii_case(lead)) {
                name = name[lead.len()..].trim_start();
                // "namens het CDA"; "Het" with a capital is of the name.
                name = name.strip_prefix("het ").unwrap_or(name);
            }
        }
    }
    if !name.ends_with(['e', 'E']) {
        return name;
    }
    let behind = ["-fractie", " fractie"].iter().find_map(|behind| {
        let at = name.len().checked_sub(behind.len())?;
        name.get(at..)?.eq_ignore_ascii_case(behind).then(|| &name[..at])
    });
    behind.unwrap_or(name)
}

fn named(printed: &str, country: Country) -> Option<&'static str> {
    known(printed)?[country as usize]
}

/// Whether a text begins with a short word in capitals and goes on in small letters, as parties of one place
/// do and people do not: "VSP Molendrecht".
#[must_use]
pub fn is_lettered(text: &str) -> bool {
    let (first, rest) = text.split_once(' ').unwrap_or_default();
    let letters = (3..=5).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_uppercase());
    letters && rest.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::known::{PARTIES, key};
    use super::*;
    use crate::text::Folded;
    use Country::{Belgium, Netherlands};

    #[test]
    fn every_name_of_the_list_gives_its_party_and_no_other() {
        let mut seen = HashMap::new();
        for line in PARTIES.lines().skip(1) {
            let fields: Vec<&str> = line.split(';').collect();
            let country = if fields[0] == "be" { Belgium } else { Netherlands };
            assert!(matches!(fields[0], "be" | "nl") && fields.len() > 1, "{line}");
            for name in &fields[1..] {
                assert_eq!(canonical(name, country), Some(fields[1]), "{name}");
                assert!(is_known(name), "{name}");
                let key: Vec<u8> = key(Folded::whole(name).text()).collect();
                assert_eq!(seen.insert((fields[0], key), *name), None, "{name}");
            }
        }
    }

    #[test]
    fn a_party_has_one_name_however_it_is_printed() {
        for (printed, expected) in [
            ("PVDA", Some("PvdA")),
            ("P.v.d.A.", Some("PvdA")),
            ("Partij  van de Arbeid,", Some("PvdA")),
            ("D’66", Some("D66")),
            ("D'66", Some("D66")),
            ("d 66", Some("D66")),
            ("FVD", Some("FvD")),
            ("CU.SGP", Some("ChristenUnie-SGP")),
            ("CU / SGP", Some("ChristenUnie-SGP")),
            ("GroenLinks – PvdA", Some("GroenLinks-PvdA")),
            ("PvdA/GroenLinks", Some("GroenLinks-PvdA")),
            ("50plus", Some("50PLUS")),
            ("50+", Some("50PLUS")),
            ("Christen Democratisch Appel", Some("CDA")),
            ("de fractie van D66", Some("D66")),
            ("Namens de fractie van de VVD,", Some("VVD")),
            ("fractie CDA", Some("CDA")),
            ("VVD-fractie", Some("VVD")),
            ("de SP fractie", Some("SP")),
            ("Onafhankelijke Senaatsfractie", Some("OSF")),
            ("Hart voor Den Haag", None),
            ("HvDH", None),
            ("Lokaal Oosterwaal", None),
            ("Haagse VVD", None),
            ("PS", None),
            ("Groen", None),
            ("Mia Bos", None),
            ("fractie", None),
            ("", None),
        ] {
            assert_eq!(canonical(printed, Netherlands), expected, "{printed}");
        }
        for (printed, expected) in [
            ("PvdA", Some("PVDA")),
            ("PVDA-PTB", Some("PVDA")),
            ("CD&V", Some("cd&v")),
            ("Open VLD", Some("Open Vld")),
            ("sp.a", Some("Vooruit")),
            ("Groen!", Some("Groen")),
            ("DEFI", Some("DéFI")),
            ("cdH", Some("Les Engagés")),
            ("Les Engages", Some("Les Engagés")),
            ("VB", Some("Vlaams Belang")),
            ("VVD", None),
        ] {
            assert_eq!(canonical(printed, Belgium), expected, "{printed}");
        }
    }

    #[test]
    fn known_names_are_told_from_other_words() {
        for name in ["VVD", "vvd", "SP", "MR", "cd&v", "Volt", "Vlaams Belang,", "(D66)", "DéFI"] {
            assert!(is_known(name), "{name}");
        }
        let long = "VVD ".repeat(40);
        for name in
            ["mr.", "Mr", "ps", "sp", "Mia Bos", "D66 Zeist", "fractie VVD", "", "…", "党", &long]
        {
            assert!(!is_known(name), "{name}");
        }
    }

    #[test]
    fn a_local_party_may_have_a_known_one_in_its_name() {
        for (printed, expected) in [
            ("VVD", Some("VVD")),
            ("Haagse VVD", Some("VVD")),
            ("Bossche SP", Some("SP")),
            ("VVD Molendrecht", Some("VVD")),
            ("Partij van de Arbeid Molendrecht", Some("PvdA")),
            ("D66 's-Molendrecht", Some("D66")),
            ("CDA (Molendrecht aan de Waal)", Some("CDA")),
            ("PvdA/Lokaal", Some("PvdA")),
            ("Lokaal-D66", Some("D66")),
            ("SP en VVD", Some("SP")),
            ("PvdA / SP, VVD", Some("PvdA")),
            ("SP en Lokaal", None),
            ("Mia Bos - VVD", None),
            ("Mia Bos, D66", None),
            ("Mia Bos D66", None),
            ("SP is tegen", None),
            ("Hart voor Den Haag", None),
            ("Molendrecht Vooruit", None),
            ("", None),
        ] {
            assert_eq!(known_in(printed, Netherlands), expected, "{printed}");
        }
    }
}
