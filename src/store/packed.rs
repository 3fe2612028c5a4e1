//! JSON and text as they lie in a row: packed, since a record repeats itself.

use rusqlite::types::ValueRef;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::error::StoreError;

/// No block is unpacked to more than so many times its size: a byte of it stands for 255 at most.
const MOST: usize = 255;

/// Packs a value as JSON.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    pack(&serde_json::to_vec(value).expect("a record is plain data"))
}

/// Packs bytes.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    lz4_flex::compress_prepend_size(bytes)
}

/// Unpacks what a row has: rows of earlier versions have it as it is.
///
/// # Errors
/// [`StoreError::Damaged`] where it cannot be unpacked.
pub(super) fn unpack(value: ValueRef<'_>) -> Result<String, StoreError> {
    let bytes = match value {
        ValueRef::Text(text) => text.to_vec(),
        ValueRef::Blob(packed) => {
            let (size, block) =
                lz4_flex::block::uncompressed_size(packed).map_err(|error| damaged(&error))?;
            if size > block.len().saturating_mul(MOST) {
                return Err(damaged(&format!("{size} bytes in {} packed ones", block.len())));
            }
            lz4_flex::decompress(block, size).map_err(|error| damaged(&error))?
        }
        other => return Err(damaged(&format!("{} in its place", other.data_type()))),
    };
    String::from_utf8(bytes).map_err(|error| damaged(&error))
}

/// Unpacks JSON.
///
/// # Errors
/// [`StoreError::Damaged`] where it cannot be unpacked or is something else.
pub(super) fn unpack_json<T: DeserializeOwned>(value: ValueRef<'_>) -> Result<T, StoreError> {
    serde_json::from_str(&unpack(value)?).map_err(|error| damaged(&error))
}

/// The checksum of a record and its text as they lie in the row of an id: the first eight bytes of
/// their SHA-256, as a number.
pub(super) fn sum(id: &str, record: ValueRef<'_>, text: ValueRef<'_>) -> i64 {
    let bytes = |value| match value {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
        _ => &[],
    };
    let mut digest = Sha256::new();
    for part in [id.as_bytes(), bytes(record), bytes(text)] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    let first = digest.finalize().first_chunk().copied();
    i64::from_be_bytes(first.expect("a SHA-256 has 32 bytes"))
}

fn damaged(error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Damaged { part: "ledger", found: format!("a record that is none: {error}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_as_it_was() {
        let text = "overwegende dat, ".repeat(100);
        let packed = pack(text.as_bytes());
        assert!(packed.len() < text.len() / 10);
        assert_eq!(unpack(ValueRef::Blob(&packed)).unwrap(), text);
        assert_eq!(unpack(ValueRef::Text(b"zoals het is")).unwrap(), "zoals het is");
        let list = ["een", "twee"].map(str::to_owned).to_vec();
        assert_eq!(unpack_json::<Vec<String>>(ValueRef::Blob(&json(&list))).unwrap(), list);
    }

    #[test]
    fn what_cannot_be_unpacked_is_damaged() {
        for (value, found) in [
            (ValueRef::Null, "a record that is none: Null in its place"),
            (ValueRef::Text(b"["), "a record that is none: EOF while parsing a list"),
        ] {
            let error = unpack_json::<Vec<String>>(value).unwrap_err().to_string();
            assert!(error.starts_with(&format!("the ledger is damaged: {found}")), "{error}");
        }
        assert_eq!(
            unpack(ValueRef::Blob(b"\xff\xff\xff\x7fxx")).unwrap_err().to_string(),
            "the ledger is damaged: a record that is none: 2147483647 bytes in 2 packed ones"
        );
    }
}
