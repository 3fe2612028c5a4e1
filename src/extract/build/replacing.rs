//! What a motion says that it replaces: "ter vervanging van motie 3".

use std::ops::Range;

use crate::extract::outcome::sightings::Sightings;
use crate::grammar::frame;
use crate::grammar::scan::Scan;
use crate::grammar::sights::Sort;

/// The places in a stretch of the text where it may be said. All of it is searched at once, and in most
/// there is none.
#[derive(Debug)]
pub struct Replacing<'s> {
    scan: &'s Scan<'s>,
    /// Where the words before a number stand.
    seen: Sightings,
}

impl<'s> Replacing<'s> {
    /// Looks for the words that a number follows.
    #[must_use]
    pub fn of(scan: &'s Scan<'s>, stretch: Range<usize>) -> Self {
        Self {
            scan,
            seen: Sightings::of(scan, Sort::Replacing, &scan.grammar.replacing, [stretch]),
        }
    }

    /// The number of what is replaced, where words before it begin in a range of the stretch.
    #[must_use]
    pub fn number(&self, range: &Range<usize>) -> Option<Range<usize>> {
        if !self.seen.any_in(range) {
            return None;
        }
        let number = |at| frame::replacing(self.scan, &self.scan.text[at..]).ok();
        let phrases = &self.scan.grammar.replacing;
        let mut found = self.scan.find_all(Sort::Replacing, phrases, range.clone());
        found.find_map(number).map(|(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::sheet::Sheet;
    use crate::grammar::Grammars;
    use crate::text::plain;

    #[test]
    fn a_number_is_found_by_the_words_before_it() {
        let document = plain::read("Motie 3, t.v.v. nr. 12\nvervangt\nmotie 4, tvv\n");
        let sheet = Sheet::of(&document);
        let grammars = Grammars::built_in();
        let scan = sheet.scan(grammars.get("gemeenteraad").expect("a grammar"));
        let replacing = Replacing::of(&scan, 0..scan.text.len());
        assert_eq!(replacing.seen.places(), [9, 23, 41]);
        let number = |range| replacing.number(&range).map(|found| &scan.text[found]);
        for (range, expected) in [
            (0..9, None),
            (0..23, Some("nr. 12")),
            (10..30, None),
            (10..31, Some("4")),
            (31..44, None),
        ] {
            assert_eq!(number(range.clone()), expected, "{range:?}");
        }
    }
}
