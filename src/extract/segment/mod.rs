//! Parts a document into units: where a label, the opening, a heading, an item, the closing begin.
//!
//! Units begin where lines do, and inside a line where a bullet, a heading in capitals or the
//! closing formula shows that several were set on one line.

mod behind;
mod heading;
mod marker;
mod signed;
mod unit;
mod unknown;
mod zones;

pub use signed::SUBMITTED;
pub use unit::{Kind, Several, Unit, Zone};

use super::place::{self, Begins, Place};
use super::prose;
use super::sheet::Sheet;
use crate::grammar::file::{Role, Section};
use crate::grammar::rules::{Heading, Stop};
use crate::grammar::scan::Scan;
use crate::grammar::sights::Sort;
use crate::grammar::term::Mark;

/// The units of a document, each with the zone that it stands in.
#[must_use]
pub fn units(sheet: &Sheet<'_>, scan: &Scan<'_>, several: Several) -> Vec<(Zone, Unit)> {
    let headed = read(sheet, scan, several, false);
    // "Daarom verzoekt de fractie van X het college": a sentence, as others in its paragraphs may be.
    let stands_alone = |heading: &Heading| {
        heading.stop != Stop::Open || !prose::is_sentence(scan, heading.words.clone())
    };
    if headings(&headed).any(stands_alone) {
        return headed;
    }
    let prose = read(sheet, scan, several, true);
    let found = headings(&prose).count() > headings(&headed).count();
    if found { prose } else { headed }
}

/// The headings among some units.
fn headings(units: &[(Zone, Unit)]) -> impl Iterator<Item = &Heading> {
    units.iter().filter_map(|(_, unit)| match &unit.kind {
        Kind::Heading(heading) => Some(heading),
        _ => None,
    })
}

fn read(sheet: &Sheet<'_>, scan: &Scan<'_>, several: Several, prose: bool) -> Vec<(Zone, Unit)> {
    let mut segmenter = Segmenter {
        sheet,
        scan,
        several,
        prose,
        asked: false,
        named: false,
        zone: Zone::Head,
        titled: false,
        explaining: false,
        units: Vec::with_capacity(sheet.lines().len() * 5 / 4),
        headed: None,
        list: List::default(),
        heading_marks: Vec::new(),
        dashed: false,
        labelled: None,
    };
    let mut cursor = 0;
    for place in place::places(sheet, scan) {
        if place.at >= cursor {
            let place = if prose { segmenter.sentence(place) } else { place };
            cursor = segmenter.read(&segmenter.spot(place));
        }
    }
    segmenter.finish()
}

/// What is known of the clause that is being read.
#[derive(Clone, Debug, Default)]
struct List {
    /// A clause has begun.
    begun: bool,
    /// Its items have markers.
    marked: bool,
    /// Its heading has a marker itself.
    heading_marked: bool,
    /// The markers of its items.
    marks: Vec<Mark>,
    /// The capital letter that marked its last item.
    capital: Option<char>,
    /// It asks or decides.
    dictum: bool,
}

/// A place with what stands there.
#[derive(Clone, Copy, Debug)]
struct Spot {
    at: usize,
    begins: Begins,
    line: usize,
    begins_line: bool,
    /// The marker there, and where the words behind it begin.
    marker: Option<(Mark, usize)>,
    /// Where its words begin: behind the marker, if there is one.
    words: usize,
}

/// Signs behind which a sentence, or a part of one that stands alone, has ended.
const SENTENCE_ENDS: &str = ".;:,!?)\"”’'";

struct Segmenter<'s, 'a> {
    sheet: &'s Sheet<'a>,
    scan: &'s Scan<'s>,
    several: Several,
    /// A clause that asks, or says what the body holds, has begun.
    asked: bool,
    /// No clause has a heading: sentences that ask are looked for in running text.
    prose: bool,
    zone: Zone,
    /// The body has been named: in an opening.
    named: bool,
    /// A title stood behind the motion: another one may follow without an opening.
    titled: bool,
    /// A part behind the motion proper is being read.
    explaining: bool,
    units: Vec<(Zone, Unit)>,
    /// Which of them is the last heading.
    headed: Option<usize>,
    list: List,
    /// The markers that headings have.
    heading_marks: Vec<Mark>,
    /// Dashes marked items.
    dashed: bool,
    /// Whether the first title has a colon before its name.
    labelled: Option<bool>,
}

impl Segmenter<'_, '_> {
    /// The last heading that was read.
    fn last_heading(&self) -> Option<(&Unit, &Heading)> {
        let (_, unit) = &self.units[self.headed?];
        let Kind::Heading(heading) = &unit.kind else { return None };
        Some((unit, heading))
    }

    /// In running text, the place where the sentence begins whose verb stands at one.
    fn sentence(&self, place: Place) -> Place {
        // The verb may be on the line below the first words of its sentence.
        let verb = match place.begins {
            Begins::Phrase => Some(place.at),
            Begins::Line => prose::verb(self.scan, place.at),
            Begins::Cell | Begins::Bullet => None,
        };
        let start = verb.and_then(|verb| prose::sentence(self.sheet, self.scan, verb));
        let start = start.filter(|&start| start <= place.at);
        let read =
            |start: usize| self.units.last().is_some_and(|(_, unit)| unit.range.start >= start);
        match start.filter(|&start| !read(start)) {
            Some(at) => Place { at, ..place },
            None => place,
        }
    }

    fn spot(&self, place: Place) -> Spot {
        let line = self.sheet.line_of(place.at);
        let marked = || {
            self.marker(place.at)
                .filter(|(mark, _)| !self.is_initial(&place, *mark))
                .or_else(|| self.glued_dash(&place))
                .or_else(|| self.capital(&place))
                .or_else(|| self.unsigned(&place))
        };
        let word = marker::is_word(self.sheet.printed_from(place.at));
        let marker = if word { None } else { marked() };
        Spot {
            at: place.at,
            begins: place.begins,
            line,
            begins_line: self.sheet.start(line) == place.at,
            marker,
            words: marker.map_or(place.at, |(_, at)| at),
        }
    }

    /// What a line is that no words open: signatures, the place and date above them, or nothing of its own.
    fn in_plain_words(&self, spot: &Spot) -> Option<Kind> {
        let signed = || self.signatures(spot);
        let dated = || self.place_and_date(spot);
        match self.zone {
            _ if spot.begins != Begins::Line || spot.marker.is_some() => None,
            Zone::Head => None,
            Zone::Body if self.list.begun && self.asked => dated().or_else(signed),
            Zone::Body => None,
            Zone::Tail if self.explaining => signed().or_else(dated),
            Zone::Tail => dated(),
        }
    }

    /// Whether no words open anything at a spot, nor stand in its line that are looked for inside lines.
    fn is_plain(&self, spot: &Spot) -> bool {
        let plain = !self.prose
            && (spot.marker.is_none() || self.zone == Zone::Body)
            && self.scan.opens_nothing(&self.scan.text[spot.words..]);
        let line = || spot.words..self.scan.line_end(spot.at);
        plain && !(self.asked && self.scan.may_have(Sort::Verdict, line()))
    }

    /// Reads the unit that begins at a spot, if one does; gives where to go on.
    fn read(&mut self, spot: &Spot) -> usize {
        if self.zone == Zone::Body && self.ends_quoted(spot) {
            self.zone = Zone::Tail;
        }
        let found = match self.zone {
            _ if self.is_plain(spot) => self.in_plain_words(spot),
            Zone::Head => self.in_head(spot),
            Zone::Body => self.in_body(spot),
            Zone::Tail => self.in_tail(spot),
        };
        let found = found.or_else(|| self.unknown_heading(spot).map(Kind::Heading));
        let item = spot.marker.is_some()
            && match spot.begins {
                Begins::Bullet => true,
                Begins::Cell => self.zone == Zone::Body && self.list.begun,
                Begins::Line | Begins::Phrase => false,
            };
        match found {
            Some(kind) => self.push(spot, kind),
            None if item || spot.begins == Begins::Line => self.push(spot, Kind::Text),
            None => spot.at,
        }
    }

    /// Adds a unit; gives where to go on. What the head states may also stand between the opening and
    /// the first clause.
    fn push(&mut self, spot: &Spot, kind: Kind) -> usize {
        let stated = matches!(kind, Kind::Label(..) | Kind::Title(_))
            && self.zone == Zone::Body
            && !self.list.begun;
        let end = match &kind {
            Kind::Opening(opening) => opening.end,
            Kind::Heading(heading) => heading.end,
            Kind::Closing(range) => range.end,
            Kind::Label(_, end) | Kind::Movers(_, end) => *end,
            Kind::Title(title) => title.name,
            _ => spot.words,
        };
        if !stated {
            self.step(&kind, spot.marker.map(|(mark, _)| mark));
        }
        let closes = matches!(kind, Kind::Closing(_));
        if let (Kind::Text, Some((Mark::Letter, _))) = (&kind, spot.marker) {
            self.list.capital =
                self.sheet.printed_from(spot.at).chars().next().filter(|c| c.is_ascii_uppercase());
        }
        self.named |= matches!(kind, Kind::Opening(_));
        if let Kind::Title(title) = &kind {
            let labelled = self.is_labelled(title);
            self.labelled.get_or_insert(labelled);
        }
        let unit = Unit {
            range: spot.at..spot.at,
            line: spot.line,
            begins_line: spot.begins_line,
            marker: spot.marker,
            kind,
        };
        if matches!(unit.kind, Kind::Heading(_)) {
            self.headed = Some(self.units.len());
        }
        self.units.push((if stated { Zone::Head } else { self.zone }, unit));
        if closes {
            self.zone = Zone::Tail;
        }
        end.max(spot.at + 1)
    }

    /// Moves on to the zone, and the clause, that a unit begins.
    fn step(&mut self, kind: &Kind, marker: Option<Mark>) {
        match kind {
            Kind::Section(section) => self.explaining = *section == Section::Explanation,
            Kind::Text => {}
            _ => self.explaining = false,
        }
        match kind {
            Kind::Opening(_) if self.zone == Zone::Head => self.zone = Zone::Body,
            Kind::Opening(_)
                if self.several == Several::Sought && (self.zone == Zone::Tail || self.asked) =>
            {
                self.zone = Zone::Body;
                self.asked = false;
                self.list = List::default();
            }
            Kind::Title(_) if self.zone != Zone::Head => {
                self.zone = Zone::Tail;
                self.titled = true;
            }
            Kind::Heading(heading) => {
                self.zone = Zone::Body;
                self.titled = false;
                let role = self.scan.grammar.clauses[heading.clause].role;
                let dictum = role == Role::Dictum;
                self.asked |= dictum || role == Role::Opinion;
                self.heading_marks.extend(marker);
                let heading_marked = marker.is_some();
                self.list = List { begun: true, heading_marked, dictum, ..List::default() };
            }
            Kind::Signing(..)
            | Kind::Movers(..)
            | Kind::Section(_)
            | Kind::Label(..)
            | Kind::Dated(..)
                if self.zone == Zone::Body =>
            {
                self.zone = Zone::Tail
            }
            Kind::Text => {
                self.list.marked |= marker.is_some();
                self.list.marks.extend(marker);
                self.dashed |= matches!(marker, Some(Mark::Sign('-' | '–')));
            }
            _ => {}
        }
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
