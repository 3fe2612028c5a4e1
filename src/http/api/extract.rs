//! Documents read and not kept.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::routing::post;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::Asked;
use crate::error::{Code, Error};
use crate::http::access::Role;
use crate::http::endpoint::Endpoint;
use crate::http::problem::Problem;
use crate::http::{LARGEST_BODY, Shared};
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
    let name = upload.name.or_else(|| file_name(&headers)).unwrap_or_else(|| "upload".to_owned());
    Ok(Json(service.have_read(move |service| service.read(&name, &body)).await?))
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
