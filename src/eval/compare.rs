//! The records of a document beside its truth.

use serde_json::{Map, Value};

use super::align::{Pair, Trigrams, align};
use super::clauses::words;
use super::people::{SIGNATORIES, SUBMITTERS};
use super::place::Sheet;
use super::score::{Compared, Score};
use super::told::{self, Told};
use super::truth::Document;

/// The likeness of motions that have nothing in common: one of them stands for the other if no
/// other does.
const BESIDE: f32 = 0.01;

/// Compares the records of a document with its truth, motion by motion.
///
/// `text` is the normalised text that their spans count in. Records and truths are paired in their
/// order, by what they say; a truth without a record is missed, and a record without a truth must
/// not have any field that the truth of its document tells of.
pub(super) fn document(document: &Document, records: &[Value], text: &str) -> Vec<Compared> {
    let sheet = Sheet::of(text);
    let truths = &document.truth;
    let is_one = truths.len() == 1 && records.len() <= 1;
    let nothing = Value::Object(Map::new());
    let told = truths.iter().filter_map(Value::as_object).flat_map(Map::keys);
    let absent = Value::Object(told.map(|key| (key.clone(), Value::Null)).collect());
    pairs(truths, records)
        .into_iter()
        .map(|(e, f)| {
            let index = e.or(f).unwrap_or_default();
            let prefix = if is_one { String::new() } else { format!("[{index}].") };
            let (truth, record) = (e.map(|e| &truths[e]), f.map(|f| &records[f]));
            let body = document.body(truth);
            let mut score = Score::new(
                truth.unwrap_or(&absent),
                record.unwrap_or(&nothing),
                &sheet,
                prefix,
                body,
            );
            score.values();
            score.file_numbers();
            score.people(&SUBMITTERS);
            score.clauses();
            score.people(&SIGNATORIES);
            score.finish(e.is_some(), f.is_some())
        })
        .collect()
}

/// Which record stands for which truth.
fn pairs(truths: &[Value], records: &[Value]) -> Vec<Pair> {
    if truths.len() <= 1 && records.len() <= 1 {
        // Every document but few.
        return align(truths.len(), records.len(), |_, _| 1.0);
    }
    let runs = |motions: &[Value]| -> Vec<Trigrams> { motions.iter().map(said).collect() };
    let (truths, records) = (runs(truths), runs(records));
    align(truths.len(), records.len(), |e, f| BESIDE + truths[e].dice(&records[f]))
}

/// What a motion says: its title, number and clauses.
fn said(motion: &Value) -> Trigrams {
    let head = ["title", "number"].into_iter().filter_map(|key| Told::of(motion, key).is());
    let mut all: Vec<String> = head.map(|value| value.into_owned()).collect();
    all.extend(told::list(motion, "clauses").iter().flat_map(words));
    Trigrams::of(all.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;
    use crate::eval::{Field, Part, Tally, Way};

    const TEXT: &str = "De raad,\noverwegende dat\n- de haven groeit;\n- de kade verzakt;\n\
                        verzoekt het college\n- de kade te herstellen.\n";

    /// Compares records with truths; the text is that above.
    fn compared(truth: Value, records: &[Value]) -> Vec<Compared> {
        let truth = match truth {
            Value::Array(list) => list,
            one => vec![one],
        };
        let path = Path::new("gemeenteraad/motie.txt").to_owned();
        document(&Document { path, part: Part::Tuned, truth }, records, TEXT)
    }

    /// Compares one motion.
    fn one(truth: Value, record: Value) -> Compared {
        let mut motions = compared(truth, &[record]);
        assert_eq!(motions.len(), 1);
        motions.remove(0)
    }

    /// Each difference as a line.
    fn lines(motion: &Compared) -> Vec<String> {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
        let line = |one: &super::super::Difference| {
            let (expected, found) = (shown(&one.expected), shown(&one.found));
            format!("{}:{} {}: {expected} | {found}", one.place.page, one.place.line, one.at)
        };
        motion.differences.iter().map(line).collect()
    }

    /// Expected, found, and strictly right.
    fn counts(tally: &Tally, field: Field) -> (u64, u64, u64) {
        let counts = tally.of(field);
        (counts.expected, counts.found, counts.right(Way::Strict))
    }

    fn by_kind(motion: &Compared, field: Field, kind: &str) -> (u64, u64, u64) {
        let counts = motion.tally.iter().find(|(of, by, _)| (*of, *by) == (field, Some(kind)));
        let (_, _, counts) = counts.expect("it was counted");
        (counts.expected, counts.found, counts.right(Way::Strict))
    }

    fn item(text: &str) -> Value {
        let start = TEXT.find(text).unwrap_or(0);
        json!({"text": text, "marker": "-", "items": [], "spans": [{"page": 1, "start": start}]})
    }

    fn clause(kind: &str, heading: &str, items: &[Value]) -> Value {
        let start = TEXT.find(heading).unwrap_or(0);
        json!({
            "kind": kind, "role": "preamble", "heading": heading, "addressee": null,
            "items": items, "spans": [{"page": 1, "start": start}],
        })
    }

    /// The clauses of the text above.
    fn clauses() -> Value {
        let premises = [item("de haven groeit"), item("de kade verzakt")];
        json!([
            clause("overwegende", "overwegende dat", &premises),
            clause("verzoekt", "verzoekt het college", &[item("de kade te herstellen.")]),
        ])
    }

    #[test]
    fn only_what_is_told_is_scored() {
        let record = json!({
            "title": "Kade", "number": "M1", "meeting": {"date": "2025-01-02", "place": "Veldhage"},
            "signatories": [{"name": "Mia Bos", "party": "SP", "kind": "submitted"}],
        });
        let truth = json!({
            "title": "Kade", "closing": null, "meeting": {"place": "Veldhage"},
            "signatories": [{"name": "Mia Bos"}],
        });
        let motion = one(truth, record);
        assert!(motion.differences.is_empty(), "{:?}", lines(&motion));
        assert_eq!(motion.body, "gemeenteraad");
        for (field, expected) in [
            (Field::Title, (1, 1, 1)),
            (Field::Number, (0, 0, 0)),
            (Field::Closing, (0, 0, 0)),
            (Field::MeetingDate, (0, 0, 0)),
            (Field::MeetingPlace, (1, 1, 1)),
            (Field::SignatoriesName, (1, 1, 1)),
            (Field::SignatoriesParty, (0, 0, 0)),
            (Field::Signatories, (1, 1, 1)),
            (Field::Whole, (0, 0, 0)),
        ] {
            assert_eq!(counts(&motion.tally, field), expected, "{field}");
        }
    }

    #[test]
    fn what_must_be_absent_is_spurious() {
        let truth = json!({"number": null, "outcome": null, "file_numbers": [], "submitters": []});
        let motion = one(
            truth,
            json!({
                "number": "M1", "outcome": {"result": "aangenomen", "date": null},
                "file_numbers": ["RIS 1"], "submitters": [{"name": "Mia Bos", "party": null}],
            }),
        );
        assert_eq!(
            lines(&motion),
            [
                "1:1 number: - | M1",
                "1:1 outcome.result: - | aangenomen",
                "1:1 file_numbers[0]: - | RIS 1",
                "1:1 submitters[0]: - | Mia Bos",
            ]
        );
        assert_eq!(counts(&motion.tally, Field::SubmittersName), (0, 1, 0));
        assert_eq!(counts(&motion.tally, Field::SubmittersParty), (0, 0, 0));
    }

    #[test]
    fn a_record_that_is_its_truth_is_right_whole() {
        let motion = one(json!({"clauses": clauses()}), json!({"clauses": clauses()}));
        assert!(motion.differences.is_empty());
        for (field, count) in [
            (Field::Whole, 1),
            (Field::Clauses, 2),
            (Field::ClausesKind, 2),
            (Field::ItemsText, 3),
            (Field::ItemsDepth, 3),
        ] {
            assert_eq!(counts(&motion.tally, field), (count, count, count), "{field}");
        }
        assert_eq!(by_kind(&motion, Field::ItemsText, "overwegende"), (2, 2, 2));
    }

    /// The second heading was not seen: its item went to the first clause.
    #[test]
    fn a_merged_clause_is_missed_but_its_items_have_their_bounds() {
        let items =
            [item("de haven groeit"), item("de kade verzakt"), item("de kade te herstellen.")];
        let record = json!({"clauses": [clause("overwegende", "overwegende dat", &items)]});
        let motion = one(json!({"clauses": clauses()}), record);
        assert_eq!(lines(&motion), ["1:5 clauses[1]: verzoekt het college (verzoekt) | -"]);
        for (field, expected) in [
            (Field::Clauses, (2, 1, 0)),
            (Field::ClausesKind, (2, 1, 1)),
            (Field::ItemsText, (3, 3, 3)),
            (Field::ItemsBounds, (3, 3, 3)),
            (Field::Whole, (1, 1, 0)),
        ] {
            assert_eq!(counts(&motion.tally, field), expected, "{field}");
        }
        assert_eq!(by_kind(&motion, Field::ItemsText, "overwegende"), (2, 3, 2));
        assert_eq!(by_kind(&motion, Field::ItemsText, "verzoekt"), (1, 0, 0));
    }

    #[test]
    fn each_item_is_scored_by_text_bounds_marker_and_depth() {
        let mut record = json!({"clauses": clauses()});
        let items = record["clauses"][0]["items"].as_array_mut().unwrap();
        let mut under = items.remove(1);
        under["text"] = "De kade verzakt;".into();
        under["marker"] = "•".into();
        items[0]["items"] = json!([under]);
        let motion = one(json!({"clauses": clauses()}), record);
        assert_eq!(
            lines(&motion),
            [
                "1:4 clauses[0].items[1].text: de kade verzakt | De kade verzakt;",
                "1:4 clauses[0].items[1].marker: - | •",
                "1:4 clauses[0].items[1].depth: 1 | 2",
            ]
        );
        for (field, right) in [
            (Field::ItemsText, 2),
            (Field::ItemsBounds, 3),
            (Field::ItemsMarker, 2),
            (Field::ItemsDepth, 2),
        ] {
            assert_eq!(counts(&motion.tally, field), (3, 3, right), "{field}");
        }
        assert_eq!(counts(&motion.tally, Field::Clauses), (2, 2, 1));
    }

    #[test]
    fn an_item_that_was_missed_is_pointed_to_in_the_text() {
        let mut record = json!({"clauses": clauses()});
        record["clauses"][0]["items"].as_array_mut().unwrap().remove(0);
        let motion = one(json!({"clauses": clauses()}), record);
        assert_eq!(lines(&motion), ["1:3 clauses[0].items[0]: de haven groeit | -"]);
    }

    #[test]
    fn truth_may_tell_no_more_than_the_texts_of_items() {
        let truth = json!({"clauses": [
            {"kind": "overwegende", "items": ["de haven groeit", "de kade verzakt"]},
            {"kind": "verzoekt"},
        ]});
        let motion = one(truth, json!({"clauses": clauses()}));
        assert!(motion.differences.is_empty(), "{:?}", lines(&motion));
        assert_eq!(counts(&motion.tally, Field::ItemsText), (2, 2, 2));
        assert_eq!(counts(&motion.tally, Field::ItemsMarker), (0, 0, 0));
        assert_eq!(counts(&motion.tally, Field::Clauses), (2, 2, 2));
    }

    #[test]
    fn people_are_paired_by_their_names() {
        let signed = |name: &str, party: &str| json!({"name": name, "party": party, "role": null});
        let motion = one(
            json!({"signatories": [signed("Jan Wit", "SP"), signed("Mia Bos", "D66")]}),
            json!({"signatories": [signed("Mia Bos", "CDA"), signed("Griffier", "D66")]}),
        );
        assert_eq!(
            lines(&motion),
            [
                "1:1 signatories[0]: Jan Wit, SP | -",
                "1:1 signatories[1].party: D66 | CDA",
                "1:1 signatories[1]: - | Griffier, D66",
            ]
        );
        assert_eq!(counts(&motion.tally, Field::SignatoriesName), (2, 2, 1));
        assert_eq!(counts(&motion.tally, Field::SignatoriesParty), (2, 2, 0));
    }

    #[test]
    fn motions_are_paired_in_their_order_by_what_they_say() {
        let motion = |title: &str| json!({"title": title, "clauses": [], "grammar": "vng"});
        let motions = compared(
            json!([motion("Bomen langs de kade"), motion("Een brug"), motion("Licht in het park")]),
            &[motion("Bomen langs de kade"), motion("Licht in het park"), motion("Inhoud")],
        );
        let said: Vec<String> = motions.iter().flat_map(lines).collect();
        assert_eq!(
            said,
            ["1:1 [1].motion: Een brug | -", "1:1 [2].motion: - | Inhoud"],
            "{motions:?}"
        );
        let mut sum = Tally::default();
        motions.iter().for_each(|motion| sum.add(&motion.tally));
        assert_eq!(counts(&sum, Field::Motions), (3, 3, 2));
        assert_eq!(counts(&sum, Field::Whole), (3, 3, 2));
        assert_eq!(counts(&sum, Field::Title), (3, 3, 2));
        assert!(motions.iter().all(|motion| motion.body == "vng"));
    }

    #[test]
    fn a_document_whose_kind_alone_is_told_is_judged_by_that() {
        let motions = compared(
            json!({"document_kind": "verslag"}),
            &[json!({"document_kind": "verslag", "title": "Een"}), json!({"title": "Twee"})],
        );
        let said: Vec<String> = motions.iter().flat_map(lines).collect();
        assert_eq!(said, ["1:1 [1].motion: - | Twee"]);
        assert!(motions.iter().all(|motion| counts(&motion.tally, Field::Title) == (0, 0, 0)));
    }
}
