//! Floor 7, a door: HTTP.
//!
//! Knows requests, statuses and headers. Does not know how a document is read or how a motion is
//! found, and not what a page looks like: that is `web`.
//!
//! | path | what |
//! | --- | --- |
//! | `POST /api/v1/extract?name=` | the record of the document that is the body |
//! | `GET /api/v1/search?q=&clause=&limit=` | motions found |
//! | `GET /api/v1/motions/{id}` | the record of a motion |
//! | `GET /`, `GET /moties/{id}` | the pages |
//!
//! Serves this machine alone: there are no keys yet. A request must name it, so that no page of
//! elsewhere gets at it by a name of its own. Errors are problems of RFC 9457, with `code` and
//! `hint` beside `detail`.

pub mod access;
mod api;
mod guard;
mod pages;
mod problem;
mod trace;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task;

use crate::error::{Code, Error};
use crate::import::{Reader, Readers};
use crate::motion::Motion;
use crate::store::Store;

/// The largest document that can be posted, in bytes.
pub const LARGEST_BODY: usize = 64 << 20;

/// What the routes work with.
pub struct Service {
    store: Store,
    readers: Readers,
    /// Readers that are warm, and read nothing at the moment.
    idle: Mutex<Vec<Reader>>,
    /// How many documents and searches are worked on at once.
    room: Semaphore,
}

impl Service {
    /// Makes a service of a store, and of those who read what is posted.
    ///
    /// # Errors
    /// [`Code::ReaderFailed`].
    pub fn new(store: Store, readers: Readers) -> Result<Self, Error> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let idle = Mutex::new(vec![readers.start()?]);
        Ok(Self { store, readers, idle, room: Semaphore::new(cores) })
    }

    /// Reads the records of a document.
    fn read(&self, name: &str, bytes: &[u8]) -> Result<Vec<Motion>, Error> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = idle().pop();
        let mut reader = reader.unwrap_or_else(|| self.readers.reader());
        let reading = reader.read(name, bytes);
        idle().push(reader);
        reading.map(|reading| reading.motions)
    }

    /// Works on something where it does not hold up other requests, when there is room.
    async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _room = self.room.acquire().await.expect("the room is never closed");
        let service = Arc::clone(self);
        task::spawn_blocking(move || work(&service))
            .await
            .unwrap_or_else(|_| Err(Error::new(Code::Internal, "the request could not be met")))
    }
}

/// Makes the routes.
pub fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/api/v1/extract", post(api::extract))
        .route("/api/v1/search", get(api::search))
        .route("/api/v1/motions/{id}", get(api::motion))
        .route("/", get(pages::search))
        .route("/moties/{id}", get(pages::motion))
        .route("/style.css", get(pages::style))
        .fallback(pages::nowhere)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn(guard::guard))
        .layer(middleware::from_fn(trace::trace))
        .with_state(service)
}

/// Returns the address if only this machine can reach it.
///
/// # Errors
/// [`Code::BadRequest`] for any other.
pub fn local(address: SocketAddr) -> Result<SocketAddr, Error> {
    if address.ip().is_loopback() {
        return Ok(address);
    }
    let message = format!("expected an address of this machine alone, found `{address}`");
    let hint = "listen on 127.0.0.1 or [::1]: there are no keys yet to open it to others with";
    Err(Error::new(Code::BadRequest, message).with_hint(hint))
}

/// Serves until the process is asked to stop; requests under way are met first.
///
/// `ready` hears the address once it can be reached.
///
/// # Errors
/// [`Code::CannotListen`], [`Code::ReaderFailed`].
pub fn serve(
    address: SocketAddr,
    store: Store,
    readers: Readers,
    ready: &mut dyn FnMut(SocketAddr),
) -> Result<(), Error> {
    let cannot = |error: io::Error| {
        Error::new(Code::CannotListen, format!("cannot listen on `{address}`: {error}"))
    };
    let service = Arc::new(Service::new(store, readers)?);
    let runtime = tokio::runtime::Runtime::new().map_err(cannot)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(cannot)?;
        ready(listener.local_addr().map_err(cannot)?);
        axum::serve(listener, router(service))
            .with_graceful_shutdown(stop_signal())
            .await
            .map_err(cannot)
    })
}

/// Waits until the process is asked to stop: Ctrl-C, or a signal to terminate.
pub async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

#[cfg(test)]
mod tests;
