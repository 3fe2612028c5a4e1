//! Those who read: threads, each with a process of its own, that take documents from one queue.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::gate::Gate;
use super::manner::Manner;
use super::read::Reading;
use super::worker::{Reader, Readers};
use crate::clock::Times;
use crate::error::{Code, Error};
use crate::store::{Claimed, Originals, Record};

/// How many bytes of documents are fetched from the disk to be read at once, by all readers together; one
/// that is larger is read while no other is fetched.
const FETCHED: u64 = 256 << 20;

/// A document to read.
#[derive(Debug)]
pub(super) struct Job {
    /// The claim to it.
    pub(super) claimed: Claimed,
    /// Its bytes, if they are still in memory.
    pub(super) bytes: Option<Arc<[u8]>>,
    /// Whether it goes before those of which nobody said so.
    pub(super) is_first: bool,
}

/// A document that was read.
#[derive(Debug)]
pub(super) struct Done {
    /// The claim to it.
    pub(super) claimed: Claimed,
    /// What was read, or what is wrong with it.
    pub(super) result: Result<Reading<Record>, Error>,
    /// What reading it took, if that was measured.
    pub(super) times: Option<Times>,
}

/// The readers and their queue.
#[derive(Debug)]
pub(super) struct Pool {
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Queue {
    state: Mutex<State>,
    filled: Condvar,
}

#[derive(Debug, Default)]
struct State {
    jobs: VecDeque<Job>,
    is_closed: bool,
}

impl Pool {
    /// Starts readers, which send what they have read.
    pub(super) fn start<T: Send + 'static>(
        manner: &Manner,
        first: Reader,
        readers: &Readers,
        originals: &Originals,
        done: &Sender<T>,
        wrap: fn(Done) -> T,
    ) -> Self {
        let queue = Arc::new(Queue::default());
        let gate = Arc::new(Gate::with_room(FETCHED));
        let mut first = Some(first);
        let measures = manner.measures;
        let threads = (0..manner.readers.max(1))
            .map(|number| {
                let reader = first.take().unwrap_or_else(|| readers.reader());
                let (queue, gate) = (Arc::clone(&queue), Arc::clone(&gate));
                let (originals, done) = (originals.clone(), done.clone());
                thread::Builder::new()
                    .name(format!("reader {number}"))
                    .spawn(move || {
                        let read = |job: &Job, reader: &mut Reader| {
                            read(job, &originals, &gate, reader, measures)
                        };
                        read_all(&queue, reader, read, |it| done.send(wrap(it)).is_ok());
                    })
                    .expect("the system has room for a few threads")
            })
            .collect();
        Self { queue, threads }
    }

    /// Hands documents to the readers.
    pub(super) fn push(&self, jobs: impl IntoIterator<Item = Job>) {
        let mut state = self.queue.state();
        jobs.into_iter().for_each(|job| state.add(job));
        drop(state);
        self.queue.filled.notify_all();
    }

    /// Has documents go first that nobody began to read; returns which of these ids were not among them.
    pub(super) fn put_first(&self, ids: Vec<String>) -> Vec<String> {
        let mut state = self.queue.state();
        let mut others = Vec::new();
        for id in ids {
            let place = state.jobs.iter().position(|job| job.claimed.id == id);
            match place.and_then(|place| state.jobs.remove(place)) {
                Some(job) => state.add(Job { is_first: true, ..job }),
                None => others.push(id),
            }
        }
        others
    }

    /// Takes back what nobody began to read.
    pub(super) fn take_back(&self) -> Vec<Job> {
        self.queue.state().jobs.drain(..).collect()
    }

    /// Takes back what nobody began to read of an import.
    pub(super) fn take_back_of(&self, import: u64) -> Vec<Job> {
        let mut state = self.queue.state();
        let is_of = |job: &Job| job.claimed.import == Some(import);
        let (of, others): (VecDeque<_>, _) = state.jobs.drain(..).partition(is_of);
        state.jobs = others;
        of.into()
    }

    /// Lets the readers finish what they are at, and go.
    pub(super) fn close(self) {
        self.queue.state().is_closed = true;
        self.queue.filled.notify_all();
        for thread in self.threads {
            // A thread that panicked has said so; its document is read again.
            let _ = thread.join();
        }
    }
}

impl State {
    /// Adds a document behind those that go before it.
    fn add(&mut self, job: Job) {
        if job.is_first {
            let place = self.jobs.iter().take_while(|other| other.is_first).count();
            self.jobs.insert(place, job);
        } else {
            self.jobs.push_back(job);
        }
    }
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a document; `None` once there are to be no more.
    fn next(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.is_closed {
                return None;
            }
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// What reading gives, and what it took.
type Read = (Result<Reading<Record>, Error>, Option<Times>);

/// Reads documents until there are to be no more, or nobody wants them.
fn read_all(
    queue: &Queue,
    mut reader: Reader,
    read: impl Fn(&Job, &mut Reader) -> Read,
    done: impl Fn(Done) -> bool,
) {
    while let Some(job) = queue.next() {
        let (result, times) = read(&job, &mut reader);
        if !done(Done { claimed: job.claimed, result, times }) {
            return;
        }
    }
}

fn read(
    Job { claimed, bytes, .. }: &Job,
    originals: &Originals,
    gate: &Gate,
    reader: &mut Reader,
    measures: bool,
) -> Read {
    if claimed.is_worn {
        let message = "reading it was begun several times, and the program ended each time";
        return (Err(Error::new(Code::Internal, message)), None);
    }
    let mut ask = |bytes: &[u8]| {
        if measures {
            reader.measure(&claimed.file, bytes)
        } else {
            (reader.read_as(&claimed.file, bytes), None)
        }
    };
    if let Some(bytes) = bytes {
        return ask(bytes);
    }
    gate.enter(claimed.bytes);
    let read = match originals.of_claimed(claimed) {
        Ok(bytes) => ask(&bytes),
        Err(error) => (Err(error.into()), None),
    };
    gate.leave(claimed.bytes);
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pipeline::incoming;
    use crate::store::{Incoming, Writer};

    #[test]
    fn what_is_to_go_first_does_in_the_order_in_which_it_was_said() {
        let pool = Pool { queue: Arc::default(), threads: Vec::new() };
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path(), &mut |_| {}).unwrap();
        let mut batch = writer.begin().unwrap();
        let mut job = |id: &str, is_first| {
            let one = incoming(id.to_owned(), id.as_bytes().to_vec(), None);
            batch.receive(&Incoming { id: id.to_owned(), ..one }).unwrap();
            let claimed = batch.claim_one(id).unwrap().unwrap();
            Job { claimed, bytes: None, is_first }
        };
        pool.push(["a", "b", "c"].map(|id| job(id, false)));
        pool.push([job("d", true)]);
        assert_eq!(pool.put_first(vec!["c".to_owned(), "x".to_owned()]), ["x"]);
        pool.push([job("e", true), job("f", false)]);
        let order: Vec<_> = pool.take_back().into_iter().map(|job| job.claimed.id).collect();
        assert_eq!(order.concat(), "dceabf");
    }
}
