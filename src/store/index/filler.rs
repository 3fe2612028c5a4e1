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
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use tantivy::Index;

use super::fill::Fill;
use super::{Stamp, create};
use crate::store::entry::Content;
use crate::store::error::StoreError;
use crate::store::ledger::motion::Change;
use crate::store::originals::create_dir;

/// How many documents and changes may wait: about as many as are read while the index commits.
const WAITING: usize = 2_000;

/// Fills an index, in the order in which it is told.
pub(in crate::store) struct Filler {
    /// None once there are to be no more.
    orders: Option<SyncSender<Order>>,
    /// None once it was waited for.
    thread: Option<JoinHandle<Result<(), StoreError>>>,
    /// How many motions it was told of since a commit was ordered.
    pending: usize,
}

enum Order {
    Add(Arc<Content>),
    Follow(Change),
    Commit(Stamp, Then),
}

/// Is told how a commit went, once; that there is nobody any more who could make it, if it is dropped.
pub(in crate::store) struct Then(Option<Box<Told>>);

type Told = dyn FnOnce(Result<(), StoreError>) + Send;

impl Then {
    /// Tells `told`.
    pub(in crate::store) fn new(
        told: impl FnOnce(Result<(), StoreError>) + Send + 'static,
    ) -> Self {
        Self(Some(Box::new(told)))
    }

    /// Tells it.
    pub(in crate::store) fn tell(mut self, result: Result<(), StoreError>) {
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
    /// Fills an index that is there.
    pub(in crate::store) fn of(index: &Index) -> Result<Self, StoreError> {
        let fill = Fill::of(index)?;
        let (orders, arriving) = sync_channel(WAITING);
        let thread = thread::Builder::new()
            .name("index".to_owned())
            .spawn(move || work(fill, &arriving))
            .map_err(StoreError::io("start a thread for", Path::new("index")))?;
        Ok(Self { orders: Some(orders), thread: Some(thread), pending: 0 })
    }

    /// Fills a new index in a folder that is not there yet.
    pub(in crate::store) fn anew(path: &Path) -> Result<Self, StoreError> {
        create_dir(path)?;
        Self::of(&create(path)?)
    }

    /// How many motions were put, or taken out, since a commit was ordered.
    pub(in crate::store) fn pending(&self) -> usize {
        self.pending
    }

    /// Does what the ledger says.
    pub(in crate::store) fn follow(&mut self, changes: Vec<Change>) -> Result<(), StoreError> {
        self.pending += changes.len();
        changes.into_iter().try_for_each(|change| self.order(Order::Follow(change)))
    }

    /// Adds motions that the ledger had not before, those that can be found.
    pub(in crate::store) fn add(&mut self, contents: Vec<Arc<Content>>) -> Result<(), StoreError> {
        self.pending += contents.iter().map(|content| content.parts().count()).sum::<usize>();
        contents.into_iter().try_for_each(|content| self.order(Order::Add(content)))
    }

    /// Makes all that was put searchable, for good, and tells when that is done.
    pub(in crate::store) fn commit_then(&mut self, stamp: Stamp, then: Then) {
        self.pending = 0;
        // An order that nobody takes tells so itself.
        let _ = self.order(Order::Commit(stamp, then));
    }

    /// Makes all that was put searchable, for good.
    pub(in crate::store) fn commit(&mut self, stamp: Stamp) -> Result<(), StoreError> {
        let (told, heard) = sync_channel(1);
        let then = Then::new(move |result| {
            // Whoever asked waits below.
            let _ = told.send(result);
        });
        self.commit_then(stamp, then);
        heard.recv().unwrap_or_else(|_| Err(gone()))
    }

    /// Lets the merging of small parts end.
    pub(in crate::store) fn close(mut self) -> Result<(), StoreError> {
        self.end()
    }

    fn order(&self, order: Order) -> Result<(), StoreError> {
        let orders = self.orders.as_ref().ok_or_else(gone)?;
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
fn work(mut fill: Fill, arriving: &Receiver<Order>) -> Result<(), StoreError> {
    let mut failed = None;
    while let Ok(order) = arriving.recv() {
        let done = match order {
            Order::Add(content) if failed.is_none() => fill.add(&content),
            Order::Follow(change) if failed.is_none() => fill.follow(&change),
            Order::Add(_) | Order::Follow(_) => Ok(()),
            Order::Commit(stamp, then) => {
                let committed = failed.take().map_or_else(|| fill.commit(&stamp), Err);
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
    failed.map_or_else(|| fill.close(), Err)
}

/// What fills the index has failed before.
fn gone() -> StoreError {
    StoreError::Damaged { part: "index", found: "what fills it has ended".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixture::arrival;

    fn content() -> Vec<Arc<Content>> {
        vec![Arc::new(arrival("aa", "Wonen", &[]).content)]
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
