//! Where a unit may begin: at lines and cells, at bullets, and at words that may open a clause.

use super::sheet::Sheet;
use crate::grammar::file::Field;
use crate::grammar::leads::is_of_word;
use crate::grammar::rules::{self, Scan, Stop};
use crate::grammar::{frame, term};

/// A place where a unit may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its offset in the folded text.
    pub at: usize,
    /// What begins there.
    pub begins: Begins,
}

/// What begins at a place: of several the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Begins {
    /// A line.
    Line,
    /// A cell of a line that is not its first.
    Cell,
    /// A bullet inside a line.
    Bullet,
    /// Words that may open a clause, or the closing formula.
    Phrase,
}

/// All places where a unit may begin, in order.
#[must_use]
pub fn places(sheet: &Sheet<'_>, scan: &Scan<'_>) -> Vec<Place> {
    let mut all: Vec<Place> = Vec::with_capacity(2 * sheet.lines().len());
    all.extend(
        (0..sheet.lines().len()).map(|line| Place { at: sheet.start(line), begins: Begins::Line }),
    );
    all.extend(sheet.cells().iter().map(|&at| Place { at, begins: Begins::Cell }));
    all.extend(
        (0..sheet.lines().len())
            .filter_map(|line| behind_paper(scan, sheet.start(line)))
            .map(|at| Place { at, begins: Begins::Cell }),
    );
    all.extend(
        (0..sheet.lines().len())
            .filter_map(|line| behind_date(scan, sheet.start(line)))
            .map(|at| Place { at, begins: Begins::Cell }),
    );
    if sheet.is_unbroken() {
        // A dash behind a heading: "Verzoekt het college - Het pad te herstellen".
        all.extend(
            scan.grammar
                .openings_of_clauses
                .find_all(scan.text)
                .filter_map(|at| Some(rules::heading(scan, &scan.text[at..]).ok()?.1))
                .filter(|heading| {
                    heading.stop != Stop::Open && scan.text[heading.end..].starts_with("- ")
                })
                .map(|heading| Place { at: heading.end, begins: Begins::Bullet }),
        );
        let bodies = scan.grammar.bodies.find_all(scan.text);
        all.extend(bodies.map(|at| Place { at, begins: Begins::Phrase }));
        all.extend(
            (0..sheet.lines().len())
                .flat_map(|line| {
                    numbered(&scan.text[..scan.line_end(sheet.start(line))], sheet.start(line))
                })
                .map(|at| Place { at, begins: Begins::Bullet }),
        );
    }
    inside(sheet, scan, &mut all);
    all.extend(glued(scan).map(|at| Place { at: with_lead(scan, at), begins: Begins::Phrase }));
    // Stable sorting is fast where runs are sorted already.
    all.sort();
    all.dedup_by_key(|place| place.at);
    all
}

/// Where words that may open a clause stick to the word before them, with a capital: "MotieOverwegende
/// dat".
fn glued<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = usize> + use<'s> {
    let inside = |&at: &usize| scan.text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    let capitals = scan.capitals.iter().copied().filter(inside);
    capitals.filter(|&at| {
        let words = &scan.text[at..];
        let closings = &scan.grammar.closings;
        scan.grammar.openings_of_clauses.leading_at(words).is_some()
            || closings.leading_at(words).is_some()
    })
}

/// Where the title begins that stands behind the number or letter of a paper, on one line with it:
/// "Nr. 12 MOTIE VAN HET LID BOS".
fn behind_paper(scan: &Scan<'_>, start: usize) -> Option<usize> {
    let line = &scan.text[start..];
    let letters = || line.bytes().take_while(u8::is_ascii_lowercase).count();
    let len = match term::paper_number(line) {
        Ok((rest, _)) => line.len() - rest.len(),
        Err(_) if scan.is_capital(line) && letters() <= 2 => letters(),
        // "AANGENOMEN Motie 1 Meer bomen".
        Err(_) if frame::verdict(scan, line).is_ok() && scan.is_capital(line) => {
            let (rest, _) = frame::verdict(scan, line).ok()?;
            let title = rest.strip_prefix(' ').filter(|title| scan.is_capital(title))?;
            if scan.at_line_end(rest) {
                return None;
            }
            return frame::title(scan, title).is_ok().then(|| scan.at(title));
        }
        // "30800 A 72 Motie van de leden Bos en De Wit".
        Err(_) => term::dossier(line).ok()?.1.trim_end().len(),
    };
    let title = line[len..].strip_prefix(' ')?;
    let whole = || {
        frame::title(scan, title).is_ok_and(|(_, found)| found.name == scan.at(title))
            || frame::label(scan, title).is_ok_and(|(_, (field, _))| field == Field::Date)
    };
    (title.starts_with(|c: char| c.is_alphabetic()) && whole()).then(|| scan.at(title))
}

/// Where the title begins that stands behind the date of the meeting: "Raad 14 juli 2021 Motie Meer
/// bomen".
fn behind_date(scan: &Scan<'_>, start: usize) -> Option<usize> {
    let input = &scan.text[start..];
    // Cheap to rule out: such a line has the digits of a date in it.
    if !frame::may_label(scan, input) {
        return None;
    }
    let line = &scan.text[start..scan.line_end(start)];
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (_, (field, value)) = frame::label(scan, input).ok()?;
    if field != Field::Date || scan.text[..value].trim_end().ends_with(':') {
        return None;
    }
    let (rest, _) = term::date(&scan.text[value..]).ok()?;
    let title = rest.strip_prefix(' ').filter(|_| !scan.at_line_end(rest))?;
    frame::title(scan, title).is_ok_and(|(_, title)| !title.bare).then(|| scan.at(title))
}

/// Finds the bullets inside lines, and the words that may open a clause or close the motion: in one
/// pass, since most bytes are neither.
fn inside(sheet: &Sheet<'_>, scan: &Scan<'_>, all: &mut Vec<Place>) {
    let (clauses, closings) = (&scan.grammar.openings_of_clauses, &scan.grammar.closings);
    let bytes = scan.text.as_bytes();
    // What stands inside words that were found is not looked at.
    let (mut clause, mut closing) = (0, 0);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if is_of_word(byte) {
            let words = &scan.text[at..];
            let mut find = |phrases: Option<usize>, behind: &mut usize| {
                if let Some(length) = phrases.filter(|_| at >= *behind) {
                    *behind = at + length;
                    all.push(Place { at: with_lead(scan, at), begins: Begins::Phrase });
                }
            };
            find(clauses.leading_at(words), &mut clause);
            find(closings.leading_at(words), &mut closing);
            at += bytes[at..].iter().take_while(|&&byte| is_of_word(byte)).count();
        } else {
            let may = matches!(byte, b'-' | b'*') || byte >= 0xc0;
            if may && is_bullet(sheet, scan.text, at) {
                all.push(Place { at, begins: Begins::Bullet });
            }
            at += 1;
        }
    }
}

/// Whether a bullet stands inside the text: a sign that is used for nothing else, or a dash behind a colon
/// or before a wide gap.
fn is_bullet(sheet: &Sheet<'_>, text: &str, at: usize) -> bool {
    let Some(c) = text[at..].chars().next() else { return false };
    if !c.is_ascii() {
        return term::BULLETS.contains(c);
    }
    if !text[at + 1..].starts_with(' ') {
        return false;
    }
    let before = &text[..at];
    let spaced = before.ends_with(' ');
    // At the end of a line it is one in a sentence.
    let before_gap = || {
        sheet.cells().binary_search(&(at + 2)).is_ok()
            && sheet.start(sheet.line_of(at + 2)) != at + 2
    };
    // "Constaterende - dat …": in a text that is all one line.
    let said = || text[at + 2..].starts_with("dat ");
    match c {
        '*' => spaced && sheet.is_unbroken(),
        _ => {
            before.trim_end().ends_with(':')
                || before.ends_with(';')
                || spaced && (before_gap() || said())
        }
    }
}

/// The offsets of the numbers of lists that stand in one line, each behind a colon: "overwegende: 1. …;
/// 2. … besluit: 1. …; 2. …".
fn numbered(text: &str, start: usize) -> Vec<usize> {
    let number = |from: usize, count: usize| {
        ['.', ')'].iter().find_map(|sign| {
            let marker = format!(" {count}{sign} ");
            let found =
                text[from..].match_indices(&marker).map(|(at, _)| from + at).find(|&at| {
                    let before = text[..at].chars().next_back();
                    before.is_some_and(|c| if count == 1 { c == ':' } else { ".;:,".contains(c) })
                })?;
            Some(found + 1)
        })
    };
    let mut found: Vec<usize> = Vec::new();
    let mut from = start;
    while let Some(first) = number(from, 1) {
        // Up to the first number of the next list.
        let until = number(first, 1).unwrap_or(text.len());
        let mut list = vec![first];
        while let Some(at) = number(list[list.len() - 1], list.len() + 1).filter(|at| *at < until) {
            list.push(at);
        }
        from = list[list.len() - 1];
        if list.len() > 1 {
            found.extend(list);
        }
    }
    found
}

/// The offset of a phrase, or of the "en" or the adverb before it.
fn with_lead(scan: &Scan<'_>, at: usize) -> usize {
    let Some(before) = scan.text[..at].strip_suffix(' ') else { return at };
    let words = &scan.grammar.words;
    // The longest: "en voorts" before "voorts".
    let mut found = at;
    for start in before.rmatch_indices(' ').map(|(space, _)| space + 1).chain([0]).take(LEAD_WORDS)
    {
        let lead = before[start..].trim_start_matches(|c: char| !c.is_alphanumeric());
        if words.leads.has(lead) || words.adverbs.has(lead) {
            found = before.len() - lead.len();
        }
    }
    found
}

/// The most words that lead a heading: "ten slotte".
const LEAD_WORDS: usize = 3;
