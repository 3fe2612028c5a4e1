//! One motion's record beside its truth: what is counted, and what differs.

use std::borrow::Cow;

use serde_json::Value;

use super::field::Field;
use super::place::{Place, Sheet, begin_of, start_of};
use super::similar::Ways;
use super::tally::Tally;
use super::told::Told;

/// A value that is not what its truth says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field that it belongs to.
    pub field: Field,
    /// The way to the value: `clauses[1].items[0].text`; before it, where a document has several
    /// motions, which one: `[2].title`. Indexes count from 0, in the truth, and in the record for
    /// what is spurious.
    pub at: String,
    /// Where the value stands that was found, or else that was expected, or else the motion.
    pub place: Place,
    /// What was expected; `None` for nothing.
    pub expected: Option<String>,
    /// What was found; `None` for nothing.
    pub found: Option<String>,
    /// In which ways it is right all the same.
    pub ways: Ways,
}

/// What became of one motion: one that has a truth, or a record that has none.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The body that speaks in it.
    pub body: String,
    /// What was counted.
    pub tally: Tally,
    /// What differs, in the order of the document.
    pub differences: Vec<Difference>,
}

/// Counts a motion.
pub(super) struct Score<'a> {
    pub(super) truth: &'a Value,
    pub(super) record: &'a Value,
    sheet: &'a Sheet<'a>,
    begin: usize,
    /// Where what was found last of a list begins: what is missed of it stands behind that.
    passed: usize,
    /// What stands before the way to a value.
    prefix: String,
    compared: Compared,
    /// In which ways all so far is right.
    all: Ways,
}

/// What tells where a difference is.
pub(super) struct Spot<'w> {
    /// Where the value that was found begins.
    pub(super) start: Option<usize>,
    /// Words to look for where that is not known, the likeliest first.
    pub(super) words: [&'w str; 2],
}

impl<'w> Spot<'w> {
    /// The place of what was found; else the words of it, or else of what was expected.
    pub(super) fn of(
        (expected, found): (Option<&'w str>, Option<&'w str>),
        start: Option<usize>,
    ) -> Self {
        Self { start, words: [found.unwrap_or_default(), expected.unwrap_or_default()] }
    }
}

impl<'a> Score<'a> {
    pub(super) fn new(
        truth: &'a Value,
        record: &'a Value,
        sheet: &'a Sheet<'a>,
        prefix: String,
        body: String,
    ) -> Self {
        let begin = begin_of(record).unwrap_or(0);
        let compared = Compared { body, tally: Tally::default(), differences: Vec::new() };
        Self { truth, record, sheet, begin, passed: begin, prefix, compared, all: Ways::ALL }
    }

    /// Scores the fields that are one value a motion.
    pub(super) fn values(&mut self) {
        for field in Field::VALUES {
            let path = field.name();
            let key = path.split('.').next().unwrap_or(path);
            let start = self.record.get("spans").and_then(|spans| start_of(spans.get(key)?));
            let start = start.or_else(|| start_of(self.record.get(key)?.get("spans")?));
            let (expected, found) = (Told::of(self.truth, path), Told::of(self.record, path));
            self.value(field, path, expected, found.is(), start);
        }
    }

    /// Counts a value that the truth tells, and notes where it differs.
    pub(super) fn value(
        &mut self,
        field: Field,
        at: &str,
        expected: Told<'_>,
        found: Option<Cow<'_, str>>,
        start: Option<usize>,
    ) -> Ways {
        if expected == Told::Silent {
            return Ways::ALL;
        }
        let expected = expected.is();
        let (expected, found) = (expected.as_deref(), found.as_deref());
        let ways = field.compare().values(expected, found);
        self.count(field, None, expected.is_some(), found.is_some(), ways);
        self.differ(field, at, (expected, found), ways, &Spot::of((expected, found), start));
        ways
    }

    /// Counts something that was expected, found, or both.
    pub(super) fn count(
        &mut self,
        field: Field,
        kind: Option<&str>,
        is_expected: bool,
        is_found: bool,
        ways: Ways,
    ) {
        let ways = if is_expected == is_found { ways } else { Ways::NONE };
        self.all = self.all.and(ways);
        self.compared.tally.count(field, kind, is_expected, is_found, ways);
    }

    /// Begins a list: what is scored next may stand anywhere in the motion.
    pub(super) fn begin_list(&mut self) {
        self.passed = self.begin;
    }

    /// Passes an element of a list that was found, in the order of the list.
    pub(super) fn pass(&mut self, start: Option<usize>) {
        self.passed = start.unwrap_or(self.passed);
    }

    /// Notes what was expected and found, unless that is strictly right.
    pub(super) fn differ(
        &mut self,
        field: Field,
        at: &str,
        (expected, found): (Option<&str>, Option<&str>),
        ways: Ways,
        spot: &Spot<'_>,
    ) {
        if ways.strict {
            return;
        }
        let look = || spot.words.iter().find_map(|words| self.sheet.find(words, self.passed));
        let start = spot.start.or_else(look).unwrap_or(self.passed);
        self.compared.differences.push(Difference {
            field,
            at: format!("{}{at}", self.prefix),
            place: self.sheet.place(start),
            expected: expected.map(str::to_owned),
            found: found.map(str::to_owned),
            ways,
        });
    }

    /// Ends with the motion as a whole.
    pub(super) fn finish(mut self, is_expected: bool, is_found: bool) -> Compared {
        if self.truth.get("clauses").is_some() {
            self.count(Field::Whole, None, is_expected, is_found, self.all);
        }
        self.count(Field::Motions, None, is_expected, is_found, Ways::ALL);
        if is_expected != is_found {
            self.differ_whole(is_expected);
        }
        self.compared.differences.sort_by_key(|difference| difference.place);
        self.compared
    }

    /// One line for a motion that was missed or is spurious, instead of one for each of its values.
    fn differ_whole(&mut self, is_expected: bool) {
        self.compared.differences.clear();
        let motion = if is_expected { self.truth } else { self.record };
        let name = ["title", "number", "document_kind"]
            .iter()
            .find_map(|key| Told::of(motion, key).is())
            .unwrap_or_default();
        let both = if is_expected { (Some(&*name), None) } else { (None, Some(&*name)) };
        let spot = Spot::of(both, begin_of(self.record));
        self.differ(Field::Motions, "motion", both, Ways::NONE, &spot);
    }
}
