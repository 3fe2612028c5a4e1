//! Compounds taken apart: `jeugdhulpverlening` is `jeugd`, `hulp` and `verlening`.
//!
//! ```text
//! compound = first { link } { part { link } } last
//! link     = "s" | "e" | "en"            behind a noun
//! last     = a part, or a plural, diminutive or declined form of one
//! ```
//!
//! All parts stand in `data/woorden/delen.txt`. The fewest parts win, then the longest last one; a link that a
//! part nearly always has is not taken for the begin of the next. A word
//! that the lists know whole, or as a form of one that they know whole, is not taken apart.

use std::ops::Range;

use super::endings::nominal;
use super::lists::{entry, may_begin};
use super::stem::known;

/// Words of fewer or more bytes are not taken apart.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=60;

/// The longest part, in bytes.
const LONGEST: usize = 24;

/// The shortest part, in bytes, that ends an unknown word and is hardly a chance.
const SURE: usize = 5;

/// The most parts; what would need more is no word.
const MOST: usize = 5;

/// A part of a compound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins in the word.
    start: usize,
    /// Its stem.
    stem: String,
    /// Whether it is looked for: prefixes are not.
    sought: bool,
}

impl Piece {
    /// Where it begins, and its stem.
    pub(super) fn ending(self) -> (usize, String) {
        (self.start, self.stem)
    }
}

/// How the rest of a word from a place on is taken apart.
#[derive(Clone, Debug)]
struct Rest {
    parts: usize,
    /// How long the last part is.
    last: usize,
    links: usize,
    /// How often a link is missing where there nearly always is one.
    bare: usize,
    /// Where the next part begins; the word's end for the last.
    next: usize,
    stem: String,
    sought: bool,
}

impl Rest {
    /// Whether this is the better way.
    fn beats(&self, other: Option<&Self>) -> bool {
        other.is_none_or(|other| {
            let key = |rest: &Self| (rest.parts, rest.bare, usize::MAX - rest.last, rest.links);
            key(self) < key(other)
        })
    }
}

/// The stems of the parts of a folded word; empty if it is not put together of known ones.
///
/// ```
/// use moties::dutch::split;
///
/// assert_eq!(split("woningbouwplannen"), ["woning", "bouw", "plan"]);
/// assert!(split("gemeente").is_empty());
/// ```
#[must_use]
pub fn split(word: &str) -> Vec<String> {
    let pieces = if known(word).is_some() { Vec::new() } else { pieces(word) };
    pieces.into_iter().map(|piece| piece.stem).collect()
}

/// What a part of a word would be asked by: each part and each run of parts, the last part last.
pub(super) fn groups(word: &str, pieces: &[Piece]) -> Vec<String> {
    let mut groups = Vec::new();
    for to in 0..pieces.len() {
        for from in 0..=to {
            let whole = from == 0 && to + 1 == pieces.len();
            if whole || from == to && !pieces[from].sought {
                continue;
            }
            let head = &word[pieces[from].start..pieces[to].start];
            groups.push(format!("{head}{}", pieces[to].stem));
        }
    }
    groups
}

/// Where the last part of a compound begins, and its stem.
pub(super) fn ending(word: &str) -> Option<(usize, String)> {
    pieces(word).pop().map(Piece::ending)
}

/// Where a known part begins that ends a word of which nothing else is known, and its stem.
pub(super) fn tail(word: &str) -> Option<(usize, String)> {
    let starts = 3..(word.len() + 1).saturating_sub(SURE);
    let fits = LENGTHS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
    starts.filter(|&start| fits && may_begin(&word[start..])).find_map(|start| {
        let part = &word[start..];
        let stem = last(part)?;
        // A form that no rule makes is hardly a chance.
        (stem.len() > SURE || entry(part).of.is_some()).then_some((start, stem))
    })
}

/// The parts of a word that the lists do not know whole; none if they are not known either.
pub(super) fn pieces(word: &str) -> Vec<Piece> {
    let fits = LENGTHS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !fits {
        return Vec::new();
    }
    let mut rests: Vec<Option<Rest>> = vec![None; word.len() + 1];
    for start in (0..=word.len() - 3).rev().filter(|&start| may_begin(&word[start..])) {
        rests[start] = best(word, start, &rests);
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    while let Some(rest) = rests.get_mut(start).and_then(Option::take) {
        pieces.push(Piece { start, stem: rest.stem, sought: rest.sought });
        start = rest.next;
    }
    if pieces.len() < 2 || pieces.len() > MOST { Vec::new() } else { pieces }
}

/// The best way to take apart a word from a place on, given those from later places on.
fn best(word: &str, start: usize, rests: &[Option<Rest>]) -> Option<Rest> {
    let mut best: Option<Rest> = None;
    let mut offer = |rest: Rest| {
        if rest.beats(best.as_ref()) {
            best = Some(rest);
        }
    };
    if start > 0
        && let Some(stem) = last(&word[start..])
    {
        let last = word.len() - start;
        offer(Rest { parts: 1, last, links: 0, bare: 0, next: word.len(), stem, sought: true });
    }
    let longest = word.len().min(start + LONGEST);
    for end in start + 3..=longest {
        for (stem, link, sought) in inner(word, start..end) {
            let next = end + link;
            let Some(rest) = rests.get(next).and_then(Option::as_ref) else {
                continue;
            };
            let links = rest.links + usize::from(link > 0);
            let bare =
                rest.bare + usize::from(link == 0 && wants_link(&word[start..], end - start));
            let (parts, last) = (rest.parts + 1, rest.last);
            offer(Rest { parts, last, links, bare, next, stem, sought });
        }
    }
    best
}

/// Whether an `s` behind a part is the link that parts like it have: `waarschuwing-s-teken`.
fn wants_link(word: &str, part: usize) -> bool {
    let (part, behind) = word.split_at(part);
    let linked = ["heid", "ing", "schap", "teit"].iter().any(|ending| part.ends_with(ending));
    linked && part.len() > 5 && behind.starts_with('s')
}

/// The stem of a part at the end.
fn last(part: &str) -> Option<String> {
    let of = entry(part);
    if of.ends() {
        return Some(part.to_owned());
    }
    match of.of {
        Some(stem) => Some(stem.to_owned()).filter(|stem| entry(stem).ends()),
        None if part.len() > 4 => nominal(part, |base| entry(base).ends()),
        None => None,
    }
}

/// The ways in which a range is a part before others: its stem, the length of the link behind it, and
/// whether it is looked for.
fn inner(word: &str, range: Range<usize>) -> Vec<(String, usize, bool)> {
    let (part, behind) = (&word[range.clone()], &word[range.end..]);
    let of = entry(part);
    let first = range.start == 0;
    let mut ways = Vec::new();
    // The shortest words are too often a chance within others.
    if !first && part.len() < 4 {
        return ways;
    }
    if if first { of.begins() } else { of.joins() } {
        ways.push((part.to_owned(), 0, !of.is_prefix()));
    }
    if of.is_noun() {
        let links = ["s", "en", "e"].iter().filter(|link| behind.starts_with(**link));
        let links = links.filter(|link| part.len() > 3 || **link != "e");
        ways.extend(links.map(|link| (part.to_owned(), link.len(), true)));
    }
    if let Some(stem) = of.of.filter(|stem| entry(stem).is_noun()) {
        ways.push((stem.to_owned(), 0, true));
    }
    let plural = part.len() > 4 && part.ends_with("en") && !of.begins() && of.of.is_none();
    if plural && let Some(stem) = nominal(part, |base| entry(base).is_noun()) {
        ways.push((stem, 0, true));
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_endings_are_seen_through() {
        for (word, parts) in [
            ("woningbouw", "woning bouw"),
            ("jeugdhulpverlening", "jeugd hulp verlening"),
            ("gemeenteraadsleden", "gemeente raad lid"),
            ("huizenmarkt", "huis markt"),
            ("stedenbeleid", "stad beleid"),
            ("veiligheidsplannen", "veiligheid plan"),
            ("hoofdcommissie", "hoofd commissie"),
        ] {
            assert_eq!(split(word).join(" "), parts, "{word}");
        }
    }

    #[test]
    fn runs_of_parts_are_told_and_the_whole_is_not() {
        let word = "veiligheidsbeleidsplannen";
        let groups = groups(word, &pieces(word));
        assert_eq!(groups, ["veiligheid", "veiligheidsbeleid", "beleid", "beleidsplan", "plan"]);
    }

    #[test]
    fn what_is_known_whole_is_not_taken_apart() {
        for word in
            ["gemeente", "gemeenten", "overlast", "onderzoeken", "goedgekeurd", "36410", "raad"]
        {
            assert!(split(word).is_empty(), "{word}");
        }
    }
}
