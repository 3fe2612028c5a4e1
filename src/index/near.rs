//! Words near one another, in any order and in all their forms.
//!
//! tantivy's phrases have one form a place; here each place has several, and each may stand on either
//! side of the one before it.

use std::collections::BTreeSet;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    Bm25Weight, EmptyScorer, EnableScoring, Explanation, FuzzyTermQuery, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, Term};

use super::explain::explained;

/// An open end, or spelling, stands for so many words of a part of the index at most.
const EXPANSIONS: usize = 200;

/// What may stand at a place.
#[derive(Clone, Debug)]
pub(super) enum Spot {
    /// Words one behind the other, each in one of its forms.
    Words(Vec<Vec<String>>),
    /// A word that begins so.
    Beginning(String),
    /// A word that is at most so many letters off.
    Spelt(u8, String),
}

/// Finds documents where each place is near the one before it.
#[derive(Clone, Debug)]
pub(super) struct Near {
    field: Field,
    first: Vec<Spot>,
    /// How many words may stand between, and what may stand there.
    then: Vec<(u32, Vec<Spot>)>,
}

impl Near {
    /// `None` where one of the places has nothing to look for.
    pub(super) fn new(field: Field, first: Vec<Spot>, then: Vec<(u32, Vec<Spot>)>) -> Option<Self> {
        let is_sound = !first.is_empty() && then.iter().all(|(_, spots)| !spots.is_empty());
        is_sound.then_some(Self { field, first, then })
    }

    /// The words that are looked for, of each place the first.
    fn terms(&self) -> Vec<Term> {
        let spots = [&self.first].into_iter().chain(self.then.iter().map(|(_, spots)| spots));
        let words = spots.filter_map(|spots| match spots.first()? {
            Spot::Words(words) => words.first()?.first(),
            Spot::Beginning(word) | Spot::Spelt(_, word) => Some(word),
        });
        words.map(|word| Term::from_field_text(self.field, word)).collect()
    }
}

impl Query for Near {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                Some(Bm25Weight::for_terms(statistics_provider, &self.terms())?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(NearWeight { near: self.clone(), bm25 }))
    }
}

struct NearWeight {
    near: Near,
    bm25: Option<Bm25Weight>,
}

impl Weight for NearWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Near { field, first, then } = &self.near;
        let index = reader.inverted_index(*field)?;
        let opened: tantivy::Result<Option<Vec<Slot>>> = [first]
            .into_iter()
            .chain(then.iter().map(|(_, spots)| spots))
            .map(|spots| Slot::open(spots, *field, &index))
            .collect();
        let Some(slots) = opened? else { return Ok(Box::new(EmptyScorer)) };
        let mut scorer = NearScorer {
            slots,
            within: then.iter().map(|(within, _)| *within).collect(),
            bm25: self.bm25.as_ref().map(|bm25| bm25.boost_by(boost)),
            norms: if reader.schema().get_field_entry(*field).has_fieldnorms() {
                reader.get_fieldnorms_reader(*field)?
            } else {
                FieldNormReader::constant(reader.max_doc(), 1)
            },
            doc: 0,
            times: 0,
        };
        scorer.find(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "words near one another")
    }
}

struct NearScorer {
    slots: Vec<Slot>,
    within: Vec<u32>,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
    doc: DocId,
    /// How often they are near one another in it.
    times: u32,
}

impl NearScorer {
    /// Goes to the first document from here on that fits.
    fn find(&mut self, from: DocId) -> DocId {
        let mut target = from;
        loop {
            self.doc = meet(&mut self.slots, target, Slot::from);
            if self.doc == TERMINATED {
                return TERMINATED;
            }
            self.times = self.count();
            if self.times > 0 {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }

    fn count(&mut self) -> u32 {
        let Some((first, others)) = self.slots.split_first_mut() else { return 0 };
        let mut places = first.positions(self.doc);
        for (slot, &within) in others.iter_mut().zip(&self.within) {
            let next = slot.positions(self.doc);
            let reach = within + 1;
            places = next
                .into_iter()
                .filter(|&at| {
                    let from = places.partition_point(|&place| place + reach < at);
                    let near = places[from..].iter().take_while(|&&place| place <= at + reach);
                    near.copied().any(|place| place != at)
                })
                .collect();
            if places.is_empty() {
                return 0;
            }
        }
        u32::try_from(places.len()).unwrap_or(u32::MAX)
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.find(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.find(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.slots.iter().map(Slot::size_hint).min().unwrap_or(0)
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.fieldnorm_id(self.doc);
        self.bm25.as_ref().map_or(1.0, |bm25| bm25.score(norm, self.times))
    }
}

/// The first document from a target on that all have.
fn meet<T>(all: &mut [T], target: DocId, from: impl Fn(&mut T, DocId) -> DocId) -> DocId {
    let mut doc = target;
    loop {
        let before = doc;
        for one in &mut *all {
            doc = from(one, doc);
            if doc == TERMINATED {
                return TERMINATED;
            }
        }
        if doc == before {
            return doc;
        }
    }
}

/// A place: one of several sequences of words.
struct Slot(Vec<Sequence>);

impl Slot {
    /// `None` where none of what may stand there is in this part of the index.
    fn open(
        spots: &[Spot],
        field: Field,
        index: &InvertedIndexReader,
    ) -> tantivy::Result<Option<Self>> {
        let mut sequences = Vec::new();
        for spot in spots {
            let words = match spot {
                Spot::Words(words) => words.clone(),
                Spot::Beginning(word) => vec![expand(
                    &FuzzyTermQuery::new_prefix(Term::from_field_text(field, word), 0, true),
                    index,
                )?],
                Spot::Spelt(off, word) => {
                    let term = Term::from_field_text(field, word);
                    vec![expand(&FuzzyTermQuery::new(term, *off, true), index)?]
                }
            };
            let opened: tantivy::Result<Option<Vec<Word>>> =
                words.iter().map(|forms| Word::open(forms, field, index)).collect();
            sequences.extend(opened?.map(Sequence));
        }
        Ok((!sequences.is_empty()).then_some(Self(sequences)))
    }

    fn from(&mut self, target: DocId) -> DocId {
        self.0.iter_mut().map(|sequence| sequence.from(target)).min().unwrap_or(TERMINATED)
    }

    /// Where it stands in a document that it was brought to.
    fn positions(&mut self, doc: DocId) -> Vec<u32> {
        let positions = self.0.iter_mut().flat_map(|sequence| sequence.positions(doc));
        positions.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn size_hint(&self) -> u32 {
        self.0.iter().map(Sequence::size_hint).fold(0, u32::saturating_add)
    }
}

/// Words one behind the other.
struct Sequence(Vec<Word>);

impl Sequence {
    fn from(&mut self, target: DocId) -> DocId {
        meet(&mut self.0, target, Word::from)
    }

    fn positions(&mut self, doc: DocId) -> Vec<u32> {
        let mut starts: Option<Vec<u32>> = None;
        for (at, word) in (0..).zip(&mut self.0) {
            let here: BTreeSet<u32> = word.positions(doc).into_iter().collect();
            starts = Some(match starts {
                None => here.into_iter().collect(),
                Some(starts) => {
                    starts.into_iter().filter(|start| here.contains(&(start + at))).collect()
                }
            });
        }
        starts.unwrap_or_default()
    }

    fn size_hint(&self) -> u32 {
        self.0.iter().map(Word::size_hint).min().unwrap_or(0)
    }
}

/// A word in any of its forms.
struct Word(Vec<SegmentPostings>);

impl Word {
    fn open(
        forms: &[String],
        field: Field,
        index: &InvertedIndexReader,
    ) -> tantivy::Result<Option<Self>> {
        let mut found = Vec::new();
        for form in forms {
            let term = Term::from_field_text(field, form);
            let option = IndexRecordOption::WithFreqsAndPositions;
            found.extend(index.read_postings(&term, option)?);
        }
        Ok((!found.is_empty()).then_some(Self(found)))
    }

    fn from(&mut self, target: DocId) -> DocId {
        let docs = self.0.iter_mut().map(|postings| {
            if postings.doc() < target { postings.seek(target) } else { postings.doc() }
        });
        docs.min().unwrap_or(TERMINATED)
    }

    fn positions(&mut self, doc: DocId) -> Vec<u32> {
        let (mut all, mut some) = (Vec::new(), Vec::new());
        for postings in self.0.iter_mut().filter(|postings| postings.doc() == doc) {
            postings.positions(&mut some);
            all.append(&mut some);
        }
        all
    }

    fn size_hint(&self) -> u32 {
        self.0.iter().map(DocSet::size_hint).fold(0, u32::saturating_add)
    }
}

/// The words of a part of the index that fit an open end or spelling.
fn expand(query: &FuzzyTermQuery, index: &InvertedIndexReader) -> tantivy::Result<Vec<String>> {
    let automaton = query.automaton()?;
    let mut stream = index.terms().search(automaton).into_stream()?;
    let mut words = Vec::new();
    while words.len() < EXPANSIONS && stream.advance() {
        words.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(words)
}
