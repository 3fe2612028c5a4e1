//! From a question to what tantivy looks for.
//!
//! All of it finds documents of motions. What is asked of one clause is asked of the documents of clauses,
//! and finds their motions ([`WithClause`]): so that words of a clause, of the whole and facts combine.

mod facts;
mod words;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::facet::{Facet, Filter};
use super::fields::{Fields, MOTION, role_name};
use super::several::Several;
use super::with_clause::WithClause;
use crate::dutch;
use crate::question::{self, Manner, Node, Scope, Text, Word};
use crate::text::Folded;

/// What a word counts for in the title and in the subject, beside what it counts for in the whole: by how rare it is
/// there, not in titles, where nearly every word is.
const TITLE: f32 = 2.5;
const SUBJECT: f32 = 1.5;

/// What the words of a sentence count for that stand in one clause, where only some must be there.
const CLAUSE: f32 = 0.5;

/// What a word counts for that only holds a question together.
const GLUE: f32 = 0.1;

/// Words up to so many letters are found one letter off where the question does not say how many, longer
/// ones two.
const SHORT: usize = 5;

type Found = Box<dyn Query>;

/// Makes what looks for the motions of a question, among those that all filters let through; `None`
/// where nothing is asked. `relaxed` says that some of the words in a row are enough.
pub(super) fn motions(
    fields: &Fields,
    searcher: &Searcher,
    question: &question::Question,
    filters: &[Filter],
    relaxed: bool,
) -> tantivy::Result<Option<Found>> {
    let plan = Plan { fields, place: Place::Motion, relaxed };
    let root = question.root.as_ref().and_then(|root| plan.node(root));
    if root.is_none() && filters.is_empty() {
        return Ok(None);
    }
    let mut parts = Vec::new();
    match root {
        Some(root) => parts.push((Occur::Must, root)),
        None => parts.push((Occur::Must, plan.every())),
    }
    let mut words = question.terms();
    words.retain(|seen| seen.field.is_none() && !seen.negated);
    for seen in &words {
        for (field, weight) in [(fields.title, TITLE), (fields.subject, SUBJECT)] {
            let rarity = |place| plan.rarity(searcher, seen.term, place);
            let as_rare = rarity(Place::Motion)? / rarity(Place::Field(field))?;
            let found = plan.term(seen.term, Place::Field(field));
            parts.extend(found.map(|found| (Occur::Should, boosted(found, weight * as_rare))));
        }
    }
    if relaxed && words.len() > 2 {
        let words =
            words.iter().filter_map(|seen| plan.strict().term(seen.term, Place::Clause)).collect();
        let clause = Box::new(WithClause::new(union(words)));
        parts.push((Occur::Should, boosted(clause, CLAUSE)));
    }
    for facet in Facet::ALL {
        let chosen = filters.iter().filter(|filter| filter.facet == facet);
        let chosen: Vec<_> = chosen.map(|filter| plan.filter(filter)).collect();
        if !chosen.is_empty() {
            parts.push((Occur::Must, unscored(union(chosen))));
        }
    }
    Ok(Some(if parts.len() == 1 { parts.remove(0).1 } else { Box::new(BooleanQuery::new(parts)) }))
}

/// Makes what looks for the clauses that a question asks for, to tell which of a motion's were meant;
/// none where it asks for none.
pub(super) fn clauses(fields: &Fields, node: &Node) -> Vec<Found> {
    let mut found = Vec::new();
    gather(fields, node, &mut found);
    found
}

fn gather(fields: &Fields, node: &Node, found: &mut Vec<Found>) {
    match node {
        Node::Clause(scope, inner) => {
            let plan = Plan { fields, place: Place::Clause, relaxed: false };
            found.push(plan.scoped(*scope, inner));
        }
        Node::All(nodes) | Node::Any(nodes) => {
            nodes.iter().for_each(|node| gather(fields, node, found));
        }
        Node::Term(_) | Node::Near(_) | Node::Not(_) | Node::Text(..) | Node::Fact(_) => {}
    }
}

/// Where words are looked for.
#[derive(Clone, Copy)]
enum Place {
    Motion,
    Clause,
    /// In one field of motions.
    Field(Field),
}

#[derive(Clone, Copy)]
struct Plan<'f> {
    fields: &'f Fields,
    place: Place,
    /// Whether some of the words in a row are enough.
    relaxed: bool,
}

impl Plan<'_> {
    /// What a node looks for; `None` where it has no word that could be found.
    fn node(&self, node: &Node) -> Option<Found> {
        match node {
            Node::Term(term) => self.term(term, self.place),
            Node::Near(near) => self.near(near),
            Node::All(nodes) => self.all(nodes),
            Node::Any(nodes) => {
                let found: Vec<_> = nodes.iter().filter_map(|node| self.node(node)).collect();
                (!found.is_empty()).then(|| union(found))
            }
            Node::Not(inner) => self.strict().node(inner).map(|inner| self.without(vec![inner])),
            Node::Clause(scope, inner) => {
                let plan = Self { place: Place::Clause, ..*self };
                Some(Box::new(WithClause::new(plan.scoped(*scope, inner))))
            }
            Node::Text(text, inner) => self.text(*text, inner),
            Node::Fact(fact) => Some(unscored(self.fact(fact)?)),
        }
    }

    /// The same, with nothing but what is asked for: what must not be there is not made more.
    fn strict(&self) -> Self {
        Self { relaxed: false, ..*self }
    }

    /// All of these. Words that stand beside one another are read together: `36 410` is one number.
    ///
    /// Words that only hold a question together ("over het") count, and need not be there.
    fn all(&self, nodes: &[Node]) -> Option<Found> {
        let (mut words, mut glue, mut must, mut not) = (vec![], vec![], vec![], vec![]);
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            let typed = nodes[at..].iter().map_while(plain_word).map(|word| word.text.as_str());
            let typed: Vec<&str> = typed.collect();
            if !typed.is_empty() {
                at += typed.len();
                let typed = typed.join(" ");
                for thing in dutch::sought(&typed) {
                    let is_glue = typed.get(thing.range.clone()).is_some_and(is_glue);
                    let list = if is_glue { &mut glue } else { &mut words };
                    list.push(self.forms(&thing, self.place));
                }
                continue;
            }
            match node {
                Node::Not(inner) => not.extend(self.strict().node(inner)),
                other => must.extend(self.node(other)),
            }
            at += 1;
        }
        if words.is_empty() && must.is_empty() {
            words.append(&mut glue);
        }
        let is_motion = matches!(self.place, Place::Motion);
        if is_motion && words.len() > 1 && self.relaxed {
            must.push(Box::new(Several::new(words)));
        } else {
            must.append(&mut words);
        }
        match (must.is_empty(), not.is_empty()) {
            (true, true) => None,
            (true, false) => Some(self.without(not)),
            (false, _) => {
                let not = not.into_iter().map(|found| (Occur::MustNot, found));
                let glue = glue.into_iter().map(|found| (Occur::Should, boosted(found, GLUE)));
                let all = must.into_iter().map(|found| (Occur::Must, found));
                Some(Box::new(BooleanQuery::new(all.chain(glue).chain(not).collect())))
            }
        }
    }

    /// The documents that are none of these.
    fn without(&self, not: Vec<Found>) -> Found {
        let not = not.into_iter().map(|found| (Occur::MustNot, found));
        let every = [(Occur::Must, self.every())];
        Box::new(BooleanQuery::new(every.into_iter().chain(not).collect()))
    }

    /// All motions, or, where clauses are looked for, all that stands in the place.
    fn every(&self) -> Found {
        match self.place {
            // Whatever is asked of a clause is asked beside its sort, which motions do not have.
            Place::Clause => Box::new(AllQuery),
            Place::Motion | Place::Field(_) => unscored(self.exactly(self.fields.part, MOTION)),
        }
    }

    /// Clauses of a sort that are as asked.
    fn scoped(&self, scope: Scope, inner: &Node) -> Found {
        let sort = match scope {
            Scope::Role(role) => self.exactly(self.fields.role, role_name(role)),
            Scope::Kind(kind) => self.exactly(self.fields.kind, kind),
        };
        let mut parts = vec![(Occur::Must, unscored(sort))];
        parts.extend(self.node(inner).map(|inner| (Occur::Must, inner)));
        Box::new(BooleanQuery::new(parts))
    }

    fn text(&self, text: Text, inner: &Node) -> Option<Found> {
        let fields = self.fields;
        let of = |field| Self { place: Place::Field(field), ..*self }.node(inner);
        match text {
            Text::Title => of(fields.title),
            Text::Subject => of(fields.subject),
            Text::Addressee => of(fields.addressee),
            Text::Sender => of(fields.sender),
            Text::Submitter => of(fields.submitter),
            Text::Signatory => of(fields.signatory),
            Text::Name => {
                let found = [of(fields.submitter), of(fields.signatory)];
                let found: Vec<_> = found.into_iter().flatten().collect();
                (!found.is_empty()).then(|| union(found))
            }
        }
    }

    fn is_name(&self, place: Place) -> bool {
        let Place::Field(field) = place else { return false };
        let Fields { sender, assembly, submitter, signatory, number, .. } = self.fields;
        [sender, assembly, submitter, signatory, number].contains(&&field)
    }

    fn word(&self, field: Field, token: &str) -> Found {
        let term = Term::from_field_text(field, token);
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    fn exactly(&self, field: Field, value: &str) -> Found {
        let term = Term::from_field_text(field, value);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }
}

/// How many letters a word may be off.
pub(super) fn off(most: Option<u8>, word: &str) -> u8 {
    most.unwrap_or(if word.chars().count() <= SHORT { 1 } else { 2 })
}

/// The words of what was typed, folded, without forms.
pub(super) fn folded_words(typed: &str) -> Vec<String> {
    let folded = Folded::whole(typed);
    let words = folded.text().split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a word says nothing of what is looked for.
fn is_glue(typed: &str) -> bool {
    dutch::is_stop(Folded::whole(typed).text())
}

fn plain_word(node: &Node) -> Option<&Word> {
    match node {
        Node::Term(question::Term::Word(word)) if word.manner == Manner::Plain => Some(word),
        _ => None,
    }
}

fn union(mut found: Vec<Found>) -> Found {
    if found.len() == 1 { found.remove(0) } else { Box::new(BooleanQuery::union(found)) }
}

fn intersection(mut found: Vec<Found>) -> Option<Found> {
    match found.len() {
        0 => None,
        1 => Some(found.remove(0)),
        _ => Some(Box::new(BooleanQuery::intersection(found))),
    }
}

fn boosted(found: Found, weight: f32) -> Found {
    if weight == 1.0 { found } else { Box::new(BoostQuery::new(found, weight)) }
}

/// The same documents, which all count the same: a fact is true or it is not.
fn unscored(found: Found) -> Found {
    Box::new(ConstScoreQuery::new(found, 0.0))
}
