//! All tests that look at the project from outside: one binary, a module a subject.

mod architecture;
mod bench;
mod corpus;
mod dutch;
mod eval;
mod floors;
mod generate;
mod grammars;
mod journey;
mod mutants;
mod operate;
mod query;
mod readers;
mod readme;
mod scan;
mod search;
mod service;
#[path = "fuzz/targets.rs"]
mod targets;
mod totality;

/// The folder that the project's Cargo.toml stands in.
pub fn root() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads a file of the project.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files below a folder of the project with this extension, sorted.
pub fn files(folder: &str, extension: &str) -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> = walkdir::WalkDir::new(root().join(folder))
        .into_iter()
        .map(|entry| entry.expect("the folder is readable").into_path())
        .filter(|path| path.extension().is_some_and(|known| known == extension))
        .collect();
    found.sort();
    found
}
