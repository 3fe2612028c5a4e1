//! The notation of a phrase: literal words and slots, nothing else.

use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::character::complete::{char, space1};
use nom::combinator::{all_consuming, map, map_opt};
use nom::multi::separated_list1;
use nom::sequence::delimited;
use nom::{IResult, Parser};

use super::lex::behind_spaces;
use crate::text::Folded;

/// A wording: words that must stand there, and slots that take what does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its parts, in order; never empty.
    pub parts: Vec<Part>,
    /// The phrase as the grammar file has it.
    pub printed: String,
}

/// One part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word, folded.
    Word(String),
    /// A place for words that the grammar does not list, and the words that follow it in the
    /// phrase, up to the next slot.
    Slot(Slot, Option<String>),
}

/// What a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// `{addressee}`: who is asked.
    Addressee,
    /// `{letter}`: one or two letters, in capitals.
    Letter,
    /// `{code}`: one long word of letters and digits.
    Code,
    /// `{end}`: nothing; the phrase ends here, before `:`, `;`, `,` or the end of its line.
    End,
    /// `{name}`: a name of one or a few words.
    Name,
    /// `{names}`: names of persons, with "en" and commas between them.
    Names,
    /// `{noun}`: nothing, before an article or a word that points: "acht de brug te smal".
    Noun,
    /// `{number}`: digits, with spaces, dots, dashes between them.
    Number,
    /// `{om}`: nothing, before the word "om".
    Om,
    /// `{participle}`: a word that ends as present participles do, before "dat": "hopende dat".
    Participle,
    /// `{te}`: nothing, behind a sentence or a line that ended, before an article and an infinitive with
    /// "te" in the same sentence: "besluit een commissie in te stellen".
    Te,
    /// `{rest}`: words up to the next word of the phrase, or to the end of the line.
    Rest,
}

impl Slot {
    /// The name of each slot in the notation.
    pub const NAMES: [(&'static str, Slot); 12] = [
        ("addressee", Slot::Addressee),
        ("code", Slot::Code),
        ("end", Slot::End),
        ("letter", Slot::Letter),
        ("name", Slot::Name),
        ("names", Slot::Names),
        ("noun", Slot::Noun),
        ("number", Slot::Number),
        ("om", Slot::Om),
        ("participle", Slot::Participle),
        ("rest", Slot::Rest),
        ("te", Slot::Te),
    ];

    /// Whether a folded text may begin with what the slot takes; cheap, and true where it is not sure.
    #[must_use]
    pub fn may_begin(self, text: &str) -> bool {
        let no_space = |bytes: &[u8]| bytes.iter().all(|&byte| byte != b' ');
        match self {
            Self::Number => text.starts_with(|c: char| c.is_ascii_digit() || c == ' '),
            Self::Letter => !text.as_bytes().first_chunk::<5>().is_some_and(|it| no_space(it)),
            Self::Code => {
                let word = || text.bytes().take_while(|&byte| byte != b' ');
                text.as_bytes().first_chunk::<8>().is_some_and(|it| no_space(it))
                    && word().any(|byte| byte.is_ascii_digit())
            }
            Self::Participle => may_be_participle(text),
            _ => true,
        }
    }

    /// Whether any text may begin with it, as far as that is cheap to tell.
    pub(super) fn takes_any(self) -> bool {
        !matches!(self, Self::Number | Self::Letter | Self::Code | Self::Participle)
    }

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, slot)| *slot)
    }
}

impl Phrase {
    /// Reads a phrase in its notation; `None` when it is not one.
    ///
    /// ```ebnf
    /// notation = part, { " ", part } ;
    /// part     = word | "{", slot name, "}" ;
    /// slot name = "addressee" | "code" | "end" | "letter" | "name" | "names" | "noun" | "number" | "om" | "participle" | "rest" | "te" ;
    /// ```
    #[must_use]
    pub fn parse(notation: &str) -> Option<Self> {
        let (_, mut parts) =
            all_consuming(separated_list1(space1, part)).parse(notation.trim()).ok()?;
        for at in 0..parts.len() {
            let words = words(&parts[at + 1..]);
            if let Part::Slot(_, before) = &mut parts[at] {
                *before = (!words.is_empty()).then_some(words);
            }
        }
        Some(Self { parts, printed: notation.to_owned() })
    }

    /// Whether the phrase may stand where a text goes on so behind its first word, without anything between
    /// the two.
    #[must_use]
    pub fn may_have_second(&self, text: &str) -> bool {
        match self.parts.as_slice() {
            [Part::Word(first), Part::Word(second), ..] if is_plain(first) => {
                text.starts_with(second.as_str())
            }
            _ => true,
        }
    }

    /// The words that the phrase begins with, up to its first slot; empty when it begins with one.
    #[must_use]
    pub fn leading_words(&self) -> String {
        words(&self.parts)
    }
}

/// Whether a text begins with a word that ends as present participles do, and "dat" behind it: asked at every
/// place, most of which are told by their first letters.
fn may_be_participle(text: &str) -> bool {
    let long = |first: &[u8; SHORTEST]| first.iter().all(u8::is_ascii_lowercase);
    text.as_bytes().first_chunk().is_some_and(long) && {
        let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
        let (word, rest) = text.split_at(letters);
        is_participle(word)
            && behind_spaces(rest.strip_prefix(',').unwrap_or(rest)).starts_with("dat")
    }
}

/// No present participle has fewer letters.
const SHORTEST: usize = 6;

/// Whether a word ends as present participles do: "hopende", "hopend".
pub(super) fn is_participle(word: &str) -> bool {
    word.len() >= SHORTEST && (word.ends_with("ende") || word.ends_with("end"))
}

/// Whether a word is letters and nothing else.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The words that some parts begin with, up to the first slot.
fn words(parts: &[Part]) -> String {
    let words = parts.iter().map_while(|part| match part {
        Part::Word(word) => Some(word.as_str()),
        Part::Slot(..) => None,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn part(input: &str) -> IResult<&str, Part> {
    let name = take_while1(|c: char| c.is_ascii_lowercase());
    let slot = map_opt(delimited(char('{'), name, char('}')), Slot::named);
    let word = take_while1(|c: char| !c.is_whitespace() && !matches!(c, '{' | '}'));
    alt((
        map(slot, |slot| Part::Slot(slot, None)),
        map(word, |word| Part::Word(Folded::whole(word).text().to_owned())),
    ))
    .parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_slots_are_named() {
        let phrase = Phrase::parse("Draagt {addressee} óp").unwrap();
        let word = |word: &str| Part::Word(word.to_owned());
        assert_eq!(
            phrase.parts,
            [word("draagt"), Part::Slot(Slot::Addressee, Some("op".to_owned())), word("op")]
        );
        assert_eq!(phrase.leading_words(), "draagt");
    }

    #[test]
    fn what_is_no_phrase_is_refused() {
        for notation in ["", "een {slot}", "een {addressee", "een}"] {
            assert_eq!(Phrase::parse(notation), None, "{notation}");
        }
    }
}
