//! The analysis: from text to the words that are compared, the same for documents and queries.
//!
//! Text is folded first ([`Folded`]: case, accents, ligatures, what nobody sees), cut at everything
//! that is neither letter nor digit, and stemmed as Dutch. Each word keeps its place in the text
//! before folding, so that it can be marked there.

use tantivy::tokenizer::{
    Language, RemoveLongFilter, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer,
};

use crate::text::Folded;

/// The name under which the index knows the analysis.
pub(super) const NAME: &str = "dutch";

/// Words longer than this are no words: they are left out of the index.
const LONGEST: usize = 100;

/// Makes the analysis of Dutch text that the index has, also for an index that is laid beside it.
#[must_use]
pub fn dutch() -> TextAnalyzer {
    TextAnalyzer::builder(FoldedWords)
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(Stemmer::new(Language::Dutch))
        .build()
}

/// Cuts folded text into words.
#[derive(Clone, Debug)]
struct FoldedWords;

impl Tokenizer for FoldedWords {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        Words { source: text, folded: Folded::whole(text), at: 0, token: Token::default() }
    }
}

/// The words of a text, one after the other.
struct Words<'a> {
    source: &'a str,
    folded: Folded,
    at: usize,
    token: Token,
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.folded.text()[self.at..];
        let Some(start) = rest.find(char::is_alphanumeric) else {
            return false;
        };
        let length =
            rest[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - start);
        let word = self.at + start..self.at + start + length;
        let source = self.folded.source_range(self.source, word.clone());
        self.token.text.clear();
        self.token.text.push_str(&self.folded.text()[word.clone()]);
        self.token.offset_from = source.start;
        self.token.offset_to = source.end;
        self.token.position = self.token.position.wrapping_add(1);
        self.at = word.end;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_stemmed_and_keep_their_place() {
        let text = "De ideee\u{308}n van Café’s: ﬁets\u{ad}paden, M12";
        let mut analyzer = dutch();
        let mut stream = analyzer.token_stream(text);
        let mut words = Vec::new();
        while let Some(token) = stream.next() {
            let source = &text[token.offset_from..token.offset_to];
            words.push((token.position, token.text.clone(), source));
        }
        let words: Vec<_> = words
            .iter()
            .map(|(position, word, source)| (*position, word.as_str(), *source))
            .collect();
        assert_eq!(
            words,
            [
                (0, "de", "De"),
                (1, "ideeen", "ideee\u{308}n"),
                (2, "van", "van"),
                (3, "cafe", "Café"),
                (4, "s", "s"),
                (5, "fietspaad", "ﬁets\u{ad}paden"),
                (6, "m12", "M12"),
            ]
        );
    }

    #[test]
    fn every_form_of_a_word_is_the_same_word() {
        let word = |text: &str| {
            let mut analyzer = dutch();
            let mut stream = analyzer.token_stream(text);
            stream.next().unwrap().text.clone()
        };
        assert_eq!(word("woningen"), word("WONING"));
        assert_eq!(word("één"), word("een"));
    }
}
