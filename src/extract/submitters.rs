//! Who brings a motion in, as its head says: by a label, by its heading, or by the chair's sentence.

use std::collections::HashSet;
use std::ops::Range;

use super::sheet::Sheet;
use super::town;
use crate::grammar::lex::find_word;
use crate::grammar::people;
use crate::grammar::person::{self, Signed};
use crate::grammar::scan::Scan;
use crate::motion::{Signatory, Submitter};
use crate::text::Folded;
use crate::text::join::{self, Joined};

/// Reads the people in source ranges that labels stand before; `None` where they are none.
#[must_use]
pub fn listed(sheet: &Sheet<'_>, scan: &Scan<'_>, range: &Range<usize>) -> Option<Vec<Submitter>> {
    let people = of_town(sheet, scan, people(sheet, scan, range)?);
    // Where members come for municipalities, one word is the name of one.
    let organisations = person::names_organisation(&scan.grammar.words, "");
    let member = |signed: &Signed| {
        let name = sheet.document.slice(&signed.name);
        let alone =
            signed.party.is_none() && signed.role.is_none() && signed.organisation.is_none();
        organisations && alone && !name.is_empty() && !name.contains([' ', '.'])
    };
    let placed = |signed: &Signed| {
        if member(signed) {
            Signed { organisation: Some(signed.name.clone()), ..Signed::default() }
        } else {
            signed.clone()
        }
    };
    Some(people.iter().map(|signed| submitter(sheet, &placed(signed))).collect())
}

/// The same people, parties of the municipality told from them: "Jong Molendrecht, PVV" names nobody.
fn of_town(sheet: &Sheet<'_>, scan: &Scan<'_>, people: Vec<Signed>) -> Vec<Signed> {
    let Some(town) = town::name(sheet, scan) else { return people };
    let split = |signed: Signed| {
        let name = signed.name.clone();
        let bare = signed.role.is_none() && signed.organisation.is_none();
        if !bare || !town::is_party_of(town, scan, sheet.document.slice(&name)) {
            return [Some(signed), None];
        }
        let party = |party| Signed { name: name.start..name.start, party, ..Signed::default() };
        [Some(party(Some(name.clone()))), signed.party.map(|of| party(Some(of)))]
    };
    people.into_iter().flat_map(split).flatten().collect()
}

/// Those whom sentences in source ranges name, each once: the chair may say it of a motion that was
/// changed, and of what it is now.
#[must_use]
pub fn of_sentences(
    sheet: &Sheet<'_>,
    scan: &Scan<'_>,
    sentences: impl Iterator<Item = Range<usize>>,
) -> Vec<Submitter> {
    let mut all = Vec::new();
    let mut named = HashSet::new();
    for submitter in sentences.flat_map(|names| listed(sheet, scan, &names).unwrap_or_default()) {
        if submitter.name.as_ref().is_none_or(|name| named.insert(name.clone())) {
            all.push(submitter);
        }
    }
    all
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
    let Some(named) = first_of(&words.motion_names, text, None, |_| true) else {
        return Vec::new();
    };
    // The longest of those that stand first: "van de fractie van" before "van de fractie".
    let lead = words
        .mover_leads
        .iter()
        .filter_map(|lead| {
            Some((find_word(until(text, named + LEAD_WITHIN, lead), lead)?, lead.len()))
        })
        .filter(|&(at, _)| (named..named + LEAD_WITHIN).contains(&at))
        .min_by_key(|&(at, len)| (at, std::cmp::Reverse(len)));
    // "Motie van de afdeling Molendrecht".
    let branch = || {
        let at = named + find_word(&text[named..], "van de")?;
        // "Motie tot het ontlasten van de gemeente Molendrecht" is about that.
        if words.mover_ends.iter().any(|end| find_word(&text[named..at], end).is_some()) {
            return None;
        }
        let of = sheet.source(folded.start + at + "van de".len()..folded.end);
        let begins = person::begins_organisation(words, sheet.document.slice(&of));
        (begins && at < LEAD_WITHIN).then_some((at, "van de".len()))
    };
    // "Voorstel van resolutie van Mia Bos en Jan de Wit betreffende": full names.
    let bare = || {
        let name =
            words.motion_names.iter().filter_map(|name| Some(find_word(text, name)? + name.len()));
        let at = name.min()? + 1;
        text.get(at..)?.starts_with("van ").then_some((at, "van".len()))
    };
    // "Motie-Bos (D66) c.s. over", as the Eerste Kamer names them.
    let dashed = || {
        let behind = |name: &String| text[named..].strip_prefix(name.as_str())?.strip_prefix('-');
        let len = text.len() - named - words.motion_names.iter().find_map(behind)?.len();
        words.mover_ends.iter().any(|end| find_word(text, end).is_some()).then_some((named, len))
    };
    let lead = lead.or_else(branch).or_else(bare).or_else(dashed);
    let Some((at, len)) = lead else { return Vec::new() };
    let rest = &text[at + len..];
    // "van het lid Bos (Partij voor de Dieren) over": the "voor" of a party ends nothing.
    let bracket = rest.find('(').and_then(|open| Some(open..open + rest[open..].find(')')?));
    let aside = |at: &usize| bracket.as_ref().is_some_and(|bracket| bracket.contains(at));
    let ends = words.mover_ends.iter().filter_map(|word| end_of_names(rest, word));
    let end = ends.chain(rest.find(':')).filter(|at| !aside(at)).min().unwrap_or(rest.len());
    let start = folded.start + at + len;
    let names = sheet.source(start..start + end);
    let mut found = listed(sheet, scan, &names).unwrap_or_default();
    let full =
        |submitter: &Submitter| submitter.name.as_ref().is_some_and(|name| name.contains(' '));
    if &text[at..at + len] == "van" && !found.iter().all(full) {
        return Vec::new();
    }
    // "van de fractie van Solidair Molendrecht": a party, whatever its name looks like.
    if text[at..at + len].contains("fractie") {
        for submitter in found.iter_mut().filter(|submitter| submitter.party.is_none()) {
            submitter.party = submitter.name.take();
        }
    }
    found
}

/// Where a word stands that ends a list of names, and does not begin one: "DE LEDEN TOT BOS EN DE WIT
/// TOT BESLUIT VAN".
fn end_of_names(text: &str, word: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + find_word(&text[from..], word)?;
        let before = text[..at].trim_end();
        if !(before.is_empty() || before.ends_with(" en") || before.ends_with(',')) {
            return Some(at);
        }
        from = at + word.len();
    }
}

/// Those who signed and whose surnames a title begins with, and where the rest of the title begins, if
/// a sign parts it off: "Bos/De Wit over bomen", "Bos c.s.: meer bomen".
#[must_use]
pub fn of_title(
    sheet: &Sheet<'_>,
    scan: &Scan<'_>,
    title: &Range<usize>,
    signatories: &[Signatory],
) -> Option<(Vec<Submitter>, Option<usize>)> {
    let words = &scan.grammar.words;
    if signatories.is_empty() {
        return None;
    }
    let folded = sheet.offset(title.start)..sheet.offset(title.end).max(sheet.offset(title.start));
    let text = &scan.text[folded.clone()];
    // Behind "van de leden" names may be in small letters.
    let behind =
        |lead: &String| Some(find_word(until(text, LEAD_WITHIN, lead), lead)? + lead.len());
    let led = words.mover_leads.iter().filter_map(behind).max().filter(|&at| at < LEAD_WITHIN);
    let text = &text[led.unwrap_or(0)..];
    let signs = [text.find(':'), text.find(" - ")];
    let sign = signs.into_iter().flatten().filter(|&end| end > 0).min();
    let end = first_of(&words.mover_ends, text, sign, |end| end > 0);
    let end = if led.is_some() { end.unwrap_or(text.len()) } else { end? };
    let mut found = Vec::new();
    for part in text[..end].split(['/', ',', '&']).flat_map(|part| part.split(" en ")) {
        let name = part.trim();
        let start = folded.end - text.len() + (name.as_ptr() as usize - text.as_ptr() as usize);
        let surname = |signatory: &Signatory| {
            let folded = Folded::whole(&signatory.name);
            let before = folded.text().strip_suffix(name);
            before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '.']))
        };
        if name.is_empty() || !signatories.iter().any(surname) {
            return None;
        }
        let range = sheet.source(start..start + name.len());
        found.push(submitter(sheet, &Signed { name: range, ..Signed::default() }));
    }
    let others = |rest: &str| {
        words.others.iter().find_map(|word| rest.strip_prefix(word.as_str()).map(str::len))
    };
    let rest = text[end..].trim_start();
    let rest = &rest[rest.len() - others(rest).unwrap_or(rest.len())..];
    let behind = rest.trim_start().strip_prefix([':', '-', '|']).map(str::trim_start);
    let start = behind.filter(|behind| !behind.is_empty() && led.is_none());
    Some((found, start.map(|behind| sheet.source_at(folded.end - behind.len()))))
}

/// The first of the places that are `fit` and where one of some words stands first in a text, or
/// `other` where that is before all of them.
fn first_of(
    words: &[String],
    text: &str,
    other: Option<usize>,
    fit: impl Fn(usize) -> bool,
) -> Option<usize> {
    words.iter().fold(other, |first, word| {
        let part = first.map_or(text, |first| until(text, first, word));
        let at = find_word(part, word).filter(|&at| fit(at));
        at.into_iter().chain(first).min()
    })
}

/// As much of a text as tells whether a word stands before a place.
fn until<'a>(text: &'a str, place: usize, word: &str) -> &'a str {
    let beside = char::MAX.len_utf8();
    &text[..text.floor_char_boundary(place + word.len() + beside)]
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
