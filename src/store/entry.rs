//! Documents on their way in, and as the ledger has them.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tempfile::TempPath;

use super::correct;
use super::originals::Place;
use super::record::Record;
use crate::motion::Motion;

/// A document that is brought.
#[derive(Debug)]
pub struct Incoming {
    /// Lower-case hex SHA-256 of the bytes.
    pub id: String,
    /// The file as it was named by whoever brought it: a path or a bare name.
    pub file: String,
    /// `application/pdf`, `text/plain`, or `application/octet-stream` where nobody knows.
    pub media_type: String,
    /// The bytes themselves.
    pub body: Body,
    /// The import that it comes with.
    pub import: Option<u64>,
}

/// The bytes of a document that is brought.
#[derive(Debug)]
pub enum Body {
    /// In memory, shared with whoever reads them next.
    Memory(Arc<[u8]>),
    /// In a file of the store's incoming folder, so many.
    File(TempPath, u64),
}

impl Body {
    /// How many bytes there are.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "an empty document is a document")]
    pub fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File(_, length) => *length,
        }
    }
}

/// A document that was read before it is brought.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Lower-case hex SHA-256 of the bytes.
    pub id: String,
    /// The file as it was named.
    pub file: String,
    /// `application/pdf`, `text/plain`, or `application/octet-stream`.
    pub media_type: String,
    /// The bytes themselves.
    pub bytes: Vec<u8>,
    /// What was read in them.
    pub content: Content,
}

/// What became of a document that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It is kept, and waits to be read.
    Waiting,
    /// The store has the same bytes, read or waiting.
    Duplicate {
        /// The file that brought them first.
        of: String,
        /// Whether they were read; else they wait to be.
        is_read: bool,
    },
}

/// A document that someone is to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Its number in the ledger.
    pub number: u64,
    /// Lower-case hex SHA-256 of its bytes.
    pub id: String,
    /// The file that brought it first.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What shows, when it is settled, that nobody else was to read it since.
    pub lease: u64,
    /// The import that it came with.
    pub import: Option<u64>,
    /// Whether the program ended too often already while this was all that was being read.
    pub is_worn: bool,
    /// Where its bytes stand.
    pub(super) place: Option<Place>,
}

/// What was read in a document.
#[derive(Clone, Debug)]
pub enum Content {
    /// Motions, or what may be one.
    Motions {
        /// The records, in document order; never none.
        motions: Vec<Record>,
        /// The normalised text that the records' spans count in.
        text: String,
    },
    /// Nothing: it is kept, and read anew when that is asked for or it is brought again.
    Unreadable {
        /// The code of the failure: `pdf-damaged`.
        code: String,
        /// What was expected and what was found.
        message: String,
    },
}

/// The code of a failure, or of a warning, that says that a document is to be read again when text
/// can be recognised.
const WAITS: &str = "needs-ocr";

impl Content {
    /// The code of what it waits for before it can be read whole.
    pub(super) fn waits_for(&self) -> Option<&'static str> {
        let waits = match self {
            Self::Motions { motions, .. } => {
                let mut warnings = motions.iter().flat_map(|record| &record.motion().warnings);
                warnings.any(|said| said.code == WAITS)
            }
            Self::Unreadable { code, .. } => code == WAITS,
        };
        waits.then_some(WAITS)
    }

    /// The motions, each with its own text: all there is of a document with one, of several the
    /// part that each takes.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&Record, &str)> {
        let (motions, text) = match self {
            Self::Motions { motions, text } => (motions.as_slice(), text.as_str()),
            Self::Unreadable { .. } => (&[][..], ""),
        };
        motions.iter().map(move |record| {
            let extent = || record.motion().extent();
            let part = if motions.len() == 1 { Some(text) } else { text.get(extent()) };
            (record, part.unwrap_or(text))
        })
    }

    /// Whether anything was read.
    pub(super) fn is_read(&self) -> bool {
        matches!(self, Self::Motions { .. })
    }

    /// The state of a document with this in it.
    pub(super) fn state(&self) -> State {
        match self {
            Self::Motions { motions, .. } => {
                let mut motions = motions.iter().map(Record::motion);
                let first = motions.clone().next();
                if motions.any(correct::is_motion) {
                    State::Indexed
                } else {
                    State::no_motion(first)
                }
            }
            Self::Unreadable { code, message } => {
                State::Failed { code: code.clone(), message: message.clone() }
            }
        }
    }
}

/// A document in the ledger, or a motion in it that is not its first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// Lower-case hex SHA-256 of its bytes; the second motion of a document has `-2` behind it.
    pub id: String,
    /// The file that brought it first.
    pub file: String,
    /// Its media type.
    pub media_type: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What became of it.
    #[serde(flatten)]
    pub state: State,
    /// When it came in: UTC, `2026-11-24T09:30:00Z`.
    pub imported_at: String,
    /// Its number in the ledger; a later one came later.
    pub number: u64,
    /// The number of the motion's latest change; 0 where nothing was read.
    pub version: u64,
    /// How often the same bytes were brought again.
    pub duplicates: u64,
    /// The motion's title.
    pub title: Option<String>,
    /// The motion's date, ISO 8601.
    pub date: Option<String>,
    /// The assembly that speaks.
    pub body: Option<String>,
}

/// How far a document is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum State {
    /// It is kept, and is going to be read.
    Waiting,
    /// It was read, and is searchable.
    Indexed,
    /// It was read, and a person must say what it is before it is searchable.
    Held {
        /// The code of the reason.
        code: String,
        /// What was expected and what was found.
        message: String,
    },
    /// It could not be read.
    Failed {
        /// The code of the failure.
        code: String,
        /// What was expected and what was found.
        message: String,
    },
    /// It was deleted.
    Deleted,
}

impl State {
    /// Its name in the ledger and in JSON.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Indexed => "indexed",
            Self::Held { .. } => "held",
            Self::Failed { .. } => "failed",
            Self::Deleted => "deleted",
        }
    }

    /// Code and message, where it has them.
    #[must_use]
    pub fn reason(&self) -> Option<(&str, &str)> {
        match self {
            Self::Held { code, message } | Self::Failed { code, message } => Some((code, message)),
            _ => None,
        }
    }

    /// The state of a document in which no motion was found.
    pub(super) fn no_motion(found: Option<&Motion>) -> Self {
        let kind = found.map(|motion| serde_json::to_value(motion.document_kind));
        let found = match kind.and_then(Result::ok) {
            Some(Value::String(kind)) if kind != "onbekend" && kind != "motie" => kind,
            _ => "none".to_owned(),
        };
        Self::Held {
            code: "no-motion".into(),
            message: format!("expected a motion, found {found}"),
        }
    }
}

/// How many documents the ledger has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// Documents that are kept, and not read yet.
    pub waiting: u64,
    /// Documents that were read.
    pub indexed: u64,
    /// Documents that were read, and are kept aside for a person.
    pub held: u64,
    /// Documents that could not be read.
    pub failed: u64,
    /// Times that the bytes of one of them were brought again.
    pub duplicates: u64,
    /// Motions that can be found.
    pub motions: u64,
}
