//! How many of the motions found are of each sort.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tantivy::columnar::{Column, StrColumn};
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

/// Counts in one part of the index.
pub(super) enum Counter {
    /// By the numbers that values have there.
    Values {
        facet: Facet,
        column: StrColumn,
        counts: Vec<u64>,
    },
    Years {
        column: Column<u64>,
        counts: HashMap<u64, u64>,
    },
}

/// What one part of the index counted.
pub(super) type Counted = HashMap<(Facet, String), u64>;

impl Counter {
    /// Counters of all facets.
    pub(super) fn all(reader: &SegmentReader, facts: &Facts) -> tantivy::Result<Vec<Self>> {
        let mut counters = Vec::new();
        for facet in Facet::ALL {
            let schema = reader.schema();
            match facet.field(facts) {
                Some(field) => {
                    if let Some(column) = reader.fast_fields().str(schema.get_field_name(field))? {
                        let counts = vec![0; column.num_terms()];
                        counters.push(Self::Values { facet, column, counts });
                    }
                }
                None => {
                    let column = reader.fast_fields().u64(schema.get_field_name(facts.day))?;
                    counters.push(Self::Years { column, counts: HashMap::new() });
                }
            }
        }
        Ok(counters)
    }

    /// Counts a motion.
    pub(super) fn count(&mut self, doc: DocId) {
        match self {
            Self::Values { column, counts, .. } => {
                for value in column.term_ords(doc) {
                    if let Some(count) =
                        usize::try_from(value).ok().and_then(|at| counts.get_mut(at))
                    {
                        *count += 1;
                    }
                }
            }
            Self::Years { column, counts } => {
                if let Some(day) = column.first(doc).filter(|day| *day > 0) {
                    *counts.entry(day / 10_000).or_default() += 1;
                }
            }
        }
    }

    /// What was counted, by the values themselves.
    fn harvest(self, into: &mut Counted) {
        match self {
            Self::Values { facet, column, counts } => {
                let met: Vec<(u64, u64)> =
                    (0..).zip(counts).filter(|(_, count)| *count > 0).collect();
                let values: Vec<u64> = met.iter().map(|(value, _)| *value).collect();
                let mut counts = met.into_iter().map(|(_, count)| count);
                let tell = |value: &[u8]| {
                    let value = String::from_utf8_lossy(value).into_owned();
                    *into.entry((facet, value)).or_default() += counts.next().unwrap_or(0);
                };
                // Numbers that stand for nothing are of a damaged index, which a check finds.
                let _ = column.dictionary().sorted_ords_to_term_cb(&values, tell);
            }
            Self::Years { counts, .. } => {
                for (year, count) in counts {
                    *into.entry((Facet::Year, year.to_string())).or_default() += count;
                }
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
        parts.map(|reader| Counter::all(reader, facts)).collect::<Result<_, _>>()?;
    for (segment, doc) in motions {
        parts[segment as usize].iter_mut().for_each(|counter| counter.count(doc));
    }
    Ok(told(parts.into_iter().map(harvest).collect()))
}

/// What the counters of one part of the index have.
pub(super) fn harvest(counters: Vec<Counter>) -> Counted {
    let mut counted = Counted::new();
    counters.into_iter().for_each(|counter| counter.harvest(&mut counted));
    counted
}

/// What all parts of the index counted together.
pub(super) fn told(parts: Vec<Counted>) -> Vec<FacetCounts> {
    let mut sums: HashMap<(Facet, String), u64> = HashMap::new();
    for part in parts {
        for (value, count) in part {
            *sums.entry(value).or_default() += count;
        }
    }
    let mut told: Vec<_> =
        Facet::ALL.map(|facet| FacetCounts { facet, values: Vec::new() }).into_iter().collect();
    for ((facet, value), count) in sums {
        told[facet as usize].values.push(FacetCount { value, count });
    }
    for FacetCounts { facet, values } in &mut told {
        if *facet == Facet::Year {
            values.sort_by(|a, b| b.value.cmp(&a.value));
        } else {
            values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            values.truncate(MOST);
        }
    }
    told
}
