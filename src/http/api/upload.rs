//! Uploads: streamed to disk as they come, so that memory does not grow with them.

use std::fs::File;
use std::io::{Seek, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::sync::mpsc;
use tokio::task;

use super::UNNAMED;
use super::file_name::file_name;
use crate::error::{Code, Error};
use crate::http::problem::Problem;
use crate::http::{Service, Shared};
use crate::import::{Member, incoming, members, read};
use crate::store::{Body, Incoming, NewImport, Origin};

/// A document of more bytes waits on disk for its turn, not in memory.
const SMALL: usize = 256 << 10;

/// How many documents, and how many bytes of them in memory, are taken in together.
const TOGETHER: usize = 256;
const BYTES: usize = 4 << 20;

/// How many pieces of a file may be on their way from the network to the disk.
const PIECES: usize = 16;

/// How much of a form that is refused is let go by, in bytes, and for how long.
const LET_BY: usize = 64 << 20;
const PATIENCE: Duration = Duration::from_secs(10);

/// Lets the rest of a form that is refused go by, if it is not too much: whoever still sends does not
/// read yet why it is.
pub(super) async fn let_go_by(form: &mut Multipart) {
    let rest = async {
        let mut length = 0;
        while let Ok(Some(mut field)) = form.next_field().await {
            while let Ok(Some(piece)) = field.chunk().await {
                length += piece.len();
                if length > LET_BY {
                    return;
                }
            }
        }
    };
    // Whoever takes longer reads nothing.
    let _ = tokio::time::timeout(PATIENCE, rest).await;
}

/// Takes the files of a form in, as one import; returns its number once all are on disk.
pub(super) async fn receive(
    service: &Shared,
    form: &mut Multipart,
    name: Option<String>,
    by: Option<String>,
) -> Result<u64, Problem> {
    service.work(Service::has_room).await?;
    let mut import: Option<Opened> = None;
    let mut found = 0_u64;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => return Err(broken(&error)),
        };
        // What is no file is a field of the form, and says nothing here.
        let Some(file) = file_name(field.headers()) else { continue };
        let file = if file.is_empty() { UNNAMED.to_owned() } else { file };
        let arrived = spool(service, &file, field).await?;
        found += 1;
        let opened = match import.take() {
            Some(opened) => opened,
            None => {
                let name = name.clone().unwrap_or_else(|| file.clone());
                open(service, name, by.clone()).await?
            }
        };
        let service = Arc::clone(service);
        let taken = task::spawn_blocking(move || opened.take(&service, file, arrived));
        import = Some(taken.await.unwrap_or_else(|_| Err(lost()))?);
    }
    let Some(opened) = import else {
        let message = format!("expected files, each with a file name, found {found}");
        return Err(Problem(Error::new(Code::BadRequest, message).with_hint("add a file")));
    };
    let service = Arc::clone(service);
    let closed = task::spawn_blocking(move || opened.close(&service));
    Ok(closed.await.unwrap_or_else(|_| Err(lost()))?)
}

fn lost() -> Error {
    Error::new(Code::Internal, "the upload could not be taken in")
}

fn broken(error: &MultipartError) -> Problem {
    Problem(if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let hint = "send less at once: several imports may run at the same time";
        Error::new(Code::TooLarge, "expected a smaller upload, found more").with_hint(hint)
    } else {
        let message =
            format!("the upload is not well formed: {}", error.body_text().to_lowercase());
        Error::new(Code::BadRequest, message).with_hint("send files as `multipart/form-data`")
    })
}

/// A file as it arrived.
enum Arrived {
    /// In memory.
    Small(Vec<u8>),
    /// On disk, with how many bytes it has, and their id.
    Large(NamedTempFile, u64, String),
    /// Not wholly: it is larger than any document may be.
    TooLarge(Error),
}

/// Receives one file.
async fn spool(service: &Shared, file: &str, mut field: Field<'_>) -> Result<Arrived, Problem> {
    let largest =
        if is_archive(file) { u64::MAX } else { service.settings.largest_document.bytes() };
    let mut small = Vec::new();
    while small.len() <= SMALL {
        match field.chunk().await.map_err(|error| broken(&error))? {
            Some(piece) => small.extend_from_slice(&piece),
            None if small.len() as u64 > largest => {
                return Ok(Arrived::TooLarge(read::too_large(largest)));
            }
            None => return Ok(Arrived::Small(small)),
        }
    }
    let (send, pieces) = mpsc::channel(PIECES);
    let spooler = Arc::clone(service);
    let written = task::spawn_blocking(move || write(&spooler, &small, pieces, largest));
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
        // Once nobody takes pieces any more, the rest of the file is let go by.
        let _ = send.send(piece).await;
    }
    drop(send);
    Ok(written.await.unwrap_or_else(|_| Err(lost()))?)
}

/// Writes pieces into a file of the store's, until they end or are too many.
fn write(
    service: &Service,
    first: &[u8],
    mut pieces: mpsc::Receiver<Bytes>,
    largest: u64,
) -> Result<Arrived, Error> {
    let refused = |error: std::io::Error| {
        Error::new(Code::StoreIo, format!("cannot write what comes in: {error}"))
    };
    let mut file = service.clerk.originals().incoming_file()?;
    let mut hasher = Sha256::new();
    let mut length = 0;
    let mut add = |piece: &[u8]| -> Result<u64, Error> {
        hasher.update(piece);
        file.write_all(piece).map_err(refused)?;
        length += piece.len() as u64;
        Ok(length)
    };
    add(first)?;
    while let Some(piece) = pieces.blocking_recv() {
        if add(&piece)? > largest {
            return Ok(Arrived::TooLarge(read::too_large(largest)));
        }
    }
    let id = read::hex(&hasher.finalize());
    Ok(Arrived::Large(file, length, id))
}

/// Whether a file is an archive, whose members are documents of their own.
fn is_archive(name: &str) -> bool {
    name.len() > 4 && name.to_ascii_lowercase().ends_with(".zip")
}

/// Opens an import.
async fn open(service: &Shared, name: String, by: Option<String>) -> Result<Opened, Error> {
    let opening = Arc::clone(service);
    let opened = task::spawn_blocking(move || {
        opening.clerk.ask(move |batch| {
            let source = Origin::Upload;
            batch.open_import(&NewImport { source, name: &name, by: by.as_deref(), walk: None })
        })
    });
    let import = opened.await.unwrap_or_else(|_| Err(lost()))?;
    Ok(Opened {
        import,
        brought: Vec::new(),
        failed: Vec::new(),
        bytes: 0,
        service: Some(Arc::clone(service)),
    })
}

/// An import that files are added to.
struct Opened {
    import: u64,
    brought: Vec<Incoming>,
    failed: Vec<(String, Error)>,
    bytes: usize,
    /// Where it is closed if whoever sends it goes away; none once it is closed.
    service: Option<Shared>,
}

impl Opened {
    /// Takes a file in, or all that is in an archive.
    fn take(mut self, service: &Service, file: String, arrived: Arrived) -> Result<Self, Error> {
        if is_archive(&file) {
            self.unpack(service, &file, arrived)?;
        } else {
            self.add(service, file, arrived)?;
        }
        Ok(self)
    }

    fn add(&mut self, service: &Service, file: String, arrived: Arrived) -> Result<(), Error> {
        match arrived {
            Arrived::Small(bytes) => {
                self.bytes += bytes.len();
                self.brought.push(incoming(file, bytes, self.import));
            }
            Arrived::Large(from, length, id) => {
                let media_type = media_type(&file, from.path());
                let body = Body::File(from.into_temp_path(), length);
                let import = Some(self.import);
                self.brought.push(Incoming { id, file, media_type, body, import });
            }
            Arrived::TooLarge(error) => self.failed.push((file, error)),
        }
        if self.brought.len() >= TOGETHER || self.bytes >= BYTES {
            self.send(service)?;
        }
        Ok(())
    }

    fn unpack(&mut self, service: &Service, file: &str, arrived: Arrived) -> Result<(), Error> {
        let archive = match arrived {
            Arrived::Small(bytes) => {
                let mut file = service.clerk.originals().incoming_file()?;
                file.write_all(&bytes).and_then(|()| file.rewind()).map_err(|error| {
                    Error::new(Code::StoreIo, format!("cannot write what comes in: {error}"))
                })?;
                file
            }
            Arrived::Large(file, ..) => file,
            Arrived::TooLarge(error) => {
                self.failed.push((file.to_owned(), error));
                return Ok(());
            }
        };
        let opened = File::open(archive.path())
            .map_err(|error| Error::new(Code::StoreIo, format!("cannot read it back: {error}")))?;
        let largest = service.settings.largest_document.bytes();
        members(opened, largest, &mut |member| {
            let Member { name, content } = member;
            let name = format!("{file}/{name}");
            match content {
                Ok(bytes) => self.add(service, name, Arrived::Small(bytes)),
                Err(error) => {
                    self.failed.push((name, error));
                    Ok(())
                }
            }
        })
        .or_else(|error| match error.code {
            // The archive is at fault, not the store.
            Code::ArchiveDamaged | Code::TooLarge => {
                self.failed.push((file.to_owned(), error));
                Ok(())
            }
            _ => Err(error),
        })
    }

    /// Has what was gathered written.
    fn send(&mut self, service: &Service) -> Result<(), Error> {
        self.bytes = 0;
        let (brought, failed) =
            (std::mem::take(&mut self.brought), std::mem::take(&mut self.failed));
        let import = self.import;
        if !failed.is_empty() {
            service.clerk.ask(move |batch| {
                failed.iter().try_for_each(|(file, error)| {
                    batch.note_failed(import, file, error.code.name(), &error.message)
                })
            })?;
        }
        if !brought.is_empty() {
            service.clerk.receive(brought)?;
        }
        Ok(())
    }

    /// Has the rest written, and closes the import; returns its number.
    fn close(mut self, service: &Service) -> Result<u64, Error> {
        self.send(service)?;
        let import = self.import;
        service.clerk.ask(move |batch| batch.close_import(import))?;
        self.service = None;
        Ok(import)
    }
}

impl Drop for Opened {
    /// Whoever sent it went away, or the disk refused: what was taken in is read all the same.
    fn drop(&mut self) {
        if let Some(service) = self.service.take() {
            let import = self.import;
            let close = move || {
                // If this cannot be written either, the next start does it.
                let _ = service.clerk.ask(move |batch| batch.interrupt_import(import));
            };
            // In a thread of its own: what is dropped must not wait.
            let _ = std::thread::Builder::new().spawn(close);
        }
    }
}

/// The media type of a file, by its beginning.
fn media_type(name: &str, path: &std::path::Path) -> String {
    let mut beginning = vec![0; 4096];
    let read = File::open(path).and_then(|mut file| std::io::Read::read(&mut file, &mut beginning));
    beginning.truncate(read.unwrap_or(0));
    let media = read::Media::of(name, &beginning);
    media.map_or("application/octet-stream", read::Media::name).to_owned()
}
