//! What ends a motion, or begins another one, where no closing formula does.

use super::super::ballot;
use super::{Begins, Kind, Segmenter, Several, Spot, Unit, Zone};
use crate::grammar::file::Section;
use crate::grammar::frame;
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

    /// The title of another motion behind a request: with a label and a colon, as the first has.
    pub(super) fn next_title(&self, spot: &Spot) -> Option<Title> {
        if self.several == Several::No || !self.asked || self.labelled != Some(true) {
            return None;
        }
        let (_, title) = titles::title(self.scan, &self.scan.text[spot.at..]).ok()?;
        (self.sheet.has_space_above(spot.line) && self.is_labelled(&title)).then_some(title)
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
