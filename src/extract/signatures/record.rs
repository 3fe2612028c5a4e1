//! What becomes of an entry in the record.

use std::ops::Range;

use super::Entry;
use crate::extract::sheet::Sheet;
use crate::grammar::registry::{self, Body};
use crate::motion::Signatory;

/// Who an entry names, with the code of the body that they speak for.
pub(super) fn signatory(sheet: &Sheet<'_>, entry: &Entry) -> Signatory {
    let text = |range: &Option<Range<usize>>| {
        range.as_ref().map(|range| crate::text::join::one_line(sheet.document, range))
    };
    let signed = &entry.signed;
    let role = text(&signed.role);
    let organisation = text(&signed.organisation);
    let mut ranges: Vec<Range<usize>> = [
        Some(signed.name.clone()),
        signed.role.clone(),
        signed.organisation.clone(),
        signed.party.clone(),
        entry.name_more.clone(),
        entry.party_more.clone(),
        entry.again.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    ranges.sort_by_key(|range| range.start);
    Signatory {
        name: name(text(&Some(signed.name.clone())).unwrap_or_default(), text(&entry.name_more)),
        organisation_id: organisation
            .as_deref()
            .and_then(|name| registry::code(name, sort(role.as_deref())))
            .map(str::to_owned),
        role,
        organisation,
        party: party(text(&signed.party), text(&entry.party_more)),
        kind: entry.kind,
        spans: joined(sheet, &ranges)
            .iter()
            .flat_map(|range| sheet.document.spans(range))
            .collect(),
        confidence: confidence(entry),
    }
}

/// A name with what goes on with it below, behind a hyphen without a space.
fn name(name: String, more: Option<String>) -> String {
    match more {
        Some(more) if name.ends_with('-') => format!("{name}{more}"),
        Some(more) => format!("{name} {more}"),
        None => name,
    }
}

/// The name of a party with what goes on with it below.
fn party(party: Option<String>, more: Option<String>) -> Option<String> {
    match (party, more) {
        (Some(party), Some(more)) => Some(format!("{party} {more}")),
        (party, _) => party,
    }
}

/// How sure it is that someone signed: less where only the looks of a name say so, and where
/// nothing is known of them but that.
fn confidence(entry: &Entry) -> f32 {
    let signed = &entry.signed;
    let known = signed.party.is_some() || signed.role.is_some() || signed.organisation.is_some();
    match (entry.said, known) {
        (true, _) => 1.0,
        (false, true) => 0.95,
        (false, false) => 0.8,
    }
}

/// Ranges with nothing but signs between them made one.
fn joined(sheet: &Sheet<'_>, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last)
                if last.end <= range.start
                    && !sheet.document.text()[last.end..range.start]
                        .contains(|c: char| c.is_alphanumeric() || c == '\n') =>
            {
                last.end = range.end;
            }
            _ => joined.push(range.clone()),
        }
    }
    joined
}

/// Which sort of body an office is held in.
fn sort(role: Option<&str>) -> Body {
    match role.map(str::to_lowercase).as_deref() {
        Some("gedeputeerde" | "statenlid") => Body::Province,
        Some("dijkgraaf" | "heemraad" | "hoogheemraad") => Body::WaterBoard,
        _ => Body::Municipality,
    }
}
