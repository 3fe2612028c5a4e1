//! The bitmap fonts of TeX: Type 3 fonts that name the glyph of code 65 `a65`, and say no more.
//!
//! What such a code means depends on which of TeX's encodings the font has, and the only witnesses
//! are the widths. Computer Modern, TeX's own roman, has `l`, `o` and `n` in the proportion
//! 10 : 18 : 20, at every size and weight; a font with these names and this proportion is one of
//! that family, and its letters are where ASCII has them. Where its ligatures and accents are is
//! told from the widths too. All else stays unknown, and so does every font of another family.

use lopdf::Object;
use unicode_normalization::UnicodeNormalization;

/// How far two widths may be apart that are the same, as a part of them: they are rounded.
const ROUNDING: f32 = 0.005;
/// What the text encodings of TeX have in common with ASCII, but for letters and digits. Its quotes
/// are curly.
const COMMON: &[u8] = b"!#%&'()*+,-./:;=?@[]`";
/// Codes 16 to 31 of the Cork encoding.
const CORK_LOW: &str = "“”„«»–—\0\0ıȷﬀﬁﬂﬃﬄ";
/// Codes 128 to 255 of the Cork encoding. Code 223 is two letters.
const CORK_HIGH: &str = "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§\
    ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞ\0\
    àáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß";

/// The letters of the 256 codes of a Type 3 font with these `Differences` and widths; `None` when
/// it is no bitmap font of TeX's roman family.
pub fn letters(differences: &[Object], widths: &[Option<f32>]) -> Option<Vec<Option<String>>> {
    let font = Bitmaps { codes: codes(differences)?, widths };
    if !font.is_roman() {
        return None;
    }
    let accented = font.has_cork_accents();
    let cork = accented || font.is_as_wide(0x1c, b'n') == Some(true);
    let letter = |code: u8| match code {
        b'\'' => Some('’'),
        b'`' => Some('‘'),
        _ if code.is_ascii_alphanumeric() || COMMON.contains(&code) => Some(char::from(code)),
        0x10..=0x1f if cork => CORK_LOW.chars().nth(usize::from(code - 0x10)),
        0x21..=0x7e if cork => Some(char::from(code)),
        0x80.. if accented => cork_high(code),
        _ => None,
    };
    let known = |code: u8| letter(code).filter(|c| *c != '\0' && font.has(code));
    Some((0..=255).map(|code| known(code).map(String::from)).collect())
}

/// The codes that have a glyph; `None` when a glyph is not named after its code.
fn codes(differences: &[Object]) -> Option<Vec<u8>> {
    let mut code = 0_i64;
    let mut codes = Vec::new();
    for item in differences {
        match item {
            Object::Integer(next) => code = *next,
            Object::Name(name) => {
                if name != b".notdef" {
                    if *name != format!("a{code}").into_bytes() {
                        return None;
                    }
                    codes.push(u8::try_from(code).ok()?);
                }
                code = code.checked_add(1)?;
            }
            _ => return None,
        }
    }
    Some(codes)
}

/// The letter that the Cork encoding has at a code from 128 on.
fn cork_high(code: u8) -> Option<char> {
    CORK_HIGH.chars().nth(usize::from(code.checked_sub(0x80)?))
}

/// A font whose glyphs are named after their codes.
struct Bitmaps<'a> {
    codes: Vec<u8>,
    widths: &'a [Option<f32>],
}

impl Bitmaps<'_> {
    fn has(&self, code: u8) -> bool {
        self.codes.contains(&code)
    }

    /// The width of a code that has a glyph.
    fn width(&self, code: u8) -> Option<f32> {
        self.widths.get(usize::from(code)).copied().flatten().filter(|_| self.has(code))
    }

    /// Whether two codes are equally wide; `None` when one of them has no glyph.
    fn is_as_wide(&self, one: u8, other: u8) -> Option<bool> {
        Some(same(self.width(one)?, self.width(other)?))
    }

    /// Whether the letters have the proportions of TeX's roman.
    fn is_roman(&self) -> bool {
        let narrow = self.width(b'l').or_else(|| self.width(b'i'));
        let (Some(narrow), Some(o), Some(n)) = (narrow, self.width(b'o'), self.width(b'n')) else {
            return false;
        };
        n > 0.0 && same(narrow * 2.0, n) && same(o * 20.0, n * 18.0)
    }

    /// Whether the codes of accented letters are those of the Cork encoding: each as wide as the
    /// letter under its accent, but for the `i`, which is too narrow for some. The encodings of
    /// Cyrillic, with the same lower half, have other widths there.
    fn has_cork_accents(&self) -> bool {
        let mut equal = (0xe0..=0xfc).filter_map(|code| {
            let base = cork_high(code)?.nfd().next().filter(|base| "aceonuy".contains(*base))?;
            self.is_as_wide(code, u8::try_from(base).ok()?)
        });
        equal.next() == Some(true) && equal.all(|is_equal| is_equal)
    }
}

/// Whether two widths are the same, but for rounding.
fn same(one: f32, other: f32) -> bool {
    (one - other).abs() <= ROUNDING * one.abs().max(other.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a font shows for these codes, its glyphs named after them and of these widths.
    fn shown(glyphs: &[(u8, f32)]) -> Option<String> {
        let mut differences = Vec::new();
        let mut widths = vec![None; 256];
        for (code, width) in glyphs {
            differences.push(Object::Integer(i64::from(*code)));
            differences.push(Object::Name(format!("a{code}").into_bytes()));
            widths[usize::from(*code)] = Some(*width);
        }
        let letters = letters(&differences, &widths)?;
        let letter = |code: u8| letters[usize::from(code)].as_deref().unwrap_or("?");
        Some(glyphs.iter().map(|(code, _)| letter(*code)).collect())
    }

    #[test]
    fn letters_are_known_by_the_proportions_of_the_family() {
        let roman = [(b'l', 26.5), (b'n', 53.05), (b'o', 47.75), (b'`', 26.5), (21, 47.75)];
        assert_eq!(shown(&roman).as_deref(), Some("lno‘?"));
        let other = [(b'l', 27.8), (b'n', 55.6), (b'o', 55.6)];
        assert_eq!(shown(&other), None);
        assert_eq!(shown(&[(b'n', 20.0), (b'o', 18.0)]), None);
    }

    #[test]
    fn ligatures_and_accents_are_known_by_their_widths() {
        let n = [(b'i', 10.0), (b'n', 20.0), (b'o', 18.0), (b'e', 16.0), (21, 18.0)];
        let with = |more: &[(u8, f32)]| shown(&[&n[..], more].concat()).unwrap();
        assert_eq!(with(&[(28, 20.0)]), "inoe–ﬁ");
        // As wide as `o`: the `ø` of another encoding.
        assert_eq!(with(&[(28, 18.0)]), "inoe??");
        assert_eq!(with(&[(0xe9, 16.0), (0xef, 12.0)]), "inoe–éï");
        assert_eq!(with(&[(0xe9, 20.0), (0xef, 12.0)]), "inoe???");
    }

    #[test]
    fn glyphs_that_are_not_named_after_their_codes_are_not_known() {
        let named = |name: &str| vec![Object::Integer(65), Object::Name(name.into())];
        assert_eq!(codes(&named("a65")), Some(vec![65]));
        assert_eq!(codes(&named("a66")), None);
        assert_eq!(codes(&named("A")), None);
    }

    #[test]
    fn the_tables_are_complete() {
        assert_eq!(CORK_LOW.chars().count(), 16);
        assert_eq!(CORK_HIGH.chars().count(), 128);
        assert_eq!(cork_high(0xe9), Some('é'));
        assert_eq!(cork_high(0xbc), Some('ĳ'));
    }
}
