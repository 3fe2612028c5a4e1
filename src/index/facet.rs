//! How many of the motions found are of each sort.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tantivy::columnar::{Column, RowId, StrColumn};
use tantivy::schema::Field;
use tantivy::{DocId, Searcher, SegmentOrdinal, SegmentReader};

use super::fields::Facts;

/// How many values of a facet are told, those that most motions have.
const MOST: usize = 50;

/// Something by which motions are sorted out.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    /// The sort of body, by the grammar that fitted best: `gemeenteraad`.
    Body,
    /// The municipalities that speak or signed.
    Municipality,
    /// The year of its date.
    Year,
    /// The kinds of its clauses: `overwegende`.
    Kind,
    /// The parties of those who brought it in or signed.
    Party,
    /// What became of it: `aangenomen`.
    Outcome,
    /// Its language: `nl`.
    Language,
    /// Whether it has warnings: `yes` or `no`.
    Warnings,
}

impl Facet {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Body,
        Self::Municipality,
        Self::Year,
        Self::Kind,
        Self::Party,
        Self::Outcome,
        Self::Language,
        Self::Warnings,
    ];

    /// Its name: `municipality`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Municipality => "municipality",
            Self::Year => "year",
            Self::Kind => "kind",
            Self::Party => "party",
            Self::Outcome => "outcome",
            Self::Language => "language",
            Self::Warnings => "warnings",
        }
    }

    /// The facet of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// The field that has its values as they are told; `None` for the year, which days have.
    pub(super) fn field(self, facts: &Facts) -> Option<Field> {
        Some(match self {
            Self::Body => facts.body,
            Self::Municipality => facts.municipality,
            Self::Year => return None,
            Self::Kind => facts.kinds,
            Self::Party => facts.party,
            Self::Outcome => facts.outcome,
            Self::Language => facts.language,
            Self::Warnings => facts.warnings,
        })
    }
}

/// A value that motions are to have. Of one facet, one of the values that are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The facet.
    pub facet: Facet,
    /// The value, as a facet tells it.
    pub value: String,
}

/// How many motions have each value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// The values that most motions have, those first; years latest first.
    pub values: Vec<FacetCount>,
}

/// How many motions have a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// How many motions have it.
    pub count: u64,
}

/// So many motions are counted at once: their values are looked up together.
const TOGETHER: usize = 1_024;

/// Counts in one part of the index by all facets.
pub(super) struct Counters {
    counters: Vec<Counter>,
    /// Motions that are still to be counted.
    motions: Vec<DocId>,
    room: Room,
}

/// Counts by one facet.
enum Counter {
    /// By the numbers that values have there.
    Values { facet: Facet, dictionary: StrColumn, column: Column<u64>, counts: Vec<u64> },
    Years {
        column: Column<u64>,
        /// By year.
        counts: Vec<u64>,
    },
}

/// Room for the values of some motions.
#[derive(Default)]
struct Room {
    motions: Vec<DocId>,
    rows: Vec<RowId>,
    values: Vec<u64>,
}

impl Room {
    /// The values that motions have in a column.
    fn values(&mut self, column: &Column<u64>, motions: &[DocId]) -> &[u64] {
        self.motions.clear();
        self.rows.clear();
        column.row_ids_for_docs(motions, &mut self.motions, &mut self.rows);
        self.values.resize(self.rows.len(), 0);
        column.values.get_vals(&self.rows, &mut self.values);
        &self.values
    }
}

/// What one part of the index counted by one facet, in the order of the values.
pub(super) struct Counted {
    facet: Facet,
    /// The values, one behind the other, and where each ends.
    values: String,
    ends: Vec<usize>,
    counts: Vec<u64>,
}

impl Counted {
    fn new(facet: Facet) -> Self {
        Self { facet, values: String::new(), ends: Vec::new(), counts: Vec::new() }
    }

    fn push(&mut self, value: &str, count: u64) {
        self.values.push_str(value);
        self.ends.push(self.values.len());
        self.counts.push(count);
    }

    /// The value at a place, and how many motions have it; none behind the last.
    fn get(&self, at: usize) -> Option<(&str, u64)> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some((&self.values[start..end], self.counts[at]))
    }
}

impl Counters {
    /// Counts nothing.
    pub(super) fn none() -> Self {
        Self { counters: Vec::new(), motions: Vec::new(), room: Room::default() }
    }

    /// Counts by all facets.
    pub(super) fn all(reader: &SegmentReader, facts: &Facts) -> tantivy::Result<Self> {
        Ok(Self { counters: Counter::all(reader, facts)?, ..Self::none() })
    }

    /// Counts a motion.
    pub(super) fn count(&mut self, motion: DocId) {
        if self.counters.is_empty() {
            return;
        }
        self.motions.push(motion);
        if self.motions.len() == TOGETHER {
            self.count_all();
        }
    }

    fn count_all(&mut self) {
        for counter in &mut self.counters {
            counter.count(&self.motions, &mut self.room);
        }
        self.motions.clear();
    }

    /// What was counted.
    pub(super) fn harvest(mut self) -> Vec<Counted> {
        self.count_all();
        self.counters.into_iter().map(Counter::harvest).collect()
    }
}

impl Counter {
    /// Counters of all facets.
    fn all(reader: &SegmentReader, facts: &Facts) -> tantivy::Result<Vec<Self>> {
        let mut counters = Vec::new();
        for facet in Facet::ALL {
            let schema = reader.schema();
            match facet.field(facts) {
                Some(field) => {
                    if let Some(column) = reader.fast_fields().str(schema.get_field_name(field))? {
                        let counts = vec![0; column.num_terms()];
                        let (dictionary, column) = (column.clone(), column.ords().clone());
                        counters.push(Self::Values { facet, dictionary, column, counts });
                    }
                }
                None => {
                    let column = reader.fast_fields().u64(schema.get_field_name(facts.day))?;
                    counters.push(Self::Years { column, counts: Vec::new() });
                }
            }
        }
        Ok(counters)
    }

    /// Counts some motions.
    fn count(&mut self, motions: &[DocId], room: &mut Room) {
        match self {
            Self::Values { column, counts, .. } => {
                for value in room.values(column, motions) {
                    let at = usize::try_from(*value).ok();
                    if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
                        *count += 1;
                    }
                }
            }
            Self::Years { column, counts } => {
                for day in room.values(column, motions) {
                    let year = usize::from(u16::try_from(day / 10_000).unwrap_or(0));
                    if counts.len() <= year {
                        counts.resize(year + 1, 0);
                    }
                    counts[year] += 1;
                }
            }
        }
    }

    /// What was counted, by the values themselves.
    fn harvest(self) -> Counted {
        match self {
            Self::Values { facet, dictionary, counts, .. } => {
                let met: Vec<(u64, u64)> =
                    (0..).zip(counts).filter(|(_, count)| *count > 0).collect();
                let values: Vec<u64> = met.iter().map(|(value, _)| *value).collect();
                let mut counts = met.into_iter().map(|(_, count)| count);
                let mut counted = Counted::new(facet);
                let tell = |value: &[u8]| {
                    counted.push(&String::from_utf8_lossy(value), counts.next().unwrap_or(0));
                };
                // Numbers that stand for nothing are of a damaged index, which a check finds.
                let _ = dictionary.dictionary().sorted_ords_to_term_cb(&values, tell);
                counted
            }
            Self::Years { counts, .. } => {
                let mut counted = Counted::new(Facet::Year);
                // A motion without a date has none of the year 0.
                let years = counts.into_iter().enumerate().skip(1).filter(|(_, count)| *count > 0);
                years.for_each(|(year, count)| counted.push(&format!("{year:04}"), count));
                counted
            }
        }
    }
}

/// Counts documents of motions, which come as parts of the index and their numbers there.
pub(super) fn of(
    searcher: &Searcher,
    facts: &Facts,
    motions: impl Iterator<Item = (SegmentOrdinal, DocId)>,
) -> tantivy::Result<Vec<FacetCounts>> {
    let parts = searcher.segment_readers().iter();
    let mut parts: Vec<_> =
        parts.map(|reader| Counters::all(reader, facts)).collect::<Result<_, _>>()?;
    for (segment, doc) in motions {
        parts[segment as usize].count(doc);
    }
    Ok(told(parts.into_iter().map(Counters::harvest).collect()))
}

/// What all parts of the index counted together.
pub(super) fn told(parts: Vec<Vec<Counted>>) -> Vec<FacetCounts> {
    let all: Vec<Counted> = parts.into_iter().flatten().collect();
    let tell = |facet| {
        let parts: Vec<_> = all.iter().filter(|part| part.facet == facet).collect();
        let mut most = Most::default();
        each_sum(&parts, |value, count| {
            // Of years all are told.
            most.put(value, count, if facet == Facet::Year { usize::MAX } else { MOST });
        });
        let mut values = most.sorted();
        if facet == Facet::Year {
            values.sort_by(|a, b| b.value.cmp(&a.value));
        }
        FacetCounts { facet, values }
    };
    Facet::ALL.map(tell).into_iter().collect()
}

/// Shows each value of some parts, and how many motions of all of them have it, in the order of the values.
fn each_sum(parts: &[&Counted], mut show: impl FnMut(&str, u64)) {
    let mut places = vec![0; parts.len()];
    let heads = |places: &[usize]| {
        let heads = parts.iter().zip(places).filter_map(|(part, at)| part.get(*at));
        heads.map(|(value, _)| value).min()
    };
    while let Some(first) = heads(&places) {
        let mut sum = 0;
        for (part, at) in parts.iter().zip(&mut places) {
            if let Some((_, count)) = part.get(*at).filter(|(value, _)| *value == first) {
                sum += count;
                *at += 1;
            }
        }
        show(first, sum);
    }
}

/// The values that most motions have; of as many, the first of the alphabet.
#[derive(Default)]
struct Most(BinaryHeap<Reverse<(u64, Reverse<String>)>>);

impl Most {
    /// Puts a value, which comes behind all that were put in the alphabet, among so many that are kept.
    fn put(&mut self, value: &str, count: u64, kept: usize) {
        if self.0.len() >= kept {
            if self.0.peek().is_none_or(|Reverse((least, _))| count <= *least) {
                return;
            }
            self.0.pop();
        }
        self.0.push(Reverse((count, Reverse(value.to_owned()))));
    }

    /// The values, those that most motions have first.
    fn sorted(self) -> Vec<FacetCount> {
        let values = self.0.into_sorted_vec().into_iter();
        values.map(|Reverse((count, Reverse(value)))| FacetCount { value, count }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(values: &[(&str, u64)]) -> Vec<Counted> {
        let mut counted = Counted::new(Facet::Party);
        values.iter().for_each(|(value, count)| counted.push(value, *count));
        vec![counted]
    }

    #[test]
    fn what_parts_counted_is_put_together() {
        let parts = vec![
            counted(&[("A", 1), ("C", 5)]),
            counted(&[]),
            counted(&[("A", 1), ("B", 2), ("D", 2)]),
        ];
        let told = told(parts);
        let party = told.iter().find(|counts| counts.facet == Facet::Party).unwrap();
        let values: Vec<_> =
            party.values.iter().map(|one| (one.value.as_str(), one.count)).collect();
        assert_eq!(values, [("C", 5), ("A", 2), ("B", 2), ("D", 2)]);
        assert_eq!(told.len(), Facet::ALL.len());
    }

    #[test]
    fn the_values_of_most_motions_are_told() {
        let many: Vec<_> = (0..200).map(|number| format!("{number:03}")).collect();
        let one: Vec<_> = many.iter().map(|value| (value.as_str(), 1)).collect();
        let two: Vec<_> = many[120..].iter().map(|value| (value.as_str(), 1)).collect();
        let told = told(vec![counted(&one), counted(&two)]);
        let party = told.iter().find(|counts| counts.facet == Facet::Party).unwrap();
        let values: Vec<_> = party.values.iter().map(|one| one.value.clone()).collect();
        assert_eq!(values, many[120..120 + MOST]);
        assert!(party.values.iter().all(|one| one.count == 2));
    }
}
