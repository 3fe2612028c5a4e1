use serde_json::{Value, json};

use super::Change;
use crate::motion::Motion;
use crate::store::correct::{RecordPart, Review, set};
use crate::store::fixture::motion;

fn sample() -> Motion {
    motion(
        "aa",
        "Wonen",
        &[("overwegende", "overwegende dat", &["a", "b", "c"]), ("verzoekt", "verzoekt", &["d"])],
    )
}

/// The clauses of a motion after a change, on one line.
fn changed(change: Value) -> Result<String, String> {
    let change: Change = serde_json::from_value(change).map_err(|error| error.to_string())?;
    let mut motion = sample();
    let (part, value) =
        change.resolve(&motion, &Review::default()).map_err(|error| error.to_string())?;
    set(&mut motion, part, &value).map_err(|error| error.to_string())?;
    let clauses = motion.clauses.iter().map(|clause| {
        let items: Vec<_> = clause.items.iter().map(|item| item.text.as_str()).collect();
        format!("{}:{}", clause.kind, items.join(","))
    });
    Ok(clauses.collect::<Vec<_>>().join(" "))
}

#[test]
fn clauses_and_items_are_changed_split_joined_and_moved() {
    for (change, expected) in [
        (
            json!({"op": "edit-clause", "clause": 0, "kind": "gelet_op"}),
            "gelet_op:a,b,c verzoekt:d",
        ),
        (json!({"op": "remove-clause", "clause": 1}), "overwegende:a,b,c"),
        (
            json!({"op": "split-clause", "clause": 0, "item": 1, "kind": "mening", "role": "opinion", "heading": "is van mening dat"}),
            "overwegende:a mening:b,c verzoekt:d",
        ),
        (json!({"op": "join-clauses", "clause": 0}), "overwegende:a,b,c,d"),
        (
            json!({"op": "edit-item", "clause": 0, "item": [1], "text": " x "}),
            "overwegende:a,x,c verzoekt:d",
        ),
        (
            json!({"op": "add-item", "clause": 1, "item": [1], "text": "e"}),
            "overwegende:a,b,c verzoekt:d,e",
        ),
        (json!({"op": "remove-item", "clause": 0, "item": [0]}), "overwegende:b,c verzoekt:d"),
        (
            json!({"op": "move-item", "clause": 0, "item": [2], "to_clause": 1, "to_item": [0]}),
            "overwegende:a,b verzoekt:c,d",
        ),
        (json!({"op": "join-items", "clause": 0, "item": [0]}), "overwegende:a b,c verzoekt:d"),
        (
            json!({"op": "add-clause", "clause": 2, "kind": "besluit", "role": "dictum", "heading": "Besluit", "items": ["f"]}),
            "overwegende:a,b,c verzoekt:d besluit:f",
        ),
    ] {
        assert_eq!(changed(change.clone()).as_deref(), Ok(expected), "{change}");
    }
}

#[test]
fn what_is_not_there_cannot_be_changed() {
    for (change, found) in [
        (
            json!({"op": "remove-clause", "clause": 2}),
            "clauses` of a record may be, found: clause 2 of 2",
        ),
        (
            json!({"op": "join-clauses", "clause": 1}),
            "clauses` of a record may be, found: clause 2 of 2",
        ),
        (
            json!({"op": "join-items", "clause": 1, "item": [0]}),
            "clauses` of a record may be, found: no item at [0]",
        ),
        (
            json!({"op": "edit-item", "clause": 0, "item": [], "text": "x"}),
            "clauses` of a record may be, found: no item at []",
        ),
        (
            json!({"op": "add-item", "clause": 0, "item": [0], "text": " "}),
            "clauses` of a record may be, found: an empty text",
        ),
        (
            json!({"op": "split-item", "clause": 0, "item": [0], "at": 1}),
            "clauses` of a record may be, found: an empty text",
        ),
        (
            json!({"op": "remove-signatory", "signatory": 1}),
            "signatories` of a record may be, found: number 1 of 1",
        ),
    ] {
        assert_eq!(changed(change.clone()), Err(format!("expected what `{found}")), "{change}");
    }
    assert!(changed(json!({"op": "remove-clause", "clause": 0, "klause": 1})).is_err());
}

#[test]
fn an_item_is_split_where_a_character_begins() {
    let mut motion = sample();
    motion.clauses[0].items[0].text = "één ding twee".into();
    let change = Change::SplitItem { clause: 0, item: vec![0], at: 8 };
    let (part, value) = change.resolve(&motion, &Review::default()).unwrap();
    set(&mut motion, part, &value).unwrap();
    let texts: Vec<_> = motion.clauses[0].items.iter().map(|item| &item.text).collect();
    assert_eq!(texts, ["één ding", "twee", "b", "c"]);
}

#[test]
fn signatories_and_the_review_are_changed() {
    let mut motion = sample();
    let change = Change::EditSignatory {
        signatory: 0,
        name: Some("A. Voorbeeld".into()),
        role: Some(String::new()),
        party: None,
        kind: None,
    };
    let (part, value) = change.resolve(&motion, &Review::default()).unwrap();
    set(&mut motion, part, &value).unwrap();
    let signatory = &motion.signatories[0];
    assert_eq!((signatory.name.as_str(), &signatory.role), ("A. Voorbeeld", &None));
    assert_eq!(signatory.party.as_deref(), Some("Lokaal Belang"));

    let before = Review { seen: true, is_motion: None, version_of: Some("ab".into()) };
    let change = Change::Review { seen: None, is_motion: Some(false), version_of: None };
    let (part, value) = change.resolve(&motion, &before).unwrap();
    assert_eq!(part, RecordPart::Review);
    assert_eq!(value, json!({"seen": true, "is_motion": false, "version_of": "ab"}));
}
