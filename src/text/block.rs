//! Searches that test a block of bytes at once, as the processor can: most blocks hold nothing that
//! is looked for.

/// So many bytes are tested at once.
const BLOCK: usize = 16;

/// So many where it takes long until something is found.
const WIDE: usize = 4 * BLOCK;

/// A block and the byte behind it.
const WITH_NEXT: usize = BLOCK + 1;

/// Where the first byte stands that is odd.
pub(super) fn position(bytes: &[u8], is_odd: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = blocks_without::<WIDE>(bytes, &is_odd);
    at += blocks_without::<BLOCK>(&bytes[at..], &is_odd);
    bytes[at..].iter().position(|&byte| is_odd(byte)).map(|behind| at + behind)
}

/// How many bytes the blocks of a size take before the first that has an odd byte.
fn blocks_without<const SIZE: usize>(bytes: &[u8], is_odd: impl Fn(u8) -> bool) -> usize {
    let (blocks, _) = bytes.as_chunks::<SIZE>();
    let has_odd = |block: &[u8; SIZE]| block.iter().fold(false, |odd, &byte| odd | is_odd(byte));
    blocks.iter().take_while(|block| !has_odd(block)).count() * SIZE
}

/// Where the first byte stands that is odd before the one behind it; a zero stands behind the last.
pub(super) fn pair_position(bytes: &[u8], is_odd: impl Fn(u8, u8) -> bool) -> Option<usize> {
    let mut at = 0;
    while let Some(block) = bytes[at..].first_chunk::<WITH_NEXT>() {
        let pairs = block[..BLOCK].iter().zip(&block[1..]);
        if pairs.fold(false, |odd, (&byte, &next)| odd | is_odd(byte, next)) {
            break;
        }
        at += BLOCK;
    }
    (at..bytes.len()).find(|&at| is_odd(bytes[at], bytes.get(at + 1).copied().unwrap_or(0)))
}

/// A text without the white space at its ends, and how much of that stands before it.
#[inline]
#[must_use]
pub fn trimmed(text: &str) -> (usize, &str) {
    let bytes = text.as_bytes();
    // Mostly there is none.
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => {
            (0, text)
        }
        _ => {
            let before = space_before(text);
            (before, &text[before..before + end(&text[before..])])
        }
    }
}

/// How many bytes of white space a text begins with.
pub(super) fn space_before(text: &str) -> usize {
    // Mostly it is spaces, if anything.
    let spaces = text.bytes().take_while(|&byte| byte == b' ').count();
    match text.as_bytes().get(spaces) {
        Some(byte) if byte.is_ascii_graphic() => spaces,
        _ => text.len() - text.trim_start().len(),
    }
}

/// Where the white space at the end of a text begins.
pub(super) fn end(text: &str) -> usize {
    let spaces = text.bytes().rev().take_while(|&byte| byte == b' ').count();
    match text.as_bytes()[..text.len() - spaces].last() {
        Some(byte) if byte.is_ascii_graphic() => text.len() - spaces,
        _ => text.trim_end().len(),
    }
}

/// How many bytes are plain: printable ASCII, with no more than one space between two that are.
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    if !bytes.first().is_some_and(u8::is_ascii_graphic) {
        return 0;
    }
    let mut run = 0;
    while let Some(block) = bytes[run..].first_chunk::<WITH_NEXT>() {
        if !is_plain(block) {
            break;
        }
        run += BLOCK;
    }
    // What is left is tested with bytes before it, to be a block as well.
    if bytes.len() - run < WITH_NEXT
        && bytes.last().is_some_and(u8::is_ascii_graphic)
        && bytes.last_chunk::<WITH_NEXT>().is_some_and(is_plain)
    {
        return bytes.len();
    }
    let is_graphic = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_graphic);
    while is_graphic(run) || bytes.get(run) == Some(&b' ') && is_graphic(run + 1) {
        run += 1;
    }
    // The last block may have ended with a space.
    if bytes[run - 1] == b' ' { run - 1 } else { run }
}

/// Whether all bytes but the last are plain, whatever stands before them.
fn is_plain(block: &[u8; WITH_NEXT]) -> bool {
    let pairs = block[..BLOCK].iter().zip(&block[1..]);
    pairs.fold(true, |plain, (&byte, &next)| {
        plain & (byte.wrapping_sub(b' ') <= b'~' - b' ') & (byte | next != b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sought_is_found_in_blocks_and_behind_them() {
        for at in 0..40 {
            let mut bytes = [b'a'; 40];
            bytes[at] = b'!';
            assert_eq!(position(&bytes, |byte| byte == b'!'), Some(at));
            assert_eq!(pair_position(&bytes, |byte, next| byte == b'!' && next != b'!'), Some(at));
            assert_eq!(pair_position(&bytes, |byte, next| byte == b'!' && next == b'!'), None);
        }
        assert_eq!(position(&[b'a'; 40], |byte| byte == b'!'), None);
    }

    #[test]
    fn white_space_of_every_kind_is_trimmed() {
        for (text, expected) in [
            ("  een twee ", (2, "een twee")),
            (" \u{a0}één\u{2003}", (3, "één")),
            ("\t. \n", (1, ".")),
            (" \n ", (3, "")),
            ("", (0, "")),
        ] {
            assert_eq!(trimmed(text), expected);
        }
    }

    #[test]
    fn a_plain_run_ends_before_what_is_not_plain_and_before_the_space_there() {
        for len in 1..60 {
            let words: String = (0..len).map(|at| if at % 5 == 3 { ' ' } else { 'a' }).collect();
            let words = words.trim_end();
            for end in ["", " ", "  a", "\t", " \t", "é", " é"] {
                let text = format!("{words}{end}");
                assert_eq!(plain_run(text.as_bytes()), words.len(), "{text:?}");
            }
        }
        assert_eq!(plain_run(b" een"), 0);
        assert_eq!(plain_run(b""), 0);
    }
}
