//! What it is to recognise text: from a picture to words, whoever does it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::picture::Picture;

/// Someone who reads pictures of text.
pub trait Recognise {
    /// Reads the words of a picture.
    ///
    /// # Errors
    /// When there is no program that can, or when it fails on this picture.
    fn recognise(&mut self, picture: &Picture) -> Result<Recognised, RecogniseError>;
}

/// The words of a picture, in the order in which they were read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recognised {
    /// The words.
    pub words: Vec<RecognisedWord>,
}

/// A word of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecognisedWord {
    /// Its letters; never empty, no white space.
    pub text: String,
    /// The left edge, in pixels from the left of the picture.
    pub x0: u32,
    /// The top edge, in pixels from the top.
    pub y0: u32,
    /// The right edge.
    pub x1: u32,
    /// The bottom edge.
    pub y1: u32,
    /// How sure its reader is of it, from 0 to 100.
    pub confidence: f32,
    /// The block that it stands in, numbered through the picture.
    pub block: u32,
    /// The paragraph, numbered through the block.
    pub paragraph: u32,
    /// The line, numbered through the paragraph.
    pub line: u32,
}

/// Why a picture was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecogniseError {
    /// There is no program that recognises text, or it knows no Dutch; says what is missing.
    Unavailable(String),
    /// The program failed on this picture; says how.
    Failed(String),
    /// The program took longer than the limit, in seconds.
    TimedOut(u64),
}

impl fmt::Display for RecogniseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(what) => write!(f, "expected a program that reads Dutch, {what}"),
            Self::Failed(how) => write!(f, "expected words from `tesseract`, {how}"),
            Self::TimedOut(seconds) => {
                write!(f, "expected words within {seconds} s, `tesseract` took longer")
            }
        }
    }
}

impl std::error::Error for RecogniseError {}

/// Reads no pictures: for where no program may be started.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Recognise for Nobody {
    fn recognise(&mut self, _: &Picture) -> Result<Recognised, RecogniseError> {
        Err(RecogniseError::Unavailable("found that none may be started here".to_owned()))
    }
}
