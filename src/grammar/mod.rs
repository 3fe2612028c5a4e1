//! Floor 2: the words that motions are made of, and their order.
//!
//! Knows wordings (data, in `grammars/*.toml`) and how sentences are put together of them (nom
//! productions). Does not know where words stand on a page, nor files of motions.
//!
//! ```text
//! grammars/*.toml ── file ──▶ GrammarFile ── phrase, matcher ──▶ Grammar
//!                                                                  │
//!                  folded text ── rules, addressee, frame, term ──▶ productions
//!                  printed text ── person ──▶ who signed
//! ```
//!
//! ```
//! use moties::grammar::Grammars;
//!
//! let grammars = Grammars::built_in();
//! assert!(grammars.get("gemeenteraad").is_some());
//! ```

pub mod addressee;
pub mod file;
pub mod frame;
pub mod matcher;
pub mod person;
pub mod phrase;
pub mod registry;
pub mod rules;
pub mod term;

use std::path::Path;

pub use file::{DocumentKind, Field, GrammarError, Role, Section, SignatoryKind};
use file::{GrammarFile, Words};
use matcher::Matcher;
use phrase::Phrase;

use crate::text::Folded;

/// The file whose words every other grammar shares.
const COMMON: &str = "common";

/// The grammars that motions are read by: one a body, each with the words that all share.
#[derive(Clone, Debug)]
pub struct Grammars {
    grammars: Vec<Grammar>,
}

impl Grammars {
    /// The grammars built into the program.
    ///
    /// # Panics
    /// Never: a test reads the same files.
    #[must_use]
    pub fn built_in() -> Self {
        let files = file::built_in().expect("a test reads the files that are built in");
        Self::of(&files, Path::new("grammars"))
            .expect("a test compiles the files that are built in")
    }

    /// Reads the grammars of a folder instead of the built-in ones: every `.toml` file in it, those
    /// of `common.toml` shared by all.
    ///
    /// # Errors
    /// When a file cannot be read or is no grammar, a phrase is none, or there is no body.
    pub fn from_dir(dir: &Path) -> Result<Self, GrammarError> {
        Self::of(&file::in_dir(dir)?, dir)
    }

    fn of(files: &[GrammarFile], dir: &Path) -> Result<Self, GrammarError> {
        let common = files.iter().find(|file| file.name == COMMON);
        let bodies = files.iter().filter(|file| file.name != COMMON);
        let grammars: Vec<Grammar> =
            bodies.map(|body| Grammar::of(common, body, dir)).collect::<Result<_, _>>()?;
        if grammars.is_empty() {
            return Err(GrammarError::new(
                dir,
                "expected the grammar of a body, such as `gemeenteraad.toml`, found none",
            ));
        }
        Ok(Self { grammars })
    }

    /// All grammars, in the order of their file names.
    #[must_use]
    pub fn all(&self) -> &[Grammar] {
        &self.grammars
    }

    /// The grammar of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Grammar> {
        self.grammars.iter().find(|grammar| grammar.name == name)
    }
}

/// The words and phrases of one body, ready for the productions.
#[derive(Clone, Debug)]
pub struct Grammar {
    /// The name of the body: `gemeenteraad`.
    pub name: String,
    /// Its words, folded.
    pub words: Words,
    /// The kinds of clauses.
    pub clauses: Vec<ClauseKind>,
    /// Openings of clauses; the value is an index into [`Grammar::clauses`].
    pub openings_of_clauses: Matcher<usize>,
    /// How the body names itself.
    pub bodies: Matcher<()>,
    /// What stands before a subject.
    pub discussing: Matcher<()>,
    /// Closing formulas.
    pub closings: Matcher<()>,
    /// Labels of the head.
    pub labels: Matcher<Field>,
    /// Labels before a title.
    pub title_labels: Matcher<()>,
    /// Beginnings of titles that stay whole.
    pub whole_titles: Matcher<()>,
    /// Beginnings of lines that are no titles.
    pub no_titles: Matcher<()>,
    /// Words that head signatures.
    pub signing: Matcher<SignatoryKind>,
    /// Words before a party.
    pub party_leads: Matcher<()>,
    /// Sentences that name who brings it in.
    pub movers: Matcher<()>,
    /// Parts behind the motion proper.
    pub sections: Matcher<Section>,
    /// Lines that belong to the page.
    pub furniture: Matcher<()>,
    /// Lines that show that a document is no motion.
    pub documents: Matcher<DocumentKind>,
}

/// A kind of clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseKind {
    /// Its name, in snake case: `van_mening_zijnde`.
    pub kind: String,
    /// What such a clause does.
    pub role: Role,
}

/// Phrases with what each stands for, as they stand in the files.
type Listed<'a, T> = Vec<(&'a str, T)>;

impl Grammar {
    /// Puts the words of a body and the shared ones together; the body's own come first.
    fn of(
        common: Option<&GrammarFile>,
        body: &GrammarFile,
        dir: &Path,
    ) -> Result<Self, GrammarError> {
        let files: Vec<&GrammarFile> = std::iter::once(body).chain(common).collect();
        let mut words = Words::default();
        files.iter().for_each(|file| words.add(&file.words));
        words.fold();
        let mut clauses: Vec<ClauseKind> = Vec::new();
        let mut openings: Listed<usize> = Vec::new();
        for entry in files.iter().flat_map(|file| &file.clause) {
            let index =
                clauses.iter().position(|known| known.kind == entry.kind).unwrap_or_else(|| {
                    clauses.push(ClauseKind { kind: entry.kind.clone(), role: entry.role });
                    clauses.len() - 1
                });
            openings.extend(entry.phrases.iter().map(|phrase| (phrase.as_str(), index)));
        }
        let path = dir.join(format!("{}.toml", body.name));
        let plain = |list: fn(&GrammarFile) -> &[String]| -> Result<Matcher<()>, GrammarError> {
            compiled(
                files
                    .iter()
                    .flat_map(|file| list(file))
                    .map(|phrase| (phrase.as_str(), ()))
                    .collect(),
                &path,
            )
        };
        let labels = files.iter().flat_map(|file| &file.label);
        let signing = files.iter().flat_map(|file| &file.signing);
        let sections = files.iter().flat_map(|file| &file.section);
        let documents = files.iter().flat_map(|file| &file.document);
        Ok(Self {
            name: body.name.clone(),
            openings_of_clauses: compiled(openings, &path)?,
            bodies: plain(|file| &file.opening.phrases)?,
            discussing: plain(|file| &file.discussing.phrases)?,
            closings: plain(|file| &file.closing.phrases)?,
            labels: compiled(
                labels.flat_map(|entry| each(&entry.phrases, entry.field)).collect(),
                &path,
            )?,
            title_labels: plain(|file| &file.title.labels)?,
            whole_titles: plain(|file| &file.title.whole)?,
            no_titles: plain(|file| &file.title.not)?,
            signing: compiled(
                signing.flat_map(|entry| each(&entry.phrases, entry.kind)).collect(),
                &path,
            )?,
            party_leads: plain(|file| &file.party_leads.phrases)?,
            movers: plain(|file| &file.movers.phrases)?,
            sections: compiled(
                sections.flat_map(|entry| each(&entry.phrases, entry.name)).collect(),
                &path,
            )?,
            furniture: plain(|file| &file.furniture.phrases)?,
            documents: compiled(
                documents.flat_map(|entry| each(&entry.phrases, entry.kind)).collect(),
                &path,
            )?,
            words,
            clauses,
        })
    }
}

fn each<T: Copy>(phrases: &[String], value: T) -> impl Iterator<Item = (&str, T)> {
    phrases.iter().map(move |phrase| (phrase.as_str(), value))
}

fn compiled<T>(listed: Listed<'_, T>, path: &Path) -> Result<Matcher<T>, GrammarError> {
    let mut phrases = Vec::with_capacity(listed.len());
    for (notation, value) in listed {
        let phrase = Phrase::parse(notation).ok_or_else(|| {
            let slots: Vec<String> =
                phrase::Slot::NAMES.iter().map(|(name, _)| format!("`{{{name}}}`")).collect();
            let message =
                format!("expected words and slots ({}), found `{notation}`", slots.join(", "));
            GrammarError::new(path, message)
        })?;
        phrases.push((phrase, value));
    }
    Ok(Matcher::new(phrases))
}

/// Folds a list of words in place.
fn fold_all(words: &mut [String]) {
    for word in words {
        *word = Folded::whole(word).text().to_owned();
    }
}
