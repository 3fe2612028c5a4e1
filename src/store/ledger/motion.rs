//! Motions: what was read in documents, as it is once people have corrected it.

use std::borrow::Cow;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::correction;
use super::next_seq;
use super::schema::SUMMARIES;
use crate::motion::{Item, Motion};
use crate::store::correct::{self, Standing};
use crate::store::entry::{Content, State};
use crate::store::error::StoreError;
use crate::store::packed;

/// A motion with its text.
#[derive(Clone, Debug)]
pub(in crate::store) struct Kept {
    /// What the index knows it by.
    pub(in crate::store) key: u64,
    /// The number of its latest change.
    pub(in crate::store) seq: u64,
    /// The number of the change by which it could first be found; 0 where that was not noted yet.
    pub(in crate::store) since: u64,
    /// The record, corrected.
    pub(in crate::store) motion: Motion,
    /// Its part of the normalised text.
    pub(in crate::store) text: String,
}

/// What the index must do to follow the ledger.
#[derive(Clone, Debug)]
pub(in crate::store) enum Change {
    /// This motion can be found.
    Put(Box<Kept>),
    /// The motion with this key cannot be found any more.
    Remove {
        /// Its key.
        key: u64,
        /// The number of the change.
        seq: u64,
        /// Why it should be found, and cannot be.
        damaged: Option<String>,
    },
}

impl Change {
    /// Its number in the ledger.
    pub(in crate::store) fn seq(&self) -> u64 {
        match self {
            Self::Put(kept) => kept.seq,
            Self::Remove { seq, .. } => *seq,
        }
    }
}

/// How many bits of a key say which motion of its document it is.
const PART_BITS: u32 = 16;

/// What the index knows a motion by: the number of its document, and which of its motions it is, from 1.
pub(in crate::store) fn key(document: u64, part: u64) -> u64 {
    // No document of a size that is read has more motions than that.
    (document << PART_BITS) | part.min((1 << PART_BITS) - 1)
}

/// Puts the motions of a document in the place of those that were read in it before; `is_first` says
/// that there are none. Returns whether one of them can be found.
pub(super) fn replace(
    connection: &Connection,
    document: i64,
    content: &Content,
    is_first: bool,
) -> Result<bool, StoreError> {
    let (mut parts, mut is_any_found) = (0, false);
    for (record, text) in content.parts() {
        parts += 1;
        let motion = record.motion();
        let standing = correction::standing(connection, &motion.id)?;
        let mut corrected = Cow::Borrowed(motion);
        if !standing.is_empty() {
            standing.lay_over(corrected.to_mut())?;
        }
        let text = packed::pack(text.as_bytes());
        let sum = packed::sum(&motion.id, ValueRef::Blob(record.packed()), ValueRef::Blob(&text));
        let summary = Summary::of(&corrected, &standing);
        is_any_found |= summary.is_found;
        connection
            .prepare_cached(
                "INSERT INTO motion
                    (id, document, part, seq, record, text, is_found, title, date, body, warnings,
                     confidence, is_seen, is_corrected, sum, since)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                     iif(?7, ?4, NULL))
                 ON CONFLICT (id) DO UPDATE SET
                    since = iif(is_found, since, coalesce(since, excluded.since)),
                    sum = excluded.sum, seq = excluded.seq, record = excluded.record,
                    text = excluded.text, is_found = excluded.is_found, title = excluded.title,
                    date = excluded.date, body = excluded.body, warnings = excluded.warnings,
                    confidence = excluded.confidence, is_seen = excluded.is_seen,
                    is_corrected = excluded.is_corrected",
            )?
            .execute(params![
                motion.id,
                document,
                parts,
                next_seq(connection)?,
                record.packed(),
                text,
                summary.is_found,
                corrected.title,
                corrected.date,
                corrected.body,
                summary.warnings,
                summary.confidence,
                summary.is_seen,
                !standing.is_empty(),
                sum
            ])?;
    }
    if !is_first {
        take_back(connection, document, parts)?;
    }
    Ok(is_any_found)
}

/// What stands beside a record, for lists and queues.
#[derive(Debug, PartialEq)]
pub(super) struct Summary {
    pub(super) is_found: bool,
    pub(super) warnings: i64,
    pub(super) confidence: f64,
    pub(super) is_seen: bool,
}

impl Summary {
    /// Of a record that corrections are laid over.
    pub(super) fn of(corrected: &Motion, standing: &Standing) -> Self {
        let review = standing.review();
        Self {
            is_found: review.is_motion.unwrap_or_else(|| correct::is_motion(corrected)),
            warnings: corrected.warnings.len() as i64,
            confidence: f64::from(least_confidence(corrected)),
            is_seen: review.seen,
        }
    }
}

/// Takes the motions of a document back that stand behind so many: their rows stay, so that the
/// index is told.
pub(in crate::store) fn take_back(
    connection: &Connection,
    document: i64,
    behind: i64,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM motion WHERE document = ?1 AND part > ?2 AND record IS NOT NULL",
    )?;
    let ids: Vec<String> =
        statement.query_map([document, behind], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in ids {
        connection
            .prepare_cached(
                "UPDATE motion SET seq = ?2, is_found = 0, title = NULL, date = NULL, body = NULL,
                    warnings = 0, confidence = 1, record = NULL, text = NULL, sum = NULL,
                    since = NULL
                 WHERE id = ?1",
            )?
            .execute(params![id, next_seq(connection)?])?;
    }
    Ok(())
}

/// Brings what stands beside a record up to its corrections; returns its new number.
pub(super) fn renew(connection: &Connection, id: &str) -> Result<u64, StoreError> {
    let Some(mut corrected) = extracted(connection, id)? else {
        return Err(StoreError::NotFound { id: id.to_owned() });
    };
    let standing = correction::standing(connection, id)?;
    standing.lay_over(&mut corrected)?;
    let summary = Summary::of(&corrected, &standing);
    let seq = next_seq(connection)?;
    connection
        .prepare_cached(
            "UPDATE motion SET seq = ?2, is_found = ?3, title = ?4, date = ?5, body = ?6,
                warnings = ?7, confidence = ?8, is_seen = ?9, is_corrected = ?10,
                since = iif(is_found, since, coalesce(since, iif(?3, ?2, NULL)))
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            seq,
            summary.is_found,
            corrected.title,
            corrected.date,
            corrected.body,
            summary.warnings,
            summary.confidence,
            summary.is_seen,
            !standing.is_empty()
        ])?;
    Ok(seq.cast_unsigned())
}

/// The least that a record is sure of anything in it; 0 for what is no motion by its own words.
fn least_confidence(motion: &Motion) -> f32 {
    fn of_items(items: &[Item]) -> f32 {
        items.iter().fold(1.0, |least, item| least.min(item.confidence).min(of_items(&item.items)))
    }
    if !correct::is_motion(motion) {
        return 0.0;
    }
    let clauses =
        motion.clauses.iter().map(|clause| clause.confidence.min(of_items(&clause.items)));
    let signatories = motion.signatories.iter().map(|signatory| signatory.confidence);
    clauses.chain(signatories).chain(motion.confidence.values().copied()).fold(1.0, f32::min)
}

/// How many motions were read in a document.
pub(super) fn count(connection: &Connection, document: i64) -> Result<i64, StoreError> {
    let count = connection
        .prepare_cached("SELECT count(*) FROM motion WHERE document = ?1 AND record IS NOT NULL")?
        .query_row([document], |row| row.get(0))?;
    Ok(count)
}

/// The state that the motions of a document give it.
pub(in crate::store) fn former_state(
    connection: &Connection,
    document: i64,
) -> Result<State, StoreError> {
    let is_found: bool = connection
        .prepare_cached(
            "SELECT coalesce(max(is_found), 0) FROM motion
             WHERE document = ?1 AND record IS NOT NULL",
        )?
        .query_row([document], |row| row.get(0))?;
    Ok(if is_found { State::Indexed } else { State::no_motion(None) })
}

/// The columns that [`kept`] reads.
const KEPT: &str =
    "SELECT seq, record, text, is_corrected, is_found, id, sum, document, part, coalesce(since, 0)
     FROM motion";

/// The changes with a number above this one, in order, at most `limit`.
pub(in crate::store) fn since(
    connection: &Connection,
    seq: u64,
    limit: usize,
) -> Result<Vec<Change>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{KEPT} WHERE seq > ?1 ORDER BY seq LIMIT ?2"))?;
    let mut rows =
        statement.query(params![seq.cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        let remove = |damaged| -> Result<Change, StoreError> {
            let seq = row.get::<_, i64>(0)?.cast_unsigned();
            Ok(Change::Remove { key: row_key(row)?, seq, damaged })
        };
        changes.push(match row.get(4)? {
            true => match kept(connection, row) {
                Ok(kept) => Change::Put(Box::new(kept)),
                // The others can be found all the same.
                Err(error @ StoreError::Damaged { .. }) => remove(Some(error.to_string()))?,
                Err(error) => return Err(error),
            },
            false => remove(None)?,
        });
    }
    Ok(changes)
}

/// A motion, corrected, whether or not it can be found; `None` if there is none with this id.
pub(in crate::store) fn get(connection: &Connection, id: &str) -> Result<Option<Kept>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{KEPT} WHERE id = ?1 AND record IS NOT NULL"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(|row| kept(connection, row)).transpose()
}

/// A motion by its key, if it can be found.
pub(in crate::store) fn by_key(
    connection: &Connection,
    key: u64,
) -> Result<Option<Kept>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "{KEPT} WHERE document = ?1 AND part = ?2 AND record IS NOT NULL AND is_found"
    ))?;
    let part = key & ((1 << PART_BITS) - 1);
    let mut rows = statement.query([(key >> PART_BITS).cast_signed(), part.cast_signed()])?;
    rows.next()?.map(|row| kept(connection, row)).transpose()
}

/// A record as it was read, before anyone corrected it.
pub(in crate::store) fn extracted(
    connection: &Connection,
    id: &str,
) -> Result<Option<Motion>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("{KEPT} WHERE id = ?1 AND record IS NOT NULL"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(record).transpose()
}

/// The number of a motion's latest change; `None` if there is no such motion.
pub(in crate::store) fn version(
    connection: &Connection,
    id: &str,
) -> Result<Option<u64>, StoreError> {
    let seq = connection
        .prepare_cached("SELECT seq FROM motion WHERE id = ?1 AND record IS NOT NULL")?
        .query_row([id], |row| row.get::<_, i64>(0))
        .optional()?;
    Ok(seq.map(i64::cast_unsigned))
}

fn row_key(row: &Row<'_>) -> Result<u64, StoreError> {
    Ok(key(row.get::<_, i64>(7)?.cast_unsigned(), row.get::<_, i64>(8)?.cast_unsigned()))
}

/// Reads a record as it was read, if it and its text are what was written.
fn record(row: &Row<'_>) -> Result<Motion, StoreError> {
    let (id, sum): (String, Option<i64>) = (row.get(5)?, row.get(6)?);
    assert_intact(&id, row.get_ref(1)?, row.get_ref(2)?, sum)?;
    packed::unpack_json(row.get_ref(1)?)
}

/// Asserts that a record and its text are what was written.
pub(super) fn assert_intact(
    id: &str,
    record: ValueRef<'_>,
    text: ValueRef<'_>,
    sum: Option<i64>,
) -> Result<(), StoreError> {
    if sum == Some(packed::sum(id, record, text)) {
        return Ok(());
    }
    let found = format!("the record of `{id}` is not what was written");
    Err(StoreError::Damaged { part: "ledger", found })
}

/// Gives the records of an earlier version, the one with this number, their checksums; and brings what
/// stands beside them up to them where that version did not.
pub(super) fn seal_all(connection: &Connection, version: usize) -> Result<(), StoreError> {
    let mut statement =
        connection.prepare("SELECT id, document FROM motion WHERE record IS NOT NULL")?;
    let rows: Vec<(String, i64)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (id, document) in rows {
        let sum = connection
            .prepare_cached("SELECT record, text FROM motion WHERE id = ?1")?
            .query_row([&id], |row| Ok(packed::sum(&id, row.get_ref(0)?, row.get_ref(1)?)))?;
        connection
            .prepare_cached("UPDATE motion SET sum = ?2 WHERE id = ?1")?
            .execute(params![id, sum])?;
        if version >= SUMMARIES {
            continue;
        }
        match renew(connection, &id) {
            Ok(_) => super::document::settle_anew(connection, document)?,
            // It stays as it is; a check names it.
            Err(StoreError::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads seq, record, text, whether it is corrected, its id, its sum, its key and since when it is found.
fn kept(connection: &Connection, row: &Row<'_>) -> Result<Kept, StoreError> {
    let mut motion = record(row)?;
    if row.get(3)? {
        correction::standing(connection, &motion.id)?.lay_over(&mut motion)?;
    }
    Ok(Kept {
        key: row_key(row)?,
        seq: row.get::<_, i64>(0)?.cast_unsigned(),
        since: row.get::<_, i64>(9)?.cast_unsigned(),
        motion,
        text: packed::unpack(row.get_ref(2)?)?,
    })
}
