//! Several people in one row, or in a list that goes on over several.

use std::ops::Range;

use super::Reader;
use crate::extract::segment::Unit;
use crate::extract::submitters;
use crate::grammar::person::Signed;

impl Reader<'_, '_> {
    /// A row that names several people, with the rows below it that go on with the list; `None`
    /// where it is none. Gives whether it was read.
    pub(super) fn listed(&mut self, unit: &Unit, cell: &Range<usize>) -> Option<bool> {
        if cell.start < self.read_to {
            return Some(true);
        }
        let text = self.text(cell);
        let joins = |byte: u8| matches!(byte, b',' | b'/' | b'&');
        if !text.bytes().any(joins) && !text.contains(" en ") {
            return None;
        }
        let lines = self.sheet.lines();
        let long = text.matches(',').count() > 1;
        let below = (unit.line + 1..lines.len().min(unit.line + 6))
            .take_while(|&line| long && !self.sheet.is_wide(line));
        let ends: Vec<usize> =
            std::iter::once(cell.end).chain(below.map(|line| lines[line].range.end)).collect();
        let (range, people) = ends.into_iter().rev().find_map(|end| {
            let range = cell.start..end;
            let people = self.several(&range)?;
            Some((range, people))
        })?;
        self.claims.take(range.clone());
        self.open.clear();
        self.read_to = range.end;
        for signed in people {
            let lacks = signed.party.is_none() && signed.organisation.is_none();
            self.push(signed);
            if lacks && self.party.is_none() {
                self.open.push(self.entries.len() - 1);
            }
        }
        Some(true)
    }

    /// The people of a list, where it surely is one: of three or more, of two with "en" or "/"
    /// between them, or where it is known for whom they sign.
    pub(super) fn several(&self, range: &Range<usize>) -> Option<Vec<Signed>> {
        let people = submitters::people(self.sheet, self.scan, range)?;
        let full = |signed: &Signed| {
            let name = self.text(&signed.name);
            name.contains([' ', '.', '\n']) || !name.is_empty() && signed.party.is_some()
        };
        let text = self.text(range);
        let joined = text.contains(" en ") || text.contains(['/', '&']);
        let initials = |signed: &Signed| self.text(&signed.name).contains('.');
        let sure = people.len() > 2
            || joined
            || self.party.is_some()
            || people.iter().all(initials)
            || people.iter().all(|signed| signed.party.is_some());
        (people.len() > 1 && sure && people.iter().all(full)).then_some(people)
    }
}

/// Parts of a text that end with a bracket: "Mia Bos (D66), Jan El (SP) en Bo Wit (VVD)".
pub(super) fn bracketed(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(')') {
        let trimmed = part.trim_start_matches([',', ' ', ';']);
        let trimmed = trimmed.strip_prefix("en ").unwrap_or(trimmed);
        let end = start + part.len();
        parts.push(end - trimmed.len()..end);
        start = end;
    }
    parts
}
