//! Hand-made motions for tests.

use crate::motion::{Clause, Item, Motion, Role, Source, TextSource};

/// A motion with one clause of these items.
pub(super) fn motion(items: &[&str]) -> Motion {
    let item = |text: &&str| Item {
        text: (*text).to_owned(),
        marker: None,
        items: Vec::new(),
        spans: Vec::new(),
        confidence: 1.0,
    };
    let clause = Clause {
        kind: "roept_op".to_owned(),
        role: Role::Dictum,
        heading: "roept het college op".to_owned(),
        addressee: None,
        items: items.iter().map(item).collect(),
        spans: Vec::new(),
        confidence: 1.0,
    };
    let source = Source {
        name: "motie.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: 1,
        pages: 1,
        text: TextSource::Embedded,
    };
    Motion { clauses: vec![clause], ..Motion::unknown("aa".to_owned(), source) }
}
