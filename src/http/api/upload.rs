//! Uploads: streamed to disk as they come, so that memory does not grow with them.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::Arc;

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use tokio::{task, time};

use super::UNNAMED;
use super::file_name::file_name;
use crate::error::{Code, Error};
use crate::http::{Service, Shared, body};
use crate::import::{Content, Member, Spooled, incoming, members, read};
use crate::settings::Size;
use crate::store::{Body, Incoming, NewImport, Origin};

/// How many documents, and how many bytes of them in memory, are taken in together.
const TOGETHER: usize = 256;
const BYTES: usize = 4 << 20;

/// Lets the rest of a form that is refused go by, as [`body::let_go_by`] does.
pub(in crate::http) async fn let_go_by(form: &mut Multipart) {
    let rest = async {
        let mut length = 0;
        while let Ok(Some(mut field)) = form.next_field().await {
            while let Ok(Some(piece)) = field.chunk().await {
                length += piece.len();
                if length > body::LET_BY {
                    return;
                }
            }
        }
    };
    let _ = time::timeout(body::PATIENCE, rest).await;
}

/// Takes the files of a form in, as one import; returns its number once all are on disk.
pub(in crate::http) async fn receive(
    service: &Shared,
    form: &mut Multipart,
    name: Option<String>,
    by: Option<String>,
) -> Result<u64, Error> {
    let _place = service.let_come_in()?;
    service.work(Service::has_room).await?;
    let most = service.settings.largest_upload;
    let mut import: Option<Opened> = None;
    let mut found = 0_u64;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => return Err(broken(&error, most)),
        };
        // What is no file is a field of the form, and says nothing here.
        let Some(file) = file_name(field.headers()) else { continue };
        let largest =
            if is_archive(&file) { u64::MAX } else { service.settings.largest_document.bytes() };
        let arrived = body::spool(service, largest, field).await;
        let arrived = match arrived.map_err(|error| broken(&error, most))? {
            // One document is too large; the others are not for that.
            Err(error) if error.code == Code::TooLarge => Err(error),
            // A form in which no file was chosen says so with one that has neither name nor bytes.
            Ok(Spooled::Small(bytes)) if file.is_empty() && bytes.is_empty() => continue,
            arrived => Ok(arrived?),
        };
        let file = if file.is_empty() { UNNAMED.to_owned() } else { file };
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
        return Err(Error::new(Code::BadRequest, message).with_hint("add a file"));
    };
    let service = Arc::clone(service);
    let closed = task::spawn_blocking(move || opened.close(&service));
    closed.await.unwrap_or_else(|_| Err(lost()))
}

fn lost() -> Error {
    Error::new(Code::Internal, "the upload could not be taken in")
}

fn broken(error: &MultipartError, most: Size) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let message = format!("expected an upload of at most {most}, found more");
        let hint = "send less at once: several imports may run at the same time";
        return Error::new(Code::TooLarge, message).with_hint(hint);
    }
    let stalled = body::broken(error);
    if stalled.code == Code::Stalled {
        return stalled;
    }
    let message = "expected files as `multipart/form-data`, found a form that is not well formed";
    Error::new(Code::BadRequest, message).with_hint("send it again, whole")
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
        skipped: Vec::new(),
        bytes: 0,
        service: Some(Arc::clone(service)),
    })
}

/// An import that files are added to.
struct Opened {
    import: u64,
    brought: Vec<Incoming>,
    failed: Vec<(String, Error)>,
    skipped: Vec<(String, &'static str)>,
    /// How many bytes of what was brought are in memory.
    bytes: usize,
    /// Where it is closed if whoever sends it goes away; none once it is closed.
    service: Option<Shared>,
}

impl Opened {
    /// Takes a file in, or all that is in an archive.
    fn take(
        mut self,
        service: &Service,
        file: String,
        arrived: Result<Spooled, Error>,
    ) -> Result<Self, Error> {
        match arrived {
            Ok(arrived) if is_archive(&file) => self.unpack(service, &file, arrived)?,
            Ok(arrived) => self.add(service, file, arrived)?,
            Err(error) => self.failed.push((file, error)),
        }
        Ok(self)
    }

    fn add(&mut self, service: &Service, file: String, arrived: Spooled) -> Result<(), Error> {
        match arrived {
            Spooled::Small(bytes) => {
                self.bytes += bytes.len();
                self.brought.push(incoming(file, bytes, self.import));
            }
            Spooled::Large(from, length, id) => {
                let media_type = media_type(&file, from.path());
                let body = Body::File(from.into_temp_path(), length);
                let import = Some(self.import);
                self.brought.push(Incoming { id, file, media_type, body, import });
            }
        }
        self.send_if_many(service)
    }

    fn send_if_many(&mut self, service: &Service) -> Result<(), Error> {
        let count = self.brought.len() + self.failed.len() + self.skipped.len();
        if count >= TOGETHER || self.bytes >= BYTES {
            self.send(service)?;
        }
        Ok(())
    }

    fn unpack(&mut self, service: &Service, file: &str, arrived: Spooled) -> Result<(), Error> {
        let originals = service.clerk.originals();
        let archive = match arrived {
            Spooled::Small(bytes) => {
                let mut file = originals.incoming_file()?;
                file.write_all(&bytes).and_then(|()| file.rewind()).map_err(|error| {
                    Error::new(Code::StoreIo, format!("cannot write what comes in: {error}"))
                })?;
                file
            }
            Spooled::Large(file, ..) => file,
        };
        let opened = File::open(archive.path())
            .map_err(|error| Error::new(Code::StoreIo, format!("cannot read it back: {error}")))?;
        let largest = service.settings.largest_document.bytes();
        members(opened, originals, largest, &mut |Member { name, content }| {
            let name = format!("{file}/{name}");
            match content {
                Content::Document(spooled) => return self.add(service, name, spooled),
                Content::Failed(error) => self.failed.push((name, error)),
                Content::Skipped(what) => self.skipped.push((name, what)),
            }
            self.send_if_many(service)
        })
        .or_else(|error| match error.code {
            // The archive is at fault, not the store.
            Code::ArchiveDamaged | Code::EmptyFile | Code::TooLarge => {
                self.failed.push((file.to_owned(), error));
                Ok(())
            }
            _ => Err(error),
        })
    }

    /// Has what was gathered written.
    fn send(&mut self, service: &Service) -> Result<(), Error> {
        self.bytes = 0;
        let import = self.import;
        let brought = std::mem::take(&mut self.brought);
        let failed = std::mem::take(&mut self.failed);
        let skipped = std::mem::take(&mut self.skipped);
        if !(failed.is_empty() && skipped.is_empty()) {
            service.clerk.ask(move |batch| {
                for (file, error) in &failed {
                    batch.note_failed(import, file, error.code.name(), &error.message)?;
                }
                skipped.iter().try_for_each(|(file, what)| batch.note_skipped(import, file, what))
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
fn media_type(name: &str, path: &Path) -> String {
    let mut beginning = vec![0; 4096];
    let read = File::open(path).and_then(|mut file| std::io::Read::read(&mut file, &mut beginning));
    beginning.truncate(read.unwrap_or(0));
    let media = read::Media::of(name, &beginning);
    media.map_or("application/octet-stream", read::Media::name).to_owned()
}
