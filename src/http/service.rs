//! What the routes work with: the store to read, the clerk who writes, and who may.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::{task, time};

use super::access::{Access, Buckets, Digest, Key, Rate, may_serve};
use super::metrics::Metrics;
use crate::error::{Code, Error};
use crate::import::{Clerk, Heard, Manner, Reader, Readers, Watcher};
use crate::motion::Motion;
use crate::settings::Settings;
use crate::store::{Store, Writer};

/// How soon what was written can be found.
const FRESH: Duration = Duration::from_millis(500);

/// How many requests may look something up at once, which takes next to no time.
const LOOKING: usize = 16;

/// How many requests may wait for the disk at once.
const WRITING: usize = 64;

/// What the routes work with.
pub struct Service {
    pub(super) store: Arc<Store>,
    pub(super) clerk: Clerk,
    pub(super) settings: Settings,
    pub(super) access: Access,
    pub(super) metrics: Arc<Metrics>,
    /// How often each client may ask, and how often send documents.
    pub(super) requests: Buckets,
    pub(super) uploads: Buckets,
    keys: RwLock<Arc<[Key]>>,
    readers: Readers,
    /// Readers that are warm, and read nothing at the moment.
    idle: Mutex<Vec<Reader>>,
    /// How many searches, look-ups, readings and writings are worked on at once.
    searching: Arc<Semaphore>,
    looking: Arc<Semaphore>,
    reading: Arc<Semaphore>,
    writing: Arc<Semaphore>,
    is_stopping: Arc<AtomicBool>,
}

impl Service {
    /// Makes a service of a store that nobody else writes to, and of those who read documents.
    ///
    /// # Errors
    /// [`Code::ReaderFailed`]; [`Code::SettingsInvalid`] where others could reach it, and it has no
    /// key; what the store has.
    pub fn new(
        writer: Writer,
        store: Store,
        readers: Readers,
        settings: Settings,
    ) -> Result<Self, Error> {
        let keys = load_keys(&store)?;
        may_serve(&settings, &keys)?;
        let store = Arc::new(store);
        let metrics = Arc::new(Metrics::new());
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let manner = Manner {
            readers: settings.readers.map_or(cores, |count| count.get() as usize),
            fresh: FRESH,
            measures: true,
            gives_way: true,
            gives_up: false,
        };
        let is_stopping = Arc::new(AtomicBool::new(false));
        let (seen, counted) = (Arc::clone(&store), Arc::clone(&metrics));
        let listen = Box::new(move |heard: Heard| {
            counted.hear(&heard);
            match heard {
                Heard::Searchable => {
                    if let Err(error) = seen.refresh() {
                        tracing::error!("the index cannot be opened anew: {error}");
                    }
                }
                Heard::Refused(error) => {
                    tracing::error!(
                        code = error.code.name(),
                        hint = error.hint,
                        "{}",
                        error.message
                    );
                }
                Heard::Report(..) | Heard::Taken(_) => {}
            }
        });
        // What waits to be read gives way to what someone waits for.
        let waiting = readers.clone().in_background();
        let clerk = Clerk::start(writer, &waiting, manner, Arc::clone(&is_stopping), listen)?;
        let access = Access::new(&settings);
        let requests = Buckets::new(Rate::per_second(settings.requests_per_second.get()));
        let uploads = Buckets::new(Rate::per_minute(settings.uploads_per_minute.get()));
        Ok(Self {
            store,
            clerk,
            settings,
            access,
            metrics,
            requests,
            uploads,
            keys: RwLock::new(keys),
            readers,
            idle: Mutex::default(),
            searching: Arc::new(Semaphore::new(cores)),
            looking: Arc::new(Semaphore::new(LOOKING)),
            reading: Arc::new(Semaphore::new(cores)),
            writing: Arc::new(Semaphore::new(WRITING)),
            is_stopping,
        })
    }

    /// Watches the folders that the settings name, until the process is asked to stop.
    pub(super) fn watch(self: &Arc<Self>) -> Option<JoinHandle<()>> {
        if self.settings.watch.is_empty() {
            return None;
        }
        let service = Arc::clone(self);
        let watch = move || {
            let mut watcher = Watcher::new(&service.clerk, &service.settings.watch);
            watcher.watch(&service.is_stopping, &mut |error| {
                tracing::error!(code = error.code.name(), hint = error.hint, "{}", error.message);
            });
        };
        thread::Builder::new().name("watch".to_owned()).spawn(watch).ok()
    }

    /// The address to listen on.
    pub(super) fn address(&self) -> SocketAddr {
        self.settings.listen
    }

    /// The largest upload, in bytes.
    pub(super) fn largest_upload(&self) -> u64 {
        self.settings.largest_upload.bytes()
    }

    /// The keys that open.
    pub(super) fn keys(&self) -> Arc<[Key]> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sees which keys open, after some were made or revoked.
    pub(super) fn load_keys(&self) -> Result<(), Error> {
        let keys = load_keys(&self.store)?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    /// Reads the records of a document.
    pub(super) fn read(&self, name: &str, bytes: &[u8]) -> Result<Vec<Motion>, Error> {
        self.with_reader(|reader| reader.read(name, bytes)).map(|reading| reading.motions)
    }

    /// Draws a page of a document, counted from 1, as PNG.
    pub(super) fn draw(&self, bytes: &[u8], page: u32, dpi: u32) -> Result<Vec<u8>, Error> {
        self.with_reader(|reader| reader.draw(bytes, page, dpi))
    }

    /// Asks a reader that is warm, or a new one.
    fn with_reader<T>(&self, ask: impl FnOnce(&mut Reader) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = idle().pop();
        let mut reader = reader.unwrap_or_else(|| self.readers.reader());
        let answer = ask(&mut reader);
        idle().push(reader);
        answer
    }

    /// Whether so few documents wait that more may come.
    ///
    /// # Errors
    /// [`Code::QueueFull`].
    pub(super) fn has_room(&self) -> Result<(), Error> {
        let (waiting, most) = (self.store.tally()?.waiting, u64::from(self.settings.queue.get()));
        if waiting < most {
            return Ok(());
        }
        let message =
            format!("expected fewer than {most} documents that wait to be read, found {waiting}");
        Err(Error::new(Code::QueueFull, message))
    }

    /// Whether the service can do what it is for.
    ///
    /// # Errors
    /// Why it cannot.
    pub(super) fn is_ready(&self) -> Result<(), Error> {
        if !self.clerk.is_working() || self.is_stopping() {
            return Err(Error::new(Code::StoreIo, "nobody writes to the store"));
        }
        self.store.lag()?;
        Ok(())
    }

    /// Works on something that reads the store, where it does not hold up other requests, when there
    /// is room.
    pub(super) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.within(&self.looking, work).await
    }

    /// Works on a search likewise, as long as `query-time` allows. What takes longer ends by itself,
    /// and has its room until then; whoever asked is told.
    ///
    /// # Errors
    /// [`Code::TooSlow`].
    pub(super) async fn have_searched<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let most = self.settings.query_time;
        time::timeout(*most, self.within(&self.searching, work)).await.unwrap_or_else(|_| {
            let message =
                format!("expected a search to take at most {most}, found none done by then");
            Err(Error::new(Code::TooSlow, message))
        })
    }

    /// Works on something that reads a document, likewise.
    pub(super) async fn have_read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.within(&self.reading, work).await
    }

    /// Works on something that waits for the disk, likewise.
    pub(super) async fn have_written<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.within(&self.writing, work).await
    }

    async fn within<T: Send + 'static>(
        self: &Arc<Self>,
        room: &Arc<Semaphore>,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let room = Arc::clone(room).acquire_owned().await.expect("the room is never closed");
        let service = Arc::clone(self);
        // What is logged meanwhile belongs to the request.
        let span = tracing::Span::current();
        let work = move || {
            // Also where nobody waits any more, the room is taken until the work is done.
            let _room = room;
            span.in_scope(|| work(&service))
        };
        task::spawn_blocking(work)
            .await
            .unwrap_or_else(|_| Err(Error::new(Code::Internal, "the request could not be met")))
    }

    /// Whether the process was asked to stop.
    pub(super) fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::Relaxed)
    }

    /// Begins nothing new any more.
    pub(super) fn begin_to_stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Lets what is being read be read, and closes the store.
    ///
    /// # Errors
    /// What the store has.
    pub(super) fn stop(&self) -> Result<(), Error> {
        self.clerk.stop()
    }
}

/// The keys of a store that open.
fn load_keys(store: &Store) -> Result<Arc<[Key]>, Error> {
    let keys = store.keys()?.into_iter().filter(|key| key.revoked_at.is_none()).map(|key| {
        let damaged = |_| {
            let message = format!("the key `{}` in the ledger is damaged", key.name);
            Error::new(Code::StoreDamaged, message)
        };
        let digest = <[u8; 32]>::try_from(key.hash.as_slice()).map_err(|_| damaged(()))?;
        let role = key.role.parse().map_err(|_| damaged(()))?;
        Ok(Key { name: key.name, role, digest: Digest::from_bytes(digest) })
    });
    keys.collect()
}
