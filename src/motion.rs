//! Floor 3: the record of one motion.
//!
//! Knows the fields and how they look in JSON. Does not know how they were found.
//!
//! One JSON object a motion; one line of NDJSON where there are many. What a document does not
//! state is `null` or `[]`, never an empty string and never guessed. `moties schema` prints the
//! JSON Schema that [`schema`] makes from these types.
//!
//! `confidence` runs from 0 to 1: 1 where a plain label or heading says what something is, lower for
//! each thing that had to be inferred (see [`crate::extract`]).

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

pub use crate::grammar::{DocumentKind, MotionType, Role, SignatoryKind, Verdict};
use crate::text::Span;

/// The version of the record that this program writes.
pub const SCHEMA_VERSION: u32 = 1;

/// What is known of one motion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Motion {
    /// The version of this record: 1.
    pub schema_version: u32,
    /// Lower-case hex SHA-256 of the source bytes: the same file is always the same motion. Of
    /// several motions in a document the second has `-2` behind it, the third `-3` …
    pub id: String,
    /// The document that it was read from.
    pub source: Source,
    /// What the document is.
    pub document_kind: DocumentKind,
    /// The pages that the motion takes in its document, counted from 1.
    pub pages: Vec<u32>,
    /// What sort of motion it says it is.
    #[serde(default)]
    pub motion_type: Option<MotionType>,
    /// The grammar that fitted best: `vng`, `gemeenteraad`, `provinciale-staten`, `tweede-kamer`.
    pub grammar: Option<String>,
    /// The grammar that fitted next best, where another did at all.
    #[serde(default)]
    pub grammar_runner_up: Option<String>,
    /// The assembly that speaks, as printed: "De Kamer".
    pub body: Option<String>,
    /// The motion's own number, as printed: "M12", "2024-31".
    pub number: Option<String>,
    /// Other numbers that it is filed under, as printed: RIS number, case number.
    #[serde(default)]
    pub file_numbers: Vec<String>,
    /// The motion's name on one line, as printed, without a leading label.
    pub title: Option<String>,
    /// Whom the header names behind "Aan".
    pub addressee: Option<String>,
    /// Whom the header names behind "Van", or else behind "Indiener".
    pub sender: Option<String>,
    /// What the header names behind "Onderwerp" or "Betreft", else what is being discussed.
    pub subject: Option<String>,
    /// Who brings it in, by the header, the heading, or the chair's sentence.
    #[serde(default)]
    pub submitters: Vec<Submitter>,
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
    /// What became of it, by vote boxes, stamps and adoption lines.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// What it says it replaces, as printed: "nr. 230".
    #[serde(default)]
    pub replaces: Option<String>,
    /// The text under "Toelichting", on one line.
    #[serde(default)]
    pub explanation: Option<String>,
    /// What follows under "Bijlage".
    #[serde(default)]
    pub annexes: Vec<Span>,
    /// Where the head fields stand.
    pub spans: FieldSpans,
    /// By the name of a head field that was inferred rather than read off a plain label: how sure
    /// that is.
    #[serde(default)]
    pub confidence: BTreeMap<String, f32>,
    /// What the reader should look at.
    pub warnings: Vec<Warning>,
    /// The parts of the text that went into no field and are not page furniture.
    pub unparsed: Vec<Span>,
}

impl Motion {
    /// The record of a motion of which nothing is known.
    #[must_use]
    pub fn unknown(id: String, source: Source) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            id,
            source,
            document_kind: DocumentKind::Onbekend,
            pages: Vec::new(),
            motion_type: None,
            grammar: None,
            grammar_runner_up: None,
            body: None,
            number: None,
            file_numbers: Vec::new(),
            title: None,
            addressee: None,
            sender: None,
            subject: None,
            submitters: Vec::new(),
            date: None,
            meeting: None,
            clauses: Vec::new(),
            closing: None,
            signatories: Vec::new(),
            outcome: None,
            replaces: None,
            explanation: None,
            annexes: Vec::new(),
            spans: FieldSpans::default(),
            confidence: BTreeMap::new(),
            warnings: Vec::new(),
            unparsed: Vec::new(),
        }
    }

    /// Where it stands in its document's text: from the first word that the record knows of to the
    /// last.
    #[must_use]
    pub fn extent(&self) -> Range<usize> {
        let clauses = self.clauses.iter().flat_map(|clause| &clause.spans);
        let spans = clauses
            .chain(self.signatories.iter().flat_map(|signatory| &signatory.spans))
            .chain(self.spans.title.iter().chain(&self.spans.body).chain(&self.spans.closing))
            .chain(&self.unparsed);
        let ranges = || spans.clone().map(Span::range);
        let start = ranges().map(|range| range.start).min().unwrap_or(0);
        start..ranges().map(|range| range.end).max().unwrap_or(start)
    }
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

/// Someone who brings a motion in, as its head says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Submitter {
    /// The name, as printed; null where only a party is named.
    pub name: Option<String>,
    /// The party, as printed.
    pub party: Option<String>,
    /// The municipality or other body, as printed.
    pub organisation: Option<String>,
    /// Where it stands.
    pub spans: Vec<Span>,
}

/// What became of a motion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// The result.
    pub result: Verdict,
    /// The day of the decision, ISO 8601.
    pub date: Option<String>,
    /// Where it stands.
    pub spans: Vec<Span>,
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
    /// How sure it is that a clause begins here, and ends there.
    #[serde(default = "sure")]
    pub confidence: f32,
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
    /// How sure it is that this is one item, and whole.
    #[serde(default = "sure")]
    pub confidence: f32,
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
    /// How sure it is that this is someone who signed.
    #[serde(default = "sure")]
    pub confidence: f32,
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
    /// Of `file_numbers`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_numbers: Vec<Span>,
    /// Of `replaces`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Span>,
    /// Of `explanation`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanation: Vec<Span>,
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

/// The confidence of records that were written before there was one.
fn sure() -> f32 {
    1.0
}

/// Makes the JSON Schema of the record from its types.
#[must_use]
pub fn schema() -> Schema {
    schemars::schema_for!(Motion)
}
