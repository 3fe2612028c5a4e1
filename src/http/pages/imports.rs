//! The routes of the pages of imports.

use std::time::Instant;

use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, Multipart, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use serde::Deserialize;

use super::{answer, csrf};
use crate::error::{Code, Error};
use crate::http::access::{By, Caller, Role};
use crate::http::admit::{self, name};
use crate::http::api::upload;
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
    Extension(caller): Extension<Caller>,
    part: Result<Query<Part>, QueryRejection>,
) -> Response {
    let Query(part) = part.unwrap_or_default();
    answer(service.work(move |service| service.imports_page(&part, &caller)).await)
}

/// The longest token of a form, in bytes.
const LONGEST_TOKEN: usize = 256;

/// `POST /inlezen`: takes documents in that the form of the page sends.
///
/// The form is too large to be looked at as a whole before whoever sends it is let in; so it says first
/// what it repeats of the session, and nothing behind that is taken in before that is right.
pub(in crate::http) async fn send(State(service): State<Shared>, request: Request) -> Response {
    let known = admit::known(&service, Role::Editor, &request);
    let (method, headers) = (request.method().clone(), request.headers().clone());
    let Ok(mut form) = Multipart::from_request(request, &service).await else {
        let message = "expected a form with files, found something else";
        return answer(Err(Error::new(Code::BadRequest, message)));
    };
    let sent = async {
        let caller = known.map_err(admit::refuse)?;
        let token = if let By::Session { .. } = caller.by { token(&mut form).await } else { None };
        let checked = service
            .access
            .protect(&caller, &method, &headers, token.as_deref())
            .and_then(|()| service.uploads.take(&caller.client, Instant::now()));
        checked.map_err(admit::refuse)?;
        let by = name(&caller);
        upload::receive(&service, &mut form, None, by).await.map_err(|error| {
            service.note_refused(&error);
            answer(Err(error))
        })
    }
    .await;
    match sent {
        Ok(import) => Redirect::to(&format!("/inlezen/{import}")).into_response(),
        Err(refusal) => {
            upload::let_go_by(&mut form).await;
            refusal
        }
    }
}

/// The token of a session, which a form has as its first field.
async fn token(form: &mut Multipart) -> Option<String> {
    let mut field = form.next_field().await.ok()?.filter(|field| field.name() == Some("csrf"))?;
    let mut token = Vec::new();
    while let Some(piece) = field.chunk().await.ok()? {
        token.extend_from_slice(&piece);
        if token.len() > LONGEST_TOKEN {
            return None;
        }
    }
    String::from_utf8(token).ok()
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
    fn imports_page(&self, part: &Part, caller: &Caller) -> Result<(StatusCode, String), Error> {
        let mut imports = self.store.imports(part.before.map(u64::from), IMPORTS + 1)?;
        let goes_on = imports.len() > IMPORTS;
        imports.truncate(IMPORTS);
        let page = web::imports(&web::Imports {
            imports: &imports,
            is_first: part.before.is_none(),
            next: imports.last().map(|import| import.id).filter(|_| goes_on),
            form: (caller.role >= Role::Editor).then_some(web::Form {
                largest: (self.settings.largest_upload, self.settings.largest_document),
                csrf: csrf(caller),
            }),
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
        let page = web::report(&web::Report {
            import: &import,
            items: &items,
            is_first: behind == 0,
            next: items.last().map(|item| item.number).filter(|_| goes_on),
            may_change: caller.role >= Role::Editor,
            csrf: csrf(caller),
        });
        Ok((StatusCode::OK, page))
    }
}
