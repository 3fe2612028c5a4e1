//! The labels of the head and what they say, on their line, below them, or in rows and columns.

use std::ops::Range;

use super::{Reader, title};
use crate::extract::segment::{Kind, Unit};
use crate::extract::submitters;
use crate::grammar::term;
use crate::grammar::titles;
use crate::grammar::{Field, frame};
use crate::motion::Submitter;

/// A value that stands in a column of its own begins so many characters from the margin.
const COLUMN: f32 = 6.0;

impl Reader<'_, '_> {
    pub(super) fn label(&mut self, at: usize, field: Field, value: usize) {
        let unit = self.units[at];
        self.taken[at] = true;
        // A label whose value no field has is left with that.
        let stated = field != Field::Other || value >= unit.range.end;
        if stated {
            self.head.words.push(self.sheet.source(unit.range.start..value.min(unit.range.end)));
        }
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
    pub(super) fn rows(&mut self) {
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
    pub(super) fn columned(&mut self) {
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
            Field::Subject => match &self.head.subject {
                None => self.head.subject = Some(source),
                // "Motie van het lid Bos inzake de begroting", and then what it is about.
                Some(subject) if self.is_heading(subject) => {
                    _ = self.head.title.get_or_insert(source);
                }
                Some(_) => {}
            },
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
    pub(super) fn titled_subject(&mut self) {
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
        let column = |offset: usize| {
            let before = line.range.start..self.sheet.source_at(offset);
            line.indent + self.sheet.document.slice(&before).chars().count() as f32
        };
        // Where the label is not the first of its line, it may go on below itself.
        let unit = self.units[at];
        let own = (!unit.begins_line).then(|| column(unit.range.start));
        let columns = [Some(column(value.start)), own];
        let in_column = |indent: f32| {
            let fits = |column: f32| column >= COLUMN && (indent - column).abs() <= 1.0;
            columns.into_iter().flatten().any(fits)
        };
        let mut end = value.end;
        for next in self.first_behind(at, value.end)..self.units.len() {
            let unit = self.units[next];
            let below = self.sheet.lines()[unit.line];
            let aligned = unit.begins_line
                && line.bbox.is_none()
                && in_column(below.indent)
                && !self.sheet.is_wide(unit.line);
            if !aligned || !self.is_text(next) || self.is_date(next) {
                break;
            }
            self.taken[next] = true;
            end = unit.range.end;
        }
        end
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
        let several = || (0..self.units.len()).filter(|&at| self.is_spaced_label(at)).count() > 1;
        *self.spaced.get_or_init(several)
    }

    /// Whether a label stands alone, with one line of text between blank lines below it.
    fn is_spaced_label(&self, at: usize) -> bool {
        let labels = matches!(self.units[at].kind, Kind::Label(..));
        let wide = |at: usize| self.units.get(at).is_none_or(|unit| self.sheet.is_wide(unit.line));
        let text = self.units.get(at + 1).is_some_and(|unit| matches!(unit.kind, Kind::Text));
        labels && self.is_empty_label(at) && text && wide(at + 1) && wide(at + 2)
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
        let paragraph = self.paragraph_of(at, &source);
        let running = || {
            let found = submitters::listed(self.sheet, self.scan, &paragraph)?;
            (paragraph.end > source.end && found.len() > 1).then_some(found)
        };
        let (mut found, end) = if let Some(found) = self.one_a_line(&source) {
            (found, source.end)
        } else if let Some(found) = running() {
            (found, paragraph.end)
        } else if let Some(found) = submitters::listed(self.sheet, self.scan, &source) {
            (found, source.end)
        } else {
            return;
        };
        source.end = end;
        let mut next = self.first_behind(at, self.sheet.offset(end));
        for unit in at + 1..next {
            self.taken[unit] |= self.is_text(unit);
        }
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

    /// The value of a label with the lines below it that go on with it, each below one that was full, where
    /// it is a list: "Mia Bos (D66), Jan / de Wit (SP)".
    fn paragraph_of(&self, at: usize, source: &Range<usize>) -> Range<usize> {
        let mut end = source.end;
        let last = self.sheet.offset(source.end);
        if !self.sheet.document.slice(source).contains(", ") {
            return source.clone();
        }
        for next in self.first_behind(at, last)..self.units.len() {
            let unit = self.units[next];
            let goes_on = matches!(unit.kind, Kind::Text)
                && !self.sheet.is_wide(unit.line)
                && !self.sheet.follows_short(unit.line)
                && self.text(next).contains(char::is_alphanumeric);
            if !goes_on {
                break;
            }
            end = self.sheet.source(unit.range.clone()).end;
        }
        source.start..end
    }

    /// The first unit behind one that begins at an offset or further on.
    fn first_behind(&self, at: usize, offset: usize) -> usize {
        at + 1 + self.units[at + 1..].partition_point(|unit| unit.range.start < offset)
    }

    /// Who brings it in, in a value of several lines of which each names one.
    fn one_a_line(&self, source: &Range<usize>) -> Option<Vec<Submitter>> {
        let document = self.sheet.document;
        let lines = &document.lines()[document.line_at(source.start)..];
        let lines = lines.iter().take_while(|line| line.range.start < source.end);
        let part = |range: &Range<usize>| range.start.max(source.start)..range.end.min(source.end);
        let one = |range: Range<usize>| {
            let text = document.slice(&range);
            let begins = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                || text.starts_with("fractie ");
            let found = submitters::listed(self.sheet, self.scan, &range).filter(|_| begins)?;
            (found.len() == 1 && !text.ends_with([',', '-'])).then_some(found)
        };
        let found: Option<Vec<Vec<Submitter>>> = lines.map(|line| one(part(&line.range))).collect();
        found.filter(|found| found.len() > 1).map(|found| found.concat())
    }
}
