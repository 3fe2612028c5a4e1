//! What the codes of a font mean: the ways in which programs write letters into a PDF.

use std::collections::HashMap;
use std::fmt::Write;

use super::face::FaceId;
use super::sheet::Page;
use crate::generate::dice::Dice;

/// How fonts stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// One of the fourteen fonts that every viewer has, in Windows-1252.
    Standard,
    /// Its program in the file, in Windows-1252.
    Embedded,
    /// Its program in the file; codes in the order in which letters come, which names tell.
    Named,
    /// The same codes, told by a map to Unicode as well.
    Mapped,
    /// Codes of two bytes that are the numbers of glyphs, told by a map to Unicode.
    Wide,
}

impl Coding {
    /// Whether it has letters that are two: "ﬁ".
    pub(super) fn has_ligatures(self) -> bool {
        matches!(self, Self::Named | Self::Mapped | Self::Wide)
    }

    /// Chooses.
    pub(super) fn of(dice: &mut Dice) -> Self {
        dice.weigh(&[
            (25, Self::Standard),
            (15, Self::Embedded),
            (15, Self::Named),
            (15, Self::Mapped),
            (30, Self::Wide),
        ])
    }
}

/// A font of a file: its letters, and their codes.
#[derive(Debug)]
pub(super) struct Font {
    pub(super) face: FaceId,
    coding: Coding,
    /// Letters in the order in which they come.
    letters: Vec<char>,
    codes: HashMap<char, u16>,
}

impl Font {
    /// The fonts of all pages, in the order of their faces.
    pub(super) fn all(pages: &[Page], coding: Coding) -> Vec<Self> {
        let mut fonts: Vec<Self> = Vec::new();
        for run in pages.iter().flat_map(|page| &page.runs) {
            let place = match fonts.binary_search_by_key(&run.face, |font| font.face) {
                Ok(place) => place,
                Err(place) => {
                    let codes = HashMap::new();
                    fonts
                        .insert(place, Self { face: run.face, coding, letters: Vec::new(), codes });
                    place
                }
            };
            run.text.chars().for_each(|letter| fonts[place].take(letter));
        }
        fonts
    }

    fn take(&mut self, letter: char) {
        if self.codes.contains_key(&letter) {
            return;
        }
        let code = match self.coding {
            Coding::Standard | Coding::Embedded => windows(letter),
            // 0 to 32 stay free, since programs take them for other things.
            Coding::Named | Coding::Mapped => 33 + self.letters.len() as u16,
            Coding::Wide => self.face.face().letter(letter).glyph,
        };
        self.codes.insert(letter, code);
        self.letters.push(letter);
    }

    /// A string of a content stream, with its brackets.
    pub(super) fn string(&self, text: &str, out: &mut Vec<u8>) {
        if self.coding == Coding::Wide {
            out.push(b'<');
            for letter in text.chars() {
                hex(out, self.code(letter));
            }
            out.push(b'>');
            return;
        }
        out.push(b'(');
        for letter in text.chars() {
            let code = self.code(letter) as u8;
            if matches!(code, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(code);
        }
        out.push(b')');
    }

    fn code(&self, letter: char) -> u16 {
        self.codes.get(&letter).copied().unwrap_or(b'?'.into())
    }

    /// Whether its program stands in the file.
    pub(super) fn is_embedded(&self) -> bool {
        self.coding != Coding::Standard
    }

    /// Whether its codes have two bytes.
    pub(super) fn is_wide(&self) -> bool {
        self.coding == Coding::Wide
    }

    /// Whether it has a map to Unicode.
    pub(super) fn is_mapped(&self) -> bool {
        matches!(self.coding, Coding::Mapped | Coding::Wide)
    }

    /// `/Encoding`, of a font whose codes have one byte.
    pub(super) fn encoding(&self) -> String {
        match self.coding {
            Coding::Named | Coding::Mapped => {
                let names = self.letters.iter().map(|letter| self.face.face().letter(*letter).name);
                let names: String = names.map(|name| format!("/{name}")).collect();
                format!("<</Type/Encoding/Differences[33{names}]>>")
            }
            _ => "/WinAnsiEncoding".to_owned(),
        }
    }

    /// `/FirstChar`, `/LastChar` and `/Widths`, of a font whose codes have one byte.
    pub(super) fn widths(&self) -> String {
        let mut widths: HashMap<u16, u16> = HashMap::new();
        for letter in &self.letters {
            widths.insert(self.code(*letter), self.face.face().letter(*letter).width);
        }
        let first = widths.keys().min().copied().unwrap_or(0);
        let last = widths.keys().max().copied().unwrap_or(0);
        let list: Vec<String> = (first..=last)
            .map(|code| widths.get(&code).copied().unwrap_or(0).to_string())
            .collect();
        format!("/FirstChar {first}/LastChar {last}/Widths[{}]", list.join(" "))
    }

    /// `/W`, of a font whose codes have two bytes.
    pub(super) fn wide_widths(&self) -> String {
        let mut codes: Vec<(u16, char)> =
            self.codes.iter().map(|(letter, code)| (*code, *letter)).collect();
        codes.sort_unstable();
        let list = codes
            .iter()
            .map(|(code, letter)| format!("{code}[{}]", self.face.face().letter(*letter).width));
        list.collect()
    }

    /// The map to Unicode (Adobe Technical Note 5411).
    pub(super) fn to_unicode(&self) -> Vec<u8> {
        let digits = if self.is_wide() { 4 } else { 2 };
        let mut codes: Vec<(u16, char)> =
            self.codes.iter().map(|(letter, code)| (*code, *letter)).collect();
        codes.sort_unstable();
        let last = if self.is_wide() { "FFFF" } else { "FF" };
        let first = &"0000"[..digits];
        let mut map = format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<{first}> <{last}>\nendcodespacerange\n"
        );
        for some in codes.chunks(100) {
            let _ = writeln!(map, "{} beginbfchar", some.len());
            for (code, letter) in some {
                let _ = writeln!(map, "<{code:0digits$X}> <{:04X}>", u32::from(*letter));
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map.into_bytes()
    }
}

/// The code of a letter in Windows-1252.
fn windows(letter: char) -> u16 {
    let mut bytes = [0; 4];
    let (encoded, _, _) = encoding_rs::WINDOWS_1252.encode(letter.encode_utf8(&mut bytes));
    match encoded.as_ref() {
        [byte] => u16::from(*byte),
        _ => u16::from(b'?'),
    }
}

fn hex(out: &mut Vec<u8>, code: u16) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([12, 8, 4, 0].map(|shift| DIGITS[usize::from(code >> shift & 15)]));
}
