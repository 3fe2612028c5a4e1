//! What is looked for by words: in all their forms, literally, by their beginnings, near one another.

use tantivy::query::{FuzzyTermQuery, PhraseQuery};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::{Found, Place, Plan, boosted, folded_words, intersection, off, union};
use crate::dutch::{self, Kind};
use crate::index::anywhere::{Anywhere, frequency};
use crate::index::near::{Near, Spot};
use crate::index::tokens;
use crate::index::with_clause::WithClause;
use crate::question::{self, Manner};

/// What a form counts for that is the very word; one that is a part of a longer word; and one of a word of the
/// same family.
const SAME: f32 = 1.2;
const PART: f32 = 0.7;
const KIN: f32 = 0.5;

/// What a compound counts for whose parts stand apart in a clause.
const APART: f32 = 0.3;

impl Plan<'_> {
    /// A word or a phrase in a place.
    pub(super) fn term(&self, term: &question::Term, place: Place) -> Option<Found> {
        match term {
            question::Term::Phrase(phrase) => {
                self.each_field(place, |field| self.phrase(&phrase.text, field))
            }
            question::Term::Word(word) => match word.manner {
                Manner::Plain => self.words(&word.text, place),
                Manner::Prefix => self.spelt(&word.text, place, |field, last| {
                    FuzzyTermQuery::new_prefix(Term::from_field_text(field, last), 0, true)
                }),
                Manner::Fuzzy(most) => self.spelt(&word.text, place, |field, last| {
                    FuzzyTermQuery::new(Term::from_field_text(field, last), off(most, last), true)
                }),
            },
        }
    }

    /// Words as they were typed, each in all its forms.
    pub(super) fn words(&self, typed: &str, place: Place) -> Option<Found> {
        let found = dutch::sought(typed).into_iter().map(|thing| self.forms(&thing, place));
        intersection(found.collect())
    }

    /// A word in all its forms.
    pub(super) fn forms(&self, thing: &dutch::Sought, place: Place) -> Found {
        let is_name = self.is_name(place);
        let mut tokens: Vec<(String, f32)> = Vec::new();
        let kin = thing.kin.iter().map(|term| (term, KIN)).filter(|_| !is_name);
        let terms = thing.terms.iter().enumerate().map(|(at, term)| {
            let weight = match term.kind {
                Kind::Part => PART,
                _ if at == 0 => SAME,
                _ => 1.0,
            };
            (term, weight)
        });
        for (term, weight) in terms.chain(kin) {
            if is_name && matches!(term.kind, Kind::Stem | Kind::Part) {
                continue;
            }
            let mut token = String::new();
            tokens::write(term.kind, &term.text, &mut token);
            if tokens.iter().all(|(seen, _)| *seen != token) {
                tokens.push((token, weight));
            }
        }
        let field = match place {
            Place::Motion => {
                let anywhere = Box::new(Anywhere::new(tokens, self.fields));
                let apart = self.relaxed.then(|| self.apart(thing)).flatten();
                return union([Some(anywhere as Found), apart].into_iter().flatten().collect());
            }
            Place::Clause => self.fields.words,
            Place::Field(field) => field,
        };
        let tokens = tokens.iter();
        union(tokens.map(|(token, weight)| boosted(self.word(field, token), *weight)).collect())
    }

    /// How rare what a term looks for is in a place, as what is found is scored by it.
    pub(super) fn rarity(
        &self,
        searcher: &Searcher,
        term: &question::Term,
        place: Place,
    ) -> tantivy::Result<f32> {
        let things = match term {
            question::Term::Word(word) if word.manner == Manner::Plain => dutch::sought(&word.text),
            _ => return Ok(1.0),
        };
        let fields = match place {
            Place::Motion => self.fields.anywhere().to_vec(),
            Place::Clause => vec![self.fields.words],
            Place::Field(field) => vec![field],
        };
        let all = searcher.num_docs() as f32;
        let mut rarity = 0.0;
        for thing in things {
            let mut most = 0;
            for term in &thing.terms {
                let mut token = String::new();
                tokens::write(term.kind, &term.text, &mut token);
                most = most.max(frequency(searcher, &fields, &token)?);
            }
            let most = most as f32;
            rarity += (1.0 + ((all - most).max(0.0) + 0.5) / (most + 0.5)).ln();
        }
        Ok(rarity.max(f32::MIN_POSITIVE))
    }

    /// Motions with a clause in which the parts of a compound stand apart, "leegstand van winkels", and those that
    /// have them anywhere.
    fn apart(&self, thing: &dutch::Sought) -> Option<Found> {
        let parts = thing.parts();
        let all_in = |place| {
            let parts = parts.iter().filter_map(|part| self.strict().words(part, place));
            intersection(parts.collect())
        };
        let in_clause = Box::new(WithClause::new(all_in(Place::Clause)?));
        let mut found: Vec<Found> = vec![boosted(in_clause, APART)];
        found.extend(all_in(Place::Motion).map(|found| boosted(found, PART * APART)));
        Some(union(found))
    }

    /// Words in this order, literally.
    fn phrase(&self, typed: &str, field: Field) -> Option<Found> {
        let things = dutch::exact(typed);
        let terms: Vec<_> = things
            .iter()
            .filter_map(|thing| thing.terms.first())
            .map(|term| Term::from_field_text(field, &term.text))
            .collect();
        match terms.len() {
            0 => None,
            1 => Some(self.word(field, &things[0].terms[0].text)),
            _ => Some(Box::new(PhraseQuery::new(terms))),
        }
    }

    /// A word whose end, or spelling, is open; what stands before the last sign in it is not.
    fn spelt(
        &self,
        typed: &str,
        place: Place,
        last: impl Fn(Field, &str) -> FuzzyTermQuery,
    ) -> Option<Found> {
        let words = folded_words(typed);
        let (open, before) = words.split_last()?;
        self.each_field(place, |field| {
            let mut found: Vec<Found> = before.iter().map(|word| self.word(field, word)).collect();
            found.push(Box::new(last(field, open)));
            intersection(found)
        })
    }

    pub(super) fn near(&self, near: &question::Near) -> Option<Found> {
        self.each_field(self.place, |field| self.near_in(near, field))
    }

    /// What is looked for in each field of a place: what is found of a motion stands in one of its clauses, or
    /// outside them.
    fn each_field(&self, place: Place, find: impl Fn(Field) -> Option<Found>) -> Option<Found> {
        match place {
            Place::Motion => {
                let with_clause: Found = Box::new(WithClause::new(find(self.fields.words)?));
                let outside = find(self.fields.rest);
                Some(union([Some(with_clause), outside].into_iter().flatten().collect()))
            }
            Place::Clause => find(self.fields.words),
            Place::Field(field) => find(field),
        }
    }

    fn near_in(&self, near: &question::Near, field: Field) -> Option<Found> {
        let spots = |terms: &[question::Term]| -> Vec<Spot> {
            terms.iter().filter_map(|term| self.spot(term, field)).collect()
        };
        let then = near.then.iter().map(|next| (next.within, spots(&next.any)));
        Near::new(field, spots(&near.first), then.collect()).map(|near| Box::new(near) as Found)
    }

    /// What stands at a spot: a word in its forms, or words one behind the other.
    fn spot(&self, term: &question::Term, field: Field) -> Option<Spot> {
        let things = match term {
            question::Term::Phrase(phrase) => dutch::exact(&phrase.text),
            question::Term::Word(word) => match word.manner {
                Manner::Plain => dutch::sought(&word.text),
                Manner::Prefix => return folded_words(&word.text).pop().map(Spot::Beginning),
                Manner::Fuzzy(most) => {
                    let last = folded_words(&word.text).pop()?;
                    return Some(Spot::Spelt(off(most, &last), last));
                }
            },
        };
        let forms = |thing: &dutch::Sought| {
            let is_name = self.is_name(Place::Field(field));
            let kin = thing.kin.iter().filter(|_| !is_name);
            let terms = thing.terms.iter();
            let terms =
                terms.filter(|term| !is_name || !matches!(term.kind, Kind::Stem | Kind::Part));
            let terms = terms.chain(kin);
            let mut forms: Vec<String> = terms
                .map(|term| {
                    let mut token = String::new();
                    tokens::write(term.kind, &term.text, &mut token);
                    token
                })
                .collect();
            forms.sort();
            forms.dedup();
            forms
        };
        (!things.is_empty()).then(|| Spot::Words(things.iter().map(forms).collect()))
    }
}
