//! What the routes work with: the store to read, the clerk who writes, and who may.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::{task, time};

use super::access::{Access, Buckets, Digest, Key, Rate, may_serve};
use super::api::Search;
use super::connect::Patience;
use super::feed::Changed;
use super::found::Found;
use super::metrics::Metrics;
use super::refused::Refused;
use crate::error::{Code, Error};
use crate::import::{Clerk, Heard, Manner, Reader, Readers, Told, Watcher};
use crate::motion::Motion;
use crate::settings::Settings;
use crate::store::{Store, Writer};

/// How many mebibytes of originals may be in memory to be sent; one that is larger is sent alone.
const GOING: u32 = 256;

/// How long whoever changed something waits until it can be found.
const FOUND: Duration = Duration::from_secs(1);

/// How many requests may look something up at once, which takes next to no time.
const LOOKING: usize = 16;

/// How many requests may wait for the disk at once.
const WRITING: usize = 64;

/// How many bodies of JSON may be taken in at once; others wait, while nothing of them is in memory.
const TELLING: usize = 8;

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
    /// The kinds of clauses that the grammars know.
    pub(super) kinds: BTreeSet<String>,
    /// Readers that are warm, and read nothing at the moment.
    idle: Mutex<Vec<Reader>>,
    /// How many searches, look-ups, readings and writings are worked on at once.
    searching: Arc<Semaphore>,
    looking: Arc<Semaphore>,
    reading: Arc<Semaphore>,
    writing: Arc<Semaphore>,
    /// How many documents, and how many bodies of JSON, come in at once.
    coming: Arc<Semaphore>,
    pub(super) telling: Semaphore,
    /// How many mebibytes of originals may be in memory to be sent.
    going: Arc<Semaphore>,
    /// What the disk refused last, as long as nothing was written since.
    pub(super) refused: Arc<Refused>,
    /// Up to where what was changed can be found.
    found: Arc<Found>,
    /// When what can be found changed last.
    pub(super) changed: Arc<Changed>,
    /// How many of the watched folders are not there.
    missing: AtomicUsize,
    /// Held while keys are made or revoked and questions are saved, so that what was looked at before is so.
    pub(super) keeping: Mutex<()>,
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
        let manner = Manner::service(settings.readers.map(|count| count.get() as usize));
        let incoming = settings.incoming.get() as usize;
        let is_stopping = Arc::new(AtomicBool::new(false));
        let (seen, counted) = (Arc::clone(&store), Arc::clone(&metrics));
        let refused = Arc::<Refused>::default();
        let note = Arc::clone(&refused);
        let found = Arc::<Found>::default();
        let tell = Arc::clone(&found);
        let changed = Arc::new(Changed::now());
        let grown = Arc::clone(&changed);
        let listen = Box::new(move |heard: Heard| {
            counted.hear(&heard);
            match heard {
                Heard::Searchable => {
                    note.note_index(None);
                    match seen.refresh() {
                        Ok(seq) => {
                            grown.tell();
                            tell.tell(seq);
                        }
                        Err(error) => {
                            tracing::error!("the index cannot be opened anew: {error}");
                        }
                    }
                }
                Heard::Refused(error) => {
                    log(&error);
                    note.note_store(Some(error));
                }
                Heard::IndexRefused(error) => {
                    log(&error);
                    note.note_index(Some(error));
                }
                Heard::Written => note.note_store(None),
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
            kinds: readers.kinds()?,
            readers,
            idle: Mutex::default(),
            searching: Arc::new(Semaphore::new(cores)),
            looking: Arc::new(Semaphore::new(LOOKING)),
            reading: Arc::new(Semaphore::new(manner.readers)),
            writing: Arc::new(Semaphore::new(WRITING)),
            coming: Arc::new(Semaphore::new(incoming)),
            telling: Semaphore::new(TELLING),
            going: Arc::new(Semaphore::new(GOING as usize)),
            refused,
            found,
            changed,
            missing: AtomicUsize::new(0),
            keeping: Mutex::default(),
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
            watcher.watch(&service.is_stopping, &mut |told| {
                let error = match told {
                    Told::Trouble(error) => error,
                    Told::Missing(error) => {
                        service.missing.fetch_add(1, Ordering::Relaxed);
                        error
                    }
                    Told::Back(folder) => {
                        service.missing.fetch_sub(1, Ordering::Relaxed);
                        tracing::info!("`{}` is watched again", folder.display());
                        return;
                    }
                };
                log(&error);
            });
        };
        thread::Builder::new().name("watch".to_owned()).spawn(watch).ok()
    }

    /// The address to listen on.
    pub(super) fn address(&self) -> SocketAddr {
        self.settings.listen
    }

    /// How long connections are waited for.
    pub(super) fn patience(&self) -> Patience {
        Patience { head: *self.settings.head_time, stop: *self.settings.stop_time }
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

    /// Takes a place for documents that are about to come in; it is free again once what is given is
    /// dropped.
    ///
    /// # Errors
    /// [`Code::QueueFull`].
    pub(super) fn let_come_in(&self) -> Result<OwnedSemaphorePermit, Error> {
        Arc::clone(&self.coming).try_acquire_owned().map_err(|_| {
            let most = self.settings.incoming.get();
            let message =
                format!("expected fewer than {most} uploads on their way in, found {most}");
            let hint = "send it again when others are done, or raise `incoming` in the settings";
            Error::new(Code::QueueFull, message).with_hint(hint)
        })
    }

    /// Takes room in memory for an original of so many bytes that is to be sent, until what is given is
    /// dropped.
    ///
    /// # Errors
    /// [`Code::QueueFull`].
    pub(super) fn let_go_out(&self, bytes: u64) -> Result<OwnedSemaphorePermit, Error> {
        let mebibytes = u32::try_from(bytes.div_ceil(1 << 20)).unwrap_or(GOING).clamp(1, GOING);
        Arc::clone(&self.going).try_acquire_many_owned(mebibytes).map_err(|_| {
            let message =
                format!("expected at most {GOING} MiB of originals to be sent at once, found more");
            Error::new(Code::QueueFull, message).with_hint("ask for it again when others are sent")
        })
    }

    /// Whether so few documents wait that more may come.
    ///
    /// # Errors
    /// [`Code::QueueFull`].
    pub(super) fn has_room(&self) -> Result<(), Error> {
        let most = u64::from(self.settings.queue.get());
        let waiting = self.store.waiting(most)?;
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
        if let Some(error) = self.refused.store() {
            // Whoever sends no requests on while this says no would never have it say yes.
            self.can_write().map_err(|_| error)?;
            self.refused.note_store(None);
        }
        self.refused.index().map_or(Ok(()), Err)?;
        self.store.lag()?;
        self.search(&Search { q: Some("motie".to_owned()), ..Search::default() })?;
        Ok(())
    }

    /// Writes a little where all that comes in is written first.
    fn can_write(&self) -> Result<(), Error> {
        let refused = |error| Error::new(Code::StoreIo, format!("cannot write: {error}"));
        let mut file = self.clerk.originals().incoming_file()?;
        let file = file.as_file_mut();
        file.write_all(&[0; 64 << 10]).and_then(|()| file.sync_data()).map_err(refused)
    }

    /// Hears that something could not be written that the clerk knows nothing of.
    pub(super) fn note_refused(&self, error: &Error) {
        if error.code == Code::StoreIo {
            self.refused.note_store(Some(error.clone()));
        }
    }

    /// How many of the watched folders are not there.
    pub(super) fn missing_folders(&self) -> usize {
        self.missing.load(Ordering::Relaxed)
    }

    /// Waits until a change of this number can be found, but not for long.
    pub(super) fn wait_until_found(&self, seq: u64) {
        self.clerk.make_searchable();
        if !self.found.wait(seq, FOUND) {
            tracing::warn!(seq, "what was changed can be found only later");
        }
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

    /// Takes all places of those who read, until what is given is dropped.
    #[cfg(test)]
    pub(super) async fn take_readers(&self) -> OwnedSemaphorePermit {
        let all = u32::try_from(self.reading.available_permits()).expect("there are few");
        let reading = Arc::clone(&self.reading);
        reading.acquire_many_owned(all).await.expect("the room is never closed")
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

/// Logs what went wrong.
fn log(error: &Error) {
    tracing::error!(code = error.code.name(), hint = error.hint, "{}", error.message);
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
