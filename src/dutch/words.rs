//! A text as words, each with its place and the forms under which it is found.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::text::Folded;

use super::joined::{self, Joined};
use super::memo::{Known, Lent};

/// Words longer than this, in bytes, are no words: they have a place and no forms.
const LONGEST: usize = 100;

/// What a form says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The word as it stands, in lower case without accents. Every word has it.
    Form,
    /// The word in lower case with its accents, where it has any.
    Accented,
    /// The word without its ending, where that is another.
    Stem,
    /// The stem of a part, or of a run of parts, of a compound.
    Part,
    /// One word for what is written as several: `36 410`, `B&W`, `woning-bouw`, a date.
    Joined,
}

/// A form under which a word is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form<'a> {
    /// What it says of the word.
    pub kind: Kind,
    /// The form.
    pub text: &'a str,
    /// The bytes of the source that it stands for: the word's, or of all words that are joined.
    pub range: Range<usize>,
    /// For how many words it stands; 1 but for what is joined.
    pub words: usize,
}

/// The words of a text, which must be shorter than 4 GiB.
///
/// ```
/// use moties::dutch::{Kind, words};
///
/// let mut words = words("Nieuwe woningen");
/// words.next_word();
/// let word = words.next_word().expect("there are two");
/// let forms: Vec<_> = word.forms().map(|form| (form.kind, form.text)).collect();
/// assert_eq!(forms, [(Kind::Form, "woningen"), (Kind::Stem, "woning")]);
/// assert_eq!(word.range(), 7..15);
/// ```
#[must_use]
pub fn words(text: &str) -> Words<'_> {
    Words {
        memo: Lent::one(),
        text: Text { source: text, folded: Folded::whole(text) },
        at: 0,
        next: 0,
        word: 0..0,
        range: 0..0,
        plural: String::new(),
        accented: String::new(),
        joined: Vec::new(),
    }
}

/// A text with what it is folded to.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub(super) source: &'a str,
    pub(super) folded: Folded,
}

impl Text<'_> {
    /// The folded text.
    pub(super) fn folded(&self) -> &str {
        self.folded.text()
    }

    /// The range in the source of a range that is folded.
    pub(super) fn range(&self, folded: Range<usize>) -> Range<usize> {
        self.folded.source_range(self.source, folded)
    }

    /// The source of a range that is folded.
    pub(super) fn source(&self, folded: Range<usize>) -> &str {
        &self.source[self.range(folded)]
    }

    /// The word that begins at a place of the folded text; empty if none does.
    pub(super) fn word_at(&self, start: usize) -> Range<usize> {
        start..start + word_length(&self.folded()[start..])
    }
}

/// The words of a text, one after the other.
#[derive(Debug)]
pub struct Words<'a> {
    memo: Lent,
    text: Text<'a>,
    /// How far the folded text was read.
    at: usize,
    /// The position of the next word.
    next: usize,
    /// The word, in the folded text.
    word: Range<usize>,
    /// The word, in the source.
    range: Range<usize>,
    /// The word without the apostrophe of its plural; empty where it has none.
    plural: String,
    accented: String,
    joined: Vec<Joined>,
}

impl Words<'_> {
    /// The next word; none at the end of the text.
    pub fn next_word(&mut self) -> Option<Word<'_>> {
        let folded = self.text.folded();
        let start = self.at + word_start(&folded[self.at..])?;
        self.word = self.text.word_at(start);
        self.at = self.word.end;
        self.plural.clear();
        if is_plural(&folded[self.at..]) && self.word.len() > 1 {
            self.at += PLURAL.len();
            self.plural.push_str(&folded[self.word.clone()]);
            self.plural.push_str(&PLURAL[1..]);
        }
        self.range = self.text.range(self.word.start..self.at);
        self.next += 1;
        self.joined.clear();
        if self.word.len() <= LONGEST {
            joined::find(&self.text, self.word.clone(), &mut self.memo, &mut self.joined);
        }
        self.accent();
        let text = &self.text.folded()[self.word.clone()];
        Some(Word {
            text: if self.plural.is_empty() { text } else { &self.plural },
            is_plural: !self.plural.is_empty(),
            range: self.range.clone(),
            position: self.next - 1,
            accented: &self.accented,
            known: (text.len() <= LONGEST).then(|| self.memo.known(text)),
            joined: &self.joined,
        })
    }

    /// Notes how the word is written with its accents, where it has any.
    fn accent(&mut self) {
        self.accented.clear();
        let source = &self.text.source[self.range.clone()];
        if source.is_ascii() {
            return;
        }
        let has_apostrophe = !self.plural.is_empty();
        let visible =
            source.nfc().filter(|&c| !is_unseen(c) && (!has_apostrophe || c.is_alphanumeric()));
        self.accented.extend(visible.flat_map(char::to_lowercase));
        let plain = &self.text.folded()[self.word.clone()];
        if self.accented == if has_apostrophe { self.plural.as_str() } else { plain } {
            self.accented.clear();
        }
    }
}

/// A word of a text.
#[derive(Debug)]
pub struct Word<'a> {
    text: &'a str,
    /// Whether it is written with the apostrophe of a plural: what is known is known of it without.
    is_plural: bool,
    range: Range<usize>,
    position: usize,
    /// Empty where it has no accents.
    accented: &'a str,
    /// Nothing for what is too long to be a word.
    known: Option<&'a Known>,
    joined: &'a [Joined],
}

impl<'a> Word<'a> {
    /// Its bytes in the text.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// How many words stand before it.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// The forms under which it is found: first as it stands, then in the order of [`Kind`].
    pub fn forms(&self) -> impl Iterator<Item = Form<'a>> {
        let one = |kind, text| Form { kind, text, range: self.range.clone(), words: 1 };
        let form = self.known.map(|_| one(Kind::Form, self.text));
        let accented = self.known.filter(|_| !self.accented.is_empty());
        let accented = accented.map(|_| one(Kind::Accented, self.accented));
        let stem = self.known.and_then(|known| match self.is_plural {
            true => Some(known.stem()),
            false => known.stem.as_deref(),
        });
        let parts = self.known.map_or(&[][..], |known| &known.parts);
        let parts = parts.iter().map(|part| Form {
            kind: Kind::Part,
            text: part,
            range: self.range.clone(),
            words: 1,
        });
        form.into_iter()
            .chain(accented)
            .chain(stem.map(|stem| one(Kind::Stem, stem)))
            .chain(parts)
            .chain(self.joined.iter().map(Joined::form))
    }

    /// What it says together with the words behind it.
    pub(super) fn joined(&self) -> &'a [Joined] {
        self.joined
    }

    /// Its form, and what is known of it.
    pub(super) fn known(&self) -> Option<&'a Known> {
        self.known
    }
}

/// Where the first word of a text begins.
pub(super) fn word_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
    if bytes[start].is_ascii() {
        return Some(start);
    }
    text[start..].find(char::is_alphanumeric).map(|more| start + more)
}

/// How long the word is that a text begins with.
fn word_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let plain = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric());
    let plain = plain.unwrap_or(bytes.len());
    match bytes.get(plain) {
        Some(byte) if !byte.is_ascii() => {
            let rest = &text[plain..];
            plain + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        }
        _ => plain,
    }
}

/// What makes a plural of a word that ends in a vowel, or of an abbreviation: `foto's`, `AZC's`.
const PLURAL: &str = "'s";

/// Whether a folded text begins with what makes a plural of the word before it.
fn is_plural(behind: &str) -> bool {
    behind
        .strip_prefix(PLURAL)
        .is_some_and(|behind| !behind.starts_with(|c: char| c.is_alphanumeric()))
}

/// Whether a character within a word is not seen.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms of a text, a word a line, with what they stand for where that is not the form.
    fn forms(text: &str) -> Vec<String> {
        let mut words = words(text);
        let mut lines = Vec::new();
        while let Some(word) = words.next_word() {
            let source = |form: &Form| text[form.range.clone()].to_owned();
            let forms: Vec<_> = word
                .forms()
                .map(|form| format!("{:?} {} ({})", form.kind, form.text, source(&form)))
                .collect();
            lines.push(format!("{} {}", word.position(), forms.join(", ")));
        }
        lines
    }

    #[test]
    fn words_are_folded_and_keep_their_place() {
        let text = "De ideee\u{308}n van Café’s: ﬁets\u{ad}paden, M12";
        assert_eq!(
            forms(text),
            [
                "0 Form de (De)",
                "1 Form ideeen (ideee\u{308}n), Accented ideeën (ideee\u{308}n), Stem idee (ideee\u{308}n)",
                "2 Form van (van)",
                "3 Form cafes (Café’s), Accented cafés (Café’s), Stem cafe (Café’s)",
                "4 Form fietspaden (ﬁets\u{ad}paden), Accented ﬁetspaden (ﬁets\u{ad}paden), Stem fietspad (ﬁets\u{ad}paden), Part fiets (ﬁets\u{ad}paden), Part pad (ﬁets\u{ad}paden)",
                "5 Form m12 (M12)",
            ]
        );
    }

    #[test]
    fn the_apostrophe_of_a_plural_is_no_end_of_a_word() {
        assert_eq!(
            forms("AZC's, zwemdiploma’s, 's avonds x's"),
            [
                "0 Form azcs (AZC's), Stem azc (AZC's)",
                "1 Form zwemdiplomas (zwemdiploma’s), Stem zwemdiploma (zwemdiploma’s), Part zwem (zwemdiploma’s), Part diploma (zwemdiploma’s)",
                "2 Form s (s)",
                "3 Form avonds (avonds), Stem avond (avonds)",
                "4 Form x (x)",
                "5 Form s (s)",
            ]
        );
    }

    #[test]
    fn what_is_too_long_has_a_place_and_no_forms() {
        let long = format!("{} woning", "a".repeat(101));
        assert_eq!(forms(&long), ["0 ", "1 Form woning (woning)"]);
    }

    #[test]
    fn any_text_has_words_that_lie_in_it() {
        for text in
            ["", "-", "é", "a\u{301}\u{301}", "日本 語", "1.", "36 410,", "d.d", "a&", "-a-", "İ ß"]
        {
            for line in forms(text) {
                assert!(line.contains("Form"), "{line}");
            }
        }
    }
}
