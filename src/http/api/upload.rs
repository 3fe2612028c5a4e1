//! Uploads: streamed to disk as they come, so that memory does not grow with them.

use std::sync::Arc;

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use tokio::{task, time};

use super::UNNAMED;
use super::file_name::file_name;
use crate::error::{Code, Error};
use crate::http::{Service, Shared, body, problem};
use crate::import::{Gathered, Outcome, Spooled, is_archive, unpack};
use crate::settings::Size;
use crate::store::{NewImport, Origin};

/// How many bytes of documents in memory are taken in together.
const BYTES: usize = 4 << 20;

/// How many documents someone may send and be waiting for: more are read in the order in which all came.
const FEW: usize = 16;

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
    let mut upload = Upload::new(service, name, by);
    let mut found = 0_u64;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => return Err(upload.refuse(broken(&error, most))),
        };
        // What is no file is a field of the form, and says nothing here.
        let Some(file) = file_name(field.headers()) else { continue };
        let largest =
            if is_archive(&file) { u64::MAX } else { service.settings.largest_document.bytes() };
        let arrived = match body::spool(service, largest, field).await {
            // One document is too large; the others are not for that.
            Ok(Err(error)) if error.code == Code::TooLarge => Err(error),
            // A form in which no file was chosen says so with one that has neither name nor bytes.
            Ok(Ok(Spooled::Small(bytes))) if file.is_empty() && bytes.is_empty() => continue,
            Ok(Ok(arrived)) => Ok(arrived),
            Ok(Err(error)) => return Err(upload.refuse(error)),
            Err(error) => return Err(upload.refuse(broken(&error, most))),
        };
        let file = if file.is_empty() { UNNAMED.to_owned() } else { file };
        found += 1;
        upload = upload.work(move |upload| upload.take(file, arrived)).await?.0;
    }
    if found == 0 {
        let message = format!("expected files, each with a file name, found {found}");
        return Err(Error::new(Code::BadRequest, message).with_hint("add a file"));
    }
    Ok(upload.work(Upload::close).await?.1)
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

/// What one upload brings, gathered so that much of it is forced to disk at once.
///
/// Its import is made with the first of it that is written, so that one which is refused before that
/// leaves none.
struct Upload {
    service: Shared,
    /// What the import is called; its first file gives it a name where nobody does.
    name: Option<String>,
    by: Option<String>,
    /// The number of its import, while that is open.
    import: Option<u64>,
    gathered: Gathered,
    /// Why it ended before all was there.
    refused: Option<Error>,
}

impl Upload {
    fn new(service: &Shared, name: Option<String>, by: Option<String>) -> Self {
        Self {
            service: Arc::clone(service),
            name,
            by,
            import: None,
            gathered: Gathered::up_to(BYTES),
            refused: None,
        }
    }

    /// Does something that waits for the disk, where it holds up nobody.
    async fn work<T: Send + 'static>(
        mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<(Self, T), Error> {
        let worked = task::spawn_blocking(move || match work(&mut self) {
            Ok(done) => Ok((self, done)),
            Err(error) => Err(self.refuse(error)),
        });
        let lost = |_| Err(Error::new(Code::Internal, "the upload could not be taken in"));
        worked.await.unwrap_or_else(lost)
    }

    /// Keeps why it ends before all is there, for the report of its import.
    fn refuse(&mut self, error: Error) -> Error {
        self.refused = Some(error.clone());
        error
    }

    /// Takes a file in, or all that is in an archive.
    fn take(&mut self, file: String, arrived: Result<Spooled, Error>) -> Result<(), Error> {
        self.name.get_or_insert_with(|| file.clone());
        match arrived {
            Ok(arrived) if is_archive(&file) => return self.unpack(&file, arrived),
            Ok(arrived) => self.gathered.add_spooled(file, arrived),
            Err(error) => self.gathered.add_other(file, Outcome::Failed { id: None, error }),
        }
        self.send_if_enough()
    }

    fn unpack(&mut self, file: &str, arrived: Spooled) -> Result<(), Error> {
        let service = Arc::clone(&self.service);
        let originals = service.clerk.originals();
        let largest = service.settings.largest_document.bytes();
        let archive = arrived.on_disk(originals)?;
        unpack(archive.as_file(), file, originals, largest, &mut |member| {
            self.gathered.add_member(member);
            self.send_if_enough()
        })
    }

    fn send_if_enough(&mut self) -> Result<(), Error> {
        if self.gathered.is_enough() { self.send().map(drop) } else { Ok(()) }
    }

    /// Has what was gathered written; returns the number of its import.
    fn send(&mut self) -> Result<u64, Error> {
        let import = match self.import {
            Some(import) => import,
            None => self.open()?,
        };
        self.gathered.send(&self.service.clerk, import)?;
        Ok(import)
    }

    /// Opens its import.
    fn open(&mut self) -> Result<u64, Error> {
        let name = self.name.clone().unwrap_or_else(|| UNNAMED.to_owned());
        let by = self.by.clone();
        let import = self.service.clerk.ask(move |batch| {
            let source = Origin::Upload;
            batch.open_import(&NewImport { source, name: &name, by: by.as_deref(), walk: None })
        })?;
        self.import = Some(import);
        Ok(import)
    }

    /// Has the rest written, and closes the import; returns its number.
    fn close(&mut self) -> Result<u64, Error> {
        let is_whole = self.import.is_none();
        let import = self.send()?;
        let waiting = self.gathered.waiting();
        if is_whole && waiting.len() <= FEW {
            self.service.clerk.read_first(waiting.to_vec());
        }
        self.service.clerk.ask(move |batch| batch.close_import(import))?;
        self.import = None;
        Ok(import)
    }
}

impl Drop for Upload {
    /// Whoever sent it went away, or it was refused: what was written by then is read all the same, and
    /// the import says why there is no more of it.
    fn drop(&mut self) {
        let Some(import) = self.import else { return };
        let service = Arc::clone(&self.service);
        let gone = || Error::new(Code::Stalled, "expected the rest of it, found its sender gone");
        let why = problem::public(&self.refused.take().unwrap_or_else(gone));
        let close = move || {
            // If this cannot be written either, the next start closes it.
            let _ = service.clerk.ask(move |batch| {
                batch.note_failed(import, UNNAMED, why.code.name(), &why.message)?;
                batch.interrupt_import(import)
            });
        };
        // In a thread of its own: what is dropped must not wait.
        let _ = std::thread::Builder::new().spawn(close);
    }
}
