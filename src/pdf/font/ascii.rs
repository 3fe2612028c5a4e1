//! TrueType programs whose codes nobody names, but which have their letters where ASCII has them.
//!
//! Printers of PDFs embed fonts so: the codes of the text as it was, the glyphs of the program as
//! they were, and no encoding. Other programs number letters anew as they come; then codes mean
//! nothing. Two things tell them apart: the glyphs stand in the order that all programs of the first
//! makers have, or the widths are those of Latin letters, with gaps between the codes and a blank
//! where the space is. All else stays unknown.

use unicode_normalization::UnicodeNormalization;

use super::name;
use super::sfnt::Sfnt;

/// How many codes of a font are compared at least.
const CODES: usize = 3;
/// How many codes are left out between the first and the last, at least.
const GAPS: usize = 3;
/// How many comparisons of widths are made at least; all have to come out.
const COMPARISONS: usize = 10;
/// How far the standard order of glyphs is behind ASCII.
const BEHIND: u16 = 29;

/// The letters of the 256 codes of a font with this program and these widths; `None` where they are
/// not those of ASCII.
pub fn letters(sfnt: &Sfnt, widths: &[Option<f32>]) -> Option<Vec<Option<String>>> {
    let ink: Vec<u8> = (0x21..0x7f).filter(|code| sfnt.glyph(*code).is_some()).collect();
    let (first, last) = (ink.first()?, ink.last()?);
    if ink.len() < CODES || ink.len() + GAPS > usize::from(last - first) + 1 {
        return None;
    }
    let is_standard = |code: &u8| sfnt.glyph(*code) == u16::from(*code).checked_sub(BEHIND);
    let width = |code: u8| widths[usize::from(code)].filter(|_| sfnt.glyph(code).is_some());
    let windows = name::table(b"WinAnsiEncoding")?;
    let letter: Box<dyn Fn(u8) -> Option<String>> = if ink.iter().all(is_standard) {
        let mac = name::table(b"MacRomanEncoding")?;
        let names = Sfnt::standard_letters();
        Box::new(move |code| {
            let text = names.get(usize::from(sfnt.glyph(code)?))?.clone()?;
            let meant = [windows, mac].map(|table| table[usize::from(code)].map(String::from));
            meant.contains(&Some(text.clone())).then_some(text)
        })
    } else if sfnt.glyph(b' ').is_some_and(|glyph| sfnt.is_blank(glyph)) && is_latin(width) {
        let is_windows = has_accents(width, &windows);
        Box::new(move |code| {
            sfnt.glyph(code)?;
            windows[usize::from(code)].filter(|c| c.is_ascii() || is_windows).map(String::from)
        })
    } else {
        return None;
    };
    let shown = |code: u8| if code == b' ' { Some(" ".to_owned()) } else { letter(code) };
    Some((0..=255).map(shown).collect())
}

/// Whether the widths of codes are those of the letters that ASCII has there, in any proportional
/// font: a narrow `i`, a wide `m`, digits that are all alike.
fn is_latin(width: impl Fn(u8) -> Option<f32>) -> bool {
    let ratio = |a: u8, b: u8| Some(width(a)? / width(b)?).filter(|ratio| ratio.is_finite());
    let alike = |pairs: &[u8; 2], slack: f32| {
        ratio(pairs[0], pairs[1]).map(|ratio| (1.0 - slack..=1.0 + slack).contains(&ratio))
    };
    let digits = (b'1'..=b'9').map(|digit| alike(&[b'0', digit], 0.02));
    let similar = [b"nh", b"nu", b"bd", b"pq", b"bp", b"il"].map(|pair| alike(pair, 0.15));
    let near = [b"oe", b"oa", b"on", b"ob", b".,"].map(|pair| alike(pair, 0.3));
    let narrower = [b"in", b"ln", b"io", b"le", b"ie", b"la", b"jn", b"IN", b"IH", b".0", b",0"]
        .map(|pair| ratio(pair[0], pair[1]).map(|ratio| ratio < 0.8));
    let wider = [b"mn", b"mo", b"me", b"wv", b"MN", b"WV", b"mi"]
        .map(|pair| ratio(pair[0], pair[1]).map(|ratio| ratio > 1.05));
    let comparisons: Vec<bool> =
        digits.chain(similar).chain(near).chain(narrower).chain(wider).flatten().collect();
    comparisons.len() >= COMPARISONS && comparisons.iter().all(|holds| *holds)
}

/// Whether codes beyond ASCII are letters with accents by a table: each as wide as its base.
fn has_accents(width: impl Fn(u8) -> Option<f32>, table: &name::Table) -> bool {
    let mut equal = (0xc0..=0xff).filter_map(|code: u8| {
        let base =
            table[usize::from(code)]?.nfd().next().filter(|base| "aceonuy".contains(*base))?;
        let (one, other) = (width(code)?, width(u8::try_from(base).ok()?)?);
        Some((one - other).abs() <= 0.01 * other)
    });
    equal.next() == Some(true) && equal.all(|is_equal| is_equal)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// Widths of Helvetica, the `é` among them.
    const WIDTHS: [(u8, f32); 16] = [
        (b' ', 0.278),
        (b'.', 0.278),
        (b'0', 0.556),
        (b'5', 0.556),
        (b'R', 0.722),
        (b'a', 0.556),
        (b'd', 0.556),
        (b'e', 0.556),
        (b'h', 0.556),
        (b'i', 0.222),
        (b'l', 0.222),
        (b'm', 0.833),
        (b'n', 0.556),
        (b'o', 0.556),
        (0x92, 0.222),
        (0xe9, 0.556),
    ];

    /// What a font shows for these codes, with glyphs that each code gets by a function.
    fn shown(codes: &[(u8, f32)], glyph: impl Fn(u8) -> u32) -> Option<String> {
        let map: Vec<(u32, u32)> =
            codes.iter().map(|(code, _)| (0xf000 + u32::from(*code), glyph(*code))).collect();
        let mut widths = vec![None; 256];
        for (code, width) in codes {
            widths[usize::from(*code)] = Some(*width);
        }
        // No glyph has an outline but the last, and so the one of the space has none.
        let mut head = vec![0; 54];
        head[51] = 1;
        let loca = vec![0; 4 * 300];
        let program = sample::sfnt(&[
            (b"cmap", sample::cmap(&[(3, 0, &map)])),
            (b"head", head),
            (b"loca", loca),
        ]);
        let letters = letters(&Sfnt::parse(&program).unwrap(), &widths)?;
        let letter = |code: u8| letters[usize::from(code)].as_deref().unwrap_or("?");
        Some(codes.iter().map(|(code, _)| letter(*code)).collect())
    }

    #[test]
    fn the_standard_order_of_glyphs_tells_ascii() {
        let order = |code| match code {
            0xe9 => 112,
            0x92 => 183,
            code => u32::from(code) - 29,
        };
        let few = [(b' ', 0.3), (b'.', 0.3), (b'3', 0.6), (b'D', 0.7), (0x92, 0.2), (0xe9, 0.5)];
        assert_eq!(shown(&few, order).as_deref(), Some(" .3D’é"));
        // Numbered as they come.
        assert_eq!(shown(&few, |code| u32::from(code) - 30), None);
    }

    #[test]
    fn the_widths_of_latin_letters_tell_ascii() {
        let glyph = |code: u8| u32::from(code);
        assert_eq!(shown(&WIDTHS, glyph).as_deref(), Some(" .05Radehilmno’é"));
        // Without accents, what is beyond ASCII may be of any table.
        assert_eq!(shown(&WIDTHS[..15], glyph).as_deref(), Some(" .05Radehilmno?"));
        // The same widths one code further on.
        assert_eq!(shown(&WIDTHS.map(|(code, width)| (code + 1, width)), glyph), None);
        // Codes without gaps.
        let dense: Vec<(u8, f32)> = (b' '..b'z').map(|code| (code, 0.5)).collect();
        assert_eq!(shown(&dense, glyph), None);
    }
}
