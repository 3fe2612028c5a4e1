//! Bytes of a text file as a string: UTF-8, UTF-16 and Windows-1252.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::block;

/// Why bytes are not text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// There are no bytes, or nothing but white space.
    Empty,
    /// A byte at this offset stands in no text: the file is binary, or in an unknown encoding.
    Unknown {
        /// Where the byte stands, from 0.
        offset: usize,
        /// The byte.
        byte: u8,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "expected text, found nothing"),
            Self::Unknown { offset, byte } => write!(
                f,
                "expected text in UTF-8, UTF-16 or Windows-1252, found byte 0x{byte:02x} at offset {offset}"
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Decodes the bytes of a text file.
///
/// A byte order mark decides. Without one: UTF-16 where every other byte of the beginning is zero,
/// UTF-8 where the bytes are valid UTF-8, else Windows-1252.
///
/// # Errors
/// [`DecodeError::Empty`] for nothing but white space; [`DecodeError::Unknown`] at the first control
/// character, and at the first byte that no Windows-1252 character has.
pub fn decode(bytes: &[u8]) -> Result<String, DecodeError> {
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| utf16(bytes));
    let text = match (encoding, std::str::from_utf8(bytes)) {
        (Some(encoding), _) => encoding.decode_with_bom_removal(bytes).0,
        (None, Ok(text)) => Cow::Borrowed(text),
        (None, Err(_)) => {
            if let Some(offset) = block::position(bytes, |byte| UNDEFINED.contains(&byte)) {
                return Err(DecodeError::Unknown { offset, byte: bytes[offset] });
            }
            WINDOWS_1252.decode_without_bom_handling(bytes).0
        }
    };
    if text.trim_start().is_empty() {
        return Err(DecodeError::Empty);
    }
    let end = text.trim_end_matches(END_OF_FILE).len();
    if let Some(at) = block::position(&text.as_bytes()[..end], is_control) {
        return Err(DecodeError::Unknown {
            offset: source_offset(encoding, bytes, &text[..at]),
            byte: text.as_bytes()[at],
        });
    }
    let mut text = text.into_owned();
    text.truncate(end);
    Ok(text)
}

/// How many bytes of a file were decoded to this beginning of its text.
fn source_offset(encoding: Option<&Encoding>, bytes: &[u8], before: &str) -> usize {
    let mark = Encoding::for_bom(bytes).map_or(0, |(_, len)| len);
    mark + match encoding {
        Some(encoding) if encoding != UTF_8 => 2 * before.encode_utf16().count(),
        None if std::str::from_utf8(bytes).is_err() => before.chars().count(),
        _ => before.len(),
    }
}

/// The bytes that Windows-1252 gives no character to.
const UNDEFINED: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// The end-of-file mark that some old editors leave behind.
const END_OF_FILE: char = '\u{1a}';

/// Whether a byte is a control character that no text file holds; in UTF-8 it is part of no other.
fn is_control(byte: u8) -> bool {
    byte < b' ' && !(b'\t'..=b'\r').contains(&byte)
}

/// UTF-16 without a mark shows itself by the zero byte in each of its Latin letters.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let most = head.len() / 2 * 3 / 4;
    if head.len() < 4 || !head.contains(&0) {
        None
    } else if zeros(1) > most && zeros(0) == 0 {
        Some(UTF_16LE)
    } else if zeros(0) > most && zeros(1) == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_the_same_text() {
        let text = "Motie: één café\n";
        let utf16le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(b"\xef\xbb\xbf", text.as_bytes()),
            with(b"\xff\xfe", &utf16le),
            with(b"\xfe\xff", &utf16be),
            utf16le,
            utf16be,
            b"Motie: \xe9\xe9n caf\xe9\n".to_vec(),
            b"Motie: \xe9\xe9n caf\xe9\n\x1a".to_vec(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{bytes:x?}");
        }
    }

    #[test]
    fn what_is_no_text_is_said_with_its_place() {
        assert_eq!(decode(b" \r\n"), Err(DecodeError::Empty));
        for (bytes, offset) in [
            (&b"ab\x00c"[..], 2),
            (b"\xef\xbb\xbf\xc3\xa9\x01", 5),
            (b"\xff\xfea\x00\x01\x00", 4),
            (b"\xe9\xe9\x02", 2),
        ] {
            let found = decode(bytes);
            assert!(
                matches!(found, Err(DecodeError::Unknown { offset: at, .. }) if at == offset),
                "{found:?}"
            );
        }
        assert_eq!(
            decode(b"caf\xe9 \x81").map_err(|error| error.to_string()),
            Err("expected text in UTF-8, UTF-16 or Windows-1252, found byte 0x81 at offset 5"
                .to_owned())
        );
    }
}
