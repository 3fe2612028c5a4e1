//! What an evaluation says: figures by body and field, and a list of differences.
//!
//! A [`Report`] is what `moties eval --json` prints, as it is here.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::field::Field;
use super::place::Place;
use super::similar::{Way, Ways};
use super::tally::{Counts, Tally};
use super::truth::Part;
use super::{Compared, Evaluated, Evaluation};
use crate::error::{Code, Error};

/// What of an evaluation is asked for.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// These fields with their parts; all if there are none.
    pub fields: Vec<String>,
    /// These bodies; all if there are none.
    pub bodies: Vec<String>,
    /// The documents of this part only.
    pub part: Option<Part>,
    /// Whether each part is reported by itself, beside all together.
    pub split: bool,
}

/// What an evaluation says.
#[derive(Debug, Serialize)]
pub struct Report {
    /// How many documents were compared.
    pub documents: usize,
    /// Those that could not be read.
    pub failed: Vec<Failure>,
    /// The figures: of each body, then of all bodies; of all parts, then of each.
    pub groups: Vec<Group>,
    /// What differs, in the order of the paths and of the documents.
    pub differences: Vec<Differing>,
}

/// A document that could not be read.
#[derive(Debug, Serialize)]
pub struct Failure {
    /// Its file.
    pub path: String,
    /// What is wrong with it: `code`, `message` and `hint`.
    #[serde(flatten, serialize_with = "flat")]
    pub error: Error,
}

/// The figures of some motions.
#[derive(Debug, Serialize)]
pub struct Group {
    /// The part that they belong to; null for both together.
    pub part: Option<Part>,
    /// The body that speaks in them; null for all together.
    pub body: Option<String>,
    /// How many documents hold them.
    pub documents: usize,
    /// How many of them their truths tell of.
    pub motions: u64,
    /// The figures by field; a field that was neither expected nor found is left out.
    pub fields: Vec<Figures>,
}

/// The figures of a field.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// The field.
    #[serde(serialize_with = "by_name")]
    pub field: Field,
    /// The kind of clause, of clauses and items by kind; null for all kinds together.
    pub kind: Option<String>,
    /// How many values the truth tells.
    pub expected: u64,
    /// How many were found.
    pub found: u64,
    /// Right in every character.
    pub strict: Measures,
    /// Right but for case, punctuation and white space.
    pub soft: Measures,
    /// Near by Levenshtein.
    pub levenshtein: Measures,
    /// Near by Ratcliff and Obershelp.
    pub gestalt: Measures,
}

impl Figures {
    /// How right the field is in this way.
    #[must_use]
    pub fn of(&self, way: Way) -> &Measures {
        match way {
            Way::Strict => &self.strict,
            Way::Soft => &self.soft,
            Way::Levenshtein => &self.levenshtein,
            Way::Gestalt => &self.gestalt,
        }
    }
}

/// How right a field is, in one way.
#[derive(Debug, Serialize)]
pub struct Measures {
    /// How many values are right.
    pub right: u64,
    /// Their share in what was found; null where nothing was.
    pub precision: Option<f64>,
    /// Their share in what was expected; null where nothing was.
    pub recall: Option<f64>,
    /// The harmonic mean of both; null where nothing was expected nor found.
    pub f1: Option<f64>,
}

/// A difference, and where it is.
#[derive(Debug, Serialize)]
pub struct Differing {
    /// The document's file.
    pub path: String,
    /// The page and the line on it.
    #[serde(flatten)]
    pub place: Place,
    /// The part that the document belongs to.
    pub part: Part,
    /// The body that speaks in the motion.
    pub body: String,
    /// The field that the value belongs to.
    #[serde(serialize_with = "by_name")]
    pub field: Field,
    /// The way to the value: `clauses[1].items[0].text`.
    pub at: String,
    /// What was expected; null for nothing.
    pub expected: Option<String>,
    /// What was found; null for nothing.
    pub found: Option<String>,
    /// In which ways it is right all the same.
    pub right: Ways,
}

impl Report {
    /// Takes from an evaluation what is asked for.
    ///
    /// # Errors
    /// [`Code::BadRequest`] for a field or body that there is not.
    pub fn of(evaluation: &Evaluation, selection: &Selection) -> Result<Self, Error> {
        selection.check(&evaluation.bodies())?;
        let documents = || {
            let meant = |one: &&Evaluated| one.motions.iter().any(|of| selection.means(one, of));
            evaluation.documents.iter().filter(meant)
        };
        Ok(Self {
            documents: documents().count(),
            failed: documents().filter_map(Failure::of).collect(),
            groups: groups(evaluation, selection),
            differences: documents().flat_map(|one| differing(one, selection)).collect(),
        })
    }
}

impl Selection {
    fn check(&self, bodies: &[&str]) -> Result<(), Error> {
        let no_field = |name: &&String| !Field::ALL.iter().any(|field| field.is_of(name));
        if let Some(name) = self.fields.iter().find(no_field) {
            let known: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
            return Err(unknown("field", name, &known));
        }
        match self.bodies.iter().find(|name| !bodies.contains(&name.as_str())) {
            Some(name) => Err(unknown("body", name, bodies)),
            None => Ok(()),
        }
    }

    fn has_body(&self, body: &str) -> bool {
        self.bodies.is_empty() || self.bodies.iter().any(|name| name == body)
    }

    /// Whole motions are always meant: a field is read with them in view.
    fn has_field(&self, field: Field) -> bool {
        matches!(field, Field::Motions | Field::Whole)
            || self.fields.is_empty()
            || self.fields.iter().any(|name| field.is_of(name))
    }

    fn means(&self, document: &Evaluated, motion: &Compared) -> bool {
        let in_part = self.part.is_none_or(|part| document.document.part == part);
        in_part && self.has_body(&motion.body)
    }
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Error {
    let known = known.join(", ");
    let message = format!("expected a {what} that is scored, found `{name}`; known are {known}");
    Error::new(Code::BadRequest, message).with_hint("name one of those")
}

impl Failure {
    fn of(document: &Evaluated) -> Option<Self> {
        let path = document.document.path.display().to_string();
        document.error.clone().map(|error| Self { path, error })
    }
}

fn groups(evaluation: &Evaluation, selection: &Selection) -> Vec<Group> {
    let mut parts = vec![selection.part];
    if selection.split && selection.part.is_none() {
        parts.extend([Some(Part::Tuned), Some(Part::HeldOut)]);
    }
    let bodies = evaluation.bodies().into_iter().filter(|body| selection.has_body(body));
    let bodies: Vec<Option<&str>> = bodies.map(Some).chain([None]).collect();
    let mut groups = Vec::new();
    for part in parts {
        for body in &bodies {
            let is_meant = |document: &Evaluated, motion: &Compared| {
                selection.means(document, motion)
                    && part.is_none_or(|part| document.document.part == part)
                    && body.is_none_or(|body| motion.body == body)
            };
            let meant = |document: &&Evaluated| {
                document.motions.iter().any(|motion| is_meant(document, motion))
            };
            let documents = evaluation.documents.iter().filter(meant).count();
            let tally = evaluation.tally(is_meant);
            if documents > 0 {
                groups.push(Group {
                    part,
                    body: body.map(str::to_owned),
                    documents,
                    motions: tally.of(Field::Motions).expected,
                    fields: figures(&tally, selection),
                });
            }
        }
    }
    groups
}

fn figures(tally: &Tally, selection: &Selection) -> Vec<Figures> {
    let asked = tally.iter().filter(|(field, _, _)| selection.has_field(*field));
    asked
        .map(|(field, kind, counts)| Figures {
            field,
            kind: kind.map(str::to_owned),
            expected: counts.expected,
            found: counts.found,
            strict: Measures::of(counts, Way::Strict),
            soft: Measures::of(counts, Way::Soft),
            levenshtein: Measures::of(counts, Way::Levenshtein),
            gestalt: Measures::of(counts, Way::Gestalt),
        })
        .collect()
}

impl Measures {
    fn of(counts: &Counts, way: Way) -> Self {
        Self {
            right: counts.right(way),
            precision: counts.precision(way),
            recall: counts.recall(way),
            f1: counts.f1(way),
        }
    }
}

fn differing<'a>(
    document: &'a Evaluated,
    selection: &'a Selection,
) -> impl Iterator<Item = Differing> + 'a {
    let motions = document.motions.iter().filter(|motion| selection.means(document, motion));
    motions.flat_map(move |motion| {
        let asked = motion.differences.iter().filter(|one| selection.has_field(one.field));
        asked.map(|one| Differing {
            path: document.document.path.display().to_string(),
            place: one.place,
            part: document.document.part,
            body: motion.body.clone(),
            field: one.field,
            at: one.at.clone(),
            expected: one.expected.clone(),
            found: one.found.clone(),
            right: one.ways,
        })
    })
}

fn by_name<S: Serializer>(field: &Field, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(field.name())
}

fn flat<S: Serializer>(error: &Error, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(3))?;
    map.serialize_entry("code", error.code.name())?;
    map.serialize_entry("message", &error.message)?;
    map.serialize_entry("hint", &error.hint)?;
    map.end()
}
