//! Who brings a motion in, as its head says: by a label, by its heading, or by the chair's sentence.

use std::ops::Range;

use super::sheet::Sheet;
use crate::grammar::people;
use crate::grammar::person::Signed;
use crate::grammar::rules::{Scan, find_word};
use crate::motion::Submitter;
use crate::text::join::{self, Joined};

/// Reads the people in source ranges that labels stand before; `None` where they are none.
#[must_use]
pub fn listed(sheet: &Sheet<'_>, scan: &Scan<'_>, range: &Range<usize>) -> Option<Vec<Submitter>> {
    let people = people(sheet, scan, range)?;
    Some(people.iter().map(|signed| submitter(sheet, signed)).collect())
}

/// The people in a source range, in source ranges; `None` where they are none.
#[must_use]
pub fn people(sheet: &Sheet<'_>, scan: &Scan<'_>, range: &Range<usize>) -> Option<Vec<Signed>> {
    let joined = Joined::of(sheet.document, range);
    let found = people::people(&scan.grammar.words, &joined.text)?;
    let source = |range: Range<usize>| {
        if range.is_empty() { 0..0 } else { joined.source(&range) }
    };
    Some(found.into_iter().map(|signed| signed.placed(source)).collect())
}

/// Movers stand within so many bytes behind the name of the paper: "motie van treurnis van het lid".
const LEAD_WITHIN: usize = 40;

/// The movers of a heading such as "MOTIE VAN DE LEDEN BOS EN DE WIT C.S.", in source ranges.
#[must_use]
pub fn of_heading(sheet: &Sheet<'_>, scan: &Scan<'_>, range: &Range<usize>) -> Vec<Submitter> {
    let words = &scan.grammar.words;
    let folded = sheet.offset(range.start)..sheet.offset(range.end);
    let text = &scan.text[folded.start..folded.end.max(folded.start)];
    let named = words.motion_names.iter().filter_map(|name| find_word(text, name)).min();
    // The longest of those that stand first: "van de fractie van" before "van de fractie".
    let lead = words
        .mover_leads
        .iter()
        .filter_map(|lead| Some((find_word(text, lead)?, lead.len())))
        .filter(|&(at, _)| named.is_some_and(|name| (name..name + LEAD_WITHIN).contains(&at)))
        .min_by_key(|&(at, len)| (at, std::cmp::Reverse(len)));
    let Some((at, len)) = lead else { return Vec::new() };
    let rest = &text[at + len..];
    let ends = words.mover_ends.iter().filter_map(|word| find_word(rest, word));
    let end = ends.chain(rest.find(':')).min().unwrap_or(rest.len());
    let start = folded.start + at + len;
    let names = sheet.source(start..start + end);
    let mut found = listed(sheet, scan, &names).unwrap_or_default();
    // "van de fractie van Solidair Molendrecht": a party, whatever its name looks like.
    if text[at..at + len].contains("fractie") {
        for submitter in found.iter_mut().filter(|submitter| submitter.party.is_none()) {
            submitter.party = submitter.name.take();
        }
    }
    found
}

fn submitter(sheet: &Sheet<'_>, signed: &Signed) -> Submitter {
    let document = sheet.document;
    let text = |range: &Range<usize>| {
        let text = join::one_line(document, range);
        (!text.is_empty()).then_some(text)
    };
    let ranges: Vec<Range<usize>> =
        [Some(&signed.name), signed.party.as_ref(), signed.organisation.as_ref()]
            .into_iter()
            .flatten()
            .filter(|range| !range.is_empty())
            .cloned()
            .collect();
    Submitter {
        name: text(&signed.name),
        party: signed.party.as_ref().and_then(text),
        organisation: signed.organisation.as_ref().and_then(text),
        spans: ranges.iter().flat_map(|range| document.spans(range)).collect(),
    }
}
