//! What became of a motion: in a line, a box that is marked, a stamp, or the words of a clerk.

use super::Writer;
use crate::generate::paper::Block;
use crate::generate::people;
use crate::generate::speak::printed;
use crate::generate::truth::Outcome;

impl Writer {
    /// What became of it.
    pub(super) fn outcome(&mut self) {
        let Some(result) = self.value.result else { return };
        let (day, place) = (printed(self.value.day), self.value.place.clone());
        let date = self.value.day.to_string();
        self.paper.gap();
        let dated =
            match self.value.dice().weigh(&[(28, 0), (22, 1), (20, 2), (14, 3), (8, 4), (8, 5)]) {
                0 => {
                    self.paper.plain(format!("Uitslag stemming: {result}"));
                    false
                }
                1 => {
                    self.paper.plain(format!("De motie is {result}."));
                    false
                }
                2 if matches!(result, "aangenomen" | "verworpen") => {
                    self.adopted(result, &day, &place);
                    true
                }
                5 => {
                    self.paper.blocks.push(Block::Stamp { text: result.to_uppercase() });
                    false
                }
                3 => {
                    let results = ["aangenomen", "verworpen", "aangehouden", "ingetrokken"];
                    let boxes = results.iter().map(|other| (*other == result, *other)).collect();
                    self.paper.plain("Stemming:");
                    self.paper.blocks.push(Block::Ballot { boxes });
                    false
                }
                _ => {
                    self.paper.plain(format!("Besluit: {result}"));
                    false
                }
            };
        self.truth.outcome = Some(Outcome { result, date: dated.then_some(date) });
    }

    /// The stamp of the clerk, who is no signatory.
    fn adopted(&mut self, result: &str, day: &str, place: &str) {
        let said = match self.value.dice().below(4) {
            0 if result == "aangenomen" => "Aldus besloten",
            1 if result == "aangenomen" => "Aldus vastgesteld",
            _ => &*format!("Aldus {result}"),
        };
        let meeting = *self.value.dice().pick(&["openbare vergadering", "vergadering"]);
        let of = if self.value.dice().chance(40) && self.value.body.grammar == "gemeenteraad" {
            format!(" van de gemeenteraad van {place}")
        } else {
            String::new()
        };
        self.paper.plain(format!("{said} in de {meeting}{of} van {day}."));
        self.paper.gap();
        let (body, letters) = (self.value.body, self.value.letters);
        let names = [0; 2].map(|_| people::person(self.value.dice(), body, place, letters).name());
        if self.value.dice().chance(20) {
            let lead = *self.value.dice().pick(&["De griffier,", "Namens deze, de griffier,"]);
            let [clerk, _] = names;
            self.paper.plain(lead);
            self.paper.plain(clerk);
            return;
        }
        self.paper.row(vec!["De griffier,".into(), "De voorzitter,".into()], vec![50, 50]);
        self.paper.gap();
        self.paper.row(names.into(), vec![50, 50]);
    }
}
