//! Rows in which names and parties stand behind one another with nothing but a space between them.

use std::ops::Range;

use super::Reader;
use super::asked::Asked;
use crate::extract::segment::{Kind, Unit};
use crate::extract::sheet::Sheet;
use crate::grammar::file::Section;
use crate::grammar::person::{self, Signed};
use crate::grammar::words::Words;
use crate::grammar::{name, party};

/// The name of a party has at most so many words.
const PARTY_WORDS: usize = 6;

/// Two full names have as many words at least.
const LEAST_WORDS: usize = 4;

impl Reader<'_, '_> {
    /// Who signs on the line of the closing, behind it: those whom the head names with nothing but spaces
    /// between, "Mia Bos De Wit", or somebody by a full name.
    pub(super) fn named_behind(&mut self, range: Range<usize>) {
        let line = self.sheet.line_of(range.start);
        let source = self.sheet.source(range);
        let text = self.text(&source);
        let bare = text.trim_start_matches(['.', ',', ' ']).trim_end();
        let start = source.start + (bare.as_ptr() as usize - text.as_ptr() as usize);
        let cell = start..start + bare.len();
        if let Some(names) = self.named_in_head(&cell) {
            for name in names {
                self.push(Signed { name, ..Signed::default() });
            }
            return;
        }
        let full = |signed: &Signed| self.text(&signed.name).contains(' ');
        if self.asked.signatory(&cell).as_ref().is_some_and(full) {
            self.cells(line, vec![cell]);
        }
    }

    /// The names that the head has, where a cell is nothing but such names.
    fn named_in_head(&self, cell: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let mut found = Vec::new();
        let mut rest = self.text(cell);
        while !rest.is_empty() {
            let begins = |name: &&&str| {
                let head = rest.get(..name.len());
                head.is_some_and(|head| head.eq_ignore_ascii_case(name))
                    && !rest[name.len()..].starts_with(char::is_alphanumeric)
            };
            let names = self.asked.people().iter().filter(begins);
            let name = names.max_by_key(|name| name.len())?;
            let start = cell.end - rest.len();
            found.push(start..start + name.len());
            rest = rest[name.len()..].trim_start();
        }
        Some(found)
    }

    /// The last line below an explanation, set apart, where it is the name of somebody with initials, a party, or a
    /// place in the head: who signed below it.
    pub(super) fn below_explanation<'u>(&self, units: &[&'u Unit]) -> Option<&'u Unit> {
        let explained = |unit: &&Unit| matches!(unit.kind, Kind::Section(Section::Explanation));
        let last = units.last().filter(|unit| matches!(unit.kind, Kind::Text))?;
        let range = &self.sheet.lines()[last.line].range;
        let apart = last.begins_line
            && (self.sheet.is_wide(last.line) || self.sheet.has_space_above(last.line));
        let signed =
            self.asked.signatory(range).filter(|_| apart && units.iter().any(explained))?;
        let name = self.text(&signed.name);
        let known = self.asked.people().contains(&name);
        (known || signed.party.is_some() || name.contains('.')).then_some(*last)
    }

    /// A name and a party that no list has, between lines that show what they are; gives whether it was one.
    pub(super) fn before_unknown_party(&mut self, cell: &Range<usize>) -> bool {
        let text = self.text(cell);
        if !self.are_spaced || self.asked.signatory(cell).is_some() {
            return false;
        }
        let words = &self.scan.grammar.words;
        let Some(end) = before_party(words, text) else { return false };
        // "Groep De Wit Molendrecht" is one.
        let person =
            || !party::is_party(words, &text[..end]) && party::is_party(words, &text[end + 1..]);
        if self.asked.is_party(cell) && !person() {
            return false;
        }
        let name = cell.start..cell.start + end;
        let party = Some(name.end + 1..cell.end);
        self.open.clear();
        self.push(Signed { name, party, ..Signed::default() });
        true
    }

    /// A row of several names, each with its party behind it or in the row below; gives whether it was
    /// one.
    pub(super) fn spaced(&mut self, unit: &Unit, cell: &Range<usize>) -> bool {
        let words = &self.scan.grammar.words;
        let text = self.text(cell);
        if starts(text).nth(LEAST_WORDS - 1).is_none() {
            return false;
        }
        let paired = pairs(words, text);
        if !paired.is_empty() {
            self.claims.take(cell.clone());
            self.open.clear();
            for signed in paired {
                self.push(signed.shifted(cell.start));
            }
            return true;
        }
        let Some(below) = self.sheet.lines().get(unit.line + 1).map(|line| line.range.clone())
        else {
            return false;
        };
        if !may_be_full_names(text) {
            return false;
        }
        let offices = offices(words, self.text(&below));
        let names = full_names(words, text, offices.len());
        if !names.is_empty() {
            self.claims.take(cell.start..below.end);
            self.open.clear();
            self.read_to = below.end;
            for (name, (role, party)) in names.into_iter().zip(offices) {
                let placed =
                    |range: Range<usize>| below.start + range.start..below.start + range.end;
                let name = cell.start + name.start..cell.start + name.end;
                let (role, party) = (Some(placed(role)), Some(placed(party)));
                self.push(Signed { name, role, party, ..Signed::default() });
            }
            return true;
        }
        let capital = |&at: &usize| text[at..].starts_with(char::is_uppercase);
        let people = starts(text).filter(capital).count() / 2;
        let parties = parties(words, self.text(&below), people);
        // Set apart from the names they must all be parties beyond doubt.
        let sure = |party: &Range<usize>| party::is_party(words, &self.text(&below)[party.clone()]);
        if self.sheet.is_wide(unit.line + 1) && !parties.iter().all(sure) {
            return false;
        }
        let names = full_names(words, text, parties.len());
        if names.is_empty() {
            return false;
        }
        self.claims.take(cell.start..below.end);
        self.open.clear();
        self.read_to = below.end;
        for (name, party) in names.into_iter().zip(parties) {
            let party = Some(below.start + party.start..below.start + party.end);
            let name = cell.start + name.start..cell.start + name.end;
            self.push(Signed { name, party, ..Signed::default() });
        }
        true
    }
}

/// So many lines tell whether parties stand behind names with nothing but a space between.
const TOLD_BY: usize = 12;

/// Whether two lines or more, and half of them, are a name and a party with nothing but a space between: the
/// lines between them are so too, whatever the party.
pub(super) fn are_spaced(sheet: &Sheet<'_>, asked: &Asked<'_>, units: &[&Unit]) -> bool {
    let lines = units.iter().filter(|unit| matches!(unit.kind, Kind::Text) && unit.begins_line);
    let (mut all, mut spaced) = (0, 0);
    for unit in lines.take(TOLD_BY) {
        let range = &sheet.lines()[unit.line].range;
        let beside = asked.signatory(range).is_some_and(|signed| {
            signed.party.is_some_and(|party| party.start == signed.name.end + 1)
        });
        all += 1;
        spaced += usize::from(beside);
    }
    spaced > 1 && 2 * spaced >= all
}

/// Where a name ends that is a first name and a surname, with words of a party behind it: "Mia van den Bos Dorp
/// & Plein".
fn before_party(words: &Words, text: &str) -> Option<usize> {
    let capital = |at: &usize| text[*at..].starts_with(char::is_uppercase);
    let surname = starts(text).skip(1).find(|at| {
        let word = text[*at..].split(' ').next().unwrap_or_default();
        !words.particles.has(word)
    });
    let end = surname.filter(capital).and_then(|at| Some(at + text[at..].find(' ')?))?;
    let party = &text[end + 1..];
    let begins = party.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let plain =
        !text.contains(['.', ',', ';', ':', '(']) && party.split(' ').count() <= PARTY_WORDS;
    (begins && plain && capital(&0) && name::is_name(words, &text[..end])).then_some(end)
}

/// Where the words of a text begin.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b' ', text.as_bytes()).map(|at| at + 1))
}

/// The end of the longest listed party that begins at a place of a text.
fn listed_party(words: &Words, text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    if !party::may_begin_listed(words, rest) {
        return None;
    }
    let ends = memchr::memchr_iter(b' ', rest.as_bytes()).chain(std::iter::once(rest.len()));
    let ends: Vec<usize> = ends.take(PARTY_WORDS).collect();
    let longest = ends.into_iter().rev().find(|&end| party::is_listed(words, &rest[..end]))?;
    Some(start + longest)
}

/// Whether a listed party stands at the end of a text.
fn ends_in_party(words: &Words, text: &str) -> bool {
    let starts = memchr::memrchr_iter(b' ', text.as_bytes()).map(|at| at + 1);
    let mut starts = starts.chain(std::iter::once(0)).take(PARTY_WORDS);
    text.ends_with(' ') || starts.any(|at| party::is_listed(words, &text[at..]))
}

/// Two or more full names, each with a listed party behind it: "Mia Bos D66 Jan de Wit Partij van de
/// Arbeid"; empty where a text is something else.
fn pairs(words: &Words, text: &str) -> Vec<Signed> {
    let mut found = Vec::new();
    // Two full names and two parties.
    let long = starts(text).nth(LEAST_WORDS + 1).is_some();
    if !long || !ends_in_party(words, text) {
        return found;
    }
    let mut start = 0;
    for at in starts(text) {
        if at <= start {
            continue;
        }
        let name = text[start..at].trim_end();
        let full = || name.contains(' ') && name::is_name(words, name);
        if let Some(end) = listed_party(words, text, at).filter(|_| full()) {
            let name = start..start + name.len();
            found.push(Signed { name, party: Some(at..end), ..Signed::default() });
            start = (end + 1).min(text.len());
        }
    }
    if start < text.len() || found.len() < 2 { Vec::new() } else { found }
}

/// The parties that a text is, two or more, and of so many people; empty where it is something else.
/// What stands before, between or behind those that are listed is one of the place: at most one is.
fn parties(words: &Words, text: &str, people: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut unlisted = 0;
    let mut reached = 0;
    for start in starts(text) {
        if start < reached || unlisted > 1 {
            continue;
        }
        if let Some(end) = listed_party(words, text, start) {
            if reached < start {
                found.push(reached..start - 1);
                // "Groep De Wit": told by its words.
                unlisted += usize::from(!party::is_party(words, &text[reached..start - 1]));
            }
            found.push(start..end);
            reached = (end + 1).min(text.len());
        }
    }
    if reached < text.len() {
        found.push(reached..text.len());
        unlisted += usize::from(!party::is_party(words, &text[reached..]));
    }
    let few = found.len() < 2 || 3 * unlisted > found.len();
    // Commas stand between a name and a party.
    let few = few || unlisted > 0 && text.contains(',');
    if unlisted > 1 || few || found.len() != people { Vec::new() } else { found }
}

/// The offices that a text is, two or more, each with a party behind it; empty where it is something else:
/// "Fractievoorzitter SP fractievoorzitter D66".
fn offices(words: &Words, text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let begins = |&at: &usize| person::office(words, &text[at..]).is_some();
    let begins: Vec<usize> = starts(text).filter(begins).collect();
    if begins.len() < 2 || begins[0] != 0 {
        return Vec::new();
    }
    let ends = begins[1..].iter().map(|at| at - 1).chain(std::iter::once(text.len()));
    let held = begins.iter().zip(ends).map(|(&start, end)| {
        let (role, of) = person::office(words, &text[start..end])?;
        let of = of.filter(|of| party::is_party(words, &text[start..end][of.clone()]))?;
        Some((start + role.start..start + role.end, start + of.start..start + of.end))
    });
    held.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// Whether a text has the capitals of two full names or more.
fn may_be_full_names(text: &str) -> bool {
    let capital = |&at: &usize| text[at..].starts_with(char::is_uppercase);
    let count = starts(text).filter(capital).count();
    count >= 4 && count.is_multiple_of(2) && capital(&0)
}

/// The full names that a text is, where it is so many of them, each of two words with a capital; empty
/// where it is something else.
fn full_names(words: &Words, text: &str, count: usize) -> Vec<Range<usize>> {
    if count < 2 {
        return Vec::new();
    }
    let capital = |&at: &usize| text[at..].starts_with(char::is_uppercase);
    let capitals: Vec<usize> = starts(text).filter(capital).collect();
    if capitals.len() != 2 * count || capitals[0] != 0 {
        return Vec::new();
    }
    let begins: Vec<usize> = capitals.into_iter().step_by(2).collect();
    let ends = begins[1..].iter().copied().chain(std::iter::once(text.len() + 1));
    let names: Vec<Range<usize>> =
        begins.iter().zip(ends).map(|(&start, end)| start..end - 1).collect();
    let full = names.iter().all(|range| name::is_name(words, &text[range.clone()]));
    if full { names } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;

    #[test]
    fn names_and_parties_are_told_apart_without_signs() {
        let grammars = Grammars::built_in();
        let words = &grammars.get("gemeenteraad").unwrap().words;
        let of = |text: &str| {
            let part = |range: &Range<usize>| text[range.clone()].to_owned();
            pairs(words, text)
                .iter()
                .map(|signed| (part(&signed.name), part(signed.party.as_ref().unwrap())))
                .collect::<Vec<_>>()
        };
        let expected = [("Mia Bos", "Partij voor de Dieren"), ("Jan van der Wit", "D66")];
        let expected = expected.map(|(name, party)| (name.to_owned(), party.to_owned()));
        assert_eq!(of("Mia Bos Partij voor de Dieren Jan van der Wit D66"), expected);
        for text in ["Mia Bos D66", "Mia Bos Jan de Wit", "D66 Mia Bos SP Jan Wit", ""] {
            assert!(of(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_row_of_names_has_as_many_as_the_parties_below() {
        let grammars = Grammars::built_in();
        let words = &grammars.get("gemeenteraad").unwrap().words;
        let below = "Partij voor de Dieren GroenLinks Onafhankelijke Raadsfractie";
        assert_eq!(parties(words, below, 3), [0..21, 22..32, 33..60]);
        assert!(parties(words, "Mia Bos D66", 2).is_empty());
        assert_eq!(
            parties(words, "Jong en Oud D66 SP", 3),
            [0..11, 12..15, 16..18],
            "one is of the place"
        );
        assert!(parties(words, "Jong en Oud D66 SP", 2).is_empty());
        let names = "Mia van den Bos Jan Wit Bo El";
        assert_eq!(full_names(words, names, 3), [0..15, 16..23, 24..29]);
        assert!(full_names(words, names, 2).is_empty());
    }
}
