//! Corrections: what people changed in a record, kept apart from what was read.

use rusqlite::{Connection, Row, params};

use super::motion;
use crate::store::correct::{Correction, RecordPart, Standing};
use crate::store::error::StoreError;

/// A correction that is to be filed.
#[derive(Clone, Debug)]
pub(in crate::store) struct Draft<'a> {
    /// The id of the motion.
    pub(in crate::store) motion: &'a str,
    /// The part of the record that changes.
    pub(in crate::store) part: RecordPart,
    /// What it is from now on.
    pub(in crate::store) value: &'a serde_json::Value,
    /// What was asked for, for the history.
    pub(in crate::store) change: &'a serde_json::Value,
    /// Why.
    pub(in crate::store) why: Option<&'a str>,
    /// Who; `None` on this machine.
    pub(in crate::store) by: Option<&'a str>,
}

/// Files a correction; returns its number, and the motion's new version.
///
/// # Errors
/// [`StoreError::Uncorrectable`] where the value does not fit the record.
pub(in crate::store) fn file(
    connection: &Connection,
    draft: &Draft<'_>,
    now: &str,
) -> Result<(u64, u64), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO correction (motion, part, value, change, why, by, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            draft.motion,
            draft.part.name(),
            draft.value.to_string(),
            draft.change.to_string(),
            draft.why,
            draft.by,
            now
        ])?;
    let number = connection.last_insert_rowid().cast_unsigned();
    Ok((number, renew(connection, draft.motion)?))
}

/// Takes a correction back; returns the motion's new version.
///
/// # Errors
/// [`StoreError::Superseded`] while a later correction of the same part stands.
pub(in crate::store) fn undo(
    connection: &Connection,
    correction: &Correction,
    by: Option<&str>,
    now: &str,
) -> Result<u64, StoreError> {
    let later: Option<i64> = connection.query_row(
        "SELECT max(number) FROM correction
         WHERE motion = ?1 AND part = ?2 AND number > ?3 AND undone_at IS NULL",
        params![correction.motion, correction.part.name(), correction.number.cast_signed()],
        |row| row.get(0),
    )?;
    if let Some(later) = later {
        return Err(StoreError::Superseded {
            number: correction.number,
            by: later.cast_unsigned(),
        });
    }
    connection.execute(
        "UPDATE correction SET undone_by = ?2, undone_at = ?3 WHERE number = ?1",
        params![correction.number.cast_signed(), by, now],
    )?;
    renew(connection, &correction.motion)
}

/// Brings a motion, and the document that it is in, up to its corrections.
fn renew(connection: &Connection, id: &str) -> Result<u64, StoreError> {
    let version = motion::renew(connection, id)?;
    settle_document(connection, id)?;
    Ok(version)
}

/// Forgets what was corrected in the motions of a document.
pub(super) fn forget(connection: &Connection, document: &str) -> Result<(), StoreError> {
    // A motion that is not the first of its document has `-` behind the id; `.` comes behind that.
    connection
        .prepare_cached("DELETE FROM correction WHERE motion >= ?1 AND motion < ?1 || '.'")?
        .execute([document])?;
    Ok(())
}

/// A document is indexed once one of its motions can be found, and held once none can.
fn settle_document(connection: &Connection, id: &str) -> Result<(), StoreError> {
    let document: i64 = connection
        .prepare_cached("SELECT document FROM motion WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    let state = motion::former_state(connection, document)?;
    let (code, message) = state.reason().unzip();
    connection
        .prepare_cached(
            "UPDATE document SET state = ?2, code = ?3, message = ?4
             WHERE number = ?1 AND state IN ('indexed', 'held')",
        )?
        .execute(params![document, state.name(), code, message])?;
    Ok(())
}

/// What stands of a motion's corrections.
pub(in crate::store) fn standing(
    connection: &Connection,
    motion: &str,
) -> Result<Standing, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT part, value FROM correction WHERE number IN (
            SELECT max(number) FROM correction
            WHERE motion = ?1 AND undone_at IS NULL GROUP BY part)",
    )?;
    let mut rows = statement.query([motion])?;
    let mut latest = Vec::new();
    while let Some(row) = rows.next()? {
        latest.push((part(row.get(0)?)?, row.get(1)?));
    }
    Ok(Standing::new(latest))
}

/// The motions that people call versions of one, and the one that it is called a version of.
pub(in crate::store) fn versions(
    connection: &Connection,
    motion: &str,
) -> Result<Vec<String>, StoreError> {
    let of = standing(connection, motion)?.review().version_of;
    let first = of.as_deref().unwrap_or(motion);
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT motion FROM correction
         WHERE part = 'review' AND undone_at IS NULL AND value ->> 'version_of' = ?1
         ORDER BY motion",
    )?;
    let named = statement.query_map([first], |row| row.get(0))?;
    let named: Vec<String> = named.collect::<Result<_, _>>()?;
    let mut versions = vec![first.to_owned()];
    for other in named {
        // It may have been called something else since.
        if standing(connection, &other)?.review().version_of.as_deref() == Some(first) {
            versions.push(other);
        }
    }
    versions.retain(|other| other != motion);
    Ok(versions)
}

/// A correction of a motion, if it stands.
pub(in crate::store) fn find(
    connection: &Connection,
    motion: &str,
    number: u64,
) -> Result<Option<Correction>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{COLUMNS} WHERE number = ?1 AND motion = ?2 AND undone_at IS NULL"
    ))?;
    let mut rows = statement.query(params![number.cast_signed(), motion])?;
    rows.next()?.map(correction).transpose()
}

/// All corrections of a motion, in the order in which they were made.
pub(in crate::store) fn history(
    connection: &Connection,
    motion: &str,
) -> Result<Vec<Correction>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{COLUMNS} WHERE motion = ?1 ORDER BY number"))?;
    let mut rows = statement.query([motion])?;
    let mut corrections = Vec::new();
    while let Some(row) = rows.next()? {
        corrections.push(correction(row)?);
    }
    Ok(corrections)
}

/// The columns that [`correction`] reads.
const COLUMNS: &str =
    "SELECT number, motion, part, value, change, why, by, at, undone_by, undone_at
     FROM correction";

fn correction(row: &Row<'_>) -> Result<Correction, StoreError> {
    let json = |text: String, what| serde_json::from_str(&text).map_err(|_| damaged(what));
    Ok(Correction {
        number: row.get::<_, i64>(0)?.cast_unsigned(),
        motion: row.get(1)?,
        part: part(row.get(2)?)?,
        value: json(row.get(3)?, "a value")?,
        change: json(row.get(4)?, "a change")?,
        why: row.get(5)?,
        by: row.get(6)?,
        at: row.get(7)?,
        undone_by: row.get(8)?,
        undone_at: row.get(9)?,
    })
}

fn part(name: String) -> Result<RecordPart, StoreError> {
    RecordPart::from_name(&name).ok_or_else(|| damaged("a part"))
}

fn damaged(what: &str) -> StoreError {
    let found = format!("a correction with {what} that is none");
    StoreError::Damaged { part: "ledger", found }
}
