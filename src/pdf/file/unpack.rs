//! The content of streams unpacked (ISO 32000-1, 7.4).
//!
//! Almost all streams are packed by `FlateDecode`, which is done here: of damaged content, all that
//! comes before the damage is kept. Other filters are done by lopdf.

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::filters::png;
use lopdf::{DecompressError, Dictionary, Error, Object, Stream};

/// Unpacked content.
#[derive(Debug, PartialEq)]
pub struct Unpacked {
    /// The content, as far as it could be unpacked.
    pub bytes: Vec<u8>,
    /// Whether it is damaged, so that more may be missing or some of it wrong.
    pub damaged: bool,
}

/// Why content cannot be unpacked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sealed {
    /// It unpacks to more than the limit.
    TooLarge,
    /// By a filter that is not known, such as those of images, or nothing comes out.
    Unreadable,
}

/// Unpacks the content of a stream to at most so many bytes.
pub fn unpack(stream: &Stream, limit: usize) -> Result<Unpacked, Sealed> {
    let filters = stream.filters().unwrap_or_default();
    match (filters.as_slice(), rows(&stream.dict)) {
        ([b"FlateDecode"], Some(rows)) => {
            let unpacked = inflate(&stream.content, limit)?;
            rows.undo(unpacked)
        }
        _ => match stream.decompressed_content_with_limit(limit) {
            Ok(bytes) => Ok(Unpacked { bytes, damaged: false }),
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                Err(Sealed::TooLarge)
            }
            Err(_) => Err(Sealed::Unreadable),
        },
    }
}

/// Undoes zlib, or what it packed where its head or end is broken.
fn inflate(packed: &[u8], limit: usize) -> Result<Unpacked, Sealed> {
    let unpacked = inflate_as(packed, true, limit)?;
    if unpacked.damaged && unpacked.bytes.is_empty() && packed.len() > 2 {
        let bare = inflate_as(&packed[2..], false, limit)?;
        return Ok(Unpacked { damaged: true, ..bare });
    }
    Ok(unpacked)
}

fn inflate_as(packed: &[u8], has_head: bool, limit: usize) -> Result<Unpacked, Sealed> {
    /// How much larger text is than what it is packed to, usually at most.
    const RATIO: usize = 4;
    let mut state = Decompress::new(has_head);
    let expected = packed.len().saturating_mul(RATIO).min(limit).max(256);
    let mut bytes = Vec::with_capacity(expected);
    loop {
        let taken = usize::try_from(state.total_in()).unwrap_or(packed.len());
        let rest = packed.get(taken..).unwrap_or_default();
        let before = bytes.len();
        let status = state.decompress_vec(rest, &mut bytes, FlushDecompress::None);
        if bytes.len() > limit {
            return Err(Sealed::TooLarge);
        }
        match status {
            Ok(Status::StreamEnd) => return Ok(Unpacked { bytes, damaged: false }),
            Err(_) => return Ok(Unpacked { bytes, damaged: true }),
            Ok(_) if bytes.len() == bytes.capacity() => bytes.reserve(bytes.len()),
            Ok(_) if bytes.len() == before && state.total_in() == taken as u64 => {
                // It is cut short, which content that follows it must tell.
                return Ok(Unpacked { bytes, damaged: false });
            }
            Ok(_) => {}
        }
    }
}

/// How content was rearranged before it was packed.
#[derive(Debug)]
enum Rows {
    /// It was not.
    None,
    /// By differences between rows of so many bytes, and pixels of so many.
    Png { pixel: usize, row: usize },
}

/// How the content of a stream with one filter was rearranged; `None` when it is for lopdf to undo.
fn rows(dict: &Dictionary) -> Option<Rows> {
    let parameters = match dict.get(b"DecodeParms") {
        Ok(Object::Array(each)) => each.first(),
        Ok(parameters) => Some(parameters),
        Err(_) => None,
    };
    let Some(Object::Dictionary(parameters)) = parameters else {
        return Some(Rows::None);
    };
    let number = |key: &[u8], default: usize| match parameters.get(key) {
        Ok(value) => usize::try_from(value.as_i64().ok()?).ok(),
        Err(_) => Some(default),
    };
    match number(b"Predictor", 1)? {
        0 | 1 => Some(Rows::None),
        10..=15 => {
            let sample = number(b"Colors", 1)?.checked_mul(number(b"BitsPerComponent", 8)?)?;
            let row = sample.checked_mul(number(b"Columns", 1)?)?.div_ceil(8);
            (row > 0 && row < 1 << 20).then_some(Rows::Png { pixel: sample.div_ceil(8), row })
        }
        _ => None,
    }
}

impl Rows {
    fn undo(self, unpacked: Unpacked) -> Result<Unpacked, Sealed> {
        match self {
            Self::None => Ok(unpacked),
            Self::Png { pixel, row } => {
                let bytes = png::decode_frame(&unpacked.bytes, pixel, row)
                    .map_err(|_| Sealed::Unreadable)?;
                Ok(Unpacked { bytes, ..unpacked })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    fn packed(text: &[u8]) -> Stream {
        let mut stream = Stream::new(Dictionary::new(), text.to_vec());
        stream.compress().unwrap();
        assert!(stream.is_compressed());
        stream
    }

    #[test]
    fn content_is_unpacked_as_far_as_it_is_sound() {
        let text = b"overwegende dat ".repeat(100);
        let mut stream = packed(&text);
        let whole = Unpacked { bytes: text.clone(), damaged: false };
        assert_eq!(unpack(&stream, 1600), Ok(whole));
        assert_eq!(unpack(&stream, 1599), Err(Sealed::TooLarge));
        // The check at the end is wrong, which says that something may be.
        *stream.content.last_mut().unwrap() ^= 1;
        assert_eq!(unpack(&stream, 1600), Ok(Unpacked { bytes: text.clone(), damaged: true }));
        // The head is broken, the rest is not.
        stream.content[0] = 0;
        assert_eq!(unpack(&stream, 1600).unwrap().bytes, text);
        stream.content.truncate(20);
        assert!(text.starts_with(&unpack(&stream, 1600).unwrap().bytes));
        stream.content.clear();
        assert_eq!(unpack(&stream, 1600).unwrap().bytes, b"");
    }

    #[test]
    fn rows_of_differences_are_added_up() {
        let mut stream = packed(&[2, 1, 1, 2, 1, 1].repeat(20));
        stream.dict.set("DecodeParms", dictionary! { "Predictor" => 12, "Columns" => 2 });
        let bytes = unpack(&stream, 1000).unwrap().bytes;
        assert_eq!(bytes[..6], [1, 1, 2, 2, 3, 3]);
    }

    #[test]
    fn what_images_are_packed_by_is_not_unpacked() {
        let stream = Stream::new(dictionary! { "Filter" => "DCTDecode" }, vec![1]);
        assert_eq!(unpack(&stream, 10), Err(Sealed::Unreadable));
    }
}
