//! From what stands between white space to a word, and from quotes to a phrase.

use std::ops::Range;

use super::lex::{edits, operator, suffix};
use super::node::{Manner, Phrase, Term, Word};
use super::note::{NoteCode, Notes, shown};

/// Makes a word of a chunk that begins at a byte of the question's text; `None` where it has neither a
/// letter nor a digit. Punctuation that stands by itself needs no note.
pub(super) fn word(chunk: &str, start: usize, notes: &mut Notes) -> Option<Term> {
    let range = start..start + chunk.len();
    let (text, manner) = without_signs(chunk, &range, notes);
    if text.is_empty() && manner == Manner::Plain {
        return None;
    }
    if !text.contains(char::is_alphanumeric) {
        let message = format!("`{}` is no word; it is left out", shown(chunk));
        notes.add(NoteCode::LoneSign, range, message);
        return None;
    }
    if text.contains(['*', '~']) && !text.contains("://") {
        let message = format!(
            "expected `*` or `~` at the end of a word, found it in `{}`; it is taken as part of the word",
            shown(text)
        );
        notes.add(NoteCode::SignMisplaced, range, message);
    }
    let range = start..start + text.len();
    let text = text.to_owned();
    // "OR," is no operator, and must not print as one.
    Some(match operator(&text) {
        Some(_) => Term::Phrase(Phrase { text, range }),
        None => Term::Word(Word { text, range, manner }),
    })
}

/// Takes the punctuation and the signs off the end of a chunk.
fn without_signs<'a>(chunk: &'a str, range: &Range<usize>, notes: &mut Notes) -> (&'a str, Manner) {
    let plain = |text: &'a str| text.trim_end_matches([',', ';', '!', '?', '…']);
    let mut text = plain(chunk);
    let mut manner = None;
    let mut again = false;
    while let Some((stem, sign)) = suffix(text) {
        again |= manner.is_some();
        manner = manner.or(Some(match sign {
            "*" => Manner::Prefix,
            _ => Manner::Fuzzy(edits(sign).unwrap_or_else(|()| {
                let message = format!(
                    "expected `~`, `~1` or `~2`, found `{}`; it is taken as `~`",
                    shown(sign)
                );
                notes.add(NoteCode::Distance, range.clone(), message);
                None
            })),
        }));
        text = plain(stem);
    }
    if again {
        let message = format!(
            "expected one `*` or `~`, found more in `{}`; the last one counts",
            shown(chunk)
        );
        notes.add(NoteCode::SignMisplaced, range.clone(), message);
    }
    (text, manner.unwrap_or(Manner::Plain))
}

/// Makes a phrase of what stands between quotes; `None` where there is no word in it.
pub(super) fn phrase(inside: &str, start: usize, notes: &mut Notes) -> Option<Term> {
    let text = inside.trim();
    let start = start + (inside.len() - inside.trim_start().len());
    let range = start..start + text.len();
    if text.contains(char::is_alphanumeric) {
        return Some(Term::Phrase(Phrase { text: text.to_owned(), range }));
    }
    let message = "there is no word between these quotes; they are left out";
    notes.add(NoteCode::NothingInside, range, message);
    None
}
