//! What is looked for by facts: of a question, and of the filters beside it.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{FuzzyTermQuery, RangeQuery};
use tantivy::schema::Field;

use super::{Found, Place, Plan, off, union};
use crate::grammar::party::Country;
use crate::index::facet::Filter;
use crate::index::facts;
use crate::question::{self, Days, Fact, Manner, Test};

impl Plan<'_> {
    pub(super) fn fact(&self, fact: &Fact) -> Option<Found> {
        let facts = &self.fields.facts;
        let is_clause = matches!(self.place, Place::Clause);
        Some(match &fact.test {
            Test::Municipality(term) => self.named(term, facts.municipality_key, |name| {
                facts::municipality(name).map(str::to_owned).into_iter().collect()
            })?,
            Test::Party(term) => self.named(term, facts.party_key, |name| {
                let of = |country| facts::canonical_party(name, country).map(str::to_owned);
                [Country::Netherlands, Country::Belgium].into_iter().filter_map(of).collect()
            })?,
            Test::Body(term) => {
                let slug = facts::key(term.text()).replace(' ', "-");
                let sort = self.exactly(facts.body, &slug);
                union(
                    [Some(sort), self.term(term, Place::Field(self.fields.assembly))]
                        .into_iter()
                        .flatten()
                        .collect(),
                )
            }
            Test::Number(term) => self.words(term.text(), Place::Field(self.fields.number))?,
            Test::Kind(kind) if is_clause => self.exactly(self.fields.kind, kind),
            Test::Kind(kind) => self.exactly(facts.kinds, kind),
            Test::Outcome(verdict) => self.exactly(facts.outcome, facts::verdict_name(*verdict)),
            Test::Date(days) => self.days(days),
            Test::Language(language) => self.exactly(facts.language, language),
            Test::Warnings(has) => self.exactly(facts.warnings, facts::warned(*has)),
        })
    }

    /// A name, by any that it goes by; as it is typed where no list has it.
    fn named(
        &self,
        term: &question::Term,
        field: Field,
        known: impl FnOnce(&str) -> Vec<String>,
    ) -> Option<Found> {
        let typed = term.text();
        let key = facts::key(typed);
        if key.is_empty() {
            return None;
        }
        let manner = match term {
            question::Term::Word(word) => word.manner,
            question::Term::Phrase(_) => Manner::Plain,
        };
        let whole = Term::from_field_text(field, &key);
        Some(match manner {
            Manner::Prefix => Box::new(FuzzyTermQuery::new_prefix(whole, 0, true)),
            Manner::Fuzzy(most) => Box::new(FuzzyTermQuery::new(whole, off(most, &key), true)),
            Manner::Plain => {
                let mut names: Vec<_> = known(typed).iter().map(|name| facts::key(name)).collect();
                if names.is_empty() {
                    names.push(key);
                }
                union(names.iter().map(|name| self.exactly(field, name)).collect())
            }
        })
    }

    fn days(&self, days: &Days) -> Found {
        let number = |date: jiff::civil::Date| facts::day(&date.to_string()).unwrap_or(0);
        // A motion without a date is of day 0.
        let first = days.first.map_or(1, number);
        let last = days.last.map_or(u64::MAX, number);
        self.between(first, last)
    }

    fn between(&self, first: u64, last: u64) -> Found {
        let bound = |day| Bound::Included(Term::from_field_u64(self.fields.facts.day, day));
        Box::new(RangeQuery::new(bound(first), bound(last)))
    }

    pub(super) fn filter(&self, filter: &Filter) -> Found {
        match filter.facet.field(&self.fields.facts) {
            Some(field) => self.exactly(field, &filter.value),
            None => {
                // A year that is no number is one that no motion has.
                let year: u64 = filter.value.parse().unwrap_or(u64::MAX / 100_000);
                self.between(year * 10_000 + 1, year * 10_000 + 9_999)
            }
        }
    }
}
