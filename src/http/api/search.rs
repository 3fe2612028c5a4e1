//! Motions found by their words.

use std::io;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::task;

use super::{Asked, Named, download};
use crate::error::{Code, Error};
use crate::http::access::Role;
use crate::http::endpoint::Endpoint;
use crate::http::problem::Problem;
use crate::http::{Service, Shared};
use crate::index::{Basis, Completion, Facet, Filter, Sort};
use crate::store::{self, Asking, Found, Hit, RowFormat, Rows, Version};

/// How many motions an answer has where the request does not say, and at most.
pub(super) const LIMIT: usize = 10;
pub(super) const HIGHEST_LIMIT: usize = 100;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let reader = Some(Role::Reader);
    vec![
        Endpoint::new(
            Method::GET,
            "/api/v1/search",
            reader,
            get(search),
            "search",
            "Finds motions by their words and facts",
        )
        .query::<Search>()
        .gives::<Found>(200, "What was found, in the order that was asked for"),
        Endpoint::new(
            Method::GET,
            "/api/v1/search/export",
            reader,
            get(export),
            "exportSearch",
            "All that a search finds, a row a motion; `limit` and `after` do not count",
        )
        .query::<Search>()
        .query::<ExportForm>()
        .gives_other(200, &["text/csv; charset=utf-8", "application/x-ndjson"], "The rows"),
        Endpoint::new(
            Method::GET,
            "/api/v1/complete",
            reader,
            get(complete),
            "complete",
            "What a question may go on with: names, municipalities, parties, words",
        )
        .query::<Typed>()
        .gives::<Vec<Completion>>(200, "Names first, then words, those of most motions first"),
        Endpoint::new(
            Method::GET,
            "/api/v1/motions/{motion}/similar",
            reader,
            get(similar),
            "similarMotions",
            "The motions most like one",
        )
        .query::<Likeness>()
        .gives::<Vec<Hit>>(200, "Those most alike first")
        .problems(&[404]),
        Endpoint::new(
            Method::GET,
            "/api/v1/motions/{motion}/versions",
            reader,
            get(versions),
            "motionVersions",
            "The other versions of a motion: changed, voted on, or put to another assembly",
        )
        .gives::<Vec<Version>>(200, "Those that a person named, then those most alike first")
        .problems(&[404]),
    ]
}

/// What a search takes. The page takes the same.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(in crate::http) struct Search {
    /// The question: words, "phrases", `-not`, `OR`, brackets, `prefix*`, `fuzzy~`, `NEAR/5`, fields.
    pub(in crate::http) q: Option<String>,
    /// The role or kind of clause that all of it is put to; empty is the whole motion.
    pub(in crate::http) clause: Option<String>,
    /// How many motions to answer with, from 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    pub(in crate::http) limit: Option<usize>,
    /// In which order.
    pub(in crate::http) sort: Option<Sorted>,
    /// Where the page before this one ended, as `next` said.
    pub(in crate::http) after: Option<String>,
    /// Whether to count what was found by facets.
    pub(in crate::http) facets: Option<bool>,
    /// Whether versions of one motion, those in nearly the same words, are shown and counted as one.
    pub(in crate::http) families: Option<bool>,
    /// Only of these sorts of body; several with a bar between them, here and below: `vng|waterschap`.
    pub(in crate::http) body: Option<String>,
    /// Only of these municipalities.
    pub(in crate::http) municipality: Option<String>,
    /// Only of these years.
    pub(in crate::http) year: Option<String>,
    /// Only with clauses of one of these kinds.
    pub(in crate::http) kind: Option<String>,
    /// Only of these parties.
    pub(in crate::http) party: Option<String>,
    /// Only with one of these outcomes.
    pub(in crate::http) outcome: Option<String>,
    /// Only in these languages.
    pub(in crate::http) language: Option<String>,
    /// Only with warnings, `yes`, or without, `no`.
    pub(in crate::http) warnings: Option<String>,
}

/// In which order motions are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(in crate::http) enum Sorted {
    /// What fits best first.
    Relevance,
    /// By date, the latest first.
    Newest,
    /// By date, the earliest first.
    Oldest,
    /// What could be found last first.
    Added,
}

impl From<Sorted> for Sort {
    fn from(sorted: Sorted) -> Self {
        match sorted {
            Sorted::Relevance => Self::Relevance,
            Sorted::Newest => Self::Newest,
            Sorted::Oldest => Self::Oldest,
            Sorted::Added => Self::Added,
        }
    }
}

impl Search {
    /// What motions must be besides.
    pub(in crate::http) fn filters(&self) -> Vec<Filter> {
        let values = |facet| match facet {
            Facet::Body => &self.body,
            Facet::Municipality => &self.municipality,
            Facet::Year => &self.year,
            Facet::Kind => &self.kind,
            Facet::Party => &self.party,
            Facet::Outcome => &self.outcome,
            Facet::Language => &self.language,
            Facet::Warnings => &self.warnings,
        };
        let given =
            Facet::ALL.into_iter().filter_map(|facet| Some((facet, values(facet).as_ref()?)));
        given.flat_map(|(facet, values)| store::filters(facet, values)).collect()
    }
}

/// `GET /api/v1/search`
async fn search(
    State(service): State<Shared>,
    Asked(search): Asked<Search>,
) -> Result<Json<Found>, Problem> {
    Ok(Json(service.have_searched(move |service| service.search(&search)).await?))
}

/// The form of an export.
#[derive(Debug, Deserialize, JsonSchema)]
struct ExportForm {
    /// `ndjson` where it is not said.
    format: Option<ExportFormat>,
}

/// A form that an export can have.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum ExportFormat {
    /// A table, with the names of its columns on its first line.
    Csv,
    /// A JSON object a line; the last one says how many there are.
    Ndjson,
}

/// `GET /api/v1/search/export`
async fn export(
    State(service): State<Shared>,
    Asked(ExportForm { format }): Asked<ExportForm>,
    Asked(search): Asked<Search>,
) -> Result<Response, Problem> {
    // That it can be asked is known before the answer begins.
    let asked = Search { limit: Some(1), after: None, facets: None, ..search.clone() };
    service.have_searched(move |service| service.search(&asked)).await?;
    let (format, media, extension) = match format.unwrap_or(ExportFormat::Ndjson) {
        ExportFormat::Csv => (RowFormat::Csv, "text/csv; charset=utf-8", "csv"),
        ExportFormat::Ndjson => (RowFormat::Ndjson, "application/x-ndjson", "ndjson"),
    };
    let (send, receive) = mpsc::channel::<Result<Bytes, Error>>(4);
    let span = tracing::Span::current();
    task::spawn_blocking(move || {
        let _inside = span.enter();
        let pieces = Pieces { send: send.clone(), piece: Vec::with_capacity(PIECE) };
        if let Err(error) = write(&service, &search, format, pieces) {
            // A body that breaks off tells whoever reads it that it is not whole.
            let _ = send.blocking_send(Err(error));
        }
    });
    Ok(download(receive, media, &format!("moties.{extension}")))
}

/// Writes all that a search finds.
fn write(
    service: &Service,
    search: &Search,
    format: RowFormat,
    pieces: Pieces,
) -> Result<(), Error> {
    let gone = |error: io::Error| Error::new(Code::Internal, error.to_string());
    let words = search.q.as_deref().unwrap_or_default();
    let mut rows = Rows::new(format, pieces).map_err(gone)?;
    rows.question(words);
    let filters = search.filters();
    let query = store::Query {
        limit: usize::MAX,
        after: None,
        facets: false,
        ..search.query(words, &filters)
    };
    let mut broken = None;
    let found = service.store.each_found(&query, &mut |hit| {
        broken = rows.hit(&hit).err();
        broken.is_none() && !service.is_stopping()
    })?;
    if let Some(error) = broken {
        return Err(gone(error));
    }
    rows.end(&found).map_err(gone)
}

/// How many bytes are sent at once.
const PIECE: usize = 32 << 10;

/// Sends what is written, in pieces.
struct Pieces {
    send: mpsc::Sender<Result<Bytes, Error>>,
    piece: Vec<u8>,
}

impl io::Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = std::mem::take(&mut self.piece);
        if piece.is_empty() {
            return Ok(());
        }
        self.send
            .blocking_send(Ok(piece.into()))
            .map_err(|_| io::Error::new(io::ErrorKind::BrokenPipe, "nobody reads any more"))
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        // Who has gone away needs no more.
        let _ = io::Write::flush(self);
    }
}

/// What completing takes.
#[derive(Debug, Deserialize, JsonSchema)]
struct Typed {
    /// What was typed of a word or name, two letters or more.
    q: String,
    /// How many completions to answer with, from 1 to 50.
    #[schemars(range(min = 1, max = 50))]
    limit: Option<usize>,
}

/// `GET /api/v1/complete`
async fn complete(
    State(service): State<Shared>,
    Asked(typed): Asked<Typed>,
) -> Result<Json<Vec<Completion>>, Problem> {
    let work = move |service: &Service| {
        let limit = typed.limit.unwrap_or(LIMIT).clamp(1, MOST_COMPLETIONS);
        let longest = service.settings.query_length.get() as usize;
        let typed: String = typed.q.chars().take(longest).collect();
        Ok(service.store.complete(&typed, limit)?)
    };
    Ok(Json(service.have_searched(work).await?))
}

/// How many completions an answer has at most.
const MOST_COMPLETIONS: usize = 50;

/// What of a motion others are to be like, and how many of them to answer with.
#[derive(Debug, Deserialize, JsonSchema)]
struct Likeness {
    /// `whole` where it is not said.
    on: Option<On>,
    /// How many motions to answer with, from 1 to 100.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<usize>,
}

/// A part of a motion that others may be like.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum On {
    /// All of it.
    Whole,
    /// What it asks for.
    Dictum,
    /// On what grounds it asks.
    Grounds,
}

/// `GET /api/v1/motions/{motion}/similar`
async fn similar(
    State(service): State<Shared>,
    Named(id): Named<String>,
    Asked(likeness): Asked<Likeness>,
) -> Result<Json<Vec<Hit>>, Problem> {
    let basis = match likeness.on {
        None | Some(On::Whole) => Basis::Whole,
        Some(On::Dictum) => Basis::Dictum,
        Some(On::Grounds) => Basis::Grounds,
    };
    let limit = likeness.limit.unwrap_or(LIMIT).clamp(1, HIGHEST_LIMIT);
    let work = move |service: &Service| {
        let entry = service.find(&id)?;
        Ok(service.store.like(&entry.id, basis, limit)?)
    };
    Ok(Json(service.have_searched(work).await?))
}

/// `GET /api/v1/motions/{motion}/versions`
async fn versions(
    State(service): State<Shared>,
    Named(id): Named<String>,
) -> Result<Json<Vec<Version>>, Problem> {
    let work = move |service: &Service| {
        let entry = service.find(&id)?;
        Ok(service.store.versions(&entry.id)?)
    };
    Ok(Json(service.have_searched(work).await?))
}

impl Search {
    /// What it asks, whatever the page: what is saved of it.
    pub(in crate::http) fn asking(&self) -> Asking {
        Asking {
            words: self.q.clone().unwrap_or_default(),
            clause: self.clause.clone().filter(|name| !name.is_empty()),
            filters: self.filters(),
            sort: self.sort.map(Sort::from).unwrap_or_default(),
        }
    }

    /// What it asks the store.
    fn query<'a>(&'a self, words: &'a str, filters: &'a [Filter]) -> store::Query<'a> {
        store::Query {
            words,
            clause: self.clause.as_deref().filter(|name| !name.is_empty()),
            filters,
            sort: self.sort.map(Sort::from).unwrap_or_default(),
            after: self.after.as_deref().filter(|after| !after.is_empty()),
            limit: self.limit.unwrap_or(LIMIT).clamp(1, HIGHEST_LIMIT),
            facets: self.facets.unwrap_or(false),
            families: self.families.unwrap_or(false),
            ..store::Query::default()
        }
    }
}

impl Service {
    /// Looks for motions.
    pub(in crate::http) fn search(&self, search: &Search) -> Result<Found, Error> {
        let words = search.q.as_deref().unwrap_or_default();
        self.may_be_asked(words)?;
        Ok(self.store.search(&search.query(words, &search.filters()))?)
    }

    /// Lets a question pass that is not too long.
    ///
    /// # Errors
    /// [`Code::BadRequest`].
    pub(in crate::http) fn may_be_asked(&self, words: &str) -> Result<(), Error> {
        let longest = self.settings.query_length.get() as usize;
        let length = words.chars().count();
        if length > longest {
            let message =
                format!("expected a query of at most {longest} characters, found {length}");
            return Err(Error::new(Code::BadRequest, message).with_hint("ask for less at once"));
        }
        Ok(())
    }
}
