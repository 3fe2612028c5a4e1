//! What holds for every request and every answer.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::error::{Code, Error};

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

/// Lets requests to this machine through, and gives every answer its headers.
///
/// A page of elsewhere can have its own name lead to 127.0.0.1 and so reach this server, but its
/// requests carry that name as their host.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let host = host_of(&request);
    let mut response = if host.as_deref().is_some_and(is_local) {
        next.run(request).await
    } else {
        let message = format!(
            "expected `localhost` or 127.0.0.1 as host, found `{}`",
            host.unwrap_or_default()
        );
        let hint = "open the server by the address that it says it listens on";
        Problem(Error::new(Code::BadRequest, message).with_hint(hint)).into_response()
    };
    set_headers(response.headers_mut());
    response
}

fn set_headers(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// The host that a request names, with its port.
fn host_of(request: &Request) -> Option<String> {
    let header = request.headers().get(header::HOST)?;
    Some(String::from_utf8_lossy(header.as_bytes()).into_owned())
}

/// Whether a host, with or without a port, is this machine.
fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name.to_ascii_lowercase().as_str(), "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_let_through() {
        for host in ["localhost", "LOCALHOST:8700", "127.0.0.1:9", "[::1]:8700", "[::1]"] {
            assert!(is_local(host), "{host}");
        }
        for host in ["", "moties.example:8700", "127.0.0.1.example", "localhost.example", "::1"] {
            assert!(!is_local(host), "{host}");
        }
    }
}
