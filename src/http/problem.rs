//! Errors as problems of RFC 9457.

use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::{Code, Error, Kind};

/// In how many seconds to try again what cannot be done at the moment.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// An error on its way out.
#[derive(Debug)]
pub(super) struct Problem(pub(super) Error);

/// An error, as RFC 9457 has it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Body {
    /// `about:blank`: the status and the code say what it is.
    #[serde(rename = "type")]
    kind: String,
    /// What the status says.
    title: String,
    /// The status.
    status: u16,
    /// What was expected and what was found.
    detail: String,
    /// What it is, by a name that never changes its meaning.
    code: String,
    /// What to do about it.
    hint: String,
}

/// The status of each code.
pub(super) fn status(code: Code) -> StatusCode {
    match code {
        Code::EmptyFile
        | Code::UnknownEncoding
        | Code::NotAPdf
        | Code::PdfDamaged
        | Code::PdfEncrypted
        | Code::PdfNoPages
        | Code::PdfNoText
        | Code::NeedsOcr
        | Code::OcrFailed
        | Code::PdfTooComplex
        | Code::PdfTimeout
        | Code::PdfMemory
        | Code::IsDirectory
        | Code::ArchiveDamaged
        | Code::ArchiveBomb
        | Code::NoMotion
        | Code::Unfitting
        | Code::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
        Code::UnsupportedFormat => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::BadRequest => StatusCode::BAD_REQUEST,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Code::Stalled => StatusCode::REQUEST_TIMEOUT,
        Code::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Cancelled | Code::Conflict => StatusCode::CONFLICT,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::StoreBusy | Code::StoreIo | Code::QueueFull | Code::TooSlow => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Code::Internal
        | Code::ReaderFailed
        | Code::StoreMissing
        | Code::StoreDamaged
        | Code::StoreNewer
        | Code::StoreOlder
        | Code::GrammarInvalid
        | Code::SettingsInvalid
        | Code::CannotListen => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Problem {
    /// The error goes with the answer, for the log.
    fn into_response(self) -> Response {
        let Self(error) = self;
        let status = status(error.code);
        let told = public(&error);
        let body = Body {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or_default().to_owned(),
            status: status.as_u16(),
            detail: told.message,
            code: error.code.name().to_owned(),
            hint: told.hint,
        };
        let json = serde_json::to_vec(&body).expect("a problem is plain data");
        let headers = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (status, headers, Extension(error), json).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}

/// An error as those hear it who only know the service from outside: with what it speaks of by name,
/// not by where that is on this machine, and with what they can do. The log has all of it.
pub(super) fn public(error: &Error) -> Error {
    let mut told = error.clone();
    if error.code.kind() == Kind::SetUp || error.code == Code::Internal {
        told.message = without_paths(&error.message);
    }
    if error.hint == error.code.hint() {
        told.hint = match error.code {
            Code::BadRequest => "`/api/v1/openapi.json` describes what can be asked",
            Code::NotFound => "`/api/v1/motions` and `/api/v1/imports` list what there is",
            Code::Unfitting => "`/api/v1/openapi.json` describes what a record can have",
            Code::StoreIo
            | Code::StoreDamaged
            | Code::StoreNewer
            | Code::StoreOlder
            | Code::StoreMissing => "tell whoever keeps the service: its log says more",
            Code::StoreBusy => "try again in a while",
            _ => error.code.hint(),
        }
        .to_owned();
    }
    told
}

/// Puts the name of the part that it is of in the place of each path.
fn without_paths(message: &str) -> String {
    let mut told = String::with_capacity(message.len());
    for (number, piece) in message.split(['`', '"']).enumerate() {
        // Every other piece stands in quotes.
        if number % 2 == 0 {
            told.push_str(piece);
        } else if piece.contains(['/', '\\']) {
            let part = ["originals", "ledger", "index"].into_iter().find(|it| piece.contains(it));
            told = format!("{told}`{}`", part.unwrap_or("data"));
        } else {
            told = format!("{told}`{piece}`");
        }
    }
    told
}

/// Answers a method that a path does not have.
pub(super) async fn method_not_allowed() -> Problem {
    Problem(Error::new(Code::MethodNotAllowed, "this address does not take that method"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_of_this_machine_is_told_to_others() {
        for (message, expected) in [
            (
                "`/srv/moties/originals/incoming`: cannot write: no space left",
                "`originals`: cannot write: no space left",
            ),
            (
                "cannot write what comes in: full at path \"/srv/moties/originals/incoming/x\"",
                "cannot write what comes in: full at path `originals`",
            ),
            ("`moties-data/ledger.sqlite`: cannot use: x", "`ledger`: cannot use: x"),
            (
                "`/srv/moties`: another program is writing to it",
                "`data`: another program is writing to it",
            ),
            (
                "the key `griffie` in the ledger is damaged",
                "the key `griffie` in the ledger is damaged",
            ),
        ] {
            let told = public(&Error::new(Code::StoreIo, message));
            assert_eq!(told.message, expected);
            assert_eq!(told.hint, "tell whoever keeps the service: its log says more");
        }
    }
}
