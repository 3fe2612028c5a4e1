//! Who signs, in the ways in which people do.

use super::Writer;
use crate::generate::people::{self, Person};
use crate::generate::speak::printed;
use crate::generate::truth::Signatory;

/// How people sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Brackets,
    Comma,
    Dash,
    Below,
    Columns,
    PartyFirst,
    /// "VVD – Mia Bos".
    PartyDash,
    Behalf,
    Dots,
    /// Room to sign behind the name.
    DotsBehind,
    /// In two columns.
    Beside,
    /// The same, with room to sign in a third, and words above them.
    Table,
    /// With the letters that say that somebody did.
    Signed,
    /// Below the group that they are of.
    Group,
    /// Who brings it in, and below them who does so too.
    Joint,
    /// Below what they are, without their party.
    Members,
    /// With what they are in their group.
    Office,
    /// All names on one line, all parties on the next.
    Spaced,
    /// Parties alone: nobody signs.
    Parties,
}

/// Of a hundred motions, so many are signed so.
const FORMS: [(usize, Form); 19] = [
    (17, Form::Brackets),
    (12, Form::Comma),
    (12, Form::Below),
    (20, Form::Columns),
    (7, Form::PartyFirst),
    (2, Form::PartyDash),
    (7, Form::Behalf),
    (5, Form::Dots),
    (3, Form::DotsBehind),
    (6, Form::Dash),
    (6, Form::Beside),
    (3, Form::Table),
    (3, Form::Signed),
    (5, Form::Group),
    (4, Form::Joint),
    (2, Form::Members),
    (2, Form::Office),
    (1, Form::Spaced),
    (1, Form::Parties),
];

impl Writer {
    /// Who signs.
    pub(super) fn signatures(&mut self) {
        let names: Vec<(String, String)> =
            self.value.movers.iter().map(|mover| (mover.name(), mover.party.clone())).collect();
        self.paper.gap();
        let form = self.value.dice().weigh(&FORMS);
        let form = match form {
            Form::Members if self.value.body.grammar != "gemeenteraad" => Form::Brackets,
            Form::Spaced if !are_single_words(&names) => Form::Columns,
            Form::Joint if names.len() == 1 => Form::Brackets,
            form => form,
        };
        let is_headed = !matches!(
            form,
            Form::Behalf
                | Form::Dots
                | Form::Group
                | Form::Joint
                | Form::Table
                | Form::Members
                | Form::Parties
        );
        if self.value.dice().chance(18) && is_headed {
            let labels = ["Indieners:", "Ingediend door:", "Ondertekening:", "Was getekend,"];
            let label = *self.value.dice().pick(&labels);
            self.paper.plain(label);
        }
        self.sign(form, &names);
        if self.value.dice().chance(4) && form != Form::Parties {
            self.supporters();
        }
        if self.value.dice().chance(3) {
            self.digital_stamp();
        }
    }

    fn sign(&mut self, form: Form, names: &[(String, String)]) {
        match form {
            Form::Columns => self.columns(names),
            Form::Table => {
                let heads = ["Naam", "Fractie", "Handtekening"].map(str::to_owned);
                self.paper.row(heads.to_vec(), vec![40, 30, 30]);
                for (name, party) in names {
                    self.paper.row(vec![name.clone(), party.clone()], vec![40, 30]);
                }
            }
            Form::Spaced => {
                let all = |of: fn(&(String, String)) -> &str| {
                    names.iter().map(of).collect::<Vec<_>>().join(" ")
                };
                let lines = [all(|(name, _)| name), all(|(_, party)| party)];
                lines.into_iter().for_each(|line| self.paper.plain(line));
            }
            Form::Joint => {
                let several = names.len() > 2;
                self.paper.plain("Indiener:");
                for (index, (name, party)) in names.iter().enumerate() {
                    if index == 1 {
                        self.paper.gap();
                        let label = if several { "Mede-indieners:" } else { "Mede-indiener:" };
                        self.paper.plain(label);
                    }
                    self.paper.plain(format!("{name} ({party})"));
                }
            }
            Form::Members => {
                let several = names.len() > 1;
                self.paper.plain(match several {
                    true => "De leden van de gemeenteraad,",
                    false => "Het lid van de gemeenteraad,",
                });
                names.iter().for_each(|(name, _)| self.paper.plain(name.clone()));
            }
            Form::Parties => {
                let mut parties: Vec<String> = Vec::new();
                for (_, party) in names {
                    if !parties.contains(party) {
                        parties.push(party.clone());
                    }
                }
                let lead = if parties.len() > 1 { "fracties" } else { "fractie" };
                let parties = super::head::listed(&parties, true);
                self.paper.plain(format!("Namens de {lead} van {parties}"));
                return;
            }
            _ => names.iter().for_each(|(name, party)| self.signature(form, name, party)),
        }
        for (name, party) in names {
            let party = (form != Form::Members).then(|| party.clone());
            let mut signatory = Signatory::of(name.clone(), party);
            signatory.role = (form == Form::Office).then(|| "fractievoorzitter".to_owned());
            self.truth.signatories.push(signatory);
        }
    }

    fn signature(&mut self, form: Form, name: &str, party: &str) {
        match form {
            Form::Brackets => self.paper.plain(format!("{name} ({party})")),
            Form::Comma => self.paper.plain(format!("{name}, {party}")),
            Form::Dash => self.paper.plain(format!("{name} – {party}")),
            Form::Beside => self.paper.row(vec![name.to_owned(), party.to_owned()], vec![45, 55]),
            Form::PartyDash => self.paper.plain(format!("{party} – {name}")),
            Form::Signed => self.paper.plain(format!("w.g. {name} ({party})")),
            Form::Office => self.paper.plain(format!("{name}, fractievoorzitter {party}")),
            Form::DotsBehind => {
                let dots = if self.value.dice().chance(50) { "." } else { "_" }.repeat(24);
                self.paper.plain(format!("{name} ({party}) {dots}"));
                self.paper.gap();
            }
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
            Form::Columns
            | Form::Table
            | Form::Spaced
            | Form::Joint
            | Form::Members
            | Form::Parties => unreachable!("they are written together"),
        }
    }

    /// Names beside one another, parties below them.
    fn columns(&mut self, names: &[(String, String)]) {
        let across = self.value.dice().weigh(&[(50, 2), (40, 3), (10, 4)]).min(names.len());
        let widths = vec![(100 / across) as u8; across];
        for group in names.chunks(across) {
            self.paper.row(group.iter().map(|(name, _)| name.clone()).collect(), widths.clone());
            self.paper.row(group.iter().map(|(_, party)| party.clone()).collect(), widths.clone());
            self.paper.gap();
        }
    }

    /// Who supports it, and did not bring it in.
    fn supporters(&mut self) {
        self.paper.gap();
        self.paper.plain("Ondersteund door:");
        let (body, letters) = (self.value.body, self.value.letters);
        let place = self.value.place.clone();
        let count = self.value.dice().between(1, 3);
        for _ in 0..count {
            let person = people::person(self.value.dice(), body, &place, letters);
            let (name, party) = (person.name(), person.party);
            self.paper.plain(format!("{name} ({party})"));
            let signatory = Signatory::of(name, Some(party));
            self.truth.signatories.push(Signatory { kind: "supported", ..signatory });
        }
    }

    /// What a program says of a signature: of the clerk, who is no signatory.
    fn digital_stamp(&mut self) {
        let (body, letters) = (self.value.body, self.value.letters);
        let place = self.value.place.clone();
        let clerk = people::person(self.value.dice(), body, &place, letters).name();
        let day = self.value.day;
        let digits = format!("{:02}-{:02}-{}", day.day(), day.month(), day.year());
        self.paper.gap();
        let text = match self.value.dice().below(3) {
            0 => format!("ValidSigned door De Griffier {clerk} op {digits}"),
            1 => format!("Digitaal ondertekend door {clerk} op {digits} om 14:05"),
            _ => format!("Digitaal ondertekend door {clerk}, {}", printed(day)),
        };
        self.paper.plain(text);
    }

    /// Names alone, one below the other, as this has them: members of a Chamber, of a party's congress.
    pub(super) fn names(&mut self, name: fn(&Person) -> String) {
        self.paper.gap();
        for mover in self.value.movers.clone() {
            let name = name(&mover);
            self.paper.plain(name.clone());
            self.truth.signatories.push(Signatory::of(name, None));
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
}

/// Whether all parties are one word: on one line with others, one of several could not be told.
fn are_single_words(names: &[(String, String)]) -> bool {
    let is_plain = |(name, party): &(String, String)| {
        !party.contains(' ') && name.matches(' ').count() == 1 && !name.contains('.')
    };
    names.iter().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::write::tests::motion;

    #[test]
    fn all_movers_sign_or_none() {
        for index in 0..200 {
            let Writer { truth, value, .. } = motion("gemeenteraad", index);
            let of = |kind| move |one: &&Signatory| one.kind == kind;
            let submitted = truth.signatories.iter().filter(of("submitted"));
            let signed: Vec<_> = submitted.map(|one| one.name.clone()).collect();
            let movers: Vec<_> = value.movers.iter().map(Person::name).collect();
            assert!(signed == movers || signed.is_empty(), "{signed:?} of {movers:?}");
        }
    }
}
