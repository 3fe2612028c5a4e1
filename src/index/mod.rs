//! Floor 5, below `store`: what is found again, one tantivy document a motion and one a clause.
//!
//! Knows tantivy, the words of a record and what a question asks. Does not know where records are kept: it
//! gives keys and numbers of clauses, and what is shown of a hit comes from whoever has the records.
//!
//! ```text
//! Motion ── document, facts ──▶ Fill ──▶ segments
//! Question ── plan ──▶ Query ── ask ──▶ Answer: keys, clauses, facets
//! ```
//!
//! Architecture invariant: nothing else speaks tantivy, and nothing stands in the index that the records do
//! not have. A commit says which ledger it was made from, and up to which of its changes.

mod anywhere;
mod ask;
mod checksum;
mod complete;
mod document;
mod error;
mod explain;
mod facet;
mod facts;
mod family;
mod fields;
mod fill;
#[cfg(test)]
mod fixture;
mod language;
mod like;
mod mark;
mod near;
mod pages;
mod plan;
mod printed;
mod several;
mod sketch;
mod suggest;
mod tokens;
mod with_clause;

use std::collections::BTreeSet;
use std::num::NonZero;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use serde::{Deserialize, Serialize};
use tantivy::collector::Count;
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, TantivyError, Term};

use crate::motion::Motion;
use crate::question::Question;
pub use ask::{Answer, Asked, Place, Rank, Sort};
pub use checksum::damaged_files;
pub use complete::{Completion, CompletionKind};
pub use document::Indexed;
pub use error::{Error, Result};
pub use facet::{Facet, FacetCount, FacetCounts, Filter};
pub use facts::verdict_name;
pub use fields::role_name;
use fields::{Fields, MOTION};
pub use fill::Fill;
pub use like::Basis;
pub use mark::{Marked, Marker, Met, Part};
pub use pages::Moment;
use pages::Pages;
use sketch::Sketch;
pub use sketch::shared;
pub use suggest::Suggestion;
pub use tokens::dutch;

/// Raised when the fields or the analysis change: an index of another format is made anew.
const FORMAT: u32 = 6;

/// So many parts of an index are searched at once at most.
const THREADS: usize = 8;

/// What a commit of the index says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The format of the program that wrote it.
    format: u32,
    /// The ledger that it was made from.
    ledger: String,
    /// It is complete up to this number of the ledger.
    pub seq: u64,
}

impl Stamp {
    /// The stamp of an index of this format.
    #[must_use]
    pub fn new(ledger: &str, seq: u64) -> Self {
        Self { format: FORMAT, ledger: ledger.to_owned(), seq }
    }
}

/// An index that can be searched, and up to where it is complete.
#[derive(Clone)]
pub struct Shelf {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    /// The number of the ledger up to which what is searched is complete.
    seq: Arc<AtomicU64>,
    /// What pages were made of that others may follow.
    pages: Arc<Pages>,
}

impl Shelf {
    /// Opens an index.
    ///
    /// # Errors
    /// With the reason, to be told, why it must be made anew.
    pub fn open(path: &Path, ledger: &str, last_seq: u64) -> std::result::Result<Self, String> {
        // Where bytes are not what was written, opening them may panic.
        let open = || Self::try_open(path, ledger, last_seq);
        panic::catch_unwind(open).unwrap_or_else(|_| Err("the index is damaged".to_owned()))
    }

    fn try_open(path: &Path, ledger: &str, last_seq: u64) -> std::result::Result<Self, String> {
        if !path.join("meta.json").exists() {
            return Err("the index is missing".to_owned());
        }
        // What tantivy says of it is long and of no use: the index is made anew whatever it is.
        let damaged = |_: TantivyError| "the index is damaged".to_owned();
        let mut index = Index::open_in_dir(path).map_err(damaged)?;
        // Parts of the index are searched at once; where no thread can start, one after the other.
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let _ = index.set_multithread_executor(threads.min(THREADS));
        tokens::register(index.tokenizers());
        let fields = Fields::new();
        let seq = match stamp(&index).map_err(damaged)? {
            Some(stamp) if stamp.format != FORMAT || index.schema() != fields.schema => {
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
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(damaged)?;
        let (seq, pages) = (Arc::new(AtomicU64::new(seq)), Arc::default());
        Ok(Self { index, reader, fields, seq, pages })
    }

    /// Gets ready to be filled.
    ///
    /// # Errors
    /// Where another fills it, or the disk refuses.
    pub fn fill(&self) -> Result<Fill> {
        Fill::of(&self.index)
    }

    /// What questions are put to: what can be searched now, or what an earlier page was made of. Where that is
    /// gone, the moment says so.
    #[must_use]
    pub fn view(&self, of: Option<Moment>) -> View<'_> {
        // Before what is searched: that has at least what the number says.
        let seq = self.seq();
        let mut searcher = self.reader.searcher();
        let mut moment = Moment::now(&searcher, seq);
        if let Some(of) = of {
            match self.pages.find(of.print) {
                _ if of.print == moment.print => moment = of,
                Some(kept) => (searcher, moment) = (kept, of),
                None => moment = Moment { seq: of.seq, is_moved: true, ..moment },
            }
        }
        View { shelf: self, searcher, moment }
    }

    /// The motions most like one that is at hand, which has this key; without facets.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn like(
        &self,
        motion: &Motion,
        key: u64,
        basis: Basis,
        limit: usize,
    ) -> Result<Vec<Place>> {
        let searcher = self.reader.searcher();
        let query = like::like(&self.fields, &searcher, motion, basis, key)?;
        let places = query.map(|query| ask::best(&self.fields, &searcher, &*query, limit));
        Ok(places.transpose()?.unwrap_or_default())
    }

    /// The keys of motions that may be versions of one: their words tell; [`is_version`]. Most alike first, and
    /// itself among them.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn near(&self, motion: &Motion, limit: usize) -> Result<Vec<u64>> {
        let near = Sketch::of(motion)
            .map(|sketch| family::near(&self.fields, &self.reader.searcher(), &sketch, limit));
        Ok(near.transpose()?.unwrap_or_default())
    }

    /// What the last word of a question may go on with.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn complete(&self, typed: &str, limit: usize) -> Result<Vec<Completion>> {
        Ok(complete::complete(&self.fields, &self.reader.searcher(), typed, limit)?)
    }

    /// What may have been meant by words of a question that no motion has.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn suggest(&self, question: &Question) -> Result<Vec<Suggestion>> {
        Ok(suggest::suggest(&self.fields, &self.reader.searcher(), question)?)
    }

    /// How many documents a motion has, its clauses left out: 1 where it can be found.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn count(&self, key: u64) -> Result<usize> {
        let term = |term| -> (Occur, Box<dyn Query>) {
            (Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
        };
        let query = BooleanQuery::new(vec![
            term(Term::from_field_u64(self.fields.key, key)),
            term(Term::from_field_text(self.fields.part, MOTION)),
        ]);
        Ok(self.reader.searcher().search(&query, &Count)?)
    }

    /// The kinds of clause that it has, in order of the alphabet.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn kinds(&self) -> Result<BTreeSet<String>> {
        let mut kinds = BTreeSet::new();
        for segment in self.reader.searcher().segment_readers() {
            let terms = segment.inverted_index(self.fields.kind)?;
            let mut stream = terms.terms().stream()?;
            while stream.advance() {
                kinds.insert(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        Ok(kinds)
    }

    /// Up to which number of the ledger what is searched is complete.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq.load(Ordering::Acquire)
    }

    /// Sees what was committed since; returns up to which number of the ledger it is complete.
    ///
    /// # Errors
    /// What the disk has.
    pub fn refresh(&self) -> Result<u64> {
        // What is committed between the two lines can be found before anyone is told so.
        let seq = stamp(&self.index)?.map_or(0, |stamp| stamp.seq);
        self.reader.reload()?;
        self.pages.tidy();
        self.seq.store(seq, Ordering::Release);
        Ok(seq)
    }
}

/// Whether motions with this much in common, as [`shared`] says, are versions of one.
#[must_use]
pub fn is_version(shared: f32) -> bool {
    shared >= family::ALIKE
}

/// What some questions are put to: it stays as it is, whatever is committed meanwhile.
pub struct View<'s> {
    shelf: &'s Shelf,
    searcher: Searcher,
    moment: Moment,
}

impl View<'_> {
    /// What tells it from others.
    #[must_use]
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// Puts a question; `None` where it asks nothing.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn ask(&self, asked: &Asked<'_>) -> Result<Option<Answer>> {
        Ok(ask::ask(&self.shelf.fields, &self.searcher, asked, self.moment)?)
    }

    /// Keeps it for a while, for a page that follows.
    pub fn keep(&self) {
        self.shelf.pages.keep(self.moment.print, &self.searcher);
    }
}

/// What the last commit of an index says of itself.
fn stamp(index: &Index) -> tantivy::Result<Option<Stamp>> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|json| serde_json::from_str(&json).ok()))
}

/// Where the index of a data directory lies.
#[must_use]
pub fn path(data: &Path) -> PathBuf {
    data.join("index")
}

/// Makes an empty index in a folder that is there, to be filled; one that is there is filled further.
///
/// # Errors
/// Where the disk refuses.
pub fn create(path: &Path) -> Result<Fill> {
    let directory = MmapDirectory::open(path).map_err(TantivyError::from)?;
    let index = Index::open_or_create(directory, Fields::new().schema)?;
    tokens::register(index.tokenizers());
    Fill::of(&index)
}
