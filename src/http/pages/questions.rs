//! The routes of the pages of saved questions.

use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use serde::Deserialize;

use super::{answer, csrf};
use crate::error::{Code, Error};
use crate::http::access::Caller;
use crate::http::questions::{self, Saved};
use crate::http::{Service, Shared};
use crate::web;

/// How many questions, and how many motions of one, a page has.
const QUESTIONS: usize = 50;
const MOTIONS: usize = 50;

/// Which part of the list a page shows.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Part {
    /// Questions before this one.
    #[serde(rename = "voor")]
    before: Option<u32>,
}

/// `GET /vragen`: all questions that someone sees.
pub(in crate::http) async fn list(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    part: Result<Query<Part>, QueryRejection>,
) -> Response {
    let Query(part) = part.unwrap_or_default();
    let work = move |service: &Service| service.questions_page(&caller, &part, None);
    answer(service.have_searched(work).await)
}

/// What the form has that saves a question.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Save {
    #[serde(rename = "naam")]
    name: Option<String>,
    #[serde(rename = "vraag")]
    query: Option<String>,
}

/// `POST /vragen`: saves one.
pub(in crate::http) async fn save(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Result<Form<Save>, FormRejection>,
) -> Response {
    let Ok(Form(Save { name, query })) = form else { return answer(Err(no_form())) };
    let (name, query) = (name.unwrap_or_default(), query.unwrap_or_default());
    let work = move |service: &Service| service.save(&caller, &name, &query);
    match service.have_written(work).await {
        Ok(saved) => Redirect::to(&format!("/vragen/{}", saved.question.id)).into_response(),
        Err(error) => answer(Err(error)),
    }
}

/// Which part of what a question finds a page shows, and what is marked as new.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Shown {
    /// What could first be found behind this change.
    #[serde(rename = "sinds")]
    since: Option<u64>,
    /// Behind the place that the page before gives.
    #[serde(rename = "na")]
    after: Option<String>,
}

/// `GET /vragen/{question}`: what one finds.
pub(in crate::http) async fn show(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    id: Result<Path<u32>, PathRejection>,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return answer(Err(nowhere())) };
    let Query(shown) = shown.unwrap_or_default();
    let work = move |service: &Service| service.question_page(&caller, id.into(), shown);
    answer(service.have_searched(work).await)
}

/// What the form has that says that one was looked at.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Looked {
    /// Up to which change; up to now where it does not say.
    #[serde(rename = "tot")]
    seq: Option<u64>,
}

/// `POST /vragen/{question}/bekeken`: notes that it was looked at, and shows what was new.
pub(in crate::http) async fn look(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    id: Result<Path<u32>, PathRejection>,
    form: Result<Form<Looked>, FormRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return answer(Err(nowhere())) };
    let Ok(Form(Looked { seq })) = form else { return answer(Err(no_form())) };
    let work = move |service: &Service| {
        let (_, found) = service.store.lag()?;
        service.look_at(&caller, id.into(), seq.unwrap_or(found))
    };
    match service.have_written(work).await {
        Ok(before) => Redirect::to(&format!("/vragen/{id}?sinds={before}")).into_response(),
        Err(error) => answer(Err(error)),
    }
}

/// `POST /vragen/{question}/feedadres`: makes an address for its feed, and shows it.
pub(in crate::http) async fn open_feed(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    headers: axum::http::HeaderMap,
    id: Result<Path<u32>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return answer(Err(nowhere())) };
    let base = service.base(&headers);
    let work = move |service: &Service| {
        let address = format!("{base}{}", service.open_feed(&caller, id.into())?);
        service.questions_page(&caller, &Part::default(), Some((id.into(), &address)))
    };
    answer(service.have_written(work).await)
}

/// `POST /vragen/{question}/verwijderen`: takes it away.
pub(in crate::http) async fn remove(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    id: Result<Path<u32>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return answer(Err(nowhere())) };
    match service.have_written(move |service| service.remove_question(&caller, id.into())).await {
        Ok(()) => Redirect::to("/vragen").into_response(),
        Err(error) => answer(Err(error)),
    }
}

fn nowhere() -> Error {
    let message = "expected the number of a saved question in the path, found something else";
    Error::new(Code::NotFound, message)
}

fn no_form() -> Error {
    Error::new(Code::BadRequest, "expected a form, found something else")
}

impl Service {
    fn questions_page(
        &self,
        caller: &Caller,
        part: &Part,
        opened: Option<(u64, &str)>,
    ) -> Result<(StatusCode, String), Error> {
        let mut saved = self.questions(caller, part.before.map(u64::from), QUESTIONS + 1)?;
        let goes_on = saved.len() > QUESTIONS;
        saved.truncate(QUESTIONS);
        let row = |saved: &Saved| web::Row {
            is_own: questions::is_own(&saved.question, caller),
            new: saved.new,
            question: saved.question.clone(),
        };
        let rows: Vec<_> = saved.iter().map(row).collect();
        let page = web::questions(&web::Questions {
            rows: &rows,
            is_first: part.before.is_none(),
            next: rows.last().map(|row| row.question.id).filter(|_| goes_on),
            opened,
            csrf: csrf(caller),
        });
        Ok((StatusCode::OK, page))
    }

    fn question_page(
        &self,
        caller: &Caller,
        id: u64,
        shown: Shown,
    ) -> Result<(StatusCode, String), Error> {
        let question = self.question(caller, id)?;
        let Shown { since, after } = shown;
        let is_first = after.is_none();
        let part = questions::Part { added_after: None, after, limit: MOTIONS };
        let found = self.answers(&question, &part)?;
        let row = web::Row {
            is_own: questions::is_own(&question, caller),
            new: self.store.news(&question)?,
            question,
        };
        let page = web::question(&web::Question {
            row: &row,
            found: &found,
            since: since.unwrap_or(row.question.looked),
            is_first,
            csrf: csrf(caller),
        });
        Ok((StatusCode::OK, page))
    }
}
