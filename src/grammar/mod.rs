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
pub mod leads;
pub mod lex;
pub mod matcher;
pub mod memo;
pub mod name;
pub mod party;
pub mod people;
pub mod person;
pub mod phrase;
pub mod registry;
pub mod rules;
pub mod scan;
pub mod sights;
pub mod slots;
pub mod starts;
pub mod term;
pub mod titles;
pub mod words;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use file::GrammarFile;
pub use file::{
    DocumentKind, Field, GrammarError, MotionType, Role, Section, SignatoryKind, Verdict,
};
use initials::first_word;
use leads::Leads;
use matcher::Matcher;
use memo::Memo;
use phrase::Phrase;
use sights::{Lookout, Sort};
use starts::{Bounds, Set, Start, Starts, StartsOf};
use words::Words;

use crate::text::Folded;

/// The file whose words every other grammar shares.
const COMMON: &str = "common";

/// What no grammar is: a word that may stand between those of a phrase.
const BETWEEN: Set = 1 << 63;

/// The grammars that motions are read by: one a body, each with the words that all share.
#[derive(Clone, Debug)]
pub struct Grammars {
    grammars: Vec<Grammar>,
    /// Words that tell whose a document is, and the grammar that each is a sign of.
    signs: Leads,
    signs_of: Vec<usize>,
    /// By how a line begins, the grammars that may know its first words.
    begins: Starts,
    /// The kinds of clauses that any of them knows.
    kinds: BTreeSet<String>,
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
        let compiled: Vec<(Grammar, StartsOf)> =
            bodies.map(|body| Grammar::of(common, body, dir)).collect::<Result<_, _>>()?;
        let (mut grammars, starts): (Vec<Grammar>, Vec<StartsOf>) = compiled.into_iter().unzip();
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
        let signs_of = listed.iter().map(|&(at, _)| at).collect();
        let mut begins = StartsOf::new();
        let bounds = Bounds::of(starts.iter().flat_map(StartsOf::bounds));
        for (grammar, starts) in grammars.iter_mut().zip(starts) {
            grammar.starts = starts.table(Start::Lead.set() | Start::Body.set(), bounds.clone());
        }
        let lookout = Arc::new(lookout(&grammars, listed.iter().map(|(_, word)| word.as_str())));
        for (at, grammar) in grammars.iter_mut().enumerate() {
            grammar.number = at;
            grammar.lookout = Arc::clone(&lookout);
            let set = if at < 63 { 1 << at } else { 0 };
            let phrases = [&grammar.seated, &grammar.signs, &grammar.furniture];
            for (phrase, ()) in phrases.iter().flat_map(|matcher| matcher.phrases()) {
                begins.phrase(phrase, set);
            }
            let bodies = grammar.bodies.phrases().iter();
            bodies.for_each(|(phrase, ())| begins.phrase(phrase, set | BETWEEN));
            grammar.words.adverbs.iter().for_each(|adverb| begins.text(adverb, BETWEEN));
            // "De ondergetekenden, leden van de raad".
            frame::MEMBERS.iter().for_each(|members| begins.text(members, set));
        }
        let signs = Leads::of(listed.into_iter().map(|(_, word)| word));
        let clauses = files.iter().flat_map(|file| &file.clause);
        let kinds = clauses.map(|clause| clause.kind.clone()).collect();
        Ok(Self { grammars, signs, signs_of, begins: begins.table(BETWEEN, bounds), kinds })
    }

    /// By grammar, how many of the words that tell whose a document is stand in a folded text.
    #[must_use]
    pub fn signs(&self, text: &str, memo: &Memo) -> Vec<usize> {
        let mut seen = vec![false; self.signs.len()];
        let sights = self.grammars.first().map_or(&[][..], |any| memo.sights(&any.lookout, text));
        for sight in sights.iter().filter(|sight| sight.may_be(&[Sort::Sign])) {
            self.signs.at(&text[sight.at()..]).for_each(|sign| seen[sign] = true);
        }
        let mut signs = vec![0; self.grammars.len()];
        for (&grammar, _) in self.signs_of.iter().zip(&seen).filter(|&(_, &seen)| seen) {
            signs[grammar] += 1;
        }
        signs
    }

    /// Those of the first 63 grammars that may know the words at an offset of a folded text, as bits; of
    /// further ones nothing is said.
    #[must_use]
    pub fn may_begin(&self, text: &str, at: usize, memo: &Memo) -> Set {
        let quoted = text[at..].starts_with('"');
        let of = |at| self.begins.of(text, at, memo.ahead());
        of(at) | if quoted { of(at + 1) } else { 0 }
    }

    /// The kinds of clauses that any of them knows: `overwegende`.
    #[must_use]
    pub fn kinds(&self) -> &BTreeSet<String> {
        &self.kinds
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
    /// Its place among the grammars.
    number: usize,
    /// What of it may begin where.
    starts: Starts,
    /// Words that clauses and closing formulas begin with, and which of the two each is.
    inside: (Leads, Vec<Start>),
    /// Finds in a text what any grammar looks for.
    lookout: Arc<Lookout>,
    /// Finds the first words of closing formulas, each between spaces.
    closes: Bounds,
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

/// The kind of openings that no grammar lists.
pub const OTHER: &str = "overig";

/// A kind of clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseKind {
    /// Its name, in snake case: `van_mening_zijnde`.
    pub kind: String,
    /// What such a clause does.
    pub role: Role,
}

impl Grammar {
    /// Puts the words of a body and the shared ones together; the body's own come first.
    fn of(
        common: Option<&GrammarFile>,
        body: &GrammarFile,
        dir: &Path,
    ) -> Result<(Self, StartsOf), GrammarError> {
        let files: Vec<&GrammarFile> = std::iter::once(body).chain(common).collect();
        let mut words = Words::default();
        files.iter().for_each(|file| words.add(&file.words));
        words.fold();
        let mut clauses: Vec<ClauseKind> = Vec::new();
        let mut openings: Vec<(&str, usize)> = Vec::new();
        for entry in files.iter().flat_map(|file| &file.clause) {
            let index =
                clauses.iter().position(|known| known.kind == entry.kind).unwrap_or_else(|| {
                    clauses.push(ClauseKind { kind: entry.kind.clone(), role: entry.role });
                    clauses.len() - 1
                });
            openings.extend(entry.phrases.iter().map(|phrase| (phrase.as_str(), index)));
        }
        let path = dir.join(format!("{}.toml", body.name));
        let mut compiler = Compiler { words: &words, path: &path, starts: StartsOf::new() };
        let labels = files.iter().flat_map(|file| &file.label);
        let signing = files.iter().flat_map(|file| &file.signing);
        let sections = files.iter().flat_map(|file| &file.section);
        let verdicts = files.iter().flat_map(|file| &file.verdict);
        let motion_types = files.iter().flat_map(|file| &file.motion_type);
        let documents = files.iter().flat_map(|file| &file.document);
        let mut plain = |start: Start, list: fn(&GrammarFile) -> &[String]| {
            let phrases = files.iter().flat_map(|file| list(file));
            compiler.matcher(start, phrases.map(|phrase| (phrase.as_str(), ())))
        };
        let grammar = Self {
            name: body.name.clone(),
            number: 0,
            bodies: plain(Start::Body, |file| &file.opening.phrases)?,
            seated: plain(Start::Seated, |file| &file.opening.seated)?,
            discussing: plain(Start::Discussing, |file| &file.discussing.phrases)?,
            closings: plain(Start::Closing, |file| &file.closing.phrases)?,
            title_labels: plain(Start::TitleLabel, |file| &file.title.labels)?,
            whole_titles: plain(Start::WholeTitle, |file| &file.title.whole)?,
            no_titles: plain(Start::NoTitle, |file| &file.title.not)?,
            party_leads: plain(Start::PartyLead, |file| &file.party_leads.phrases)?,
            movers: plain(Start::Mover, |file| &file.movers.phrases)?,
            numbering: plain(Start::Numbering, |file| &file.numbering.phrases)?,
            changing: plain(Start::Changing, |file| &file.changing.phrases)?,
            replacing: plain(Start::Replacing, |file| &file.replacing.phrases)?,
            signs: plain(Start::Sign, |file| &file.signs.lines)?,
            furniture: plain(Start::Furniture, |file| &file.furniture.phrases)?,
            openings_of_clauses: compiler.matcher(Start::Clause, openings)?,
            labels: compiler.matcher(
                Start::Label,
                labels.flat_map(|entry| each(&entry.phrases, entry.field)),
            )?,
            signing: compiler.matcher(
                Start::Signing,
                signing.flat_map(|entry| each(&entry.phrases, entry.kind)),
            )?,
            sections: compiler.matcher(
                Start::Section,
                sections.flat_map(|entry| each(&entry.phrases, entry.name)),
            )?,
            verdicts: compiler.matcher(
                Start::Verdict,
                verdicts.flat_map(|entry| each(&entry.phrases, entry.result)),
            )?,
            motion_types: compiler.matcher(
                Start::MotionType,
                motion_types.flat_map(|entry| each(&entry.phrases, entry.name)),
            )?,
            documents: compiler.matcher(
                Start::Document,
                documents.flat_map(|entry| each(&entry.phrases, entry.kind)),
            )?,
            starts: StartsOf::new().table(0, Bounds::default()),
            inside: (Leads::of([]), Vec::new()),
            lookout: Arc::new(Lookout::new()),
            closes: Bounds::default(),
            words: Words::default(),
            clauses,
        };
        let starts = compiler.starts();
        let inside = Self::leads(&grammar);
        let closings = grammar.closings.phrases().iter();
        let first =
            |(phrase, ()): &(Phrase, ())| format!(" {} ", first_word(&phrase.leading_words()).0);
        let closes = Bounds::of(&closings.map(first).collect::<Vec<String>>());
        Ok((Self { words, inside, closes, ..grammar }, starts))
    }

    /// Whether a closing formula may stand in a folded text behind another word.
    pub(super) fn may_close(&self, text: &str) -> bool {
        self.closes.any_in(text)
    }

    /// The words that clauses and closing formulas begin with.
    fn leads(&self) -> (Leads, Vec<Start>) {
        let clauses = self.openings_of_clauses.phrases().iter();
        let clauses = clauses.map(|(phrase, _)| (phrase.leading_words(), Start::Clause));
        let closings = self.closings.phrases().iter();
        let closings = closings.map(|(phrase, ())| (phrase.leading_words(), Start::Closing));
        let listed = clauses.chain(closings).filter(|(words, _)| !words.is_empty());
        let (words, starts): (Vec<String>, Vec<Start>) = listed.unzip();
        (Leads::of(words), starts)
    }

    /// What may begin inside a line, where a folded text goes on so: a clause or a closing formula, and the
    /// length of the words that say so.
    pub fn inside(&self, text: &str) -> impl Iterator<Item = (Start, usize)> {
        let (leads, starts) = &self.inside;
        leads.lengths_at(text).map(|(number, length)| (starts[number], length))
    }
}

/// What is looked for in a whole text by some grammars, and the words that tell whose a document is.
fn lookout<'w>(grammars: &[Grammar], signs: impl Iterator<Item = &'w str>) -> Lookout {
    let mut lookout = Lookout::new();
    signs.for_each(|word| lookout.add(word, Sort::Sign));
    for grammar in grammars {
        let mut add = |phrase: &Phrase, sort: Sort| {
            let words = phrase.leading_words();
            if !words.is_empty() {
                lookout.add(&words, sort);
            }
        };
        grammar.openings_of_clauses.phrases().iter().for_each(|(it, _)| add(it, Sort::Clause));
        grammar.closings.phrases().iter().for_each(|(it, ())| add(it, Sort::Closing));
        grammar.verdicts.phrases().iter().for_each(|(it, _)| add(it, Sort::Verdict));
        grammar.motion_types.phrases().iter().for_each(|(it, _)| add(it, Sort::MotionType));
        grammar.replacing.phrases().iter().for_each(|(it, ())| add(it, Sort::Replacing));
    }
    lookout
}

/// Compiles the phrases of a grammar, and keeps account of how they begin.
struct Compiler<'a> {
    words: &'a Words,
    path: &'a Path,
    starts: StartsOf,
}

impl Compiler<'_> {
    fn matcher<'p, T>(
        &mut self,
        start: Start,
        listed: impl IntoIterator<Item = (&'p str, T)>,
    ) -> Result<Matcher<T>, GrammarError> {
        let mut phrases = Vec::new();
        for (notation, value) in listed {
            let phrase = Phrase::parse(notation).ok_or_else(|| {
                let slots: Vec<String> =
                    phrase::Slot::NAMES.iter().map(|(name, _)| format!("`{{{name}}}`")).collect();
                let message =
                    format!("expected words and slots ({}), found `{notation}`", slots.join(", "));
                GrammarError::new(self.path, message)
            })?;
            match (start, phrase.parts.first()) {
                // A closing formula may have a slip in its second word.
                (Start::Closing, Some(phrase::Part::Word(first))) => {
                    self.starts.text(first, start.set());
                }
                _ => self.starts.phrase(&phrase, start.set()),
            }
            phrases.push((phrase, value));
        }
        Ok(Matcher::new(start, phrases, &self.words.adverbs))
    }

    /// How all of them begin, and what else is told by its first word.
    fn starts(mut self) -> StartsOf {
        let leads = [&self.words.leads, &self.words.adverbs, &self.words.pronouns];
        let leads = leads.into_iter().flat_map(|words| words.iter());
        leads.for_each(|lead| self.starts.text(lead, Start::Lead.set()));
        frame::MEMBERS.iter().for_each(|members| self.starts.text(members, Start::Members.set()));
        self.words.chairs.iter().for_each(|chair| self.starts.text(chair, Start::Chair.set()));
        self.starts
    }
}

fn each<T: Copy>(phrases: &[String], value: T) -> impl Iterator<Item = (&str, T)> {
    phrases.iter().map(move |phrase| (phrase.as_str(), value))
}

/// Folds a list of words in place.
fn fold_all(words: &mut [String]) {
    for word in words {
        *word = Folded::whole(word).text().to_owned();
    }
}
