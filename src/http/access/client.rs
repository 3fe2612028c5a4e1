//! By what someone is counted.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;

use crate::settings::Network;

/// By what someone is counted: a key, or a place that requests come from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// The name of a key.
    Key(String),
    /// An IPv4 address, or the first of the 2^64 IPv6 addresses that one line commonly has.
    Address(IpAddr),
}

impl Client {
    /// Whoever asks from an address.
    #[must_use]
    pub fn at(address: IpAddr) -> Self {
        Self::Address(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        })
    }
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(name) => f.write_str(name),
            Self::Address(address) => write!(f, "{address}"),
        }
    }
}

/// Where a request comes from: `peer`, who is connected; or, where that is a proxy that is trusted,
/// whom it says it speaks for, back to the first that is no such proxy.
///
/// Each proxy adds to the end of `X-Forwarded-For` whom it was asked by; what stands before that, the
/// client may have made up.
pub(super) fn address(headers: &HeaderMap, peer: IpAddr, proxies: &[Network]) -> IpAddr {
    let is_proxy = |address| proxies.iter().any(|network| network.contains(address));
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    let mut named = lines
        .flat_map(|line| line.to_str().unwrap_or_default().rsplit(','))
        .map(|text| text.trim().parse::<IpAddr>());
    let mut address = peer;
    while is_proxy(address)
        && let Some(Ok(next)) = named.next()
    {
        address = next;
    }
    address
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;
    use crate::settings::{Given, Settings, Sources};

    fn proxies() -> Vec<Network> {
        let mut flags = Given::default();
        flags.set("trusted-proxies", ["127.0.0.1", "10.0.0.0/8"]);
        let environment = &|_: &str| None;
        let fallback = "/weg".as_ref();
        let sources = Sources { config: None, flags, environment, fallback };
        Settings::resolve(&sources).unwrap().trusted_proxies
    }

    #[test]
    fn only_a_trusted_proxy_says_for_whom_it_asks() {
        for (peer, lines, expected) in [
            ("192.0.2.1", ["203.0.113.9"].as_slice(), "192.0.2.1"),
            ("127.0.0.1", &[], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            ("127.0.0.1", &["198.51.100.7, 203.0.113.9"], "203.0.113.9"),
            ("127.0.0.1", &["203.0.113.9, 10.1.1.1"], "203.0.113.9"),
            ("::ffff:127.0.0.1", &["198.51.100.7", "203.0.113.9,10.1.1.1"], "203.0.113.9"),
            ("127.0.0.1", &["203.0.113.9, unknown"], "127.0.0.1"),
            ("127.0.0.1", &["10.1.1.1"], "10.1.1.1"),
        ] {
            let line = |line: &&str| {
                ("x-forwarded-for".parse().unwrap(), HeaderValue::from_str(line).unwrap())
            };
            let headers: HeaderMap = lines.iter().map(line).collect();
            let peer: IpAddr = peer.parse().unwrap();
            assert_eq!(address(&headers, peer, &proxies()).to_string(), expected, "{lines:?}");
        }
    }

    #[test]
    fn addresses_of_one_line_are_one_client() {
        let at = |address: &str| Client::at(address.parse().unwrap());
        assert_eq!(at("2001:db8:1:2:3::4"), at("2001:db8:1:2:ffff::1"));
        assert_ne!(at("2001:db8:1:2::"), at("2001:db8:1:3::"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
        assert_ne!(at("192.0.2.1"), at("192.0.2.2"));
        assert_eq!(at("2001:db8:1:2:3::4").to_string(), "2001:db8:1:2::");
        assert_eq!(Client::Key("griffie".to_owned()).to_string(), "griffie");
    }
}
