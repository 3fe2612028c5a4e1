//! Where capitals stand in print, found in eight bytes at a time.

/// One in each byte of a word of eight.
const EACH: u64 = 0x0101_0101_0101_0101;

/// The high bit of each byte: no ASCII character has it.
const HIGH: u64 = 0x80 * EACH;

/// Calls with the place of each capital that has none right before it, in order.
pub(super) fn each(text: &str, mut found: impl FnMut(usize)) {
    let mut after_capital = false;
    let mut at = 0;
    while at < text.len() {
        for word in text.as_bytes()[at..].as_chunks().0 {
            let word = u64::from_le_bytes(*word);
            if word & HIGH != 0 {
                break;
            }
            let capitals = capitals(word);
            let mut first = capitals & !(capitals << 8 | u64::from(after_capital) << 7);
            while first != 0 {
                found(at + first.trailing_zeros() as usize / 8);
                first &= first - 1;
            }
            after_capital = capitals >> 63 == 1;
            at += 8;
        }
        // One by one up to a character that is not ASCII, and at the end.
        for c in text[at..].chars() {
            let capital = c.is_uppercase();
            if capital && !after_capital {
                found(at);
            }
            after_capital = capital;
            at += c.len_utf8();
            if !c.is_ascii() {
                break;
            }
        }
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
        assert_eq!(found("één Élan ÉÉn aÉ"), [6, 12, 19]);
        assert!(found("").is_empty());
    }
}
