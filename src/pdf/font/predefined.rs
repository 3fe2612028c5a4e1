//! Character maps that a font names instead of holding them (ISO 32000-1, 9.7.5.2).
//!
//! Those whose codes are Unicode are read as that. Those of national standards have one byte or two
//! a code; of them only ASCII is known here.

use super::cmap::CMap;

/// How the codes of a map are letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// Not at all: codes number glyphs.
    #[default]
    None,
    /// As UTF-16, of which each unit or pair is one code; as UTF-32 alike.
    Utf16,
    /// As UTF-8.
    Utf8,
    /// As ASCII, where a code is one byte of that.
    Ascii,
}

/// The first codes of every collection of glyphs are ASCII, from the space on.
const ASCII_CID: u32 = 31;

impl Letters {
    /// The letter of a code.
    pub fn letter(self, code: u32) -> Option<char> {
        let unicode = match self {
            Self::None => return None,
            Self::Ascii => code,
            Self::Utf16 if code >> 16 >= 0xd800 => {
                let (high, low) = (code >> 16, code & 0xffff);
                0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff)
            }
            Self::Utf16 => code,
            Self::Utf8 => return utf8(code),
        };
        let c = char::from_u32(unicode)?;
        (!c.is_control() && (self != Self::Ascii || c.is_ascii())).then_some(c)
    }

    /// The number of the glyph of a code, where that is known.
    pub fn cid(self, code: u32) -> Option<u32> {
        let is_ascii = self != Self::None && (0x20..0x7f).contains(&code);
        is_ascii.then(|| code - ASCII_CID)
    }
}

/// The letter of the bytes of a code.
fn utf8(code: u32) -> Option<char> {
    let bytes = code.to_be_bytes();
    let start = bytes.iter().position(|byte| *byte != 0)?;
    let mut letters = std::str::from_utf8(&bytes[start..]).ok()?.chars();
    letters.next().filter(|c| !c.is_control() && letters.next().is_none())
}

/// The map of a name, and how its codes are letters.
pub fn map(name: &[u8]) -> (CMap, Letters) {
    let name = name.strip_suffix(b"-V").or(name.strip_suffix(b"-H")).unwrap_or(name);
    let ends = |ends: &[&[u8]]| ends.iter().any(|end| name.ends_with(end));
    if ends(&[b"UCS2", b"UCS2-HW", b"UTF16"]) {
        let pairs = (4, 0xd800_dc00, 0xdbff_dfff);
        (CMap::of(&[(2, 0, 0xd7ff), (2, 0xe000, 0xffff), pairs]), Letters::Utf16)
    } else if ends(&[b"UTF32"]) {
        (CMap::of(&[(4, 0, 0x0010_ffff)]), Letters::Utf16)
    } else if ends(&[b"UTF8"]) {
        let longer = [(2, 0xc280, 0xdfbf), (3, 0x00e0_8080, 0x00ef_bfbf)];
        (
            CMap::of(&[(1, 0, 0x7f), longer[0], longer[1], (4, 0xf080_8080, 0xf4bf_bfbf)]),
            Letters::Utf8,
        )
    } else if ends(&[b"RKSJ", b"RKSJ-HW"]) {
        let single = [(1, 0, 0x80), (1, 0xa0, 0xdf)];
        (
            CMap::of(&[single[0], single[1], (2, 0x8140, 0x9ffc), (2, 0xe040, 0xfcfc)]),
            Letters::Ascii,
        )
    } else if ends(&[b"EUC", b"GBpc-EUC", b"B5", b"B5pc", b"HKscs-B5", b"UHC", b"UHC-HW", b"GBK2K"])
    {
        (CMap::of(&[(1, 0, 0x80), (2, 0x8140, 0xfefe)]), Letters::Ascii)
    } else {
        (CMap::two_bytes(), Letters::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The letters of a string in the codes of a map.
    fn read(name: &str, mut bytes: &[u8]) -> String {
        let (map, letters) = map(name.as_bytes());
        let mut text = String::new();
        while !bytes.is_empty() {
            let (code, length) = map.next_code(bytes);
            bytes = &bytes[length.max(1)..];
            text.push(letters.letter(code).unwrap_or('?'));
        }
        text
    }

    #[test]
    fn maps_of_unicode_are_read_as_that() {
        assert_eq!(read("UniGB-UCS2-H", &[0, b'A', 0, 0xe9]), "Aé");
        assert_eq!(read("UniJIS-UTF16-V", &[0x20, 0xac, 0xd8, 0x3d, 0xde, 0]), "€\u{1f600}");
        assert_eq!(read("UniCNS-UTF32-H", &[0, 0, 0, b'A']), "A");
        assert_eq!(read("UniKS-UTF8-H", "aé€\u{1f600}".as_bytes()), "aé€\u{1f600}");
    }

    #[test]
    fn of_other_maps_ascii_is_known() {
        assert_eq!(read("90ms-RKSJ-H", &[b'A', 0x83, 0x41, b'B']), "A?B");
        assert_eq!(read("GBK-EUC-H", &[b'A', 0xb0, 0xa1]), "A?");
        assert_eq!(read("Identity-H", &[0, b'A']), "?");
        assert_eq!(Letters::Ascii.cid(u32::from(b'A')), Some(34));
    }
}
