//! The streams that a command reads and writes.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use serde::Serialize;

use crate::error::Error;
use crate::index::{Marked, Part};

/// The streams of a command, and what they can show.
pub struct Io<'a> {
    /// Standard input.
    pub input: &'a mut dyn BufRead,
    /// Standard output: what was asked for.
    pub out: &'a mut dyn Write,
    /// Standard error: what is said to a person.
    pub err: &'a mut dyn Write,
    /// Whether standard output shows colours.
    pub is_coloured: bool,
    /// Whether a progress bar may be drawn on standard error.
    pub shows_progress: bool,
    /// This program, to start processes of it that read documents; `None` reads them in this one.
    pub program: Option<PathBuf>,
}

impl Io<'_> {
    /// Says a line to a person. Where nobody can hear it, nothing can be done.
    pub(super) fn say(&mut self, line: &str) {
        let _ = writeln!(self.err, "moties: {}", visible(line));
    }

    /// Says what is wrong with a document.
    pub(super) fn say_failed(&mut self, file: &str, error: &Error) {
        let _ = writeln!(self.err, "{}", failed(file, error));
    }

    /// Prints a value as one line of JSON.
    pub(super) fn json_line(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *self.out, value)?;
        writeln!(self.out)
    }

    /// Prints a value as indented JSON.
    pub(super) fn json_pretty(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *self.out, value)?;
        writeln!(self.out)
    }

    /// A text whose marked words stand out: bold where there are colours, else in brackets.
    pub(super) fn emphasised(&self, marked: &Marked) -> String {
        let (open, close) =
            if self.is_coloured { ("\u{1b}[1;33m", "\u{1b}[0m") } else { ("[", "]") };
        marked
            .parts()
            .map(|part| match part {
                Part::Plain(text) => visible(text),
                Part::Found(word) => format!("{open}{}{close}", visible(word)),
            })
            .collect()
    }

    /// A heading: bold where there are colours.
    pub(super) fn bold(&self, text: &str) -> String {
        if self.is_coloured {
            format!("\u{1b}[1m{}\u{1b}[0m", visible(text))
        } else {
            visible(text)
        }
    }
}

/// The line that says what is wrong with a document.
pub(super) fn failed(file: &str, error: &Error) -> String {
    format!("`{}`: {}", visible(file), visible(&error.to_string()))
}

/// A text without the characters that would command a terminal instead of being shown by it.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
