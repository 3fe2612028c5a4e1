//! `moties serve`: the search page and the API.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::exit::{Exit, Stop};
use super::{Io, import};
use crate::http;
use crate::import::{Readers, Task};
use crate::store::{Store, Writer};

/// Imports what is to be there, then serves until it is asked to stop.
pub(super) fn run(
    dir: &Path,
    with: &[PathBuf],
    listen: SocketAddr,
    readers: Readers,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let address = http::local(listen)?;
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
