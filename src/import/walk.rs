//! From paths to the files in them.

use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::read::{extension, is_directory, is_unsupported, unreadable};
use crate::error::{Code, Error};

/// Something met on the way.
#[derive(Debug)]
pub(crate) enum Met {
    /// A file to read.
    File(PathBuf),
    /// A zip in a folder, with documents in it.
    Archive(PathBuf),
    /// Something that should be a document, and cannot be.
    Failed(PathBuf, Error),
    /// Something that is no document, and what: `.json`.
    Skipped(PathBuf, String),
}

/// Walks through paths in the order given, through each folder in the order of its names.
///
/// A file that is named outright is always read; in a folder, `.pdf`, `.txt`, `.text` and what is in
/// `.zip` are, and what has another extension is skipped. Links are followed. `meet` returns false to stop.
pub(crate) fn walk(paths: &[PathBuf], meet: &mut dyn FnMut(Met) -> bool) {
    walk_by(paths, true, meet);
}

/// What a link is skipped as that is not followed.
pub(super) const LINK: &str = "link";

/// Walks likewise, but follows no links in a folder: they are skipped as [`LINK`]. For folders that
/// others may write to than those who may read what a link leads to.
pub(super) fn walk_within(paths: &[PathBuf], meet: &mut dyn FnMut(Met) -> bool) {
    walk_by(paths, false, meet);
}

fn walk_by(paths: &[PathBuf], follows: bool, meet: &mut dyn FnMut(Met) -> bool) {
    for path in paths {
        if !path.is_dir() {
            if !meet(Met::File(path.clone())) {
                return;
            }
            continue;
        }
        let mut entries = WalkDir::new(path).follow_links(follows).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let met = match entry {
                Ok(entry) if !follows && entry.depth() > 0 && entry.path_is_symlink() => {
                    Some(Met::Skipped(entry.into_path(), LINK.to_owned()))
                }
                Ok(entry) => {
                    let is_dir = entry.file_type().is_dir();
                    let seen = look(&entry);
                    if is_dir && matches!(seen, Some(Met::Skipped(..))) {
                        entries.skip_current_dir();
                    }
                    seen
                }
                Err(error) => Some(broken(path, &error)),
            };
            if let Some(met) = met
                && !meet(met)
            {
                return;
            }
        }
    }
}

/// Decides about an entry of a folder; `None` for a folder to walk into.
fn look(entry: &DirEntry) -> Option<Met> {
    let path = entry.path().to_owned();
    let extension = extension(&path);
    let is_document = matches!(extension.as_str(), "pdf" | "txt" | "text");
    if entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.') {
        Some(Met::Skipped(path, "hidden".to_owned()))
    } else if entry.file_type().is_dir() {
        if is_data_directory(&path) {
            Some(Met::Skipped(path, "data directory".to_owned()))
        } else {
            (is_document || is_unsupported(&extension)).then(|| Met::Failed(path, is_directory()))
        }
    } else if is_document || is_unsupported(&extension) {
        Some(if entry.file_type().is_file() {
            Met::File(path)
        } else {
            Met::Failed(path, no_file())
        })
    } else if extension == "zip" {
        Some(if entry.file_type().is_file() {
            Met::Archive(path)
        } else {
            Met::Failed(path, no_file())
        })
    } else if extension.is_empty() {
        Some(Met::Skipped(path, "no extension".to_owned()))
    } else {
        Some(Met::Skipped(path, format!(".{extension}")))
    }
}

/// Whether a folder is a store of this program: its originals are in it already.
fn is_data_directory(path: &Path) -> bool {
    path.join("ledger.sqlite").is_file() && path.join("originals").is_dir()
}

fn no_file() -> Error {
    Error::new(Code::Unreadable, "expected a file, found a pipe, a socket or a device")
}

/// A link that leads nowhere or round in a circle, or a folder that may not be read.
fn broken(root: &Path, error: &walkdir::Error) -> Met {
    let path = error.path().unwrap_or(root).to_owned();
    let failure = match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => Error::new(
            Code::Unreadable,
            format!("expected a file or folder, found a link back to `{}`", ancestor.display()),
        ),
        (None, Some(error)) if error.kind() == io::ErrorKind::NotFound => Error::new(
            Code::Unreadable,
            "expected a file or folder, found a link that leads nowhere",
        ),
        (None, Some(error)) => unreadable(error),
        (None, None) => unreadable(&io::Error::other(error.to_string())),
    };
    Met::Failed(path, failure)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn files_are_met_in_order_and_nothing_is_passed_in_silence() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir_all(root.join("map.pdf")).unwrap();
        fs::create_dir_all(root.join(".git")).unwrap();
        fs::create_dir_all(root.join("data/originals")).unwrap();
        for name in [
            "b.txt",
            "a.PDF",
            "c.json",
            "LEESMIJ",
            "d.docx",
            "e.ZIP",
            ".git/x.txt",
            "map.pdf/e.text",
            "data/ledger.sqlite",
            "data/f.txt",
        ] {
            fs::write(root.join(name), "x").unwrap();
        }
        symlink(root, root.join("kring")).unwrap();
        symlink(root.join("weg"), root.join("z.pdf")).unwrap();

        let mut seen = Vec::new();
        walk(&[root.to_owned(), root.join("c.json")], &mut |met| {
            let (path, what) = match met {
                Met::File(path) => (path, "file".to_owned()),
                Met::Archive(path) => (path, "archive".to_owned()),
                Met::Failed(path, error) => (path, error.message),
                Met::Skipped(path, what) => (path, format!("skipped {what}")),
            };
            let name = path.strip_prefix(root).unwrap().display().to_string();
            seen.push(format!("{name}: {what}").replace(&root.display().to_string(), "ROOT"));
            true
        });
        assert_eq!(
            seen,
            [
                ".git: skipped hidden",
                "LEESMIJ: skipped no extension",
                "a.PDF: file",
                "b.txt: file",
                "c.json: skipped .json",
                "d.docx: file",
                "data: skipped data directory",
                "e.ZIP: archive",
                "kring: expected a file or folder, found a link back to `ROOT`",
                "map.pdf: expected a file, found a directory",
                "map.pdf/e.text: file",
                "z.pdf: expected a file or folder, found a link that leads nowhere",
                "c.json: file",
            ]
        );
    }
}
