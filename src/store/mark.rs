//! Found words, marked where they stand.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::tokenizer::{TextAnalyzer, TokenStream};

use super::index::dutch;

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

/// Marks the words of a query in texts.
pub(super) struct Marker {
    words: HashSet<String>,
    analyzer: TextAnalyzer,
}

impl Marker {
    /// Marks these words, given as the index has them.
    pub(super) fn of(words: HashSet<String>) -> Self {
        Self { words, analyzer: dutch() }
    }

    /// Marks a text; returns it with the words of the query that stand in it.
    pub(super) fn mark(&mut self, text: &str) -> (Marked, HashSet<String>) {
        let mut marks = Vec::new();
        let mut seen = HashSet::new();
        let mut stream = self.analyzer.token_stream(text);
        while let Some(token) = stream.next() {
            if self.words.contains(&token.text) {
                marks.push([token.offset_from, token.offset_to]);
                seen.insert(token.text.clone());
            }
        }
        let text = text.to_owned();
        (Marked { text, marks }, seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_a_word_is_marked_whole() {
        let mut words = HashSet::new();
        let mut analyzer = dutch();
        let mut stream = analyzer.token_stream("één woning");
        while let Some(token) = stream.next() {
            words.insert(token.text.clone());
        }
        let mut marker = Marker::of(words);
        let (marked, seen) = marker.mark("Woningen, ÉÉN woning-wet");
        let parts: Vec<_> = marked.parts().collect();
        assert_eq!(
            parts,
            [
                Part::Found("Woningen"),
                Part::Plain(", "),
                Part::Found("ÉÉN"),
                Part::Plain(" "),
                Part::Found("woning"),
                Part::Plain("-wet"),
            ]
        );
        assert_eq!(seen.len(), 2);
    }
}
