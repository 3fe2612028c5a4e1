//! Questions as text: what reads as the same question.

use std::fmt::{self, Display, Formatter};

use super::field::Field;
use super::node::{Fact, Manner, Near, Node, Term, Test};
use super::value::{ANSWERS, OUTCOMES, printed};
use super::{MAX_DEPTH, Question};

impl Display for Question {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some(root) = &self.root else { return Ok(()) };
        // Brackets that only make a question clearer must not make it too deep.
        let clear = height(root) < MAX_DEPTH;
        Printed { node: root, place: Place::Whole, clear }.fmt(f)
    }
}

/// Around what a node is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Nothing.
    Whole,
    /// An any-of.
    Any,
    /// An all-of.
    All,
    /// A sign or a field.
    Behind,
}

/// A node as it is printed at a place.
struct Printed<'a> {
    node: &'a Node,
    place: Place,
    /// Whether there are brackets where they are not needed.
    clear: bool,
}

impl Printed<'_> {
    fn at<'a>(&self, node: &'a Node, place: Place) -> Printed<'a> {
        Printed { node, place, clear: self.clear }
    }

    /// Whether it stands in brackets.
    fn is_bracketed(&self) -> bool {
        match (self.node, self.place) {
            (_, Place::Whole) => false,
            (Node::Any(_), _) | (Node::All(_), Place::Behind) => true,
            (Node::All(_), _) => self.clear,
            (Node::Near(_), Place::Behind) => self.clear,
            (Node::Not(_), Place::Behind) => true,
            (Node::Clause(..) | Node::Text(..) | Node::Fact(_), Place::Behind) => false,
            _ => false,
        }
    }

    fn list(
        &self,
        nodes: &[Node],
        between: &str,
        place: Place,
        f: &mut Formatter<'_>,
    ) -> fmt::Result {
        for (at, node) in nodes.iter().enumerate() {
            if at > 0 {
                f.write_str(between)?;
            }
            self.at(node, place).fmt(f)?;
        }
        Ok(())
    }

    fn field(&self, field: Field, inner: &Node, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", field.name(), self.at(inner, Place::Behind))
    }
}

impl Display for Printed<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_bracketed() {
            return write!(f, "({})", self.at(self.node, Place::Whole));
        }
        match self.node {
            Node::Term(term) => term.fmt(f),
            Node::Near(near) => near.fmt(f),
            Node::All(nodes) => self.list(nodes, " ", Place::All, f),
            Node::Any(nodes) => self.list(nodes, " OR ", Place::Any, f),
            Node::Not(inner) => write!(f, "-{}", self.at(inner, Place::Behind)),
            Node::Clause(scope, inner) => self.field(Field::Clause(*scope), inner, f),
            Node::Text(text, inner) => self.field(Field::Text(*text), inner, f),
            Node::Fact(fact) => fact.fmt(f),
        }
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phrase(phrase) => write!(f, "\"{}\"", phrase.text),
            Self::Word(word) => match word.manner {
                Manner::Plain => write!(f, "{}", word.text),
                Manner::Prefix => write!(f, "{}*", word.text),
                Manner::Fuzzy(None) => write!(f, "{}~", word.text),
                Manner::Fuzzy(Some(edits)) => write!(f, "{}~{edits}", word.text),
            },
        }
    }
}

impl Display for Near {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        alternatives(&self.first, f)?;
        for next in &self.then {
            write!(f, " NEAR/{} ", next.within)?;
            alternatives(&next.any, f)?;
        }
        Ok(())
    }
}

fn alternatives(terms: &[Term], f: &mut Formatter<'_>) -> fmt::Result {
    match terms {
        [term] => term.fmt(f),
        terms => {
            let terms: Vec<String> = terms.iter().map(Term::to_string).collect();
            write!(f, "({})", terms.join(" OR "))
        }
    }
}

impl Display for Fact {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", Field::Value(self.test.property()).name())?;
        match &self.test {
            Test::Municipality(term)
            | Test::Party(term)
            | Test::Body(term)
            | Test::Number(term) => term.fmt(f),
            Test::Kind(kind) => f.write_str(kind),
            Test::Outcome(outcome) => f.write_str(printed(&OUTCOMES, outcome)),
            Test::Date(days) => days.fmt(f),
            Test::Language(language) => f.write_str(language),
            Test::Warnings(answer) => f.write_str(printed(&ANSWERS, answer)),
        }
    }
}

/// How many nodes stand inside one another.
fn height(node: &Node) -> usize {
    let inner = match node {
        Node::Term(_) | Node::Fact(_) => 0,
        Node::Near(_) => 1,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().map(height).max().unwrap_or(0),
        Node::Not(inner) | Node::Clause(_, inner) | Node::Text(_, inner) => height(inner),
    };
    inner + 1
}
