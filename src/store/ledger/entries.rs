//! What is asked of documents: one, all, how many, where their bytes stand.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::store::entry::{Entry, State, Tally};
use crate::store::error::StoreError;
use crate::store::originals::Place;

/// The columns that [`entry`] reads.
const ENTRY: &str =
    "SELECT coalesce(motion.id, document.id), file, media_type, bytes, state, code, message,
    imported_at, number, duplicates, title, date, motion.body,
    coalesce(motion.seq, 0)
    FROM document LEFT JOIN motion
    ON motion.document = document.number AND motion.record IS NOT NULL";

/// Reads a document.
pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let state: String = row.get(4)?;
    let reason = || -> rusqlite::Result<(String, String)> {
        let message: Option<String> = row.get(6)?;
        Ok((row.get::<_, Option<String>>(5)?.unwrap_or_default(), message.unwrap_or_default()))
    };
    let state = match state.as_str() {
        "waiting" => State::Waiting,
        "indexed" => State::Indexed,
        "held" => {
            let (code, message) = reason()?;
            State::Held { code, message }
        }
        "failed" => {
            let (code, message) = reason()?;
            State::Failed { code, message }
        }
        _ => State::Deleted,
    };
    Ok(Entry {
        id: row.get(0)?,
        file: row.get(1)?,
        media_type: row.get(2)?,
        bytes: row.get::<_, i64>(3)?.cast_unsigned(),
        state,
        imported_at: row.get(7)?,
        number: row.get::<_, i64>(8)?.cast_unsigned(),
        duplicates: row.get::<_, i64>(9)?.cast_unsigned(),
        title: row.get(10)?,
        date: row.get(11)?,
        body: row.get(12)?,
        version: row.get::<_, i64>(13)?.cast_unsigned(),
    })
}

/// A document, or a motion in it, by its whole id.
pub(in crate::store) fn find(
    connection: &Connection,
    id: &str,
) -> Result<Option<Entry>, StoreError> {
    let by = if id.contains('-') { "motion.id" } else { "document.id" };
    let entry = connection
        .prepare_cached(&format!("{ENTRY} WHERE {by} = ?1 ORDER BY motion.part LIMIT 1"))?
        .query_row([id], entry)
        .optional()?;
    Ok(entry.filter(|entry| entry.state != State::Deleted))
}

/// The ids of documents that begin so, in order, at most `limit`.
pub(in crate::store) fn ids_from(
    connection: &Connection,
    prefix: &str,
    limit: usize,
) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM document WHERE id >= ?1 AND id < ?1 || 'g' AND state <> 'deleted'
         ORDER BY id LIMIT ?2",
    )?;
    let ids = statement
        .query_map(params![prefix, i64::try_from(limit).unwrap_or(i64::MAX)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Hands over every document, each motion of a bundle by itself, in the order in which they came,
/// until `each` has had enough.
pub(in crate::store) fn each(
    connection: &Connection,
    mut each: impl FnMut(Entry) -> bool,
) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare(&format!("{ENTRY} WHERE state <> 'deleted' ORDER BY number, motion.part"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if !each(entry(row)?) {
            break;
        }
    }
    Ok(())
}

/// How many documents there are in each state.
pub(in crate::store) fn tally(connection: &Connection) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    let mut statement = connection.prepare_cached("SELECT name, count FROM tally")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let count = row.get::<_, i64>(1)?.cast_unsigned();
        match row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)? {
            "waiting" => tally.waiting = count,
            "indexed" => tally.indexed = count,
            "held" => tally.held = count,
            "failed" => tally.failed = count,
            "duplicates" => tally.duplicates = count,
            "motions" => tally.motions = count,
            _ => {}
        }
    }
    Ok(tally)
}

/// How many documents nobody began to read, counted up to so many.
pub(in crate::store) fn waiting(connection: &Connection, most: u64) -> Result<u64, StoreError> {
    let count: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM (
                SELECT 1 FROM document WHERE state = 'waiting' AND lease IS NULL LIMIT ?1)",
        )?
        .query_row([i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}

/// Where the bytes of a document stand, and how many they are; `None` as place for a file of their own.
pub(in crate::store) fn place(
    connection: &Connection,
    id: &str,
) -> Result<Option<(Option<Place>, u64)>, StoreError> {
    let place = connection
        .prepare_cached(
            "SELECT pack, place, bytes FROM document WHERE id = ?1 AND state <> 'deleted'",
        )?
        .query_row([id], |row| Ok((place_of(row)?, row.get::<_, i64>(2)?.cast_unsigned())))
        .optional()?;
    Ok(place)
}

/// Reads pack and place.
pub(super) fn place_of(row: &Row<'_>) -> rusqlite::Result<Option<Place>> {
    let pack: Option<u32> = row.get(0)?;
    let start: Option<i64> = row.get(1)?;
    Ok(pack.zip(start).map(|(pack, start)| Place { pack, start: start.cast_unsigned() }))
}
