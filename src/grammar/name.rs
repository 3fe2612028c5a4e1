//! Names of people as they are printed, and the words before them that are no part of them.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::initials::WordList;
use super::party;
use super::words::Words;

/// ```ebnf
/// name = ( name word | leading particle ), { " ", ( name word | particle | "(", name word, ")" ) } ;
/// name word = ? a capital ?, { ? a letter ? | "'" | "-" | "." } ;
/// ```
///
/// Reads printed text; gives what stands behind the name, and the name. At least one word has a
/// capital, and particles do not end a name.
pub fn name<'a>(words: &Words, input: &'a str) -> Option<(&'a str, &'a str)> {
    let start = input.trim_start_matches(BLANKS);
    let mut end = capital_word(start).or_else(|| particle(&words.leading_particles, start))?;
    let mut last = 0;
    let mut own = has_own_word(words, &start[..end]);
    let mut parts = 1;
    while let Some(part) = next_part(words, start, end) {
        own = own || has_own_word(words, &start[part.clone()]);
        (last, end) = (part.start, part.end);
        parts += 1;
        if parts > MOST_WORDS {
            return None;
        }
    }
    let taken = &start[..end];
    // A part is two words at most: "'t Zand".
    let many = 2 * parts > MOST_WORDS && taken.split_whitespace().nth(MOST_WORDS).is_some();
    if many || !own {
        return None;
    }
    let capital = start.as_bytes()[last].is_ascii_uppercase();
    let taken = if capital { taken } else { without_trailing_particles(words, taken) };
    let taken = without_full_stop(taken);
    let end = (input.len() - start.len()) + taken.len();
    Some((&input[end..], &input[..end]))
}

/// A name has at most so many words.
const MOST_WORDS: usize = 8;

/// What stands between words.
pub(super) const BLANKS: [char; 2] = [' ', '\t'];

/// The part that goes on with a name which ends here.
fn next_part(words: &Words, text: &str, end: usize) -> Option<Range<usize>> {
    // Behind initials there may be more space: in typed papers that were recognised.
    let most = if text.as_bytes()[end - 1] == b'.' { 4 } else { 1 };
    let mut start = end;
    for _ in 0..most {
        let space = text[start..].chars().next().filter(|c| matches!(c, ' ' | '\u{a0}'));
        start += space.map_or(0, char::len_utf8);
    }
    if start == end {
        return None;
    }
    let rest = &text[start..];
    let len = capital_word(rest)
        .or_else(|| particle(&words.particles, rest))
        .or_else(|| known_as(rest))?;
    Some(start..start + len)
}

/// The length of the name that one goes by: "(Anneke)" in "A.M. (Anneke) de Wit".
fn known_as(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(')?;
    let word = capital_word(inner)?;
    let rest = inner[word..].strip_prefix(')').filter(|_| !party::is_known(&inner[..word]))?;
    let goes_on = rest.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_alphabetic));
    goes_on.then_some(text.len() - rest.len())
}

/// Whether a part of a name has a word with a capital that is no particle.
fn has_own_word(words: &Words, part: &str) -> bool {
    let own = |word: &str| {
        let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        (capital || word.contains(char::is_uppercase)) && !is_particle(words, word)
    };
    if part.as_bytes().contains(&b' ') { part.split(' ').any(own) } else { own(part) }
}

/// Whether a word is a particle, in capitals or not.
pub(super) fn is_particle(words: &Words, word: &str) -> bool {
    if word.is_ascii() {
        return words.particles.at(word).iter().any(|known| known.eq_ignore_ascii_case(word));
    }
    words.particles.has(&word.to_lowercase())
}

/// The length of a second surname behind a dash with spaces, where the party stands behind that:
/// "Mia Bos – De Wit, D66".
pub(super) fn second_name(words: &Words, after: &str) -> Option<usize> {
    let dash = after.trim_start_matches(BLANKS);
    let behind = dash.strip_prefix(['-', '–'])?;
    let rest = behind.trim_start_matches(BLANKS);
    if dash.len() == after.len() || rest.len() == behind.len() {
        return None;
    }
    let (behind, taken) = name(words, rest)?;
    let party = behind.trim_start().strip_prefix([',', '('])?;
    let len = after.len() - rest.len() + taken.len();
    (party::is_party(words, party.trim_end_matches([')', ' ', ',']))
        && !party::is_party(words, taken.trim()))
    .then_some(len)
}

/// What may stand before the capital of a word and belongs to it.
const PREFIXES: [&str; 6] = ["d'", "d’", "'t ", "’t ", "'T ", "’T "];

/// The length of the word with a capital that a text begins with.
fn capital_word(text: &str) -> Option<usize> {
    let start = match text.bytes().next()? {
        b'A'..=b'Z' => 0,
        b'd' | b'\'' | 0x80.. => {
            PREFIXES.iter().find(|prefix| text.starts_with(*prefix)).map_or(0, |word| word.len())
        }
        _ => return None,
    };
    let capital = text[start..].chars().next().filter(|c| c.is_uppercase())?;
    let mut end = start + capital.len_utf8();
    loop {
        let letter = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'-' | b'.');
        end += text.as_bytes()[end..].iter().take_while(|byte| letter(byte)).count();
        match text[end..].chars().next() {
            Some(c) if !c.is_ascii() && is_letter(c) => end += c.len_utf8(),
            Some('–') if joins_surnames(&text[..end], &text[end..]) => end += '–'.len_utf8(),
            Some('√') => end += misread_letter(&text[end..])?,
            Some(c) if c.is_numeric() => return None,
            _ => return Some(end),
        }
    }
}

/// Whether a dash stands between two surnames without spaces: "Bos–Wit".
fn joins_surnames(before: &str, dash: &str) -> bool {
    let mut behind = dash.chars().skip(1);
    before.ends_with(char::is_lowercase) && behind.next().is_some_and(char::is_uppercase)
}

/// The length of the two signs that a letter with an accent has become where its bytes were taken for those of
/// another set: "Corn√©".
fn misread_letter(text: &str) -> Option<usize> {
    let second = text.chars().nth(1).filter(|c| !c.is_ascii())?;
    Some('√'.len_utf8() + second.len_utf8())
}

/// Whether a character that is none of ASCII may stand in a name.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c) || matches!(c, '’' | '‑')
}

/// The length of the particle that a text begins with.
fn particle(particles: &WordList, text: &str) -> Option<usize> {
    let body = text.strip_prefix(['\'', '’', '`']).unwrap_or(text);
    let small = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'\'';
    let mut end = body.bytes().take_while(|byte| small(byte)).count();
    if body.as_bytes().get(end).is_some_and(|byte| !byte.is_ascii()) {
        let rest = body.trim_start_matches(|c: char| c.is_lowercase() || c == '\'' || c == '’');
        end = body.len() - rest.len();
    }
    // "v.d.", "v/d".
    let dotted = |byte: &u8| small(byte) || matches!(byte, b'.' | b'/');
    let short = body.bytes().take_while(dotted).count();
    if short > end && particles.has(&body[..short]) {
        return Some(text.len() - body.len() + short);
    }
    let word = &text[..text.len() - body.len() + end];
    let quoted = || {
        let other = word.starts_with('`') || !word.is_ascii();
        other && particles.has(&word.replace(['’', '`'], "'"))
    };
    (end > 0 && (particles.has(word) || quoted())).then_some(word.len())
}

/// A name without the full stop behind its last word, where that is no initial: "De Wit.".
fn without_full_stop(name: &str) -> &str {
    let Some(rest) = name.strip_suffix('.') else { return name };
    let last = name.rsplit(' ').next().unwrap_or_default();
    if last.len() > 4 && last.matches('.').count() == 1 { rest } else { name }
}

fn without_trailing_particles<'a>(words: &Words, name: &'a str) -> &'a str {
    let mut name = name.trim_end();
    while let Some((rest, last)) = name.rsplit_once(' ') {
        if last.starts_with(char::is_uppercase) || !words.particles.has(last) {
            break;
        }
        name = rest.trim_end();
    }
    name
}

/// Whether a name begins with initials: "A.B. de Vries".
pub(super) fn is_initials(name: &str) -> bool {
    name.split(' ').next().is_some_and(|word| word.ends_with('.'))
}

/// Whether a text is a surname and nothing else, as members of a chamber sign: "De Wit".
#[must_use]
pub fn is_surname(words: &Words, text: &str) -> bool {
    let text = text.trim_end_matches([',', ';', ' ']);
    let (before, last) = text.rsplit_once(' ').unwrap_or(("", text));
    last.starts_with(char::is_uppercase)
        && last.chars().all(|c| c.is_alphabetic() || c == '-')
        && last.contains(char::is_lowercase)
        && before.split_whitespace().all(|word| is_particle(words, word) || is_joint(words, word))
}

/// Whether a word joins two surnames: "Bos-de" of "Bos-de Wit".
fn is_joint(words: &Words, word: &str) -> bool {
    word.split_once('-').is_some_and(|(name, particle)| {
        name.starts_with(char::is_uppercase) && is_particle(words, particle)
    })
}

/// Whether a text is nothing but initials: "C.P.".
#[must_use]
pub fn is_only_initials(text: &str) -> bool {
    let initial = |part: &str| part.chars().count() <= 2 && part.starts_with(char::is_uppercase);
    let text = text.trim();
    let parts = text.strip_suffix('.').map(|text| text.split(['.', ' ']));
    let all =
        |parts: std::str::Split<'_, [char; 2]>| parts.filter(|it| !it.is_empty()).all(initial);
    text.len() <= 12 && parts.is_some_and(all)
}

/// Whether a text is nothing but a name of a person.
#[must_use]
pub fn is_name(words: &Words, text: &str) -> bool {
    let body = &text[courtesies(words, text)..];
    name(words, body).is_some_and(|(rest, _)| {
        rest.bytes().all(|byte| matches!(byte, b' ' | b',' | b'.' | b';' | b'*'))
    })
}

/// ```ebnf
/// names = { courtesy }, name, { ( "," | "en" ), { courtesy }, name } ;
/// ```
///
/// Reads printed text; gives the range of each name, and of nothing else.
#[must_use]
pub fn names(words: &Words, text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let parts = text.split_inclusive(',').flat_map(|part| part.split_inclusive(" en "));
    for part in parts {
        let range = start..start + part.len();
        start = range.end;
        let trimmed = part.trim_end().trim_end_matches(',').trim_end().trim_end_matches(" en");
        let skipped = trimmed.len() - trimmed.trim_start().len();
        let skipped = skipped + courtesies_after(words, &trimmed[skipped..]);
        if let Some((rest, taken)) = name(words, &trimmed[skipped..])
            && rest.trim_matches([' ', '.', ',']).is_empty()
        {
            found.push(trimmed_range(
                text,
                range.start + skipped..range.start + skipped + taken.len(),
            ));
        }
    }
    found
}

/// As [`courtesies`], with the "van" that joins a second group: "en van de heer".
pub(super) fn courtesies_after(words: &Words, text: &str) -> usize {
    let van =
        text.strip_prefix("van ").map_or(0, |rest| if courtesies(words, rest) > 0 { 4 } else { 0 });
    van + courtesies(words, &text[van..])
}

/// Signs that may stand before a name.
const SIGNS: [char; 5] = [' ', '&', '.', '_', '…'];

/// The length of the words before a name that are no part of it: "de heer ".
pub(super) fn courtesies(words: &Words, cell: &str) -> usize {
    let mut at = match cell.bytes().next() {
        Some(b' ' | b'&' | b'.' | b'_' | 0x80..) => {
            cell.len() - cell.trim_start_matches(SIGNS).len()
        }
        _ => 0,
    };
    loop {
        let rest = &cell[at..];
        let longest = words.courtesies.at(rest).iter().find(|word| {
            // "W.G. Bos" has initials; "w.g." says that somebody signed.
            let initials = || rest.starts_with(char::is_uppercase) && word.matches('.').count() > 1;
            starts_with_folded(rest, word)
                && rest[word.len()..].starts_with([' ', ':'])
                && !initials()
        });
        let Some(word) = longest else { return at };
        at += word.len();
        at += cell[at..].len() - cell[at..].trim_start_matches([' ', ':']).len();
    }
}

/// Whether a text is nothing but words that stand before a name: "w.g.".
#[must_use]
pub fn is_courtesy(words: &Words, text: &str) -> bool {
    let start = text.trim().trim_start_matches(SIGNS);
    if !start.is_empty() && words.courtesies.at(start).is_empty() {
        return false;
    }
    let text = format!("{} ", text.trim());
    courtesies(words, &text) == text.len()
}

pub(super) fn trimmed_range(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().trim_end_matches([',', ';']).trim_end().len()
}

pub(super) fn starts_with_folded(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Grammars;

    #[test]
    fn names_stand_between_commas_and_en() {
        let grammars = Grammars::built_in();
        let words = &grammars.get("tweede-kamer").unwrap().words;
        let text = "de leden Van der Berg, Six Molen en De Wit";
        let found: Vec<&str> = names(words, text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Van der Berg", "Six Molen", "De Wit"]);
    }

    #[test]
    fn initials_alone_are_told_from_names() {
        for (text, initials) in
            [("C.P.", true), ("A. B.", true), ("Chr.", false), ("Bos", false), ("Bos.", false)]
        {
            assert_eq!(is_only_initials(text), initials, "{text}");
        }
    }
}
