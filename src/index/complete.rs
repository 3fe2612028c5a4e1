//! What a question that is being typed may go on with.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::{InvertedIndexReader, Searcher};

use super::facts;
use super::fields::Fields;
use super::tokens;
use crate::dutch;
use crate::text::Folded;

/// So many words of a part of the index are looked at at most.
const LOOKED_AT: usize = 20_000;

/// Fewer letters say nothing yet.
const LEAST: usize = 2;

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CompletionKind {
    /// A municipality.
    Municipality,
    /// A party.
    Party,
    /// Someone who brought motions in or signed them.
    Person,
    /// A word.
    Word,
}

/// What a question may go on with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Completion {
    /// The whole of it.
    pub text: String,
    /// What it is.
    pub kind: CompletionKind,
    /// How many motions have it, about; of a word, in how many clauses it stands, and in how many motions outside
    /// them.
    pub count: u64,
}

/// Completes what was typed last: names first, then words, those of most motions first.
pub(super) fn complete(
    fields: &Fields,
    searcher: &Searcher,
    typed: &str,
    limit: usize,
) -> tantivy::Result<Vec<Completion>> {
    let typed = typed.trim_start();
    let key = facts::key(typed);
    if key.chars().count() < LEAST {
        return Ok(Vec::new());
    }
    let mut found: HashMap<(CompletionKind, String), u64> = HashMap::new();
    for reader in searcher.segment_readers() {
        for (field, kind) in [
            (fields.facts.municipality, CompletionKind::Municipality),
            (fields.facts.party, CompletionKind::Party),
        ] {
            each(&*reader.inverted_index(field)?, "", &mut |name, count| {
                if facts::key(name).starts_with(&key) {
                    *found.entry((kind, name.to_owned())).or_default() += count;
                }
            })?;
        }
        each(&*reader.inverted_index(fields.person)?, &key, &mut |entry, count| {
            if let Some(name) = person_of(entry) {
                *found.entry((CompletionKind::Person, name.to_owned())).or_default() += count;
            }
        })?;
        let word = Folded::whole(typed);
        if word.text().chars().all(char::is_alphanumeric) {
            for field in fields.anywhere() {
                each(&*reader.inverted_index(field)?, word.text(), &mut |token, count| {
                    if tokens::is_form(token) && !dutch::is_stop(token) {
                        let entry = found.entry((CompletionKind::Word, token.to_owned()));
                        *entry.or_default() += count;
                    }
                })?;
            }
        }
    }
    let mut completions: Vec<_> =
        found.into_iter().map(|((kind, text), count)| Completion { text, kind, count }).collect();
    completions.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    let mut taken = Vec::new();
    for is_word in [false, true] {
        // Half of the room is for names, if there are so many.
        let room = if is_word { limit } else { limit.div_ceil(2) };
        let those = completions.iter().filter(|one| (one.kind == CompletionKind::Word) == is_word);
        taken.extend(those.take(room.saturating_sub(taken.len())).cloned());
    }
    Ok(taken)
}

/// Shows each term of a field that begins so, with how many documents have it.
fn each(
    index: &InvertedIndexReader,
    beginning: &str,
    show: &mut dyn FnMut(&str, u64),
) -> tantivy::Result<()> {
    let mut range = index.terms().range();
    if !beginning.is_empty() {
        range = range.ge(beginning.as_bytes());
        if let Some(behind) = behind(beginning) {
            range = range.lt(behind);
        }
    }
    let mut stream = range.into_stream()?;
    let mut left = LOOKED_AT;
    while left > 0 && stream.advance() {
        left -= 1;
        if let Ok(term) = std::str::from_utf8(stream.key()) {
            show(term, u64::from(stream.value().doc_freq));
        }
    }
    Ok(())
}

/// The first bytes behind all that begin so.
fn behind(beginning: &str) -> Option<Vec<u8>> {
    let mut bytes = beginning.as_bytes().to_vec();
    while let Some(last) = bytes.pop() {
        if last < u8::MAX {
            bytes.push(last + 1);
            return Some(bytes);
        }
    }
    None
}

/// What parts a name as it is compared from the name as it is shown.
const PART: char = '\u{1f}';

/// The term of a name: by its last word, then the others.
pub(super) fn person_term(name: &str) -> Option<String> {
    let key = facts::key(name);
    let key = match key.rsplit_once(' ') {
        Some((before, last)) => format!("{last} {before}"),
        None => key,
    };
    (!key.is_empty()).then(|| format!("{key}{PART}{}", name.trim()))
}

/// The name of a term.
fn person_of(term: &str) -> Option<&str> {
    term.split_once(PART).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_last_word() {
        let term = person_term("Anna van der Éénwijk").unwrap();
        assert!(term.starts_with("eenwijk anna van der"));
        assert_eq!(person_of(&term), Some("Anna van der Éénwijk"));
        assert_eq!(person_term("…"), None);
    }

    #[test]
    fn what_stands_behind_all_that_begin_so() {
        assert_eq!(behind("raad").as_deref(), Some(b"raae".as_slice()));
        assert_eq!(behind(""), None);
    }
}
