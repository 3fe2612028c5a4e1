//! What people change in a record, laid over what was read.
//!
//! A correction gives one part of a record, a head field or all clauses together, the value that it
//! has from then on. So it holds whatever a later reading finds in that part, and undoing it brings
//! back what the reading found. The latest that stands of each part counts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::StoreError;
use crate::motion::{DocumentKind, Motion, Role};

/// Makes [`RecordPart`] from its table.
macro_rules! parts {
    ($($(#[$doc:meta])* $part:ident $name:literal)*) => {
        /// A part of a record that a person may change.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum RecordPart {
            $($(#[$doc])* $part,)*
        }

        impl RecordPart {
            /// Every part.
            pub const ALL: &[Self] = &[$(Self::$part,)*];

            /// Its name: that of the record's field.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$part => $name,)* }
            }
        }
    };
}

parts! {
    /// `document_kind`
    DocumentKind "document_kind"
    /// `motion_type`
    MotionType "motion_type"
    /// `body`
    Body "body"
    /// `number`
    Number "number"
    /// `file_numbers`
    FileNumbers "file_numbers"
    /// `title`
    Title "title"
    /// `addressee`
    Addressee "addressee"
    /// `sender`
    Sender "sender"
    /// `subject`
    Subject "subject"
    /// `submitters`
    Submitters "submitters"
    /// `date`
    Date "date"
    /// `meeting`
    Meeting "meeting"
    /// `clauses`
    Clauses "clauses"
    /// `closing`
    Closing "closing"
    /// `signatories`
    Signatories "signatories"
    /// `outcome`
    Outcome "outcome"
    /// `replaces`
    Replaces "replaces"
    /// `explanation`
    Explanation "explanation"
    /// No field of the record: whether a person has seen it, and what they say that it is.
    Review "review"
}

impl RecordPart {
    /// Finds a part by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.name() == name)
    }
}

/// What a person says of a motion as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// It was looked at, and needs no more looking.
    pub seen: bool,
    /// Whether it is a motion; null leaves that to what its words say.
    pub is_motion: Option<bool>,
    /// The id of the motion that it is another version of.
    pub version_of: Option<String>,
}

/// A correction, as the history has it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Correction {
    /// Its number.
    pub number: u64,
    /// The id of the motion.
    pub motion: String,
    /// The part that it changes.
    pub part: RecordPart,
    /// The value that the part has from then on.
    pub value: Value,
    /// What was asked for.
    pub change: Value,
    /// Why, in the words of whoever did it.
    pub why: Option<String>,
    /// The name of the key that it was done with; null on this machine.
    pub by: Option<String>,
    /// When: UTC, `2026-11-24T09:30:00Z`.
    pub at: String,
    /// The name of the key that it was taken back with.
    pub undone_by: Option<String>,
    /// When it was taken back; null while it stands.
    pub undone_at: Option<String>,
}

/// Lays corrections over a record, in their order.
///
/// # Errors
/// [`StoreError::Uncorrectable`] where a value does not fit its part.
pub(super) fn apply(motion: &Motion, corrections: &[Correction]) -> Result<Motion, StoreError> {
    let latest: BTreeMap<_, _> =
        corrections.iter().map(|correction| (correction.part, &correction.value)).collect();
    let mut corrected = motion.clone();
    for (part, value) in latest {
        corrected = with(&corrected, part, value)?;
    }
    Ok(corrected)
}

/// Gives one part of a record a value.
///
/// # Errors
/// [`StoreError::Uncorrectable`] where the value does not fit the part.
pub(super) fn with(motion: &Motion, part: RecordPart, value: &Value) -> Result<Motion, StoreError> {
    let misfit = |error: serde_json::Error| StoreError::Uncorrectable {
        part: part.name(),
        found: error.to_string(),
    };
    if part == RecordPart::Review {
        serde_json::from_value::<Review>(value.clone()).map_err(misfit)?;
        return Ok(motion.clone());
    }
    let mut record = serde_json::to_value(motion).map_err(misfit)?;
    record[part.name()] = value.clone();
    let mut corrected: Motion = serde_json::from_value(record).map_err(misfit)?;
    // What a person says is not inferred.
    corrected.confidence.remove(part.name());
    Ok(corrected)
}

/// What corrections say of the motion as a whole.
pub(super) fn review(corrections: &[Correction]) -> Review {
    corrections
        .iter()
        .rfind(|correction| correction.part == RecordPart::Review)
        .and_then(|correction| serde_json::from_value(correction.value.clone()).ok())
        .unwrap_or_default()
}

/// Whether a record is a motion by its own words: also one that was read out in a debate.
pub(super) fn is_motion(motion: &Motion) -> bool {
    let asks = || motion.clauses.iter().any(|clause| clause.role == Role::Dictum);
    match motion.document_kind {
        DocumentKind::Motie => true,
        DocumentKind::Verslag => asks(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::fixture::motion;

    fn correction(number: u64, part: RecordPart, value: Value) -> Correction {
        Correction {
            number,
            motion: "aa".into(),
            part,
            value,
            change: Value::Null,
            why: None,
            by: None,
            at: "2026-11-24T09:30:00Z".into(),
            undone_by: None,
            undone_at: None,
        }
    }

    #[test]
    fn the_latest_correction_of_a_part_counts_and_leaves_the_others() {
        let read = motion("aa", "Wonen", &[("verzoekt", "verzoekt", &["x"])]);
        let corrections = [
            correction(1, RecordPart::Title, json!("Woonen")),
            correction(2, RecordPart::Number, json!(null)),
            correction(3, RecordPart::Title, json!("Wonen in de wijk")),
            correction(4, RecordPart::Review, json!({"seen": true})),
        ];
        let corrected = apply(&read, &corrections).unwrap();
        assert_eq!(corrected.title.as_deref(), Some("Wonen in de wijk"));
        assert_eq!(corrected.number, None);
        assert_eq!(corrected.clauses, read.clauses);
        assert!(review(&corrections).seen);
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused() {
        let read = motion("aa", "Wonen", &[]);
        for (part, value, found) in [
            (RecordPart::Title, json!(3), "invalid type: integer `3`, expected a string"),
            (RecordPart::Clauses, json!([{}]), "missing field `kind`"),
            (
                RecordPart::Review,
                json!({"sen": 1}),
                "unknown field `sen`, expected one of `seen`, `is_motion`, `version_of`",
            ),
        ] {
            assert_eq!(
                with(&read, part, &value).unwrap_err().to_string(),
                format!("expected what `{}` of a record may be, found: {found}", part.name())
            );
        }
    }

    #[test]
    fn every_part_but_the_review_is_a_field_of_the_record() {
        let record = serde_json::to_value(motion("aa", "Wonen", &[])).unwrap();
        for &part in RecordPart::ALL {
            assert_eq!(RecordPart::from_name(part.name()), Some(part));
            assert_eq!(serde_json::to_value(part).unwrap(), part.name());
            assert_eq!(record.get(part.name()).is_some(), part != RecordPart::Review, "{part:?}");
        }
    }
}
