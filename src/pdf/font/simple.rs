//! Simple fonts, one byte a code: Type 1, TrueType and Type 3.

use std::borrow::Cow;

use lopdf::{Dictionary, Object};

use super::cmap::CMap;
use super::name::{self, plain};
use super::symbol::Family;
use super::{Codes, Font, Shown, UNKNOWN};
use super::{base_name, builtin, core14, is_bold, program, sane_space, spelled, tex, width};
use crate::pdf::limits::Budget;
use crate::pdf::matrix::Matrix;
use crate::pdf::object::{self, Objects};

/// The bit of a descriptor's flags that says that a font has signs of its own.
const SYMBOLIC: i64 = 1 << 2;
/// How many letters do not show how large a font is.
const FEW: usize = 4;

/// Reads a simple font.
pub fn read(font: &Dictionary, texts: &CMap, objects: &Objects, budget: &mut Budget) -> Font {
    let base = base_name(font, objects).unwrap_or_default();
    let bold = is_bold(Some(&base), font, objects);
    let family = Family::of(&base);
    let (unit, scale) = units(font, objects);
    let widths = width::simple(font, objects, unit);
    // A code that has a width is one that the font has a letter for.
    let has_gaps = texts.is_empty()
        || (0..).zip(&widths).any(|(code, width)| {
            width.is_some_and(|width| width > 0.0) && texts.text(code).is_none()
        });
    let letters = Some(differences(font, objects))
        .filter(|_| texts.is_empty() && is_type3(font, objects))
        .and_then(|differences| tex::letters(font, differences, &widths, objects, budget))
        .unwrap_or_else(|| letters(font, family, has_gaps.then_some(&widths), objects, budget));
    let standard = core14::Standard::of(&base, bold);
    let shown: Vec<Shown<'static>> = (0..=255_u8)
        .map(|code| {
            let index = usize::from(code);
            let text = texts
                .text(u32::from(code))
                .and_then(|text| spelled(text, family))
                .or_else(|| spelled(letters[index].as_deref()?, family));
            let width = widths[index].unwrap_or_else(|| {
                let first = text.as_deref().and_then(|text| text.chars().next());
                standard.width(first.unwrap_or('\u{fffd}'))
            });
            Shown {
                text: text.map_or(Cow::Borrowed(UNKNOWN), Cow::Owned),
                width,
                is_space: code == 32,
            }
        })
        .collect();
    // A space that the font does not list is not drawn: its width is that of what is missing.
    let listed = width::listed(font, objects);
    let space = (0..).zip(&shown).find(|(code, shown)| listed.contains(code) && shown.text == " ");
    let space = space.map(|(_, shown)| shown.width / scale);
    Font { codes: Codes::Simple(shown), bold, space: sane_space(space), scale, is_vertical: false }
}

/// What a unit of width is in parts of the font size, and how large the letters look at size 1.
///
/// The letters of a Type 3 font are drawings in units of their own, so its matrix and box say both.
fn units(font: &Dictionary, objects: &Objects) -> (f32, f32) {
    if !is_type3(font, objects) {
        return (width::UNIT, 1.0);
    }
    let numbers = |key: &[u8]| object::array(font, key, objects).unwrap_or_default();
    let matrix = Matrix::read(numbers(b"FontMatrix"), objects)
        .unwrap_or(Matrix::new(0.001, 0.0, 0.0, 0.001, 0.0, 0.0));
    let height = match numbers(b"FontBBox") {
        [_, low, _, high] => object::number(high, objects)
            .zip(object::number(low, objects))
            .map_or(0.0, |(high, low)| (high - low).abs() * matrix.height()),
        _ => 0.0,
    };
    // A box that is left empty, or about as high as the size, says that the size is what it seems;
    // and so does that of a few low letters: a bullet, a dash.
    let few = numbers(b"Widths").iter().filter(|width| is_wide(width, objects)).count() <= FEW;
    let usual = if few { 0.0..=2.0 } else { 0.4..=2.0 };
    let scale =
        if height.is_finite() && height > 0.0 && !usual.contains(&height) { height } else { 1.0 };
    (matrix.width(), scale)
}

/// Whether a width is more than nothing.
fn is_wide(width: &Object, objects: &Objects) -> bool {
    object::number(width, objects).is_some_and(|width| width != 0.0)
}

/// The text of each code by the font's encoding; `None` where nothing says. A program that takes
/// long to read is asked only where widths are given, to compare its letters by.
fn letters(
    font: &Dictionary,
    family: Option<Family>,
    widths: Option<&Vec<Option<f32>>>,
    objects: &Objects,
    budget: &mut Budget,
) -> Vec<Option<String>> {
    let encoding = object::get(font, b"Encoding", objects);
    let named = match encoding {
        Some(Object::Name(name)) => Some(name.as_slice()),
        Some(Object::Dictionary(dict)) => object::name(dict, b"BaseEncoding", objects),
        _ => None,
    };
    let mut letters = match named.and_then(name::table) {
        Some(table) if family.is_none() => plain(&table),
        _ => unnamed(font, family, widths, objects, budget),
    };
    differ(&mut letters, differences(font, objects));
    letters
}

/// The letters of a font that names no encoding: those of its family, of its program, or the
/// standard ones; none for a font that says it has signs of its own.
fn unnamed(
    font: &Dictionary,
    family: Option<Family>,
    widths: Option<&Vec<Option<f32>>>,
    objects: &Objects,
    budget: &mut Budget,
) -> Vec<Option<String>> {
    if let Some(family) = family {
        return (0..=255).map(|code| family.sign(code).map(String::from)).collect();
    }
    let descriptor = object::dict(font, b"FontDescriptor", objects);
    if let Some(letters) =
        descriptor.and_then(|descriptor| builtin::letters(descriptor, objects, budget))
    {
        return letters;
    }
    let is_type3 = is_type3(font, objects);
    let has_program = descriptor.is_some_and(|dict| {
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| dict.has(key))
    });
    let is_symbolic = descriptor
        .and_then(|dict| object::number_at(dict, b"Flags", objects))
        .is_some_and(|flags| flags as i64 & SYMBOLIC != 0);
    let mut standard = name::table(b"StandardEncoding")
        .filter(|_| !(is_type3 || has_program && is_symbolic))
        .map_or_else(|| vec![None; 256], |table| plain(&table));
    if descriptor.is_some_and(|dict| dict.has(b"FontFile2")) {
        // By the book these are the standard ones too (ISO 32000-1, 9.6.6.4), but a program that
        // leaves the encoding out hardly numbers accents by a list from before Unicode.
        standard[128..].fill(None);
    }
    match descriptor.zip(widths) {
        Some((descriptor, widths)) if !is_type3 => {
            program::codes(descriptor, standard, widths, objects, budget)
        }
        _ => standard,
    }
}

/// Whether the letters of a font are drawings.
fn is_type3(font: &Dictionary, objects: &Objects) -> bool {
    object::name(font, b"Subtype", objects) == Some(b"Type3")
}

/// The `Differences` of a font's encoding; empty where it has none.
fn differences<'a>(font: &'a Dictionary, objects: &'a Objects) -> &'a [Object] {
    match object::get(font, b"Encoding", objects) {
        Some(Object::Dictionary(dict)) => object::array(dict, b"Differences", objects),
        _ => None,
    }
    .unwrap_or_default()
}

/// Puts the letters of a `Differences` array in place: a code, then the names from that code on.
fn differ(letters: &mut [Option<String>], differences: &[Object]) {
    let mut code = 0;
    for item in differences {
        match item {
            Object::Integer(next) => code = usize::try_from(*next).unwrap_or(usize::MAX),
            Object::Name(glyph) => {
                if let Some(slot) = letters.get_mut(code) {
                    *slot = name::text(glyph);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font(entries: &[(&str, Object)]) -> Font {
        let mut dict = Dictionary::new();
        for (key, value) in entries {
            dict.set(*key, value.clone());
        }
        let texts = CMap::default();
        read(&dict, &texts, &Objects::new(), &mut Budget::new())
    }

    fn text(font: &Font, bytes: &[u8]) -> String {
        bytes.iter().map(|byte| font.next(&[*byte]).0.text.into_owned()).collect()
    }

    fn name(name: &str) -> Object {
        Object::Name(name.as_bytes().to_vec())
    }

    #[test]
    fn differences_stand_over_the_base_encoding() {
        let mut encoding = Dictionary::new();
        encoding.set("BaseEncoding", name("WinAnsiEncoding"));
        encoding.set("Differences", vec![65.into(), name("eacute"), name("g7"), name("f_f_i")]);
        let font = font(&[("Encoding", encoding.into())]);
        assert_eq!(text(&font, b"ABCD\x80"), "é\u{fffd}ffiD€");
    }

    #[test]
    fn a_standard_font_needs_no_more_than_its_name() {
        let font = font(&[("BaseFont", name("Helvetica-Bold"))]);
        assert!(font.bold);
        assert_eq!(text(&font, b"Raad'"), "Raad’");
        assert_eq!(font.next(b"R").0.width, 0.722);
        assert_eq!(font.space, 0.278);
    }

    #[test]
    fn accents_of_a_program_without_encoding_are_not_guessed() {
        let descriptor = lopdf::dictionary! { "FontFile2" => lopdf::Object::Reference((9, 0)) };
        let font = font(&[("FontDescriptor", descriptor.into())]);
        assert_eq!(text(&font, b"Raad\xe9"), "Raad\u{fffd}");
    }

    #[test]
    fn a_space_that_is_not_listed_does_not_say_how_wide_one_is() {
        let descriptor = lopdf::dictionary! { "MissingWidth" => 500 };
        let mut entries = vec![
            ("Encoding", name("WinAnsiEncoding")),
            ("FontDescriptor", descriptor.into()),
            ("FirstChar", 65.into()),
            ("Widths", vec![700.into()].into()),
        ];
        assert_eq!(font(&entries).space, 0.25);
        entries[2].1 = 32.into();
        entries[3].1 = vec![300.into()].into();
        assert_eq!(font(&entries).space, 0.3);
    }

    #[test]
    fn symbol_fonts_show_bullets_and_type_3_fonts_without_names_nothing() {
        let symbol = font(&[("BaseFont", name("Symbol"))]);
        assert_eq!(text(&symbol, b"\xb7"), "•");
        let drawn = font(&[("Subtype", name("Type3"))]);
        assert_eq!(text(&drawn, b"A"), "\u{fffd}");
    }

    #[test]
    fn type_3_units_come_from_matrix_and_box() {
        let font = font(&[
            ("Subtype", name("Type3")),
            (
                "FontMatrix",
                vec![Object::Real(0.1), 0.into(), 0.into(), Object::Real(0.1), 0.into(), 0.into()]
                    .into(),
            ),
            ("FontBBox", vec![0.into(), (-20).into(), 80.into(), 80.into()].into()),
            ("FirstChar", 65.into()),
            ("Widths", vec![50.into()].into()),
        ]);
        assert_eq!(font.next(b"A").0.width, 5.0);
        assert_eq!(font.scale, 10.0);
    }
}
