//! Motions of the Chambers, as Kamerstukken print them.

use super::Writer;
use crate::generate::speak::{capital, printed};
use crate::generate::truth::{Clause, Submitter};

/// Chapters of the budget, for numbers of dossiers that have one.
const CHAPTERS: [&str; 8] = ["V", "VI", "VII", "VIII", "IX", "XII", "XVI", "XXII"];

impl Writer {
    /// The head of a Kamerstuk.
    pub(super) fn kamerstuk(&mut self) {
        let is_senate = self.value.body.grammar == "eerste-kamer";
        let (day, dossier) = (self.value.day, self.dossier());
        let session = session_of(day.year(), day.month());
        let paper = self.value.body.papers[0].clone();
        self.paper.plain(paper);
        self.paper.plain(format!("Vergaderjaar {session}"));
        self.paper.gap();
        let subject = capital(&self.value.subject);
        self.paper.row(vec![dossier.clone(), subject.clone()], vec![20, 80]);
        self.paper.gap();
        let (number, printed_number) = if is_senate {
            let letter = char::from(*self.value.dice().pick(b"CDEFGHKLMN"));
            (format!("{dossier}, {letter}"), letter.to_string())
        } else {
            let number = self.value.dice().between(6, 240);
            (format!("{dossier}, nr. {number}"), format!("Nr. {number}"))
        };
        let (title, submitters, replaces) = self.motion_of();
        self.paper.row(vec![printed_number, title.clone()], vec![20, 80]);
        self.paper.plain(format!("Voorgesteld {}", printed(day)));
        self.paper.gap();
        let place = if is_senate { "Eerste Kamer" } else { "Tweede Kamer" };
        self.paper.foot = Some(format!("{place}, vergaderjaar {session}, {number}   {{n}}"));
        self.truth.title = Some(title);
        self.truth.subject = Some(subject);
        self.truth.submitters = submitters;
        self.truth.replaces = replaces;
        self.truth.number = Some(number);
        self.truth.date = Some(day.to_string());
    }

    /// The opening of a Kamerstuk.
    pub(super) fn the_chamber(&mut self) {
        self.truth.body = Some("De Kamer".to_owned());
        self.paper.plain("De Kamer,");
        if self.value.dice().chance(95) {
            self.paper.gap();
            self.paper.plain("gehoord de beraadslaging,");
            self.truth.clauses.push(Clause {
                kind: "gehoord",
                role: "preamble",
                heading: "gehoord de beraadslaging".to_owned(),
                addressee: None,
                items: Vec::new(),
            });
        }
    }

    /// "MOTIE VAN HET LID BOS C.S.", who that is, and what it replaces.
    fn motion_of(&mut self) -> (String, Vec<Submitter>, Option<String>) {
        let names: Vec<String> =
            self.value.movers.iter().map(|mover| mover.surname().to_uppercase()).collect();
        let replaced = self.value.dice().chance(9).then(|| self.value.dice().between(4, 200));
        let (who, named) = match names.as_slice() {
            [one] => (format!("HET LID {one}"), 1),
            [one, other] => (format!("DE LEDEN {one} EN {other}"), 2),
            [one, ..] => (format!("HET LID {one} C.S."), 1),
            [] => unreachable!("somebody brings a motion in"),
        };
        let read = names[..named].iter().map(|name| Submitter {
            name: Some(name.clone()),
            party: None,
            organisation: None,
        });
        let title = match replaced {
            Some(number) => format!(
                "GEWIJZIGDE MOTIE VAN {who} TER VERVANGING VAN DIE GEDRUKT ONDER NR. {number}"
            ),
            None => format!("MOTIE VAN {who}"),
        };
        (title, read.collect(), replaced.map(|number| format!("NR. {number}")))
    }

    fn dossier(&mut self) -> String {
        let number = self.value.dice().between(21_000, 36_999);
        let number = format!("{} {:03}", number / 1000, number % 1000);
        if self.value.dice().chance(25) && self.value.body.grammar == "tweede-kamer" {
            return format!("{number} {}", self.value.dice().pick(&CHAPTERS));
        }
        number
    }
}

/// "2024–2025".
fn session_of(year: i16, month: i8) -> String {
    let first = if month >= 9 { year } else { year - 1 };
    format!("{first}–{}", first + 1)
}
