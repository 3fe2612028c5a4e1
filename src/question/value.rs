//! What stands behind fields that have values.

use super::date::Days;
use super::field::{Field, Property};
use super::node::{Fact, Node, Term, Test};
use super::note::{NoteCode, Notes, shown};
use crate::motion::Verdict;
use crate::text::Folded;

/// The values of `uitslag:`, with the name that is printed first.
pub(super) const OUTCOMES: [(Verdict, &[&str]); 8] = [
    (Verdict::Aangenomen, &["aangenomen", "adopted", "carried", "passed"]),
    (Verdict::Verworpen, &["verworpen", "rejected", "defeated"]),
    (Verdict::Ingetrokken, &["ingetrokken", "withdrawn"]),
    (Verdict::Aangehouden, &["aangehouden", "deferred", "postponed"]),
    (Verdict::Gewijzigd, &["gewijzigd", "changed", "amended"]),
    (Verdict::Staken, &["staken", "stemmen staken", "tied"]),
    (Verdict::Overgenomen, &["overgenomen", "taken over"]),
    (Verdict::Vervallen, &["vervallen", "lapsed"]),
];

/// The values of `taal:`, with the name that is printed first.
pub(super) const LANGUAGES: [(&str, &[&str]); 5] = [
    ("nl", &["nl", "nederlands", "dutch"]),
    ("fy", &["fy", "fries", "frysk", "frisian"]),
    ("fr", &["fr", "frans", "french"]),
    ("de", &["de", "duits", "german"]),
    ("en", &["en", "engels", "english"]),
];

/// The values of `waarschuwingen:`, with the name that is printed first.
pub(super) const ANSWERS: [(bool, &[&str]); 2] = [(true, &["ja", "yes"]), (false, &["nee", "no"])];

/// Makes facts of the terms behind a field; what is no value of it stays a term.
pub(super) fn facts(property: Property, node: Node, notes: &mut Notes) -> Node {
    let joined = |nodes: Vec<Node>, notes: &mut Notes| -> Vec<Node> {
        nodes.into_iter().map(|node| facts(property, node, notes)).collect()
    };
    match node {
        Node::Term(term) => fact(property, term, notes),
        Node::All(nodes) => Node::All(joined(nodes, notes)),
        Node::Any(nodes) => Node::Any(joined(nodes, notes)),
        Node::Not(inner) => facts(property, *inner, notes).negated(),
        Node::Near(near) => {
            let name = Field::Value(property).name();
            let message = format!(
                "`{name}:` holds a value, and nothing is near a value; what stands behind it is looked for anywhere"
            );
            let range = near.first.first().map_or(0..0, Term::range);
            notes.add(NoteCode::NearOperand, range, message);
            Node::Near(near)
        }
        other @ (Node::Clause(..) | Node::Text(..) | Node::Fact(_)) => other,
    }
}

/// Makes a fact of a term.
fn fact(property: Property, term: Term, notes: &mut Notes) -> Node {
    let range = term.range();
    let test = match property {
        Property::Municipality => Test::Municipality(term),
        Property::Party => Test::Party(term),
        Property::Body => Test::Body(term),
        Property::Number => Test::Number(term),
        Property::Date | Property::After | Property::Before => {
            return match days(property, term.text(), &range, notes) {
                Some(days) => Node::Fact(Fact { test: Test::Date(days), range }),
                None => no_date(property, term, notes),
            };
        }
        Property::Kind => match kind(term.text()) {
            Some(kind) => Test::Kind(kind),
            None => return unknown(property, term, "the name of a kind, as `roept_op`", notes),
        },
        Property::Outcome => match of(&OUTCOMES, term.text()) {
            Some(outcome) => Test::Outcome(outcome),
            None => return unknown(property, term, &listed(&OUTCOMES), notes),
        },
        Property::Language => match of(&LANGUAGES, term.text()) {
            Some(language) => Test::Language(language),
            None => return unknown(property, term, &listed(&LANGUAGES), notes),
        },
        Property::Warnings => match of(&ANSWERS, term.text()) {
            Some(answer) => Test::Warnings(answer),
            None => return unknown(property, term, &listed(&ANSWERS), notes),
        },
    };
    Node::Fact(Fact { test, range })
}

/// Reads the days of a date field.
pub(super) fn days(
    property: Property,
    text: &str,
    range: &std::ops::Range<usize>,
    notes: &mut Notes,
) -> Option<Days> {
    let (days, turned) = Days::read(text)?;
    let days = match property {
        Property::After => days.is_bounded().then(|| days.after()).flatten()?,
        Property::Before => days.is_bounded().then(|| days.before()).flatten()?,
        _ => days,
    };
    if turned {
        let message = format!(
            "expected the first date before the last, found `{}`; they are swapped",
            shown(text)
        );
        notes.add(NoteCode::DateOrder, range.clone(), message);
    }
    Some(days)
}

fn no_date(property: Property, term: Term, notes: &mut Notes) -> Node {
    let name = Field::Value(property).name();
    let spans = match property {
        Property::Date => " or `2020..2024`",
        _ => "",
    };
    let message = format!(
        "expected a date behind `{name}:`, as `2020`, `2020-05`, `1-5-2020`{spans}, found `{}`; \
         it is taken as words",
        shown(term.text())
    );
    notes.add(NoteCode::NoDate, term.range(), message);
    Node::Term(term)
}

fn unknown(property: Property, term: Term, expected: &str, notes: &mut Notes) -> Node {
    let message = format!(
        "expected {expected} behind `{}:`, found `{}`; it is taken as words",
        Field::Value(property).name(),
        shown(term.text())
    );
    notes.add(NoteCode::UnknownValue, term.range(), message);
    Node::Term(term)
}

/// The name of a kind as the record has it: "Roept op" is `roept_op`.
fn kind(text: &str) -> Option<String> {
    let folded = Folded::whole(text).text().replace([' ', '-'], "_");
    let plain = |c: char| c.is_ascii_lowercase() || c == '_';
    (folded.starts_with(|c: char| c.is_ascii_lowercase()) && folded.chars().all(plain))
        .then_some(folded)
}

fn of<T: Copy>(table: &[(T, &[&str])], text: &str) -> Option<T> {
    let folded = Folded::whole(text);
    let found = table.iter().find(|(_, names)| names.contains(&folded.text()));
    found.map(|&(value, _)| value)
}

fn listed<T>(table: &[(T, &[&str])]) -> String {
    let names: Vec<&str> = table.iter().filter_map(|(_, names)| names.first().copied()).collect();
    match names.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The name of a value that is printed.
pub(super) fn printed<T: PartialEq>(
    table: &[(T, &'static [&'static str])],
    value: &T,
) -> &'static str {
    let found = table.iter().find(|(known, _)| known == value);
    found.and_then(|(_, names)| names.first().copied()).unwrap_or_default()
}
