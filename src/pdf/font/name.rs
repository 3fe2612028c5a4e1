//! Glyph names and the standard tables of codes, as the PDF library knows them.
//!
//! The library's tables are behind its reading of font dictionaries, so a small font dictionary is
//! made for each question.

use lopdf::{Dictionary, Document, Encoding, Object};

/// The letters of the 256 codes of a font; `None` where there is none.
pub type Table = [Option<char>; 256];

/// The table of a named encoding: `WinAnsiEncoding`, `MacRomanEncoding`, `StandardEncoding` or
/// `MacExpertEncoding`. `None` for another name.
pub fn table(name: &[u8]) -> Option<Table> {
    const NAMES: [&[u8]; 4] =
        [b"WinAnsiEncoding", b"MacRomanEncoding", b"StandardEncoding", b"MacExpertEncoding"];
    if !NAMES.contains(&name) {
        return None;
    }
    let font = font(Object::Name(name.to_vec()));
    let objects = Document::new();
    let Ok(Encoding::OneByteEncoding(letters)) = font.get_font_encoding(&objects) else {
        return None;
    };
    let mut table = [None; 256];
    for (slot, glyph) in table.iter_mut().zip(letters) {
        *slot = glyph.and_then(|glyph| char::from_u32(u32::from(glyph.utf16_code_unit())));
    }
    if name == b"WinAnsiEncoding" {
        fill_win_ansi(&mut table);
    }
    Some(table)
}

/// The letters of a table as texts.
pub fn plain(table: &Table) -> Vec<Option<String>> {
    table.iter().map(|letter| letter.map(String::from)).collect()
}

/// The codes that WinAnsi leaves to its users: the bullet, and the space and hyphen that do not
/// break.
fn fill_win_ansi(table: &mut Table) {
    for (code, slot) in table.iter_mut().enumerate().skip(0x21) {
        slot.get_or_insert(match code {
            0xa0 => ' ',
            0xad => '-',
            _ => '•',
        });
    }
}

/// The text of a glyph name: a name of the Adobe list, `uni0041`, `u1F600`, several joined by `_`,
/// each with or without a suffix (`a.sc`). `None` when it says nothing (`g12`).
pub fn text(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let stem = match name.split_once('.') {
        Some(("", _)) => return None,
        Some((stem, _)) => stem,
        None => name,
    };
    if let Some(c) = listed(stem) {
        return Some(c.to_string());
    }
    if stem.contains('_') {
        return stem.split('_').map(|part| text(part.as_bytes())).collect();
    }
    by_number(stem)
}

/// What it costs to find the text of a name, in steps of the budget for font programs.
pub const STEPS: usize = 50;

/// The text of a glyph's name inside a font program; `None` when it says nothing that can be shown.
pub fn letter(name: &str) -> Option<String> {
    text(name.as_bytes()).filter(|text| !text.contains(char::is_control))
}

/// The letter of a name in the Adobe list.
fn listed(name: &str) -> Option<char> {
    let mut encoding = Dictionary::new();
    encoding.set("Differences", vec![Object::Integer(1), Object::Name(name.as_bytes().to_vec())]);
    let font = font(Object::Dictionary(encoding));
    let objects = Document::new();
    let Ok(Encoding::Differences(differences)) = font.get_font_encoding(&objects) else {
        return None;
    };
    let unit = differences.map.get(&1)?.utf16_code_unit();
    char::from_u32(u32::from(unit)).filter(|c| !c.is_control())
}

/// The text of `uni` with groups of four hexadecimal digits, or of `u` with four to six.
fn by_number(name: &str) -> Option<String> {
    let is_hex =
        |digits: &str| digits.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
    if let Some(digits) = name.strip_prefix("uni")
        && is_hex(digits)
        && !digits.is_empty()
        && digits.len() % 4 == 0
    {
        return digits
            .as_bytes()
            .chunks(4)
            .map(|group| code_point(std::str::from_utf8(group).ok()?))
            .collect();
    }
    let digits = name.strip_prefix('u')?;
    ((4..=6).contains(&digits.len()) && is_hex(digits))
        .then(|| code_point(digits).map(String::from))?
}

fn code_point(digits: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// A font dictionary with an encoding and nothing else.
fn font(encoding: Object) -> Dictionary {
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", encoding);
    font
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_text() {
        for (name, expected) in [
            ("eacute", Some("é")),
            ("quoteright", Some("’")),
            ("Euro", Some("€")),
            ("f_i", Some("ﬁ")),
            ("f_f_j", Some("ffj")),
            ("a.sc", Some("a")),
            ("uni20AC", Some("€")),
            ("uni00660069", Some("fi")),
            ("u1F600", Some("\u{1f600}")),
            ("g12", None),
            (".notdef", None),
            ("union", Some("∪")),
        ] {
            assert_eq!(text(name.as_bytes()).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn tables_have_their_letters() {
        let win = table(b"WinAnsiEncoding").unwrap();
        assert_eq!([win[0x80], win[0xe9], win[0x95]], [Some('€'), Some('é'), Some('•')]);
        assert_eq!([win[0xa0], win[0x20]], [Some(' '), Some(' ')]);
        let mac = table(b"MacRomanEncoding").unwrap();
        assert_eq!(mac[0x8e], Some('é'));
        let standard = table(b"StandardEncoding").unwrap();
        assert_eq!(standard[0x27], Some('’'));
        assert!(table(b"Identity-H").is_none());
    }
}
