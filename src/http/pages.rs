//! The routes of the pages; what they look like is `web`'s.

pub(super) mod imports;
pub(super) mod questions;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;

use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use serde::Deserialize;

use super::access::{By, Caller, Key, Refusal};
use super::api::{self, Search};
use super::problem::{self, Problem, status};
use super::{Service, Shared, openapi};
use crate::error::{Code, Error};
use crate::web;

/// `GET /`: the search page, with what was found if something was asked.
pub(super) async fn search(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    search: Result<Query<Search>, QueryRejection>,
) -> Response {
    let Query(search) = search.unwrap_or_default();
    let page = service.have_searched(move |service| service.search_page(&search, &caller)).await;
    answer(page)
}

/// `GET /moties/{id}`: one motion.
pub(super) async fn motion(
    State(service): State<Shared>,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let Ok(Path(id)) = id else {
        let message = "expected the id of a motion in the path, found what is no text";
        return answer(Err(Error::new(Code::NotFound, message)));
    };
    let page = move |service: &Service| {
        let motion = service.record(&id)?.0;
        // A damaged index keeps nobody from reading a motion.
        let others = service.store.versions(&motion.id).unwrap_or_default();
        Ok((StatusCode::OK, web::motion(&motion, &others)))
    };
    answer(service.work(page).await)
}

/// `GET /inloggen`: where a key is given.
pub(super) async fn login(login: Result<Query<Login>, QueryRejection>) -> Response {
    let Query(Login { to, .. }) = login.unwrap_or_default();
    Html(web::login(&local(to.as_deref()), None)).into_response()
}

/// What the form of the login page has.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Login {
    /// The key.
    key: Option<String>,
    /// The page to go on to.
    #[serde(rename = "naar")]
    to: Option<String>,
}

/// `POST /inloggen`: opens a session of a key.
pub(super) async fn open_session(
    State(service): State<Shared>,
    headers: HeaderMap,
    connected: Option<Extension<ConnectInfo<SocketAddr>>>,
    login: Result<Form<Login>, FormRejection>,
) -> Response {
    let Ok(Form(login)) = login else { return StatusCode::BAD_REQUEST.into_response() };
    let peer = connected.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Extension(info)| info.0.ip());
    let now = Instant::now();
    let client = service.access.client(&headers, peer);
    let checked = service
        .access
        .hosts
        .check(&headers, peer)
        .and_then(|()| service.requests.take(&client, now));
    if let Err(refusal) = checked {
        return refused(refusal);
    }
    let to = local(login.to.as_deref());
    let keys = service.keys();
    let Some(key) = Key::find(&keys, login.key.as_deref().unwrap_or_default().trim()) else {
        let page = web::login(&to, Some("Deze sleutel is niet bekend, of niet meer geldig."));
        return (StatusCode::UNAUTHORIZED, Html(page)).into_response();
    };
    let cookie = service.access.sessions.open(key, now);
    ([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response()
}

/// `POST /uitloggen`: ends a session.
pub(super) async fn close_session(State(service): State<Shared>, headers: HeaderMap) -> Response {
    let sessions = &service.access.sessions;
    let token = sessions.token(&headers).unwrap_or_default();
    ([(header::SET_COOKIE, sessions.close(token))], Redirect::to("/inloggen")).into_response()
}

/// Shows whoever has no key where to give it, and then goes on.
pub(super) fn to_login(to: &str) -> Response {
    let to = percent(&local(Some(to)));
    Redirect::to(&format!("/inloggen?naar={to}")).into_response()
}

/// Why a page is not shown.
pub(super) fn refused(refusal: Refusal) -> Response {
    let page = web::failure(refusal.error());
    let mut response = refusal.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML));
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = page.into();
    response
}

const HTML: &str = "text/html; charset=utf-8";

/// A path of this server; anything else is the first page.
fn local(to: Option<&str>) -> String {
    let is_local = |to: &&str| {
        to.starts_with('/')
            && !to.starts_with("//")
            && !to.contains(['\\', '\r', '\n'])
            && to.is_ascii()
    };
    to.filter(is_local).unwrap_or("/").to_owned()
}

/// A text as the value of a parameter.
fn percent(text: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b);
    text.bytes()
        .map(|b| if is_plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// `GET /style.css`.
pub(super) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], web::STYLE)
}

/// `GET /api`: the description of the API, to be read.
pub(super) async fn api() -> Html<String> {
    Html(web::api(&openapi::describe(&api::endpoints())))
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

/// What the forms of a caller repeat.
fn csrf(caller: &Caller) -> Option<&str> {
    match &caller.by {
        By::Session { csrf } => Some(csrf),
        By::Machine | By::Key => None,
    }
}

impl Service {
    fn search_page(&self, search: &Search, caller: &Caller) -> Result<(StatusCode, String), Error> {
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
            families: search.families == Some(true),
            motions: tally.motions,
            result: result.as_ref().map(Result::as_ref),
            query: &search.asking().write(),
            csrf: csrf(caller),
        });
        Ok((status, page))
    }
}

/// Answers with a page, or with why there is none.
pub(super) fn answer(page: Result<(StatusCode, String), Error>) -> Response {
    match page {
        Ok((status, page)) => (status, Html(page)).into_response(),
        Err(error) => {
            let page = Html(web::failure(&problem::public(&error)));
            (status(error.code), Extension(error), page).into_response()
        }
    }
}
