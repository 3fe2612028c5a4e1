//! Hand-made motions for tests.

use tantivy::{Index, Searcher};

use super::document::Indexed;
use super::fields::Fields;
use super::tokens;
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

/// A motion in short: its text, and the items of its clauses, which are not in that.
pub(super) type Outline<'a> = (&'a str, &'a [&'a [&'a str]]);

/// An index of one part that has these motions, in their order.
pub(super) fn searcher(fields: &Fields, motions: &[Outline<'_>]) -> Searcher {
    let index = Index::create_in_ram(fields.schema.clone());
    tokens::register(index.tokenizers());
    let mut writer = index.writer_with_num_threads(1, 15 << 20).unwrap();
    for (key, (text, clauses)) in (1..).zip(motions) {
        let clauses = clauses.iter().flat_map(|items| motion(items).clauses).collect();
        let motion = Motion { clauses, ..motion(&[]) };
        let indexed = Indexed { key, since: key, motion: &motion, text };
        for document in fields.documents(&indexed) {
            writer.add_document(document).unwrap();
        }
    }
    writer.commit().unwrap();
    index.reader().unwrap().searcher()
}
