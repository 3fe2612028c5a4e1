//! The routes of the pages; what they look like is `web`'s.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};

use super::Service;
use super::api::Search;
use super::problem::{Problem, status};
use crate::error::{Code, Error};
use crate::web;

/// `GET /`: the search page, with what was found if something was asked.
pub(super) async fn search(
    State(service): State<Arc<Service>>,
    search: Result<Query<Search>, QueryRejection>,
) -> Response {
    let Query(search) = search.unwrap_or_default();
    let page = service.work(move |service| service.search_page(&search)).await;
    answer(page)
}

/// `GET /moties/{id}`: one motion.
pub(super) async fn motion(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
) -> Response {
    let page =
        service.work(move |service| Ok((StatusCode::OK, web::motion(&service.motion(&id)?)))).await;
    answer(page)
}

/// `GET /style.css`.
pub(super) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], web::STYLE)
}

/// Any other path.
pub(super) async fn nowhere(uri: Uri) -> Response {
    let error = Error::new(Code::NotFound, format!("nothing is at `{}`", uri.path()));
    if uri.path().starts_with("/api/") {
        Problem(error.with_hint("check the path")).into_response()
    } else {
        answer(Err(error))
    }
}

impl Service {
    fn search_page(&self, search: &Search) -> Result<(StatusCode, String), Error> {
        let kinds = self.store.kinds()?;
        let tally = self.store.tally()?;
        let is_asked = search.q.is_some() || search.clause.is_some();
        let result = is_asked.then(|| self.search(search));
        let status = match &result {
            Some(Err(error)) if error.code != Code::BadRequest => return Err(error.clone()),
            Some(Err(error)) => status(error.code),
            _ => StatusCode::OK,
        };
        let page = web::search(&web::Search {
            words: search.q.as_deref().unwrap_or_default(),
            clause: search.clause.as_deref().unwrap_or_default(),
            kinds: &kinds,
            motions: tally.indexed,
            result: result.as_ref().map(Result::as_ref),
        });
        Ok((status, page))
    }
}

fn answer(page: Result<(StatusCode, String), Error>) -> Response {
    match page {
        Ok((status, page)) => (status, Html(page)).into_response(),
        Err(error) => {
            let page = Html(web::failure(&error));
            (status(error.code), Extension(error), page).into_response()
        }
    }
}
