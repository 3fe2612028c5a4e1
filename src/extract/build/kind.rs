//! What a document is: a motion, or what looks like one.

use std::ops::Range;

use memchr::memmem;

use super::Builder;
use crate::extract::outcome::TICKED;
use crate::extract::segment::{Kind, Unit, Zone};
use crate::extract::sheet::Sheet;
use crate::grammar::lex::find_word;
use crate::grammar::scan::Scan;
use crate::grammar::{Field, frame, term};
use crate::motion::{DocumentKind, Item, Role};

/// What the first lines of a document show it to be.
#[must_use]
pub fn shown(sheet: &Sheet<'_>, scan: &Scan<'_>, units: &[(Zone, Unit)]) -> Option<DocumentKind> {
    let head = units.iter().take_while(|(zone, _)| *zone == Zone::Head);
    head.filter_map(|(_, unit)| of(sheet, scan, unit)).next()
}

/// A line of a form has at most so many bytes.
const FORM: usize = 300;

/// What a line shows a document to be.
pub(super) fn of(sheet: &Sheet<'_>, scan: &Scan<'_>, unit: &Unit) -> Option<DocumentKind> {
    // "Raadsvoorstel:   Perspectiefnota": what a label says is about the motion.
    if let Kind::Label(Field::Other, value) = &unit.kind
        && !scan.text[(*value).min(unit.range.end)..unit.range.end].trim().is_empty()
        && scan.text[..*value].trim_end().ends_with(':')
    {
        return None;
    }
    let line = &scan.text[sheet.start(unit.line)..sheet.start(unit.line + 1)];
    let line = if line.len() > FORM { &scan.text[unit.range.clone()] } else { line };
    // "FORMULIER AMENDEMENT / MOTIE", "[ ] amendement   [x] motie": a form for both.
    let motion = |word: &str| scan.grammar.words.motion_names.iter().any(|name| name == word);
    let offered = |line: &str| {
        ["[ ]", "[]", "☐", "□", " / ", "amendement/", "motie/"].iter().any(|s| line.contains(s))
    };
    let both = memmem::find(line.as_bytes(), b"amendement").is_some()
        && line.split([' ', '/']).any(motion);
    if both && offered(line) {
        let ticked = |tick: &str| {
            let behind = line.split_once(tick).map(|(_, behind)| behind.trim_start());
            behind.is_some_and(|behind| behind.starts_with("amendement"))
        };
        return TICKED.iter().any(|tick| ticked(tick)).then_some(DocumentKind::Amendement);
    }
    if is_debate(scan, &unit.range) {
        return Some(DocumentKind::Verslag);
    }
    let mut cells = sheet.cells_of(unit.range.clone());
    cells.find_map(|cell| {
        let text = &scan.text[cell.start..];
        // "Nr. 12 BRIEF VAN DE MINISTER".
        let behind = term::paper_number(text).map_or(text, |(rest, _)| rest.trim_start());
        // "G BRIEF VAN DE VOORZITTER": a letter is the number of a paper of the Eerste Kamer.
        let letter = text.as_bytes().get(1) == Some(&b' ')
            && (text.as_bytes()[0].is_ascii_lowercase())
            && scan.is_capital(text)
            && scan.is_capital(&text[2..]);
        let behind = if letter { &text[2..] } else { behind };
        Some(frame::document(scan, behind).ok()?.1)
    })
}

/// Whether the chair speaks inside a line: a debate without its line ends.
fn is_debate(scan: &Scan<'_>, range: &Range<usize>) -> bool {
    let text = &scan.text[range.clone()];
    scan.grammar.words.chairs.iter().any(|chair| {
        memmem::find_iter(text.as_bytes(), chair.as_bytes()).any(|at| {
            let ended = text[..at].trim_end().ends_with(['.', ')', '?', '!']);
            let speaks = text[at + chair.len()..].starts_with([':', ' '])
                && text[at + chair.len()..].trim_start().starts_with(':');
            ended && speaks && scan.is_capital(&scan.text[range.start + at..])
        })
    })
}

impl Builder<'_, '_> {
    /// Whether what it decides is another text of a proposal, and nothing calls it a motion: an amendment that does
    /// not say that it is one.
    pub(super) fn amends(&self) -> bool {
        fn texts<'i>(items: &'i [Item], into: &mut Vec<&'i str>) {
            for item in items {
                into.push(&item.text);
                texts(&item.items, into);
            }
        }
        let words = &self.scan.grammar.words;
        if words.motion_names.iter().any(|name| self.scan.text.contains(name.as_str())) {
            return false;
        }
        let dicta = self.motion.clauses.iter().filter(|clause| clause.role == Role::Dictum);
        let mut said = Vec::new();
        dicta.for_each(|clause| texts(&clause.items, &mut said));
        let said = said.join(" ").to_lowercase();
        let has = |list: &[String]| list.iter().any(|word| find_word(&said, word).is_some());
        has(&words.amending) && has(&words.amended)
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::motion_of;
    use crate::motion::DocumentKind;

    #[test]
    fn amendments_and_debates_are_known_without_a_heading() {
        let council =
            "Aan de gemeenteraad\n\nDe raad,\n\nGehoord de discussie over de dijk;\n\nBesluit:\n\n";
        for (text, kind) in [
            (format!("{council}op pagina 4 “dicht” te wijzigen in: “open”."), DocumentKind::Amendement),
            (format!("{council}Beslispunt 2 komt te vervallen."), DocumentKind::Amendement),
            // Something else is decided, or it says what it is.
            (format!("{council}een dijk toe te voegen aan de kaart."), DocumentKind::Onbekend),
            (format!("Motie Dijk\n\n{council}beslispunt 2 komt te vervallen."), DocumentKind::Motie),
            (
                "Kustbeleid Aan de orde is het VAO Kust (AO d.d. 13/02). De voorzitter: Ik heet u welkom. \
                 Mevrouw Zilt (D66): Voorzitter. De Kamer, gehoord de beraadslaging, verzoekt de regering \
                 de dijk te verhogen, en gaat over tot de orde van de dag."
                    .to_owned(),
                DocumentKind::Verslag,
            ),
        ] {
            let motion = motion_of(&format!("{text}\n"));
            assert_eq!(motion.document_kind, kind, "{text}");
        }
    }
}
