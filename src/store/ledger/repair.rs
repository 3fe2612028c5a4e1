//! What of a ledger can be made anew from the rest of it: its triggers and indexes, and what it counts.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::schema;
use crate::store::check::FindingKind;
use crate::store::error::StoreError;

/// Something that can be made anew.
#[derive(Debug)]
pub(in crate::store) struct Repairable {
    pub(in crate::store) kind: FindingKind,
    /// The id of a document; else it is of the ledger as a whole.
    pub(in crate::store) document: Option<String>,
    pub(in crate::store) detail: String,
    /// What makes it anew.
    sql: String,
}

/// Finds what should be made anew, in the order in which that is done.
pub(in crate::store) fn find(connection: &Connection) -> Result<Vec<Repairable>, StoreError> {
    let mut found = dropped(connection)?;
    found.extend(duplicates(connection)?);
    found.extend(tally(connection)?);
    Ok(found)
}

/// Makes anew what should be; returns what that was. Nothing else is touched.
pub(in crate::store) fn repair(connection: &Connection) -> Result<Vec<Repairable>, StoreError> {
    let mut repaired = dropped(connection)?;
    let mend = |one: &Repairable| connection.execute_batch(&one.sql);
    repaired.iter().try_for_each(mend)?;
    // What is counted of documents follows them from here on.
    for find in [duplicates, tally] {
        let found = find(connection)?;
        found.iter().try_for_each(mend)?;
        repaired.extend(found);
    }
    Ok(repaired)
}

/// The triggers and indexes of a ledger: what each is, and the SQL that makes it.
fn made(connection: &Connection) -> Result<BTreeMap<String, (String, String)>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT name, type, sql FROM sqlite_master
         WHERE type IN ('trigger', 'index') AND sql IS NOT NULL",
    )?;
    let made = statement
        .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?
        .collect::<Result<_, _>>()?;
    Ok(made)
}

/// Triggers and indexes that the schema makes, and that are not there, or not as it makes them.
fn dropped(connection: &Connection) -> Result<Vec<Repairable>, StoreError> {
    let mut fresh = Connection::open_in_memory()?;
    schema::migrate(&mut fresh)?;
    let there = made(connection)?;
    // How it is broken into lines changes nothing.
    let words = |sql: &str| sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut dropped = Vec::new();
    for (name, (what, sql)) in made(&fresh)? {
        let (detail, sql) = match there.get(&name) {
            Some((_, found)) if words(found) == words(&sql) => continue,
            Some((found, _)) => (
                format!("the {what} `{name}` is not what was made"),
                format!("DROP {found} \"{name}\"; {sql}"),
            ),
            None => (format!("the {what} `{name}` is not there"), sql),
        };
        dropped.push(Repairable { kind: FindingKind::Dropped, document: None, detail, sql });
    }
    Ok(dropped)
}

/// Documents that came again another number of times than they say. Of those that an early version took
/// in, which noted no imports, it is known only how often they did at the least.
fn duplicates(connection: &Connection) -> Result<Vec<Repairable>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT id, document.number, duplicates, coalesce(again, 0) FROM document LEFT JOIN (
            SELECT document, sum(kind = 'duplicate') AS again,
                min(iif(kind = 'document', began_at, NULL)) AS first
            FROM import_item JOIN import ON import.id = import WHERE document IS NOT NULL
            GROUP BY document
         ) AS brought ON brought.document = document.number
         WHERE duplicates < coalesce(again, 0)
            OR (duplicates > coalesce(again, 0) AND first <= imported_at)
         ORDER BY document.number",
    )?;
    let wrong = statement.query_map([], |row| {
        let (id, number): (String, i64) = (row.get(0)?, row.get(1)?);
        let (said, found): (i64, i64) = (row.get(2)?, row.get(3)?);
        Ok(Repairable {
            kind: FindingKind::Miscounted,
            document: Some(id),
            detail: format!("it says that it came again {said} times, and it did {found} times"),
            sql: format!("UPDATE document SET duplicates = {found} WHERE number = {number}"),
        })
    })?;
    Ok(wrong.collect::<Result<_, _>>()?)
}

/// Counts of documents and motions that are not those of the rows.
fn tally(connection: &Connection) -> Result<Vec<Repairable>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT name, coalesce(tally.count, 0), coalesce(counted.count, 0) FROM tally FULL JOIN (
            SELECT state AS name, count(*) AS count FROM document GROUP BY state
            UNION ALL SELECT 'duplicates', coalesce(sum(duplicates), 0) FROM document
            UNION ALL SELECT 'motions', count(*) FROM motion WHERE is_found
         ) AS counted USING (name) WHERE coalesce(tally.count, 0) <> coalesce(counted.count, 0)",
    )?;
    let wrong = statement.query_map([], |row| {
        let name: String = row.get(0)?;
        let (said, found): (i64, i64) = (row.get(1)?, row.get(2)?);
        let quoted = name.replace('\'', "''");
        Ok(Repairable {
            kind: FindingKind::Miscounted,
            document: None,
            detail: format!("`tally` says {said} of `{name}`, and {found} are there"),
            sql: format!("INSERT OR REPLACE INTO tally VALUES ('{quoted}', {found})"),
        })
    })?;
    Ok(wrong.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found, and that nothing is left of it once it is repaired.
    fn repaired(connection: &Connection) -> Vec<String> {
        let told = |found: Vec<Repairable>| -> Vec<String> {
            found.into_iter().map(|one| one.detail).collect()
        };
        let found = told(find(connection).unwrap());
        repair(connection).unwrap();
        assert_eq!(told(find(connection).unwrap()), Vec::<String>::new());
        found
    }

    #[test]
    fn whatever_trigger_or_index_is_dropped_or_changed_is_made_again() {
        let mut connection = Connection::open_in_memory().unwrap();
        schema::migrate(&mut connection).unwrap();
        let whole = made(&connection).unwrap();
        assert!(whole.len() > 10, "{whole:?}");
        for (name, (what, _)) in &whole {
            connection.execute_batch(&format!("DROP {what} {name}")).unwrap();
            assert_eq!(repaired(&connection), [format!("the {what} `{name}` is not there")]);
            assert_eq!(made(&connection).unwrap(), whole);
        }
        let (_, sql) = &whole["motion_goes"];
        let lines = sql.replace(' ', "\n");
        connection.execute_batch(&format!("DROP TRIGGER motion_goes; {lines}")).unwrap();
        assert_eq!(repaired(&connection), Vec::<String>::new());
        connection
            .execute_batch(
                "DROP TRIGGER motion_goes;
                 CREATE TRIGGER motion_goes AFTER DELETE ON motion BEGIN SELECT 1; END;",
            )
            .unwrap();
        assert_eq!(repaired(&connection), ["the trigger `motion_goes` is not what was made"]);
        assert_eq!(made(&connection).unwrap(), whole);
    }

    #[test]
    fn how_often_a_document_came_again_is_counted_by_its_imports() {
        let mut connection = Connection::open_in_memory().unwrap();
        schema::migrate(&mut connection).unwrap();
        connection
            .execute_batch(
                "INSERT INTO import (id, source, name, began_at) VALUES (1, 'upload', 'x', '2026-02');
                 INSERT INTO document (number, id, file, media_type, bytes, state, imported_at)
                    VALUES (1, 'aa', 'a', '', 0, 'waiting', '2026-03'),
                           (2, 'bb', 'b', '', 0, 'waiting', '2026-01');
                 INSERT INTO import_item (import, number, file, kind, document)
                    VALUES (1, 1, 'a', 'document', 1), (1, 2, 'a', 'duplicate', 1),
                           (1, 3, 'b', 'duplicate', 2);
                 UPDATE document SET duplicates = 1 WHERE number = 1;
                 -- It was taken in before imports were noted, and had come again before.
                 UPDATE document SET duplicates = 5 WHERE number = 2;",
            )
            .unwrap();
        assert_eq!(repaired(&connection), Vec::<String>::new());
        let says = |said, found| {
            format!("it says that it came again {said} times, and it did {found} times")
        };
        connection.execute("UPDATE document SET duplicates = 7 WHERE number = 1", []).unwrap();
        connection.execute("UPDATE document SET duplicates = 0 WHERE number = 2", []).unwrap();
        assert_eq!(repaired(&connection), [says(7, 1), says(0, 1)]);
        let all: i64 = connection
            .query_row("SELECT count FROM tally WHERE name = 'duplicates'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(all, 2);
    }
}
