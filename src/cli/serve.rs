//! `moties serve`: the search page and the API.

use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

use super::exit::{Exit, Stop};
use super::{Io, import, interrupt, log, readers};
use crate::error::{Code, Error};
use crate::http;
use crate::import::{
    Clerk, Heard, Limits, Manner, Outcome, Summary, Task, Told, Watcher, in_background,
};
use crate::settings::{LogFormat, Settings};
use crate::store::{Store, Writer};

/// Imports what is to be there, then serves until it is asked to stop.
///
/// Where the log is for machines, what is said to a person goes into it as well.
pub(super) fn run(
    settings: &Settings,
    with: &[PathBuf],
    grammars: Option<&Path>,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    log::start(settings.log_format, settings.log_level);
    if settings.log_format == LogFormat::Text {
        return serve(settings, with, grammars, io);
    }
    let mut io = Io {
        input: &mut *io.input,
        out: &mut *io.out,
        err: &mut log::Lines::default(),
        program: io.program.clone(),
        shows_progress: false,
        ..*io
    };
    match serve(settings, with, grammars, &mut io) {
        Err(Stop::Error(error)) => {
            tracing::error!(code = error.code.name(), hint = error.hint, "{}", error.message);
            Ok(Exit::from(&error))
        }
        result => result,
    }
}

fn serve(
    settings: &Settings,
    with: &[PathBuf],
    grammars: Option<&Path>,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let dir = &settings.data;
    say_unknown(io);
    let readers = readers(grammars, limits(settings), io)?;
    if !with.is_empty() {
        let task = Task::Paths(with);
        let writer = Writer::open(dir, &mut |line| io.say(line))?;
        if let Some(summary) = import::into(writer, task, false, &readers, io)? {
            io.say(&summary.to_string());
            if summary.stopped {
                return Ok(Exit::Lacking);
            }
        }
    }
    let mut said = Vec::new();
    // The threads that index are started here, and give way to those that search.
    let writer = in_background(|| Writer::open(dir, &mut |line| said.push(line.to_owned())))?;
    said.iter().for_each(|line| io.say(line));
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let service = http::Service::new(writer, store, readers, settings.clone())?;
    let (out, err) = (&mut *io.out, &mut *io.err);
    http::serve(service, &mut |address| {
        // Whoever started the server may have gone away; that is no reason to stop.
        let _ = writeln!(out, "listening on http://{address}").and_then(|()| out.flush());
    })?;
    let _ = writeln!(err, "moties: stopped");
    Ok(Exit::Done)
}

/// Imports what is in the watched folders and at rest, and ends.
pub(super) fn once(
    settings: &Settings,
    grammars: Option<&Path>,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    say_unknown(io);
    if settings.watch.is_empty() {
        let message = "expected a folder to watch, found none";
        let hint = "name one with --watch, with MOTIES_WATCH, or as `watch` in the file";
        return Err(Error::new(Code::SettingsInvalid, message).with_hint(hint).into());
    }
    let readers = readers(grammars, limits(settings), io)?;
    let writer = Writer::open(&settings.data, &mut |line| io.say(line))?;
    let (told, hearing) = channel();
    let listen = Box::new(move |heard| {
        if let Heard::Report(report, _) = heard {
            // Who hears it is there until the clerk is gone.
            let _ = told.send(report);
        }
    });
    let clerk = Clerk::start(
        writer,
        &readers,
        Manner::bulk(settings.readers.map(|count| count.get() as usize)),
        interrupt::flag(),
        listen,
    )?;
    let mut trouble = Vec::new();
    let taken = Watcher::new(&clerk, &settings.watch).once(&mut |told| match told {
        Told::Trouble(error) | Told::Missing(error) => trouble.push(error),
        Told::Back(_) => {}
    });
    trouble.iter().for_each(|error| io.say(&error.to_string()));
    let finished = clerk.finish();
    let mut summary = Summary::default();
    for report in hearing.try_iter() {
        if let Outcome::Failed { error, .. } = &report.outcome {
            io.say_failed(&report.file, error);
        }
        summary.count(&report);
    }
    finished?;
    let taken = taken?;
    let files = if taken == 1 { "file" } else { "files" };
    io.say(&format!("{taken} new {files}: {summary}"));
    Ok(if summary.failed.is_empty() { Exit::Done } else { Exit::Lacking })
}

/// Says which variables look like settings and are none.
fn say_unknown(io: &mut Io<'_>) {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for name in Settings::unknown_variables(names) {
        io.say(&format!(
            "`{name}` is no setting, and is passed over; `moties config` prints them all"
        ));
    }
}

/// What one document may take: on the clock four times what it may take of a processor, or what is
/// usual if that is more.
fn limits(settings: &Settings) -> Limits {
    let usual = Limits::default();
    let seconds = settings.reader_time.as_millis().div_ceil(1000);
    let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    let wall = Duration::from_secs(u64::from(seconds) * 4).max(usual.wall);
    Limits { memory: settings.reader_memory.bytes(), seconds, wall, ..usual }
}
