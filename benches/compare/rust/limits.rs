//! What no reader can pass: copying the bytes, and unpacking the streams of a PDF.

use std::hint::black_box;
use std::io::Read;

use flate2::bufread::ZlibDecoder;
use serde_json::json;

use crate::{Answer, Peer, Request, not_asked, worked};

/// How much is copied at once, in bytes: more than the caches hold is asked for by more files.
const LARGEST: usize = 64 << 20;

/// Copies the bytes of files.
pub struct Copy;

impl Peer for Copy {
    fn answer(&mut self, request: &Request) -> Answer {
        match request {
            Request::Version => Ok(json!({ "version": "memcpy" })),
            Request::Time { files, times } => {
                let mut bytes = Vec::new();
                for file in files {
                    bytes.extend(std::fs::read(file)?);
                }
                bytes.truncate(LARGEST);
                let mut copy = bytes.clone();
                let took = worked(|| {
                    for _ in 0..*times {
                        copy.copy_from_slice(black_box(&bytes));
                        black_box(&copy);
                    }
                });
                Ok(json!({ "seconds": took.as_secs_f64() }))
            }
            _ => not_asked(request),
        }
    }
}

/// Unpacks every Flate stream of PDFs, also those that reading their text needs not.
pub struct Inflate;

impl Inflate {
    /// Cuts the packed streams out of a PDF: whatever stands behind `stream` and unpacks.
    fn streams(bytes: &[u8]) -> Vec<&[u8]> {
        memchr::memmem::find_iter(bytes, b"stream")
            .filter(|&at| !bytes[..at].ends_with(b"end"))
            .map(|at| {
                let rest = &bytes[at + b"stream".len()..];
                let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
                rest.strip_prefix(b"\n").unwrap_or(rest)
            })
            .filter(|stream| Self::unpack(stream, &mut Vec::new()))
            .collect()
    }

    /// Unpacks a stream; returns false for what is none.
    fn unpack(stream: &[u8], into: &mut Vec<u8>) -> bool {
        into.clear();
        ZlibDecoder::new(stream).read_to_end(into).is_ok()
    }
}

impl Peer for Inflate {
    fn answer(&mut self, request: &Request) -> Answer {
        match request {
            Request::Version => Ok(json!({ "version": "flate2 with zlib-rs, see Cargo.lock" })),
            Request::Time { files, times } => {
                let files = files.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>()?;
                let streams: Vec<&[u8]> =
                    files.iter().flat_map(|bytes| Self::streams(bytes)).collect();
                let mut unpacked = Vec::new();
                let took = worked(|| {
                    for _ in 0..*times {
                        for stream in &streams {
                            black_box(Self::unpack(black_box(stream), &mut unpacked));
                        }
                    }
                });
                Ok(json!({ "seconds": took.as_secs_f64() }))
            }
            _ => not_asked(request),
        }
    }
}
