//! The documents of a `.tar` archive, read in one go from its beginning to its end.
//!
//! Nothing is unpacked to disk, and no more than one document is held at a time. The truth of
//! `dir/x.pdf` or `dir/x.txt` is the entry `dir/x.json` that follows it directly.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::corpus::{Content, Found, Given, TRUTH, broken};
use crate::import::read;

/// How much is read at once, in bytes.
const BUFFER: usize = 1 << 20;

/// Meets all documents of an archive that are meant; `meet` returns false to stop. One that cannot be
/// read to its end is met as a document that fails.
pub(super) fn each(
    archive: &Path,
    is_meant: &dyn Fn(&str) -> bool,
    meet: &mut dyn FnMut(Found) -> bool,
) {
    let mut walk = Walk { archive, is_meant, meet, waiting: None };
    match walk.all() {
        Ok(true) => _ = walk.pass_on(),
        Ok(false) => {}
        Err(error) => {
            if walk.pass_on() {
                let name = archive.display().to_string();
                let content = Content::Failed(broken(&error.to_string()));
                (walk.meet)(Found::Document(Given { name, content, truth: None }));
            }
        }
    }
}

struct Walk<'a> {
    archive: &'a Path,
    is_meant: &'a dyn Fn(&str) -> bool,
    meet: &'a mut dyn FnMut(Found) -> bool,
    /// The document met last, and its path in the archive: the next entry may be its truth.
    waiting: Option<(PathBuf, Given)>,
}

impl Walk<'_> {
    /// Goes through all entries; returns whether to go on.
    fn all(&mut self) -> io::Result<bool> {
        let file = BufReader::with_capacity(BUFFER, File::open(self.archive)?);
        for entry in tar::Archive::new(file).entries()? {
            let mut entry = entry?;
            if entry.header().entry_type().is_file() && !self.entry(&mut entry)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Meets a file of the archive.
    fn entry(&mut self, entry: &mut tar::Entry<'_, impl Read>) -> io::Result<bool> {
        let path = entry.path()?.into_owned();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if extension == TRUTH {
            let is_beside =
                |(document, _): &mut (PathBuf, Given)| document.with_extension(TRUTH) == path;
            if let Some((_, mut given)) = self.waiting.take_if(is_beside) {
                given.truth = Some(load(entry)?);
                return Ok((self.meet)(Found::Document(given)));
            }
        }
        if !self.pass_on() {
            return Ok(false);
        }
        if !matches!(extension.as_str(), "pdf" | "txt" | "text") {
            // The truth of a document that is not meant follows it.
            return Ok(extension == TRUTH || (self.meet)(Found::Skipped(format!(".{extension}"))));
        }
        if (self.is_meant)(&path.to_string_lossy()) {
            let name = format!("{}/{}", self.archive.display(), path.display());
            let content = load(entry)?;
            self.waiting = Some((path, Given { name, content, truth: None }));
        }
        Ok(true)
    }

    /// Passes on the document that waits; it has no truth.
    fn pass_on(&mut self) -> bool {
        match self.waiting.take() {
            Some((_, given)) => (self.meet)(Found::Document(given)),
            None => true,
        }
    }
}

/// The bytes of an entry; of one that is too large, why not.
fn load(entry: &mut tar::Entry<'_, impl Read>) -> io::Result<Content> {
    if let Err(error) = read::check_size(entry.size()) {
        return Ok(Content::Failed(error));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(entry.size()).unwrap_or(0).min(BUFFER));
    entry.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < entry.size() {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "one that is cut short"));
    }
    Ok(Content::Bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of these entries.
    fn pack(entries: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, text) in entries {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            builder.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn met(bytes: &[u8]) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.tar");
        std::fs::write(&path, bytes).unwrap();
        let mut met = Vec::new();
        each(&path, &|name| !name.contains("buiten"), &mut |found| {
            met.push(match found {
                Found::Document(Given { name, content, truth }) => {
                    let name = name.replace(&dir.path().display().to_string(), "DIR");
                    let text = |content: Content| match content.load() {
                        Ok(bytes) => String::from_utf8(bytes).unwrap(),
                        Err(error) => error.to_string(),
                    };
                    format!("{name}: {} {}", text(content), truth.map(text).unwrap_or_default())
                }
                Found::Skipped(what) => what,
            });
            true
        });
        met
    }

    #[test]
    fn truth_is_the_entry_behind_its_document() {
        let bytes = pack(&[
            ("d/a.txt", "Motie"),
            ("d/a.json", "{}"),
            ("d/b.pdf", "%PDF"),
            ("e/b.json", "{}"),
            ("d/buiten.txt", "x"),
            ("d/buiten.json", "{}"),
            ("d/c.html", "x"),
            ("d/c.txt", "Motie"),
        ]);
        assert_eq!(
            met(&bytes),
            [
                "DIR/a.tar/d/a.txt: Motie {}",
                "DIR/a.tar/d/b.pdf: %PDF ",
                ".html",
                "DIR/a.tar/d/c.txt: Motie "
            ]
        );
    }

    #[test]
    fn an_archive_that_is_cut_short_fails_and_gives_what_it_has() {
        let bytes = pack(&[("a.txt", "Motie"), ("b.txt", &"Motie ".repeat(500))]);
        let met = met(&bytes[..2000]);
        assert_eq!(met[0], "DIR/a.tar/a.txt: Motie ");
        assert_eq!(
            met[1..],
            ["DIR/a.tar: expected a tar archive, found one that is cut short; \
              pack it anew, or fetch it again "]
        );
    }
}
