//! Documents read and not kept.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::file_name::file_name;
use super::{Asked, UNNAMED};
use crate::error::{Code, Error};
use crate::http::access::Role;
use crate::http::endpoint::Endpoint;
use crate::http::problem::Problem;
use crate::http::{LARGEST_BODY, Shared};
use crate::import::read;
use crate::motion::Motion;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let summary = "Reads a document, and keeps nothing";
    let role = Some(Role::Reader);
    vec![
        Endpoint::new(Method::POST, "/api/v1/extract", role, post(extract), "extract", summary)
            .query::<Upload>()
            .takes_other("application/octet-stream", || json!({"type": "string"}))
            .gives::<Vec<Motion>>(200, "Its records: more than one of a bundle")
            .problems(&[413, 415, 422]),
    ]
}

/// What is said beside the document.
#[derive(Debug, Deserialize, JsonSchema)]
struct Upload {
    /// The file's name.
    name: Option<String>,
}

/// `POST /api/v1/extract`
async fn extract(
    State(service): State<Shared>,
    Asked(upload): Asked<Upload>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Vec<Motion>>, Problem> {
    let body = body.map_err(|error| bad_body(&error))?;
    let largest = service.settings.largest_document.bytes();
    if body.len() as u64 > largest {
        return Err(Problem(read::too_large(largest)));
    }
    let told = upload.name.or_else(|| file_name(&headers)).filter(|name| !name.is_empty());
    let name = told.unwrap_or_else(|| UNNAMED.to_owned());
    Ok(Json(service.have_read(move |service| service.read(&name, &body)).await?))
}

fn bad_body(error: &BytesRejection) -> Problem {
    Problem(if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::new(Code::TooLarge, format!("expected at most {LARGEST_BODY} bytes, found more"))
    } else {
        Error::new(Code::BadRequest, "the body ended before its time")
    })
}
