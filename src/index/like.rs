//! Motions like one that is at hand: by the words that tell it from others.

use std::collections::HashMap;

use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::anywhere::{Anywhere, frequency};
use super::document::each_item;
use super::fields::{Fields, role_name};
use super::tokens;
use super::with_clause::WithClause;
use crate::dutch::{self, Kind};
use crate::motion::{Motion, Role};

/// By how many words a motion is told from others.
const WORDS: usize = 25;

/// Words that one motion in so many has, or more, tell nothing.
const COMMON: u64 = 5;

/// Shorter words tell nothing, in letters.
const SHORTEST: usize = 3;

/// What of a motion others are to be like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// All of it.
    #[default]
    Whole,
    /// What it asks for.
    Dictum,
    /// On what grounds it asks.
    Grounds,
}

/// Makes what looks for motions like this one, which has this key; `None` where no word tells it from
/// others.
pub(super) fn like(
    fields: &Fields,
    searcher: &Searcher,
    motion: &Motion,
    basis: Basis,
    key: u64,
) -> tantivy::Result<Option<Box<dyn Query>>> {
    let is_meant = |role| match basis {
        Basis::Whole => true,
        Basis::Dictum => role == Role::Dictum,
        Basis::Grounds => role != Role::Dictum,
    };
    let anywhere = fields.anywhere();
    let looked_at = if basis == Basis::Whole { &anywhere[..] } else { &[fields.words] };
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut read = |text: &str| count(text, &mut counts);
    for clause in motion.clauses.iter().filter(|clause| is_meant(clause.role)) {
        each_item(&clause.items, &mut |item| read(&item.text));
    }
    if basis == Basis::Whole {
        [&motion.title, &motion.subject].into_iter().flatten().for_each(|text| read(text));
    }
    let telling = telling(searcher, looked_at, counts)?;
    if telling.is_empty() {
        return Ok(None);
    }
    let found = match basis {
        Basis::Whole => {
            let words = telling
                .into_iter()
                .map(|word| Box::new(Anywhere::new(vec![word], fields)) as Box<dyn Query>);
            Box::new(BooleanQuery::union(words.collect()))
        }
        Basis::Dictum => of_clauses(fields, &[Role::Dictum], telling),
        Basis::Grounds => of_clauses(fields, &[Role::Preamble, Role::Opinion], telling),
    };
    let itself = TermQuery::new(Term::from_field_u64(fields.key, key), IndexRecordOption::Basic);
    Ok(Some(Box::new(BooleanQuery::new(vec![
        (Occur::Must, found),
        (Occur::MustNot, Box::new(itself)),
    ]))))
}

/// The motions of clauses with one of these roles that have some of the words.
fn of_clauses(fields: &Fields, roles: &[Role], words: Vec<(String, f32)>) -> Box<dyn Query> {
    let words = words.into_iter().map(|(token, weight)| {
        let term = Term::from_field_text(fields.words, &token);
        let word = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        Box::new(BoostQuery::new(word, weight)) as Box<dyn Query>
    });
    let words = Box::new(BooleanQuery::union(words.collect()));
    let roles = roles.iter().map(|role| {
        let term = Term::from_field_text(fields.role, role_name(*role));
        Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
    });
    let roles = ConstScoreQuery::new(Box::new(BooleanQuery::union(roles.collect())), 0.0);
    let clauses = BooleanQuery::new(vec![(Occur::Must, Box::new(roles)), (Occur::Must, words)]);
    Box::new(WithClause::new(Box::new(clauses)))
}

/// Counts the words of a text: by their stems, where those are others.
fn count(text: &str, counts: &mut HashMap<String, u32>) {
    let mut words = dutch::words(text);
    while let Some(word) = words.next_word() {
        let (mut plain, mut stem) = (None, None);
        for form in word.forms() {
            match form.kind {
                Kind::Form => plain = Some(form.text),
                Kind::Stem => stem = Some(form.text),
                _ => {}
            }
        }
        let Some(plain) = plain else { continue };
        if dutch::is_stop(plain) || plain.chars().count() < SHORTEST {
            continue;
        }
        let mut token = String::new();
        match stem {
            Some(stem) => tokens::write(Kind::Stem, stem, &mut token),
            None => tokens::write(Kind::Form, plain, &mut token),
        }
        *counts.entry(token).or_default() += 1;
    }
}

/// The words that tell most, each with its weight.
fn telling(
    searcher: &Searcher,
    fields: &[Field],
    counts: HashMap<String, u32>,
) -> tantivy::Result<Vec<(String, f32)>> {
    let documents = searcher.num_docs().max(1);
    let mut telling = Vec::new();
    for (token, count) in counts {
        let has = frequency(searcher, fields, &token)?;
        // In a small index every word is common.
        if has == 0 || (has > 100 && has * COMMON > documents) {
            continue;
        }
        let rare = (1.0 + documents as f32 / has as f32).ln();
        telling.push((token, rare * (1.0 + (count as f32).ln())));
    }
    telling.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    telling.truncate(WORDS);
    Ok(telling)
}
