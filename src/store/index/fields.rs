//! The fields of the index.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::words;
use crate::motion::Role;

/// The value of `part` in the document of a motion.
pub(in crate::store) const MOTION: &str = "motion";

/// The value of `part` in the document of a clause.
pub(in crate::store) const CLAUSE: &str = "clause";

/// The name of a role, as the record writes it.
pub(in crate::store) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Preamble => "preamble",
        Role::Opinion => "opinion",
        Role::Dictum => "dictum",
    }
}

/// The fields of the index. A motion's document has no clause, kind, role or heading, a clause's
/// has no title, subject or names.
#[derive(Clone, Debug)]
pub(in crate::store) struct Fields {
    pub(in crate::store) schema: Schema,
    /// The id of the motion.
    pub(in crate::store) id: Field,
    /// [`MOTION`] or [`CLAUSE`].
    pub(in crate::store) part: Field,
    /// The clause's place in the record, from 0.
    pub(in crate::store) clause: Field,
    /// The clause's kind: `overwegende`.
    pub(in crate::store) kind: Field,
    /// The clause's role: `dictum`.
    pub(in crate::store) role: Field,
    /// The motion's date, ISO 8601.
    pub(in crate::store) date: Field,
    /// The assembly that speaks, as printed.
    pub(in crate::store) body: Field,
    /// The grammar that fitted best.
    pub(in crate::store) grammar: Field,
    /// The motion's title.
    pub(in crate::store) title: Field,
    /// The motion's subject.
    pub(in crate::store) subject: Field,
    /// Who signed, with party and organisation.
    pub(in crate::store) names: Field,
    /// The clause's opening words.
    pub(in crate::store) heading: Field,
    /// All words of the motion, or of the clause's items.
    pub(in crate::store) text: Field,
}

impl Fields {
    pub(in crate::store) fn new() -> Self {
        let mut schema = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(words::NAME)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let id = schema.add_text_field("id", STRING | STORED | FAST);
        let part = schema.add_text_field("part", STRING);
        let clause = schema.add_u64_field("clause", STORED | FAST);
        let [kind, role, date, body, grammar] = ["kind", "role", "date", "body", "grammar"]
            .map(|name| schema.add_text_field(name, STRING | FAST));
        let [title, subject, names, heading, text] =
            ["title", "subject", "names", "heading", "text"]
                .map(|name| schema.add_text_field(name, words.clone()));
        Self {
            schema: schema.build(),
            id,
            part,
            clause,
            kind,
            role,
            date,
            body,
            grammar,
            title,
            subject,
            names,
            heading,
            text,
        }
    }
}
