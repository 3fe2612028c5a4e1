//! Names and networks: by what the service is reached, and by whom.

use std::ffi::OsStr;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use super::value::{Value, string};

/// A host without its port, in lower case: a name, an IPv4 address, or an IPv6 address in brackets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Host(String);

impl Host {
    /// Reads a host, as it stands in a URL or a `Host` header.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let is_v6 = || Some(text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().is_ok());
        let is_label = |label: &str| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let is_name = text.len() <= 253 && text.split('.').all(is_label);
        (is_name || is_v6() == Some(true)).then(|| Self(text.to_ascii_lowercase()))
    }

    /// Reads a host behind which there may be a port, which is left out.
    #[must_use]
    pub fn before_port(text: &str) -> Option<Self> {
        split_port(text).and_then(|(host, _)| Self::new(host))
    }

    /// The host as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Value for Host {
    const EXPECTED: &'static str = "a name such as `moties.example.nl`, without a port";

    fn read(text: &OsStr) -> Option<Self> {
        Self::new(text.to_str()?)
    }

    fn write(&self) -> Option<toml::Value> {
        string(self)
    }
}

/// The address of the service for others: scheme, host, and port where it is not the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    /// Whether it is https.
    pub is_secure: bool,
    /// Its host.
    pub host: Host,
    /// Its port, if one stands there.
    pub port: Option<u16>,
}

impl fmt::Display for PublicUrl {
    /// As an `Origin` header has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.is_secure { "https" } else { "http" }, self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

impl Value for PublicUrl {
    const EXPECTED: &'static str = "an address such as `https://moties.example.nl`, without a path";

    fn read(text: &OsStr) -> Option<Self> {
        let (scheme, rest) = text.to_str()?.split_once("://")?;
        let is_secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (host, port) = split_port(rest.strip_suffix('/').unwrap_or(rest))?;
        let usual = if is_secure { 443 } else { 80 };
        let port = port.filter(|port| *port != usual);
        Some(Self { is_secure, host: Host::new(host)?, port })
    }

    fn write(&self) -> Option<toml::Value> {
        string(self)
    }
}

/// The host and the port of `host:port` or `host`; `None` where the port is no port.
fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            let is_number = port.bytes().all(|b| b.is_ascii_digit());
            Some((host, Some(port.parse().ok().filter(|_| is_number)?)))
        }
        _ => Some((text, None)),
    }
}

/// All addresses that begin with the same bits: `10.0.0.0/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether an address is in it. An IPv4 address in IPv6 clothes is what it wears them over.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differing = own.to_bits() ^ other.to_bits();
                differing.leading_zeros() >= self.bits.into()
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differing = own.to_bits() ^ other.to_bits();
                differing.leading_zeros() >= self.bits.into()
            }
            _ => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bits == length(self.address) {
            write!(f, "{}", self.address)
        } else {
            write!(f, "{}/{}", self.address, self.bits)
        }
    }
}

impl Value for Network {
    const EXPECTED: &'static str = "an address or a network such as `10.0.0.0/8`";

    fn read(text: &OsStr) -> Option<Self> {
        let text = text.to_str()?;
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().ok()?;
        let bits = bits.map_or(Some(length(address)), |bits| bits.parse().ok())?;
        (bits <= length(address)).then_some(Self { address, bits })
    }

    fn write(&self) -> Option<toml::Value> {
        string(self)
    }
}

/// How many bits an address has.
fn length(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_without_its_port() {
        for (text, host) in [
            ("Moties.Example.nl:8443", "moties.example.nl"),
            ("localhost", "localhost"),
            ("127.0.0.1:80", "127.0.0.1"),
            ("[::1]:8700", "[::1]"),
            ("[::1]", "[::1]"),
        ] {
            assert_eq!(Host::before_port(text).unwrap().as_str(), host);
        }
        for text in ["", ":80", "::1", "a b", "a..b", "a.", "a/b", "a@b", "a:b", "a:+1", "[::1]x"] {
            assert_eq!(Host::before_port(text), None, "{text}");
        }
    }

    #[test]
    fn a_public_address_is_an_origin() {
        for (text, shown) in [
            ("https://Moties.example.nl/", "https://moties.example.nl"),
            ("https://moties.example.nl:443", "https://moties.example.nl"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ] {
            assert_eq!(PublicUrl::read(text.as_ref()).unwrap().to_string(), shown);
        }
        for text in ["moties.example.nl", "ftp://a", "https://", "https://a/b", "https://u@a"] {
            assert_eq!(PublicUrl::read(text.as_ref()), None, "{text}");
        }
    }

    #[test]
    fn a_network_has_the_addresses_that_begin_alike() {
        let network = |text: &str| Network::read(text.as_ref());
        let has = |text, address: &str| network(text).unwrap().contains(address.parse().unwrap());
        assert!(has("10.0.0.0/8", "10.255.0.1") && !has("10.0.0.0/8", "11.0.0.1"));
        assert!(has("127.0.0.1", "127.0.0.1") && !has("127.0.0.1", "127.0.0.2"));
        assert!(has("127.0.0.1", "::ffff:127.0.0.1") && !has("0.0.0.0/0", "::1"));
        assert!(has("0.0.0.0/0", "192.0.2.1") && has("::/0", "::1"));
        assert!(has("2001:db8::/32", "2001:db8:ffff::1") && !has("2001:db8::/32", "2001:db9::"));
        assert_eq!(network("10.0.0.0/8").unwrap().to_string(), "10.0.0.0/8");
        assert_eq!(network("::1/128").unwrap().to_string(), "::1");
        for text in ["", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0/8", "proxy"] {
            assert_eq!(network(text), None, "{text}");
        }
    }
}
