//! The clerk's side of the desk: orders taken, written together, and what follows from them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::hot::Hot;
use super::{Change, Heard, Listen, Order};
use crate::error::{Code, Error};
use crate::import::manner::Manner;
use crate::import::pool::{Done, Job, Pool};
use crate::import::report::{Outcome, Report};
use crate::store::{Claimed, Content, Record, State, Writer};

/// How many orders are written together at most.
const TOGETHER: usize = 512;

/// Where someone waits until it can be found, the index is committed no sooner after the last time: each
/// commit takes its part of what searches need.
const URGENT: Duration = Duration::from_millis(200);

/// How long orders are waited for while the index is behind, before it is looked how far it has come.
const HOLD: Duration = Duration::from_millis(10);

/// How long the disk gets before what it refused is tried again.
const PAUSE: Duration = Duration::from_millis(500);

/// A document that was read and is not filed yet.
struct Settling {
    claimed: Claimed,
    content: Arc<Content>,
    outcome: Outcome,
}

/// What follows from what was written together.
struct Written {
    /// What was claimed that someone waits for.
    first: Vec<Claimed>,
    /// What else was claimed.
    claimed: Vec<Claimed>,
    /// Of each document that was read, whether anyone still waited for it.
    settled: Vec<bool>,
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
pub(super) struct Desk {
    writer: Writer,
    /// For what is done elsewhere to tell of itself.
    orders: Sender<Order>,
    arriving: Receiver<Order>,
    pool: Pool,
    hot: Arc<Hot>,
    stop: Arc<AtomicBool>,
    manner: Manner,
    listen: Box<Listen>,
    unsettled: Vec<Settling>,
    /// Documents that are not to be read after all.
    given_back: Vec<Claimed>,
    /// Documents that someone waits for, and that may not be claimed yet.
    hurried: Vec<String>,
    /// How many documents are claimed and not settled.
    in_flight: usize,
    /// What may be waiting in the ledger.
    waiting: Waiting,
    /// Whether some may be left that another clerk began to have read.
    has_suspects: bool,
    /// Whether such are being read, and nothing else.
    is_suspecting: bool,
    is_finishing: bool,
    /// Whether the disk refused the last time, so that there is something to try again.
    was_refused: bool,
    /// Whether nothing was written since the disk refused.
    is_in_trouble: bool,
    /// When the index was last told to commit.
    committed: Instant,
    is_committing: bool,
    /// Whether someone waits for what was filed to be found.
    is_urgent: bool,
}

impl Desk {
    /// A desk at which nothing was done yet.
    pub(super) fn new(
        writer: Writer,
        (orders, arriving): (Sender<Order>, Receiver<Order>),
        pool: Pool,
        hot: Arc<Hot>,
        stop: &Arc<AtomicBool>,
        manner: Manner,
        listen: Box<Listen>,
    ) -> Self {
        Self {
            writer,
            orders,
            arriving,
            pool,
            hot,
            stop: Arc::clone(stop),
            manner,
            listen,
            unsettled: Vec::new(),
            given_back: Vec::new(),
            hurried: Vec::new(),
            in_flight: 0,
            waiting: Waiting::Many,
            has_suspects: true,
            is_suspecting: false,
            is_finishing: false,
            was_refused: false,
            is_in_trouble: false,
            committed: Instant::now(),
            is_committing: false,
            is_urgent: false,
        }
    }

    /// Works until it is told to end, or the disk refuses and that is reason enough.
    pub(super) fn run(mut self) -> Result<(), Error> {
        loop {
            let changes = self.take_orders()?;
            self.stop_if_asked()?;
            let turned = self.turn(changes);
            self.was_refused = turned.is_err();
            match turned {
                Ok(true) if self.is_in_trouble => {
                    self.is_in_trouble = false;
                    (self.listen)(Heard::Written);
                }
                Ok(_) => {}
                // What was read and cannot be written is read again by the next clerk.
                Err(error) if self.manner.gives_up || self.is_stopping() => return Err(error),
                Err(error) => {
                    self.is_in_trouble = true;
                    (self.listen)(Heard::Refused(error));
                    thread::sleep(PAUSE);
                }
            }
            self.commit_if_due();
            let is_done = self.in_flight == 0 && self.waiting == Waiting::Nothing;
            if self.is_finishing && is_done && !self.is_committing {
                break;
            }
        }
        self.pool.close();
        self.writer.close()?;
        (self.listen)(Heard::Searchable);
        Ok(())
    }

    /// Waits for orders, and takes as many as are there; what was read is put aside to be settled.
    fn take_orders(&mut self) -> Result<Vec<Box<dyn Change>>, Error> {
        let mut changes = Vec::new();
        let first = if self.claims() > 0 || self.was_refused {
            self.arriving.try_recv().ok()
        } else if self.is_held_back() {
            self.arriving.recv_timeout(HOLD).ok()
        } else if self.writer.is_behind() && !self.is_committing {
            let left = self.patience().saturating_sub(self.committed.elapsed());
            match self.arriving.recv_timeout(left) {
                Ok(order) => Some(order),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Order::Stop),
            }
        } else {
            Some(self.arriving.recv().unwrap_or(Order::Stop))
        };
        let Some(first) = first else { return Ok(changes) };
        self.take_order(first, &mut changes)?;
        let end = Instant::now() + self.manner.gathers;
        for _ in 1..TOGETHER {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(order) = self.arriving.recv_timeout(left) else { break };
            self.take_order(order, &mut changes)?;
        }
        Ok(changes)
    }

    fn take_order(
        &mut self,
        order: Order,
        changes: &mut Vec<Box<dyn Change>>,
    ) -> Result<(), Error> {
        match order {
            Order::Change(change) => changes.push(change),
            Order::Settle(done) => {
                if let Some(times) = done.times {
                    (self.listen)(Heard::Taken(times));
                }
                self.unsettled.push(settling(*done));
            }
            Order::Committed(committed) => {
                self.is_committing = false;
                match committed {
                    Ok(()) => (self.listen)(Heard::Searchable),
                    Err(error) => {
                        self.writer.give_up_index();
                        if self.manner.gives_up {
                            return Err(error.into());
                        }
                        (self.listen)(Heard::IndexRefused(error.into()));
                    }
                }
            }
            Order::Commit => self.is_urgent = true,
            Order::ReadFirst(ids) => self.hurried.extend(self.pool.put_first(ids)),
            Order::Forget(import) => {
                let jobs = self.pool.take_back_of(import);
                self.in_flight -= jobs.len();
                self.given_back.extend(jobs.into_iter().map(|job| job.claimed));
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
        Ok(())
    }

    /// How many documents are to be claimed now. Those that were being read when a program ended are read
    /// by themselves: if it ends again, one of them is why.
    fn claims(&self) -> usize {
        let most = self.manner.claims;
        match self.waiting {
            _ if self.is_stopping() || self.is_held_back() => 0,
            _ if self.is_suspecting && self.in_flight > 0 => 0,
            Waiting::Many if self.in_flight <= most / 2 => most - self.in_flight,
            Waiting::Begun if self.in_flight == 0 => most,
            _ => 0,
        }
    }

    /// Whether documents that someone waits for are claimed now, beside the others: not while those are read
    /// of which one may have ended a program.
    fn is_hurried(&self) -> bool {
        !self.hurried.is_empty()
            && self.waiting == Waiting::Many
            && !(self.is_suspecting || self.is_stopping() || self.is_held_back())
    }

    /// Whether the index is so far behind that nothing more is begun.
    fn is_held_back(&self) -> bool {
        self.writer.unindexed() > self.manner.unindexed
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

    /// Writes what was ordered and what was read, and claims what is read next; returns whether there
    /// was anything to write.
    fn turn(&mut self, mut changes: Vec<Box<dyn Change>>) -> Result<bool, Error> {
        // Anything written may leave something waiting.
        let is_changed = !changes.is_empty() || !self.given_back.is_empty();
        if is_changed && !self.is_stopping() {
            self.waiting = Waiting::Many;
        }
        let (wanted, is_hurried) = (self.claims(), self.is_hurried());
        if !is_changed && self.unsettled.is_empty() && wanted == 0 && !is_hurried {
            return Ok(false);
        }
        let written = self.write(&mut changes, wanted);
        match written {
            Ok(Written { first, claimed, settled }) => {
                if wanted > 0 {
                    self.is_suspecting = self.waiting == Waiting::Begun;
                }
                if wanted > 0 && claimed.len() < wanted {
                    self.has_suspects &= self.waiting == Waiting::Many || !claimed.is_empty();
                    self.waiting =
                        if self.has_suspects { Waiting::Begun } else { Waiting::Nothing };
                }
                if is_hurried || self.waiting == Waiting::Nothing {
                    self.hurried.clear();
                }
                self.in_flight += first.len() + claimed.len();
                self.in_flight -= self.unsettled.len();
                let hot = &self.hot;
                let job = |claimed: Claimed, is_first| {
                    let bytes = hot.take(&claimed.id);
                    Job { claimed, bytes, is_first }
                };
                self.pool.push(first.into_iter().map(|claimed| job(claimed, true)));
                self.pool.push(claimed.into_iter().map(|claimed| job(claimed, false)));
                for (settling, is_valid) in self.unsettled.drain(..).zip(settled) {
                    if is_valid {
                        let Settling { claimed, outcome, .. } = settling;
                        let report = Report { file: claimed.file, outcome };
                        (self.listen)(Heard::Report(report, claimed.import));
                    }
                }
                // Who asks hears after that of what was written before it.
                changes.into_iter().for_each(|change| change.reply(Ok(())));
                Ok(true)
            }
            Err(error) => {
                changes.into_iter().for_each(|change| change.reply(Err(&error)));
                Err(error)
            }
        }
    }

    /// Writes all of it, or nothing.
    fn write(&mut self, changes: &mut [Box<dyn Change>], wanted: usize) -> Result<Written, Error> {
        let hurried = if self.is_hurried() { self.hurried.as_slice() } else { &[] };
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
        // Those that are cancelled have no claim any more; those that were sent again since wait anew.
        self.given_back.iter().try_for_each(|claimed| batch.release(claimed))?;
        let mut first = Vec::with_capacity(hurried.len());
        for id in hurried {
            first.extend(batch.claim_one(id)?);
        }
        let claimed = match self.waiting {
            _ if wanted == 0 => Vec::new(),
            Waiting::Begun => batch.claim_begun(wanted)?,
            _ => batch.claim(wanted)?,
        };
        batch.commit()?;
        self.given_back.clear();
        Ok(Written { first, claimed, settled })
    }

    /// How long after one commit of the index the next begins.
    fn patience(&self) -> Duration {
        if self.is_urgent { URGENT.min(self.manner.fresh) } else { self.manner.fresh }
    }

    /// Makes what was filed searchable, when it is time or someone waits for it; others go on meanwhile.
    fn commit_if_due(&mut self) {
        let is_due = self.committed.elapsed() >= self.patience();
        if !self.writer.is_behind() {
            // The first that is filed after a while can be found as soon as any.
            self.committed = Instant::now();
            self.is_urgent = false;
        } else if !self.is_committing && is_due {
            self.is_urgent = false;
            self.committed = Instant::now();
            self.is_committing = true;
            let orders = self.orders.clone();
            self.writer.commit_then(move |committed| {
                // A desk that is gone needs to know nothing.
                let _ = orders.send(Order::Committed(committed));
            });
        }
    }
}

/// What is filed of a document that was read, and what is told of it.
fn settling(Done { claimed, result, .. }: Done) -> Settling {
    let id = claimed.id.clone();
    let (content, outcome) = match result {
        Ok(reading) => {
            let motions = reading.motions.iter().map(Record::motion);
            let outcome = Outcome::Imported {
                id,
                title: motions.clone().next().and_then(|motion| motion.title.clone()),
                motions: motions.len(),
                warnings: motions.map(|motion| motion.warnings.len()).sum(),
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
