//! The API, version 1: its endpoints.

mod corrections;
mod extract;
mod file_name;
mod imports;
mod keys;
mod motions;
mod search;
mod status;
mod upload;

use std::str::FromStr;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::endpoint::Endpoint;
use super::problem::Problem;
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
            Problem(Error::new(Code::BadRequest, error.body_text().to_lowercase()))
        })
    }
}

/// What stands in a path, whose misfits are problems: a path that does not fit leads nowhere.
pub(super) struct Named<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, state).await;
        path.map(|Path(path)| Self(path)).map_err(|error: PathRejection| {
            Problem(Error::new(Code::NotFound, error.body_text().to_lowercase()))
        })
    }
}

/// JSON of a body, whose misfits are problems.
pub(super) struct Given<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Given<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = Json::from_request(request, state).await;
        json.map(|Json(json)| Self(json)).map_err(|error: JsonRejection| {
            let code = match error.status() {
                StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedFormat,
                StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
                _ => Code::BadRequest,
            };
            let error = Error::new(code, error.body_text().to_lowercase());
            Problem(match code {
                Code::UnsupportedFormat => error.with_hint("send JSON, as `application/json`"),
                _ => error,
            })
        })
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
