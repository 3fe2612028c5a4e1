//! For whom people sign, where words say so: "Namens de fractie van X", "Fractie X: Mia Bos".

use std::ops::Range;

use super::{Reader, table};
use crate::extract::segment::Unit;
use crate::extract::submitters;
use crate::grammar::party;
use crate::grammar::person::{self, Signed};
use crate::text::Folded;

impl Reader<'_, '_> {
    /// A party in one cell and those who sign for it in the next: "Fractie X:    Mia Bos, Jan Wit".
    pub(super) fn lead_and_names(&mut self, party: &Range<usize>, names: &Range<usize>) -> bool {
        let Some((start, true)) = self.asked.lead(party) else { return false };
        if self.asked.lead(names).is_some() {
            return false;
        }
        let named = start..party.end;
        let named = table::trimmed(self.text(&named), named.clone());
        let named = named.start..named.start + self.text(&named).trim_end_matches([':', ' ']).len();
        let people = match self.several_behind_party(names) {
            Some(people) => people,
            None => match self.asked.signatory(names) {
                Some(signed) => vec![signed],
                None => return false,
            },
        };
        self.claims.take(party.start..names.end);
        self.sign_for(&named, people);
        true
    }

    /// A party with a colon in one cell, and who signs for it in the next: "CDA:     Mia Bos".
    pub(super) fn party_and_name(&mut self, party: &Range<usize>, name: &Range<usize>) -> bool {
        let text = self.text(party);
        let named = text.trim_end_matches([':', ' ']);
        let known =
            || !named.contains([',', '.', ':']) || party::is_party(&self.scan.grammar.words, named);
        if !text.ends_with(':') || named.is_empty() || !known() {
            return false;
        }
        let Some(signed) = self.asked.signatory(name).filter(|signed| signed.party.is_none())
        else {
            return false;
        };
        let party = party.start..party.start + named.len();
        self.sign_for(&party, vec![signed]);
        true
    }

    /// Adds people who sign for a party.
    fn sign_for(&mut self, party: &Range<usize>, people: Vec<Signed>) {
        self.open.clear();
        for mut signed in people {
            signed.party.get_or_insert_with(|| party.clone());
            self.push(signed);
        }
    }

    /// Several people behind the party that they sign for.
    fn several_behind_party(&self, range: &Range<usize>) -> Option<Vec<Signed>> {
        let people = submitters::people(self.sheet, self.scan, range)?;
        let full = |signed: &Signed| self.text(&signed.name).contains([' ', '.']);
        (people.len() > 1 && people.iter().all(full)).then_some(people)
    }

    /// The party of a line such as "Fractie X" under one name that lacks one.
    pub(super) fn fraction_below(
        &self,
        unit: &Unit,
        (rest, certain): (&str, bool),
    ) -> Option<Range<usize>> {
        let scan = self.scan;
        let below = certain
            && (self.open.len() == 1
                || self.open.len() > 1
                    && (self.sheet.before(unit.range.start) == Some(',') || self.are_one_cell()))
            && self.party_first != Some(true)
            && !self.sheet.is_wide(unit.line)
            && scan.text[unit.range.start..].starts_with("fractie");
        let party = self.sheet.source(scan.at(rest)..unit.range.end);
        (below && !self.text(&party).contains([',', ':'])).then_some(party)
    }

    /// Whether all who may have their party below stand in one cell: "Mia Bos en Jan Wit".
    fn are_one_cell(&self) -> bool {
        let (first, last) = (self.open.first(), self.open.last());
        first.zip(last).is_some_and(|(&first, &last)| self.is_one_cell(first, last))
    }

    /// A line such as "Namens de fractie van X,": those below it sign for X.
    pub(super) fn lead(&mut self, unit: &Unit, (rest, certain): (&str, bool)) -> bool {
        let scan = self.scan;
        let words = &scan.grammar.words;
        let value = self.sheet.source(scan.at(rest)..unit.range.end);
        let text = self.text(&value).trim_end_matches([',', ':', ';']);
        // "Fractie X: Mia Bos, Jan Wit".
        if let Some((party, _)) = text.split_once([',', ':']).filter(|_| certain) {
            let behind = value.start + party.len();
            let names = self.text(&(behind..value.end)).trim_start_matches([',', ':', ' ', '\t']);
            let people = self.several_behind_party(&(value.end - names.len()..value.end));
            if let Some(people) = people
                && (party::is_party(words, party) || !party.contains(' '))
            {
                self.sign_for(&(value.start..behind), people);
                self.claims.take(self.sheet.source(unit.range.clone()));
                return true;
            }
        }
        let (text, signed) = match text.split_once([',', ':']) {
            // "Namens de fracties van SP, VVD en CDA" names nobody.
            Some(_) if table::are_parties(words, text) => (text, None),
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
        // "Namens de afdeling," says of no branch which one.
        if words.organisation_words.has(&text.to_lowercase()) {
            self.claims.take(self.sheet.source(unit.range.clone()));
            return true;
        }
        let organisation = !certain && person::names_organisation(words, text);
        // "namens het college van burgemeester en wethouders", below the name of the municipality.
        let folded = Folded::whole(text);
        if words.bare_addressees.has(folded.text()) && self.organisation.is_some() {
            self.claims.take(self.sheet.source(unit.range.clone()));
            return true;
        }
        // It is in the record once somebody has signed for it.
        self.claims.take(self.sheet.source(unit.range.start..scan.at(rest)));
        self.open.clear();
        // Who of those below signs for which of several parties is not said.
        let several = table::are_parties(words, self.text(&range));
        self.pending = (!several).then(|| self.sheet.source(unit.range.clone()));
        (self.party, self.organisation) = match (organisation, several) {
            (true, _) => (None, Some(range)),
            (false, true) => (None, None),
            (false, false) => (Some(self.bare(range)), None),
        };
        if let Some(signed) = signed {
            self.push(signed);
            (self.party, self.organisation) = (None, None);
        }
        true
    }

    /// A party without the words that say that its members are meant: "PvdA-fractie".
    pub(super) fn bare(&self, range: Range<usize>) -> Range<usize> {
        let text = person::without_stop(self.text(&range));
        let range = range.start..range.start + text.len();
        let inner = party::without_group(text);
        // "Fractie Mulder" is the name of a group of one.
        let known = party::is_party(&self.scan.grammar.words, inner)
            || inner.contains(' ') && text.len() > inner.len() + "de ".len();
        let inner = if known { inner } else { text };
        let start = range.start + (inner.as_ptr() as usize - text.as_ptr() as usize);
        if inner.is_empty() { range } else { start..start + inner.len() }
    }

    /// A party with a colon and who signs for it on one line: "Ons Dorp: Mia Bos, Jan Wit", or one person
    /// behind the sign with which those above signed.
    pub(super) fn behind_colon(&mut self, cell: &Range<usize>) -> bool {
        let words = &self.scan.grammar.words;
        let text = self.text(cell);
        // The first byte of a longer dash stands for it.
        let sign = |pair: &[u8]| matches!(pair, [b':', b' '] | [b' ', b'-' | 0xe2]);
        if !text.as_bytes().windows(2).any(sign) {
            return false;
        }
        let parted = [(": ", ':'), (" – ", '–'), (" - ", '-')];
        let parted = parted.iter().find_map(|(sign, c)| Some((text.split_once(sign)?, *c)));
        let Some(((party, names), sign)) = parted else { return false };
        if party.contains([',', '(']) || person::office(words, party.trim()).is_some() {
            return false;
        }
        let names = cell.end - names.len()..cell.end;
        let party = cell.start..cell.start + party.trim_end().len();
        let one = || {
            let signed = person::signatory(words, self.text(&names))?;
            (self.party_sign == Some(sign)).then(|| vec![signed.shifted(names.start)])
        };
        let several = || self.several_behind_party(&names).filter(|_| sign == ':');
        let Some(people) = several().or_else(one) else { return false };
        if people.iter().any(|signed| signed.party.is_some()) {
            return false;
        }
        self.claims.take(cell.clone());
        self.sign_for(&party, people);
        true
    }

    /// A party without the words before it, and without the sign behind it: "Namens de SP,".
    pub(super) fn without_lead(&self, cell: Range<usize>) -> Range<usize> {
        let start = self.asked.lead(&cell).map_or(cell.start, |(start, _)| start);
        let text = self.text(&(start..cell.end)).trim_end_matches([',', ':', ';', ' ']);
        let bare = text.strip_prefix("de ").or_else(|| text.strip_prefix("het ")).unwrap_or(text);
        let end = start + text.len();
        end - bare.len()..end
    }
}
