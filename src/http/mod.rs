//! Floor 7, a door: HTTP.
//!
//! Knows requests, statuses and headers. Does not know how a document is read or how a motion is
//! found, and not what a page looks like: that is `web`.
//!
//! | path | what |
//! | --- | --- |
//! | `/api/v1/…` | the API, which describes itself: `/api/v1/openapi.json` |
//! | `GET /`, `/moties/{id}`, `/inlezen`, `/inlezen/{import}`, `/vragen`, `/vragen/{question}`, `/api` | the pages |
//! | `POST /inlezen`, `/inlezen/{import}/annuleren`, `/opnieuw` | what their forms do |
//! | `POST /vragen`, `/vragen/{question}/bekeken`, `/feedadres`, `/verwijderen` | likewise |
//! | `GET /vragen/{question}/feed.atom` | the feed of a saved question |
//! | `GET /healthz`, `/readyz`, `/metrics` | for those who watch over it |
//!
//! Each endpoint says which role it asks for; [`access`] says who has it. Errors are problems of
//! RFC 9457, with `code` and `hint` beside `detail`. What reads only goes to the store; what writes
//! goes to the one clerk, and is answered once it is on disk.

pub mod access;
mod admit;
mod api;
mod body;
mod connect;
mod endpoint;
mod feed;
mod found;
mod guard;
mod metrics;
mod openapi;
mod pages;
mod problem;
mod questions;
mod refused;
mod service;
mod trace;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use tokio::net::TcpListener;

use crate::error::{Code, Error};
use access::Role;
pub(crate) use api::check_name;
pub use service::Service;

/// The largest document that can be posted to be read and not kept, in bytes.
pub const LARGEST_BODY: usize = 64 << 20;

/// The largest JSON that can be posted, in bytes.
const LARGEST_JSON: usize = 1 << 20;

/// The service, as the routes have it.
type Shared = Arc<Service>;

/// Makes the routes.
pub fn router(service: Shared) -> Router {
    let largest = usize::try_from(service.largest_upload()).unwrap_or(usize::MAX);
    let admitted =
        |role| middleware::from_fn_with_state((Arc::clone(&service), role), admit::admit);
    let mut router = Router::new();
    for endpoint in api::endpoints() {
        let parameters: Arc<[String]> = endpoint.parameters.into();
        let known = middleware::from_fn_with_state(parameters, api::know_parameters);
        // For those who watch over it, what they add of their own is nothing.
        let is_api = endpoint.path.starts_with("/api/");
        let handler = if is_api { endpoint.handler.layer(known) } else { endpoint.handler };
        let handler: MethodRouter<Shared> = handler.layer(admitted(endpoint.role));
        let limit = if endpoint.path == "/api/v1/imports" { largest } else { LARGEST_JSON };
        router = router.route(endpoint.path, handler.layer(DefaultBodyLimit::max(limit)));
    }
    let reader = || {
        middleware::from_fn_with_state((Arc::clone(&service), Role::Reader), admit::admit_to_page)
    };
    let form =
        |role| middleware::from_fn_with_state((Arc::clone(&service), role), admit::admit_form);
    router
        .route("/", get(pages::search).layer(reader()))
        .route("/moties/{id}", get(pages::motion).layer(reader()))
        .route(
            "/inlezen",
            get(pages::imports::list)
                .layer(reader())
                .merge(post(pages::imports::send).layer(DefaultBodyLimit::max(largest))),
        )
        .route("/inlezen/{import}", get(pages::imports::show).layer(reader()))
        .route(
            "/inlezen/{import}/annuleren",
            post(pages::imports::cancel).layer(form(Role::Editor)),
        )
        .route("/inlezen/{import}/opnieuw", post(pages::imports::retry).layer(form(Role::Editor)))
        .route(
            "/vragen",
            get(pages::questions::list)
                .layer(reader())
                .merge(post(pages::questions::save).layer(form(Role::Reader))),
        )
        .route("/vragen/{question}", get(pages::questions::show).layer(reader()))
        .route("/vragen/{question}/bekeken", post(pages::questions::look).layer(form(Role::Reader)))
        .route(
            "/vragen/{question}/feedadres",
            post(pages::questions::open_feed).layer(form(Role::Reader)),
        )
        .route(
            "/vragen/{question}/verwijderen",
            post(pages::questions::remove).layer(form(Role::Reader)),
        )
        .route("/vragen/{question}/feed.atom", get(feed::show))
        .route("/api", get(pages::api))
        .route("/inloggen", get(pages::login).post(pages::open_session))
        .route("/uitloggen", post(pages::close_session))
        .route("/style.css", get(pages::style))
        .fallback(pages::nowhere)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(middleware::from_fn_with_state(Arc::clone(&service), body::hurry))
        .layer(middleware::from_fn_with_state(Arc::clone(&service), guard::guard))
        .layer(middleware::from_fn(trace::trace))
        .with_state(service)
}

/// Serves until the process is asked to stop; requests under way are met first, as long as `stop-time`
/// allows.
///
/// `ready` hears the address once it can be reached.
///
/// # Errors
/// [`Code::CannotListen`]; what the store has, when it is closed.
pub fn serve(service: Service, ready: &mut dyn FnMut(SocketAddr)) -> Result<(), Error> {
    let address = service.address();
    let cannot = |error: io::Error| {
        Error::new(Code::CannotListen, format!("cannot listen on `{address}`: {error}"))
    };
    let service = Arc::new(service);
    let runtime = tokio::runtime::Runtime::new().map_err(cannot)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(cannot)?;
        let stop_signal = stop_signal();
        ready(listener.local_addr().map_err(cannot)?);
        let stopping = Arc::clone(&service);
        let stop = async move {
            stop_signal.await;
            // Whoever follows an import would else be followed for ever.
            stopping.begin_to_stop();
        };
        let watching = service.watch();
        let routes = router(Arc::clone(&service));
        connect::serve(listener, routes, service.patience(), stop).await;
        service.begin_to_stop();
        // It ends by itself within a look; what it was doing is done.
        watching
            .map_or(Ok(()), |thread| thread.join())
            .map_err(|_| Error::new(Code::Internal, "the thread that watches folders ended"))
    })?;
    service.stop()
}

/// Waits until the process is asked to stop: Ctrl-C, or a signal to terminate. It is heard from this
/// call on, within a runtime.
pub fn stop_signal() -> impl Future<Output = ()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let signals = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
        async move {
            let [Ok(mut interrupt), Ok(mut terminate)] = signals else {
                let _ = tokio::signal::ctrl_c().await;
                return;
            };
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
    }
    #[cfg(not(unix))]
    async {
        let _ = tokio::signal::ctrl_c().await;
    }
}

#[cfg(test)]
mod tests;
