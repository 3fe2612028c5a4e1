//! Whether a request is let in, and by whom.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::access::{Caller, Client, Refusal, Role};
use super::{Shared, pages};
use crate::error::Code;

/// Lets a request in if whoever asks may, and hands on who that is.
pub(super) async fn admit(
    State((service, role)): State<(Shared, Option<Role>)>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(role) = role else { return next.run(request).await };
    match caller(&service, role, &request) {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// Lets a request for a page in, as [`admit`] does; whoever has no key yet is shown where to give it.
pub(super) async fn admit_to_page(
    State((service, role)): State<(Shared, Role)>,
    mut request: Request,
    next: Next,
) -> Response {
    match caller(&service, role, &request) {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(refusal) if refusal.error().code == Code::Unauthenticated => {
            let to = request.uri().path_and_query().map_or("/", |path| path.as_str());
            pages::to_login(to)
        }
        Err(refusal) => pages::refused(refusal),
    }
}

/// Who asks.
fn caller(service: &Shared, role: Role, request: &Request) -> Result<Caller, Refusal> {
    let (headers, now) = (request.headers(), Instant::now());
    let peer = peer(request);
    let known = service.access.who(headers, peer, &service.keys(), now);
    // Who guesses keys is counted as who has one is.
    let client = known
        .as_ref()
        .map_or_else(|_| service.access.client(headers, peer), |caller| caller.client.clone());
    service.requests.take(&client, now)?;
    let caller = known?;
    caller.must_be(role)?;
    let token = headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    service.access.protect(&caller, request.method(), headers, token)?;
    Ok(caller)
}

/// Who is connected.
pub(super) fn peer(request: &Request) -> IpAddr {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip())
}

/// The name of the key that a caller has; `None` for someone on this machine.
pub(super) fn name(caller: &Caller) -> Option<String> {
    match &caller.client {
        Client::Key(name) => Some(name.clone()),
        Client::Address(_) => None,
    }
}
