//! From a question to the motions that are shown.

use std::cmp::Reverse;
use std::ops::Range;

use super::error::StoreError;
use super::hit::{Found, Hit, NoteHit, hit};
use super::ledger::motion::Kept;
use super::versions::Version;
use crate::index::{Asked, Basis, Facet, Filter, Marker, Moment, Rank, Shelf, Sort};
use crate::motion::Role;
use crate::question::{self, Field, Question, Scope};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Query<'a> {
    /// The question, as `docs/query.md` has it.
    pub words: &'a str,
    /// The name of a role or kind of clause that all of it is put to: `dictum`, `overwegende`.
    pub clause: Option<&'a str>,
    /// What motions must be besides.
    pub filters: &'a [Filter],
    /// In which order they are shown.
    pub sort: Sort,
    /// Where the page before this one ended, as it said in [`Found::next`].
    pub after: Option<&'a str>,
    /// How many motions to show at most.
    pub limit: usize,
    /// Whether to count what was found by facets.
    pub facets: bool,
    /// Whether to show, and to count, versions of one motion as one.
    pub families: bool,
    /// Only what has all that is asked for, however little that is.
    pub strict: bool,
    /// Only motions that could first be found behind this change of the ledger.
    pub added_after: Option<u64>,
}

/// Where a question finds fewer motions than this, those are shown behind them that have some of its words, or
/// the parts of a compound apart.
const FEW: usize = 10;

/// How many other versions of a motion are named.
const VERSIONS: usize = 10;

/// Gives the motion of a key; none where it was deleted meanwhile.
type Fetch<'a> = dyn FnMut(u64) -> Result<Option<Kept>, StoreError> + 'a;

/// Looks for motions.
pub(super) fn search(
    shelf: &Shelf,
    query: &Query<'_>,
    fetch: &mut Fetch<'_>,
) -> Result<Found, StoreError> {
    let mut hits = Vec::new();
    let found = each(shelf, query, fetch, &mut |hit| {
        hits.push(hit);
        true
    })?;
    Ok(Found { hits, ..found })
}

/// Looks for motions, and shows each as it is fetched, until `show` returns false; what is returned has
/// no hits.
pub(super) fn each(
    shelf: &Shelf,
    query: &Query<'_>,
    fetch: &mut Fetch<'_>,
    show: &mut dyn FnMut(Hit) -> bool,
) -> Result<Found, StoreError> {
    let scope = query.clause.map(scope).transpose()?;
    let mut question = question::read(query.words);
    if let Some(scope) = scope {
        question = question.inside(scope);
    }
    let (after, of) = query.after.map(cursor).transpose()?.unzip();
    let view = shelf.view(of);
    let asked = Asked {
        question: &question,
        filters: query.filters,
        sort: query.sort,
        after,
        added_after: query.added_after,
        limit: query.limit,
        facets: query.facets,
        families: query.families,
        relaxed: false,
    };
    let Some(mut answer) = view.ask(&asked)? else {
        return Err(StoreError::NoWords { query: query.words.trim().to_owned() });
    };
    let mut is_relaxed = false;
    let mut notes: Vec<NoteHit> = question.notes.iter().cloned().map(Into::into).collect();
    if answer.total < FEW && !query.strict && !is_strict(query.words) {
        let more = view.ask(&Asked { relaxed: true, ..asked })?.unwrap_or_default();
        if more.total > answer.total {
            (answer, is_relaxed) = (more, true);
        }
    }
    if is_relaxed {
        notes.push(NoteHit::some_words(query.words));
    }
    if view.moment().is_moved {
        notes.push(NoteHit::moved(query.words));
    }
    let suggestions = shelf.suggest(&question)?;
    let mut marker = Marker::of(&question, is_relaxed);
    let last = answer.places.last().filter(|_| answer.places.len() == query.limit);
    let next = last.map(|place| {
        view.keep();
        written(place.rank, view.moment())
    });
    for place in answer.places {
        let Some(kept) = fetch(place.key)? else { continue };
        let mut hit = hit(&kept, &place, &mut marker);
        for key in place.versions.iter().take(VERSIONS) {
            hit.versions.extend(fetch(*key)?.map(|other| Version::new(&other, &kept)));
        }
        if !show(hit) {
            break;
        }
    }
    Ok(Found {
        total: answer.total,
        hits: Vec::new(),
        notes,
        suggestions,
        facets: answer.facets,
        next,
        seq: view.moment().seq,
    })
}

/// The motions most like one that is at hand, most alike first.
pub(super) fn like(
    shelf: &Shelf,
    kept: &Kept,
    basis: Basis,
    limit: usize,
    fetch: &mut Fetch<'_>,
) -> Result<Vec<Hit>, StoreError> {
    let is_meant = |role| match basis {
        Basis::Whole | Basis::Dictum => role == Role::Dictum,
        Basis::Grounds => role != Role::Dictum,
    };
    let mut marker = Marker::of(&Question::default(), false);
    let mut hits = Vec::new();
    for mut place in shelf.like(&kept.motion, kept.key, basis, limit)? {
        if let Some(other) = fetch(place.key)? {
            let clauses = other.motion.clauses.iter().enumerate();
            let meant = clauses.filter(|(_, clause)| is_meant(clause.role));
            place.clauses = meant.map(|(number, _)| number).collect();
            hits.push(hit(&other, &place, &mut marker));
        }
    }
    Ok(hits)
}

/// Whether a question says itself that all of its words must be there.
fn is_strict(words: &str) -> bool {
    words.split_whitespace().any(|word| word == "AND" || word == "EN" || word.starts_with('+'))
}

/// Reads the name of a role or of a kind of clause, however it is spelt: `Roept-op`.
fn scope(name: &str) -> Result<Scope, StoreError> {
    match Field::of(name.trim().replace(' ', "_").as_str()) {
        Some(Field::Clause(scope)) => Ok(scope),
        _ => {
            let known = Field::all().filter(|(field, ..)| matches!(field, Field::Clause(_)));
            let known = known.map(|(field, ..)| field.name().to_owned()).collect();
            Err(StoreError::UnknownClause { name: name.to_owned(), known })
        }
    }
}

/// Writes where a page ends.
fn written(rank: Rank, of: Moment) -> String {
    let moved = u8::from(of.is_moved);
    format!("{:08x}{:016x}{:016x}{:x}{moved}", rank.first, rank.then.0, of.print, of.seq)
}

/// Reads where a page ended.
fn cursor(written: &str) -> Result<(Rank, Moment), StoreError> {
    let read = || {
        let number = |range| {
            let digits = written.get::<Range<usize>>(range)?;
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            u64::from_str_radix(digits, 16).ok().filter(|_| is_hex)
        };
        let last = written.len().checked_sub(1)?;
        let first = u32::try_from(number(0..8)?).ok()?;
        let rank = Rank { first, then: Reverse(number(8..24)?) };
        let is_moved = match number(last..last + 1)? {
            0 => false,
            1 => true,
            _ => return None,
        };
        Some((rank, Moment { print: number(24..40)?, seq: number(40..last)?, is_moved }))
    };
    read().ok_or_else(|| StoreError::NoCursor { cursor: written.to_owned() })
}

/// Reads filters, several values of a facet with a bar between them: `Zeist|De Bilt`.
#[must_use]
pub fn filters(facet: Facet, values: &str) -> Vec<Filter> {
    let values = values.split('|').map(str::trim).filter(|value| !value.is_empty());
    values.map(|value| Filter { facet, value: value.to_owned() }).collect()
}

#[cfg(test)]
mod tests;
