//! Floor 4: from lines to the record. Total: any text gives a record.

use crate::grammar::Grammars;
use crate::motion::{DocumentKind, FieldSpans, Motion, SCHEMA_VERSION, Source};
use crate::text::Document;

/// Takes the motion out of a document.
#[must_use]
pub fn motion(document: &Document, source: Source, id: String, grammars: &Grammars) -> Motion {
    let _ = (document, grammars);
    Motion {
        schema_version: SCHEMA_VERSION,
        id,
        source,
        document_kind: DocumentKind::Onbekend,
        pages: Vec::new(),
        grammar: None,
        body: None,
        number: None,
        title: None,
        addressee: None,
        sender: None,
        subject: None,
        date: None,
        meeting: None,
        clauses: Vec::new(),
        closing: None,
        signatories: Vec::new(),
        spans: FieldSpans::default(),
        warnings: Vec::new(),
        unparsed: Vec::new(),
    }
}
