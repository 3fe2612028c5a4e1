//! How the service is: counts, health, metrics, and this description.

use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::http::access::Role;
use crate::http::endpoint::Endpoint;
use crate::http::problem::{self, Problem};
use crate::http::{Service, Shared, openapi};
use crate::store::Tally;

/// The type of what Prometheus reads.
const METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub(super) fn endpoints() -> Vec<Endpoint> {
    let reader = Some(Role::Reader);
    vec![
        Endpoint::new(
            Method::GET,
            "/api/v1/stats",
            reader,
            get(stats),
            "showStats",
            "How much there is",
        )
        .gives::<Stats>(200, "Counts"),
        Endpoint::new(
            Method::GET,
            "/metrics",
            reader,
            get(metrics),
            "showMetrics",
            "What Prometheus reads",
        )
        .gives_other(200, &[METRICS], "Metrics"),
        Endpoint::new(
            Method::GET,
            "/healthz",
            None,
            get(healthz),
            "isAlive",
            "Whether the server answers",
        )
        .gives::<Health>(200, "It does"),
        Endpoint::new(
            Method::GET,
            "/readyz",
            None,
            get(readyz),
            "isReady",
            "Whether the server can work",
        )
        .gives::<Health>(200, "It can")
        .gives::<Health>(503, "It cannot"),
        Endpoint::new(
            Method::GET,
            "/api/v1/openapi.json",
            None,
            get(description),
            "describe",
            "This description",
        )
        .gives::<Value>(200, "OpenAPI 3.1")
        .problems(&[400]),
    ]
}

/// How much there is.
#[derive(Debug, Serialize, JsonSchema)]
struct Stats {
    /// Documents by state, and motions.
    #[serde(flatten)]
    tally: Tally,
    /// The number of the latest change.
    seq: u64,
    /// Up to which change motions can be found.
    searchable: u64,
}

/// `GET /api/v1/stats`
async fn stats(State(service): State<Shared>) -> Result<Json<Stats>, Problem> {
    let work = |service: &Service| {
        let (seq, searchable) = service.store.lag()?;
        Ok(Stats { tally: service.store.tally()?, seq, searchable })
    };
    Ok(Json(service.work(work).await?))
}

/// `GET /metrics`
async fn metrics(State(service): State<Shared>) -> Result<Response, Problem> {
    let text = service.work(Service::metrics).await?;
    Ok(([(header::CONTENT_TYPE, METRICS)], text).into_response())
}

/// How the service is.
#[derive(Debug, Serialize, JsonSchema)]
struct Health {
    /// Whether it is well.
    ok: bool,
    /// What is wrong; where it is well, what else should be looked at.
    problem: Option<String>,
}

/// `GET /healthz`
async fn healthz() -> Json<Health> {
    Json(Health { ok: true, problem: None })
}

/// `GET /readyz`
async fn readyz(State(service): State<Shared>) -> (StatusCode, Json<Health>) {
    let problem = match service.work(Service::is_ready).await {
        Ok(()) => match service.missing_folders() {
            0 => None,
            missing => {
                let all = service.settings.watch.len();
                Some(format!("expected {all} watched folders, found {missing} of them missing"))
            }
        },
        Err(error) => {
            let problem = Some(problem::public(&error).message);
            return (StatusCode::SERVICE_UNAVAILABLE, Json(Health { ok: false, problem }));
        }
    };
    (StatusCode::OK, Json(Health { ok: true, problem }))
}

/// `GET /api/v1/openapi.json`
async fn description() -> Json<Value> {
    Json(openapi::describe(&super::endpoints()))
}
