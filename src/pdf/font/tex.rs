//! The bitmap fonts of TeX: Type 3 fonts that name the glyph of code 65 `a65`, and say no more.
//!
//! What such a code means depends on which of TeX's encodings the font has, and the only witnesses
//! are the widths of the letters and how far their drawings reach. A font with the proportions of
//! Computer Modern, TeX's own family, has its letters where ASCII has them; where its ligatures,
//! accents and dashes are is told from the widths too. In other fonts a bullet is known by its
//! shape. All else stays unknown.

use lopdf::{Dictionary, Object};
use unicode_normalization::UnicodeNormalization;

use super::drawing::Reach;
use super::modern::Modern;
use crate::pdf::limits::Budget;
use crate::pdf::object::Objects;

/// What the text encodings of TeX have in common with ASCII, but for letters and digits. Its quotes
/// are curly.
const COMMON: &[u8] = b"!#%&'()*+,-./:;=?@[]`";
/// Codes 11 to 31 of TeX's first encoding.
const FIRST_LOW: &str = "ﬀﬁﬂﬃﬄıȷ`´ˇ˘¯˚¸ßæœøÆŒØ";
/// Codes 16 to 31 of the Cork encoding.
const CORK_LOW: &str = "“”„«»–—\0\0ıȷﬀﬁﬂﬃﬄ";
/// Codes 128 to 255 of the Cork encoding. Code 223 is two letters.
const CORK_HIGH: &str = "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§\
    ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞ\0\
    àáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß";

/// The code of the bullet in TeX's companion encoding, and in its encoding of mathematical signs.
const COMPANION_BULLET: u8 = 136;
const MATHEMATICAL_BULLET: u8 = 15;

/// The letters of the 256 codes of a Type 3 font with these `Differences` and widths; `None` when
/// it is no bitmap font of TeX, or nothing of it is known.
pub fn letters(
    font: &Dictionary,
    differences: &[Object],
    widths: &[Option<f32>],
    objects: &Objects,
    budget: &mut Budget,
) -> Option<Vec<Option<String>>> {
    let codes = codes(differences)?;
    let mut reach = |code: u8| {
        let glyph = format!("a{code}");
        codes.contains(&code).then(|| Reach::of(font, glyph.as_bytes(), objects, budget))?
    };
    let width = |code: u8| widths.get(usize::from(code)).copied().flatten();
    let letter: Box<dyn Fn(u8) -> Option<char>> =
        match Modern::of(|code| width(code).filter(|_| codes.contains(&code)), 1.0) {
            Some(modern) => {
                let text = Text::of(&codes, widths, &modern, &mut reach);
                Box::new(move |code| text.letter(code))
            }
            None if reach(COMPANION_BULLET).is_some_and(|reach| reach.is_bullet()) => {
                Box::new(companion)
            }
            None if reach(MATHEMATICAL_BULLET).is_some_and(|reach| reach.is_bullet()) => {
                Box::new(|code| (code == MATHEMATICAL_BULLET).then_some('•'))
            }
            None => return None,
        };
    let known = |code| letter(code).filter(|c| *c != '\0' && codes.contains(&code));
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

/// A sign of the companion encoding.
fn companion(code: u8) -> Option<char> {
    match code {
        42 => Some('∗'),
        132 => Some('†'),
        133 => Some('‡'),
        135 => Some('‰'),
        COMPANION_BULLET => Some('•'),
        // As in Latin 1, but for a few signs of its own.
        162..=190 if ![171, 173, 184, 187].contains(&code) => Some(char::from(code)),
        191 => Some('€'),
        214 => Some('×'),
        246 => Some('÷'),
        _ => None,
    }
}

/// What is known of a font of letters.
struct Text {
    encoding: Encoding,
    /// Whether codes from 128 on are letters with accents.
    accented: bool,
    /// The code of a dash, where that is all that is known beside ASCII.
    dash: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    /// TeX's first one, of 128 codes (OT1).
    First,
    /// The Cork encoding (T1).
    Cork,
    /// One of these, or another.
    Unknown,
}

impl Text {
    /// Finds out which encoding a font has. Of the codes that differ, the ligatures and dashes are
    /// the most common.
    fn of(
        codes: &[u8],
        widths: &[Option<f32>],
        modern: &Modern,
        reach: &mut impl FnMut(u8) -> Option<Reach>,
    ) -> Self {
        let width = |code: u8| widths[usize::from(code)].filter(|_| codes.contains(&code));
        let ligature = |code| width(code).is_some_and(|width| modern.is_as_wide(width, b'n'));
        let mut is_dash = |code| reach(code).is_some_and(|reach| reach.is_dash());
        let accented = has_cork_accents(width, modern);
        let encoding = if accented || ligature(28) {
            Encoding::Cork
        } else if ligature(12) || is_dash(123) || is_dash(124) {
            Encoding::First
        } else {
            Encoding::Unknown
        };
        let dash = (encoding == Encoding::Unknown && is_dash(21)).then_some(21);
        Self { encoding, accented, dash }
    }

    /// The letter of a code; NUL where it is more than one.
    fn letter(&self, code: u8) -> Option<char> {
        match (code, self.encoding) {
            (b'\'', _) => Some('’'),
            (b'`', _) => Some('‘'),
            _ if code.is_ascii_alphanumeric() || COMMON.contains(&code) => Some(char::from(code)),
            _ if self.dash == Some(code) => Some('–'),
            (16..=31, Encoding::Cork) => CORK_LOW.chars().nth(usize::from(code - 16)),
            (33..=126, Encoding::Cork) => Some(char::from(code)),
            (128.., Encoding::Cork) if self.accented => cork_high(code),
            (11..=31, Encoding::First) => FIRST_LOW.chars().nth(usize::from(code - 11)),
            (_, Encoding::First) => first(code),
            _ => None,
        }
    }
}

/// What TeX's first encoding has in the place of some signs of ASCII; not the dollar, which is a
/// pound in italics.
fn first(code: u8) -> Option<char> {
    match code {
        b'"' => Some('”'),
        b'\\' => Some('“'),
        b'<' => Some('¡'),
        b'>' => Some('¿'),
        b'{' => Some('–'),
        b'|' => Some('—'),
        b'^' | b'~' => Some(char::from(code)),
        0x7f => Some('¨'),
        _ => None,
    }
}

/// Whether the codes of accented letters are those of the Cork encoding: each as wide as the letter
/// under its accent, but for the `i`, which is too narrow for some. The encodings of Cyrillic, with
/// the same lower half, have other widths there.
fn has_cork_accents(width: impl Fn(u8) -> Option<f32>, modern: &Modern) -> bool {
    let mut equal = (0xe0..=0xfc).filter_map(|code| {
        let base = cork_high(code)?.nfd().next().filter(|base| "aceonuy".contains(*base))?;
        Some(modern.is_as_wide(width(code)?, u8::try_from(base).ok()?))
    });
    equal.next() == Some(true) && equal.all(|is_equal| is_equal)
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    /// What a font shows for these codes, its glyphs named after them, of these widths, and with
    /// drawings that reach so far: left, bottom, right, top.
    fn shown(glyphs: &[(u8, f32, [i16; 4])]) -> Option<String> {
        let mut objects = Objects::new();
        let mut drawings = Dictionary::new();
        let mut differences = Vec::new();
        let mut widths = vec![None; 256];
        for (code, width, [x0, y0, x1, y1]) in glyphs {
            let name = format!("a{code}");
            let drawing = format!("{width} 0 {x0} {y0} {x1} {y1} d1 q");
            let drawing = objects.add_object(Stream::new(Dictionary::new(), drawing.into_bytes()));
            drawings.set(name.as_bytes(), drawing);
            differences.push(Object::Integer(i64::from(*code)));
            differences.push(Object::Name(name.into_bytes()));
            widths[usize::from(*code)] = Some(*width);
        }
        let font = dictionary! { "CharProcs" => drawings };
        let letters = letters(&font, &differences, &widths, &objects, &mut Budget::new())?;
        let letter = |code: u8| letters[usize::from(code)].as_deref().unwrap_or("?");
        Some(glyphs.iter().map(|(code, ..)| letter(*code)).collect())
    }

    /// A letter that stands on its baseline.
    fn glyph(code: u8, width: f32) -> (u8, f32, [i16; 4]) {
        (code, width, [0, 0, width as i16, 40])
    }

    #[test]
    fn letters_are_known_by_the_proportions_of_the_family() {
        let widths = [(b'l', 26.5), (b'n', 53.05), (b'o', 47.75), (b'`', 26.5), (21, 47.75)];
        let roman = widths.map(|(code, width)| glyph(code, width));
        assert_eq!(shown(&roman).as_deref(), Some("lno‘?"));
        let other = [(b'l', 27.8), (b'n', 55.6), (b'o', 55.6)];
        assert_eq!(shown(&other.map(|(code, width)| glyph(code, width))), None);
    }

    #[test]
    fn ligatures_accents_and_dashes_are_known_by_their_widths_and_shapes() {
        let n = [(b'i', 10.0), (b'n', 20.0), (b'o', 18.0), (b'e', 16.0), (21, 18.0)];
        let with = |more: &[(u8, f32)]| {
            let glyphs = n.iter().chain(more).map(|(code, width)| glyph(*code, *width));
            shown(&glyphs.collect::<Vec<_>>()).unwrap()
        };
        assert_eq!(with(&[(28, 20.0)]), "inoe–ﬁ");
        // As wide as `o`: the `ø` of another encoding.
        assert_eq!(with(&[(28, 18.0)]), "inoe??");
        assert_eq!(with(&[(0xe9, 16.0), (0xef, 12.0)]), "inoe–éï");
        assert_eq!(with(&[(0xe9, 20.0), (0xef, 12.0)]), "inoe???");
        assert_eq!(with(&[(12, 20.0), (b'"', 18.0), (b'{', 18.0), (19, 18.0)]), "inoe˘ﬁ”–´");
        let dash = |code| (code, 18.0, [0, 8, 18, 9]);
        let i = [glyph(b'i', 10.0), glyph(b'n', 20.0), glyph(b'o', 18.0)];
        assert_eq!(shown(&[&i[..], &[dash(21)]].concat()).as_deref(), Some("ino–"));
        assert_eq!(shown(&[&i[..], &[dash(b'{'), dash(b'"')]].concat()).as_deref(), Some("ino–”"));
    }

    #[test]
    fn bullets_are_known_by_their_shape_and_their_companions_with_them() {
        let bullet = |code| (code, 41.52, [5, 5, 36, 37]);
        assert_eq!(shown(&[bullet(136), glyph(191, 64.58)]).as_deref(), Some("•€"));
        assert_eq!(shown(&[bullet(15), glyph(0, 64.58)]).as_deref(), Some("•?"));
        assert_eq!(shown(&[glyph(136, 41.52), glyph(191, 64.58)]), None);
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
        assert_eq!(FIRST_LOW.chars().count(), 21);
        assert_eq!(cork_high(0xe9), Some('é'));
        assert_eq!(cork_high(0xbc), Some('ĳ'));
    }
}
