//! The fields of the index.
//!
//! ```text
//! motion   place 0, part "motion", rest, title, …, facts (body, municipality, day, …)
//! clause 1 place 1, kind, role, words
//! clause 2 place 2, kind, role, words
//! ```
//!
//! Each word of a motion stands once: in the `words` of its clause, or in its `rest`.
//!
//! A motion and its clauses stand behind one another, in this order, wherever they stand: they are
//! added together, and merging keeps the order. So the place of a clause tells its motion.

use tantivy::TantivyDocument;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use super::sketch::Sketch;
use super::tokens::{DUTCH, NAMES};
use crate::motion::Role;

/// The value of `part` in the document of a motion.
pub(super) const MOTION: &str = "motion";

/// The names of [`Fields::place`] and [`Fields::length`].
pub(super) const PLACE: &str = "place";
pub(super) const LENGTH: &str = "length";

/// The name of a role, as the record writes it.
#[must_use]
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Preamble => "preamble",
        Role::Opinion => "opinion",
        Role::Dictum => "dictum",
    }
}

/// The fields of the index.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// The motion's key in the ledger, in its document and in those of its clauses.
    pub(super) key: Field,
    /// 0 in the motion's document, from 1 in those of its clauses, in the order of the record.
    pub(super) place: Field,
    /// Of a clause: its kind, `overwegende`.
    pub(super) kind: Field,
    /// Of a clause: its role, `dictum`.
    pub(super) role: Field,
    /// Of a clause: its opening words and its items.
    pub(super) words: Field,
    /// [`MOTION`] in the motion's document; the fields below are of it too.
    pub(super) part: Field,
    /// The words outside its clauses; see [`super::anywhere`].
    pub(super) rest: Field,
    /// How many words it has, as [`FieldNormReader::fieldnorm_to_id`] rounds it.
    ///
    /// [`FieldNormReader::fieldnorm_to_id`]: tantivy::fieldnorm::FieldNormReader::fieldnorm_to_id
    pub(super) length: Field,
    pub(super) title: Field,
    pub(super) subject: Field,
    /// Whom it is sent to, and whom its clauses ask; of a clause, whom that asks.
    pub(super) addressee: Field,
    pub(super) sender: Field,
    pub(super) submitter: Field,
    pub(super) signatory: Field,
    /// Who brought it in or signed, to complete names by; see [`super::complete`].
    pub(super) person: Field,
    /// The assembly that speaks, as printed.
    pub(super) assembly: Field,
    /// Its number and those of its file.
    pub(super) number: Field,
    pub(super) facts: Facts,
    pub(super) alike: Alike,
}

/// The fields by which versions of one motion are told. Each is of the motion's document.
#[derive(Clone, Debug)]
pub(super) struct Alike {
    /// The halves of its sketch's bits; see [`Sketch`].
    pub(super) bits: [Field; 2],
    /// The bands of its sketch.
    pub(super) band: Field,
}

impl Alike {
    fn new(schema: &mut SchemaBuilder) -> Self {
        let mut field = |name| schema.add_u64_field(name, number().set_fast());
        Self { bits: ["sketch_low", "sketch_high"].map(&mut field), band: field("band") }
    }

    /// Adds a sketch to the document of a motion.
    pub(super) fn add(&self, sketch: &Sketch, document: &mut TantivyDocument) {
        for (field, bits) in self.bits.into_iter().zip(sketch.bits) {
            document.add_u64(field, bits);
        }
        for band in sketch.bands {
            document.add_u64(self.band, band.into());
        }
    }
}

/// The fields that a motion is filtered, counted and sorted by. Each is of the motion's document.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// The sort of body, by the grammar that fitted best: `gemeenteraad`.
    pub(super) body: Field,
    /// The municipalities, as they are shown.
    pub(super) municipality: Field,
    /// Likewise, folded: what is compared.
    pub(super) municipality_key: Field,
    pub(super) party: Field,
    pub(super) party_key: Field,
    /// The kinds of its clauses.
    pub(super) kinds: Field,
    pub(super) outcome: Field,
    pub(super) language: Field,
    /// `yes` where it has warnings, else `no`.
    pub(super) warnings: Field,
    /// Its date as a number, 20261124; 0 where it has none.
    pub(super) day: Field,
    /// The number of the ledger's change by which it could first be found.
    pub(super) since: Field,
}

impl Fields {
    /// The fields in which a word of a motion stands: of clauses, and of motions.
    pub(super) fn anywhere(&self) -> [Field; 2] {
        [self.words, self.rest]
    }

    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let key = schema.add_u64_field("key", number().set_indexed().set_fast());
        let place = schema.add_u64_field(PLACE, number().set_fast());
        let [kind, role, part, person] =
            ["kind", "role", "part", "person"].map(|name| schema.add_text_field(name, value()));
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let words = schema.add_text_field("words", cut_by(DUTCH, positions, true));
        let length = schema.add_u64_field(LENGTH, number().set_fast());
        // Of what is short in every motion, the length says nothing; nor does that of the rest alone.
        let [rest, title, subject, addressee] = ["rest", "title", "subject", "addressee"]
            .map(|name| schema.add_text_field(name, cut_by(DUTCH, positions, false)));
        let [sender, assembly, submitter, signatory, number] =
            ["sender", "assembly", "submitter", "signatory", "number"]
                .map(|name| schema.add_text_field(name, cut_by(NAMES, positions, false)));
        let facts = Facts::new(&mut schema);
        let alike = Alike::new(&mut schema);
        Self {
            schema: schema.build(),
            key,
            place,
            kind,
            role,
            words,
            part,
            rest,
            length,
            title,
            subject,
            addressee,
            sender,
            submitter,
            signatory,
            person,
            assembly,
            number,
            facts,
            alike,
        }
    }
}

impl Facts {
    fn new(schema: &mut SchemaBuilder) -> Self {
        let [body, municipality, party, kinds, outcome, language, warnings] =
            ["body", "municipality", "party", "kinds", "outcome", "language", "warnings"]
                .map(|name| schema.add_text_field(name, value().set_fast("raw")));
        let [municipality_key, party_key] =
            ["municipality_key", "party_key"].map(|name| schema.add_text_field(name, value()));
        let day = schema.add_u64_field("day", number().set_indexed().set_fast());
        let since = schema.add_u64_field("since", number().set_fast());
        Self {
            body,
            municipality,
            municipality_key,
            party,
            party_key,
            kinds,
            outcome,
            language,
            warnings,
            day,
            since,
        }
    }
}

/// How text is indexed whose words are looked for, with its length or without.
fn cut_by(analysis: &str, option: IndexRecordOption, has_length: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(analysis)
            .set_fieldnorms(has_length)
            .set_index_option(option),
    )
}

/// How a value is indexed that is looked for as it is.
fn value() -> TextOptions {
    cut_by("raw", IndexRecordOption::Basic, false)
}

/// How a number is kept.
fn number() -> NumericOptions {
    NumericOptions::default()
}
