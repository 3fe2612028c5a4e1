//! Whether two values are the same, in four ways.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use super::distance::{gestalt, levenshtein};

/// Above so many characters a value is near another only if it is softly the same: the time to
/// compare two grows with the product of their lengths.
const LONGEST: usize = 20_000;

/// The Levenshtein similarity from which values count as near.
const LEVENSHTEIN: f64 = 0.8;

/// The Ratcliff-Obershelp similarity from which values count as near.
const GESTALT: f64 = 0.95;

/// A way in which a value can be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Every character is the same.
    Strict,
    /// Every letter and digit is the same, but for case; punctuation and white space are ignored.
    Soft,
    /// At least 0.8 of 1 − d / l: d the Levenshtein distance, l the length of the longer value.
    Levenshtein,
    /// At least 0.95 of 2 · m / t: m the characters that match by Ratcliff and Obershelp, t those
    /// of both.
    Gestalt,
}

impl Way {
    /// Every way, in the order in which they are printed.
    pub const ALL: [Self; 4] = [Self::Strict, Self::Soft, Self::Levenshtein, Self::Gestalt];

    /// Its name, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Soft => "soft",
            Self::Levenshtein => "levenshtein",
            Self::Gestalt => "gestalt",
        }
    }
}

/// In which ways something is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Ways {
    /// See [`Way::Strict`].
    pub strict: bool,
    /// See [`Way::Soft`].
    pub soft: bool,
    /// See [`Way::Levenshtein`].
    pub levenshtein: bool,
    /// See [`Way::Gestalt`].
    pub gestalt: bool,
}

impl Ways {
    /// Right in every way.
    pub const ALL: Self = Self::same(true);
    /// Right in none.
    pub const NONE: Self = Self::same(false);

    /// The same in every way.
    #[must_use]
    pub const fn same(right: bool) -> Self {
        Self { strict: right, soft: right, levenshtein: right, gestalt: right }
    }

    /// Whether it is right in this way.
    #[must_use]
    pub fn has(self, way: Way) -> bool {
        match way {
            Way::Strict => self.strict,
            Way::Soft => self.soft,
            Way::Levenshtein => self.levenshtein,
            Way::Gestalt => self.gestalt,
        }
    }

    /// The ways in which both are right.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            strict: self.strict && other.strict,
            soft: self.soft && other.soft,
            levenshtein: self.levenshtein && other.levenshtein,
            gestalt: self.gestalt && other.gestalt,
        }
    }
}

/// How the values of a field are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Running text, in which near is worth something: all four ways.
    Words,
    /// A number or sign as printed ("36 410, nr. 17"): near is another one, and counts as softly.
    Code,
    /// A date, a page, a name out of a closed set: right or wrong.
    Exact,
}

impl Compare {
    /// In which ways a value that was found is the one that was expected.
    #[must_use]
    pub fn ways(self, expected: &str, found: &str) -> Ways {
        if expected == found {
            return Ways::ALL;
        }
        if self == Self::Exact {
            return Ways::NONE;
        }
        let soft = softly_equal(expected, found);
        let (levenshtein, gestalt) = match self {
            Self::Words => near(expected, found).unwrap_or((soft, soft)),
            Self::Code | Self::Exact => (soft, soft),
        };
        Ways { strict: false, soft, levenshtein, gestalt }
    }

    /// The same for values that may not be there: one alone is right in no way.
    pub(super) fn values(self, expected: Option<&str>, found: Option<&str>) -> Ways {
        match (expected, found) {
            (None, None) => Ways::ALL,
            (Some(expected), Some(found)) => self.ways(expected, found),
            _ => Ways::NONE,
        }
    }
}

/// The letters and digits of a text, composed and in lower case.
#[must_use]
pub fn letters(text: &str) -> String {
    text.nfc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Signs without a letter ("•", "–") are not the same for having none.
fn softly_equal(expected: &str, found: &str) -> bool {
    let expected = letters(expected);
    !expected.is_empty() && expected == letters(found)
}

/// Whether two different texts are near by Levenshtein, and by Ratcliff and Obershelp; `None` for
/// texts that are too long to tell.
fn near(expected: &str, found: &str) -> Option<(bool, bool)> {
    let expected: Vec<char> = expected.chars().collect();
    let found: Vec<char> = found.chars().collect();
    let (shorter, longer) = (expected.len().min(found.len()), expected.len().max(found.len()));
    if longer > LONGEST {
        return None;
    }
    if (shorter as f64) < LEVENSHTEIN * longer as f64 {
        // The lengths alone tell: no similarity is above shorter / longer, or its double share.
        return Some((false, false));
    }
    let distance = levenshtein(&expected, &found) as f64;
    let by_levenshtein = 1.0 - distance / longer as f64 >= LEVENSHTEIN;
    // What matches is at most a longest common subsequence, which leaves over at least `distance`
    // characters of both texts together: the costlier measure is seldom needed.
    let most = 1.0 - distance / (shorter + longer) as f64;
    let by_gestalt = most >= GESTALT && gestalt(&expected, &found) >= GESTALT;
    Some((by_levenshtein, by_gestalt))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_forgives_what_it_says() {
        let ways = |compare: Compare, a, b| {
            let ways = compare.ways(a, b);
            [ways.strict, ways.soft, ways.levenshtein, ways.gestalt]
        };
        assert_eq!(ways(Compare::Words, "de raad", "de raad"), [true; 4]);
        assert_eq!(ways(Compare::Words, "De raad,", "de  Raad"), [false, true, false, false]);
        assert_eq!(ways(Compare::Words, "cafe\u{301}", "café"), [false, true, false, false]);
        let long = "het college te vragen de raad elk half jaar over de voortgang in te lichten";
        let slip = long.replace("voortgang", "voortganq");
        assert_eq!(ways(Compare::Words, long, &slip), [false, false, true, true]);
        assert_eq!(ways(Compare::Words, long, &long[..65]), [false, false, true, false]);
        assert_eq!(ways(Compare::Words, long, ""), [false; 4]);
        assert_eq!(ways(Compare::Code, "36 410, nr. 17", "36410 nr 17"), [false, true, true, true]);
        assert_eq!(ways(Compare::Code, "36 410, nr. 17", "36 410, nr. 18"), [false; 4]);
        assert_eq!(ways(Compare::Code, "•", "–"), [false; 4]);
        assert_eq!(ways(Compare::Exact, "2024-05-03", "2024-05-04"), [false; 4]);
        assert_eq!(ways(Compare::Exact, "1, 2", "12"), [false; 4]);
    }

    #[test]
    fn texts_too_long_to_tell_are_near_only_if_they_are_softly_the_same() {
        let long = "aan de dijk ".repeat(LONGEST / 10);
        let other = format!("{long}x");
        assert_eq!(Compare::Words.ways(&long, &other), Ways::NONE);
        let softly = Ways { strict: false, ..Ways::ALL };
        assert_eq!(Compare::Words.ways(&long, &long.to_uppercase()), softly);
    }
}
