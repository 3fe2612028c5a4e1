//! This project, from text to record: what `clauses.py` does, and all the rest of a record.

use std::hint::black_box;

use moties::extract;
use moties::grammar::Grammars;
use moties::motion::{Source, TextSource};
use moties::text::{decode, plain};
use serde_json::{Value, json};

use crate::{Answer, Peer, Request, not_asked, worked};

/// Reads texts by the built-in grammars.
pub struct Record {
    grammars: Grammars,
}

impl Record {
    pub fn new() -> Self {
        Self { grammars: Grammars::built_in() }
    }

    /// Makes the records of a text, as lines of JSON. A profile begins and ends here: see
    /// `docs/performance.md`.
    #[inline(never)]
    fn records(&self, text: &str) -> Vec<u8> {
        let source = Source {
            name: String::new(),
            media_type: "text/plain".to_owned(),
            bytes: text.len() as u64,
            pages: 1,
            text: TextSource::Embedded,
        };
        let document = plain::read(text);
        let mut lines = Vec::new();
        for motion in extract::motions(&document, source, String::new(), &self.grammars) {
            serde_json::to_writer(&mut lines, &motion).expect("memory can be written to");
            lines.push(b'\n');
        }
        lines
    }
}

impl Peer for Record {
    fn answer(&mut self, request: &Request) -> Answer {
        match request {
            Request::Version => {
                Ok(json!({ "version": concat!("moties ", env!("CARGO_PKG_VERSION")) }))
            }
            Request::Time { files, times } => {
                let mut texts = Vec::new();
                for file in files {
                    texts.push(decode::decode(&std::fs::read(file)?)?);
                }
                let took = worked(|| {
                    for _ in 0..*times {
                        for text in &texts {
                            black_box(self.records(black_box(text)));
                        }
                    }
                });
                Ok(json!({ "seconds": took.as_secs_f64() }))
            }
            Request::Read { file } => {
                let lines = self.records(&decode::decode(&std::fs::read(file)?)?);
                let motions: Vec<Value> = serde_json::Deserializer::from_slice(&lines)
                    .into_iter()
                    .collect::<Result<_, _>>()?;
                Ok(json!({ "motions": motions }))
            }
            _ => not_asked(request),
        }
    }
}
