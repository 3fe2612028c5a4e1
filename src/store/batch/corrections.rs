//! Corrections, and their undoing.

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
        self.is_mixed = true;
        self.note(by, "undo", id, Some(&number.to_string()))?;
        Ok(version)
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
