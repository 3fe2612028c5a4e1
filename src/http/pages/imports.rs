//! The routes of the pages of imports.

use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use serde::Deserialize;

use super::answer;
use crate::error::{Code, Error};
use crate::http::access::{By, Caller, Role};
use crate::http::admit::name;
use crate::http::{Service, Shared};
use crate::web;

/// How many imports, and how many documents of one, a page has.
const IMPORTS: usize = 50;
const ITEMS: usize = 100;

/// Which part of a list a page shows.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Part {
    /// Imports before this one.
    #[serde(rename = "voor")]
    before: Option<u32>,
    /// Documents behind this one.
    #[serde(rename = "na")]
    behind: Option<u32>,
}

/// `GET /inlezen`: all imports.
pub(in crate::http) async fn list(
    State(service): State<Shared>,
    part: Result<Query<Part>, QueryRejection>,
) -> Response {
    let Query(part) = part.unwrap_or_default();
    answer(service.work(move |service| service.imports_page(&part)).await)
}

/// `GET /inlezen/{import}`: the report of one.
pub(in crate::http) async fn show(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    id: Result<Path<u32>, PathRejection>,
    part: Result<Query<Part>, QueryRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return answer(Err(nowhere())) };
    let Query(part) = part.unwrap_or_default();
    answer(service.work(move |service| service.import_page(id.into(), &part, &caller)).await)
}

/// `POST /inlezen/{import}/annuleren`: cancels it.
pub(in crate::http) async fn cancel(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    id: Result<Path<u32>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return answer(Err(nowhere())) };
    let by = name(&caller);
    let done = service.have_written(move |service| service.cancel_import(id.into(), by)).await;
    back(id, done.map(|_| ()))
}

/// What the form has that reads again what failed.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Retry {
    /// Only what failed with this code.
    code: Option<String>,
}

/// `POST /inlezen/{import}/opnieuw`: reads again what failed of it.
pub(in crate::http) async fn retry(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    id: Result<Path<u32>, PathRejection>,
    form: Result<Form<Retry>, FormRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return answer(Err(nowhere())) };
    let Ok(Form(Retry { code })) = form else {
        let error = Error::new(Code::BadRequest, "expected a form, found something else");
        return answer(Err(error));
    };
    let by = name(&caller);
    let work = move |service: &Service| service.retry_import(id.into(), code, by);
    back(id, service.have_written(work).await.map(|_| ()))
}

/// Shows the report again, once something was done.
fn back(id: u32, done: Result<(), Error>) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/inlezen/{id}")).into_response(),
        Err(error) => answer(Err(error)),
    }
}

fn nowhere() -> Error {
    Error::new(Code::NotFound, "expected the number of an import in the path, found something else")
}

impl Service {
    fn imports_page(&self, part: &Part) -> Result<(StatusCode, String), Error> {
        let mut imports = self.store.imports(part.before.map(u64::from), IMPORTS + 1)?;
        let goes_on = imports.len() > IMPORTS;
        imports.truncate(IMPORTS);
        let page = web::imports(&web::Imports {
            imports: &imports,
            is_first: part.before.is_none(),
            next: imports.last().map(|import| import.id).filter(|_| goes_on),
        });
        Ok((StatusCode::OK, page))
    }

    fn import_page(
        &self,
        id: u64,
        part: &Part,
        caller: &Caller,
    ) -> Result<(StatusCode, String), Error> {
        let import = self.import(id)?;
        let behind = part.behind.map_or(0, u64::from);
        let mut items = self.store.import_items(id, behind, ITEMS + 1)?;
        let goes_on = items.len() > ITEMS;
        items.truncate(ITEMS);
        let csrf = match &caller.by {
            By::Session { csrf } => Some(csrf.as_str()),
            By::Machine | By::Key => None,
        };
        let page = web::report(&web::Report {
            import: &import,
            items: &items,
            is_first: behind == 0,
            next: items.last().map(|item| item.number).filter(|_| goes_on),
            may_change: caller.role >= Role::Editor,
            csrf,
        });
        Ok((StatusCode::OK, page))
    }
}
