//! The inputs: the documents of `corpus/`, and how often they are repeated.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of bodies, under `corpus/`.
const BODIES: [&str; 3] = ["vng", "gemeenteraad", "tweede-kamer"];

/// A document of the corpus.
pub struct Input {
    /// The file's name, without its folders.
    pub name: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

/// Returns every motion of the corpus with this extension, in order of folder and name; scans are
/// left out, whose time another program takes.
///
/// # Panics
/// When there is none: `corpus/` stands in the repository, and not in the package.
pub fn motions(extension: &str) -> Vec<Input> {
    let mut motions = Vec::new();
    for body in BODIES {
        let folder = root().join(body);
        let entries = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("expected folder `{}`: {error}", folder.display()));
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| entry.expect("the folder can be read").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|found| found == extension));
        paths.retain(|path| !path.to_string_lossy().ends_with("-gescand.pdf"));
        paths.sort();
        motions.extend(paths.iter().map(|path| load(path)));
    }
    assert!(!motions.is_empty(), "expected `.{extension}` in `{}`, found none", root().display());
    motions
}

/// Returns the sum of sizes in bytes.
pub fn size<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    parts.into_iter().map(|part| part.len() as u64).sum()
}

/// How often an input is repeated: ten and a hundred times as much must take ten and a hundred
/// times as long. Once where nothing is measured, as in `cargo test --benches`.
pub fn series() -> &'static [usize] {
    if std::env::args().any(|argument| argument == "--bench") { &[1, 10, 100] } else { &[1] }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn load(path: &Path) -> Input {
    let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()));
    Input { name, bytes }
}
