//! What comes in behind the head of a request: within a time, within room, and let go by where it is
//! refused.

use std::error;
use std::fmt;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::{task, time};

use super::Shared;
use crate::error::{Code, Error};
use crate::import::{Spool, Spooled};

/// How many pieces of a file may be on their way from the network to the disk.
const PIECES: usize = 16;

/// How much of a body that is refused is let go by, in bytes, and for how long.
pub(super) const LET_BY: usize = 64 << 20;
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// A body whose next part did not come within this time.
#[derive(Debug)]
struct Stalled(Duration);

impl fmt::Display for Stalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected the next part of the request within {:?}, found nothing", self.0)
    }
}

impl error::Error for Stalled {}

/// Has each part of a body come within `body-time`.
pub(super) async fn hurry(State(service): State<Shared>, request: Request, next: Next) -> Response {
    let patience = *service.settings.body_time;
    next.run(request.map(|body| timed(body, patience))).await
}

fn timed(body: Body, patience: Duration) -> Body {
    if body.is_end_stream() {
        return body;
    }
    let parts = stream::unfold(Some(body.into_data_stream()), move |parts| async move {
        let mut parts = parts?;
        match time::timeout(patience, parts.next()).await {
            Ok(part) => part.map(|part| (part.map_err(axum::BoxError::from), Some(parts))),
            Err(_) => Some((Err(Stalled(patience).into()), None)),
        }
    });
    // It may be asked again by whoever lets the rest go by.
    Body::from_stream(parts.fuse())
}

/// Why a body did not come: because it stalled, or because it ended early.
pub(super) fn broken(error: &(dyn error::Error + 'static)) -> Error {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(stalled) = error.downcast_ref::<Stalled>() {
            return Error::new(Code::Stalled, stalled.to_string());
        }
        cause = error.source();
    }
    Error::new(Code::BadRequest, "expected the whole body of the request, found a part of it")
        .with_hint("send it again")
}

/// Lets the rest of what is refused go by, if it is not too much: whoever still sends does not read
/// yet why it is.
pub(super) async fn let_go_by<E>(parts: impl Stream<Item = Result<Bytes, E>>) {
    let mut parts = std::pin::pin!(parts);
    let rest = async {
        let mut length = 0;
        while let Some(Ok(part)) = parts.next().await {
            length += part.len();
            if length > LET_BY {
                return;
            }
        }
    };
    // Whoever takes longer reads nothing.
    let _ = time::timeout(PATIENCE, rest).await;
}

/// Receives a document: in memory as long as it is small, else on disk. The inner result has why it is
/// refused; what is left of it has then not been asked for.
///
/// # Errors
/// What the pieces have.
pub(super) async fn spool<E>(
    service: &Shared,
    largest: u64,
    pieces: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Result<Spooled, Error>, E> {
    let mut pieces = std::pin::pin!(pieces);
    let mut spool = Spool::new(service.clerk.originals(), largest);
    // What is small needs no thread that waits for the disk.
    let mut piece = loop {
        match pieces.next().await.transpose()? {
            None => return Ok(Ok(spool.end())),
            Some(piece) if spool.is_small_with(&piece) => {
                if let Err(error) = spool.add(&piece) {
                    return Ok(Err(error));
                }
            }
            large => break large,
        }
    };
    let (send, mut receive) = mpsc::channel::<Bytes>(PIECES);
    let written = task::spawn_blocking(move || {
        while let Some(piece) = receive.blocking_recv() {
            spool.add(&piece)?;
        }
        Ok(spool.end())
    });
    while let Some(next) = piece {
        if send.send(next).await.is_err() {
            // It was refused meanwhile, and says why.
            break;
        }
        piece = pieces.next().await.transpose()?;
    }
    drop(send);
    let lost = |_| Err(Error::new(Code::Internal, "the upload could not be taken in"));
    Ok(written.await.unwrap_or_else(lost))
}
