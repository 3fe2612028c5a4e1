//! The words that PDF is written in, for objects and content streams alike (ISO 32000-1, 7.2, 7.3).
//!
//! Nothing is allocated but for strings and names with escapes in them.

use std::borrow::Cow;

/// A place in bytes, from which words are taken.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    /// All the bytes.
    pub bytes: &'a [u8],
    /// Where the next word is looked for.
    pub at: usize,
}

/// A number as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Without a point.
    Integer(i64),
    /// With a point, or beyond what an integer holds.
    Real(f32),
}

impl Number {
    /// Its value.
    pub fn value(self) -> f32 {
        match self {
            Self::Integer(value) => value as f32,
            Self::Real(value) => value,
        }
    }
}

/// A string as it is written.
#[derive(Debug, PartialEq)]
pub enum Text<'a> {
    /// Its bytes stand there as they are.
    Plain(&'a [u8]),
    /// It has escapes; its bytes were put at the end of the buffer.
    Buffered,
}

/// What a byte is: 0 a part of a word, 1 white space, 2 a delimiter.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut index = 0;
    let spaces = b"\0\t\n\x0c\r ";
    while index < spaces.len() {
        kinds[spaces[index] as usize] = 1;
        index += 1;
    }
    index = 0;
    let delimiters = b"()<>[]{}/%";
    while index < delimiters.len() {
        kinds[delimiters[index] as usize] = 2;
        index += 1;
    }
    kinds
};

/// Whether a byte is white space.
pub fn is_space(byte: u8) -> bool {
    KINDS[usize::from(byte)] == 1
}

/// Whether a byte is a part of a word: neither white space nor a delimiter.
pub fn is_regular(byte: u8) -> bool {
    KINDS[usize::from(byte)] == 0
}

impl<'a> Words<'a> {
    /// Begins at a place.
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// The byte at the place; `None` at the end.
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// What is left.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Goes past white space and comments, and looks at the byte behind them.
    pub fn next_byte(&mut self) -> Option<u8> {
        loop {
            let byte = self.peek()?;
            if is_space(byte) {
                self.at += 1;
            } else if byte == b'%' {
                let end = self.rest().iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                self.at = end.map_or(self.bytes.len(), |end| self.at + end);
            } else {
                return Some(byte);
            }
        }
    }

    /// Takes the bytes up to white space or a delimiter.
    pub fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Takes the bytes, if they come next; `false` when others do.
    pub fn take(&mut self, expected: &[u8]) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Takes a word of digits.
    pub fn unsigned(&mut self) -> Option<u64> {
        self.next_byte()?;
        let word = self.word();
        let is_number = !word.is_empty() && word.len() <= 19 && word.iter().all(u8::is_ascii_digit);
        is_number
            .then(|| word.iter().fold(0, |value: u64, byte| value * 10 + u64::from(byte - b'0')))
    }

    /// Takes `12 0 obj`: the number and the generation of an object.
    pub fn header(&mut self) -> Option<(u32, u16)> {
        let number = u32::try_from(self.unsigned()?).ok()?;
        let generation = u16::try_from(self.unsigned()?).ok()?;
        self.next_byte()?;
        self.take(b"obj").then_some((number, generation))
    }

    /// Takes a name, after its slash.
    pub fn name(&mut self) -> Cow<'a, [u8]> {
        let word = self.word();
        if !word.contains(&b'#') {
            return Cow::Borrowed(word);
        }
        let mut name = Vec::with_capacity(word.len());
        let mut rest = word;
        while let [first, tail @ ..] = rest {
            rest = tail;
            match (first, tail) {
                (b'#', [high, low, tail @ ..]) => match (digit(*high), digit(*low)) {
                    (Some(high), Some(low)) => {
                        name.push(high << 4 | low);
                        rest = tail;
                    }
                    _ => name.push(b'#'),
                },
                _ => name.push(*first),
            }
        }
        Cow::Owned(name)
    }

    /// Takes a string in round brackets, after the first; `None`, with nothing taken, when it does
    /// not end within so many bytes.
    pub fn literal(&mut self, buffer: &mut Vec<u8>, limit: usize) -> Option<Text<'a>> {
        let rest = self.rest();
        let rest = &rest[..rest.len().min(limit)];
        let special = |byte: &u8| matches!(byte, b'(' | b')' | b'\\' | b'\r');
        let plain = rest.iter().position(special)?;
        if rest[plain] == b')' {
            self.at += plain + 1;
            return Some(Text::Plain(&rest[..plain]));
        }
        let start = buffer.len();
        buffer.extend_from_slice(&rest[..plain]);
        match unescape(&rest[plain..], buffer) {
            Some(length) => {
                self.at += plain + length;
                Some(Text::Buffered)
            }
            None => {
                buffer.truncate(start);
                None
            }
        }
    }

    /// Takes a string in angle brackets, after the first, and puts its bytes at the end of the
    /// buffer; `None`, with nothing taken, when it does not end within so many bytes.
    pub fn hex(&mut self, buffer: &mut Vec<u8>, limit: usize) -> Option<()> {
        let rest = self.rest();
        let rest = &rest[..rest.len().min(limit)];
        let start = buffer.len();
        let mut high = None;
        for (index, byte) in rest.iter().enumerate() {
            if let Some(digit) = digit(*byte) {
                match high.take() {
                    Some(high) => buffer.push(high << 4 | digit),
                    None => high = Some(digit),
                }
            } else if *byte == b'>' {
                buffer.extend(high.map(|high| high << 4));
                self.at += index + 1;
                return Some(());
            } else if KINDS[usize::from(*byte)] == 2 {
                break;
            }
        }
        buffer.truncate(start);
        None
    }
}

/// Puts a string in the buffer, up to the bracket that ends it; how many bytes it takes.
fn unescape(bytes: &[u8], buffer: &mut Vec<u8>) -> Option<usize> {
    let mut depth = 1;
    let mut at = 0;
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\r' => {
                at += usize::from(bytes.get(at) == Some(&b'\n'));
                buffer.push(b'\n');
                continue;
            }
            b'\\' => {
                let escaped = *bytes.get(at)?;
                at += 1;
                match escaped {
                    b'n' => buffer.push(b'\n'),
                    b'r' => buffer.push(b'\r'),
                    b't' => buffer.push(b'\t'),
                    b'b' => buffer.push(8),
                    b'f' => buffer.push(12),
                    b'\n' => {}
                    b'\r' => at += usize::from(bytes.get(at) == Some(&b'\n')),
                    b'0'..=b'7' => {
                        let mut code = u32::from(escaped - b'0');
                        for _ in 0..2 {
                            let Some(digit @ b'0'..=b'7') = bytes.get(at) else {
                                break;
                            };
                            code = code * 8 + u32::from(digit - b'0');
                            at += 1;
                        }
                        buffer.push(code as u8);
                    }
                    other => buffer.push(other),
                }
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
        buffer.push(byte);
    }
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Reads a word as a number: signs, digits, a point, digits; what follows them is passed over.
/// `None` when it begins with something else.
pub fn number(word: &[u8]) -> Option<Number> {
    let signs = word.iter().take_while(|byte| matches!(byte, b'+' | b'-')).count();
    let negative = word[..signs].contains(&b'-');
    let digits = &word[signs..];
    let mut mantissa: u64 = 0;
    // How many digits of the mantissa stand behind the point.
    let mut behind = 0;
    // How many digits before the point the mantissa has no room for.
    let mut beyond = 0;
    let mut is_real = false;
    let mut any = false;
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                any = true;
                if mantissa < 1_000_000_000_000_000_000 {
                    mantissa = mantissa * 10 + u64::from(byte - b'0');
                    behind += i32::from(is_real);
                } else {
                    beyond += i32::from(!is_real);
                }
            }
            b'.' if !is_real => is_real = true,
            _ => break,
        }
    }
    let is_number = any || is_real || (signs > 0 && digits.is_empty());
    if !is_number {
        return None;
    }
    if !is_real && beyond == 0 {
        let value = i64::try_from(mantissa).unwrap_or(i64::MAX);
        return Some(Number::Integer(if negative { -value } else { value }));
    }
    let value = mantissa as f64 * 10_f64.powi(beyond.min(400) - behind);
    let value = (value as f32).min(f32::MAX);
    Some(Number::Real(if negative { -value } else { value }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(bytes: &[u8]) -> Option<Vec<u8>> {
        let mut buffer = Vec::new();
        match Words::new(bytes, 1).literal(&mut buffer, 1000)? {
            Text::Plain(bytes) => Some(bytes.to_vec()),
            Text::Buffered => Some(buffer),
        }
    }

    #[test]
    fn numbers_are_read_as_far_as_they_go() {
        assert_eq!(number(b"-12"), Some(Number::Integer(-12)));
        assert_eq!(number(b"+.5"), Some(Number::Real(0.5)));
        assert_eq!(number(b"4."), Some(Number::Real(4.0)));
        assert_eq!(number(b"--3"), Some(Number::Integer(-3)));
        assert_eq!(number(b"1.25-7"), Some(Number::Real(1.25)));
        assert_eq!(number(b"99999999999999999999999"), Some(Number::Real(1e23)));
        assert_eq!(number(b"-"), Some(Number::Integer(0)));
        assert_eq!(number(b"x1"), None);
        let long = "0.".to_owned() + &"1".repeat(500);
        assert_eq!(number(long.as_bytes()), Some(Number::Real(1.0 / 9.0)));
    }

    #[test]
    fn strings_are_read_with_their_escapes() {
        assert_eq!(literal(b"(De raad)").unwrap(), b"De raad");
        assert_eq!(literal(b"(a(b)\\)\\\r\nc\\053\\0539\\n)").unwrap(), b"a(b))c++9\n");
        assert_eq!(literal(b"(a\rb\r\nc)").unwrap(), b"a\nb\nc");
        assert_eq!(literal(b"(a"), None);
        assert_eq!(literal(b"(a\\"), None);
        let mut buffer = Vec::new();
        Words::new(b"<48 6f7>", 1).hex(&mut buffer, 10).unwrap();
        assert_eq!(buffer, b"Hop");
        assert!(Words::new(b"<48", 1).hex(&mut buffer, 10).is_none());
    }

    #[test]
    fn names_are_read_with_their_escapes() {
        let name = |bytes| Words::new(bytes, 1).name().into_owned();
        assert_eq!(name(b"/A#20B/C"), b"A B");
        assert_eq!(name(b"/A#zB "), b"A#zB");
    }
}
