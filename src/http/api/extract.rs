//! Documents read and not kept.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::routing::post;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::file_name::file_name;
use super::{Asked, UNNAMED};
use crate::error::Error;
use crate::http::access::Role;
use crate::http::endpoint::Endpoint;
use crate::http::problem::Problem;
use crate::http::{LARGEST_BODY, Shared, body};
use crate::import::{Spooled, read};
use crate::motion::Motion;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let summary = "Reads a document, and keeps nothing";
    let role = Some(Role::Reader);
    vec![
        Endpoint::new(Method::POST, "/api/v1/extract", role, post(extract), "extract", summary)
            .query::<Upload>()
            .takes_other("application/octet-stream", || json!({"type": "string"}))
            .gives::<Vec<Motion>>(200, "Its records: more than one of a bundle")
            .problems(&[408, 413, 415, 422, 507]),
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
    request: Request,
) -> Result<Json<Vec<Motion>>, Problem> {
    let told = upload.name.or_else(|| file_name(request.headers()));
    let name = told.filter(|name| !name.is_empty()).unwrap_or_else(|| UNNAMED.to_owned());
    // The place is kept until it is read: who waits for a reader waits on disk.
    let place = service.let_come_in();
    let arrived = match &place {
        Ok(_) => receive(&service, request).await,
        Err(refusal) => {
            body::let_go_by(request.into_body().into_data_stream()).await;
            Err(refusal.clone())
        }
    }?;
    let read = move |service: &crate::http::Service| service.read(&name, &arrived.bytes()?);
    Ok(Json(service.have_read(read).await?))
}

async fn receive(service: &Shared, request: Request) -> Result<Spooled, Error> {
    let largest = service.settings.largest_document.bytes().min(LARGEST_BODY as u64);
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let mut parts = request.into_body().into_data_stream();
    let received = match length {
        Some(length) if length > largest => Err(read::too_large(largest)),
        _ => body::spool(service, largest, &mut parts)
            .await
            .unwrap_or_else(|error| Err(body::broken(&error))),
    };
    if received.is_err() {
        body::let_go_by(parts).await;
    }
    received
}
