//! A damaged index: how it is told from an index that is well, and noted for the next who writes, who
//! makes it anew.
//!
//! What searches meet in bad bytes may be an error, a panic, or nothing at all; what tells is the checksum
//! that stands in each file.

use std::fs::{self, File};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use super::error::StoreError;
use crate::index::damaged_files;

/// The file in the folder of an index that says that it is damaged. It goes with the folder.
const NOTE: &str = "damaged";

/// Whether an error of an index comes of its bytes, not of the disk.
pub(super) fn is_damage(index: &Path, error: &StoreError) -> bool {
    match error {
        StoreError::Damaged { part: "index", .. } => true,
        StoreError::Io { path, .. } if path == Path::new("index") => {
            !damaged_files(index).is_empty()
        }
        _ => false,
    }
}

/// Notes that an index is damaged.
pub(super) fn note(index: &Path) {
    // Without the note the next who writes does not know; whoever searches is told all the same.
    let _ = File::create(index.join(NOTE));
}

/// Whether it was noted that an index is damaged.
pub(super) fn is_noted(index: &Path) -> bool {
    fs::exists(index.join(NOTE)).unwrap_or(false)
}

/// Asks an index; where that fails for its bytes, that is noted and said.
pub(super) fn ask<T>(
    index: &Path,
    ask: impl FnOnce() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let damaged = || {
        note(index);
        let found = "its files are not what was written".to_owned();
        Err(StoreError::Damaged { part: "index", found })
    };
    let is_index = |error: &StoreError| match error {
        StoreError::Damaged { part, .. } => *part == "index",
        StoreError::Io { path, .. } => path == Path::new("index"),
        _ => false,
    };
    let is_damaged = || is_noted(index) || !damaged_files(index).is_empty();
    match panic::catch_unwind(AssertUnwindSafe(ask)) {
        Ok(Err(error)) if is_index(&error) && is_damaged() => damaged(),
        Ok(answer) => answer,
        Err(_) if is_damaged() => damaged(),
        Err(panic) => panic::resume_unwind(panic),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::FileExt;
    use std::path::PathBuf;

    use super::*;
    use crate::store::fixture::{arrival, filled};
    use crate::store::{Query, Store};

    /// Spoils so many quarters of the bytes in all files of an index with this ending.
    fn spoil(index: &Path, ending: &str, part: usize) -> Vec<PathBuf> {
        let mut spoiled = Vec::new();
        for entry in fs::read_dir(index).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|found| found == ending) {
                // Not made anew: others have it in their memory.
                let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
                let most = file.metadata().unwrap().len() as usize * part / 4;
                file.write_all_at(&vec![0xff; most.max(8)], 1).unwrap();
                spoiled.push(path);
            }
        }
        spoiled.sort_unstable();
        spoiled
    }

    #[test]
    fn damaged_files_are_found_and_the_index_is_made_anew_by_the_next_who_writes() {
        let mut met_at_once = Vec::new();
        for ending in ["store", "idx", "term", "pos", "fast", "fieldnorm"] {
            let clause = ("verzoekt", "Verzoekt het college", &["de brug te bouwen"][..]);
            let (dir, store) = filled(&[arrival("aa", "Wonen in de wijk", &[clause])]);
            drop(store);
            let index = dir.path().join("index");
            let spoiled = spoil(&index, ending, 0);
            assert_eq!(spoiled.len(), 1, "{ending}");
            let mut said = Vec::new();
            let store = Store::open(dir.path(), &mut |line| said.push(line.to_owned())).unwrap();
            if !said.is_empty() {
                // Whoever opens it met it already.
                assert_eq!(
                    said,
                    ["the index is damaged; making it anew from the ledger"],
                    "{ending}"
                );
                met_at_once.push(ending);
                continue;
            }
            let mut findings = Vec::new();
            store
                .check(&mut |finding| {
                    findings.push(finding.to_string());
                    true
                })
                .unwrap();
            let expected = format!(
                "index-damaged: `{}`: its bytes are not those that were written",
                spoiled[0].display()
            );
            assert_eq!(findings, [expected], "{ending}");
            let store = Store::open(dir.path(), &mut |line| said.push(line.to_owned())).unwrap();
            assert_eq!(said, ["the index is damaged; making it anew from the ledger"], "{ending}");
            store.check(&mut |finding| panic!("{finding}")).unwrap();
        }
        // Few fields keep lengths, so that bytes at the beginning of their file are read as it is opened.
        assert_eq!(met_at_once, ["fieldnorm"]);
    }

    #[test]
    fn a_search_that_fails_for_a_damaged_index_says_so() {
        let query = Query { words: "wonen", limit: 1, ..Query::default() };
        let mut failed = Vec::new();
        let endings = ["idx", "term", "pos", "fast", "fieldnorm"];
        for (ending, part) in
            endings.into_iter().flat_map(|ending| (0..4).map(move |part| (ending, part)))
        {
            let (dir, store) = filled(&[arrival("aa", "Wonen", &[])]);
            drop(store);
            spoil(&dir.path().join("index"), ending, part);
            let store = Store::open(dir.path(), &mut |_| {}).unwrap();
            if let Err(error) = store.search(&query) {
                let expected = "the index is damaged: its files are not what was written";
                assert_eq!(error.to_string(), expected, "{ending}");
                failed.push(ending);
            }
            let store = Store::open(dir.path(), &mut |_| {}).unwrap();
            assert_eq!(store.search(&query).unwrap().total, 1, "{ending}");
        }
        assert!(!failed.is_empty());
    }

    #[test]
    fn a_fault_that_is_not_the_indexs_stays_what_it_is() {
        let (dir, _store) = filled(&[]);
        let index = dir.path().join("index");
        let io = || StoreError::Io {
            action: "use",
            path: "index".into(),
            source: std::io::Error::other("no room"),
        };
        let error = ask::<()>(&index, || Err(io())).unwrap_err();
        assert_eq!(error.to_string(), io().to_string());
        assert!(!is_noted(&index) && !is_damage(&index, &io()));
        let panicked = panic::catch_unwind(|| ask::<()>(&index, || panic!("a fault of ours")));
        assert!(panicked.is_err());
    }
}
