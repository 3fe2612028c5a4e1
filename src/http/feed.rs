//! Feeds of saved questions, for programs that read feeds.
//!
//! They can send no key: so a feed can have an address with a token, of which the ledger keeps a hash. It opens
//! that feed and nothing else, as long as the question is there and the key that saved it holds.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};
use schemars::JsonSchema;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::access::{Digest, Refusal, Role};
use super::admit;
use super::problem::Problem;
use super::questions::Part;
use super::{Service, Shared};
use crate::error::{Code, Error};
use crate::store::{Hit, SavedQuestion};
use crate::web;

/// How many motions a page of a feed has.
const ENTRIES: usize = 50;

/// What a feed takes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Asked {
    /// Where the page before this one ended; the link `next` of each page has it.
    pub(super) after: Option<String>,
}

/// What the address of a feed has that opens without a key.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Open {
    token: Option<String>,
    after: Option<String>,
}

/// `GET /vragen/{question}/feed.atom`: by the token in the address, or by who asks.
pub(super) async fn show(
    State(service): State<Shared>,
    id: Result<Path<u64>, PathRejection>,
    open: Result<Query<Open>, QueryRejection>,
    request: Request,
) -> Response {
    let nothing = || Error::new(Code::NotFound, "this address opens no feed");
    let (Ok(Path(id)), Ok(Query(Open { token, after }))) = (id, open) else {
        return Problem(nothing()).into_response();
    };
    let (headers, path) = (request.headers().clone(), format!("/vragen/{id}/feed.atom"));
    let answered = if let Some(token) = token {
        if let Err(refusal) = is_let_in(&service, &request) {
            return refusal.into_response();
        }
        let path = format!("{path}?token={token}");
        let find = move |service: &Service| service.opened_by(id, &token)?.ok_or_else(nothing);
        answer(&service, &headers, path, after, find).await
    } else {
        let known = admit::known(&service, Role::Reader, &request);
        let caller = match known {
            Ok(caller) => caller,
            Err(refusal) => return refusal.into_response(),
        };
        let find = move |service: &Service| service.question(&caller, id);
        answer(&service, &headers, path, after, find).await
    };
    answered.unwrap_or_else(|error| Problem(error).into_response())
}

/// Lets a request through that a token is to open: for a host that the service is known by, and not too often.
fn is_let_in(service: &Service, request: &Request) -> Result<(), Refusal> {
    let (headers, peer) = (request.headers(), admit::peer(request));
    service.access.hosts.check(headers, peer)?;
    service.requests.take(&service.access.client(headers, peer), Instant::now())
}

/// Answers with a page of the feed of a question, or that nothing changed; `address` is where it is, from the
/// root of the service.
pub(super) async fn answer(
    service: &Shared,
    headers: &HeaderMap,
    address: String,
    after: Option<String>,
    find: impl FnOnce(&Service) -> Result<SavedQuestion, Error> + Send + 'static,
) -> Result<Response, Error> {
    let given = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let known = given(header::IF_NONE_MATCH).map(str::to_owned);
    let since = given(header::IF_MODIFIED_SINCE).and_then(moment);
    let base = service.base(headers);
    // Before it is asked: what is told is not later than what was found.
    let changed = service.changed.moment();
    let work = move |service: &Service| {
        let question = find(service)?;
        let is_known = known.is_none() && since.is_some_and(|since| Some(since) >= changed);
        if is_known && changed.is_some() {
            return Ok(None);
        }
        let text = service.feed(&question, &base, &address, after)?;
        let hash = Sha256::digest(&text);
        let tag: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let tag = format!("\"{tag}\"");
        let is_known = known.is_some_and(|known| is_among(&tag, &known));
        Ok(Some((tag, (!is_known).then_some(text))))
    };
    let made = service.have_searched(work).await?;
    let mut response = match made {
        Some((tag, Some(text))) => {
            let tag = HeaderValue::from_str(&tag).expect("digits may stand in a header");
            ([(header::CONTENT_TYPE, HeaderValue::from_static(ATOM)), (header::ETAG, tag)], text)
                .into_response()
        }
        Some((tag, None)) => (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response(),
        None => StatusCode::NOT_MODIFIED.into_response(),
    };
    if let Some(date) = changed.and_then(written)
        && let Ok(date) = HeaderValue::from_str(&date)
    {
        response.headers_mut().insert(header::LAST_MODIFIED, date);
    }
    Ok(response)
}

const ATOM: &str = "application/atom+xml; charset=utf-8";

/// Whether a tag is one of those that `If-None-Match` gives.
fn is_among(tag: &str, given: &str) -> bool {
    let given = given.split(',').map(str::trim);
    given.map(|one| one.strip_prefix("W/").unwrap_or(one)).any(|one| one == tag || one == "*")
}

fn moment(date: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(date).ok()
}

fn written(moment: Timestamp) -> Option<String> {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).ok()
}

/// When what can be found changed last, in this process.
#[derive(Debug)]
pub(super) struct Changed(AtomicU64);

impl Changed {
    /// Just now.
    pub(super) fn now() -> Self {
        let changed = Self(AtomicU64::new(0));
        changed.tell();
        changed
    }

    /// It changed just now.
    pub(super) fn tell(&self) {
        self.0.store(Timestamp::now().as_second().unsigned_abs(), Ordering::Release);
    }

    /// When; none within the second in which it may change again.
    fn moment(&self) -> Option<Timestamp> {
        let second = self.0.load(Ordering::Acquire).cast_signed();
        (Timestamp::now().as_second() > second + 1)
            .then(|| Timestamp::from_second(second).ok())
            .flatten()
    }
}

impl Service {
    /// The question whose feed a token opens, if it does.
    fn opened_by(&self, id: u64, token: &str) -> Result<Option<SavedQuestion>, Error> {
        let (Some(question), Some(hash)) = (self.store.question(id)?, self.store.feed_hash(id)?)
        else {
            return Ok(None);
        };
        let is_same =
            hash.try_into().is_ok_and(|hash| Digest::from_bytes(hash) == Digest::of(token));
        let holds =
            question.by.as_ref().is_none_or(|by| self.keys().iter().any(|key| key.name == *by));
        Ok((is_same && holds).then_some(question))
    }

    /// The address of the service, as whoever asks knows it.
    pub(super) fn base(&self, headers: &HeaderMap) -> String {
        if let Some(url) = &self.settings.public_url {
            return url.to_string();
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        format!("http://{}", host.unwrap_or("localhost"))
    }

    /// Makes a page of the feed of a question.
    fn feed(
        &self,
        question: &SavedQuestion,
        base: &str,
        address: &str,
        after: Option<String>,
    ) -> Result<String, Error> {
        let part = Part { added_after: None, after: after.clone(), limit: ENTRIES };
        let found = self.answers(question, &part)?;
        let entries: Vec<web::Entry<'_>> =
            found.hits.iter().map(|hit| self.entry(hit)).collect::<Result<_, _>>()?;
        let page = |after: &str| {
            let sign = if address.contains('?') { '&' } else { '?' };
            format!("{base}{address}{sign}after={after}")
        };
        Ok(web::feed(&web::Feed {
            question,
            base,
            first: &format!("{base}{address}"),
            address: &after.as_deref().map_or_else(|| format!("{base}{address}"), page),
            next: found.next.as_deref().map(page).as_deref(),
            entries: &entries,
        }))
    }

    fn entry<'h>(&self, hit: &'h Hit) -> Result<web::Entry<'h>, Error> {
        let came = self.store.find(&hit.id)?.imported_at;
        let history = self.store.history(&hit.id)?;
        let changes = history.into_iter().flat_map(|it| [Some(it.at), it.undone_at]).flatten();
        // They are written alike, so that they sort as texts.
        let changed = changes.max().filter(|at| *at > came).unwrap_or_else(|| came.clone());
        Ok(web::Entry { hit, came, changed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_among_others() {
        for (given, is_known) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", \"a\"", true),
            ("*", true),
            ("\"b\"", false),
            ("a", false),
            ("", false),
        ] {
            assert_eq!(is_among("\"a\"", given), is_known, "{given}");
        }
    }

    #[test]
    fn a_moment_is_told_once_its_second_is_over() {
        let changed = Changed::now();
        assert_eq!(changed.moment(), None);
        changed.0.store(1_764_581_400, Ordering::Release);
        let told = changed.moment().and_then(written).unwrap();
        assert_eq!(told, "Mon, 01 Dec 2025 09:30:00 GMT");
        assert_eq!(moment(&told), changed.moment());
        assert_eq!(moment("gisteren"), None);
    }
}
