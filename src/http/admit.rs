//! Whether a request is let in, and by whom.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;

use axum::Form;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, FromRequest, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use serde::Deserialize;

use super::access::{Caller, Client, Refusal, Role};
use super::{Shared, pages};
use crate::error::{Code, Error};

/// The largest form of a page, in bytes.
const LARGEST_FORM: usize = 64 << 10;

/// Lets a request in if whoever asks may, and hands on who that is.
pub(super) async fn admit(
    State((service, role)): State<(Shared, Option<Role>)>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(role) = role else { return next.run(request).await };
    match caller(&service, role, &request, None) {
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
    request: Request,
    next: Next,
) -> Response {
    let_in(&service, role, request, None, next).await
}

/// Lets in a form that a page sends, as [`admit_to_page`] does, by the token in its field `csrf`.
pub(super) async fn admit_form(
    State((service, role)): State<(Shared, Role)>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_FORM).await else {
        let message = format!("expected a form of at most {LARGEST_FORM} bytes, found more");
        return pages::answer(Err(Error::new(Code::TooLarge, message)));
    };
    let token = token_of(&parts, body.clone()).await;
    let request = Request::from_parts(parts, Body::from(body));
    let_in(&service, role, request, token, next).await
}

/// The one field of a form that all have.
#[derive(Deserialize)]
struct Token {
    csrf: Option<String>,
}

async fn token_of(parts: &Parts, body: Bytes) -> Option<String> {
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = parts.method.clone();
    *request.headers_mut() = parts.headers.clone();
    Form::<Token>::from_request(request, &()).await.ok().and_then(|Form(Token { csrf })| csrf)
}

async fn let_in(
    service: &Shared,
    role: Role,
    mut request: Request,
    token: Option<String>,
    next: Next,
) -> Response {
    match caller(service, role, &request, token.as_deref()) {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(refusal) if refusal.error().code == Code::Unauthenticated => {
            // Of what is sent only the page is left, which shows what can be sent.
            let to = request.uri().path_and_query().filter(|_| request.method().is_safe());
            pages::to_login(to.map_or("/", |path| path.as_str()))
        }
        Err(refusal) => pages::refused(refusal),
    }
}

/// Why something that was sent from a page is not taken; whoever has no key is shown where to give it.
pub(super) fn refuse(refusal: Refusal) -> Response {
    if refusal.error().code == Code::Unauthenticated {
        pages::to_login("/")
    } else {
        pages::refused(refusal)
    }
}

/// Who asks; `token` is what a form says beside them.
fn caller(
    service: &Shared,
    role: Role,
    request: &Request,
    token: Option<&str>,
) -> Result<Caller, Refusal> {
    let caller = known(service, role, request)?;
    let headers = request.headers();
    let token = token.or_else(|| headers.get("x-csrf-token").and_then(|value| value.to_str().ok()));
    service.access.protect(&caller, request.method(), headers, token)?;
    Ok(caller)
}

/// Who asks, if they may; whether a page of elsewhere made them is not looked at.
pub(super) fn known(service: &Shared, role: Role, request: &Request) -> Result<Caller, Refusal> {
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
