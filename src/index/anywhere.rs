//! Words anywhere in a motion: in one of its clauses, or outside them.
//!
//! ```text
//! words of clauses   ─ 7 ── 8 ────── 12 ─▶  motion 6 twice, motion 11
//! rest of motions    ─ 6 ───────────────▶  motion 6
//! ```

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

use super::explain::explained;
use super::fields::{Fields, LENGTH, PLACE};

/// How many words a motion has that is neither long nor short: with more, each counts for less.
const USUAL_LENGTH: f32 = 250.0;

/// Finds the motions that have one of some words. A motion counts for each word that it has.
#[derive(Clone, Debug)]
pub(super) struct Anywhere {
    /// Words as the index has them, each with what it counts for.
    tokens: Vec<(String, f32)>,
    /// Of clauses, and of motions.
    fields: [Field; 2],
}

impl Anywhere {
    /// `tokens` are words as the index has them, each with what it counts for.
    pub(super) fn new(tokens: Vec<(String, f32)>, fields: &Fields) -> Self {
        Self { tokens, fields: fields.anywhere() }
    }
}

/// How many documents of the index have a word in one of some fields; who has it in two counts twice.
pub(super) fn frequency(
    searcher: &Searcher,
    fields: &[Field],
    token: &str,
) -> tantivy::Result<u64> {
    let mut frequency = 0;
    for field in fields {
        frequency += searcher.doc_freq(&Term::from_field_text(*field, token))?;
    }
    Ok(frequency)
}

impl Query for Anywhere {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scores = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let all = statistics_provider.total_num_docs()?;
                let score = |(token, weight): &(String, f32)| {
                    let mut found = 0;
                    for field in self.fields {
                        let term = Term::from_field_text(field, token);
                        found += statistics_provider.doc_freq(&term)?;
                    }
                    let found = found.min(all);
                    let bm25 = Bm25Weight::for_one_term_without_explain(found, all, USUAL_LENGTH);
                    Ok(bm25.boost_by(*weight))
                };
                self.tokens.iter().map(score).collect::<tantivy::Result<_>>()?
            }
            EnableScoring::Disabled { .. } => Vec::new(),
        };
        Ok(Box::new(AnywhereWeight { anywhere: self.clone(), scores }))
    }
}

struct AnywhereWeight {
    anywhere: Anywhere,
    /// How each word is scored; empty where none is.
    scores: Vec<Bm25Weight>,
}

impl Weight for AnywhereWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Anywhere { tokens, fields: [words, rest] } = &self.anywhere;
        let places = reader.fast_fields().u64(PLACE)?.first_or_default_col(0);
        let mut lists = Vec::with_capacity(2 * tokens.len());
        for (token, (text, _)) in tokens.iter().enumerate() {
            for (field, is_clauses) in [(*words, true), (*rest, false)] {
                let term = Term::from_field_text(field, text);
                let index = reader.inverted_index(field)?;
                let postings = index.read_postings(&term, IndexRecordOption::WithFreqs)?;
                lists.extend(postings.map(|postings| {
                    let mut list = List { postings, motion: 0, token, is_clauses };
                    list.look(&*places);
                    list
                }));
            }
        }
        if lists.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer = AnywhereScorer {
            lists,
            places,
            scores: self.scores.iter().map(|score| score.boost_by(boost)).collect(),
            lengths: reader.fast_fields().u64(LENGTH)?.first_or_default_col(0),
            doc: 0,
            times: vec![0; tokens.len()],
        };
        scorer.next();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "words anywhere in it")
    }
}

/// The clauses, or motions, that have a word.
struct List {
    postings: SegmentPostings,
    /// The motion that they are at.
    motion: DocId,
    /// Which of the words it is.
    token: usize,
    is_clauses: bool,
}

impl List {
    /// Looks in which motion they are.
    fn look(&mut self, places: &dyn ColumnValues<u64>) {
        let doc = self.postings.doc();
        self.motion = if self.is_clauses && doc != TERMINATED {
            // The place of a clause tells its motion.
            doc.saturating_sub(u32::try_from(places.get_val(doc)).unwrap_or(0))
        } else {
            doc
        };
    }
}

struct AnywhereScorer {
    /// Each behind `doc`.
    lists: Vec<List>,
    places: Arc<dyn ColumnValues<u64>>,
    scores: Vec<Bm25Weight>,
    lengths: Arc<dyn ColumnValues<u64>>,
    doc: DocId,
    /// How often the motion has each of the words.
    times: Vec<u32>,
}

impl AnywhereScorer {
    /// Takes what the next motion has together.
    fn next(&mut self) -> DocId {
        let first = self.lists.iter().map(|list| list.motion).min();
        self.doc = first.unwrap_or(TERMINATED);
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.times.fill(0);
        for list in &mut self.lists {
            while list.motion == self.doc {
                self.times[list.token] += list.postings.term_freq();
                list.postings.advance();
                list.look(&*self.places);
            }
        }
        self.doc
    }
}

impl DocSet for AnywhereScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.next() }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        for list in &mut self.lists {
            // The clauses of a motion stand behind it, and before the next.
            if list.motion < target {
                if list.postings.doc() < target {
                    list.postings.seek(target);
                }
                list.look(&*self.places);
            }
        }
        self.next();
        // A list may have been in the middle of the clauses of a motion before the target.
        while self.doc < target {
            self.next();
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.lists.iter().map(|list| list.postings.size_hint()).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.lists.iter().map(|list| list.postings.cost()).sum()
    }
}

impl Scorer for AnywhereScorer {
    fn score(&mut self) -> Score {
        let length = self.lengths.get_val(self.doc);
        let length = u8::try_from(length).unwrap_or(u8::MAX);
        let had = self.scores.iter().zip(&self.times).filter(|(_, times)| **times > 0);
        had.map(|(score, times)| score.score(length, *times)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::fixture::{Outline, searcher};

    const MOTIONS: [Outline<'_>; 5] = [
        ("wijk", &[&["het pad"], &["de wijk", "wijk"]]),
        ("", &[&["een pad"]]),
        ("pad", &[]),
        ("brug", &[&["de brug"], &["de brug"]]),
        ("", &[&["een brug"], &["het pad"], &["de wijk"]]),
    ];

    fn scorer(fields: &Fields, searcher: &Searcher, words: &[(&str, f32)]) -> Box<dyn Scorer> {
        let tokens = words.iter().map(|(word, weight)| ((*word).to_owned(), *weight)).collect();
        let scoring = EnableScoring::enabled_from_searcher(searcher);
        let weight = Anywhere::new(tokens, fields).weight(scoring).unwrap();
        weight.scorer(searcher.segment_reader(0), 1.0).unwrap()
    }

    /// The motions that a scorer goes on to, counted from 0, and their scores.
    fn rest(mut scorer: Box<dyn Scorer>) -> Vec<(usize, Score)> {
        let mut starts = vec![0];
        for (_, clauses) in MOTIONS {
            starts.push(starts[starts.len() - 1] + clauses.len() + 1);
        }
        let mut found = Vec::new();
        while scorer.doc() != TERMINATED {
            let doc = scorer.doc() as usize;
            found.push((starts.iter().position(|start| *start == doc).unwrap(), scorer.score()));
            scorer.advance();
        }
        found
    }

    #[test]
    fn motions_are_found_once_whether_a_word_stands_in_clauses_or_outside() {
        let fields = Fields::new();
        let searcher = searcher(&fields, &MOTIONS);
        for (words, expected) in [
            (["pad"].as_slice(), [0, 1, 2, 4].as_slice()),
            (&["wijk"], &[0, 4]),
            (&["brug"], &[3, 4]),
            (&["wijk", "brug"], &[0, 3, 4]),
            (&["sloot"], &[]),
        ] {
            let weighed: Vec<_> = words.iter().map(|word| (*word, 1.0)).collect();
            let found = rest(scorer(&fields, &searcher, &weighed));
            let motions: Vec<_> = found.iter().map(|(motion, _)| *motion).collect();
            assert_eq!(motions, expected, "{words:?}");
        }
    }

    #[test]
    fn every_place_counts_and_so_does_a_weight() {
        let fields = Fields::new();
        let searcher = searcher(&fields, &MOTIONS);
        let once = rest(scorer(&fields, &searcher, &[("wijk", 1.0)]));
        assert!(once[0].1 > once[1].1, "three times against once: {once:?}");
        let twice = rest(scorer(&fields, &searcher, &[("wijk", 2.0)]));
        assert!((twice[0].1 - 2.0 * once[0].1).abs() < 1e-5, "{twice:?}, {once:?}");
        let both = rest(scorer(&fields, &searcher, &[("wijk", 1.0), ("pad", 1.0)]));
        assert!(both[0].1 > once[0].1, "{both:?}");
    }

    #[test]
    fn seeking_leads_where_going_on_one_by_one_does() {
        let fields = Fields::new();
        let searcher = searcher(&fields, &MOTIONS);
        let all = scorer(&fields, &searcher, &[("pad", 1.0), ("brug", 1.0)]);
        let docs: Vec<DocId> = {
            let mut all = all;
            std::iter::from_fn(|| {
                let doc = all.doc();
                all.advance();
                (doc != TERMINATED).then_some(doc)
            })
            .collect()
        };
        let last = searcher.segment_reader(0).max_doc();
        for from in 0..docs.len() {
            for target in docs[from]..=last {
                let mut scorer = scorer(&fields, &searcher, &[("pad", 1.0), ("brug", 1.0)]);
                scorer.seek(docs[from]);
                let expected = docs.iter().copied().find(|doc| *doc >= target);
                assert_eq!(scorer.seek(target), expected.unwrap_or(TERMINATED), "{from} {target}");
            }
        }
    }
}
