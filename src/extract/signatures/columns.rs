//! Rows that say for whom those sign who stand in the row below, each in a column of its own.

use std::ops::Range;

use super::Reader;
use crate::extract::segment::Unit;
use crate::grammar::frame;
use crate::grammar::{name, party, person};

/// What heads a column.
enum Head {
    Party(Range<usize>),
    Organisation(Range<usize>),
    Office(Range<usize>),
}

impl Reader<'_, '_> {
    /// A row whose cells say for whom those below them sign: "Namens de fractie van X,     Namens de
    /// fractie van Y,", or names of parties and of organisations above as many people; gives whether it
    /// was one.
    pub(super) fn heads_columns(&mut self, unit: &Unit, cells: &[Range<usize>]) -> bool {
        if !unit.begins_line || self.are_fractions_below(unit, cells) {
            return false;
        }
        // "Namens de fractie van     Namens de fractie van", and the parties in the row below.
        if cells.iter().all(|cell| self.is_bare_lead(cell)) {
            cells.iter().for_each(|cell| self.claims.take(cell.clone()));
            self.open.clear();
            self.leading = cells.len();
            return true;
        }
        let below = std::mem::take(&mut self.leading) == cells.len();
        let below = below.then(|| cells.iter().map(|cell| Head::Party(self.named(cell))).collect());
        let led = || cells.iter().map(|cell| self.led(cell)).collect::<Option<Vec<Head>>>();
        // "Namens de SP     Namens OPM": one that is known tells what all are.
        let leads = || {
            let all = cells.len() > 1 && cells.iter().all(|cell| self.asked.lead(cell).is_some());
            let parties: Vec<Range<usize>> =
                cells.iter().map(|cell| self.without_lead(cell.clone())).collect();
            let known = |party: &Range<usize>| {
                !party.is_empty() && party::is_listed(&self.scan.grammar.words, self.text(party))
            };
            let named = all
                && parties.iter().any(known)
                && parties.iter().all(|party| !self.text(party).contains([',', ':']));
            named.then(|| parties.into_iter().map(Head::Party).collect())
        };
        let heads =
            below.or_else(led).or_else(leads).or_else(|| self.above_people(unit.line, cells));
        let Some(heads) = heads else { return false };
        cells.iter().for_each(|cell| self.claims.take(cell.clone()));
        self.open.clear();
        if !matches!(heads.first(), Some(Head::Office(_))) {
            (self.party, self.organisation) = (None, None);
        }
        self.offices.clear();
        self.columns.clear();
        self.bodies.clear();
        for head in heads {
            match head {
                Head::Party(party) => self.columns.push(self.bare(party)),
                Head::Organisation(body) => self.bodies.push(body),
                Head::Office(office) => self.offices.push(office),
            }
        }
        true
    }

    /// Whether the cells of a row say of which groups the people right above them are: "fractie X
    /// fractie Y".
    fn are_fractions_below(&self, unit: &Unit, cells: &[Range<usize>]) -> bool {
        self.open.len() == cells.len()
            && self.lack_party()
            && !self.sheet.is_wide(unit.line)
            && cells.iter().all(|cell| self.asked.is_led(cell))
            && !self.sheet.lines().get(unit.line + 1).is_some_and(|below| {
                let mut below = self.sheet.document.cells(below);
                let close = !self.sheet.is_wide(unit.line + 1);
                close && below.all(|cell| self.asked.signatory(&cell).is_some())
            })
    }

    /// An organisation alone on its line, above somebody who signs for it: "gemeente Molendrecht"; or the office of
    /// the person below, where nobody stands above it: "Woordvoerder".
    pub(super) fn heads_block(&mut self, unit: &Unit, cells: &[Range<usize>]) -> bool {
        let ([cell], Some(below)) = (cells, self.sheet.lines().get(unit.line + 1)) else {
            return false;
        };
        let words = &self.scan.grammar.words;
        if self.open.is_empty()
            && let Some(Head::Office(office)) = self.office_alone(cell)
            && let Some(signed) = self.asked.signatory(&below.range)
            && signed.role.is_none()
            && self.text(&signed.name).contains([' ', '.'])
            && !name::is_surname(words, self.text(&signed.name))
        {
            self.claims.take(cell.clone());
            self.offices = vec![office];
            return true;
        }
        let apart = self.entries.is_empty() || self.sheet.is_wide(unit.line);
        if !apart || !person::begins_organisation(words, self.text(cell)) {
            return false;
        }
        let signs = !self.sheet.is_wide(unit.line + 1)
            && person::office(words, self.text(&below.range)).is_none()
            && { self.asked.signatory(&below.range) }
                .is_some_and(|signed| signed.organisation.is_none());
        // "Gemeente X," above "namens het college,".
        let led = || {
            let start = self.sheet.start(unit.line + 1);
            frame::party_lead(self.scan, &self.scan.text[start..])
                .is_ok_and(|(_, certain)| !certain)
        };
        if !signs && !led() {
            return false;
        }
        // Its words are in the record once somebody signs for it.
        self.open.clear();
        self.party = None;
        self.organisation = Some(cell.start..cell.start + self.trimmed(cell).len());
        true
    }

    /// Whether a cell is the words before a party, without one: "Namens de fractie van".
    fn is_bare_lead(&self, cell: &Range<usize>) -> bool {
        let place = self.sheet.offset(cell.start)..self.sheet.offset(cell.end);
        let (input, end) = (&self.scan.text[place.start..], place.end);
        let mut leads = self.scan.grammar.party_leads.at(input);
        leads.any(|(lead, ())| {
            let rest = input.strip_prefix(lead.printed.as_str());
            rest.is_some_and(|rest| self.scan.at(rest.trim_start_matches([',', ':', ' '])) >= end)
        })
    }

    /// A cell that is a party, without the article before it and the signs behind it: "de SP,".
    fn named(&self, cell: &Range<usize>) -> Range<usize> {
        let text = self.trimmed(cell);
        let bare = ["de ", "het "].iter().find_map(|the| text.strip_prefix(the)).unwrap_or(text);
        let end = cell.start + text.len();
        end - bare.len()..end
    }

    /// For whom a cell says that people sign: "Namens de gemeente X".
    fn led(&self, cell: &Range<usize>) -> Option<Head> {
        let scan = self.scan;
        let (start, certain) = self.asked.lead(cell)?;
        let text = self.text(&(start..cell.end)).trim_end_matches([',', ':', ';', ' ']);
        let words = &scan.grammar.words;
        let bare = text.strip_prefix("de ").or_else(|| text.strip_prefix("het ")).unwrap_or(text);
        let end = start + text.len();
        let range = end - bare.len()..end;
        let named = || person::signatory(words, text).is_some_and(|signed| signed.party.is_some());
        if text.is_empty() || named() || text.contains([',', ':']) {
            return None;
        }
        if certain || party::is_party(words, self.text(&self.without_lead(cell.clone()))) {
            return Some(Head::Party(self.without_lead(cell.clone())));
        }
        person::names_organisation(words, text).then_some(Head::Organisation(range))
    }

    /// What the cells of a row name, where as many people stand in the row below: parties of which one
    /// at least is known, or organisations.
    fn above_people(&self, line: usize, cells: &[Range<usize>]) -> Option<Vec<Head>> {
        // They may as well be the parties of the people above.
        let words = &self.scan.grammar.words;
        let members = person::names_organisation(words, "");
        if self.lack_party() && !members {
            return None;
        }
        let below: Vec<Range<usize>> =
            self.sheet.document.cells(self.sheet.lines().get(line + 1)?).collect();
        if below.len() != cells.len() {
            return None;
        }
        let heads = self.heads(line, cells, &below, members)?;
        let person = |cell: &Range<usize>| {
            !self.asked.is_party(cell)
                && person::office(words, self.text(cell)).is_none()
                && self.asked.signatory(cell).is_some_and(|signed| signed.party.is_none())
                && self.may_name(cell)
        };
        below.iter().all(person).then_some(heads)
    }

    /// What the cells of a row name, if people stand in the cells below.
    fn heads(
        &self,
        line: usize,
        cells: &[Range<usize>],
        below: &[Range<usize>],
        members: bool,
    ) -> Option<Vec<Head>> {
        let words = &self.scan.grammar.words;
        // "de secretaris,     de burgemeester,"
        let offices: Option<Vec<Head>> = cells.iter().map(|cell| self.office_alone(cell)).collect();
        if let Some(offices) = offices {
            // Right below names they are those of the people above.
            return (self.open.is_empty() || self.sheet.is_wide(line)).then_some(offices);
        }
        // Where members come for municipalities, names without initials above people are theirs.
        let single = || cells.iter().filter(|cell| !self.trimmed(cell).contains(' ')).count();
        let members = members
            && 2 * single() >= cells.len()
            && !cells.iter().any(|cell| self.text(cell).contains(['.', ',']))
            && below.iter().all(|cell| self.text(cell).contains(['.', ' ']));
        let is_body = |cell: &Range<usize>| person::begins_organisation(words, self.text(cell));
        if members || cells.iter().all(is_body) {
            return Some(cells.iter().cloned().map(Head::Organisation).collect());
        }
        // A name in the row above is one of somebody who signs, unless all beside it are parties.
        let known = |cell: &&Range<usize>| party::is_party(words, self.trimmed(cell));
        let initials = |cell: &Range<usize>| self.text(cell).contains('.');
        let parties = || cells.iter().filter(known).count();
        let lettered = |cell: &Range<usize>| party::is_lettered(self.text(cell));
        (!cells.iter().any(initials)
            && (2 * parties() >= cells.len() || cells.iter().all(lettered)))
        .then(|| cells.iter().cloned().map(Head::Party).collect())
    }

    /// The office that a cell is, and nothing else: "de burgemeester,".
    fn office_alone(&self, cell: &Range<usize>) -> Option<Head> {
        let text = self.trimmed(cell);
        let bare = ["de ", "De "].iter().find_map(|the| text.strip_prefix(the)).unwrap_or(text);
        let (role, of) = person::office(&self.scan.grammar.words, bare)?;
        let start = cell.start + text.len() - bare.len();
        (of.is_none()).then(|| Head::Office(start..start + role.end))
    }

    fn trimmed(&self, cell: &Range<usize>) -> &str {
        self.text(cell).trim_end_matches([',', ':', ' '])
    }
}
