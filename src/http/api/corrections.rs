//! Corrections, and their undoing.

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, post};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::motions::etag;
use super::{Asked, Given, Named};
use crate::error::Error;
use crate::http::access::{Caller, Role};
use crate::http::admit::name;
use crate::http::endpoint::Endpoint;
use crate::http::problem::Problem;
use crate::http::{Service, Shared};
use crate::motion::Motion;
use crate::store::{Change, Correcting, StoreError};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let editor = Some(Role::Editor);
    vec![
        Endpoint::new(
            Method::POST,
            "/api/v1/motions/{motion}/corrections",
            editor,
            post(correct),
            "correctMotion",
            "Corrects a motion",
        )
        .takes::<Asking>()
        .gives::<Corrected>(201, "The motion as it is now; its version is the `ETag`")
        .with_header(201, "ETag", "The version of the motion")
        .problems(&[404, 409, 413, 415, 422]),
        Endpoint::new(
            Method::DELETE,
            "/api/v1/motions/{motion}/corrections/{correction}",
            editor,
            delete(undo),
            "undoCorrection",
            "Takes a correction back",
        )
        .query::<Seen>()
        .gives::<Corrected>(200, "The motion as it is now; its version is the `ETag`")
        .with_header(200, "ETag", "The version of the motion")
        .problems(&[404, 409]),
    ]
}

/// A change that is asked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asking {
    /// The version of the motion that the person saw: its `ETag`, or `version` in a list.
    version: u64,
    /// What is to change.
    change: Change,
    /// Why.
    #[serde(default)]
    why: Option<String>,
}

/// What version someone saw.
#[derive(Debug, Deserialize, JsonSchema)]
struct Seen {
    /// The version of the motion that the person saw.
    version: u64,
}

/// A motion that was changed.
#[derive(Debug, Serialize, JsonSchema)]
struct Corrected {
    /// The number of the correction.
    correction: u64,
    /// The version of the motion now.
    version: u64,
    /// Its record now.
    motion: Motion,
}

/// `POST /api/v1/motions/{motion}/corrections`
async fn correct(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<String>,
    Given(asking): Given<Asking>,
) -> Result<Response, Problem> {
    let by = name(&caller);
    let corrected = service.have_written(move |service| service.correct(&id, asking, by)).await?;
    let headers = [(header::ETAG, etag(corrected.version))];
    Ok((StatusCode::CREATED, headers, Json(corrected)).into_response())
}

/// `DELETE /api/v1/motions/{motion}/corrections/{correction}`
async fn undo(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named((id, correction)): Named<(String, u32)>,
    Asked(Seen { version }): Asked<Seen>,
) -> Result<Response, Problem> {
    let by = name(&caller);
    let correction = u64::from(correction);
    let work = move |service: &Service| {
        let id = service.find(&id)?.id;
        let motion = id.clone();
        service.clerk.ask(move |batch| batch.undo(&motion, correction, version, by.as_deref()))?;
        service.corrected(&id, correction)
    };
    let corrected = service.have_written(work).await?;
    Ok(([(header::ETAG, etag(corrected.version))], Json(corrected)).into_response())
}

impl Service {
    fn correct(&self, id: &str, asking: Asking, by: Option<String>) -> Result<Corrected, Error> {
        let Asking { version, change, why } = asking;
        let (motion, _, found) = self.record(id)?;
        let id = motion.id.clone();
        if found != version {
            return Err(StoreError::Changed { id, expected: version, found }.into());
        }
        let (part, value) = change.resolve(&motion, &self.store.review(&id)?)?;
        let change = serde_json::to_value(&change).unwrap_or_default();
        let motion = id.clone();
        let (correction, _) = self.clerk.ask(move |batch| {
            batch.correct(&Correcting {
                motion: &motion,
                version,
                part,
                value,
                change,
                why: why.as_deref(),
                by: by.as_deref(),
            })
        })?;
        self.corrected(&id, correction)
    }

    fn corrected(&self, id: &str, correction: u64) -> Result<Corrected, Error> {
        let (motion, _, version) = self.record(id)?;
        Ok(Corrected { correction, version, motion })
    }
}
