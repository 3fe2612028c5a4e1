//! The grammar files: what stands in their TOML, and how it is read.

use std::fmt;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::Words;

/// A grammar file as it stands on disk.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrammarFile {
    /// The name of the body, which is also the file's: `gemeenteraad`.
    pub name: String,
    /// Lists of words.
    #[serde(default)]
    pub words: Words,
    /// The openings of clauses.
    #[serde(default)]
    pub clause: Vec<ClauseEntry>,
    /// How the body names itself where it begins to speak.
    #[serde(default)]
    pub opening: OpeningEntry,
    /// Words that the documents of this body have, anywhere, and those of others do not.
    #[serde(default)]
    pub signs: SignList,
    /// What stands between the body and the subject that it speaks about.
    #[serde(default)]
    pub discussing: PhraseList,
    /// The closing formula.
    #[serde(default)]
    pub closing: PhraseList,
    /// The labels of the head: "Aan:".
    #[serde(default)]
    pub label: Vec<LabelEntry>,
    /// Headings of motions.
    #[serde(default)]
    pub title: TitleEntry,
    /// The words that head signatures.
    #[serde(default)]
    pub signing: Vec<SigningEntry>,
    /// Words before the party of those who sign.
    #[serde(default)]
    pub party_leads: PhraseList,
    /// Sentences that say who brings the motion in.
    #[serde(default)]
    pub movers: PhraseList,
    /// The parts behind the motion proper.
    #[serde(default)]
    pub section: Vec<SectionEntry>,
    /// Words that say what became of a motion.
    #[serde(default)]
    pub verdict: Vec<VerdictEntry>,
    /// Words that say what sort of motion it is.
    #[serde(default)]
    pub motion_type: Vec<MotionTypeEntry>,
    /// Words before the number that a motion gets when it is read out.
    #[serde(default)]
    pub numbering: PhraseList,
    /// Behind the name of a motion that is read out anew: that it was changed.
    #[serde(default)]
    pub changing: PhraseList,
    /// Words before what a motion replaces.
    #[serde(default)]
    pub replacing: PhraseList,
    /// Lines that belong to the page.
    #[serde(default)]
    pub furniture: PhraseList,
    /// Lines before the first motion that show that the document is something else.
    #[serde(default)]
    pub document: Vec<DocumentEntry>,
}

/// Phrases, with examples that they must match and others that they must not.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseList {
    /// The phrases, in the notation of [`super::phrase`].
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Lines that must be recognised.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Lines that must not be.
    #[serde(default)]
    pub not: Vec<String>,
}

/// How a body names itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningEntry {
    /// The names, in the notation of [`super::phrase`].
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Names that stand for the body only before words that say it is sitting.
    #[serde(default)]
    pub seated: Vec<String>,
    /// Lines that must be recognised.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Lines that must not be.
    #[serde(default)]
    pub not: Vec<String>,
}

/// Words that tell whose a document is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignList {
    /// The words, as they stand in a text; no slots.
    #[serde(default)]
    pub words: Vec<String>,
    /// Phrases that lines begin with; each counts as an opening does.
    #[serde(default)]
    pub lines: Vec<String>,
}

/// The openings of one kind of clause.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseEntry {
    /// The kind, in snake case: `van_mening_zijnde`.
    pub kind: String,
    /// What such a clause does.
    pub role: Role,
    /// The phrases that open it.
    pub phrases: Vec<String>,
    /// Lines that must open it.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Lines that must not.
    #[serde(default)]
    pub not: Vec<String>,
}

/// A label of the head.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelEntry {
    /// The field whose value stands behind it.
    pub field: Field,
    /// The label, without its colon.
    pub phrases: Vec<String>,
}

/// How headings of motions begin.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleEntry {
    /// Labels before a title, which are no part of it.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Beginnings of titles that stay whole.
    #[serde(default)]
    pub whole: Vec<String>,
    /// Beginnings of lines that are no titles, wherever they stand.
    #[serde(default)]
    pub not: Vec<String>,
}

/// Words that head signatures.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SigningEntry {
    /// What those below it do.
    pub kind: SignatoryKind,
    /// The words, without a colon.
    pub phrases: Vec<String>,
}

/// A part behind the motion proper.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionEntry {
    /// Which part it is.
    pub name: Section,
    /// The words that it begins with.
    pub phrases: Vec<String>,
}

/// Words that say what became of a motion.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictEntry {
    /// What became of it.
    pub result: Verdict,
    /// The words that say so.
    pub phrases: Vec<String>,
}

/// Words that say what sort of motion it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MotionTypeEntry {
    /// The sort.
    pub name: MotionType,
    /// What a title or a line of the head begins with.
    pub phrases: Vec<String>,
}

/// Lines that show what a document is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentEntry {
    /// What it is.
    pub kind: DocumentKind,
    /// What such lines begin with.
    pub phrases: Vec<String>,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// A motion.
    Motie,
    /// An amendment.
    Amendement,
    /// A letter, also one that quotes a motion.
    Brief,
    /// Minutes, a transcript.
    Verslag,
    /// None of these.
    Onbekend,
}

/// What became of a motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Adopted.
    Aangenomen,
    /// Rejected.
    Verworpen,
    /// Put off.
    Aangehouden,
    /// Withdrawn.
    Ingetrokken,
    /// Changed, and brought in again.
    Gewijzigd,
    /// The votes were equal.
    Staken,
    /// Taken over by whom it asks, without a vote.
    Overgenomen,
    /// Lapsed.
    Vervallen,
}

/// What sort of motion it is: the list of ORI-A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MotionType {
    /// About a proposal on the agenda.
    Voorstel,
    /// About something that is not on the agenda.
    Vreemd,
    /// Of no confidence.
    Wantrouwen,
    /// Of disapproval.
    Afkeuring,
    /// Of regret.
    Treurnis,
    /// Of another sort.
    Overig,
}

/// What a clause does in a motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It gives a ground: constaterende, overwegende, gehoord …
    Preamble,
    /// It gives an opinion: van mening zijnde, spreekt uit …
    Opinion,
    /// It asks or decides: roept op, verzoekt, draagt op, besluit …
    Dictum,
}

/// Whether a signatory submits or supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignatoryKind {
    /// Submits the motion.
    Submitted,
    /// Supports it: "Ondersteund door".
    Supported,
}

/// A field of the head that a label can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Whom the motion is sent to.
    Addressee,
    /// Who sends it.
    Sender,
    /// Its date.
    Date,
    /// Its subject.
    Subject,
    /// Its number.
    Number,
    /// Its name.
    Title,
    /// Who brings it in.
    Submitters,
    /// Another number that it is filed under.
    FileNumber,
    /// What became of it.
    Outcome,
    /// What sort of motion it is.
    MotionType,
    /// Something else: known, and kept out of the other fields.
    Other,
}

/// A part behind the motion proper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// "Toelichting".
    Explanation,
    /// "Bijlage".
    Annexes,
    /// A stamp, an adoption line, a result.
    Stamp,
}

/// Why grammars cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrammarError {
    /// The file, or the folder where no file can be named.
    pub path: PathBuf,
    /// What is wrong in it, and what was expected.
    pub message: String,
}

impl fmt::Display for GrammarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for GrammarError {}

impl GrammarError {
    pub(super) fn new(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), message: message.into() }
    }
}

/// The files that are built into the program.
const BUILT_IN: [(&str, &str); 9] = [
    ("common.toml", include_str!("../../grammars/common.toml")),
    ("vng.toml", include_str!("../../grammars/vng.toml")),
    ("partijcongres.toml", include_str!("../../grammars/partijcongres.toml")),
    ("gemeenteraad.toml", include_str!("../../grammars/gemeenteraad.toml")),
    ("provinciale-staten.toml", include_str!("../../grammars/provinciale-staten.toml")),
    ("waterschap.toml", include_str!("../../grammars/waterschap.toml")),
    ("tweede-kamer.toml", include_str!("../../grammars/tweede-kamer.toml")),
    ("eerste-kamer.toml", include_str!("../../grammars/eerste-kamer.toml")),
    ("vlaanderen.toml", include_str!("../../grammars/vlaanderen.toml")),
];

/// Reads the files that are built into the program.
///
/// # Errors
/// When one of them is no grammar file; the tests see to it that none is.
pub fn built_in() -> Result<Vec<GrammarFile>, GrammarError> {
    BUILT_IN.iter().map(|(name, toml)| parse(Path::new(name), toml)).collect()
}

/// Reads all `.toml` files of a folder, sorted by name.
///
/// # Errors
/// When the folder or a file cannot be read, or a file is no grammar file.
pub fn in_dir(dir: &Path) -> Result<Vec<GrammarFile>, GrammarError> {
    let unreadable = |error: std::io::Error| {
        GrammarError::new(dir, format!("expected a folder of grammars: {error}"))
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &PathBuf| {
        let toml = std::fs::read_to_string(path)
            .map_err(|error| GrammarError::new(path, error.to_string()))?;
        parse(path, &toml)
    };
    paths.iter().map(read).collect()
}

fn parse(path: &Path, toml: &str) -> Result<GrammarFile, GrammarError> {
    toml::from_str(toml)
        .map_err(|error| GrammarError::new(path, error.to_string().trim_end().to_owned()))
}
