//! Documents: taken in, claimed, settled.
//!
//! ```text
//!             receive           claim            settle
//! (nothing) ──────────▶ waiting ─────▶ waiting ─────────▶ indexed | held | failed
//!                          ▲            under a lease          │
//!                          └───────────── retry ◀──────────────┘
//! ```

use rusqlite::{Connection, OptionalExtension, params};

use super::entries::place_of;
use super::{correction, motion};
use crate::store::entry::{Claimed, Content, Incoming, Receipt, State};
use crate::store::error::StoreError;
use crate::store::originals::Place;

/// What the ledger knows of bytes that are brought.
#[derive(Debug)]
pub(in crate::store) struct Known {
    number: i64,
    file: String,
    state: String,
    has_bytes: bool,
    place: Option<Place>,
    bytes: u64,
}

impl Known {
    /// Its number in the ledger.
    pub(in crate::store) fn number(&self) -> i64 {
        self.number
    }

    /// Whether it is read, or going to be.
    fn is_kept(&self) -> bool {
        matches!(self.state.as_str(), "waiting" | "indexed" | "held")
    }

    /// Where its bytes stand, and how many they are.
    pub(in crate::store) fn place(&self) -> (Option<Place>, u64) {
        (self.place, self.bytes)
    }

    /// Whether its bytes are on disk.
    pub(in crate::store) fn has_bytes(&self) -> bool {
        self.has_bytes
    }
}

/// What is known of bytes with this id.
pub(in crate::store) fn known(
    connection: &Connection,
    id: &str,
) -> Result<Option<Known>, StoreError> {
    let known = connection
        .prepare_cached(
            "SELECT pack, place, number, file, state, state <> 'deleted' OR lease IS NOT NULL, bytes
             FROM document WHERE id = ?1",
        )?
        .query_row([id], |row| {
            Ok(Known {
                place: place_of(row)?,
                number: row.get(2)?,
                file: row.get(3)?,
                state: row.get(4)?,
                has_bytes: row.get(5)?,
                bytes: row.get::<_, i64>(6)?.cast_unsigned(),
            })
        })
        .optional()?;
    Ok(known)
}

/// Takes a document in: it waits to be read, unless it is there already. Returns its number too.
///
/// `place` is where its bytes were put; `None` for those that were there, or have a file of their own.
pub(in crate::store) fn receive(
    connection: &Connection,
    incoming: &Incoming,
    known: Option<&Known>,
    place: Option<Place>,
    now: &str,
) -> Result<(i64, Receipt), StoreError> {
    if let Some(known) = known.filter(|known| known.is_kept()) {
        connection
            .prepare_cached("UPDATE document SET duplicates = duplicates + 1 WHERE number = ?1")?
            .execute([known.number])?;
        let is_read = known.state != "waiting";
        return Ok((known.number, Receipt::Duplicate { of: known.file.clone(), is_read }));
    }
    let (pack, start) = match place {
        Some(place) => (Some(place.pack), Some(place.start.cast_signed())),
        None => (None, None),
    };
    if let Some(known) = known {
        let has_bytes = known.has_bytes();
        connection
            .prepare_cached(
                "UPDATE document SET state = 'waiting', code = NULL, message = NULL, lease = NULL,
                    tries = 0, import = ?2, media_type = ?3,
                    pack = iif(?4, pack, ?6), place = iif(?4, place, ?7),
                    file = iif(state = 'deleted', ?5, file),
                    imported_at = iif(state = 'deleted', ?8, imported_at),
                    waits_for = iif(?4, waits_for, NULL)
                 WHERE number = ?1",
            )?
            .execute(params![
                known.number,
                incoming.import.map(u64::cast_signed),
                incoming.media_type,
                has_bytes,
                incoming.file,
                pack,
                start,
                now
            ])?;
        return Ok((known.number, Receipt::Waiting));
    }
    connection
        .prepare_cached(
            "INSERT INTO document
                (id, file, media_type, bytes, pack, place, state, import, imported_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7, ?8)",
        )?
        .execute(params![
            incoming.id,
            incoming.file,
            incoming.media_type,
            incoming.body.len().cast_signed(),
            pack,
            start,
            incoming.import.map(u64::cast_signed),
            now
        ])?;
    Ok((connection.last_insert_rowid(), Receipt::Waiting))
}

/// Notes that the bytes of a document stand in another place of the packs from now on.
pub(in crate::store) fn put_at(
    connection: &Connection,
    known: &Known,
    place: Place,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE document SET pack = ?2, place = ?3 WHERE number = ?1")?
        .execute(params![known.number, place.pack, place.start.cast_signed()])?;
    Ok(())
}

/// How many documents are read together whose reading was begun when a program ended.
const TOGETHER: i64 = 8;

/// From this suspicion on, a document is read with no other.
const ALONE: i64 = 2;

/// A document with which alone a program ended so often is not begun again.
const TRIES: i64 = 7;

/// Which documents that wait, and that nobody reads, are claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Which<'a> {
    /// Those that nobody began to read yet, the first to come first.
    Fresh,
    /// Those that someone began to read, the least often begun first.
    Begun,
    /// The one of this id.
    Only(&'a str),
}

/// Claims documents that wait and that nobody reads, at most `limit`; of those that were begun, only as
/// many as may be read together.
pub(in crate::store) fn claim(
    connection: &Connection,
    which: Which<'_>,
    limit: usize,
) -> Result<Vec<Claimed>, StoreError> {
    let is_begun = which == Which::Begun;
    let (which, only) = match which {
        Which::Fresh => ("tries = 0 AND ?1 IS NULL ORDER BY number", None),
        Which::Begun => ("tries = ?3 AND ?1 IS NULL ORDER BY number", None),
        Which::Only(id) => ("id = ?1", Some(id)),
    };
    let (least, most) = if is_begun { least_suspected(connection)? } else { (0, i64::MAX) };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX).min(most);
    connection.prepare_cached("UPDATE ledger SET lease = lease + 1")?.execute([])?;
    let mut statement = connection.prepare_cached(&format!(
        "UPDATE document SET lease = (SELECT lease FROM ledger)
         WHERE number IN (SELECT number FROM document
            WHERE state = 'waiting' AND lease IS NULL AND (?3 IS NOT NULL) AND {which} LIMIT ?2)
         RETURNING pack, place, number, id, file, bytes, lease, import, tries"
    ))?;
    let mut claimed = statement
        .query_map(params![only, limit, least], |row| {
            Ok(Claimed {
                place: place_of(row)?,
                number: row.get::<_, i64>(2)?.cast_unsigned(),
                id: row.get(3)?,
                file: row.get(4)?,
                bytes: row.get::<_, i64>(5)?.cast_unsigned(),
                lease: row.get::<_, i64>(6)?.cast_unsigned(),
                import: row.get::<_, Option<i64>>(7)?.map(i64::cast_unsigned),
                is_worn: row.get::<_, i64>(8)? >= ALONE + TRIES,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    claimed.sort_by_key(|claimed| claimed.number);
    Ok(claimed)
}

/// Of the documents that wait and were being read when a program ended: how suspected the least is, and
/// how many of those may be read together.
fn least_suspected(connection: &Connection) -> Result<(i64, i64), StoreError> {
    let least = connection
        .prepare_cached(
            "SELECT coalesce(min(tries), 0) FROM document
             WHERE state = 'waiting' AND lease IS NULL AND tries > 0",
        )?
        .query_row([], |row| row.get(0))?;
    Ok((least, if least >= ALONE { 1 } else { TOGETHER }))
}

/// Gives up every claim: whoever made them is gone, and one of the documents may be why.
///
/// Documents are read in processes that die by themselves, so most ends have other reasons: a kill, a power
/// cut. An end suspects all that were being read, and is held against a document only if it was the only
/// one; suspects are read with few others first, and then with none, so that one which ends the program each
/// time is found.
pub(in crate::store) fn release_all(connection: &Connection) -> Result<usize, StoreError> {
    const CLAIMED: &str = "state = 'waiting' AND lease IS NOT NULL";
    let claimed: i64 = connection.query_row(
        &format!("SELECT count(*) FROM document WHERE {CLAIMED}"),
        [],
        |row| row.get(0),
    )?;
    let (least, more) = match claimed {
        0 => return Ok(0),
        1 => (ALONE, 1),
        few if few <= TOGETHER => (ALONE, 0),
        _ => (1, 0),
    };
    let released = connection.execute(
        &format!("UPDATE document SET lease = NULL, tries = max(tries, ?1) + ?2 WHERE {CLAIMED}"),
        [least, more],
    )?;
    Ok(released)
}

/// Gives back a claim, as if it had not been made.
pub(in crate::store) fn release(
    connection: &Connection,
    claimed: &Claimed,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE document SET lease = NULL WHERE number = ?1 AND lease = ?2")?
        .execute([claimed.number.cast_signed(), claimed.lease.cast_signed()])?;
    Ok(())
}

/// Writes down what became of a claimed document.
///
/// Returns the state that it has now, and whether it had no motions before; `None` if the claim is not
/// valid any more, and nothing was written.
pub(in crate::store) fn settle(
    connection: &Connection,
    claimed: &Claimed,
    content: &Content,
) -> Result<Option<(State, bool)>, StoreError> {
    let number = claimed.number.cast_signed();
    // Rows of motions that were taken back count too: the index may have them.
    let motions: Option<i64> = connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM motion WHERE document = number) FROM document
             WHERE number = ?1 AND state = 'waiting' AND lease = ?2",
        )?
        .query_row([number, claimed.lease.cast_signed()], |row| row.get(0))
        .optional()?;
    let Some(motions) = motions else { return Ok(None) };
    let (is_first, waits_for) = (motions == 0, content.waits_for());
    let is_worse = waits_for.is_some() || !content.is_read();
    // What was read before, in part, is not given up for less.
    if is_worse && !is_first && motion::count(connection, number)? > 0 {
        let state = motion::former_state(connection, number)?;
        set_state(connection, number, &state, waits_for.or(Some("needs-ocr")))?;
        return Ok(Some((state, false)));
    }
    let is_found = motion::replace(connection, number, content, is_first)?;
    let state = state_of(content, is_found);
    set_state(connection, number, &state, waits_for)?;
    Ok(Some((state, is_first)))
}

/// The state of a document with this in it, of which something can be found or nothing.
fn state_of(content: &Content, is_found: bool) -> State {
    match content.state() {
        State::Held { .. } | State::Indexed if is_found => State::Indexed,
        // Its words say that it is a motion, a person that it is none.
        State::Indexed => State::no_motion(None),
        state => state,
    }
}

/// Puts what was read anew in a document in the place of what was read before.
pub(in crate::store) fn renew(
    connection: &Connection,
    id: &str,
    content: &Content,
) -> Result<Option<State>, StoreError> {
    let known = known(connection, id)?;
    let Some(known) = known.filter(|known| matches!(known.state.as_str(), "indexed" | "held"))
    else {
        return Ok(None);
    };
    let is_found = motion::replace(connection, known.number, content, false)?;
    let state = state_of(content, is_found);
    set_state(connection, known.number, &state, content.waits_for())?;
    Ok(Some(state))
}

fn set_state(
    connection: &Connection,
    number: i64,
    state: &State,
    waits_for: Option<&str>,
) -> Result<(), StoreError> {
    let (code, message) = state.reason().unzip();
    connection
        .prepare_cached(
            "UPDATE document SET state = ?2, code = ?3, message = ?4, waits_for = ?5, lease = NULL,
                tries = 0
             WHERE number = ?1",
        )?
        .execute(params![number, state.name(), code, message, waits_for])?;
    Ok(())
}

/// Which documents are to be read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Those that failed, or were read in part, for want of text recognition.
    Waiting,
    /// Those that failed with a code.
    Code(String),
    /// All that failed.
    Failed,
    /// All of an import that failed, or those of them with a code.
    Import(u64, Option<String>),
    /// One, by its id.
    Document(String),
}

/// Has documents read again; returns how many.
pub(in crate::store) fn retry(connection: &Connection, which: &Retry) -> Result<usize, StoreError> {
    const AGAIN: &str = "UPDATE document SET state = 'waiting', code = NULL, message = NULL,
        lease = NULL, tries = 0 WHERE";
    let count = match which {
        Retry::Waiting => connection.execute(
            &format!("{AGAIN} waits_for IS NOT NULL AND state IN ('failed', 'indexed', 'held')"),
            [],
        ),
        Retry::Code(code) => {
            connection.execute(&format!("{AGAIN} state = 'failed' AND code = ?1"), [code])
        }
        Retry::Failed => connection.execute(&format!("{AGAIN} state = 'failed'"), []),
        Retry::Import(import, code) => connection.execute(
            &format!(
                "{AGAIN} state = 'failed' AND (?2 IS NULL OR code = ?2) AND number IN
                    (SELECT document FROM import_item WHERE import = ?1)"
            ),
            params![import.cast_signed(), code],
        ),
        Retry::Document(id) => {
            connection.execute(&format!("{AGAIN} state = 'failed' AND id = ?1"), [id])
        }
    };
    Ok(count?)
}

/// Gives a document that was read the state that its motions give it.
pub(super) fn settle_anew(connection: &Connection, number: i64) -> Result<(), StoreError> {
    let state = motion::former_state(connection, number)?;
    let waits_for: Option<String> = connection
        .prepare_cached("SELECT waits_for FROM document WHERE number = ?1")?
        .query_row([number], |row| row.get(0))?;
    set_state(connection, number, &state, waits_for.as_deref())
}

/// Ends the waiting of an import's documents; returns how many. What was read of one before, in part,
/// stays.
pub(in crate::store) fn cancel(connection: &Connection, import: u64) -> Result<usize, StoreError> {
    let mut statement = connection.prepare(
        "SELECT number FROM document WHERE state = 'waiting' AND import = ?1 AND EXISTS
            (SELECT 1 FROM motion WHERE document = number AND record IS NOT NULL)",
    )?;
    let read: Vec<i64> =
        statement.query_map([import.cast_signed()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for number in read {
        settle_anew(connection, number)?;
    }
    let count = connection.execute(
        "UPDATE document SET state = 'failed', code = 'cancelled', lease = NULL, tries = 0,
            message = 'the import was cancelled before it was read'
         WHERE state = 'waiting' AND import = ?1",
        [import.cast_signed()],
    )?;
    Ok(count)
}

/// Forgets a document: its row stays, so that the log can speak of it, without its name; its bytes are
/// to be erased.
pub(in crate::store) fn forget(connection: &Connection, id: &str) -> Result<bool, StoreError> {
    let changed = connection.execute(
        "UPDATE document SET state = 'deleted', file = '', code = NULL, message = NULL,
            waits_for = NULL, lease = 0
         WHERE id = ?1 AND state <> 'deleted'",
        [id],
    )?;
    correction::forget(connection, id)?;
    Ok(changed > 0)
}

/// The documents whose bytes are to be erased: id, place and size.
pub(in crate::store) fn to_erase(
    connection: &Connection,
) -> Result<Vec<(String, Option<Place>, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT pack, place, id, bytes FROM document WHERE state = 'deleted' AND lease = 0",
    )?;
    let documents = statement
        .query_map([], |row| {
            Ok((row.get(2)?, place_of(row)?, row.get::<_, i64>(3)?.cast_unsigned()))
        })?
        .collect::<Result<_, _>>()?;
    Ok(documents)
}

/// Notes that the bytes of a document are erased.
pub(in crate::store) fn erased(connection: &Connection, id: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE document SET lease = NULL, pack = NULL, place = NULL
             WHERE id = ?1 AND state = 'deleted' AND lease = 0",
        )?
        .execute([id])?;
    Ok(())
}
