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
use crate::error::{Code, Error};
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
            "Corrects a motion: searches find it as it is then at once, during a bulk import within seconds",
        )
        .takes::<Asking>()
        .gives::<Corrected>(201, "The motion as it is now; its version is the `ETag`")
        .with_header(201, "ETag", "The version of the motion")
        .problems(&[404, 408, 409, 413, 415, 422]),
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
        .problems(&[404, 409, 422]),
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
        let undone =
            service.clerk.ask(move |batch| batch.undo(&motion, correction, version, by.as_deref()));
        undone.map_err(|error| match error.code {
            Code::NotFound => {
                let message = format!("no correction that stands has the number {correction}");
                let hint = format!("`/api/v1/motions/{id}/history` lists them");
                Error::new(Code::NotFound, message).with_hint(hint)
            }
            _ => error,
        })?;
        service.corrected(&id, correction)
    };
    let corrected = service.have_written(work).await?;
    Ok(([(header::ETAG, etag(corrected.version))], Json(corrected)).into_response())
}

/// How many characters a reason may have.
const LONGEST_WHY: usize = 2_000;

/// Lets a reason pass that a person can read in the history.
fn check_why(why: Option<&str>) -> Result<(), Error> {
    let Some(why) = why else { return Ok(()) };
    let length = why.chars().count();
    if length <= LONGEST_WHY && !why.chars().any(|c| c.is_control() && c != '\n') {
        return Ok(());
    }
    let message = format!(
        "expected as `why` a text of at most {LONGEST_WHY} characters, without control characters, \
         found another of {length}"
    );
    Err(Error::new(Code::Unfitting, message).with_hint("say it in fewer words"))
}

impl Service {
    fn correct(&self, id: &str, asking: Asking, by: Option<String>) -> Result<Corrected, Error> {
        let Asking { version, change, why } = asking;
        let (motion, _, found) = self.record(id)?;
        let id = motion.id.clone();
        if found != version {
            return Err(StoreError::Changed { id, expected: version, found }.into());
        }
        check_why(why.as_deref())?;
        let found = self.store.kinds()?;
        change
            .check(&id, &|kind| self.kinds.contains(kind) || found.iter().any(|it| it == kind))?;
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

    /// The motion as it is, once it can be found so, if that is soon.
    fn corrected(&self, id: &str, correction: u64) -> Result<Corrected, Error> {
        let (motion, _, version) = self.record(id)?;
        self.wait_until_found(version);
        Ok(Corrected { correction, version, motion })
    }
}
