//! What is shown of the motions that were found.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::ledger::motion::Kept;
use super::mark::{Marked, Marker};
use crate::motion::{Clause, Item, Motion, Role};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Found {
    /// How many motions have the words; with a clause filter, how many clauses.
    pub total: usize,
    /// The best motions, best first.
    pub hits: Vec<Hit>,
    /// What was not understood of the query.
    pub notices: Vec<String>,
}

/// A motion that was found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// Its id.
    pub id: String,
    /// The file that it came in.
    pub name: String,
    /// Its title; null if it states none.
    pub title: Option<Marked>,
    /// Its date, ISO 8601.
    pub date: Option<String>,
    /// The assembly that speaks.
    pub body: Option<String>,
    /// How well it fits; only to compare hits of one query.
    pub score: f32,
    /// The clauses that fit best, best first, at most three.
    pub clauses: Vec<ClauseHit>,
    /// Where the words stand in the text, if neither the title nor a clause has them.
    pub passage: Option<Marked>,
}

/// A clause that was found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ClauseHit {
    /// Its place in the motion, from 0.
    pub clause: usize,
    /// Its kind: `overwegende`.
    pub kind: String,
    /// Its role.
    pub role: Role,
    /// Its opening words.
    pub heading: Marked,
    /// Its items that have one of the words; the first one if only the heading has.
    pub items: Vec<Marked>,
}

/// How many clauses of a motion are shown.
const CLAUSES: usize = 3;

/// How much text is shown before the first word found, and behind it, in bytes.
const BEFORE: usize = 90;
const BEHIND: usize = 160;

/// A motion that was found, by its id, with the numbers of the clauses that were.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) id: String,
    pub(super) score: f32,
    /// Best first; none where whole motions were looked for.
    pub(super) clauses: Vec<usize>,
}

/// Makes what is shown of a motion.
pub(super) fn hit(kept: &Kept, place: &Place, marker: &mut Marker) -> Hit {
    let motion = &kept.motion;
    let title = motion.title.as_deref().map(|title| marker.mark(title).0);
    let clauses = if place.clauses.is_empty() {
        best_clauses(motion, marker)
    } else {
        found_clauses(motion, &place.clauses, marker)
    };
    let is_in_title = title.as_ref().is_some_and(|title| !title.marks.is_empty());
    let passage =
        if clauses.is_empty() && !is_in_title { passage(&kept.text, marker) } else { None };
    Hit {
        id: motion.id.clone(),
        name: motion.source.name.clone(),
        title,
        date: motion.date.clone(),
        body: motion.body.clone(),
        score: place.score,
        clauses,
        passage,
    }
}

/// Cuts out the text around the first word found.
fn passage(text: &str, marker: &mut Marker) -> Option<Marked> {
    let (marked, _) = marker.mark(text);
    let &[first, last] = marked.marks.first()?;
    let space = |c: char| c.is_whitespace();
    // From the first word that begins in reach to the last one that ends there.
    let reach = text.floor_char_boundary(first.saturating_sub(BEFORE));
    let start = match text[reach..first].find(space) {
        Some(at) if reach > 0 => reach + at,
        _ => reach,
    };
    let reach = text.ceil_char_boundary(last.saturating_add(BEHIND));
    let end = match text[last..reach].rfind(space) {
        Some(at) if reach < text.len() => last + at,
        _ => reach,
    };
    let cut = text[start..end].trim();
    let start = end - text[start..end].trim_start().len();
    let end = start + cut.len();
    Some(Marked {
        text: cut.replace(['\n', '\u{c}', '\t'], " "),
        marks: marked
            .marks
            .iter()
            .filter(|mark| mark[0] >= start && mark[1] <= end)
            .map(|mark| mark.map(|at| at - start))
            .collect(),
    })
}

/// The clauses that were looked for and found.
fn found_clauses(motion: &Motion, numbers: &[usize], marker: &mut Marker) -> Vec<ClauseHit> {
    numbers
        .iter()
        .filter_map(|&number| Some((number, motion.clauses.get(number)?)))
        .take(CLAUSES)
        .map(|(number, clause)| clause_hit(number, clause, marker).0)
        .collect()
}

/// The clauses with the most different words of the query, the first of those with as many.
fn best_clauses(motion: &Motion, marker: &mut Marker) -> Vec<ClauseHit> {
    let mut clauses: Vec<_> = motion
        .clauses
        .iter()
        .enumerate()
        .map(|(number, clause)| clause_hit(number, clause, marker))
        .filter(|&(_, words)| words > 0)
        .collect();
    clauses.sort_by_key(|&(_, words)| std::cmp::Reverse(words));
    clauses.into_iter().take(CLAUSES).map(|(clause, _)| clause).collect()
}

/// Makes what is shown of a clause; returns it with how many words of the query it has.
fn clause_hit(number: usize, clause: &Clause, marker: &mut Marker) -> (ClauseHit, usize) {
    let (heading, mut seen) = marker.mark(&clause.heading);
    let mut items = Vec::new();
    mark_items(&clause.items, marker, &mut items, &mut seen);
    if items.is_empty() {
        items.extend(clause.items.first().map(|item| marker.mark(&item.text).0));
    }
    let hit =
        ClauseHit { clause: number, kind: clause.kind.clone(), role: clause.role, heading, items };
    (hit, seen.len())
}

/// Gathers the items that have a word of the query.
fn mark_items(
    items: &[Item],
    marker: &mut Marker,
    marked: &mut Vec<Marked>,
    seen: &mut HashSet<String>,
) {
    for item in items {
        let (text, words) = marker.mark(&item.text);
        if !words.is_empty() {
            marked.push(text);
            seen.extend(words);
        }
        mark_items(&item.items, marker, marked, seen);
    }
}
