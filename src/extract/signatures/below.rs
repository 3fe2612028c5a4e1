//! What stands below names and belongs to them: parties, offices, and what goes on with those.

use std::ops::Range;

use super::paired::Paired;
use super::{Entry, Reader, table};
use crate::extract::segment::Unit;
use crate::grammar::name;
use crate::grammar::party;
use crate::grammar::person::{self, Signed};

/// Cells of a column begin within so much of one another, in points or characters.
const ALIGNED: f32 = 1.5;

/// Words that the name of a party goes on behind.
const UNFINISHED: [&str; 6] = ["voor", "en", "tot", "in", "aan", "&"];

impl Reader<'_, '_> {
    /// The party at the end of a block of names, which is that of all of them.
    pub(super) fn party_of_block(&mut self, unit: &Unit, start: usize) -> bool {
        let source = self.sheet.source(unit.range.clone());
        let party = self.without_lead(table::trimmed(self.text(&source), source.clone()));
        self.claims.take(source);
        let from = self.sheet.lines()[start].range.start;
        for entry in self.entries.iter_mut().filter(|entry| entry.signed.name.start >= from) {
            entry.signed.party.get_or_insert_with(|| party.clone());
        }
        self.open.clear();
        true
    }

    /// A row of as many parties as people stand in one cell above it, with a sign between each: "Mia Bos / Jan Wit"
    /// above "D66 / Dorpsleven".
    pub(super) fn parties_of_cell(&mut self, cell: &Range<usize>) -> bool {
        let [first, .., last] = self.open.as_slice() else { return false };
        if !self.is_one_cell(*first, *last) || !self.lack_party() {
            return false;
        }
        let words = &self.scan.grammar.words;
        let text = self.text(cell);
        let parts = |sign: &&str| text.split(*sign).count() == self.open.len();
        let Some(sign) = [" / ", "/", ", ", " en ", " & "].into_iter().find(parts) else {
            return false;
        };
        let place = |part: &str| {
            let part = part.trim();
            let start = cell.start + (part.as_ptr() as usize - text.as_ptr() as usize);
            start..start + part.len()
        };
        let parties: Vec<Range<usize>> = text.split(sign).map(place).collect();
        let known = parties.iter().filter(|party| self.asked.is_party(party)).count();
        let person = |party: &Range<usize>| {
            !self.asked.is_party(party) && name::is_name(words, self.text(party))
        };
        if party::is_listed(words, text) || 2 * known < parties.len() || parties.iter().any(person)
        {
            return false;
        }
        self.claims.take(cell.clone());
        for (at, party) in std::mem::take(&mut self.open).into_iter().zip(parties) {
            self.entries[at].signed.party.get_or_insert(party);
        }
        true
    }

    /// Who signed last, where a known party stands below what seemed to be another one: "Mia Bos – Bakker" above
    /// "D66" has two surnames.
    pub(super) fn rejoin_surname(&mut self, line: usize) {
        let words = &self.scan.grammar.words;
        let below = self.sheet.lines()[line].range.clone();
        let Some((at, last)) = self.entries.iter().enumerate().next_back() else { return };
        let (name, Some(party)) = (&last.signed.name, &last.signed.party) else { return };
        let dashed = name.end < party.start
            && matches!(self.text(&(name.end..party.start)).trim(), "-" | "–");
        let surname = !self.text(party).contains(' ')
            && name::is_surname(words, self.text(party))
            && !self.asked.is_party(party);
        if dashed && surname && party::is_listed(words, self.text(&below)) {
            let end = party.end;
            let signed = &mut self.entries[at].signed;
            signed.name.end = end;
            signed.party = None;
            self.open = vec![at];
        }
    }

    /// A row of a table whose columns are parted by bars: "| D66 | Mia Bos |"; gives whether it was one.
    pub(super) fn between_bars(&mut self, line: usize) -> bool {
        let row = self.sheet.lines()[line].range.clone();
        let text = self.text(&row);
        if !text.starts_with('|') {
            return false;
        }
        let place = |part: &str| {
            let part = part.trim();
            let start = row.start + (part.as_ptr() as usize - text.as_ptr() as usize);
            start..start + part.len()
        };
        let cells: Vec<Range<usize>> =
            text.split('|').map(place).filter(|cell| !cell.is_empty()).collect();
        let [one, other] = cells.as_slice() else { return false };
        let person = |cell: &Range<usize>| {
            let signed = self.asked.signatory(cell).filter(|_| !self.asked.is_party(cell))?;
            signed.party.is_none().then_some(signed)
        };
        let (party, signed) = match (person(one), person(other)) {
            (None, Some(signed)) if self.asked.is_party(one) => (one.clone(), signed),
            (Some(signed), None) if self.asked.is_party(other) => (other.clone(), signed),
            _ => return false,
        };
        self.claims.take(row);
        self.open.clear();
        self.push(Signed { party: Some(party), ..signed });
        true
    }

    /// A row of parties or offices under a row of names.
    pub(super) fn belongs_below(&mut self, cells: &[Range<usize>]) {
        let open = std::mem::take(&mut self.open);
        // "Mia Bos en Jan Wit" above one party.
        if let ([cell], [first, .., last]) = (cells, open.as_slice())
            && self.entries[*first].signed.name.end < self.entries[*last].signed.name.start
            && self.is_one_cell(*first, *last)
        {
            for at in open {
                self.open = vec![at];
                self.belongs_below(std::slice::from_ref(cell));
            }
            self.open.clear();
            return;
        }
        for (at, cell) in cells.iter().enumerate() {
            let Some(&index) = self.above(&open, cells, at) else {
                continue;
            };
            self.claims.take(cell.clone());
            let text = person::without_stop(self.text(cell));
            let range = cell.start..cell.start + text.len();
            let office = person::office(&self.scan.grammar.words, text);
            let led = self.asked.is_led(cell);
            let party = if led { self.without_lead(range.clone()) } else { range.clone() };
            let entry = &mut self.entries[index];
            let signed = &mut entry.signed;
            match office {
                Some((role, of)) => {
                    signed.role = Some(cell.start + role.start..cell.start + role.end);
                    let of = of.map(|of| cell.start + of.start..cell.start + of.end);
                    let party = of.as_ref().is_some_and(|of| {
                        party::is_party(&self.scan.grammar.words, self.sheet.document.slice(of))
                    });
                    match of {
                        Some(of) if party => signed.party = Some(of),
                        Some(of) => entry.again = signed.organisation.replace(of),
                        None => {}
                    }
                    self.open.push(index);
                }
                None => {
                    signed.party = Some(party);
                    self.unfinished.push(index);
                }
            }
        }
    }

    /// A line of names or parties of which each belongs to one in another line.
    pub(super) fn paired_row(&mut self, unit: &Unit, paired: &Paired) -> bool {
        let cell = self.sheet.lines()[unit.line].range.clone();
        self.open.clear();
        let Some(signed) = self.asked.signatory(&cell) else { return true };
        match paired {
            Paired::Party => {}
            Paired::Name(party) => {
                self.claims.take(party.clone());
                let party = Some(self.bare(self.without_lead(party.clone())));
                self.push(Signed { party, ..signed });
            }
            Paired::Alone => {
                self.party = None;
                self.push(signed);
            }
        }
        true
    }

    /// A row of what goes on with names of parties in the row above, each in the column of its party: "Partij
    /// voor de     Leefbaar", and "Dieren     Molendrecht" below that.
    pub(super) fn finished(&mut self, line: usize, cells: &[Range<usize>]) -> bool {
        let words = &self.scan.grammar.words;
        let more = std::mem::take(&mut self.more);
        if more.is_empty() || self.sheet.is_wide(line) || cells.len() > more.len() {
            return false;
        }
        let left = |range: &Range<usize>| self.left(range);
        let goes_on = |cell: &Range<usize>| {
            let text = self.text(cell);
            let named = |&&index: &&usize| {
                let party = self.entries[index].signed.party.as_ref();
                party.is_some_and(|party| {
                    let known = party::is_listed(words, self.text(party));
                    (left(party) - left(cell)).abs() < ALIGNED && !known
                })
            };
            let single = !text.contains([' ', '.', ',', '(', '/']);
            let named = more.iter().find(named).copied();
            let torn = named.and_then(|index| self.entries[index].signed.party.as_ref());
            let torn = torn.is_some_and(|party| self.is_unfinished(party));
            named.filter(|_| text.starts_with(char::is_uppercase) && (single || torn))
        };
        let Some(of) = cells.iter().map(goes_on).collect::<Option<Vec<usize>>>() else {
            return false;
        };
        for (cell, index) in cells.iter().zip(of) {
            self.claims.take(cell.clone());
            self.entries[index].party_more = Some(cell.clone());
        }
        true
    }

    /// Whether a cell is the beginning of a name that goes on right below it: "C.A. van der", above
    /// "Vermeulen".
    pub(super) fn is_torn(&self, line: usize, cell: &Range<usize>) -> bool {
        let words = &self.scan.grammar.words;
        let text = self.text(cell);
        let last = text.rsplit(' ').next().unwrap_or_default();
        let begins =
            text.contains(' ') && text.starts_with(char::is_uppercase) && words.particles.has(last);
        let below = self.sheet.lines().get(line + 1).filter(|_| !self.sheet.is_wide(line + 1));
        begins
            && below.is_some_and(|below| {
                self.sheet.document.cells(below).any(|below| {
                    let text = self.text(&below);
                    (self.left(&below) - self.left(cell)).abs() < ALIGNED
                        && text.starts_with(char::is_uppercase)
                        && !text.contains([' ', '.', ',', '('])
                })
            })
    }

    /// A row of what goes on with names of people in the row above, each in the column of its name:
    /// "Mia van der     Jan Bos", and "Vermeulen" below that. Their parties may stand below.
    pub(super) fn names_go_on(&mut self, cells: &[Range<usize>]) -> bool {
        let words = &self.scan.grammar.words;
        let torn = |name: &str| {
            let last = name.rsplit(' ').next().unwrap_or_default();
            name.ends_with('-') || words.particles.has(last)
        };
        let goes_on = |cell: &Range<usize>| {
            let (text, place) = (self.text(cell), self.left(cell));
            let single =
                text.starts_with(char::is_uppercase) && !text.contains([' ', '.', ',', '(']);
            self.open.iter().copied().find(|&at| {
                let entry = &self.entries[at];
                let name = &entry.signed.name;
                single
                    && entry.name_more.is_none()
                    && entry.signed.party.is_none()
                    && (self.left(name) - place).abs() < ALIGNED
                    && torn(self.text(name).trim_end())
            })
        };
        let Some(of) = cells.iter().map(goes_on).collect::<Option<Vec<usize>>>() else {
            return false;
        };
        for (cell, at) in cells.iter().zip(of) {
            self.claims.take(cell.clone());
            self.entries[at].name_more = Some(cell.clone());
        }
        true
    }

    /// Whether a name ends with a word that another one follows: "Partij voor de".
    fn is_unfinished(&self, name: &Range<usize>) -> bool {
        let words = &self.scan.grammar.words;
        let last = self.text(name).rsplit(' ').next().unwrap_or_default();
        [&words.articles, &words.particles, &words.place_words].iter().any(|list| list.has(last))
            || UNFINISHED.contains(&last)
    }

    /// Whether anybody in the row above has no party yet.
    pub(super) fn lack_party(&self) -> bool {
        self.open.iter().any(|&at| self.entries[at].signed.party.is_none())
    }

    /// Whether two signatories stand in one cell.
    pub(super) fn is_one_cell(&self, first: usize, last: usize) -> bool {
        let name = |at: usize| &self.entries[at].signed.name;
        let line = &self.sheet.document.lines()[self.sheet.document.line_at(name(first).start)];
        self.sheet
            .document
            .cells(line)
            .any(|cell| cell.start <= name(first).start && name(last).end <= cell.end)
    }

    /// How far to the right a range begins: in points, or in characters of plain text.
    fn left(&self, range: &Range<usize>) -> f32 {
        let document = self.sheet.document;
        let line = &document.lines()[document.line_at(range.start)];
        let before = || self.text(&(line.range.start..range.start)).chars().count();
        document.bbox(range).map_or_else(|| line.indent + before() as f32, |bbox| bbox.x0)
    }

    /// The signatory above a cell: the one at the same place in its row where the rows are equally
    /// long, else the one whose name stands nearest above.
    pub(super) fn above<'o>(
        &self,
        open: &'o [usize],
        cells: &[Range<usize>],
        at: usize,
    ) -> Option<&'o usize> {
        if open.len() == cells.len() {
            return open.get(at);
        }
        let left = |range: &Range<usize>| self.left(range);
        let place = left(&cells[at]);
        let distance = |index: &&usize| (left(&self.entries[**index].signed.name) - place).abs();
        open.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    /// Notes the office of somebody who signed above by the surname: "Mia Bos, Kamerlid" below "Bos". Gives
    /// whether somebody did.
    pub(super) fn is_named_again(&mut self, signed: &Signed) -> bool {
        let Some(role) = signed.role.clone() else { return false };
        let name = self.text(&signed.name).to_lowercase();
        let same = |entry: &&Entry| {
            let surname = self.text(&entry.signed.name).to_lowercase();
            let before = name.strip_suffix(surname.as_str()).unwrap_or_default();
            let bare = entry.signed.role.is_none() && entry.signed.party.is_none();
            bare && !surname.contains('.') && before.ends_with([' ', '.'])
        };
        let Some(at) = self.entries.iter().position(|entry| same(&entry)) else { return false };
        self.claims.take(signed.name.clone());
        self.claims.take(role.clone());
        self.entries[at].signed.role = Some(role);
        self.entries[at].again = Some(signed.name.clone());
        true
    }
}
