//! A question put to the index, and its answer: which motions, how many, of which sorts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Bound;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EnableScoring, Query, RangeQuery};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use super::facet::{self, Counted, Counters, FacetCounts, Filter};
use super::family::{self, Family};
use super::fields::{Fields, PLACE};
use super::pages::Moment;
use super::plan;
use crate::question::Question;

/// In which order motions are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What fits best first.
    #[default]
    Relevance,
    /// By date, the latest first; what has none last.
    Newest,
    /// By date, the earliest first; what has none last.
    Oldest,
    /// What could be found last first.
    Added,
}

/// What is asked of the index.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The question.
    pub question: &'a Question,
    /// What motions must be besides.
    pub filters: &'a [Filter],
    /// In which order they are shown.
    pub sort: Sort,
    /// The last one that was shown before, to go on behind it.
    pub after: Option<Rank>,
    /// Only motions that could first be found behind this change of the ledger.
    pub added_after: Option<u64>,
    /// How many to show at most.
    pub limit: usize,
    /// Whether to count by facets.
    pub facets: bool,
    /// Whether versions of one motion are shown, and counted, as one.
    pub families: bool,
    /// Whether some of the words in a row are enough, and of a compound its parts; where they are put to a clause or a
    /// field, all must be there.
    pub relaxed: bool,
}

/// Where a motion stands in an order: the greater the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// How well it fits, or its day, so that the greater comes first.
    pub first: u32,
    /// Its key, so that no two are the same; its complement where what came last comes first.
    pub then: Reverse<u64>,
}

impl Rank {
    fn of(sort: Sort, first: u32, key: u64) -> Self {
        Self { first, then: Reverse(if sort == Sort::Added { !key } else { key }) }
    }

    /// The key of the motion that stands there in this order.
    pub(super) fn key(self, sort: Sort) -> u64 {
        if sort == Sort::Added { !self.then.0 } else { self.then.0 }
    }
}

/// A motion that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its key in the ledger.
    pub key: u64,
    /// Where it stands in the order that was asked for.
    pub rank: Rank,
    /// How well it fits; 0 where the order is another.
    pub score: f32,
    /// The clauses that are such as the question asks for, best first, counted from 0; none where it asks
    /// for none.
    pub clauses: Vec<usize>,
    /// The keys of its other versions that were found, in the same order, where they are shown as one.
    pub versions: Vec<u64>,
}

/// What the index knows of a question.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// How many motions there are, those included that were shown before; versions shown as one count as one.
    pub total: usize,
    /// Those to show.
    pub places: Vec<Place>,
    /// How many of all of them are of each sort.
    pub facets: Vec<FacetCounts>,
}

/// Puts a question; `None` where it asks nothing.
pub(super) fn ask(
    fields: &Fields,
    searcher: &Searcher,
    asked: &Asked<'_>,
    moment: Moment,
) -> tantivy::Result<Option<Answer>> {
    let Some(query) =
        plan::motions(fields, searcher, asked.question, asked.filters, asked.relaxed)?
    else {
        return Ok(None);
    };
    let until = moment.is_moved.then_some(moment.seq);
    let query = added(fields, query, asked.added_after, until);
    let (total, best, facets) = if asked.families {
        one_each(fields, searcher, &*query, asked)?
    } else {
        let (total, best, facets) = searcher.search(&*query, &Collect { fields, asked })?;
        let alone = |first| Family { first, others: Vec::new() };
        (total, best.into_iter().map(alone).collect(), facets)
    };
    let meant = asked.question.root.as_ref().map(|root| plan::clauses(fields, root));
    let mut places = Vec::with_capacity(best.len());
    for Family { first: Best { rank, segment, doc }, others } in best {
        let reader = searcher.segment_reader(segment);
        let meant = meant.as_deref().unwrap_or_default();
        places.push(Place {
            key: rank.key(asked.sort),
            rank,
            score: if asked.sort == Sort::Relevance { f32::from_bits(rank.first) } else { 0.0 },
            clauses: clauses(searcher, reader, doc, meant)?,
            versions: others,
        });
    }
    Ok(Some(Answer { total, places, facets }))
}

/// The motions that a query finds, best first, one of each family.
fn one_each(
    fields: &Fields,
    searcher: &Searcher,
    query: &dyn Query,
    asked: &Asked<'_>,
) -> tantivy::Result<(usize, Vec<Family>, Vec<FacetCounts>)> {
    let all = Asked { after: None, limit: usize::MAX, facets: false, ..*asked };
    let (_, found, _) = searcher.search(query, &Collect { fields, asked: &all })?;
    let mut families = family::families(fields, searcher, &found, asked.sort)?;
    let total = families.len();
    let shown = families.iter().map(|family| (family.first.segment, family.first.doc));
    let facets = if asked.facets { facet::of(searcher, &fields.facts, shown)? } else { Vec::new() };
    families.retain(|family| asked.after.is_none_or(|after| family.first.rank < after));
    families.truncate(asked.limit);
    Ok((total, families, facets))
}

/// Those motions of a query that could first be found behind one change of the ledger, and up to another.
fn added(
    fields: &Fields,
    query: Box<dyn Query>,
    after: Option<u64>,
    until: Option<u64>,
) -> Box<dyn Query> {
    if after.is_none() && until.is_none() {
        return query;
    }
    let term = |seq| Term::from_field_u64(fields.facts.since, seq);
    let range = RangeQuery::new(
        after.map_or(Bound::Unbounded, |seq| Bound::Excluded(term(seq))),
        until.map_or(Bound::Unbounded, |seq| Bound::Included(term(seq))),
    );
    let range = ConstScoreQuery::new(Box::new(range), 0.0);
    Box::new(BooleanQuery::intersection(vec![query, Box::new(range)]))
}

/// The motions that a query finds, best first.
pub(super) fn best(
    fields: &Fields,
    searcher: &Searcher,
    query: &dyn Query,
    limit: usize,
) -> tantivy::Result<Vec<Place>> {
    let asked = Asked {
        question: &Question::default(),
        filters: &[],
        sort: Sort::Relevance,
        after: None,
        added_after: None,
        limit,
        facets: false,
        families: false,
        relaxed: false,
    };
    let (_, best, _) = searcher.search(query, &Collect { fields, asked: &asked })?;
    let places = best.into_iter().map(|Best { rank, .. }| Place {
        key: rank.key(Sort::Relevance),
        rank,
        score: f32::from_bits(rank.first),
        clauses: Vec::new(),
        versions: Vec::new(),
    });
    Ok(places.collect())
}

/// The clauses of a motion that are such as one of the queries finds, best first.
fn clauses(
    searcher: &Searcher,
    reader: &SegmentReader,
    motion: DocId,
    meant: &[Box<dyn Query>],
) -> tantivy::Result<Vec<usize>> {
    let mut found: Vec<(f32, usize)> = Vec::new();
    if meant.is_empty() {
        return Ok(Vec::new());
    }
    let places = reader.fast_fields().u64(PLACE)?;
    for query in meant {
        let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let mut scorer = weight.scorer(reader, 1.0)?;
        let mut doc = scorer.doc();
        if doc <= motion {
            doc = scorer.seek(motion + 1);
        }
        // The next motion has place 0.
        while doc != TERMINATED {
            let place = usize::try_from(places.first(doc).unwrap_or(0)).unwrap_or(0);
            let offset = usize::try_from(doc - motion).unwrap_or(usize::MAX);
            let Some(number) = place.checked_sub(1).filter(|_| place == offset) else { break };
            found.push((scorer.score(), number));
            doc = scorer.advance();
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut numbers = Vec::new();
    for (_, number) in found {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    Ok(numbers)
}

/// A motion among the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Best {
    pub(super) rank: Rank,
    pub(super) segment: SegmentOrdinal,
    pub(super) doc: DocId,
}

struct Collect<'a> {
    fields: &'a Fields,
    asked: &'a Asked<'a>,
}

type Collected = (usize, Vec<Best>, Vec<FacetCounts>);

impl Collector for Collect<'_> {
    type Fruit = Collected;
    type Child = Segment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Segment> {
        let column = |field| reader.fast_fields().u64(self.fields.schema.get_field_name(field));
        Ok(Segment {
            segment,
            sort: self.asked.sort,
            after: self.asked.after,
            limit: self.asked.limit,
            keys: column(self.fields.key)?,
            sorted: match self.asked.sort {
                Sort::Relevance => None,
                Sort::Newest | Sort::Oldest => Some(column(self.fields.facts.day)?),
                Sort::Added => Some(column(self.fields.facts.since)?),
            },
            total: 0,
            best: BinaryHeap::new(),
            counters: if self.asked.facets {
                Counters::all(reader, &self.fields.facts)?
            } else {
                Counters::none()
            },
        })
    }

    fn requires_scoring(&self) -> bool {
        self.asked.sort == Sort::Relevance && self.asked.limit > 0
    }

    fn merge_fruits(
        &self,
        segments: Vec<(usize, Vec<Best>, Vec<Counted>)>,
    ) -> tantivy::Result<Collected> {
        let (mut total, mut best, mut counted) = (0, Vec::new(), Vec::new());
        for (some, mut those, counts) in segments {
            total += some;
            best.append(&mut those);
            counted.push(counts);
        }
        best.sort_unstable_by(|a, b| b.cmp(a));
        best.truncate(self.asked.limit);
        let facets = if self.asked.facets { facet::told(counted) } else { Vec::new() };
        Ok((total, best, facets))
    }
}

/// Collects in one part of the index.
struct Segment {
    segment: SegmentOrdinal,
    sort: Sort,
    after: Option<Rank>,
    limit: usize,
    keys: Column<u64>,
    /// What they are sorted by, where it is not how well they fit.
    sorted: Option<Column<u64>>,
    total: usize,
    /// The worst of the best on top.
    best: BinaryHeap<Reverse<Best>>,
    counters: Counters,
}

impl SegmentCollector for Segment {
    type Fruit = (usize, Vec<Best>, Vec<Counted>);

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.counters.count(doc);
        if self.limit == 0 {
            return;
        }
        let first = match self.sort {
            // Scores are not negative: their bits are in their order.
            Sort::Relevance => score.max(0.0).to_bits(),
            Sort::Newest | Sort::Added => self.value(doc),
            Sort::Oldest => Some(self.value(doc)).filter(|day| *day > 0).map_or(0, |day| !day),
        };
        let is_full = self.best.len() >= self.limit;
        let worst = self.best.peek().filter(|_| is_full);
        if worst.is_some_and(|worst| first < worst.0.rank.first) {
            return;
        }
        let rank = Rank::of(self.sort, first, self.keys.first(doc).unwrap_or(0));
        if self.after.is_some_and(|after| rank >= after) {
            return;
        }
        let one = Best { rank, segment: self.segment, doc };
        if worst.is_some_and(|worst| one <= worst.0) {
            return;
        }
        if is_full {
            self.best.pop();
        }
        self.best.push(Reverse(one));
    }

    fn harvest(self) -> Self::Fruit {
        let best = self.best.into_iter().map(|Reverse(one)| one).collect();
        (self.total, best, self.counters.harvest())
    }
}

impl Segment {
    /// What a motion is sorted by; the greatest there is for what is greater.
    fn value(&self, doc: DocId) -> u32 {
        let value = self.sorted.as_ref().and_then(|column| column.first(doc)).unwrap_or(0);
        u32::try_from(value).unwrap_or(u32::MAX)
    }
}
