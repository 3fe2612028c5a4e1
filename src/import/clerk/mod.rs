//! The one who writes: a thread that owns the store's writer, and takes orders.
//!
//! ```text
//! doors ── ask ──▶ ┌───────┐ ── jobs ──▶ readers
//!                  │ clerk │                │
//! ledger, index ◀──└───────┘ ◀── done ──────┘
//! ```
//!
//! Orders that arrive while the disk is busy are written together, in one transaction, so that bulk
//! is not bound by the disk's patience and each still hears only of what is on disk. Which documents
//! are read next, the ledger says: what a kill left waiting is taken up by the next clerk.

mod desk;
mod hot;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::background::give_way;
use super::manner::Manner;
use super::pool::{Done, Pool};
use super::report::Report;
use super::worker::Readers;
use crate::clock::Times;
use crate::error::{Code, Error};
use crate::store::{Batch, Body, Incoming, Originals, Receipt, Retry, StoreError, Writer};
use desk::Desk;
use hot::Hot;

/// What is told of the work while it is done.
pub enum Heard {
    /// This became of a document, which came with the import of this number.
    Report(Report, Option<u64>),
    /// This is what reading a document took.
    Taken(Times),
    /// The index was committed: what was filed can be found.
    Searchable,
    /// The disk refused; it is tried again.
    Refused(Error),
    /// The index could not be written; it is tried again.
    IndexRefused(Error),
    /// Something was written, after the disk had refused.
    Written,
}

/// Hears what a clerk does, in the clerk's thread.
pub type Listen = dyn FnMut(Heard) + Send;

/// Takes orders, and has them written.
pub struct Clerk {
    orders: Sender<Order>,
    /// None once it was waited for.
    thread: Mutex<Option<JoinHandle<Result<(), Error>>>>,
    originals: Originals,
    hot: Arc<Hot>,
    stop: Arc<AtomicBool>,
}

enum Order {
    /// Something to write.
    Change(Box<dyn Change>),
    /// A document that was read.
    Settle(Box<Done>),
    /// The index was committed, or could not be.
    Committed(Result<(), StoreError>),
    /// Make what was filed searchable as soon as can be.
    Commit,
    /// Someone waits for these documents, by their ids.
    ReadFirst(Vec<String>),
    /// Nobody waits any more for what is to be read of this import.
    Forget(u64),
    /// Nothing more comes: end when nothing waits any more.
    Finish,
    /// End when what is being read is read.
    Stop,
}

impl Clerk {
    /// Starts to work: on what waits in the store first. Once `stop` is set, nothing more is begun.
    ///
    /// # Errors
    /// [`Code::ReaderFailed`]; what the store has.
    pub fn start(
        mut writer: Writer,
        readers: &Readers,
        manner: Manner,
        stop: Arc<AtomicBool>,
        listen: Box<Listen>,
    ) -> Result<Self, Error> {
        // One that starts shows that all can; the others start when there is something to read.
        let first = readers.start()?;
        let mut batch = writer.begin()?;
        batch.interrupt_imports()?;
        if readers.can_recognise() {
            batch.retry(&Retry::Waiting, None)?;
        }
        batch.commit()?;
        let (orders, arriving) = channel();
        let originals = writer.originals();
        let hot = Arc::new(Hot::default());
        let pool = Pool::start(&manner, first, readers, &originals, &orders, |done| {
            Order::Settle(Box::new(done))
        });
        let desk = Desk::new(
            writer,
            (orders.clone(), arriving),
            pool,
            Arc::clone(&hot),
            &stop,
            manner,
            listen,
        );
        let thread = thread::Builder::new()
            .name("clerk".to_owned())
            .spawn(move || {
                if manner.gives_way {
                    give_way();
                }
                desk.run()
            })
            .map_err(|error| Error::new(Code::Internal, format!("no thread can start: {error}")))?;
        Ok(Self { orders, thread: Mutex::new(Some(thread)), originals, hot, stop })
    }

    /// Has something written; returns when it is on disk.
    ///
    /// # Errors
    /// What `change` has, or the disk. Then nothing of it is written.
    pub fn ask<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Error> {
        let (reply, replied) = sync_channel(1);
        let asked = Asked { change: Some(change), result: None, reply };
        let gone = || Error::new(Code::StoreIo, "nobody writes to the store any more");
        self.orders.send(Order::Change(Box::new(asked))).map_err(|_| gone())?;
        replied.recv().map_err(|_| gone())?
    }

    /// Takes documents in; returns when they are on disk.
    ///
    /// # Errors
    /// What the disk has. Then none of them is taken in.
    pub fn receive(&self, incoming: Vec<Incoming>) -> Result<Vec<Receipt>, Error> {
        let hot = Arc::clone(&self.hot);
        self.ask(move |batch| {
            let receipts =
                incoming.iter().map(|one| batch.receive(one)).collect::<Result<Vec<_>, _>>()?;
            for (one, receipt) in incoming.into_iter().zip(&receipts) {
                if let (Receipt::Waiting, Body::Memory(bytes)) = (receipt, one.body) {
                    hot.put(one.id, bytes);
                }
            }
            Ok(receipts)
        })
    }

    /// Has documents that were just taken in read before all others, by their ids: whoever brings a few waits
    /// for them, and whoever brings many does not.
    pub fn read_first(&self, ids: Vec<String>) {
        // A clerk that is gone reads nothing.
        let _ = self.orders.send(Order::ReadFirst(ids));
    }

    /// Cancels an import: what waits of it fails with `cancelled`, and is not read any more. Returns how many
    /// documents those are.
    ///
    /// # Errors
    /// What the disk has.
    pub fn cancel(&self, import: u64, by: Option<String>) -> Result<usize, Error> {
        let cancelled = self.ask(move |batch| batch.cancel_import(import, by.as_deref()))?;
        // A clerk that is gone reads nothing.
        let _ = self.orders.send(Order::Forget(import));
        Ok(cancelled)
    }

    /// Has what was written by now made searchable as soon as can be, and does not wait for that.
    pub fn make_searchable(&self) {
        // A clerk that is gone says so to whoever asks next.
        let _ = self.orders.send(Order::Commit);
    }

    /// The originals of the store, for bytes on their way in.
    #[must_use]
    pub fn originals(&self) -> &Originals {
        &self.originals
    }

    /// Whether the clerk still works.
    #[must_use]
    pub fn is_working(&self) -> bool {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Waits until nothing waits any more, or what is being read is read and a stop was asked for.
    ///
    /// # Errors
    /// Why the clerk gave up.
    pub fn finish(&self) -> Result<(), Error> {
        self.end(Order::Finish)
    }

    /// Lets what is being read be read, and ends.
    ///
    /// # Errors
    /// Why the clerk gave up.
    pub fn stop(&self) -> Result<(), Error> {
        self.stop.store(true, Ordering::Relaxed);
        self.end(Order::Stop)
    }

    fn end(&self, order: Order) -> Result<(), Error> {
        // A clerk that is gone says why below.
        let _ = self.orders.send(order);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let panicked = |_| Err(Error::new(Code::Internal, "the thread that writes ended"));
        thread.map_or(Ok(()), |thread| thread.join().unwrap_or_else(panicked))
    }
}

/// Something to write, and someone who waits for it.
trait Change: Send {
    /// Writes it.
    fn apply(&mut self, batch: &mut Batch<'_>);
    /// Says how it went, once the batch is on disk or refused.
    fn reply(self: Box<Self>, written: Result<(), &Error>);
}

struct Asked<T, F> {
    change: Option<F>,
    result: Option<Result<T, Error>>,
    reply: SyncSender<Result<T, Error>>,
}

impl<T: Send, F> Change for Asked<T, F>
where
    F: FnOnce(&mut Batch<'_>) -> Result<T, StoreError> + Send,
{
    fn apply(&mut self, batch: &mut Batch<'_>) {
        if let Some(change) = self.change.take() {
            self.result = Some(batch.attempt(change).map_err(Error::from));
        }
    }

    fn reply(self: Box<Self>, written: Result<(), &Error>) {
        let result = match (written, self.result) {
            (Ok(()), Some(result)) => result,
            (Err(error), _) => Err(error.clone()),
            (Ok(()), None) => Err(Error::new(Code::Internal, "it was not tried")),
        };
        // Whoever asked may have gone away; it is written all the same.
        let _ = self.reply.send(result);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;
    use crate::grammar::Grammars;
    use crate::import::pipeline::incoming;

    const LONG: Duration = Duration::from_secs(3600);

    #[test]
    fn what_someone_waits_for_is_found_before_its_time() {
        let dir = tempfile::tempdir().unwrap();
        let writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let manner = Manner { fresh: LONG, ..Manner::bulk(Some(1)) };
        let (told, heard) = mpsc::channel();
        let listen = Box::new(move |it: Heard| {
            let _ = told.send(match it {
                Heard::Report(..) => "read",
                Heard::Searchable => "searchable",
                _ => "",
            });
        });
        let readers = Readers::here(Grammars::built_in());
        let clerk = Clerk::start(writer, &readers, manner, Arc::default(), listen).unwrap();
        let import = opened(&clerk);
        let text = b"Motie Bomen\n\nDe raad,\n\nverzoekt het college:\n- eiken te planten.\n";
        clerk.receive(vec![incoming("m.txt".into(), text.to_vec(), Some(import))]).unwrap();
        assert_eq!(heard.recv_timeout(LONG), Ok("read"));
        clerk.make_searchable();
        assert_eq!(heard.recv_timeout(LONG), Ok("searchable"));
        clerk.finish().unwrap();
    }

    fn opened(clerk: &Clerk) -> u64 {
        let source = crate::store::Origin::Upload;
        let import = crate::store::NewImport { source, name: "x", by: None, walk: None };
        clerk.ask(move |batch| batch.open_import(&import)).unwrap()
    }

    #[test]
    fn what_someone_waits_for_is_read_before_what_was_brought_earlier() {
        const MANY: usize = 3_000;
        let dir = tempfile::tempdir().unwrap();
        let writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let manner = Manner { gathers: Duration::ZERO, claims: 8, ..Manner::bulk(Some(1)) };
        let (told, heard) = mpsc::channel();
        let listen = Box::new(move |it: Heard| {
            if let Heard::Report(report, _) = it {
                told.send(report.file).unwrap();
            }
        });
        let readers = Readers::here(Grammars::built_in());
        let clerk = Clerk::start(writer, &readers, manner, Arc::default(), listen).unwrap();
        let import = opened(&clerk);
        let document = |name: String| {
            let text = format!("Motie {name}\n\nDe raad,\n\nverzoekt x.\n");
            incoming(name, text.into_bytes(), Some(import))
        };
        let many = (0..MANY).map(|number| document(number.to_string()));
        clerk.receive(many.collect()).unwrap();
        let one = document("een".to_owned());
        let id = one.id.clone();
        clerk.receive(vec![one]).unwrap();
        clerk.read_first(vec![id]);
        clerk.finish().unwrap();
        let order: Vec<_> = heard.try_iter().collect();
        assert_eq!(order.len(), MANY + 1);
        let place = order.iter().position(|file| file == "een").unwrap();
        assert!(place < MANY / 2, "it was read as number {place}");
    }

    #[test]
    fn what_is_cancelled_is_not_read_and_what_is_sent_again_is() {
        let dir = tempfile::tempdir().unwrap();
        let writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let readers = Readers::here(Grammars::built_in());
        let manner = Manner { claims: 8, ..Manner::bulk(Some(1)) };
        let clerk =
            Clerk::start(writer, &readers, manner, Arc::default(), Box::new(|_| {})).unwrap();
        let import = opened(&clerk);
        let texts = (0..40).map(|number| format!("Motie {number}\n\nDe raad,\n\nverzoekt x.\n"));
        let documents = texts.enumerate().map(|(number, text)| {
            incoming(format!("{number}.txt"), text.into_bytes(), Some(import))
        });
        clerk.receive(documents.collect()).unwrap();
        let cancelled = clerk.cancel(import, None).unwrap();
        let again = Retry::Import(import, Some("cancelled".to_owned()));
        let retried = clerk.ask(move |batch| batch.retry(&again, None)).unwrap();
        assert_eq!(retried, cancelled);
        clerk.finish().unwrap();
        let store = crate::store::Store::open(dir.path(), &mut |_| {}).unwrap();
        let tally = store.tally().unwrap();
        assert_eq!((tally.waiting, tally.failed, tally.indexed + tally.held), (0, 0, 40));
    }
}
