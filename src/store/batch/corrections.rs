//! Corrections, and their undoing.

use std::collections::HashSet;

use super::Batch;
use crate::motion::Motion;
use crate::store::correct::{self, RecordPart, Review};
use crate::store::error::StoreError;
use crate::store::ledger::correction::{self, Draft};
use crate::store::ledger::motion;

/// A change that a person makes to a motion.
#[derive(Clone, Debug)]
pub struct Correcting<'a> {
    /// The id of the motion.
    pub motion: &'a str,
    /// The version of it that the person saw.
    pub version: u64,
    /// The part that changes.
    pub part: RecordPart,
    /// What it is from now on.
    pub value: serde_json::Value,
    /// What was asked for, for the history.
    pub change: serde_json::Value,
    /// Why.
    pub why: Option<&'a str>,
    /// The name of the key; `None` on this machine.
    pub by: Option<&'a str>,
}

impl Batch<'_> {
    /// Corrects a part of a motion; returns the number of the correction and the new version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Changed`] where someone else changed it meanwhile;
    /// [`StoreError::Uncorrectable`] where the value does not fit.
    pub fn correct(&mut self, correcting: &Correcting<'_>) -> Result<(u64, u64), StoreError> {
        let mut motion = self.current(correcting.motion, correcting.version)?;
        correct::set(&mut motion, correcting.part, &correcting.value)?;
        if let Some(other) = version_of(correcting)
            && motion::version(&self.transaction, &other)?.is_none()
        {
            return Err(StoreError::NotFound { id: other });
        }
        let other = version_of(correcting);
        if other != self.version_of(correcting.motion)? {
            self.assert_no_round(correcting.motion, other)?;
        }
        let draft = Draft {
            motion: correcting.motion,
            part: correcting.part,
            value: &correcting.value,
            change: &correcting.change,
            why: correcting.why,
            by: correcting.by,
        };
        let filed = correction::file(&self.transaction, &draft, &self.now)?;
        self.is_mixed = true;
        let detail = format!("{} of {}", filed.0, correcting.part.name());
        self.note(correcting.by, "correct", correcting.motion, Some(&detail))?;
        Ok(filed)
    }

    /// Takes a correction back; returns the motion's new version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the motion has no such correction that stands;
    /// [`StoreError::Changed`]; [`StoreError::Superseded`] while a later one of its part stands.
    pub fn undo(
        &mut self,
        id: &str,
        number: u64,
        expected: u64,
        by: Option<&str>,
    ) -> Result<u64, StoreError> {
        self.current(id, expected)?;
        let Some(correction) = correction::find(&self.transaction, id, number)? else {
            return Err(StoreError::NotFound { id: format!("{id}, correction {number}") });
        };
        let version = correction::undo(&self.transaction, &correction, by, &self.now)?;
        // What is brought back may have been said when others said nothing of the kind.
        self.assert_no_round(id, self.version_of(id)?)?;
        self.is_mixed = true;
        self.note(by, "undo", id, Some(&number.to_string()))?;
        Ok(version)
    }

    /// Asserts that a motion which is another version of `other` is not said to be what that is a version of.
    fn assert_no_round(&self, motion: &str, other: Option<String>) -> Result<(), StoreError> {
        let mut seen = HashSet::new();
        let mut next = other.clone();
        while let Some(id) = next {
            if id == motion {
                let found = match other.filter(|other| other != motion) {
                    None => "the motion itself as another version of it".to_owned(),
                    Some(other) => format!(
                        "another version of `{other}`, which is said to be a version of this one: take \
                         that back first"
                    ),
                };
                return Err(StoreError::Uncorrectable { part: RecordPart::Review.name(), found });
            }
            next = self.version_of(&id)?;
            if !seen.insert(id) {
                break;
            }
        }
        Ok(())
    }

    /// The motion that people say this one is another version of.
    fn version_of(&self, id: &str) -> Result<Option<String>, StoreError> {
        Ok(correction::standing(&self.transaction, id)?.review().version_of)
    }

    /// A motion, if it still has the version that someone saw.
    fn current(&self, id: &str, expected: u64) -> Result<Motion, StoreError> {
        let kept = motion::get(&self.transaction, id)?
            .ok_or_else(|| StoreError::NotFound { id: id.to_owned() })?;
        if kept.seq != expected {
            return Err(StoreError::Changed { id: id.to_owned(), expected, found: kept.seq });
        }
        Ok(kept.motion)
    }
}

/// The motion that a review says this one is another version of.
fn version_of(correcting: &Correcting<'_>) -> Option<String> {
    let is_review = correcting.part == RecordPart::Review;
    let review: Option<Review> =
        is_review.then(|| serde_json::from_value(correcting.value.clone()).ok()).flatten();
    review.and_then(|review| review.version_of)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::fixture::{arrival, filled, id};
    use crate::store::{Store, Writer};

    /// Has a motion marked as a version of another.
    fn mark(
        writer: &mut Writer,
        store: &Store,
        motion: &str,
        other: Option<&str>,
    ) -> Result<u64, String> {
        let version = store.record(motion).unwrap().unwrap().2;
        let value = json!({"version_of": other});
        let mut batch = writer.begin().unwrap();
        let (number, _) = batch
            .correct(&Correcting {
                motion,
                version,
                part: RecordPart::Review,
                change: value.clone(),
                value,
                why: None,
                by: None,
            })
            .map_err(|error| error.to_string())?;
        batch.commit().unwrap();
        Ok(number)
    }

    #[test]
    fn no_two_motions_are_versions_of_each_other() {
        let (dir, store) =
            filled(&["aa", "bb", "cc"].map(|content| arrival(content, "Wonen", &[])));
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let (a, b, c) = (&*id("aa"), &*id("bb"), &*id("cc"));
        let mut mark = |motion, other| mark(&mut writer, &store, motion, other);
        let refused = |found: String| {
            Err(format!("expected what `review` of a record may be, found: {found}"))
        };
        let round = |other: &str| {
            refused(format!(
                "another version of `{other}`, which is said to be a version of this one: take that back \
                 first"
            ))
        };
        assert_eq!(
            mark(a, Some(a)),
            refused("the motion itself as another version of it".to_owned())
        );
        assert_eq!(mark(a, Some(b)), Ok(1));
        assert_eq!(mark(b, Some(a)), round(a));
        assert_eq!(mark(b, Some(c)), Ok(2));
        assert_eq!(mark(c, Some(a)), round(a));
        // It is not brought back by undoing what put an end to it either.
        assert_eq!(mark(a, None), Ok(3));
        assert_eq!(mark(c, Some(a)), Ok(4));
        let version = store.record(a).unwrap().unwrap().2;
        let mut batch = writer.begin().unwrap();
        let undone = batch.undo(a, 3, version, None).map_err(|error| error.to_string());
        assert_eq!(undone, round(b));
    }
}
