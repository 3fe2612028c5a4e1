//! Who brings a motion in, as its head says: by a label, by its heading, or by the chair's sentence.

use std::ops::Range;

use super::sheet::Sheet;
use crate::grammar::people;
use crate::grammar::person::Signed;
use crate::grammar::rules::Scan;
use crate::motion::Submitter;
use crate::text::join::{self, Joined};

/// Words of a heading behind which its movers stand, folded.
const MOVED: [&str; 8] = [
    "van het lid ",
    "van de leden ",
    "van het de leden ",
    "van de fracties van ",
    "van de fractie van ",
    "van de fracties ",
    "van de fractie ",
    "van het ",
];

/// Words of a heading that end the names of its movers, folded.
const ENDS: [&str; 12] = [
    " over ",
    " inzake ",
    " betreffende ",
    " ter vervanging ",
    " voor ",
    " om ",
    " met betrekking ",
    " c.s.",
    " cs ",
    " tot ",
    " aangaande ",
    ": ",
];

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

/// The movers of a heading such as "MOTIE VAN DE LEDEN BOS EN DE WIT C.S.", in source ranges.
#[must_use]
pub fn of_heading(sheet: &Sheet<'_>, scan: &Scan<'_>, range: &Range<usize>) -> Vec<Submitter> {
    let folded = sheet.offset(range.start)..sheet.offset(range.end);
    let text = &scan.text[folded.start..folded.end.max(folded.start)];
    let heads = text.find("motie van ").filter(|&at| at <= 20).and_then(|at| {
        let rest = &text[at + "motie ".len()..];
        let first = MOVED.iter().filter_map(|words| Some((rest.find(words)?, words.len())));
        let (moved, len) = first.min_by_key(|&(at, len)| (at, std::cmp::Reverse(len)))?;
        (moved <= 30).then_some(at + "motie ".len() + moved + len)
    });
    let Some(start) = heads else { return Vec::new() };
    let rest = &text[start..];
    let end = ENDS.iter().filter_map(|word| rest.find(word)).min().unwrap_or(rest.len());
    let names = sheet.source(folded.start + start..folded.start + start + end);
    listed(sheet, scan, &names).unwrap_or_default()
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
