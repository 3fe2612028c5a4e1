//! How many of the motions found are of each sort.

use std::collections::HashMap;

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

/// What one part of the index counted.
pub(super) type Counted = HashMap<(Facet, String), u64>;

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
    pub(super) fn harvest(mut self) -> Counted {
        self.count_all();
        let mut counted = Counted::new();
        self.counters.into_iter().for_each(|counter| counter.harvest(&mut counted));
        counted
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
    fn harvest(self, into: &mut Counted) {
        match self {
            Self::Values { facet, dictionary, counts, .. } => {
                let met: Vec<(u64, u64)> =
                    (0..).zip(counts).filter(|(_, count)| *count > 0).collect();
                let values: Vec<u64> = met.iter().map(|(value, _)| *value).collect();
                let mut counts = met.into_iter().map(|(_, count)| count);
                let tell = |value: &[u8]| {
                    let value = String::from_utf8_lossy(value).into_owned();
                    *into.entry((facet, value)).or_default() += counts.next().unwrap_or(0);
                };
                // Numbers that stand for nothing are of a damaged index, which a check finds.
                let _ = dictionary.dictionary().sorted_ords_to_term_cb(&values, tell);
            }
            Self::Years { counts, .. } => {
                // A motion without a date has none of the year 0.
                let years = (0..).zip(counts).skip(1).filter(|(_, count)| *count > 0);
                for (year, count) in years {
                    let year: usize = year;
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
        parts.map(|reader| Counters::all(reader, facts)).collect::<Result<_, _>>()?;
    for (segment, doc) in motions {
        parts[segment as usize].count(doc);
    }
    Ok(told(parts.into_iter().map(Counters::harvest).collect()))
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
