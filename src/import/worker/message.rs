//! What the two processes say to each other: a tag, a length, and so many bytes.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::clock::Times;
use crate::error::{Code, Error};
use crate::scan::{RecogniseError, Recognised};

/// Bytes of a tag and a length.
pub(super) const HEADER: usize = 9;

/// No message is longer, in bytes.
const LONGEST: u64 = 1 << 30;

/// A message of so many bytes is written in one piece: a pipe takes as much at once.
pub(super) const SMALL: usize = 60 << 10;

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// From the child: it can be asked.
    Ready,
    /// To the child: a document whose record is wanted, as [`preface`] and its bytes.
    Record,
    /// To the child: a document whose text is wanted, likewise.
    Text,
    /// To the child: a document whose record is wanted, likewise, and what reading it takes.
    Measure,
    /// To the child: a document of which a page is to be drawn, likewise, with [`page_name`] as name.
    Draw,
    /// From the child, before it answers: the page that was drawn, as PNG.
    Drawn,
    /// From the child, before it answers: a picture whose words are wanted.
    Picture,
    /// To the child: the words of the picture, or why there are none, as JSON.
    Words,
    /// From the child, before it answers: what reading took, as JSON.
    Taken,
    /// From the child: what became of the document, as JSON.
    Answer,
}

impl Tag {
    const ALL: [Self; 10] = [
        Self::Ready,
        Self::Record,
        Self::Text,
        Self::Measure,
        Self::Draw,
        Self::Drawn,
        Self::Picture,
        Self::Words,
        Self::Taken,
        Self::Answer,
    ];

    fn byte(self) -> u8 {
        match self {
            Self::Ready => b'r',
            Self::Record => b'd',
            Self::Text => b't',
            Self::Measure => b'm',
            Self::Draw => b'g',
            Self::Drawn => b'n',
            Self::Picture => b'p',
            Self::Words => b'w',
            Self::Taken => b'c',
            Self::Answer => b'a',
        }
    }
}

/// The header of a message.
fn header(tag: Tag, length: usize) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    header[0] = tag.byte();
    header[1..].copy_from_slice(&(length as u64).to_le_bytes());
    header
}

/// Reads a header; `None` where it is none.
pub(super) fn parse_header(header: [u8; HEADER]) -> Option<(Tag, usize)> {
    let tag = Tag::ALL.into_iter().find(|tag| tag.byte() == header[0])?;
    let length = u64::from_le_bytes(header[1..].try_into().ok()?);
    (length <= LONGEST).then_some((tag, usize::try_from(length).ok()?))
}

/// Shows the pieces in which a message is to be written, its body in parts: a small one is one piece, so that
/// whoever waits for it wakes once, and finds all of it.
pub(super) fn each_piece(
    tag: Tag,
    parts: &[&[u8]],
    write: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let length = parts.iter().map(|part| part.len()).sum();
    let header = header(tag, length);
    if length <= SMALL {
        return write(&[&[&header[..]], parts].concat().concat());
    }
    write(&header)?;
    parts.iter().try_for_each(|part| write(part))
}

/// Writes a message whole.
pub(super) fn write(out: &mut dyn Write, tag: Tag, body: &[u8]) -> io::Result<()> {
    each_piece(tag, &[body], &mut |piece| out.write_all(piece))?;
    out.flush()
}

/// Reads a message; `None` at the end of the stream.
pub(super) fn read(input: &mut dyn Read) -> io::Result<Option<(Tag, Vec<u8>)>> {
    let mut header = [0; HEADER];
    match input.read_exact(&mut header) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let (tag, length) = parse_header(header).ok_or(io::ErrorKind::InvalidData)?;
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(Some((tag, body)))
}

/// What a message with a document begins with, before the document's bytes: seconds of processor
/// time, the length of its name, and its name.
pub(super) fn preface(name: &str, seconds: u32) -> Vec<u8> {
    let length = u32::try_from(name.len()).unwrap_or(0);
    let name = if length == 0 { "" } else { name };
    [&seconds.to_le_bytes()[..], &length.to_le_bytes(), name.as_bytes()].concat()
}

/// The seconds, the name and the bytes of a message with a document.
pub(super) fn document(body: &[u8]) -> Option<(u32, &str, &[u8])> {
    let (seconds, rest) = body.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (name, bytes) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    Some((u32::from_le_bytes(*seconds), std::str::from_utf8(name).ok()?, bytes))
}

/// What stands for the name of a document of which a page is to be drawn: the page's number, from 1,
/// and how many pixels make an inch.
pub(super) fn page_name(page: u32, dpi: u32) -> String {
    format!("{page}@{dpi}")
}

/// The number of a page, from 1, and the pixels of an inch, of a message with a page to draw.
pub(super) fn parse_page_name(name: &str) -> Option<(u32, u32)> {
    let (page, dpi) = name.split_once('@')?;
    Some((page.parse().ok()?, dpi.parse().ok()?))
}

/// The words of a picture, or why there are none, as bytes.
pub(super) fn words(result: &Result<Recognised, RecogniseError>) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(result)
}

/// The words of a picture, or why there are none, from their bytes.
pub(super) fn parse_words(body: &[u8]) -> Option<Result<Recognised, RecogniseError>> {
    serde_json::from_slice(body).ok()
}

/// What reading took, as bytes.
pub(super) fn taken(times: &Times) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(times)
}

/// What reading took, from its bytes.
pub(super) fn parse_taken(body: &[u8]) -> Option<Times> {
    serde_json::from_slice(body).ok()
}

/// What became of a document, as it is sent.
#[derive(Serialize, Deserialize)]
enum Answer<T> {
    Read(T),
    Failed { code: String, message: String, hint: String },
}

/// What became of a document, as bytes.
pub(super) fn answer<T: Serialize>(result: Result<T, Error>) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&match result {
        Ok(read) => Answer::Read(read),
        Err(Error { code, message, hint }) => {
            Answer::Failed { code: code.name().to_owned(), message, hint }
        }
    })
}

/// What became of a document, from its bytes; `None` where they say nothing.
pub(super) fn parse_answer<T: DeserializeOwned>(body: &[u8]) -> Option<Result<T, Error>> {
    Some(match serde_json::from_slice(body).ok()? {
        Answer::Read(read) => Ok(read),
        Answer::Failed { code, message, hint } => {
            Err(Error::new(Code::from_name(&code)?, message).with_hint(hint))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_out_as_they_went_in() {
        let mut stream = Vec::new();
        let body = [preface("één.pdf", 8), b"%PDF".to_vec()].concat();
        write(&mut stream, Tag::Record, &body).unwrap();
        let mut input = stream.as_slice();
        let (tag, body) = read(&mut input).unwrap().unwrap();
        assert_eq!(tag, Tag::Record);
        assert_eq!(document(&body), Some((8, "één.pdf", b"%PDF".as_slice())));
        assert!(read(&mut input).unwrap().is_none());
    }

    #[test]
    fn what_is_no_message_is_not_believed() {
        assert!(read(&mut [b'x'; HEADER].as_slice()).is_err());
        assert!(parse_header([b'a', 0, 0, 0, 0, 1, 0, 0, 0]).is_none());
        assert!(read(&mut &header(Tag::Answer, 3)[..]).is_err());
        assert_eq!(document(b"\0\0\0\0\x09\0\0\0kort"), None);
        assert!(parse_answer::<String>(b"{}").is_none());
    }

    #[test]
    fn errors_keep_their_hints() {
        let error = Error::new(Code::PdfDamaged, "half a file").with_hint("fetch it again");
        let bytes = answer::<()>(Err(error.clone())).unwrap();
        assert_eq!(parse_answer::<()>(&bytes).unwrap().unwrap_err(), error);
    }
}
