//! The language of a text, by the words that every sentence of it has.

use crate::text::Folded;

/// Words that are common in one of the languages, and rare in the others; folded.
const COMMON: [(&str, &[&str]); 5] = [
    (
        "nl",
        &["het", "een", "van", "dat", "voor", "niet", "zijn", "wordt", "aan", "bij", "ook", "deze"],
    ),
    ("fr", &["les", "des", "du", "dans", "pour", "que", "une", "est", "aux", "sur", "la", "et"]),
    ("de", &["der", "das", "und", "ist", "nicht", "fur", "mit", "auf", "dem", "zu", "den", "eine"]),
    ("en", &["the", "and", "of", "to", "for", "that", "with", "by", "this", "which", "are", "be"]),
    ("fy", &["it", "fan", "dat", "foar", "net", "wurdt", "oan", "by", "ek", "dizze", "en", "yn"]),
];

/// Fewer such words say nothing.
const LEAST: usize = 4;

/// How many words are looked at.
const MOST: usize = 400;

/// Longer words are of none of the lists, in bytes.
const LONGEST: usize = 5;

/// Returns the language of a text, as ISO 639-1 has it: `nl`, `fr`, `de`, `en`, `fy`; `None` where it
/// has too few words, or two are as likely.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let mut counts = [0_usize; COMMON.len()];
    let folded = Folded::whole(text);
    let words = folded.text().split(|c: char| !c.is_alphanumeric());
    for word in
        words.filter(|word| !word.is_empty()).take(MOST).filter(|word| word.len() <= LONGEST)
    {
        for ((_, common), count) in COMMON.iter().zip(&mut counts) {
            *count += usize::from(common.contains(&word));
        }
    }
    let most = *counts.iter().max()?;
    let mut likely = COMMON.iter().zip(&counts).filter(|(_, count)| **count == most);
    let ((name, _), _) = likely.next()?;
    (most >= LEAST && likely.next().is_none()).then_some(*name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_of_the_language_whose_words_it_has() {
        for (text, expected) in [
            (
                "overwegende dat het een plan van de raad is dat niet voor deze wijk wordt gemaakt",
                Some("nl"),
            ),
            (
                "considérant que les droits des citoyens dans une ville sont pour la commune",
                Some("fr"),
            ),
            ("the council calls on the mayor to act for the people of this city", Some("en")),
            (
                "Der Rat ist nicht der Meinung und bittet mit dem Plan auf eine Lösung zu warten",
                Some("de"),
            ),
            (
                "oerwagende dat it plan fan de ried foar dizze wyk net by de takomst past",
                Some("fy"),
            ),
            ("Motie", None),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
