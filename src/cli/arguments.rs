//! What the command line takes: every command with its flags, and what `--help` says of them.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::settings::{Data, Flags};
use super::{bench, corpus, eval, key, questions, saved, search, similar};

/// Reads motions of Dutch assemblies out of PDF and text, and finds their clauses again.
#[derive(Debug, Parser)]
#[command(name = "moties", version, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the records of documents; nothing is kept
    Extract {
        /// How to print them
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
        /// Read motions by the grammars of this folder instead of the built-in ones
        #[arg(long, value_name = "DIR")]
        grammars: Option<PathBuf>,
        /// PDF or text; `-` is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Keep documents, and make them searchable
    Import {
        #[command(flatten)]
        data: Data,
        /// Print one line of JSON a document
        #[arg(long)]
        json: bool,
        /// Read motions by the grammars of this folder instead of the built-in ones
        #[arg(long, value_name = "DIR")]
        grammars: Option<PathBuf>,
        /// Go on with the latest import that was interrupted, or with the one of this number
        #[arg(long, value_name = "NUMBER", num_args = 0..=1, conflicts_with = "paths")]
        resume: Option<Option<u64>>,
        /// Files, and folders and zips with all that is in them
        #[arg(required_unless_present = "resume", value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Find motions by their words
    ///
    /// All words must be found; "…" is a phrase, -word excludes, OR gives a choice. Put a query
    /// with such signs between single quotes.
    Search {
        #[command(flatten)]
        data: Data,
        /// Find all words in one clause of this kind (overwegende, roept_op, …) or role (preamble,
        /// opinion, dictum)
        #[arg(long, value_name = "KIND|ROLE")]
        clause: Option<String>,
        /// How many motions to show at most
        #[arg(long, default_value_t = 10, value_name = "N")]
        limit: usize,
        /// In which order
        #[arg(long, value_enum, default_value_t = search::Order::Relevance)]
        sort: search::Order,
        /// Only motions of this sort: body, municipality, year, kind, party, outcome, language,
        /// warnings; several values with a bar between them (year=2025|2026)
        #[arg(long = "only", value_name = "FACET=VALUE", value_parser = search::only)]
        only: Vec<search::Filters>,
        /// Go on behind a page, by what it gave as `next`
        #[arg(long, value_name = "NEXT")]
        after: Option<String>,
        /// Count what was found by body, municipality, year, kind, party, outcome, language, warnings
        #[arg(long)]
        facets: bool,
        /// Show, and count, versions of one motion as one: those in nearly the same words
        #[arg(long)]
        families: bool,
        /// Print one JSON object, with the places of the words found
        #[arg(long, conflicts_with = "format")]
        json: bool,
        /// Write a row a motion
        #[arg(long, value_enum)]
        format: Option<questions::Format>,
        /// Write all that is found, not only so many, as rows
        #[arg(long, conflicts_with_all = ["json", "limit"])]
        all: bool,
        /// Ask the questions of a file, one a line, and write rows; `-` is standard input
        #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "after", "facets"])]
        batch: Option<PathBuf>,
        /// The question: words, "phrases", -not, OR, prefix*, fuzzy~, NEAR/5, verzoekt:word, year:2024
        #[arg(required_unless_present_any = ["batch", "only"], value_name = "QUERY")]
        words: Vec<String>,
    },
    /// Show the motions most like one
    Similar {
        #[command(flatten)]
        data: Data,
        /// What of it others are to be like
        #[arg(long, value_enum, default_value_t = similar::On::Whole)]
        on: similar::On,
        /// How many motions to show at most
        #[arg(long, default_value_t = 10, value_name = "N")]
        limit: usize,
        /// Print a JSON object a line
        #[arg(long)]
        json: bool,
        /// The beginning of its id
        id: String,
    },
    /// Show the other versions of a motion: changed, voted on, or put to another assembly
    ///
    /// Those that a person named, then those that share half of its runs of three words, most alike first.
    Versions {
        #[command(flatten)]
        data: Data,
        /// Print a JSON object a line
        #[arg(long)]
        json: bool,
        /// The beginning of its id
        id: String,
    },
    /// Show a document
    Show {
        #[command(flatten)]
        data: Data,
        /// Print its record
        #[arg(long)]
        json: bool,
        /// Print its bytes as they came in
        #[arg(long, conflicts_with = "json")]
        original: bool,
        /// Its id, or at least the first 6 digits of it
        id: String,
    },
    /// List all documents
    List {
        #[command(flatten)]
        data: Data,
        /// Print one line of JSON a document
        #[arg(long)]
        json: bool,
    },
    /// List imports; with a number, what became of each document of one
    Imports {
        #[command(flatten)]
        data: Data,
        /// Print one line of JSON an import, or a document
        #[arg(long)]
        json: bool,
        /// The number of an import
        number: Option<u64>,
    },
    /// Read again what failed: after a new version, or with tesseract now present
    Retry {
        #[command(flatten)]
        data: Data,
        /// Print one line of JSON a document
        #[arg(long)]
        json: bool,
        /// Read motions by the grammars of this folder instead of the built-in ones
        #[arg(long, value_name = "DIR")]
        grammars: Option<PathBuf>,
        /// Only what failed in the import of this number
        #[arg(long, value_name = "NUMBER")]
        import: Option<u64>,
        /// Only what failed with this code
        #[arg(long, value_name = "CODE")]
        code: Option<String>,
    },
    /// Show what motions would be if they were read now, by newer grammars
    ///
    /// What people corrected stays corrected.
    Reextract {
        #[command(flatten)]
        data: Data,
        /// Keep what is read now
        #[arg(long)]
        apply: bool,
        /// Print one line of JSON a motion that differs
        #[arg(long)]
        json: bool,
        /// Read motions by the grammars of this folder instead of the built-in ones
        #[arg(long, value_name = "DIR")]
        grammars: Option<PathBuf>,
    },
    /// Save questions that are asked again and again, and show what is new
    #[command(subcommand)]
    Saved(saved::Command),
    /// Make, list and revoke keys, by which others may use the server
    #[command(subcommand)]
    Key(key::Command),
    /// Write a backup of everything into one file, while others read and write
    ///
    /// Originals that are missing or altered are named, and the rest is backed up.
    Backup {
        #[command(flatten)]
        data: Data,
        /// The file
        file: PathBuf,
        /// Write over the file if it is there
        #[arg(long)]
        force: bool,
    },
    /// Make a data directory of a backup
    Restore {
        #[command(flatten)]
        data: Data,
        /// The file
        file: PathBuf,
    },
    /// Look the store over: whether all that was taken in is there and found
    Check {
        #[command(flatten)]
        data: Data,
        /// Print one line of JSON a finding
        #[arg(long)]
        json: bool,
        /// Erase for good, before, what would be called orphaned; nothing may write meanwhile
        #[arg(long)]
        erase_orphaned: bool,
        /// Make dropped triggers and indexes of the ledger again, before, and count anew what it counts
        /// wrong; nothing else is touched, and nothing may write meanwhile
        #[arg(long)]
        repair: bool,
    },
    /// Compare records with the truth beside their documents
    ///
    /// Truth is JSON with keys of the record: `x.json` beside `x.pdf` or `x.txt`, a list of such
    /// objects where a document holds several motions. A key that is left out is not scored; null
    /// or [] says that the document does not state it.
    ///
    /// A value is right strictly, or softly (but for case, punctuation and white space), or near by
    /// Levenshtein (0.8) or by Ratcliff and Obershelp (gestalt, 0.95). P is precision, R recall. A
    /// field of several values counts each of them; a body is the truth's grammar, else the folder.
    ///
    /// Each difference is a line `path:page:line: field: expected …, found …`; lines count from the
    /// top of the page, in what `moties extract --format text` prints.
    ///
    /// A third of the documents is held out, for judging rules that were not made after them: those
    /// of whose name without folders and extension the SHA-256, its first eight bytes taken as a
    /// number, is divisible by three.
    Eval(eval::Arguments),
    /// Make motions that nobody wrote, with what must be read from them
    #[command(subcommand)]
    Corpus(corpus::Command),
    /// Measure how fast a corpus of your own is read, and how right
    ///
    /// The corpus is read once untimed, then timed in rounds. Throughput is by the clock, from the
    /// first document to the last answer. How long a document takes, and at which stages, is measured
    /// in the process that reads it, from its bytes to its record.
    ///
    /// Stages: load (objects and streams of a PDF, decoding of text), fonts, content (what pages
    /// draw), layout (lines in reading order), scan and recognise (pages that are pictures), grammar
    /// (what stands where), build (the record), answer (its JSON), other. They are exclusive: a font
    /// that a page asks for counts as fonts only.
    ///
    /// In an archive, an entry x.pdf or x.txt may be followed directly by its truth, x.json. Where
    /// there is truth, `bench` also says how right the records are, as `eval` does.
    ///
    /// Ctrl-C stops after the documents in hand and prints what was measured. Progress is shown on
    /// a terminal.
    Bench(bench::Arguments),
    /// Print the JSON Schema of the record
    Schema,
    /// Make the index anew from the ledger
    Reindex {
        #[command(flatten)]
        data: Data,
    },
    /// Serve the search page and the API
    ///
    /// What it is told may stand in a file and in MOTIES_* variables too; `moties config` prints what
    /// counts.
    Serve {
        #[command(flatten)]
        flags: Flags,
        /// Import these first
        #[arg(long = "with", value_name = "PATH")]
        with: Vec<PathBuf>,
        /// Import what is in the watched folders and at rest, and end; nothing is served
        #[arg(long, conflicts_with = "with")]
        once: bool,
        /// Read motions by the grammars of this folder instead of the built-in ones
        #[arg(long, value_name = "DIR")]
        grammars: Option<PathBuf>,
    },
    /// Print the settings that `serve` would have, and where each comes from
    ///
    /// Flags count more than MOTIES_* variables, those more than the file, the file more than what is
    /// built in. The file is the one that --config or MOTIES_CONFIG names, else moties.toml in the
    /// data directory, else /etc/moties/moties.toml. What is printed is such a file.
    Config {
        #[command(flatten)]
        flags: Flags,
    },
    /// Read documents for another process of this program, with nothing else to lose
    #[command(hide = true)]
    Reader {
        /// How many bytes of memory it may take
        #[arg(long, value_name = "BYTES")]
        memory: u64,
        /// Give way to other work
        #[arg(long)]
        background: bool,
        /// Read motions by the grammars of this folder instead of the built-in ones
        #[arg(long, value_name = "DIR")]
        grammars: Option<PathBuf>,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// How records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Indented JSON, one object a document
    Json,
    /// JSON, one line a document
    Ndjson,
    /// The normalised text that the record's spans count in
    Text,
}
