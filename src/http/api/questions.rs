//! Saved questions: kept, looked at, followed.

use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use axum::routing::{delete, get, post};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::search::{HIGHEST_LIMIT, LIMIT};
use super::{Asked, Given, Named, Page, limit};
use crate::http::access::{Caller, Role};
use crate::http::endpoint::Endpoint;
use crate::http::feed::{self, Asked as FeedAsked};
use crate::http::problem::Problem;
use crate::http::questions::{Part, Saved};
use crate::http::{Service, Shared};
use crate::store::Found;

pub(super) fn endpoints() -> Vec<Endpoint> {
    const QUESTION: &str = "/api/v1/questions/{question}";
    const FEED: &str = "/api/v1/questions/{question}/feed";
    let reader = Some(Role::Reader);
    let new = |method, path, handler, name, summary| {
        Endpoint::new(method, path, reader, handler, name, summary)
    };
    vec![
        new(
            Method::GET,
            "/api/v1/questions",
            get(list),
            "listQuestions",
            "Lists saved questions: your own, or all for an admin",
        )
        .query::<Which>()
        .gives::<Page<Saved>>(200, "Some of them, the latest first, and where the list goes on"),
        new(
            Method::POST,
            "/api/v1/questions",
            post(save),
            "saveQuestion",
            "Saves a question; what it finds now counts as looked at",
        )
        .takes::<New>()
        .gives::<Saved>(201, "The question")
        .problems(&[408, 413, 415, 422]),
        new(Method::GET, QUESTION, get(show), "showQuestion", "A saved question, and what is new")
            .gives::<Saved>(200, "The question")
            .problems(&[404]),
        new(
            Method::DELETE,
            QUESTION,
            delete(remove),
            "removeQuestion",
            "Takes a saved question away, and its feed",
        )
        .gives_nothing(204, "It is gone")
        .problems(&[404]),
        new(
            Method::GET,
            "/api/v1/questions/{question}/new",
            get(news),
            "showNews",
            "The motions that answer a saved question and could first be found after it was looked at",
        )
        .query::<Few>()
        .gives::<Found>(200, "Those found last first")
        .problems(&[404]),
        new(
            Method::POST,
            "/api/v1/questions/{question}/looked",
            post(look),
            "lookAtQuestion",
            "Says up to where what a saved question finds was looked at",
        )
        .takes::<Looked>()
        .gives::<Saved>(200, "The question")
        .problems(&[404, 408, 413, 415, 422]),
        new(
            Method::GET,
            FEED,
            get(follow),
            "followQuestion",
            "The motions that answer a saved question as an Atom feed, those found last first",
        )
        .query::<FeedAsked>()
        .gives_other(200, &["application/atom+xml; charset=utf-8"], "A page of the feed (RFC 4287, 5005)")
        .with_header(200, "ETag", "What tells whether it changed")
        .gives_nothing(304, "It did not change")
        .problems(&[404]),
        new(
            Method::POST,
            FEED,
            post(open_feed),
            "openFeed",
            "Makes an address for the feed that opens without a key; an earlier one opens nothing any more",
        )
        .gives::<Opened>(201, "The address: shown now, and never again")
        .problems(&[404]),
    ]
}

/// Which saved questions.
#[derive(Debug, Deserialize, JsonSchema)]
struct Which {
    /// Behind the place that `next` of the page before gives.
    after: Option<u32>,
    /// How many, from 1 to 1000; 50 where it is not said.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
}

/// A question that is to be saved.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct New {
    /// What it is called: a line of at most 200 characters.
    #[schemars(length(min = 1, max = 200))]
    name: String,
    /// What it asks, as `/api/v1/search` takes it behind its `?`: `q=woningbouw&year=2026`.
    query: String,
}

/// Which of the new motions.
#[derive(Debug, Deserialize, JsonSchema)]
struct Few {
    /// How many motions to answer with, from 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<usize>,
    /// Where the page before this one ended, as `next` said.
    after: Option<String>,
}

/// Up to where it was looked at.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Looked {
    /// What `seq` said of the answer that was looked at.
    #[schemars(range(max = 9_007_199_254_740_991_u64))]
    seq: u64,
}

/// A feed that opens without a key.
#[derive(Debug, Serialize, JsonSchema)]
struct Opened {
    /// Its address, from the root of the service: with what opens it, which is kept nowhere.
    address: String,
}

/// `GET /api/v1/questions`
async fn list(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<Saved>>, Problem> {
    let room = limit(which.limit);
    let before = which.after.map(u64::from);
    let work = move |service: &Service| service.questions(&caller, before, room + 1);
    let questions = service.have_searched(work).await?;
    Ok(Json(Page::of(questions, room, |saved| saved.question.id.to_string())))
}

/// `POST /api/v1/questions`
async fn save(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Given(New { name, query }): Given<New>,
) -> Result<(StatusCode, Json<Saved>), Problem> {
    let work = move |service: &Service| service.save(&caller, &name, &query);
    Ok((StatusCode::CREATED, Json(service.have_written(work).await?)))
}

/// `GET /api/v1/questions/{question}`
async fn show(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<u64>,
) -> Result<Json<Saved>, Problem> {
    let work = move |service: &Service| service.with_news(service.question(&caller, id)?);
    Ok(Json(service.have_searched(work).await?))
}

/// `DELETE /api/v1/questions/{question}`
async fn remove(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<u64>,
) -> Result<StatusCode, Problem> {
    service.have_written(move |service| service.remove_question(&caller, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/v1/questions/{question}/new`
async fn news(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<u64>,
    Asked(Few { limit, after }): Asked<Few>,
) -> Result<Json<Found>, Problem> {
    let work = move |service: &Service| {
        let question = service.question(&caller, id)?;
        let limit = limit.unwrap_or(LIMIT).clamp(1, HIGHEST_LIMIT);
        service.answers(&question, &Part { added_after: Some(question.looked), after, limit })
    };
    Ok(Json(service.have_searched(work).await?))
}

/// `POST /api/v1/questions/{question}/looked`
async fn look(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<u64>,
    Given(Looked { seq }): Given<Looked>,
) -> Result<Json<Saved>, Problem> {
    let work = move |service: &Service| {
        service.look_at(&caller, id, seq)?;
        service.with_news(service.question(&caller, id)?)
    };
    Ok(Json(service.have_written(work).await?))
}

/// `POST /api/v1/questions/{question}/feed`
async fn open_feed(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<u64>,
) -> Result<(StatusCode, Json<Opened>), Problem> {
    let address = service.have_written(move |service| service.open_feed(&caller, id)).await?;
    Ok((StatusCode::CREATED, Json(Opened { address })))
}

/// `GET /api/v1/questions/{question}/feed`
async fn follow(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Named(id): Named<u64>,
    Asked(asked): Asked<FeedAsked>,
) -> Result<Response, Problem> {
    let address = format!("/api/v1/questions/{id}/feed");
    let find = move |service: &Service| service.question(&caller, id);
    Ok(feed::answer(&service, &headers, address, asked.after, find).await?)
}
