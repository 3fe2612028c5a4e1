//! Headings that no grammar lists, told by what stands around them.

use super::{Begins, Segmenter, Spot, Zone};
use crate::grammar::OTHER;
use crate::grammar::rules::{Heading, Stop};

/// A heading has at most so many words.
const WORDS: usize = 12;

impl Segmenter<'_, '_> {
    /// A line that ends with a colon between two lists of the same sort, or between the opening and a list: "Wij
    /// dromen van een stad waarin:". Behind what is asked such a line goes on with that.
    pub(super) fn unknown_heading(&self, spot: &Spot) -> Option<Heading> {
        let begins = spot.begins == Begins::Line && spot.marker.is_none();
        let first = !self.list.begun && self.is_first_behind_opening();
        let behind = first || self.list.marked && !self.list.dictum;
        if !begins || self.zone != Zone::Body || !behind || !self.sheet.is_capital(spot.at) {
            return None;
        }
        let line = &self.scan.text[spot.at..self.scan.line_end(spot.at)];
        let words = line.trim_end().strip_suffix(':')?.trim_end();
        let apart = self.sheet.is_wide(spot.line) || self.sheet.begins_paragraph(spot.line);
        let ended = first || self.sheet.before(spot.at).is_some_and(|c| ".;,!?".contains(c));
        if !apart || !ended || words.split(' ').count() > WORDS {
            return None;
        }
        let clauses = &self.scan.grammar.clauses;
        let clause = clauses.iter().position(|clause| clause.kind == OTHER)?;
        let end = spot.at + line.len();
        self.goes_on_with_list(spot.line, end).then(|| Heading {
            clause,
            words: spot.at..spot.at + words.len(),
            addressee: None,
            addressee_known: false,
            spoken: None,
            led: false,
            stop: Stop::Colon,
            end,
        })
    }

    /// Whether a list begins below a line that is marked as the last one is, and stands as far in.
    fn goes_on_with_list(&self, line: usize, end: usize) -> bool {
        let indent = |line: usize| self.sheet.lines()[line].indent;
        let Some((mark, _)) = self.marker(end).filter(|_| line + 1 < self.sheet.lines().len())
        else {
            return false;
        };
        let last = self.units.iter().rev().find(|(_, unit)| unit.marker.is_some());
        !self.list.begun
            || self.list.marks.contains(&mark)
                && last.is_some_and(|(_, last)| {
                    last.begins_line && (indent(line + 1) - indent(last.line)).abs() < 1.0
                })
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::{clauses_of, motion_of};
    use crate::motion::Motion;

    fn council(body: &str) -> Motion {
        motion_of(&format!(
            "Motie Dijk\n\nDe gemeenteraad van Molendrecht, in vergadering bijeen op 9 juni 2022,\n\n\
             {body}\n\nEn gaat over tot de orde van de dag.\n\nMia Bos (D66)\n"
        ))
    }

    #[test]
    fn a_line_with_a_colon_between_two_lists_is_a_heading() {
        let motion = council(
            "Overwegende dat:\n\n- de dijk zakt;\n\nWij dromen van een stad waarin:\n\n- niemand nat \
             wordt.\n\nVerzoekt het college:\n\n- de dijk te verhogen.\n\nEn daarbij:\n\n- bomen te sparen.",
        );
        assert_eq!(
            clauses_of(&motion),
            [
                "overwegende Overwegende dat: de dijk zakt",
                "overig Wij dromen van een stad waarin: niemand nat wordt.",
                "verzoekt Verzoekt het college: de dijk te verhogen. | En daarbij:",
            ]
        );
        let warned = motion.warnings.iter().find(|warning| warning.code == "opening-unknown");
        assert_eq!(
            warned.map(|warning| warning.message.as_str()),
            Some(
                "no grammar lists the opening `Wij dromen van een stad waarin`; check what it says"
            )
        );
    }

    #[test]
    fn what_a_motion_says_last_it_asks_and_behind_the_opening_a_ground_may_have_any_heading() {
        let motion = council(
            "Wat er speelt:\n\n- de dijk zakt;\n- het water stijgt.\n\nDus nu graag:\n\n- een hogere dijk.",
        );
        assert_eq!(
            clauses_of(&motion),
            [
                "overig Wat er speelt: de dijk zakt | het water stijgt.",
                "overig Dus nu graag: een hogere dijk.",
            ]
        );
        let roles: Vec<String> =
            motion.clauses.iter().map(|clause| format!("{:?}", clause.role)).collect();
        assert_eq!(roles, ["Preamble", "Dictum"]);
    }

    #[test]
    fn an_unknown_participle_opens_a_ground_and_names_its_kind() {
        let motion = council("hopende dat het droog blijft,\n\nvoorts vrezend, dat het regent;");
        assert_eq!(
            clauses_of(&motion),
            ["hopende hopende dat: het droog blijft", "bezorgd voorts vrezend, dat: het regent",]
        );
        let motion = council("overwegende dat de brug,\nmeende dat zij moest wachten;");
        assert_eq!(
            clauses_of(&motion),
            ["overwegende overwegende dat: de brug, meende dat zij moest wachten"]
        );
    }
}
