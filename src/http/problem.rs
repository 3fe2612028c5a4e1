//! Errors as problems of RFC 9457.

use axum::Extension;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::{Code, Error};

/// An error on its way out.
#[derive(Debug)]
pub(super) struct Problem(pub(super) Error);

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    code: &'static str,
    hint: &'a str,
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
        Code::StoreBusy => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal
        | Code::ReaderFailed
        | Code::StoreMissing
        | Code::StoreDamaged
        | Code::StoreNewer
        | Code::StoreIo
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
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            detail: &error.message,
            code: error.code.name(),
            hint: &error.hint,
        };
        let json = serde_json::to_vec(&body).expect("a problem is plain data");
        let headers = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, headers, Extension(error), json).into_response()
    }
}

/// Answers a method that a path does not have.
pub(super) async fn method_not_allowed() -> Problem {
    Problem(Error::new(Code::MethodNotAllowed, "this address does not take that method"))
}
