//! What stands behind the clauses: the closing, who signed, the explanation, the outcome.

use std::ops::Range;

use super::replacing::Replacing;
use super::{Builder, RUNNING_HEAD};
use crate::extract::outcome::{self, sentence};
use crate::extract::segment::{Kind, SUBMITTED, Unit, Zone};
use crate::extract::{signatures, submitters};
use crate::grammar::{Section, debate, frame};
use crate::motion::DocumentKind;

impl Builder<'_, '_> {
    /// Reads all of it.
    pub(super) fn tail(&mut self, units: &[(Zone, Unit)]) {
        for (_, unit) in units {
            if let Kind::Closing(range) = &unit.kind
                && self.motion.closing.is_none()
            {
                self.claims.take(self.source(unit.range.start..range.start));
                let range = self.source(range.clone());
                (self.motion.closing, self.motion.spans.closing) = self.field(&range);
            }
        }
        self.dated_at_end(units);
        self.number_read_out(units);
        let letter = self.shown == Some(DocumentKind::Brief);
        self.motion.outcome = outcome::read(self.sheet, self.scan, units, letter, &mut self.claims);
        self.decided_before_meeting();
        let tail: Vec<&Unit> = units
            .iter()
            .filter(|(zone, unit)| {
                *zone == Zone::Tail || matches!(unit.kind, Kind::Movers(..) | Kind::Closing(_))
            })
            .map(|(_, unit)| unit)
            .collect();
        let named = &self.motion.submitters;
        self.motion.signatories =
            signatures::read(self.sheet, self.scan, &tail, named, &mut self.claims);
        self.submitters(units);
        let changed = units.iter().find_map(|(_, unit)| match unit.kind {
            Kind::Movers(..) => {
                // Behind the chair that says it.
                let said = &self.scan.text[unit.range.clone()];
                said.match_indices("de ").find_map(|(at, _)| {
                    let input = &self.scan.text[unit.range.start + at..];
                    debate::changed(self.scan, input).ok().map(|(_, changed)| changed.number)
                })
            }
            _ => None,
        });
        if let Some(number) = changed.filter(|_| self.motion.replaces.is_none()) {
            (self.motion.replaces, self.motion.spans.replaces) = self.field(&self.source(number));
        }
        self.replaced(units);
        self.sections(units);
    }

    /// What it says at its foot that it replaces: "Deze motie komt in de plaats van motie 3".
    fn replaced(&mut self, units: &[(Zone, Unit)]) {
        if self.motion.replaces.is_some() {
            return;
        }
        let tail = || units.iter().filter(|(zone, _)| *zone == Zone::Tail).map(|(_, unit)| unit);
        let start = tail().map(|unit| unit.range.start).min().unwrap_or(0);
        let end = tail().map(|unit| unit.range.end).max().unwrap_or(0);
        let replacing = Replacing::of(self.scan, start..end);
        let said = tail().filter(|unit| matches!(unit.kind, Kind::Text));
        let found = { said }.find_map(|unit| {
            let number = replacing.number(&unit.range)?;
            let short = self.scan.text[unit.range.clone()].split(' ').count() <= RUNNING_HEAD;
            short.then(|| (self.source(unit.range.clone()), self.source(number)))
        });
        if let Some((sentence, number)) = found {
            self.claims.take(sentence);
            (self.motion.replaces, self.motion.spans.replaces) = self.field(&number);
        }
    }

    /// Warns of a motion that became something before the meeting that it was for: one of the two dates
    /// is wrong.
    fn decided_before_meeting(&mut self) {
        let decided = self.motion.outcome.as_ref().and_then(|outcome| outcome.date.as_ref());
        let met = self.motion.meeting.as_ref().and_then(|meeting| meeting.date.as_ref());
        if let (Some(decided), Some(met)) = (decided, met)
            && decided < met
        {
            let message = format!("the outcome is of {decided}, the meeting of {met}");
            self.warn("date-doubtful", message, None);
        }
    }

    /// Who brings it in, where no label says so: by sentences that name them, or by the title.
    fn submitters(&mut self, units: &[(Zone, Unit)]) {
        if self.motion.submitters.is_empty() {
            let sentences = units.iter().filter_map(|(_, unit)| match &unit.kind {
                Kind::Movers(names, _) => Some(self.source(names.clone())),
                _ => None,
            });
            self.motion.submitters = submitters::of_sentences(self.sheet, self.scan, sentences);
        }
        if let Some(title) = self.title.clone().filter(|_| self.motion.submitters.is_empty())
            && let Some((found, start)) =
                submitters::of_title(self.sheet, self.scan, &title, &self.motion.signatories)
        {
            self.motion.submitters = found;
            if let Some(start) = start {
                (self.motion.title, self.motion.spans.title) = self.field(&(start..title.end));
            }
        }
    }

    /// The date at the end of a motion, below its last clause.
    fn dated_at_end(&mut self, units: &[(Zone, Unit)]) {
        for (_, unit) in units {
            let Kind::Dated(date, range) = &unit.kind else { continue };
            let Some(iso) = date.iso() else { continue };
            // "Ingediend op 18 mei 2015" counts for more than the day of the meeting.
            let text = &self.scan.text[unit.range.clone()];
            let submitted = SUBMITTED.iter().any(|words| text.starts_with(words));
            if submitted && self.motion.spans.date == self.motion.spans.meeting {
                self.motion.date = None;
                self.motion.spans.date.clear();
            }
            // Another date than the motion's is left to be looked at.
            if self.motion.date.get_or_insert_with(|| iso.clone()) == &iso {
                let range = self.source(range.clone());
                self.motion.spans.date.extend(self.sheet.document.spans(&range));
                self.claims.take(range);
            }
        }
    }

    /// The number that the chair gives a motion when it is read out.
    fn number_read_out(&mut self, units: &[(Zone, Unit)]) {
        if self.motion.number.is_some() {
            return;
        }
        let scan = self.scan;
        let tail = units.iter().filter(|(zone, _)| *zone == Zone::Tail);
        let found = tail
            .filter_map(|(_, unit)| debate::numbered(scan, &scan.text[unit.range.start..]).ok())
            .next();
        if let Some((rest, debate::Numbered { number, dossier, was })) = found {
            let end = scan.at(rest);
            if let Some(was) = was.filter(|_| self.motion.replaces.is_none()) {
                (self.motion.replaces, self.motion.spans.replaces) = self.field(&self.source(was));
            }
            let start = number.start;
            let ranges: Vec<Range<usize>> =
                dossier.into_iter().chain([number]).map(|range| self.source(range)).collect();
            let lettered = ranges.last().is_some_and(|range| {
                self.sheet.document.slice(range).starts_with(char::is_alphabetic)
            });
            self.number(&ranges, lettered);
            if ranges.len() == 1 && !lettered {
                // Of a paper whose dossier is not said.
                self.motion.number =
                    self.motion.number.take().map(|number| format!("nr. {number}"));
            }
            let line = self.sheet.start(self.sheet.line_of(start));
            self.claims.take(self.source(line..end));
        }
    }

    /// The parts behind the motion proper: what each says up to the next thing.
    fn sections(&mut self, units: &[(Zone, Unit)]) {
        let mut at = 0;
        while at < units.len() {
            let Kind::Section(section) = units[at].1.kind else {
                at += 1;
                continue;
            };
            let unit = &units[at].1;
            // Behind the motion a line may look like a title; before it one ends the part.
            let text = |(zone, unit): &&(Zone, Unit)| {
                matches!(unit.kind, Kind::Text)
                    || *zone == Zone::Tail && matches!(unit.kind, Kind::Title(_))
            };
            let mut more = units[at + 1..].iter().take_while(text).count();
            // "De motie is aangenomen.", set apart at the end, explains nothing.
            if at + more + 1 == units.len() && more > 0 {
                let last = &units[at + more].1;
                let apart = self.sheet.is_wide(last.line) || self.sheet.has_space_above(last.line);
                more -= usize::from(apart && sentence::tells_only(self.scan, &last.range));
            }
            // Nor does who signed below it.
            if more > 0 {
                let last = self.source(units[at + more].1.range.clone());
                let mut signed = self.motion.signatories.iter().flat_map(|signed| &signed.spans);
                more -= usize::from(signed.any(|span| last.contains(&span.start)));
            }
            let range = self.source(unit.range.start..units[at + more].1.range.end);
            at += more + 1;
            match section {
                Section::Stamp => {}
                Section::Annexes => {
                    self.claims.take(range.clone());
                    self.motion.annexes.extend(self.sheet.document.spans(&range));
                }
                Section::Explanation => {
                    let input = &self.scan.text[unit.range.start..];
                    let start = frame::section(self.scan, input)
                        .map_or(unit.range.start, |(rest, _)| self.scan.at(rest));
                    let words = self.source(start..self.sheet.offset(range.end));
                    self.claims.take(range);
                    if self.motion.explanation.is_none() {
                        (self.motion.explanation, self.motion.spans.explanation) =
                            self.field(&words);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::motion_of;

    #[test]
    fn the_day_on_which_it_was_brought_in_counts_for_more_than_that_of_the_meeting() {
        for (below, date) in [
            ("Ingediend op 1 mei 2024", "2024-05-01"),
            // Where and when it was signed does not.
            ("Dommeldrecht, 1 mei 2024", "2024-05-03"),
            ("IJsselrade, 1 mei 2024", "2024-05-03"),
        ] {
            let motion = motion_of(&format!(
                "De raad van Molendrecht, in vergadering bijeen op 3 mei 2024,\n\nVerzoekt het \
                 college:\n- bomen te planten;\n\nEn gaat over tot de orde van de dag.\n\n{below}\n"
            ));
            assert_eq!(motion.date.as_deref(), Some(date), "{below}");
        }
    }

    #[test]
    fn what_stands_behind_a_subject_that_the_head_names_is_read() {
        let motion = motion_of(
            "De raad van Molendrecht, bijeen op 3 mei 2024, ter behandeling van bovenvermeld \
             agendapunt, overwegende dat bomen schaduw geven;\n\nverzoekt het college bomen te \
             planten;\n\nen gaat over tot de orde van de dag.\n",
        );
        let kinds: Vec<&str> = motion.clauses.iter().map(|clause| clause.kind.as_str()).collect();
        assert_eq!((kinds, motion.subject), (vec!["overwegende", "verzoekt"], None));
    }
}
