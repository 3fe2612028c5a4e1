//! By what names the service is known, and whether a page of its own is asking.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

use super::Refusal;
use crate::settings::{Host, PublicUrl, Settings};

/// The names of this machine for itself.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The names that a request may ask for; those of this machine by itself for requests from it.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    names: Vec<Host>,
    public: Option<PublicUrl>,
}

impl Hosts {
    /// The names in some settings: `hosts`, and the one of `public-url`.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let public = settings.public_url.clone();
        let first = public.iter().map(|url| url.host.clone());
        Self { names: first.chain(settings.hosts.iter().cloned()).collect(), public }
    }

    /// Lets a request through that asks for one of the names; `peer` is who is connected.
    ///
    /// # Errors
    /// [`crate::error::Code::BadRequest`].
    pub fn check(&self, headers: &HeaderMap, peer: IpAddr) -> Result<(), Refusal> {
        let text = host_of(headers).unwrap_or_default();
        match Host::before_port(text) {
            Some(host) if self.has(&host, peer) => Ok(()),
            _ => Err(Refusal::wrong_host(&self.names, text)),
        }
    }

    fn has(&self, host: &Host, peer: IpAddr) -> bool {
        let is_local = peer.to_canonical().is_loopback() && LOCAL.contains(&host.as_str());
        is_local || self.names.contains(host)
    }

    /// Whether a request is from a page of this service, or from no page at all.
    ///
    /// `Sec-Fetch-Site` is set by the browser and by no page. `Origin` must be the public address, or,
    /// under other names, what the request asks for; a browser sends it with whatever a page of
    /// elsewhere posts.
    #[must_use]
    pub fn is_from_here(&self, headers: &HeaderMap) -> bool {
        let site = headers.get("sec-fetch-site");
        let is_own = |value: &[u8]| matches!(value, b"same-origin" | b"none");
        if site.is_some_and(|site| !is_own(site.as_bytes())) {
            return false;
        }
        let Some(origin) = headers.get(header::ORIGIN) else { return true };
        let Ok(origin) = origin.to_str() else { return false };
        self.is_public(origin) || self.is_asked(origin, headers)
    }

    fn is_public(&self, origin: &str) -> bool {
        self.public.as_ref().is_some_and(|url| url.to_string() == origin)
    }

    /// Whether an origin is what the request asks for, under another name than the public one: for
    /// that, scheme and port are known, and count.
    fn is_asked(&self, origin: &str, headers: &HeaderMap) -> bool {
        let Some((_, authority)) = origin.split_once("://") else { return false };
        let Some(asked) = host_of(headers) else { return false };
        let is_public_name = Host::before_port(asked)
            .is_some_and(|host| self.public.as_ref().is_some_and(|url| url.host == host));
        !is_public_name && asked.eq_ignore_ascii_case(authority)
    }
}

/// The host that a request asks for, with its port.
fn host_of(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use axum::http::{HeaderName, HeaderValue};

    use super::*;
    use crate::settings::{Given, Sources};

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    fn hosts() -> Hosts {
        let mut flags = Given::default();
        flags.set("hosts", ["moties.intern"]);
        flags.set("public-url", ["https://Moties.example:8443/"]);
        let fallback = "/weg".as_ref();
        let environment = &|_: &str| None;
        let sources = Sources { config: None, flags, environment, fallback };
        Hosts::new(&Settings::resolve(&sources).unwrap())
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let header = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        pairs.iter().map(header).collect()
    }

    #[test]
    fn names_of_this_machine_are_for_those_on_it() {
        for host in ["localhost", "LOCALHOST:8700", "127.0.0.1:9", "[::1]:8700", "[::1]"] {
            assert!(Hosts::default().check(&headers(&[("host", host)]), HERE).is_ok(), "{host}");
            let clothed = "::ffff:127.0.0.1".parse().unwrap();
            assert!(hosts().check(&headers(&[("host", host)]), clothed).is_ok(), "{host}");
            assert!(hosts().check(&headers(&[("host", host)]), THERE).is_err(), "{host}");
        }
        for host in ["", "moties.example:8700", "127.0.0.1.example", "localhost.example", "::1"] {
            assert!(Hosts::default().check(&headers(&[("host", host)]), HERE).is_err(), "{host}");
        }
        let refusal = Hosts::default().check(&HeaderMap::new(), HERE).unwrap_err();
        assert_eq!(
            refusal.error().to_string(),
            "expected `localhost` or 127.0.0.1 as host, found ``; \
             open the server by the address that it says it listens on"
        );
    }

    #[test]
    fn names_of_the_settings_are_for_all() {
        for host in ["moties.example", "MOTIES.example:443", "moties.intern:8700"] {
            assert!(hosts().check(&headers(&[("host", host)]), THERE).is_ok(), "{host}");
        }
        let elsewhere = headers(&[("host", "elders.example")]);
        assert_eq!(
            hosts().check(&elsewhere, THERE).unwrap_err().error().to_string(),
            "expected `moties.example` or `moties.intern` as host, found `elders.example`; \
             open the service by such a name, or add one to `hosts` in the settings"
        );
    }

    #[test]
    fn a_page_of_elsewhere_is_told_by_what_its_browser_says() {
        let is_from_here = |pairs: &[_]| hosts().is_from_here(&headers(pairs));
        let host = ("host", "127.0.0.1:8700");
        for pairs in [
            [host].as_slice(),
            &[host, ("sec-fetch-site", "same-origin")],
            &[host, ("sec-fetch-site", "none")],
            &[host, ("origin", "http://127.0.0.1:8700")],
            &[host, ("origin", "https://moties.example:8443")],
            &[("host", "Moties.example"), ("origin", "https://moties.example:8443")],
            &[("host", "Moties.intern"), ("origin", "http://moties.intern")],
        ] {
            assert!(is_from_here(pairs), "{pairs:?}");
        }
        for pairs in [
            [host, ("sec-fetch-site", "cross-site")].as_slice(),
            &[host, ("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:8700")],
            &[host, ("origin", "null")],
            &[host, ("origin", "http://127.0.0.1:8701")],
            &[host, ("origin", "https://elders.example")],
            &[host, ("origin", "https://moties.example")],
            &[("host", "moties.example"), ("origin", "http://moties.example")],
            &[("host", "moties.example:8443"), ("origin", "http://moties.example:8443")],
        ] {
            assert!(!is_from_here(pairs), "{pairs:?}");
        }
    }
}
