//! Errors as problems of RFC 9457.

use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::{Code, Error};

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
        | Code::NoMotion
        | Code::Unfitting
        | Code::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
        Code::UnsupportedFormat => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::BadRequest => StatusCode::BAD_REQUEST,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
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
        let body = Body {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or_default().to_owned(),
            status: status.as_u16(),
            detail: error.message.clone(),
            code: error.code.name().to_owned(),
            hint: error.hint.clone(),
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

/// Answers a method that a path does not have.
pub(super) async fn method_not_allowed() -> Problem {
    Problem(Error::new(Code::MethodNotAllowed, "this address does not take that method"))
}
