//! Keys that open the server to others, and the audit log of who did what.

use rusqlite::{Connection, Row, params};

use crate::store::audit::{AuditEntry, KeyEntry};
use crate::store::error::StoreError;

/// Adds a key; false if one of that name is there, revoked or not.
pub(in crate::store) fn add(
    connection: &Connection,
    name: &str,
    role: &str,
    hash: &[u8],
    now: &str,
) -> Result<bool, StoreError> {
    let added = connection.execute(
        "INSERT INTO api_key (name, role, hash, made_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO NOTHING",
        params![name, role, hash, now],
    )?;
    Ok(added > 0)
}

/// Revokes a key; false if there is none of that name, or it is revoked.
pub(in crate::store) fn revoke(
    connection: &Connection,
    name: &str,
    now: &str,
) -> Result<bool, StoreError> {
    let revoked = connection.execute(
        "UPDATE api_key SET revoked_at = ?2 WHERE name = ?1 AND revoked_at IS NULL",
        [name, now],
    )?;
    Ok(revoked > 0)
}

/// All keys, in order of name.
pub(in crate::store) fn list(connection: &Connection) -> Result<Vec<KeyEntry>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT name, role, hash, made_at, revoked_at FROM api_key ORDER BY name",
    )?;
    let keys = statement
        .query_map([], |row| {
            Ok(KeyEntry {
                name: row.get(0)?,
                role: row.get(1)?,
                hash: row.get(2)?,
                made_at: row.get(3)?,
                revoked_at: row.get(4)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(keys)
}

/// Adds a line to the audit log.
pub(in crate::store) fn note(
    connection: &Connection,
    by: Option<&str>,
    action: &str,
    subject: &str,
    detail: Option<&str>,
    now: &str,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO audit (at, by, action, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![now, by, action, subject, detail])?;
    Ok(())
}

/// Lines of the audit log behind a number, in order, at most `limit`; of one subject if given.
pub(in crate::store) fn log(
    connection: &Connection,
    subject: Option<&str>,
    behind: u64,
    limit: usize,
) -> Result<Vec<AuditEntry>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, at, by, action, subject, detail FROM audit
         WHERE number > ?1 AND (?2 IS NULL OR subject = ?2) ORDER BY number LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let lines = statement
        .query_map(params![behind.cast_signed(), subject, limit], audit)?
        .collect::<Result<_, _>>()?;
    Ok(lines)
}

fn audit(row: &Row<'_>) -> rusqlite::Result<AuditEntry> {
    Ok(AuditEntry {
        number: row.get::<_, i64>(0)?.cast_unsigned(),
        at: row.get(1)?,
        by: row.get(2)?,
        action: row.get(3)?,
        subject: row.get(4)?,
        detail: row.get(5)?,
    })
}
