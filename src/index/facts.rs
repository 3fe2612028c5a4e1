//! What a motion is filtered, counted and sorted by.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;

use super::fields::Facts;
use super::language;
use crate::grammar::party::{self, Country};
use crate::grammar::registry::{self, Body};
use crate::motion::{Motion, Verdict};
use crate::text::Folded;

/// The grammar of the bodies whose parties are Belgian ones.
const BELGIAN: &str = "vlaanderen";

/// Adds the facts of a motion to its document.
pub(super) fn add(fields: &Facts, motion: &Motion, text: &str, document: &mut TantivyDocument) {
    if let Some(body) = &motion.grammar {
        document.add_text(fields.body, body);
    }
    for name in municipalities(motion) {
        document.add_text(fields.municipality_key, key(&name));
        document.add_text(fields.municipality, name);
    }
    for name in parties(motion) {
        document.add_text(fields.party_key, key(&name));
        document.add_text(fields.party, name);
    }
    for kind in motion.clauses.iter().map(|clause| &clause.kind).collect::<BTreeSet<_>>() {
        document.add_text(fields.kinds, kind);
    }
    if let Some(outcome) = &motion.outcome {
        document.add_text(fields.outcome, verdict_name(outcome.result));
    }
    if let Some(language) = language::of(text) {
        document.add_text(fields.language, language);
    }
    document.add_text(fields.warnings, warned(!motion.warnings.is_empty()));
    document.add_u64(fields.day, motion.date.as_deref().and_then(day).unwrap_or(0));
}

/// How it is written whether a motion has warnings.
pub(super) fn warned(has_warnings: bool) -> &'static str {
    if has_warnings { "yes" } else { "no" }
}

/// A day as a number that sorts: `2026-11-24` is 20261124.
pub(super) fn day(iso: &str) -> Option<u64> {
    let is_day = iso.len() == 10
        && iso.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    is_day.then(|| iso.replace('-', "").parse().ok()).flatten()
}

/// What of a name is compared: its words, folded.
pub(super) fn key(name: &str) -> String {
    let folded = Folded::whole(name);
    let words = folded.text().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The name that is shown of a municipality, by any of its names.
pub(super) fn municipality(name: &str) -> Option<&'static str> {
    registry::code(name, Body::Municipality).and_then(registry::name)
}

/// The name that is shown of a party, by any of its names.
pub(super) fn canonical_party(name: &str, country: Country) -> Option<&'static str> {
    party::canonical(name, country)
}

/// The outcome's name, as the record writes it.
#[must_use]
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Aangenomen => "aangenomen",
        Verdict::Verworpen => "verworpen",
        Verdict::Aangehouden => "aangehouden",
        Verdict::Ingetrokken => "ingetrokken",
        Verdict::Gewijzigd => "gewijzigd",
        Verdict::Staken => "staken",
        Verdict::Overgenomen => "overgenomen",
        Verdict::Vervallen => "vervallen",
    }
}

/// The roles that only municipalities have.
const ROLES: [&str; 5] =
    ["burgemeester", "gemeentesecretaris", "locoburgemeester", "raadslid", "wethouder"];

/// The municipalities that speak, or whose people signed.
fn municipalities(motion: &Motion) -> BTreeSet<String> {
    let speaks = motion.body.as_deref().and_then(|printed| match registry::of_body(printed) {
        Some((Body::Municipality, code)) => registry::name(code),
        Some(_) => None,
        None => registry::bare_name(printed, Body::Municipality),
    });
    let signed = motion.signatories.iter().filter_map(|signatory| {
        let known = signatory.organisation_id.as_deref().filter(|code| code.starts_with("gm"));
        known.and_then(registry::name).or_else(|| {
            let printed = signatory.organisation.as_deref()?;
            let is_told = signatory.role.as_deref().is_some_and(is_of_municipality);
            registry::bare_name(printed, Body::Municipality)
                .or_else(|| is_told.then(|| registry::untold_name(printed))?)
        })
    });
    speaks.into_iter().chain(signed).map(in_lower_case).collect()
}

/// Whether a role is one that only municipalities have, so that what it is of need not be called one:
/// "wethouder Molendrecht".
fn is_of_municipality(role: &str) -> bool {
    let role = key(role);
    let is_one = |word| ROLES.contains(&word);
    role.split(' ').any(is_one)
}

/// A name that is printed in capitals, as it is written elsewhere: "Oud-Hardinge" for "OUD-HARDINGE".
fn in_lower_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut is_first = true;
    let mut written = String::with_capacity(name.len());
    for c in name.chars() {
        if is_first {
            written.push(c);
        } else {
            written.extend(c.to_lowercase());
        }
        is_first = !c.is_alphanumeric();
    }
    written
}

/// The parties of those who brought it in or signed.
fn parties(motion: &Motion) -> BTreeSet<String> {
    let country = country(motion.grammar.as_deref());
    let signed = motion.signatories.iter().filter_map(|signatory| signatory.party.as_deref());
    let brought = motion.submitters.iter().filter_map(|submitter| submitter.party.as_deref());
    signed
        .chain(brought)
        .map(|printed| match party::canonical(printed, country) {
            Some(name) => name.to_owned(),
            None => party::without_group(printed).trim().to_owned(),
        })
        .filter(|name| !name.is_empty())
        .collect()
}

/// The country whose parties a body has.
pub(super) fn country(body: Option<&str>) -> Country {
    if body == Some(BELGIAN) { Country::Belgium } else { Country::Netherlands }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_sorts_as_a_number() {
        assert_eq!(day("2026-11-24"), Some(20_261_124));
        for wrong in ["2026-11", "2026/11/24", "24-11-2026", ""] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn some_roles_are_of_municipalities_only() {
        for role in ["wethouder", "Burgemeester", "wethouder Jeugd", "loco-burgemeester / raadslid"]
        {
            assert!(is_of_municipality(role), "{role}");
        }
        for role in ["dijkgraaf", "gedeputeerde", "voorzitter", ""] {
            assert!(!is_of_municipality(role), "{role}");
        }
    }

    #[test]
    fn capitals_are_no_part_of_a_name() {
        for (printed, expected) in
            [("OUD-HARDINGE AAN ZEE", "Oud-Hardinge Aan Zee"), ("De Molen", "De Molen")]
        {
            assert_eq!(in_lower_case(printed), expected);
        }
    }

    #[test]
    fn names_are_compared_by_their_words() {
        assert_eq!(key("'s-Gravenhage"), "s gravenhage");
        assert_eq!(key("  Súdwest-Fryslân "), "sudwest fryslan");
        assert_eq!(municipality("Den Haag"), municipality("'s-Gravenhage"));
    }
}
