//! Imports: made, listed, followed, cancelled, retried, reported.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Multipart, State};
use axum::http::{Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json};
use futures_util::stream::{self, Stream};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::mpsc;

use super::{Asked, Named, Page, download, limit, upload};
use crate::error::{Code, Error};
use crate::http::access::{Caller, Role};
use crate::http::admit::name;
use crate::http::endpoint::Endpoint;
use crate::http::problem::Problem;
use crate::http::{Service, Shared};
use crate::store::{Import, ImportItem, Progress, Retry};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const IMPORTS: &str = "/api/v1/imports";
    const IMPORT: &str = "/api/v1/imports/{import}";
    let (reader, editor) = (Some(Role::Reader), Some(Role::Editor));
    let form = || {
        json!({
            "type": "object",
            "required": ["file"],
            "properties": {
                "file": {
                    "type": "array",
                    "items": {"type": "string", "format": "binary"},
                    "description": "PDF or text, each with its file name; a zip is unpacked",
                },
            },
        })
    };
    vec![
        Endpoint::new(
            Method::POST,
            IMPORTS,
            editor,
            post(create),
            "createImport",
            "Takes documents in",
        )
        .query::<Naming>()
        .takes_other("multipart/form-data", form)
        .gives::<Import>(202, "They are on disk, and are going to be read")
        .with_header(202, "Location", "Where the import is")
        .problems(&[408, 413, 415, 422, 507]),
        Endpoint::new(Method::GET, IMPORTS, reader, get(list), "listImports", "Lists imports")
            .query::<Which>()
            .gives::<Page<Import>>(200, "The latest first, and where the list goes on"),
        Endpoint::new(Method::GET, IMPORT, reader, get(show), "showImport", "How far an import is")
            .gives::<Import>(200, "The import")
            .problems(&[404]),
        Endpoint::new(
            Method::GET,
            "/api/v1/imports/{import}/items",
            reader,
            get(items),
            "listImportItems",
            "What became of each document of an import",
        )
        .query::<Items>()
        .gives::<Page<Item>>(200, "Some of them, and where the list goes on")
        .problems(&[404]),
        Endpoint::new(
            Method::GET,
            "/api/v1/imports/{import}/events",
            reader,
            get(events),
            "followImport",
            "Tells how far an import is, until it is over",
        )
        .gives_other(200, &["text/event-stream"], "An import, whenever it has got further")
        .problems(&[404]),
        Endpoint::new(
            Method::GET,
            "/api/v1/imports/{import}/report",
            reader,
            get(report),
            "reportImport",
            "Every document of an import with its outcome and the reason",
        )
        .query::<Form>()
        .gives_other(
            200,
            &["application/json", "text/csv; charset=utf-8"],
            "`import` with its counts, and all `items`; or a table of the items",
        )
        .with_header(200, "Content-Disposition", "A name for the file")
        .problems(&[404]),
        Endpoint::new(
            Method::POST,
            "/api/v1/imports/{import}/cancel",
            editor,
            post(cancel),
            "cancelImport",
            "Cancels an import: what waits of it fails with `cancelled`",
        )
        .gives::<Import>(200, "The import as it is now")
        .problems(&[404]),
        Endpoint::new(
            Method::POST,
            "/api/v1/imports/{import}/retry",
            editor,
            post(retry),
            "retryImport",
            "Reads again what failed of an import",
        )
        .query::<Failed>()
        .gives::<Retried>(202, "They are going to be read")
        .problems(&[404]),
    ]
}

/// What an upload is called.
#[derive(Debug, Deserialize, JsonSchema)]
struct Naming {
    /// What it is, for a person; the name of its first file where it is not said.
    name: Option<String>,
}

/// `POST /api/v1/imports`
async fn create(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Asked(naming): Asked<Naming>,
    multipart: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Response, Problem> {
    let mut form = multipart.map_err(|error| {
        let message = "expected `multipart/form-data` with its boundary, found something else";
        let code = match error.status() {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedFormat,
            _ => Code::BadRequest,
        };
        Problem(Error::new(code, message).with_hint("send files as `multipart/form-data`"))
    })?;
    if let Err(refusal) = service.uploads.take(&caller.client, std::time::Instant::now()) {
        upload::let_go_by(&mut form).await;
        return Ok(refusal.into_response());
    }
    let id = match upload::receive(&service, &mut form, naming.name, name(&caller)).await {
        Ok(id) => id,
        Err(error) => {
            service.note_refused(&error);
            upload::let_go_by(&mut form).await;
            return Err(Problem(error));
        }
    };
    let import = service.work(move |service| service.import(id)).await?;
    let location = format!("/api/v1/imports/{id}");
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], Json(import)).into_response())
}

/// Which imports a list has.
#[derive(Debug, Deserialize, JsonSchema)]
struct Which {
    /// Those before the place that `next` of the page before gives.
    after: Option<u32>,
    /// How many, from 1 to 1000; 50 where it is not said.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
}

/// `GET /api/v1/imports`
async fn list(
    State(service): State<Shared>,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<Import>>, Problem> {
    let room = limit(which.limit);
    let before = which.after.map(u64::from);
    let imports = service.work(move |service| Ok(service.store.imports(before, room + 1)?)).await?;
    Ok(Json(Page::of(imports, room, |import| import.id.to_string())))
}

/// `GET /api/v1/imports/{import}`
async fn show(
    State(service): State<Shared>,
    Named(id): Named<u32>,
) -> Result<Json<Import>, Problem> {
    Ok(Json(service.work(move |service| service.import(id.into())).await?))
}

/// One document of an import, and what to do about it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ImportItem")]
struct Item {
    #[serde(flatten)]
    item: ImportItem,
    /// What to do about what is wrong with it.
    hint: Option<&'static str>,
}

impl From<ImportItem> for Item {
    fn from(item: ImportItem) -> Self {
        let hint = item.code.as_deref().and_then(Code::from_name).map(Code::hint);
        Self { item, hint }
    }
}

/// Which documents of an import.
#[derive(Debug, Deserialize, JsonSchema)]
struct Items {
    /// Behind the place that `next` of the page before gives.
    after: Option<u32>,
    /// How many, from 1 to 1000; 50 where it is not said.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
}

/// `GET /api/v1/imports/{import}/items`
async fn items(
    State(service): State<Shared>,
    Named(id): Named<u32>,
    Asked(which): Asked<Items>,
) -> Result<Json<Page<Item>>, Problem> {
    let room = limit(which.limit);
    let behind = u64::from(which.after.unwrap_or(0));
    let work = move |service: &Service| {
        service.import(id.into())?;
        Ok(service.store.import_items(id.into(), behind, room + 1)?)
    };
    let items = service.work(work).await?.into_iter().map(Item::from).collect();
    Ok(Json(Page::of(items, room, |item: &Item| item.item.number.to_string())))
}

/// How often it is looked how far an import is.
const LOOK: Duration = Duration::from_millis(300);

/// `GET /api/v1/imports/{import}/events`
async fn events(
    State(service): State<Shared>,
    Named(id): Named<u32>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let first = service.work(move |service| service.import(id.into())).await?;
    let state = (service, Some(first), None::<Import>);
    let events = stream::unfold(state, move |(service, next, told)| async move {
        if told.as_ref().is_some_and(|told| told.progress != Progress::Running) {
            return None;
        }
        let mut next = next;
        loop {
            let import = match next.take() {
                Some(import) => import,
                None => {
                    tokio::time::sleep(LOOK).await;
                    if service.is_stopping() {
                        return None;
                    }
                    service.work(move |service| service.import(id.into())).await.ok()?
                }
            };
            if told.as_ref() != Some(&import) {
                let event = Event::default().event("import").json_data(&import).ok()?;
                return Some((Ok(event), (service, None, Some(import))));
            }
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// How a report is asked for.
#[derive(Debug, Deserialize, JsonSchema)]
struct Form {
    /// `json` where it is not said.
    format: Option<Format>,
}

/// A form that a report can have.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// An object: the import, and a list of its items.
    Json,
    /// A table, with the names of its columns on its first line.
    Csv,
}

/// `GET /api/v1/imports/{import}/report`
async fn report(
    State(service): State<Shared>,
    Named(id): Named<u32>,
    Asked(form): Asked<Form>,
) -> Result<Response, Problem> {
    let import = service.work(move |service| service.import(id.into())).await?;
    let format = form.format.unwrap_or(Format::Json);
    let (media, extension) = match format {
        Format::Json => ("application/json", "json"),
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
    };
    let (send, receive) = mpsc::channel::<Result<Bytes, Error>>(4);
    tokio::task::spawn_blocking(move || {
        let written =
            write(&service, &import, format, &mut |bytes| send.blocking_send(Ok(bytes)).is_ok());
        if let Err(error) = written {
            // A body that breaks off tells whoever reads it that it is not whole.
            let _ = send.blocking_send(Err(error));
        }
    });
    Ok(download(receive, media, &format!("import-{id}.{extension}")))
}

/// How many lines of a report are written at once.
const LINES: usize = 500;

/// Writes a report in pieces, until `send` returns false.
fn write(
    service: &Service,
    import: &Import,
    format: Format,
    send: &mut dyn FnMut(Bytes) -> bool,
) -> Result<(), Error> {
    let mut behind = 0;
    let mut is_first = true;
    loop {
        let items = service.store.import_items(import.id, behind, LINES)?;
        let is_last = items.len() < LINES;
        let goes_on_behind = items.last().map_or(behind, |item| item.number);
        let piece = match format {
            Format::Csv => csv(&items, is_first)?,
            Format::Json => json_piece(import, items, is_first, is_last),
        };
        is_first = false;
        if !send(piece.into()) || is_last {
            return Ok(());
        }
        behind = goes_on_behind;
    }
}

fn json_piece(import: &Import, items: Vec<ImportItem>, is_first: bool, is_last: bool) -> Vec<u8> {
    let mut piece = Vec::new();
    if is_first {
        piece.extend_from_slice(b"{\"import\":");
        piece.extend(serde_json::to_vec(import).expect("an import is plain data"));
        piece.extend_from_slice(b",\n\"items\":[");
    }
    for (number, item) in items.into_iter().map(Item::from).enumerate() {
        if !(is_first && number == 0) {
            piece.extend_from_slice(b",\n");
        }
        piece.extend(serde_json::to_vec(&item).expect("an item is plain data"));
    }
    if is_last {
        piece.extend_from_slice(b"]}\n");
    }
    piece
}

fn csv(items: &[ImportItem], is_first: bool) -> Result<Vec<u8>, Error> {
    let broken = |error: csv::Error| Error::new(Code::Internal, error.to_string());
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    if is_first {
        writer
            .write_record([
                "number",
                "file",
                "outcome",
                "id",
                "duplicate_of",
                "code",
                "message",
                "hint",
                "title",
                "warnings",
            ])
            .map_err(broken)?;
    }
    for item in items {
        let hint = item.code.as_deref().and_then(Code::from_name).map_or("", Code::hint);
        let text = |text: &Option<String>| cell(text.as_deref().unwrap_or_default());
        writer
            .write_record([
                item.number.to_string(),
                cell(&item.file),
                item.outcome.clone(),
                text(&item.id),
                text(&item.duplicate_of),
                text(&item.code),
                text(&item.message),
                hint.to_owned(),
                text(&item.title),
                item.warnings.to_string(),
            ])
            .map_err(broken)?;
    }
    writer.into_inner().map_err(|error| Error::new(Code::Internal, error.to_string()))
}

/// A text that a spreadsheet takes for a text: what begins like a formula gets an apostrophe.
pub(in crate::http) fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// `POST /api/v1/imports/{import}/cancel`
async fn cancel(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<u32>,
) -> Result<Json<Import>, Problem> {
    let by = name(&caller);
    let work = move |service: &Service| service.cancel_import(id.into(), by);
    Ok(Json(service.have_written(work).await?))
}

/// Which of what failed is read again.
#[derive(Debug, Deserialize, JsonSchema)]
struct Failed {
    /// Only what failed with this code.
    code: Option<String>,
}

/// What is read again.
#[derive(Debug, Serialize, JsonSchema)]
struct Retried {
    /// How many documents.
    documents: usize,
}

/// `POST /api/v1/imports/{import}/retry`
async fn retry(
    State(service): State<Shared>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<u32>,
    Asked(failed): Asked<Failed>,
) -> Result<(StatusCode, Json<Retried>), Problem> {
    let by = name(&caller);
    let work = move |service: &Service| service.retry_import(id.into(), failed.code, by);
    let documents = service.have_written(work).await?;
    Ok((StatusCode::ACCEPTED, Json(Retried { documents })))
}

impl Service {
    /// Finds an import.
    pub(in crate::http) fn import(&self, id: u64) -> Result<Import, Error> {
        self.store.import(id)?.ok_or_else(|| {
            let message = format!("no import has the number {id}");
            Error::new(Code::NotFound, message).with_hint("`/api/v1/imports` lists them")
        })
    }

    /// Cancels an import; gives it as it is then.
    pub(in crate::http) fn cancel_import(
        &self,
        id: u64,
        by: Option<String>,
    ) -> Result<Import, Error> {
        self.import(id)?;
        self.clerk.cancel(id, by)?;
        self.import(id)
    }

    /// Has what failed of an import, with a code or with any, read again; gives how many those are.
    pub(in crate::http) fn retry_import(
        &self,
        id: u64,
        code: Option<String>,
        by: Option<String>,
    ) -> Result<usize, Error> {
        self.import(id)?;
        if let Some(code) = code.as_deref().filter(|code| Code::from_name(code).is_none()) {
            let message = format!("expected a code with which documents fail, found `{code}`");
            let hint = "`codes` of the import has those that there are";
            return Err(Error::new(Code::BadRequest, message).with_hint(hint));
        }
        let which = Retry::Import(id, code);
        self.clerk.ask(move |batch| batch.retry(&which, by.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (text, expected) in [("=1+1", "'=1+1"), ("@x", "'@x"), ("a=b", "a=b"), ("", "")] {
            assert_eq!(cell(text), expected);
        }
    }
}
