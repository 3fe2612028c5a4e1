//! The markers of items, and where the words behind them begin.

use super::{Kind, Segmenter, Unit, Zone};
use crate::extract::place::{Begins, Place};
use crate::grammar::rules::{self, Stop};
use crate::grammar::term::{self, Mark};

/// Another dash that sticks to its word stands within so many lines.
const TWIN: usize = 8;

/// Whether a printed text begins with a word of which no marker is made: cheap, and false where it is not
/// sure. Most lines do.
pub(super) fn is_word(printed: &str) -> bool {
    match printed.as_bytes() {
        // "Artikel 1."
        [b'A', b'r', ..] => false,
        [first, second, third, ..] => {
            first.is_ascii_alphabetic() && second.is_ascii_lowercase() && third.is_ascii_lowercase()
        }
        _ => false,
    }
}

impl Segmenter<'_, '_> {
    /// The marker that begins here, and where the words behind it begin.
    pub(super) fn marker(&self, at: usize) -> Option<(Mark, usize)> {
        let printed = self.sheet.printed_from(at);
        let (rest, mark) = term::marker(printed).ok()?;
        if matches!(mark, Mark::Number | Mark::Letter | Mark::Roman) && self.closes_bracket(at) {
            return None;
        }
        // "• - een": a dash behind a bullet marks the same item.
        let rest = ["- ", "– "]
            .iter()
            .find_map(|dash| rest.trim_start().strip_prefix(dash))
            .filter(|_| matches!(mark, Mark::Sign(sign) if term::BULLETS.contains(sign)))
            .unwrap_or(rest);
        // "• 1. een": a number behind a bullet marks it.
        let counted =
            || term::marker(rest.trim_start()).ok().filter(|(_, mark)| *mark == Mark::Number);
        let bulleted = matches!(mark, Mark::Sign(sign) if term::BULLETS.contains(sign));
        let (rest, mark) = if bulleted { counted().unwrap_or((rest, mark)) } else { (rest, mark) };
        let words = rest.trim_start();
        let skipped = printed.len() - words.len();
        let behind = if words.is_empty() {
            // A bullet alone on its line: the words begin on the next one.
            self.sheet.start(self.sheet.line_of(at) + 1)
        } else {
            self.offset_of(at, skipped)
        };
        Some((mark, behind))
    }

    /// Whether a bracket that is open on the line before closes with the first word here: "(in totaal / 23)".
    fn closes_bracket(&self, at: usize) -> bool {
        let closes = |text: &str| {
            let word = text.split(' ').next().unwrap_or_default();
            word.contains(')') && !word.contains('(')
        };
        let line = self.sheet.line_of(at);
        line > 0 && self.sheet.start(line) == at && closes(&self.scan.text[at..]) && {
            let before = &self.scan.text[self.sheet.start(line - 1)..at];
            before.rfind('(').is_some_and(|open| !before[open..].contains(')'))
        }
    }

    /// A dash that sticks to its word, in a list that dashes mark, first behind a heading, or as in another line
    /// near it: "-een".
    pub(super) fn glued_dash(&self, place: &Place) -> Option<(Mark, usize)> {
        if place.begins != Begins::Line {
            return None;
        }
        let printed = self.sheet.printed_from(place.at);
        let sign = printed.chars().next().filter(|sign| matches!(sign, '-' | '–'))?;
        let dash = Mark::Sign(sign);
        let first = |(_, unit): &(Zone, Unit)| match &unit.kind {
            Kind::Heading(heading) => heading.end == place.at && heading.stop != Stop::Open,
            _ => false,
        };
        // Behind an item with another sign, or as the heading of a clause.
        let again = self.dashed && self.list.marked;
        let heads = || {
            let after = self.offset_of(place.at, sign.len_utf8());
            let opened =
                self.units.last().is_some_and(|(_, unit)| matches!(unit.kind, Kind::Opening(_)));
            (opened || self.heading_marks.contains(&dash))
                && rules::heading(self.scan, &self.scan.text[after..]).is_ok()
        };
        // Two lines of a clause or more.
        let line = self.sheet.line_of(place.at);
        let glued = |other: &usize| {
            let text = self.sheet.document.slice(&self.sheet.lines()[*other].range);
            text.strip_prefix(sign).is_some_and(|word| word.starts_with(char::is_lowercase))
        };
        let headed = self.last_heading().map_or(0, |(unit, _)| unit.line);
        let near = headed.max(line.saturating_sub(TWIN))..self.sheet.lines().len().min(line + TWIN);
        let twin = || self.list.begun && near.clone().filter(glued).nth(1).is_some();
        let listed = self.list.marks.contains(&dash)
            || twin()
            || self.units.last().is_some_and(first)
            || again
            || heads();
        let sticks = printed[sign.len_utf8()..].starts_with(char::is_alphabetic);
        (listed && sticks).then(|| (dash, self.offset_of(place.at, sign.len_utf8())))
    }

    /// A capital letter with a full stop in a list that capitals mark: "A. …", and then "B. …".
    pub(super) fn capital(&self, place: &Place) -> Option<(Mark, usize)> {
        if place.begins != Begins::Line || self.zone != Zone::Body {
            return None;
        }
        if let Some(headed) = self.capital_heading(place.at) {
            return Some(headed);
        }
        if !self.list.begun {
            return None;
        }
        let printed = self.sheet.printed_from(place.at);
        let mut chars = printed.chars();
        let letter = chars.next().filter(char::is_ascii_uppercase)?;
        let signed = matches!(chars.next(), Some('.' | ')')) && chars.next() == Some(' ');
        let headed = |(_, unit): &(Zone, Unit)| matches!(&unit.kind, Kind::Heading(heading) if heading.end == place.at);
        let next = match self.list.capital {
            Some(last) => letter as u32 == last as u32 + 1,
            None => letter == 'A' && self.units.last().is_some_and(headed),
        };
        (signed && next).then(|| (Mark::Letter, self.offset_of(place.at, 3)))
    }

    /// A number or a letter without a sign, in a list that it goes on with, or an "e" that was a disc: "2 de raad te berichten"
    /// behind "1 …", "c …" behind "b. …".
    pub(super) fn unsigned(&self, place: &Place) -> Option<(Mark, usize)> {
        if place.begins != Begins::Line || self.zone != Zone::Body || !self.list.begun {
            return None;
        }
        let printed = self.sheet.printed_from(place.at);
        let token = printed.split(' ').next().filter(|token| token.len() <= 3)?;
        // "1e dat het plan …", "2e dat …"
        let ordinal = token.strip_suffix('e').filter(|digits| !digits.is_empty());
        let number = ordinal.unwrap_or(token).parse::<u8>().ok();
        if token.len() > 2 && number.is_none() {
            return None;
        }
        let words = self.offset_of(place.at, token.len() + 1);
        let (_, last) = self
            .units
            .iter()
            .rev()
            .find(|(_, unit)| unit.marker.is_some() || matches!(unit.kind, Kind::Heading(_)))?;
        let before = self.sheet.printed_from(last.range.start);
        if let Some(number) = number {
            let heads = matches!(&last.kind, Kind::Heading(heading) if heading.end == place.at && heading.stop != Stop::Open);
            let digits =
                before.len() - before.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let counted = matches!(last.marker, Some((Mark::Number, _)))
                && before[..digits].parse::<u8>().is_ok_and(|last| last + 1 == number);
            return (number == 1 && heads || counted).then_some((Mark::Number, words));
        }
        let letter = token.chars().next().filter(|c| token.len() == 1 && c.is_ascii_lowercase())?;
        // A disc that was read as a letter; no word is that.
        let disc = Mark::Sign('e');
        let heads = matches!(&last.kind, Kind::Heading(heading) if heading.end == place.at && heading.stop != Stop::Open);
        if letter == 'e' && (heads || matches!(last.marker, Some((mark, _)) if mark == disc)) {
            return Some((disc, words));
        }
        let next = before.chars().next().is_some_and(|last| last as u32 + 1 == letter as u32);
        (next && matches!(last.marker, Some((Mark::Letter, _)))).then_some((Mark::Letter, words))
    }

    /// A capital letter before the heading of a clause, as the last one has or the first one has an A:
    /// "A. gelet op de wet", "B. overwegende dat".
    fn capital_heading(&self, at: usize) -> Option<(Mark, usize)> {
        let printed = self.sheet.printed_from(at);
        let letter = printed.chars().next().filter(char::is_ascii_uppercase)?;
        if !matches!(printed.as_bytes(), [_, b'.' | b')', b' ', ..]) {
            return None;
        }
        let next = match self.last_heading() {
            Some((unit, _)) => {
                let last = self.sheet.printed_from(unit.range.start).chars().next()?;
                letter as u32 == last as u32 + 1 && unit.marker.is_some()
            }
            None => letter == 'A',
        };
        let words = self.offset_of(at, 3);
        let heads = || rules::heading(self.scan, self.scan.text.get(words..)?).ok();
        (next && heads().is_some()).then_some((Mark::Letter, words))
    }

    /// The offset that stands so many printed bytes behind another one.
    fn offset_of(&self, at: usize, printed: usize) -> usize {
        self.sheet.offset(self.sheet.source_at(at) + printed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_word_no_marker_is_made() {
        for text in ["Bomen te planten", "het pad", "van", "Ik vind"] {
            assert_eq!(is_word(text), text != "Ik vind", "{text}");
            assert!(!is_word(text) || term::marker(text).is_err(), "{text}");
        }
        for text in
            ["Artikel 1.", "a. een", "1. een", "- een", "II jongeren", "A. een", "o een", ""]
        {
            assert!(!is_word(text), "{text}");
        }
    }
}
