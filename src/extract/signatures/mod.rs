//! Who signed: rows of names, and the offices and parties beside or below them.

mod record;

use std::ops::Range;

use super::claims::Claims;
use super::segment::{Kind, Unit};
use super::sheet::Sheet;
use super::submitters;
use crate::grammar::file::{Section, SignatoryKind};
use crate::grammar::frame;
use crate::grammar::party;
use crate::grammar::person::{self, Signed};
use crate::grammar::rules::Scan;
use crate::motion::Signatory;

/// A signatory while the rows are being read, in source ranges.
#[derive(Clone, Debug)]
struct Entry {
    signed: Signed,
    kind: SignatoryKind,
    /// Whether words say that names follow: a heading, the chair's sentence.
    said: bool,
}

/// Reads the units behind the clauses; takes what it reads.
#[must_use]
pub fn read(
    sheet: &Sheet<'_>,
    scan: &Scan<'_>,
    units: &[&Unit],
    claims: &mut Claims,
) -> Vec<Signatory> {
    let mut reader = Reader {
        sheet,
        scan,
        claims,
        entries: Vec::new(),
        open: Vec::new(),
        party: None,
        columns: Vec::new(),
        party_first: None,
        organisation: None,
        kind: SignatoryKind::Submitted,
        said: false,
    };
    let mut signing = true;
    let mut missed = 0;
    for unit in units {
        match &unit.kind {
            // Another motion begins.
            Kind::Opening(_) => break,
            Kind::Signing(kind, value) => {
                signing = true;
                missed = 0;
                let value = (*value).min(unit.range.end);
                reader.begin(*kind, unit.range.start..value);
                reader.said = value > unit.range.start;
                if value == unit.range.start {
                    reader.row(unit);
                } else {
                    reader.value(unit.line, value..unit.range.end);
                }
            }
            Kind::Movers(names, end) => {
                reader.said = true;
                reader.movers(unit.range.start..*end, names);
            }
            Kind::Section(_) => signing = false,
            Kind::Dated(..) => {}
            Kind::Closing(_) => {
                signing = true;
                missed = 0;
            }
            _ if signing => {
                missed = if reader.row(unit) { 0 } else { missed + 1 };
                signing =
                    missed < MISSED && !(missed > 0 && is_prose(&scan.text[unit.range.clone()]));
            }
            _ => {}
        }
    }
    reader.finish()
}

/// So many rows that are no names end the signatures.
const MISSED: usize = 3;

/// Whether a line is a sentence rather than a row of names: it has many words.
fn is_prose(line: &str) -> bool {
    line.split_whitespace().count() > 8
}

struct Reader<'r, 'a> {
    sheet: &'r Sheet<'a>,
    scan: &'r Scan<'r>,
    claims: &'r mut Claims,
    entries: Vec<Entry>,
    /// The signatories of the row before, whose party may stand below.
    open: Vec<usize>,
    /// The party that the names to come sign for.
    party: Option<Range<usize>>,
    /// The parties of a row with several, whose members sign below.
    columns: Vec<Range<usize>>,
    /// Whether parties stand above the names that sign for them, as the first of them shows.
    party_first: Option<bool>,
    /// The organisation that they sign for.
    organisation: Option<Range<usize>>,
    kind: SignatoryKind,
    said: bool,
}

impl Reader<'_, '_> {
    fn text(&self, range: &Range<usize>) -> &str {
        self.sheet.document.slice(range)
    }

    fn begin(&mut self, kind: SignatoryKind, words: Range<usize>) {
        self.kind = kind;
        self.open.clear();
        self.party = None;
        self.organisation = None;
        self.claims.take(self.sheet.source(words));
    }

    /// What stands behind the words that head signatures, on the same line.
    fn value(&mut self, line: usize, range: Range<usize>) {
        let source = self.sheet.source(range);
        if source.is_empty() {
            return;
        }
        let text = self.text(&source);
        // A list of several is no name with a party that has a comma in it.
        let several = text.matches(", ").count() + text.matches(" en ").count() > 1
            && !person::names_organisation(&self.scan.grammar.words, "");
        if !several && person::signatory(&self.scan.grammar.words, text).is_some() {
            self.cells(line, vec![source]);
            return;
        }
        if let Some(people) = submitters::people(self.sheet, self.scan, &source)
            && people.iter().any(|signed| !signed.name.is_empty())
        {
            self.claims.take(source);
            let named = people.into_iter().filter(|signed| !signed.name.is_empty());
            named.for_each(|signed| self.push(signed));
            return;
        }
        let found = if text.contains('(') {
            bracketed(text)
        } else {
            person::names(&self.scan.grammar.words, text)
        };
        if !found.is_empty() {
            self.claims.take(source.clone());
        }
        for part in found {
            let range = source.start + part.start..source.start + part.end;
            if let Some(signed) = person::signatory(&self.scan.grammar.words, self.text(&range)) {
                self.push(signed.shifted(range.start));
            }
        }
    }

    fn movers(&mut self, sentence: Range<usize>, names: &Range<usize>) {
        let source = self.sheet.source(names.clone());
        self.claims.take(self.sheet.source(sentence));
        let found = submitters::people(self.sheet, self.scan, &source).unwrap_or_default();
        found
            .into_iter()
            .filter(|signed| !signed.name.is_empty())
            .for_each(|signed| self.push(signed));
        self.open.clear();
    }

    /// A line of names, or of what belongs to the names above it. Gives whether any of it was read;
    /// a line without a word counts as read.
    fn row(&mut self, unit: &Unit) -> bool {
        let scan = self.scan;
        if frame::is_bare_party_lead(scan, &scan.text[unit.range.start..]) {
            return false;
        }
        if let Some(party) = self.fraction_below(unit) {
            self.belongs_below(&[party]);
            return true;
        }
        let folded = &scan.text[unit.range.clone()];
        if frame::verdict(scan, folded).is_ok_and(|(rest, _)| {
            scan.at(rest.trim_start_matches(['.', ' '])) >= unit.range.end || scan.at_line_end(rest)
        }) {
            return false;
        }
        let single = self.sheet.document.cells(self.sheet.lines()[unit.line]).nth(1).is_none();
        if single && self.lead(unit) {
            return true;
        }
        let line = self.sheet.lines()[unit.line];
        let start = self.sheet.source_at(unit.range.start);
        let cells: Vec<Range<usize>> = self
            .sheet
            .document
            .cells(line)
            .filter(|cell| cell.end > start && self.text(cell).contains(char::is_alphanumeric))
            .filter(|cell| {
                let at = self.sheet.offset(cell.start);
                !frame::section(scan, &scan.text[at..])
                    .is_ok_and(|(_, section)| section == Section::Stamp)
            })
            .filter(|cell| {
                let at = self.sheet.offset(cell.start);
                !frame::verdict(scan, &scan.text[at..])
                    .is_ok_and(|(rest, _)| scan.at_cell_end(rest))
            })
            .collect();
        cells.is_empty() || self.cells(unit.line, cells)
    }

    /// The party of a line such as "Fractie X" under one name that lacks one.
    fn fraction_below(&self, unit: &Unit) -> Option<Range<usize>> {
        let scan = self.scan;
        let (rest, certain) = frame::party_lead(scan, &scan.text[unit.range.start..]).ok()?;
        let below = certain
            && self.open.len() == 1
            && self.party_first != Some(true)
            && !self.sheet.is_wide(unit.line)
            && scan.text[unit.range.start..].starts_with("fractie");
        let party = self.sheet.source(scan.at(rest)..unit.range.end);
        (below && !self.text(&party).contains(',')).then_some(party)
    }

    /// A line such as "Namens de fractie van X,": those below it sign for X.
    fn lead(&mut self, unit: &Unit) -> bool {
        let scan = self.scan;
        let words = &scan.grammar.words;
        let Ok((rest, certain)) = frame::party_lead(scan, &scan.text[unit.range.start..]) else {
            return false;
        };
        let value = self.sheet.source(scan.at(rest)..unit.range.end);
        let text = self.text(&value).trim_end_matches([',', ':', ';']);
        let (text, signed) = match text.split_once([',', ':']) {
            Some((party, name)) => match person::signatory(words, name) {
                Some(signed) => (party, Some(signed.shifted(value.start + party.len() + 1))),
                None => (text, None),
            },
            None => (text, None),
        };
        // "Namens Dorpen Vooruit" names nobody, unless by initials.
        let named = certain
            || person::signatory(words, text).is_none()
            || party::is_party(words, text)
            || !text.contains('.');
        if !named || text.is_empty() || text.split_whitespace().count() > 8 {
            return false;
        }
        let text = text.strip_prefix("de ").or_else(|| text.strip_prefix("het ")).unwrap_or(text);
        let start = value.start + self.text(&value).find(text).unwrap_or(0);
        let range = start..start + text.len();
        let organisation = !certain && person::names_organisation(words, text);
        self.claims.take(self.sheet.source(unit.range.clone()));
        self.open.clear();
        (self.party, self.organisation) =
            if organisation { (None, Some(range)) } else { (Some(range), None) };
        if let Some(signed) = signed {
            self.push(signed);
            (self.party, self.organisation) = (None, None);
        }
        true
    }

    /// Reads the cells of a row; gives whether any of them was a name or a party.
    fn cells(&mut self, line: usize, cells: Vec<Range<usize>>) -> bool {
        let (words, document) = (&self.scan.grammar.words, self.sheet.document);
        let party = |range: &Range<usize>| party::is_party(words, document.slice(range));
        let open = !self.open.is_empty();
        let below = open && !self.sheet.is_wide(line);
        let offices = below
            && cells
                .iter()
                .all(|cell| party(cell) || person::office(words, document.slice(cell)).is_some());
        let mixed = below && cells.len() == self.open.len() && cells.iter().any(party);
        let above = self.party_first == Some(true) && cells.len() == 1 && cells.iter().all(party);
        if !above && (open && cells.iter().all(party) || offices || mixed) {
            self.party_first.get_or_insert(false);
            self.belongs_below(&cells);
            return true;
        }
        self.open.clear();
        if cells.len() > 1 && cells.iter().all(party) {
            cells.iter().for_each(|cell| self.claims.take(cell.clone()));
            self.columns = cells.into_iter().map(|cell| self.without_lead(cell)).collect();
            return true;
        }
        // A name and its party in the same row: "Mia Bos     D66".
        let is_name = |cell: &Range<usize>| {
            !party(cell) && person::signatory(words, document.slice(cell)).is_some()
        };
        let paired = cells.len().is_multiple_of(2)
            && cells.chunks_exact(2).all(|pair| is_name(&pair[0]) && party(&pair[1]));
        if paired {
            for pair in cells.chunks_exact(2) {
                self.claims.take(pair[1].clone());
                if let Some(signed) = person::signatory(words, document.slice(&pair[0])) {
                    let mut signed = signed.shifted(pair[0].start);
                    signed.party.get_or_insert_with(|| pair[1].clone());
                    self.push(signed);
                }
            }
            return true;
        }
        // Words that parties have and nothing beside them, and no initials: "Dorpen Vooruit".
        let is_party = |cell: &Range<usize>, signed: &Signed| {
            let name = document.slice(&signed.name);
            let bare = signed.party.is_none() && signed.role.is_none() && !name.contains('.');
            bare && party(cell) || party::is_listed(words, name)
        };
        let columns = std::mem::take(&mut self.columns);
        let columns = if columns.len() == cells.len() { columns } else { Vec::new() };
        let mut read = false;
        for (at, cell) in cells.into_iter().enumerate() {
            if let Some(column) = columns.get(at) {
                self.party = Some(column.clone());
            }
            let signed = person::signatory(words, document.slice(&cell))
                .map(|signed| signed.shifted(cell.start));
            match signed {
                Some(signed) if !is_party(&cell, &signed) => {
                    let lacks = signed.party.is_none() && signed.organisation.is_none();
                    self.claims.take(cell.clone());
                    read = true;
                    self.push(signed);
                    if lacks {
                        self.open.push(self.entries.len() - 1);
                    }
                }
                _ if party(&cell) => {
                    self.claims.take(cell.clone());
                    read = true;
                    self.party_first.get_or_insert(true);
                    let text = self.text(&cell).trim_end_matches([',', ':', ';', ' ']);
                    self.party = Some(cell.start..cell.start + text.len());
                }
                _ => {}
            }
        }
        read
    }

    /// A party without the words before it, and without the sign behind it: "Namens de SP,".
    fn without_lead(&self, cell: Range<usize>) -> Range<usize> {
        let at = self.sheet.offset(cell.start);
        let start = match frame::party_lead(self.scan, &self.scan.text[at..]) {
            Ok((rest, _)) => self.sheet.source_at(self.scan.at(rest)).min(cell.end),
            Err(_) => cell.start,
        };
        let text = self.text(&(start..cell.end)).trim_end_matches([',', ':', ';', ' ']);
        let bare = text.strip_prefix("de ").or_else(|| text.strip_prefix("het ")).unwrap_or(text);
        let end = start + text.len();
        end - bare.len()..end
    }

    /// A row of parties or offices under a row of names.
    fn belongs_below(&mut self, cells: &[Range<usize>]) {
        let open = std::mem::take(&mut self.open);
        for (at, cell) in cells.iter().enumerate() {
            let Some(&index) = self.above(&open, cells, at) else {
                continue;
            };
            self.claims.take(cell.clone());
            let text = self.text(cell).trim_end_matches([',', ';']);
            let range = cell.start..cell.start + text.len();
            let office = person::office(&self.scan.grammar.words, text);
            let signed = &mut self.entries[index].signed;
            match office {
                Some((role, of)) => {
                    signed.role = Some(cell.start + role.start..cell.start + role.end);
                    let of = of.map(|of| cell.start + of.start..cell.start + of.end);
                    let party = of.as_ref().is_some_and(|of| {
                        party::is_party(&self.scan.grammar.words, self.sheet.document.slice(of))
                    });
                    match of {
                        Some(of) if party => signed.party = Some(of),
                        Some(of) => signed.organisation = Some(of),
                        None => {}
                    }
                    self.open.push(index);
                }
                None => signed.party = Some(range),
            }
        }
    }

    /// The signatory above a cell: the one at the same place in its row where the rows are equally
    /// long, else the one whose name stands nearest above.
    fn above<'o>(&self, open: &'o [usize], cells: &[Range<usize>], at: usize) -> Option<&'o usize> {
        if open.len() == cells.len() {
            return open.get(at);
        }
        let left = |range: &Range<usize>| {
            let line = &self.sheet.document.lines()[self.sheet.document.line_at(range.start)];
            self.sheet
                .document
                .bbox(range)
                .map_or(line.indent + (range.start - line.range.start) as f32, |bbox| bbox.x0)
        };
        let place = left(&cells[at]);
        let distance = |index: &&usize| (left(&self.entries[**index].signed.name) - place).abs();
        open.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    fn push(&mut self, mut signed: Signed) {
        if signed.party.is_none() {
            signed.party.clone_from(&self.party);
        }
        if signed.organisation.is_none() {
            signed.organisation.clone_from(&self.organisation);
        }
        for range in [
            Some(&signed.name),
            signed.role.as_ref(),
            signed.organisation.as_ref(),
            signed.party.as_ref(),
        ] {
            self.claims.take(range.cloned().unwrap_or_default());
        }
        self.entries.push(Entry { signed, kind: self.kind, said: self.said });
    }

    fn finish(self) -> Vec<Signatory> {
        let sheet = self.sheet;
        self.entries.iter().map(|entry| record::signatory(sheet, entry)).collect()
    }
}

/// Parts of a text that end with a bracket: "Mia Bos (D66), Jan El (SP) en Bo Wit (VVD)".
fn bracketed(text: &str) -> Vec<Range<usize>> {
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
