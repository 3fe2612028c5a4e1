//! `moties backup` and `moties restore`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::exit::{Exit, Stop};
use super::io::Io;
use crate::error::{Code, Error};
use crate::store::{Store, Writer, restore as restore_store};

/// Writes a backup into a file: all of it, or none.
pub(super) fn backup(dir: &Path, file: &Path, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let cannot = |error: std::io::Error| {
        Error::new(Code::StoreIo, format!("cannot write `{}`: {error}", file.display()))
            .with_hint("check the room on its disk, and that you may write there")
    };
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let fresh = NamedTempFile::new_in(folder).map_err(cannot)?;
    let mut out = BufWriter::with_capacity(1 << 20, fresh);
    let bytes = store.backup(&mut out)?;
    out.flush().map_err(cannot)?;
    let fresh = out.into_inner().map_err(|error| cannot(error.into_error()))?;
    fresh.as_file().sync_all().map_err(cannot)?;
    fresh.persist(file).map_err(|error| cannot(error.error))?;
    io.say(&format!("`{}` has everything, in {bytes} bytes", file.display()));
    Ok(Exit::Done)
}

/// Makes a store of a backup, and its index.
pub(super) fn restore(file: &Path, dir: &Path, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let opened = File::open(file)
        .map_err(|error| Error::new(Code::Unreadable, format!("`{}`: {error}", file.display())))?;
    restore_store(BufReader::with_capacity(1 << 20, opened), dir)?;
    Writer::open(dir, &mut |line| io.say(line))?.close()?;
    let tally = Store::open(dir, &mut |line| io.say(line))?.tally()?;
    let documents = tally.indexed + tally.held + tally.failed + tally.waiting;
    io.say(&format!(
        "`{}` has {documents} documents, {} motions to be found; `moties check` looks them over",
        dir.display(),
        tally.motions
    ));
    Ok(Exit::Done)
}
