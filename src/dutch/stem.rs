//! Stems: what the forms of one word have in common, and other words have not.
//!
//! A stem is the word as a dictionary has it (`woning` for `woningen`), of a verb what stands behind
//! *ik* (`woon` for `gewoond`). Only inflection is taken off: `woning` is not `wonen`, `gemeente` not
//! `menen`. What the lists know decides; where they know nothing, only a plain ending goes.

use super::endings::{nominal, prefixed, unknown, verbal};
use super::lists::entry;
use super::split::{ending, tail};

/// The shortest word that has endings.
const SHORTEST: usize = 4;

/// The stem of a folded word: lower case, without accents. The stem of a stem is itself.
///
/// ```
/// use moties::dutch::stem;
///
/// assert_eq!(stem("woningen"), "woning");
/// assert_eq!(stem("verzocht"), "verzoek");
/// assert_eq!(stem("gemeenten"), "gemeente");
/// ```
#[must_use]
pub fn stem(word: &str) -> String {
    known(word).unwrap_or_else(|| guessed(word, ending(word)))
}

/// The stem of a word that the lists do not know, given where its last known part begins and the stem
/// of that.
pub(super) fn guessed(word: &str, ending: Option<(usize, String)>) -> String {
    if let Some((start, last)) = ending.or_else(|| tail(word)) {
        return format!("{}{last}", &word[..start]);
    }
    let mut stem = word.to_owned();
    // What is left of an unknown word may be a form again, of which little can be left.
    for _ in 0..3 {
        match unknown(&stem) {
            Some(next) if next != stem => stem = next,
            _ => break,
        }
        if let Some(known) = known(&stem) {
            return known;
        }
    }
    stem
}

/// The stem of a word of which the lists know it, compounds left out.
pub(super) fn known(word: &str) -> Option<String> {
    let entry_of = entry(word);
    if let Some(stem) = entry_of.of {
        return Some(stem.to_owned());
    }
    if entry_of.is_stem() || entry_of.is_verb() {
        return Some(word.to_owned());
    }
    if let Some(stem) = entry_of.of_verb {
        return Some(stem.to_owned());
    }
    if !has_endings(word) {
        return Some(word.to_owned());
    }
    nominal(word, |base| entry(base).is_stem()).or_else(|| verbal(word)).or_else(|| prefixed(word))
}

/// Whether a word is long enough, and of letters that endings are made of.
fn has_endings(word: &str) -> bool {
    word.len() >= SHORTEST && word.bytes().all(|letter| letter.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::lists::all;
    use super::*;

    #[test]
    fn the_stem_of_a_stem_is_itself() {
        for (word, _) in all() {
            let once = stem(word);
            assert_eq!(stem(&once), once, "{word}");
        }
    }

    #[test]
    fn forms_of_a_word_have_its_stem() {
        for (stem_of, forms) in [
            ("financieel", "financiele"),
            ("woon", "wonen woont woonde woonden gewoond"),
            ("verzoek", "verzoeken verzoekt verzocht verzochten"),
            ("neem", "neemt nemen nam genomen"),
            ("aanneem", "aannemen aanneemt aangenomen"),
            ("gemeente", "gemeente gemeenten gemeentes"),
            ("hoofdstad", "hoofdsteden"),
            ("raadslid", "raadsleden"),
            ("jeugdzorgplan", "jeugdzorgplannen"),
            ("wethouder", "wethouders"),
        ] {
            for form in forms.split(' ') {
                assert_eq!(stem(form), stem_of, "{form}");
            }
        }
    }

    #[test]
    fn what_is_no_plain_word_stays() {
        for word in ["36410", "ris321233", "a12s", "αβγδεζen", "", "s", "één"] {
            assert_eq!(stem(word), word);
        }
    }
}
