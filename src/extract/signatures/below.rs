//! What stands below names and belongs to them: parties, offices, and what goes on with those.

use std::ops::Range;

use super::paired::Paired;
use super::{Reader, table};
use crate::extract::segment::Unit;
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
        if let Paired::Name(party) = paired
            && let Some(signed) = self.asked.signatory(&cell)
        {
            self.claims.take(party.clone());
            let party = Some(self.bare(self.without_lead(party.clone())));
            self.push(Signed { party, ..signed });
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
    fn is_one_cell(&self, first: usize, last: usize) -> bool {
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
}
