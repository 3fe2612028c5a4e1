//! Keys: what is shown once, and what is kept of it.

use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use super::Role;

/// What every key begins with, so that one that has strayed is known for what it is.
const PREFIX: &str = "moties_";

/// Digits of base 32 that are not taken for one another, by Crockford: no i, l, o, u.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How many bits a digit has.
const BITS: u32 = 5;

/// A key as its holder has it: `moties_` and 256 random bits in 52 digits.
///
/// It is shown once and kept nowhere; what is kept is its [`Digest`]. It does not show in `Debug`.
pub struct Secret(String);

impl Secret {
    /// Makes a key that nobody has.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a default is the same each time")]
    pub fn new() -> Self {
        Self(format!("{PREFIX}{}", random()))
    }

    /// Shows it, to be handed over.
    #[must_use]
    pub fn show(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The SHA-256 of a secret. Since that is random, no salt and no slow function is needed: nobody can
/// try 2^256 of them.
///
/// Two are compared in a time that does not tell where they differ.
#[derive(Clone, Copy, Debug)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// A digest that was kept, from its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, to be kept.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Digest {}

/// A key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The name of its holder, of which there is one.
    pub name: String,
    /// What its holder may do.
    pub role: Role,
    /// By what it is known.
    pub digest: Digest,
}

impl Key {
    /// Finds the key of a secret, in a time that does not tell which it is.
    #[must_use]
    pub fn find<'a>(keys: &'a [Self], secret: &str) -> Option<&'a Self> {
        Self::with(keys, &Digest::of(secret))
    }

    /// Finds the key of a digest, in a time that does not tell which it is.
    pub(super) fn with<'a>(keys: &'a [Self], digest: &Digest) -> Option<&'a Self> {
        keys.iter().fold(None, |found, key| if key.digest == *digest { Some(key) } else { found })
    }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

/// 256 random bits, as digits.
pub(super) fn random() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system has random bits once it has started");
    digits(&bytes)
}

/// Bytes as digits of base 32; the last one is filled up with zeros.
pub(super) fn digits(bytes: &[u8]) -> String {
    let (mut waiting, mut bits) = (0_u32, 0);
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let digit = |value: u32| char::from(DIGITS[(value & 31) as usize]);
    for &byte in bytes {
        waiting = waiting << 8 | u32::from(byte);
        bits += 8;
        while bits >= BITS {
            bits -= BITS;
            text.push(digit(waiting >> bits));
        }
        waiting &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(digit(waiting << (BITS - bits)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_random_and_can_be_copied() {
        let (a, b) = (Secret::new(), Secret::new());
        assert_ne!(a.show(), b.show());
        let digits = a.show().strip_prefix("moties_").unwrap();
        assert!(digits.len() == 52 && digits.bytes().all(|b| DIGITS.contains(&b)), "{digits}");
        assert_eq!(format!("{a:?}"), "Secret(…)");
        assert_eq!(a.digest(), Digest::of(a.show()));
    }

    #[test]
    fn bytes_become_digits_of_five_bits() {
        assert_eq!(digits(&[]), "");
        assert_eq!(digits(&[0xff]), "zw");
        assert_eq!(digits(&[0x00, 0x44, 0x32, 0x14, 0xc7]), "01234567");
        assert_eq!(digits(&[0xff; 32]), format!("{}g", "z".repeat(51)));
    }

    #[test]
    fn a_key_is_found_by_its_secret_alone() {
        let secrets = [Secret::new(), Secret::new()];
        let keys: Vec<_> = ["griffie", "raad"]
            .iter()
            .zip(&secrets)
            .map(|(name, secret)| Key {
                name: (*name).to_owned(),
                role: Role::Reader,
                digest: Digest::from_bytes(*secret.digest().bytes()),
            })
            .collect();
        for (key, secret) in keys.iter().zip(&secrets) {
            assert_eq!(Key::find(&keys, secret.show()), Some(key));
        }
        for secret in ["", "moties_", Secret::new().show(), &secrets[0].show()[1..]] {
            assert_eq!(Key::find(&keys, secret), None);
        }
        assert!(is_same("a", "a") && !is_same("a", "b") && !is_same("a", "ab"));
    }
}
