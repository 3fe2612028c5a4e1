//! The scores that were reached: a file that says how low no field may fall again.
//!
//! ```toml
//! [gemeenteraad]
//! title = 0.9846
//! "clauses.kind" = 1.0000
//! ```

use std::collections::BTreeMap;
use std::fmt;

use super::field::Field;
use super::similar::Way;
use super::{Compared, Evaluated, Evaluation};
use crate::error::{Code, Error};

/// Scores are kept in so many parts of one: what is below is cut off, so that a score that is
/// reached again is never below the one that is kept.
const PARTS: f64 = 10_000.0;

/// What stands at the top of the file.
const HEAD: &str = "\
# The F1 that was reached, in the strict way, by body and field. A test fails if one falls. To keep
# what is reached now: moties eval corpus --scores corpus/scores.toml
";

/// Strict F1 by body and field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    bodies: BTreeMap<String, BTreeMap<Field, f64>>,
}

/// A score that is not what it was.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It fell, or is gone.
    Fell {
        /// The body and the field.
        of: (String, Field),
        /// What it was, and what it is now.
        from: f64,
        /// `None` where the field is neither expected nor found any more.
        to: Option<f64>,
    },
    /// Nothing says what it was.
    New {
        /// The body and the field.
        of: (String, Field),
    },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fell { of: (body, field), from, to: Some(to) } => {
                write!(f, "{body}: {field}: fell from {from:.4} to {to:.4}")
            }
            Self::Fell { of: (body, field), from, to: None } => {
                write!(f, "{body}: {field}: was {from:.4}, is not scored any more")
            }
            Self::New { of: (body, field) } => write!(f, "{body}: {field}: has no score yet"),
        }
    }
}

impl Scores {
    /// The scores of an evaluation.
    #[must_use]
    pub fn of(evaluation: &Evaluation) -> Self {
        let mut bodies = BTreeMap::new();
        for body in evaluation.bodies() {
            let tally = evaluation.tally(|_: &Evaluated, motion: &Compared| motion.body == body);
            let of_field = |field: &Field| {
                let f1 = tally.of(*field).f1(Way::Strict)?;
                Some((*field, (f1 * PARTS).floor() / PARTS))
            };
            bodies.insert(body.to_owned(), Field::ALL.iter().filter_map(of_field).collect());
        }
        Self { bodies }
    }

    /// Reads a file of scores.
    ///
    /// # Errors
    /// [`Code::BadRequest`] where it is none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |found: String| {
            Error::new(Code::BadRequest, format!("expected scores, found {found}"))
                .with_hint("write the file with `moties eval DIR --scores FILE`")
        };
        let tables: BTreeMap<String, BTreeMap<String, f64>> =
            toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))?;
        let mut bodies = BTreeMap::new();
        for (body, table) in tables {
            let mut scores = BTreeMap::new();
            for (name, score) in table {
                let field = Field::ALL.iter().find(|field| field.name() == name);
                scores.insert(*field.ok_or_else(|| wrong(format!("a field `{name}`")))?, score);
            }
            bodies.insert(body, scores);
        }
        Ok(Self { bodies })
    }

    /// What fell since these scores were kept, and what has none yet.
    #[must_use]
    pub fn changes(&self, now: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (body, field, from) in self.iter() {
            let to = now.get(body, field);
            if to.is_none_or(|to| to < from) {
                changes.push(Change::Fell { of: (body.to_owned(), field), from, to });
            }
        }
        for (body, field, _) in now.iter() {
            if self.get(body, field).is_none() {
                changes.push(Change::New { of: (body.to_owned(), field) });
            }
        }
        changes
    }

    fn get(&self, body: &str, field: Field) -> Option<f64> {
        self.bodies.get(body)?.get(&field).copied()
    }

    fn iter(&self) -> impl Iterator<Item = (&str, Field, f64)> {
        self.bodies.iter().flat_map(|(body, scores)| {
            scores.iter().map(move |(field, score)| (body.as_str(), *field, *score))
        })
    }
}

/// The file.
impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEAD)?;
        for (body, scores) in &self.bodies {
            writeln!(f, "\n[{}]", key(body))?;
            for (field, score) in scores {
                writeln!(f, "{} = {score:.4}", key(field.name()))?;
            }
        }
        Ok(())
    }
}

/// A name as a key of TOML: as it is, or between quotes.
fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !name.is_empty() && name.chars().all(is_bare) {
        name.to_owned()
    } else {
        // A JSON string is a TOML string, too.
        serde_json::Value::from(name).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(text: &str) -> Scores {
        Scores::parse(text).unwrap()
    }

    #[test]
    fn a_file_says_what_fell_and_what_is_new() {
        let kept = scores("[vng]\ntitle = 0.9\n\"clauses.kind\" = 1.0\ndate = 0.5\n");
        let now = scores("[vng]\ntitle = 0.8999\n\"clauses.kind\" = 1.0\nnumber = 1.0\n");
        let changes: Vec<_> = kept.changes(&now).iter().map(Change::to_string).collect();
        assert_eq!(
            changes,
            [
                "vng: title: fell from 0.9000 to 0.8999",
                "vng: date: was 0.5000, is not scored any more",
                "vng: number: has no score yet",
            ]
        );
        assert!(now.changes(&now).is_empty());
    }

    #[test]
    fn a_file_that_was_written_is_read_again() {
        let kept = scores("[\"tweede kamer\"]\ntitle = 0.9\n\"signatories.name+party\" = 1\n");
        let written = kept.to_string();
        assert!(written.contains("\n[\"tweede kamer\"]\ntitle = 0.9000\n"), "{written}");
        assert_eq!(scores(&written), kept);
    }

    #[test]
    fn what_are_no_scores_says_so() {
        let said = |text| Scores::parse(text).unwrap_err().to_string();
        assert_eq!(
            said("[vng]\ntitel = 1.0\n"),
            "expected scores, found a field `titel`; \
             write the file with `moties eval DIR --scores FILE`"
        );
    }
}
