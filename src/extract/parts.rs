//! Where the motions of a document begin, where it holds several: a bundle, a debate.

use std::ops::Range;

use super::segment::{Kind, Unit, Zone};
use super::sheet::Sheet;
use crate::grammar::debate;
use crate::grammar::file::{Field, Role, Section};
use crate::grammar::frame;
use crate::grammar::scan::Scan;
use crate::grammar::term;
use crate::grammar::titles;

/// The head of a motion is looked for within so many lines above its opening, on the same page.
const PAGE_HEAD: usize = 60;

/// In the middle of a page the lines of a head stand no further apart than this.
const APART: usize = 3;

/// A line of so many words is running text, whatever follows.
const LONG_SENTENCE: usize = 16;

/// A line of running text has more words than this.
const SENTENCE: usize = 5;

/// The lines of the document that each motion takes, in order: all of them together are all lines.
/// One range where there is one motion, or none.
#[must_use]
pub fn parts(sheet: &Sheet<'_>, scan: &Scan<'_>, units: &[(Zone, Unit)]) -> Vec<Range<usize>> {
    let begun = beginnings(scan, units);
    let whole = sheet.part.clone();
    if begun.len() < 2 {
        return vec![whole];
    }
    let mut starts = vec![whole.start];
    for pair in begun.windows(2) {
        let head = head(sheet, scan, pair[1], Some(pair[0].ended));
        starts.push(sheet.document.line_at(sheet.lines()[head].range.start));
    }
    starts.dedup();
    let ends = starts[1..].iter().copied().chain(std::iter::once(whole.end));
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The line of the sheet on which the head of its motion begins, where it holds one of several:
/// what stands before is no part of it.
#[must_use]
pub fn front(sheet: &Sheet<'_>, scan: &Scan<'_>, units: &[(Zone, Unit)]) -> usize {
    let Some(&first) = beginnings(scan, units).first() else { return 0 };
    let head = head(sheet, scan, first, None);
    // Nothing looks like a head: all of it may be one.
    if head == first.opened { 0 } else { head }
}

/// A motion that begins, in lines of the sheet.
#[derive(Clone, Copy, Debug)]
struct Begun {
    /// Where it opens: its opening, or its first clause.
    opened: usize,
    /// The last line that belongs to its clauses, for certain.
    ended: usize,
}

/// Where motions begin: an opening, or a clause behind a title, in the head or behind a motion;
/// each with a clause in it. Behind grounds that an explanation follows the motion goes on.
fn beginnings(scan: &Scan<'_>, units: &[(Zone, Unit)]) -> Vec<Begun> {
    let mut found: Vec<Begun> = Vec::new();
    let mut opened: Option<usize> = None;
    let mut before = Zone::Head;
    let mut grounds = false;
    for (zone, unit) in units {
        match &unit.kind {
            Kind::Opening(_) => opened = Some(unit.line),
            Kind::Heading(heading) => {
                let goes_on = before == Zone::Body || grounds;
                grounds = scan.grammar.clauses[heading.clause].role == Role::Preamble;
                if opened.is_some() || !goes_on || found.is_empty() {
                    let opened = opened.take().unwrap_or(unit.line);
                    found.push(Begun { opened, ended: unit.line });
                }
                if let Some(last) = found.last_mut() {
                    last.ended = unit.line;
                }
            }
            Kind::Closing(_) if *zone != Zone::Head => {
                if let Some(last) = found.last_mut().filter(|_| opened.is_none()) {
                    last.ended = unit.line;
                }
            }
            Kind::Section(Section::Explanation) | Kind::Text => {}
            _ => grounds = false,
        }
        before = *zone;
    }
    found
}

/// The line on which the head above an opening begins: the topmost of the lines above that look
/// like those of a head, and from there the top of the page, where no running text stands between;
/// nothing of the motion before is part of it.
fn head(sheet: &Sheet<'_>, scan: &Scan<'_>, begun: Begun, ended: Option<usize>) -> usize {
    let floor = ended.map_or(0, |line| line + 1).min(begun.opened);
    // What the chair says of the motion before is a part of that.
    let floor = (floor..begun.opened)
        .rev()
        .take(PAGE_HEAD)
        .find(|&line| is_said_of_last(sheet, scan, line) && !heads_page(sheet, scan, line))
        .map_or(floor, |line| line + 1);
    let tops = |line: &usize| sheet.begins_page(*line) || *line == 0;
    let top = (floor..=begun.opened).rev().take(PAGE_HEAD).find(tops);
    // An opening at the top of a page may have its head at the foot of the one before.
    let floor = top.filter(|&top| top < begun.opened).unwrap_or(floor);
    let mut start = begun.opened;
    let mut missed = 0;
    for line in (floor..begun.opened).rev() {
        if is_head(sheet, scan, line) {
            start = line;
            missed = 0;
        } else {
            missed += 1;
            if missed > APART {
                break;
            }
        }
    }
    if start == begun.opened && floor < start && is_name_above(sheet, scan, start - 1) {
        start -= 1;
    }
    // Full lines whose sentence goes on below are running text, and no head.
    let runs = |line: usize| {
        let text = &scan.text[sheet.start(line)..sheet.start(line + 1)];
        let below = &scan.text[sheet.start(line + 1)..];
        let prose = text.split(' ').count() > LONG_SENTENCE;
        prose
            || !sheet.follows_short(line + 1)
                && text.split(' ').count() > SENTENCE
                && below.starts_with(|c: char| c.is_alphabetic())
                && !sheet.is_capital(sheet.start(line + 1))
    };
    match top {
        Some(top) if top < begun.opened && !(top..start).any(runs) => top,
        _ => start,
    }
}

/// Whether a line may be the name of the motion that opens below it: a few words that stand apart, and
/// no people.
fn is_name_above(sheet: &Sheet<'_>, scan: &Scan<'_>, line: usize) -> bool {
    let text = sheet.document.slice(&sheet.lines()[line].range);
    let apart = sheet.has_space_above(line) && sheet.has_space_above(line + 1);
    // People and parties have capitals in every word.
    let small = |word: &str| word.len() > 3 && word.starts_with(char::is_lowercase);
    let called = |word: &str| {
        scan.grammar.words.motion_names.iter().any(|name| name.eq_ignore_ascii_case(word))
    };
    apart
        && (2..=LONG_SENTENCE).contains(&text.split_whitespace().count())
        && text.starts_with(char::is_uppercase)
        && text.trim_end_matches(')').ends_with(char::is_alphanumeric)
        && !text.contains([',', ':', ';'])
        && text.split_whitespace().any(|word| small(word) || called(word))
}

/// Whether a line says who brought the motion before in, or what number it got.
fn is_said_of_last(sheet: &Sheet<'_>, scan: &Scan<'_>, line: usize) -> bool {
    let input = &scan.text[sheet.start(line)..];
    // Cheap to rule out: nothing that is said of a motion begins with other words.
    if scan.opens_nothing(input) {
        return false;
    }
    let moved = || {
        debate::movers(scan, input).is_ok_and(|(rest, _)| {
            rest.trim_start().starts_with('.') || !rest.trim_start().starts_with(':')
        })
    };
    // What became of it, below it.
    let decided = || {
        let (rest, _) = frame::verdict(scan, input).ok()?;
        let title = !scan.at_line_end(rest) && titles::title(scan, rest.trim_start()).is_ok();
        (!title && scan.is_capital(input)).then_some(())
    };
    let outcome = || frame::label(scan, input).is_ok_and(|(_, (field, _))| field == Field::Outcome);
    outcome()
        || decided().is_some()
        || debate::numbered(scan, input).is_ok()
        || moved() && !is_announced(sheet, scan, line)
}

/// Whether a line at the top of a page says what became of the motion below it: "Uitslag stemming:
/// aangenomen" above "Motie".
fn heads_page(sheet: &Sheet<'_>, scan: &Scan<'_>, line: usize) -> bool {
    let top = line < 2 || sheet.begins_page(line) || sheet.begins_page(line - 1);
    let input = &scan.text[sheet.start(line)..];
    let outcome = || frame::label(scan, input).is_ok_and(|(_, (field, _))| field == Field::Outcome);
    let titled = |line: &usize| {
        let below = scan.text.get(sheet.start(*line)..).unwrap_or_default();
        titles::title(scan, below).is_ok()
    };
    top && outcome()
        && (line + 1..line + 4)
            .take_while(|line| *line < sheet.lines().len())
            .any(|line| titled(&line))
}

/// Whether a motion follows a line: "… luidt als volgt".
fn is_announced(sheet: &Sheet<'_>, scan: &Scan<'_>, line: usize) -> bool {
    let input = &scan.text[sheet.start(line)..];
    let text = scan.text[sheet.start(line)..scan.line_end(sheet.start(line))].trim_end();
    let below = &scan.text[sheet.start(line + 1)..sheet.start(line + 2)];
    let ends = |text: &str| {
        let text = text.trim_end().trim_end_matches([':', '.']);
        scan.grammar.words.announcing.iter().any(|words| text.ends_with(words.as_str()))
    };
    let announced = || text.ends_with(':') || ends(below) || ends(&format!("{text} {below}"));
    ends(text) || announced() && debate::movers(scan, input).is_ok()
}

/// Whether a line is one that heads of motions have: a title, a label, a dossier's number, or the
/// chair's sentence that a motion follows.
fn is_head(sheet: &Sheet<'_>, scan: &Scan<'_>, line: usize) -> bool {
    let input = &scan.text[sheet.start(line)..];
    let decided = || {
        frame::verdict(scan, input).is_ok_and(|(rest, _)| {
            !scan.at_line_end(rest) && titles::title(scan, rest.trim_start()).is_ok()
        })
    };
    // "42. Motie Meer bomen".
    let counted = || {
        let digits = input.bytes().take_while(u8::is_ascii_digit).count();
        let named = input[digits..].strip_prefix([' ', '.', ')']).map(str::trim_start);
        (1..=3).contains(&digits) && named.is_some_and(|named| titles::title(scan, named).is_ok())
    };
    term::dossier(input).is_ok()
        || counted()
        || term::paper_number(input).is_ok()
        || titles::title(scan, input).is_ok()
        || decided()
        || frame::label(scan, input).is_ok()
        || is_announced(sheet, scan, line)
        || is_numbered_name(sheet, line)
        || is_called_motion(sheet, scan, line)
}

/// Whether a line that stands apart is a few words for a motion: "2. EENVOUDIGE MOTIE".
fn is_called_motion(sheet: &Sheet<'_>, scan: &Scan<'_>, line: usize) -> bool {
    let text = scan.text[sheet.start(line)..scan.line_end(sheet.start(line))].trim_end();
    let named =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let called = |name: &String| {
        named.strip_suffix(name.as_str()).is_some_and(|before| before.ends_with(' '))
            || named.strip_prefix(name.as_str()).is_some_and(|behind| behind.starts_with(' '))
    };
    scan.grammar.words.motion_names.iter().any(called)
        && named.split(' ').count() <= SENTENCE
        && sheet.has_space_above(line)
        && sheet.has_space_above(line + 1)
}

/// Whether a line is a number and, in a cell of its own, a name: "101    Een huurteam".
fn is_numbered_name(sheet: &Sheet<'_>, line: usize) -> bool {
    let mut cells = sheet.document.cells(sheet.lines()[line]);
    let (Some(number), Some(name), None) = (cells.next(), cells.next(), cells.next()) else {
        return false;
    };
    let digits = sheet.document.slice(&number).trim_end_matches(['.', ')']);
    let plain = digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let piece = digits.to_lowercase();
    let piece = term::is_unmistakable(&piece)
        && term::piece_number(&piece).is_ok_and(|(rest, _)| rest.is_empty());
    !digits.is_empty()
        && (plain || piece)
        && sheet.document.slice(&name).starts_with(char::is_uppercase)
}
