//! The letters of the twelve common fonts: their widths, names and outlines.
//!
//! The programs are those of the Foxit fonts (BSD licence), which hayro carries to draw PDFs that
//! leave their fonts out. They have the widths of Helvetica, Times and Courier.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use hayro::hayro_interpret::font::StandardFont;
use ttf_parser::GlyphId;
use ttf_parser::cff::Table;

/// A family of fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Sans,
    Serif,
    Fixed,
}

/// One of the twelve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FaceId(usize);

impl FaceId {
    /// The font of a family with this weight and slant.
    pub(super) fn of(family: Family, bold: bool, italic: bool) -> Self {
        Self(family as usize * 4 + usize::from(italic) * 2 + usize::from(bold))
    }

    /// Its letters.
    pub(super) fn face(self) -> &'static Face {
        &FACES[self.0]
    }
}

/// The letters of a font.
pub(super) struct Face {
    /// "Helvetica-Bold".
    pub(super) name: &'static str,
    /// Its program (CFF).
    pub(super) program: &'static [u8],
    pub(super) letters: HashMap<char, Letter>,
}

/// A letter of a font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// The number of its glyph in the program.
    pub(super) glyph: u16,
    /// Its name, as Adobe lists them.
    pub(super) name: &'static str,
    /// In thousandths of the size.
    pub(super) width: u16,
}

impl Face {
    /// A letter; what the font does not have is a question mark, which nobody should need.
    pub(super) fn letter(&self, letter: char) -> Letter {
        self.letters.get(&letter).or_else(|| self.letters.get(&'?')).copied().unwrap_or(Letter {
            glyph: 0,
            name: ".notdef",
            width: 500,
        })
    }

    /// The width of words, in thousandths of the size.
    pub(super) fn width(&self, text: &str) -> i64 {
        text.chars().map(|letter| i64::from(self.letter(letter).width)).sum()
    }
}

const FONTS: [StandardFont; 12] = [
    StandardFont::Helvetica,
    StandardFont::HelveticaBold,
    StandardFont::HelveticaOblique,
    StandardFont::HelveticaBoldOblique,
    StandardFont::TimesRoman,
    StandardFont::TimesBold,
    StandardFont::TimesItalic,
    StandardFont::TimesBoldItalic,
    StandardFont::Courier,
    StandardFont::CourierBold,
    StandardFont::CourierOblique,
    StandardFont::CourierBoldOblique,
];

/// The bytes of a program.
type Program = Arc<dyn AsRef<[u8]> + Send + Sync>;

static PROGRAMS: LazyLock<Vec<Program>> =
    LazyLock::new(|| FONTS.iter().map(|font| font.get_font_data().0).collect());

static FACES: LazyLock<Vec<Face>> = LazyLock::new(|| {
    FONTS
        .iter()
        .zip(PROGRAMS.iter())
        .map(|(font, program)| {
            let program = program.as_ref().as_ref();
            let table = Table::parse(program).expect("the fonts that hayro carries can be read");
            let letters = NAMES.iter().filter_map(|(letter, name)| {
                let glyph = table.glyph_index_by_name(name)?;
                let width = table.glyph_width(glyph)?;
                Some((*letter, Letter { glyph: glyph.0, name, width }))
            });
            Face { name: font.postscript_name(), program, letters: letters.collect() }
        })
        .collect()
});

/// The program of a font, to draw from.
pub(super) fn table(face: &Face) -> Table<'static> {
    Table::parse(face.program).expect("the fonts that hayro carries can be read")
}

/// Draws the outline of a glyph.
pub(super) fn outline(
    table: &Table<'static>,
    glyph: u16,
    builder: &mut dyn ttf_parser::OutlineBuilder,
) {
    // A glyph without an outline, such as the space, draws nothing.
    let _ = table.outline(GlyphId(glyph), builder);
}

/// The letters of Windows-1252 that documents have, with their names in the Adobe Glyph List.
#[rustfmt::skip]
pub(super) const NAMES: [(char, &str); 194] = [
    (' ', "space"), ('!', "exclam"), ('"', "quotedbl"), ('#', "numbersign"), ('$', "dollar"),
    ('%', "percent"), ('&', "ampersand"), ('\'', "quotesingle"), ('(', "parenleft"),
    (')', "parenright"), ('*', "asterisk"), ('+', "plus"), (',', "comma"), ('-', "hyphen"),
    ('.', "period"), ('/', "slash"), ('0', "zero"), ('1', "one"), ('2', "two"), ('3', "three"),
    ('4', "four"), ('5', "five"), ('6', "six"), ('7', "seven"), ('8', "eight"), ('9', "nine"),
    (':', "colon"), (';', "semicolon"), ('<', "less"), ('=', "equal"), ('>', "greater"),
    ('?', "question"), ('@', "at"), ('A', "A"), ('B', "B"), ('C', "C"), ('D', "D"), ('E', "E"),
    ('F', "F"), ('G', "G"), ('H', "H"), ('I', "I"), ('J', "J"), ('K', "K"), ('L', "L"),
    ('M', "M"), ('N', "N"), ('O', "O"), ('P', "P"), ('Q', "Q"), ('R', "R"), ('S', "S"),
    ('T', "T"), ('U', "U"), ('V', "V"), ('W', "W"), ('X', "X"), ('Y', "Y"), ('Z', "Z"),
    ('[', "bracketleft"), ('\\', "backslash"), (']', "bracketright"), ('^', "asciicircum"),
    ('_', "underscore"), ('`', "grave"), ('a', "a"), ('b', "b"), ('c', "c"), ('d', "d"),
    ('e', "e"), ('f', "f"), ('g', "g"), ('h', "h"), ('i', "i"), ('j', "j"), ('k', "k"),
    ('l', "l"), ('m', "m"), ('n', "n"), ('o', "o"), ('p', "p"), ('q', "q"), ('r', "r"),
    ('s', "s"), ('t', "t"), ('u', "u"), ('v', "v"), ('w', "w"), ('x', "x"), ('y', "y"),
    ('z', "z"), ('{', "braceleft"), ('|', "bar"), ('}', "braceright"), ('~', "asciitilde"),
    ('€', "Euro"), ('‚', "quotesinglbase"), ('„', "quotedblbase"), ('…', "ellipsis"),
    ('‘', "quoteleft"), ('’', "quoteright"), ('“', "quotedblleft"), ('”', "quotedblright"),
    ('•', "bullet"), ('–', "endash"), ('—', "emdash"), ('§', "section"), ('«', "guillemotleft"),
    ('»', "guillemotright"), ('°', "degree"), ('²', "twosuperior"), ('³', "threesuperior"),
    ('·', "periodcentered"), ('½', "onehalf"), ('¼', "onequarter"), ('¾', "threequarters"),
    ('±', "plusminus"), ('×', "multiply"), ('÷', "divide"), ('µ', "mu"), ('©', "copyright"),
    ('®', "registered"), ('¹', "onesuperior"), ('¡', "exclamdown"), ('¿', "questiondown"),
    ('À', "Agrave"), ('Á', "Aacute"), ('Â', "Acircumflex"), ('Ã', "Atilde"), ('Ä', "Adieresis"),
    ('Å', "Aring"), ('Æ', "AE"), ('Ç', "Ccedilla"), ('È', "Egrave"), ('É', "Eacute"),
    ('Ê', "Ecircumflex"), ('Ë', "Edieresis"), ('Ì', "Igrave"), ('Í', "Iacute"),
    ('Î', "Icircumflex"), ('Ï', "Idieresis"), ('Ñ', "Ntilde"), ('Ò', "Ograve"), ('Ó', "Oacute"),
    ('Ô', "Ocircumflex"), ('Õ', "Otilde"), ('Ö', "Odieresis"), ('Ø', "Oslash"), ('Ù', "Ugrave"),
    ('Ú', "Uacute"), ('Û', "Ucircumflex"), ('Ü', "Udieresis"), ('Ý', "Yacute"),
    ('ß', "germandbls"), ('à', "agrave"), ('á', "aacute"), ('â', "acircumflex"), ('ã', "atilde"),
    ('ä', "adieresis"), ('å', "aring"), ('æ', "ae"), ('ç', "ccedilla"), ('è', "egrave"),
    ('é', "eacute"), ('ê', "ecircumflex"), ('ë', "edieresis"), ('ì', "igrave"), ('í', "iacute"),
    ('î', "icircumflex"), ('ï', "idieresis"), ('ñ', "ntilde"), ('ò', "ograve"), ('ó', "oacute"),
    ('ô', "ocircumflex"), ('õ', "otilde"), ('ö', "odieresis"), ('ø', "oslash"), ('ù', "ugrave"),
    ('ú', "uacute"), ('û', "ucircumflex"), ('ü', "udieresis"), ('ý', "yacute"),
    ('ÿ', "ydieresis"), ('Š', "Scaron"), ('š', "scaron"), ('Ž', "Zcaron"), ('ž', "zcaron"),
    ('ﬁ', "fi"), ('ﬂ', "fl"), ('Œ', "OE"), ('œ', "oe"), ('ƒ', "florin"), ('™', "trademark"), ('†', "dagger"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_have_their_letters() {
        for family in [Family::Sans, Family::Serif, Family::Fixed] {
            for bold in [false, true] {
                let face = FaceId::of(family, bold, false).face();
                for (letter, _) in NAMES.iter().take(120) {
                    assert!(face.letters.contains_key(letter), "{} {letter}", face.name);
                }
            }
        }
        let face = FaceId::of(Family::Sans, false, false).face();
        assert_eq!((face.name, face.width("Wie")), ("Helvetica", 944 + 222 + 556));
        assert_eq!(FaceId::of(Family::Serif, true, true).face().name, "Times-BoldItalic");
    }
}
