//! Parts a document into units: where a label, the opening, a heading, an item, the closing begin.
//!
//! Units begin where lines do, and inside a line where a bullet, a heading in capitals or the
//! closing formula shows that several were set on one line.

use std::ops::Range;

use super::sheet::Sheet;
use crate::grammar::file::{Field, Role, Section, SignatoryKind};
use crate::grammar::frame::{self, Opening, Title};
use crate::grammar::person;
use crate::grammar::rules::{self, Heading, Scan, Stop};
use crate::grammar::term::{self, Mark};

/// A stretch of the folded text that is one thing.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Where it stands, up to the next unit.
    pub range: Range<usize>,
    /// The line that it begins on.
    pub line: usize,
    /// Whether it begins that line.
    pub begins_line: bool,
    /// The marker before it, and where the words behind the marker begin.
    pub marker: Option<(Mark, usize)>,
    /// What it is.
    pub kind: Kind,
}

/// What a unit is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A label of the head, and where its value begins.
    Label(Field, usize),
    /// The heading of the motion.
    Title(Title),
    /// The opening sentence; in the tail that of another motion.
    Opening(Opening),
    /// The heading of a clause.
    Heading(Heading),
    /// The closing formula.
    Closing(Range<usize>),
    /// Words that head signatures, and where what follows them begins.
    Signing(SignatoryKind, usize),
    /// A sentence that says who brings it in; where the names stand, and where it ends.
    Movers(Range<usize>, usize),
    /// The beginning of a part behind the motion proper.
    Section,
    /// Anything else.
    Text,
}

/// The part of the motion that a unit stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Before the opening and the first clause.
    Head,
    /// From there to the closing.
    Body,
    /// Behind it.
    Tail,
}

/// The units of a document, each with the zone that it stands in.
#[must_use]
pub fn units(sheet: &Sheet<'_>, scan: &Scan<'_>) -> Vec<(Zone, Unit)> {
    let mut segmenter =
        Segmenter { sheet, scan, zone: Zone::Head, units: Vec::new(), list: List::default() };
    let mut cursor = 0;
    for candidate in candidates(sheet, scan) {
        if candidate.at >= cursor {
            cursor = segmenter.read(candidate);
        }
    }
    segmenter.finish()
}

/// A place where a unit may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    at: usize,
    begins: Begins,
}

/// What begins at a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Begins {
    Line,
    Cell,
    Bullet,
    Phrase,
}

/// All places where a unit may begin, in order.
fn candidates(sheet: &Sheet<'_>, scan: &Scan<'_>) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::with_capacity(2 * sheet.lines().len());
    all.extend(
        (0..sheet.lines().len())
            .map(|line| Candidate { at: sheet.start(line), begins: Begins::Line }),
    );
    all.extend(sheet.cells().iter().map(|&at| Candidate { at, begins: Begins::Cell }));
    all.extend(bullets(sheet, scan.text).map(|at| Candidate { at, begins: Begins::Bullet }));
    let phrases = scan
        .grammar
        .openings_of_clauses
        .find_all(scan.text)
        .chain(scan.grammar.closings.find_all(scan.text));
    all.extend(phrases.map(|at| Candidate { at: with_lead(scan, at), begins: Begins::Phrase }));
    all.sort_unstable();
    all.dedup_by_key(|candidate| candidate.at);
    all
}

/// The offsets of bullets inside the text: signs that are used for nothing else, and dashes behind
/// a colon or before a wide gap.
fn bullets<'s>(sheet: &'s Sheet<'_>, text: &'s str) -> impl Iterator<Item = usize> + use<'s> {
    text.char_indices().filter_map(|(at, c)| {
        let sign = !c.is_ascii() && term::BULLETS.contains(c);
        let spaced = || text[at + 1..].starts_with(' ');
        let behind_colon = || text[..at].trim_end().ends_with(':');
        let before_gap =
            || text[..at].ends_with(' ') && sheet.cells().binary_search(&(at + 2)).is_ok();
        let dash = c == '-' && spaced() && (behind_colon() || before_gap());
        (sign || dash).then_some(at)
    })
}

/// The offset of a phrase, or of the "en" before it.
fn with_lead(scan: &Scan<'_>, at: usize) -> usize {
    let before = &scan.text[..at];
    let lead = |word: &String| {
        let rest = before.strip_suffix(' ')?.strip_suffix(word.as_str())?;
        rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric()).then_some(rest.len())
    };
    scan.grammar.words.leads.iter().find_map(lead).unwrap_or(at)
}

/// What is known of the clause that is being read.
#[derive(Clone, Copy, Debug, Default)]
struct List {
    /// A clause has begun.
    begun: bool,
    /// Its items have markers.
    marked: bool,
    /// Its heading has a marker itself.
    heading_marked: bool,
    /// It asks or decides.
    dictum: bool,
}

/// What stands around a place where a heading may begin.
#[derive(Clone, Copy, Debug)]
struct Around {
    /// The last character before it.
    before: Option<char>,
    /// That character may end a sentence or a part of one.
    ended: bool,
    /// There is space above, or room at the end of the line before.
    apart: bool,
    /// It begins with a capital.
    capital: bool,
}

/// Signs behind which a sentence, or a part of one that stands alone, has ended.
const SENTENCE_ENDS: &str = ".;:,!?)\"”’'";

struct Segmenter<'s, 'a> {
    sheet: &'s Sheet<'a>,
    scan: &'s Scan<'s>,
    zone: Zone,
    units: Vec<(Zone, Unit)>,
    list: List,
}

impl Segmenter<'_, '_> {
    /// Reads the unit that begins at a candidate, if one does; gives where to go on.
    fn read(&mut self, candidate: Candidate) -> usize {
        let line = self.sheet.line_of(candidate.at);
        let marker = self.marker(candidate.at);
        let body = marker.map_or(candidate.at, |(_, at)| at);
        let found = match self.zone {
            Zone::Head => self.in_head(candidate, line, body, marker.is_some()),
            Zone::Body => self.in_body(candidate, line, body, marker.is_some()),
            Zone::Tail => self.in_tail(candidate, body),
        };
        let kind = match (found, candidate.begins) {
            (Some(kind), _) => kind,
            (None, Begins::Line) => Kind::Text,
            (None, Begins::Bullet) if marker.is_some() => Kind::Text,
            (None, Begins::Cell)
                if marker.is_some() && self.zone == Zone::Body && self.list.begun =>
            {
                Kind::Text
            }
            (None, _) => return candidate.at,
        };
        self.push(candidate, line, marker, kind)
    }

    fn push(
        &mut self,
        candidate: Candidate,
        line: usize,
        marker: Option<(Mark, usize)>,
        kind: Kind,
    ) -> usize {
        let end = match &kind {
            Kind::Opening(opening) => opening.end,
            Kind::Heading(heading) => heading.end,
            Kind::Closing(range) => range.end,
            Kind::Movers(_, end) => *end,
            _ => marker.map_or(candidate.at, |(_, at)| at),
        };
        self.step(&kind, marker.is_some());
        let range = candidate.at..candidate.at;
        let begins_line = self.sheet.start(line) == candidate.at;
        self.units.push((self.zone, Unit { range, line, begins_line, marker, kind }));
        if matches!(self.units.last(), Some((_, Unit { kind: Kind::Closing(_), .. }))) {
            self.zone = Zone::Tail;
        }
        end.max(candidate.at + 1)
    }

    /// Moves on to the zone, and the clause, that a unit begins.
    fn step(&mut self, kind: &Kind, marked: bool) {
        match kind {
            Kind::Opening(_) if self.zone == Zone::Head => self.zone = Zone::Body,
            Kind::Heading(heading) => {
                self.zone = Zone::Body;
                let dictum = self.scan.grammar.clauses[heading.clause].role == Role::Dictum;
                self.list = List { begun: true, marked: false, heading_marked: marked, dictum };
            }
            Kind::Signing(..) | Kind::Movers(..) | Kind::Section if self.zone == Zone::Body => {
                self.zone = Zone::Tail
            }
            Kind::Text if marked => self.list.marked = true,
            _ => {}
        }
    }

    fn in_head(
        &self,
        candidate: Candidate,
        line: usize,
        body: usize,
        marked: bool,
    ) -> Option<Kind> {
        let text = self.scan.text;
        let input = &text[candidate.at..];
        let begins_line = self.sheet.start(line) == candidate.at;
        if begins_line {
            if let Ok((_, opening)) = frame::opening(self.scan, input) {
                return Some(Kind::Opening(opening));
            }
            if let Ok((rest, names)) = frame::movers(self.scan, input) {
                return Some(Kind::Movers(names, self.scan.at(rest)));
            }
        }
        if let Some(heading) = self.heading(candidate, line, body, marked) {
            return Some(Kind::Heading(heading));
        }
        if (begins_line || candidate.begins == Begins::Cell)
            && let Ok((_, (field, value))) = frame::label(self.scan, input)
        {
            return Some(Kind::Label(field, value));
        }
        let behind_label = matches!(self.units.last(), Some((_, unit)) if unit.line == line && matches!(unit.kind, Kind::Label(..)));
        let may_be_title = begins_line || candidate.begins == Begins::Cell && !behind_label;
        let title = may_be_title.then(|| frame::title(self.scan, input).ok()).flatten();
        title.map(|(_, title)| Kind::Title(title))
    }

    fn in_body(
        &self,
        candidate: Candidate,
        line: usize,
        body: usize,
        marked: bool,
    ) -> Option<Kind> {
        let input = &self.scan.text[body..];
        if let Ok((_, range)) = frame::closing(self.scan, input) {
            return Some(Kind::Closing(range));
        }
        if let Some(heading) = self.heading(candidate, line, body, marked) {
            return Some(Kind::Heading(heading));
        }
        if candidate.begins != Begins::Line || marked || !self.list.begun {
            return None;
        }
        if let Ok((_, section)) = frame::section(self.scan, input)
            && section != Section::Stamp
        {
            return Some(Kind::Section);
        }
        if let Ok((rest, kind)) = frame::signing(self.scan, input) {
            return Some(Kind::Signing(kind, self.scan.at(rest)));
        }
        // Where the closing formula is missing, signatures show themselves.
        (self.list.dictum && self.begins_signatures(line))
            .then_some(Kind::Signing(SignatoryKind::Submitted, candidate.at))
    }

    fn in_tail(&self, candidate: Candidate, body: usize) -> Option<Kind> {
        if candidate.begins != Begins::Line {
            return None;
        }
        let input = &self.scan.text[body..];
        if let Ok((_, opening)) = frame::opening(self.scan, input) {
            return Some(Kind::Opening(opening));
        }
        if let Ok((rest, names)) = frame::movers(self.scan, input) {
            return Some(Kind::Movers(names, self.scan.at(rest)));
        }
        if let Ok((rest, kind)) = frame::signing(self.scan, input) {
            return Some(Kind::Signing(kind, self.scan.at(rest)));
        }
        frame::section(self.scan, input).ok().map(|_| Kind::Section)
    }

    /// The marker that begins here, and where the words behind it begin.
    fn marker(&self, at: usize) -> Option<(Mark, usize)> {
        let printed = self.sheet.printed_from(at);
        let (rest, mark) = term::marker(printed).ok()?;
        let skipped = printed.len() - rest.trim_start().len();
        let behind = if rest.trim_start().is_empty() {
            // A bullet alone on its line: the words begin on the next one.
            self.sheet.start(self.sheet.line_of(at) + 1)
        } else {
            self.offset_of(at, skipped)
        };
        Some((mark, behind))
    }

    /// The offset that stands so many printed bytes behind another one.
    fn offset_of(&self, at: usize, printed: usize) -> usize {
        self.sheet.offset(self.sheet.source_at(at) + printed)
    }

    /// The heading that begins at a candidate, where what stands around it allows one there.
    fn heading(
        &self,
        candidate: Candidate,
        line: usize,
        body: usize,
        marked: bool,
    ) -> Option<Heading> {
        let (_, heading) = rules::heading(self.scan, &self.scan.text[body..]).ok()?;
        let before = self.sheet.before(candidate.at);
        let around = Around {
            before,
            ended: before.is_none_or(|c| SENTENCE_ENDS.contains(c)),
            apart: self.sheet.is_wide(line) || self.sheet.follows_short(line),
            capital: self.sheet.is_capital(body),
        };
        let accepted = if self.sheet.start(line) != candidate.at {
            self.heads_inside(&heading, &around, candidate.at, marked)
        } else if marked {
            self.heads_marked(&heading)
        } else {
            self.heads_line(&heading, &around, line)
        };
        accepted.then_some(heading)
    }

    /// Whether a heading may stand inside a line: one that ends, begins with a capital, and stands
    /// where a sentence ends or sticks to the word before it; or behind a marker.
    fn heads_inside(&self, heading: &Heading, around: &Around, at: usize, marked: bool) -> bool {
        let glued = !self.scan.text[..at].ends_with(' ');
        let shown = around.capital && (around.ended || glued);
        heading.stop != Stop::Open && (shown || marked && self.has_marked_headings())
    }

    /// Whether a heading may stand behind the marker of a line.
    fn heads_marked(&self, heading: &Heading) -> bool {
        heading.stop == Stop::Colon
            || heading.stop != Stop::Open && !self.list.marked
            || self.has_marked_headings()
    }

    /// Whether a heading may stand at the start of a line without a marker.
    fn heads_line(&self, heading: &Heading, around: &Around, line: usize) -> bool {
        let Around { before, ended, apart, capital } = *around;
        match heading.stop {
            Stop::Colon => ended || capital || apart,
            Stop::Comma | Stop::Line => {
                let closed = matches!(before, Some(';' | '.' | ':'));
                ended && (apart || capital || closed)
                    || capital && apart
                    || self.marker(heading.end).is_some()
            }
            Stop::Open if self.zone == Zone::Head => ended && apart && line > 0,
            // In a list a comma does not end an item.
            Stop::Open if before == Some(',') => apart && !self.list.marked,
            Stop::Open => {
                let asked = heading.addressee_known && self.sheet.is_wide(line);
                ended || capital && apart || asked
            }
        }
    }

    /// Whether a marked line may be a heading: in a motion whose headings are marked themselves.
    fn has_marked_headings(&self) -> bool {
        !self.list.begun || self.list.heading_marked || !self.list.marked && !self.list.dictum
    }

    /// Whether signatures begin on this line, without words that say so: it stands apart, and it
    /// and most lines below it are names or parties.
    fn begins_signatures(&self, line: usize) -> bool {
        let apart = self.sheet.is_wide(line)
            || self.sheet.begins_page(line)
            || self.list.marked && self.sheet.follows_short(line);
        if !apart || !self.is_signed(line) {
            return false;
        }
        let below: Vec<usize> = (line..self.sheet.lines().len().min(line + 12)).collect();
        let signed = below.iter().filter(|&&line| self.is_signed(line)).count();
        2 * signed > below.len()
    }

    /// Whether every cell of a line is a name, a name with what belongs to it, or a party.
    fn is_signed(&self, line: usize) -> bool {
        let words = &self.scan.grammar.words;
        let document = self.sheet.document;
        document.cells(self.sheet.lines()[line]).all(|cell| {
            let text = document.slice(&cell);
            person::signatory(words, text).is_some() || person::is_party(words, text)
        })
    }

    /// Ends each unit where the next begins.
    fn finish(mut self) -> Vec<(Zone, Unit)> {
        let mut end = self.scan.text.len();
        for (_, unit) in self.units.iter_mut().rev() {
            unit.range.end = end;
            end = unit.range.start;
        }
        self.units
    }
}
