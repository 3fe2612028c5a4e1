//! What became of a motion: vote boxes, stamps, adoption lines, wherever they stand.

pub(super) mod results;
pub(super) mod sentence;
pub(super) mod sightings;

use std::ops::Range;

use memchr::memchr;
use results::Results;
use sentence::{begins, first_verdict, sentence, tells_only};

use super::ballot;
use super::claims::Claims;
use super::segment::{Kind, Unit, Zone};
use super::sheet::Sheet;
use crate::grammar::file::{Field, Section, Verdict};
use crate::grammar::frame;
use crate::grammar::lex::find_word;
use crate::grammar::scan::Scan;
use crate::grammar::term;
use crate::motion::Outcome;

/// A sentence about the vote has at most so many words.
const SENTENCE: usize = 40;

/// What became of a motion is stated within so many bytes of a line.
const STATED: usize = 100;

/// An adoption line goes on for at most so many lines.
const LINES: usize = 3;

/// A verdict that was found, in ranges of the folded text.
#[derive(Clone, Debug)]
struct Found {
    verdict: Verdict,
    /// What was read to find it.
    words: Range<usize>,
    date: Option<String>,
}

/// Reads the outcome; takes the words that state it. Sentences of a letter state nothing.
#[must_use]
pub fn read(
    sheet: &Sheet<'_>,
    scan: &Scan<'_>,
    units: &[(Zone, Unit)],
    letter: bool,
    claims: &mut Claims,
) -> Option<Outcome> {
    let results = Results::of(sheet, scan, units);
    let ballots = ballot::ballots(sheet, scan, units, &results);
    for ballot in ballots.values() {
        claims.take(sheet.source(ballot.words.clone()));
    }
    let units: Vec<&Unit> =
        units.iter().filter(|(zone, _)| *zone != Zone::Body).map(|(_, unit)| unit).collect();
    let mut found: Vec<Found> = Vec::new();
    // What a sentence of an explanation or an annex tells may be about another motion.
    let mut told = false;
    for (at, unit) in units.iter().enumerate() {
        if let Some(ballot) = ballots.get(&unit.line) {
            let words = unit.range.start.min(ballot.words.start)..ballot.words.end;
            let date = date(scan, unit.range.clone());
            found.extend(ballot.chosen.map(|verdict| Found { verdict, words, date }));
            continue;
        }
        let text = &scan.text[unit.range.clone()];
        match &unit.kind {
            Kind::Section(section) => told = *section != Section::Stamp,
            Kind::Text | Kind::Title(_) => {}
            _ => told = false,
        }
        match &unit.kind {
            Kind::Label(Field::Outcome, value) => {
                let value = labelled(scan, &units[at..], (*value).min(unit.range.end));
                found.extend(value.map(|found| dated_below(scan, found, units.get(at + 1))));
            }
            Kind::Movers(..) | Kind::Closing(_) | Kind::Opening(_) => {}
            _ if begins(text, &scan.grammar.words.adopting) => {
                found.extend(adopted(sheet, scan, &units[at..]));
            }
            _ => {
                if matches!(unit.kind, Kind::Title(_))
                    && let Some((verdict, words)) = bracketed(scan, &unit.range)
                {
                    found.push(Found { verdict, words, date: None });
                }
                let cells = sheet.cells_of(unit.range.clone());
                let stamps = cells.filter_map(|cell| alone(scan, cell));
                let stamps = stamps.map(|found| dated_before(scan, found, unit));
                let stamps = stamps.map(|found| dated_beside(scan, found, &unit.range));
                found.extend(stamps.map(|found| dated_below(scan, found, units.get(at + 1))));
                // "Preadvies: overnemen     Uitslag: aangenomen".
                let cells = sheet.cells_of(unit.range.clone()).skip(1);
                let labels = cells.filter_map(|cell| labelled_cell(scan, &results, cell));
                found.extend(labels);
                if !letter {
                    found.extend(
                        stated(scan, &results, unit)
                            .map(|found| dated_below(scan, found, units.get(at + 1)))
                            .or_else(|| {
                                let last = at + 1 == units.len();
                                let said = if told && !(last && tells_only(scan, &unit.range)) {
                                    None
                                } else {
                                    sentence(scan, &results, unit)
                                };
                                said.map(|found| dated_below(scan, found, units.get(at + 1)))
                            })
                            .or_else(|| counted(scan, &results, unit)),
                    );
                }
            }
        }
    }
    let best = found.iter().max_by_key(|found| (is_final(found.verdict), found.date.is_some()))?;
    let date = best.date.clone().or_else(|| found.iter().find_map(|found| found.date.clone()));
    let voted = || units.iter().find_map(|unit| vote_date(scan, &unit.range));
    let voted = if date.is_none() { voted() } else { None };
    let agreed = found.iter().filter(|other| other.verdict == best.verdict || other.date.is_some());
    let mut spans = Vec::new();
    for found in agreed {
        let range = sheet.source(found.words.clone());
        spans.extend(sheet.document.spans(&range));
        claims.take(range);
    }
    for other in &found {
        claims.take(sheet.source(other.words.clone()));
    }
    let (voted, words) = voted.unzip();
    if let Some(words) = words {
        let range = sheet.source(words);
        spans.extend(sheet.document.spans(&range));
        claims.take(range);
    }
    let date = date.or(voted);
    Some(Outcome { result: best.verdict, date, spans })
}

/// What a bracket at the end of a title says of the motion, and where it stands: "Meer bomen
/// (ingetrokken)".
#[must_use]
pub fn bracketed(scan: &Scan<'_>, range: &Range<usize>) -> Option<(Verdict, Range<usize>)> {
    let text = scan.text[range.clone()].trim_end();
    let (at, sign) = match text.strip_suffix(')') {
        Some(inner) => (inner.rfind('(')?, "("),
        None => (text.rfind(" - ")?, " - "),
    };
    let (rest, verdict) = frame::verdict(scan, &text[at + sign.len()..]).ok()?;
    let whole = matches!((sign, rest), ("(", ")") | (" - ", ""));
    whole.then_some((verdict, range.start + at..range.start + text.len()))
}

/// Boxes that are ticked.
pub const TICKED: [&str; 4] = ["[x]", "[ x ]", "☒", "☑"];

/// Signs that stand around a result.
const ASIDE: [char; 10] = [' ', '.', ',', ':', ';', '!', '*', '(', ')', '|'];

/// Whether a verdict is the last word on a motion.
fn is_final(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Gewijzigd | Verdict::Aangehouden)
}

/// The verdict that a cell is, if it is nothing else.
fn alone(scan: &Scan<'_>, cell: Range<usize>) -> Option<Found> {
    let whole = scan.text[cell.clone()].trim_start();
    let unticked = TICKED.iter().chain(&["x "]).find_map(|tick| whole.strip_prefix(tick));
    let whole = unticked.unwrap_or(whole);
    let text = whole.trim_start_matches(ASIDE);
    let text = text.trim_end_matches(ASIDE);
    let (rest, verdict) = frame::verdict(scan, text).ok()?;
    // "INGETROKKEN d.d. 10-5-2011".
    let said = rest.trim_start();
    let dated = ["d.d. ", "dd. ", "op "].iter().find_map(|on| said.strip_prefix(on));
    if let Some(Ok((behind, day))) = dated.map(term::date)
        && behind.trim_matches(ASIDE).is_empty()
    {
        return Some(Found { verdict, words: cell, date: day.iso() });
    }
    // "(aangenomen: Congres winter 2016)".
    let aside = whole.starts_with('(') && rest.starts_with([':', ',']);
    // "Aangenomen (91,3% voor)"
    let counted = rest.trim_start().starts_with('(') && rest.contains(|c: char| c.is_ascii_digit());
    let whole = (aside || counted || rest.trim().is_empty())
        && !matches!(text, "besloten" | "vastgesteld" | "staken");
    whole.then_some(Found { verdict, words: cell, date: None })
}

/// The result behind a label in a cell that is not the first of its line.
fn labelled_cell(scan: &Scan<'_>, results: &Results, cell: Range<usize>) -> Option<Found> {
    if !results.may_stand_in(&cell) {
        return None;
    }
    let (_, (field, value)) = frame::label(scan, &scan.text[cell.start..]).ok()?;
    let value = value.min(cell.end)..cell.end;
    let (verdict, _) = first_verdict(scan, value.clone()).filter(|_| field == Field::Outcome)?;
    Some(Found { verdict, date: date(scan, value), words: cell })
}

/// A stamp with the date in the cells behind it, and nothing else there: "AANGENOMEN    4 juli 2016".
fn dated_beside(scan: &Scan<'_>, found: Found, line: &Range<usize>) -> Found {
    match only_date(scan, found.words.end..line.end) {
        Some(date) => Found { date: Some(date), words: found.words.start..line.end, ..found },
        None => found,
    }
}

/// A stamp with the date at the end of the cell before it: "Besluit AB 26-03-2025:   AANGENOMEN".
fn dated_before(scan: &Scan<'_>, found: Found, unit: &Unit) -> Found {
    let before = unit.range.start..found.words.start.max(unit.range.start);
    let text = scan.text[before.clone()].trim_end();
    let day = text.strip_suffix(':').and_then(|text| {
        let (day, at) = term::find_date(text)?;
        day.iso().filter(|_| at.end == text.len() && found.date.is_none())
    });
    match day {
        Some(date) => Found { date: Some(date), words: before.start..found.words.end, ..found },
        None => found,
    }
}

/// A result with the date that stands below it, and nothing else there.
fn dated_below(scan: &Scan<'_>, found: Found, below: Option<&&Unit>) -> Found {
    let Some(unit) = below.filter(|unit| matches!(unit.kind, Kind::Text)) else { return found };
    match only_date(scan, unit.range.clone()).filter(|_| found.date.is_none()) {
        Some(date) => {
            let words = found.words.start..unit.range.end;
            Found { date: Some(date), words, ..found }
        }
        None => found,
    }
}

/// The date that a text is: "d.d. 4 juli 2016", "Datum: 4 juli 2016".
fn only_date(scan: &Scan<'_>, range: Range<usize>) -> Option<String> {
    let value = match frame::label(scan, &scan.text[range.start..]) {
        Ok((_, (Field::Date, value))) => value.min(range.end)..range.end,
        _ => range,
    };
    let text = scan.text[value].trim_matches([' ', '|', '.', '(', ')']);
    let text = text.strip_prefix("d.d.").or_else(|| text.strip_prefix("dd.")).unwrap_or(text);
    let (rest, day) = term::date(text.trim()).ok()?;
    day.iso().filter(|_| rest.trim().is_empty())
}

/// The date of a line that says when it was voted on, and nothing else: "Stemming op 9 mei 2023".
fn vote_date(scan: &Scan<'_>, range: &Range<usize>) -> Option<(String, Range<usize>)> {
    let text = &scan.text[range.clone()];
    // "Stemming:   plenaire vergadering van 10 november 2021".
    let text = match frame::label(scan, &scan.text[range.start..]) {
        Ok((_, (Field::Outcome, value))) => &scan.text[value.min(range.end)..range.end],
        _ => text,
    };
    let dated = |lead: &String| term::date(text.strip_prefix(lead.as_str())?.trim_start()).ok();
    let (rest, day) = scan.grammar.words.vote_leads.iter().find_map(dated)?;
    Some((day.iso()?, range.clone())).filter(|_| rest.trim_matches(['.', ' ']).is_empty())
}

/// The value of a label, or of the line below it.
fn labelled(scan: &Scan<'_>, units: &[&Unit], value: usize) -> Option<Found> {
    let unit = units[0];
    // Boxes look like bullets, and parts of the line like items.
    let own = value..unit.range.end.max(scan.line_end(unit.range.start)).max(value);
    if scan.text[own.clone()].trim().is_empty() {
        let below = units.get(1).filter(|unit| matches!(unit.kind, Kind::Text))?;
        return alone(scan, below.range.clone())
            .map(|found| Found { words: unit.range.start..found.words.end, ..found });
    }
    if ballot::is_unmarked(scan, own.clone()) {
        return None;
    }
    let (verdict, _) = first_verdict(scan, own.clone())?;
    Some(Found { verdict, words: unit.range.clone(), date: date(scan, own) })
}

/// "Aldus verworpen in de openbare raadsvergadering van 22 mei 2025."
fn adopted(sheet: &Sheet<'_>, scan: &Scan<'_>, units: &[&Unit]) -> Option<Found> {
    let mut end = units[0].range.end;
    for unit in units[1..].iter().take(LINES - 1) {
        // "…, gehouden op", and the date on the next line.
        let dated = || term::date(&scan.text[unit.range.clone()]).is_ok();
        let over = sheet.is_wide(unit.line) || sheet.follows_short(unit.line) && !dated();
        if over || !matches!(unit.kind, Kind::Text) {
            break;
        }
        end = unit.range.end;
    }
    let words = units[0].range.start..end;
    let (verdict, _) = first_verdict(scan, words.clone())?;
    Some(Found { verdict, date: date(scan, words.clone()), words })
}

/// "Aangenomen in de vergadering van 3 mei 2024"; "M7 is verworpen op 3 mei".
fn stated(scan: &Scan<'_>, results: &Results, unit: &Unit) -> Option<Found> {
    let text = &scan.text[unit.range.clone()];
    // It stands among the first words.
    let start = unit.range.start..unit.range.start + text.floor_char_boundary(STATED);
    let begun = results.may_stand_in(&start);
    let behind_colon = || {
        memchr(b':', text.as_bytes())?;
        text.rsplit_once(": ")
    };
    let behind_colon = behind_colon();
    if !begun && behind_colon.is_none() || text.split(' ').count() > SENTENCE / 2 {
        return None;
    }
    // "Gemeenteraad 17 december 2019: aangenomen".
    if let Some((dated, said)) = behind_colon
        && let Some((day, at)) = term::find_date(dated)
        && at.end == dated.len()
        && let Ok((rest, verdict)) = frame::verdict(scan, said)
        && is_aside(rest)
    {
        return Some(Found { verdict, date: day.iso(), words: unit.range.clone() });
    }
    let (verdict, at) = first_verdict(scan, start)?;
    let before = text[..at - unit.range.start].trim();
    let behind = &scan.text[at..unit.range.end];
    let words = &scan.grammar.words;
    let is_one = |word: Option<&str>, list: &[String]| {
        word.is_some_and(|word| list.iter().any(|one| one == word))
    };
    let is_joined = |rest: &str| is_one(rest.trim_start().split(' ').next(), &words.vote_joints);
    // "Unaniem aangenomen in de vergadering van": behind all words of the result.
    let joint = frame::verdict(scan, behind).ok()?.0.trim_start().split(' ').next();
    let dated = behind.split_once(", ").is_some_and(|(_, rest)| {
        term::date(rest).is_ok_and(|(rest, _)| rest.trim_matches(['.', ' ']).is_empty())
    });
    // "Bij handopsteken verworpen."
    let way = || {
        words.vote_ways.iter().any(|way| way == before)
            && frame::verdict(scan, behind).is_ok_and(|(rest, _)| is_aside(rest) || is_joined(rest))
    };
    // "Daartoe wordt besloten": nothing of a motion.
    let resolved = behind.starts_with("besloten") || behind.starts_with("vastgesteld");
    let is_stated = if before.is_empty() {
        dated || is_one(joint, &words.vote_joints)
    } else {
        let called = words.motion_names.iter().any(|name| before.ends_with(name.as_str()))
            && before.split(' ').count() <= 2
            && is_one(joint, &words.vote_joints);
        called
            || way()
            || !resolved
                && before.split(' ').count() == 2
                && is_one(before.split(' ').nth(1), &words.vote_verbs)
    };
    // "Aangehouden tot de raad van 30 november" is not of that day.
    let until = verdict == Verdict::Aangehouden && behind.contains(" tot ");
    let date = if until { None } else { date(scan, unit.range.clone()) };
    is_stated.then(|| Found { verdict, date, words: unit.range.clone() })
}

/// Whether nothing stands behind a result, but for a bracket: "verworpen (19 voor, 26 tegen)".
fn is_aside(rest: &str) -> bool {
    let rest = rest.trim_matches(['.', ' ']);
    rest.is_empty() || rest.starts_with('(') && rest.ends_with(')')
}

/// "Ik constateer dat de leden van … voor deze motie hebben gestemd …, zodat zij is verworpen."
fn counted(scan: &Scan<'_>, results: &Results, unit: &Unit) -> Option<Found> {
    let text = &scan.text[unit.range.clone()];
    let words = &scan.grammar.words;
    // "15 voor, 15 tegen. De stemmen staken; de motie komt opnieuw in stemming."
    let last = memchr(b'.', text.as_bytes()).and_then(|_| Some(text.split_once(". ")?.1));
    let said = last.filter(|last| frame::verdict(scan, last).is_ok()).unwrap_or(text);
    if let Ok((rest, Verdict::Staken)) = frame::verdict(scan, said)
        && rest.starts_with(['.', ';'])
    {
        return Some(Found { verdict: Verdict::Staken, words: unit.range.clone(), date: None });
    }
    if !results.are_told {
        return None;
    }
    let behind = |word: &String| Some(find_word(text, word)? + word.len());
    let at = words.vote_results.iter().find_map(behind)?;
    let (_, verdict) = frame::verdict(scan, text[at..].trim_start()).ok()?;
    let called = words.motion_names.iter().any(|name| text[..at].contains(name.as_str()));
    called.then(|| Found { verdict, words: unit.range.clone(), date: None })
}

fn date(scan: &Scan<'_>, range: Range<usize>) -> Option<String> {
    term::find_date(&scan.text[range])?.0.iso()
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::motion_of;
    use crate::grammar::Verdict;
    use crate::motion::Outcome;

    /// What a motion with these lines behind it says became of it.
    fn outcome(behind: &str) -> Option<Outcome> {
        let text = format!(
            "Motie: Bomen\n\nDe raad van de gemeente Molendrecht,\n\nVerzoekt het college:\n\
             - bomen te planten;\n\nEn gaat over tot de orde van de dag.\n\nMia Bos, D66\n\n{behind}\n"
        );
        motion_of(&text).outcome
    }

    #[test]
    fn results_are_read_from_boxes_stamps_and_sentences() {
        for (behind, verdict, date) in [
            ("Uitslag stemming: verworpen", Verdict::Verworpen, None),
            ("Uitslag stemming:\naangenomen", Verdict::Aangenomen, None),
            ("INGETROKKEN", Verdict::Ingetrokken, None),
            (
                "Besluit:\n• Gemeenteraad 17 december 2019: aangenomen",
                Verdict::Aangenomen,
                Some("2019-12-17"),
            ),
            (
                "Aldus verworpen in de openbare raadsvergadering van 22 mei 2025.",
                Verdict::Verworpen,
                Some("2025-05-22"),
            ),
            (
                "De motie is op 3 mei 2024 met 20 stemmen voor en 15 tegen aangenomen.",
                Verdict::Aangenomen,
                Some("2024-05-03"),
            ),
            ("Stemming:  aangenomen\nDatum: 27 juni 2006", Verdict::Aangenomen, Some("2006-06-27")),
            ("AANGENOMEN    4 juli 2016", Verdict::Aangenomen, Some("2016-07-04")),
            ("aangenomen\nverworpen     X\naangehouden", Verdict::Verworpen, None),
            ("[ ] aangenomen   [x] verworpen", Verdict::Verworpen, None),
            ("Uitslag: ☐ aangenomen ☐ verworpen ☒ aangehouden", Verdict::Aangehouden, None),
            (
                "Ik constateer dat deze motie met algemene stemmen is aangenomen.",
                Verdict::Aangenomen,
                None,
            ),
            (
                "Bijlage: overzicht\n- Wegen 6\n\nM7 is verworpen op 22-01-2026.",
                Verdict::Verworpen,
                Some("2026-01-22"),
            ),
        ] {
            let found = outcome(behind).unwrap_or_else(|| panic!("{behind}"));
            assert_eq!((found.result, found.date.as_deref()), (verdict, date), "{behind}");
        }
    }

    #[test]
    fn a_day_until_which_it_is_held_is_not_that_of_the_result() {
        let found = outcome("Aangehouden tot de raad van 30 november 2006").expect("a result");
        assert_eq!((found.result, found.date), (Verdict::Aangehouden, None));
    }

    #[test]
    fn an_empty_box_and_what_an_explanation_tells_are_no_outcome() {
        for behind in [
            "Uitslag stemming:",
            "[ ] aangenomen   [ ] verworpen",
            "Uitslag: ☐ aangenomen ☐ verworpen",
            "Uitslag: ☐ aangenomen",
            "Aangenomen / Verworpen / Ingetrokken / Aangehouden",
            "aangenomen\nverworpen\naangehouden",
            "Toelichting\nDe motie is in 2019 met algemene stemmen aangenomen.",
        ] {
            assert_eq!(outcome(behind), None, "{behind}");
        }
    }
}
