//! What the slots of a phrase take.

use nom::branch::alt;
use nom::character::complete::char;
use nom::combinator::opt;
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

use super::addressee::{addressee_or_unknown, bounded_addressee};
use super::body::{body, proper_name};
use super::lex::{
    LONGEST, any_word, fail, few, find_word, head, literal, number, space0, spaces1, word_of,
};
use super::phrase::{Slot, is_participle};
use super::rules::{Captured, Stop, phrase, stop, trailing};
use super::scan::Scan;
use super::term::dossier;

/// Reads what a slot takes, up to what follows it in the phrase.
pub(super) fn slot_taken<'a>(
    scan: &Scan<'a>,
    slot: Slot,
    before: Option<&str>,
    input: &'a str,
    captured: &mut Captured,
) -> IResult<&'a str, ()> {
    let (start, _) = space0(input)?;
    let range = |rest: &str| scan.at(start)..scan.at(rest);
    match slot {
        Slot::End => {
            // "besluit voorts:"
            let (ended, ()) = few(|i| trailing(scan, i)).parse(input)?;
            let (_, stop) = stop(scan, ended)?;
            // "Daarom besluit de raad:"
            let spoken = || {
                let behind = preceded(spaces1, |i| body(scan, i)).parse(ended);
                behind.is_ok_and(|(rest, ())| rest.starts_with(':'))
            };
            let open = stop == Stop::Open && !scan.at_cell_end(ended) && !spoken();
            // "gehoord de beraadslaging, overwegende dat …"
            let next = || {
                let behind = input.strip_prefix([',', ';']).map(str::trim_start);
                behind.is_some_and(|behind| {
                    let mut openings = scan.phrases(&scan.grammar.openings_of_clauses, behind);
                    openings.any(|(candidate, _)| {
                        !candidate.printed.contains("{end}")
                            && phrase(scan, candidate, behind).is_ok()
                    })
                })
            };
            if open && !next() { fail(input) } else { Ok((input, ())) }
        }
        Slot::Om => {
            let (_, ()) = literal("om", start)?;
            Ok((input, ()))
        }
        Slot::Noun => {
            let words = &scan.grammar.words;
            let (_, ()) = alt((word_of(&words.articles), word_of(&words.pointing))).parse(start)?;
            Ok((input, ()))
        }
        Slot::Participle => {
            let (rest, ()) = any_word(start)?;
            let word = &start[..start.len() - rest.len()];
            let other = scan.grammar.words.no_participles.has(word);
            let (_, ()) = preceded((opt(char(',')), spaces1), |i| literal("dat", i)).parse(rest)?;
            if is_participle(word) && !other { Ok((rest, ())) } else { fail(input) }
        }
        Slot::Te => {
            let words = &scan.grammar.words;
            let verb = scan.text[..scan.at(input)].trim_end();
            let before = verb.rsplit_once(' ').map_or("", |(before, _)| before).trim_end();
            let ended = before.is_empty() || before.ends_with([';', ',', '.', ':']);
            let sentence = head(start, LONGEST);
            let sentence = sentence.split([';', '.', ':']).next().unwrap_or_default();
            let named = alt((word_of(&words.articles), word_of(&words.pointing))).parse(start);
            if ended && named.is_ok() && find_word(sentence, "te").is_some() {
                Ok((input, ()))
            } else {
                fail(input)
            }
        }
        Slot::Code => {
            let (rest, _) = any_word(start)?;
            let word = &start[..start.len() - rest.len()];
            let mixed = word.contains(|c: char| c.is_ascii_digit())
                && word.contains(|c: char| c.is_ascii_lowercase())
                && !word.contains('/');
            // "36410-V-43" is the number of a paper.
            let paper = dossier(word).is_ok_and(|(rest, _)| rest.is_empty());
            if mixed && !paper && word.len() >= 8 { Ok((rest, ())) } else { fail(input) }
        }
        Slot::Letter => {
            let (rest, _) = any_word(start)?;
            let short = scan.is_capital(start) && start.len() - rest.len() <= 2;
            if short { Ok((rest, ())) } else { fail(input) }
        }
        Slot::Number => {
            let line = &scan.text[scan.at(start)..scan.line_end(scan.at(start))];
            let digits = number(line).map_or(0, |(_, digits)| digits.len());
            if digits == 0 { fail(input) } else { Ok((&start[digits..], ())) }
        }
        Slot::Addressee => {
            let asked = |start| match before {
                Some(word) => bounded_addressee(scan, word, start),
                None => addressee_or_unknown(scan, start),
            };
            // "draagt daartoe het college op"
            let adverbs = few(terminated(word_of(&scan.grammar.words.adverbs), spaces1));
            let behind = || { adverbs }.parse(start).and_then(|(start, ())| asked(start));
            let (rest, (addressee, known)) = asked(start).or_else(|_| behind())?;
            captured.addressee = Some(addressee);
            captured.addressee_known = known;
            Ok((rest, ()))
        }
        Slot::Name => {
            let (rest, _) = proper_name(scan, before, start)?;
            captured.name = Some(range(rest));
            Ok((rest, ()))
        }
        Slot::Names | Slot::Rest => {
            let rest = taken_until(scan, slot, before, start)?.0;
            let taken = Some(range(rest));
            if slot == Slot::Names {
                captured.name = taken
            } else {
                captured.rest = taken
            }
            Ok((rest, ()))
        }
    }
}

/// Takes what stands before a word, or before the end of the line, or of the sentence for names.
fn taken_until<'a>(
    scan: &Scan<'a>,
    slot: Slot,
    before: Option<&str>,
    input: &'a str,
) -> IResult<&'a str, ()> {
    let at = scan.at(input);
    let end = match before {
        Some(word) => match find_word(head(input, 4 * LONGEST), word) {
            // Not beyond the sentence, nor beyond the next line.
            Some(found)
                if slot == Slot::Rest
                    && ([". ", "; ", ": ", ".\" ", ".) "]
                        .iter()
                        .any(|end| input[..found].contains(end))
                        || at + found > scan.line_end(scan.line_end(at))) =>
            {
                return fail(input);
            }
            Some(found) => at + input[..found].trim_end().len(),
            None => return fail(input),
        },
        None if slot == Slot::Names => at + sentence_end(input),
        None => scan.line_end(at),
    };
    let taken = scan.text[at..end].trim_end();
    if taken.is_empty() && slot == Slot::Names {
        fail(input)
    } else {
        Ok((&scan.text[at + taken.len()..], ()))
    }
}

/// Where a sentence ends: before a full stop that no initial letter stands before.
fn sentence_end(input: &str) -> usize {
    let ends = |&(at, _): &(usize, &str)| {
        let word = input[..at].rsplit(' ').next().unwrap_or_default();
        word.len() > 1
            && !word.contains('.')
            && (at + 1 == input.len() || input[at + 1..].starts_with(' '))
    };
    input.match_indices('.').find(ends).map_or(input.len(), |(at, _)| at)
}
