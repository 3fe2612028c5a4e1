//! What stands beside the name of a motion on its line and is no part of it: a label, the sort of motion,
//! parties, a date, the dossier.

use std::ops::Range;

use super::Reader;
use crate::extract::submitters;
use crate::grammar::{DocumentKind, frame, party, term, titles};

/// The name of a motion is no paragraph: one of several sentences has at most so many bytes.
const LONGEST_NAME: usize = 200;

impl Reader<'_, '_> {
    /// A name without the sort of motion before it: "Vreemd aan de orde van de dag. Meer bomen".
    pub(super) fn behind_sort(&mut self, name: Range<usize>) -> Range<usize> {
        let text = &self.scan.text[name.clone()];
        let Ok((rest, _)) = frame::motion_type(self.scan, text.trim_start_matches('(')) else {
            return name;
        };
        let behind = rest.trim_start_matches([' ', '.', ':', ')']);
        let start = name.end - behind.len();
        if !rest.starts_with(['.', ':', ')']) || !behind.starts_with(char::is_alphanumeric) {
            return name;
        }
        self.head.words.push(self.sheet.source(name.start..start));
        start..name.end
    }

    /// A name without the parties before it, which bring the motion in: "VVD, CDA en D66: Meer bomen".
    pub(super) fn behind_parties(&mut self, name: Range<usize>) -> Range<usize> {
        let text = &self.scan.text[name.clone()];
        let Some((before, behind)) = text.split_once(": ") else { return name };
        let words = &self.scan.grammar.words;
        let mut parties = before.split([',', '/', '&']).flat_map(|part| part.split(" en "));
        if !parties.all(|part| party::is_listed(words, part.trim())) {
            return name;
        }
        let source = self.sheet.source(name.start..name.start + before.len());
        if self.head.submitters.is_empty()
            && let Some(found) = submitters::listed(self.sheet, self.scan, &source)
        {
            self.head.submitters = found;
        }
        self.head.words.push(source);
        name.end - behind.trim_start().len()..name.end
    }

    /// Whether what seems to be a name is the meeting and its date: "Motie vreemd aan de orde, vergadering van 3
    /// mei 2024". Takes the date.
    pub(super) fn is_meeting_alone(&mut self, name: &Range<usize>) -> bool {
        let text = self.scan.text[name.clone()].trim_end();
        let found = term::find_date(text).filter(|(_, at)| at.end == text.len());
        // "MOTIE vreemd aan de orde van de dag – 12 mei 2022": the day alone.
        let alone = |at: &Range<usize>| !text[..at.start].contains(char::is_alphanumeric);
        let meeting = |at: &Range<usize>| alone(at) || titles::is_no_title(self.scan, text);
        let Some((date, at)) = found.filter(|(_, at)| meeting(at)) else {
            return false;
        };
        self.head.words.push(self.sheet.source(name.clone()));
        let place = self.sheet.source(name.start + at.start..name.start + at.end);
        self.head.lone_date.get_or_insert((date, place));
        true
    }

    /// Whether what seems to be a name is a paragraph of several sentences.
    pub(super) fn is_running_text(&self, name: &Range<usize>) -> bool {
        let text = &self.scan.text[name.clone()];
        let sentence = |(at, _): (usize, &str)| self.sheet.is_capital(name.start + at + ". ".len());
        text.len() > LONGEST_NAME && text.match_indices(". ").any(sentence)
    }

    /// A dossier, the word for the paper and its name, as registers print them on one line: "Begroting 2031; Motie;
    /// Motie van het lid Bos over bomen".
    pub(super) fn named_behind_dossier(&mut self) {
        let names = &self.scan.grammar.words.motion_names;
        let found = (0..self.units.len()).filter(|&at| self.is_text(at)).find_map(|at| {
            let text = self.text(at);
            let signs: Vec<usize> = text.match_indices("; ").map(|(sign, _)| sign).collect();
            let paper = |pair: &&[usize]| {
                let paper = &text[pair[0] + "; ".len()..pair[1]];
                let called = names.iter().any(|name| paper.split(' ').any(|word| word == name));
                called && paper.split(' ').count() <= 3
            };
            let [first, second] = signs.windows(2).rev().find(paper)?.try_into().ok()?;
            Some((at, first, second))
        });
        if let Some((at, first, second)) = found {
            let start = self.units[at].range.start;
            let range = self.paragraph(at);
            let subject = self.sheet.source(start..start + first);
            self.head.words.push(self.sheet.source(start + first..start + second));
            self.head.subject.get_or_insert(subject);
            self.head.title = Some(self.sheet.source(start + second + "; ".len()..range.end));
        }
    }

    /// A name without the label before it, which an amendment has as well: "Amendement A: Meer bomen". `None`
    /// where nothing but the label stands there.
    pub(super) fn behind_label(&mut self, range: Range<usize>) -> Option<Range<usize>> {
        let input = &self.scan.text[range.start..];
        if let Ok((_, title)) = titles::title(self.scan, input)
            && !title.bare
            && (range.start + 1..range.end).contains(&title.name)
        {
            self.head.words.push(self.sheet.source(range.start..title.name));
            self.labelled = true;
            return Some(title.name..range.end);
        }
        let text = &self.scan.text[range.clone()];
        let Ok((rest, DocumentKind::Amendement)) = frame::document(self.scan, text) else {
            return Some(range);
        };
        let named = rest.trim_start_matches([' ', ':', '-', '|', '.']);
        // "Amendement van het lid Bos": a heading that stays whole.
        let label = &text[..text.len() - rest.len()];
        let begins =
            self.sheet.is_capital(range.end - named.len()) || named.starts_with(['"', '\'']);
        let parted = rest.trim_start().starts_with([':', '-', '|']) || begins;
        let counted = ["nr.", "nr", "nummer"].iter().find_map(|word| named.strip_prefix(word));
        let counted = counted.map(|rest| rest.trim_start_matches([':', ' ']));
        if label.ends_with(" van") || named.len() == rest.len() && !rest.is_empty() {
            return Some(range);
        }
        if !parted && counted.is_none() && !named.trim().is_empty() {
            return Some(range);
        }
        let piece = || {
            let (_, number) = term::piece_number(named).ok()?;
            (named.starts_with(number) && term::is_unmistakable(number)).then_some(number)
        };
        let number = match counted {
            Some(rest) => rest.split([' ', ':']).next().unwrap_or_default(),
            None => piece().unwrap_or_default(),
        };
        let name =
            counted.unwrap_or(named)[number.len()..].trim_start_matches([' ', ':', '-', '|', '.']);
        if !number.is_empty() && self.head.number.is_empty() {
            let start = range.start + (number.as_ptr() as usize - text.as_ptr() as usize);
            self.head.number.push(self.sheet.source(start..start + number.len()));
        }
        let start = range.end - name.len();
        self.head.words.push(self.sheet.source(range.start..start));
        (!name.trim().is_empty()).then_some(start..range.end)
    }

    /// A name without the date before it, which is that of the motion where nothing else is: "30.01.2017
    /// - Steun aan de bibliotheek".
    pub(super) fn behind_date(&mut self, range: Range<usize>) -> Range<usize> {
        let text = &self.scan.text[range.clone()];
        let Ok((rest, date)) = term::date(text) else { return range };
        let name = rest.trim_start_matches([' ', ':', '-', '|']);
        let start = range.end - name.len();
        if name.len() == rest.len() || !name.starts_with(|c: char| c.is_alphabetic()) {
            return range;
        }
        let parted = rest.trim_start().starts_with(['-', ':', '|']);
        if !parted && !self.sheet.is_capital(start) {
            return range;
        }
        let place = self.sheet.source(range.start..range.end - rest.len());
        self.head.words.push(place.clone());
        self.head.lone_date.get_or_insert((date, place));
        start..range.end
    }

    /// A name without the date behind it, in a text that is all one line: "Meer bomen 3 mei 2024".
    pub(super) fn before_date(&mut self, range: Range<usize>) -> Range<usize> {
        let text = self.scan.text[range.clone()].trim_end();
        let found = term::find_date(text).filter(|(_, at)| at.end == text.len() && at.start > 0);
        let Some((date, at)) = found.filter(|_| self.sheet.is_unbroken()) else { return range };
        let last = text[..at.start].trim_end().rsplit(' ').next().unwrap_or_default();
        let words = &self.scan.grammar.words;
        let belongs = last.len() <= 4
            && (words.particles.has(last) || words.infinitives.has(last) || last.contains('.'))
            || words.place_words.has(last);
        if date.year.is_none() || belongs || at.start < 4 {
            return range;
        }
        let place = self.sheet.source(range.start + at.start..range.start + at.end);
        self.head.words.push(place.clone());
        self.head.lone_date.get_or_insert((date, place));
        range.start..range.start + at.start
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::motion_of;
    use crate::motion::Motion;

    /// A motion below a head.
    fn headed(head: &str) -> Motion {
        motion_of(&format!(
            "{head}\n\nProvinciale Staten van Waddrecht, bijeen op 3 mei 2024,\n\nConstaterende dat:\n- \
             de dijk lek is;\n\nVerzoeken het college:\n- de dijk te herstellen.\n"
        ))
    }

    #[test]
    fn a_name_is_what_stands_between_labels_and_signs() {
        for (head, number, title) in [
            ("Motie: Vreemd aan de orde van de dag. Dijk", None, Some("Dijk")),
            ("Motie (vreemd aan de orde van de dag) Dijk", None, Some("Dijk")),
            ("MOTIE VREEMD AAN DE ORDE VERGADERING PS VAN 3 mei 2024", None, None),
            ("MOTIE vreemd aan de orde van de dag", None, None),
            (
                "Motie informeren Provinciale Staten\n\n3 mei 2024",
                None,
                Some("informeren Provinciale Staten"),
            ),
            ("MOTIE\n“LEKKE DIJK”,", None, Some("LEKKE DIJK")),
            ("Motie VVD, CDA en D66: Groene dijk", None, Some("Groene dijk")),
            ("3 mei 2024 Motie “Groene dijk”", None, Some("Groene dijk")),
            (
                "APM204.03 – Een groene dijk.\n\nAdvies: Ontraden",
                Some("APM204.03"),
                Some("Een groene dijk."),
            ),
            (
                "Waterbegroting 2031; Motie; Motie van het lid Bos over dijken",
                None,
                Some("Motie van het lid Bos over dijken"),
            ),
            // An amendment has labels of its own.
            ("Amendement: Groene dijk", None, Some("Groene dijk")),
            ("AMENDEMENT A3 Groene dijk", Some("A3"), Some("Groene dijk")),
            ("Amendement nr.: A", Some("A"), None),
            ("AMENDEMENT", None, None),
            (
                "Amendement van het lid Bos over dijken",
                None,
                Some("Amendement van het lid Bos over dijken"),
            ),
        ] {
            let motion = headed(head);
            assert_eq!(
                (motion.number.as_deref(), motion.title.as_deref()),
                (number, title),
                "{head}"
            );
        }
    }

    #[test]
    fn who_brings_it_in_may_stand_beside_or_below_the_name() {
        for (head, expected) in [
            ("Motie VVD en D66: Groene dijk", vec![(None, Some("VVD")), (None, Some("D66"))]),
            (
                "MOTIE\n“DIJK”,\n\nvan het lid Frans Bavijn, D66",
                vec![(Some("Frans Bavijn"), Some("D66"))],
            ),
            ("Motie tot het ontlasten van de gemeente Loonrade", vec![]),
        ] {
            let motion = headed(head);
            let found: Vec<_> = motion
                .submitters
                .iter()
                .map(|submitter| (submitter.name.as_deref(), submitter.party.as_deref()))
                .collect();
            assert_eq!(found, expected, "{head}");
        }
    }

    #[test]
    fn questions_and_paragraphs_are_no_names() {
        let questions =
            "1. Bent u bekend met de dijk?\n\n2. Zo ja, wat doet u?\n\n3. Zo nee, waarom niet?";
        let paragraph =
            format!("MOTIE A \"De dijk {}. Dat kan niet zo blijven.", "is lek ".repeat(30));
        for text in [questions, paragraph.as_str()] {
            let motion = headed(text);
            assert_eq!(motion.title, None, "{text}");
        }
    }

    #[test]
    fn a_label_and_a_date_that_nothing_holds_are_left() {
        let motion = headed("Motie Dijk\n\nAgendapunt: 10a\n\n1 mei 2024");
        assert_eq!(motion.date.as_deref(), Some("2024-05-03"));
        let left: Vec<usize> = motion.unparsed.iter().map(|span| span.end - span.start).collect();
        assert_eq!(left, ["Agendapunt: 10a\n\n1 mei 2024".len()]);
    }
}
