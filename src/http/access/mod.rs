//! Who may do what.
//!
//! Knows keys, sessions, and what a request says about who sends it. Does not know where keys are
//! kept: they are handed in.
//!
//! ```text
//! request ─▶ host ─▶ key, else session, else this machine itself ─▶ Caller ─▶ role, origin, rate
//!              └──────── Refusal: 400, 401, 403, 429 ◀────────────────────────────┘
//! ```
//!
//! - A **host** that the service is not known by is not answered: a page of elsewhere can have its
//!   own name lead here, but its requests carry that name ([`Hosts`]).
//! - A **key** comes as `Authorization: Bearer`. If one comes, it decides: a wrong one is not made
//!   good by a cookie. Other schemes belong to a proxy, and are passed over.
//! - A **session** is a cookie that stands for a key while the page is used ([`Sessions`]). It ends
//!   with the key.
//! - **This machine itself** is anyone on loopback, as long as there is no key, nothing in the
//!   settings makes the service public, and no proxy has a hand in it. They may do everything.
//!
//! Browsers send cookies, and requests to this machine, for any page that asks for it. So whoever is
//! not known by a key must show, when something is to be changed, that the request is from a page of
//! this service ([`Access::protect`]).

mod client;
mod host;
mod key;
mod rate;
mod refusal;
mod role;
mod session;

use std::net::IpAddr;
use std::time::Instant;

use axum::http::{HeaderMap, Method, header};

pub use client::Client;
pub use host::Hosts;
pub use key::{Digest, Key, Secret};
pub use rate::{Buckets, Rate};
pub use refusal::Refusal;
pub use role::Role;
pub use session::Sessions;

use crate::error::{Code, Error};
use crate::settings::{Network, Settings};

/// Headers by which a proxy can be told from someone on this machine.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// What decides who is asking, beside the keys.
#[derive(Debug)]
pub struct Access {
    /// By what names the service is known.
    pub hosts: Hosts,
    /// Who is logged in.
    pub sessions: Sessions,
    proxies: Vec<Network>,
    is_public: bool,
}

/// Someone who asks, and is let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// What they may do.
    pub role: Role,
    /// By what they are counted: the name of their key, or their address.
    pub client: Client,
    /// How they are known.
    pub by: By,
}

/// How a caller is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// As someone on this machine.
    Machine,
    /// By a key.
    Key,
    /// By a session, whose forms carry this.
    Session {
        /// What each form of a page repeats.
        csrf: String,
    },
}

impl Access {
    /// Decides by some settings.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let is_secure = settings.public_url.as_ref().is_some_and(|url| url.is_secure);
        Self {
            hosts: Hosts::new(settings),
            sessions: Sessions::new(is_secure),
            proxies: settings.trusted_proxies.clone(),
            is_public: settings.is_public(),
        }
    }

    /// By what someone is counted of whom only the address is known; `peer` is who is connected.
    #[must_use]
    pub fn client(&self, headers: &HeaderMap, peer: IpAddr) -> Client {
        Client::at(client::address(headers, peer, &self.proxies))
    }

    /// Finds out who is asking; `peer` is who is connected, `keys` are those that hold.
    ///
    /// # Errors
    /// [`Code::BadRequest`] for a host that the service is not known by, [`Code::Unauthenticated`]
    /// where the request does not say who asks, or the key that it says is none.
    pub fn who(
        &self,
        headers: &HeaderMap,
        peer: IpAddr,
        keys: &[Key],
        now: Instant,
    ) -> Result<Caller, Refusal> {
        self.hosts.check(headers, peer)?;
        if let Some(given) = bearer(headers) {
            let key = Key::find(keys, given).ok_or_else(Refusal::wrong_key)?;
            return Ok(Caller::of(key, By::Key));
        }
        if let Some(token) = self.sessions.token(headers)
            && let Some(key) = self.sessions.find(token, keys, now)
        {
            return Ok(Caller::of(key, By::Session { csrf: session::csrf(token) }));
        }
        if keys.is_empty() && self.is_machine(headers, peer) {
            let client = Client::at(peer);
            return Ok(Caller { role: Role::Admin, client, by: By::Machine });
        }
        Err(Refusal::no_key())
    }

    /// Whether a request can only come from someone on this machine.
    fn is_machine(&self, headers: &HeaderMap, peer: IpAddr) -> bool {
        let is_forwarded = FORWARDED.iter().any(|name| headers.contains_key(*name));
        !self.is_public && !is_forwarded && peer.to_canonical().is_loopback()
    }

    /// Lets a request that changes something through if no page of elsewhere can have made it; one
    /// with a key always, since no browser sends that by itself.
    ///
    /// `given` is what the form, or `X-CSRF-Token`, says; a session must have it right.
    ///
    /// # Errors
    /// [`Code::Forbidden`].
    pub fn protect(
        &self,
        caller: &Caller,
        method: &Method,
        headers: &HeaderMap,
        given: Option<&str>,
    ) -> Result<(), Refusal> {
        if method.is_safe() || caller.by == By::Key {
            return Ok(());
        }
        if !self.hosts.is_from_here(headers) {
            return Err(Refusal::foreign_page());
        }
        match &caller.by {
            By::Session { csrf } if !given.is_some_and(|given| key::is_same(csrf, given)) => {
                Err(Refusal::wrong_form())
            }
            _ => Ok(()),
        }
    }
}

impl Caller {
    fn of(key: &Key, by: By) -> Self {
        Self { role: key.role, client: Client::Key(key.name.clone()), by }
    }

    /// Lets the caller through if their role is at least this.
    ///
    /// # Errors
    /// [`Code::Forbidden`].
    pub fn must_be(&self, role: Role) -> Result<(), Refusal> {
        if self.role >= role { Ok(()) } else { Err(Refusal::weak(self.role, role)) }
    }
}

/// Lets a service start if nobody but those on this machine can reach it, or if there is a key.
///
/// # Errors
/// [`Code::SettingsInvalid`].
pub fn may_serve(settings: &Settings, keys: &[Key]) -> Result<(), Error> {
    if !settings.is_public() || !keys.is_empty() {
        return Ok(());
    }
    let message = format!(
        "expected a key before others can reach `{}`, found none",
        settings.public_url.as_ref().map_or_else(|| settings.listen.to_string(), |u| u.to_string())
    );
    let hint = "make one with `moties key add NAME --role admin`, or listen on 127.0.0.1 and set \
                no `public-url`, `hosts` or `trusted-proxies`";
    Err(Error::new(Code::SettingsInvalid, message).with_hint(hint))
}

/// What stands behind `Bearer`. Of two headers neither counts, so that it is no key.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut found = headers.get_all(header::AUTHORIZATION).iter().filter_map(|value| {
        let (scheme, rest) = value.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| rest.trim())
    });
    let first = found.next()?;
    Some(if found.next().is_some() { "" } else { first })
}

#[cfg(test)]
mod tests;
