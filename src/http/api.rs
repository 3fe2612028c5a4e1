//! The API, version 1.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

use super::problem::Problem;
use super::{LARGEST_BODY, Service};
use crate::error::{Code, Error};
use crate::motion::Motion;
use crate::store::{self, Found};

/// How many motions an answer has where the request does not say, and at most.
const LIMIT: usize = 10;
const HIGHEST_LIMIT: usize = 100;

/// What `/api/v1/extract` takes beside the document.
#[derive(Debug, Deserialize)]
pub(super) struct Upload {
    /// The file's name.
    name: Option<String>,
}

/// What a search takes. The page takes the same.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Search {
    /// The words.
    pub(super) q: Option<String>,
    /// The role or kind of clause; empty is none.
    pub(super) clause: Option<String>,
    /// How many motions to answer with at most.
    pub(super) limit: Option<usize>,
}

/// `POST /api/v1/extract`: the records of the posted document, a list: more than one of a bundle.
pub(super) async fn extract(
    State(service): State<Arc<Service>>,
    upload: Result<Query<Upload>, QueryRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Vec<Motion>>, Problem> {
    let Query(upload) = upload.map_err(|error| bad_query(&error))?;
    let body = body.map_err(|error| bad_body(&error))?;
    let name = upload.name.or_else(|| file_name(&headers)).unwrap_or_else(|| "upload".to_owned());
    let motions = service.work(move |service| service.read(&name, &body)).await?;
    Ok(Json(motions))
}

/// `GET /api/v1/search`: the motions that have the words.
pub(super) async fn search(
    State(service): State<Arc<Service>>,
    search: Result<Query<Search>, QueryRejection>,
) -> Result<Json<Found>, Problem> {
    let Query(search) = search.map_err(|error| bad_query(&error))?;
    let found = service.work(move |service| service.search(&search)).await?;
    Ok(Json(found))
}

/// `GET /api/v1/motions/{id}`: the record of a motion, by its id or the beginning of it.
pub(super) async fn motion(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
) -> Result<Json<Motion>, Problem> {
    let motion = service.work(move |service| service.motion(&id)).await?;
    Ok(Json(motion))
}

impl Service {
    /// Looks for motions.
    pub(super) fn search(&self, search: &Search) -> Result<Found, Error> {
        Ok(self.store.search(&store::Query {
            words: search.q.as_deref().unwrap_or_default(),
            clause: search.clause.as_deref().filter(|name| !name.is_empty()),
            limit: search.limit.unwrap_or(LIMIT).clamp(1, HIGHEST_LIMIT),
        })?)
    }

    /// Finds the record of a motion.
    pub(super) fn motion(&self, id: &str) -> Result<Motion, Error> {
        let entry = self.store.find(id)?;
        self.store.motion(&entry.id)?.ok_or_else(|| {
            Error::new(Code::NotFound, format!("no motion could be read in `{}`", entry.file))
                .with_hint("`moties show` says what is wrong with it")
        })
    }
}

fn bad_query(error: &QueryRejection) -> Problem {
    Problem(Error::new(Code::BadRequest, error.body_text().to_lowercase()))
}

fn bad_body(error: &BytesRejection) -> Problem {
    Problem(if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::new(Code::TooLarge, format!("expected at most {LARGEST_BODY} bytes, found more"))
    } else {
        Error::new(Code::BadRequest, "the body ended before its time")
    })
}

/// The file name of a `Content-Disposition` header.
fn file_name(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(header::CONTENT_DISPOSITION)?.to_str().ok()?;
    header.split(';').find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        let value = value.trim_matches('"');
        (name.eq_ignore_ascii_case("filename") && !value.is_empty()).then(|| value.to_owned())
    })
}
