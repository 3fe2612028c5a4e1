//! Motions found by their words.

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::get;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Asked;
use crate::error::{Code, Error};
use crate::http::access::Role;
use crate::http::endpoint::Endpoint;
use crate::http::problem::Problem;
use crate::http::{Service, Shared};
use crate::store::{self, Found};

/// How many motions an answer has where the request does not say, and at most.
const LIMIT: usize = 10;
const HIGHEST_LIMIT: usize = 100;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let summary = "Finds motions by their words";
    let search = get(search);
    vec![
        Endpoint::new(Method::GET, "/api/v1/search", Some(Role::Reader), search, "search", summary)
            .query::<Search>()
            .gives::<Found>(200, "What was found, best first"),
    ]
}

/// What a search takes. The page takes the same.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(in crate::http) struct Search {
    /// The words.
    pub(in crate::http) q: Option<String>,
    /// The role or kind of clause that they must stand in; empty is any.
    pub(in crate::http) clause: Option<String>,
    /// How many motions to answer with, from 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub(in crate::http) limit: Option<usize>,
}

/// `GET /api/v1/search`
async fn search(
    State(service): State<Shared>,
    Asked(search): Asked<Search>,
) -> Result<Json<Found>, Problem> {
    Ok(Json(service.have_searched(move |service| service.search(&search)).await?))
}

impl Service {
    /// Looks for motions.
    pub(in crate::http) fn search(&self, search: &Search) -> Result<Found, Error> {
        let words = search.q.as_deref().unwrap_or_default();
        let longest = self.settings.query_length.get() as usize;
        let length = words.chars().count();
        if length > longest {
            let message =
                format!("expected a query of at most {longest} characters, found {length}");
            return Err(Error::new(Code::BadRequest, message).with_hint("ask for less at once"));
        }
        Ok(self.store.search(&store::Query {
            words,
            clause: search.clause.as_deref().filter(|name| !name.is_empty()),
            limit: search.limit.unwrap_or(LIMIT).clamp(1, HIGHEST_LIMIT),
        })?)
    }
}
