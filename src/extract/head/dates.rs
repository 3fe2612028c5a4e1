//! The dates of the head: behind a label, alone on a line, or in a letterhead.

use std::ops::Range;

use super::{Reader, looks};
use crate::grammar::{Field, frame, term};

/// The name of a day has at most so many letters.
const WEEKDAY: usize = "donderdag ".len();

/// So many words behind a date say more than when it was.
const SENTENCE: usize = 12;

/// A letterhead is one of so many first lines.
const LETTERHEAD: usize = 4;

impl Reader<'_, '_> {
    /// Whether a unit is a date, with the name of a place before it at most.
    pub(super) fn is_date(&self, at: usize) -> bool {
        let text = self.text(at).trim_end_matches([' ', '.', ',']);
        term::find_date(text).is_some_and(|(_, range)| {
            range.end == text.len() && text[..range.start].split_whitespace().count() <= 2
        })
    }

    /// Whether a date stands beside a unit, in a cell of its own: the unit names the meeting.
    pub(super) fn is_dated(&self, at: usize) -> bool {
        let cells = self.sheet.cells_of(self.units[at].range.clone()).skip(1);
        { cells }.any(|cell| {
            term::date(&self.scan.text[cell]).is_ok_and(|(rest, _)| rest.trim().is_empty())
        })
    }

    pub(super) fn date(&mut self, range: Range<usize>, source: Range<usize>) {
        match term::find_date(&self.scan.text[range.clone()]) {
            Some((date, at)) if self.head.date.is_none() => {
                let place = self.sheet.source(range.start + at.start..range.start + at.end);
                // "Raad 3 mei: nadat de fractie …": a sentence is left to be looked at.
                let behind = &self.scan.text[range.start + at.end..range.end];
                let sentence = behind.split(' ').count() > SENTENCE;
                self.head.words.push(if sentence { place.clone() } else { source });
                self.head.date = Some((date, place));
            }
            Some(_) => {}
            None if self.sheet.document.slice(&source).contains(|c: char| c.is_ascii_digit()) => {
                _ = self.head.no_date.get_or_insert(source)
            }
            None => {}
        }
    }

    /// The date in the column below a label, where labels stand in a row and their values below them.
    pub(super) fn dated_below(&self, at: usize) -> Option<Range<usize>> {
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

    /// A date that a line of the head is, and nothing else.
    pub(super) fn lone_date(&mut self) {
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
            // "dinsdag 29 oktober 2019".
            let whole = || term::date(text).is_ok_and(|(rest, _)| rest.is_empty());
            if range.end == text.len() && (whole() || placed()) {
                let place = self.sheet.source(self.units[at].range.clone());
                let stated = self.head.date.as_ref().map(|(stated, _)| stated.iso());
                if stated.is_some_and(|stated| stated != date.iso()) {
                    continue;
                }
                self.taken[at] = true;
                // It is in the record where the motion has that date.
                match &self.head.date {
                    Some(_) => self.head.words.push(place),
                    None => _ = self.head.lone_date.get_or_insert((date, place)),
                }
                return;
            }
        }
    }

    /// The date of a letterhead that names the meeting, or has it between strokes: "Ledencongres 2 september
    /// 2023", "Gemeente X | Raad | 9 juli 2019".
    pub(super) fn letterhead_date(&mut self) {
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
            // "Motie bij agendapunt 6b, raad van 1 juli 2021".
            let start = self.units[at].range.start;
            let labelled = || {
                let ends = text[range.end..].trim().is_empty();
                let mut words = memchr::memchr_iter(b' ', &text.as_bytes()[..range.start]);
                ends && words.any(|space| {
                    frame::label(self.scan, &self.scan.text[start + space + 1..]).is_ok_and(
                        |(_, (field, value))| {
                            // A day of the week may stand before it.
                            let day = start + range.start;
                            field == Field::Date && value <= day && day - value <= WEEKDAY
                        },
                    )
                })
            };
            let sentence = text.starts_with('(') || text.trim_end().ends_with('.');
            if date.year.is_some()
                && !sentence
                && (stroked() || labelled() || text.split(' ').any(looks::names_meeting))
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
    pub(super) fn published_date(&mut self) {
        let Some(range) = self.published.clone() else { return };
        let Some((date, at)) = term::find_date(&self.scan.text[range.clone()]) else { return };
        let place = self.sheet.source(range.start + at.start..range.start + at.end);
        self.head.words.push(self.sheet.source(range));
        if self.head.date.is_none() {
            self.head.lone_date.get_or_insert((date, place));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::motion_of;

    #[test]
    fn a_sentence_behind_the_date_of_a_meeting_is_left_to_be_looked_at() {
        let sentence = "nadat de fractie een zin had geschrapt heeft het college de motie in de raad overgenomen.";
        let text = format!(
            "Motie Brug\n\nRaadsvergadering 1 maart 2011: {sentence}\n\nDe raad van Loonrade,\n\nverzoekt het \
             college om een brug.\n"
        );
        let motion = motion_of(&text);
        assert_eq!(motion.date.as_deref(), Some("2011-03-01"));
        let left: Vec<&str> =
            motion.unparsed.iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(left, [sentence]);
    }
}
