//! The language that character maps are written in, as far as they use it: the words of PDF.

use crate::pdf::file::syntax::{Words, is_regular};

/// How many bytes of a string are looked at for its end.
const LONGEST: usize = 4096;

/// A word of the language that character maps are written in.
#[derive(Debug, PartialEq)]
pub enum Token<'a> {
    /// `<0041>`
    Hex(Vec<u8>),
    /// `12`
    Number(u32),
    /// `[`
    Open,
    /// `]`
    Close,
    /// An operator, or anything else.
    Word(&'a [u8]),
}

/// The words of a character map.
pub struct Tokens<'a> {
    words: Words<'a>,
}

impl<'a> Tokens<'a> {
    /// The words of a map.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { words: Words::new(bytes, 0) }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let words = &mut self.words;
        let byte = words.next_byte()?;
        if is_regular(byte) {
            let word = words.word();
            let number = std::str::from_utf8(word).ok().filter(|_| byte.is_ascii_digit());
            let number = number.and_then(|number| number.parse().ok());
            return Some(number.map_or(Token::Word(word), Token::Number));
        }
        let start = words.at;
        words.at += 1;
        let mut hex = Vec::new();
        match byte {
            b'[' => return Some(Token::Open),
            b']' => return Some(Token::Close),
            b'<' if !words.take(b"<") && words.hex(&mut hex, LONGEST).is_some() => {
                return Some(Token::Hex(hex));
            }
            b'(' => drop(words.literal(&mut hex, LONGEST)),
            b'/' => drop(words.word()),
            _ => {}
        }
        Some(Token::Word(&words.bytes[start..words.at]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_without_spaces_between_them() {
        let map = b"2 beginbfrange<00><1F>[<004>] % note\n/WMode 1<</A(endbfchar 7)>> <12";
        let words: Vec<_> = Tokens::of(map).collect();
        assert_eq!(
            words,
            [
                Token::Number(2),
                Token::Word(b"beginbfrange"),
                Token::Hex(vec![0]),
                Token::Hex(vec![0x1f]),
                Token::Open,
                Token::Hex(vec![0, 0x40]),
                Token::Close,
                Token::Word(b"/WMode"),
                Token::Number(1),
                Token::Word(b"<<"),
                Token::Word(b"/A"),
                Token::Word(b"(endbfchar 7)"),
                Token::Word(b">"),
                Token::Word(b">"),
                Token::Word(b"<"),
                Token::Number(12),
            ]
        );
    }
}
