//! `moties serve`: the search page and the API.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::exit::{Exit, Stop};
use super::{Io, import, readers};
use crate::http;
use crate::import::{Limits, Task};
use crate::settings::Settings;
use crate::store::{Store, Writer};

/// Imports what is to be there, then serves until it is asked to stop.
pub(super) fn run(
    settings: &Settings,
    with: &[PathBuf],
    grammars: Option<&Path>,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let dir = &settings.data;
    let readers = readers(grammars, limits(settings), io)?;
    let address = http::local(settings.listen)?;
    if !with.is_empty() {
        let task = Task::Paths(with);
        if let Some(summary) = import::into(dir, task, false, &readers, io)? {
            io.say(&summary.to_string());
            if summary.stopped {
                return Ok(Exit::Lacking);
            }
        }
    } else if !dir.join("ledger.sqlite").exists() {
        Writer::open(dir, &mut |line| io.say(line))?.close()?;
    }
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let (out, err) = (&mut *io.out, &mut *io.err);
    http::serve(address, store, readers, &mut |address| {
        // Whoever started the server may have gone away; that is no reason to stop.
        let _ = writeln!(out, "listening on http://{address}").and_then(|()| out.flush());
    })?;
    let _ = writeln!(err, "moties: stopped");
    Ok(Exit::Done)
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
