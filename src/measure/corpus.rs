//! The documents of a corpus, one after another, with the truth beside them.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::archive;
use crate::error::{Code, Error};
use crate::import::{Met, read, walk};

/// The extension of archives, and of truth.
const ARCHIVE: &str = "tar";
pub(super) const TRUTH: &str = "json";

/// Where documents are, and which of them are meant. Walked anew in each pass: nothing of it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Corpus<'a> {
    pub(super) paths: &'a [PathBuf],
    pub(super) limit: Option<u64>,
    pub(super) sample: Option<f64>,
}

/// Something met in a corpus.
#[derive(Debug)]
pub(super) enum Found {
    /// A document.
    Document(Given),
    /// Something that is none, and what: `.html`.
    Skipped(String),
}

/// A document as it is found.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) name: String,
    pub(super) content: Content,
    /// What must be read from it, as JSON.
    pub(super) truth: Option<Content>,
}

/// Bytes, or where they are.
#[derive(Debug)]
pub(super) enum Content {
    File(PathBuf),
    Bytes(Vec<u8>),
    /// They cannot be had.
    Failed(Error),
}

impl Content {
    /// How many bytes it will take; 0 where that cannot be told.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::File(path) => read::size(path).unwrap_or(0),
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Failed(_) => 0,
        }
    }

    /// The bytes.
    ///
    /// # Errors
    /// As [`read::load`].
    pub(super) fn load(self) -> Result<Vec<u8>, Error> {
        match self {
            Self::File(path) => read::load(&path),
            Self::Bytes(bytes) => Ok(bytes),
            Self::Failed(error) => Err(error),
        }
    }
}

impl Corpus<'_> {
    /// Meets all that is in it, in the order of the paths and of the names in a folder; in an archive
    /// in its own order. `meet` returns false to stop.
    pub(super) fn each(&self, meet: &mut dyn FnMut(Found) -> bool) {
        let mut left = self.limit.unwrap_or(u64::MAX);
        let mut goes_on = left > 0;
        for path in self.paths {
            if !goes_on {
                return;
            }
            let mut meet = |found| {
                left -= u64::from(matches!(found, Found::Document(_)));
                goes_on = meet(found) && left > 0;
                goes_on
            };
            let is_meant = |name: &str| self.is_meant(name);
            if is_archive(path) {
                archive::each(path, &is_meant, &mut meet);
            } else {
                files(path, &is_meant, &mut meet);
            }
        }
    }

    /// Whether a document is in the sample, by the SHA-256 of its name within the path.
    fn is_meant(&self, name: &str) -> bool {
        let Some(share) = self.sample else { return true };
        let hash = first_eight(&Sha256::digest(name.as_bytes()));
        (hash as f64 / u64::MAX as f64) < share
    }
}

/// The first eight bytes of a hash as a number, the highest first.
pub(super) fn first_eight(hash: &[u8]) -> u64 {
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ARCHIVE))
        && path.is_file()
}

/// Meets a file, or what is in a folder.
fn files(root: &Path, is_meant: &dyn Fn(&str) -> bool, meet: &mut dyn FnMut(Found) -> bool) {
    walk(&[root.to_owned()], &mut |met| {
        let (path, content) = match met {
            Met::Skipped(path, _) if is_truth(&path) => return true,
            Met::Skipped(_, what) => return meet(Found::Skipped(what)),
            Met::Archive(_) => return meet(Found::Skipped(".zip".to_owned())),
            Met::Failed(path, error) => (path, Content::Failed(error)),
            Met::File(path) => (path.clone(), Content::File(path)),
        };
        let within = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
        if !is_meant(&within) {
            return true;
        }
        let beside = path.with_extension(TRUTH);
        let truth = fs::metadata(&beside).is_ok_and(|truth| truth.is_file());
        meet(Found::Document(Given {
            name: path.display().to_string(),
            content,
            truth: truth.then_some(Content::File(beside)),
        }))
    });
}

/// Whether a file is the truth of a document beside it.
fn is_truth(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == TRUTH)
        && ["pdf", "txt", "text"].iter().any(|known| path.with_extension(known).exists())
}

/// An archive that cannot be read, or not to its end.
pub(super) fn broken(found: &str) -> Error {
    Error::new(Code::Unreadable, format!("expected a tar archive, found {found}"))
        .with_hint("pack it anew, or fetch it again")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(corpus: &Corpus<'_>, root: &Path) -> Vec<String> {
        let mut names = Vec::new();
        corpus.each(&mut |found| {
            names.push(match found {
                Found::Document(given) => {
                    let name = given.name.replace(&root.display().to_string(), "DIR");
                    if given.truth.is_some() { format!("{name} with truth") } else { name }
                }
                Found::Skipped(what) => format!("skipped {what}"),
            });
            true
        });
        names
    }

    #[test]
    fn documents_are_met_with_their_truth_up_to_a_limit() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a.txt", "a.json", "b.pdf", "c.html", "d.json"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let paths = [dir.path().to_owned(), dir.path().join("weg.txt")];
        let corpus = Corpus { paths: &paths, limit: None, sample: None };
        let all = names(&corpus, dir.path());
        let expected =
            ["DIR/a.txt with truth", "DIR/b.pdf", "skipped .html", "skipped .json", "DIR/weg.txt"];
        assert_eq!(all, expected);
        let first = names(&Corpus { limit: Some(1), ..corpus }, dir.path());
        assert_eq!(first, ["DIR/a.txt with truth"]);
        assert!(names(&Corpus { limit: Some(0), ..corpus }, dir.path()).is_empty());
    }

    #[test]
    fn a_sample_is_the_same_each_time_and_about_its_share() {
        let corpus = Corpus { paths: &[], limit: None, sample: Some(0.25) };
        let meant = |number: &usize| corpus.is_meant(&format!("{number}.txt"));
        let taken: Vec<usize> = (0..4000).filter(meant).collect();
        assert!((900..1100).contains(&taken.len()), "{}", taken.len());
        assert_eq!(taken, (0..4000).filter(meant).collect::<Vec<_>>());
        assert!(Corpus { sample: Some(1.0), ..corpus }.is_meant("a.txt"));
    }
}
