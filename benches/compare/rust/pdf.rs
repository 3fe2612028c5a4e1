//! This project, from PDF to text, without the processes that `moties extract` reads in.

use std::hint::black_box;

use moties::pdf;
use moties::text::Document;
use serde_json::json;

use crate::{Answer, Peer, Request, not_asked, worked};

/// Reads PDFs in this process.
pub struct Pdf;

/// Reads one. A profile begins and ends here: see `docs/performance.md`.
#[inline(never)]
fn read_pdf(bytes: &[u8]) -> Option<Document> {
    pdf::read(bytes).ok()
}

impl Peer for Pdf {
    fn answer(&mut self, request: &Request) -> Answer {
        match request {
            Request::Version => {
                Ok(json!({ "version": concat!("moties ", env!("CARGO_PKG_VERSION")) }))
            }
            Request::Time { files, times } => {
                let files = files.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>()?;
                let took = worked(|| {
                    for _ in 0..*times {
                        for bytes in &files {
                            black_box(read_pdf(black_box(bytes)));
                        }
                    }
                });
                Ok(json!({ "seconds": took.as_secs_f64() }))
            }
            Request::Read { file } => {
                let document = read_pdf(&std::fs::read(file)?);
                Ok(json!({ "pages": document.map(|document| document.pages().len()) }))
            }
            _ => not_asked(request),
        }
    }
}
