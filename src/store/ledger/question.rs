//! Questions that someone saved.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::store::error::StoreError;
use crate::store::saved::{NewQuestion, SavedQuestion};

/// Adds a question; returns its number.
pub(in crate::store) fn add(
    connection: &Connection,
    new: &NewQuestion<'_>,
    now: &str,
) -> Result<u64, StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO question (name, query, by, made_at, looked, looked_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?4)",
        )?
        .execute(params![new.name, new.query, new.by, now, new.looked.cast_signed()])?;
    Ok(connection.last_insert_rowid().cast_unsigned())
}

/// The columns that [`question`] reads.
const QUESTION: &str = "SELECT number, name, query, by, made_at, looked, looked_at,
    feed IS NOT NULL FROM question";

/// All questions, the latest first.
pub(in crate::store) fn list(connection: &Connection) -> Result<Vec<SavedQuestion>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{QUESTION} ORDER BY number DESC"))?;
    let questions = statement.query_map([], question)?.collect::<Result<_, _>>()?;
    Ok(questions)
}

/// A question, by its number.
pub(in crate::store) fn get(
    connection: &Connection,
    id: u64,
) -> Result<Option<SavedQuestion>, StoreError> {
    let found = connection
        .prepare_cached(&format!("{QUESTION} WHERE number = ?1"))?
        .query_row([id.cast_signed()], question)
        .optional()?;
    Ok(found)
}

/// The hash of what opens the feed of a question, if something does.
pub(in crate::store) fn feed(
    connection: &Connection,
    id: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = connection
        .prepare_cached("SELECT feed FROM question WHERE number = ?1")?
        .query_row([id.cast_signed()], |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}

/// Notes up to where what a question finds was looked at, unless it was looked at further; false if there
/// is none of that number.
pub(in crate::store) fn look(
    connection: &Connection,
    id: u64,
    seq: u64,
    now: &str,
) -> Result<bool, StoreError> {
    let looked = connection
        .prepare_cached(
            "UPDATE question SET looked = max(looked, ?2), looked_at = ?3 WHERE number = ?1",
        )?
        .execute(params![id.cast_signed(), seq.cast_signed(), now])?;
    Ok(looked > 0)
}

/// Notes what opens the feed of a question; false if there is none of that number.
pub(in crate::store) fn set_feed(
    connection: &Connection,
    id: u64,
    hash: &[u8],
) -> Result<bool, StoreError> {
    let set = connection
        .prepare_cached("UPDATE question SET feed = ?2 WHERE number = ?1")?
        .execute(params![id.cast_signed(), hash])?;
    Ok(set > 0)
}

/// Takes a question away; false if there is none of that number.
pub(in crate::store) fn remove(connection: &Connection, id: u64) -> Result<bool, StoreError> {
    let removed = connection
        .prepare_cached("DELETE FROM question WHERE number = ?1")?
        .execute([id.cast_signed()])?;
    Ok(removed > 0)
}

fn question(row: &Row<'_>) -> rusqlite::Result<SavedQuestion> {
    Ok(SavedQuestion {
        id: row.get::<_, i64>(0)?.cast_unsigned(),
        name: row.get(1)?,
        query: row.get(2)?,
        by: row.get(3)?,
        made_at: row.get(4)?,
        looked: row.get::<_, i64>(5)?.cast_unsigned(),
        looked_at: row.get(6)?,
        has_feed: row.get(7)?,
    })
}
