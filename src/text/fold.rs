//! Text folded for matching, with a way back to the source.
//!
//! Case, accents, ligatures, the many quotes, dashes and spaces, and characters that nobody sees
//! are made one, so that a grammar needs a wording once. Lengths change on the way; a [`Folded`]
//! knows which source byte each of its own bytes came from.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::block::{self, plain_run};

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

/// A part of a text that is to be folded.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether nothing stands between it and the part before, where else white space does.
    pub glued: bool,
    /// How many of its bytes, from the first on, are known to be plain: printable ASCII, with
    /// single spaces between words.
    pub plain: usize,
}

impl Folded {
    /// Folds parts of a text, all of them within a range, as if they stood behind one another, and
    /// says where each begins in what they are folded to.
    ///
    /// # Panics
    /// If a part does not lie on character boundaries of the text.
    pub fn of(
        source: &str,
        within: &Range<usize>,
        parts: impl ExactSizeIterator<Item = Part>,
    ) -> (Self, Vec<usize>) {
        let mut folded = Self {
            text: String::with_capacity(within.len() + 1),
            // Each line end takes two.
            steps: Vec::with_capacity(2 * parts.len() + 2),
        };
        let mut begins = Vec::with_capacity(parts.len());
        let mut unsure = Vec::new();
        for part in parts {
            // Nothing may be left of what is not plain.
            if part.plain == 0 {
                unsure.push((begins.len(), part.range.start));
            }
            begins.push(folded.add(source, part));
        }
        folded.text.make_ascii_lowercase();
        mend_zeros(&mut folded.text);
        for (part, start) in unsure {
            begins[part] = folded.folded(start);
        }
        (folded, begins)
    }

    /// Folds a whole text.
    #[must_use]
    pub fn whole(source: &str) -> Self {
        if plain_run(source.as_bytes()) == source.len() {
            return Self { text: source.to_ascii_lowercase(), steps: Vec::new() };
        }
        let mut folded = Self { text: String::with_capacity(source.len()), steps: Vec::new() };
        folded.fold(source, 0..source.len());
        folded.text.make_ascii_lowercase();
        mend_zeros(&mut folded.text);
        folded
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source offset of a folded offset. The end of the text gives the end of its source.
    #[must_use]
    pub fn source(&self, offset: usize) -> usize {
        let steps = self.steps.partition_point(|&(folded, _)| folded as usize <= offset);
        match steps.checked_sub(1) {
            None => offset,
            Some(step) => {
                let (folded, source) = self.steps[step];
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
        let steps = self.steps.partition_point(|&(_, source)| source as usize <= offset);
        self.folded_behind(steps, offset)
    }

    /// The folded offset of a source offset that has so many steps at or before it.
    fn folded_behind(&self, steps: usize, offset: usize) -> usize {
        let next = self.steps.get(steps).map_or(self.text.len(), |step| step.0 as usize);
        let folded = match steps.checked_sub(1).map(|step| self.steps[step]) {
            Some((folded, source)) => folded as usize + (offset - source as usize),
            None => offset,
        };
        self.text.floor_char_boundary(folded.min(next))
    }

    /// Adds a part of the source, and says where.
    fn add(&mut self, source: &str, part: Part) -> usize {
        let Range { start, end } = part.range;
        if !part.glued {
            self.space(start);
        }
        let begin = self.text.len();
        let rest = start + part.plain;
        if part.plain > 0 {
            self.run(source, start..rest);
        }
        if rest < end {
            self.fold(source, rest..end);
        }
        begin
    }

    /// Adds a range of the source, its ASCII letters as they are.
    fn fold(&mut self, source: &str, range: Range<usize>) {
        let mut at = range.start;
        let bytes = source.as_bytes();
        while at < range.end {
            // Runs of plain characters, with one space between words, are copied at once.
            let run = plain_run(&bytes[at..range.end]);
            if run > 0 {
                self.run(source, at..at + run);
                at += run;
                continue;
            }
            if bytes[at] == b' ' {
                self.space(at);
                at += block::space_before(&source[at..range.end]);
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

    /// Adds plain characters.
    fn run(&mut self, source: &str, range: Range<usize>) {
        self.step(range.start);
        self.text.push_str(&source[range]);
    }

    /// Adds a space, unless there is one, or nothing yet.
    fn space(&mut self, at: usize) {
        if self.text.as_bytes().last().is_some_and(|&last| last != b' ') {
            self.step(at);
            self.text.push(' ');
        }
    }

    /// Notes that the next folded byte comes from this source byte.
    fn step(&mut self, source: usize) {
        let here = (self.text.len() as u32, source as u32);
        let distance = |(folded, source): (u32, u32)| source.wrapping_sub(folded);
        match self.steps.last_mut() {
            Some(last) if distance(*last) == distance(here) => {}
            Some(last) if last.0 == here.0 => *last = here,
            None if distance(here) == 0 => {}
            _ => self.steps.push(here),
        }
    }
}

/// The folded offsets of source offsets that are asked for in ascending order.
#[derive(Clone, Copy, Debug)]
pub struct Ascending<'a> {
    folded: &'a Folded,
    /// How many steps stand at or before the offset that was asked for last.
    steps: usize,
}

impl<'a> Ascending<'a> {
    /// Begins at the start of the source.
    #[must_use]
    pub fn new(folded: &'a Folded) -> Self {
        Self { folded, steps: 0 }
    }

    /// What [`Folded::folded`] gives for an offset that is not before the last one.
    #[must_use]
    pub fn folded(&mut self, offset: usize) -> usize {
        let behind = &self.folded.steps[self.steps..];
        self.steps += behind.iter().take_while(|&&(_, source)| source as usize <= offset).count();
        self.folded.folded_behind(self.steps, offset)
    }
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
        'À'..='ÿ' if LATIN[c as usize - 'À' as usize] != b' ' => {
            to.push(LATIN[c as usize - 'À' as usize].into());
        }
        _ => decompose(c, to),
    }
}

/// What the letters from À to ÿ are without their accents; spaces where it is no ASCII letter.
const LATIN: &[u8; 64] = b"aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy y";

/// Appends a character in lower case without its marks.
fn decompose(c: char, to: &mut String) {
    decompose_compatible(c, |part| {
        if !is_combining_mark(part) && !part.is_control() {
            to.extend(part.to_lowercase());
        }
    });
}

/// Makes a zero that begins a word of letters the letter that it was read for: "0verwegende".
fn mend_zeros(text: &mut String) {
    let bytes = text.as_bytes();
    let begins = |&at: &usize| {
        let alone = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let letters = bytes.get(at + 1..at + 4);
        alone && letters.is_some_and(|letters| letters.iter().all(u8::is_ascii_lowercase))
    };
    let zeros: Vec<usize> = memchr::memchr_iter(b'0', bytes).filter(begins).collect();
    zeros.into_iter().for_each(|at| text.replace_range(at..=at, "o"));
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
    fn the_table_of_letters_says_what_taking_them_apart_does() {
        for c in 'À'..='ÿ' {
            let mut apart = String::new();
            decompose(c, &mut apart);
            let table = char::from(LATIN[c as usize - 'À' as usize]);
            assert_eq!(table != ' ', apart.is_ascii(), "{c}");
            assert!(table == ' ' || apart == table.to_string(), "{c}");
        }
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
        let part = |range| Part { range, glued: false, plain: 0 };
        let (folded, begins) = Folded::of(source, &(0..18), [0..3, 14..18].map(part).into_iter());
        assert_eq!(begins, [0, 4]);
        assert_eq!(folded.text(), "een twee");
        assert_eq!(folded.source_range(source, 4..8), 14..18);
        assert_eq!(folded.folded(5), 3, "what was left out leads to what follows");
    }
}
