//! Letters put together from parts: an accent drawn over a letter, a number that is raised.

use unicode_normalization::UnicodeNormalization;

use crate::text::RAISED;

/// Accents that stand alone, and the mark that puts each on the letter before it.
const ACCENTS: [(char, char); 9] = [
    ('`', '\u{300}'),
    ('\u{b4}', '\u{301}'),
    ('^', '\u{302}'),
    ('\u{2c6}', '\u{302}'),
    ('~', '\u{303}'),
    ('\u{2dc}', '\u{303}'),
    ('\u{a8}', '\u{308}'),
    ('\u{2c7}', '\u{30c}'),
    ('\u{b8}', '\u{327}'),
];

/// The letter that two make that were drawn over one another, in either order; `None` where neither
/// is an accent for the other.
pub fn compose(first: char, second: char) -> Option<char> {
    with_accent(second, first).or_else(|| with_accent(first, second))
}

fn with_accent(letter: char, accent: char) -> Option<char> {
    let (_, mark) = ACCENTS.iter().find(|(alone, _)| *alone == accent)?;
    let letter = match letter {
        '\u{131}' => 'i',
        '\u{237}' => 'j',
        letter if letter.is_alphabetic() => letter,
        _ => return None,
    };
    let mut composed = [letter, *mark].into_iter().nfc();
    match (composed.next(), composed.next()) {
        (Some(composed), None) => Some(composed),
        _ => None,
    }
}

/// The raised form of a digit.
pub fn raised(digit: char) -> Option<char> {
    RAISED.chars().nth(digit.to_digit(10)? as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accent_goes_on_its_letter_in_either_order() {
        assert_eq!(compose('\u{a8}', 'e'), Some('ë'));
        assert_eq!(compose('C', '\u{b8}'), Some('Ç'));
        assert_eq!(compose('\u{a8}', '\u{131}'), Some('ï'));
        assert_eq!(compose('a', 'b'), None);
        assert_eq!(compose('\u{a8}', '3'), None);
    }

    #[test]
    fn digits_are_raised() {
        assert_eq!(raised('2'), Some('²'));
        assert_eq!(raised('e'), None);
    }
}
