//! Sentences: templates with words in their slots.

use jiff::civil::{self, Date};

use super::dice::Dice;
use super::people::Letters;
use super::phrase::{Article, Part, Slot};
use super::words::{Forms, Noun, Ordered, Theme, WORDS, Wording};

/// So many nouns of a hundred are compounds that no list has.
const COMPOUNDS: usize = 30;
/// And so many of those have three members.
const LONG: usize = 12;

/// Written anew, not taken from the reader's calendar: so that the two cannot agree by birth.
const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] =
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];

/// The name of a day's month.
pub(super) fn month(day: Date) -> &'static str {
    MONTHS[(day.month() - 1) as usize]
}

/// "donderdag".
pub(super) fn weekday(day: Date) -> &'static str {
    WEEKDAYS[day.weekday().to_monday_zero_offset() as usize]
}

/// "12 maart 2021".
pub(super) fn printed(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

/// Who speaks, where, about what: fills slots.
#[derive(Debug)]
pub(super) struct Speaker {
    pub(super) dice: Dice,
    pub(super) theme: &'static Theme,
    /// The assembly, as it calls itself.
    pub(super) assembly: String,
    /// Who is asked.
    pub(super) executive: String,
    /// Where it all is.
    pub(super) place: String,
    /// When it is said.
    pub(super) day: Date,
    /// What can be printed.
    pub(super) letters: Letters,
    /// How what was said began.
    pub(super) said: Vec<[u8; BEGINNING]>,
}

/// So many bytes tell one sentence from another.
const BEGINNING: usize = 16;

/// The first bytes of a text.
fn beginning(text: &str) -> [u8; BEGINNING] {
    let mut first = [0; BEGINNING];
    let length = text.len().min(BEGINNING);
    first[..length].copy_from_slice(&text.as_bytes()[..length]);
    first
}

impl Speaker {
    /// One of a list, its slots filled.
    pub(super) fn say(&mut self, list: &'static [Wording]) -> String {
        let wording = self.dice.pick(list);
        self.fill(wording)
    }

    /// The same, and none that was said before so, as far as that can be had: told by how it begins.
    pub(super) fn say_other(&mut self, list: &'static [Wording]) -> String {
        let mut text = self.say(list);
        for _ in 0..3 {
            if !self.said.contains(&beginning(&text)) {
                break;
            }
            text = self.say(list);
        }
        self.said.push(beginning(&text));
        text
    }

    /// A wording, its slots filled.
    pub(super) fn fill(&mut self, wording: &'static Wording) -> String {
        let mut text = String::with_capacity(96);
        for part in &wording.0.0 {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Slot(slot, false) => self.slot(*slot, &mut text),
                Part::Slot(slot, true) => {
                    let start = text.len();
                    self.slot(*slot, &mut text);
                    capitalise(&mut text, start);
                }
            }
        }
        text
    }

    fn slot(&mut self, slot: Slot, text: &mut String) {
        match slot {
            Slot::Noun { article, adjective, many } => self.noun(article, adjective, many, text),
            Slot::Mass { article } => self.mass(article, text),
            Slot::People { article, many } => self.people(article, many, text),
            Slot::Adjective => {
                let word = &self.adjective().0;
                text.push_str(word);
            }
            Slot::Number => text.push_str(&self.dice.between(2, 40).to_string()),
            Slot::Amount => {
                let amount = self.dice.between(6, 900) * 10;
                text.push_str(&grouped(amount));
            }
            Slot::Percentage => {
                let number = self.dice.between(2, 70);
                text.push_str(&number.to_string());
                text.push_str(if self.dice.chance(70) { " procent" } else { "%" });
            }
            Slot::Money => {
                let zeros = *self.dice.pick(&[1_000, 5_000, 10_000, 50_000]);
                let amount = self.dice.between(1, 90) * zeros;
                text.push_str("€ ");
                text.push_str(&grouped(amount));
            }
            Slot::Year => {
                let year = self.year();
                text.push_str(&year.to_string());
            }
            Slot::Date => {
                let year = self.year();
                let day = any_day(&mut self.dice, year);
                text.push_str(&printed(day));
            }
            Slot::Quarter => {
                let quarter = *self.dice.pick(&["eerste", "tweede", "derde", "vierde"]);
                let year = usize::from(self.day.year().unsigned_abs()) + self.dice.below(3);
                text.push_str(&format!("het {quarter} kwartaal van {year}"));
            }
            Slot::Place => text.push_str(&self.place),
            Slot::Neighbourhood => {
                text.push_str(self.dice.pick::<String>(&WORDS.names.neighbourhood))
            }
            Slot::Street => {
                let first = ordered(&mut self.dice, &WORDS.names.street);
                let kind = ordered(&mut self.dice, &WORDS.names.street_kind);
                text.push_str(first);
                text.push_str(kind);
            }
            Slot::Organisation => {
                let name = self.say(&WORDS.names.organisations);
                text.push_str(&name);
            }
            Slot::Surname => {
                let mut name = word(&mut self.dice, &WORDS.names.last);
                while !self.letters.has(name) {
                    name = word(&mut self.dice, &WORDS.names.last);
                }
                text.push_str(name);
            }
            Slot::Party => text.push_str(word(&mut self.dice, &WORDS.names.parties)),
            Slot::Assembly => text.push_str(&self.assembly),
            Slot::Executive => text.push_str(&self.executive),
            Slot::Time => {
                let wording = ordered(&mut self.dice, &WORDS.common.time);
                text.push_str(&self.fill(wording));
            }
            Slot::Where => {
                let wording = ordered(&mut self.dice, &WORDS.common.place);
                text.push_str(&self.fill(wording));
            }
        }
    }

    /// A year that is not long past.
    fn year(&mut self) -> i16 {
        self.day.year() - self.dice.below(6) as i16
    }

    fn adjective(&mut self) -> &'static Forms {
        let list =
            if self.dice.chance(60) { &self.theme.adjectives } else { &WORDS.common.adjectives };
        ordered(&mut self.dice, list)
    }

    fn noun(&mut self, article: Article, adjective: bool, many: bool, text: &mut String) {
        let noun = if self.dice.chance(COMPOUNDS) {
            self.compound(|head| !head.many.is_empty())
        } else {
            ordered(&mut self.dice, &self.theme.nouns).clone()
        };
        self.put(&noun, article, adjective, many, text);
    }

    fn mass(&mut self, article: Article, text: &mut String) {
        let noun = if self.dice.chance(COMPOUNDS) {
            self.compound(|head| head.many.is_empty())
        } else {
            ordered(&mut self.dice, &self.theme.mass).clone()
        };
        self.put(&noun, article, false, false, text);
    }

    fn put(
        &mut self,
        noun: &Noun,
        article: Article,
        adjective: bool,
        many: bool,
        text: &mut String,
    ) {
        match article {
            Article::Definite => text.push_str(if noun.het && !many { "het " } else { "de " }),
            Article::Indefinite if !many => text.push_str("een "),
            Article::Indefinite | Article::None => {}
        }
        if adjective {
            let Forms(base, inflected) = self.adjective();
            // Only before one thing with "het", and without that article, it is not inflected.
            let is_bare = noun.het && !many && article != Article::Definite;
            text.push_str(if is_bare { base } else { inflected });
            text.push(' ');
        }
        text.push_str(if many { &noun.many } else { &noun.one });
    }

    fn people(&mut self, article: Article, many: bool, text: &mut String) {
        let list = if self.dice.chance(60) { &self.theme.people } else { &WORDS.common.people };
        let Forms(one, several) = ordered(&mut self.dice, list);
        text.push_str(match article {
            Article::Definite => "de ",
            Article::Indefinite if !many => "een ",
            Article::Indefinite | Article::None => "",
        });
        text.push_str(if many { several } else { one });
    }

    /// A compound: of the theme's first members and the second ones of all themes.
    fn compound(&mut self, fits: impl Fn(&Noun) -> bool) -> Noun {
        let mut first = ordered(&mut self.dice, &self.theme.parts).clone();
        if self.dice.chance(LONG) {
            first = joined(&first, word(&mut self.dice, &self.theme.parts));
        }
        let mut head = ordered(&mut self.dice, &WORDS.common.heads);
        while !fits(head) {
            head = ordered(&mut self.dice, &WORDS.common.heads);
        }
        let many = if head.many.is_empty() { String::new() } else { joined(&first, &head.many) };
        Noun { het: head.het, one: joined(&first, &head.one), many }
    }
}

/// An element of an ordered list, the first ones more often.
pub(super) fn ordered<T>(dice: &mut Dice, list: &'static Ordered<T>) -> &'static T {
    &list.list[dice.rank(&list.ranks)]
}

/// A word of an ordered list.
pub(super) fn word(dice: &mut Dice, list: &'static Ordered<String>) -> &'static str {
    ordered::<String>(dice, list)
}

/// A day of a year on which assemblies meet: not in the summer.
pub(super) fn any_day(dice: &mut Dice, year: i16) -> Date {
    let month = *dice.pick(&[1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 11, 12]);
    let last = if month == 2 { 28 } else { 30 };
    civil::date(year, month, dice.between(1, last) as i8)
}

/// Two members of a compound, with a hyphen where two vowels would be read as one.
fn joined(first: &str, second: &str) -> String {
    const CLASHES: [&str; 12] =
        ["aa", "ee", "oo", "uu", "ii", "ie", "ei", "eu", "ui", "oe", "ou", "ai"];
    let clash: String = first.chars().last().into_iter().chain(second.chars().next()).collect();
    let hyphen = if CLASHES.contains(&clash.as_str()) { "-" } else { "" };
    format!("{first}{hyphen}{second}")
}

/// A number with dots between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Makes the letter at a place a capital.
pub(super) fn capitalise(text: &mut String, start: usize) {
    let Some(letter) = text[start..].chars().next() else { return };
    let upper: String = letter.to_uppercase().collect();
    text.replace_range(start..start + letter.len_utf8(), &upper);
}

/// The same text with a capital at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    capitalise(&mut text, 0);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_keep_their_members_apart() {
        assert_eq!(joined("woning", "plan"), "woningplan");
        assert_eq!(joined("zee", "effect"), "zee-effect");
        assert_eq!(joined("energie", "aanpak"), "energieaanpak");
    }

    #[test]
    fn numbers_have_dots() {
        assert_eq!(grouped(950), "950");
        assert_eq!(grouped(1_250_000), "1.250.000");
    }

    #[test]
    fn days_have_their_weekday() {
        assert_eq!(weekday(civil::date(2024, 2, 29)), "donderdag");
        assert_eq!(weekday(civil::date(2026, 11, 1)), "zondag");
        assert_eq!(printed(civil::date(2026, 1, 1)), "1 januari 2026");
    }
}
