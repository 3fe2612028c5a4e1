//! Clauses and their items beside their truth.
//!
//! Clauses are paired by their kinds and words. Items are paired over the whole motion, so that one
//! that stands under another clause than it should is a fault of the clauses, not of its text.

use serde_json::Value;

use super::align::{Pair, Trigrams, align};
use super::field::Field;
use super::people::at_least_alike;
use super::place::start_of;
use super::score::{Score, Spot};
use super::similar::{Ways, letters};
use super::told::{self, Told};

/// The parts of a clause that are scored by themselves.
const PARTS: [(&str, Field); 4] = [
    ("kind", Field::ClausesKind),
    ("role", Field::ClausesRole),
    ("heading", Field::ClausesHeading),
    ("addressee", Field::ClausesAddressee),
];

/// The likeness of clauses that have nothing in common: in the place of each other they may stand.
const BESIDE: f32 = 0.1;

/// What the same kind adds to the likeness of two clauses, and the same words at most.
const BY_KIND: f32 = 0.4;
const BY_WORDS: f32 = 0.5;

/// What standing in the same clause adds to the likeness of two items: of two that say the same.
const SAME_CLAUSE: f32 = 0.05;

/// An item, wherever it stands in its clause.
struct Row<'a> {
    item: &'a Value,
    at: String,
    /// The pair of clauses that it stands in, and the kind of its own one.
    pair: usize,
    kind: Option<&'a str>,
    /// 1 for an item of the clause, 2 for an item under that.
    depth: String,
}

impl<'a> Row<'a> {
    /// What is told of the item. An item that is no more than a text tells nothing but that.
    fn told(&'a self, key: &str) -> Told<'a> {
        match self.item {
            Value::String(_) if key == "text" => Told::leaf(self.item),
            Value::String(_) => Told::Silent,
            _ if key == "depth" => Told::Is(self.depth.as_str().into()),
            item => Told::of(item, key),
        }
    }

    fn text(&self) -> Option<String> {
        self.told("text").is().map(|text| text.into_owned())
    }
}

impl Score<'_> {
    /// Scores the clauses and their items, if the truth tells of them.
    pub(super) fn clauses(&mut self) {
        let (truth, record) = (self.truth, self.record);
        if truth.get("clauses").is_none() {
            return;
        }
        let (expected, found) = (told::list(truth, "clauses"), told::list(record, "clauses"));
        let pairs = pairs(expected, found);
        let keys = told::keys(expected, &PARTS.map(|(key, _)| key));
        self.begin_list();
        let mut right: Vec<Ways> = pairs
            .iter()
            .map(|(e, f)| {
                let (one, other) = (e.map(|e| &expected[e]), f.map(|f| &found[f]));
                self.clause(&keys, e.or(*f).unwrap_or_default(), one, other)
            })
            .collect();
        let rows_expected = rows(&pairs, expected, |pair| pair.0, |_| true);
        let tells_items = |pair: &Pair| match pair.0 {
            Some(e) => expected[e].get("items").is_some(),
            None => !told::keys(expected, &["items"]).is_empty(),
        };
        let rows_found = rows(&pairs, found, |pair| pair.1, tells_items);
        self.items(&rows_expected, &rows_found, &mut right);
        for ((e, f), ways) in pairs.into_iter().zip(right) {
            let ways = if e.is_some() && f.is_some() { ways } else { Ways::NONE };
            self.count(Field::Clauses, None, e.is_some(), f.is_some(), ways);
            let kinds = (e.and_then(|e| kind(&expected[e])), f.and_then(|f| kind(&found[f])));
            self.count_by_kind(Field::Clauses, kinds, ways);
        }
    }

    /// Scores a clause without its items; returns in which ways it is right.
    fn clause(
        &mut self,
        keys: &[&str],
        index: usize,
        expected: Option<&Value>,
        found: Option<&Value>,
    ) -> Ways {
        let mut right = Ways::ALL;
        let start = found.and_then(start_of);
        self.pass(start);
        for (key, field) in PARTS.iter().filter(|(key, _)| keys.contains(key)) {
            let told = expected.map_or(Told::Absent, |clause| Told::of(clause, key));
            let value = found.and_then(|clause| Told::of(clause, key).is());
            if expected.is_some() && found.is_some() {
                let at = format!("clauses[{index}].{key}");
                right = right.and(self.value(*field, &at, told, value, start));
            } else {
                self.alone(*field, &told, value.is_some());
            }
        }
        if expected.is_none() || found.is_none() {
            self.differ_clause(index, expected, found);
        }
        right
    }

    /// Counts a part of something that was missed, or that is spurious.
    fn alone(&mut self, field: Field, told: &Told<'_>, is_found: bool) {
        self.count(field, None, matches!(told, Told::Is(_)), is_found, Ways::NONE);
    }

    /// One line for a clause that was missed, or that is spurious.
    fn differ_clause(&mut self, index: usize, expected: Option<&Value>, found: Option<&Value>) {
        let name = |clause: &Value| {
            let of = |key| Told::of(clause, key).is().unwrap_or_default();
            format!("{} ({})", of("heading"), of("kind"))
        };
        let (one, other) = (expected.map(name), found.map(name));
        // The same heading may stand in several places: the words behind it tell which.
        let words = expected.map(words).unwrap_or_default();
        let beginning = words.get(..2).unwrap_or(&words).concat();
        let first = words.get(1).or(words.first()).map(String::as_str).unwrap_or_default();
        let spot = Spot { start: found.and_then(start_of), words: [&beginning, first] };
        let at = format!("clauses[{index}]");
        self.differ(Field::Clauses, &at, (one.as_deref(), other.as_deref()), Ways::NONE, &spot);
    }

    /// Scores the items; what is wrong with one is wrong with its clause.
    fn items(&mut self, expected: &[Row<'_>], found: &[Row<'_>], right: &mut [Ways]) {
        let runs = |rows: &[Row<'_>]| -> Vec<Trigrams> {
            rows.iter().map(|row| Trigrams::of(row.text().as_deref())).collect()
        };
        let (runs_expected, runs_found) = (runs(expected), runs(found));
        let likeness =
            |e: usize, f: usize| match at_least_alike(runs_expected[e].dice(&runs_found[f])) {
                like if like > 0.0 && expected[e].pair == found[f].pair => like + SAME_CLAUSE,
                like => like,
            };
        self.begin_list();
        for (e, f) in align(expected.len(), found.len(), likeness) {
            let (one, other) = (e.map(|e| &expected[e]), f.map(|f| &found[f]));
            let mut ways = self.item(one, other);
            if one.map(|row| row.pair) != other.map(|row| row.pair) {
                ways = Ways::NONE;
            }
            for row in [one, other].into_iter().flatten() {
                right[row.pair] = right[row.pair].and(ways);
            }
        }
    }

    /// Scores an item; returns in which ways it is right.
    fn item(&mut self, expected: Option<&Row<'_>>, found: Option<&Row<'_>>) -> Ways {
        let Some(row) = expected.or(found) else { return Ways::ALL };
        let start = found.and_then(|row| start_of(row.item));
        self.pass(start);
        let texts = (expected.and_then(Row::text), found.and_then(Row::text));
        let both = (texts.0.as_deref(), texts.1.as_deref());
        let ways = Field::ItemsText.compare().values(both.0, both.1);
        let kinds = (expected.and_then(|row| row.kind), found.and_then(|row| row.kind));
        let bounds = |text: &Option<String>| text.as_deref().map(letters);
        let bounds = (bounds(&texts.0), bounds(&texts.1));
        let within = Field::ItemsBounds.compare().values(bounds.0.as_deref(), bounds.1.as_deref());
        for (field, ways) in [(Field::ItemsText, ways), (Field::ItemsBounds, within)] {
            self.count(field, None, both.0.is_some(), both.1.is_some(), ways);
            self.count_by_kind(field, kinds, ways);
        }
        let is_pair = expected.is_some() && found.is_some();
        let at = format!("{}{}", row.at, if is_pair { ".text" } else { "" });
        self.differ(Field::ItemsText, &at, both, ways, &Spot::of(both, start));
        let mut right = ways;
        for (key, field) in [("marker", Field::ItemsMarker), ("depth", Field::ItemsDepth)] {
            let told = expected.map_or(Told::Absent, |row| row.told(key));
            let value = found.and_then(|row| row.told(key).is());
            if is_pair {
                let at = format!("{}.{key}", row.at);
                right = right.and(self.value(field, &at, told, value, start));
            } else {
                self.alone(field, &told, value.is_some());
            }
        }
        right
    }

    /// Counts a clause or an item under its kind, or under two where those differ.
    fn count_by_kind(&mut self, field: Field, kinds: (Option<&str>, Option<&str>), ways: Ways) {
        match kinds {
            (Some(expected), Some(found)) if expected == found => {
                self.count(field, kinds.0, true, true, ways);
            }
            (expected, found) => {
                for (kind, is_expected) in [(expected, true), (found, false)] {
                    if kind.is_some() {
                        self.count(field, kind, is_expected, !is_expected, Ways::NONE);
                    }
                }
            }
        }
    }
}

fn kind(clause: &Value) -> Option<&str> {
    clause.get("kind").and_then(Value::as_str)
}

/// Which clause found stands for which one expected.
fn pairs(expected: &[Value], found: &[Value]) -> Vec<Pair> {
    let runs = |list: &[Value]| -> Vec<Trigrams> {
        list.iter().map(|clause| Trigrams::of(words(clause).iter().map(String::as_str))).collect()
    };
    let (runs_expected, runs_found) = (runs(expected), runs(found));
    align(expected.len(), found.len(), |e, f| {
        let same_kind = f32::from(u8::from(kind(&expected[e]) == kind(&found[f])));
        BESIDE + BY_KIND * same_kind + BY_WORDS * runs_expected[e].dice(&runs_found[f])
    })
}

/// The heading of a clause and the texts of its items.
pub(super) fn words(clause: &Value) -> Vec<String> {
    let heading = Told::of(clause, "heading").is().map(|heading| heading.into_owned());
    let mut rows = Vec::new();
    flatten(told::list(clause, "items"), "", 1, &mut |item, at, depth| {
        rows.extend(Row { item, at, pair: 0, kind: None, depth: depth.to_string() }.text());
    });
    heading.into_iter().chain(rows).collect()
}

/// The items of one side of all pairs, those under others behind them.
fn rows<'a>(
    pairs: &[Pair],
    clauses: &'a [Value],
    side: fn(&Pair) -> Option<usize>,
    is_scored: impl Fn(&Pair) -> bool,
) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for (pair, clause) in pairs.iter().enumerate().filter(|(_, pair)| is_scored(pair)) {
        let Some(index) = side(clause) else { continue };
        let (clause, at) = (&clauses[index], format!("clauses[{index}]"));
        flatten(told::list(clause, "items"), &at, 1, &mut |item, at, depth| {
            rows.push(Row { item, at, pair, kind: kind(clause), depth: depth.to_string() });
        });
    }
    rows
}

/// Visits items and those under them, each with the way to it and its depth.
fn flatten<'a>(
    items: &'a [Value],
    at: &str,
    depth: usize,
    visit: &mut dyn FnMut(&'a Value, String, usize),
) {
    for (index, item) in items.iter().enumerate() {
        let at = format!("{at}.items[{index}]");
        visit(item, at.clone(), depth);
        flatten(told::list(item, "items"), &at, depth + 1, visit);
    }
}
