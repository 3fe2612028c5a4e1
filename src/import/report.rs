//! What became of each document, and of all together.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::error::Error;

/// What became of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The file, as it was named or found.
    pub file: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept, on disk.
    Imported {
        /// Its id.
        id: String,
        /// Its title, or that of the first motion in it.
        title: Option<String>,
        /// How many motions were read in it: one, also of what may be none, or several.
        motions: usize,
        /// How many warnings their records have.
        warnings: usize,
    },
    /// It is kept, on disk, and a person must say what it is.
    Held {
        /// Its id.
        id: String,
        /// Why.
        error: Error,
    },
    /// The store has the same bytes already.
    Duplicate {
        /// Their id.
        id: String,
        /// The file that brought them first.
        of: String,
    },
    /// It could not be read.
    Failed {
        /// Its id, if its bytes could be read; then they are kept.
        id: Option<String>,
        /// What is wrong.
        error: Error,
    },
    /// It is no document.
    Skipped {
        /// What it is: `.json`.
        what: String,
    },
}

impl Report {
    /// Its id, if its bytes could be read.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Imported { id, .. }
            | Outcome::Held { id, .. }
            | Outcome::Duplicate { id, .. } => Some(id),
            Outcome::Failed { id, .. } => id.as_deref(),
            Outcome::Skipped { .. } => None,
        }
    }

    fn name(&self) -> &'static str {
        match self.outcome {
            Outcome::Imported { .. } => "imported",
            Outcome::Held { .. } => "held",
            Outcome::Duplicate { .. } => "duplicate",
            Outcome::Failed { .. } => "failed",
            Outcome::Skipped { .. } => "skipped",
        }
    }
}

/// One flat object with the same fields for every outcome, null where they do not apply. The message
/// of what was skipped is what it is: `.json`.
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut title, mut motions, mut warnings, mut of) = (None, 0, 0, None);
        let (mut error, mut message) = (None, None);
        match &self.outcome {
            Outcome::Imported { title: found, motions: several, warnings: count, .. } => {
                motions = *several;
                title = found.as_deref();
                warnings = *count;
            }
            Outcome::Duplicate { of: twin, .. } => of = Some(twin),
            Outcome::Failed { error: found, .. } | Outcome::Held { error: found, .. } => {
                error = Some(found);
                message = Some(&found.message);
            }
            Outcome::Skipped { what } => message = Some(what),
        }
        let mut report = serializer.serialize_struct("Report", 10)?;
        report.serialize_field("file", &self.file)?;
        report.serialize_field("outcome", self.name())?;
        report.serialize_field("id", &self.id())?;
        report.serialize_field("duplicate_of", &of)?;
        report.serialize_field("code", &error.map(|error| error.code.name()))?;
        report.serialize_field("message", &message)?;
        report.serialize_field("hint", &error.map(|error| &error.hint))?;
        report.serialize_field("title", &title)?;
        report.serialize_field("motions", &motions)?;
        report.serialize_field("warnings", &warnings)?;
        report.end()
    }
}

/// What became of all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// How many are kept that were not there before.
    pub imported: usize,
    /// How many are kept for a person to look at, by code.
    pub held: BTreeMap<&'static str, usize>,
    /// How many were there before.
    pub duplicates: usize,
    /// How many could not be read, by code.
    pub failed: BTreeMap<&'static str, usize>,
    /// How many are no documents, by what they are.
    pub skipped: BTreeMap<String, usize>,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

impl Summary {
    /// Counts a report.
    pub fn count(&mut self, report: &Report) {
        match &report.outcome {
            Outcome::Imported { .. } => self.imported += 1,
            Outcome::Held { error, .. } => *self.held.entry(error.code.name()).or_default() += 1,
            Outcome::Duplicate { .. } => self.duplicates += 1,
            Outcome::Failed { error, .. } => {
                *self.failed.entry(error.code.name()).or_default() += 1
            }
            Outcome::Skipped { what } => *self.skipped.entry(what.clone()).or_default() += 1,
        }
    }
}

/// `12 imported, 3 duplicates, 2 failed (1 empty-file, 1 not-a-pdf), 1 held (1 no-motion), 4 skipped
/// (4 .json)`
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.stopped {
            f.write_str("stopped: ")?;
        }
        let duplicates = if self.duplicates == 1 { "duplicate" } else { "duplicates" };
        write!(
            f,
            "{} imported, {} {duplicates}, {} failed{}",
            self.imported,
            self.duplicates,
            self.failed.values().sum::<usize>(),
            parts(&self.failed)
        )?;
        if !self.held.is_empty() {
            write!(f, ", {} held{}", self.held.values().sum::<usize>(), parts(&self.held))?;
        }
        if !self.skipped.is_empty() {
            let skipped: usize = self.skipped.values().sum();
            write!(f, ", {skipped} skipped{}", parts(&self.skipped))?;
        }
        Ok(())
    }
}

/// ` (1 empty-file, 1 not-a-pdf)`, or nothing.
fn parts<K: fmt::Display>(counts: &BTreeMap<K, usize>) -> String {
    if counts.is_empty() {
        return String::new();
    }
    let parts: Vec<_> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    format!(" ({})", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn a_summary_says_everything_on_one_line() {
        let mut summary = Summary::default();
        assert_eq!(summary.to_string(), "0 imported, 0 duplicates, 0 failed");
        for outcome in [
            Outcome::Failed { id: None, error: Error::new(Code::Unreadable, "x") },
            Outcome::Duplicate { id: "ab".into(), of: "a.txt".into() },
            Outcome::Skipped { what: ".json".into() },
        ] {
            summary.count(&Report { file: "b".into(), outcome });
        }
        summary.stopped = true;
        assert_eq!(
            summary.to_string(),
            "stopped: 0 imported, 1 duplicate, 1 failed (1 unreadable), 1 skipped (1 .json)"
        );
    }

    #[test]
    fn a_report_is_one_flat_object() {
        let report = Report {
            file: "b.txt".into(),
            outcome: Outcome::Failed {
                id: None,
                error: Error::new(Code::EmptyFile, "expected text, found nothing"),
            },
        };
        assert_eq!(
            serde_json::to_string(&report).unwrap(),
            r#"{"file":"b.txt","outcome":"failed","id":null,"duplicate_of":null,"code":"empty-file","message":"expected text, found nothing","hint":"check that the file was copied whole","title":null,"motions":0,"warnings":0}"#
        );
    }
}
