//! What every index is made from: lines of JSON, one a motion and one a clause.

use std::path::Path;

use serde::Deserialize;

/// A motion or a clause, with the fields that the index of this project has.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Part {
    pub id: String,
    /// `motion` or `clause`.
    pub part: String,
    /// A clause's place in the record, from 0.
    pub clause: Option<u64>,
    pub kind: Option<String>,
    pub role: Option<String>,
    pub date: Option<String>,
    pub body: Option<String>,
    pub grammar: Option<String>,
    pub title: Option<String>,
    pub subject: Option<String>,
    pub names: Vec<String>,
    pub heading: Option<String>,
    pub text: Vec<String>,
}

/// Reads all lines of a file.
///
/// # Errors
/// What the disk has, or a line that is no part.
pub fn load(path: &Path) -> Result<Vec<Part>, Box<dyn std::error::Error>> {
    let lines = std::fs::read_to_string(path)?;
    lines.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}
