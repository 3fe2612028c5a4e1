//! Where the content of a stream begins and ends (ISO 32000-1, 7.3.8).

use std::ops::Range;

use super::syntax::Words;

/// The bytes of the stream that follows a dictionary; `None` when none follows. Where its length is
/// not known, or cannot be right, it ends before `endstream`, `endobj`, or the end of the file.
pub fn content(words: &mut Words, length: Option<usize>) -> Option<Range<usize>> {
    let start = start(words)?;
    if let Some(end) = length.and_then(|length| start.checked_add(length))
        && end <= words.bytes.len()
        && ends(words.bytes, end)
    {
        words.at = end;
        return Some(start..end);
    }
    let rest = &words.bytes[start..];
    let end = find(rest, b"endstream").or_else(|| find(rest, b"endobj")).unwrap_or(rest.len());
    words.at = start + end;
    let end = match &rest[..end] {
        [.., b'\r', b'\n'] => end - 2,
        [.., b'\r' | b'\n'] => end - 1,
        _ => end,
    };
    Some(start..start + end)
}

/// Where content begins: behind `stream` and the end of its line.
fn start(words: &mut Words) -> Option<usize> {
    words.next_byte()?;
    if !words.take(b"stream") {
        return None;
    }
    let blanks = words.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match words.rest().get(blanks..) {
        Some([b'\r', b'\n', ..]) => words.at += blanks + 2,
        Some([b'\r' | b'\n', ..]) => words.at += blanks + 1,
        _ => {}
    }
    Some(words.at)
}

/// Whether a stream may end here: `endstream` or `endobj` follows.
fn ends(bytes: &[u8], end: usize) -> bool {
    let mut words = Words::new(bytes, end);
    while words.peek().is_some_and(super::syntax::is_space) {
        words.at += 1;
    }
    words.take(b"endstream") || words.take(b"endobj")
}

/// Where a word first occurs.
pub fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let (first, _) = word.split_first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| byte == first)?;
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &str, length: Option<usize>) -> &str {
        let range = content(&mut Words::new(bytes.as_bytes(), 0), length).unwrap();
        &bytes[range]
    }

    #[test]
    fn a_length_is_believed_where_the_stream_ends_there() {
        let stream = " stream\r\n1 endstream 2\nendstream";
        assert_eq!(read(stream, Some(13)), "1 endstream 2");
        assert_eq!(read(stream, Some(5)), "1 ");
        assert_eq!(read("stream\nx\r\nendstream", None), "x");
        assert_eq!(read("stream \nx\nendobj", Some(9999)), "x");
        assert_eq!(read("stream\nxyz", Some(usize::MAX)), "xyz");
        assert!(content(&mut Words::new(b"endobj", 0), None).is_none());
    }
}
