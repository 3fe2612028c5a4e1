//! Motions without headings: paragraphs that tell, and a sentence in them that asks.

use super::Writer;
use crate::generate::speak::capital;
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
        if self.value.dice().chance(50) {
            self.opening();
            self.paper.gap();
        }
        let paragraphs = self.value.dice().between(1, 3);
        for _ in 1..paragraphs {
            let count = self.value.dice().between(2, 5);
            let told = self.told(count);
            self.paper.plain(told);
            self.paper.gap();
        }
        let asks = if self.value.dice().chance(20) { 2 } else { 1 };
        for _ in 0..asks {
            self.asking();
            self.paper.gap();
        }
    }

    /// A paragraph that asks, at times behind what it tells.
    fn asking(&mut self) {
        let before = self.value.dice().below(4);
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
