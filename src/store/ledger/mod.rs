//! The ledger: every document that came in, what became of it, its records, and who did what.
//!
//! Architecture invariant: nothing outside this folder speaks SQL. What is asked of a ledger is the
//! functions of its files; each takes a connection, within a transaction or not, so that what belongs
//! together is written together ([`Ledger::transaction`]).

pub(super) mod check;
pub(super) mod correction;
pub(super) mod document;
pub(super) mod entries;
pub(super) mod import;
pub(super) mod key;
pub(super) mod listing;
pub(super) mod motion;
pub(super) mod question;
pub(super) mod repair;
mod schema;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction};

use super::error::StoreError;

/// How long a statement waits for another program's transaction.
const PATIENCE: Duration = Duration::from_secs(10);

/// After how many pages the log goes into the ledger itself; a page has 4096 bytes.
const CHECKPOINT: u32 = 8_000;

/// The ledger of a data directory.
#[derive(Debug)]
pub(super) struct Ledger {
    connection: Connection,
}

impl Ledger {
    /// The version that opening it to write makes of a ledger.
    pub(super) const VERSION: usize = schema::MIGRATIONS.len();

    /// The version of the ledger of a data directory; 0 where it is still to be made: nothing is written
    /// in it.
    pub(super) fn version(data: &Path) -> Result<usize, StoreError> {
        let path = path(data);
        if std::fs::metadata(&path).map_or(0, |metadata| metadata.len()) == 0 {
            return Ok(0);
        }
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        set_up(&connection)?;
        schema::version(&connection)
    }

    /// Opens the ledger to write, made or brought up to date if need be. The caller holds the lock.
    pub(super) fn open_to_write(data: &Path) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path(data))?;
        set_up(&connection)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
        // What a change that fails is taken back with is small, and need not go to a file.
        connection.pragma_update(None, "temp_store", "memory")?;
        schema::migrate(&mut connection)?;
        document::release_all(&connection)?;
        Ok(Self { connection })
    }

    /// Opens the ledger to read; `None` if a writer must make it first.
    ///
    /// # Errors
    /// [`StoreError::Older`] if a writer must bring it up to date first.
    pub(super) fn open_to_read(data: &Path) -> Result<Option<Self>, StoreError> {
        let path = path(data);
        if !path.exists() {
            return Err(StoreError::Missing { dir: data.to_owned() });
        }
        // Not read-only: SQLite keeps the readers of a write-ahead log in a file beside it.
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        set_up(&connection)?;
        match schema::version(&connection)? {
            0 => Ok(None),
            Self::VERSION => Ok(Some(Self { connection })),
            found => Err(StoreError::Older { found, known: Self::VERSION }),
        }
    }

    /// Writes a copy of the ledger as it is now into a file that is empty or not there.
    pub(super) fn snapshot(&self, path: &Path) -> Result<(), StoreError> {
        let name = path.to_string_lossy();
        self.connection.execute("VACUUM INTO ?1", [name.as_ref()])?;
        // Whatever packs have behind it is of a later turn.
        let copy = Connection::open(path)?;
        copy.pragma_update(None, "journal_mode", "memory")?;
        copy.execute("UPDATE ledger SET turn = 0", [])?;
        Ok(())
    }

    /// What reads ask.
    pub(super) fn rows(&self) -> &Connection {
        &self.connection
    }

    /// Begins to write; nothing is on disk before it is committed, and then all.
    pub(super) fn transaction(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?)
    }

    /// The name that this ledger got when it was made.
    pub(super) fn identity(&self) -> Result<String, StoreError> {
        Ok(self.connection.query_row("SELECT identity FROM ledger", [], |row| row.get(0))?)
    }

    /// The number of the latest change; 0 where nothing was written yet.
    pub(super) fn last_seq(&self) -> Result<u64, StoreError> {
        last_seq(&self.connection)
    }

    /// Whether it has a document of this id whose bytes were not erased.
    pub(super) fn has_bytes(&self, id: &str) -> Result<bool, StoreError> {
        let known = document::known(&self.connection, id)?;
        Ok(known.is_some_and(|known| known.has_bytes()))
    }

    /// Its turn: how often documents were added to packs, or it was opened to do so.
    pub(super) fn turn(&self) -> Result<u64, StoreError> {
        let turn: i64 = self
            .connection
            .prepare_cached("SELECT turn FROM ledger")?
            .query_row([], |row| row.get(0))?;
        Ok(turn.cast_unsigned())
    }

    /// Notes where the packs end for whoever opened it to write, and its turn from now on.
    pub(super) fn resume(&self, end: (u32, u64), turn: u64) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE ledger SET pack = ?1, pack_end = ?2, turn = ?3",
            rusqlite::params![end.0, end.1.cast_signed(), turn.cast_signed()],
        )?;
        Ok(())
    }

    /// The pack that originals are appended to, from 1, and where it ends; 0 where there is none yet.
    pub(super) fn pack_end(&self) -> Result<(u32, u64), StoreError> {
        let end = self.connection.query_row("SELECT pack, pack_end FROM ledger", [], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })?;
        Ok(end)
    }
}

/// Opens a copy of a ledger that nobody else has, to read.
pub(super) fn open_snapshot(path: &Path) -> Result<Ledger, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    schema::version(&connection)?;
    Ok(Ledger { connection })
}

/// Notes where the pack that is appended to ends: the next turn begins.
pub(super) fn set_pack_end(
    connection: &Connection,
    (pack, end): (u32, u64),
) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE ledger SET pack = ?1, pack_end = ?2, turn = turn + 1")?
        .execute(rusqlite::params![pack, end.cast_signed()])?;
    Ok(())
}

/// The number of the latest change; 0 where nothing was written yet.
pub(super) fn last_seq(connection: &Connection) -> Result<u64, StoreError> {
    let seq: i64 =
        connection.prepare_cached("SELECT seq FROM ledger")?.query_row([], |row| row.get(0))?;
    Ok(seq.cast_unsigned())
}

/// Takes the next number of a change.
fn next_seq(connection: &Connection) -> Result<i64, StoreError> {
    let seq = connection
        .prepare_cached("UPDATE ledger SET seq = seq + 1 RETURNING seq")?
        .query_row([], |row| row.get(0))?;
    Ok(seq)
}

fn set_up(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Else a value that could fit a partial index has its statement prepared anew each time.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Where the ledger of a data directory lies.
pub(super) fn path(data: &Path) -> PathBuf {
    data.join("ledger.sqlite")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, Writer};

    #[test]
    fn a_ledger_of_a_later_version_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Ledger::open_to_write(dir.path()).unwrap();
        ledger.connection.pragma_update(None, "user_version", 99).unwrap();
        drop(ledger);
        let expected = "expected a ledger of version 7 or older, found version 99";
        let error = Ledger::open_to_write(dir.path()).unwrap_err();
        assert_eq!(error.to_string(), expected);
        let error = Ledger::open_to_read(dir.path()).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn only_who_writes_brings_a_ledger_up_to_date_and_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let connection = Connection::open(path(dir.path())).unwrap();
        for migration in &schema::MIGRATIONS[..4] {
            connection.execute_batch(migration).unwrap();
        }
        connection.pragma_update(None, "user_version", 4).unwrap();
        drop(connection);
        let latest = Ledger::VERSION;
        let Err(error) = Store::open(dir.path(), &mut |line| panic!("{line}")) else {
            panic!("it is read");
        };
        let expected = format!("expected a ledger of version {latest}, found version 4");
        assert_eq!(error.to_string(), expected);
        assert_eq!(Ledger::version(dir.path()).unwrap(), 4);
        let mut said = Vec::new();
        Writer::open(dir.path(), &mut |line| said.push(line.to_owned())).unwrap();
        let expected = format!("the ledger is of version 4; bringing it up to version {latest}");
        assert_eq!(
            said,
            [expected.as_str(), "the index is missing; making it anew from the ledger"]
        );
        Store::open(dir.path(), &mut |line| panic!("{line}")).unwrap();
    }

    #[test]
    fn what_is_no_ledger_is_said_to_be_damaged() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(path(dir.path()), "geen database, maar een brief").unwrap();
        assert_eq!(
            Ledger::open_to_write(dir.path()).unwrap_err().to_string(),
            "the ledger is damaged: file is not a database"
        );
    }

    #[test]
    fn every_write_is_forced_to_disk() {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Ledger::open_to_write(dir.path()).unwrap();
        let pragma = |name| -> rusqlite::Result<String> {
            let query = format!("SELECT {name} || '' FROM pragma_{name}");
            ledger.connection.query_row(&query, [], |row| row.get(0))
        };
        assert_eq!(pragma("journal_mode").unwrap(), "wal");
        assert_eq!(pragma("synchronous").unwrap(), "2");
    }
}
