//! What ends a motion, or begins another one, where no closing formula does.

use super::super::ballot;
use super::{Begins, Kind, Segmenter, Several, Spot, Unit, Zone};
use crate::grammar::file::Section;
use crate::grammar::frame;
use crate::grammar::rules::{self, Stop};
use crate::grammar::titles::{self, Title};

impl Segmenter<'_, '_> {
    /// Whether the motion stands between quotes, and they end before a line.
    pub(super) fn ends_quoted(&self, spot: &Spot) -> bool {
        let quoted = |(_, unit): &(Zone, Unit)| match unit.kind {
            Kind::Opening(_) => Some(self.sheet.printed_from(unit.range.start)),
            _ => None,
        };
        let before = self.sheet.before(spot.at);
        spot.begins == Begins::Line
            && self.asked
            && before.is_some_and(|c| matches!(c, '"' | '”'))
            && self
                .units
                .iter()
                .rev()
                .find_map(quoted)
                .is_some_and(|opening| opening.starts_with(['"', '“', '„']))
            && self.scan.text[..spot.at]
                .trim_end()
                .trim_end_matches(['"', '”'])
                .ends_with(['.', ';'])
    }

    /// The title of another motion behind a request: with a label and a colon, as the first has, or right above
    /// what that one asks: "Motie van X", and "Verzoekt het college" below it.
    pub(super) fn next_title(&self, spot: &Spot) -> Option<Title> {
        if self.several == Several::No || !self.asked || !self.sheet.has_space_above(spot.line) {
            return None;
        }
        let (_, title) = titles::title(self.scan, &self.scan.text[spot.at..]).ok()?;
        let labelled = self.labelled == Some(true) && self.is_labelled(&title);
        let begins = || !title.bare && self.sheet.is_capital(spot.at) && self.asks(spot.line + 1);
        (labelled || begins()).then_some(title)
    }

    /// Whether a line that stands apart asks somebody who is known, and nothing else: "Verzoekt het college".
    fn asks(&self, line: usize) -> bool {
        let heading = || rules::heading(self.scan, &self.scan.text[self.sheet.start(line)..]);
        line < self.sheet.lines().len()
            && self.sheet.is_capital(self.sheet.start(line))
            && heading().is_ok_and(|(_, heading)| {
                heading.addressee_known && heading.stop != Stop::Open && !heading.led
            })
    }

    /// Whether a title has a name, and a colon before it.
    pub(super) fn is_labelled(&self, title: &Title) -> bool {
        !title.bare && self.scan.text[..title.name].trim_end().ends_with(':')
    }

    /// The part behind the motion proper that begins at a spot in the body: of stamps only those
    /// that stand apart.
    pub(super) fn section(&self, spot: &Spot) -> Option<Section> {
        let input = &self.scan.text[spot.words..];
        // "Eenparig goedgekeurd door de raad op 3 mei".
        let decided = || {
            let (rest, _) = frame::verdict(self.scan, input).ok()?;
            let next = rest.split(' ').nth(1).unwrap_or_default();
            let joined = self.scan.grammar.words.vote_joints.iter().any(|word| word == next);
            let capital = self.sheet.is_capital(spot.words);
            let apart = self.sheet.is_wide(spot.line) || self.sheet.has_space_above(spot.line);
            (self.asked && joined && capital && apart && spot.marker.is_none())
                .then_some(Section::Stamp)
        };
        // "aangenomen O   verworpen X".
        let offered = || {
            let apart = self.sheet.is_wide(spot.line) || self.sheet.has_space_above(spot.line);
            let line = spot.at..self.scan.line_end(spot.at);
            (self.asked && apart && ballot::is_row(self.scan, line)).then_some(Section::Stamp)
        };
        let section = match frame::section(self.scan, input) {
            Ok((_, section)) => section,
            Err(_) => return decided().or_else(offered),
        };
        let apart =
            || self.asked && (self.sheet.is_wide(spot.line) || self.sheet.begins_page(spot.line));
        (section != Section::Stamp || apart()).then_some(section)
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::{clauses_of, motions_of};

    #[test]
    fn a_title_right_above_a_request_begins_another_motion() {
        let motions = motions_of(
            "Moties voor de brug!\n\nMotie van Loonrade Leeft mee ingediend door het CDA:\n\nVerzoekt het \
             college\n\n1. de brug te verbreden,\n\n2. de raad te berichten\n\nMotie van Loonrade Leeft mee \
             ingediend door D66 en Fractie Vonk\n\nVerzoekt het college\n\neen tweede brug te bouwen,\n",
        );
        let clauses: Vec<Vec<String>> = motions.iter().map(clauses_of).collect();
        assert_eq!(
            clauses,
            [
                ["verzoekt Verzoekt het college: de brug te verbreden | de raad te berichten"],
                ["verzoekt Verzoekt het college: een tweede brug te bouwen"],
            ]
        );
        // What is said of a motion is none.
        let motions = motions_of(
            "De raad van Loonrade,\n\nVerzoekt het college\n\n- de brug te verbreden;\n\nMotie van toen uit te \
             voeren;\n\n- de raad te berichten.\n",
        );
        assert_eq!(motions.len(), 1);
    }
}
