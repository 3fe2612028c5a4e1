//! Short texts folded where they stand: those that are plain only need small letters.

use crate::text::Folded;

/// Longer than most cells of a row.
const LONGEST: usize = 96;

/// Gives `then` what [`Folded::whole`] makes of a text, without a place of its own for most.
pub(crate) fn folded<T>(text: &str, then: impl FnOnce(&str) -> T) -> T {
    let mut buffer = [0; LONGEST];
    match lowered(text, &mut buffer) {
        Some(text) => then(text),
        None => then(Folded::whole(text).text()),
    }
}

/// A text in small letters; `None` for one that is long, or that folding changes otherwise: it has
/// other letters than those of ASCII, or other space than one between words.
fn lowered<'b>(text: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let lowered = buffer.get_mut(..text.len())?;
    let mut before = b' ';
    for (to, byte) in lowered.iter_mut().zip(text.bytes()) {
        if !(byte.is_ascii_graphic() || byte == b' ' && before != b' ') {
            return None;
        }
        *to = byte.to_ascii_lowercase();
        before = byte;
    }
    std::str::from_utf8(lowered).ok()
}

/// The parts of a text between bytes that are signs of ASCII.
pub(crate) fn parts(text: &str, sign: impl Fn(u8) -> bool) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        match text.bytes().position(&sign) {
            Some(at) => {
                rest = Some(&text[at + 1..]);
                Some(&text[..at])
            }
            None => rest.take(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_folded_as_elsewhere() {
        let long = "Mia Bos ".repeat(20);
        for text in ["", "Mia Bos", " Mia", "Mia  Bos ", "D66 ", "Ömer\tÇelik", "\u{7}", &long] {
            folded(text, |folded| assert_eq!(folded, Folded::whole(text).text(), "{text}"));
        }
    }
}
