//! What is in a zip: each member a document of its own.
//!
//! Nothing that an archive says of itself is believed: members are unpacked up to the limit of a
//! document, and none of them grows beyond measure, nor all of them together. Nothing is written under
//! a name that an archive gives: of names that lead elsewhere, what is left is taken. No member is
//! passed over in silence.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::spool::{Spool, Spooled, check_room};
use crate::error::{Code, Error};
use crate::store::Originals;

/// How many members an archive may have.
const MOST: usize = 100_000;

/// How many bytes all members of an archive may have together.
const TOGETHER: u64 = 8 << 30;

/// How many bytes may come out of each byte of an archive, beyond the first ones of which nothing is
/// asked. Motions as text are packed to a fifth; as PDF they are packed already.
const RATIO: u64 = 100;
const FREE: u64 = 10 << 20;

/// How many bytes are unpacked at once, and after how many it is looked for room on the disk.
const PIECE: usize = 64 << 10;
const LOOK: u64 = 16 << 20;

/// A file in an archive.
#[derive(Debug)]
pub struct Member {
    /// Its name, with the folders that it is in.
    pub name: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a member.
#[derive(Debug)]
pub enum Content {
    /// A document.
    Document(Spooled),
    /// One that cannot be had.
    Failed(Error),
    /// No document, but this: `hidden`.
    Skipped(&'static str),
}

/// Whether a file is an archive, whose members are documents of their own, by its name.
#[must_use]
pub fn is_archive(name: &str) -> bool {
    name.len() > 4 && name.to_ascii_lowercase().ends_with(".zip")
}

/// Hands over what is in a zip of this name, each under the name of the zip and its own. What is wrong with
/// the zip itself is handed over as something that failed, under its name.
///
/// # Errors
/// [`Code::NoRoom`] and [`Code::StoreIo`]; what `each` has.
pub fn unpack(
    file: impl Read + Seek,
    named: &str,
    originals: &Originals,
    largest: u64,
    each: &mut dyn FnMut(Member) -> Result<(), Error>,
) -> Result<(), Error> {
    // What `each` has is not of the archive.
    let mut is_refused = false;
    let unpacked = members(file, originals, largest, &mut |Member { name, content }| {
        let told = each(Member { name: format!("{named}/{name}"), content });
        is_refused = told.is_err();
        told
    });
    match unpacked {
        Err(error) if !is_refused && !matches!(error.code, Code::StoreIo | Code::NoRoom) => {
            each(Member { name: named.to_owned(), content: Content::Failed(error) })
        }
        unpacked => unpacked,
    }
}

/// Hands over the members of a zip that are files, in its order; those that hide, or are what a system
/// leaves behind (`__MACOSX`), as skipped.
///
/// # Errors
/// [`Code::ArchiveDamaged`] where it is no zip, [`Code::EmptyFile`] where nothing is in it,
/// [`Code::TooLarge`] where too many files are, [`Code::NoRoom`] and [`Code::StoreIo`]; what `each`
/// has.
pub fn members(
    mut file: impl Read + Seek,
    originals: &Originals,
    largest: u64,
    each: &mut dyn FnMut(Member) -> Result<(), Error>,
) -> Result<(), Error> {
    let length = file.seek(SeekFrom::End(0)).map_err(|error| damaged(&error))?;
    let mut archive = ZipArchive::new(file).map_err(|error| damaged(&error))?;
    if archive.len() > MOST {
        let message =
            format!("expected at most {MOST} files in an archive, found {}", archive.len());
        return Err(Error::new(Code::TooLarge, message));
    }
    let all = archive.len();
    let most = TOGETHER.min(FREE.saturating_add(length.saturating_mul(RATIO)));
    // Why no more is unpacked; the rest is told all the same.
    let mut ended: Option<Error> = None;
    check_room(originals, said(&mut archive, largest))?;
    let (mut together, mut looked, mut is_empty) = (0, 0, true);
    for number in 0..all {
        let opened =
            if ended.is_some() { archive.by_index_raw(number) } else { archive.by_index(number) };
        let mut member = match opened {
            Ok(member) => member,
            Err(error) => {
                let (name, content) = (numbered(number), Content::Failed(damaged(&error)));
                each(Member { name, content })?;
                is_empty = false;
                continue;
            }
        };
        if member.is_dir() {
            continue;
        }
        is_empty = false;
        let name = name(&member, number);
        let content = if let Some(what) = left_behind(&name) {
            Content::Skipped(what)
        } else if let Some(error) = &ended {
            Content::Failed(error.clone())
        } else {
            let mut spool = Spool::new(originals, largest);
            let unpacked = unpack_one(&mut member, &mut spool, most.saturating_sub(together));
            together += spool.length();
            if together > most {
                ended = Some(bomb());
            } else if together > looked {
                looked = together + LOOK;
                check_room(originals, LOOK)?;
            }
            match unpacked {
                Ok(()) => Content::Document(spool.end()),
                Err(error) if matches!(error.code, Code::StoreIo | Code::NoRoom) => {
                    return Err(error);
                }
                Err(error) => Content::Failed(error),
            }
        };
        each(Member { name, content })?;
    }
    if is_empty {
        return Err(Error::new(Code::EmptyFile, "expected files in an archive, found none"));
    }
    Ok(())
}

/// Unpacks a member.
fn unpack_one(
    member: &mut ZipFile<'_, impl Read>,
    spool: &mut Spool,
    left: u64,
) -> Result<(), Error> {
    let most = left.min(FREE.saturating_add(member.compressed_size().saturating_mul(RATIO)));
    let mut piece = vec![0; PIECE];
    loop {
        let read = match member.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(damaged(&error)),
        };
        spool.add(&piece[..read])?;
        if spool.length() > most {
            return Err(bomb());
        }
    }
}

/// How many bytes the members of an archive have together, as it says, none of them more than may be.
fn said(archive: &mut ZipArchive<impl Read + Seek>, largest: u64) -> u64 {
    let sizes = (0..archive.len()).filter_map(|number| {
        let size = archive.by_index_raw(number).ok()?.size();
        // What is larger is refused, and takes no room.
        (size <= largest).then_some(size)
    });
    sizes.fold(0, u64::saturating_add).min(TOGETHER)
}

/// The name of a member, without what leads out of the folder that it is in.
fn name(member: &ZipFile<'_, impl Read>, number: usize) -> String {
    let name = safe(&String::from_utf8_lossy(member.name_raw()));
    if name.is_empty() { numbered(number) } else { name }
}

/// What a member is called that has no name.
fn numbered(number: usize) -> String {
    format!("number {}", number + 1)
}

/// The last parts of a name that lead only downwards.
fn safe(name: &str) -> String {
    let mut parts = Vec::new();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => parts.clear(),
            _ if parts.is_empty() && is_drive(part) => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}

/// What a file is that no person put there.
fn left_behind(name: &str) -> Option<&'static str> {
    name.split('/').find_map(|part| match part {
        "__MACOSX" => Some("__MACOSX"),
        _ if part.starts_with('.') => Some("hidden"),
        _ => None,
    })
}

fn bomb() -> Error {
    let message =
        format!("expected at most {RATIO} bytes out of each byte of an archive, found more");
    Error::new(Code::ArchiveBomb, message)
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
    use crate::store::Writer;

    fn zipped(files: &[(&str, &[u8])]) -> Cursor<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap()
    }

    /// The members, each with its text, or why there is none; the end has why it ended early.
    fn unpacked(file: Cursor<Vec<u8>>, largest: u64) -> Vec<(String, String)> {
        let dir = tempfile::tempdir().unwrap();
        let originals = Writer::open(dir.path(), &mut |_| {}).unwrap().originals();
        let mut found = Vec::new();
        let ended = members(file, &originals, largest, &mut |Member { name, content }| {
            let content = match content {
                Content::Document(spooled) => String::from_utf8(spooled.bytes().unwrap()).unwrap(),
                Content::Failed(error) => error.code.name().to_owned(),
                Content::Skipped(what) => format!("skipped {what}"),
            };
            found.push((name, content));
            Ok(())
        });
        if let Err(error) = ended {
            found.push((error.code.name().to_owned(), error.message));
        }
        found
    }

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn every_file_comes_out_and_none_grows_beyond_the_limit() {
        let large = vec![b'x'; 100_000];
        let archive = zipped(&[
            ("map/een.txt", b"een"),
            ("map/.DS_Store", b"x"),
            ("__MACOSX/een.txt", b"x"),
            ("groot.txt", &large),
            ("twee.txt", b"twee"),
        ]);
        assert_eq!(
            unpacked(archive, 1000),
            owned(&[
                ("map/een.txt", "een"),
                ("map/.DS_Store", "skipped hidden"),
                ("__MACOSX/een.txt", "skipped __MACOSX"),
                ("groot.txt", "too-large"),
                ("twee.txt", "twee"),
            ])
        );
    }

    #[test]
    fn a_name_that_leads_elsewhere_loses_no_document() {
        for (name, expected) in [
            ("./motie.txt", "motie.txt"),
            ("../../motie.txt", "motie.txt"),
            ("map/../../etc/motie.txt", "etc/motie.txt"),
            ("/etc/motie.txt", "etc/motie.txt"),
            ("C:\\map\\motie.txt", "map/motie.txt"),
            ("map//motie.txt", "map/motie.txt"),
            ("..", "number 1"),
        ] {
            assert_eq!(
                unpacked(zipped(&[(name, b"x")]), 1000),
                owned(&[(expected, "x")]),
                "{name}"
            );
        }
    }

    #[test]
    fn what_grows_beyond_measure_is_refused() {
        let bomb = vec![b'x'; 3 * FREE as usize];
        // What cannot be packed, so that there is much of the archive.
        let mut state = 1_u64;
        let noise = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(b' ' + (state >> 32) as u8 % 64)
        });
        let noise: String = noise.take(1 << 20).collect();
        let files = [("bom.txt", &bomb[..]), ("een.txt", b"een"), ("ruis.txt", noise.as_bytes())];
        assert_eq!(
            unpacked(zipped(&files), 1 << 30),
            owned(&[("bom.txt", "archive-bomb"), ("een.txt", "een"), ("ruis.txt", &noise)])
        );
        // Many that each grow too little are too much together.
        let half = vec![b'x'; FREE as usize];
        let files: Vec<_> = ["a", "b", "c", "d", "e", "f"].map(|name| (name, &half[..])).into();
        let found = unpacked(zipped(&files), 1 << 30);
        assert_eq!(found[0].1.len(), half.len());
        let rest = ["b", "c", "d", "e", "f"].map(|name| (name, "archive-bomb"));
        assert_eq!(found[1..], owned(&rest));
    }

    #[test]
    fn what_is_no_zip_or_has_no_files_is_said_to_be_so() {
        let found = unpacked(Cursor::new(b"PK brief".to_vec()), 1000);
        assert_eq!(found[0].0, "archive-damaged");
        assert!(found[0].1.starts_with("expected a zip that can be unpacked, found: "));
        assert_eq!(
            unpacked(zipped(&[]), 1000),
            owned(&[("empty-file", "expected files in an archive, found none")])
        );
    }
}
