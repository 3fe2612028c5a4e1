//! "Bedoelde u": words of a question that no motion has, and what may have been meant.

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::query::FuzzyTermQuery;
use tantivy::{Searcher, Term};

use super::anywhere::frequency;
use super::fields::Fields;
use super::plan::{folded_words, off};
use super::tokens;
use crate::dutch;
use crate::question::{self, Field, Manner, Question, Text};
use crate::text::distance;

/// So many words that are spelt alike are looked at, in each part of the index.
const LOOKED_AT: usize = 2_000;

/// A word that no motion has, and one that some have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suggestion {
    /// Where the word begins in the question, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What may have been meant, to be put in its place.
    pub text: String,
}

/// What may have been meant by the words of a question that no motion has.
pub(super) fn suggest(
    fields: &Fields,
    searcher: &Searcher,
    question: &Question,
) -> tantivy::Result<Vec<Suggestion>> {
    let anywhere = fields.anywhere();
    let mut suggestions = Vec::new();
    for seen in question.terms() {
        let question::Term::Word(word) = seen.term else { continue };
        if word.manner != Manner::Plain || seen.negated {
            continue;
        }
        let looked_at = match seen.field {
            Some(Field::Text(Text::Signatory | Text::Name)) => &[fields.signatory],
            Some(Field::Text(Text::Submitter)) => &[fields.submitter],
            Some(Field::Value(_)) => continue,
            None | Some(Field::Clause(_) | Field::Text(_)) => &anywhere[..],
        };
        let known = dutch::sought(&word.text).iter().flat_map(|thing| &thing.terms).try_fold(
            false,
            |known, term| {
                let mut token = String::new();
                tokens::write(term.kind, &term.text, &mut token);
                tantivy::Result::Ok(known || frequency(searcher, looked_at, &token)? > 0)
            },
        )?;
        if known {
            continue;
        }
        let Some([typed]) = folded_words(&word.text).first_chunk().cloned() else { continue };
        if let Some(text) = nearest(searcher, looked_at, &typed)? {
            suggestions.push(Suggestion { start: word.range.start, end: word.range.end, text });
        }
    }
    Ok(suggestions)
}

/// The word spelt most like this one; of several, the one that most documents have.
fn nearest(
    searcher: &Searcher,
    fields: &[tantivy::schema::Field],
    typed: &str,
) -> tantivy::Result<Option<String>> {
    let mut best: Option<(usize, std::cmp::Reverse<u32>, String)> = None;
    let parts = searcher.segment_readers().iter();
    for (reader, field) in parts.flat_map(|part| fields.iter().map(move |field| (part, *field))) {
        let term = Term::from_field_text(field, typed);
        let query = FuzzyTermQuery::new(term, off(None, typed), true);
        let index = reader.inverted_index(field)?;
        let mut stream = index.terms().search(query.automaton()?).into_stream()?;
        let mut left = LOOKED_AT;
        while left > 0 && stream.advance() {
            left -= 1;
            let Ok(word) = std::str::from_utf8(stream.key()) else { continue };
            if !tokens::is_form(word) {
                continue;
            }
            let count = std::cmp::Reverse(stream.value().doc_freq);
            let one = (distance(typed, word), count, word.to_owned());
            if best.as_ref().is_none_or(|best| one < *best) {
                best = Some(one);
            }
        }
    }
    Ok(best.map(|(_, _, word)| word))
}
