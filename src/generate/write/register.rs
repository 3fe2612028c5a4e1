//! Pages of a register: fields with their values, "Aanleiding", "Argumenten" and "Dictum" among them.

use super::Writer;
use super::head::Manner;
use crate::generate::paper::Look;
use crate::generate::style::{Case, Flow, Heads};
use crate::generate::truth::Outcome;
use crate::generate::value::Said;
use crate::generate::words::{ListRole, WORDS};

impl Writer {
    /// Writes one.
    pub(super) fn register(&mut self) {
        let number = self.number();
        let title = self.value.title.clone();
        self.paper.text(Look::Title, format!("Motie {number} {title}"));
        self.paper.gap();
        self.truth.number = Some(number);
        self.truth.title = Some(title);
        self.fields();
        self.paper.gap();
        self.style.case = Case::Sentence;
        self.style.heads = Heads::Plain;
        (self.style.nouns, self.style.sentences) = (true, true);
        self.style.behind = ":";
        self.style.flow = if self.value.dice().chance(60) { Flow::Strung } else { Flow::Marked };
        if self.style.flow == Flow::Strung {
            self.style.string(self.value.dice());
        }
        let asked = Said {
            opening: WORDS.forms.opening("besluit"),
            asked: String::new(),
            items: self.value.points(ListRole::Request, 4),
        };
        let grounds = ["constaterende", "overwegende"].map(|kind| Said {
            opening: WORDS.forms.opening(kind),
            asked: String::new(),
            items: self.value.points(ListRole::Ground, 4),
        });
        let [facts, grounds] = grounds;
        self.clauses(&[facts, grounds, asked]);
        self.paper.gap();
        if self.value.dice().chance(50) {
            let how =
                *self.value.dice().pick(&["Bespreekstuk", "Hamerstuk", "In de raad bespreken"]);
            self.label(Manner::Line, "Behandelvoorstel", how);
        }
        self.decided();
    }

    /// What the register says of it.
    fn fields(&mut self) {
        self.meeting();
        if self.value.dice().chance(60) {
            let number = self.value.dice().between(2, 14).to_string();
            self.label(Manner::Line, "Agendapunt", &number);
        }
        self.submitters(Manner::Line);
        if self.value.dice().chance(50) {
            let year = self.value.day.year();
            let number = format!("Z{year}-{:06}", self.value.dice().below(1_000_000));
            self.label(Manner::Line, "Zaaknummer", &number);
            self.truth.file_numbers.push(number);
        }
    }

    /// What became of it, in a field of its own.
    fn decided(&mut self) {
        let Some(result) = self.value.result.take() else { return };
        let day = self.value.day;
        let printed = format!("{:02}-{:02}-{}", day.day(), day.month(), day.year());
        let is_dated = self.value.dice().chance(50);
        let text = if is_dated { format!("{result} op {printed}") } else { result.to_owned() };
        self.label(Manner::Line, "Besluit", &crate::generate::speak::capital(&text));
        self.truth.outcome = Some(Outcome { result, date: is_dated.then(|| day.to_string()) });
    }
}
