//! What is in a zip: each member a document of its own.
//!
//! Nothing that an archive says of itself is believed: members are unpacked up to the limit of a
//! document, and all of them together up to a limit of their own.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::read;
use crate::error::{Code, Error};

/// How many members an archive may have.
const MOST: usize = 100_000;

/// How many bytes all members of an archive may have together.
const TOGETHER: u64 = 8 << 30;

/// A document in an archive.
#[derive(Debug)]
pub struct Member {
    /// Its name, with the folders that it is in.
    pub name: String,
    /// Its bytes, or why there are none.
    pub content: Result<Vec<u8>, Error>,
}

/// Hands over the members of a zip that are files, in its order; those that hide, or are what a
/// system leaves behind (`__MACOSX`), are left out.
///
/// # Errors
/// [`Code::ArchiveDamaged`] where it is no zip, [`Code::TooLarge`] where too much is in it; what `each`
/// has.
pub fn members(
    file: impl Read + Seek,
    largest: u64,
    each: &mut dyn FnMut(Member) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut archive = ZipArchive::new(file).map_err(|error| damaged(&error))?;
    if archive.len() > MOST {
        let message =
            format!("expected at most {MOST} files in an archive, found {}", archive.len());
        return Err(Error::new(Code::TooLarge, message));
    }
    let mut left = TOGETHER;
    for number in 0..archive.len() {
        let mut member = match archive.by_index(number) {
            Ok(member) => member,
            Err(error) => {
                let name = format!("number {}", number + 1);
                each(Member { name, content: Err(damaged(&error)) })?;
                continue;
            }
        };
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        if member.is_dir() || is_hidden(&name) {
            continue;
        }
        let mut bytes = Vec::new();
        let unpacked = (&mut member).take(largest.min(left) + 1).read_to_end(&mut bytes);
        left = left.saturating_sub(bytes.len() as u64);
        if left == 0 {
            let message = format!("expected at most {TOGETHER} bytes in an archive, found more");
            return Err(Error::new(Code::TooLarge, message));
        }
        let content = match unpacked {
            Err(error) => Err(damaged(&error)),
            Ok(_) if bytes.len() as u64 > largest => Err(read::too_large(largest)),
            Ok(_) => Ok(bytes),
        };
        each(Member { name, content })?;
    }
    Ok(())
}

fn is_hidden(name: &str) -> bool {
    name.split(['/', '\\']).any(|part| part.starts_with('.') || part == "__MACOSX")
}

fn damaged(error: &dyn std::fmt::Display) -> Error {
    Error::new(Code::ArchiveDamaged, format!("expected a zip that can be unpacked, found: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Cursor<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap()
    }

    fn unpacked(file: Cursor<Vec<u8>>, largest: u64) -> Result<Vec<(String, String)>, Error> {
        let mut found = Vec::new();
        members(file, largest, &mut |Member { name, content }| {
            let content = match content {
                Ok(bytes) => String::from_utf8(bytes).unwrap(),
                Err(error) => error.code.name().to_owned(),
            };
            found.push((name, content));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn every_file_comes_out_and_none_grows_beyond_the_limit() {
        let bomb = vec![b'x'; 100_000];
        let archive = zipped(&[
            ("map/een.txt", b"een"),
            ("map/.DS_Store", b"x"),
            ("__MACOSX/een.txt", b"x"),
            ("bom.txt", &bomb),
            ("twee.txt", b"twee"),
        ]);
        let owned = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(
            unpacked(archive, 1000).unwrap(),
            [owned("map/een.txt", "een"), owned("bom.txt", "too-large"), owned("twee.txt", "twee")]
        );
    }

    #[test]
    fn what_is_no_zip_is_said_to_be() {
        let error = unpacked(Cursor::new(b"PK brief".to_vec()), 1000).unwrap_err();
        assert_eq!(error.code, Code::ArchiveDamaged);
        assert!(error.message.starts_with("expected a zip that can be unpacked, found: "));
    }
}
