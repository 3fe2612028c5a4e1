//! The cells of a row: names side by side, with their offices and parties beside or below them.

use std::ops::Range;

use super::Reader;
use super::table::{self, Column};
use crate::extract::segment::Unit;
use crate::grammar::name;
use crate::grammar::party;
use crate::grammar::person::{self, Signed};

impl Reader<'_, '_> {
    /// Whether a row names the columns of a table, or stands in one; reads it.
    pub(super) fn is_tabled(&mut self, unit: &Unit, cells: &[Range<usize>]) -> bool {
        let words = &self.scan.grammar.words;
        let columns = table::columns(words, cells.iter().map(|cell| self.text(cell)));
        let names =
            columns.is_some() || cells.iter().any(|cell| table::is_columns(words, self.text(cell)));
        if names {
            let columns = columns.unwrap_or_default();
            // A column that no list has is left to be looked at.
            let known = |at: &usize| columns.get(*at) != Some(&Column::Other);
            let taken = (0..cells.len()).filter(known);
            taken.for_each(|at| self.claims.take(cells[at].clone()));
            self.table = columns;
            return true;
        }
        let fitted = table::fitted(&self.table, cells.len()).filter(|_| unit.begins_line);
        fitted.is_some_and(|columns| self.tabled(&columns, cells))
    }

    /// A row of a table whose columns are named; gives whether it was one.
    fn tabled(&mut self, columns: &[Column], cells: &[Range<usize>]) -> bool {
        let find = |wanted: Column| {
            let at = columns.iter().position(|column| *column == wanted)?;
            let cell = cells[at].clone();
            let cell = table::trimmed(self.text(&cell), cell);
            (!cell.is_empty()).then_some(cell)
        };
        let Some(name) = find(Column::Name) else { return false };
        let Some(mut signed) = self.asked.signatory(&name) else { return false };
        signed.role = find(Column::Office).or(signed.role);
        signed.party = find(Column::Party).or(signed.party);
        signed.organisation = find(Column::Organisation).or(signed.organisation);
        self.open.clear();
        // What stands in room for a signature, or in a column that no list has, is left.
        for (column, cell) in columns.iter().zip(cells) {
            if !matches!(column, Column::Room | Column::Other) {
                self.claims.take(cell.clone());
            }
        }
        let has_party = signed.party.is_some();
        self.push(signed);
        // The name of the party may go on in the row below.
        self.unfinished.extend(has_party.then(|| self.entries.len() - 1));
        true
    }

    /// Reads the cells of a row; gives whether any of them was a name or a party.
    pub(super) fn cells(&mut self, line: usize, cells: Vec<Range<usize>>) -> bool {
        let (words, document) = (&self.scan.grammar.words, self.sheet.document);
        let asked = self.asked;
        let party = |cell: &Range<usize>| asked.is_party(cell) || asked.is_led(cell);
        let open = !self.open.is_empty();
        let below = open && !self.sheet.is_wide(line);
        if below && self.names_go_on(&cells) {
            return true;
        }
        // "Dijkgraaf" below "Bos" is a surname as that is.
        let surnames = || {
            let above = self.open.iter().map(|&at| &self.entries[at].signed);
            above.clone().count() > 0
                && above.clone().all(|above| name::is_surname(words, self.text(&above.name)))
                && cells.iter().all(|cell| name::is_surname(words, self.text(cell)))
        };
        // An office alone, or with a party, belongs to the name above it however far that is.
        let office = |cell: &Range<usize>| {
            let text = document.slice(cell);
            let of = person::office(words, text).map(|(_, of)| of);
            of.is_some_and(|of| of.is_none_or(|of| party::is_party(words, &text[of])))
        };
        let below = below || open && cells.len() == 1 && cells.iter().all(office);
        let offices = below
            && !surnames()
            && cells
                .iter()
                .all(|cell| party(cell) || person::office(words, document.slice(cell)).is_some());
        let known = cells.iter().filter(|&cell| party(cell)).count();
        // Of three that stand apart below three names two are told by what is known.
        let mixed = cells.len() == self.open.len()
            && (below && known > 0 || known > 1 && 3 * known >= 2 * cells.len());
        let above = self.party_first == Some(true) && cells.len() == 1 && cells.iter().all(party);
        let parties = self.lack_party() && cells.iter().all(party);
        if !above && (parties || offices || mixed) {
            self.party_first.get_or_insert(false);
            self.belongs_below(&cells);
            return true;
        }
        // "(Afdeling X)     (Afdeling Y)" below names.
        let branches =
            |cell: &Range<usize>| person::begins_organisation(words, document.slice(cell));
        // Where members come for municipalities, below their offices: "Molendrecht     Rietmarke".
        let placed = || {
            let lacks = |&at: &usize| {
                let signed = &self.entries[at].signed;
                signed.role.is_some() && signed.organisation.is_none()
            };
            let place = |cell: &Range<usize>| {
                let text = document.slice(cell);
                text.starts_with(char::is_uppercase)
                    && !text.contains(['.', ',', '('])
                    && (cells.len() > 1 || !text.contains(' '))
            };
            person::names_organisation(words, "")
                && self.open.iter().all(lacks)
                && cells.iter().all(place)
        };
        if below && cells.len() == self.open.len() && (cells.iter().all(branches) || placed()) {
            let open = std::mem::take(&mut self.open);
            for (at, cell) in open.into_iter().zip(cells) {
                self.claims.take(cell.clone());
                self.entries[at].signed.organisation = Some(cell);
            }
            return true;
        }
        // "Groot Molendrecht, Jan Wit", below "D66, Mia Bos".
        if let [cell] = cells.as_slice()
            && self.party_sign == Some(',')
            && let Some((named, person)) = document.slice(cell).split_once(", ")
            && name::is_name(words, person)
            && person::office(words, person).is_none()
            && !party::is_party(words, person)
            && let Some(signed) = person::signatory(words, person)
        {
            self.claims.take(cell.clone());
            let party = Some(cell.start..cell.start + named.len());
            let signed = signed.shifted(cell.end - person.len());
            self.open.clear();
            self.push(Signed { party, ..signed });
            return true;
        }
        self.open.clear();
        if cells.len() > 1 && cells.iter().all(party) {
            cells.iter().for_each(|cell| self.claims.take(cell.clone()));
            self.columns =
                cells.into_iter().map(|cell| self.bare(self.without_lead(cell))).collect();
            return true;
        }
        // "Lokaal Belang     Mia Bos     fractievoorzitter".
        if let [first, name, office] = cells.as_slice()
            && party(first)
            && let Some(mut signed) = asked.signatory(name)
            && signed.party.is_none()
            && let Some((role, None)) = person::office(words, document.slice(office))
        {
            cells.iter().for_each(|cell| self.claims.take(cell.clone()));
            signed.party = Some(first.clone());
            signed.role = Some(office.start + role.start..office.start + role.end);
            self.push(signed);
            return true;
        }
        // "Mia Bos     Fractievoorzitter D66".
        if let [name, office] = cells.as_slice()
            && !party(name)
            && let Some(mut signed) = asked.signatory(name)
            && signed.party.is_none()
            && let Some((role, Some(of))) = person::office(words, document.slice(office))
            && role.start == 0
        {
            cells.iter().for_each(|cell| self.claims.take(cell.clone()));
            signed.role = Some(office.start..office.start + role.end);
            let of = office.start + of.start..office.start + of.end;
            match party::is_party(words, self.text(&of)) || !person::names_organisation(words, "") {
                true => signed.party = Some(of),
                false => signed.organisation = Some(of),
            }
            self.push(signed);
            return true;
        }
        // A name and its party in the same row: "Mia Bos     D66".
        let is_name = |cell: &Range<usize>| !party(cell) && asked.signatory(cell).is_some();
        // "CU/SGP" is no CU of the SGP.
        let has_party = |cell: &Range<usize>| {
            !party::is_listed(words, document.slice(cell))
                && !party::is_several(words, document.slice(cell))
                && asked.signatory(cell).is_some_and(|read| read.party.is_some())
        };
        // "Mia Bos     Afdeling Molendrecht".
        let branch = |cell: &Range<usize>| person::begins_organisation(words, document.slice(cell));
        // "Gemeente Molendrecht     Mia Bos, wethouder".
        if let [body, name] = cells.as_slice()
            && branch(body)
            && !branch(name)
            && let Some(signed) = asked.signatory(name)
            && signed.organisation.is_none()
            && signed.party.is_none()
        {
            self.claims.take(body.clone());
            let organisation = Some(body.clone());
            self.push(Signed { organisation, ..signed });
            return true;
        }
        if let [name, body] = cells.as_slice()
            && branch(body)
            && !branch(name)
            && is_name(name)
            && !has_party(name)
            && let Some(signed) = asked.signatory(name)
        {
            self.claims.take(body.clone());
            let organisation = Some(body.clone());
            self.push(Signed { organisation, ..signed });
            return true;
        }
        let paired = cells.len().is_multiple_of(2)
            && cells.chunks_exact(2).all(|pair| {
                is_name(&pair[0])
                    && party(&pair[1])
                    && !(has_party(&pair[0]) || has_party(&pair[1]))
            });
        if paired {
            for pair in cells.chunks_exact(2) {
                self.claims.take(pair[0].clone());
                self.claims.take(pair[1].clone());
                if let Some(mut signed) = asked.signatory(&pair[0]) {
                    signed.party.get_or_insert_with(|| pair[1].clone());
                    self.push(signed);
                }
            }
            return true;
        }
        // Words that parties have and nothing beside them, and no initials: "Dorpen Vooruit".
        // A name in a list of parties that nobody signs for is one of them.
        let idle = self.idle_parties > 1;
        let is_party = |cell: &Range<usize>, signed: &Signed| {
            let name = document.slice(&signed.name);
            let bare = signed.party.is_none() && signed.role.is_none() && !name.contains('.');
            bare && (party(cell) || idle) || party::is_listed(words, name)
        };
        let columns = std::mem::take(&mut self.columns);
        let bodies = std::mem::take(&mut self.bodies);
        let bodies = if bodies.len() == cells.len() { bodies } else { Vec::new() };
        let offices = std::mem::take(&mut self.offices);
        let offices = if offices.len() == cells.len() { offices } else { Vec::new() };
        let cells = self.parted(cells, &columns);
        let columns = if columns.len() == cells.len() { columns } else { Vec::new() };
        let mut read = false;
        for (at, cell) in cells.into_iter().enumerate() {
            if let Some(column) = columns.get(at) {
                self.party = Some(column.clone());
            }
            if let Some(body) = bodies.get(at) {
                self.organisation = Some(body.clone());
            }
            // "Ons Molendrecht," where a comma stood behind the party above other names.
            let headed = self.party_comma
                && self.party_first == Some(true)
                && self.sheet.is_wide(line)
                && self.text(&cell).ends_with(',');
            match asked.signatory(&cell) {
                Some(mut signed) if !is_party(&cell, &signed) && !headed => {
                    if let Some(office) = offices.get(at) {
                        signed.role.get_or_insert(office.clone());
                    }
                    let lacks = signed.party.is_none() && signed.organisation.is_none();
                    self.claims.take(cell.clone());
                    read = true;
                    self.push(signed);
                    if lacks {
                        self.open.push(self.entries.len() - 1);
                    }
                }
                None if self.is_torn(line, &cell) => {
                    self.claims.take(cell.clone());
                    read = true;
                    self.push(Signed { name: cell.clone(), ..Signed::default() });
                    self.open.push(self.entries.len() - 1);
                }
                Some(_) if idle => read = true,
                _ if party(&cell) || headed => {
                    self.party_comma = self.text(&cell).ends_with(',');
                    self.idle_parties += usize::from(self.pending.is_some());
                    self.pending = Some(cell.clone());
                    read = true;
                    self.party_first.get_or_insert(true);
                    let text = self.text(&cell).trim_end_matches([',', ':', ';', ' ']);
                    self.party = Some(self.bare(cell.start..cell.start + text.len()));
                }
                _ => {}
            }
        }
        if !bodies.is_empty() {
            self.organisation = None;
        }
        read
    }

    /// Cells joined where they are parts of one name: initials that stand alone to the name behind
    /// them, "C.P.   Dekhuyzen", and what a dash begins to what stands before it, "Lokaal Belang   – Mia
    /// Bos".
    pub(super) fn joined(&self, mut cells: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let mut join = |joins: &dyn Fn(&str, &str) -> bool| {
            cells.dedup_by(|cell, last| {
                let joined = joins(self.text(last), self.text(cell));
                if joined {
                    last.end = cell.end;
                }
                joined
            });
        };
        join(&|last, _| name::is_only_initials(last));
        join(&|_, cell| cell.starts_with(['–', '-']));
        cells
    }

    /// Cells parted before the initials of a second name: "J. Bos R. de Wit".
    pub(super) fn parted_at_initials(&self, cells: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let words = &self.scan.grammar.words;
        let is_initials = |word: &str| {
            word.ends_with('.')
                && word.starts_with(char::is_uppercase)
                && word.len() <= 8
                && !words.name_suffixes.has(&word.to_lowercase())
        };
        let begins = |text: &str| text.split(' ').next().is_some_and(is_initials);
        if !cells.iter().any(|cell| begins(self.text(cell))) {
            return cells;
        }
        let is_name = |part: &str| name::is_name(words, part);
        let mut parts = Vec::with_capacity(cells.len());
        for cell in cells {
            let text = self.text(&cell);
            let mut start = 0;
            if begins(text) {
                for at in memchr::memchr_iter(b' ', text.as_bytes()) {
                    let (before, behind) = (&text[start..at], &text[at + 1..]);
                    let full = before.contains(' ') && !name::is_only_initials(before);
                    if begins(behind) && full && is_name(before) && is_name(behind) {
                        parts.push(cell.start + start..cell.start + at);
                        start = at + 1;
                    }
                }
            }
            parts.push(cell.start + start..cell.end);
        }
        parts
    }

    /// The cells of a row parted where the columns above begin: in plain text they may stand apart by
    /// one space.
    pub(super) fn parted(
        &self,
        cells: Vec<Range<usize>>,
        columns: &[Range<usize>],
    ) -> Vec<Range<usize>> {
        if self.sheet.is_printed() || cells.len() >= columns.len() {
            return cells;
        }
        let lines = self.sheet.document.lines();
        let line = |at: usize| &lines[self.sheet.document.line_at(at)];
        let place = |at: usize| {
            let line = line(at);
            // A value that is empty may stand behind the end of its line.
            let start = line.range.start.min(at);
            line.indent as usize + self.text(&(start..at)).chars().count()
        };
        let places: Vec<usize> = columns.iter().map(|column| place(column.start)).collect();
        let mut parts = Vec::new();
        for cell in &cells {
            let mut start = cell.start;
            for (at, _) in self.text(cell).match_indices(' ') {
                let begins = cell.start + at + 1;
                if places.contains(&place(begins)) && begins < cell.end {
                    parts.push(start..begins - 1);
                    start = begins;
                }
            }
            parts.push(start..cell.end);
        }
        if parts.len() == columns.len() { parts } else { cells }
    }
}
