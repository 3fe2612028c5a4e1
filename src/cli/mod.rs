//! Floor 7, a door: the command line.
//!
//! Knows arguments, terminals and exit codes. Does not know anything that another door would have
//! to know again: each command calls the floors below.
//!
//! What a machine may read goes to standard output, what is said to a person to standard error. A
//! document that fails gives one line there, and the rest goes on.

mod arguments;
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

use clap::{CommandFactory, Parser};

use crate::error::Error;
use crate::grammar::Grammars;
use crate::import::{Limits, Readers, Task, give_way, worker};
use crate::motion;
use crate::store::{Query, Writer};
use arguments::{Arguments, Command, Format};
pub use exit::Exit;
use exit::Stop;
pub use io::Io;

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
