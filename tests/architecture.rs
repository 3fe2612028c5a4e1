//! ARCHITECTURE.md shows the house as it is.

use std::collections::BTreeSet;

/// The rows of the first table below a heading: the name in its first cell.
fn rows(document: &str, heading: &str) -> BTreeSet<String> {
    let section = document
        .split(&format!("## {heading}\n"))
        .nth(1)
        .unwrap_or_else(|| panic!("there is a section `{heading}`"));
    let section = section.split("\n## ").next().unwrap_or_default();
    section
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split('`').next())
        .map(|name| name.trim_end_matches('/').to_owned())
        .collect()
}

/// The names below `[table]` in Cargo.toml.
fn listed(table: &str) -> BTreeSet<String> {
    let cargo = crate::read("Cargo.toml");
    let section = cargo
        .split(&format!("[{table}]\n"))
        .nth(1)
        .unwrap_or_else(|| panic!("there is a table `{table}`"));
    let section = section.split("\n[").next().unwrap_or_default();
    section
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[test]
fn every_dependency_has_its_reason() {
    let architecture = crate::read("ARCHITECTURE.md");
    let dependencies: BTreeSet<String> =
        listed("dependencies").union(&listed("dev-dependencies")).cloned().collect();
    assert_eq!(rows(&architecture, "Dependencies"), dependencies);
}

#[test]
fn every_floor_is_shown() {
    let architecture = crate::read("ARCHITECTURE.md");
    let floors: BTreeSet<String> = crate::read("src/lib.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ").or_else(|| line.strip_prefix("mod ")))
        .map(|name| name.trim_end_matches(';').to_owned())
        .collect();
    assert_eq!(rows(&architecture, "Floors"), floors);
}

#[test]
fn every_code_is_explained() {
    let architecture = crate::read("ARCHITECTURE.md");
    let codes: BTreeSet<String> =
        moties::error::Code::ALL.iter().map(|code| code.name().to_owned()).collect();
    assert_eq!(rows(&architecture, "Error codes"), codes);
}
