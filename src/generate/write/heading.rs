//! Headings of clauses on paper: alone on a line, spaced out, over two lines, behind an item, or as
//! one themselves.

use super::Writer;
use crate::generate::paper::{Block, Look};
use crate::generate::style::Heads;

/// A heading of more letters is not spaced out: it would not fit on a line.
const SPACED: usize = 32;

impl Writer {
    /// The words that open a clause, as this document prints them.
    pub(super) fn heading(&self, form: &str, asked: &str) -> String {
        self.style.case.of(&form.replace("{college}", asked))
    }

    /// Puts a heading above its items; tells how deep these stand.
    pub(super) fn head_of_clause(&mut self, heading: &str) -> u8 {
        let printed = format!("{heading}{}", self.style.behind);
        let look = if self.style.bold { Look::Bold } else { Look::Plain };
        let heads = self.style.heads;
        match heads {
            Heads::Spaced if heading.chars().count() <= SPACED => {
                self.paper.text(look, spaced(&printed));
            }
            Heads::Broken if printed.matches(' ').count() > 2 => {
                let (first, second) = self.halves(&printed);
                self.paper.text(look, first);
                self.paper.text(look, second);
            }
            Heads::Glued if self.glue(&printed) => {}
            Heads::Marked => {
                self.paper.blocks.push(Block::Item {
                    marker: "-".to_owned(),
                    depth: 0,
                    text: printed,
                });
                return 1;
            }
            _ => self.paper.text(look, printed),
        }
        0
    }

    /// A heading over two lines: the second begins behind its second word at the earliest.
    fn halves(&mut self, text: &str) -> (String, String) {
        let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).skip(1).collect();
        let at = *self.value.dice().pick(&spaces);
        (text[..at].to_owned(), text[at + 1..].to_owned())
    }

    /// Puts a heading behind the item before it, where there is one that ended.
    fn glue(&mut self, heading: &str) -> bool {
        let space = if self.value.dice().chance(70) { " " } else { "" };
        match self.paper.blocks.last_mut() {
            Some(Block::Item { text, .. }) if text.ends_with([';', '.']) => {
                text.push_str(space);
                text.push_str(heading);
                true
            }
            _ => false,
        }
    }
}

/// Letters with room between them: "V E R Z O E K T   H E T".
pub(super) fn spaced(text: &str) -> String {
    let word = |word: &str| {
        let letters: Vec<String> = word.chars().map(String::from).collect();
        letters.join(" ")
    };
    text.split(' ').map(word).collect::<Vec<_>>().join("   ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_apart_and_words_further() {
        assert_eq!(spaced("VERZOEKT HET:"), "V E R Z O E K T   H E T :");
    }
}
