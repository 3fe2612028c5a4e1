//! Found words, marked where they stand.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::plan::{folded_words, off};
use super::tokens;
use crate::dutch;
use crate::question::{Field, Manner, Question, Seen, Term, Text};
use crate::text::distance;

/// A text with the words that were found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// The words that were found: `[start, end]` in bytes of `text`, in order, apart from one another.
    pub marks: Vec<[usize; 2]>,
}

/// A part of a marked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text between the words that were found.
    Plain(&'a str),
    /// A word that was found.
    Found(&'a str),
}

impl Marked {
    /// The text cut into what was found and what stands between.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let mut at = 0;
        let mut parts = Vec::with_capacity(2 * self.marks.len() + 1);
        for &[start, end] in &self.marks {
            parts.push(Part::Plain(&self.text[at..start]));
            parts.push(Part::Found(&self.text[start..end]));
            at = end;
        }
        parts.push(Part::Plain(&self.text[at..]));
        parts.into_iter().filter(|part| !matches!(part, Part::Plain("")))
    }
}

/// Which of the words of a question stand somewhere: a bit each.
pub type Met = u64;

/// Marks the words of a question in texts, in all their forms.
pub struct Marker {
    /// Forms as the index has them, and which words they stand for.
    forms: HashMap<String, Met>,
    /// Words one behind the other.
    phrases: Vec<(Vec<String>, Met)>,
    beginnings: Vec<(String, Met)>,
    spelt: Vec<(String, u8, Met)>,
    /// Whether the parts of compounds are marked too.
    apart: bool,
    /// How many words there are.
    count: u32,
    token: String,
}

impl Marker {
    /// Marks what a question looks for in running text; neither names nor what must not be there. `apart`
    /// says that the parts of its compounds are looked for too.
    #[must_use]
    pub fn of(question: &Question, apart: bool) -> Self {
        let mut marker = Self {
            forms: HashMap::new(),
            phrases: Vec::new(),
            beginnings: Vec::new(),
            spelt: Vec::new(),
            apart,
            count: 0,
            token: String::new(),
        };
        let terms = question.terms();
        let mut terms = terms.iter().filter(|seen| is_marked(seen)).peekable();
        while let Some(seen) = terms.next() {
            let mut typed = seen.term.text().to_owned();
            // Words that stand beside one another are read together, as they are looked for.
            while let Some(next) = terms.next_if(|next| is_plain(seen) && goes_on(seen, next)) {
                typed.push(' ');
                typed.push_str(next.term.text());
            }
            marker.add(seen.term, &typed);
        }
        marker
    }

    fn add(&mut self, term: &Term, typed: &str) {
        match term {
            Term::Phrase(_) => {
                let words: Vec<_> = dutch::exact(typed)
                    .into_iter()
                    .filter_map(|thing| thing.terms.into_iter().next())
                    .map(|term| term.text)
                    .collect();
                if !words.is_empty() {
                    let bit = self.bit();
                    self.phrases.push((words, bit));
                }
            }
            Term::Word(word) => match word.manner {
                Manner::Plain => {
                    for thing in dutch::sought(typed) {
                        let parts = if self.apart { thing.parts() } else { Vec::new() };
                        self.add_forms(thing);
                        parts
                            .iter()
                            .flat_map(|part| dutch::sought(part))
                            .for_each(|part| self.add_forms(part));
                    }
                }
                Manner::Prefix => {
                    let bit = self.bit();
                    self.beginnings.extend(folded_words(typed).pop().map(|word| (word, bit)));
                }
                Manner::Fuzzy(most) => {
                    let bit = self.bit();
                    let word = folded_words(typed).pop();
                    self.spelt.extend(
                        word.map(|word| (off(most, &word), word, bit))
                            .map(|(off, word, bit)| (word, off, bit)),
                    );
                }
            },
        }
    }

    fn add_forms(&mut self, thing: dutch::Sought) {
        let bit = self.bit();
        for term in thing.terms.into_iter().chain(thing.kin) {
            let mut token = String::new();
            tokens::write(term.kind, &term.text, &mut token);
            *self.forms.entry(token).or_default() |= bit;
        }
    }

    /// A bit for the next word; the last one for all that are too many.
    fn bit(&mut self) -> Met {
        self.count += 1;
        1 << (self.count - 1).min(Met::BITS - 1)
    }

    /// Marks a text; returns it with the words of the question that stand in it.
    pub fn mark(&mut self, text: &str) -> (Marked, Met) {
        let mut marks = Vec::new();
        let mut met = 0;
        let mut behind: Vec<([usize; 2], String)> = Vec::new();
        let longest = self.phrases.iter().map(|(words, _)| words.len()).max().unwrap_or(0);
        let mut words = dutch::words(text);
        while let Some(word) = words.next_word() {
            let mut accented = None;
            let mut plain = "";
            for form in word.forms() {
                match form.kind {
                    dutch::Kind::Form => plain = form.text,
                    dutch::Kind::Accented => accented = Some(form.text),
                    _ => {}
                }
                self.token.clear();
                tokens::write(form.kind, form.text, &mut self.token);
                if let Some(bits) = self.forms.get(&self.token) {
                    met |= bits;
                    marks.push([form.range.start, form.range.end]);
                }
            }
            let range = word.range();
            for (beginning, bit) in &self.beginnings {
                if plain.starts_with(beginning) {
                    met |= bit;
                    marks.push([range.start, range.end]);
                }
            }
            for (spelt, off, bit) in &self.spelt {
                if distance(plain, spelt) <= usize::from(*off) {
                    met |= bit;
                    marks.push([range.start, range.end]);
                }
            }
            if longest > 0 {
                if behind.len() == longest {
                    behind.remove(0);
                }
                behind.push(([range.start, range.end], plain.to_owned()));
                for (words, bit) in &self.phrases {
                    let last = words.last().map(String::as_str);
                    if last != Some(plain) && last != accented {
                        continue;
                    }
                    let Some(from) = behind.len().checked_sub(words.len()) else { continue };
                    let before = behind[from..behind.len() - 1].iter().zip(words);
                    if before.clone().all(|((_, form), word)| is_same(form, word)) {
                        met |= bit;
                        marks.extend(behind[from..].iter().map(|(range, _)| *range));
                    }
                }
            }
        }
        marks.sort_unstable();
        (Marked { text: text.to_owned(), marks: apart(marks) }, met)
    }
}

/// Whether a word of a text, without accents, is one of a phrase.
fn is_same(form: &str, word: &str) -> bool {
    form == word
        || (!word.is_ascii() && folded_words(word).first().is_some_and(|word| word == form))
}

/// Marks that lie over one another, made one.
fn apart(marks: Vec<[usize; 2]>) -> Vec<[usize; 2]> {
    let mut apart: Vec<[usize; 2]> = Vec::with_capacity(marks.len());
    for mark in marks {
        match apart.last_mut() {
            Some(last) if mark[0] < last[1] => last[1] = last[1].max(mark[1]),
            _ => apart.push(mark),
        }
    }
    apart
}

/// Whether a term is looked for in what is shown.
fn is_marked(seen: &Seen<'_>) -> bool {
    !seen.negated
        && match seen.field {
            None | Some(Field::Clause(_)) => true,
            Some(Field::Text(text)) => {
                matches!(text, Text::Title | Text::Subject | Text::Addressee)
            }
            Some(Field::Value(_)) => false,
        }
}

fn is_plain(seen: &Seen<'_>) -> bool {
    matches!(seen.term, Term::Word(word) if word.manner == Manner::Plain)
}

fn goes_on(seen: &Seen<'_>, next: &Seen<'_>) -> bool {
    is_plain(next) && next.field == seen.field
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question;

    fn marked(asked: &str, text: &str) -> (Vec<String>, u32) {
        let (marked, met) = Marker::of(&question::read(asked), false).mark(text);
        let found = marked.parts().filter_map(|part| match part {
            Part::Found(word) => Some(word.to_owned()),
            Part::Plain(_) => None,
        });
        (found.collect(), met.count_ones())
    }

    #[test]
    fn words_are_marked_as_they_are_looked_for() {
        for (asked, text, found, count) in [
            ("één woning", "Woningen, ÉÉN woning-wet", vec!["Woningen", "ÉÉN", "woning"], 2),
            ("woning", "de woningbouw", vec!["woningbouw"], 1),
            ("\"de wijk\"", "de wijk, de oude wijk", vec!["de", "wijk"], 1),
            ("fiets*", "Fietsen en fietspad", vec!["Fietsen", "fietspad"], 2 - 1),
            ("feits~", "een fiets", vec!["fiets"], 1),
            ("36410", "dossier 36 410, nr. 17", vec!["36 410"], 1),
            ("36 410", "dossier 36410", vec!["36410"], 1),
            ("-woning raad", "de raad wil woningen", vec!["raad"], 1),
            ("gemeente:utrecht raad", "de raad van Utrecht", vec!["raad"], 1),
            ("\"café\"", "het cafe, het Café", vec!["Café"], 1),
        ] {
            let (words, bits) = marked(asked, text);
            assert_eq!(
                (words, bits),
                (found.into_iter().map(str::to_owned).collect(), count),
                "{asked}"
            );
        }
    }
}
