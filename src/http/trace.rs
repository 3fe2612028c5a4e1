//! A name for every request, and a line in the log about every answer.
//!
//! The name is the one that a proxy gave in `X-Request-Id`, if it is a plain one, else a new one. It
//! goes back in the answer, so that whoever has trouble can say which request had it, and stands in
//! every line that is logged while the request is met. What a question asks for is not logged: the
//! path is, its query is not.

use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::error::Error;

/// Where the name stands, in requests and answers.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long a name may be, in bytes, that a request brings with it.
const LONGEST_ID: usize = 64;

/// How much of a path is logged, in bytes.
const LONGEST_PATH: usize = 256;

/// Names a request, and logs what became of it, and how long it took until its answer began.
pub(super) async fn trace(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = given(request.headers()).unwrap_or_else(fresh);
    let path = request.uri().path();
    let path = &path[..path.floor_char_boundary(LONGEST_PATH)];
    let method = request.method();
    // Of the gravest level, so that graver lines than those below have it too.
    let span = tracing::error_span!("request", id = id.to_str().unwrap_or_default(), %method, path);
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| tell(&response, start.elapsed()));
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The name that a request brings, where it is one: letters, digits, `-`, `_`, `.`.
fn given(headers: &HeaderMap) -> Option<HeaderValue> {
    let id = headers.get(REQUEST_ID)?;
    let is_plain = |b: &u8| b.is_ascii_alphanumeric() || b"-_.".contains(b);
    let fits = (1..=LONGEST_ID).contains(&id.len()) && id.as_bytes().iter().all(is_plain);
    fits.then(|| id.clone())
}

/// A new name: 64 random bits in hexadecimal digits.
fn fresh() -> HeaderValue {
    let bits = getrandom::u64().expect("the system has random bits once it has started");
    HeaderValue::from_str(&format!("{bits:016x}")).expect("digits may stand in a header")
}

/// Logs an answer: as an error where it is this program's fault, with what is wrong.
fn tell(response: &Response, took: Duration) {
    let status = response.status().as_u16();
    let milliseconds = took.as_micros() as f64 / 1000.0;
    let error = response.extensions().get::<Error>();
    let code = error.map(|error| error.code.name());
    if response.status().is_server_error() {
        let detail = error.map(|error| error.message.as_str());
        tracing::error!(status, milliseconds, code, detail, "failed");
    } else {
        tracing::info!(status, milliseconds, code, "answered");
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex, PoisonError};

    use axum::body::Body;
    use axum::response::IntoResponse;
    use axum::routing::get;
    use axum::{Router, middleware};
    use serde_json::{Value, json};
    use tower::ServiceExt;

    use super::*;
    use crate::error::Code;
    use crate::http::problem::Problem;

    /// A log that is read by a test.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn router() -> Router {
        let broken = || async { Problem(Error::new(Code::StoreIo, "the disk is full")) };
        Router::new()
            .route("/", get(|| async { "" }))
            .route("/broken", get(broken))
            .fallback(|| async { Problem(Error::new(Code::NotFound, "nothing")).into_response() })
            .layer(middleware::from_fn(trace))
    }

    async fn ask(path: &str, id: Option<&str>) -> String {
        let mut request = Request::get(path);
        if let Some(id) = id {
            request = request.header(REQUEST_ID, id);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = router().oneshot(request).await.unwrap();
        response.headers()[REQUEST_ID].to_str().unwrap().to_owned()
    }

    #[tokio::test]
    async fn a_request_keeps_a_plain_name_and_gets_one_where_it_has_none() {
        assert_eq!(ask("/", Some("Proxy-1_a.b")).await, "Proxy-1_a.b");
        let long = "a".repeat(LONGEST_ID + 1);
        let mut seen = std::collections::BTreeSet::new();
        for id in [None, Some(""), Some("a b"), Some("a\"b"), Some("\u{e9}"), Some(&long)] {
            let name = ask("/", id).await;
            assert!(name.len() == 16 && name.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
            assert!(seen.insert(name));
        }
    }

    #[tokio::test]
    async fn an_answer_is_a_line_with_its_request_and_without_the_question() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .with_writer(move || writer.clone())
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        ask("/?q=geheim", Some("een")).await;
        ask("/weg", Some("twee")).await;
        ask("/broken", Some("drie")).await;
        ask(&format!("/{}", "a".repeat(300)), Some("vier")).await;
        drop(guard);
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(!text.contains("geheim"), "{text}");
        let lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let told = |line: &Value| {
            assert!(line["milliseconds"].is_f64() && line["timestamp"].is_string(), "{line}");
            ["level", "message", "status", "code", "detail"].map(|key| line[key].clone())
        };
        assert_eq!(
            told(&lines[0]),
            [json!("INFO"), json!("answered"), json!(200), Value::Null, Value::Null]
        );
        assert_eq!(
            lines[0]["span"],
            json!({"name": "request", "id": "een", "method": "GET", "path": "/"})
        );
        assert_eq!(
            told(&lines[1]),
            [json!("INFO"), json!("answered"), json!(404), json!("not-found"), Value::Null]
        );
        assert_eq!(
            told(&lines[2]),
            [
                json!("ERROR"),
                json!("failed"),
                json!(503),
                json!("store-io"),
                json!("the disk is full")
            ]
        );
        assert_eq!(lines[2]["span"]["id"], "drie");
        assert_eq!(lines[3]["span"]["path"].as_str().unwrap().len(), LONGEST_PATH);
        assert_eq!(lines.len(), 4);
    }
}
