//! What begins at a spot of the head, of the motion proper, and of what stands behind it.

use super::{Kind, Segmenter, Several, Spot, Unit, Zone};
use crate::extract::place::Begins;
use crate::grammar::file::{Field, Section};
use crate::grammar::frame::{self, Opening};
use crate::grammar::{closing, rules, titles};

/// The head of a motion has at most so many lines, where the body is named twice.
const HEAD: usize = 24;

impl Segmenter<'_, '_> {
    pub(super) fn in_head(&self, spot: &Spot) -> Option<Kind> {
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

    pub(super) fn in_body(&self, spot: &Spot) -> Option<Kind> {
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

    pub(super) fn in_tail(&self, spot: &Spot) -> Option<Kind> {
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
}
