//! What stands before the clauses: the fields of the head, and the opening sentence.

use std::ops::Range;

use super::{Builder, LONE_DATE, kind};
use crate::extract::head::{self, Head};
use crate::extract::segment::{Kind, Unit};
use crate::grammar::DocumentKind;
use crate::grammar::frame::Opening;
use crate::grammar::term::{self, Date, Doubt};
use crate::motion::Meeting;
use crate::text::{Span, join};

impl Builder<'_, '_> {
    pub(super) fn opening(&mut self, units: &[&Unit]) {
        // "Ondergetekenden, leden van de raad, dienen de volgende motie in: De raad, bijeen op …"
        let mut by_members = false;
        for (at, unit) in units.iter().enumerate() {
            let Kind::Opening(opening) = &unit.kind else {
                continue;
            };
            // Where the body is named again, its words are left to be looked at.
            let range = self.source(opening.body.clone());
            // "Provinciale Staten", said to be addressed, and then "Provinciale Staten van X".
            let fuller = self.motion.body.as_ref().is_some_and(|body| {
                let text = self.sheet.document.slice(&range);
                text.len() > body.len()
                    && text.starts_with(body.as_str())
                    && (opening.date.is_some() || opening.place.is_some())
            });
            let fuller = fuller || by_members && (opening.date.is_some() || opening.sits);
            by_members = opening.body.start > unit.range.start + 1;
            let again = self.motion.body.is_some() && opening.subject.is_none() && !fuller;
            if self.motion.body.is_none() || fuller {
                (self.motion.body, self.motion.spans.body) = self.field(&range);
            }
            if !again {
                self.claims.take(self.source(unit.range.start..opening.end));
            }
            self.meeting(opening);
            if let Some(start) = opening.subject.filter(|_| self.motion.subject.is_none()) {
                let end = self.subject_end(&units[at..]);
                let range = self.without_stop(self.source(start..end));
                (self.motion.subject, self.motion.spans.subject) = self.field(&range);
                self.sure("subject", SPOKEN);
            }
        }
    }

    fn meeting(&mut self, opening: &Opening) {
        if self.motion.meeting.is_some() || opening.date.is_none() && opening.place.is_none() {
            return;
        }
        let place = opening.place.clone().map(|range| self.source(range));
        let day = opening.date.clone().map(|(date, range)| (date, self.source(range)));
        let day = day.map(|(date, range)| (self.settled(date, &range), range));
        let iso = day.as_ref().and_then(|(date, _)| date.iso());
        if let Some((_, range)) = day.as_ref().filter(|_| iso.is_none()) {
            self.warn("date-incomplete", "expected a day, month and year that the calendar has; the meeting's date is left out", Some(range));
        }
        let ranges: Vec<Range<usize>> =
            place.iter().cloned().chain(day.map(|(_, range)| range)).collect();
        let start = ranges.iter().map(|range| range.start).min().unwrap_or(0);
        let end = ranges.iter().map(|range| range.end).max().unwrap_or(0);
        self.motion.spans.meeting = self.sheet.document.spans(&(start..end));
        let place = place.map(|range| join::one_line(self.sheet.document, &range));
        self.motion.meeting =
            (iso.is_some() || place.is_some()).then_some(Meeting { date: iso, place });
    }

    /// A date with the year that other dates of the document give it, where it has none; what is
    /// doubtful in it is said.
    pub(super) fn settled(&mut self, date: Date, range: &Range<usize>) -> Date {
        if let Some(doubt) = date.doubt {
            let found = match doubt {
                Doubt::Month => "the name of the month is misspelt",
                Doubt::Number => "a number that belongs to nothing stands before it",
                Doubt::Weekday => "it falls on another day of the week than the one printed",
            };
            self.warn("date-doubtful", format!("{found}; check the date"), Some(range));
            self.sure("date", DOUBTED);
        }
        if date.year.is_some() {
            return date;
        }
        let Some(whole) = date.completed(term::dates(self.scan.text).map(|(date, _)| date)) else {
            return date;
        };
        self.sure("date", DOUBTED);
        self.warn(
            "date-without-year",
            "no year is printed; that of the nearest other date of the document was taken",
            Some(range),
        );
        whole
    }

    /// Where the subject of an opening ends: with its paragraph.
    fn subject_end(&self, units: &[&Unit]) -> usize {
        let mut end = units[0].range.end;
        for unit in &units[1..] {
            let before = self.sheet.before(unit.range.start);
            let over = matches!(before, Some('.' | ';' | ':' | ','))
                && self.sheet.follows_short(unit.line);
            if !matches!(unit.kind, Kind::Text)
                || unit.marker.is_some()
                || self.sheet.is_wide(unit.line)
                || over
            {
                break;
            }
            end = unit.range.end;
        }
        end
    }

    /// A source range without the sign that ends a sentence; the full stop of an abbreviation stays.
    fn without_stop(&self, range: Range<usize>) -> Range<usize> {
        let text = self.sheet.document.slice(&range);
        let text = text.trim_end_matches([',', ':', ';', ' ']);
        let abbreviation = text
            .rsplit(char::is_whitespace)
            .next()
            .is_some_and(|word| word.matches('.').count() > 1);
        let text = if abbreviation { text } else { text.trim_end_matches('.') };
        range.start..range.start + text.len()
    }

    pub(super) fn head(&mut self, units: &[&Unit]) {
        let shown = || units.iter().find_map(|unit| kind::of(self.sheet, self.scan, unit));
        self.shown = self.shown.or_else(shown);
        let other = matches!(self.shown, Some(DocumentKind::Verslag | DocumentKind::Brief));
        let head = head::read(self.sheet, self.scan, units, other);
        self.title_unlabelled = head.title_unlabelled;
        self.title.clone_from(&head.title);
        self.called = units.iter().any(|unit| matches!(unit.kind, Kind::Title(_)));
        for range in &head.words {
            self.claims.take(range.clone());
        }
        let Head { addressee, sender, subject, title, .. } = &head;
        for (range, field) in [
            (addressee, Name::Addressee),
            (sender, Name::Sender),
            (subject, Name::Subject),
            (title, Name::Title),
        ] {
            let Some(range) = range else { continue };
            let range = &match field {
                Name::Subject => {
                    range.start
                        ..range.start
                            + self.sheet.document.slice(range).trim_end_matches([';', ',']).len()
                }
                _ => range.clone(),
            };
            let (text, spans) = self.field(range);
            if matches!(field, Name::Subject) {
                self.motion.confidence.remove("subject");
            }
            let (to, places) = self.named(field);
            *to = text;
            *places = spans;
        }
        self.number(&head.number, head.lettered);
        if head.paper_alone {
            self.motion.number = self.motion.number.take().map(|number| format!("nr. {number}"));
        }
        self.date(&head);
        self.movers(&head);
        self.motion.motion_type = head.motion_type;
        for range in &head.file_numbers {
            let (text, spans) = self.field(range);
            self.motion.file_numbers.extend(text);
            self.motion.spans.file_numbers.extend(spans);
        }
        if let Some(range) = &head.replaces {
            (self.motion.replaces, self.motion.spans.replaces) = self.field(range);
        }
        if let Some(range) = head.title.as_ref().filter(|_| head.title_unlabelled) {
            self.sure("title", UNLABELLED);
            self.warn(
                "title-unlabelled",
                "no label says that this is the title; it was taken for its place and looks",
                Some(range),
            );
        }
    }

    /// Who brings it in; who does is also who sends it, where nobody else is named.
    fn movers(&mut self, head: &Head) {
        self.motion.submitters.clone_from(&head.submitters);
        if let Some(range) = head.submitted_by.as_ref().filter(|_| self.motion.sender.is_none()) {
            (self.motion.sender, self.motion.spans.sender) = self.field(range);
        }
    }

    fn named(&mut self, name: Name) -> (&mut Option<String>, &mut Vec<Span>) {
        let motion = &mut self.motion;
        match name {
            Name::Addressee => (&mut motion.addressee, &mut motion.spans.addressee),
            Name::Sender => (&mut motion.sender, &mut motion.spans.sender),
            Name::Subject => (&mut motion.subject, &mut motion.spans.subject),
            Name::Title => (&mut motion.title, &mut motion.spans.title),
        }
    }

    pub(super) fn number(&mut self, ranges: &[Range<usize>], lettered: bool) {
        let parts: Vec<(Option<String>, Vec<Span>)> =
            ranges.iter().map(|range| self.field(range)).collect();
        self.motion.spans.number = parts.iter().flat_map(|(_, spans)| spans.clone()).collect();
        let parts: Vec<String> = parts.into_iter().filter_map(|(text, _)| text).collect();
        let joint = if lettered { ", " } else { ", nr. " };
        self.motion.number = (!parts.is_empty()).then(|| parts.join(joint));
    }

    fn date(&mut self, head: &Head) {
        if let Some(range) = &head.no_date {
            self.warn(
                "date-unreadable",
                "expected a date, such as `26 juni 2024`; none was read",
                Some(range),
            );
        }
        let settled = head.date.as_ref().map(|(date, range)| (self.settled(*date, range), range));
        let labelled = settled.and_then(|(date, range)| Some((date.iso()?, range)));
        if let Some((iso, range)) = labelled {
            self.motion.date = Some(iso);
            self.motion.spans.date = self.sheet.document.spans(range);
        } else if let Some(date) =
            self.motion.meeting.as_ref().and_then(|meeting| meeting.date.clone())
        {
            self.motion.date = Some(date);
            self.motion.spans.date.clone_from(&self.motion.spans.meeting);
        } else if let Some((iso, range)) =
            head.lone_date.as_ref().and_then(|(date, range)| Some((date.iso()?, range)))
        {
            self.motion.date = Some(iso);
            self.motion.spans.date = self.sheet.document.spans(range);
            self.sure("date", LONE_DATE);
        }
        let lone = head.lone_date.as_ref().filter(|(date, _)| date.iso() == self.motion.date);
        if let Some((_, place)) = lone {
            self.claims.take(place.clone());
        }
    }
}

/// How sure a title is that nothing but its place and looks says to be one.
const UNLABELLED: f32 = 0.7;

/// How sure a subject is that the opening sentence names.
const SPOKEN: f32 = 0.9;

/// How sure a date is whose year, or whose month, was not printed right.
const DOUBTED: f32 = 0.6;

/// A field of the head that a label names.
#[derive(Clone, Copy)]
enum Name {
    Addressee,
    Sender,
    Subject,
    Title,
}
