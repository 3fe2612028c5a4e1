//! Questions: the forms that are looked for, by the code that reads documents.

use super::kin::kin;
use super::split::split;
use super::words::{Kind, Word, words};

/// A form that is looked for among the forms of one kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// Among which forms.
    pub kind: Kind,
    /// The form.
    pub text: String,
}

/// One thing that was typed: a word, or several that are one thing (`36 410`, `B en W`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// Its bytes in what was typed.
    pub range: std::ops::Range<usize>,
    /// The forms of which one must be there, those that say most first: with accents, as it stands,
    /// joined, the stem, a part.
    pub terms: Vec<Term>,
    /// The forms of what it does, or of what is done by it, of which one will do as well: `verhuizing` for
    /// `verhuizen`.
    pub kin: Vec<Term>,
}

impl Sought {
    /// The stems of its parts, where it is a compound; else none.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let form = self.terms.iter().find(|term| term.kind == Kind::Form);
        form.map_or_else(Vec::new, |form| split(&form.text))
    }
}

/// What is looked for, for what was typed: one thing after the other, each in all its forms.
///
/// ```
/// use moties::dutch::{Kind, sought};
///
/// let found = sought("woningen 36 410");
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[0].terms[0].text, "woningen");
/// assert!(found[0].terms.iter().any(|term| term.kind == Kind::Part && term.text == "woning"));
/// assert_eq!(found[1].terms[0].text, "36410");
/// ```
#[must_use]
pub fn sought(typed: &str) -> Vec<Sought> {
    let mut things = Vec::new();
    let mut words = words(typed);
    // The position behind the words that one thing took.
    let mut free = 0;
    while let Some(word) = words.next_word() {
        if word.position() < free {
            continue;
        }
        let one = word.joined().iter().filter(|joined| joined.one && joined.words > 1);
        let thing = match one.max_by_key(|joined| joined.words) {
            Some(joined) => {
                free = word.position() + joined.words;
                let form = joined.form();
                Sought { range: form.range, terms: single(form.text), kin: Vec::new() }
            }
            None => Sought { range: word.range(), terms: of_word(&word), kin: kin_of_word(&word) },
        };
        if !thing.terms.is_empty() {
            things.push(thing);
        }
    }
    things
}

/// What is looked for literally: word after word as it was typed, with its accents if it has any, and
/// neither stems nor parts.
///
/// A word without accents is found with them too: many write `ideeen`.
#[must_use]
pub fn exact(typed: &str) -> Vec<Sought> {
    let mut things = Vec::new();
    let mut words = words(typed);
    while let Some(word) = words.next_word() {
        let literal = word.forms().filter(|form| form.kind <= Kind::Accented).last();
        things.extend(literal.map(|form| Sought {
            range: form.range,
            terms: vec![Term { kind: form.kind, text: form.text.to_owned() }],
            kin: Vec::new(),
        }));
    }
    things
}

/// The terms for a word.
fn of_word(word: &Word<'_>) -> Vec<Term> {
    let Some(known) = word.known() else {
        return Vec::new();
    };
    let accented = word.forms().find(|form| form.kind == Kind::Accented);
    let form = word.forms().next().map(|form| form.text).unwrap_or_default();
    let mut terms: Vec<_> = accented.iter().map(|form| term(Kind::Accented, form.text)).collect();
    terms.extend(variants(form, known.stem()));
    terms
}

/// The terms for what a word does, or for what is done by it.
fn kin_of_word(word: &Word<'_>) -> Vec<Term> {
    let kin = word.known().map_or_else(Vec::new, |known| kin(known.stem()));
    let kinds = |kin: &String| [Kind::Form, Kind::Stem, Kind::Part].map(|kind| term(kind, kin));
    kin.iter().flat_map(kinds).collect()
}

/// The terms for what is one thing, given in one form.
fn single(form: &str) -> Vec<Term> {
    variants(form, &super::stem(form))
}

/// The terms for a word with its stem.
fn variants(form: &str, stem: &str) -> Vec<Term> {
    let mut terms = vec![term(Kind::Form, form)];
    if stem != form {
        // What is written as its stem has no stem beside.
        terms.push(term(Kind::Form, stem));
        terms.push(term(Kind::Joined, form));
    }
    terms.extend([Kind::Joined, Kind::Stem, Kind::Part].map(|kind| term(kind, stem)));
    // `veiligheid beleid` has no link.
    let unlinked = split(form).concat();
    if !unlinked.is_empty() && unlinked != stem {
        terms.push(term(Kind::Joined, &unlinked));
    }
    terms
}

fn term(kind: Kind, text: &str) -> Term {
    Term { kind, text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Whether a text has what is looked for: one form at least of each thing.
    fn finds(typed: &str, text: &str) -> bool {
        let mut words = words(text);
        let mut forms = HashSet::new();
        while let Some(word) = words.next_word() {
            forms.extend(word.forms().map(|form| term(form.kind, form.text)));
        }
        let is_there =
            |thing: &Sought| thing.terms.iter().chain(&thing.kin).any(|term| forms.contains(term));
        sought(typed).iter().all(is_there)
    }

    #[test]
    fn a_thing_is_found_in_every_spelling() {
        for spellings in [
            &["woning", "woningen", "WONINGEN", "woningbouw", "woning-bouw"][..],
            &["36 410", "36.410", "36410", "36410-17", "36 410, nr. 17"],
            &["36410-17", "36 410, nr. 17", "36410 nr. 17"],
            &["RIS321233", "RIS 321233", "RIS-321233", "ris321233"],
            &["1 mei 2020", "01-05-2020", "1/5/2020"],
            &["B&W", "B en W", "b. en w.", "BenW"],
            &["AZC", "azc's", "A.Z.C.", "azc"],
            &["AZC's", "azc", "azc's"],
            &["zwemdiploma's", "zwemdiploma", "zwemdiplomas", "zwemdiploma’s"],
            &["m.b.t.", "mbt"],
            &["verhuizen", "verhuizing", "verhuist", "bedrijfsverhuizingen"],
            &["afschaffing", "afschaffen", "afgeschaft"],
            &["woningbouw", "woning bouw", "woning-bouw", "woningbouwplannen"],
            &["jeugdhulp", "jeugdhulpverlening", "jeugd-hulp"],
            &["jeugdzorg", "jeugd- en ouderenzorg"],
            &["veiligheidsbeleid", "veiligheid beleid"],
            &["café", "cafe", "Cafés"],
            &["noord-holland", "Noord-Holland", "noordholland"],
            &["gravenhage", "'s-Gravenhage"],
            &["€ 1.000.000", "1000000"],
        ] {
            for text in spellings {
                assert!(finds(spellings[0], text), "{} finds {text}", spellings[0]);
            }
        }
        for (typed, text) in [
            ("gemeente", "wij menen"),
            ("mening", "wij menen"),
            ("betrekken", "met betrekking tot"),
            ("woningen", "wonen"),
            ("36410-17", "36410-18"),
            ("jeugd zorg", "jeugd"),
        ] {
            assert!(!finds(typed, text), "{typed} does not find {text}");
        }
    }

    #[test]
    fn what_is_literal_is_one_form_a_word() {
        let terms: Vec<_> = exact("\"Grote cafés\"").into_iter().flat_map(|w| w.terms).collect();
        assert_eq!(terms, [term(Kind::Form, "grote"), term(Kind::Accented, "cafés")]);
    }

    #[test]
    fn nothing_is_looked_for_where_nothing_was_typed() {
        assert!(sought(" - ").is_empty());
        assert!(exact("").is_empty());
    }
}
