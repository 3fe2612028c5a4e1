//! Hand-made motions for tests.

use tempfile::TempDir;

use super::{Arrival, Content, Store, Writer};
use crate::motion::{
    Clause, DocumentKind, Item, Motion, Role, Signatory, SignatoryKind, Source, TextSource,
};

/// A clause: its kind, its heading, its items.
pub(crate) type Words<'a> = (&'a str, &'a str, &'a [&'a str]);

/// A motion of the bytes `content`.
pub(crate) fn motion(content: &str, title: &str, clauses: &[Words<'_>]) -> Motion {
    let source = Source {
        name: format!("{content}.txt"),
        media_type: "text/plain".into(),
        bytes: content.len() as u64,
        pages: 1,
        text: TextSource::Embedded,
    };
    Motion {
        document_kind: DocumentKind::Motie,
        pages: vec![1],
        grammar: Some("gemeenteraad".into()),
        body: Some("De raad van de gemeente Voorbeeld".into()),
        number: Some("M12".into()),
        title: Some(title.into()).filter(|title: &String| !title.is_empty()),
        date: Some("2026-03-04".into()),
        clauses: clauses.iter().map(clause).collect(),
        closing: Some("En gaat over tot de orde van de dag".into()),
        signatories: vec![Signatory {
            name: "Anna Voorbeeld".into(),
            role: Some("raadslid".into()),
            organisation: None,
            organisation_id: None,
            party: Some("Lokaal Belang".into()),
            kind: SignatoryKind::Submitted,
            spans: Vec::new(),
            confidence: 1.0,
        }],
        ..Motion::unknown(id(content), source)
    }
}

fn clause((kind, heading, items): &Words<'_>) -> Clause {
    Clause {
        kind: (*kind).into(),
        role: if *kind == "overwegende" { Role::Preamble } else { Role::Dictum },
        heading: (*heading).into(),
        addressee: None,
        items: items
            .iter()
            .map(|text| Item {
                text: (*text).into(),
                marker: None,
                items: Vec::new(),
                spans: Vec::new(),
                confidence: 1.0,
            })
            .collect(),
        spans: Vec::new(),
        confidence: 1.0,
    }
}

/// The arrival of such a motion.
pub(crate) fn arrival(content: &str, title: &str, clauses: &[Words<'_>]) -> Arrival {
    Arrival {
        content: Content::Motions {
            motions: vec![motion(content, title, clauses).into()],
            text: format!("{title}\n"),
        },
        ..broken(content)
    }
}

/// The arrival of a document that cannot be read.
pub(crate) fn broken(content: &str) -> Arrival {
    Arrival {
        id: id(content),
        file: format!("{content}.txt"),
        media_type: "text/plain".into(),
        bytes: content.into(),
        content: Content::Unreadable {
            code: "pdf-damaged".into(),
            message: "expected a PDF, found half of one".into(),
        },
    }
}

/// A store of arrivals, in a folder that goes when it is dropped.
pub(crate) fn filled(arrivals: &[Arrival]) -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
    writer.file(arrivals.to_vec()).unwrap();
    writer.close().unwrap();
    let store = Store::open(dir.path(), &mut |_| {}).unwrap();
    (dir, store)
}

/// The id of such bytes.
pub(crate) fn id(content: &str) -> String {
    super::originals::hash(content.as_bytes())
}
