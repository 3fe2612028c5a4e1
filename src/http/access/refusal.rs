//! Why a request is not met, and what its answer says.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::Role;
use crate::error::{Code, Error};
use crate::http::problem::Problem;
use crate::settings::Host;

/// Why a request is not met: an error, and a header that goes with its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    error: Box<Error>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    /// What is wrong.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    fn new(error: Error) -> Self {
        Self { error: error.into(), header: None }
    }

    fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some((name, value));
        self
    }

    /// The request asks for a host that this is not.
    pub(super) fn wrong_host(names: &[Host], found: &str) -> Self {
        let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        let (expected, hint) = if names.is_empty() {
            (
                "`localhost` or 127.0.0.1".to_owned(),
                "open the server by the address that it says it listens on",
            )
        } else {
            (
                names.join(" or "),
                "open the service by such a name, or add one to `hosts` in the settings",
            )
        };
        let message = format!("expected {expected} as host, found `{found}`");
        Self::new(Error::new(Code::BadRequest, message).with_hint(hint))
    }

    /// Nobody says who is asking.
    pub(super) fn no_key() -> Self {
        let message = "expected a key or a session, found none that holds";
        Self::new(Error::new(Code::Unauthenticated, message))
            .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"moties\""))
    }

    /// The key is none.
    pub(super) fn wrong_key() -> Self {
        let value = "Bearer realm=\"moties\", error=\"invalid_token\"";
        let message = "expected a key that holds, found one that is not known or was revoked";
        Self::new(Error::new(Code::Unauthenticated, message))
            .with(header::WWW_AUTHENTICATE, HeaderValue::from_static(value))
    }

    /// The role may not do it.
    pub(super) fn weak(found: Role, expected: Role) -> Self {
        let message = format!("expected the role `{expected}` or more, found `{found}`");
        Self::new(Error::new(Code::Forbidden, message))
    }

    /// A page of elsewhere is asking.
    pub(super) fn foreign_page() -> Self {
        let message = "expected a request from a page of this service, found one from elsewhere";
        let hint = "do it on the page of the service itself, or send a key";
        Self::new(Error::new(Code::Forbidden, message).with_hint(hint))
    }

    /// The form is not of the session.
    pub(super) fn wrong_form() -> Self {
        let message = "expected the token of this session with what is sent, found another or none";
        let hint = "load the page anew and do it again";
        Self::new(Error::new(Code::Forbidden, message).with_hint(hint))
    }

    /// Someone asks too often; the wait is told in whole seconds, rounded up.
    pub(super) fn too_often(wait: Duration) -> Self {
        let seconds = wait.as_millis().div_ceil(1000).max(1);
        let message = format!(
            "expected fewer requests from one client, found one too many; the next may come in \
             {seconds} s"
        );
        let value = HeaderValue::from_str(&seconds.to_string());
        Self::new(Error::new(Code::TooManyRequests, message))
            .with(header::RETRY_AFTER, value.expect("digits may stand in a header"))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = Problem(*self.error).into_response();
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
