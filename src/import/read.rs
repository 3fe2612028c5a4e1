//! One document: from its bytes to its record.

use std::fs::{self, File};
use std::io::{self, Read};
use std::panic::{self, UnwindSafe};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::{self, Stage};
use crate::error::{Code, Error};
use crate::extract;
use crate::grammar::Grammars;
use crate::motion::{Motion, Source, TextSource};
use crate::pdf;
use crate::scan::{self, Drawer, Recognise, Tesseract};
use crate::settings::Size;
use crate::text::{Document, decode, plain};

/// The size above which no file is read, in bytes.
pub const LARGEST: u64 = 200 << 20;

/// How far into a file its `%PDF` may stand.
const PDF_HEADER_WITHIN: usize = 1024;

/// Extensions of documents that may be motions, and are not read yet.
const UNSUPPORTED: [&str; 8] = ["doc", "docx", "odt", "rtf", "eml", "msg", "pages", "wpd"];

/// First bytes of such documents, whatever they are called.
const UNSUPPORTED_BEGINNINGS: [(&[u8], &str); 3] = [
    (b"PK\x03\x04", "a zip archive, as Word and OpenDocument files are"),
    (b"\xd0\xcf\x11\xe0", "an old Office or Outlook document"),
    (b"{\\rtf", "rich text (RTF)"),
];

/// What a document is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A PDF.
    Pdf,
    /// Text.
    Text,
}

impl Media {
    /// Its media type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain",
        }
    }

    /// Tells from its bytes, then from the extension of its name, what a document is.
    ///
    /// # Errors
    /// [`Code::EmptyFile`], [`Code::NotAPdf`], [`Code::UnsupportedFormat`].
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        if bytes.is_empty() {
            return Err(Error::new(
                Code::EmptyFile,
                "expected a document, found a file of 0 bytes",
            ));
        }
        if pdf::header(&bytes[..bytes.len().min(PDF_HEADER_WITHIN)]).is_some() {
            return Ok(Self::Pdf);
        }
        let extension = extension(Path::new(name));
        if extension == "pdf" {
            return Err(Error::new(
                Code::NotAPdf,
                format!("expected a PDF, found no `%PDF-` in its first {PDF_HEADER_WITHIN} bytes"),
            ));
        }
        if is_unsupported(&extension) {
            return Err(unsupported(&format!("`.{extension}`")));
        }
        match UNSUPPORTED_BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)) {
            Some((_, format)) => Err(unsupported(format)),
            None => Ok(Self::Text),
        }
    }
}

/// The records of a document with the text that their spans count in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reading<R = Motion> {
    /// The records, in document order: never none.
    pub motions: Vec<R>,
    /// The normalised text.
    pub text: String,
}

/// Reads the records of a document: more than one where it holds several motions.
///
/// # Errors
/// With the code of what is wrong with it.
pub fn document(name: &str, bytes: &[u8], grammars: &Grammars) -> Result<Vec<Motion>, Error> {
    reading(name, bytes, grammars, &mut Tesseract::default()).map(|reading| reading.motions)
}

/// Reads the records of a document, and its text; pictures of text are read by a recogniser.
///
/// # Errors
/// With the code of what is wrong with it; [`Code::Internal`] where reading it panicked.
pub fn reading(
    name: &str,
    bytes: &[u8],
    grammars: &Grammars,
    recogniser: &mut dyn Recognise,
) -> Result<Reading, Error> {
    guarded(panic::AssertUnwindSafe(|| {
        let media = Media::of(name, bytes)?;
        let (document, text) = lines(media, bytes, recogniser)?;
        let source = Source {
            name: base_name(name).to_owned(),
            media_type: media.name().to_owned(),
            bytes: bytes.len() as u64,
            pages: u32::try_from(document.pages().len()).unwrap_or(u32::MAX),
            text,
        };
        Ok(Reading {
            motions: extract::motions(&document, source, id(bytes), grammars),
            text: document.text().to_owned(),
        })
    }))
}

/// Reads the normalised text of a document, without looking for a motion in it.
///
/// # Errors
/// As [`reading`].
pub fn text(name: &str, bytes: &[u8], recogniser: &mut dyn Recognise) -> Result<String, Error> {
    guarded(panic::AssertUnwindSafe(|| {
        let (document, _) = lines(Media::of(name, bytes)?, bytes, recogniser)?;
        Ok(document.text().to_owned())
    }))
}

/// Draws a page of a PDF, counted from 1, as PNG.
///
/// # Errors
/// [`Code::NotFound`] where there is no such page to draw.
pub(super) fn page(bytes: &[u8], page: u32, dpi: u32) -> Result<Vec<u8>, Error> {
    let index = usize::try_from(page).unwrap_or(0).checked_sub(1);
    let drawn = index.and_then(|index| Drawer::open(bytes)?.png(index, dpi as f32));
    drawn.ok_or_else(|| {
        let message = format!("the document has no page {page} that could be drawn");
        Error::new(Code::NotFound, message).with_hint("its record tells its pages; text has none")
    })
}

/// The id of a document: lower-case hex SHA-256 of its bytes.
#[must_use]
pub fn id(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A digest, in lower-case hex.
pub(crate) fn hex(digest: &[u8]) -> String {
    use std::fmt::Write;
    let mut hex = String::with_capacity(2 * digest.len());
    for byte in digest {
        write!(hex, "{byte:02x}").expect("a string takes every character");
    }
    hex
}

/// Reads the bytes of a file.
///
/// # Errors
/// [`Code::IsDirectory`], [`Code::TooLarge`], [`Code::Unreadable`].
pub fn load(path: &Path) -> Result<Vec<u8>, Error> {
    let size = size(path)?;
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    load_from(file, &mut bytes)?;
    Ok(bytes)
}

/// Reads the bytes of a stream, up to the limit.
///
/// # Errors
/// [`Code::TooLarge`], [`Code::Unreadable`].
pub fn load_from(stream: impl Read, bytes: &mut Vec<u8>) -> Result<(), Error> {
    stream.take(LARGEST + 1).read_to_end(bytes).map_err(|error| unreadable(&error))?;
    check_size(bytes.len() as u64)
}

/// The size of a file that may be read, in bytes.
///
/// # Errors
/// As [`load`].
pub fn size(path: &Path) -> Result<u64, Error> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if metadata.is_dir() {
        return Err(is_directory());
    }
    check_size(metadata.len())?;
    Ok(metadata.len())
}

/// The extension of a file's name, in lower case; empty if there is none.
pub(super) fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Whether an extension is one of a document that is not read yet.
pub(super) fn is_unsupported(extension: &str) -> bool {
    UNSUPPORTED.contains(&extension)
}

/// A folder stands where a document should.
pub(super) fn is_directory() -> Error {
    Error::new(Code::IsDirectory, "expected a file, found a directory")
}

/// A file that the system does not let be read.
pub(super) fn unreadable(error: &io::Error) -> Error {
    let found = match error.kind() {
        io::ErrorKind::NotFound => "nothing of that name".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to".to_owned(),
        _ => error.to_string(),
    };
    Error::new(Code::Unreadable, format!("expected a file that can be read, found {found}"))
}

fn unsupported(format: &str) -> Error {
    Error::new(Code::UnsupportedFormat, format!("expected PDF or text, found {format}"))
}

/// Whether a document of so many bytes may be read.
///
/// # Errors
/// [`Code::TooLarge`].
pub(crate) fn check_size(size: u64) -> Result<(), Error> {
    if size <= LARGEST {
        return Ok(());
    }
    Err(too_large(LARGEST))
}

/// A document is larger than this.
pub(crate) fn too_large(largest: u64) -> Error {
    let largest = Size::of(largest);
    Error::new(Code::TooLarge, format!("expected a document of at most {largest}, found more"))
}

fn lines(
    media: Media,
    bytes: &[u8],
    recogniser: &mut dyn Recognise,
) -> Result<(Document, TextSource), Error> {
    match media {
        Media::Pdf => {
            let read = scan::read(bytes, recogniser)?;
            let is_scan = !read.recognised.is_empty();
            let text = if is_scan { TextSource::Ocr } else { TextSource::Embedded };
            Ok((read.document, text))
        }
        Media::Text => {
            let stage = clock::enter(Stage::Load);
            let text = decode::decode(bytes)?;
            drop(stage);
            let _stage = clock::enter(Stage::Layout);
            Ok((plain::read(&text), TextSource::Embedded))
        }
    }
}

/// The last part of a path, whichever system wrote it.
fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// Turns a panic into an error, so that one document cannot stop the others.
fn guarded<T>(read: impl FnOnce() -> Result<T, Error> + UnwindSafe) -> Result<T, Error> {
    panic::catch_unwind(read).unwrap_or_else(|payload| {
        let said = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        Err(Error::new(Code::Internal, format!("reading it failed: {said}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(name: &str, bytes: &[u8]) -> String {
        match document(name, bytes, &Grammars::built_in()) {
            Ok(_) => "read".to_owned(),
            Err(error) => format!("{}: {error}", error.code),
        }
    }

    #[test]
    fn every_way_to_fail_says_what_and_what_to_do() {
        for (name, bytes, expected) in [
            (
                "a.txt",
                b"".as_slice(),
                "empty-file: expected a document, found a file of 0 bytes; \
                 check that the file was copied whole",
            ),
            (
                "a.txt",
                b" \n",
                "empty-file: expected text, found nothing; check that the file was copied whole",
            ),
            (
                "A.PDF",
                b"<html>",
                "not-a-pdf: expected a PDF, found no `%PDF-` in its first 1024 bytes; \
                 rename the file to what it is, or fetch it again",
            ),
            (
                "a.docx",
                b"PK\x03\x04",
                "unsupported-format: expected PDF or text, found `.docx`; \
                 save it as PDF or as text",
            ),
            (
                "a",
                b"{\\rtf1}",
                "unsupported-format: expected PDF or text, found rich text (RTF); \
                 save it as PDF or as text",
            ),
            (
                "a.txt",
                b"\x00\x01\x02",
                "unknown-encoding: expected text in UTF-8, UTF-16 or Windows-1252, \
                 found byte 0x00 at offset 0; save the text as UTF-8 and try again",
            ),
            ("a.txt", "één".as_bytes(), "read"),
        ] {
            assert_eq!(message(name, bytes), expected, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(
            load(dir.path()).unwrap_err().to_string(),
            "expected a file, found a directory; give the files in it, or import the folder"
        );
        assert_eq!(
            load(&dir.path().join("weg.pdf")).unwrap_err().to_string(),
            "expected a file that can be read, found nothing of that name; \
             check that the file is there and that you may read it"
        );
    }

    #[test]
    fn a_panic_is_an_error_like_another() {
        let error = guarded::<()>(|| panic!("bladzij {}", 3)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "reading it failed: bladzij 3; this is a fault of moties; please report it with the file"
        );
    }

    #[test]
    fn the_record_carries_the_files_name_and_hash() {
        let motion = document("map/motie.txt", b"abc", &Grammars::built_in()).unwrap();
        assert_eq!(motion[0].source.name, "motie.txt");
        assert_eq!(
            motion[0].id,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
