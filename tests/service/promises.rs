//! Whether what was promised is kept: every document that was acknowledged is there, in one state, and
//! found once by the word that only it has.

use std::collections::HashMap;
use std::path::Path;

use moties::store::{Query, State, Store};

use super::documents::{ById, Document};

/// Opens a store that nobody writes to.
pub fn open(data: &Path) -> Store {
    Store::open(data, &mut |_| {}).unwrap()
}

/// The state of every document, by its id.
pub fn states(store: &Store) -> HashMap<String, State> {
    let mut states = HashMap::new();
    store
        .entries(|entry| {
            let before = states.insert(entry.id.clone(), entry.state);
            assert_eq!(before, None, "`{}` is there twice", entry.id);
            true
        })
        .unwrap();
    states
}

/// How often a word is found, and in which motion first.
pub fn found(store: &Store, words: &str) -> (usize, Option<String>) {
    let found = store.search(&Query { words, clause: None, limit: 2, ..Query::default() }).unwrap();
    (found.total, found.hits.into_iter().next().map(|hit| hit.id))
}

/// Asserts that these documents are there, were read, and are found once if they can be.
pub fn assert_kept<'a>(store: &Store, documents: impl Iterator<Item = &'a Document>) {
    let states = states(store);
    for one in documents {
        let state = states.get(&one.id);
        let times = match state {
            Some(State::Indexed) => 1,
            Some(State::Held { .. }) => 0,
            _ => panic!("`{}` was acknowledged, and is {state:?}", one.name),
        };
        let expected = (times, (times == 1).then(|| one.id.clone()));
        assert_eq!(found(store, &one.word), expected, "`{}` is {state:?}", one.name);
    }
}

/// Asserts that nothing is wrong with a store, and that nothing is in it but these documents.
pub fn assert_sound(store: &Store, sent: &ById<'_>) {
    let mut findings = Vec::new();
    let checked = store
        .check(&mut |finding| {
            findings.push(finding.to_string());
            true
        })
        .unwrap();
    assert_eq!(findings, Vec::<String>::new(), "{checked:?}");
    for id in states(store).keys() {
        assert!(sent.contains_key(id.as_str()), "`{id}` was never sent");
    }
}
