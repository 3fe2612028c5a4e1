//! What stands above the clauses: the paper's own head, the title, labels, and who speaks.

use super::Writer;
use crate::generate::paper::Look;
use crate::generate::people::Person;
use crate::generate::speak::{capital, ordered, printed, weekday};
use crate::generate::truth::{Meeting, Outcome, Submitter};

impl Writer {
    /// The head.
    pub(super) fn head(&mut self) {
        if self.value.dice().chance(40) {
            let papers = &self.value.body.papers;
            let name = self.value.dice().pick::<String>(papers);
            let name = self.value.named(name);
            let look = *self.value.dice().pick(&[Look::Plain, Look::Centre, Look::Bold]);
            self.paper.text(look, name);
            self.paper.gap();
        }
        if self.value.dice().chance(8) {
            self.value.title = self.value.title.to_uppercase();
        }
        if self.value.dice().chance(8)
            && let Some(result) = self.value.result.take()
        {
            self.paper.plain(format!("Uitslag stemming: {result}"));
            self.paper.gap();
            self.truth.outcome = Some(Outcome { result, date: None });
        }
        match self.value.dice().weigh(&[(30, 0), (20, 1), (12, 2), (38, 3)]) {
            0 => self.title_line(),
            1 => self.stacked(),
            2 => self.foreign(),
            _ => self.labels(),
        }
        self.paper.gap();
    }

    /// "Motie M12: Meer bomen".
    pub(super) fn title_line(&mut self) {
        let title = self.value.title.clone();
        let number = self.value.dice().chance(35).then(|| self.number());
        let text = match (&number, self.value.dice().below(4)) {
            (Some(number), 0 | 1) => format!("Motie {number}: {title}"),
            (Some(number), 2) => format!("Motie {number} – {title}"),
            (Some(number), _) => format!("MOTIE {number} – {title}"),
            (None, 0 | 1) => format!("Motie: {title}"),
            (None, 2) => format!("Motie ‘{title}’"),
            (None, _) => format!("Motie {title}"),
        };
        self.paper.text(Look::Title, text);
        self.truth.number = number;
        self.truth.title = Some(title);
        self.brought_in(30);
    }

    /// "MOTIE", and below it the title.
    pub(super) fn stacked(&mut self) {
        let title = self.value.title.clone();
        let number = self.value.dice().chance(30).then(|| self.number());
        let word = self.value.dice().weigh(&[(46, "Motie"), (46, "MOTIE"), (8, "M O T I E")]);
        let text = match &number {
            Some(number) => format!("{word} {number}"),
            None => word.to_owned(),
        };
        self.paper.text(Look::Title, text);
        self.paper.gap();
        let quoted = self.value.dice().chance(15);
        self.paper.text(Look::Bold, if quoted { format!("“{title}”") } else { title.clone() });
        self.truth.number = number;
        self.truth.title = Some(title);
        self.brought_in(30);
    }

    /// A motion on what is not on the agenda.
    fn foreign(&mut self) {
        let title = self.value.title.clone();
        let words = "otie vreemd aan de orde van de dag";
        if self.value.dice().chance(50) {
            self.paper.text(Look::Title, format!("M{words}: {title}"));
        } else {
            self.paper.text(Look::Title, format!("M{words}"));
            self.paper.gap();
            self.paper.text(Look::Bold, title.clone());
        }
        self.truth.motion_type = Some("vreemd");
        self.truth.title = Some(title);
        self.brought_in(30);
    }

    /// "Motie", and labels with their values.
    fn labels(&mut self) {
        let word = *self.value.dice().pick(&["Motie", "MOTIE"]);
        self.paper.text(Look::Title, word);
        self.paper.gap();
        let manner = self.value.dice().weigh(&[
            (60, Manner::Line),
            (30, Manner::Cells),
            (10, Manner::Below),
        ]);
        let title = self.value.title.clone();
        if self.value.dice().chance(50) {
            let number = self.number();
            let label = *self.value.dice().pick(&["Nummer", "Motienummer", "Motie nr."]);
            self.label(manner, label, &number);
            self.truth.number = Some(number);
        }
        if self.value.dice().chance(40) {
            self.label(manner, "Titel", &title);
            self.truth.title = Some(title.clone());
        }
        if self.truth.title.is_none() || self.value.dice().chance(30) {
            let subject =
                if self.truth.title.is_none() { title } else { capital(&self.value.subject) };
            let label = *self.value.dice().pick(&["Onderwerp", "Betreft"]);
            self.label(manner, label, &subject);
            self.truth.subject = Some(subject);
        }
        if self.value.dice().chance(60) {
            self.submitters(manner);
        }
        if self.value.dice().chance(35) {
            let number = self.value.dice().between(2, 14).to_string();
            self.label(manner, "Agendapunt", &number);
        }
        if self.value.dice().chance(20) {
            let year = self.value.day.year();
            let number = self.value.dice().below(1_000_000);
            let (label, number) = match self.value.dice().below(3) {
                0 => ("RIS-nummer", format!("RIS{number:06}")),
                1 => ("Registratienummer", format!("{year}-{number:06}")),
                _ => ("Zaaknummer", format!("Z/{:02}/{number:06}", year % 100)),
            };
            self.label(manner, label, &number);
            self.truth.file_numbers.push(number);
        }
        if self.value.dice().chance(50) {
            let label = *self.value.dice().pick(&[
                "Datum",
                "Datum vergadering",
                "Vergadering van",
                "Raadsvergadering d.d.",
            ]);
            let is_council = self.value.body.grammar == "gemeenteraad";
            let label = if label.starts_with("Raads") && !is_council { "Datum" } else { label };
            let day = self.value.day;
            let day = match self.value.dice().below(10) {
                0 | 1 => format!("{:02}-{:02}-{}", day.day(), day.month(), day.year()),
                2 => format!("{} {}", weekday(day), printed(day)),
                _ => printed(day),
            };
            self.label(manner, label, &day);
            self.truth.date = Some(self.value.day.to_string());
        }
    }

    pub(super) fn label(&mut self, manner: Manner, label: &str, value: &str) {
        match manner {
            Manner::Line => self.paper.plain(format!("{label}: {value}")),
            Manner::Cells => {
                self.paper.row(vec![format!("{label}:"), value.to_owned()], vec![25, 75]);
            }
            Manner::Below => {
                self.paper.text(Look::Bold, format!("{label}:"));
                self.paper.plain(value);
                self.paper.gap();
            }
        }
    }

    /// A line of who brings it in, in this share of a hundred cases.
    fn brought_in(&mut self, share: usize) {
        if self.value.dice().chance(share) {
            self.paper.gap();
            self.submitters(Manner::Line);
        }
    }

    pub(super) fn submitters(&mut self, manner: Manner) {
        let movers = self.value.movers.clone();
        let several = movers.len() > 1;
        let label = match self.value.dice().below(3) {
            0 => "Indiener(s)",
            1 => "Ingediend door",
            _ if several => "Indieners",
            _ => "Indiener",
        };
        let how = self.value.dice().weigh(&[(60, 0), (15, 1), (15, 2), (10, 3)]);
        let how = match how {
            _ if self.value.body.grammar == "partijcongres" => 2,
            1 if several => 0,
            how => how,
        };
        let mut parties: Vec<String> = Vec::new();
        for Person { party, .. } in &movers {
            if !parties.contains(party) {
                parties.push(party.clone());
            }
        }
        let named = |person: &Person, party: Option<&String>| Submitter {
            name: Some(person.name()),
            party: party.cloned(),
            organisation: None,
        };
        let (values, read): (Vec<String>, Vec<Submitter>) = match how {
            0 => movers
                .iter()
                .map(|one| {
                    (format!("{} ({})", one.name(), one.party), named(one, Some(&one.party)))
                })
                .unzip(),
            1 => movers
                .iter()
                .map(|one| (format!("{}, {}", one.name(), one.party), named(one, Some(&one.party))))
                .unzip(),
            2 => movers.iter().map(|one| (one.name(), named(one, None))).unzip(),
            _ => parties
                .into_iter()
                .map(|party| {
                    let read =
                        Submitter { name: None, party: Some(party.clone()), organisation: None };
                    (party, read)
                })
                .unzip(),
        };
        let has_and = self.value.dice().chance(50);
        let value = listed(&values, has_and);
        self.label(manner, label, &value);
        self.truth.sender = Some(value);
        self.truth.submitters = read;
    }

    /// A number, as assemblies give them.
    pub(super) fn number(&mut self) -> String {
        let year = self.value.day.year();
        let number = self.value.dice().between(1, 180);
        match self.value.dice().weigh(&[(45, 0), (20, 1), (15, 2), (10, 3), (10, 4)]) {
            0 => format!("M{number}"),
            1 => format!("{year}-{number:03}"),
            2 => format!("M{number}-{year}"),
            3 => format!("M.{}", number % 40 + 1),
            _ => format!("{year}M{number:02}"),
        }
    }

    /// Who speaks, when, and about what.
    pub(super) fn opening(&mut self) {
        let body = self.value.body;
        let name = ordered(self.value.dice(), &body.names);
        let name = self.value.named(name);
        let mut text = name.clone();
        self.truth.body = Some(name);
        if !body.sittings.list.is_empty() && self.value.dice().chance(90) {
            let sitting = ordered(self.value.dice(), &body.sittings).as_str();
            let day = self.value.printed_day();
            let place = sitting.contains("{plaats}").then(|| self.value.place.clone());
            text.push_str(&self.value.named(sitting).replace("{dag}", &day));
            let date = self.value.day.to_string();
            self.truth.date.get_or_insert_with(|| date.clone());
            self.truth.meeting = Some(Meeting { date: Some(date), place });
        }
        if !body.talks.list.is_empty() && self.value.dice().chance(30) {
            let talk = ordered(self.value.dice(), &body.talks);
            let subject = self.value.subject.clone();
            text.push_str(&talk.replace("{onderwerp}", &subject));
            self.truth.subject.get_or_insert(subject);
        }
        let end = self.value.dice().weigh(&[(75, ","), (10, ";"), (8, ":"), (7, "")]);
        self.paper.plain(text + end);
    }
}

/// Values beside one another: with commas, and at times "en" before the last.
pub(super) fn listed(values: &[String], has_and: bool) -> String {
    match values.split_last() {
        Some((last, rest)) if has_and && !rest.is_empty() => {
            format!("{} en {last}", rest.join(", "))
        }
        _ => values.join(", "),
    }
}

/// How labels stand beside their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    Line,
    Cells,
    Below,
}
