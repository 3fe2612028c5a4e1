//! `moties search --batch`, `--all`: many questions, or all that one finds, as rows.

use std::fs;
use std::io;
use std::path::Path;

use super::exit::{Exit, Stop};
use super::io::Io;
use crate::error::{Code, Error};
use crate::store::{Query, RowFormat, Rows, Store, StoreError};

/// As which rows motions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Comma-separated values, with a header
    Csv,
    /// A JSON object a line
    Ndjson,
}

impl From<Format> for RowFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Ndjson => Self::Ndjson,
        }
    }
}

/// The questions of a file, one a line; empty lines and those that begin with `#` are none. `-` is
/// standard input.
///
/// # Errors
/// [`Code::Unreadable`].
pub(super) fn read(file: &Path) -> Result<Vec<String>, Error> {
    let text = if file == Path::new("-") {
        io::read_to_string(io::stdin())
    } else {
        fs::read_to_string(file)
    };
    let text = text.map_err(|error| {
        let message = format!(
            "`{}`: expected a file of questions, one a line, found {error}",
            file.display()
        );
        Error::new(Code::Unreadable, message)
    })?;
    let questions = text.lines().map(str::trim);
    let questions = questions.filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(questions.map(str::to_owned).collect())
}

/// Writes what each question finds; that one of them finds nothing gives another exit code.
pub(super) fn run(
    dir: &Path,
    questions: &[String],
    query: &Query<'_>,
    format: Format,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    let mut rows = Rows::new(format.into(), &mut *io.out)?;
    let (mut said, mut empty) = (Vec::new(), 0);
    for question in questions {
        rows.question(question);
        let mut broken = None;
        let found = store.each_found(&Query { words: question, ..query.clone() }, &mut |hit| {
            broken = rows.hit(&hit).err();
            broken.is_none()
        });
        if let Some(error) = broken {
            return Err(error.into());
        }
        match found {
            Ok(found) => {
                empty += usize::from(found.total == 0);
                let about =
                    |note: &crate::store::NoteHit| format!("`{question}`: {}", note.message);
                said.extend(found.notes.iter().map(about));
                rows.end(&found)?;
            }
            // A line that asks nothing stops no other.
            Err(error @ StoreError::NoWords { .. }) => {
                empty += 1;
                said.push(Error::from(error).to_string());
            }
            Err(error) => return Err(error.into()),
        }
    }
    drop(rows);
    said.iter().for_each(|line| io.say(line));
    let s = if questions.len() == 1 { "" } else { "s" };
    io.say(&format!("{} question{s} asked, {empty} found nothing", questions.len()));
    Ok(if empty == 0 { Exit::Done } else { Exit::Lacking })
}
