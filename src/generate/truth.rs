//! What must be read from a document: the keys of its record that the generator knows.

use serde::Serialize;

/// What is known of one motion.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Truth {
    pub(super) document_kind: &'static str,
    pub(super) grammar: String,
    pub(super) pages: Vec<u32>,
    pub(super) motion_type: Option<&'static str>,
    pub(super) body: Option<String>,
    pub(super) number: Option<String>,
    pub(super) file_numbers: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) addressee: Option<String>,
    pub(super) sender: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) submitters: Vec<Submitter>,
    pub(super) date: Option<String>,
    pub(super) meeting: Option<Meeting>,
    pub(super) clauses: Vec<Clause>,
    pub(super) closing: Option<String>,
    pub(super) signatories: Vec<Signatory>,
    pub(super) outcome: Option<Outcome>,
    pub(super) replaces: Option<String>,
    pub(super) explanation: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Submitter {
    pub(super) name: Option<String>,
    pub(super) party: Option<String>,
    pub(super) organisation: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Meeting {
    pub(super) date: Option<String>,
    pub(super) place: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Clause {
    pub(super) kind: &'static str,
    pub(super) role: &'static str,
    pub(super) heading: String,
    pub(super) addressee: Option<String>,
    pub(super) items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Item {
    pub(super) text: String,
    pub(super) marker: Option<String>,
    pub(super) items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Signatory {
    pub(super) name: String,
    pub(super) role: Option<String>,
    pub(super) organisation: Option<String>,
    pub(super) party: Option<String>,
    pub(super) kind: &'static str,
}

impl Signatory {
    /// Someone who brought it in, with their party where that is printed.
    pub(super) fn of(name: String, party: Option<String>) -> Self {
        Self { name, role: None, organisation: None, party, kind: "submitted" }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Outcome {
    pub(super) result: &'static str,
    pub(super) date: Option<String>,
}
