//! `moties versions`: the other versions of a motion.

use std::path::Path;

use super::exit::{Exit, Stop};
use super::io::{Io, visible};
use super::search::short;
use crate::index::verdict_name;
use crate::store::{Store, Version};

/// Prints the other versions of a motion; that there is none gives another exit code.
pub(super) fn run(dir: &Path, id: &str, json: bool, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let versions = store.versions(&store.find(id)?.id)?;
    for version in &versions {
        if json {
            io.json_line(version)?;
        } else {
            print(version, io)?;
        }
    }
    if versions.is_empty() {
        io.say("no other version of it is known");
    }
    Ok(if versions.is_empty() { Exit::Lacking } else { Exit::Done })
}

/// Prints a version on one line: what of its words is the same, then what it is.
pub(super) fn print(version: &Version, io: &mut Io<'_>) -> Result<(), Stop> {
    let alike = format!("{:>3.0} %", version.likeness * 100.0);
    let said = version.said.then_some("named by a person");
    let about = [
        Some(version.title.as_deref().unwrap_or(&version.name)),
        version.number.as_deref(),
        version.date.as_deref(),
        version.body.as_deref(),
        version.outcome.map(verdict_name),
        said,
    ];
    let about: Vec<_> = about.into_iter().flatten().map(visible).collect();
    writeln!(io.out, "  {alike}  {}  {}", short(&version.id), about.join("  "))?;
    Ok(())
}
