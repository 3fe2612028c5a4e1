//! `moties list`: every document of the store.

use std::io::{BufWriter, Write};
use std::path::Path;

use super::exit::{Exit, Stop};
use super::io::{Io, visible};
use super::search::short;
use crate::store::{Entry, State, Store};

/// Prints a line for each document, in the order in which they were filed.
pub(super) fn run(dir: &Path, json: bool, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let mut out = BufWriter::new(&mut *io.out);
    let mut result = Ok(());
    store.entries(|entry| {
        result = print(&entry, json, &mut out);
        result.is_ok()
    })?;
    result?;
    out.flush()?;
    Ok(Exit::Done)
}

fn print(entry: &Entry, json: bool, out: &mut impl Write) -> std::io::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, entry)?;
        return writeln!(out);
    }
    let id = short(&entry.id);
    let date = entry.date.as_deref().unwrap_or("          ");
    match &entry.state {
        State::Indexed => {
            let title = entry.title.as_deref().unwrap_or(&entry.file);
            writeln!(out, "{id}  {date}  {}", visible(title))
        }
        State::Waiting | State::Deleted => {
            writeln!(out, "{id}  {date}  {} ({})", visible(&entry.file), entry.state.name())
        }
        State::Failed { code, .. } | State::Held { code, .. } => {
            writeln!(out, "{id}  {date}  {} ({code})", visible(&entry.file))
        }
    }
}
