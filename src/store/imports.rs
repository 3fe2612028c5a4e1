//! Imports: documents that were brought together.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where documents come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Files and folders named on the command line.
    CommandLine,
    /// Files that were sent to the server.
    Upload,
    /// A folder that the server watches.
    Watch,
}

impl Origin {
    /// Its name in the ledger and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CommandLine => "command-line",
            Self::Upload => "upload",
            Self::Watch => "watch",
        }
    }
}

/// An import that is to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewImport<'a> {
    /// Where it comes from.
    pub source: Origin,
    /// What it brings, for a person: the paths, the name of the archive.
    pub name: &'a str,
    /// The name of the key that asked for it; `None` on this machine.
    pub by: Option<&'a str>,
    /// The walk that brings it, to go on with after an interruption.
    pub walk: Option<&'a Walk>,
}

/// A walk through files and folders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// The folder that relative paths are of.
    pub from: PathBuf,
    /// The files and folders.
    pub paths: Vec<PathBuf>,
}

/// An import, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Import {
    /// Its number.
    pub id: u64,
    /// Where it came from: `command-line`, `upload`, `watch`.
    pub source: String,
    /// What it brings, for a person.
    pub name: String,
    /// The name of the key that asked for it; null on this machine.
    pub by: Option<String>,
    /// When it began: UTC, `2026-11-24T09:30:00Z`.
    pub began_at: String,
    /// When all that it brings was taken in; null while more may come.
    pub closed_at: Option<String>,
    /// How far it is.
    pub progress: Progress,
    /// How many documents are how far.
    pub counts: Counts,
    /// How many failed or are held, by code.
    pub codes: BTreeMap<String, u64>,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// Documents are coming, or wait to be read.
    Running,
    /// Everything that it brought has its outcome; what was read can be found within a second, and at once
    /// where `moties import` has ended.
    Done,
    /// It was cancelled; what was read by then stays.
    Cancelled,
    /// The program ended before everything was brought and read, or the rest of an upload was refused: then
    /// an item says why. What was brought stays, and is read, if need be by the next that writes.
    Interrupted,
}

/// How many items of an import are how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// Kept, and not read yet.
    pub waiting: u64,
    /// Being read.
    pub running: u64,
    /// Read, and to be found: within a second, where a service runs.
    pub indexed: u64,
    /// Read, and kept aside for a person to look at.
    pub held: u64,
    /// There already.
    pub duplicate: u64,
    /// Not readable.
    pub failed: u64,
    /// No documents.
    pub skipped: u64,
    /// Deleted since.
    pub deleted: u64,
}

impl Counts {
    /// Adds items of a state of the ledger, of which some are being read.
    pub(super) fn add(&mut self, state: &str, count: u64, running: u64) {
        let field = match state {
            "waiting" => {
                self.running += running;
                self.waiting += count - running;
                return;
            }
            "indexed" => &mut self.indexed,
            "held" => &mut self.held,
            "duplicate" => &mut self.duplicate,
            "failed" => &mut self.failed,
            "skipped" => &mut self.skipped,
            _ => &mut self.deleted,
        };
        *field += count;
    }

    /// How many items there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        let Self { waiting, running, indexed, held, duplicate, failed, skipped, deleted } = self;
        waiting + running + indexed + held + duplicate + failed + skipped + deleted
    }
}

/// One document of an import, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImportItem {
    /// Its place in the import, from 1.
    pub number: u64,
    /// The file as it was named.
    pub file: String,
    /// `waiting`, `indexed`, `held`, `duplicate`, `failed`, `skipped` or `deleted`.
    pub outcome: String,
    /// The id of the document, if its bytes are kept.
    pub id: Option<String>,
    /// Of a duplicate: the file that brought the bytes first.
    pub duplicate_of: Option<String>,
    /// Why it failed or is held; of a duplicate, why what came first did or is.
    pub code: Option<String>,
    /// What was expected and what was found; of what was skipped, what it is.
    pub message: Option<String>,
    /// The title of the motion, or of the first of them.
    pub title: Option<String>,
    /// How many warnings its record has.
    pub warnings: u64,
}
