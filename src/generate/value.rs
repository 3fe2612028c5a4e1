//! What a motion says, before a word of it is put on paper.

use jiff::civil::Date;

use super::dice::Dice;
use super::people::{self, Letters, Person};
use super::speak::{self, Speaker, any_day, capital, ordered};
use super::words::{Body, ListRole, Opening, Says, WORDS, Wording};

/// A motion.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) body: &'static Body,
    /// Who speaks, with the chance that the rest of the document takes too.
    pub(super) speaker: Speaker,
    pub(super) place: String,
    /// The province or the area of the water board.
    pub(super) region: &'static str,
    /// The party of a congress.
    pub(super) party: String,
    pub(super) day: Date,
    pub(super) title: String,
    /// What is being discussed.
    pub(super) subject: String,
    pub(super) movers: Vec<Person>,
    pub(super) clauses: Vec<Said>,
    pub(super) result: Option<&'static str>,
    /// Sentences under "Toelichting".
    pub(super) explanation: Vec<String>,
    pub(super) letters: Letters,
    /// The dossier that it is of, where it is of one.
    pub(super) dossier: usize,
    /// Which motion of its debate it is, from 0, and how many that has.
    pub(super) debate: (usize, usize),
}

/// A clause.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) opening: &'static Opening,
    /// Who is asked.
    pub(super) asked: String,
    pub(super) items: Vec<Point>,
}

/// One of the things that a clause says.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) text: String,
    /// What stands under it.
    pub(super) points: Vec<String>,
}

/// Where and when assemblies meet.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) place: String,
    region: &'static str,
    party: String,
    day: Date,
    dossier: usize,
}

impl Setting {
    /// Invents one.
    pub(super) fn of(dice: &mut Dice, body: &'static Body) -> Self {
        // Recent years more often, as a register grows over the decades.
        let age = dice.below(30) * dice.below(30) / 30;
        Self {
            place: people::place(dice, body),
            region: dice.pick::<String>(&WORDS.names.regions),
            party: ordered(dice, &WORDS.names.parties).clone(),
            day: any_day(dice, 2026 - age as i16),
            dossier: dice.between(21_000, 36_999),
        }
    }
}

impl Value {
    /// Invents a motion.
    pub(super) fn of(
        mut dice: Dice,
        body: &'static Body,
        setting: &Setting,
        letters: Letters,
    ) -> Self {
        let Setting { place, region, party, day, dossier } = setting.clone();
        let theme = dice.pick(&WORDS.themes);
        let assembly = ordered(&mut dice, &body.itself).clone();
        let executive = ordered(&mut dice, &body.executives).clone();
        let movers = {
            let count = dice.weigh(&[(40, 1), (25, 2), (14, 3), (9, 4), (6, 5), (4, 6), (2, 8)]);
            let mut movers: Vec<Person> = Vec::with_capacity(count);
            while movers.len() < count {
                let person = people::person(&mut dice, body, &place, letters);
                if movers.iter().all(|other| other.last != person.last) {
                    movers.push(person);
                }
            }
            movers
        };
        let speaker = Speaker {
            dice,
            theme,
            assembly,
            executive,
            place: place.clone(),
            day,
            letters,
            said: Vec::new(),
        };
        let mut value = Self {
            body,
            speaker,
            place,
            region,
            party,
            day,
            title: String::new(),
            subject: String::new(),
            movers,
            clauses: Vec::new(),
            result: None,
            explanation: Vec::new(),
            letters,
            dossier,
            debate: (0, 1),
        };
        // Quotation marks around a whole title are not part of it.
        let title = value.speaker.say(&WORDS.common.titles);
        value.title = capital(unquoted(&title));
        value.subject = value.speaker.say(&WORDS.common.subjects);
        value.argue();
        value.ask();
        value.result = value.result();
        if value.dice().chance(15) {
            let count = value.dice().between(1, 6);
            value.explanation =
                (0..count).map(|_| value.speaker.say(&WORDS.common.explanations)).collect();
        }
        value
    }

    /// Its chance.
    pub(super) fn dice(&mut self) -> &mut Dice {
        &mut self.speaker.dice
    }

    /// The grounds and views.
    fn argue(&mut self) {
        const ORDERS: [(usize, &[&str]); 8] = [
            (40, &["constaterende", "overwegende"]),
            (18, &["constaterende", "overwegende", "van_mening_zijnde"]),
            (8, &["constaterende", "van_mening_zijnde"]),
            (10, &["overwegende", "constaterende"]),
            (10, &["overwegende"]),
            (8, &["constaterende"]),
            (4, &["constaterende", "overwegende", "constaterende"]),
            (2, &[]),
        ];
        if self.dice().chance(12) {
            let kind =
                *self.dice().pick(&["gelet_op", "gelezen", "kennisgenomen", "gezien", "gehoord"]);
            self.clause(kind, 3);
        }
        for kind in self.dice().weigh(&ORDERS) {
            self.clause(kind, 6);
        }
    }

    /// What is asked, and before it at times what is said of it.
    fn ask(&mut self) {
        if self.dice().chance(14) {
            self.clause("spreekt_uit", 2);
            if self.dice().chance(25) {
                return;
            }
        }
        let body = self.body;
        let kind = ordered(self.dice(), &body.dicta).as_str();
        self.clause(kind, 6);
        if self.dice().chance(10) {
            let kind = ordered(self.dice(), &body.dicta).as_str();
            self.clause(kind, 3);
        }
    }

    fn clause(&mut self, kind: &str, most: usize) {
        let opening = WORDS.forms.opening(kind);
        let count = self.dice().between(1, most);
        let items = (0..count).map(|_| self.point(opening.says)).collect();
        self.clauses.push(Said { opening, asked: self.speaker.executive.clone(), items });
    }

    fn point(&mut self, says: Says) -> Point {
        let role = match says {
            Says::Requests => Some(ListRole::Request),
            Says::Facts | Says::Grounds => Some(ListRole::Ground),
            _ => None,
        };
        if role.is_some() && self.dice().chance(5) {
            let list = self.dice().pick(&WORDS.common.lists);
            if Some(list.role) == role {
                let text = self.speaker.fill(&list.lead);
                let points = list.items.iter().map(|item| self.speaker.fill(item)).collect();
                return Point { text, points };
            }
        }
        self.said(says)
    }

    /// A point with nothing under it, at times of two sentences.
    fn said(&mut self, says: Says) -> Point {
        let list = self.list(says);
        let mut text = self.speaker.say_other(list);
        if matches!(says, Says::Facts | Says::Grounds | Says::Requests) && self.dice().chance(4) {
            text = format!("{text}. {}", self.speaker.say(&WORDS.common.explanations));
        }
        Point { text, points: Vec::new() }
    }

    /// So many points at most that ask, or that give grounds, none with others under it.
    pub(super) fn points(&mut self, role: ListRole, most: usize) -> Vec<Point> {
        let says = if role == ListRole::Request { Says::Requests } else { Says::Grounds };
        let count = self.dice().between(1, most);
        (0..count).map(|_| self.said(says)).collect()
    }

    fn list(&mut self, says: Says) -> &'static [Wording] {
        let common = &WORDS.common;
        let theme = self.speaker.theme;
        match says {
            Says::Facts if self.dice().chance(40) => &theme.facts,
            Says::Facts => &common.facts,
            Says::Grounds => &common.grounds,
            Says::Opinions => &common.opinions,
            Says::Statements => &common.statements,
            Says::Requests if self.dice().chance(40) => &theme.actions,
            Says::Requests => &common.requests,
            Says::Papers => &common.gelet_op,
            Says::Hearings => &common.gehoord,
        }
    }

    fn result(&mut self) -> Option<&'static str> {
        self.dice().weigh(&[
            (70, None),
            (17, Some("aangenomen")),
            (9, Some("verworpen")),
            (2, Some("aangehouden")),
            (2, Some("ingetrokken")),
        ])
    }

    /// A form with the names of this body in it.
    pub(super) fn named(&self, form: &str) -> String {
        form.replace("{plaats}", &self.place)
            .replace("{streek}", self.region)
            .replace("{partij}", &self.party)
    }

    /// The day as documents print it.
    pub(super) fn printed_day(&mut self) -> String {
        let day = self.day;
        match self.dice().weigh(&[(70, 0), (15, 1), (8, 2), (7, 3)]) {
            0 => speak::printed(day),
            1 => format!("{} {}", speak::weekday(day), speak::printed(day)),
            2 => format!("{}-{}-{}", day.day(), day.month(), day.year()),
            _ => format!("{:02}-{:02}-{}", day.day(), day.month(), day.year()),
        }
    }
}

/// A title without the quotation marks around all of it.
fn unquoted(title: &str) -> &str {
    let inner = |mark: char| title.strip_prefix(mark)?.strip_suffix(mark);
    inner('"').or_else(|| inner('\'')).unwrap_or(title)
}
