//! Fonts: from the codes in a string to letters and widths.
//!
//! Knows simple fonts, composite fonts and Type 3 fonts by their dictionaries: `ToUnicode` first,
//! then the encoding. Font programs are asked last, and only for what they say about letters: the
//! names at the head of a Type 1 program, the encoding and names of a CFF program, the character
//! map and names of a TrueType program. The bitmap fonts of TeX, and programs without names whose
//! codes are ASCII, are known by their widths. Where nothing says what a code means, its letter is
//! U+FFFD: never a wrong one.

mod ascii;
mod builtin;
mod cff;
mod cmap;
mod composite;
mod core14;
mod drawing;
mod modern;
mod name;
mod predefined;
mod program;
#[cfg(test)]
mod sample;
mod sfnt;
mod simple;
mod symbol;
mod tex;
mod token;
mod width;

use std::borrow::Cow;

use crate::pdf::object::Objects;
use lopdf::Dictionary;

use self::cmap::CMap;
use self::composite::Composite;
use self::symbol::Family;
use super::limits::Budget;
use super::object;

/// What is shown for a code that nobody can read.
pub const UNKNOWN: &str = "\u{fffd}";
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
    /// Whether lines run downwards.
    pub is_vertical: bool,
}

/// The two ways in which fonts read strings.
#[derive(Debug)]
enum Codes {
    /// One byte a code.
    Simple(Vec<Shown<'static>>),
    /// Codes of one to four bytes.
    Composite(Box<Composite>),
}

/// What one code shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown<'a> {
    /// Its letters; empty where it shows nothing, U+FFFD where nobody knows.
    pub text: Cow<'a, str>,
    /// How far it moves the pen along the line, in parts of the font size.
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
        let texts = texts
            .map(|bytes| CMap::parse(&bytes))
            .filter(|texts| !texts.is_void())
            .unwrap_or_default();
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
        Self {
            codes: Codes::Simple(vec![shown; 256]),
            bold: false,
            space: SPACE,
            scale: 1.0,
            is_vertical: false,
        }
    }

    fn read_with(font: &Dictionary, texts: CMap, objects: &Objects, budget: &mut Budget) -> Self {
        match object::name(font, b"Subtype", objects) {
            Some(b"Type0") => composite::read(font, texts, objects, budget),
            _ if font.has(b"DescendantFonts") => composite::read(font, texts, objects, budget),
            _ => simple::read(font, &texts, objects, budget),
        }
    }

    /// Whether no code of it can be read.
    fn is_blind(&self) -> bool {
        match &self.codes {
            Codes::Simple(shown) => shown.iter().all(|shown| shown.text == UNKNOWN),
            Codes::Composite(font) => font.is_blind(),
        }
    }

    /// Asks the font program what its glyphs show, because of a code that nothing else explains.
    /// Returns whether there is an answer that was not there before.
    pub fn ask(&self, objects: &Objects, budget: &mut Budget) -> bool {
        match &self.codes {
            Codes::Simple(_) => false,
            Codes::Composite(font) => font.ask(objects, budget),
        }
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
            // The letters of a symbol font are codes, whatever the file calls them.
            '\u{21}'..='\u{ff}' if family.is_some_and(|family| family.is_code(c)) => {
                spelled.push(family?.sign(u8::try_from(u32::from(c)).ok()?)?);
            }
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_whitespace() => spelled.push(' '),
            c if c.is_control() => {}
            c => spelled.push(c),
        }
    }
    // What is nothing but control characters is no text, but a code that was given out.
    let is_void = spelled.is_empty() && text.chars().any(char::is_control);
    (!is_void).then_some(spelled)
}

/// The width of a space, if it is one that a space can have.
fn sane_space(width: Option<f32>) -> f32 {
    width.filter(|width| (0.1..=0.7).contains(width)).unwrap_or(SPACE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_spelled_out() {
        assert_eq!(spelled("ﬁn\u{a0}ﬃ\u{200b}", None).as_deref(), Some("fin ffi"));
        assert_eq!(spelled("\u{f0b7}", None).as_deref(), Some("•"));
        assert_eq!(spelled("\u{f0e4}x", None), None);
        assert_eq!(spelled("\u{3}", None), None);
        let wingdings = Family::of("Wingdings-Regular");
        assert_eq!(spelled("§", wingdings).as_deref(), Some("▪"));
        assert_eq!(spelled("A", wingdings), None);
        assert_eq!(spelled("•", wingdings).as_deref(), Some("•"));
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
}
