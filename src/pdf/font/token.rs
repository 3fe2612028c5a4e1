//! The language that character maps are written in, as far as they use it.

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
    bytes: &'a [u8],
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let start =
                self.bytes.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != 0)?;
            self.bytes = &self.bytes[start..];
            match self.bytes[0] {
                b'%' => drop(self.take(|byte| byte != b'\n' && byte != b'\r')),
                b'[' => return Some(self.single(Token::Open)),
                b']' => return Some(self.single(Token::Close)),
                b'<' if self.bytes.get(1) != Some(&b'<') => return Some(self.hex()),
                _ => return Some(self.word()),
            }
        }
    }
}

impl<'a> Tokens<'a> {
    /// The words of a map.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn single(&mut self, token: Token<'a>) -> Token<'a> {
        self.bytes = &self.bytes[1..];
        token
    }

    fn take(&mut self, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let length = self.bytes.iter().position(|byte| !keep(*byte)).unwrap_or(self.bytes.len());
        let (taken, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        taken
    }

    fn hex(&mut self) -> Token<'a> {
        self.bytes = &self.bytes[1..];
        let digits: Vec<u8> = self
            .take(|byte| byte != b'>')
            .iter()
            .filter_map(|byte| char::from(*byte).to_digit(16))
            .map(|digit| digit as u8)
            .collect();
        self.bytes = self.bytes.get(1..).unwrap_or_default();
        Token::Hex(
            digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect(),
        )
    }

    fn word(&mut self) -> Token<'a> {
        let first = self.bytes[0];
        let rest = &self.bytes[1..];
        let length = rest
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || b"[]<>/%(".contains(byte))
            .unwrap_or(rest.len());
        let (word, rest) = self.bytes.split_at(length + 1);
        self.bytes = rest;
        if first.is_ascii_digit()
            && let Some(number) = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok())
        {
            return Token::Number(number);
        }
        Token::Word(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_without_spaces_between_them() {
        let words: Vec<_> = Tokens::of(b"2 beginbfrange<00><1F>[<004>] % note\n/WMode 1").collect();
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
            ]
        );
    }
}
