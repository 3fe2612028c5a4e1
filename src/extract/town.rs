//! The municipality that a motion is from: its name tells local parties from people.

use std::ops::Range;

use super::sheet::Sheet;
use crate::grammar::person;
use crate::grammar::scan::Scan;

/// The name stands within so many bytes of the top.
const WITHIN: usize = 1500;

/// A name has at most so many words: "Nieuw-Elmer aan Zee".
const WORDS: usize = 3;

/// The municipality's name, as printed.
pub(super) fn name<'a>(sheet: &Sheet<'a>, scan: &Scan<'_>) -> Option<&'a str> {
    sheet.town(|| find(sheet, scan))
}

/// Where it stands in the source.
fn find(sheet: &Sheet<'_>, scan: &Scan<'_>) -> Option<Range<usize>> {
    let end = scan.text.floor_char_boundary(WITHIN);
    let named = |at: usize| {
        let printed = scan.text[at..].starts_with(' ').then(|| sheet.printed_from(at + 1))?;
        let start = sheet.source_at(at + 1);
        Some(start..start + capitals(printed).len()).filter(|name| !name.is_empty())
    };
    scan.grammar.words.town_leads.iter().find_map(|lead| {
        let found = memchr::memmem::find_iter(&scan.text.as_bytes()[..end], lead.as_str());
        found.map(|at| at + lead.len()).find_map(named)
    })
}

/// The words with a capital that a text begins with.
fn capitals(text: &str) -> &str {
    let mut end = 0;
    for word in text.split(' ').take(WORDS) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !bare.starts_with(char::is_uppercase) {
            break;
        }
        end = bare.as_ptr() as usize + bare.len() - text.as_ptr() as usize;
        if bare.len() < word.len() {
            break;
        }
    }
    &text[..end]
}

/// Whether a text is the name of a party of this municipality: the name of that, and other words that
/// are no office and no initials: "Vrij Molendrecht", "Molendrecht Anders".
pub(super) fn is_party_of(town: &str, scan: &Scan<'_>, text: &str) -> bool {
    let text = text.trim_matches([',', '.', ':', ';', ' ']);
    let first = town.as_bytes().first().copied().unwrap_or_default();
    let named = |at: &usize| text.as_bytes()[*at..].starts_with(town.as_bytes());
    let Some(at) = memchr::memchr_iter(first, text.as_bytes()).find(named) else { return false };
    let (before, behind) = (&text[..at], &text[at + town.len()..]);
    let whole = (before.is_empty() || before.ends_with(' '))
        && (behind.is_empty() || behind.starts_with([' ', '!']));
    let word = |word: &str| {
        scan.grammar.words.party_joints.has(word)
            || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '!' | '-' | '\''))
    };
    let others = before.split_whitespace().chain(behind.split_whitespace());
    let words = &scan.grammar.words;
    whole
        && text.len() > town.len()
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && others.clone().count() <= 4
        && others.clone().all(word)
        && !person::begins_organisation(words, text)
        && person::office(words, text).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_where_capitals_do() {
        assert_eq!(capitals("Nieuw Elmerhulst, in vergadering"), "Nieuw Elmerhulst");
        assert_eq!(capitals("Dijkum in vergadering bijeen"), "Dijkum");
        assert_eq!(capitals("heeft besloten"), "");
    }
}
