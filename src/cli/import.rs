//! `moties import`: documents kept and made searchable.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::exit::{Exit, Stop};
use super::interrupt;
use super::io::{Io, failed};
use crate::import::{self, Outcome, Readers, Report, Summary, Task, Watch};
use crate::store::Writer;

/// Imports paths, or what an interrupted import lacks, and says at the end what became of all.
pub(super) fn run(
    dir: &Path,
    task: Task<'_>,
    json: bool,
    readers: &Readers,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let writer = Writer::open(dir, &mut |line| io.say(line))?;
    let nothing = "no import was interrupted: there is nothing to resume";
    finish(writer, task, nothing, json, readers, io)
}

/// Imports into a store, and says at the end what became of all; where there was nothing to do, says
/// that.
pub(super) fn finish(
    writer: Writer,
    task: Task<'_>,
    nothing: &str,
    json: bool,
    readers: &Readers,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let Some(summary) = into(writer, task, json, readers, io)? else {
        io.say(nothing);
        return Ok(Exit::Lacking);
    };
    io.say(&summary.to_string());
    let is_whole = summary.failed.is_empty() && !summary.stopped;
    Ok(if is_whole { Exit::Done } else { Exit::Lacking })
}

/// Imports into a store; `None` where there was nothing to do.
pub(super) fn into(
    writer: Writer,
    task: Task<'_>,
    json: bool,
    readers: &Readers,
    io: &mut Io<'_>,
) -> Result<Option<Summary>, Stop> {
    let stop = interrupt::flag();
    let mut teller = Teller { bar: bar(io.shows_progress), json, broken: None, stop: &stop, io };
    let imported = import::import(writer, task, readers, &stop, &mut teller)?;
    teller.bar.finish_and_clear();
    if let Some(error) = teller.broken {
        return Err(error.into());
    }
    Ok(imported)
}

/// Tells of each document while the import runs.
struct Teller<'a, 'io> {
    bar: ProgressBar,
    json: bool,
    /// Why nothing more can be printed.
    broken: Option<std::io::Error>,
    stop: &'a AtomicBool,
    io: &'a mut Io<'io>,
}

impl Watch for Teller<'_, '_> {
    fn found(&mut self, total: usize) {
        self.bar.set_length(total as u64);
    }

    fn report(&mut self, report: &Report) {
        self.bar.inc(1);
        if self.json {
            let printed = self.io.json_line(report).and_then(|()| self.io.out.flush());
            if let Err(error) = printed {
                self.stop.store(true, Ordering::Relaxed);
                self.broken.get_or_insert(error);
            }
        }
        if let Outcome::Failed { error, .. } = &report.outcome {
            let line = failed(&report.file, error);
            let err = &mut *self.io.err;
            self.bar.suspend(|| {
                let _ = writeln!(err, "{line}");
            });
        }
    }
}

/// A bar that shows how many files are done.
pub(super) fn bar(is_shown: bool) -> ProgressBar {
    if !is_shown {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(
        "{msg}{bar:30} {human_pos} of {human_len} files, {rate} a second, {eta} to go",
    )
    .expect("the template is well formed")
    .with_key("rate", |state: &ProgressState, out: &mut dyn fmt::Write| {
        // Where the bar cannot be drawn, nothing can be done.
        let _ = write!(out, "{:.0}", state.per_sec());
    });
    ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()).with_style(style)
}
