//! A look at a content stream before it is read: whether it floods an operator with operands.
//!
//! The parser keeps all operands of an operator in memory, some hundred bytes each, so a stream of
//! a few megabytes of zeros would take gigabytes.

use super::limits::{OPERANDS, STRING};

/// A stream of this many bytes cannot hold enough operands to hurt.
const HARMLESS: usize = OPERANDS * 2;

/// Whether more operands than the limit stand before one operator, or a string is longer than the
/// limit. Image data inside the stream is taken for words, so it can only count too little until it
/// opens a string, and a string ends at its limit.
pub fn is_flood(content: &[u8]) -> bool {
    if content.len() < HARMLESS {
        return false;
    }
    let mut operands = 0;
    let mut rest = content;
    while let [first, tail @ ..] = rest {
        rest = tail;
        let is_operator = match first {
            b'(' => match string_end(tail) {
                Some(end) => {
                    rest = &tail[end..];
                    false
                }
                None => return true,
            },
            b'/' => {
                rest = &tail[word_length(tail)..];
                false
            }
            b'%' => {
                let end = tail.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                rest = &tail[end.unwrap_or(tail.len())..];
                continue;
            }
            b'<' | b'>' | b'[' | b']' | b'{' | b'}' => false,
            byte if is_delimiter(*byte) => continue,
            byte => {
                rest = &tail[word_length(tail)..];
                byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'"')
            }
        };
        operands = if is_operator { 0 } else { operands + 1 };
        if operands > OPERANDS {
            return true;
        }
    }
    false
}

/// Where a string ends, after its opening bracket; `None` when that is beyond the limit.
fn string_end(bytes: &[u8]) -> Option<usize> {
    let mut depth = 1;
    let mut escaped = false;
    for (index, byte) in bytes.iter().take(STRING).enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index + 1);
        }
    }
    None
}

fn word_length(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| is_delimiter(*byte)).unwrap_or(bytes.len())
}

fn is_delimiter(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0 || b"()<>[]{}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_operands_is_seen_and_much_drawing_is_not() {
        assert!(is_flood(&b"0 ".repeat(OPERANDS + 1)));
        assert!(is_flood(&b"[] ".repeat(OPERANDS)));
        assert!(is_flood(&b"/a".repeat(OPERANDS + 1)));
        assert!(!is_flood(&b"0 0 m 10 (a b) (\\)) l S\n".repeat(OPERANDS)));
        assert!(!is_flood(b"0 0 0"));
    }

    #[test]
    fn a_string_without_end_is_a_flood() {
        let mut content = b"BI ID ( EI ".to_vec();
        content.extend(b"0 ".repeat(OPERANDS * 4));
        assert!(is_flood(&content));
    }
}
