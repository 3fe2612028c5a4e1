//! Embedded font programs, for fonts whose dictionary does not say what their codes mean.
//!
//! What is read of a program is what it says about letters, never their shapes.

use std::collections::HashMap;

use lopdf::{Dictionary, Object};
use ttf_parser::cff::Table;

use super::ascii;
use super::cff::{self, Letters};
use super::sfnt::Sfnt;
use super::spelled;
use super::symbol::Family;
use crate::pdf::limits::Budget;
use crate::pdf::object::{self, Objects};

/// How many steps it costs to open a program.
const OPEN: usize = 10_000;
/// How many steps it costs to find out whether codes are ASCII.
const ASCII: usize = 50_000;
/// How many steps it costs to keep a text, for the memory that it takes.
const KEEP: usize = 32;
/// How many bytes a map from CIDs to glyphs has at most: two each.
const MAP_BYTES: usize = 2 << 16;

/// The text of each code of a simple font without an encoding. `base` holds the letters that the
/// font's dictionary gives them, and `widths` how wide they are; it stands where a TrueType program says nothing about a code, and
/// where there is no program that can be read.
pub fn codes(
    descriptor: &Dictionary,
    base: Vec<Option<String>>,
    widths: &[Option<f32>],
    objects: &Objects,
    budget: &mut Budget,
) -> Vec<Option<String>> {
    let Some(bytes) = bytes(descriptor, objects, budget) else {
        return base;
    };
    let Some(sfnt) = Sfnt::parse(&bytes) else {
        let table = Table::parse(&bytes);
        return table.and_then(|table| cff::codes(&table, budget)).unwrap_or(base);
    };
    if let Some(codes) = sfnt.cff.as_ref().and_then(|table| cff::codes(table, budget)) {
        return codes;
    }
    let letters = sfnt.letters(false, budget);
    let by_program = |code| letters.get(&sfnt.glyph(code)?).cloned();
    let found: Vec<Option<String>> = (0..=255).map(by_program).collect();
    let base = if found.iter().chain(&base).all(Option::is_none) && budget.program(ASCII) {
        ascii::letters(&sfnt, widths).unwrap_or(base)
    } else {
        base
    };
    // What shows nothing is a space.
    let is_blank = |code| sfnt.glyph(code).is_some_and(|glyph| sfnt.is_blank(glyph));
    let blank = |code| is_blank(code).then(|| " ".to_owned());
    let all = (0..=255).zip(found).zip(base);
    all.map(|((code, found), base)| found.or(base).or_else(|| blank(code))).collect()
}

/// The texts of a composite font's CIDs, by the program of its descendant.
pub fn cids(
    descendant: &Dictionary,
    family: Option<Family>,
    objects: &Objects,
    budget: &mut Budget,
) -> HashMap<u32, String> {
    let program = object::dict(descendant, b"FontDescriptor", objects)
        .and_then(|descriptor| bytes(descriptor, objects, budget));
    let Some(bytes) = program else {
        return HashMap::new();
    };
    let (letters, table) = match Sfnt::parse(&bytes) {
        Some(sfnt) => (sfnt.letters(family.is_some(), budget), sfnt.cff),
        None => {
            let table = Table::parse(&bytes);
            let mut letters = Letters::new();
            if let Some(table) = &table {
                cff::name_glyphs(&mut letters, table, budget);
            }
            (letters, table)
        }
    };
    let is_truetype = object::name(descendant, b"Subtype", objects) == Some(b"CIDFontType2");
    let map = object::get(descendant, b"CIDToGIDMap", objects).filter(|_| is_truetype);
    let glyphs: Vec<(u16, u16)> = match (map, table) {
        (Some(Object::Stream(map)), _) => {
            let map = object::unpacked(map, budget).unwrap_or_default();
            let map = &map[..map.len().min(MAP_BYTES)];
            let glyphs = map.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            (0..=u16::MAX).zip(glyphs).collect()
        }
        (None, Some(table)) if !is_truetype => {
            cff::numbers(&table, letters.keys().copied(), budget)
                .unwrap_or_else(|| letters.keys().map(|glyph| (*glyph, *glyph)).collect())
        }
        _ => letters.keys().map(|glyph| (*glyph, *glyph)).collect(),
    };
    if !budget.program(glyphs.len()) {
        return HashMap::new();
    }
    glyphs
        .into_iter()
        .filter_map(|(cid, glyph)| Some((u32::from(cid), spelled(letters.get(&glyph)?, family)?)))
        .take_while(|_| budget.program(KEEP))
        .collect()
}

/// What of a descendant font [`cids`] has to know.
pub fn witnesses(descendant: &Dictionary, objects: &Objects) -> Dictionary {
    let mut witnesses = Dictionary::new();
    for key in ["Subtype", "CIDToGIDMap"] {
        if let Ok(value) = descendant.get(key.as_bytes()) {
            witnesses.set(key, value.clone());
        }
    }
    if let Some(descriptor) = object::dict(descendant, b"FontDescriptor", objects) {
        let programs = [&b"FontFile2"[..], b"FontFile3"].into_iter();
        let program = programs.filter_map(|key| Some((key, descriptor.get(key).ok()?)));
        let descriptor: Dictionary =
            program.map(|(key, value)| (key.to_vec(), value.clone())).collect();
        witnesses.set("FontDescriptor", descriptor);
    }
    witnesses
}

/// Whether the CIDs of a font are the numbers of the glyphs of its TrueType program.
pub fn numbers_glyphs(descendant: &Dictionary, objects: &Objects) -> bool {
    let has_program = object::dict(descendant, b"FontDescriptor", objects)
        .is_some_and(|descriptor| descriptor.has(b"FontFile2"));
    let map = object::get(descendant, b"CIDToGIDMap", objects);
    has_program && !matches!(map, Some(Object::Stream(_)))
}

/// The program of a descriptor, if it is TrueType, OpenType or CFF, unpacked.
fn bytes(descriptor: &Dictionary, objects: &Objects, budget: &mut Budget) -> Option<Vec<u8>> {
    let program = [&b"FontFile2"[..], b"FontFile3"]
        .iter()
        .find_map(|key| object::get(descriptor, key, objects))?
        .as_stream()
        .ok()?;
    budget.program(OPEN).then(|| object::unpacked(program, budget))?
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::super::sample;
    use super::*;

    /// A descriptor with a program under a key.
    fn descriptor(key: &str, program: Vec<u8>) -> (Dictionary, Objects<'static>) {
        let mut objects = Objects::new();
        let program = objects.add_object(Stream::new(Dictionary::new(), program));
        (dictionary! { key => program }, objects)
    }

    /// A TrueType program with `A` as glyph 7, `é` as glyph 8, and the Macintosh codes 1 to 3.
    fn truetype() -> Vec<u8> {
        let unicode: &[(u32, u32)] = &[(0x41, 7), (0xe9, 8)];
        let mac: &[(u32, u32)] = &[(1, 8), (2, 7), (3, 9)];
        sample::sfnt(&[(b"cmap", sample::cmap(&[(1, 0, mac), (3, 10, unicode)]))])
    }

    #[test]
    fn codes_of_a_truetype_font_go_through_its_glyphs() {
        let (descriptor, objects) = descriptor("FontFile2", truetype());
        let mut base = vec![None; 256];
        base[2] = Some("wrong".to_owned());
        base[66] = Some("B".to_owned());
        let codes = codes(&descriptor, base, &[None; 256], &objects, &mut Budget::new());
        let shown = [1, 2, 3, 66].map(|code: usize| codes[code].as_deref());
        assert_eq!(shown, [Some("é"), Some("A"), None, Some("B")]);
    }

    #[test]
    fn a_glyph_without_an_outline_is_a_space() {
        let map: &[(u32, u32)] = &[(1, 1), (2, 2), (3, 9)];
        // Short places: only the second glyph has an outline.
        let program = sample::sfnt(&[
            (b"cmap", sample::cmap(&[(1, 0, map)])),
            (b"head", vec![0; 54]),
            (b"loca", vec![0, 0, 0, 0, 0, 0, 0, 5]),
        ]);
        let (descriptor, objects) = descriptor("FontFile2", program);
        let widths = [None; 256];
        let codes = codes(&descriptor, vec![None; 256], &widths, &objects, &mut Budget::new());
        assert_eq!([1, 2, 3].map(|code: usize| codes[code].as_deref()), [Some(" "), None, None]);
    }

    #[test]
    fn codes_of_a_cff_font_are_those_of_its_program() {
        let (descriptor, objects) = descriptor("FontFile3", sample::cff(&[(1, "a"), (2, "g2")]));
        let base = vec![Some("wrong".to_owned()); 256];
        let codes = codes(&descriptor, base, &[None; 256], &objects, &mut Budget::new());
        assert_eq!([1, 2].map(|code: usize| codes[code].as_deref()), [Some("a"), None]);
    }

    #[test]
    fn a_program_that_is_none_changes_nothing() {
        let base = vec![Some("x".to_owned()); 256];
        for bytes in [&b""[..], b"\0\x01\0\0", b"\x01\0\x04\x01", b"OTTO\xff\xff"] {
            let (descriptor, objects) = descriptor("FontFile3", bytes.to_vec());
            let codes =
                codes(&descriptor, base.clone(), &[None; 256], &objects, &mut Budget::new());
            assert_eq!(codes, base);
        }
    }

    /// The texts of the CIDs 1, 7 and 8 of a composite font.
    fn shown(descendant: &Dictionary, objects: &Objects) -> [Option<String>; 3] {
        let cids = cids(descendant, None, objects, &mut Budget::new());
        [1, 7, 8].map(|cid| cids.get(&cid).cloned())
    }

    #[test]
    fn cids_are_glyphs_unless_a_map_says_which() {
        let (descriptor, mut objects) = descriptor("FontFile2", truetype());
        let mut font = dictionary! {
            "Subtype" => "CIDFontType2",
            "CIDToGIDMap" => "Identity",
            "FontDescriptor" => descriptor,
        };
        let [a, e] = ["A", "é"].map(|text| Some(text.to_owned()));
        assert_eq!(shown(&font, &objects), [None, a, e.clone()]);
        let map = Stream::new(Dictionary::new(), vec![0, 0, 0, 8]);
        font.set("CIDToGIDMap", objects.add_object(map));
        assert_eq!(shown(&font, &objects), [e, None, None]);
    }

    #[test]
    fn cids_of_a_cff_program_with_names_are_its_glyphs() {
        let (descriptor, objects) = descriptor("FontFile3", sample::cff(&[(65, "eacute")]));
        let font = dictionary! { "Subtype" => "CIDFontType0", "FontDescriptor" => descriptor };
        assert_eq!(shown(&font, &objects), [Some("é".to_owned()), None, None]);
    }
}
