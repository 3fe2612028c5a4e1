//! What a question is made of.

use std::ops::Range;

use super::date::Days;
use super::field::{Field, Property, Text};
use super::scope::Scope;
use crate::motion::Verdict;

/// A part of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A word or phrase, anywhere; inside a [`Node::Clause`] or [`Node::Text`], there.
    Term(Term),
    /// Terms that stand near each other.
    Near(Near),
    /// All of these; two or more, none of them an `All`.
    All(Vec<Node>),
    /// At least one of these; two or more, none of them an `Any`.
    Any(Vec<Node>),
    /// Not this; never a `Not` itself.
    Not(Box<Node>),
    /// One clause of this kind of which all that is inside holds. Inside stand terms, operators,
    /// [`Test::Kind`] and [`Text::Addressee`], and no other field.
    Clause(Scope, Box<Node>),
    /// A part of the record with these words. Inside stand terms and operators, and no field.
    Text(Text, Box<Node>),
    /// A fact of the motion; [`Test::Kind`] inside a [`Node::Clause`] is one of that clause.
    Fact(Fact),
}

/// What is looked for in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A word.
    Word(Word),
    /// Words in this order.
    Phrase(Phrase),
}

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word as typed, without the signs of the language: `B&W`, `36410-17`. It has a letter or digit.
    pub text: String,
    /// Where `text` stands in the question's text, in bytes.
    pub range: Range<usize>,
    /// Which words it stands for.
    pub manner: Manner,
}

/// Which words a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Manner {
    /// Itself, and its other forms as the index knows them.
    Plain,
    /// All that begin with it: `fiets*`.
    Prefix,
    /// Those that are this many letters off, 1 or 2; `None` for as many as its length makes sensible.
    Fuzzy(Option<u8>),
}

/// Words in this order, as written between quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// What stands between the quotes, without white space around it. It has a letter or digit.
    pub text: String,
    /// Where `text` stands in the question's text, in bytes.
    pub range: Range<usize>,
}

/// Terms of which each stands near the one before it, on either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Alternatives for the first; one or more.
    pub first: Vec<Term>,
    /// The others, in order; one or more.
    pub then: Vec<Next>,
}

/// A term that stands near the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// How many words it is away at most: 1 is the next word, [`MAX_NEAR`](super::MAX_NEAR) the most.
    pub within: u32,
    /// Alternatives for it; one or more.
    pub any: Vec<Term>,
}

/// A fact about a motion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What must be true.
    pub test: Test,
    /// Where its value stands in the question's text, in bytes.
    pub range: Range<usize>,
}

/// What must be true of a motion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is of this municipality.
    Municipality(Term),
    /// Someone of this party brought it in or signed it.
    Party(Term),
    /// This assembly speaks.
    Body(Term),
    /// It has this number, or is filed under it.
    Number(Term),
    /// It has a clause of this kind, in snake case: `roept_op`. Grammars may know kinds that are not
    /// in [`Scope`]; inside a [`Node::Clause`] it is the kind of that clause.
    Kind(String),
    /// This became of it.
    Outcome(Verdict),
    /// It is of one of these days.
    Date(Days),
    /// It is in this language, by its code of ISO 639-1: `nl`.
    Language(&'static str),
    /// Whether there is something in it that a reader should look at.
    Warnings(bool),
}

/// A term where it stands in a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen<'a> {
    /// The term.
    pub term: &'a Term,
    /// The innermost field around it.
    pub field: Option<Field>,
    /// Whether it is one that must not be found.
    pub negated: bool,
}

impl Term {
    /// Returns what is looked for, as typed.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Word(word) => &word.text,
            Self::Phrase(phrase) => &phrase.text,
        }
    }

    /// Returns where it stands in the question's text, in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::Word(word) => word.range.clone(),
            Self::Phrase(phrase) => phrase.range.clone(),
        }
    }
}

impl Test {
    /// Returns the term of a test that has one.
    #[must_use]
    pub fn term(&self) -> Option<&Term> {
        match self {
            Self::Municipality(term)
            | Self::Party(term)
            | Self::Body(term)
            | Self::Number(term) => Some(term),
            Self::Kind(_)
            | Self::Outcome(_)
            | Self::Date(_)
            | Self::Language(_)
            | Self::Warnings(_) => None,
        }
    }

    /// Returns the field that asks it.
    #[must_use]
    pub fn property(&self) -> Property {
        match self {
            Self::Municipality(_) => Property::Municipality,
            Self::Party(_) => Property::Party,
            Self::Body(_) => Property::Body,
            Self::Number(_) => Property::Number,
            Self::Kind(_) => Property::Kind,
            Self::Outcome(_) => Property::Outcome,
            Self::Date(_) => Property::Date,
            Self::Language(_) => Property::Language,
            Self::Warnings(_) => Property::Warnings,
        }
    }
}

impl Node {
    /// All of these; itself where it is one, `None` where there are none.
    pub(super) fn all(nodes: Vec<Self>) -> Option<Self> {
        let flat = nodes.into_iter().flat_map(|node| match node {
            Self::All(inner) => inner,
            other => vec![other],
        });
        joined(flat.collect(), Self::All)
    }

    /// At least one of these; itself where it is one, `None` where there are none.
    pub(super) fn any(nodes: Vec<Self>) -> Option<Self> {
        let flat = nodes.into_iter().flat_map(|node| match node {
            Self::Any(inner) => inner,
            other => vec![other],
        });
        joined(flat.collect(), Self::Any)
    }

    /// The opposite; what is denied twice is itself.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Whether there is something in it that must be found.
    pub(super) fn asks_for_something(&self) -> bool {
        match self {
            Self::Term(_) | Self::Near(_) | Self::Fact(_) => true,
            Self::Not(_) => false,
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().any(Self::asks_for_something),
            Self::Clause(_, inner) | Self::Text(_, inner) => inner.asks_for_something(),
        }
    }

    /// Appends its terms, in order.
    pub(super) fn terms<'a>(&'a self, field: Option<Field>, negated: bool, to: &mut Vec<Seen<'a>>) {
        let seen = |term| Seen { term, field, negated };
        match self {
            Self::Term(term) => to.push(seen(term)),
            Self::Near(near) => {
                let then = near.then.iter().flat_map(|next| &next.any);
                to.extend(near.first.iter().chain(then).map(seen));
            }
            Self::All(nodes) | Self::Any(nodes) => {
                nodes.iter().for_each(|node| node.terms(field, negated, to));
            }
            Self::Not(inner) => inner.terms(field, !negated, to),
            Self::Clause(scope, inner) => inner.terms(Some(Field::Clause(*scope)), negated, to),
            Self::Text(text, inner) => inner.terms(Some(Field::Text(*text)), negated, to),
            Self::Fact(fact) => {
                let field = Some(Field::Value(fact.test.property()));
                to.extend(fact.test.term().map(|term| Seen { term, field, negated }));
            }
        }
    }
}

fn joined(mut nodes: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Option<Node> {
    match nodes.len() {
        0 | 1 => nodes.pop(),
        _ => Some(join(nodes)),
    }
}
