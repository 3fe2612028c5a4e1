//! Motions: what was read in documents, as it is once people have corrected it.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::correction;
use super::{next_seq, packed};
use crate::motion::{Item, Motion};
use crate::store::correct::{self, Review};
use crate::store::entry::{Claimed, Content, State};
use crate::store::error::StoreError;

/// A motion with its text.
#[derive(Clone, Debug)]
pub(in crate::store) struct Kept {
    /// The number of its latest change.
    pub(in crate::store) seq: u64,
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
    /// The motion with this id cannot be found any more.
    Remove {
        /// Its id.
        id: String,
        /// The number of the change.
        seq: u64,
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

/// Puts the motions of a document in the place of those that were read in it before.
pub(super) fn replace(
    connection: &Connection,
    claimed: &Claimed,
    content: &Content,
) -> Result<(), StoreError> {
    let document = claimed.number.cast_signed();
    let mut parts = 0;
    for (motion, text) in content.parts() {
        parts += 1;
        let seq = next_seq(connection)?;
        connection
            .prepare_cached(
                "INSERT INTO motion (id, document, part, seq, is_found, record, text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, is_found = excluded.is_found,
                    record = excluded.record, text = excluded.text",
            )?
            .execute(params![
                motion.id,
                document,
                parts,
                seq,
                correct::is_motion(motion),
                packed::json(motion),
                packed::pack(text.as_bytes())
            ])?;
        let corrections = correction::active(connection, &motion.id)?;
        if corrections.is_empty() {
            summarise(connection, motion, &Review::default(), false)?;
        } else {
            let corrected = correct::apply(motion, &corrections)?;
            let review = correct::review(&corrections);
            summarise(connection, &corrected, &review, true)?;
        }
    }
    take_back(connection, document, parts)
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
                    warnings = 0, confidence = 1, record = NULL, text = NULL
                 WHERE id = ?1",
            )?
            .execute(params![id, next_seq(connection)?])?;
    }
    Ok(())
}

/// Writes beside a record what lists and queues ask of it.
pub(super) fn summarise(
    connection: &Connection,
    motion: &Motion,
    review: &Review,
    is_corrected: bool,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE motion SET title = ?2, date = ?3, body = ?4, warnings = ?5, confidence = ?6,
                is_seen = ?7, is_found = coalesce(?8, is_found), is_corrected = ?9
             WHERE id = ?1",
        )?
        .execute(params![
            motion.id,
            motion.title,
            motion.date,
            motion.body,
            motion.warnings.len() as i64,
            f64::from(least_confidence(motion)),
            review.seen,
            review.is_motion,
            is_corrected
        ])?;
    Ok(())
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
const KEPT: &str = "SELECT seq, record, text, is_corrected, is_found, id FROM motion";

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
        changes.push(if row.get::<_, bool>(4)? {
            Change::Put(Box::new(kept(connection, row)?))
        } else {
            Change::Remove { id: row.get(5)?, seq: row.get::<_, i64>(0)?.cast_unsigned() }
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

/// A record as it was read, before anyone corrected it.
pub(in crate::store) fn extracted(
    connection: &Connection,
    id: &str,
) -> Result<Option<Motion>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT record FROM motion WHERE id = ?1 AND record IS NOT NULL")?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(|row| packed::unpack_json(row.get_ref(0)?)).transpose()
}

/// The ids of all motions of a document, in its order.
pub(in crate::store) fn ids_of(
    connection: &Connection,
    document: &str,
) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT motion.id FROM motion JOIN document ON document.number = motion.document
         WHERE document.id = ?1 AND record IS NOT NULL ORDER BY part",
    )?;
    let ids = statement.query_map([document], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
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

/// Gives a motion a new number, after something of it changed.
pub(super) fn touch(connection: &Connection, id: &str) -> Result<u64, StoreError> {
    let seq = next_seq(connection)?;
    connection
        .prepare_cached("UPDATE motion SET seq = ?2 WHERE id = ?1")?
        .execute(params![id, seq])?;
    Ok(seq.cast_unsigned())
}

/// Reads seq, record, text and whether it is corrected.
fn kept(connection: &Connection, row: &Row<'_>) -> Result<Kept, StoreError> {
    let extracted: Motion = packed::unpack_json(row.get_ref(1)?)?;
    let motion = if row.get(3)? {
        correct::apply(&extracted, &correction::active(connection, &extracted.id)?)?
    } else {
        extracted
    };
    Ok(Kept {
        seq: row.get::<_, i64>(0)?.cast_unsigned(),
        motion,
        text: packed::unpack(row.get_ref(2)?)?,
    })
}
