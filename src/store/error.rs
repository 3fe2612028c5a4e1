//! What can go wrong with a store.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::index;

/// Why the store cannot do what it was asked.
#[derive(Debug)]
pub enum StoreError {
    /// There is no store in this folder.
    Missing {
        /// The data directory.
        dir: PathBuf,
    },
    /// A folder that should be empty is not.
    Occupied {
        /// The folder.
        dir: PathBuf,
    },
    /// Originals without the ledger that says what they are.
    NoLedger {
        /// The data directory.
        dir: PathBuf,
        /// How many files of originals there are.
        files: usize,
    },
    /// Another program is writing to it.
    Busy {
        /// The data directory.
        dir: PathBuf,
    },
    /// The disk refused.
    Io {
        /// What was being done: "write".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The bytes of a document are gone.
    Lost {
        /// Its id.
        id: String,
        /// The file that they should stand in.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What stands on disk is not what was written there.
    Damaged {
        /// The part: "ledger", "index", "original", "backup".
        part: &'static str,
        /// What was found.
        found: String,
    },
    /// The ledger was written by a later version of this program.
    Newer {
        /// The version found.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// The ledger was written by an earlier version of this program, and only who writes brings it up to
    /// date.
    Older {
        /// The version found.
        found: usize,
        /// The version that this program reads.
        known: usize,
    },
    /// No document has this id.
    NotFound {
        /// The id, or the beginning of one, as it was asked for.
        id: String,
    },
    /// Several documents have an id that begins so.
    Ambiguous {
        /// The beginning, as it was asked for.
        id: String,
        /// How many there are.
        count: usize,
    },
    /// It cannot be the beginning of an id.
    NoId {
        /// What was asked for.
        id: String,
    },
    /// There is no such kind or role of clause.
    UnknownClause {
        /// What was asked for.
        name: String,
        /// The roles, then the kinds that the index holds.
        known: Vec<String>,
    },
    /// A value that a part of a record cannot have.
    Uncorrectable {
        /// The name of the part.
        part: &'static str,
        /// What is wrong with the value.
        found: String,
    },
    /// A correction that cannot be taken back while a later one of the same part stands.
    Superseded {
        /// Its number.
        number: u64,
        /// The number of the later one.
        by: u64,
    },
    /// A motion that someone else changed meanwhile.
    Changed {
        /// Its id.
        id: String,
        /// The version that was to be changed.
        expected: u64,
        /// The version that it has.
        found: u64,
    },
    /// It is not where a page ended.
    NoCursor {
        /// What was asked for.
        cursor: String,
    },
    /// A question that cannot be saved so.
    Unsavable {
        /// What it could be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
    /// A query without a word in it.
    NoWords {
        /// The query.
        query: String,
    },
}

impl StoreError {
    /// Makes an error of the disk.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { dir } => {
                write!(f, "`{}`: expected a data directory, found no ledger in it", dir.display())
            }
            Self::Occupied { dir } => {
                write!(f, "`{}`: expected an empty folder, found something in it", dir.display())
            }
            Self::NoLedger { dir, files } => {
                let s = if *files == 1 { "" } else { "s" };
                write!(
                    f,
                    "`{}`: expected `ledger.sqlite` beside the originals, found {files} file{s} of \
                     originals and no ledger",
                    dir.display()
                )
            }
            Self::Busy { dir } => {
                write!(f, "`{}`: another program is writing to it", dir.display())
            }
            Self::Io { action, path, source } => {
                write!(f, "`{}`: cannot {action}: {source}", path.display())
            }
            Self::Lost { id, path, source } => {
                write!(
                    f,
                    "`{}`: expected the bytes of `{id}`, found none: {source}",
                    path.display()
                )
            }
            Self::Damaged { part, found } => write!(f, "the {part} is damaged: {found}"),
            Self::Newer { found, known } => {
                write!(f, "expected a ledger of version {known} or older, found version {found}")
            }
            Self::Older { found, known } => {
                write!(f, "expected a ledger of version {known}, found version {found}")
            }
            Self::NotFound { id } => write!(f, "no document has the id `{id}`"),
            Self::Ambiguous { id, count } => {
                write!(f, "expected the id of one document, found {count} that begin with `{id}`")
            }
            Self::NoId { id } => {
                write!(f, "expected at least 6 of the digits 0-9 and a-f of an id, found `{id}`")
            }
            Self::UnknownClause { name, known } => write!(
                f,
                "expected a role or kind of clause, found `{name}`; known are {}",
                known.join(", ")
            ),
            Self::Uncorrectable { part, found } => {
                write!(f, "expected what `{part}` of a record may be, found: {found}")
            }
            Self::Superseded { number, by } => write!(
                f,
                "expected the latest correction of its part, found number {number}, which number \
                 {by} came after"
            ),
            Self::Changed { id, expected, found } => write!(
                f,
                "expected version {expected} of `{id}`, found version {found}: someone else changed it"
            ),
            Self::NoCursor { cursor } => {
                write!(f, "expected where a page ended, as `next` says, found `{cursor}`")
            }
            Self::Unsavable { expected, found } => {
                write!(f, "expected {expected}, found `{found}`")
            }
            Self::NoWords { query } => {
                write!(f, "expected a word to search for, found `{query}`")
            }
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } | Self::Lost { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, PermissionDenied, ReadOnly,
            SystemIoFailure,
        };
        match error.sqlite_error_code() {
            Some(
                CannotOpen | DatabaseBusy | DatabaseLocked | DiskFull | PermissionDenied | ReadOnly
                | SystemIoFailure,
            ) => Self::Io {
                action: "use",
                path: PathBuf::from("ledger.sqlite"),
                source: io::Error::other(error),
            },
            _ => Self::Damaged { part: "ledger", found: error.to_string() },
        }
    }
}

impl From<index::Error> for StoreError {
    fn from(error: index::Error) -> Self {
        match error {
            index::Error::Io(source) => {
                Self::Io { action: "use", path: PathBuf::from("index"), source }
            }
            index::Error::Damaged(found) => Self::Damaged { part: "index", found },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_that_cannot_be_written_is_not_damaged() {
        for (error, expected) in [
            (index::Error::Io(io::Error::other("vol")), "`index`: cannot use: vol"),
            (index::Error::Damaged("stuk".to_owned()), "the index is damaged: stuk"),
        ] {
            assert_eq!(StoreError::from(error).to_string(), expected);
        }
    }
}
