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

pub use signed::SUBMITTED;
pub use unit::{Kind, Several, Unit, Zone};

use super::place::{self, Begins, Place};
use super::prose;
use super::sheet::Sheet;
use crate::grammar::closing;
use crate::grammar::file::{Field, Role, Section};
use crate::grammar::frame::{self, Opening};
use crate::grammar::rules::{self, Heading, Stop};
use crate::grammar::scan::Scan;
use crate::grammar::sights::Sort;
use crate::grammar::term::Mark;
use crate::grammar::titles;

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

/// The head of a motion has at most so many lines, where the body is named twice.
const HEAD: usize = 24;

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

    fn in_head(&self, spot: &Spot) -> Option<Kind> {
        let input = &self.scan.text[spot.at..];
        if spot.begins == Begins::Phrase
            && let Some(opening) = frame::opening_inside(self.scan, spot.at)
        {
            return Some(Kind::Opening(opening));
        }
        if spot.begins_line {
            if let Ok((_, opening)) = frame::opening(self.scan, input)
                && !self.is_letterhead(spot, &opening)
            {
                return Some(Kind::Opening(opening));
            }
            match self.movers(spot.at) {
                // "van Mia Bos en Jan de Wit", below the title.
                Some(Kind::Signing(_, names)) => {
                    return Some(Kind::Label(Field::Submitters, names));
                }
                Some(movers) => return Some(movers),
                None => {}
            }
            if let Ok((_, Section::Explanation)) = frame::section(self.scan, input) {
                return Some(Kind::Section(Section::Explanation));
            }
        }
        if let Some(heading) = self.heading(spot) {
            return Some(Kind::Heading(heading));
        }
        if !spot.begins_line && spot.begins != Begins::Cell {
            return None;
        }
        if let Ok((_, (field, value))) = frame::label(self.scan, input) {
            return Some(Kind::Label(field, value));
        }
        let labelled = |(_, unit): &(Zone, Unit)| {
            // A date or a number beside a title is that of the motion.
            let own = match unit.kind {
                Kind::Label(Field::Date, _) => true,
                Kind::Label(Field::Number, value) => self.scan.text[value.min(spot.at)..spot.at]
                    .contains(|c: char| c.is_ascii_digit()),
                _ => false,
            };
            unit.line == spot.line && matches!(unit.kind, Kind::Label(..)) && !own
        };
        if !spot.begins_line && self.units.last().is_some_and(labelled) {
            return None;
        }
        if self.is_in_sentence(spot) {
            return None;
        }
        titles::title(self.scan, input).ok().map(|(_, title)| Kind::Title(title))
    }

    /// Whether the name of a body alone on its line, above everything else, is that of the paper: the
    /// body sits, or has a sign behind it, further down.
    fn is_letterhead(&self, spot: &Spot, opening: &Opening) -> bool {
        let alone = |opening: &Opening| {
            !opening.sits
                && self.scan.at_line_end(&self.scan.text[opening.end..])
                && self.sheet.before(opening.end).is_some_and(char::is_alphanumeric)
        };
        let speaks = |line: usize| {
            let input = &self.scan.text[self.sheet.start(line)..];
            frame::opening(self.scan, input).is_ok_and(|(_, below)| !alone(&below))
        };
        let below = spot.line + 1..self.sheet.lines().len().min(spot.line + HEAD);
        let heads = |line: usize| {
            rules::heading(self.scan, &self.scan.text[self.sheet.start(line)..]).is_ok()
        };
        spot.line < HEAD / 4 && alone(opening) && below.take_while(|&line| !heads(line)).any(speaks)
    }

    /// Whether a line goes on with the sentence of the full line before it: "… te beginnen met een /
    /// motie op basis van …".
    fn is_in_sentence(&self, spot: &Spot) -> bool {
        spot.begins_line
            && spot.line > 0
            && !self.sheet.is_capital(spot.at)
            && !self.sheet.follows_short(spot.line)
            && !self.sheet.is_wide(spot.line)
            && self.sheet.before(spot.at).is_some_and(char::is_alphanumeric)
    }

    fn in_body(&self, spot: &Spot) -> Option<Kind> {
        let input = &self.scan.text[spot.words..];
        if let Ok((_, range)) = closing::closing(self.scan, input) {
            return Some(Kind::Closing(range));
        }
        if let Some(heading) = self.heading(spot) {
            return Some(Kind::Heading(heading));
        }
        if spot.begins != Begins::Line || spot.marker.is_some() {
            return None;
        }
        if !self.list.begun {
            return self.stated_late(input);
        }
        if self.asked
            && let Some(movers) = self.movers(spot.words).or_else(|| self.members_sign(spot))
        {
            return Some(movers);
        }
        if let Ok((_, opening)) = frame::opening(self.scan, input) {
            let apart = self.sheet.is_wide(spot.line)
                || self.sheet.begins_page(spot.line)
                || input.starts_with('"');
            // A body that is named, or named again, between its grounds and its requests.
            let named = || self.named;
            let colon = || self.sheet.before(opening.end).is_some_and(|c| c == ':');
            let late = !self.asked
                && self.scan.at_line_end(&self.scan.text[opening.end..])
                && (colon() && !named() || self.sheet.is_wide(spot.line));
            if late || self.several == Several::Sought && self.asked && apart {
                return Some(Kind::Opening(opening));
            }
        }
        if let Some(title) = self.next_title(spot) {
            return Some(Kind::Title(title));
        }
        if self.asked
            && !self.is_in_sentence(spot)
            && let Ok((_, (field, value))) = frame::label(self.scan, input)
            && matches!(field, Field::Other | Field::Outcome | Field::FileNumber)
        {
            return Some(Kind::Label(field, value));
        }
        if let Some(section) = self.section(spot) {
            return Some(Kind::Section(section));
        }
        if let Some(signing) = self.signing(spot.words) {
            return Some(signing);
        }
        // Where the closing formula is missing, signatures show themselves, or the place and date
        // above them.
        if !self.asked {
            return None;
        }
        self.place_and_date(spot).or_else(|| self.signatures(spot))
    }

    /// What the head states, where it stands behind the opening: "Onderwerp: …".
    fn stated_late(&self, input: &str) -> Option<Kind> {
        // The body, named again: "De raad, gehoord de beraadslaging".
        if let Ok((_, opening)) = frame::opening(self.scan, input) {
            return Some(Kind::Opening(opening));
        }
        if let Ok((_, (field, value))) = frame::label(self.scan, input) {
            let colon = self.scan.text[..value].trim_end().ends_with(':');
            let takes = !matches!(field, Field::Addressee | Field::Sender | Field::Outcome);
            let numbered = field == Field::Number;
            return (colon && takes || numbered).then_some(Kind::Label(field, value));
        }
        let title = titles::title(self.scan, input).ok().map(|(_, title)| title);
        title.filter(|title| title.bare).map(Kind::Title)
    }

    fn in_tail(&self, spot: &Spot) -> Option<Kind> {
        if spot.begins != Begins::Line {
            return None;
        }
        if let Some(signing) = self.members_sign(spot) {
            return Some(signing);
        }
        let input = &self.scan.text[spot.words..];
        if let Ok((_, opening)) = frame::opening(self.scan, input) {
            return Some(Kind::Opening(opening));
        }
        if let Ok((_, range)) = closing::closing(self.scan, input) {
            return Some(Kind::Closing(range));
        }
        // An explanation may stand between the grounds and the requests.
        let goes_on = self.explaining && !self.asked && self.list.begun;
        if (goes_on || self.titled && self.several == Several::Sought)
            && let Some(heading) = self.heading(spot)
        {
            return Some(Kind::Heading(heading));
        }
        let label = || match frame::label(self.scan, input) {
            Ok((_, (field @ Field::Outcome, value))) => Some(Kind::Label(field, value)),
            _ => None,
        };
        let section =
            || frame::section(self.scan, input).ok().map(|(_, section)| Kind::Section(section));
        let dated = || self.place_and_date(spot);
        let title = || titles::title(self.scan, input).ok().map(|(_, title)| Kind::Title(title));
        self.movers(spot.words)
            .or_else(|| self.signing(spot.words))
            .or_else(label)
            .or_else(section)
            .or_else(|| if self.explaining { self.signatures(spot) } else { None })
            .or_else(dated)
            .or_else(title)
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
