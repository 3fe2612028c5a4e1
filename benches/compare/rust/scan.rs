//! The limit of structure: one plain scan of the bytes for the words that open clauses.

use std::hint::black_box;

use aho_corasick::AhoCorasick;
use moties::grammar::Grammars;
use serde_json::json;

use crate::{Answer, Peer, Request, not_asked, worked};

/// Counts openings of clauses, and makes nothing of them.
pub struct Scan {
    openings: AhoCorasick,
}

impl Scan {
    pub fn new() -> Self {
        let grammars = Grammars::built_in();
        let words = grammars
            .all()
            .iter()
            .flat_map(|grammar| grammar.openings_of_clauses.phrases())
            .map(|(phrase, _)| phrase.leading_words())
            .filter(|words| !words.is_empty());
        let openings = AhoCorasick::builder().ascii_case_insensitive(true).build(words);
        Self { openings: openings.expect("the words of the grammars are few") }
    }
}

impl Peer for Scan {
    fn answer(&mut self, request: &Request) -> Answer {
        match request {
            Request::Version => Ok(json!({ "version": "the crate aho-corasick, see Cargo.lock" })),
            Request::Time { files, times } => {
                let texts = files.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>()?;
                let took = worked(|| {
                    for _ in 0..*times {
                        for text in &texts {
                            black_box(self.openings.find_iter(black_box(text)).count());
                        }
                    }
                });
                Ok(json!({ "seconds": took.as_secs_f64() }))
            }
            _ => not_asked(request),
        }
    }
}
