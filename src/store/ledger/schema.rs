//! The tables of the ledger, and how each version came from the one before.

use rusqlite::Connection;

use super::motion;
use crate::store::error::StoreError;

/// What each version added, in order; the ledger's `user_version` says how many it has had.
pub(super) const MIGRATIONS: [&str; 7] = [
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
    "
    -- Documents and the motions in them become tables of their own, and imports, corrections, keys
    -- and the audit log come beside them.
    ALTER TABLE ledger ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
    -- The pack that originals are appended to, and where it ends: what stands behind that was never
    -- acknowledged.
    ALTER TABLE ledger ADD COLUMN pack INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE ledger ADD COLUMN pack_end INTEGER NOT NULL DEFAULT 0;
    UPDATE ledger SET seq = (SELECT coalesce(max(seq), 0) FROM document);
    -- The latest lease: no two claims have the same.
    ALTER TABLE ledger ADD COLUMN lease INTEGER NOT NULL DEFAULT 0;
    DROP INDEX document_waits;
    DROP INDEX document_parts;
    ALTER TABLE document RENAME TO former;

    -- Every document that was taken in. A row is there before it is read, and stays.
    CREATE TABLE document (
        number      INTEGER PRIMARY KEY,
        id          TEXT NOT NULL UNIQUE,
        file        TEXT NOT NULL,
        media_type  TEXT NOT NULL,
        bytes       INTEGER NOT NULL,
        -- Where its bytes stand: which pack, and from which byte of it; null in a file of its own.
        pack        INTEGER,
        place       INTEGER,
        state       TEXT NOT NULL
                    CHECK (state IN ('waiting', 'indexed', 'held', 'failed', 'deleted')),
        -- Why it failed, or is held.
        code        TEXT,
        message     TEXT,
        -- What it waits for before it can be read whole, whatever its state.
        waits_for   TEXT,
        -- Who reads it at the moment; a result under another lease comes too late. Of one that is
        -- deleted: 0 until its bytes are erased.
        lease       INTEGER,
        -- 0 unless a program ended while it was being read: then 1 if many were, 2 if few, and one more
        -- for each time that it was the only one.
        tries       INTEGER NOT NULL DEFAULT 0,
        -- The import that it came with last.
        import      INTEGER,
        imported_at TEXT NOT NULL,
        duplicates  INTEGER NOT NULL DEFAULT 0,
        CHECK ((pack IS NULL) = (place IS NULL)),
        CHECK ((code IS NOT NULL) = (state IN ('held', 'failed')))
    ) STRICT;
    CREATE INDEX document_waiting ON document (number) WHERE state = 'waiting' AND lease IS NULL;
    CREATE INDEX document_erasing ON document (number) WHERE state = 'deleted' AND lease = 0;
    CREATE INDEX document_needs ON document (number) WHERE waits_for IS NOT NULL;

    -- Every motion that was read, or what may be one.
    CREATE TABLE motion (
        id          TEXT PRIMARY KEY,
        document    INTEGER NOT NULL REFERENCES document,
        part        INTEGER NOT NULL,
        -- The number of its latest change.
        seq         INTEGER NOT NULL UNIQUE,
        -- Whether it can be found: not while its document is held, not once a person says no.
        is_found    INTEGER NOT NULL,
        title       TEXT,
        date        TEXT,
        body        TEXT,
        warnings    INTEGER NOT NULL DEFAULT 0,
        -- The least of what the record is sure of.
        confidence  REAL NOT NULL DEFAULT 1,
        is_seen     INTEGER NOT NULL DEFAULT 0,
        is_corrected INTEGER NOT NULL DEFAULT 0,
        -- What was read, as JSON: text, or a blob that is packed. Null once it is deleted.
        record      ANY,
        text        ANY,
        UNIQUE (document, part)
    ) STRICT;

    CREATE TABLE import (
        id          INTEGER PRIMARY KEY AUTOINCREMENT,
        source      TEXT NOT NULL,
        name        TEXT NOT NULL,
        -- The key that asked for it; null on this machine.
        by          TEXT,
        began_at    TEXT NOT NULL,
        -- When all that it brings was known; null while more may come.
        closed_at   TEXT,
        -- How it ended before its time.
        ended       TEXT CHECK (ended IN ('cancelled', 'interrupted')),
        -- The walk that brings it, as JSON, to go on with.
        walk        TEXT
    ) STRICT;
    CREATE TABLE import_item (
        import      INTEGER NOT NULL REFERENCES import,
        number      INTEGER NOT NULL,
        file        TEXT NOT NULL,
        kind        TEXT NOT NULL CHECK (kind IN ('document', 'duplicate', 'failed', 'skipped')),
        document    INTEGER REFERENCES document,
        code        TEXT,
        message     TEXT,
        PRIMARY KEY (import, number)
    ) STRICT, WITHOUT ROWID;

    -- Files of watched folders that were taken in, as they were then.
    CREATE TABLE watched (
        file        TEXT PRIMARY KEY,
        bytes       INTEGER NOT NULL,
        modified    TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What people changed: each row gives one part of a record the value that it has from then on.
    CREATE TABLE correction (
        number      INTEGER PRIMARY KEY AUTOINCREMENT,
        motion      TEXT NOT NULL,
        part        TEXT NOT NULL,
        value       TEXT NOT NULL,
        change      TEXT NOT NULL,
        why         TEXT,
        by          TEXT,
        at          TEXT NOT NULL,
        undone_by   TEXT,
        undone_at   TEXT
    ) STRICT;
    CREATE INDEX correction_motion ON correction (motion, number);

    CREATE TABLE api_key (
        name        TEXT PRIMARY KEY,
        role        TEXT NOT NULL CHECK (role IN ('reader', 'editor', 'admin')),
        hash        BLOB NOT NULL,
        made_at     TEXT NOT NULL,
        revoked_at  TEXT
    ) STRICT;

    CREATE TABLE audit (
        number      INTEGER PRIMARY KEY AUTOINCREMENT,
        at          TEXT NOT NULL,
        by          TEXT,
        action      TEXT NOT NULL,
        subject     TEXT NOT NULL,
        detail      TEXT
    ) STRICT;
    CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_is_never_cut BEFORE DELETE ON audit
        BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;

    INSERT INTO document (id, file, media_type, bytes, state, code, message, waits_for,
                          imported_at, duplicates)
        SELECT id, file, media_type, bytes, iif(code IS NULL, 'indexed', 'failed'), code, message,
               waits_for, imported_at, duplicates
        FROM former WHERE part_of IS NULL ORDER BY seq;
    INSERT INTO motion (id, document, part, seq, is_found, title, date, body, warnings, record, text)
        SELECT former.id, document.number, coalesce(substr(former.id, 66), '1') + 0, former.seq, 1,
               record ->> 'title', record ->> 'date', record ->> 'body',
               json_array_length(record, '$.warnings'), record, text
        FROM former JOIN document ON document.id = coalesce(former.part_of, former.id)
        WHERE record IS NOT NULL;
    UPDATE motion SET part = 1 WHERE part = 0;
    DROP TABLE former;
",
    "
    -- How often documents were added to packs, or the ledger was opened to do so. What stands behind the
    -- end of the packs says at which turn it was written: at a later one it is of a later ledger.
    ALTER TABLE ledger ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
    -- The checksum of record and text; null where there are none.
    ALTER TABLE motion ADD COLUMN sum INTEGER;
",
    "
    -- The latest correction of each part that stands, without a look at those before it.
    CREATE INDEX correction_stands ON correction (motion, part, number) WHERE undone_at IS NULL;
    -- How many documents are in each state, how many came again, and how many motions can be found:
    -- counted as they change, since counting them all takes long where there are many.
    CREATE TABLE tally (
        name        TEXT PRIMARY KEY,
        count       INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO tally VALUES ('waiting', 0), ('indexed', 0), ('held', 0), ('failed', 0), ('deleted', 0),
        ('duplicates', (SELECT coalesce(sum(duplicates), 0) FROM document)),
        ('motions', (SELECT count(*) FROM motion WHERE is_found));
    UPDATE tally SET count = (SELECT count(*) FROM document WHERE state = name)
        WHERE name IN (SELECT DISTINCT state FROM document);
    CREATE TRIGGER document_comes AFTER INSERT ON document BEGIN
        UPDATE tally SET count = count + 1 WHERE name = NEW.state;
        UPDATE tally SET count = count + NEW.duplicates
            WHERE name = 'duplicates' AND NEW.duplicates <> 0;
    END;
    CREATE TRIGGER document_moves AFTER UPDATE OF state ON document WHEN NEW.state <> OLD.state BEGIN
        UPDATE tally SET count = count - 1 WHERE name = OLD.state;
        UPDATE tally SET count = count + 1 WHERE name = NEW.state;
    END;
    CREATE TRIGGER document_comes_again AFTER UPDATE OF duplicates ON document BEGIN
        UPDATE tally SET count = count + NEW.duplicates - OLD.duplicates WHERE name = 'duplicates';
    END;
    CREATE TRIGGER document_goes AFTER DELETE ON document BEGIN
        UPDATE tally SET count = count - 1 WHERE name = OLD.state;
        UPDATE tally SET count = count - OLD.duplicates WHERE name = 'duplicates';
    END;
    CREATE TRIGGER motion_comes AFTER INSERT ON motion WHEN NEW.is_found BEGIN
        UPDATE tally SET count = count + 1 WHERE name = 'motions';
    END;
    CREATE TRIGGER motion_moves AFTER UPDATE OF is_found ON motion WHEN NEW.is_found <> OLD.is_found
    BEGIN
        UPDATE tally SET count = count + NEW.is_found - OLD.is_found WHERE name = 'motions';
    END;
    CREATE TRIGGER motion_goes AFTER DELETE ON motion WHEN OLD.is_found BEGIN
        UPDATE tally SET count = count - 1 WHERE name = 'motions';
    END;
",
    "
    -- The number of the change by which it could first be found, once it could; null too where it could
    -- before that was noted.
    ALTER TABLE motion ADD COLUMN since INTEGER;

    -- Questions that someone asks again and again.
    CREATE TABLE question (
        number      INTEGER PRIMARY KEY AUTOINCREMENT,
        name        TEXT NOT NULL,
        -- As the search takes it in an address: q=woningbouw&year=2026.
        query       TEXT NOT NULL,
        -- The key that saved it; null on this machine.
        by          TEXT,
        made_at     TEXT NOT NULL,
        -- The number of the ledger's change up to which what it finds was looked at, and when.
        looked      INTEGER NOT NULL,
        looked_at   TEXT NOT NULL,
        -- The SHA-256 of what opens its feed without a key; null where nothing does.
        feed        BLOB
    ) STRICT;
",
];

/// The version from which on records have checksums.
const SUMS: usize = 5;

/// The version from which on what stands beside a record is what the record gives.
pub(super) const SUMMARIES: usize = 4;

/// The version of an open ledger.
///
/// # Errors
/// [`StoreError::Newer`] for one that this program does not know.
pub(super) fn version(connection: &Connection) -> Result<usize, StoreError> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(found)
        .ok()
        .filter(|&version| version <= MIGRATIONS.len())
        .ok_or(StoreError::Newer { found, known: MIGRATIONS.len() as i64 })
}

/// Brings a ledger to the latest version, in one transaction: what is done to records is done with the columns
/// of the latest version.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let from = version(connection)?;
    if from == MIGRATIONS.len() {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    for migration in &MIGRATIONS[from..] {
        transaction.execute_batch(migration)?;
    }
    if from < SUMS {
        motion::seal_all(&transaction, from)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ledger as an earlier version left it.
    fn former(version: usize) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        for migration in &MIGRATIONS[..version] {
            connection.execute_batch(migration).unwrap();
        }
        connection.pragma_update(None, "user_version", version as i64).unwrap();
        connection
    }

    #[test]
    fn a_ledger_of_the_first_version_is_brought_up_to_date() {
        let mut connection = former(1);
        for (id, code) in [("aa", "pdf-no-text"), ("bb", "pdf-damaged")] {
            connection
                .execute(
                    "INSERT INTO document (id, seq, file, media_type, bytes, code, imported_at)
                     VALUES (?1, (SELECT count(*) FROM document), ?1, '', 0, ?2, '')",
                    [id, code],
                )
                .unwrap();
        }
        migrate(&mut connection).unwrap();
        let waiting: String = connection
            .query_row("SELECT id FROM document WHERE waits_for IS NOT NULL", [], |row| row.get(0))
            .unwrap();
        assert_eq!(waiting, "aa");
    }

    #[test]
    fn motions_of_a_bundle_keep_their_numbers() {
        let mut connection = former(3);
        let id = "ab".repeat(32);
        for (seq, id, part_of) in [
            (1, id.clone(), None),
            (2, format!("{id}-2"), Some(&id)),
            (3, format!("{id}-3"), Some(&id)),
        ] {
            connection
                .execute(
                    "INSERT INTO document
                        (id, seq, file, media_type, bytes, imported_at, record, text, part_of)
                     VALUES (?1, ?2, 'x', '', 0, '', '{\"title\":\"T\",\"warnings\":[1]}', 't', ?3)",
                    rusqlite::params![id, seq, part_of],
                )
                .unwrap();
        }
        migrate(&mut connection).unwrap();
        let mut statement = connection
            .prepare("SELECT part, seq, title, warnings, document FROM motion ORDER BY seq")
            .unwrap();
        let rows: Vec<(i64, i64, String, i64, i64)> = statement
            .query_map([], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let title = || "T".to_owned();
        assert_eq!(rows, [(1, 1, title(), 1, 1), (2, 2, title(), 1, 1), (3, 3, title(), 1, 1)]);
        let seq: i64 = connection.query_row("SELECT seq FROM ledger", [], |r| r.get(0)).unwrap();
        assert_eq!(seq, 3);
    }

    #[test]
    fn records_of_earlier_versions_get_checksums_and_what_stands_beside_them() {
        use crate::store::fixture::motion as record;
        let mut brief = record("aa", "Brief", &[]);
        brief.document_kind = crate::motion::DocumentKind::Brief;
        let mut connection = former(3);
        for (seq, motion) in [(1, record("bb", "Wonen", &[])), (2, brief)] {
            connection
                .execute(
                    "INSERT INTO document
                        (id, seq, file, media_type, bytes, imported_at, record, text)
                     VALUES (?1, ?2, 'x', '', 0, '', ?3, 't')",
                    rusqlite::params![motion.id, seq, serde_json::to_string(&motion).unwrap()],
                )
                .unwrap();
        }
        migrate(&mut connection).unwrap();
        let mut complaints = Vec::new();
        crate::store::ledger::check::each_motion(&connection, &mut |motion| {
            complaints.extend(motion.complaint);
            true
        })
        .unwrap();
        crate::store::ledger::check::contradictions(&connection, &mut |id, said| {
            panic!("{id}: {said}")
        })
        .unwrap();
        assert_eq!(complaints, []);
        let states: Vec<String> = connection
            .prepare("SELECT state FROM document ORDER BY number")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(states, ["indexed", "held"]);
    }

    #[test]
    fn what_could_be_found_before_that_was_noted_is_not_new() {
        use crate::store::fixture::arrival;
        let mut connection = former(6);
        for (number, id, is_found) in [(1, "aa", 1), (2, "bb", 0)] {
            connection
                .execute_batch(&format!(
                    "INSERT INTO document (id, file, media_type, bytes, state, imported_at)
                        VALUES ('{id}', 'x', '', 0, 'indexed', '');
                     UPDATE ledger SET seq = {number};
                     INSERT INTO motion (id, document, part, seq, is_found)
                        VALUES ('{0}', {number}, 1, {number}, {is_found});",
                    crate::store::fixture::id(id)
                ))
                .unwrap();
        }
        migrate(&mut connection).unwrap();
        let since = |connection: &Connection| -> Vec<Option<i64>> {
            let mut statement =
                connection.prepare("SELECT since FROM motion ORDER BY document").unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        };
        assert_eq!(since(&connection), [None, None]);
        // They are read anew: one could be found before, the other can now.
        for (number, id) in [(1, "aa"), (2, "bb")] {
            let content = arrival(id, "Wonen", &[]).content;
            motion::replace(&connection, number, &content, false).unwrap();
        }
        assert_eq!(since(&connection), [None, Some(4)]);
    }

    #[test]
    fn the_audit_log_is_append_only() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let add = "INSERT INTO audit (at, action, subject) VALUES ('', 'delete', 'aa')";
        connection.execute(add, []).unwrap();
        for change in ["UPDATE audit SET by = 'x'", "DELETE FROM audit"] {
            let error = connection.execute(change, []).unwrap_err();
            assert_eq!(error.to_string(), "the audit log is append-only");
        }
    }
}
