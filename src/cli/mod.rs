//! Floor 7, a door: the command line.
//!
//! Knows arguments, terminals and exit codes. Does not know anything that another door would have
//! to know again: each command calls the floors below.
//!
//! What a machine may read goes to standard output, what is said to a person to standard error. A
//! document that fails gives one line there, and the rest goes on.

mod backup;
mod bench;
mod check;
mod corpus;
mod eval;
mod exit;
mod extract;
mod import;
mod imports;
mod interrupt;
mod io;
mod key;
mod list;
mod log;
mod questions;
mod reextract;
mod saved;
mod search;
mod serve;
mod settings;
mod show;
mod similar;
mod versions;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::error::Error;
use crate::grammar::Grammars;
use crate::import::{Limits, Readers, Task, give_way, worker};
use crate::motion;
use crate::store::{Query, Writer};
pub use exit::Exit;
use exit::Stop;
pub use io::Io;
use settings::{Data, Flags};

/// Reads motions of Dutch assemblies out of PDF and text, and finds their clauses again.
#[derive(Debug, Parser)]
#[command(name = "moties", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
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
enum Format {
    /// Indented JSON, one object a document
    Json,
    /// JSON, one line a document
    Ndjson,
    /// The normalised text that the record's spans count in
    Text,
}

/// Runs the program on the arguments and streams of its process.
#[must_use]
pub fn main() -> Exit {
    let is_terminal = std::io::stdout().is_terminal();
    let wants_no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    // Standard error stays unlocked: the progress bar and a thread that panics write there too.
    let mut io = Io {
        input: &mut std::io::stdin().lock(),
        out: &mut std::io::stdout().lock(),
        err: &mut std::io::stderr(),
        is_coloured: is_terminal && !wants_no_colour,
        shows_progress: std::io::stderr().is_terminal(),
        program: program(),
    };
    run(std::env::args_os(), &mut io)
}

/// This program: as the system runs it, whatever became of its file since.
fn program() -> Option<PathBuf> {
    const RUNNING: &str = "/proc/self/exe";
    Path::new(RUNNING).exists().then(|| RUNNING.into()).or_else(|| std::env::current_exe().ok())
}

/// Runs the program; the first argument is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> Exit {
    let result = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => dispatch(arguments.command, io),
        Err(error) => misread(&error, io),
    };
    let result = result.and_then(|exit| {
        io.out.flush()?;
        Ok(exit)
    });
    match result {
        Ok(exit) => exit,
        Err(stop) => stop.tell(io),
    }
}

fn dispatch(command: Command, io: &mut Io<'_>) -> Result<Exit, Stop> {
    match command {
        Command::Extract { format, grammars, files } => {
            extract::run(&files, format, &readers(grammars.as_deref(), Limits::default(), io)?, io)
        }
        Command::Import { data, json, grammars, resume, paths } => {
            let readers = readers(grammars.as_deref(), Limits::default(), io)?;
            let task = resume.map_or(Task::Paths(&paths), Task::Resume);
            import::run(&data.dir()?, task, json, &readers, io)
        }
        Command::Search {
            data,
            clause,
            limit,
            sort,
            only,
            after,
            facets,
            families,
            json,
            format,
            all,
            batch,
            words,
        } => {
            let filters: Vec<_> =
                only.into_iter().flat_map(|search::Filters(filters)| filters).collect();
            let query = Query {
                words: &words.join(" "),
                clause: clause.as_deref(),
                filters: &filters,
                sort: sort.into(),
                after: after.as_deref(),
                limit: if all { usize::MAX } else { limit },
                facets,
                families,
                ..Query::default()
            };
            let questions = match &batch {
                Some(file) => questions::read(file)?,
                None if all || format.is_some() => vec![query.words.to_owned()],
                None => return search::run(&data.dir()?, &query, json, io),
            };
            let format = format.unwrap_or(questions::Format::Ndjson);
            questions::run(&data.dir()?, &questions, &query, format, io)
        }
        Command::Similar { data, on, limit, json, id } => {
            similar::run(&data.dir()?, &id, on, limit, json, io)
        }
        Command::Versions { data, json, id } => versions::run(&data.dir()?, &id, json, io),
        Command::Show { data, json, original, id } => {
            show::run(&data.dir()?, &id, json, original, io)
        }
        Command::List { data, json } => list::run(&data.dir()?, json, io),
        Command::Imports { data, json, number } => imports::run(&data.dir()?, number, json, io),
        Command::Retry { data, json, grammars, import, code } => {
            let readers = readers(grammars.as_deref(), Limits::default(), io)?;
            imports::retry(&data.dir()?, import, code, json, &readers, io)
        }
        Command::Reextract { data, apply, json, grammars } => {
            let readers = readers(grammars.as_deref(), Limits::default(), io)?;
            reextract::run(&data.dir()?, apply, json, &readers, io)
        }
        Command::Saved(command) => saved::run(command, io),
        Command::Key(command) => key::run(command, io),
        Command::Backup { data, file, force } => backup::backup(&data.dir()?, &file, force, io),
        Command::Restore { data, file } => backup::restore(&file, &data.dir()?, io),
        Command::Check { data, json, erase_orphaned, repair } => {
            check::run(&data.dir()?, json, check::Before { erase_orphaned, repair }, io)
        }
        Command::Eval(arguments) => {
            let readers = readers(arguments.grammars.as_deref(), Limits::default(), io)?;
            eval::run(&arguments, &readers, io)
        }
        Command::Corpus(command) => corpus::run(&command, io),
        Command::Bench(arguments) => {
            let readers = readers(arguments.grammars.as_deref(), Limits::default(), io)?;
            bench::run(&arguments, &readers, io)
        }
        Command::Schema => schema(io),
        Command::Reindex { data } => reindex(&data.dir()?, io),
        Command::Serve { flags, once: true, grammars, .. } => {
            serve::once(&flags.settings()?, grammars.as_deref(), io)
        }
        Command::Serve { flags, with, grammars, .. } => {
            serve::run(&flags.settings()?, &with, grammars.as_deref(), io)
        }
        Command::Config { flags } => {
            io.out.write_all(flags.settings()?.to_toml().as_bytes())?;
            Ok(Exit::Done)
        }
        Command::Reader { memory, background, grammars } => {
            if background {
                give_way();
            }
            let grammars = grammars_of(grammars.as_deref())?;
            worker::lock_down(memory)?;
            worker::serve(&mut io.input, &mut io.out, &grammars)?;
            Ok(Exit::Done)
        }
        Command::Completions { shell } => completions(shell, io),
    }
}

/// Says what clap says, where clap would.
fn misread(error: &clap::Error, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let text = error.render();
    let to = if error.use_stderr() { &mut *io.err } else { &mut *io.out };
    if io.is_coloured {
        write!(to, "{}", text.ansi())?;
    } else {
        write!(to, "{text}")?;
    }
    Ok(if error.use_stderr() { Exit::Wrong } else { Exit::Done })
}

fn grammars_of(dir: Option<&Path>) -> Result<Grammars, Error> {
    match dir {
        Some(dir) => Ok(Grammars::from_dir(dir)?),
        None => Ok(Grammars::built_in()),
    }
}

/// How documents are read: apart, where this program can be started again.
fn readers(dir: Option<&Path>, limits: Limits, io: &Io<'_>) -> Result<Readers, Error> {
    match &io.program {
        Some(program) => {
            // Grammars that are no good are the caller's trouble, not the readers'.
            dir.map(Grammars::from_dir).transpose()?;
            Ok(Readers::apart(program, dir, limits))
        }
        None => Ok(Readers::here(grammars_of(dir)?)),
    }
}

fn schema(io: &mut Io<'_>) -> Result<Exit, Stop> {
    io.json_pretty(&motion::schema())?;
    Ok(Exit::Done)
}

fn reindex(dir: &Path, io: &mut Io<'_>) -> Result<Exit, Stop> {
    if !dir.join("ledger.sqlite").exists() {
        let dir = dir.to_owned();
        return Err(crate::store::StoreError::Missing { dir }.into());
    }
    let writer = Writer::open(dir, &mut |line| io.say(line))?;
    let mut left_out = 0;
    let motions = writer.rebuild(&mut |line| {
        left_out += 1;
        io.say(line);
    })?;
    let s = if motions == 1 { "" } else { "s" };
    let done = format!("the index was made anew: {motions} motion{s}");
    if left_out == 0 {
        io.say(&done);
        return Ok(Exit::Done);
    }
    io.say(&format!("{done}, {left_out} left out: `moties check` says what to do about that"));
    Ok(Exit::Lacking)
}

fn completions(shell: clap_complete::Shell, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "moties", &mut script);
    io.out.write_all(&script)?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests;
