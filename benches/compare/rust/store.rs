//! This project's store: its index made anew from its ledger, and searches in it.

use std::path::PathBuf;

use moties::store::{Query, Store, Writer};
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
            // The documents are those of the ledger; reading them from there is in the time.
            Request::Build { dir, .. } => {
                self.open = None;
                let writer = Writer::open(dir, &mut |_| {})?;
                let (took, motions) = timed(|| writer.rebuild());
                motions?;
                self.open = Some((dir.clone(), Store::open(dir, &mut |_| {})?));
                Ok(json!({ "seconds": took.as_secs_f64(), "loading": 0.0 }))
            }
            Request::Search { words, clause, times, shown } => {
                let (_, store) = self.open.as_ref().ok_or("expected an index, found none")?;
                let query = Query { words, clause: clause.as_deref(), limit: *shown };
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
