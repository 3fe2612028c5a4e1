//! The fields of a question, and what they are called.

use super::scope::{SCOPES, Scope};
use crate::text::{Folded, distance};

/// A field: what stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Words of a clause of some sort.
    Clause(Scope),
    /// Words of a part of the record.
    Text(Text),
    /// A value.
    Value(Property),
}

/// A part of the record that has words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    /// The motion's name.
    Title,
    /// What it is about, by its head.
    Subject,
    /// Whom it is sent to, or whom a clause asks.
    Addressee,
    /// Who sends it.
    Sender,
    /// Who brings it in.
    Submitter,
    /// Who signed it.
    Signatory,
    /// Anyone who brings it in or signed it.
    Name,
}

/// What has values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Property {
    /// The municipality.
    Municipality,
    /// The party of those who bring it in or signed.
    Party,
    /// The assembly that speaks.
    Body,
    /// The motion's number, and those it is filed under.
    Number,
    /// The kind of a clause.
    Kind,
    /// What became of it.
    Outcome,
    /// Its day, month or year, or a span of them.
    Date,
    /// The days behind a day, month or year.
    After,
    /// The days before a day, month or year.
    Before,
    /// Its language.
    Language,
    /// Whether a reader should look at something in it.
    Warnings,
}

type Names = (Field, &'static [&'static str], &'static [&'static str]);

/// What the other fields are called: Dutch names, of which the first is printed, and English ones.
const OTHERS: [Names; 18] = [
    (Field::Text(Text::Title), &["titel"], &["title"]),
    (Field::Text(Text::Subject), &["onderwerp", "betreft"], &["subject"]),
    (Field::Text(Text::Addressee), &["aan", "geadresseerde"], &["to", "addressee"]),
    (Field::Text(Text::Sender), &["van", "afzender"], &["from", "sender"]),
    (Field::Text(Text::Submitter), &["indiener", "indieners"], &["submitter", "submitters"]),
    (
        Field::Text(Text::Signatory),
        &["ondertekenaar", "ondertekenaars"],
        &["signatory", "signatories"],
    ),
    (Field::Text(Text::Name), &["naam", "namen"], &["name", "names"]),
    (Field::Value(Property::Municipality), &["gemeente"], &["municipality"]),
    (Field::Value(Property::Party), &["fractie", "partij"], &["party"]),
    (Field::Value(Property::Body), &["orgaan"], &["body"]),
    (Field::Value(Property::Number), &["nummer", "nr"], &["number"]),
    (Field::Value(Property::Kind), &["soort"], &["kind"]),
    (Field::Value(Property::Outcome), &["uitslag"], &["outcome"]),
    (Field::Value(Property::Date), &["datum", "jaar"], &["date", "year"]),
    (Field::Value(Property::After), &["na"], &["after"]),
    (Field::Value(Property::Before), &["voor"], &["before"]),
    (Field::Value(Property::Language), &["taal"], &["language"]),
    (Field::Value(Property::Warnings), &["waarschuwingen", "waarschuwing"], &["warnings"]),
];

/// Longer names are of no field, in characters.
pub(super) const LONGEST: usize = 40;

impl Field {
    /// Returns all fields, with their Dutch and their English names.
    ///
    /// Names are in lower case and without accents. The first Dutch one is the one that is printed.
    pub fn all() -> impl Iterator<Item = Names> {
        let scopes =
            SCOPES.iter().map(|&(scope, dutch, english)| (Self::Clause(scope), dutch, english));
        scopes.chain(OTHERS)
    }

    /// Returns the name that is printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::all().find(|(field, ..)| *field == self);
        found.and_then(|(_, dutch, _)| dutch.first().copied()).unwrap_or_default()
    }

    /// Finds the field of a name, whatever its case and accents; `-` is as good as `_`.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let folded = folded(name);
        names().find(|(known, _)| *known == folded).map(|(_, field)| field)
    }

    /// Finds the name that is most like one that there is none of.
    ///
    /// One letter may be wrong, two in names of more than five.
    #[must_use]
    pub fn nearest(name: &str) -> Option<&'static str> {
        let folded = folded(name);
        let length = folded.chars().count();
        let most = match length {
            0..3 => return None,
            3..=5 => 1,
            _ => 2,
        };
        names()
            .map(|(known, _)| (distance(&folded, known), known))
            .filter(|&(distance, _)| distance <= most)
            .min_by_key(|&(distance, _)| distance)
            .map(|(_, known)| known)
    }
}

fn names() -> impl Iterator<Item = (&'static str, Field)> {
    Field::all().flat_map(|(field, dutch, english)| {
        dutch.iter().chain(english).map(move |name| (*name, field))
    })
}

/// A name as names are compared.
fn folded(name: &str) -> String {
    Folded::whole(name).text().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_name_is_of_one_field_and_in_the_form_that_is_compared() {
        let mut seen = HashSet::new();
        for (name, field) in names() {
            assert!(seen.insert(name), "`{name}` stands twice");
            assert_eq!(Field::of(name), Some(field));
            assert_eq!(folded(name), name);
            assert!(name.len() <= LONGEST && name.chars().all(super::super::lex::is_name));
        }
        assert!(Field::all().all(|(_, dutch, english)| !dutch.is_empty() && !english.is_empty()));
    }

    #[test]
    fn names_are_found_whatever_their_case_and_accents() {
        for (name, expected) in [
            ("TITEL", Some("titel")),
            ("vóór", Some("voor")),
            ("Title", Some("titel")),
            ("roept-op", Some("roept_op")),
            ("titl", None),
        ] {
            assert_eq!(Field::of(name).map(Field::name), expected, "{name}");
        }
    }

    #[test]
    fn the_nearest_name_is_one_that_looks_like_it() {
        for (name, expected) in [
            ("titl", Some("titel")),
            ("tilte", Some("title")),
            ("Indeiner", Some("indiener")),
            ("geemente", Some("gemeente")),
            ("overweg", None),
            ("re", None),
            ("wijk", None),
        ] {
            assert_eq!(Field::nearest(name), expected, "{name}");
        }
    }
}
