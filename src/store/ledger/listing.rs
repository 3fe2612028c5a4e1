//! Motions listed.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::store::error::StoreError;
use crate::store::listing::{Cursor, Listed, Listing, Order};

/// A motion of which nothing is less sure than this needs no looking at.
const SURE: f64 = 0.75;

/// Lists motions.
pub(in crate::store) fn list(
    connection: &Connection,
    listing: &Listing,
) -> Result<Vec<Listed>, StoreError> {
    let mut wheres = vec!["record IS NOT NULL".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("?{}", values.len())
    };
    if let Some(import) = listing.import {
        let import = bind(import.cast_signed().into());
        wheres.push(format!(
            "document IN (SELECT document FROM import_item WHERE import = {import})"
        ));
    }
    if let Some(held) = listing.held {
        let sign = if held { "=" } else { "<>" };
        wheres.push(format!("state {sign} 'held'"));
    }
    if let Some(review) = listing.review {
        let not = if review { "" } else { "NOT" };
        wheres.push(format!(
            "{not} (NOT is_seen AND (warnings > 0 OR confidence < {SURE} OR state = 'held'))"
        ));
    }
    if let Some(corrected) = listing.corrected {
        wheres.push(format!("is_corrected = {}", i32::from(corrected)));
    }
    if let Some(from) = &listing.from {
        let from = bind(from.clone().into());
        wheres.push(format!("date >= {from}"));
    }
    if let Some(until) = &listing.until {
        let until = bind(until.clone().into());
        wheres.push(format!("date <= {until}"));
    }
    if let Some(body) = &listing.body {
        let body = bind(body.clone().into());
        wheres.push(format!("instr(lower(motion.body), lower({body})) > 0"));
    }
    let order = match listing.order {
        Order::Oldest => "document, part",
        Order::Newest => "document DESC, part DESC",
        Order::Worst => "confidence, -warnings, document, part",
    };
    if let Some(after) = &listing.after {
        let document = bind(after.document.cast_signed().into());
        let part = bind(after.part.cast_signed().into());
        wheres.push(match listing.order {
            Order::Oldest => format!("(document, part) > ({document}, {part})"),
            Order::Newest => format!("(document, part) < ({document}, {part})"),
            Order::Worst => {
                let confidence = bind(after.confidence.into());
                let warnings = bind((-after.warnings.cast_signed()).into());
                format!(
                    "(confidence, -warnings, document, part)
                     > ({confidence}, {warnings}, {document}, {part})"
                )
            }
        });
    }
    let limit = bind(i64::try_from(listing.limit).unwrap_or(i64::MAX).into());
    let sql = format!(
        "SELECT motion.id, file, title, date, motion.body, state, warnings, confidence, is_seen,
            is_corrected, seq, imported_at, document, part
         FROM motion JOIN document ON document.number = motion.document
         WHERE {} ORDER BY {order} LIMIT {limit}",
        wheres.join(" AND ")
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let listed = statement
        .query_map(params_from_iter(values), |row| {
            let cursor = Cursor {
                confidence: row.get(7)?,
                warnings: row.get::<_, i64>(6)?.cast_unsigned(),
                document: row.get::<_, i64>(12)?.cast_unsigned(),
                part: row.get::<_, i64>(13)?.cast_unsigned(),
            };
            Ok(Listed {
                id: row.get(0)?,
                file: row.get(1)?,
                title: row.get(2)?,
                date: row.get(3)?,
                body: row.get(4)?,
                state: row.get(5)?,
                warnings: cursor.warnings,
                confidence: cursor.confidence,
                is_seen: row.get(8)?,
                is_corrected: row.get(9)?,
                version: row.get::<_, i64>(10)?.cast_unsigned(),
                imported_at: row.get(11)?,
                cursor: cursor.to_string(),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(listed)
}
