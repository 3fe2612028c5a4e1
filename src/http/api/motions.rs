//! Motions: listed, shown, deleted.

use std::convert::Infallible;
use std::future::ready;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, routing::delete};
use futures_util::stream;
use schemars::JsonSchema;
use serde::Deserialize;

use super::file_name::attachment;
use super::{Asked, Named, Page, limit, parse};
use crate::error::{Code, Error};
use crate::http::access::{Caller, Role};
use crate::http::admit::name;
use crate::http::endpoint::Endpoint;
use crate::http::problem::Problem;
use crate::http::{Service, Shared};
use crate::motion::Motion;
use crate::store::{Correction, Cursor, Entry, Listed, Listing, Order};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const MOTION: &str = "/api/v1/motions/{motion}";
    let reader = Some(Role::Reader);
    let text = &["text/plain; charset=utf-8"];
    vec![
        Endpoint::new(
            Method::GET,
            "/api/v1/motions",
            reader,
            get(list),
            "listMotions",
            "Lists motions",
        )
        .query::<Which>()
        .gives::<Page<Listed>>(200, "Some of them, and where the list goes on"),
        Endpoint::new(
            Method::GET,
            MOTION,
            reader,
            get(show),
            "showMotion",
            "The record of a motion, corrected",
        )
        .gives::<Motion>(200, "The record; its version is the `ETag`")
        .with_header(200, "ETag", "The version of the motion")
        .problems(&[404]),
        Endpoint::new(
            Method::GET,
            "/api/v1/motions/{motion}/extracted",
            reader,
            get(extracted),
            "showExtracted",
            "The record of a motion as it was read, before anyone corrected it",
        )
        .gives::<Motion>(200, "The record")
        .problems(&[404]),
        Endpoint::new(
            Method::GET,
            "/api/v1/motions/{motion}/history",
            reader,
            get(history),
            "showHistory",
            "What people changed in a motion",
        )
        .gives::<Vec<Correction>>(200, "The changes, the first first, those undone too")
        .problems(&[404]),
        Endpoint::new(
            Method::GET,
            "/api/v1/motions/{motion}/text",
            reader,
            get(text_of),
            "showText",
            "The normalised text of a motion, the part of its document that it takes",
        )
        .gives_other(200, text, "The text")
        .problems(&[404]),
        Endpoint::new(
            Method::GET,
            "/api/v1/motions/{motion}/original",
            reader,
            get(original),
            "showOriginal",
            "The document that a motion came in, as it came",
        )
        .gives_other(
            200,
            &["application/pdf", "text/plain", "application/octet-stream"],
            "The bytes",
        )
        .with_header(200, "Content-Disposition", "That it is to be saved, not shown")
        .problems(&[404, 500]),
        Endpoint::new(
            Method::GET,
            "/api/v1/motions/{motion}/pages/{page}",
            reader,
            get(page),
            "showPage",
            "A page of the document that a motion came in, as a picture",
        )
        .query::<Fine>()
        .gives_other(200, &["image/png"], "The picture")
        .problems(&[404, 422, 500]),
        Endpoint::new(
            Method::DELETE,
            "/api/v1/documents/{document}",
            Some(Role::Admin),
            delete(remove),
            "deleteDocument",
            "Deletes a document with all its motions, and erases its bytes",
        )
        .gives_nothing(204, "It is gone")
        .problems(&[404]),
        Endpoint::new(
            Method::GET,
            "/api/v1/documents/{document}",
            reader,
            get(document),
            "showDocument",
            "What became of a document",
        )
        .gives::<Entry>(200, "Its state")
        .problems(&[404]),
    ]
}

/// Which motions a list has.
#[derive(Debug, Deserialize, JsonSchema)]
struct Which {
    /// Those of an import.
    import: Option<u32>,
    /// Those that are held for a person, or those that are not.
    held: Option<bool>,
    /// Those that someone should look at, or all others.
    review: Option<bool>,
    /// Those that were corrected, or those that were not.
    corrected: Option<bool>,
    /// Those of this day or later: `2024-06-01`.
    from: Option<String>,
    /// Those of this day or earlier.
    until: Option<String>,
    /// Those of an assembly whose name has these letters.
    body: Option<String>,
    /// In what order; `oldest` where it is not said.
    order: Option<Order>,
    /// Behind the place that `next` of the page before gives.
    after: Option<String>,
    /// How many, from 1 to 1000; 50 where it is not said.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
}

/// `GET /api/v1/motions`
async fn list(
    State(service): State<Shared>,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<Listed>>, Problem> {
    let day = |name, text: Option<String>| -> Result<Option<String>, Problem> {
        text.map(|text| parse::<jiff::civil::Date>(name, &text, "a day like 2024-06-01"))
            .transpose()
            .map(|day| day.map(|day| day.to_string()))
    };
    let after = match which.after.as_deref() {
        None => None,
        Some(text) => Some(Cursor::parse(text).ok_or_else(|| {
            let message = format!("expected the `next` of a page as `after`, found `{text}`");
            Problem(Error::new(Code::BadRequest, message))
        })?),
    };
    let room = limit(which.limit);
    let listing = Listing {
        import: which.import.map(u64::from),
        held: which.held,
        review: which.review,
        corrected: which.corrected,
        from: day("from", which.from)?,
        until: day("until", which.until)?,
        body: which.body,
        order: which.order.unwrap_or_default(),
        after,
        limit: room + 1,
    };
    let listed = service.work(move |service| Ok(service.store.list(&listing)?)).await?;
    Ok(Json(Page::of(listed, room, |listed| listed.cursor.clone())))
}

/// `GET /api/v1/motions/{motion}`
async fn show(
    State(service): State<Shared>,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let (motion, _, version) = service.work(move |service| service.record(&id)).await?;
    Ok(([(header::ETAG, etag(version))], Json(motion)).into_response())
}

/// `GET /api/v1/motions/{motion}/extracted`
async fn extracted(
    State(service): State<Shared>,
    Named(id): Named<String>,
) -> Result<Json<Motion>, Problem> {
    let work = move |service: &Service| {
        let entry = service.find(&id)?;
        service.store.extracted(&entry.id)?.ok_or_else(|| unread(&entry))
    };
    Ok(Json(service.work(work).await?))
}

/// `GET /api/v1/motions/{motion}/history`
async fn history(
    State(service): State<Shared>,
    Named(id): Named<String>,
) -> Result<Json<Vec<Correction>>, Problem> {
    let work = move |service: &Service| {
        let entry = service.find(&id)?;
        Ok(service.store.history(&entry.id)?)
    };
    Ok(Json(service.work(work).await?))
}

/// `GET /api/v1/motions/{motion}/text`
async fn text_of(
    State(service): State<Shared>,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let (_, text, _) = service.work(move |service| service.record(&id)).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// How many bytes of an original are sent at once.
const PIECE: usize = 256 << 10;

/// `GET /api/v1/motions/{motion}/original`
async fn original(
    State(service): State<Shared>,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let Entry { id, file, media_type, bytes, .. } =
        service.work(move |service| service.find(&id)).await?;
    // It is in memory until all of it is sent, however slowly that goes.
    let room = service.let_go_out(bytes)?;
    let bytes = service.work(move |service| Ok(service.store.original(&id)?)).await?;
    let length = HeaderValue::from(bytes.len());
    let body = Body::from_stream(stream::unfold(Bytes::from(bytes), move |mut rest| {
        let _room = &room;
        let piece = rest.split_to(rest.len().min(PIECE));
        let piece = (!piece.is_empty()).then_some((Ok::<_, Infallible>(piece), rest));
        ready(piece)
    }));
    let media_type = HeaderValue::from_str(&media_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    // A document is hostile: nothing in it runs as if it were of this server.
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, attachment(&file)),
        (header::CONTENT_LENGTH, length),
    ];
    Ok((headers, body).into_response())
}

/// How fine a picture is.
#[derive(Debug, Deserialize, JsonSchema)]
struct Fine {
    /// How many pixels make an inch of the page, from 36 to 200; 110 where it is not said.
    dpi: Option<u32>,
}

/// `GET /api/v1/motions/{motion}/pages/{page}`
async fn page(
    State(service): State<Shared>,
    Named((id, page)): Named<(String, u32)>,
    Asked(fine): Asked<Fine>,
) -> Result<Response, Problem> {
    let dpi = fine.dpi.unwrap_or(110).clamp(36, 200);
    let work = move |service: &Service| {
        let entry = service.find(&id)?;
        service.draw(&service.store.original(&entry.id)?, page, dpi)
    };
    let png = service.have_read(work).await?;
    // The same bytes are the same document for ever, and its pages with it.
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, Body::from(png)).into_response())
}

/// `GET /api/v1/documents/{document}`
async fn document(
    State(service): State<Shared>,
    Named(id): Named<String>,
) -> Result<Json<Entry>, Problem> {
    Ok(Json(service.work(move |service| service.find(&id)).await?))
}

/// `DELETE /api/v1/documents/{document}`
async fn remove(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<String>,
) -> Result<StatusCode, Problem> {
    let by = name(&caller);
    let work = move |service: &Service| {
        let id = service.find(&id)?.id;
        let document = id.split('-').next().unwrap_or(&id).to_owned();
        service.clerk.ask(move |batch| batch.delete(&document, by.as_deref()))?;
        // What is deleted is not found any more, if that is soon.
        let (last, _) = service.store.lag()?;
        service.wait_until_found(last);
        Ok(())
    };
    service.have_written(work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A version as a header has it.
pub(super) fn etag(version: u64) -> String {
    format!("\"{version}\"")
}

/// Nothing was read in a document.
fn unread(entry: &Entry) -> Error {
    Error::new(Code::NotFound, format!("no motion could be read in `{}`", entry.file))
        .with_hint(format!("`/api/v1/documents/{}` says what is wrong with it", entry.id))
}

impl Service {
    /// Finds a document, or a motion in it, by its id or the beginning of it.
    pub(in crate::http) fn find(&self, id: &str) -> Result<Entry, Error> {
        Ok(self.store.find(id)?)
    }

    /// Finds the record of a motion, with its text and its version.
    pub(in crate::http) fn record(&self, id: &str) -> Result<(Motion, String, u64), Error> {
        let entry = self.find(id)?;
        self.store.record(&entry.id)?.ok_or_else(|| unread(&entry))
    }
}
