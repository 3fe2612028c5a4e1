//! This project's store: its index made anew from its ledger, and searches in it.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use moties::store::{Query, State, Store, Writer};
use serde_json::json;

use crate::{Answer, Peer, Request, not_asked, timed};

/// A data directory that `moties import` filled.
#[derive(Default)]
pub struct Kept {
    open: Option<(PathBuf, Store)>,
}

impl Peer for Kept {
    fn answer(&mut self, request: &Request) -> Answer {
        match request {
            Request::Version => {
                Ok(json!({ "version": concat!("moties ", env!("CARGO_PKG_VERSION")) }))
            }
            Request::Records { dir, file } => {
                let store = Store::open(dir, &mut |_| {})?;
                let mut ids = Vec::new();
                store.entries(|entry| {
                    if entry.state == State::Indexed && entry.version > 0 {
                        ids.push(entry.id);
                    }
                    true
                })?;
                let mut lines = BufWriter::new(File::create(file)?);
                for id in &ids {
                    let (motion, text, _) = store.record(id)?.ok_or("expected a record")?;
                    serde_json::to_writer(&mut lines, &json!({ "record": motion, "text": text }))?;
                    lines.write_all(b"\n")?;
                }
                lines.flush()?;
                Ok(json!({ "motions": ids.len() }))
            }
            // The documents are those of the ledger; reading them from there is in the time.
            Request::Build { dir, .. } => {
                self.open = None;
                let writer = Writer::open(dir, &mut |_| {})?;
                let (took, motions) = timed(|| writer.rebuild(&mut |_| {}));
                motions?;
                self.open = Some((dir.clone(), Store::open(dir, &mut |_| {})?));
                Ok(json!({ "seconds": took.as_secs_f64(), "loading": 0.0 }))
            }
            Request::Search { words, clause, times, shown } => {
                let (_, store) = self.open.as_ref().ok_or("expected an index, found none")?;
                let query =
                    Query { words, clause: clause.as_deref(), limit: *shown, ..Query::default() };
                let found = store.search(&query)?.total;
                let mut seconds = Vec::new();
                for _ in 0..*times {
                    let (took, found) = timed(|| store.search(&query));
                    found?;
                    seconds.push(took.as_secs_f64());
                }
                Ok(json!({ "found": found, "seconds": seconds }))
            }
            _ => not_asked(request),
        }
    }
}
