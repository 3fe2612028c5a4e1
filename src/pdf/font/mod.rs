//! Fonts: from the codes in a string to letters and widths.
//!
//! Knows simple fonts, composite fonts and Type 3 fonts by their dictionaries: `ToUnicode` first,
//! then the encoding. Font programs are asked last, and only for what they say about letters: the
//! names at the head of a Type 1 program, the encoding and names of a CFF program, the character
//! map and names of a TrueType program. The bitmap fonts of TeX are known by their widths. Where
//! nothing says what a code means, its letter is U+FFFD: never a wrong one.

mod builtin;
mod cff;
mod cmap;
mod core14;
mod drawing;
mod modern;
mod name;
mod program;
#[cfg(test)]
mod sample;
mod sfnt;
mod simple;
mod symbol;
mod tex;
mod width;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::pdf::object::Objects;
use lopdf::{Dictionary, Object};

use self::cmap::CMap;
use self::symbol::Family;
use self::width::Widths;
use super::limits::Budget;
use super::object;

/// What is shown for a code that nobody can read.
const UNKNOWN: &str = "\u{fffd}";
/// The width of a space, in parts of the font size, where the font does not say.
const SPACE: f32 = 0.25;

/// A font as far as reading needs it.
#[derive(Debug)]
pub struct Font {
    codes: Codes,
    /// Whether its letters are bold.
    pub bold: bool,
    /// The width of its space, in parts of the font size.
    pub space: f32,
    /// How large its letters look at size 1: 1, but for Type 3.
    pub scale: f32,
}

/// The two ways in which fonts read strings.
#[derive(Debug)]
enum Codes {
    /// One byte a code.
    Simple(Vec<Shown<'static>>),
    /// Codes of one to four bytes.
    Composite(Box<Composite>),
}

/// What a composite font shows for its codes.
#[derive(Debug)]
struct Composite {
    /// Splits strings into codes, and numbers the glyphs of each.
    reading: CMap,
    /// The text of each code.
    texts: CMap,
    /// The text of each glyph number by the font program, if that had to be asked.
    programmed: HashMap<u32, String>,
    widths: Widths,
    /// Whether a code that `reading` does not number is the number itself.
    is_identity: bool,
    /// Whether a code is the text itself in UTF-16.
    is_unicode: bool,
}

/// What one code shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown<'a> {
    /// Its letters; empty where it shows nothing, U+FFFD where nobody knows.
    pub text: Cow<'a, str>,
    /// How far it moves the pen, in parts of the font size.
    pub width: f32,
    /// Whether it is the one-byte code 32, which word spacing widens.
    pub is_space: bool,
}

impl Font {
    /// Reads a font dictionary. Every font can be read; one that says little shows [`UNKNOWN`].
    pub fn read(font: &Dictionary, objects: &Objects, budget: &mut Budget) -> Self {
        let map = object::get(font, b"ToUnicode", objects).and_then(|map| map.as_stream().ok());
        let texts = map.and_then(|map| object::sound(map, budget));
        let is_damaged = map.is_some() && texts.is_none();
        let texts = texts.map(|bytes| CMap::parse(&bytes)).unwrap_or_default();
        let read = Self::read_with(font, texts, objects, budget);
        // What is left of a damaged map may be wrong, so it is the last to be asked.
        if is_damaged && read.is_blind() {
            let rest = map.and_then(|map| object::unpacked(map, budget)).unwrap_or_default();
            return Self::read_with(font, CMap::parse(&rest), objects, budget);
        }
        read
    }

    /// A font that is named and not there: nobody knows what its codes show.
    pub fn lost() -> Self {
        let shown = Shown { text: Cow::Borrowed(UNKNOWN), width: 0.5, is_space: false };
        Self { codes: Codes::Simple(vec![shown; 256]), bold: false, space: SPACE, scale: 1.0 }
    }

    fn read_with(font: &Dictionary, texts: CMap, objects: &Objects, budget: &mut Budget) -> Self {
        match object::name(font, b"Subtype", objects) {
            Some(b"Type0") => Self::composite(font, texts, objects, budget),
            _ if font.has(b"DescendantFonts") => Self::composite(font, texts, objects, budget),
            _ => simple::read(font, &texts, objects, budget),
        }
    }

    /// Whether no code of it can be read.
    fn is_blind(&self) -> bool {
        match &self.codes {
            Codes::Simple(shown) => shown.iter().all(|shown| shown.text == UNKNOWN),
            Codes::Composite(font) => {
                font.texts.is_empty() && font.programmed.is_empty() && !font.is_unicode
            }
        }
    }

    fn composite(font: &Dictionary, texts: CMap, objects: &Objects, budget: &mut Budget) -> Self {
        let empty = Dictionary::new();
        let descendant = object::array(font, b"DescendantFonts", objects)
            .and_then(|fonts| object::as_dict(object::resolve(fonts.first()?, objects)?))
            .unwrap_or(&empty);
        let base = base_name(font, objects).or_else(|| base_name(descendant, objects));
        let (reading, is_unicode) = encoding(font, objects, budget);
        let is_identity =
            matches!(object::name(font, b"Encoding", objects), Some(b"Identity-H" | b"Identity-V"));
        let family = base.as_deref().and_then(Family::of);
        let texts = texts.map(|text| spelled(text, family));
        let programmed = if texts.is_empty() && (is_identity || reading.has_cids()) {
            program::cids(descendant, family, objects, budget)
        } else {
            HashMap::new()
        };
        let mut font = Self {
            bold: is_bold(base.as_deref(), descendant, objects),
            codes: Codes::Composite(Box::new(Composite {
                reading,
                texts,
                programmed,
                widths: Widths::composite(descendant, objects),
                is_unicode,
                is_identity,
            })),
            space: SPACE,
            scale: 1.0,
        };
        let probe = (0..256_u16).find_map(|code| {
            let (shown, _) = font.next(&code.to_be_bytes());
            (shown.text == " ").then_some(shown.width)
        });
        font.space = sane_space(probe);
        font
    }

    /// Takes the next code off a string that is not empty: what it shows, and its length in bytes.
    pub fn next(&self, bytes: &[u8]) -> (Shown<'_>, usize) {
        match &self.codes {
            Codes::Simple(table) => {
                let shown = &table[usize::from(bytes[0])];
                let text = Cow::Borrowed(&*shown.text);
                (Shown { text, ..*shown }, 1)
            }
            Codes::Composite(font) => font.next(bytes),
        }
    }
}

impl Composite {
    fn next(&self, bytes: &[u8]) -> (Shown<'_>, usize) {
        let (code, length) = self.reading.next_code(bytes);
        let by_value = || {
            let letter = char::from_u32(code).filter(|_| self.is_unicode)?;
            Some(Cow::Owned(letter.to_string()))
        };
        let cid = self.reading.cid(code);
        let by_program = || {
            let text = self.programmed.get(&cid.or(self.is_identity.then_some(code))?)?;
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
}

/// The map that splits strings of a composite font into codes, and whether codes are UTF-16.
fn encoding(font: &Dictionary, objects: &Objects, budget: &mut Budget) -> (CMap, bool) {
    match object::get(font, b"Encoding", objects) {
        Some(Object::Stream(map)) => {
            let map = object::sound(map, budget)
                .map(|bytes| CMap::parse(&bytes))
                .filter(CMap::has_spaces);
            (map.unwrap_or_else(CMap::two_bytes), false)
        }
        Some(Object::Name(name)) => {
            let is_unicode = name.ends_with(b"UCS2-H") || name.ends_with(b"UTF16-H");
            (CMap::two_bytes(), is_unicode)
        }
        _ => (CMap::two_bytes(), false),
    }
}

/// The name of a font, without the tag of a subset.
fn base_name(font: &Dictionary, objects: &Objects) -> Option<String> {
    let name = String::from_utf8_lossy(object::name(font, b"BaseFont", objects)?).into_owned();
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => Some(rest.to_owned()),
        _ => Some(name),
    }
}

/// Whether a font is bold, by its name or its descriptor.
fn is_bold(name: Option<&str>, font: &Dictionary, objects: &Objects) -> bool {
    const FORCE_BOLD: i64 = 1 << 18;
    let by_name = name.is_some_and(|name| {
        let name = name.to_lowercase();
        ["bold", "black", "heavy", "demi", "cmbx", "sfbx"].iter().any(|part| name.contains(part))
    });
    by_name
        || object::dict(font, b"FontDescriptor", objects).is_some_and(|descriptor| {
            let number = |key: &[u8]| object::number_at(descriptor, key, objects);
            number(b"FontWeight").is_some_and(|weight| weight >= 600.0)
                || number(b"Flags").is_some_and(|flags| flags as i64 & FORCE_BOLD != 0)
        })
}

/// Text with ligatures taken apart, private characters shown as they look, spaces made plain, and
/// what is invisible left out. `None` when a letter of it is not known.
fn spelled(text: &str, family: Option<Family>) -> Option<String> {
    let mut spelled = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => spelled.push_str("ff"),
            '\u{fb01}' => spelled.push_str("fi"),
            '\u{fb02}' => spelled.push_str("fl"),
            '\u{fb03}' => spelled.push_str("ffi"),
            '\u{fb04}' => spelled.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => spelled.push_str("st"),
            '\u{e000}'..='\u{f8ff}' => spelled.push(symbol::private(c, family)?),
            '\u{fffd}' => return None,
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_whitespace() => spelled.push(' '),
            c if c.is_control() => {}
            c => spelled.push(c),
        }
    }
    Some(spelled)
}

/// The width of a space, if it is one that a space can have.
fn sane_space(width: Option<f32>) -> f32 {
    width.filter(|width| (0.1..=0.7).contains(width)).unwrap_or(SPACE)
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    #[test]
    fn text_is_spelled_out() {
        assert_eq!(spelled("ﬁn\u{a0}ﬃ\u{200b}", None).as_deref(), Some("fin ffi"));
        assert_eq!(spelled("\u{f0b7}", None).as_deref(), Some("•"));
        assert_eq!(spelled("\u{f0e4}x", None), None);
    }

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
        let shown = |font: &Dictionary| {
            let font = Font::read(font, &objects, &mut Budget::new());
            [2, 3, 4].map(|code| font.next(&[0, code]).0.text.into_owned())
        };
        assert_eq!(shown(&font), ["é", "fi", UNKNOWN]);
        // What a standard map numbers is not known here.
        font.set("Encoding", "GBK-EUC-H");
        assert_eq!(shown(&font), [UNKNOWN; 3]);
    }

    #[test]
    fn boldness_comes_from_the_name_or_the_descriptor() {
        let objects = Objects::new();
        let mut descriptor = Dictionary::new();
        let mut font = Dictionary::new();
        assert!(is_bold(Some("Arial-BoldMT"), &font, &objects));
        assert!(!is_bold(Some("Arial"), &font, &objects));
        descriptor.set("FontWeight", 700);
        font.set("FontDescriptor", descriptor);
        assert!(is_bold(Some("Arial"), &font, &objects));
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
