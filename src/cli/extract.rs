//! `moties extract`: the records of documents, printed; of a bundle one after another.

use std::path::{Path, PathBuf};

use super::exit::{Exit, Stop};
use super::{Format, Io};
use crate::error::Error;
use crate::import::{Reader, Readers, read};

/// Prints the record of each file; a file that fails is said to.
pub(super) fn run(
    files: &[PathBuf],
    format: Format,
    readers: &Readers,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let mut reader = readers.start()?;
    let mut exit = Exit::Done;
    for file in files {
        let name = name_of(file);
        match load(file, io) {
            Ok(bytes) => match print(&name, &bytes, format, &mut reader, io)? {
                Ok(()) => {}
                Err(error) => {
                    io.say_failed(&name, &error);
                    exit = Exit::Lacking;
                }
            },
            Err(error) => {
                io.say_failed(&name, &error);
                exit = Exit::Lacking;
            }
        }
    }
    Ok(exit)
}

/// What standard input is called, in arguments.
const STANDARD_INPUT: &str = "-";

fn name_of(file: &Path) -> String {
    if file.as_os_str() == STANDARD_INPUT {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    }
}

fn load(file: &Path, io: &mut Io<'_>) -> Result<Vec<u8>, Error> {
    if file.as_os_str() == STANDARD_INPUT {
        let mut bytes = Vec::new();
        read::load_from(&mut *io.input, &mut bytes)?;
        Ok(bytes)
    } else {
        read::load(file)
    }
}

/// Prints one document: the outer error is the output's, the inner one the document's.
fn print(
    name: &str,
    bytes: &[u8],
    format: Format,
    reader: &mut Reader,
    io: &mut Io<'_>,
) -> Result<Result<(), Error>, Stop> {
    if format == Format::Text {
        return match reader.text(name, bytes) {
            Ok(text) => Ok(Ok(io.out.write_all(text.as_bytes())?)),
            Err(error) => Ok(Err(error)),
        };
    }
    match reader.read(name, bytes) {
        Ok(reading) => {
            for motion in &reading.motions {
                if format == Format::Json {
                    io.json_pretty(motion)?;
                } else {
                    io.json_line(motion)?;
                }
            }
            Ok(Ok(()))
        }
        Err(error) => Ok(Err(error)),
    }
}
