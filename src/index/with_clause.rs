//! Motions that have a clause such as is asked for.

use std::fmt;
use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::explain::explained;
use super::fields::PLACE;

/// Finds the motions of the clauses that another query finds. A motion counts for its best clause.
pub(super) struct WithClause {
    clause: Box<dyn Query>,
}

impl WithClause {
    /// `clause` finds documents of clauses.
    pub(super) fn new(clause: Box<dyn Query>) -> Self {
        Self { clause }
    }
}

impl Clone for WithClause {
    fn clone(&self) -> Self {
        Self { clause: self.clause.box_clone() }
    }
}

impl fmt::Debug for WithClause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WithClause").field(&self.clause).finish()
    }
}

impl Query for WithClause {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(WithClauseWeight(self.clause.weight(scoring)?)))
    }
}

struct WithClauseWeight(Box<dyn Weight>);

impl Weight for WithClauseWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let places = reader.fast_fields().u64(PLACE)?.first_or_default_col(0);
        let mut scorer =
            WithClauseScorer { clauses: self.0.scorer(reader, boost)?, places, doc: 0, score: 0.0 };
        scorer.next();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "such a clause")
    }
}

struct WithClauseScorer {
    /// At the first clause behind those of `doc`.
    clauses: Box<dyn Scorer>,
    places: Arc<dyn ColumnValues<u64>>,
    doc: DocId,
    score: Score,
}

impl WithClauseScorer {
    /// The motion of the clause that the clauses are at.
    fn motion(&self) -> DocId {
        let clause = self.clauses.doc();
        if clause == TERMINATED {
            return TERMINATED;
        }
        let place = u32::try_from(self.places.get_val(clause)).unwrap_or(0);
        clause.saturating_sub(place)
    }

    /// Takes the clauses of the next motion together.
    fn next(&mut self) -> DocId {
        self.doc = self.motion();
        self.score = 0.0;
        while self.doc != TERMINATED && self.motion() == self.doc {
            self.score = self.score.max(self.clauses.score());
            self.clauses.advance();
        }
        self.doc
    }
}

impl DocSet for WithClauseScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.next() }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        // The clauses of a motion stand behind it, and before the next.
        if self.clauses.doc() < target {
            self.clauses.seek(target);
        }
        self.next();
        // It may have been in the middle of the clauses of one before the target.
        while self.doc < target {
            self.next();
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.clauses.size_hint()
    }

    fn cost(&self) -> u64 {
        self.clauses.cost()
    }
}

impl Scorer for WithClauseScorer {
    fn score(&mut self) -> Score {
        self.score
    }
}
