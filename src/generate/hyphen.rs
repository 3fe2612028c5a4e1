//! Where words may be parted at a line end: as programs do it, by their letters alone.

const VOWELS: &[u8] = b"aeiouy";

/// Consonants that stay together.
const TOGETHER: [&[u8]; 12] =
    [b"ch", b"tr", b"pr", b"kr", b"br", b"dr", b"gr", b"vr", b"kl", b"pl", b"bl", b"st"];

/// The places in a word, from the last to the first, where it may be parted: between a vowel and a
/// consonant with a vowel behind it, or between two consonants with vowels around them; three letters
/// stay on either side. Only plain letters are parted.
pub(super) fn places(word: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = word.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let vowel = move |at: usize| bytes.get(at).is_some_and(|byte| VOWELS.contains(byte));
    let last = if letters >= 9 { letters - 3 } else { 0 };
    (4..=last).rev().filter(move |&at| {
        let (before, behind) = (vowel(at - 1), vowel(at));
        let open = before && !behind && vowel(at + 1);
        let pair = &bytes[at - 1..=at];
        let closed =
            !before && !behind && vowel(at - 2) && vowel(at + 1) && !TOGETHER.contains(&pair);
        open || closed
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_between_syllables() {
        let parted = |word: &str| places(word).map(|at| word[..at].to_owned()).collect::<Vec<_>>();
        assert_eq!(parted("gemeenteraad"), ["gemeente", "gemeen"]);
        assert_eq!(parted("beraadslaging"), ["beraadsla"]);
        assert_eq!(parted("kinderopvang"), ["kinderop", "kinde"]);
        assert!(parted("motie").is_empty());
        assert!(parted("Molendrecht").is_empty());
    }
}
