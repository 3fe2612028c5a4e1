//! `moties similar`: motions like one that is at hand.

use std::path::Path;

use super::exit::{Exit, Stop};
use super::io::Io;
use super::search::print_hit;
use crate::index::Basis;
use crate::store::Store;

/// What of a motion others are to be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum On {
    /// All of it
    Whole,
    /// What it asks for
    Dictum,
    /// On what grounds it asks
    Grounds,
}

impl From<On> for Basis {
    fn from(on: On) -> Self {
        match on {
            On::Whole => Self::Whole,
            On::Dictum => Self::Dictum,
            On::Grounds => Self::Grounds,
        }
    }
}

/// Prints the motions most like one; that there is none gives another exit code.
pub(super) fn run(
    dir: &Path,
    id: &str,
    on: On,
    limit: usize,
    json: bool,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let id = store.find(id)?.id;
    let hits = store.like(&id, on.into(), limit)?;
    for hit in &hits {
        if json {
            io.json_line(hit)?;
        } else {
            print_hit(hit, io)?;
        }
    }
    if hits.is_empty() {
        io.say("no motion is like it");
    }
    Ok(if hits.is_empty() { Exit::Lacking } else { Exit::Done })
}
