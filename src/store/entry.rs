//! Documents on their way in, and as the ledger has them.

use serde::Serialize;

use crate::motion::Motion;

/// A document that is to be filed.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Lower-case hex SHA-256 of the bytes.
    pub id: String,
    /// The file as it was named by whoever brought it: a path or a bare name.
    pub file: String,
    /// `application/pdf`, `text/plain`, or `application/octet-stream` where nobody knows.
    pub media_type: String,
    /// The bytes themselves.
    pub bytes: Vec<u8>,
    /// What was read in them.
    pub content: Content,
}

/// What was read in a document.
#[derive(Clone, Debug)]
pub enum Content {
    /// Motions, or what may be one.
    Motions {
        /// The records, in document order; never none.
        motions: Vec<Motion>,
        /// The normalised text that the records' spans count in.
        text: String,
    },
    /// Nothing: it is kept, and tried anew when it is brought again.
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
                motions.iter().any(|motion| motion.warnings.iter().any(|said| said.code == WAITS))
            }
            Self::Unreadable { code, .. } => code == WAITS,
        };
        waits.then_some(WAITS)
    }

    /// The motions, each with its own text: all there is of a document with one, of several the
    /// part that each takes.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&Motion, &str)> {
        let (motions, text) = match self {
            Self::Motions { motions, text } => (motions.as_slice(), text.as_str()),
            Self::Unreadable { .. } => (&[][..], ""),
        };
        motions.iter().map(move |motion| {
            let part = if motions.len() == 1 { Some(text) } else { text.get(motion.extent()) };
            (motion, part.unwrap_or(text))
        })
    }

    /// Whether anything was read.
    pub(super) fn is_motion(&self) -> bool {
        matches!(self, Self::Motions { .. })
    }
}

/// What became of an arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It is kept, and the ledger says in which state.
    New,
    /// The store has a motion of the same bytes.
    Duplicate {
        /// The file that brought the bytes first.
        of: String,
    },
}

/// A document in the ledger, or a motion in it that is not its first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// Its number in the ledger; a later filing has a higher one.
    pub seq: u64,
    /// How often the same bytes were brought again.
    pub duplicates: u64,
    /// The motion's title.
    pub title: Option<String>,
    /// The motion's date, ISO 8601.
    pub date: Option<String>,
    /// The assembly that speaks.
    pub body: Option<String>,
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum State {
    /// It was read, and is searchable.
    Indexed,
    /// It could not be read.
    Failed {
        /// The code of the failure.
        code: String,
        /// What was expected and what was found.
        message: String,
    },
}

/// How many documents the ledger has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Documents that were read.
    pub indexed: u64,
    /// Documents that could not be read.
    pub failed: u64,
    /// Times that the bytes of one of them were brought again.
    pub duplicates: u64,
}
