//! Motions in the minutes of a debate: read out in the Dutch Chamber, between quotes in the Belgian.

use super::Writer;
use super::clauses::ended;
use super::head::listed;
use crate::generate::dice::Dice;
use crate::generate::paper::{Block, Look, Paper};
use crate::generate::people::Person;
use crate::generate::speak::capital;
use crate::generate::truth::{Clause, Item, Signatory, Submitter};
use crate::generate::value::Said;
use crate::generate::words::{Body, ListRole, Says, WORDS};

impl Writer {
    /// Writes a motion of a debate, and what the minutes say before and behind it.
    pub(super) fn debate(&mut self) {
        if self.value.body.grammar == "vlaanderen" {
            self.between_quotes();
        } else {
            self.read_out();
        }
    }

    /// A speech, the motion, and what the chair says of it.
    fn read_out(&mut self) {
        self.truth.document_kind = "verslag";
        let subject = capital(&self.value.subject);
        if self.paper.blocks.is_empty() {
            self.paper.text(Look::Title, subject.clone());
            self.paper.gap();
            let debate = *self.value.dice().pick(&["tweeminutendebat", "VAO", "debat"]);
            self.paper.plain(format!("Aan de orde is het {debate} {subject}."));
            self.paper.gap();
            self.says("De voorzitter:", "Ik heet alle aanwezigen van harte welkom.");
        }
        self.speech();
        let start = self.paper.blocks.len();
        self.paper.text(Look::Bold, "Motie");
        self.paper.gap();
        self.the_chamber();
        self.clauses_of_all();
        self.closing(99);
        self.paper.gap();
        let dossier = self.value.dossier;
        let number = 20 + dossier % 150 + self.value.debate.0;
        let dossier = match dossier % 2 {
            0 => dossier.to_string(),
            _ => format!("{:02} {:03}", dossier / 1000, dossier % 1000),
        };
        let names: Vec<String> = self.value.movers.iter().map(Person::surname).collect();
        let who = match names.as_slice() {
            [one] => format!("het lid {one}"),
            names => format!("de leden {}", listed(names, true)),
        };
        self.says(
            "De voorzitter:",
            &format!(
                "Deze motie is voorgesteld door {who}. Naar mij blijkt, wordt de indiening ervan \
                 voldoende ondersteund."
            ),
        );
        self.paper.plain(format!("Zij krijgt nr. {number} ({dossier})."));
        self.paper.gap();
        self.truth.title = Some("Motie".to_owned());
        self.truth.number = Some(format!("{dossier}, nr. {number}"));
        self.brought(names);
        self.paper.motions.push(start..self.paper.blocks.len());
    }

    /// What somebody says before they read their motion out.
    fn speech(&mut self) {
        let mover = self.value.movers[0].clone();
        let courtesy = capital(courtesy(&mover));
        let count = self.value.dice().between(1, 4);
        let told = self.told(count);
        let lead = *self.value.dice().pick(&[
            "Daarom de volgende motie.",
            "Ik dien de volgende motie in.",
            "Dat leidt tot de volgende motie.",
        ]);
        let who = format!("{courtesy} {} ({}):", mover.surname(), mover.party);
        self.says(&who, &format!("Voorzitter. {told} {lead}"));
    }

    fn says(&mut self, who: &str, what: &str) {
        self.paper.text(Look::Bold, who);
        self.paper.plain(what);
        self.paper.gap();
    }

    /// A sentence that says who brings it in, and the motion between quotes, with its grounds as items.
    fn between_quotes(&mut self) {
        let is_alone = self.value.debate.1 == 1 && self.value.dice().chance(40);
        if self.paper.blocks.is_empty() && !is_alone {
            self.paper.text(Look::Bold, "Moties");
            self.paper.gap();
            self.paper.plain(
                "De voorzitter: Tot besluit van deze bespreking werden volgende moties ingediend.",
            );
            self.paper.gap();
        }
        if !self.paper.blocks.is_empty() {
            self.truth.document_kind = "verslag";
        }
        let start = self.paper.blocks.len();
        let names: Vec<String> = self.value.movers.iter().map(Person::name).collect();
        let courtesies: Vec<String> = self
            .value
            .movers
            .iter()
            .map(|mover| format!("{} {}", courtesy(mover), mover.name()))
            .collect();
        let which = match self.value.debate {
            (0, 1) => "Een",
            (0, _) => "Een eerste",
            (1, _) => "Een tweede",
            (2, _) => "Een derde",
            _ => "Een volgende",
        };
        let who = listed(&courtesies, true);
        self.paper.plain(format!(
            "{which} motie van aanbeveling werd ingediend door {who} en luidt als volgt:"
        ));
        if self.value.dice().chance(40) {
            self.paper.gap();
        }
        self.paper.plain("\"De Kamer,");
        self.truth.body = Some("De Kamer".to_owned());
        self.interpellation();
        let mut clauses = std::mem::take(&mut self.value.clauses);
        // Each of them asks for something, and last.
        clauses.sort_by_key(|said| said.opening.says == Says::Requests);
        if clauses.last().is_none_or(|said| said.opening.says != Says::Requests) {
            let items = self.value.points(ListRole::Request, 3);
            let asked = self.value.speaker.executive.clone();
            clauses.push(Said { opening: WORDS.forms.opening("vraagt"), asked, items });
        }
        for said in &clauses {
            self.quoted_clause(said);
        }
        if let Some(Block::Text { text, .. } | Block::Item { text, .. }) =
            self.paper.blocks.last_mut()
        {
            text.push('"');
        }
        self.brought(names);
        self.paper.motions.push(start..self.paper.blocks.len());
        self.paper.gap();
    }

    /// Whom the Chamber has heard: over two lines.
    fn interpellation(&mut self) {
        let mover = &self.value.movers[0];
        let who = format!("{} {}", courtesy(mover), mover.name());
        let minister = *self.value.dice().pick(&[
            "Binnenlandse Zaken",
            "Energie",
            "Justitie",
            "Volksgezondheid",
            "Mobiliteit",
        ]);
        let answer = format!("en het antwoord van de minister van {minister}");
        self.paper.plain(format!("gehoord de interpellatie van {who}"));
        self.paper.plain(format!("{answer},"));
        let text = format!("de interpellatie van {who} {answer}");
        let item = Item { text, marker: None, items: Vec::new() };
        let opening = WORDS.forms.opening("gehoord");
        self.close(opening, "gehoord", "gehoord".to_owned(), "", vec![item]);
    }

    /// Grounds, each an item with its opening in it, or what is asked with items below it.
    fn quoted_clause(&mut self, said: &Said) {
        let opening = match said.opening.says {
            Says::Facts | Says::Grounds => WORDS.forms.opening("overwegende"),
            Says::Papers => WORDS.forms.opening("gelet_op"),
            Says::Requests => return self.quoted_dictum(said),
            Says::Opinions | Says::Statements | Says::Hearings => return,
        };
        let heading = if opening.kind == "gelet_op" { "gelet op" } else { "overwegende dat" };
        for point in &said.items {
            if !point.points.is_empty() {
                continue;
            }
            let text = format!("{heading} {};", point.text);
            self.paper.blocks.push(Block::Item { marker: "-".to_owned(), depth: 0, text });
            let item = Item { text: point.text.clone(), marker: None, items: Vec::new() };
            self.close(opening, heading, heading.to_owned(), "", vec![item]);
        }
    }

    fn quoted_dictum(&mut self, said: &Said) {
        let form = self.form(said.opening, false);
        let heading = form.replace("{college}", &said.asked);
        let colon = if self.value.dice().chance(15) { ":" } else { "" };
        self.paper.plain(format!("{heading}{colon}"));
        let mut points = said.items.clone();
        points.retain(|point| point.points.is_empty());
        if points.is_empty() {
            points = self.value.points(ListRole::Request, 2);
        }
        let count = points.len();
        let mut items = Vec::with_capacity(count);
        for (index, point) in points.iter().enumerate() {
            let is_last = index + 1 == count;
            let (printed, read) = ended(&point.text, if is_last { "." } else { ";" });
            let marker = (count > 1).then(|| "-".to_owned());
            match &marker {
                Some(marker) => self.paper.blocks.push(Block::Item {
                    marker: marker.clone(),
                    depth: 0,
                    text: printed,
                }),
                None => self.paper.plain(printed),
            }
            items.push(Item { text: read, marker, items: Vec::new() });
        }
        let asked = said.asked.clone();
        self.truth.clauses.push(Clause {
            kind: &said.opening.kind,
            role: &said.opening.role,
            heading,
            addressee: Some(asked),
            items,
        });
    }

    /// Who brings it in signs it too: the minutes say so once.
    fn brought(&mut self, names: Vec<String>) {
        let submitter =
            |name: &String| Submitter { name: Some(name.clone()), party: None, organisation: None };
        self.truth.submitters = names.iter().map(submitter).collect();
        self.truth.signatories = names.into_iter().map(|name| Signatory::of(name, None)).collect();
    }
}

/// What is said before a name; first names of women often end with these letters.
fn courtesy(person: &Person) -> &'static str {
    if person.first.ends_with(['a', 'e']) { "mevrouw" } else { "de heer" }
}

/// What minutes say when all motions were read.
pub(in crate::generate) fn end(paper: &mut Paper, dice: &mut Dice, body: &Body) {
    let text = match (body.grammar == "vlaanderen", dice.below(2)) {
        (true, _) => "Over de moties zal later worden gestemd. De bespreking is gesloten.",
        (false, 0) => "De beraadslaging wordt gesloten.",
        (false, _) => "De vergadering wordt van 16.22 uur tot 16.27 uur geschorst.",
    };
    paper.plain(text);
}
