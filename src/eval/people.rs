//! Lists of people and of numbers beside their truth.

use std::borrow::Cow;

use serde_json::Value;

use super::align::{Trigrams, align};
use super::field::Field;
use super::place::start_of;
use super::score::{Score, Spot};
use super::similar::{Compare, Ways};
use super::told::{self, Told};

/// Below this likeness two elements are different ones.
pub(super) const ALIKE: f32 = 0.35;

/// How much of the likeness of two people is that of their names; the rest is that of the rest.
const BY_NAME: f32 = 0.75;

/// A list of people in the record.
pub(super) struct People {
    key: &'static str,
    parts: &'static [&'static str],
    /// The fields that are scored, and the parts that each of them is made of; the last one of all.
    fields: &'static [(Field, &'static [&'static str])],
}

/// Who brings a motion in.
pub(super) const SUBMITTERS: People = People {
    key: "submitters",
    parts: &["name", "party", "organisation"],
    fields: &[
        (Field::SubmittersName, &["name"]),
        (Field::SubmittersParty, &["party"]),
        (Field::Submitters, &["name", "party", "organisation"]),
    ],
};

/// Who signed a motion.
pub(super) const SIGNATORIES: People = People {
    key: "signatories",
    parts: &["name", "role", "organisation", "party", "kind"],
    fields: &[
        (Field::SignatoriesName, &["name"]),
        (Field::SignatoriesParty, &["name", "party"]),
        (Field::Signatories, &["name", "role", "organisation", "party", "kind"]),
    ],
};

/// A part of what is told of someone.
struct Part<'a> {
    name: &'static str,
    expected: Option<Cow<'a, str>>,
    found: Option<Cow<'a, str>>,
    ways: Ways,
}

impl<'a> Part<'a> {
    /// `None` where the truth does not tell it of someone of whom it tells anything.
    fn of(
        name: &'static str,
        expected: Option<&'a Value>,
        found: Option<&'a Value>,
    ) -> Option<Self> {
        let expected = match expected.map(|one| Told::of(one, name)) {
            Some(Told::Silent) => return None,
            told => told.and_then(Told::is),
        };
        let found = found.and_then(|one| Told::of(one, name).is());
        let compare = if name == "kind" { Compare::Exact } else { Compare::Words };
        let ways = compare.values(expected.as_deref(), found.as_deref());
        Some(Self { name, expected, found, ways })
    }

    fn both(&self) -> (Option<&str>, Option<&str>) {
        (self.expected.as_deref(), self.found.as_deref())
    }
}

impl Score<'_> {
    /// Scores a list of people, if the truth tells of it.
    pub(super) fn people(&mut self, people: &People) {
        let (truth, record) = (self.truth, self.record);
        if truth.get(people.key).is_none() {
            return;
        }
        let (expected, found) = (told::list(truth, people.key), told::list(record, people.key));
        let keys = told::keys(expected, people.parts);
        self.begin_list();
        for (e, f) in align(expected.len(), found.len(), likeness(people, expected, found)) {
            let (one, other) = (e.map(|e| &expected[e]), f.map(|f| &found[f]));
            let parts: Vec<Part<'_>> =
                keys.iter().filter_map(|name| Part::of(name, one, other)).collect();
            for (field, names) in people.fields {
                self.together(*field, names, &parts, names.len() == people.parts.len());
            }
            let at = format!("{}[{}]", people.key, e.or(f).unwrap_or_default());
            let start = other.and_then(start_of);
            self.pass(start);
            if e.is_some() && f.is_some() {
                self.differ_in_parts(people, &at, &parts, start);
            } else {
                self.differ_as_one(people, &at, &parts, start);
            }
        }
    }

    /// Counts parts of a person as one value; if not all of them are told, only where some do.
    fn together(&mut self, field: Field, names: &[&str], parts: &[Part<'_>], some_do: bool) {
        let parts = parts.iter().filter(|part| names.contains(&part.name));
        let (mut told, mut is_expected, mut is_found, mut ways) = (0, false, false, Ways::ALL);
        for part in parts {
            told += 1;
            is_expected |= part.expected.is_some();
            is_found |= part.found.is_some();
            ways = ways.and(part.ways);
        }
        if told == names.len() || some_do {
            self.count(field, None, is_expected, is_found, ways);
        }
    }

    /// A line for each part of someone that differs.
    fn differ_in_parts(
        &mut self,
        people: &People,
        at: &str,
        parts: &[Part<'_>],
        start: Option<usize>,
    ) {
        for part in parts {
            let with_part = people.fields.iter().find(|(_, names)| names.contains(&part.name));
            let (field, _) = with_part.unwrap_or(&people.fields[0]);
            let at = format!("{at}.{}", part.name);
            self.differ(*field, &at, part.both(), part.ways, &Spot::of(part.both(), start));
        }
    }

    /// One line for someone who was missed, or who is spurious.
    fn differ_as_one(
        &mut self,
        people: &People,
        at: &str,
        parts: &[Part<'_>],
        start: Option<usize>,
    ) {
        let values = |side: for<'p> fn(&'p Part<'_>) -> Option<&'p str>| {
            let values: Vec<&str> = parts.iter().filter_map(side).collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        let (expected, found) = (values(|part| part.both().0), values(|part| part.both().1));
        let first = parts.iter().find_map(|part| part.both().0);
        let (field, _) = people.fields[people.fields.len() - 1];
        let both = (expected.as_deref(), found.as_deref());
        self.differ(field, at, both, Ways::NONE, &Spot::of((first, None), start));
    }

    /// Scores the numbers that a motion is filed under, if the truth tells of them.
    pub(super) fn file_numbers(&mut self) {
        let key = Field::FileNumbers.name();
        let (truth, record) = (self.truth, self.record);
        if truth.get(key).is_none() {
            return;
        }
        let (expected, found) = (told::list(truth, key), told::list(record, key));
        let start = record.get("spans").and_then(|spans| start_of(spans.get(key)?));
        let runs = |list: &[Value]| -> Vec<Trigrams> {
            list.iter().map(|number| Trigrams::of(Told::leaf(number).is().as_deref())).collect()
        };
        let (runs_expected, runs_found) = (runs(expected), runs(found));
        let likeness = |e: usize, f: usize| at_least_alike(runs_expected[e].dice(&runs_found[f]));
        self.begin_list();
        for (e, f) in align(expected.len(), found.len(), likeness) {
            let at = format!("{key}[{}]", e.or(f).unwrap_or_default());
            let expected = e.map_or(Told::Absent, |e| Told::leaf(&expected[e]));
            let found = f.and_then(|f| Told::leaf(&found[f]).is());
            self.value(Field::FileNumbers, &at, expected, found, start);
        }
    }
}

/// A likeness, or none where it is too small.
pub(super) fn at_least_alike(likeness: f32) -> f32 {
    if likeness >= ALIKE { likeness } else { 0.0 }
}

/// How alike two people are, by their places in two lists.
fn likeness(
    people: &People,
    expected: &[Value],
    found: &[Value],
) -> impl Fn(usize, usize) -> f32 + use<> {
    let runs = |list: &[Value]| -> Vec<(Trigrams, Trigrams)> {
        let of = |one: &Value, names: &[&str]| {
            let values: Vec<_> = names.iter().filter_map(|name| Told::of(one, name).is()).collect();
            Trigrams::of(values.iter().map(|value| &**value))
        };
        list.iter().map(|one| (of(one, &people.parts[..1]), of(one, &people.parts[1..]))).collect()
    };
    let (expected, found) = (runs(expected), runs(found));
    move |e, f| {
        let (one, other) = (&expected[e], &found[f]);
        let by_rest = (1.0 - BY_NAME) * one.1.dice(&other.1);
        at_least_alike(BY_NAME * one.0.dice(&other.0) + by_rest)
    }
}
