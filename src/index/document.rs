//! From a record to documents of the index.

use tantivy::TantivyDocument;
use tantivy::fieldnorm::FieldNormReader;

use super::complete::person_term;
use super::facts;
use super::fields::{Fields, MOTION, role_name};
use super::printed::Printed;
use super::sketch::Sketch;
use crate::motion::{Clause, Item, Motion};
use crate::text::Span;

/// A motion as the index gets it.
#[derive(Clone, Copy, Debug)]
pub struct Indexed<'a> {
    /// Its key in the ledger.
    pub key: u64,
    /// The number of the ledger's change by which it could first be found.
    pub since: u64,
    /// The record.
    pub motion: &'a Motion,
    /// Its part of the normalised text.
    pub text: &'a str,
}

impl Fields {
    /// The documents of a motion: its own, then one a clause.
    pub(super) fn documents(&self, indexed: &Indexed<'_>) -> Vec<TantivyDocument> {
        let clauses = (1..).zip(&indexed.motion.clauses);
        let mut documents = vec![self.motion(indexed)];
        documents.extend(clauses.map(|(place, clause)| self.clause(indexed.key, place, clause)));
        documents
    }

    fn motion(&self, indexed: &Indexed<'_>) -> TantivyDocument {
        let &Indexed { key, since, motion, text } = indexed;
        let mut document = TantivyDocument::new();
        document.add_u64(self.key, key);
        document.add_u64(self.place, 0);
        document.add_text(self.part, MOTION);
        for (field, value) in [
            (self.title, &motion.title),
            (self.subject, &motion.subject),
            (self.addressee, &motion.addressee),
            (self.sender, &motion.sender),
            (self.assembly, &motion.body),
            (self.number, &motion.number),
        ] {
            if let Some(value) = value {
                document.add_text(field, value);
            }
        }
        for addressee in motion.clauses.iter().filter_map(|clause| clause.addressee.as_ref()) {
            document.add_text(self.addressee, addressee);
        }
        for number in &motion.file_numbers {
            document.add_text(self.number, number);
        }
        for submitter in &motion.submitters {
            for value in [&submitter.name, &submitter.organisation, &submitter.party] {
                value.iter().for_each(|value| document.add_text(self.submitter, value));
            }
        }
        for signatory in &motion.signatories {
            document.add_text(self.signatory, &signatory.name);
            for value in [&signatory.organisation, &signatory.party, &signatory.role] {
                value.iter().for_each(|value| document.add_text(self.signatory, value));
            }
        }
        let submitters = motion.submitters.iter().filter_map(|submitter| submitter.name.as_deref());
        let signatories = motion.signatories.iter().map(|signatory| signatory.name.as_str());
        for term in submitters.chain(signatories).filter_map(person_term) {
            document.add_text(self.person, term);
        }
        let printed = Printed::new(motion, text);
        document.add_text(self.rest, printed.outside_clauses(motion));
        // Words that a person put right, or that a line end cut in two, stand only in the record.
        let heads = [
            &motion.title,
            &motion.subject,
            &motion.number,
            &motion.addressee,
            &motion.sender,
            &motion.body,
            &motion.closing,
            &motion.explanation,
        ];
        let mut add = |value: &str, spans: &[Span]| {
            if !printed.has(value, spans) {
                document.add_text(self.rest, value);
            }
        };
        heads.into_iter().flatten().for_each(|value| add(value, &[]));
        for signatory in &motion.signatories {
            add(&signatory.name, &signatory.spans);
            signatory.party.iter().for_each(|party| add(party, &[]));
        }
        for submitter in &motion.submitters {
            [&submitter.name, &submitter.party].into_iter().flatten().for_each(|it| add(it, &[]));
        }
        let addressees = motion.clauses.iter().filter_map(|clause| clause.addressee.as_ref());
        addressees.for_each(|addressee| add(addressee, &[]));
        let words = text.split_ascii_whitespace().count();
        let words = u32::try_from(words).unwrap_or(u32::MAX);
        document.add_u64(self.length, FieldNormReader::fieldnorm_to_id(words).into());
        facts::add(&self.facts, motion, text, &mut document);
        if let Some(sketch) = Sketch::of(motion) {
            self.alike.add(&sketch, &mut document);
        }
        document.add_u64(self.facts.since, since);
        document
    }

    fn clause(&self, key: u64, place: u64, clause: &Clause) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(self.key, key);
        document.add_u64(self.place, place);
        document.add_text(self.kind, &clause.kind);
        document.add_text(self.role, role_name(clause.role));
        if let Some(addressee) = &clause.addressee {
            document.add_text(self.addressee, addressee);
        }
        // As one text: a phrase may begin in the opening words and end in an item.
        let mut words = clause.heading.clone();
        each_item(&clause.items, &mut |item| {
            words.push('\n');
            words.push_str(&item.text);
        });
        document.add_text(self.words, words);
        document
    }
}

/// Shows every item, each before those under it.
pub(super) fn each_item<'a>(items: &'a [Item], show: &mut dyn FnMut(&'a Item)) {
    for item in items {
        show(item);
        each_item(&item.items, show);
    }
}
