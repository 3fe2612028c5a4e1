//! What has some of several things: the more of them it has, the more it counts for.

use std::fmt;

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::explain::explained;

/// How much more the things count for where all are there, and again where half of them are.
const MORE: Score = 2.0;

/// Finds what one of some queries finds. What all of them find stands before what half of them do, and that before
/// what fewer do.
pub(super) struct Several(Vec<Box<dyn Query>>);

impl Several {
    pub(super) fn new(queries: Vec<Box<dyn Query>>) -> Self {
        Self(queries)
    }
}

impl Clone for Several {
    fn clone(&self) -> Self {
        Self(self.0.iter().map(|query| query.box_clone()).collect())
    }
}

impl fmt::Debug for Several {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Several").field(&self.0).finish()
    }
}

impl Query for Several {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|query| query.weight(scoring));
        Ok(Box::new(SeveralWeight(weights.collect::<tantivy::Result<_>>()?)))
    }
}

struct SeveralWeight(Vec<Box<dyn Weight>>);

impl Weight for SeveralWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut each = Vec::with_capacity(self.0.len());
        for weight in &self.0 {
            let scorer = weight.scorer(reader, boost)?;
            each.push((scorer.doc(), scorer));
        }
        each.retain(|(doc, _)| *doc != TERMINATED);
        if each.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer = SeveralScorer { each, all: self.0.len(), doc: 0 };
        scorer.look();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "some of several things")
    }
}

struct SeveralScorer {
    /// Each with where it is: at `doc`, or behind it.
    each: Vec<(DocId, Box<dyn Scorer>)>,
    /// How many things were asked for, those included that this part of the index does not have.
    all: usize,
    doc: DocId,
}

impl SeveralScorer {
    /// Looks which is the first.
    fn look(&mut self) -> DocId {
        self.doc = self.each.iter().map(|(doc, _)| *doc).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for SeveralScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        for (doc, scorer) in &mut self.each {
            if *doc == self.doc {
                *doc = scorer.advance();
            }
        }
        self.look()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        for (doc, scorer) in &mut self.each {
            if *doc < target {
                *doc = scorer.seek(target);
            }
        }
        self.look()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.each.iter().map(|(_, scorer)| scorer.size_hint()).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.each.iter().map(|(_, scorer)| scorer.cost()).sum()
    }
}

impl Scorer for SeveralScorer {
    fn score(&mut self) -> Score {
        let (mut score, mut had) = (0.0, 0);
        for (doc, scorer) in &mut self.each {
            if *doc == self.doc {
                score += scorer.score();
                had += 1;
            }
        }
        // One of two is no half of them.
        let least = [self.all, self.all.div_ceil(2)];
        let times = least.into_iter().filter(|least| *least > 1 && had >= *least).count();
        score * (1.0 + MORE * times as Score)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::Searcher;

    use super::*;
    use crate::index::anywhere::Anywhere;
    use crate::index::fields::Fields;
    use crate::index::fixture::{Outline, searcher};

    const MOTIONS: [Outline<'_>; 5] = [
        ("brug", &[]),
        ("brug pad", &[]),
        ("brug pad wijk sloot", &[]),
        ("kade", &[]),
        ("pad", &[&["de sloot"]]),
    ];

    fn scorer(fields: &Fields, searcher: &Searcher, words: &[&str]) -> Box<dyn Scorer> {
        let word = |word: &&str| {
            let token = ((*word).to_owned(), 1.0);
            Box::new(Anywhere::new(vec![token], fields)) as Box<dyn Query>
        };
        let several = Several::new(words.iter().map(word).collect());
        let scoring = EnableScoring::enabled_from_searcher(searcher);
        several.weight(scoring).unwrap().scorer(searcher.segment_reader(0), 1.0).unwrap()
    }

    /// What a scorer goes on to, and the scores.
    fn rest(mut scorer: Box<dyn Scorer>) -> Vec<(DocId, Score)> {
        let mut found = Vec::new();
        while scorer.doc() != TERMINATED {
            found.push((scorer.doc(), scorer.score()));
            scorer.advance();
        }
        found
    }

    #[test]
    fn all_stand_before_half_and_half_before_fewer() {
        let fields = Fields::new();
        let searcher = searcher(&fields, &MOTIONS);
        let scores = |words: &[&str]| rest(scorer(&fields, &searcher, words));
        let alone: Vec<_> =
            ["brug", "pad", "wijk", "sloot"].into_iter().map(|word| scores(&[word])).collect();
        let sum = |doc: DocId| -> Score {
            let had = alone.iter().flatten().filter(|(of, _)| *of == doc);
            had.map(|(_, score)| *score).sum()
        };
        let found = scores(&["brug", "pad", "wijk", "sloot"]);
        let expected = [(0, 1.0), (1, 3.0), (2, 5.0), (4, 3.0)];
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for ((doc, score), (of, times)) in found.into_iter().zip(expected) {
            assert_eq!(doc, of);
            assert!((score - sum(of) * times).abs() < 1e-4, "{doc}: {score}");
        }
        // One of two is not half of them.
        let two = scores(&["brug", "pad"]);
        assert!((two[0].1 - sum(0)).abs() < 1e-4, "{two:?}");
        assert!(rest(scorer(&fields, &searcher, &["molen"])).is_empty());
    }

    #[test]
    fn seeking_leads_where_going_on_one_by_one_does() {
        let fields = Fields::new();
        let searcher = searcher(&fields, &MOTIONS);
        let all: Vec<_> = rest(scorer(&fields, &searcher, &["brug", "sloot", "molen"]))
            .iter()
            .map(|(doc, _)| *doc)
            .collect();
        assert_eq!(all, [0, 1, 2, 4]);
        for target in 1..=6 {
            let mut scorer = scorer(&fields, &searcher, &["brug", "sloot", "molen"]);
            let expected = all.iter().copied().find(|doc| *doc >= target);
            assert_eq!(scorer.seek(target), expected.unwrap_or(TERMINATED), "{target}");
        }
    }
}
