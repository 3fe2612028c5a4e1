//! Motions without headings: paragraphs that tell, and a sentence in them that asks.

use super::Writer;
use super::head::Manner;
use crate::generate::speak::{capital, printed};
use crate::generate::truth::{Clause, Item};
use crate::generate::words::{Asking, WORDS};

impl Writer {
    /// Writes one, but for its end.
    pub(super) fn prose(&mut self) {
        if self.value.dice().chance(50) {
            self.title_line();
        } else {
            self.stacked();
        }
        self.paper.gap();
        if self.value.dice().chance(70) {
            self.opening();
        } else {
            self.meeting();
        }
        self.paper.gap();
        let paragraphs = self.value.dice().between(1, 3);
        for _ in 1..paragraphs {
            let count = self.value.dice().between(2, 5);
            let told = self.told(count);
            self.paper.plain(told);
            self.paper.gap();
        }
        let asks = if self.value.dice().chance(20) { 2 } else { 1 };
        for ask in 0..asks {
            // What is told between two requests would be of the first.
            let before = if ask == 0 { self.value.dice().below(4) } else { 0 };
            self.asking(before);
            self.paper.gap();
        }
    }

    /// The day of the meeting, behind a label that tells whose it is.
    pub(super) fn meeting(&mut self) {
        let body = self.value.body;
        let label = self.value.dice().pick::<String>(&body.meetings);
        let day = printed(self.value.day);
        self.label(Manner::Line, label, &day);
        self.truth.date = Some(self.value.day.to_string());
    }

    /// A paragraph that asks, behind so many sentences that tell.
    fn asking(&mut self, before: usize) {
        let before = if before > 0 { self.told(before) + " " } else { String::new() };
        let asking: &'static Asking = self.value.dice().pick(&WORDS.forms.prose);
        let form = self.value.dice().pick::<String>(&asking.forms);
        let (who, many) = self.who();
        let (one, several) = form.split_once('/').unwrap_or((form, form));
        let asked = self.value.speaker.executive.clone();
        let heading = if many { several } else { one };
        let heading = capital(&heading.replace("{wie}", &who).replace("{college}", &asked));
        let mut text = format!("om {}.", self.value.speaker.say(&WORDS.common.requests));
        // What follows in the paragraph goes on with what is asked.
        if self.value.dice().chance(25) {
            text = format!("{text} {}", self.told(1));
        }
        self.paper.plain(format!("{before}{heading} {text}"));
        let opening = WORDS.forms.opening(&asking.kind);
        self.truth.clauses.push(Clause {
            kind: &opening.kind,
            role: &opening.role,
            heading,
            addressee: Some(asked),
            items: vec![Item { text, marker: None, items: Vec::new() }],
        });
    }

    /// Who asks, and whether that is several.
    fn who(&mut self) -> (String, bool) {
        let mut parties: Vec<&str> = Vec::new();
        for mover in &self.value.movers {
            if !parties.contains(&mover.party.as_str()) {
                parties.push(&mover.party);
            }
        }
        match parties.as_slice() {
            [one, other] => (format!("de fracties van {one} en {other}"), true),
            [one, ..] => (format!("de fractie van {one}"), false),
            [] => unreachable!("somebody brings a motion in"),
        }
    }

    /// Sentences that tell.
    pub(super) fn told(&mut self, count: usize) -> String {
        let said: Vec<String> =
            (0..count).map(|_| self.value.speaker.say_other(&WORDS.common.explanations)).collect();
        said.join(" ")
    }
}
