//! Names that stand beside, behind or below the number of their motion.

use std::ops::Range;

use super::Reader;
use super::title::unquoted;
use crate::extract::segment::{Kind, Unit};
use crate::grammar::Field;
use crate::grammar::term;
use crate::grammar::titles;

impl Reader<'_, '_> {
    /// A name below a label that says "motie" with its number: "Motie nr: 21-15" above "Meer bomen".
    pub(super) fn named_below_number(&mut self) {
        let heads = |at: &usize| {
            let labels = matches!(self.units[*at].kind, Kind::Label(Field::Number, _));
            let words = &self.scan.grammar.words;
            let called = |name: &String| {
                self.text(*at).strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' '))
            };
            labels && words.motion_names.iter().any(called)
        };
        let below = (0..self.units.len()).find(heads).map(|at| at + 1);
        let named = |at: &usize| self.may_be_title(*at) && self.is_name_below(*at);
        if let Some(at) = below.filter(named) {
            let range = self.paragraph(at);
            self.head.title = Some(unquoted(self.sheet, self.sheet.source(range)));
            self.head.title_unlabelled = true;
        }
    }

    /// A name without the number before it that stands elsewhere too: "M21-063 Meer bomen".
    pub(super) fn behind_known_number(&self, mut name: Range<usize>) -> Range<usize> {
        let Some(number) = self.head.number.first() else { return name };
        let said = self.sheet.document.slice(number).to_lowercase();
        let behind = self.scan.text[name.clone()].strip_prefix(said.as_str());
        let digits = said.contains(|c: char| c.is_ascii_digit()) && said.len() > 2;
        if let Some(rest) = behind.filter(|rest| digits && rest.starts_with([' ', ':'])) {
            name.start = name.end - rest.trim_start_matches([' ', ':', '-', '|', '.']).len();
        }
        name
    }

    /// The number in a cell of its own before a title: "35.   Motie Meer bomen".
    pub(super) fn counted_before(&mut self, at: usize) {
        let Some(before) = at.checked_sub(1).filter(|_| self.head.number.is_empty()) else {
            return;
        };
        let beside = self.units[before].line == self.units[at].line && self.is_text(before);
        let text = self.text(before).trim_end().trim_end_matches(['.', ')']);
        let length = text.len();
        let digits = (1..=3).contains(&length) && text.bytes().all(|byte| byte.is_ascii_digit());
        if beside && digits {
            self.taken[before] = true;
            let source = self.sheet.source(self.units[before].range.clone());
            self.head.words.push(source.clone());
            self.head.number.push(source.start..source.start + length);
        }
    }

    /// The name in the cell behind that of the number: "M-27     Een stage is geen baan".
    pub(super) fn named_beside_number(&mut self) {
        let Some(number) = self.head.number.first().cloned() else { return };
        let found = (0..self.units.len()).find_map(|at| {
            let mut cells = self.sheet.cells_of(self.units[at].range.clone());
            let (first, name) = (cells.next()?, cells.next()?);
            let text = &self.scan.text[name.clone()];
            let named = self.units[at].begins_line
                && cells.next().is_none()
                && self.sheet.source(first).end == number.end
                && self.sheet.is_capital(name.start)
                && text.split_whitespace().count() > 2
                && !titles::is_no_title(self.scan, &self.scan.text[name.start..])
                && term::find_date(text).is_none();
            named.then_some((at, name))
        });
        if let Some((at, name)) = found {
            self.taken[at] = true;
            let end = self.continued(at, name.end);
            self.head.title = Some(unquoted(self.sheet, self.sheet.source(name.start..end)));
        }
    }

    /// A name with a number of its own before it: "35. Motie Meer wethouders", "101    Een huurteam".
    pub(super) fn numbered_name(&mut self) {
        for at in 0..self.units.len() {
            if self.is_text(at) {
                self.number_and_name(at);
            }
        }
    }

    fn number_and_name(&mut self, at: usize) {
        let text = self.text(at);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        // "M2019-077 Een stalling": no road, no house, no train.
        let piece = term::piece_number(text).ok().filter(|(_, number)| {
            let motion = number
                .strip_prefix('m')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            text.starts_with(number) && (motion || number.contains('-') && number.len() > 6)
        });
        // "PM 07 Laat mij kiezen": letters in capitals.
        let printed = self.sheet.printed_from(self.units[at].range.start);
        let capitals = || {
            let letters = printed.bytes().take_while(u8::is_ascii_uppercase).count();
            let rest = printed[letters..].strip_prefix(' ')?;
            let digits =
                rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
            let piece = (2..=4).contains(&letters) && digits > 1 && rest[digits..].starts_with(' ');
            piece.then_some(letters + 1 + digits)
        };
        let lettered = if piece.is_none() { capitals() } else { None };
        let digits = piece.map(|(_, number)| number.len()).or(lettered).unwrap_or(digits);
        let rest = &text[digits..];
        let piece = piece.is_some() || lettered.is_some();
        let spaced = piece && rest.starts_with(' ') && rest.trim().contains(' ');
        let dotted = rest.starts_with(['.', ')']) && rest[1..].starts_with(' ');
        let own_cell = rest.starts_with(' ')
            && self.sheet.cell_of(self.units[at].range.clone()).end < self.units[at].range.end;
        if !piece && !(1..=3).contains(&digits)
            || !(dotted || own_cell || spaced)
            || !self.head.number.is_empty()
            || !self.units[at].begins_line
        {
            return;
        }
        let start = self.units[at].range.start;
        let name = start + digits + rest.len() - rest.trim_start_matches(['.', ')', ' ']).len();
        if !self.sheet.is_capital(name) {
            return;
        }
        // "1. Bent u …?", "2. Zo ja, …": questions, or points of an agenda.
        let number = text[..digits].parse::<usize>().unwrap_or(0);
        let counts = |unit: &&Unit| {
            let text = &self.scan.text[unit.range.clone()];
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            text[digits..].starts_with(['.', ')'])
                && text[..digits].parse::<usize>().is_ok_and(|other| other.abs_diff(number) == 1)
        };
        let called = titles::title(self.scan, &self.scan.text[name..]).is_ok();
        if dotted && !called && number > 0 && self.units.iter().any(counts) {
            return;
        }
        self.labelled = called;
        let label = name;
        let name = match titles::title(self.scan, &self.scan.text[name..]) {
            Ok((_, title)) if title.bare => {
                // "35. Motie": the name stands elsewhere.
                self.taken[at] = true;
                self.head.words.push(self.sheet.source(self.units[at].range.clone()));
                self.head.number.push(self.sheet.source(start..start + digits));
                return;
            }
            Ok((_, title)) => title.name,
            _ => name,
        };
        self.taken[at] = true;
        let end = self.continued(at, self.units[at].range.end);
        self.head.number.push(self.sheet.source(start..start + digits));
        self.head.words.push(self.sheet.source(label..name));
        self.head.title = Some(unquoted(self.sheet, self.sheet.source(name..end)));
        self.head.title_unlabelled = !self.labelled;
    }
}
