//! The index: derived from the ledger, one tantivy document a motion and one a clause.
//!
//! Architecture invariant: nothing stands in the index that the ledger does not have. It holds ids
//! and numbers of clauses; what is shown of a hit comes from the ledger's record.

mod fields;
mod fill;
mod filler;
mod words;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::collector::Count;
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, Term};

use crate::store::error::StoreError;
pub(super) use fields::{CLAUSE, Fields, MOTION, role_name};
pub(super) use filler::{Filler, Then};
pub use words::dutch;

/// Raised when the fields or the analysis change: an index of another format is made anew.
const FORMAT: u32 = 2;

/// What a commit of the index says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// [`FORMAT`] of the program that wrote it.
    format: u32,
    /// The ledger that it was made from.
    ledger: String,
    /// It is complete up to this number of the ledger.
    pub(super) seq: u64,
}

impl Stamp {
    /// The stamp of an index of this format.
    pub(super) fn new(ledger: &str, seq: u64) -> Self {
        Self { format: FORMAT, ledger: ledger.to_owned(), seq }
    }
}

/// An index that can be searched, and up to where it is complete.
#[derive(Clone)]
pub(super) struct Shelf {
    pub(super) index: Index,
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    pub(super) seq: u64,
}

impl Shelf {
    /// How many documents of a motion, its clauses left out, are found by its id.
    pub(super) fn count(&self, searcher: &Searcher, id: &str) -> Result<usize, StoreError> {
        let term = |field, value: &str| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_text(field, value);
            (Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
        };
        let query =
            BooleanQuery::new(vec![term(self.fields.id, id), term(self.fields.part, MOTION)]);
        Ok(searcher.search(&query, &Count)?)
    }

    /// Up to where what is searched is complete; 0 where that cannot be told.
    pub(super) fn searched_seq(&self) -> u64 {
        let payload = self.index.load_metas().ok().and_then(|metas| metas.payload);
        payload
            .and_then(|json| serde_json::from_str::<Stamp>(&json).ok())
            .map_or(0, |stamp| stamp.seq)
    }
}

/// Where the index of a data directory lies.
pub(super) fn path(data: &Path) -> PathBuf {
    data.join("index")
}

/// Opens an index.
///
/// # Errors
/// With the reason, to be told, why it must be made anew.
pub(super) fn open(path: &Path, ledger: &str, last_seq: u64) -> Result<Shelf, String> {
    if !path.join("meta.json").exists() {
        return Err("the index is missing".to_owned());
    }
    // What tantivy says of it is long and of no use: the index is made anew whatever it is.
    let damaged = |_: tantivy::TantivyError| "the index is damaged".to_owned();
    let index = Index::open_in_dir(path).map_err(damaged)?;
    index.tokenizers().register(words::NAME, dutch());
    let payload = index.load_metas().map_err(damaged)?.payload;
    let stamp = payload.and_then(|json| serde_json::from_str::<Stamp>(&json).ok());
    let seq = match stamp {
        Some(stamp) if stamp.format != FORMAT || index.schema() != Fields::new().schema => {
            return Err("the index is of another version".to_owned());
        }
        Some(stamp) if stamp.ledger != ledger || stamp.seq > last_seq => {
            return Err("the index belongs to another ledger".to_owned());
        }
        Some(stamp) => stamp.seq,
        None => return Err("the index is not finished".to_owned()),
    };
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::OnCommitWithDelay)
        .try_into()
        .map_err(damaged)?;
    Ok(Shelf { index, reader, fields: Fields::new(), seq })
}

/// Makes an empty index in a folder that is there.
pub(super) fn create(path: &Path) -> Result<Index, StoreError> {
    let directory = MmapDirectory::open(path)
        .map_err(|error| StoreError::Damaged { part: "index", found: error.to_string() })?;
    let index = Index::open_or_create(directory, Fields::new().schema)?;
    index.tokenizers().register(words::NAME, dutch());
    Ok(index)
}
