//! What is scored.

use std::fmt;

use super::similar::Compare;

/// Makes [`Field`] from its table.
macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident $name:literal $compare:ident)*) => {
        /// A field of the record, or what is told of several together; in the order in which they
        /// are printed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$doc])* $field,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &[Self] = &[$(Self::$field,)*];

            /// Its name: that of the record, parts behind a dot.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$field => $name,)* }
            }

            /// How its values are compared.
            #[must_use]
            pub const fn compare(self) -> Compare {
                match self { $(Self::$field => Compare::$compare,)* }
            }
        }
    };
}

fields! {
    /// Each motion: whether there is a record of it.
    Motions "motions" Exact
    /// Each motion whose truth tells clauses: right if every field is that its truth tells.
    Whole "whole" Exact
    /// `document_kind`.
    DocumentKind "document_kind" Exact
    /// `grammar`.
    Grammar "grammar" Exact
    /// `pages`, all of them.
    Pages "pages" Exact
    /// `motion_type`.
    MotionType "motion_type" Exact
    /// `body`.
    Body "body" Words
    /// `number`.
    Number "number" Code
    /// Each of `file_numbers`.
    FileNumbers "file_numbers" Code
    /// `title`.
    Title "title" Words
    /// `addressee`.
    Addressee "addressee" Words
    /// `sender`.
    Sender "sender" Words
    /// `subject`.
    Subject "subject" Words
    /// The name of each submitter.
    SubmittersName "submitters.name" Words
    /// The party of each submitter.
    SubmittersParty "submitters.party" Words
    /// Each submitter, with all that is told of them.
    Submitters "submitters" Words
    /// `date`.
    Date "date" Exact
    /// The date of `meeting`.
    MeetingDate "meeting.date" Exact
    /// The place of `meeting`.
    MeetingPlace "meeting.place" Words
    /// The kind of each clause.
    ClausesKind "clauses.kind" Exact
    /// The role of each clause.
    ClausesRole "clauses.role" Exact
    /// The heading of each clause.
    ClausesHeading "clauses.heading" Words
    /// The addressee of each clause.
    ClausesAddressee "clauses.addressee" Words
    /// Each clause whole: right if all that is told of it and of its items is right.
    Clauses "clauses" Words
    /// The text of each item, whatever clause it was put under.
    ItemsText "items.text" Words
    /// The bounds of each item: right if it begins and ends at the same letter, and has the same
    /// letters between them.
    ItemsBounds "items.bounds" Words
    /// The marker of each item.
    ItemsMarker "items.marker" Code
    /// How deep each item stands under other items.
    ItemsDepth "items.depth" Exact
    /// `closing`.
    Closing "closing" Words
    /// The name of each signatory.
    SignatoriesName "signatories.name" Words
    /// The name and the party of each signatory, together.
    SignatoriesParty "signatories.name+party" Words
    /// Each signatory, with all that is told of them.
    Signatories "signatories" Words
    /// The result of `outcome`.
    OutcomeResult "outcome.result" Exact
    /// The date of `outcome`.
    OutcomeDate "outcome.date" Exact
    /// `replaces`.
    Replaces "replaces" Code
    /// `explanation`.
    Explanation "explanation" Words
}

impl Field {
    /// The fields that are one value a motion; the name is the way to it in the record.
    pub(super) const VALUES: [Self; 18] = [
        Self::DocumentKind,
        Self::Grammar,
        Self::Pages,
        Self::MotionType,
        Self::Body,
        Self::Number,
        Self::Title,
        Self::Addressee,
        Self::Sender,
        Self::Subject,
        Self::Date,
        Self::MeetingDate,
        Self::MeetingPlace,
        Self::Closing,
        Self::OutcomeResult,
        Self::OutcomeDate,
        Self::Replaces,
        Self::Explanation,
    ];

    /// Whether this is the field that someone names, or a part of it: `clauses` is also
    /// `clauses.kind`.
    #[must_use]
    pub fn is_of(self, name: &str) -> bool {
        let rest = self.name().strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The keys of the record that are known, and that no truth is about.
const UNSCORED: [&str; 8] =
    ["schema_version", "id", "source", "spans", "warnings", "unparsed", "confidence", "annexes"];

/// Whether a key of a truth is one that can be scored, or known not to be.
pub(super) fn is_known(key: &str) -> bool {
    let is_field = |field: &Field| field.name().split('.').next() == Some(key);
    UNSCORED.contains(&key) || Field::ALL[2..].iter().any(is_field) && key != "items"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_named_with_its_parts() {
        let named = |name: &str| Field::ALL.iter().filter(|field| field.is_of(name)).count();
        assert_eq!(named("clauses"), 5);
        assert_eq!(named("signatories.name"), 1);
        assert_eq!(named("date"), 1);
        assert_eq!(named("titel"), 0);
    }

    #[test]
    fn every_key_of_the_record_is_known() {
        for key in ["clauses", "meeting", "file_numbers", "outcome", "schema_version"] {
            assert!(is_known(key), "{key}");
        }
        for key in ["items", "whole", "motions", "titel"] {
            assert!(!is_known(key), "{key}");
        }
    }
}
