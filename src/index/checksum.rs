//! Whether an index is what was written.

use std::panic;
use std::path::{Path, PathBuf};

use tantivy::Index;

/// How often an index is looked at that others change meanwhile: files go that were there.
const LOOKS: usize = 3;

/// The files of an index whose bytes are not those that were written; the folder itself where they
/// cannot be told. Reads every byte.
#[must_use]
pub fn damaged_files(index: &Path) -> Vec<PathBuf> {
    let look = || Index::open_in_dir(index).and_then(|opened| opened.validate_checksum());
    for _ in 0..LOOKS {
        // What cannot be read may panic as well.
        if let Ok(Ok(found)) = panic::catch_unwind(look) {
            let mut files: Vec<_> = found.into_iter().map(|file| index.join(file)).collect();
            files.sort_unstable();
            return files;
        }
    }
    vec![index.to_owned()]
}
