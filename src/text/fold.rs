//! Text folded for matching, with a way back to the source.
//!
//! Case, accents, ligatures, the many quotes, dashes and spaces, and characters that nobody sees
//! are made one, so that a grammar needs a wording once. Lengths change on the way; a [`Folded`]
//! knows which source byte each of its own bytes came from.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Text folded for matching.
///
/// Lower-case, ASCII where a Latin letter has a plain form; white space of any kind and length is
/// one space, none at the start; soft hyphens and zero-width characters are gone.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    /// Where the distance between folded and source offsets changes: (folded, source), ascending.
    steps: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds the given ranges of a text as if they stood behind one another, parted by white space.
    ///
    /// # Panics
    /// If a range does not lie on character boundaries of the text.
    pub fn of(source: &str, ranges: impl IntoIterator<Item = Range<usize>>) -> Self {
        Self::glued(source, ranges.into_iter().map(|range| (range, false)))
    }

    /// The same, with nothing between a range and the one before where it is said to be glued to it.
    ///
    /// # Panics
    /// If a range does not lie on character boundaries of the text.
    pub fn glued(source: &str, ranges: impl IntoIterator<Item = (Range<usize>, bool)>) -> Self {
        let mut folded = Self { text: String::with_capacity(source.len()), steps: Vec::new() };
        for (range, glued) in ranges {
            if !glued {
                folded.space(range.start);
            }
            folded.fold(source, range);
        }
        folded
    }

    /// Folds a whole text.
    #[must_use]
    pub fn whole(source: &str) -> Self {
        Self::of(source, std::iter::once(0..source.len()))
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source offset of a folded offset. The end of the text gives the end of its source.
    #[must_use]
    pub fn source(&self, offset: usize) -> usize {
        match self.steps.partition_point(|&(folded, _)| folded as usize <= offset) {
            0 => offset,
            n => {
                let (folded, source) = self.steps[n - 1];
                source as usize + (offset - folded as usize)
            }
        }
    }

    /// The source range of a folded range, in the text that was folded: whole characters, without
    /// what was left out behind the last one.
    #[must_use]
    pub fn source_range(&self, source: &str, range: Range<usize>) -> Range<usize> {
        let start = source.floor_char_boundary(self.source(range.start));
        if range.is_empty() {
            return start..start;
        }
        let last = source.floor_char_boundary(self.source(range.end - 1));
        start..last + source[last..].chars().next().map_or(0, char::len_utf8)
    }

    /// The folded offset of a source offset; where that character is gone, of the next one left.
    #[must_use]
    pub fn folded(&self, offset: usize) -> usize {
        let folded = match self.steps.partition_point(|&(_, source)| source as usize <= offset) {
            0 => offset
                .min(self.steps.first().map_or(self.text.len(), |&(folded, _)| folded as usize)),
            n => {
                let (folded, source) = self.steps[n - 1];
                let next =
                    self.steps.get(n).map_or(self.text.len(), |&(folded, _)| folded as usize);
                (folded as usize + (offset - source as usize)).min(next)
            }
        };
        self.text.floor_char_boundary(folded)
    }

    fn fold(&mut self, source: &str, range: Range<usize>) {
        let mut at = range.start;
        let bytes = source.as_bytes();
        while at < range.end {
            // Runs of plain characters, with one space between words, are copied at once.
            let run = plain_run(&bytes[at..range.end], is_plain);
            if run > 0 {
                self.step(at);
                let start = self.text.len();
                self.text.push_str(&source[at..at + run]);
                self.text[start..].make_ascii_lowercase();
                at += run;
                continue;
            }
            let Some(c) = source[at..range.end].chars().next() else {
                return;
            };
            if c.is_whitespace() {
                self.space(at);
            } else {
                self.step(at);
                fold_char(c, &mut self.text);
            }
            at += c.len_utf8();
        }
    }

    /// Adds a space, unless there is one, or nothing yet.
    fn space(&mut self, at: usize) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.step(at);
            self.text.push(' ');
        }
    }

    /// Notes that the next folded byte comes from this source byte.
    fn step(&mut self, source: usize) {
        let folded = self.text.len() as u32;
        let source = source as u32;
        let distance = |(f, s): (u32, u32)| i64::from(s) - i64::from(f);
        let last = self.steps.last().copied().unwrap_or((0, 0));
        if self.steps.is_empty() && source == folded {
            return;
        }
        if self.steps.is_empty() || distance(last) != distance((folded, source)) {
            if last.0 == folded && !self.steps.is_empty() {
                self.steps.pop();
            }
            self.steps.push((folded, source));
        }
    }
}

/// How many bytes are plain, or the one space between two that are.
pub(super) fn plain_run(bytes: &[u8], is_plain: impl Fn(u8) -> bool) -> usize {
    let mut run = 0;
    loop {
        run += bytes[run..].iter().take_while(|&&byte| is_plain(byte)).count();
        let joined = run > 0
            && bytes.get(run) == Some(&b' ')
            && bytes.get(run + 1).is_some_and(|&byte| is_plain(byte));
        if !joined {
            return run;
        }
        run += 1;
    }
}

/// Whether folding a byte is lower-casing it: everything printable in ASCII.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic()
}

/// Appends what a character that is neither white space nor ASCII is folded to.
fn fold_char(c: char, to: &mut String) {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
        '‘' | '’' | '‚' | '‛' | '´' | '′' | 'ʼ' => to.push('\''),
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => to.push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => to.push('-'),
        'ß' => to.push_str("ss"),
        'ø' | 'Ø' => to.push('o'),
        'æ' | 'Æ' => to.push_str("ae"),
        'œ' | 'Œ' => to.push_str("oe"),
        'ł' | 'Ł' => to.push('l'),
        'đ' | 'Đ' => to.push('d'),
        _ => decompose_compatible(c, |part| {
            if !is_combining_mark(part) && !part.is_control() {
                to.extend(part.to_lowercase());
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_spaces_and_invisible_characters_are_made_one() {
        let folded = Folded::whole("\n Één\u{a0} \tZO\u{ad}EKactie,\nﬁets – ‘ge\u{308}n’ İ");
        assert_eq!(folded.text(), "een zoekactie, fiets - 'gen' i");
    }

    #[test]
    fn every_folded_word_leads_back_to_its_source() {
        let source = "  De  «Café’s»:\r\n\u{200b}ﬃ x\u{ad}y\u{ad}\nEinde";
        let folded = Folded::whole(source);
        assert_eq!(folded.text(), "de \"cafe's\": ffi xy einde");
        for (word, expected) in [
            ("de", "De"),
            ("cafe's", "Café’s"),
            ("ffi", "ﬃ"),
            ("xy", "x\u{ad}y"),
            ("einde", "Einde"),
        ] {
            let at = folded.text().find(word).unwrap();
            let range = folded.source_range(source, at..at + word.len());
            assert_eq!(&source[range.clone()], expected);
            assert_eq!(folded.folded(range.start), at, "{word}");
        }
    }

    #[test]
    fn ranges_are_folded_as_if_they_stood_together() {
        let source = "een FURNITURE twee";
        let folded = Folded::of(source, [0..3, 14..18]);
        assert_eq!(folded.text(), "een twee");
        assert_eq!(folded.source_range(source, 4..8), 14..18);
        assert_eq!(folded.folded(5), 3, "what was left out leads to what follows");
    }
}
