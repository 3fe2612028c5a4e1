//! From what a motion says to the words on its paper, with the truth noted as they are written.

mod chamber;
mod clauses;
mod debate;
mod foot;
mod head;
mod heading;
mod letter;
mod prose;
mod register;
mod signatures;
mod verdict;

pub(super) use debate::end as end_of_debate;

use super::paper::Paper;
use super::people::Person;
use super::style::Style;
use super::truth::Truth;
use super::value::Value;

/// Writes a motion.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) value: Value,
    pub(super) style: Style,
    pub(super) paper: Paper,
    pub(super) truth: Truth,
    /// How many items were written.
    marked: usize,
}

impl Writer {
    /// A writer of a motion, which goes on below what stands on the paper.
    pub(super) fn new(mut value: Value, paper: Paper) -> Self {
        let body = value.body;
        let style = {
            let letters = value.letters;
            Style::of(value.dice(), body, letters)
        };
        let truth =
            Truth { document_kind: "motie", grammar: body.grammar.clone(), ..Truth::default() };
        Self { value, style, paper, truth, marked: 0 }
    }

    /// Writes it whole.
    pub(super) fn motion(mut self) -> Self {
        if self.value.body.debate {
            self.debate();
            return self;
        }
        let start = self.paper.blocks.len();
        match self.value.body.grammar.as_str() {
            "tweede-kamer" | "eerste-kamer" => {
                self.kamerstuk();
                self.the_chamber();
                self.clauses_of_all();
                self.closing(99);
                self.names(Person::surname);
            }
            "vng" => {
                self.letter_head();
                self.opening();
                self.argue();
                self.closing(97);
                self.delegates();
            }
            grammar => self.printed(grammar),
        }
        self.paper.motions.push(start..self.paper.blocks.len());
        self
    }

    /// Writes what its assembly prints in one of its own ways.
    fn printed(&mut self, grammar: &str) {
        let body = self.value.body;
        self.furniture();
        // A page of a register is a paper by itself.
        let register = if self.paper.blocks.is_empty() { body.register } else { 0 };
        let rest = 100 - body.prose - register;
        match self.value.dice().weigh(&[(rest, 0), (body.prose, 1), (register, 2)]) {
            1 => {
                self.prose();
                self.closing(50);
            }
            2 => return self.register(),
            _ => {
                self.head();
                self.opening();
                self.argue();
                if self.value.dice().chance(15) {
                    self.explanation();
                }
                self.closing(if grammar == "vlaanderen" { 30 } else { 94 });
            }
        }
        if grammar == "partijcongres" {
            self.names(Person::name);
        } else {
            self.signatures();
        }
        self.explanation();
        self.outcome();
    }

    /// Writes its clauses as another document quotes them.
    pub(super) fn quoted(&mut self) {
        self.opening();
        self.argue();
        self.closing(80);
    }

    fn argue(&mut self) {
        if self.value.dice().chance(10) {
            self.heard();
        }
        self.clauses_of_all();
    }

    fn clauses_of_all(&mut self) {
        let clauses = std::mem::take(&mut self.value.clauses);
        self.clauses(&clauses);
    }

    /// What stands on each page.
    fn furniture(&mut self) {
        if self.value.dice().chance(30) {
            let paper = self.value.body.papers[0].clone();
            self.paper.head = Some(self.value.named(&paper));
        }
        if self.value.dice().chance(50) {
            let forms = ["Pagina {n} van {all}", "{n}", "pagina {n}", "{n}/{all}", "- {n} -"];
            self.paper.foot = Some((*self.value.dice().pick(&forms)).to_owned());
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::generate::dice::Dice;
    use crate::generate::people::Letters;
    use crate::generate::value::Setting;
    use crate::generate::words::WORDS;

    /// A motion of a body.
    pub(in crate::generate) fn motion(grammar: &str, index: u64) -> Writer {
        let body = WORDS.forms.body.iter().find(|body| body.grammar == grammar).unwrap();
        let mut dice = Dice::of(1, index);
        let setting = Setting::of(&mut dice, body);
        let value = Value::of(dice, body, &setting, Letters::All);
        Writer::new(value, Paper::default()).motion()
    }

    #[test]
    fn every_body_writes_whole_motions() {
        for body in &WORDS.forms.body {
            for index in 0..50 {
                let truth = motion(&body.grammar, index).truth;
                assert!(truth.body.is_some() || truth.title.is_some(), "{truth:?}");
                assert!(!truth.clauses.is_empty(), "{truth:?}");
                let items = truth.clauses.iter().flat_map(|clause| &clause.items);
                assert!(items.clone().all(|item| !item.text.ends_with([';', ','])), "{truth:?}");
                assert!(items.clone().all(|item| !item.text.contains(['{', '}'])), "{truth:?}");
            }
        }
    }
}
