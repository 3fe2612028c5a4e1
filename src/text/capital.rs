//! Where capitals stand in print, found in eight bytes at a time.

/// One in each byte of a word of eight.
const EACH: u64 = 0x0101_0101_0101_0101;

/// The high bit of each byte: no ASCII character has it.
const HIGH: u64 = 0x80 * EACH;

/// Calls with the place of each capital that has none right before it, in order.
pub(super) fn each(text: &str, mut found: impl FnMut(usize)) {
    let bytes = text.as_bytes();
    let mut after_capital = false;
    let mut at = 0;
    while at < bytes.len() {
        let word = word(bytes, at);
        let other = word & HIGH;
        // Only the bytes before the first one that is not ASCII.
        let before = ((other & other.wrapping_neg()) >> 7).wrapping_sub(1);
        let capitals = capitals(word & before);
        let mut first = capitals & !(capitals << 8 | u64::from(after_capital) << 7);
        while first != 0 {
            found(at + first.trailing_zeros() as usize / 8);
            first &= first - 1;
        }
        if other == 0 {
            after_capital = capitals >> 63 == 1;
            at += 8;
            continue;
        }
        let ascii = other.trailing_zeros() / 8;
        after_capital = if ascii == 0 { after_capital } else { capitals >> (8 * ascii - 1) == 1 };
        at += ascii as usize;
        let Some(c) = text[at..].chars().next() else { return };
        let capital = c.is_uppercase();
        if capital && !after_capital {
            found(at);
        }
        after_capital = capital;
        at += c.len_utf8();
    }
}

/// Eight bytes from one on, the first of them lowest; zeros where there are fewer.
fn word(bytes: &[u8], at: usize) -> u64 {
    match bytes[at..].first_chunk() {
        Some(word) => u64::from_le_bytes(*word),
        None => bytes[at..].iter().rfold(0, |word, &byte| word << 8 | u64::from(byte)),
    }
}

/// The high bit of each byte that is an ASCII capital, in a word of ASCII.
fn capitals(word: u64) -> u64 {
    let from = |first: u8| word + u64::from(0x80 - first) * EACH;
    from(b'A') & !from(b'Z' + 1) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_each_run_of_capitals_is_found() {
        let found = |text: &str| {
            let mut places = Vec::new();
            each(text, |at| places.push(at));
            places
        };
        assert_eq!(found("De VVD-fractie, 3Aa [Z]@"), [0, 3, 17, 21]);
        assert_eq!(found("abcdefgHIjklmnoPQRSTUVWXYz"), [7, 15]);
        assert_eq!(found("één Élan ÉÉn aÉ"), [5, 11, 17]);
        assert!(found("").is_empty());
    }
}
