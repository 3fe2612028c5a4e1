//! Floor 3: the record of one motion.
//!
//! Knows the fields and how they look in JSON. Does not know how they were found.
//!
//! One JSON object a motion; one line of NDJSON where there are many. What a document does not
//! state is `null` or `[]`, never an empty string and never guessed. `moties schema` prints the
//! JSON Schema that [`schema`] makes from these types.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

pub use crate::grammar::{DocumentKind, Role, SignatoryKind};
use crate::text::Span;

/// The version of the record that this program writes.
pub const SCHEMA_VERSION: u32 = 1;

/// What is known of one motion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Motion {
    /// The version of this record: 1.
    pub schema_version: u32,
    /// Lower-case hex SHA-256 of the source bytes: the same file is always the same motion.
    pub id: String,
    /// The document that it was read from.
    pub source: Source,
    /// What the document is.
    pub document_kind: DocumentKind,
    /// The pages that the motion takes in its document, counted from 1.
    pub pages: Vec<u32>,
    /// The grammar that fitted best: `vng`, `gemeenteraad`, `provinciale-staten`, `tweede-kamer`.
    pub grammar: Option<String>,
    /// The assembly that speaks, as printed: "De Kamer".
    pub body: Option<String>,
    /// The motion's own number, as printed: "M12", "2024-31".
    pub number: Option<String>,
    /// The motion's name on one line, as printed, without a leading label.
    pub title: Option<String>,
    /// Whom the header names behind "Aan".
    pub addressee: Option<String>,
    /// Whom the header names behind "Van".
    pub sender: Option<String>,
    /// What the header names behind "Onderwerp" or "Betreft", else what is being discussed.
    pub subject: Option<String>,
    /// ISO 8601 date of the motion.
    pub date: Option<String>,
    /// The meeting that the opening sentence names.
    pub meeting: Option<Meeting>,
    /// The clauses, in document order.
    pub clauses: Vec<Clause>,
    /// The closing formula, as printed.
    pub closing: Option<String>,
    /// Who signed, in document order.
    pub signatories: Vec<Signatory>,
    /// Where the head fields stand.
    pub spans: FieldSpans,
    /// What the reader should look at.
    pub warnings: Vec<Warning>,
    /// The parts of the text that went into no field and are not page furniture.
    pub unparsed: Vec<Span>,
}

/// The document that a motion was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The file's name, without its folders.
    pub name: String,
    /// `application/pdf` or `text/plain`.
    pub media_type: String,
    /// The size of the file in bytes.
    pub bytes: u64,
    /// The number of its pages.
    pub pages: u32,
    /// Where its text came from.
    pub text: TextSource,
}

/// Where a document's text came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextSource {
    /// It stands in the file as text.
    Embedded,
    /// It was recognised from pictures.
    Ocr,
    /// There is none.
    None,
}

/// The meeting that a motion was submitted in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Meeting {
    /// Its date, ISO 8601.
    pub date: Option<String>,
    /// Its place, as printed.
    pub place: Option<String>,
}

/// One clause: an opening and what follows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// The snake-case name of the opening: `overwegende`, `roept_op`. The set is data (`grammars/`).
    pub kind: String,
    /// What the clause does.
    pub role: Role,
    /// The opening words as printed, without the punctuation behind them.
    pub heading: String,
    /// Who is asked, in a dictum: "het college".
    pub addressee: Option<String>,
    /// What it says, in order.
    pub items: Vec<Item>,
    /// Where the clause stands, its heading and all its items.
    pub spans: Vec<Span>,
}

/// One item of a clause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Its words on one line, as printed; without the marker, and without the `;` or `,` at its end.
    pub text: String,
    /// The marker before it, as printed: "•", "a.".
    pub marker: Option<String>,
    /// The items under it.
    pub items: Vec<Item>,
    /// Where it stands, the items under it left out.
    pub spans: Vec<Span>,
}

/// Someone who signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signatory {
    /// The name, as printed.
    pub name: String,
    /// The office held: "burgemeester", "raadslid".
    pub role: Option<String>,
    /// The municipality or other body, as printed.
    pub organisation: Option<String>,
    /// The official code of the organisation, where its name is known: `gm0355`.
    pub organisation_id: Option<String>,
    /// The party, as printed.
    pub party: Option<String>,
    /// Whether they submit the motion or support it.
    pub kind: SignatoryKind,
    /// Where it stands.
    pub spans: Vec<Span>,
}

/// Where the head fields of a motion stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FieldSpans {
    /// Of `body`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Span>,
    /// Of `number`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub number: Vec<Span>,
    /// Of `title`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<Span>,
    /// Of `addressee`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addressee: Vec<Span>,
    /// Of `sender`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sender: Vec<Span>,
    /// Of `subject`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subject: Vec<Span>,
    /// Of `date`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub date: Vec<Span>,
    /// Of `meeting`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meeting: Vec<Span>,
    /// Of `closing`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closing: Vec<Span>,
}

/// Something that the reader of a record should look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// A short name in kebab case: `heading-without-items`.
    pub code: String,
    /// What is the matter, in English.
    pub message: String,
    /// The words that it is about; null when it is about the whole.
    pub span: Option<Span>,
}

/// Makes the JSON Schema of the record from its types.
#[must_use]
pub fn schema() -> Schema {
    schemars::schema_for!(Motion)
}
