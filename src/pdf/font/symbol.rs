//! Letters of symbol fonts: the bullets and arrows that office programs put before list items.
//!
//! A symbol font has its signs at codes of its own. They reach the reader as those codes, or moved
//! to U+F000 to U+F0FF, the private part of Unicode that is kept for them.

/// A family of symbol fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Symbol: Greek and mathematics.
    Symbol,
    /// Wingdings and its kin: boxes, arrows, hands.
    Wingdings,
    /// ZapfDingbats.
    Dingbats,
}

impl Family {
    /// The family of a font with this name; `None` for a font of letters.
    pub fn of(font: &str) -> Option<Self> {
        let font = font.to_lowercase();
        let font = font.split_once('+').map_or(font.as_str(), |(_, name)| name);
        if font.starts_with("symbol") {
            Some(Self::Symbol)
        } else if font.contains("wingdings") || font.contains("webdings") {
            Some(Self::Wingdings)
        } else if font.contains("dingbats") {
            Some(Self::Dingbats)
        } else {
            None
        }
    }

    /// Whether a letter that the file gives can only be a code: the family has no such letter.
    pub fn is_code(self, c: char) -> bool {
        match self {
            Self::Symbol => matches!(c, '\u{a7}' | '\u{b7}'),
            Self::Wingdings | Self::Dingbats => c.is_alphanumeric() || !c.is_ascii(),
        }
    }

    /// The sign at a code, 0x20 to 0xff; `None` where it is not known.
    pub fn sign(self, code: u8) -> Option<char> {
        match self {
            Self::Symbol => symbol(code),
            Self::Wingdings => wingdings(code),
            Self::Dingbats => dingbats(code),
        }
    }
}

/// The sign that a private character of Unicode stands for, in a font of this family. Where the
/// family is not known, the two bullets that every office program uses are.
pub fn private(c: char, family: Option<Family>) -> Option<char> {
    if let Some(letter) = variant(c) {
        return Some(letter);
    }
    let code = u8::try_from(u32::from(c).checked_sub(0xf000)?).ok()?;
    match (family, code) {
        (Some(family), _) => family.sign(code),
        (None, 0xb7) => Some('•'),
        (None, 0xa7) => Some('▪'),
        (None, _) => None,
    }
}

/// The letter that a private character of Adobe's is a variant of: small capitals and old-style
/// digits at U+F700 and their code, raised letters from U+F6E9 on.
fn variant(c: char) -> Option<char> {
    const RAISED: &str = "abdeilmnorst";
    match u32::from(c) {
        code @ (0xf721..=0xf77e | 0xf7a1..=0xf7ff) => char::from_u32(code - 0xf700),
        code @ 0xf6e9..=0xf6f4 => RAISED.chars().nth(code as usize - 0xf6e9),
        _ => None,
    }
}

/// Symbol, from 0x41 on, where it is Greek.
const GREEK_CAPITALS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
/// Symbol, from 0x61 on, where it is Greek.
const GREEK_SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

fn symbol(code: u8) -> Option<char> {
    match code {
        b'A'..=b'Z' => GREEK_CAPITALS.chars().nth(usize::from(code - b'A')),
        b'a'..=b'z' => GREEK_SMALL.chars().nth(usize::from(code - b'a')),
        b' '
        | b'!'
        | b'#'
        | b'%'
        | b'&'
        | b'('
        | b')'
        | b'+'
        | b','
        | b'.'..=b'?'
        | b'['
        | b']'
        | b'_'
        | b'{'..=b'}' => Some(char::from(code)),
        b'*' => Some('∗'),
        b'-' => Some('−'),
        0xa0 => Some('€'),
        0xa3 => Some('≤'),
        0xab => Some('↔'),
        0xac => Some('←'),
        0xae => Some('→'),
        0xb0 => Some('°'),
        0xb1 => Some('±'),
        0xb3 => Some('≥'),
        0xb4 => Some('×'),
        0xb7 => Some('•'),
        0xb8 => Some('÷'),
        0xb9 => Some('≠'),
        0xbb => Some('≈'),
        0xbc => Some('…'),
        0xde => Some('⇒'),
        _ => None,
    }
}

fn wingdings(code: u8) -> Option<char> {
    match code {
        b' ' => Some(' '),
        0x6c => Some('●'),
        0x6d => Some('❍'),
        0x6e => Some('■'),
        0x6f | 0xa8 => Some('□'),
        0x71 | 0x72 => Some('❑'),
        0x73 => Some('⬧'),
        0x74 => Some('⧫'),
        0x75 => Some('◆'),
        0x76 => Some('❖'),
        0x77 => Some('⬥'),
        0x9e => Some('·'),
        0x9f | 0xb7 => Some('•'),
        0xa1 => Some('○'),
        0xa7 => Some('▪'),
        0xd8 => Some('➢'),
        0xdc => Some('➲'),
        0xe0 | 0xe8 | 0xf0 => Some('➔'),
        0xfc => Some('✓'),
        0xfb => Some('✗'),
        0xfe => Some('☑'),
        _ => None,
    }
}

fn dingbats(code: u8) -> Option<char> {
    match code {
        b' ' => Some(' '),
        0x21..=0x7e => char::from_u32(0x2700 + u32::from(code - 0x20)).map(|c| match code {
            0x6c => '●',
            0x6e => '■',
            0x75 => '◆',
            _ => c,
        }),
        0xa1..=0xfe => char::from_u32(0x2761 + u32::from(code - 0xa1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_of_office_programs_show_as_they_look() {
        assert_eq!(private('\u{f0b7}', Family::of("SymbolMT")), Some('•'));
        assert_eq!(private('\u{f0a7}', Family::of("ABCDEF+Wingdings-Regular")), Some('▪'));
        assert_eq!(private('\u{f0b7}', None), Some('•'));
        assert_eq!(private('\u{f041}', None), None);
        assert_eq!(private('A', Some(Family::Symbol)), None);
        assert_eq!(
            ['\u{f731}', '\u{f7e9}', '\u{f6ec}'].map(|c| private(c, None)),
            [Some('1'), Some('é'), Some('e')]
        );
        assert_eq!(Family::Symbol.sign(b'a'), Some('α'));
        assert_eq!(Family::of("Georgia"), None);
    }
}
