//! The head of a motion: labels and their values, number, title, dossier.

mod looks;
mod number;
mod title;

use std::ops::Range;

use super::build::replacing::Replacing;
use super::outcome::TICKED;
use super::outcome::sightings::Sightings;
use super::segment::{Kind, Unit};
use super::sheet::Sheet;
use super::submitters;
use crate::grammar::frame;
use crate::grammar::scan::Scan;
use crate::grammar::term::{self, Date};
use crate::grammar::titles;
use crate::grammar::{Field, MotionType};
use crate::motion::Submitter;

/// What the head states, in source ranges.
#[derive(Debug, Default)]
pub struct Head {
    /// The value behind "Aan".
    pub addressee: Option<Range<usize>>,
    /// The value behind "Van".
    pub sender: Option<Range<usize>>,
    /// The value behind "Onderwerp", or the title of the dossier.
    pub subject: Option<Range<usize>>,
    /// Other numbers that it is filed under.
    pub file_numbers: Vec<Range<usize>>,
    /// Who brings it in.
    pub submitters: Vec<Submitter>,
    /// What a label names as who brings it in, as printed.
    pub submitted_by: Option<Range<usize>>,
    /// What sort of motion it is.
    pub motion_type: Option<MotionType>,
    /// What it replaces.
    pub replaces: Option<Range<usize>>,
    /// The number: one range, or those of a dossier and a paper in it.
    pub number: Vec<Range<usize>>,
    /// Whether its second part is a letter: "36 410, E".
    pub lettered: bool,
    /// Whether it is that of a paper in a dossier that is not printed: "nr. 12".
    pub paper_alone: bool,
    /// The name of the motion.
    pub title: Option<Range<usize>>,
    /// Whether nothing but its place and looks says that it is the name.
    pub title_unlabelled: bool,
    /// The date, and where it stands.
    pub date: Option<(Date, Range<usize>)>,
    /// A date that stands alone, without a label, and where.
    pub lone_date: Option<(Date, Range<usize>)>,
    /// The value of a date label that holds no date.
    pub no_date: Option<Range<usize>>,
    /// Labels and other words that stand for something in the record.
    pub words: Vec<Range<usize>>,
}

/// Reads the units of the head; in minutes, debates and letters, which are `other` papers, no line is a
/// title by its looks.
#[must_use]
pub fn read(sheet: &Sheet<'_>, scan: &Scan<'_>, units: &[&Unit], other: bool) -> Head {
    let (taken, head) = (vec![false; units.len()], Head::default());
    let mut reader = Reader { sheet, scan, units, taken, head, published: None };
    reader.explained();
    reader.dossier();
    reader.rows();
    reader.columned();
    for (at, unit) in units.iter().enumerate() {
        match &unit.kind {
            Kind::Label(field, value) if !reader.taken[at] => reader.label(at, *field, *value),
            _ => {}
        }
    }
    // A label with a name behind it wins over one that stands alone, and that over looks.
    for bare in [false, true] {
        for (at, unit) in units.iter().enumerate() {
            match &unit.kind {
                Kind::Title(title)
                    if title.bare == bare && reader.head.title.is_none() && !reader.taken[at] =>
                {
                    // "Met redenen omklede motie" above a heading that begins so and says more.
                    let more = units.get(at + 1).is_some_and(|next| {
                        let (here, below) = (reader.text(at).trim(), reader.text(at + 1).trim());
                        matches!(next.kind, Kind::Title(_))
                            && below.len() > here.len()
                            && below.starts_with(here)
                    });
                    if more {
                        reader.taken[at] = true;
                        reader.head.words.push(sheet.source(unit.range.clone()));
                    } else {
                        reader.title(at, title);
                    }
                }
                _ => {}
            }
        }
    }
    reader.titled_subject();
    reader.named_above_movers();
    reader.document_number();
    // In minutes and letters a number is that of something else.
    if !other {
        reader.stamped_number();
    }
    if reader.head.title.is_none() {
        reader.named_below_number();
    }
    if reader.head.title.is_none() && !other {
        reader.numbered_name();
    }
    if reader.head.title.is_none() {
        reader.named_beside_number();
    }
    if reader.head.title.is_none() && !other {
        reader.unlabelled_title();
    }
    reader.spare_title_labels();
    reader.lone_date();
    reader.letterhead_date();
    reader.published_date();
    reader.sorts();
    reader.moved_by_title();
    reader.head
}

/// A value that stands in a column of its own begins so many characters from the margin.
const COLUMN: f32 = 6.0;

/// A letterhead is one of so many first lines.
const LETTERHEAD: usize = 4;

struct Reader<'r, 'a> {
    sheet: &'r Sheet<'a>,
    scan: &'r Scan<'r>,
    units: &'r [&'r Unit],
    taken: Vec<bool>,
    head: Head,
    /// The value of a label that says when it was published.
    published: Option<Range<usize>>,
}

impl Reader<'_, '_> {
    /// The words of a unit, folded.
    fn text(&self, at: usize) -> &str {
        &self.scan.text[self.units[at].range.clone()]
    }

    fn is_text(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|unit| matches!(unit.kind, Kind::Text)) && !self.taken[at]
    }

    /// Whether a unit is text that may be a title.
    fn may_be_title(&self, at: usize) -> bool {
        self.is_text(at)
            && !titles::is_no_title(self.scan, &self.scan.text[self.units[at].range.start..])
            && !self.text(at).starts_with('(')
            && !self.is_date(at)
            && !self.is_dated(at)
    }

    /// Whether a unit is a date, with the name of a place before it at most.
    fn is_date(&self, at: usize) -> bool {
        let text = self.text(at).trim_end_matches([' ', '.', ',']);
        term::find_date(text).is_some_and(|(_, range)| {
            range.end == text.len() && text[..range.start].split_whitespace().count() <= 2
        })
    }

    /// Whether a date stands beside a unit, in a cell of its own: the unit names the meeting.
    fn is_dated(&self, at: usize) -> bool {
        let cells = self.sheet.cells_of(self.units[at].range.clone()).skip(1);
        { cells }.any(|cell| {
            term::date(&self.scan.text[cell]).is_ok_and(|(rest, _)| rest.trim().is_empty())
        })
    }

    fn label(&mut self, at: usize, field: Field, value: usize) {
        let unit = self.units[at];
        self.taken[at] = true;
        self.head.words.push(self.sheet.source(unit.range.start..value.min(unit.range.end)));
        let mut range = value.min(unit.range.end)..unit.range.end;
        if field == Field::Date
            && term::find_date(&self.scan.text[range.clone()]).is_none()
            && let Some(cell) = self.dated_below(at)
        {
            range = cell;
        } else if self.scan.text[range.clone()].trim().is_empty() {
            match self.value_below(at, field) {
                Some(below) => range = self.paragraph(below),
                None => return,
            }
        } else if field == Field::Number {
            range = self.sheet.cell_of(range);
        } else {
            range.end = self.continued(at, range.end);
            if !matches!(field, Field::Date | Field::FileNumber | Field::Outcome) {
                range.end = self.aligned_below(at, range.clone());
            }
        }
        self.state(at, field, range);
    }

    /// Labels in a row, and as many values in the row below: "Agendapunt     Motienummer" above "6.2
    /// 2007-31".
    fn rows(&mut self) {
        let mut first = 0;
        while first < self.units.len() {
            let line = self.units[first].line;
            let row = self.units[first..].iter().take_while(|unit| unit.line == line).count();
            let below = first + row;
            let labels =
                |at: usize| matches!(self.units[at].kind, Kind::Label(..)) && self.is_empty(at);
            let values = self.units.get(below).filter(|unit| {
                row > 1
                    && unit.begins_line
                    && matches!(unit.kind, Kind::Text)
                    && (first..below).all(labels)
            });
            let cells: Vec<_> = values
                .map_or_else(Vec::new, |unit| self.sheet.cells_of(unit.range.clone()).collect());
            if cells.len() == row {
                self.taken[below] = true;
                for (at, cell) in (first..below).zip(cells) {
                    self.taken[at] = true;
                    self.head.words.push(self.sheet.source(self.units[at].range.clone()));
                    if let Kind::Label(field, _) = self.units[at].kind {
                        self.state(at, field, cell);
                    }
                }
            }
            first = below;
        }
    }

    /// Labels on lines below one another, and as many values below them, in the same order: a table that was
    /// copied by its columns. "Motie" is the label of a number there.
    fn columned(&mut self) {
        let mut first = 0;
        while first < self.units.len() {
            let labels = (first..self.units.len())
                .take_while(|&at| {
                    self.is_empty_label(at)
                        && (at == first || !self.sheet.is_wide(self.units[at].line))
                })
                .count();
            let below = first + labels;
            let values = (below..self.units.len())
                .take_while(|&at| {
                    let unit = self.units[at];
                    let parted = at > below && self.sheet.is_wide(unit.line);
                    matches!(unit.kind, Kind::Text) && unit.begins_line && !parted
                })
                .count();
            let sure = self.units[first..below]
                .iter()
                .filter(|unit| matches!(unit.kind, Kind::Label(..)))
                .count();
            if sure > 1 && labels == values {
                for at in first..below {
                    self.taken[at] = true;
                    self.taken[at + labels] = true;
                    let label = self.sheet.source(self.units[at].range.clone());
                    self.head.words.push(label);
                    let value = self.units[at + labels].range.clone();
                    match self.units[at].kind {
                        Kind::Label(field, _) => self.state(at, field, value),
                        Kind::Title(_) => self.state(at, Field::Number, value),
                        _ => self.state(at, Field::Other, value),
                    }
                }
            }
            first = below.max(first + 1);
        }
    }

    /// Whether a line is a label with nothing behind it, or the word "motie" alone.
    fn is_empty_label(&self, at: usize) -> bool {
        self.units[at].begins_line && self.is_empty(at)
    }

    /// The same where it may stand beside another.
    fn is_empty(&self, at: usize) -> bool {
        let unit = self.units[at];
        match &unit.kind {
            Kind::Label(_, value) => {
                self.scan.text[(*value).min(unit.range.end)..unit.range.end].trim().is_empty()
            }
            Kind::Title(title) => title.bare && title.number.is_none(),
            // "Voorstel"
            Kind::Text => {
                let word = self.text(at).trim();
                !word.contains(' ')
                    && titles::is_no_title(self.scan, &self.scan.text[unit.range.start..])
            }
            _ => false,
        }
    }

    /// What a label says.
    fn state(&mut self, at: usize, field: Field, range: Range<usize>) {
        let mut source = self.sheet.source(range.clone());
        if source.is_empty() {
            return;
        }
        // "(ingediend door Mia Bos)"
        if self.text(at).starts_with('(') && self.sheet.document.slice(&source).ends_with(')') {
            source.end -= 1;
        }
        match field {
            // "Documentnummer:   941 (2021-2022) – Nr. 1", and the date below "Ingediend op".
            Field::FileNumber | Field::Date
                if self.head.number.is_empty()
                    && term::document_number(&self.scan.text[range.clone()]).is_ok() =>
            {
                if let Ok((rest, _)) = term::document_number(&self.scan.text[range.clone()]) {
                    let end = range.end - rest.len();
                    self.head.number.push(self.sheet.source(range.start..end));
                    self.date(end..range.end, self.sheet.source(end..range.end));
                }
            }
            Field::FileNumber => self.file_number(range),
            Field::Submitters => self.submitters(at, source),
            Field::MotionType => {
                let sort = frame::motion_type(self.scan, &self.scan.text[range.start..]);
                if let Ok((_, sort)) = sort {
                    self.head.words.push(source);
                    self.head.motion_type.get_or_insert(sort);
                }
            }
            Field::Addressee => _ = self.head.addressee.get_or_insert(source),
            Field::Sender => _ = self.head.sender.get_or_insert(source),
            Field::Subject => _ = self.head.subject.get_or_insert(source),
            // "(in te vullen door de griffier)"
            Field::Number if self.scan.text[range.clone()].starts_with('(') => {}
            Field::Number if self.head.number.is_empty() => self.head.number.push(source),
            Field::Title => {
                _ = self.head.title.get_or_insert_with(|| title::unquoted(self.sheet, source));
            }
            // The day on which it was published counts where no other is said.
            Field::Date if self.text(at).starts_with("publicatie") => {
                self.published = Some(range);
            }
            Field::Date => self.date(range, source),
            Field::Number | Field::Outcome | Field::Other => {}
        }
    }

    /// The title is the subject too where it stands below that label: "Onderwerp" above "Motie van het lid Bos
    /// inzake de begroting".
    fn titled_subject(&mut self) {
        let Some(title) = self.head.title.clone().filter(|_| self.head.subject.is_none()) else {
            return;
        };
        let start = self.sheet.offset(title.start);
        let labels = |at: usize| match self.units[at].kind {
            Kind::Label(Field::Subject, value) => {
                let below = self.units.get(at + 1).filter(|below| !self.sheet.is_wide(below.line));
                value <= start && below.is_some_and(|below| below.range.start == start)
                    || value == start
            }
            _ => false,
        };
        if (0..self.units.len()).any(labels) {
            self.head.subject = Some(title);
        }
    }

    /// Where the value of a label ends that goes on below it: in lines of a text that begin in the column
    /// in which it began.
    fn aligned_below(&mut self, at: usize, value: Range<usize>) -> usize {
        let line = self.sheet.lines()[self.units[at].line];
        let before = line.range.start..self.sheet.source_at(value.start);
        let column = line.indent + self.sheet.document.slice(&before).chars().count() as f32;
        let mut end = value.end;
        let behind = |unit: &&Unit| unit.range.start >= value.end;
        let first = self.units.iter().position(behind).unwrap_or(self.units.len());
        for next in first..self.units.len() {
            let unit = self.units[next];
            let below = self.sheet.lines()[unit.line];
            let aligned = unit.begins_line
                && line.bbox.is_none()
                && column >= COLUMN
                && (below.indent - column).abs() <= 1.0
                && !self.sheet.is_wide(unit.line);
            if !aligned || !self.is_text(next) || self.is_date(next) {
                break;
            }
            self.taken[next] = true;
            end = unit.range.end;
        }
        end
    }

    fn date(&mut self, range: Range<usize>, source: Range<usize>) {
        match term::find_date(&self.scan.text[range.clone()]) {
            Some((date, at)) if self.head.date.is_none() => {
                let place = self.sheet.source(range.start + at.start..range.start + at.end);
                self.head.words.push(source);
                self.head.date = Some((date, place));
            }
            Some(_) => {}
            None if self.sheet.document.slice(&source).contains(|c: char| c.is_ascii_digit()) => {
                _ = self.head.no_date.get_or_insert(source)
            }
            None => {}
        }
    }

    /// The unit that holds the value of a label with nothing behind it: the next text, where it
    /// follows closely, for a label that names a field of the record.
    fn value_below(&self, at: usize, field: Field) -> Option<usize> {
        let lone = self.units[at].begins_line && {
            let next = self.units.get(at + 1);
            next.is_some_and(|next| self.scan.text[next.range.clone()].trim().len() <= 60)
        };
        let named = field != Field::Other || lone;
        // "Ingediend op" above a number, and the date below that.
        if field == Field::Date
            && self.units.get(at + 1).is_some_and(|next| {
                term::document_number(self.scan.text[next.range.clone()].trim()).is_ok()
            })
        {
            return None;
        }
        // "Gemeenteraad" above a title is no label.
        let colon = self.text(at).trim_end().ends_with(':');
        let dated = |next: &&Unit| term::find_date(&self.scan.text[next.range.clone()]).is_some();
        if field == Field::Date && !colon && !self.units.get(at + 1).is_some_and(dated) {
            return None;
        }
        let close = || {
            let next = self.units[at + 1];
            !self.sheet.is_wide(next.line)
                || field != Field::Other && self.is_spaced_form()
                || field == Field::Subject && self.is_spaced_label(at)
                || field == Field::Date && term::date(&self.scan.text[next.range.start..]).is_ok()
        };
        (named && self.is_text(at + 1) && close()).then_some(at + 1)
    }

    /// Whether several labels stand alone, each with one line of text between blank lines below it.
    fn is_spaced_form(&self) -> bool {
        (0..self.units.len()).filter(|&at| self.is_spaced_label(at)).count() > 1
    }

    /// Whether a label stands alone, with one line of text between blank lines below it.
    fn is_spaced_label(&self, at: usize) -> bool {
        let labels = matches!(self.units[at].kind, Kind::Label(..));
        let wide = |at: usize| self.units.get(at).is_none_or(|unit| self.sheet.is_wide(unit.line));
        let text = self.units.get(at + 1).is_some_and(|unit| matches!(unit.kind, Kind::Text));
        labels && self.is_empty_label(at) && text && wide(at + 1) && wide(at + 2)
    }

    /// The date in the column below a label, where labels stand in a row and their values below them.
    fn dated_below(&self, at: usize) -> Option<Range<usize>> {
        let unit = self.units[at];
        let row = |line: usize| {
            let cells = self.sheet.cells_of(self.sheet.start(line)..self.sheet.start(line + 1));
            cells.collect::<Vec<_>>()
        };
        let (labels, values) = (row(unit.line), row(unit.line + 1));
        let column = labels.iter().position(|cell| cell.start == unit.range.start)?;
        let value = values.get(column).filter(|_| labels.len() > 1 && labels.len() == values.len());
        let dated = |cell: &&Range<usize>| term::date(&self.scan.text[cell.start..]).is_ok();
        value.filter(dated).cloned()
    }

    /// A number that the motion is filed under: what has a digit, up to the next cell.
    fn file_number(&mut self, range: Range<usize>) {
        let cell = self.sheet.source(self.sheet.cell_of(range));
        let words = self.sheet.document.slice(&cell);
        if words.contains(|c: char| c.is_ascii_digit()) && words.split_whitespace().count() <= 4 {
            self.head.words.push(cell.clone());
            self.head.file_numbers.push(cell);
        }
    }

    /// Who brings it in, in the value of a label and the lines below it that go on with the list.
    fn submitters(&mut self, at: usize, mut source: Range<usize>) {
        let Some(mut found) = submitters::listed(self.sheet, self.scan, &source) else {
            return;
        };
        let mut next = at + 1;
        while self.is_text(next) && !self.sheet.is_wide(self.units[next].line) {
            let below = self.sheet.source(self.units[next].range.clone());
            let Some(more) = submitters::listed(self.sheet, self.scan, &below) else { break };
            found.extend(more);
            source.end = source.end.max(below.end);
            self.taken[next] = true;
            next += 1;
        }
        self.head.words.push(source.clone());
        self.head.submitters.extend(found);
        let unit = self.units[at];
        let Kind::Label(_, value) = &unit.kind else { return };
        let words = self.scan.text[unit.range.start..*value].trim_end();
        // "Ingediend door de gemeenten: Molendrecht, Ter Veld".
        if words.contains(" gemeente") {
            for submitter in &mut self.head.submitters {
                if submitter.party.is_none() && submitter.organisation.is_none() {
                    submitter.organisation = submitter.name.take();
                }
            }
        }
        // "Motie ingediend door Mia Bos" is a sentence, and "van" alone a word: neither is a label.
        if words.starts_with('(') {
            return;
        }
        if words.ends_with(':') || !words.starts_with("motie") && words != "van" {
            self.head.submitted_by.get_or_insert(source);
        }
    }

    /// A date that a line of the head is, and nothing else.
    fn lone_date(&mut self) {
        for at in 0..self.units.len() {
            let text = self.text(at).trim_end_matches([' ', '.', ',']);
            // "17 november 2020 (2020-2021)": with the session of the Flemish parliament.
            let session = text.rsplit_once(" (").filter(|(_, session)| {
                session.len() == 10 && session.ends_with(')') && session.contains('-')
            });
            let text = session.map_or(text, |(text, _)| text);
            let Some((date, range)) = self.is_text(at).then(|| term::find_date(text)).flatten()
            else {
                continue;
            };
            // "Molendrecht, 3 mei 2024".
            let placed = || {
                let place = text[..range.start].strip_suffix(", ");
                place.is_some_and(|place| place.split(' ').count() <= 2)
                    && self.sheet.is_capital(self.units[at].range.start)
            };
            if range.end == text.len() && (text[..range.start].trim().is_empty() || placed()) {
                let place = self.sheet.source(self.units[at].range.clone());
                let stated = self.head.date.as_ref().map(|(stated, _)| stated.iso());
                if stated.is_some_and(|stated| stated != date.iso()) {
                    continue;
                }
                self.taken[at] = true;
                self.head.words.push(place.clone());
                if self.head.date.is_none() {
                    self.head.lone_date.get_or_insert((date, place));
                }
                return;
            }
        }
    }

    /// The date of a letterhead that names the meeting, or has it between strokes: "Ledencongres 2 september
    /// 2023", "Gemeente X | Raad | 9 juli 2019".
    fn letterhead_date(&mut self) {
        if self.head.date.is_some() || self.head.lone_date.is_some() {
            return;
        }
        for at in 0..self.units.len().min(LETTERHEAD) {
            let text = self.text(at);
            let Some((date, range)) = self.is_text(at).then(|| term::find_date(text)).flatten()
            else {
                continue;
            };
            let stroked = || text.split('|').any(|part| part.trim() == &text[range.clone()]);
            let sentence = text.starts_with('(') || text.trim_end().ends_with('.');
            if date.year.is_some()
                && !sentence
                && (stroked() || text.split(' ').any(looks::names_meeting))
            {
                let start = self.units[at].range.start;
                let place = self.sheet.source(start + range.start..start + range.end);
                self.head.words.push(place.clone());
                self.head.lone_date = Some((date, place));
                return;
            }
        }
    }

    /// The day on which it was published, where no other date is said.
    fn published_date(&mut self) {
        let Some(range) = self.published.clone() else { return };
        let Some((date, at)) = term::find_date(&self.scan.text[range.clone()]) else { return };
        let place = self.sheet.source(range.start + at.start..range.start + at.end);
        self.head.words.push(self.sheet.source(range));
        if self.head.date.is_none() {
            self.head.lone_date.get_or_insert((date, place));
        }
    }

    /// Takes the lines of an explanation that stands in the head.
    fn explained(&mut self) {
        for at in 0..self.units.len() {
            if matches!(self.units[at].kind, Kind::Section(_)) {
                let text = |at: &usize| matches!(self.units[*at].kind, Kind::Text);
                let below: Vec<usize> = (at + 1..self.units.len()).take_while(text).collect();
                below.into_iter().for_each(|below| self.taken[below] = true);
            }
        }
    }

    /// What sort of motion it is, and what it replaces, by words of the head.
    fn sorts(&mut self) {
        let title = self.head.title.as_ref();
        let title = title.map(|title| self.sheet.offset(title.start)..self.sheet.offset(title.end));
        let ranges =
            || title.iter().cloned().chain(self.units.iter().map(|unit| unit.range.clone()));
        let start = ranges().map(|range| range.start).min().unwrap_or(0);
        let stretch = start..ranges().map(|range| range.end).max().unwrap_or(0);
        let grammar = self.scan.grammar;
        let sorts = Sightings::of(&grammar.motion_types, self.scan.text, [stretch.clone()]);
        for unit in self.units.iter().filter(|unit| sorts.any_in(&unit.range)) {
            let text = &self.scan.text[unit.range.clone()];
            let sort = grammar.motion_types.find_all(text).find_map(|at| {
                let input = &self.scan.text[unit.range.start + at..];
                let begins = at == 0
                    || value_of(unit) == Some(unit.range.start + at)
                    || input.starts_with("motie van")
                    || text[..at].trim_end().ends_with(['(', ':'])
                    || TICKED.iter().any(|tick| text[..at].trim_end().ends_with(tick));
                frame::motion_type(self.scan, input).ok().filter(|_| begins)
            });
            if let Some((_, sort)) = sort {
                self.head.motion_type.get_or_insert(sort);
            }
        }
        let replacing = Replacing::of(self.scan, stretch);
        let number = ranges().find_map(|range| replacing.number(&range));
        self.head.replaces = number.map(|number| self.sheet.source(number));
    }

    /// Who brings it in, by a heading that names them.
    fn moved_by_title(&mut self) {
        let titles = self.units.iter().filter(|unit| matches!(unit.kind, Kind::Title(_)));
        let lines = titles.map(|unit| self.sheet.source(unit.range.clone()));
        let headings: Vec<Range<usize>> = self.head.title.iter().cloned().chain(lines).collect();
        for heading in headings {
            if self.head.submitters.is_empty() {
                self.head.submitters = submitters::of_heading(self.sheet, self.scan, &heading);
            }
        }
    }
}

/// Where the name begins that stands in a heading, or the value that a label has.
fn value_of(unit: &Unit) -> Option<usize> {
    match &unit.kind {
        Kind::Title(title) => Some(title.name),
        Kind::Label(_, value) => Some(*value),
        _ => None,
    }
}
