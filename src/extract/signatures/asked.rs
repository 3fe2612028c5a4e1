//! What the grammar says of cells: most are asked about again and again.

use std::cell::RefCell;
use std::ops::Range;

use crate::extract::sheet::Sheet;
use crate::extract::town;
use crate::grammar::person::{self, Signed};
use crate::grammar::scan::Scan;
use crate::grammar::{frame, party};
use crate::motion::Submitter;

/// So many cells are remembered, each in a place by where it begins: a new one takes the place of an
/// old one. More stand in no two rows; a prime number spreads them best.
const KEPT: usize = 61;

/// Answers about cells, in source ranges.
pub(super) struct Asked<'a> {
    sheet: &'a Sheet<'a>,
    scan: &'a Scan<'a>,
    known: RefCell<Known>,
    /// The parties that its head names.
    parties: Vec<&'a str>,
    /// The people that it names.
    people: Vec<&'a str>,
}

/// The cells that were asked about last, by place.
#[derive(Default)]
struct Known(Vec<(Range<usize>, Answers)>);

/// What was answered about one cell, so far.
#[derive(Clone, Debug, Default)]
struct Answers {
    party: Option<bool>,
    signed: Option<Option<Signed>>,
    /// Where words before a party end that stand there, and whether they leave no doubt.
    lead: Option<Option<(usize, bool)>>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        sheet: &'a Sheet<'a>,
        scan: &'a Scan<'a>,
        submitters: &'a [Submitter],
    ) -> Self {
        let parties = submitters.iter().filter_map(|submitter| submitter.party.as_deref());
        let people = submitters.iter().filter_map(|submitter| submitter.name.as_deref());
        Self {
            sheet,
            scan,
            known: RefCell::default(),
            parties: parties.collect(),
            people: people.collect(),
        }
    }

    /// The people whom the head names.
    pub(super) fn people(&self) -> &[&'a str] {
        &self.people
    }

    /// Whether a cell is the name of a party.
    pub(super) fn is_party(&self, cell: &Range<usize>) -> bool {
        self.answer(
            cell,
            |answers| &mut answers.party,
            || {
                let text = self.sheet.document.slice(cell);
                let party = |text: &str| {
                    party::is_party(&self.scan.grammar.words, text)
                        || party::is_of_a_year(text.trim_matches([',', ':', ' ']))
                        || self.is_local(text)
                };
                (party(text) || party::without_letters(text).is_some_and(party))
                    && !self.is_named(text)
            },
        )
    }

    /// Whether a text is the name of somebody whom the head names: "Groen" below "MOTIE VAN HET LID GROEN".
    fn is_named(&self, text: &str) -> bool {
        self.people.iter().any(|name| name.eq_ignore_ascii_case(text.trim()))
    }

    /// Whether a text is the name of a party that the head names, or of one of the municipality that the
    /// motion is from.
    fn is_local(&self, text: &str) -> bool {
        let bare = text.trim_matches([',', '.', ':', ';', ' ']);
        self.parties.contains(&bare)
            || text.contains(' ')
                && town::name(self.sheet, self.scan)
                    .is_some_and(|town| town::is_party_of(town, self.scan, text))
    }

    /// Who signs in a cell.
    pub(super) fn signatory(&self, cell: &Range<usize>) -> Option<Signed> {
        let words = &self.scan.grammar.words;
        self.answer(
            cell,
            |answers| &mut answers.signed,
            || {
                let text = self.sheet.document.slice(cell);
                let signed = person::signatory(words, text).filter(|_| !self.is_local(text))?;
                // "Namens Dorpsleven" names nobody.
                let bare = signed.party.is_none() && !text.contains([',', '.']);
                if bare && self.lead(cell).is_some() {
                    return None;
                }
                // "Blauwe Motie – Een blauw Europa" is the name of another paper.
                let paper = |word: &str| {
                    words.motion_names.iter().any(|name| name.eq_ignore_ascii_case(word))
                };
                let in_brackets = |party: &Range<usize>| !text[party.clone()].ends_with(')');
                let lettered = || {
                    signed.party.as_ref().is_none_or(in_brackets)
                        && party::without_letters(text)
                            .is_some_and(|name| party::is_party(words, name))
                };
                let named = !text.split(|c: char| !c.is_alphanumeric()).any(paper) && !lettered();
                named.then(|| signed.shifted(cell.start))
            },
        )
    }

    /// Whether a cell is a party with words before it that leave no doubt: "fractie X".
    pub(super) fn is_led(&self, cell: &Range<usize>) -> bool {
        let sure = self.lead(cell).is_some_and(|(_, certain)| certain);
        sure && !{ self.sheet.document.slice(cell) }
            .trim_end_matches([',', ':', ' '])
            .contains([',', ':'])
    }

    /// Where the words before a party end that stand in a cell, in the source, and whether they leave
    /// no doubt.
    pub(super) fn lead(&self, cell: &Range<usize>) -> Option<(usize, bool)> {
        let scan = self.scan;
        self.answer(
            cell,
            |answers| &mut answers.lead,
            || {
                let input = &scan.text[self.sheet.offset(cell.start)..];
                let (rest, certain) = frame::party_lead(scan, input).ok()?;
                Some((self.sheet.source_at(scan.at(rest)).min(cell.end), certain))
            },
        )
    }

    /// The answer to one question about a cell, which is asked where it was not yet.
    fn answer<T: Clone>(
        &self,
        cell: &Range<usize>,
        question: impl Fn(&mut Answers) -> &mut Option<T>,
        ask: impl FnOnce() -> T,
    ) -> T {
        if let Some(answer) = question(self.known.borrow_mut().of(cell)) {
            return answer.clone();
        }
        let answer = ask();
        question(self.known.borrow_mut().of(cell)).insert(answer).clone()
    }
}

impl Known {
    /// What is known of a cell.
    fn of(&mut self, cell: &Range<usize>) -> &mut Answers {
        let at = cell.start % KEPT;
        if self.0.len() <= at {
            self.0.resize_with(KEPT, Default::default);
        }
        let (known, answers) = &mut self.0[at];
        if known != cell {
            (*known, *answers) = (cell.clone(), Answers::default());
        }
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_known_until_another_one_takes_its_place() {
        let mut known = Known::default();
        known.of(&(3..9)).party = Some(true);
        known.of(&(4..9)).party = Some(false);
        assert_eq!(known.of(&(3..9)).party, Some(true));
        assert_eq!(known.of(&(4..9)).party, Some(false));
        assert_eq!(known.of(&(3..8)).party, None, "it ends elsewhere");
        assert_eq!(known.of(&(3..9)).party, None, "its place was taken");
        assert_eq!(known.of(&(KEPT + 4..KEPT + 9)).party, None);
        assert_eq!(known.of(&(4..9)).party, None, "its place was taken");
    }
}
