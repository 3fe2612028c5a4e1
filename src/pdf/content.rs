//! Content streams as operations: an operator and what stands before it (ISO 32000-1, 7.8.2).
//!
//! Operands are kept on one stack that is used again for each operation: an array is its parts
//! between two brackets, a string lies in the stream or in one buffer. What is no operation is
//! passed over, up to where the next word can begin, and it is noted that something was.

use std::borrow::Cow;

use lopdf::Dictionary;

use super::file;
use super::file::syntax::{Text, Words, is_regular, is_space, number};
use super::limits::{OPERANDS, STRING};

/// How many bytes are looked at in all for the ends of what has none, before the rest of a stream is
/// left alone.
const UNENDED: usize = 64 << 20;
/// How long an operator may be.
const OPERATOR: usize = 32;

/// What stands before an operator.
#[derive(Debug)]
pub enum Operand<'c> {
    /// A number.
    Number(f32),
    /// A name, without its slash.
    Name(Cow<'c, [u8]>),
    /// A string that stands in the stream as it is.
    String(&'c [u8]),
    /// A string in the buffer: where it begins and ends there.
    Buffered(usize, usize),
    /// The start of an array.
    Open,
    /// The end of an array.
    Close,
    /// A dictionary.
    Dictionary(Dictionary),
    /// True, false or null.
    Other,
}

/// Reads the operations of a stream.
#[derive(Debug)]
pub struct Operations<'c> {
    words: Words<'c>,
    stack: Vec<Operand<'c>>,
    buffer: Vec<u8>,
    /// How many bytes were looked at for ends that were not there.
    unended: usize,
    /// Whether images stand in the stream itself; they are passed over.
    pub has_images: bool,
    /// Whether something was passed over that is no operation.
    pub skipped: bool,
    /// The limit that ended the reading, in words.
    pub exceeded: Option<&'static str>,
}

/// The operands of one operation.
#[derive(Clone, Copy, Debug)]
pub struct Operands<'o, 'c> {
    stack: &'o [Operand<'c>],
    buffer: &'o [u8],
}

impl<'c> Operations<'c> {
    /// Begins at the start of a stream.
    pub fn new(content: &'c [u8]) -> Self {
        Self {
            words: Words::new(content, 0),
            stack: Vec::with_capacity(32),
            buffer: Vec::new(),
            unended: 0,
            has_images: false,
            skipped: false,
            exceeded: None,
        }
    }

    /// The next operation; `None` at the end, or where a limit is met.
    pub fn next(&mut self) -> Option<(&'c [u8], Operands<'_, 'c>)> {
        self.stack.clear();
        self.buffer.clear();
        loop {
            let Some(byte) = self.words.next_byte() else {
                self.skipped |= !self.stack.is_empty();
                return None;
            };
            if is_regular(byte) {
                let word = self.words.word();
                match word {
                    _ if matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.') => {
                        match number(word) {
                            Some(number) => self.push(Operand::Number(number.value()))?,
                            None => self.skipped = true,
                        }
                        continue;
                    }
                    b"true" | b"false" | b"null" => {
                        self.push(Operand::Other)?;
                        continue;
                    }
                    b"BI" => {
                        self.has_images = true;
                        self.stack.clear();
                        self.inline_image()?;
                        continue;
                    }
                    word if word.len() > OPERATOR => {
                        self.skipped = true;
                        self.stack.clear();
                        continue;
                    }
                    operator => {
                        let operands = Operands { stack: &self.stack, buffer: &self.buffer };
                        return Some((operator, operands));
                    }
                }
            }
            self.words.at += 1;
            self.operand(byte)?;
        }
    }

    /// Reads an operand that begins with a delimiter, which was taken; `None` where a limit is met.
    fn operand(&mut self, byte: u8) -> Option<()> {
        match byte {
            b'/' => {
                let name = self.words.name();
                self.push(Operand::Name(name))
            }
            b'[' => self.push(Operand::Open),
            b']' => self.push(Operand::Close),
            b'(' => {
                let start = self.buffer.len();
                match self.words.literal(&mut self.buffer, STRING) {
                    Some(Text::Plain(bytes)) => self.push(Operand::String(bytes)),
                    Some(Text::Buffered) => self.push(Operand::Buffered(start, self.buffer.len())),
                    None if self.words.rest().len() > STRING => {
                        self.exceeded = Some("1 MiB in one string");
                        None
                    }
                    None => self.no_end(),
                }
            }
            b'<' if self.words.take(b"<") => match file::dictionary(&mut self.words) {
                Some(dict) => self.push(Operand::Dictionary(dict)),
                None => self.no_end(),
            },
            b'<' => {
                let start = self.buffer.len();
                match self.words.hex(&mut self.buffer, STRING) {
                    Some(()) => self.push(Operand::Buffered(start, self.buffer.len())),
                    None => self.no_end(),
                }
            }
            _ => {
                self.skipped = true;
                Some(())
            }
        }
    }

    fn push(&mut self, operand: Operand<'c>) -> Option<()> {
        if self.stack.len() >= OPERANDS {
            self.exceeded = Some("250000 operands to one operator");
            return None;
        }
        self.stack.push(operand);
        Some(())
    }

    /// Passes over the start of what has no end; `None` when that costs too much.
    fn no_end(&mut self) -> Option<()> {
        self.skipped = true;
        self.unended += self.words.rest().len();
        (self.unended < UNENDED).then_some(())
    }

    /// Goes past an image in the stream (`BI … ID … EI`): its data may hold any bytes, and ends
    /// where `EI` stands alone and what follows could be drawn.
    fn inline_image(&mut self) -> Option<()> {
        let start = self.words.at;
        while let Some(byte) = self.words.next_byte() {
            if !is_regular(byte) {
                self.words.at += 1;
                continue;
            }
            if self.words.word() == b"ID" {
                let data = self.words.rest();
                if let Some(length) = image_data(data) {
                    self.words.at += length;
                    return Some(());
                }
                break;
            }
        }
        self.words.at = start;
        self.no_end()
    }
}

/// How many bytes the data of an image and its `EI` take.
fn image_data(data: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += data.get(at..)?.windows(2).position(|pair| pair == b"EI")?;
        let alone = at > 0 && is_space(data[at - 1]);
        let rest = &data[at + 2..];
        if alone && rest.first().is_none_or(|byte| !is_regular(*byte)) && looks_drawn(rest) {
            return Some(at + 2);
        }
        at += 2;
    }
}

/// Whether bytes look like operations, by a few of them.
fn looks_drawn(bytes: &[u8]) -> bool {
    bytes.iter().take(24).all(|byte| is_space(*byte) && *byte != 0 || (b' '..=b'~').contains(byte))
}

impl<'o, 'c> Operands<'o, 'c> {
    /// The number at a place, if there is a finite one.
    pub fn number(self, index: usize) -> Option<f32> {
        match self.stack.get(index)? {
            Operand::Number(value) => Some(*value).filter(|value| value.is_finite()),
            _ => None,
        }
    }

    /// The numbers from the first on, as many as there are and fit; how many.
    pub fn numbers(self, into: &mut [f32]) -> usize {
        for (index, slot) in into.iter_mut().enumerate() {
            match self.stack.get(index) {
                Some(Operand::Number(value)) => *slot = *value,
                Some(_) => *slot = 0.0,
                None => return index,
            }
        }
        into.len()
    }

    /// The name at a place.
    pub fn name(self, index: usize) -> Option<&'o [u8]> {
        match self.stack.get(index)? {
            Operand::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The dictionary at a place.
    pub fn dictionary(self, index: usize) -> Option<&'o Dictionary> {
        match self.stack.get(index)? {
            Operand::Dictionary(dict) => Some(dict),
            _ => None,
        }
    }

    /// What the last operand shows: itself, or the parts of the array that it is.
    pub fn shown(self) -> impl Iterator<Item = Shown<'o>> {
        let parts = match self.stack {
            [.., last @ (Operand::String(_) | Operand::Buffered(..))] => std::slice::from_ref(last),
            [.., last] if !matches!(last, Operand::Close) => &[],
            stack => {
                let open = stack.iter().rposition(|operand| matches!(operand, Operand::Open));
                &stack[open.map_or(0, |open| open + 1)..]
            }
        };
        parts.iter().filter_map(move |part| match part {
            Operand::String(bytes) => Some(Shown::String(bytes)),
            Operand::Buffered(start, end) => Some(Shown::String(&self.buffer[*start..*end])),
            Operand::Number(value) => Some(Shown::Kern(*value)),
            _ => None,
        })
    }
}

/// A part of what an operator shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown<'o> {
    /// Codes of letters.
    String(&'o [u8]),
    /// How far to move back, in thousandths of the font size.
    Kern(f32),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The operations of a stream in short, and whether something was passed over.
    fn read(content: &[u8]) -> (Vec<String>, bool) {
        let mut operations = Operations::new(content);
        let mut read = Vec::new();
        while let Some((operator, operands)) = operations.next() {
            let shown = operands.shown().map(|shown| match shown {
                Shown::String(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Shown::Kern(value) => value.to_string(),
            });
            let shown: Vec<_> = shown.collect();
            read.push(format!("{} {}", shown.join(","), String::from_utf8_lossy(operator)));
        }
        (read, operations.skipped)
    }

    fn clean(content: &str) -> Vec<String> {
        let (read, skipped) = read(content.as_bytes());
        assert!(!skipped, "{content}");
        read
    }

    #[test]
    fn operations_are_read_with_all_sorts_of_operands() {
        assert_eq!(
            clean(
                "[(a)-12(b\\051)<63>]TJ(x)' 1 0 0 1 5 .5 cm /P <</MCID 1/E(x)>> BDC true R%x\nT*"
            ),
            ["a,-12,b),c TJ", "x '", " cm", " BDC", " R", " T*"]
        );
    }

    #[test]
    fn images_in_the_stream_are_passed_over() {
        assert_eq!(clean("BI /W 1 /H 2 ID \x01EI(\x02 EI\x01 (\nEI (x) Tj"), ["x Tj"]);
        let (ops, skipped) = read(b"BI /W 1 ID no end (x) Tj");
        assert!(skipped && ops.contains(&"x Tj".to_owned()));
    }

    #[test]
    fn reading_goes_on_behind_what_is_no_operation() {
        assert_eq!(read(b"(a) Tj ) } > (b) Tj"), (vec!["a Tj".into(), "b Tj".into()], true));
        assert_eq!(read(b"<1 (b) Tj"), (vec!["b Tj".into()], true));
        assert_eq!(read(b"<</A 1 ] >> Q (b) Tj").0.last().unwrap(), "b Tj");
        assert_eq!(read(b"(b) Tj ((c) Tj"), (vec!["b Tj".into(), "c Tj".into()], true));
        assert_eq!(read(b"<1 (b) Tj <63> Tj").0, ["b Tj", "c Tj"]);
        assert_eq!(read(b"(b) Tj 12"), (vec!["b Tj".into()], true));
    }

    #[test]
    fn a_flood_of_operands_and_a_string_without_end_stop_the_reading() {
        let stops = |content: &[u8]| {
            let mut operations = Operations::new(content);
            while operations.next().is_some() {}
            operations.exceeded
        };
        assert!(stops(&b"0 ".repeat(OPERANDS + 1)).is_some());
        assert!(stops(&b"[] ".repeat(OPERANDS)).is_some());
        assert!(stops(&b"/a".repeat(OPERANDS + 1)).is_some());
        assert_eq!(stops(&b"( ".repeat(OPERANDS * 4)), Some("1 MiB in one string"));
        assert_eq!(stops(&b"0 0 m 10 (a b) (\\)) l S\n".repeat(OPERANDS)), None);
    }
}
