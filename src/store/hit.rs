//! What is shown of the motions that were found.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::ledger::motion::Kept;
use super::versions::Version;
use crate::index::{FacetCounts, Marked, Marker, Met, Place, Suggestion};
use crate::motion::{Clause, Item, Motion, Role};
use crate::question::Note;
use crate::text::Span;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Found {
    /// How many motions there are; versions shown as one count as one.
    pub total: usize,
    /// Those of this page, in the order that was asked for.
    pub hits: Vec<Hit>,
    /// What was not understood of the question.
    pub notes: Vec<NoteHit>,
    /// What may have been meant by words that no motion has.
    pub suggestions: Vec<Suggestion>,
    /// How many of all of them are of each sort; empty where that was not asked for.
    pub facets: Vec<FacetCounts>,
    /// Where this page ends, to ask for the next one; null where it is the last.
    pub next: Option<String>,
    /// The number of the ledger's change up to which there is nothing else to be found.
    pub seq: u64,
}

/// A part of a question that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NoteHit {
    /// What it is about: `unclosed-quote`.
    pub code: &'static str,
    /// Where the part begins in the question, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What was found, and what was made of it; in English.
    pub message: String,
    /// What may have been meant, to be put in its place.
    pub suggestion: Option<&'static str>,
}

impl NoteHit {
    /// Says that a page may not go on where the one before it ended.
    pub(super) fn moved(words: &str) -> Self {
        Self {
            code: "moved",
            start: 0,
            end: words.len(),
            message: "motions changed since the first page, and what that was made of is not kept any more: \
                      one may be shown again, or be missed; ask again without `after` to see all"
                .to_owned(),
            suggestion: None,
        }
    }

    /// Says that motions are shown that have not all that was asked for.
    pub(super) fn some_words(words: &str) -> Self {
        Self {
            code: "some-words",
            start: 0,
            end: words.len(),
            message:
                "few motions have all of these words; those that have some of them, or the parts of \
                 a compound apart, are shown behind"
                    .to_owned(),
            suggestion: None,
        }
    }
}

impl From<Note> for NoteHit {
    fn from(note: Note) -> Self {
        let Range { start, end } = note.range;
        Self {
            code: note.code.name(),
            start,
            end,
            message: note.message,
            suggestion: note.suggestion,
        }
    }
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
    /// The number of the ledger's change by which it could first be found; 0 for one that could before that
    /// was noted.
    pub added: u64,
    /// How well it fits; only to compare hits of one query.
    pub score: f32,
    /// The clauses that fit best, best first, at most three.
    pub clauses: Vec<ClauseHit>,
    /// Where the words stand in the text, if neither the title nor a clause has them.
    pub passage: Option<Marked>,
    /// How many other versions of it were found; 0 where versions are not shown as one.
    pub other_versions: usize,
    /// The first ten of them.
    pub versions: Vec<Version>,
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
    /// The page that it begins on, from 1; null where a person added it.
    pub page: Option<u32>,
    /// Where it stands.
    pub spans: Vec<Span>,
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
        added: kept.since,
        score: place.score,
        clauses,
        passage,
        other_versions: place.versions.len(),
        versions: Vec::new(),
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

/// The clauses with the most different words of the question, the first of those with as many.
fn best_clauses(motion: &Motion, marker: &mut Marker) -> Vec<ClauseHit> {
    let mut clauses: Vec<_> = motion
        .clauses
        .iter()
        .enumerate()
        .map(|(number, clause)| clause_hit(number, clause, marker))
        .filter(|&(_, met)| met != 0)
        .collect();
    clauses.sort_by_key(|&(_, met)| std::cmp::Reverse(met.count_ones()));
    clauses.into_iter().take(CLAUSES).map(|(clause, _)| clause).collect()
}

/// Makes what is shown of a clause; returns it with the words of the question that it has.
fn clause_hit(number: usize, clause: &Clause, marker: &mut Marker) -> (ClauseHit, Met) {
    let (heading, mut met) = marker.mark(&clause.heading);
    let mut items = Vec::new();
    mark_items(&clause.items, marker, &mut items, &mut met);
    if items.is_empty() {
        items.extend(clause.items.first().map(|item| marker.mark(&item.text).0));
    }
    let hit = ClauseHit {
        clause: number,
        kind: clause.kind.clone(),
        role: clause.role,
        page: clause.spans.first().map(|span| span.page),
        spans: clause.spans.clone(),
        heading,
        items,
    };
    (hit, met)
}

/// Gathers the items that have a word of the question.
fn mark_items(items: &[Item], marker: &mut Marker, marked: &mut Vec<Marked>, met: &mut Met) {
    for item in items {
        let (text, words) = marker.mark(&item.text);
        if words != 0 {
            marked.push(text);
            *met |= words;
        }
        mark_items(&item.items, marker, marked, met);
    }
}
