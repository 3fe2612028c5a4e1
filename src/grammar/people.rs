//! Several people behind one another: names, each with the party that is named beside it.

use std::cell::LazyCell;
use std::ops::Range;

use super::name;
use super::party;
use super::person::{self, Signed};
use super::words::Words;

/// ```ebnf
/// people = ( signatory | party ), { ( "," | ";" | "/" | "en" | "&" ), ( signatory | party ) }, [ "c.s." ] ;
/// ```
///
/// Reads printed text whole, a list such as "Mia Bos (D66), Jan Wit, SP en VVD": who is named in it.
/// A party without a name has an empty range for one. `None` where something is neither.
#[must_use]
pub fn people(words: &Words, text: &str) -> Option<Vec<Signed>> {
    if let Some(members) = organisations(words, text) {
        return Some(members);
    }
    let mut found: Vec<Signed> = Vec::new();
    for segment in segments(words, text) {
        let part = &text[segment.clone()];
        let is_party = LazyCell::new(|| {
            // "Statenfractie Partij voor X (PX)".
            let named = party::without_letters(part);
            party::is_party(words, part) || named.is_some_and(|name| party::is_party(words, name))
        });
        let is_body = person::begins_organisation(words, part);
        // "Water Natuurlijk (Mia Bos)".
        if part.ends_with(')')
            && let Some((party, inner)) = part.split_once(" (")
            && let Some(named) = inner.strip_suffix(')')
            && (party::is_listed(words, party)
                || is_turned(text, &found)
                || name::is_initials(named) && !name::is_initials(party))
            && !party::is_party(words, named)
            && name::is_name(words, named)
        {
            let start = segment.start + party.len() + " (".len();
            found.push(Signed {
                name: start..start + named.len(),
                party: Some(segment.start..segment.start + party.len()),
                ..Signed::default()
            });
            continue;
        }
        let held = person::office(words, part);
        let office = held.as_ref().is_some_and(|(_, of)| of.is_none());
        let of_party = held.as_ref().is_some_and(|(_, of)| {
            of.as_ref().is_some_and(|of| party::is_party(words, &part[of.clone()]))
        });
        // What is an organisation, or an office alone or with a party, is nobody's name.
        let named =
            if is_body || office || of_party { None } else { person::signatory(words, part) };
        match named {
            Some(signed)
                if (!*is_party
                    || (signed.party.is_some() || signed.role.is_some())
                        && !party::is_party(words, &part[signed.name.clone()])) =>
            {
                found.push(signed.shifted(segment.start));
            }
            _ if is_body
                && found.last().is_some_and(|last| {
                    !last.name.is_empty()
                        && last.party.is_none()
                        && last.organisation.is_none()
                        && joins(text, last, &segment)
                }) =>
            {
                if let Some(last) = found.last_mut() {
                    last.organisation = Some(segment);
                }
            }
            // "Mia Bos, fractievoorzitter, Jan Wit, raadslid".
            _ if office
                && found.last().is_some_and(|last| {
                    !last.name.is_empty() && last.role.is_none() && joins(text, last, &segment)
                }) =>
            {
                if let Some(last) = found.last_mut() {
                    last.role = Some(segment);
                }
            }
            // "Mia Bos, raadslid SP".
            _ if of_party
                && let Some((role, Some(of))) = held
                && let Some(last) = found.last_mut().filter(|last| {
                    !last.name.is_empty()
                        && last.role.is_none()
                        && last.party.is_none()
                        && joins(text, last, &segment)
                }) =>
            {
                last.role = Some(segment.start + role.start..segment.start + role.end);
                last.party = Some(segment.start + of.start..segment.start + of.end);
            }
            _ if is_body => found.push(Signed {
                name: segment.start..segment.start,
                organisation: Some(without_article(words, part, segment)),
                ..Signed::default()
            }),
            _ if *is_party => match found.last_mut() {
                // "Jan Wit, SP": the party of the name before it.
                Some(last)
                    if last.party.is_none()
                        && !last.name.is_empty()
                        && (joins(text, last, &segment)
                            || leads_party(words, text, last, &segment)) =>
                {
                    last.party = Some(segment);
                }
                _ => found.push(Signed {
                    name: segment.start..segment.start,
                    party: Some(segment),
                    ..Signed::default()
                }),
            },
            _ => return None,
        }
    }
    // "CDA en D66.": a full stop behind the list is no part of it.
    if let Some(party) = found.last_mut().and_then(|last| last.party.as_mut()) {
        let bare = person::without_stop(&text[party.clone()]);
        party.end = party.start + bare.len();
    }
    let mut found = party_first(words, text, found);
    // "de fracties van SP, Ons Dorp en CDA": all are parties.
    let groups = text.get(..20.min(text.len())).is_some_and(|head| {
        let head = head.to_lowercase();
        head.starts_with("de fracties ") || head.starts_with("fracties ")
    });
    // "Jong Molendrecht, PVV, 50PLUS": nobody is named but perhaps the first, who would have two parties.
    let bare = |signed: &Signed| signed.name.is_empty() && signed.party.is_some();
    let doubtful = found.len() > 1 && found[1..].iter().all(bare) && !text.contains(['(', ';']);
    if groups || doubtful {
        found = found.into_iter().flat_map(|signed| as_parties(text, signed, groups)).collect();
    }
    // "Mia Bos & Jan de Wit (SP)": two who sign together.
    if let [first, last] = found.as_mut_slice()
        && text.contains(" & ")
        && first.party.is_none()
        && !first.name.is_empty()
        && !last.name.is_empty()
    {
        first.party.clone_from(&last.party);
    }
    (!found.is_empty()).then_some(found)
}

/// A name of two words and the party behind it as two parties; in a list of groups any name as one.
fn as_parties(text: &str, signed: Signed, groups: bool) -> Vec<Signed> {
    let name = &text[signed.name.clone()];
    let plain = !name.is_empty() && signed.role.is_none() && signed.organisation.is_none();
    let party = |range: Range<usize>| Signed {
        name: range.start..range.start,
        party: Some(range),
        ..Signed::default()
    };
    match signed.party.clone() {
        None if plain && groups => vec![party(signed.name)],
        Some(other) if plain && !name.contains('.') && other.start > signed.name.end => {
            vec![party(signed.name), party(other)]
        }
        _ => vec![signed],
    }
}

/// Whether the last of a list is a party with its member in brackets: "SP (Mia Bos)".
fn is_turned(text: &str, found: &[Signed]) -> bool {
    found.last().is_some_and(|last| {
        let party = last.party.as_ref().map_or(usize::MAX, |party| party.end);
        text.get(party..last.name.start).is_some_and(|between| between == " (")
    })
}

/// A list of organisations that one word announces: "gemeenten Molendrecht, Rietmarke en Oosterwaal".
fn organisations(words: &Words, text: &str) -> Option<Vec<Signed>> {
    let lead = words.organisation_leads.at(text).iter().find_map(|lead| leads(text, lead))?;
    let rest = &text[lead..];
    let segments = segments(words, rest).into_iter().map(|it| it.start + lead..it.end + lead);
    let named = |range: Range<usize>| Signed {
        name: range.start..range.start,
        organisation: Some(range),
        ..Signed::default()
    };
    Some(segments.map(named).collect())
}

/// A list in which each party stands before its member: "D66, Mia Bos; SP, Jan Wit".
fn party_first(words: &Words, text: &str, found: Vec<Signed>) -> Vec<Signed> {
    let bare = |signed: &Signed| signed.name.is_empty() && signed.organisation.is_none();
    let lacks = |signed: &Signed| {
        !signed.name.is_empty() && signed.party.is_none() && signed.organisation.is_none()
    };
    let joined = |pair: &[Signed]| {
        let party = pair[0].party.as_ref().map_or(0, |party| party.end);
        // "Ons Dorp, de heer A. Bos"
        let between = text.get(party..pair[1].name.start).unwrap_or_default().trim();
        let courtesy = between.strip_prefix(',').map(|words| words.trim().to_lowercase());
        bare(&pair[0])
            && lacks(&pair[1])
            && courtesy.is_some_and(|said| said.is_empty() || words.courtesies.has(&said))
    };
    let pairs = found.chunks_exact(2);
    if found.is_empty() || !pairs.remainder().is_empty() || !pairs.clone().all(joined) {
        return found;
    }
    pairs.map(|pair| Signed { party: pair[0].party.clone(), ..pair[1].clone() }).collect()
}

/// The name of an organisation without the article before it.
fn without_article(words: &Words, part: &str, segment: Range<usize>) -> Range<usize> {
    let bare = ["de ", "het ", "De ", "Het "].iter().find_map(|article| part.strip_prefix(article));
    match bare.filter(|bare| person::begins_organisation(words, bare)) {
        Some(bare) => segment.end - bare.len()..segment.end,
        None => segment,
    }
}

/// Whether nothing but a comma or a bar stands between a name and the party behind it.
fn joins(text: &str, last: &Signed, party: &Range<usize>) -> bool {
    let end = last.role.as_ref().map_or(last.name.end, |role| role.end.max(last.name.end));
    let between = text[end..party.start].trim();
    matches!(between, "," | "/" | "-" | "–" | "|" | "")
}

/// Whether the words before a party stand between a name and it: "Mia Bos, fractie SP".
fn leads_party(words: &Words, text: &str, last: &Signed, party: &Range<usize>) -> bool {
    // "Mia Bos namens Ons Dorp".
    if text[last.name.end..party.start].trim() == "namens" {
        return true;
    }
    let between = text[last.name.end..party.start].strip_prefix(',').unwrap_or_default();
    words.group_leads.has(between.trim())
}

/// The parts of a list, without what stands between them: signs outside brackets, and words.
fn segments(words: &Words, text: &str) -> Vec<Range<usize>> {
    let mut cuts = Vec::with_capacity(16);
    cuts.push(0);
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => {
                depth = depth.saturating_sub(1);
                // "Mia Bos (D66) Jan Wit (SP)", but not "C.M. (Cora) Bos".
                let next = text[at + 1..].strip_prefix(' ');
                let begun = text[cuts[cuts.len() - 1]..at].trim_start();
                let initials = begun.split_once(" (").is_some_and(|(name, _)| name.ends_with('.'));
                if depth == 0
                    && !initials
                    && next.is_some_and(|next| next.starts_with(char::is_uppercase))
                {
                    cuts.extend([at + 1, at + 1]);
                }
            }
            b'&' if depth == 0 && names_branch(words, &text[cuts[cuts.len() - 1]..]) => {}
            // "CD&V"
            b'&' if text[..at].ends_with(char::is_alphanumeric)
                && text[at + 1..].starts_with(char::is_alphanumeric) => {}
            b',' | b';' | b'&' | b'\n' if depth == 0 => cuts.extend([at, at + 1]),
            b'/' if depth == 0 && parts_names(words, text, at) => cuts.extend([at, at + 1]),
            b' ' if depth == 0 => {
                let branch = text[at + 1..].starts_with("& ")
                    && names_branch(words, &text[cuts[cuts.len() - 1]..]);
                if let Some(word) = between(words, &text[at + 1..]).filter(|_| !branch) {
                    cuts.extend([at, at + 1 + word]);
                }
            }
            _ => {}
        }
    }
    cuts.push(text.len());
    let mut found = Vec::with_capacity(cuts.len() / 2);
    for pair in cuts.chunks_exact(2) {
        if pair[0] < pair[1] {
            found.extend(trimmed(words, text, pair[0]..pair[1]));
        }
    }
    found
}

/// Whether a branch of two places stands here: "AAV België & Luxemburg".
fn names_branch(words: &Words, text: &str) -> bool {
    let text = text.trim_start();
    person::begins_organisation(words, text)
        && text.split_once(" & ").is_some_and(|(_, behind)| !behind.contains(' '))
}

/// Whether a bar stands between two names: "Bos/De Wit", not between parties: "PvdA/GroenLinks".
fn parts_names(words: &Words, text: &str, bar: usize) -> bool {
    let before = text[..bar].rsplit([',', ';', '/', '(']).next().unwrap_or_default().trim();
    let behind = text[bar + 1..].split([',', ';', '/', '(']).next().unwrap_or_default().trim();
    [before, behind].iter().all(|part| name::is_name(words, part) && !party::is_party(words, part))
}

/// The length of the words between two people that stand here, with a space behind them.
fn between(words: &Words, text: &str) -> Option<usize> {
    let sign = text.starts_with("& ").then_some(1);
    words.between_people.at(text).iter().find_map(|word| leads(text, word)).or(sign)
}

/// The length of words that stand at the start of a printed text, with a space behind them.
fn leads(text: &str, words: &str) -> Option<usize> {
    let head = text.get(..words.len())?;
    (head.eq_ignore_ascii_case(words) && text[words.len()..].starts_with(' '))
        .then_some(words.len())
}

/// A part without the words before a party, and the signs and the "and others" around it.
fn trimmed(words: &Words, text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = without_signs(&text[range.clone()]);
    let lead = words.group_leads.at(part).iter().find_map(|lead| leads(part, lead)).unwrap_or(0);
    let part = without_signs(&part[lead..]);
    let start = range.end - part.len();
    let part = part.trim_end_matches([' ', ',', ';', ':', '\u{a0}']);
    // "de SP fractie", "de SP-fractie".
    let bare = party::without_group(part);
    let grouped = part.len() > bare.len() && party::is_listed(words, bare);
    let mut part = if grouped { bare } else { part };
    let start = if grouped {
        start + (part.as_ptr() as usize - text[start..].as_ptr() as usize)
    } else {
        start
    };
    while let Some(rest) = words.others.iter().find_map(|others| without(part, others)) {
        part = rest;
    }
    (!part.is_empty()).then(|| start..start + part.len())
}

/// A text without the signs before it.
fn without_signs(text: &str) -> &str {
    if text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return text;
    }
    text.trim_start_matches([' ', ',', ';', ':', '.', '•', '-', '–', '\t', '\u{a0}'])
}

/// A text without these words at its end.
fn without<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(words.len())?;
    let rest = text.get(..at)?.trim_end_matches([' ', ',', ';']);
    (text[at..].eq_ignore_ascii_case(words) && (rest.len() < at || at == 0)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;

    /// Names and parties of a list, as text.
    fn read(text: &str) -> Option<Vec<(String, String)>> {
        let grammars = Grammars::built_in();
        let words = &grammars.get("gemeenteraad").unwrap().words;
        let part = |range: &Range<usize>| text[range.clone()].to_owned();
        let pair = |signed: &Signed| {
            (part(&signed.name), signed.party.as_ref().map(part).unwrap_or_default())
        };
        Some(people(words, text)?.iter().map(pair).collect())
    }

    #[test]
    fn lists_of_people_are_read_in_every_form() {
        for (text, expected) in [
            ("Mia Bos, D66", &[("Mia Bos", "D66")][..]),
            ("Mia Bos (D66)", &[("Mia Bos", "D66")]),
            ("Mia Bos (D66) en Jan de Wit (SP)", &[("Mia Bos", "D66"), ("Jan de Wit", "SP")]),
            (
                "Mia Bos (D66), Jan Wit (SP); Bo El (VVD) c.s.",
                &[("Mia Bos", "D66"), ("Jan Wit", "SP"), ("Bo El", "VVD")],
            ),
            ("Mia Bos, Jan Wit, SP", &[("Mia Bos", ""), ("Jan Wit", "SP")]),
            ("VVD, D66 en CDA", &[("", "VVD"), ("", "D66"), ("", "CDA")]),
            ("Mia Bos c.s.", &[("Mia Bos", "")]),
            ("VVD - Mia Bos", &[("Mia Bos", "VVD")]),
            ("D66, Mia Bos; SP, Jan Wit", &[("Mia Bos", "D66"), ("Jan Wit", "SP")]),
            ("BOS EN VAN DER BERG", &[("BOS", ""), ("VAN DER BERG", "")]),
            ("Mia Bos (D66) Jan de Wit (SP)", &[("Mia Bos", "D66"), ("Jan de Wit", "SP")]),
            ("SP (Mia Bos), Ons Dorp (Jan Wit)", &[("Mia Bos", "SP"), ("Jan Wit", "Ons Dorp")]),
            ("CD&V, Mia Bos, raadslid SP", &[("", "CD&V"), ("Mia Bos", "SP")]),
            ("Mia Bos, fractievoorzitter, Jan Wit", &[("Mia Bos", ""), ("Jan Wit", "")]),
        ] {
            let expected: Vec<(String, String)> =
                expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            assert_eq!(read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_list_of_people_is_none() {
        for text in ["", "het college gaat akkoord", "zie bijlage 3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
