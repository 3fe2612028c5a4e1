//! What a check asks: everything, one row after the other.

use rusqlite::Connection;

use super::entries::place_of;
use super::motion;
use crate::motion::Motion;
use crate::store::error::StoreError;
use crate::store::originals::Place;
use crate::store::packed;

/// A document, as a check sees it.
#[derive(Debug)]
pub(in crate::store) struct DocumentRow {
    pub(in crate::store) id: String,
    pub(in crate::store) file: String,
    pub(in crate::store) bytes: u64,
    pub(in crate::store) place: Option<Place>,
    pub(in crate::store) is_waiting: bool,
}

/// A motion, as a check sees it.
#[derive(Debug)]
pub(in crate::store) struct MotionRow {
    pub(in crate::store) id: String,
    pub(in crate::store) key: u64,
    pub(in crate::store) seq: u64,
    pub(in crate::store) is_found: bool,
    /// What is wrong with its record.
    pub(in crate::store) complaint: Option<String>,
}

/// How many complaints of the database itself are passed on.
const COMPLAINTS: u32 = 20;

/// What SQLite finds wrong with its file, and with rows that name others.
pub(in crate::store) fn complaints(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut complaints = Vec::new();
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({COMPLAINTS})"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            complaints.push(said);
        }
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, other): (String, String) = (row.get(0)?, row.get(2)?);
        complaints.push(format!("a row of `{table}` names a row of `{other}` that is not there"));
    }
    Ok(complaints)
}

/// Hands over every document that is not deleted, until `each` returns false.
pub(in crate::store) fn each_document(
    connection: &Connection,
    each: &mut dyn FnMut(DocumentRow) -> bool,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT pack, place, id, file, bytes, state = 'waiting' FROM document
         WHERE state <> 'deleted' ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let document = DocumentRow {
            place: place_of(row)?,
            id: row.get(2)?,
            file: row.get(3)?,
            bytes: row.get::<_, i64>(4)?.cast_unsigned(),
            is_waiting: row.get(5)?,
        };
        if !each(document) {
            break;
        }
    }
    Ok(())
}

/// Hands over every motion, those that were taken back too, until `each` returns false.
pub(in crate::store) fn each_motion(
    connection: &Connection,
    each: &mut dyn FnMut(MotionRow) -> bool,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT id, seq, is_found, record, text, record IS NULL, document, part FROM motion",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let complaint = if row.get(5)? {
            None
        } else {
            let record = packed::unpack_json::<Motion>(row.get_ref(3)?).err();
            record.or_else(|| row.get_ref(4).ok().and_then(|text| packed::unpack(text).err()))
        };
        let motion = MotionRow {
            id: row.get(0)?,
            key: motion::key(
                row.get::<_, i64>(6)?.cast_unsigned(),
                row.get::<_, i64>(7)?.cast_unsigned(),
            ),
            seq: row.get::<_, i64>(1)?.cast_unsigned(),
            is_found: row.get(2)?,
            complaint: complaint.map(|error| error.to_string()),
        };
        if !each(motion) {
            break;
        }
    }
    Ok(())
}
