//! What is written as several words and is one: numbers, dates, abbreviations, hyphens, `woning bouw`.

use std::ops::Range;

use super::dates::date;
use super::endings::is_particle;
use super::lists::entry;
use super::memo::Lent;
use super::numbers::numbers;
use super::words::{Form, Kind, Text};

/// The most words that hyphens or points join.
const MOST: usize = 6;

/// A form for several words, or for what one word holds.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    pub(super) text: String,
    /// The bytes of the source that it stands for.
    range: Range<usize>,
    /// For how many words it stands.
    pub(super) words: usize,
    /// Whether who writes it means the one thing: not where two nouns happen to be neighbours.
    pub(super) one: bool,
}

impl Joined {
    /// The form.
    pub(super) fn form(&self) -> Form<'_> {
        let Self { text, range, words, .. } = self;
        Form { kind: Kind::Joined, text, range: range.clone(), words: *words }
    }
}

/// What a word of a text says together with the words behind it.
pub(super) fn find(text: &Text<'_>, word: Range<usize>, memo: &mut Lent, joined: &mut Vec<Joined>) {
    let folded = text.folded();
    let bytes = folded.as_bytes();
    let behind = bytes.get(word.end).copied();
    if bytes[word.start].is_ascii_digit() {
        let mut found = Vec::new();
        if let Some(date) = date(folded, word.clone()) {
            found.push(date);
        } else if bytes[word.clone()].iter().all(u8::is_ascii_digit) {
            numbers(text, word.clone(), &mut found);
        }
        let dated = found.into_iter().map(|(form, end)| whole(text, word.start..end, form));
        joined.extend(dated);
    } else if bytes[word.end - 1].is_ascii_digit() {
        joined.extend(digits(text, word.clone()));
    }
    match behind {
        Some(b'.') => joined.extend(points(text, word.clone())),
        Some(b'-') => hyphens(text, word.clone(), memo, joined),
        Some(b' ') => {
            joined.extend(infinitive(text, word.clone(), memo));
            spaced(text, word.clone(), memo, joined);
        }
        _ => {}
    }
    if word.len() == 1 || behind == Some(b'&') {
        joined.extend(ampersand(text, word));
    }
}

/// A form for a range of the folded text, which is one thing.
fn whole(text: &Text<'_>, folded: Range<usize>, form: String) -> Joined {
    let words = count(&text.folded()[folded.clone()]);
    Joined { text: form, range: text.range(folded), words, one: true }
}

/// How many words a text has.
fn count(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

/// The number in a word that begins with a few letters: `RIS321233`.
fn digits(text: &Text<'_>, word: Range<usize>) -> Option<Joined> {
    let folded = &text.folded()[word.clone()];
    let letters = folded.bytes().take_while(u8::is_ascii_lowercase).count();
    let number = &folded[letters..];
    let fits = letters <= 5 && number.len() >= 3 && number.bytes().all(|c| c.is_ascii_digit());
    fits.then(|| whole(text, word, number.to_owned()))
}

/// An abbreviation with points: `d.d.`, `m.b.t.`, `A.Z.C.`
fn points(text: &Text<'_>, word: Range<usize>) -> Option<Joined> {
    let folded = text.folded();
    let bytes = folded.as_bytes();
    let within = matches!(bytes[..word.start], [.., b'a'..=b'z', b'.']);
    if word.len() > 2 || within || !bytes[word.start].is_ascii_lowercase() {
        return None;
    }
    let mut form = folded[word.clone()].to_owned();
    let mut end = word.end;
    for _ in 1..MOST {
        let next = match bytes.get(end) {
            Some(b'.') => text.word_at(end + 1),
            _ => break,
        };
        if !(1..=2).contains(&next.len()) || !bytes[next.start].is_ascii_lowercase() {
            break;
        }
        form.push_str(&folded[next.clone()]);
        end = next.end;
    }
    let point = usize::from(bytes.get(end) == Some(&b'.'));
    (end > word.end).then(|| whole(text, word.start..end + point, form))
}

/// Letters with `&` or `en` between: `B&W`, `B en W`, `b. en w.` are all `benw`.
fn ampersand(text: &Text<'_>, word: Range<usize>) -> Option<Joined> {
    let folded = text.folded();
    let rest = &folded[word.end..];
    let alone = word.len() == 1 && folded.as_bytes()[word.start].is_ascii_lowercase();
    let between = match rest.strip_prefix('&') {
        Some(behind) => behind,
        None if alone => {
            let behind = rest.strip_prefix('.').unwrap_or(rest).trim_start_matches(' ');
            let and = behind.strip_prefix('&').or_else(|| behind.strip_prefix("en "))?;
            and.strip_prefix(' ').unwrap_or(and)
        }
        None => return None,
    };
    let second = text.word_at(folded.len() - between.len());
    if second.is_empty() || alone && second.len() != 1 {
        return None;
    }
    let form = format!("{}en{}", &folded[word.clone()], &folded[second.clone()]);
    Some(whole(text, word.start..second.end, form))
}

/// Words with hyphens between, and what a hyphen stands for: `jeugd- en ouderenzorg`.
fn hyphens(text: &Text<'_>, word: Range<usize>, memo: &mut Lent, joined: &mut Vec<Joined>) {
    let folded = text.folded();
    let bytes = folded.as_bytes();
    if bytes.get(word.end + 1) == Some(&b' ') {
        let broken = folded
            .get(word.end..word.end + 2)
            .is_some_and(|_| text.source[text.range(word.end..word.end + 2)].contains('\n'));
        let next = text.word_at(word.end + 2);
        if broken && !next.is_empty() {
            let form = format!("{}{}", &folded[word.clone()], &folded[next.clone()]);
            joined.push(stemmed(text, word.start..next.end, &form, memo));
        }
        joined.extend(left_out(text, word, memo));
        return;
    }
    let mut form = folded[word.clone()].to_owned();
    let mut last = word.clone();
    let mut words = 1;
    let first = word.start == 0 || bytes[word.start - 1] != b'-';
    while bytes.get(last.end) == Some(&b'-') && words < MOST {
        let next = text.word_at(last.end + 1);
        let digits = |range: &Range<usize>| bytes[range.start].is_ascii_digit();
        // Numbers with a hyphen between stay apart.
        if next.is_empty() || digits(&next) && digits(&last) {
            break;
        }
        form.push_str(&folded[next.clone()]);
        words += 1;
        // Each pair, and from the first word on all.
        let goes_on = first && bytes.get(next.end) == Some(&b'-') && words < MOST;
        if words == 2 || !goes_on {
            joined.push(stemmed(text, word.start..next.end, &form, memo));
        }
        if !first {
            break;
        }
        last = next;
    }
}

/// A form for a range of the folded text that is a word, written in pieces.
fn stemmed(text: &Text<'_>, folded: Range<usize>, word: &str, memo: &mut Lent) -> Joined {
    whole(text, folded, memo.known(word).stem().to_owned())
}

/// The word of which a hyphen has left out the end: `jeugd` of `jeugd- en ouderenzorg` is `jeugdzorg`.
fn left_out(text: &Text<'_>, word: Range<usize>, memo: &mut Lent) -> Option<Joined> {
    let folded = text.folded();
    let rest = &folded[word.end + 2..];
    let behind = ["en ", "of "].iter().find_map(|and| rest.strip_prefix(and))?;
    let next = text.word_at(folded.len() - behind.len());
    let known = memo.known(&folded[next]);
    let last = known.parts.last()?.clone();
    let form = format!("{}{last}", &folded[word.clone()]);
    Some(Joined { text: form, range: text.range(word.start..word.end + 1), words: 1, one: false })
}

/// What a word says with the next one behind a space: `RIS 321233`, `woning bouw`.
fn spaced(text: &Text<'_>, word: Range<usize>, memo: &mut Lent, joined: &mut Vec<Joined>) {
    let folded = text.folded();
    let bytes = folded.as_bytes();
    let Some(&next) = bytes.get(word.end + 1) else {
        return;
    };
    if next.is_ascii_digit() {
        joined.extend(numbered(text, word));
        return;
    }
    if word.len() < 3 || !next.is_ascii_lowercase() {
        return;
    }
    let known = memo.known(&folded[word.clone()]);
    if !known.noun {
        return;
    }
    let mut form = known.stem().to_owned();
    let second = text.word_at(word.end + 1);
    let known = memo.known(&folded[second.clone()]);
    if known.noun {
        form.push_str(known.stem());
        let range = text.range(word.start..second.end);
        joined.push(Joined { text: form, range, words: 2, one: false });
    }
}

/// A verb that `te` parts from what stands before it: `af te schaffen` is `afschaffen`.
fn infinitive(text: &Text<'_>, word: Range<usize>, memo: &mut Lent) -> Option<Joined> {
    let folded = text.folded();
    let behind = folded[word.end..].strip_prefix(" te ")?;
    let verb = text.word_at(folded.len() - behind.len());
    if !is_particle(&folded[word.clone()]) || !folded[verb.clone()].ends_with('n') {
        return None;
    }
    let stem = memo.known(&folded[verb.clone()]).stem();
    let form = format!("{}{stem}", &folded[word.clone()]);
    entry(stem).is_verb().then(|| whole(text, word.start..verb.end, form))
}

/// Capitals and the number behind them: `RIS 321233`, `M 12`.
fn numbered(text: &Text<'_>, word: Range<usize>) -> Option<Joined> {
    let folded = text.folded();
    let number = text.word_at(word.end + 1);
    let digits = folded[number.clone()].bytes().all(|c| c.is_ascii_digit());
    let capitals = || text.source(word.clone()).bytes().all(|c| c.is_ascii_uppercase());
    let named = word.len() <= 5 && (&folded[word.clone()] == "ris" || capitals());
    (digits && named).then(|| {
        let form = format!("{}{}", &folded[word.clone()], &folded[number.clone()]);
        whole(text, word.start..number.end, form)
    })
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    /// What is joined in a text.
    fn joined(text: &str) -> Vec<String> {
        let mut words = words(text);
        let mut found = Vec::new();
        while let Some(word) = words.next_word() {
            let joined = word.forms().filter(|form| form.kind == Kind::Joined);
            found.extend(joined.map(|form| {
                let source = &text[form.range.clone()];
                format!("{} ({source}, {})", form.text, form.words)
            }));
        }
        found
    }

    #[test]
    fn abbreviations_lose_their_points() {
        assert_eq!(joined("d.d. heden"), ["dd (d.d., 2)"]);
        assert_eq!(joined("M.b.t. het A.Z.C.;"), ["mbt (M.b.t., 3)", "azc (A.Z.C., 3)"]);
        for text in ["B&W", "B & W", "B en W", "b. en w", "B. & W"] {
            assert!(joined(text)[0].starts_with(&format!("benw ({text}")), "{text}");
        }
    }

    #[test]
    fn numbers_are_one_however_they_are_grouped() {
        assert_eq!(joined("36 410"), ["36410 (36 410, 2)"]);
        assert_eq!(joined("36.410"), ["36410 (36.410, 2)"]);
        assert_eq!(joined("€ 1.000.000,-"), ["1000000 (1.000.000, 3)"]);
        assert_eq!(joined("36410-17"), ["36410-17 (36410-17, 2)"]);
        assert_eq!(joined("36 410, nr. 17"), ["36410 (36 410, 2)", "36410-17 (36 410, nr. 17, 4)"]);
        assert_eq!(
            joined("36 410 XV, nr. 5"),
            ["36410 (36 410, 2)", "36410-xv (36 410 XV, 3)", "36410-xv-5 (36 410 XV, nr. 5, 5)"]
        );
        assert_eq!(joined("2,5 of 2.5"), ["2,5 (2,5, 2)", "2,5 (2.5, 2)"]);
        assert_eq!(joined("2.5.1"), ["2.5.1 (2.5.1, 3)"]);
        assert_eq!(joined("in 2020 300 keer"), Vec::<String>::new());
    }

    #[test]
    fn numbers_of_registers_are_found_with_and_without_their_letters() {
        assert_eq!(joined("RIS321233"), ["321233 (RIS321233, 1)"]);
        assert_eq!(joined("RIS 321233"), ["ris321233 (RIS 321233, 2)"]);
        assert_eq!(joined("RIS-321233"), ["ris321233 (RIS-321233, 2)"]);
        assert_eq!(joined("M 12"), ["m12 (M 12, 2)"]);
        assert_eq!(joined("in 2020"), Vec::<String>::new());
    }

    #[test]
    fn dates_stand_beside_their_words() {
        assert_eq!(joined("op 1 mei 2020."), ["2020-05-01 (1 mei 2020, 3)"]);
        assert_eq!(joined("01-05-2020"), ["2020-05-01 (01-05-2020, 3)"]);
    }

    #[test]
    fn what_te_parts_is_one_verb() {
        assert_eq!(joined("om die af te schaffen."), ["afschaf (af te schaffen, 3)"]);
        assert_eq!(joined("in te gaan op"), ["inga (in te gaan, 3)"]);
        for text in ["af te hoog", "de te schaffen", "af te", "op te schrift"] {
            assert_eq!(joined(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_hyphens_and_spaces_part_is_one_word() {
        assert_eq!(joined("Noord-Holland"), ["noordholland (Noord-Holland, 2)"]);
        assert_eq!(joined("woning-plannen"), ["woningplan (woning-plannen, 2)"]);
        assert_eq!(joined("woning bouw"), ["woningbouw (woning bouw, 2)"]);
        assert_eq!(joined("woning-\nbouw"), ["woningbouw (woning-\nbouw, 2)"]);
        assert_eq!(joined("jeugd- en ouderenzorg"), ["jeugdzorg (jeugd-, 1)"]);
        assert_eq!(
            joined("Noord-Zuid-lijn"),
            [
                "noordzuid (Noord-Zuid, 2)",
                "noordzuidlijn (Noord-Zuid-lijn, 3)",
                "zuidlijn (Zuid-lijn, 2)"
            ]
        );
        assert_eq!(joined("'s-Gravenhage"), ["sgravenhage (s-Gravenhage, 2)"]);
        assert_eq!(joined("de woningen staan"), Vec::<String>::new());
    }
}
