//! What people change in a record, laid over what was read.
//!
//! A correction gives one part of a record, a head field or all clauses together, the value that it
//! has from then on. So it holds whatever a later reading finds in that part, and undoing it brings
//! back what the reading found. The latest that stands of each part counts.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::error::StoreError;
use crate::motion::{DocumentKind, Motion, Role};

/// Makes [`RecordPart`] from its table.
macro_rules! parts {
    ($($(#[$doc:meta])* $part:ident $field:ident)*) => {
        /// A part of a record that a person may change.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum RecordPart {
            $($(#[$doc])* $part,)*
            /// No field of the record: whether a person has seen it, and what they say that it is.
            Review,
        }

        impl RecordPart {
            /// Every part.
            pub const ALL: &[Self] = &[$(Self::$part,)* Self::Review];

            /// Its name: that of the record's field.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$part => stringify!($field),)*
                    Self::Review => "review",
                }
            }

            /// Gives this part of a record the value that stands in JSON.
            fn set<'de, D: Deserializer<'de>>(
                self,
                motion: &mut Motion,
                value: D,
            ) -> Result<(), D::Error> {
                match self {
                    $(Self::$part => motion.$field = Deserialize::deserialize(value)?,)*
                    Self::Review => drop(Review::deserialize(value)?),
                }
                // What a person says is not inferred.
                motion.confidence.remove(self.name());
                Ok(())
            }
        }
    };
}

parts! {
    /// `document_kind`
    DocumentKind document_kind
    /// `motion_type`
    MotionType motion_type
    /// `body`
    Body body
    /// `number`
    Number number
    /// `file_numbers`
    FileNumbers file_numbers
    /// `title`
    Title title
    /// `addressee`
    Addressee addressee
    /// `sender`
    Sender sender
    /// `subject`
    Subject subject
    /// `submitters`
    Submitters submitters
    /// `date`
    Date date
    /// `meeting`
    Meeting meeting
    /// `clauses`
    Clauses clauses
    /// `closing`
    Closing closing
    /// `signatories`
    Signatories signatories
    /// `outcome`
    Outcome outcome
    /// `replaces`
    Replaces replaces
    /// `explanation`
    Explanation explanation
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

/// What stands of a motion's corrections: of each part, the latest value, as JSON.
#[derive(Debug, Default)]
pub(super) struct Standing(Vec<(RecordPart, String)>);

impl Standing {
    /// Of the latest values, one a part.
    pub(super) fn new(latest: Vec<(RecordPart, String)>) -> Self {
        Self(latest)
    }

    /// Whether nothing stands.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Lays them over a record.
    ///
    /// # Errors
    /// [`StoreError::Uncorrectable`] where a value does not fit its part.
    pub(super) fn lay_over(&self, motion: &mut Motion) -> Result<(), StoreError> {
        for (part, value) in &self.0 {
            part.set(motion, &mut serde_json::Deserializer::from_str(value))
                .map_err(|error| misfit(*part, &error))?;
        }
        Ok(())
    }

    /// What they say of the motion as a whole.
    pub(super) fn review(&self) -> Review {
        let review = self.0.iter().find(|(part, _)| *part == RecordPart::Review);
        review.and_then(|(_, value)| serde_json::from_str(value).ok()).unwrap_or_default()
    }
}

/// Gives one part of a record a value.
///
/// # Errors
/// [`StoreError::Uncorrectable`] where the value does not fit the part.
pub(super) fn set(motion: &mut Motion, part: RecordPart, value: &Value) -> Result<(), StoreError> {
    part.set(motion, value).map_err(|error| misfit(part, &error))
}

fn misfit(part: RecordPart, error: &serde_json::Error) -> StoreError {
    StoreError::Uncorrectable { part: part.name(), found: error.to_string() }
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

    #[test]
    fn a_correction_of_a_part_leaves_the_others() {
        let read = motion("aa", "Wonen", &[("verzoekt", "verzoekt", &["x"])]);
        let standing = Standing::new(vec![
            (RecordPart::Number, "null".into()),
            (RecordPart::Title, r#""Wonen in de wijk""#.into()),
            (RecordPart::Review, r#"{"seen": true}"#.into()),
        ]);
        let mut corrected = read.clone();
        standing.lay_over(&mut corrected).unwrap();
        assert_eq!(corrected.title.as_deref(), Some("Wonen in de wijk"));
        assert_eq!(corrected.number, None);
        assert_eq!(corrected.clauses, read.clauses);
        assert!(standing.review().seen);
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused() {
        let mut read = motion("aa", "Wonen", &[]);
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
                set(&mut read, part, &value).unwrap_err().to_string(),
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
