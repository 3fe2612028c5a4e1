//! Motions listed: which, in what order, from where on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which motions are listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// Those of an import.
    pub import: Option<u64>,
    /// Those whose documents are held, or are not.
    pub held: Option<bool>,
    /// Those that someone should look at: with warnings, doubts, or held; or all others.
    pub review: Option<bool>,
    /// Those that were corrected, or were not.
    pub corrected: Option<bool>,
    /// Those of this day, ISO 8601, or later.
    pub from: Option<String>,
    /// Those of this day, ISO 8601, or earlier.
    pub until: Option<String>,
    /// Those of a body whose name has these letters.
    pub body: Option<String>,
    /// In what order.
    pub order: Order,
    /// Behind the motion of this cursor.
    pub after: Option<Cursor>,
    /// How many at most.
    pub limit: usize,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// As they came in.
    #[default]
    Oldest,
    /// The latest to come in first.
    Newest,
    /// Those that need looking at most first: the least sure, then those with most warnings.
    Worst,
}

/// A place in a list. It stays where it is while others are added.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    pub(super) confidence: f64,
    pub(super) warnings: u64,
    pub(super) document: u64,
    pub(super) part: u64,
}

impl Cursor {
    /// Reads a cursor as [`Listed::cursor`] has it; `None` for what is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut next = || parts.next()?.parse::<u64>().ok();
        let bits = next()?;
        let cursor = Self {
            confidence: f64::from_bits(bits),
            warnings: next()?,
            document: next()?,
            part: next()?,
        };
        let fits = |number: u64| i64::try_from(number).is_ok();
        let is_whole = parts.next().is_none()
            && cursor.confidence.is_finite()
            && fits(cursor.warnings)
            && fits(cursor.document)
            && fits(cursor.part);
        is_whole.then_some(cursor)
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { confidence, warnings, document, part } = self;
        write!(f, "{}-{warnings}-{document}-{part}", confidence.to_bits())
    }
}

/// A motion in a list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// The file that it came in.
    pub file: String,
    /// Its title, as corrected.
    pub title: Option<String>,
    /// Its date, ISO 8601.
    pub date: Option<String>,
    /// The assembly that speaks.
    pub body: Option<String>,
    /// How far its document is: `indexed` or `held`, or `waiting` while it is read again.
    pub state: String,
    /// How many warnings its record has.
    pub warnings: u64,
    /// The least that its record is sure of anything in it, from 0 to 1.
    pub confidence: f64,
    /// Whether a person has seen it.
    pub is_seen: bool,
    /// Whether a person corrected it.
    pub is_corrected: bool,
    /// The number of its latest change.
    pub version: u64,
    /// When its document came in: UTC.
    pub imported_at: String,
    /// The place to go on behind it.
    pub cursor: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_is_written() {
        let cursor = Cursor { confidence: 0.25, warnings: 3, document: 12, part: 2 };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        for text in ["", "1-2-3", "a-1-2-3", "1-2-3-4-5", "0-0-18446744073709551615-1"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
        let infinite = f64::INFINITY.to_bits();
        assert_eq!(Cursor::parse(&format!("{infinite}-0-1-1")), None);
    }
}
