//! The ledger: every document that came in, what became of it, and its record.
//!
//! Architecture invariant: nothing outside this file speaks SQL.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Transaction, params};

use super::entry::{Arrival, Content, Entry, Filed, State, Tally};
use super::error::StoreError;
use crate::motion::Motion;

/// What each version added, in order; the ledger's `user_version` says how many it has had.
const MIGRATIONS: [&str; 3] = [
    "
    CREATE TABLE ledger (
        -- Made up when the ledger is; an index knows by it which ledger it was made from.
        identity TEXT NOT NULL
    ) STRICT;
    INSERT INTO ledger VALUES (lower(hex(randomblob(16))));
    CREATE TABLE document (
        id          TEXT PRIMARY KEY,
        seq         INTEGER NOT NULL UNIQUE,
        file        TEXT NOT NULL,
        media_type  TEXT NOT NULL,
        bytes       INTEGER NOT NULL,
        -- Null where the document was read.
        code        TEXT,
        message     TEXT,
        imported_at TEXT NOT NULL,
        duplicates  INTEGER NOT NULL DEFAULT 0,
        -- Null where it was not.
        record      TEXT,
        text        TEXT,
        CHECK ((code IS NULL) = (record IS NOT NULL))
    ) STRICT;
",
    "
    -- What a document, read in part or not at all, waits for: the code that says so.
    ALTER TABLE document ADD COLUMN waits_for TEXT;
    CREATE INDEX document_waits ON document (seq) WHERE waits_for IS NOT NULL;
    -- Pictures of text were not told from empty pages before.
    UPDATE document SET waits_for = 'needs-ocr' WHERE code = 'pdf-no-text';
",
    "
    -- A motion that is not the first of its document has a row of its own, which names that of the
    -- document. The text of each is its own part of the document's.
    ALTER TABLE document ADD COLUMN part_of TEXT;
    CREATE INDEX document_parts ON document (part_of) WHERE part_of IS NOT NULL;
",
];

/// How long a statement waits for another program's transaction.
const PATIENCE: Duration = Duration::from_secs(10);

/// The ledger of a data directory.
#[derive(Debug)]
pub(super) struct Ledger {
    connection: Connection,
}

/// A motion with its text.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// Its number in the ledger.
    pub(super) seq: u64,
    /// The record.
    pub(super) motion: Motion,
    /// Its part of the normalised text.
    pub(super) text: String,
}

impl Ledger {
    /// Opens the ledger to write, made or brought up to date if need be. The caller holds the lock.
    pub(super) fn open_to_write(data: &Path) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path(data))?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        migrate(&mut connection)?;
        Ok(Self { connection })
    }

    /// Opens the ledger to read; `None` if a writer must bring it up to date first.
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
        connection.busy_timeout(PATIENCE)?;
        let is_current = version(&connection)? == MIGRATIONS.len();
        Ok(is_current.then_some(Self { connection }))
    }

    /// The name that this ledger got when it was made.
    pub(super) fn identity(&self) -> Result<String, StoreError> {
        let identity =
            self.connection.query_row("SELECT identity FROM ledger", [], |row| row.get(0))?;
        Ok(identity)
    }

    /// The highest number of a motion; 0 where there is none.
    pub(super) fn last_seq(&self) -> Result<u64, StoreError> {
        let seq: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT seq FROM document WHERE code IS NULL ORDER BY seq DESC LIMIT 1",
            )?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(seq.unwrap_or(0).cast_unsigned())
    }

    /// Files documents in one transaction: all of them are on disk when it returns, or none.
    pub(super) fn file(
        &mut self,
        arrivals: &[Arrival],
        now: &str,
    ) -> Result<Vec<Filed>, StoreError> {
        let transaction = self.connection.transaction()?;
        let filed = arrivals
            .iter()
            .map(|arrival| file_one(&transaction, arrival, now))
            .collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(filed)
    }

    /// The motions with a number above this one, in order of number, at most `limit`.
    pub(super) fn motions_after(&self, seq: u64, limit: usize) -> Result<Vec<Kept>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{KEPT} WHERE seq > ?1 AND record IS NOT NULL ORDER BY seq LIMIT ?2"
        ))?;
        let mut rows = statement
            .query(params![seq.cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut motions = Vec::new();
        while let Some(row) = rows.next()? {
            motions.push(kept(row)?);
        }
        Ok(motions)
    }

    /// The motion of a document; `None` if there is no such document or it could not be read.
    pub(super) fn motion(&self, id: &str) -> Result<Option<Kept>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{KEPT} WHERE id = ?1 AND record IS NOT NULL"))?;
        let mut rows = statement.query([id])?;
        rows.next()?.map(kept).transpose()
    }

    /// The documents that wait for something, in order of number.
    pub(super) fn waiting(&self) -> Result<Vec<Entry>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{ENTRY} WHERE waits_for IS NOT NULL ORDER BY seq"))?;
        let entries = statement.query_map([], entry)?.collect::<Result<_, _>>()?;
        Ok(entries)
    }

    /// The ids of documents that begin so, in order, at most `limit`.
    pub(super) fn ids_from(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM document WHERE id >= ?1 AND id < ?1 || 'g' AND part_of IS NULL
             ORDER BY id LIMIT ?2",
        )?;
        let ids = statement
            .query_map(params![prefix, i64::try_from(limit).unwrap_or(i64::MAX)], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// A document.
    pub(super) fn entry(&self, id: &str) -> Result<Option<Entry>, StoreError> {
        let entry = self
            .connection
            .prepare_cached(&format!("{ENTRY} WHERE id = ?1"))?
            .query_row([id], entry)
            .optional()?;
        Ok(entry)
    }

    /// Hands over every document in order of number, until `each` has had enough.
    pub(super) fn entries(&self, mut each: impl FnMut(Entry) -> bool) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare(&format!("{ENTRY} ORDER BY seq"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if !each(entry(row)?) {
                break;
            }
        }
        Ok(())
    }

    /// How many documents there are.
    pub(super) fn tally(&self) -> Result<Tally, StoreError> {
        let tally = self.connection.query_row(
            "SELECT count(*) FILTER (WHERE code IS NULL), count(code), coalesce(sum(duplicates), 0)
             FROM document WHERE part_of IS NULL",
            [],
            |row| {
                Ok(Tally {
                    indexed: row.get::<_, i64>(0)?.cast_unsigned(),
                    failed: row.get::<_, i64>(1)?.cast_unsigned(),
                    duplicates: row.get::<_, i64>(2)?.cast_unsigned(),
                })
            },
        )?;
        Ok(tally)
    }
}

/// The columns that [`kept`] reads.
const KEPT: &str = "SELECT seq, record, text FROM document";

/// The columns that [`entry`] reads.
const ENTRY: &str =
    "SELECT id, file, media_type, bytes, code, message, imported_at, seq, duplicates,
    record ->> 'title', record ->> 'date', record ->> 'body' FROM document";

fn path(data: &Path) -> PathBuf {
    data.join("ledger.sqlite")
}

fn version(connection: &Connection) -> Result<usize, StoreError> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(found)
        .ok()
        .filter(|&version| version <= MIGRATIONS.len())
        .ok_or(StoreError::Newer { found, known: MIGRATIONS.len() as i64 })
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let from = version(connection)?;
    for (migration, number) in MIGRATIONS.iter().zip(1_i64..).skip(from) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

/// The file that brought the motion of these bytes first, and whether it still waits for something.
fn original_file(connection: &Connection, id: &str) -> Result<Option<(String, bool)>, StoreError> {
    let file = connection
        .prepare_cached(
            "SELECT file, waits_for IS NOT NULL FROM document WHERE id = ?1 AND code IS NULL",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(file)
}

fn file_one(
    transaction: &Transaction<'_>,
    arrival: &Arrival,
    now: &str,
) -> Result<Filed, StoreError> {
    let waits_for = arrival.content.waits_for();
    // What waited, and waits no more, takes the place of what was read of it before.
    if let Some((of, waited)) = original_file(transaction, &arrival.id)?
        && !(waited && waits_for.is_none() && arrival.content.is_motion())
    {
        transaction
            .prepare_cached("UPDATE document SET duplicates = duplicates + 1 WHERE id = ?1")?
            .execute([&arrival.id])?;
        return Ok(Filed::Duplicate { of });
    }
    let (code, message, record, text) = match &arrival.content {
        Content::Motions { .. } => {
            let first = arrival.content.parts().next();
            (None, None, first.map(|(motion, _)| json(motion)), first.map(|(_, text)| text))
        }
        Content::Unreadable { code, message } => (Some(code), Some(message), None, None),
    };
    // What failed before keeps its first name and time, and gets a number of its own again.
    transaction
        .prepare_cached(
            "INSERT INTO document
                (id, seq, file, media_type, bytes, code, message, imported_at, record, text,
                 waits_for)
             VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM document),
                ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, media_type = excluded.media_type,
                code = excluded.code, message = excluded.message,
                record = excluded.record, text = excluded.text,
                waits_for = excluded.waits_for",
        )?
        .execute(params![
            arrival.id,
            arrival.file,
            arrival.media_type,
            arrival.bytes.len() as i64,
            code,
            message,
            now,
            record,
            text,
            waits_for
        ])?;
    file_parts(transaction, arrival, now)?;
    Ok(Filed::New)
}

/// Files the motions of a document behind its first.
fn file_parts(
    transaction: &Transaction<'_>,
    arrival: &Arrival,
    now: &str,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("DELETE FROM document WHERE part_of = ?1")?
        .execute([&arrival.id])?;
    for (motion, text) in arrival.content.parts().skip(1) {
        transaction
            .prepare_cached(
                "INSERT INTO document
                    (id, seq, file, media_type, bytes, imported_at, record, part_of, text)
                 VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM document),
                    ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                motion.id,
                arrival.file,
                arrival.media_type,
                arrival.bytes.len() as i64,
                now,
                json(motion),
                arrival.id,
                text
            ])?;
    }
    Ok(())
}

fn json(motion: &Motion) -> String {
    serde_json::to_string(motion).expect("a record is plain data")
}

/// Reads seq, record and text.
fn kept(row: &Row<'_>) -> Result<Kept, StoreError> {
    let json = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
    let motion = serde_json::from_str(json).map_err(|error| StoreError::Damaged {
        part: "ledger",
        found: format!("a record that is none: {error}"),
    })?;
    Ok(Kept { seq: row.get::<_, i64>(0)?.cast_unsigned(), motion, text: row.get(2)? })
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let code: Option<String> = row.get(4)?;
    let state = match code {
        None => State::Indexed,
        Some(code) => {
            State::Failed { code, message: row.get::<_, Option<String>>(5)?.unwrap_or_default() }
        }
    };
    Ok(Entry {
        id: row.get(0)?,
        file: row.get(1)?,
        media_type: row.get(2)?,
        bytes: row.get::<_, i64>(3)?.cast_unsigned(),
        state,
        imported_at: row.get(6)?,
        seq: row.get::<_, i64>(7)?.cast_unsigned(),
        duplicates: row.get::<_, i64>(8)?.cast_unsigned(),
        title: row.get(9)?,
        date: row.get(10)?,
        body: row.get(11)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_of_an_earlier_version_is_brought_up_to_date() {
        let dir = tempfile::tempdir().unwrap();
        let connection = Connection::open(path(dir.path())).unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        for (id, code) in [("aa", "pdf-no-text"), ("bb", "pdf-damaged")] {
            connection
                .execute(
                    "INSERT INTO document (id, seq, file, media_type, bytes, code, imported_at)
                     VALUES (?1, (SELECT count(*) FROM document), ?1, '', 0, ?2, '')",
                    [id, code],
                )
                .unwrap();
        }
        drop(connection);
        assert!(Ledger::open_to_read(dir.path()).unwrap().is_none());
        let ledger = Ledger::open_to_write(dir.path()).unwrap();
        let waiting = ledger.waiting().unwrap();
        assert_eq!(waiting.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["aa"]);
    }

    #[test]
    fn a_ledger_of_a_later_version_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Ledger::open_to_write(dir.path()).unwrap();
        ledger.connection.pragma_update(None, "user_version", 99).unwrap();
        drop(ledger);
        let expected = "expected a ledger of version 3 or older, found version 99";
        let error = Ledger::open_to_write(dir.path()).unwrap_err();
        assert_eq!(error.to_string(), expected);
        let error = Ledger::open_to_read(dir.path()).unwrap_err();
        assert_eq!(error.to_string(), expected);
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
