//! What stands behind the words that head signatures, on their line.

use std::ops::Range;

use super::{Reader, list, table};
use crate::extract::submitters;
use crate::grammar::person::{self, Signed};
use crate::grammar::{name, party};

/// So many of those who signed last tell how those behind them are written.
const NEAR: usize = 12;

impl Reader<'_, '_> {
    /// What stands behind the words that head signatures, on the same line.
    pub(super) fn value(&mut self, line: usize, range: Range<usize>) {
        let source = self.sheet.source(range);
        if source.is_empty() {
            return;
        }
        // "Naam: Mia Bos     Fractie: D66".
        let words = &self.scan.grammar.words;
        let cells: Vec<Range<usize>> = self
            .sheet
            .document
            .cells(self.sheet.lines()[line])
            .map(|cell| cell.start.max(source.start)..cell.end)
            .filter(|cell| {
                let at = self.sheet.offset(cell.start);
                cell.start < cell.end && !self.is_signing(&self.scan.text[at..])
            })
            .map(|cell| table::unlabelled(words, self.text(&cell), cell.clone()))
            .filter(|cell| !cell.is_empty())
            .collect();
        if cells.is_empty() {
            return;
        }
        // "Naam: Mia Bos     Handtekening:".
        let source = match cells.as_slice() {
            [only] => only.clone(),
            _ => source,
        };
        let person = |cell: &Range<usize>| self.asked.signatory(cell).is_some();
        if let [first, second] = cells.as_slice() {
            // "Naam: Mia Bos     Naam: Jan Wit", "Ondertekening     D66:     Mia Bos".
            if person(first) && (self.asked.is_party(second) || person(second)) {
                let labels = self.sheet.document.cells(self.sheet.lines()[line]);
                let labels = labels.filter(|cell| table::is_label(words, self.text(cell)));
                let labels: Vec<Range<usize>> = labels.collect();
                labels.into_iter().for_each(|label| self.claims.take(label));
                self.cells(line, cells);
                return;
            }
            if self.party_and_name(first, second) {
                return;
            }
        }
        let text = self.text(&source);
        // A list of several is no name with a party that has a comma in it.
        let joined = text.matches(" en ").count();
        let several = text.matches(", ").count() + joined > 1
            && !person::names_organisation(&self.scan.grammar.words, "");
        // Where nobody above has a party, two names are two people: "Mia Bos, Jan de Wit".
        let words = &self.scan.grammar.words;
        let named = |part: &str| {
            part.contains(' ') && name::is_name(words, part) && !party::is_party(words, part)
        };
        let mut near = self.entries.iter().rev().take(NEAR).peekable();
        let bare = near.peek().is_some() && near.all(|entry| entry.signed.party.is_none());
        let several = several || bare && text.contains(", ") && text.split(", ").all(named);
        // "Mia Bos, Jan de Wit en Bo de Haan", also where members come for municipalities.
        let parts = || text.split(", ").flat_map(|part| part.split(" en "));
        let several = several || joined > 0 && parts().count() > 2 && parts().all(named);
        if !several && person::signatory(&self.scan.grammar.words, text).is_some() {
            self.cells(line, vec![source]);
            return;
        }
        if let Some(people) = submitters::people(self.sheet, self.scan, &source)
            && people.iter().any(|signed| !signed.name.is_empty())
        {
            // "SP, D66, GroenLinks, Dorpsleven": the one that seems to be a name is a party as well.
            let parties = people.iter().filter(|signed| signed.name.is_empty()).count();
            let named = |signed: &Signed| {
                let name = self.text(&signed.name);
                name.contains([' ', '.']) || signed.party.is_some() || signed.role.is_some()
            };
            if parties > 1 && !people.iter().any(named) {
                return;
            }
            if parties == 0 {
                self.claims.take(source);
            }
            let named = people.into_iter().filter(|signed| !signed.name.is_empty());
            named.for_each(|signed| self.push(signed));
            return;
        }
        let found = if text.contains('(') {
            list::bracketed(text)
        } else {
            name::names(&self.scan.grammar.words, text)
        };
        let signed: Vec<Signed> = found
            .into_iter()
            .map(|part| source.start + part.start..source.start + part.end)
            .filter_map(|part| {
                let signed = person::signatory(&self.scan.grammar.words, self.text(&part))?;
                Some(signed.shifted(part.start))
            })
            .collect();
        // "SP, D66, GroenLinks, Dorpsleven": the one that seems to be a name is a party as well.
        let parties = text.split(", ").filter(|part| party::is_party(words, part)).count();
        let single = |signed: &Signed| !self.text(&signed.name).contains([' ', '.']);
        if parties > 1 && signed.iter().all(single) {
            return;
        }
        if !signed.is_empty() && parties == 0 {
            self.claims.take(source);
        }
        signed.into_iter().for_each(|signed| self.push(signed));
    }
}
