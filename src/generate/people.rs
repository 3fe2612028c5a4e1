//! People, parties and places that do not exist.

use super::dice::Dice;
use super::speak::ordered;
use super::words::{Body, WORDS};

/// Someone who brings a motion in or signs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// "Noor", or initials: "A.B.".
    pub(super) first: String,
    /// "van der Meer".
    pub(super) last: String,
    pub(super) party: String,
}

impl Person {
    /// "Noor van der Meer".
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// The surname alone, as a Chamber prints it: "Van der Meer".
    pub(super) fn surname(&self) -> String {
        super::speak::capital(&self.last)
    }
}

/// Which letters can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// All.
    All,
    /// Those that every font of a PDF has: of Windows-1252.
    Latin,
}

impl Letters {
    /// Whether a text can be printed with them.
    pub(super) fn has(self, text: &str) -> bool {
        self == Self::All || text.chars().all(|letter| (letter as u32) < 0x100)
    }
}

/// A person with a party of their assembly.
pub(super) fn person(dice: &mut Dice, body: &Body, place: &str, letters: Letters) -> Person {
    let first = if dice.chance(12) {
        initials(dice)
    } else {
        word(dice, letters, |dice| ordered(dice, &WORDS.names.first).clone())
    };
    let mut last = word(dice, letters, |dice| ordered(dice, &WORDS.names.last).clone());
    if dice.chance(6) {
        let second = word(dice, letters, |dice| ordered(dice, &WORDS.names.last).clone());
        last = format!("{last}-{second}");
    }
    if dice.chance(28) {
        last = format!("{} {last}", ordered(dice, &WORDS.names.particles));
    }
    Person { first, last, party: party(dice, body, place) }
}

/// A party of an assembly: in councils one in three is local.
pub(super) fn party(dice: &mut Dice, body: &Body, place: &str) -> String {
    match body.grammar.as_str() {
        "vlaanderen" => ordered(dice, &WORDS.names.flemish_parties).clone(),
        "gemeenteraad" if dice.chance(33) => {
            use super::phrase::{Part, Slot};
            let wording = dice.pick(&WORDS.names.local_party);
            let part = |part: &Part| match part {
                Part::Text(words) => words.to_string(),
                Part::Slot(Slot::Surname, _) => ordered(dice, &WORDS.names.last).clone(),
                Part::Slot(..) => place.to_owned(),
            };
            wording.0.0.iter().map(part).collect()
        }
        _ => ordered(dice, &WORDS.names.parties).clone(),
    }
}

/// The name of a municipality.
pub(super) fn place(dice: &mut Dice, body: &Body) -> String {
    let names = &WORDS.names;
    let is_flemish = body.grammar == "vlaanderen";
    let second = if is_flemish { &names.flemish_second } else { &names.place_second };
    format!("{}{}", dice.pick(&names.place_first), dice.pick(second))
}

fn initials(dice: &mut Dice) -> String {
    let count = dice.weigh(&[(5, 1), (4, 2), (1, 3)]);
    let letter = |dice: &mut Dice| *dice.pick(b"ABCDEFGHJKLMNPRSTW") as char;
    (0..count).map(|_| format!("{}.", letter(dice))).collect()
}

/// A word that can be printed.
fn word(dice: &mut Dice, letters: Letters, mut take: impl FnMut(&mut Dice) -> String) -> String {
    loop {
        let word = take(dice);
        if letters.has(&word) {
            return word;
        }
    }
}
