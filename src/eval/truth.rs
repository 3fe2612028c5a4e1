//! Documents with their truth beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::field;
use crate::error::{Code, Error};
use crate::import::{Met, walk};

/// The extension of truth.
const TRUTH: &str = "json";

/// One document in so many is held out.
const HELD_OUT: u64 = 3;

/// Whether rules may be made after a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// They may.
    Tuned,
    /// They may not: it tells how well documents are read that nobody has seen.
    HeldOut,
}

impl Part {
    /// Tells by a file's name, without folders and extension, so that a document stays in its part
    /// wherever it is moved: held out is what has a SHA-256 whose first eight bytes, the highest
    /// first, are a number divisible by three.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let hash = Sha256::digest(stem.as_bytes());
        let number = hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
        if number.is_multiple_of(HELD_OUT) { Self::HeldOut } else { Self::Tuned }
    }

    /// Its name in kebab case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tuned => "tuned",
            Self::HeldOut => "held-out",
        }
    }
}

/// A document and what must be read from it.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its file.
    pub path: PathBuf,
    /// The part that it belongs to.
    pub part: Part,
    /// What must be read from it: for each motion in it, the keys of its record that are known.
    pub(super) truth: Vec<Value>,
}

impl Document {
    /// A document with its truth, as JSON: one record, or a list of records.
    ///
    /// # Errors
    /// [`Code::BadRequest`] where the truth is none.
    pub fn new(path: PathBuf, truth: &str) -> Result<Self, Error> {
        let truth = parse(&path.with_extension(TRUTH), truth)?;
        Ok(Self { part: Part::of(&path), path, truth })
    }

    /// The body that speaks in a motion of it: the grammar that its truth names, else the name of
    /// the folder.
    pub(super) fn body(&self, truth: Option<&Value>) -> String {
        let grammar = truth.or(self.truth.first()).and_then(|truth| truth.get("grammar")?.as_str());
        let folder = || {
            let folder = self.path.parent().and_then(Path::file_name);
            folder.map_or_else(|| ".".to_owned(), |name| name.to_string_lossy().into_owned())
        };
        grammar.map_or_else(folder, str::to_owned)
    }
}

/// Documents with truth, and what a person should look at.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) documents: Vec<Document>,
    pub(super) notices: Vec<String>,
}

/// Finds the documents of a folder, and of the folders in it, that have their truth beside them.
///
/// # Errors
/// [`Code::BadRequest`] where there is none, or where a truth is none.
pub(super) fn find(dir: &Path) -> Result<Known, Error> {
    let mut documents = Vec::new();
    let mut alone = BTreeSet::new();
    walk(&[dir.to_owned()], &mut |met| {
        match met {
            Met::File(path) | Met::Failed(path, _) => documents.push(path),
            Met::Skipped(path, _) if path.extension().is_some_and(|known| known == TRUTH) => {
                alone.insert(path);
            }
            Met::Skipped(..) | Met::Archive(_) => {}
        }
        true
    });
    let mut known = Vec::new();
    let mut strange: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in documents {
        let beside = path.with_extension(TRUTH);
        if !beside.is_file() {
            continue;
        }
        let truth = read(&beside)?;
        alone.remove(&beside);
        for key in truth.iter().filter_map(Value::as_object).flat_map(|truth| truth.keys()) {
            if !field::is_known(key) {
                strange.entry(key.clone()).or_insert_with(|| beside.clone());
            }
        }
        known.push(Document { part: Part::of(&path), path, truth });
    }
    if known.is_empty() {
        let found = if dir.exists() { "none" } else { "nothing of that name" };
        let message = format!(
            "`{}`: expected documents with their truth beside them, `x.json` beside `x.pdf` or \
             `x.txt`, found {found}",
            dir.display()
        );
        return Err(Error::new(Code::BadRequest, message)
            .with_hint("write the keys of the record that you know into such a file"));
    }
    let unscored =
        strange.iter().map(|(key, path)| format!("`{}`: `{key}` is not scored", path.display()));
    let lonely = alone.iter().map(|path| format!("`{}`: no document beside it", path.display()));
    Ok(Known { documents: known, notices: unscored.chain(lonely).collect() })
}

/// Reads a truth.
fn read(path: &Path) -> Result<Vec<Value>, Error> {
    let text = fs::read_to_string(path).map_err(|error| wrong(path, &error.to_string()))?;
    parse(path, &text)
}

/// What is no truth.
fn wrong(path: &Path, found: &str) -> Error {
    let path = path.display();
    let message = format!("`{path}`: expected a record or a list of records, found {found}");
    Error::new(Code::BadRequest, message).with_hint("mend the file, or take it away")
}

/// Parses a truth: one record, or a list of records.
fn parse(path: &Path, text: &str) -> Result<Vec<Value>, Error> {
    let wrong = |found: String| wrong(path, &found);
    let truth = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
    let truth = match truth {
        Value::Array(list) => list,
        one => vec![one],
    };
    match truth.iter().find(|truth| !truth.is_object()) {
        Some(other) => Err(wrong(format!("`{other}`"))),
        None if truth.is_empty() => Err(wrong("an empty list".to_owned())),
        None => Ok(truth),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        dir
    }

    #[test]
    fn truth_belongs_to_the_document_of_its_name() {
        let dir = folder(&[
            ("vng/a.txt", "Motie"),
            ("vng/a.json", r#"{"grammar": "tweede-kamer", "titel": "x", "spans": {}}"#),
            ("vng/b.pdf", "%PDF"),
            ("vng/b.json", r#"[{"title": null}, {"grammar": null}]"#),
            ("vng/c.txt", "geen waarheid"),
            ("vng/d.json", "geen document"),
        ]);
        let known = find(dir.path()).unwrap();
        let [a, b] = known.documents.as_slice() else { panic!("{known:?}") };
        assert_eq!((a.body(None), b.body(b.truth.get(1))), ("tweede-kamer".into(), "vng".into()));
        assert_eq!(b.truth.len(), 2);
        let name = dir.path().display().to_string();
        let notices: Vec<_> = known.notices.iter().map(|said| said.replace(&name, "DIR")).collect();
        assert_eq!(
            notices,
            ["`DIR/vng/a.json`: `titel` is not scored", "`DIR/vng/d.json`: no document beside it"]
        );
    }

    #[test]
    fn what_is_no_truth_says_what_was_expected() {
        let said = |files: &[(&str, &str)]| {
            let dir = folder(files);
            let error = find(dir.path()).unwrap_err();
            assert_eq!(error.code, Code::BadRequest);
            error.to_string().replace(&dir.path().display().to_string(), "DIR")
        };
        assert_eq!(
            said(&[("a.txt", "Motie")]),
            "`DIR`: expected documents with their truth beside them, `x.json` beside `x.pdf` or \
             `x.txt`, found none; write the keys of the record that you know into such a file"
        );
        let error = find(Path::new("weg")).unwrap_err();
        assert!(error.message.ends_with("found nothing of that name"), "{error}");
        assert_eq!(
            said(&[("a.txt", "Motie"), ("a.json", "[]")]),
            "`DIR/a.json`: expected a record or a list of records, found an empty list; \
             mend the file, or take it away"
        );
        assert_eq!(
            said(&[("a.txt", "Motie"), ("a.json", "[{}, 3]")]),
            "`DIR/a.json`: expected a record or a list of records, found `3`; \
             mend the file, or take it away"
        );
        assert_eq!(
            said(&[("a.txt", "Motie"), ("a.json", "{")]),
            "`DIR/a.json`: expected a record or a list of records, found EOF while parsing an \
             object at line 1 column 1; mend the file, or take it away"
        );
    }

    #[test]
    fn a_third_is_held_out_wherever_it_lies() {
        let names = (0..3000).map(|number| format!("motie-{number}.txt"));
        let held_out = names.filter(|name| Part::of(Path::new(name)) == Part::HeldOut).count();
        assert!((900..1100).contains(&held_out), "{held_out}");
        let part = |path| Part::of(Path::new(path)).name();
        assert_eq!(part("vng/motie-1.txt"), part("motie-1.pdf"));
    }
}
