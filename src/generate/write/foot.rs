//! What stands below the clauses: closing, signatures, what became of it, the explanation.

use super::Writer;
use crate::generate::paper::{Block, Look};
use crate::generate::people::{self, Person};
use crate::generate::speak::printed;
use crate::generate::truth::{Outcome, Signatory};

impl Writer {
    /// The closing formula.
    pub(super) fn closing(&mut self, share: usize) {
        if !self.value.dice().chance(share) {
            return;
        }
        let verb = if self.value.body.many { "gaan" } else { "gaat" };
        let end = self.value.dice().weigh(&[(88, "."), (8, ""), (4, "!")]);
        let text = format!("en {verb} over tot de orde van de dag{end}");
        let text = self.style.case.of(&text);
        self.paper.gap();
        self.paper.plain(text.clone());
        self.truth.closing = Some(text);
    }

    /// Who signs, in one of the ways in which people do.
    pub(super) fn signatures(&mut self) {
        let movers = self.value.movers.clone();
        let names: Vec<(String, String)> =
            movers.iter().map(|mover| (mover.name(), mover.party.clone())).collect();
        self.paper.gap();
        let form = self.value.dice().weigh(&[
            (18, Form::Brackets),
            (14, Form::Comma),
            (14, Form::Below),
            (22, Form::Columns),
            (8, Form::PartyFirst),
            (8, Form::Behalf),
            (8, Form::Dots),
            (8, Form::Dash),
            (8, Form::Beside),
            (4, Form::Signed),
            (6, Form::Group),
        ]);
        if self.value.dice().chance(18) && !matches!(form, Form::Behalf | Form::Dots | Form::Group)
        {
            let label =
                *self.value.dice().pick(&["Indieners:", "Ingediend door:", "Ondertekening:"]);
            self.paper.plain(label);
        }
        match form {
            Form::Columns => self.columns(&names),
            _ => {
                for (name, party) in &names {
                    self.signature(form, name, party);
                }
            }
        }
        let signatory = |(name, party): (String, String)| Signatory {
            name,
            role: None,
            organisation: None,
            party: Some(party),
            kind: "submitted",
        };
        self.truth.signatories.extend(names.into_iter().map(signatory));
    }

    /// Names alone, one below the other, as this has them: members of a Chamber, of a party's congress.
    pub(super) fn names(&mut self, name: fn(&Person) -> String) {
        self.paper.gap();
        for mover in self.value.movers.clone() {
            let name = name(&mover);
            self.paper.plain(name.clone());
            self.truth.signatories.push(Signatory {
                name,
                role: None,
                organisation: None,
                party: None,
                kind: "submitted",
            });
        }
    }

    fn signature(&mut self, form: Form, name: &str, party: &str) {
        match form {
            Form::Brackets => self.paper.plain(format!("{name} ({party})")),
            Form::Comma => self.paper.plain(format!("{name}, {party}")),
            Form::Dash => self.paper.plain(format!("{name} – {party}")),
            Form::Beside => self.paper.row(vec![name.to_owned(), party.to_owned()], vec![45, 55]),
            Form::Signed => self.paper.plain(format!("w.g. {name} ({party})")),
            Form::Group => {
                self.paper.plain(format!("Fractie {party},"));
                self.paper.plain(name);
                self.paper.gap();
            }
            Form::Below => {
                self.paper.plain(name);
                self.paper.plain(party);
                self.paper.gap();
            }
            Form::PartyFirst => {
                self.paper.plain(party);
                self.paper.plain(name);
                self.paper.gap();
            }
            Form::Behalf => {
                self.paper.plain(format!("Namens de fractie van {party},"));
                self.paper.gap();
                self.paper.plain(name);
                self.paper.gap();
            }
            Form::Dots => {
                self.paper.plain("……………………………………");
                self.paper.plain(format!("{name} ({party})"));
                self.paper.gap();
            }
            Form::Columns => unreachable!("columns are written together"),
        }
    }

    /// Names beside one another, parties below them.
    fn columns(&mut self, names: &[(String, String)]) {
        let across = self.value.dice().between(2, 3).min(names.len().max(1));
        let widths = vec![(100 / across) as u8; across];
        for group in names.chunks(across) {
            self.paper.row(group.iter().map(|(name, _)| name.clone()).collect(), widths.clone());
            self.paper.row(group.iter().map(|(_, party)| party.clone()).collect(), widths.clone());
            self.paper.gap();
        }
    }

    /// Municipalities' delegates, and those who support them, as members of the VNG sign.
    pub(super) fn delegates(&mut self) {
        let body = self.value.body;
        let letters = self.value.letters;
        let counts = (self.value.dice().between(1, 2), self.value.dice().below(4));
        for (kind, count) in [("submitted", counts.0), ("supported", counts.1)] {
            self.paper.gap();
            if kind == "supported" && count > 0 {
                self.paper.plain("Ondersteund door:");
            }
            for _ in 0..count {
                let place = people::place(self.value.dice(), body);
                let name = people::person(self.value.dice(), body, &place, letters).name();
                let role = *self.value.dice().pick(&["burgemeester", "wethouder", "raadslid"]);
                let of = *self.value.dice().pick(&["", "gemeente "]);
                let organisation = format!("{of}{place}");
                self.paper.plain(format!("{name}, {role} {organisation}"));
                self.truth.signatories.push(Signatory {
                    name,
                    role: Some(role.to_owned()),
                    organisation: Some(organisation),
                    party: None,
                    kind,
                });
            }
        }
    }

    /// The explanation.
    pub(super) fn explanation(&mut self) {
        let sentences = std::mem::take(&mut self.value.explanation);
        if sentences.is_empty() {
            return;
        }
        self.paper.gap();
        let label = *self.value.dice().pick(&["Toelichting", "Toelichting:", "TOELICHTING"]);
        self.paper.text(Look::Bold, label);
        for paragraph in sentences.chunks(3) {
            self.paper.plain(paragraph.join(" "));
            self.paper.gap();
        }
        self.truth.explanation = Some(sentences.join(" "));
    }

    /// What became of it.
    pub(super) fn outcome(&mut self) {
        let Some(result) = self.value.result else { return };
        let (day, place) = (printed(self.value.day), self.value.place.clone());
        let date = self.value.day.to_string();
        self.paper.gap();
        let dated = match self.value.dice().weigh(&[(30, 0), (25, 1), (20, 2), (15, 3), (10, 4)]) {
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
        let meeting = *self.value.dice().pick(&["openbare vergadering", "vergadering"]);
        let of = if self.value.dice().chance(40) && self.value.body.grammar == "gemeenteraad" {
            format!(" van de gemeenteraad van {place}")
        } else {
            String::new()
        };
        self.paper.plain(format!("Aldus {result} in de {meeting}{of} van {day}."));
        self.paper.gap();
        let (body, letters) = (self.value.body, self.value.letters);
        let names = [0; 2].map(|_| people::person(self.value.dice(), body, place, letters).name());
        self.paper.row(vec!["De griffier,".into(), "De voorzitter,".into()], vec![50, 50]);
        self.paper.gap();
        self.paper.row(names.into(), vec![50, 50]);
    }
}

/// How people sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Brackets,
    Comma,
    Dash,
    Below,
    Columns,
    PartyFirst,
    Behalf,
    Dots,
    /// In two columns.
    Beside,
    /// With the letters that say that somebody did.
    Signed,
    /// Below the group that they are of.
    Group,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::write::tests::motion;

    #[test]
    fn all_movers_sign() {
        for index in 0..60 {
            let Writer { truth, value, .. } = motion("gemeenteraad", index);
            let signed: Vec<_> = truth.signatories.iter().map(|one| one.name.clone()).collect();
            assert_eq!(signed, value.movers.iter().map(|one| one.name()).collect::<Vec<_>>());
        }
    }
}
