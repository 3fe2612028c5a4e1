//! Fields around what stands behind them.

use std::ops::Range;

use super::field::{Field, Text};
use super::node::{Fact, Node, Test};
use super::note::{NoteCode, Notes};
use super::value::facts;

/// Puts a field around a node; `range` is where its name stands.
///
/// A field that cannot stand inside another is taken out of it, and asked beside it: what remains inside
/// stays together. `verzoekt:(fiets (pad OR titel:weg))` is `verzoekt:fiets (verzoekt:pad OR titel:weg)`.
pub(super) fn within(field: Field, range: &Range<usize>, node: Node, notes: &mut Notes) -> Node {
    if !is_clean(field, &node) {
        let name = field.name();
        let message = format!(
            "there is a field inside `{name}:` that does not belong there; it is asked beside it"
        );
        notes.add(NoteCode::NestedField, range.clone(), message);
    }
    match field {
        Field::Value(property) => facts(property, node, notes),
        Field::Clause(_) | Field::Text(_) => beside(field, node),
    }
}

/// Puts a field around the parts of a node that may stand inside.
fn beside(field: Field, node: Node) -> Node {
    if is_clean(field, &node) {
        return wrapped(field, node);
    }
    let apart = |nodes: Vec<Node>, join: fn(Vec<Node>) -> Option<Node>| {
        let (clean, others): (Vec<_>, Vec<_>) =
            nodes.into_iter().partition(|node| is_clean(field, node));
        let inside = join(clean).map(|node| wrapped(field, node));
        join(inside.into_iter().chain(others.into_iter().map(|node| beside(field, node))).collect())
            .expect("a list of nodes is never empty, and each of them remains")
    };
    match node {
        Node::All(nodes) => apart(nodes, Node::all),
        Node::Any(nodes) => apart(nodes, Node::any),
        Node::Not(inner) => beside(field, *inner).negated(),
        other => other,
    }
}

fn wrapped(field: Field, node: Node) -> Node {
    match field {
        Field::Clause(scope) => Node::Clause(scope, Box::new(node)),
        Field::Text(text) => Node::Text(text, Box::new(node)),
        Field::Value(_) => node,
    }
}

/// Whether all of a node may stand inside a field.
fn is_clean(field: Field, node: &Node) -> bool {
    match node {
        Node::Term(_) | Node::Near(_) => true,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().all(|node| is_clean(field, node)),
        Node::Not(inner) => is_clean(field, inner),
        Node::Text(Text::Addressee, _) | Node::Fact(Fact { test: Test::Kind(_), .. }) => {
            matches!(field, Field::Clause(_))
        }
        Node::Clause(..) | Node::Text(..) | Node::Fact(_) => false,
    }
}
