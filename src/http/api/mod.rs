//! The API, version 1: its endpoints.

mod corrections;
mod extract;
mod file_name;
mod imports;
mod keys;
mod motions;
mod questions;
mod search;
mod status;
pub(super) mod upload;

use std::error;
use std::str::FromStr;
use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::mpsc;

use super::endpoint::Endpoint;
use super::problem::Problem;
use super::{LARGEST_JSON, Shared, body};
use crate::error::{Code, Error};
pub(crate) use keys::check_name;
pub(super) use search::Search;

/// All endpoints, in the order in which they are described.
pub(super) fn endpoints() -> Vec<Endpoint> {
    [
        imports::endpoints(),
        motions::endpoints(),
        corrections::endpoints(),
        search::endpoints(),
        questions::endpoints(),
        extract::endpoints(),
        keys::endpoints(),
        status::endpoints(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Some of a list, and where it goes on.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Page<T> {
    /// The items.
    items: Vec<T>,
    /// What to give to go on behind them; null at the end.
    next: Option<String>,
}

impl<T> Page<T> {
    /// A page of a list of which one more was asked for than the page has room for.
    fn of(mut items: Vec<T>, room: usize, cursor: impl Fn(&T) -> String) -> Self {
        let goes_on = items.len() > room;
        items.truncate(room);
        let next = if goes_on { items.last().map(cursor) } else { None };
        Self { items, next }
    }
}

/// What a file is called that has no name.
const UNNAMED: &str = "upload";

/// How many items a page has where the request does not say, and at most.
const LIMIT: usize = 50;
const HIGHEST_LIMIT: usize = 1000;

fn limit(asked: Option<usize>) -> usize {
    asked.unwrap_or(LIMIT).clamp(1, HIGHEST_LIMIT)
}

/// A query, whose misfits are problems.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = Query::from_request_parts(parts, state).await;
        query.map(|Query(query)| Self(query)).map_err(|error: QueryRejection| {
            let cause = error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            Problem(Error::new(Code::BadRequest, no_query(&cause, &parts.uri)))
        })
    }
}

/// Lets a request on if all parameters of its query are among those that are known.
pub(super) async fn know_parameters(
    State(known): State<Arc<[String]>>,
    request: Request,
    next: Next,
) -> Response {
    match stranger(&known, request.uri()) {
        Some(message) => Problem(Error::new(Code::BadRequest, message)).into_response(),
        None => next.run(request).await,
    }
}

/// What is wrong with a query that has a parameter of another name.
fn stranger(known: &[String], uri: &Uri) -> Option<String> {
    let name = pairs(uri).into_iter().map(|(name, _)| name).find(|name| !known.contains(name))?;
    let quoted: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    Some(match quoted.as_slice() {
        [] => format!("expected an address without a query, found `{name}`"),
        [one] => format!("expected nothing but {one} in the query, found `{name}`"),
        several => format!("expected one of {} in the query, found `{name}`", several.join(", ")),
    })
}

/// The names and values of a query.
fn pairs(uri: &Uri) -> Vec<(String, String)> {
    Query::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default()
}

/// What is wrong with a query, by what its reader says of it: the name of a parameter and why its value
/// is none, or that one is missing.
fn no_query(cause: &str, uri: &Uri) -> String {
    let quoted = |text: &str| text.split('`').nth(1).map(str::to_owned);
    let (name, why) = cause.split_once(": ").unwrap_or(("", cause));
    if let Some(name) = why.strip_prefix("missing field").and_then(quoted) {
        return format!("expected `{name}` in the query, found none");
    }
    if let Some(name) = why.strip_prefix("duplicate field").and_then(quoted) {
        return format!("expected `{name}` once in the query, found it again");
    }
    let expected = match why.split_once(", expected ") {
        Some((_, expected)) => expected.strip_prefix("one of ").unwrap_or(expected),
        None if why.contains("`true` or `false`") => "`true` or `false`",
        None if name.is_empty() => {
            return "expected a query of names and values, found none".into();
        }
        None => "a whole number that is not too large",
    };
    let value = pairs(uri).into_iter().find(|(key, _)| key == name).map(|(_, value)| value);
    format!("expected {expected} as `{name}`, found `{}`", value.unwrap_or_default())
}

/// Answers with a file that is sent while it is written; what is written comes piece by piece.
fn download(
    pieces: mpsc::Receiver<Result<Bytes, Error>>,
    media: &'static str,
    name: &str,
) -> Response {
    let body = stream::unfold(pieces, |mut pieces| async move {
        pieces.recv().await.map(|piece| (piece, pieces))
    });
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, name.expect("letters and digits may stand in a header")),
    ];
    (headers, Body::from_stream(body)).into_response()
}

/// What stands in a path, whose misfits are problems: a path that does not fit leads nowhere.
pub(super) struct Named<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, state).await;
        path.map(|Path(path)| Self(path)).map_err(|error: PathRejection| {
            // What is wrong with a part of it is the same to whoever asks: it leads nowhere.
            let PathRejection::FailedToDeserializePathParams(_) = error else {
                return Problem(Error::new(Code::Internal, "the path could not be read"));
            };
            Problem(Error::new(Code::NotFound, format!("nothing is at `{}`", parts.uri.path())))
        })
    }
}

/// JSON of a body, whose misfits are problems.
pub(super) struct Given<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Shared> for Given<T> {
    type Rejection = Problem;

    /// Only few are taken in at once, and each must be there in the time that a part of it may take.
    async fn from_request(request: Request, service: &Shared) -> Result<Self, Problem> {
        let patience = service.settings.body_time;
        let _place = service.telling.acquire().await.expect("the room is never closed");
        let json = tokio::time::timeout(*patience, Json::from_request(request, service)).await;
        let json = json.map_err(|_| {
            let message = format!("expected the whole request within {patience}, found a part");
            Problem(Error::new(Code::Stalled, message))
        })?;
        json.map(|Json(json)| Self(json)).map_err(|error| Problem(no_json(&error)))
    }
}

fn no_json(error: &JsonRejection) -> Error {
    match error {
        JsonRejection::MissingJsonContentType(_) => {
            Error::new(Code::UnsupportedFormat, "expected JSON, found another type or none")
                .with_hint("send JSON, as `application/json`")
        }
        JsonRejection::BytesRejection(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let message =
                format!("expected at most {} MiB of JSON, found more", LARGEST_JSON >> 20);
            Error::new(Code::TooLarge, message).with_hint("ask for less at once")
        }
        JsonRejection::BytesRejection(error) => body::broken(error),
        error => {
            // Behind what the framework says stands what the reader of JSON found, and where.
            let cause = error::Error::source(error).map_or_else(String::new, ToString::to_string);
            Error::new(Code::BadRequest, format!("expected what is described, found: {cause}"))
                .with_hint("`/api/v1/openapi.json` describes what can be sent")
        }
    }
}

/// Reads a text of a query as something that has a form.
fn parse<T: FromStr>(name: &str, text: &str, expected: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| {
        Problem(Error::new(
            Code::BadRequest,
            format!("expected {expected} as `{name}`, found `{text}`"),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_there_is_none_of_is_told_beside_those_that_there_are() {
        let known = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let uri: Uri = "/x?limit=5&limti=5".parse().unwrap();
        for (names, expected) in [
            (&["after", "limit", "limti"][..], None),
            (
                &["after", "limit"],
                Some("expected one of `after`, `limit` in the query, found `limti`"),
            ),
            (&["limit"], Some("expected nothing but `limit` in the query, found `limti`")),
            (&[], Some("expected an address without a query, found `limit`")),
        ] {
            assert_eq!(stranger(&known(names), &uri).as_deref(), expected);
        }
    }

    #[test]
    fn a_query_that_is_none_is_told_in_words_of_ours() {
        let uri: Uri = "/x?limit=veel&held=misschien&format=xls".parse().unwrap();
        for (cause, expected) in [
            (
                "limit: invalid digit found in string",
                "expected a whole number that is not too large as `limit`, found `veel`",
            ),
            (
                "held: provided string was not `true` or `false`",
                "expected `true` or `false` as `held`, found `misschien`",
            ),
            (
                "format: unknown variant `xls`, expected `json` or `csv`",
                "expected `json` or `csv` as `format`, found `xls`",
            ),
            ("missing field `version`", "expected `version` in the query, found none"),
            ("duplicate field `q`", "expected `q` once in the query, found it again"),
            ("", "expected a query of names and values, found none"),
        ] {
            assert_eq!(no_query(cause, &uri), expected);
        }
    }
}
