//! What holds for every request and every answer.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::access::Hosts;

/// What browsers are told about every answer.
const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CACHE_CONTROL, "no-cache"),
];

/// Who is connected, while this machine alone is served.
const PEER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Lets requests to this machine through, and gives every answer its headers.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let mut response = match Hosts::default().check(request.headers(), PEER) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    set_headers(response.headers_mut());
    response
}

fn set_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
