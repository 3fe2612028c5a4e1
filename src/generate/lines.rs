//! Words over lines, as wide as they may be: for pages of letters and of points alike.

use std::borrow::Cow;

use super::hyphen;

/// How lines are broken.
pub(super) struct Breaking<M> {
    /// The width of a line.
    pub(super) room: i64,
    /// The width of words, of which none has a space in it.
    pub(super) measure: M,
    /// The width of a space.
    pub(super) space: i64,
    /// Whether words may be parted at their own hyphens.
    pub(super) parts: bool,
    /// Whether words may be parted, with a hyphen that they do not have.
    pub(super) hyphenates: bool,
}

impl<M: Fn(&str) -> i64> Breaking<M> {
    /// The lines of a text; a word that is wider than a line goes beyond it.
    pub(super) fn lines<'a>(&self, text: &'a str) -> Vec<Cow<'a, str>> {
        let mut lines: Vec<Cow<'a, str>> = Vec::new();
        let (mut start, mut end, mut width) = (0, 0, 0);
        for (place, piece) in self.pieces(text) {
            let follows = place > 0 && text.as_bytes()[place - 1] == b' ';
            let before = if follows && width > 0 { self.space } else { 0 };
            let wide = (self.measure)(piece);
            if width == 0 || width + before + wide <= self.room {
                width += before + wide;
            } else {
                let left = self.room - width - before - (self.measure)("-");
                let parted = hyphen::places(piece)
                    .filter(|_| self.hyphenates && follows)
                    .find(|at| (self.measure)(&piece[..*at]) <= left);
                let next = match parted {
                    Some(at) => {
                        lines.push(Cow::Owned(format!("{}-", &text[start..place + at])));
                        place + at
                    }
                    None => {
                        lines.push(Cow::Borrowed(&text[start..end]));
                        place
                    }
                };
                (start, width) = (next, (self.measure)(&text[next..place + piece.len()]));
            }
            end = place + piece.len();
        }
        lines.push(Cow::Borrowed(&text[start..end]));
        lines
    }

    /// The words of a text with their places, parted behind hyphens between letters if they may be.
    fn pieces<'a>(&self, text: &'a str) -> Vec<(usize, &'a str)> {
        let mut pieces = Vec::new();
        for word in text.split(' ') {
            let mut place = word.as_ptr() as usize - text.as_ptr() as usize;
            let mut rest = word;
            while let Some(hyphen) = rest.find('-').filter(|_| self.parts) {
                let is_letter = |side: Option<char>| side.is_some_and(char::is_alphabetic);
                let (before, behind) = rest.split_at(hyphen + 1);
                if !is_letter(before[..hyphen].chars().last()) || !is_letter(behind.chars().next())
                {
                    break;
                }
                pieces.push((place, before));
                (place, rest) = (place + before.len(), behind);
            }
            pieces.push((place, rest));
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, room: i64, parts: bool, hyphenates: bool) -> Vec<String> {
        let measure = |words: &str| words.chars().count() as i64;
        let breaking = Breaking { room, measure, space: 1, parts, hyphenates };
        breaking.lines(text).into_iter().map(Cow::into_owned).collect()
    }

    #[test]
    fn lines_are_not_wider_than_they_may_be() {
        assert_eq!(broken("een twee drie vier", 8, false, false), ["een twee", "drie", "vier"]);
        assert_eq!(broken("burgemeesterschap van", 6, false, false), ["burgemeesterschap", "van"]);
        assert_eq!(broken("", 6, false, false), [""]);
    }

    #[test]
    fn words_are_parted_where_they_may_be() {
        assert_eq!(broken("de buurt-app-groep", 10, true, false), ["de buurt-", "app-groep"]);
        assert_eq!(broken("in 2019-2022", 8, true, false), ["in", "2019-2022"]);
        assert_eq!(broken("de gemeenteraad", 12, false, true), ["de gemeente-", "raad"]);
        assert_eq!(broken("de gemeenteraad", 12, false, false), ["de", "gemeenteraad"]);
    }
}
