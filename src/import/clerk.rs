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

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::background::give_way;
use super::manner::Manner;
use super::pool::{Done, Job, Pool};
use super::report::{Outcome, Report};
use super::worker::Readers;
use crate::clock::Times;
use crate::error::{Code, Error};
use crate::store::{
    Batch, Body, Claimed, Content, Incoming, Originals, Receipt, Retry, State, StoreError, Writer,
};

/// How many documents are claimed ahead of the readers.
const AHEAD: usize = 256;

/// How many documents are claimed at once whose reading was begun before. One of them may be why the
/// program ended: if it does so again, no more than these are suspected.
const SUSPECTS: usize = 8;

/// How many orders are written together at most.
const TOGETHER: usize = 512;

/// How many bytes of what was just taken in are kept in memory for the readers.
const HOT: usize = 64 << 20;

/// After how many motions the index is committed, however little time has passed.
const COMMIT_EVERY: usize = 5_000;

/// How long the disk gets before what it refused is tried again.
const PAUSE: Duration = Duration::from_millis(500);

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
        let desk = Desk {
            writer,
            arriving,
            pool,
            hot: Arc::clone(&hot),
            stop: Arc::clone(&stop),
            manner,
            listen,
            unsettled: Vec::new(),
            in_flight: 0,
            waiting: Waiting::Many,
            has_suspects: true,
            is_finishing: false,
            was_refused: false,
            committed: Instant::now(),
        };
        let thread = thread::Builder::new()
            .name("clerk".to_owned())
            .spawn(move || {
                if desk.manner.gives_way {
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

/// Bytes that were just taken in, so that readers need not fetch them from disk.
#[derive(Debug, Default)]
struct Hot {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    by_id: HashMap<String, Arc<[u8]>>,
    /// How many bytes they are together.
    size: usize,
}

impl Hot {
    fn put(&self, id: String, bytes: Arc<[u8]>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.size + bytes.len() <= HOT {
            kept.size += bytes.len();
            if let Some(former) = kept.by_id.insert(id, bytes) {
                kept.size -= former.len();
            }
        }
    }

    fn take(&self, id: &str) -> Option<Arc<[u8]>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = kept.by_id.remove(id)?;
        kept.size -= bytes.len();
        Some(bytes)
    }
}

/// A document that was read and is not filed yet.
struct Settling {
    claimed: Claimed,
    content: Arc<Content>,
    outcome: Outcome,
}

/// What may be waiting in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    /// Many documents, for all that is known.
    Many,
    /// Only such as another clerk began to have read.
    Begun,
    /// Nothing.
    Nothing,
}

/// The clerk's side of the desk.
struct Desk {
    writer: Writer,
    arriving: Receiver<Order>,
    pool: Pool,
    hot: Arc<Hot>,
    stop: Arc<AtomicBool>,
    manner: Manner,
    listen: Box<Listen>,
    unsettled: Vec<Settling>,
    /// How many documents are claimed and not settled.
    in_flight: usize,
    /// What may be waiting in the ledger.
    waiting: Waiting,
    /// Whether some may be left that another clerk began to have read.
    has_suspects: bool,
    is_finishing: bool,
    /// Whether the disk refused the last time, so that there is something to try again.
    was_refused: bool,
    committed: Instant,
}

impl Desk {
    fn run(mut self) -> Result<(), Error> {
        loop {
            let changes = self.take_orders();
            self.stop_if_asked()?;
            let turned = self.turn(changes);
            self.was_refused = turned.is_err();
            if let Err(error) = turned {
                // What was read and cannot be written is read again by the next clerk.
                if self.manner.gives_up || self.is_stopping() {
                    return Err(error);
                }
                (self.listen)(Heard::Refused(error));
                thread::sleep(PAUSE);
            }
            self.commit_if_due()?;
            if self.is_finishing && self.in_flight == 0 && self.waiting == Waiting::Nothing {
                break;
            }
        }
        self.pool.close();
        self.writer.close()?;
        (self.listen)(Heard::Searchable);
        Ok(())
    }

    /// Waits for orders, and takes as many as are there; what was read is put aside to be settled.
    fn take_orders(&mut self) -> Vec<Box<dyn Change>> {
        let mut changes = Vec::new();
        let first = if self.claims() > 0 || self.was_refused {
            self.arriving.try_recv().ok()
        } else if self.writer.is_behind() {
            let left = self.manner.fresh.saturating_sub(self.committed.elapsed());
            match self.arriving.recv_timeout(left) {
                Ok(order) => Some(order),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Order::Stop),
            }
        } else {
            Some(self.arriving.recv().unwrap_or(Order::Stop))
        };
        let Some(first) = first else { return changes };
        self.take_order(first, &mut changes);
        for _ in 1..TOGETHER {
            let Ok(order) = self.arriving.try_recv() else { break };
            self.take_order(order, &mut changes);
        }
        changes
    }

    fn take_order(&mut self, order: Order, changes: &mut Vec<Box<dyn Change>>) {
        match order {
            Order::Change(change) => changes.push(change),
            Order::Settle(done) => {
                if let Some(times) = done.times {
                    (self.listen)(Heard::Taken(times));
                }
                self.unsettled.push(settling(*done));
            }
            Order::Finish => {
                self.is_finishing = true;
                self.waiting = Waiting::Many;
            }
            Order::Stop => {
                self.is_finishing = true;
                self.stop.store(true, Ordering::Relaxed);
            }
        }
    }

    /// How many documents are to be claimed now. Those that were begun before are by themselves.
    fn claims(&self) -> usize {
        match self.waiting {
            _ if self.is_stopping() => 0,
            Waiting::Many if self.in_flight < AHEAD / 2 => AHEAD - self.in_flight,
            Waiting::Begun if self.in_flight == 0 => SUSPECTS,
            _ => 0,
        }
    }

    fn is_stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Gives back what nobody began to read, once a stop is asked for.
    fn stop_if_asked(&mut self) -> Result<(), Error> {
        if !self.is_stopping() {
            return Ok(());
        }
        self.waiting = Waiting::Nothing;
        let jobs = self.pool.take_back();
        self.in_flight -= jobs.len();
        if jobs.is_empty() {
            return Ok(());
        }
        let mut batch = self.writer.begin()?;
        jobs.iter().try_for_each(|job| batch.release(&job.claimed))?;
        Ok(batch.commit()?)
    }

    /// Writes what was ordered and what was read, and claims what is read next.
    fn turn(&mut self, mut changes: Vec<Box<dyn Change>>) -> Result<(), Error> {
        // Anything written may leave something waiting.
        if !changes.is_empty() && !self.is_stopping() {
            self.waiting = Waiting::Many;
        }
        let wanted = self.claims();
        if changes.is_empty() && self.unsettled.is_empty() && wanted == 0 {
            return Ok(());
        }
        let written = self.write(&mut changes, wanted);
        match written {
            Ok((claimed, settled)) => {
                if wanted > 0 && claimed.len() < wanted {
                    self.has_suspects &= self.waiting == Waiting::Many || !claimed.is_empty();
                    self.waiting =
                        if self.has_suspects { Waiting::Begun } else { Waiting::Nothing };
                }
                self.in_flight += claimed.len();
                self.in_flight -= self.unsettled.len();
                let hot = &self.hot;
                self.pool.push(claimed.into_iter().map(|claimed| {
                    let bytes = hot.take(&claimed.id);
                    Job { claimed, bytes }
                }));
                for (settling, is_valid) in self.unsettled.drain(..).zip(settled) {
                    if is_valid {
                        let Settling { claimed, outcome, .. } = settling;
                        let report = Report { file: claimed.file, outcome };
                        (self.listen)(Heard::Report(report, claimed.import));
                    }
                }
                // Who asks hears after that of what was written before it.
                changes.into_iter().for_each(|change| change.reply(Ok(())));
                Ok(())
            }
            Err(error) => {
                changes.into_iter().for_each(|change| change.reply(Err(&error)));
                Err(error)
            }
        }
    }

    /// Writes all of it, or nothing; returns what was claimed, and of each document that was read
    /// whether anyone still waited for it.
    fn write(
        &mut self,
        changes: &mut [Box<dyn Change>],
        wanted: usize,
    ) -> Result<(Vec<Claimed>, Vec<bool>), Error> {
        let mut batch = self.writer.begin()?;
        let mut settled = Vec::with_capacity(self.unsettled.len());
        for settling in &mut self.unsettled {
            let state = batch.settle(&settling.claimed, &settling.content)?;
            if let Some(State::Held { code, message }) = &state {
                let code = Code::from_name(code).unwrap_or(Code::NoMotion);
                settling.outcome = Outcome::Held {
                    id: settling.claimed.id.clone(),
                    error: Error::new(code, message.as_str()),
                };
            }
            settled.push(state.is_some());
        }
        for change in changes {
            change.apply(&mut batch);
        }
        let claimed = match self.waiting {
            _ if wanted == 0 => Vec::new(),
            Waiting::Begun => batch.claim_begun(wanted)?,
            _ => batch.claim(wanted)?,
        };
        batch.commit()?;
        Ok((claimed, settled))
    }

    /// Makes what was filed searchable, when it is time.
    fn commit_if_due(&mut self) -> Result<(), Error> {
        let is_behind = self.writer.is_behind();
        let is_due = self.writer.pending() >= COMMIT_EVERY
            || (is_behind && self.committed.elapsed() >= self.manner.fresh);
        if !is_behind {
            // The first that is filed after a while can be found as soon as any.
            self.committed = Instant::now();
            return Ok(());
        }
        if !is_due {
            return Ok(());
        }
        self.committed = Instant::now();
        match self.writer.commit() {
            Ok(()) => (self.listen)(Heard::Searchable),
            Err(error) if self.manner.gives_up => return Err(error.into()),
            Err(error) => (self.listen)(Heard::Refused(error.into())),
        }
        Ok(())
    }
}

/// What is filed of a document that was read, and what is told of it.
fn settling(Done { claimed, result, .. }: Done) -> Settling {
    let id = claimed.id.clone();
    let (content, outcome) = match result {
        Ok(reading) => {
            let outcome = Outcome::Imported {
                id,
                title: reading.motions.first().and_then(|motion| motion.title.clone()),
                motions: reading.motions.len(),
                warnings: reading.motions.iter().map(|motion| motion.warnings.len()).sum(),
            };
            (Content::Motions { motions: reading.motions, text: reading.text }, outcome)
        }
        Err(error) => {
            let content = Content::Unreadable {
                code: error.code.name().to_owned(),
                message: error.message.clone(),
            };
            (content, Outcome::Failed { id: Some(id), error })
        }
    };
    Settling { claimed, content: Arc::new(content), outcome }
}
