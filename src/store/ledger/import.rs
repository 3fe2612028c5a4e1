//! Imports: what was brought together, and what became of each part of it.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::store::error::StoreError;
use crate::store::imports::{Counts, Import, ImportItem, NewImport, Progress, Walk};

/// Opens an import; returns its id.
pub(in crate::store) fn open(
    connection: &Connection,
    new: &NewImport<'_>,
    now: &str,
) -> Result<u64, StoreError> {
    connection.execute(
        "INSERT INTO import (source, name, by, walk, began_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![new.source.name(), new.name, new.by, new.walk.map(json), now],
    )?;
    Ok(connection.last_insert_rowid().cast_unsigned())
}

/// What an item is.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) enum Kind<'a> {
    /// A document that was taken in; what became of it, its own row says.
    Document(i64),
    /// The same bytes as a document that is there.
    Duplicate(i64),
    /// It could not be taken in: with the code and the message.
    Failed(&'a str, &'a str),
    /// It is no document, but this.
    Skipped(&'a str),
}

/// Adds an item to an import.
pub(in crate::store) fn add(
    connection: &Connection,
    import: u64,
    file: &str,
    kind: Kind<'_>,
) -> Result<(), StoreError> {
    let (name, document, code, message) = match kind {
        Kind::Document(number) => ("document", Some(number), None, None),
        Kind::Duplicate(number) => ("duplicate", Some(number), None, None),
        Kind::Failed(code, message) => ("failed", None, Some(code), Some(message)),
        Kind::Skipped(what) => ("skipped", None, None, Some(what)),
    };
    connection
        .prepare_cached(
            "INSERT INTO import_item (import, number, file, kind, document, code, message)
             VALUES (?1,
                (SELECT coalesce(max(number), 0) + 1 FROM import_item WHERE import = ?1),
                ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![import.cast_signed(), file, name, document, code, message])?;
    Ok(())
}

/// Notes that an import brings nothing more.
pub(in crate::store) fn close(
    connection: &Connection,
    import: u64,
    now: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE import SET closed_at = coalesce(closed_at, ?2) WHERE id = ?1",
        params![import.cast_signed(), now],
    )?;
    Ok(())
}

/// Notes that an import was cancelled.
pub(in crate::store) fn cancel(
    connection: &Connection,
    import: u64,
    now: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE import SET ended = 'cancelled', closed_at = coalesce(closed_at, ?2) WHERE id = ?1",
        params![import.cast_signed(), now],
    )?;
    Ok(())
}

/// Notes that an import goes on that was cancelled: some of it is read again.
pub(in crate::store) fn go_on(connection: &Connection, import: u64) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE import SET ended = NULL WHERE id = ?1 AND ended = 'cancelled'",
        [import.cast_signed()],
    )?;
    Ok(())
}

/// Closes the imports, or the one of a number, that ended before they had brought everything.
pub(in crate::store) fn interrupt(
    connection: &Connection,
    import: Option<u64>,
    now: &str,
) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE import SET ended = iif(source = 'watch', NULL, 'interrupted'), closed_at = ?2
         WHERE closed_at IS NULL AND (?1 IS NULL OR id = ?1)",
        params![import.map(u64::cast_signed), now],
    )?;
    Ok(())
}

/// Opens the latest import again that walked and was interrupted; returns it with its walk.
pub(in crate::store) fn resume(
    connection: &Connection,
    import: Option<u64>,
) -> Result<Option<(u64, Walk)>, StoreError> {
    let found = connection
        .query_row(
            "UPDATE import SET ended = NULL, closed_at = NULL
             WHERE id = (SELECT max(id) FROM import
                WHERE ended = 'interrupted' AND walk IS NOT NULL AND (?1 IS NULL OR id = ?1))
             RETURNING id, walk",
            [import.map(u64::cast_signed)],
            |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get::<_, String>(1)?)),
        )
        .optional()?;
    let Some((id, walk)) = found else { return Ok(None) };
    let walk = serde_json::from_str(&walk).map_err(|error| StoreError::Damaged {
        part: "ledger",
        found: format!("a walk that is none: {error}"),
    })?;
    Ok(Some((id, walk)))
}

/// The files that an import has already.
pub(in crate::store) fn files(
    connection: &Connection,
    import: u64,
) -> Result<HashSet<String>, StoreError> {
    let mut statement = connection.prepare("SELECT file FROM import_item WHERE import = ?1")?;
    let files =
        statement.query_map([import.cast_signed()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(files)
}

/// Whether a file of a watched folder was taken in as it is now.
pub(in crate::store) fn was_seen(
    connection: &Connection,
    file: &str,
    bytes: u64,
    modified: &str,
) -> Result<bool, StoreError> {
    let seen = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM watched WHERE file = ?1 AND bytes = ?2 AND modified = ?3)",
        )?
        .query_row(params![file, bytes.cast_signed(), modified], |row| row.get(0))?;
    Ok(seen)
}

/// Notes that a file of a watched folder was taken in as it is now.
pub(in crate::store) fn see(
    connection: &Connection,
    file: &str,
    bytes: u64,
    modified: &str,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO watched VALUES (?1, ?2, ?3)")?
        .execute(params![file, bytes.cast_signed(), modified])?;
    Ok(())
}

fn json(walk: &Walk) -> Option<String> {
    // Paths that are no text cannot be kept; then there is nothing to go on with.
    serde_json::to_string(walk).ok()
}

const IMPORT: &str = "SELECT id, source, name, by, began_at, closed_at, ended FROM import";

/// An import, with its counts.
pub(in crate::store) fn get(
    connection: &Connection,
    import: u64,
) -> Result<Option<Import>, StoreError> {
    connection
        .prepare_cached(&format!("{IMPORT} WHERE id = ?1"))?
        .query_row([import.cast_signed()], read)
        .optional()?
        .map(|read| counted(connection, read))
        .transpose()
}

/// Imports with an id below `before`, the latest first, at most `limit`.
pub(in crate::store) fn list(
    connection: &Connection,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<Import>, StoreError> {
    let before = before.map_or(i64::MAX, u64::cast_signed);
    let mut statement =
        connection.prepare_cached(&format!("{IMPORT} WHERE id < ?1 ORDER BY id DESC LIMIT ?2"))?;
    let imports: Vec<_> = statement
        .query_map([before, i64::try_from(limit).unwrap_or(i64::MAX)], read)?
        .collect::<Result<_, _>>()?;
    imports.into_iter().map(|import| counted(connection, import)).collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Import> {
    Ok(Import {
        id: row.get::<_, i64>(0)?.cast_unsigned(),
        source: row.get(1)?,
        name: row.get(2)?,
        by: row.get(3)?,
        began_at: row.get(4)?,
        closed_at: row.get(5)?,
        // What it is when nothing waits any more; counting tells whether something does.
        progress: match row.get::<_, Option<String>>(6)?.as_deref() {
            Some("cancelled") => Progress::Cancelled,
            Some(_) => Progress::Interrupted,
            None => Progress::Running,
        },
        counts: Counts::default(),
        codes: BTreeMap::new(),
    })
}

/// The state of an item: that of its document where it has one of its own.
const STATE: &str = "CASE kind WHEN 'document' THEN document.state ELSE kind END";

fn counted(connection: &Connection, mut import: Import) -> Result<Import, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {STATE}, CASE kind WHEN 'document' THEN document.code ELSE item.code END,
            coalesce(sum(document.lease IS NOT NULL AND document.state = 'waiting'), 0), count(*)
         FROM import_item AS item LEFT JOIN document ON document.number = item.document
         WHERE item.import = ?1 GROUP BY 1, 2"
    ))?;
    let mut rows = statement.query([import.id.cast_signed()])?;
    while let Some(row) = rows.next()? {
        let state: String = row.get(0)?;
        let code: Option<String> = row.get(1)?;
        let running = row.get::<_, i64>(2)?.cast_unsigned();
        let count = row.get::<_, i64>(3)?.cast_unsigned();
        import.counts.add(&state, count, running);
        if let Some(code) = code.filter(|_| state == "failed" || state == "held") {
            *import.codes.entry(code).or_default() += count;
        }
    }
    let is_over = import.closed_at.is_some() && import.counts.waiting + import.counts.running == 0;
    if import.progress == Progress::Running && is_over {
        import.progress = Progress::Done;
    }
    Ok(import)
}

/// The items of an import behind a number, in order, at most `limit`.
pub(in crate::store) fn items(
    connection: &Connection,
    import: u64,
    behind: u64,
    limit: usize,
) -> Result<Vec<ImportItem>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT item.number, item.file, {STATE}, document.id,
            iif(kind = 'duplicate', document.file, NULL),
            coalesce(document.code, item.code), coalesce(document.message, item.message),
            motion.title, motion.warnings
         FROM import_item AS item LEFT JOIN document ON document.number = item.document
            LEFT JOIN motion ON motion.document = document.number AND motion.part = 1
         WHERE item.import = ?1 AND item.number > ?2 ORDER BY item.number LIMIT ?3"
    ))?;
    let items = statement
        .query_map(
            [import.cast_signed(), behind.cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)],
            |row| {
                Ok(ImportItem {
                    number: row.get::<_, i64>(0)?.cast_unsigned(),
                    file: row.get(1)?,
                    outcome: row.get(2)?,
                    id: row.get(3)?,
                    duplicate_of: row.get(4)?,
                    code: row.get(5)?,
                    message: row.get(6)?,
                    title: row.get(7)?,
                    warnings: row.get::<_, Option<i64>>(8)?.unwrap_or(0).cast_unsigned(),
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(items)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::store::entry::{Body, Content, Incoming};
    use crate::store::fixture::id;
    use crate::store::imports::Origin;
    use crate::store::ledger::document::Retry;
    use crate::store::{Store, Writer};

    #[test]
    fn an_import_that_is_retried_goes_on_until_all_of_it_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let mut batch = writer.begin().unwrap();
        let new = NewImport { source: Origin::Upload, name: "x", by: None, walk: None };
        let import = batch.open_import(&new).unwrap();
        let incoming = Incoming {
            id: id("aa"),
            file: "aa.txt".into(),
            media_type: "text/plain".into(),
            body: Body::Memory(b"aa".as_slice().into()),
            import: Some(import),
        };
        batch.receive(&incoming).unwrap();
        batch.close_import(import).unwrap();
        batch.cancel_import(import, None).unwrap();
        batch.commit().unwrap();
        let store = Store::open(dir.path(), &mut |_| {}).unwrap();
        let progress = || store.import(import).unwrap().unwrap().progress;
        assert_eq!(progress(), Progress::Cancelled);

        let mut batch = writer.begin().unwrap();
        let none = Retry::Import(import, Some("empty-file".into()));
        assert_eq!(batch.retry(&none, None).unwrap(), 0);
        batch.commit().unwrap();
        assert_eq!(progress(), Progress::Cancelled);
        let mut batch = writer.begin().unwrap();
        let cancelled = Retry::Import(import, Some("cancelled".into()));
        assert_eq!(batch.retry(&cancelled, None).unwrap(), 1);
        batch.commit().unwrap();
        assert_eq!(progress(), Progress::Running);
        let mut batch = writer.begin().unwrap();
        // The same bytes again are no better.
        let again = batch.open_import(&new).unwrap();
        batch.receive(&Incoming { import: Some(again), ..incoming }).unwrap();
        let claimed = batch.claim(1).unwrap().remove(0);
        let unreadable = Content::Unreadable { code: "empty-file".into(), message: "x".into() };
        batch.settle(&claimed, &Arc::new(unreadable)).unwrap();
        batch.commit().unwrap();
        assert_eq!(progress(), Progress::Done);
        let item = store.import_items(again, 0, 1).unwrap().remove(0);
        assert_eq!(
            (item.outcome.as_str(), item.code.as_deref()),
            ("duplicate", Some("empty-file"))
        );
    }
}
