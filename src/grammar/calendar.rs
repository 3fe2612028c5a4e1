//! The names of months and days of the week, in Dutch and Frisian, short and misspelt.

use jiff::civil::Weekday;

/// The names of the months.
pub const MONTHS: [&str; 12] = [
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

/// Short and Frisian names, with the number of their month.
const OTHER_MONTHS: [(&str, i8); 25] = [
    ("jan", 1),
    ("jannewaarje", 1),
    ("jannewaris", 1),
    ("feb", 2),
    ("febr", 2),
    ("febrewaarje", 2),
    ("febrewaris", 2),
    ("mrt", 3),
    ("apr", 4),
    ("maaie", 5),
    ("jun", 6),
    ("juny", 6),
    ("jul", 7),
    ("july", 7),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("septimber", 9),
    ("okt", 10),
    ("oct", 10),
    ("nov", 11),
    ("novimber", 11),
    ("dec", 12),
    ("des", 12),
    ("desimber", 12),
];

const WEEKDAYS: [(Weekday, [&str; 3]); 7] = [
    (Weekday::Monday, ["maandag", "moandei", "ma"]),
    (Weekday::Tuesday, ["dinsdag", "tiisdei", "di"]),
    (Weekday::Wednesday, ["woensdag", "woansdei", "wo"]),
    (Weekday::Thursday, ["donderdag", "tongersdei", "do"]),
    (Weekday::Friday, ["vrijdag", "freed", "vr"]),
    (Weekday::Saturday, ["zaterdag", "sneon", "za"]),
    // "Zo" is a word of its own as well.
    (Weekday::Sunday, ["zondag", "snein", "zon"]),
];

/// Parts of a day that are written to its name: "woensdagavond".
const PARTS: [&str; 4] = ["avond", "middag", "morgen", "ochtend"];

/// The number of the month of this name, and whether the name is misspelt.
///
/// A name is misspelt where it is one letter off, and has so many letters that it resembles no other
/// word: "septmber"; "maar" and "juli" are other words than "maart" and "juni".
pub(super) fn month(word: &str) -> Option<(i8, bool)> {
    let first = *word.as_bytes().first()?;
    // Most words that stand behind a number begin as no month does.
    if !b"jfmasond".contains(&first) {
        return None;
    }
    let known = |month: &str| month == word;
    if let Some(at) = MONTHS.iter().position(|name| known(name)) {
        return Some((at as i8 + 1, false));
    }
    if let Some(&(_, month)) = OTHER_MONTHS.iter().find(|(name, _)| known(name)) {
        return Some((month, false));
    }
    let like = |name: &str| {
        let long = name.len() > 5 || name == "april";
        long && name.as_bytes().first() == Some(&first) && is_one_off(name, word)
    };
    MONTHS.iter().position(|name| like(name)).map(|at| (at as i8 + 1, true))
}

/// The day of the week of this name; one letter may be wrong.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let first = *word.as_bytes().first()?;
    let word = PARTS.iter().find_map(|part| word.strip_suffix(part)).unwrap_or(word);
    // The letter that is wrong may be the first; the end is right then. Most words are told by the two.
    let whole = word.ends_with("dag");
    if !whole && !b"mdtwfvzs".contains(&first) {
        return None;
    }
    let named = |(_, names): &&(Weekday, [&str; 3])| names.contains(&word);
    let like = |(_, names): &&(Weekday, [&str; 3])| {
        (whole || names[0].as_bytes()[0] == first) && is_one_off(names[0], word)
    };
    WEEKDAYS.iter().find(named).or_else(|| WEEKDAYS.iter().find(like)).map(|&(day, _)| day)
}

/// Whether one word becomes another by adding, leaving out or changing one letter, or by two letters
/// that change places.
fn is_one_off(name: &str, word: &str) -> bool {
    let (name, word) = (name.as_bytes(), word.as_bytes());
    if name.len().abs_diff(word.len()) > 1 {
        return false;
    }
    let same = name.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (name, word) = (&name[same..], &word[same..]);
    match (name, word) {
        ([], []) => false,
        ([a, b, name @ ..], [c, d, word @ ..]) if a == d && b == c && name == word => true,
        ([_, name @ ..], [_, word @ ..]) if name == word => true,
        _ => name.get(1..) == Some(word) || word.get(1..) == Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_full_in_short_in_frisian_and_misspelt() {
        for (word, expected) in [
            ("januari", Some((1, false))),
            ("mrt", Some((3, false))),
            ("sept", Some((9, false))),
            ("july", Some((7, false))),
            ("maaie", Some((5, false))),
            ("desimber", Some((12, false))),
            ("februarie", Some((2, true))),
            ("feburari", Some((2, true))),
            ("febuari", Some((2, true))),
            ("septmber", Some((9, true))),
            ("agustus", Some((8, true))),
            ("arpil", Some((4, true))),
            ("october", Some((10, true))),
            ("maar", None),
            ("maat", None),
            ("kaart", None),
            ("mee", None),
            ("juri", None),
            ("jaar", None),
            ("auto", None),
            ("apri", Some((4, true))),
            ("decimeter", None),
            ("", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
    }

    #[test]
    fn days_of_the_week_are_known() {
        for (word, expected) in [
            ("woensdag", Some(Weekday::Wednesday)),
            ("woensdagavond", Some(Weekday::Wednesday)),
            ("wo", Some(Weekday::Wednesday)),
            ("donderag", Some(Weekday::Thursday)),
            ("freed", Some(Weekday::Friday)),
            ("zo", None),
            ("feestdag", None),
        ] {
            assert_eq!(weekday(word), expected, "{word}");
        }
    }
}
