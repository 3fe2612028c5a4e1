//! Floor 2: the words that motions are made of, and their order.
//!
//! Knows wordings (data, in `grammars/*.toml`) and how sentences are put together of them (nom
//! productions). Does not know where words stand on a page, nor files of motions.
//!
//! ```text
//! grammars/*.toml ── file ──▶ GrammarFile ── phrase, matcher ──▶ Grammar
//!                                                                  │
//!                  folded text ── rules, addressee, frame, date, term ──▶ productions
//!                  printed text ── person, party, registry ──▶ who signed
//! ```
//!
//! ```
//! use moties::grammar::Grammars;
//!
//! let grammars = Grammars::built_in();
//! assert!(grammars.get("gemeenteraad").is_some());
//! ```

pub mod addressee;
pub mod body;
mod calendar;
pub mod closing;
pub mod date;
pub mod debate;
pub mod file;
pub mod frame;
pub mod initials;
pub mod matcher;
pub mod name;
pub mod party;
pub mod people;
pub mod person;
pub mod phrase;
pub mod registry;
pub mod rules;
pub mod term;
pub mod words;

use std::path::Path;

use aho_corasick::AhoCorasick;

use file::GrammarFile;
pub use file::{
    DocumentKind, Field, GrammarError, MotionType, Role, Section, SignatoryKind, Verdict,
};
use initials::{Masks, Pairs};
use matcher::Matcher;
use phrase::Phrase;
use words::Words;

use crate::text::Folded;

/// The file whose words every other grammar shares.
const COMMON: &str = "common";

/// The grammars that motions are read by: one a body, each with the words that all share.
#[derive(Clone, Debug)]
pub struct Grammars {
    grammars: Vec<Grammar>,
    /// Words that tell whose a document is, and the grammar that each is a sign of.
    signs: AhoCorasick,
    signs_of: Vec<usize>,
    /// By how a line begins, the grammars that may know its first words.
    begins: Masks,
    /// The initials of words that may stand between those of a phrase.
    between: Pairs,
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
        let order: Vec<&GrammarFile> = files.iter().filter(|file| file.name != COMMON).collect();
        let words = |(at, file): (usize, &&GrammarFile)| {
            file.signs
                .words
                .iter()
                .map(move |word| (at, Folded::whole(word).text().to_owned()))
                .collect::<Vec<_>>()
        };
        let listed: Vec<(usize, String)> = order.iter().enumerate().flat_map(words).collect();
        let signs = AhoCorasick::new(listed.iter().map(|(_, word)| word))
            .expect("a grammar file is smaller than what an automaton can hold");
        let signs_of = listed.iter().map(|&(at, _)| at).collect();
        let mut begins = Masks::empty();
        for (at, grammar) in grammars.iter().enumerate() {
            let phrases = [&grammar.bodies, &grammar.seated, &grammar.signs, &grammar.furniture];
            for (phrase, ()) in phrases.iter().flat_map(|matcher| matcher.phrases()) {
                begins.add(&phrase.parts, at);
            }
            // "De ondergetekenden, leden van de raad".
            for word in frame::MEMBERS {
                let parts: Vec<phrase::Part> =
                    word.split(' ').map(|word| phrase::Part::Word(word.to_owned())).collect();
                begins.add(&parts, at);
            }
        }
        let adverbs: Vec<String> =
            grammars.iter().flat_map(|grammar| grammar.words.adverbs.to_vec()).collect();
        Ok(Self { grammars, signs, signs_of, begins, between: Pairs::of(&adverbs) })
    }

    /// By grammar, how many of the words that tell whose a document is stand in a folded text.
    #[must_use]
    pub fn signs(&self, text: &str) -> Vec<usize> {
        let mut seen = vec![false; self.signs_of.len()];
        for found in self.signs.find_overlapping_iter(text) {
            seen[found.pattern().as_usize()] = true;
        }
        let mut signs = vec![0; self.grammars.len()];
        for (&grammar, _) in self.signs_of.iter().zip(&seen).filter(|&(_, &seen)| seen) {
            signs[grammar] += 1;
        }
        signs
    }

    /// Those of the first 64 grammars that may know the words that a line begins with, as bits; of
    /// further ones nothing is said.
    #[must_use]
    pub fn may_begin(&self, line: &str) -> u64 {
        let of = |line| self.begins.of(line, &self.between);
        of(line) | line.strip_prefix('"').map_or(0, of)
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
    /// Names of the body that only words behind them show to be it.
    pub seated: Matcher<()>,
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
    /// Words that say what became of it.
    pub verdicts: Matcher<Verdict>,
    /// Words that say what sort of motion it is.
    pub motion_types: Matcher<MotionType>,
    /// Words before the number that it gets.
    pub numbering: Matcher<()>,
    /// That a motion was changed.
    pub changing: Matcher<()>,
    /// Words before what it replaces.
    pub replacing: Matcher<()>,
    /// Beginnings of lines that tell whose a document is.
    pub signs: Matcher<()>,
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
                &words.adverbs,
                &path,
            )
        };
        let labels = files.iter().flat_map(|file| &file.label);
        let signing = files.iter().flat_map(|file| &file.signing);
        let sections = files.iter().flat_map(|file| &file.section);
        let verdicts = files.iter().flat_map(|file| &file.verdict);
        let motion_types = files.iter().flat_map(|file| &file.motion_type);
        let documents = files.iter().flat_map(|file| &file.document);
        Ok(Self {
            name: body.name.clone(),
            openings_of_clauses: compiled(openings, &words.adverbs, &path)?,
            bodies: plain(|file| &file.opening.phrases)?,
            seated: plain(|file| &file.opening.seated)?,
            discussing: plain(|file| &file.discussing.phrases)?,
            closings: plain(|file| &file.closing.phrases)?,
            labels: compiled(
                labels.flat_map(|entry| each(&entry.phrases, entry.field)).collect(),
                &words.adverbs,
                &path,
            )?,
            title_labels: plain(|file| &file.title.labels)?,
            whole_titles: plain(|file| &file.title.whole)?,
            no_titles: plain(|file| &file.title.not)?,
            signing: compiled(
                signing.flat_map(|entry| each(&entry.phrases, entry.kind)).collect(),
                &words.adverbs,
                &path,
            )?,
            party_leads: plain(|file| &file.party_leads.phrases)?,
            movers: plain(|file| &file.movers.phrases)?,
            sections: compiled(
                sections.flat_map(|entry| each(&entry.phrases, entry.name)).collect(),
                &words.adverbs,
                &path,
            )?,
            verdicts: compiled(
                verdicts.flat_map(|entry| each(&entry.phrases, entry.result)).collect(),
                &words.adverbs,
                &path,
            )?,
            motion_types: compiled(
                motion_types.flat_map(|entry| each(&entry.phrases, entry.name)).collect(),
                &words.adverbs,
                &path,
            )?,
            numbering: plain(|file| &file.numbering.phrases)?,
            changing: plain(|file| &file.changing.phrases)?,
            replacing: plain(|file| &file.replacing.phrases)?,
            signs: plain(|file| &file.signs.lines)?,
            furniture: plain(|file| &file.furniture.phrases)?,
            documents: compiled(
                documents.flat_map(|entry| each(&entry.phrases, entry.kind)).collect(),
                &words.adverbs,
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

fn compiled<T>(
    listed: Listed<'_, T>,
    between: &[String],
    path: &Path,
) -> Result<Matcher<T>, GrammarError> {
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
    Ok(Matcher::new(phrases, between))
}

/// Folds a list of words in place.
fn fold_all(words: &mut [String]) {
    for word in words {
        *word = Folded::whole(word).text().to_owned();
    }
}
