//! TrueType and OpenType programs read backwards: from glyphs to letters.
//!
//! Such a program maps characters to glyphs (`cmap`) and may name its glyphs (`post`). Subsets
//! often keep neither, or number their characters anew; what such a map says about letters is not
//! believed.

use ttf_parser::cmap::{Format, Subtable};
use ttf_parser::{GlyphId, PlatformId, RawFace, cff, cmap, post};

use super::cff::{Letters, name_glyphs};
use super::name;
use crate::pdf::limits::Budget;

/// How many maps of one program are looked at.
const MAPS: u16 = 16;
/// How many tables of one program are looked at.
const TABLES: usize = 64;
/// Where the private part of Unicode begins, and with it the letters that mean nothing elsewhere.
const PRIVATE: u32 = 0xe000;
/// Where it ends.
const PRIVATE_END: u32 = 0xf8ff;
/// Where symbol fonts keep their 256 codes.
const SIGNS: u32 = 0xf000;
/// How many names every program may use; the numbers from here on are names of its own.
const STANDARD_NAMES: u16 = 258;

/// An opened program, as far as letters need it.
pub struct Sfnt<'a> {
    maps: Vec<Subtable<'a>>,
    post: Option<&'a [u8]>,
    /// Where the outline of each glyph begins, and whether these numbers have four bytes.
    outlines: Option<(&'a [u8], bool)>,
    /// How many glyphs it has.
    glyphs: Option<u16>,
    /// Its outlines in the compact form, if they are.
    pub cff: Option<cff::Table<'a>>,
}

impl<'a> Sfnt<'a> {
    /// Opens a program; `None` when it is of another sort. A table that cannot be read is taken for
    /// missing.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let face = RawFace::parse(bytes, 0).ok()?;
        // The tables should be sorted by their tags, and in some files they are not.
        let table = |tag: &[u8; 4]| {
            let tag = ttf_parser::Tag::from_bytes(tag);
            let record =
                face.table_records.into_iter().take(TABLES).find(|record| record.tag == tag)?;
            let start = usize::try_from(record.offset).ok()?;
            let end = start.checked_add(usize::try_from(record.length).ok()?)?;
            bytes.get(start..end.min(bytes.len()))
        };
        let subtables = table(b"cmap").and_then(cmap::Table::parse).map(|map| map.subtables);
        let maps = subtables.map_or_else(Vec::new, |maps| {
            (0..maps.len().min(MAPS))
                .filter_map(|index| maps.get(index))
                .filter(|map| is_readable(map))
                .collect()
        });
        let cff = table(b"CFF ").and_then(cff::Table::parse);
        let glyphs = table(b"maxp").and_then(|table| table.get(4..6));
        let glyphs = glyphs.map(|count| u16::from_be_bytes([count[0], count[1]]));
        let is_long = table(b"head").and_then(|head| head.get(50..52)).map(|word| word != [0, 0]);
        let outlines = table(b"loca").zip(is_long);
        Some(Self { maps, post: table(b"post"), glyphs, outlines, cff })
    }

    /// The glyph that a simple font without an encoding shows for a code (ISO 32000-1, 9.6.6.4): by
    /// the symbol map, where the code may be moved to the private part, or else by that of the
    /// Macintosh.
    pub fn glyph(&self, code: u8) -> Option<u16> {
        let code = u32::from(code);
        let symbols = [code, SIGNS + code, SIGNS + 0x100 + code, SIGNS + 0x200 + code];
        let by_symbol = self.map(PlatformId::Windows, 0);
        by_symbol
            .and_then(|map| symbols.iter().find_map(|code| glyph(map, *code)))
            .or_else(|| glyph(self.map(PlatformId::Macintosh, 0)?, code))
    }

    /// The texts of all glyphs that have one: by the character map, else by their names, else as a
    /// private character. The codes of the symbol map count as such when `is_symbol` says that this
    /// is a symbol font; other fonts have codes there that mean anything.
    ///
    /// Where several characters share a glyph, the lowest is meant: a hyphen, not a soft one.
    pub fn letters(&self, is_symbol: bool, budget: &mut Budget) -> Letters {
        let mut letters = Letters::new();
        let map = self.unicode();
        let known = (0x20..PRIVATE).chain(PRIVATE_END + 1..=0xffff);
        if let Some(map) = map {
            add(&mut letters, map, known, budget);
        }
        match &self.cff {
            Some(cff) => name_glyphs(&mut letters, cff, budget),
            None => self.name_glyphs(&mut letters, budget),
        }
        if let Some(map) = map {
            add(&mut letters, map, PRIVATE..=PRIVATE_END, budget);
        }
        if let Some(map) = self.map(PlatformId::Windows, 0).filter(|_| is_symbol) {
            add(&mut letters, map, SIGNS..=SIGNS + 0xff, budget);
        }
        letters
    }

    /// The map from Unicode that has the most; `None` where none can be believed.
    fn unicode(&self) -> Option<&Subtable<'a>> {
        let rank = |map: &&Subtable| match (map.platform_id, map.encoding_id) {
            (PlatformId::Windows, 10) => 3,
            (PlatformId::Windows, _) => 2,
            _ => 1,
        };
        self.maps
            .iter()
            .filter(|map| map.is_unicode())
            .max_by_key(rank)
            .filter(|map| !is_made_up(map))
    }

    /// The map of a platform and an encoding of it.
    fn map(&self, platform: PlatformId, encoding: u16) -> Option<&Subtable<'a>> {
        self.maps.iter().find(|map| (map.platform_id, map.encoding_id) == (platform, encoding))
    }

    /// Whether a glyph has no outline.
    pub fn is_blank(&self, glyph: u16) -> bool {
        let Some((places, is_long)) = self.outlines else {
            return false;
        };
        let size = if is_long { 4 } else { 2 };
        let start = size * usize::from(glyph);
        places.get(start..start + 2 * size).is_some_and(|pair| pair[..size] == pair[size..])
    }

    /// The texts of the glyphs that all programs of the first makers begin with.
    pub fn standard_letters() -> Vec<Option<String>> {
        let table = standard_names();
        let names = post::Table::parse(&table);
        let text = |glyph| name::letter(names?.glyph_name(GlyphId(glyph))?);
        (0..STANDARD_NAMES).map(text).collect()
    }

    /// Adds the texts of glyphs that have a name and no text yet. Version 2 of the table has names:
    /// a number a glyph, then the names that are not standard, each after its length. Version 1 says
    /// that the glyphs are the 258 standard ones; a subset may say so too, and is not believed.
    fn name_glyphs(&self, letters: &mut Letters, budget: &mut Budget) {
        // Version 1 says that each glyph has the standard name of its number.
        let is_standard = self.glyphs == Some(STANDARD_NAMES)
            && self.post.is_some_and(|post| post.starts_with(&[0, 1, 0, 0]));
        let standard = is_standard.then(standard_names);
        let data = standard.as_deref().or(self.post);
        let Some((table, data)) = data.and_then(|data| Some((post::Table::parse(data)?, data)))
        else {
            return;
        };
        let own: Vec<&str> = table.names().take(usize::from(u16::MAX)).collect();
        let word = |pair: &[u8]| u16::from_be_bytes([pair[0], pair[1]]);
        let mut numbers = data.get(32..).unwrap_or_default().chunks_exact(2).map(word);
        let count = numbers.next().unwrap_or(0);
        for (glyph, number) in (0..count).zip(numbers) {
            let name = match number.checked_sub(STANDARD_NAMES) {
                Some(index) => own.get(usize::from(index)).copied(),
                None => table.glyph_name(GlyphId(glyph)),
            };
            let Some(name) = name else {
                continue;
            };
            if !letters.contains_key(&glyph) {
                if !budget.program(name::STEPS) {
                    return;
                }
                letters.extend(name::letter(name).map(|text| (glyph, text)));
            }
        }
    }
}

/// A table of names, version 2, in which each glyph has the standard name of its number.
fn standard_names() -> Vec<u8> {
    let mut table = vec![0, 2, 0, 0];
    table.resize(32, 0);
    let numbers = std::iter::once(STANDARD_NAMES).chain(0..STANDARD_NAMES);
    table.extend(numbers.flat_map(u16::to_be_bytes));
    table
}

/// Whether a map can be read backwards: not one of variants of glyphs, nor one in which many
/// characters share a glyph (formats 14 and 13).
fn is_readable(map: &Subtable) -> bool {
    !matches!(map.format, Format::UnicodeVariationSequences(_) | Format::ManyToOneRangeMappings(_))
}

/// Adds the characters of a range that a map has glyphs for; a glyph that has a text keeps it.
fn add(
    letters: &mut Letters,
    map: &Subtable,
    range: impl Iterator<Item = u32> + Clone,
    budget: &mut Budget,
) {
    if !budget.program(range.clone().count()) {
        return;
    }
    let characters = range.filter_map(char::from_u32).filter(|c| !c.is_control());
    for c in characters {
        if let Some(glyph) = glyph(map, u32::from(c)) {
            letters.entry(glyph).or_insert_with(|| c.to_string());
        }
    }
}

/// The glyph of a code; `None` for the one that stands for all that are missing.
fn glyph(map: &Subtable, code: u32) -> Option<u16> {
    map.glyph_index(code).map(|glyph| glyph.0).filter(|glyph| *glyph != 0)
}

/// Whether a map has letters where Unicode has control characters: then its codes are numbers that
/// the maker of the file gave out, whatever the map calls itself. A few control characters have
/// (empty) glyphs in honest fonts.
fn is_made_up(map: &Subtable) -> bool {
    (1..0x20)
        .filter(|code| ![0x08, 0x09, 0x0a, 0x0d, 0x1d].contains(code))
        .filter(|code| glyph(map, *code).is_some())
        .count()
        > 2
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::pdf::limits::PROGRAM_STEPS;

    fn letters(program: &[u8], is_symbol: bool) -> Vec<(u16, String)> {
        let sfnt = Sfnt::parse(program).unwrap();
        let mut letters: Vec<_> = sfnt.letters(is_symbol, &mut Budget::new()).into_iter().collect();
        letters.sort();
        letters
    }

    fn expected(letters: &[(u16, &str)]) -> Vec<(u16, String)> {
        letters.iter().map(|(glyph, text)| (*glyph, (*text).to_owned())).collect()
    }

    #[test]
    fn characters_come_first_then_names() {
        let map: &[(u32, u32)] = &[(0x2d, 2), (0x41, 1), (0x42, 0), (0xad, 2), (0xe000, 4)];
        let program = sample::sfnt(&[
            // Not sorted by their tags.
            (b"post", sample::post(&[0, 37, 38, 258, 259, 260], &["f_f_j", "eacute", "g5"])),
            (b"cmap", sample::cmap(&[(3, 10, map)])),
        ]);
        let found = expected(&[(1, "A"), (2, "-"), (3, "ffj"), (4, "é")]);
        assert_eq!(letters(&program, false), found);
    }

    #[test]
    fn glyphs_have_their_standard_names_only_in_a_whole_program() {
        let mut post = vec![0, 1, 0, 0];
        post.resize(32, 0);
        let program = |count: u16| {
            let count = count.to_be_bytes();
            let maxp = vec![0, 1, 0, 0, count[0], count[1]];
            sample::sfnt(&[(b"maxp", maxp), (b"post", post.clone())])
        };
        let found = letters(&program(258), false);
        assert!(found.contains(&(36, "A".to_owned())) && found.contains(&(112, "é".to_owned())));
        assert!(letters(&program(60), false).is_empty());
    }

    #[test]
    fn a_map_of_numbers_that_were_given_out_is_not_believed() {
        let numbered: Vec<(u32, u32)> = (1..=100).map(|code| (code, code)).collect();
        let program = sample::sfnt(&[(b"cmap", sample::cmap(&[(3, 10, &numbered)]))]);
        assert!(letters(&program, false).is_empty());
    }

    #[test]
    fn codes_of_symbol_maps_are_signs_only_in_symbol_fonts() {
        let map: &[(u32, u32)] = &[(0xf0a7, 5)];
        let program = sample::sfnt(&[(b"cmap", sample::cmap(&[(3, 0, map)]))]);
        assert_eq!(Sfnt::parse(&program).unwrap().glyph(0xa7), Some(5));
        assert!(letters(&program, false).is_empty());
        assert_eq!(letters(&program, true), expected(&[(5, "\u{f0a7}")]));
    }

    #[test]
    fn a_program_is_read_within_the_budget() {
        let map: &[(u32, u32)] = &[(0x41, 1)];
        let program = sample::sfnt(&[(b"cmap", sample::cmap(&[(3, 10, map)]))]);
        let sfnt = Sfnt::parse(&program).unwrap();
        let mut budget = Budget::new();
        assert!(budget.program(PROGRAM_STEPS - 10));
        assert!(sfnt.letters(false, &mut budget).is_empty());
        assert_eq!(budget.exceeded(), Some("50000000 steps in font programs"));
        assert!(!budget.is_spent());
    }

    #[test]
    fn a_program_that_is_cut_off_anywhere_is_read_as_far_as_it_goes() {
        let map: &[(u32, u32)] = &[(0x41, 1)];
        let program = sample::sfnt(&[
            (b"cmap", sample::cmap(&[(3, 10, map)])),
            (b"post", sample::post(&[0, 258], &["eacute"])),
        ]);
        for end in 0..program.len() {
            if let Some(sfnt) = Sfnt::parse(&program[..end]) {
                let letters = sfnt.letters(false, &mut Budget::new());
                assert!(letters.get(&1).is_none_or(|text| text == "A" || text == "é"));
            }
        }
    }
}
