//! How right the records of a corpus are, where truth stands beside its documents.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::corpus::Content;
use crate::error::Error;
use crate::eval::{self, Document, Field, Tally, Way};
use crate::import::read::Reading;

/// How right the records of some documents are.
#[derive(Clone, Debug, Default)]
pub(super) struct Judged {
    documents: u64,
    tally: Tally,
}

impl Judged {
    /// Compares what was read from a document with its truth; one that failed has all missed.
    ///
    /// # Errors
    /// Where the truth is none.
    pub(super) fn of(
        name: &str,
        truth: Content,
        reading: Result<Reading, Error>,
    ) -> Result<Self, Error> {
        let truth = truth.load()?;
        let document = Document::new(PathBuf::from(name), &String::from_utf8_lossy(&truth))?;
        let mut judged = Self { documents: 1, ..Self::default() };
        for motion in eval::compare(&document, reading).motions {
            judged.tally.add(&motion.tally);
        }
        Ok(judged)
    }

    /// Adds others.
    pub(super) fn add(&mut self, others: &Self) {
        self.documents += others.documents;
        self.tally.add(&others.tally);
    }

    /// The figures; `None` where nothing was compared.
    pub(super) fn figures(&self) -> Option<Accuracy> {
        let motions = self.tally.of(Field::Motions);
        let fields = Field::ALL.iter().filter(|field| **field != Field::Motions);
        (self.documents > 0).then(|| Accuracy {
            documents: self.documents,
            motions: motions.expected,
            motions_found: motions.found,
            fields: fields.filter_map(|field| FieldFigures::of(*field, &self.tally)).collect(),
        })
    }
}

/// How right the records of the documents are that have truth beside them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accuracy {
    /// How many documents have truth beside them, those that failed among them.
    pub documents: u64,
    /// How many motions their truths tell of.
    pub motions: u64,
    /// How many records there are.
    pub motions_found: u64,
    /// The figures by field, in the order of the record; a field that was neither expected nor found
    /// is left out. `whole` are motions that are right in every field that their truth tells.
    pub fields: Vec<FieldFigures>,
}

impl Accuracy {
    /// The figures of a field, by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldFigures> {
        self.fields.iter().find(|figures| figures.field == name)
    }
}

/// How right a field is, strictly: right in every character.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldFigures {
    /// Its name, as `moties eval` has it.
    pub field: String,
    /// How many values the truth tells.
    pub expected: u64,
    /// How many were found.
    pub found: u64,
    /// How many are right.
    pub right: u64,
    /// Their share in what was found; null where nothing was.
    pub precision: Option<f64>,
    /// Their share in what was expected; null where nothing was.
    pub recall: Option<f64>,
    /// The harmonic mean of both.
    pub f1: Option<f64>,
}

impl FieldFigures {
    fn of(field: Field, tally: &Tally) -> Option<Self> {
        let counts = tally.of(field);
        (counts.expected + counts.found > 0).then(|| Self {
            field: field.name().to_owned(),
            expected: counts.expected,
            found: counts.found,
            right: counts.right(Way::Strict),
            precision: counts.precision(Way::Strict),
            recall: counts.recall(Way::Strict),
            f1: counts.f1(Way::Strict),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;
    use crate::import::read;
    use crate::scan::Nobody;

    #[test]
    fn a_document_that_failed_has_all_missed() {
        let truth = || Content::Bytes(br#"{"title": "Bomen", "number": null}"#.to_vec());
        let read = |bytes: &[u8]| read::reading("a.txt", bytes, &Grammars::built_in(), &mut Nobody);
        let mut judged = Judged::of("a.txt", truth(), read(b"Motie: Bomen\n")).unwrap();
        judged.add(&Judged::of("b.txt", truth(), read(b"")).unwrap());
        let figures = judged.figures().unwrap();
        assert_eq!((figures.documents, figures.motions, figures.motions_found), (2, 2, 1));
        let title = figures.field("title").unwrap();
        assert_eq!((title.expected, title.found, title.right), (2, 1, 1));
        assert_eq!((title.precision, title.recall), (Some(1.0), Some(0.5)));
        assert!(figures.field("number").is_none());
        assert!(Judged::default().figures().is_none());
    }

    #[test]
    fn what_is_no_truth_says_so() {
        let truth = Content::Bytes(b"[]".to_vec());
        let error =
            Judged::of("d/a.txt", truth, Err(Error::new(crate::error::Code::Internal, "x")));
        assert_eq!(
            error.unwrap_err().to_string(),
            "`d/a.json`: expected a record or a list of records, found an empty list; \
             mend the file, or take it away"
        );
    }
}
