//! What holds for every request and every answer.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::Shared;

/// What browsers are told about every answer.
const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: browsers would then keep to themselves which page sends a form.
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CACHE_CONTROL, "no-cache"),
];

/// Gives every answer its headers, and counts it.
pub(super) async fn guard(State(service): State<Shared>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let mut response = next.run(request).await;
    set_headers(response.headers_mut());
    service.metrics.answered(&method, response.status().as_u16(), start.elapsed());
    response
}

fn set_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        // An answer may know better how long it holds.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}
