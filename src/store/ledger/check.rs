//! What a check asks: everything, one row after the other.

use rusqlite::{Connection, Row};

use super::correction;
use super::entries::place_of;
use super::motion::{self, Summary, assert_intact};
use crate::motion::Motion;
use crate::store::check::FindingKind;
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
    /// What is wrong with its record, or with what stands beside it.
    pub(in crate::store) complaint: Option<(FindingKind, String)>,
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
    complaints.extend(ahead(connection)?);
    Ok(complaints)
}

/// What says that it was found, or looked at, by a change that is still to come: what is new would not be.
fn ahead(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT '`motion` says that `' || id || '` was first found', since, seq FROM motion
         WHERE since > seq
         UNION ALL SELECT '`question` says that ' || number || ' was looked at last', looked, seq
         FROM question, ledger WHERE looked > seq
         LIMIT ?1",
    )?;
    let told = statement.query_map([COMPLAINTS], |row| {
        let (what, at, last): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("{what} at change {at}, and the last was {last}"))
    })?;
    Ok(told.collect::<Result<_, _>>()?)
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

/// Hands over every document whose state contradicts its motions, by its id, with what is wrong; until
/// `each` returns false. Returns what that returned last.
pub(in crate::store) fn contradictions(
    connection: &Connection,
    each: &mut dyn FnMut(&str, String) -> bool,
) -> Result<bool, StoreError> {
    let mut statement = connection.prepare(
        "SELECT document.id, state, count(part), coalesce(sum(is_found), 0), coalesce(max(part), 0),
            coalesce(min(part), 1)
         FROM document LEFT JOIN motion
            ON motion.document = document.number AND motion.record IS NOT NULL
         GROUP BY document.number ORDER BY document.number",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, state): (String, String) = (row.get(0)?, row.get(1)?);
        let (read, found): (i64, i64) = (row.get(2)?, row.get(3)?);
        let (last, first): (i64, i64) = (row.get(4)?, row.get(5)?);
        let complaint = match state.as_str() {
            "indexed" if found == 0 => "and has no motion that can be found",
            "held" if read == 0 => "and has nothing that could be a motion",
            "held" | "failed" if found > 0 => "and has motions that can be found",
            "deleted" if read > 0 => "and has motions",
            _ => "",
        };
        let complaint = if !complaint.is_empty() {
            format!("it is {state}, {complaint}")
        } else if first != 1 || last != read {
            "its motions are not numbered from 1 on, without a gap".to_owned()
        } else {
            continue;
        };
        if !each(&id, complaint) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Hands over what speaks of something that the ledger has not: motions whose latest change it did not
/// number yet, and corrections of no motion; each by the id of the motion, with what is wrong; until
/// `each` returns false. Returns what that returned last.
pub(in crate::store) fn strays(
    connection: &Connection,
    each: &mut dyn FnMut(&str, String) -> bool,
) -> Result<bool, StoreError> {
    let mut statement = connection.prepare(
        "SELECT id, 'its latest change is number ' || motion.seq || ', and that of the ledger '
            || ledger.seq FROM motion JOIN ledger ON motion.seq > ledger.seq
         UNION ALL SELECT motion, 'correction ' || number || ' is of this motion, which is not there'
            FROM correction WHERE motion NOT IN (SELECT id FROM motion)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        if !each(&id, row.get(1)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Hands over every motion, those that were taken back too, until `each` returns false.
pub(in crate::store) fn each_motion(
    connection: &Connection,
    each: &mut dyn FnMut(MotionRow) -> bool,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT id, seq, is_found, record, text, sum, record IS NULL, title, date, body, warnings,
            confidence, is_seen, is_corrected, document, part
         FROM motion",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let complaint = match complaint(connection, row) {
            Ok(beside) if beside.is_empty() => None,
            Ok(beside) => {
                let said = format!("beside its record stands another {}", beside.join(", "));
                Some((FindingKind::Inconsistent, said))
            }
            Err(error) => Some((FindingKind::Damaged, error.to_string())),
        };
        let motion = MotionRow {
            id: row.get(0)?,
            key: motion::key(
                row.get::<_, i64>(14)?.cast_unsigned(),
                row.get::<_, i64>(15)?.cast_unsigned(),
            ),
            seq: row.get::<_, i64>(1)?.cast_unsigned(),
            is_found: row.get(2)?,
            complaint,
        };
        if !each(motion) {
            break;
        }
    }
    Ok(())
}

/// What stands beside a record and is not what the record gives, by the names of its columns.
///
/// # Errors
/// Where the record is damaged.
fn complaint(connection: &Connection, row: &Row<'_>) -> Result<Vec<&'static str>, StoreError> {
    let id: String = row.get(0)?;
    let is_found: bool = row.get(2)?;
    if row.get(6)? {
        return Ok(if is_found { vec!["is_found"] } else { Vec::new() });
    }
    let (record, text) = (row.get_ref(3)?, row.get_ref(4)?);
    assert_intact(&id, record, text, row.get(5)?)?;
    packed::unpack(text)?;
    let standing = correction::standing(connection, &id)?;
    let mut motion: Motion = packed::unpack_json(record)?;
    standing.lay_over(&mut motion)?;
    let Summary { is_found: gives_found, warnings, confidence, is_seen } =
        Summary::of(&motion, &standing);
    let text = |column| row.get::<_, Option<String>>(column);
    let columns = [
        ("title", text(7)? == motion.title),
        ("date", text(8)? == motion.date),
        ("body", text(9)? == motion.body),
        ("warnings", row.get::<_, i64>(10)? == warnings),
        ("confidence", (row.get::<_, f64>(11)? - confidence).abs() < 1e-9),
        ("is_found", is_found == gives_found),
        ("is_seen", row.get::<_, bool>(12)? == is_seen),
        ("is_corrected", row.get::<_, bool>(13)? != standing.is_empty()),
    ];
    Ok(columns.into_iter().filter(|(_, fits)| !fits).map(|(name, _)| name).collect())
}
