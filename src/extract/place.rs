//! Where a unit may begin: at lines and cells, at bullets, and at words that may open a clause.

use std::ops::Range;

use memchr::memchr2_iter;

use super::sheet::Sheet;
use crate::grammar::file::Field;
use crate::grammar::rules::{self, Stop};
use crate::grammar::scan::Scan;
use crate::grammar::sights::{Sight, Sort};
use crate::grammar::starts::Start;
use crate::grammar::titles;
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
    let mut all: Vec<Place> = Vec::with_capacity(3 * sheet.lines().len());
    let mut inside = Inside::of(sheet, scan);
    for line in 0..sheet.lines().len() {
        let (start, end) = (sheet.start(line), sheet.start(line + 1));
        let first = all.len();
        all.push(Place { at: start, begins: Begins::Line });
        let cell = |at| Place { at, begins: Begins::Cell };
        all.extend(behind_paper(scan, start).map(cell));
        all.extend(behind_date(scan, start).map(cell));
        all.extend(sheet.cells_of(start..end).skip(1).map(|it| cell(it.start)));
        bullets(sheet, scan.text, line, start..end, &mut all);
        let strung = strung(sheet, scan, line).into_iter();
        all.extend(strung.map(|at| Place { at, begins: Begins::Bullet }));
        inside.places(scan, end, &mut all);
        all[first..].sort_unstable();
    }
    if sheet.is_unbroken() {
        in_paragraphs(sheet, scan, &mut all);
    }
    // An adverb before a heading may stand on the line above.
    if !all.is_sorted() {
        all.sort_unstable();
    }
    all.dedup_by_key(|place| place.at);
    all
}

/// Finds what begins inside paragraphs that are lines: a body that opens, dashes behind headings, the
/// numbers of lists.
fn in_paragraphs(sheet: &Sheet<'_>, scan: &Scan<'_>, all: &mut Vec<Place>) {
    let bullet = |at| Place { at, begins: Begins::Bullet };
    // "Verzoekt het college - Het pad te herstellen".
    let dashed = |at| {
        let (_, heading) = rules::heading(scan, &scan.text[at..]).ok()?;
        let dash = heading.stop != Stop::Open && scan.text[heading.end..].starts_with("- ");
        dash.then_some(heading.end)
    };
    let all_of_it = 0..scan.text.len();
    let openings = scan.find_all(Sort::Clause, &scan.grammar.openings_of_clauses, all_of_it);
    all.extend(openings.filter_map(dashed).map(bullet));
    let bodies = scan.grammar.bodies.find_all(scan.text);
    all.extend(bodies.map(|at| Place { at, begins: Begins::Phrase }));
    for line in 0..sheet.lines().len() {
        let start = sheet.start(line);
        all.extend(numbered(&scan.text[..scan.line_end(start)], start).into_iter().map(bullet));
    }
}

/// Finds the words that may open a clause or close the motion, line by line: none inside those of
/// another, at the start of a word or, with a capital, behind one that they stick to: "MotieOverwegende
/// dat".
struct Inside<'s> {
    /// The words that something may begin with, and the capitals inside words, that stand further on.
    words: &'s [Sight],
    capitals: &'s [usize],
    /// Where the last words end that may open a clause, and those that may close the motion.
    ends: [usize; 2],
}

impl<'s> Inside<'s> {
    fn of(sheet: &'s Sheet<'_>, scan: &Scan<'s>) -> Self {
        Self { words: scan.sights(), capitals: sheet.capitals_inside(), ends: [0; 2] }
    }

    /// Adds the places of a line, that ends here.
    fn places(&mut self, scan: &Scan<'_>, end: usize, all: &mut Vec<Place>) {
        while let [word, behind @ ..] = self.words
            && word.at() < end
        {
            self.words = behind;
            if word.may_be(&[Sort::Clause, Sort::Closing]) {
                self.place(scan, word.at(), all);
            }
        }
        while let [at, behind @ ..] = self.capitals
            && *at < end
        {
            self.capitals = behind;
            self.place(scan, *at, all);
        }
    }

    fn place(&mut self, scan: &Scan<'_>, at: usize, all: &mut Vec<Place>) {
        for (start, length) in scan.grammar.inside(&scan.text[at..]) {
            let end = &mut self.ends[usize::from(start == Start::Closing)];
            if at >= *end {
                *end = at + length;
                all.push(Place { at: with_lead(scan, at), begins: Begins::Phrase });
            }
        }
    }
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
        Err(_) if scan.is_capital(line) && frame::verdict(scan, line).is_ok() => {
            let (rest, _) = frame::verdict(scan, line).ok()?;
            let title = rest.strip_prefix(' ').filter(|title| scan.is_capital(title))?;
            if scan.at_line_end(rest) {
                return None;
            }
            return titles::title(scan, title).is_ok().then(|| scan.at(title));
        }
        // "30800 A 72 Motie van de leden Bos en De Wit".
        Err(_) => term::dossier(line).ok()?.1.trim_end().len(),
    };
    let title = line[len..].strip_prefix(' ')?;
    let whole = || {
        titles::title(scan, title).is_ok_and(|(_, found)| found.name == scan.at(title))
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
    titles::title(scan, title).is_ok_and(|(_, title)| !title.bare).then(|| scan.at(title))
}

/// Adds the bullets inside a line.
fn bullets(sheet: &Sheet<'_>, text: &str, line: usize, range: Range<usize>, all: &mut Vec<Place>) {
    let bytes = &text.as_bytes()[range.clone()];
    let mut add = |at: usize| {
        let at = range.start + at;
        if is_bullet(sheet, text, at) {
            all.push(Place { at, begins: Begins::Bullet });
        }
    };
    memchr2_iter(b'-', b'*', bytes).for_each(&mut add);
    // Other signs are no ASCII, which most lines are.
    if !sheet.lines()[line].is_plain() {
        (0..bytes.len()).filter(|&at| bytes[at] >= 0xc0).for_each(add);
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
    let before_gap = || sheet.is_cell(at + 2) && sheet.start(sheet.line_of(at + 2)) != at + 2;
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

/// The offsets of the marks of a list that stands behind the heading of a line, in one paragraph with
/// it: "Verzoekt het college: 1. het pad te herstellen; 2. de raad te berichten".
fn strung(sheet: &Sheet<'_>, scan: &Scan<'_>, line: usize) -> Vec<usize> {
    let start = sheet.start(line);
    // Cheap to rule out: most lines begin as no heading does.
    if !rules::may_head(scan, &scan.text[start..]) {
        return Vec::new();
    }
    let on_line = &scan.text[start..sheet.start(line + 1)];
    let first = [": ", " dat "].iter().find_map(|before| {
        on_line.match_indices(before).find_map(|(at, _)| {
            let at = start + at + before.len();
            Some((at, Strung::of(&scan.text[at..])?))
        })
    });
    let Some((first, mark)) = first else { return Vec::new() };
    let heads = |at: usize| rules::heading(scan, &scan.text[at..]);
    if !heads(start).is_ok_and(|(_, heading)| heading.end == first) {
        return Vec::new();
    }
    // Up to what stands apart, or begins as the next clause does.
    let ends = |line: &usize| {
        sheet.is_wide(*line)
            || sheet.is_capital(sheet.start(*line)) && heads(sheet.start(*line)).is_ok()
    };
    let last = (line + 1..sheet.lines().len()).find(ends).unwrap_or(sheet.lines().len());
    let until = sheet.start(last);
    let mut found = vec![first];
    let mut from = first;
    while let Some(at) = mark.next(scan, found.len(), from..until) {
        found.push(at);
        from = at + 1;
    }
    found
}

/// The letters that mark items.
const LETTERS: [char; 12] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

/// The marks of a list that stands in a paragraph.
#[derive(Clone, Copy, Debug)]
enum Strung {
    /// Dashes.
    Dash(char),
    /// Numbers from one on, with this sign behind them.
    Numbers { first: usize, sign: char },
    /// Letters, with this sign behind them.
    Letters { sign: char },
}

impl Strung {
    /// The marks of a list that begins here, if one does.
    fn of(text: &str) -> Option<Self> {
        let mark = text.split(' ').next().filter(|mark| mark.len() <= 3)?;
        let sign = mark.chars().next_back()?;
        match (&mark[..mark.len() - sign.len_utf8()], sign) {
            ("", '-' | '–') => Some(Self::Dash(sign)),
            ("a", '.' | ')') => Some(Self::Letters { sign }),
            // In some motions numbers go on from clause to clause.
            (number, '.' | ')') => number.parse().ok().map(|first| Self::Numbers { first, sign }),
            _ => None,
        }
    }

    /// The next mark in a range, behind so many: where what stood before it has ended.
    fn next(self, scan: &Scan<'_>, count: usize, range: Range<usize>) -> Option<usize> {
        let text = &scan.text[range.clone()];
        let mark = match self {
            Self::Dash(sign) => format!(" {sign} "),
            Self::Letters { sign } => format!(" {}{sign} ", LETTERS.get(count)?),
            Self::Numbers { first, sign } => format!(" {}{sign} ", first + count),
        };
        let abbreviations = &scan.grammar.words.abbreviations;
        let ended = |at: &usize| {
            let before = &text[..*at];
            let word = before.rsplit(' ').next().unwrap_or_default();
            let joined = before.ends_with("; en") || before.ends_with("; of");
            let comma = matches!(self, Self::Dash(_)) && before.ends_with(',');
            joined
                || comma
                || before.ends_with([';', '.', ':', '?', '!'])
                    && !abbreviations.iter().any(|abbreviation| abbreviation == word)
        };
        text.match_indices(&mark).map(|(at, _)| at).find(ended).map(|at| range.start + at + 1)
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
    // Cheap to rule out: most words before a phrase lead none.
    if !words.leads.end(before, 1) && !words.adverbs.end(before, 1) {
        return at;
    }
    // The longest: "en voorts" before "voorts".
    let mut found = at;
    for start in before.rmatch_indices(' ').map(|(space, _)| space + 1).chain([0]).take(LEAD_WORDS)
    {
        // "evaluatie,en gaat over"
        let start = before[start..].rfind([',', ';']).map_or(start, |sign| start + sign + 1);
        let lead = before[start..].trim_start_matches(|c: char| !c.is_alphanumeric());
        if words.leads.has(lead) || words.adverbs.has(lead) {
            found = before.len() - lead.len();
        }
    }
    found
}

/// The most words that lead a heading: "ten slotte".
const LEAD_WORDS: usize = 3;
