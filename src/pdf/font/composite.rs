//! Composite fonts: codes of one byte or more, which number glyphs.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use lopdf::{Dictionary, Object};

use super::cmap::CMap;
use super::predefined::{self, Letters};
use super::symbol::Family;
use super::width::Widths;
use super::{Codes, Font, SPACE, Shown, UNKNOWN};
use super::{base_name, is_bold, program, sane_space, spelled};
use crate::pdf::limits::Budget;
use crate::pdf::object::{self, Objects};

/// What a composite font shows for its codes.
#[derive(Debug)]
pub struct Composite {
    /// Splits strings into codes, and numbers the glyphs of each.
    reading: CMap,
    /// The text of each code.
    texts: CMap,
    /// The text of each glyph number by the font program, once that had to be asked.
    programmed: OnceCell<HashMap<u32, String>>,
    /// What of the descendant's dictionary says which program that is.
    descendant: Dictionary,
    family: Option<Family>,
    widths: Widths,
    /// Whether a code that `reading` does not number is the number itself.
    is_identity: bool,
    /// How codes are letters themselves.
    letters: Letters,
}

/// Reads a composite font, with the texts that its `ToUnicode` gives.
pub fn read(font: &Dictionary, texts: CMap, objects: &Objects, budget: &mut Budget) -> Font {
    let empty = Dictionary::new();
    let descendant = object::array(font, b"DescendantFonts", objects)
        .and_then(|fonts| object::as_dict(object::resolve(fonts.first()?, objects)?))
        .unwrap_or(&empty);
    let base = base_name(font, objects).or_else(|| base_name(descendant, objects));
    let (reading, letters, is_vertical) = encoding(font, objects, budget);
    let is_identity =
        matches!(object::name(font, b"Encoding", objects), Some(b"Identity-H" | b"Identity-V"));
    let family = base.as_deref().and_then(Family::of);
    let numbers_glyphs = is_identity && program::numbers_glyphs(descendant, objects);
    let texts = Some(texts).filter(|texts| !(numbers_glyphs && texts.is_identity()));
    let texts = texts.unwrap_or_default().map(|text| spelled(text, family));
    let is_empty = texts.is_empty();
    let mut font = Font {
        bold: is_bold(base.as_deref(), descendant, objects),
        codes: Codes::Composite(Box::new(Composite {
            reading,
            texts,
            programmed: OnceCell::new(),
            descendant: program::witnesses(descendant, objects),
            family,
            widths: if is_vertical {
                Widths::down(descendant, objects)
            } else {
                Widths::composite(descendant, objects)
            },
            letters,
            is_identity,
        })),
        space: SPACE,
        scale: 1.0,
        is_vertical,
    };
    if is_empty {
        font.ask(objects, budget);
    }
    let probe = (0..256_u16).find_map(|code| {
        let (shown, _) = font.next(&code.to_be_bytes());
        (shown.text == " ").then_some(shown.width)
    });
    font.space = sane_space(probe);
    font
}

impl Composite {
    /// Takes the next code off a string that is not empty.
    pub fn next(&self, bytes: &[u8]) -> (Shown<'_>, usize) {
        let (code, length) = self.reading.next_code(bytes);
        let by_value = || {
            Some(Cow::Owned(spelled(self.letters.letter(code)?.encode_utf8(&mut [0; 4]), None)?))
        };
        let cid = self.reading.cid(code).or_else(|| self.letters.cid(code));
        let by_program = || {
            let text = self.programmed.get()?.get(&cid.or(self.is_identity.then_some(code))?)?;
            Some(Cow::Borrowed(text.as_str()))
        };
        let text = self.texts.text(code).map(Cow::Borrowed).or_else(by_value).or_else(by_program);
        let shown = Shown {
            text: text.unwrap_or(Cow::Borrowed(UNKNOWN)),
            width: self.widths.get(cid.unwrap_or(code)),
            is_space: length == 1 && code == 32,
        };
        (shown, length.max(1))
    }

    /// Whether no code can be read.
    pub fn is_blind(&self) -> bool {
        let knows_glyphs = self.programmed.get().is_some_and(|texts| !texts.is_empty());
        self.texts.is_empty() && !knows_glyphs && matches!(self.letters, Letters::None)
    }

    /// Asks the font program; see [`Font::ask`].
    pub fn ask(&self, objects: &Objects, budget: &mut Budget) -> bool {
        let has_numbers = self.is_identity || self.reading.has_cids();
        if !has_numbers || self.programmed.get().is_some() {
            return false;
        }
        let answer = self
            .programmed
            .get_or_init(|| program::cids(&self.descendant, self.family, objects, budget));
        !answer.is_empty()
    }
}

/// The map that splits strings of a composite font into codes, how codes are letters, and whether
/// lines run downwards.
fn encoding(font: &Dictionary, objects: &Objects, budget: &mut Budget) -> (CMap, Letters, bool) {
    match object::get(font, b"Encoding", objects) {
        Some(Object::Stream(stream)) => {
            let map = object::sound(stream, budget).map(|bytes| CMap::parse(&bytes));
            let is_vertical = map.as_ref().is_some_and(CMap::is_vertical)
                || object::number_at(&stream.dict, b"WMode", objects) == Some(1.0);
            let map = map.filter(CMap::has_spaces).unwrap_or_else(CMap::two_bytes);
            (map, Letters::None, is_vertical)
        }
        Some(Object::Name(name)) => {
            let (map, letters) = predefined::map(name);
            (map, letters, name.ends_with(b"-V"))
        }
        _ => (CMap::two_bytes(), Letters::None, false),
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::super::sample;
    use super::*;

    #[test]
    fn a_composite_font_without_descendants_shows_the_unknown_letter() {
        let mut font = Dictionary::new();
        font.set("Subtype", Object::Name(b"Type0".to_vec()));
        let font = Font::read(&font, &Objects::new(), &mut Budget::new());
        let (shown, length) = font.next(&[0, 65, 0]);
        assert_eq!((&*shown.text, length), (UNKNOWN, 2));
        assert_eq!(font.next(&[1]).1, 1);
    }

    #[test]
    fn a_composite_font_without_a_map_asks_its_program() {
        let glyphs: &[(u32, u32)] = &[(0x20, 1), (0xe9, 2), (0xfb01, 3)];
        let program = sample::sfnt(&[(b"cmap", sample::cmap(&[(3, 10, glyphs)]))]);
        let mut objects = Objects::new();
        let program = objects.add_object(Stream::new(Dictionary::new(), program));
        let descendant = dictionary! {
            "Subtype" => "CIDFontType2",
            "FontDescriptor" => dictionary! { "FontFile2" => program },
        };
        let mut font = dictionary! {
            "Subtype" => "Type0",
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![descendant.into()],
        };
        let shown = |objects: &Objects, font: &Dictionary| {
            let font = Font::read(font, objects, &mut Budget::new());
            [2, 3, 4].map(|code| font.next(&[0, code]).0.text.into_owned())
        };
        assert_eq!(shown(&objects, &font), ["é", "fi", UNKNOWN]);
        // What a map of another standard numbers is not known here.
        font.set("Encoding", "Adobe-Korea1-2");
        assert_eq!(shown(&objects, &font), [UNKNOWN; 3]);
        // A map that says that the numbers of the glyphs are Unicode is not believed.
        let map = b"beginbfrange <0000> <ffff> <0000> endbfrange";
        font.set("ToUnicode", objects.add_object(Stream::new(Dictionary::new(), map.to_vec())));
        font.set("Encoding", "Identity-H");
        assert_eq!(shown(&objects, &font), ["é", "fi", UNKNOWN]);
    }

    #[test]
    fn what_a_map_leaves_out_the_program_is_asked() {
        let glyphs: &[(u32, u32)] = &[(0x41, 1), (0xe9, 2)];
        let program = sample::sfnt(&[(b"cmap", sample::cmap(&[(3, 10, glyphs)]))]);
        let mut objects = Objects::new();
        let program = objects.add_object(Stream::new(Dictionary::new(), program));
        let map = b"beginbfchar <0001> <0042> <0003> <0003> endbfchar".to_vec();
        let map = objects.add_object(Stream::new(Dictionary::new(), map));
        let font = dictionary! {
            "Subtype" => "Type0",
            "Encoding" => "Identity-H",
            "ToUnicode" => map,
            "DescendantFonts" => vec![dictionary! {
                "Subtype" => "CIDFontType2",
                "FontDescriptor" => dictionary! { "FontFile2" => program },
            }.into()],
        };
        let font = Font::read(&font, &objects, &mut Budget::new());
        assert_eq!(font.next(&[0, 1]).0.text, "B");
        assert_eq!(font.next(&[0, 2]).0.text, UNKNOWN);
        assert!(font.ask(&objects, &mut Budget::new()));
        assert_eq!(font.next(&[0, 2]).0.text, "é");
        assert_eq!(font.next(&[0, 3]).0.text, UNKNOWN);
        assert!(!font.ask(&objects, &mut Budget::new()));
    }

    #[test]
    fn a_composite_font_reads_two_bytes_with_the_widths_of_its_glyphs() {
        let mut objects = Objects::new();
        let map = b"1 begincodespacerange <0000> <ffff> endcodespacerange
            3 beginbfchar <0001> <0020> <0002> <00e9> <0003> <fb01> endbfchar";
        let map = objects.add_object(Stream::new(Dictionary::new(), map.to_vec()));
        let descendant = objects.add_object(dictionary! {
            "Subtype" => "CIDFontType2",
            "DW" => 600,
            "W" => vec![1.into(), vec![300.into(), 500.into()].into()],
        });
        let font = dictionary! {
            "Subtype" => "Type0",
            "BaseFont" => "ABCDEF+Georgia-Bold",
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![descendant.into()],
            "ToUnicode" => map,
        };
        let font = Font::read(&font, &objects, &mut Budget::new());
        let shown = |code: u8| {
            let (shown, length) = font.next(&[0, code, 0, 1]);
            assert_eq!(length, 2);
            (shown.text.into_owned(), (shown.width * 1000.0).round())
        };
        assert_eq!(shown(2), ("é".to_owned(), 500.0));
        assert_eq!(shown(3), ("fi".to_owned(), 600.0));
        assert_eq!(shown(4), (UNKNOWN.to_owned(), 600.0));
        assert!(font.bold);
        assert!((font.space - 0.3).abs() < 0.001);
    }
}
