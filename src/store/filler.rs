//! The thread that fills the index: who files motions need not wait until they are cut into words,
//! nor until the index has written them.
//!
//! ```text
//! batch ── add, follow ──▶ ┌────────┐
//!                          │ filler │ ──▶ tantivy
//! desk  ── commit ───────▶ └────────┘ ──▶ then(Ok)
//! ```

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::correct;
use super::entry::Content;
use super::error::StoreError;
use super::ledger::motion::{self, Change, Kept};
use super::originals::create_dir;
use crate::index::{self, Fill, Indexed, Stamp};

/// How many documents and changes may wait: about as many as are read while the index commits.
const WAITING: usize = 2_000;

/// Fills an index, in the order in which it is told.
pub(super) struct Filler {
    /// None once there are to be no more.
    orders: Option<SyncSender<Order>>,
    /// None once it was waited for.
    thread: Option<JoinHandle<Result<(), StoreError>>>,
    /// How many motions it was told of since a commit was ordered.
    pending: usize,
    /// How many documents and changes it was told of, and has not put yet.
    waiting: Arc<AtomicUsize>,
}

/// What was read in a document that the ledger had not before.
pub(super) struct Fresh {
    /// The document's number.
    pub(super) document: u64,
    /// The number of the ledger's latest change before it: each of its motions is one more.
    pub(super) before: u64,
    pub(super) content: Arc<Content>,
}

enum Order {
    Add(Fresh),
    Follow(Change),
    Commit(Stamp, Then),
}

/// Is told how a commit went, once; that there is nobody any more who could make it, if it is dropped.
pub(super) struct Then(Option<Box<Told>>);

type Told = dyn FnOnce(Result<(), StoreError>) + Send;

impl Then {
    /// Tells `told`.
    pub(super) fn new(told: impl FnOnce(Result<(), StoreError>) + Send + 'static) -> Self {
        Self(Some(Box::new(told)))
    }

    /// Tells it.
    pub(super) fn tell(mut self, result: Result<(), StoreError>) {
        if let Some(told) = self.0.take() {
            told(result);
        }
    }
}

impl Drop for Then {
    fn drop(&mut self) {
        if let Some(told) = self.0.take() {
            told(Err(gone()));
        }
    }
}

impl Filler {
    /// Gives orders to what fills an index.
    pub(super) fn of(fill: Fill) -> Result<Self, StoreError> {
        let (orders, arriving) = sync_channel(WAITING);
        let waiting = Arc::<AtomicUsize>::default();
        let left = Arc::clone(&waiting);
        let thread = thread::Builder::new()
            .name("index".to_owned())
            .spawn(move || work(fill, &arriving, &left))
            .map_err(StoreError::io("start a thread for", Path::new("index")))?;
        Ok(Self { orders: Some(orders), thread: Some(thread), pending: 0, waiting })
    }

    /// Fills a new index in a folder that is not there yet.
    pub(super) fn anew(path: &Path) -> Result<Self, StoreError> {
        create_dir(path)?;
        Self::of(index::create(path)?)
    }

    /// How many motions were put, or taken out, since a commit was ordered.
    pub(super) fn pending(&self) -> usize {
        self.pending
    }

    /// How many documents and changes it was told of, and has not put yet.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Does what the ledger says.
    pub(super) fn follow(&mut self, changes: Vec<Change>) -> Result<(), StoreError> {
        self.pending += changes.len();
        changes.into_iter().try_for_each(|change| self.order(Order::Follow(change)))
    }

    /// Adds what was read in documents that the ledger had not before.
    pub(super) fn add(&mut self, fresh: Vec<Fresh>) -> Result<(), StoreError> {
        self.pending += fresh.iter().map(|fresh| fresh.content.parts().count()).sum::<usize>();
        fresh.into_iter().try_for_each(|fresh| self.order(Order::Add(fresh)))
    }

    /// Makes all that was put searchable, for good, and tells when that is done.
    pub(super) fn commit_then(&mut self, stamp: Stamp, then: Then) {
        self.pending = 0;
        // An order that nobody takes tells so itself.
        let _ = self.order(Order::Commit(stamp, then));
    }

    /// Makes all that was put searchable, for good.
    pub(super) fn commit(&mut self, stamp: Stamp) -> Result<(), StoreError> {
        let (told, heard) = sync_channel(1);
        let then = Then::new(move |result| {
            // Whoever asked waits below.
            let _ = told.send(result);
        });
        self.commit_then(stamp, then);
        heard.recv().unwrap_or_else(|_| Err(gone()))
    }

    /// Lets the merging of small parts end.
    pub(super) fn close(mut self) -> Result<(), StoreError> {
        self.end()
    }

    fn order(&self, order: Order) -> Result<(), StoreError> {
        let orders = self.orders.as_ref().ok_or_else(gone)?;
        if !matches!(order, Order::Commit(..)) {
            self.waiting.fetch_add(1, Ordering::Relaxed);
        }
        orders.send(order).map_err(|_| gone())
    }

    /// Lets the thread do what it was told, and waits for it: the index has one writer at a time.
    fn end(&mut self) -> Result<(), StoreError> {
        self.orders = None;
        let ended = self.thread.take().map(JoinHandle::join);
        ended.map_or(Ok(()), |ended| ended.unwrap_or_else(|_| Err(gone())))
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        // What it says was told to whoever ordered a commit.
        let _ = self.end();
    }
}

/// Fills until there are no more orders, or one cannot be done: then what was ordered behind it is not
/// done either, and the index is to be opened anew.
fn work(
    mut fill: Fill,
    arriving: &Receiver<Order>,
    waiting: &AtomicUsize,
) -> Result<(), StoreError> {
    let mut failed = None;
    while let Ok(order) = arriving.recv() {
        if !matches!(order, Order::Commit(..)) {
            waiting.fetch_sub(1, Ordering::Relaxed);
        }
        let done = match order {
            Order::Add(fresh) if failed.is_none() => add(&mut fill, &fresh),
            Order::Follow(change) if failed.is_none() => follow(&mut fill, &change),
            Order::Add(..) | Order::Follow(_) => Ok(()),
            Order::Commit(stamp, then) => {
                let committed = failed.take().map_or_else(|| Ok(fill.commit(&stamp)?), Err);
                let is_done = committed.is_ok();
                then.tell(committed);
                if !is_done {
                    return Err(gone());
                }
                Ok(())
            }
        };
        failed = failed.or(done.err());
    }
    failed.map_or_else(|| Ok(fill.close()?), Err)
}

/// Does what the ledger says.
fn follow(fill: &mut Fill, change: &Change) -> Result<(), StoreError> {
    match change {
        Change::Put(kept) => {
            let Kept { key, since, motion, text, .. } = &**kept;
            Ok(fill.put(&Indexed { key: *key, since: *since, motion, text })?)
        }
        Change::Remove { key, .. } => {
            fill.remove(*key);
            Ok(())
        }
    }
}

/// Adds what can be found of a document that the ledger had not before.
fn add(fill: &mut Fill, fresh: &Fresh) -> Result<(), StoreError> {
    for (part, (record, text)) in (1..).zip(fresh.content.parts()) {
        // What fills it may have seen them already, after a failure halfway: it puts, and does not add.
        if correct::is_motion(record.motion()) {
            let (key, since) = (motion::key(fresh.document, part), fresh.before + part);
            fill.put(&Indexed { key, since, motion: record.motion(), text })?;
        }
    }
    Ok(())
}

/// What fills the index has failed before.
fn gone() -> StoreError {
    StoreError::Damaged { part: "index", found: "what fills it has ended".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::arrival;

    fn content() -> Vec<Fresh> {
        let content = Arc::new(arrival("aa", "Wonen", &[]).content);
        vec![Fresh { document: 1, before: 0, content }]
    }

    #[test]
    fn a_commit_that_fails_says_so_and_nothing_is_taken_after_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("index");
        let mut filler = Filler::anew(&path).unwrap();
        filler.add(content()).unwrap();
        assert_eq!(filler.pending(), 1);
        filler.commit(Stamp::new("x", 1)).unwrap();
        assert_eq!(filler.pending(), 0);
        std::fs::remove_dir_all(&path).unwrap();
        filler.add(content()).unwrap();
        assert!(filler.commit(Stamp::new("x", 2)).is_err());
        assert_eq!(
            filler.commit(Stamp::new("x", 3)).unwrap_err().to_string(),
            "the index is damaged: what fills it has ended"
        );
        assert!(filler.add(content()).is_err());
        // Another may have the index once this one is gone.
        drop(filler);
        Filler::anew(&path).unwrap().close().unwrap();
    }

    #[test]
    fn a_commit_is_told_when_it_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let mut filler = Filler::anew(&dir.path().join("index")).unwrap();
        filler.add(content()).unwrap();
        let (told, heard) = sync_channel(1);
        filler.commit_then(Stamp::new("x", 1), Then::new(move |done| told.send(done).unwrap()));
        heard.recv().unwrap().unwrap();
        filler.close().unwrap();
    }
}
