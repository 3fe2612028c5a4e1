//! The figures, as `benches/compare/ground/figures.py` keeps them.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The parts of the comparison, by name.
pub type Figures = BTreeMap<String, Part>;

/// The order in which parts are shown; others come behind.
const ORDER: [&str; 5] = ["pdf", "structure", "index", "import", "stages"];

/// Returns the parts in the order in which they are shown.
pub fn in_order(figures: &Figures) -> Vec<&Part> {
    let mut parts: Vec<&Part> = figures.values().collect();
    parts.sort_by_key(|part| {
        ORDER.iter().position(|name| *name == part.name).unwrap_or(ORDER.len())
    });
    parts
}

/// One part of the comparison, from one run.
#[derive(Deserialize)]
pub struct Part {
    pub name: String,
    pub title: String,
    pub about: String,
    pub command: String,
    pub machine: String,
    pub load: String,
    pub versions: BTreeMap<String, String>,
    pub tables: Vec<Table>,
    pub bars: Vec<Bars>,
    pub lines: Vec<Lines>,
    pub targets: Vec<Target>,
    pub beside: Vec<Beside>,
    /// The peers that could not be had, and why.
    pub skipped: BTreeMap<String, String>,
}

/// Figures side by side.
#[derive(Deserialize)]
pub struct Table {
    pub title: String,
    /// The heading of the first column, that of the names.
    pub first: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub note: String,
}

/// A column of figures.
#[derive(Deserialize)]
pub struct Column {
    pub title: String,
    /// Whether a column stands beside it that divides by the first row.
    pub ratio: bool,
    /// How many digits stand behind the point.
    pub digits: usize,
}

/// A name with a figure for each column, or none.
#[derive(Deserialize)]
pub struct Row {
    pub name: String,
    pub values: Vec<Option<f64>>,
}

/// A plot of one figure, a bar a row.
#[derive(Deserialize)]
pub struct Bars {
    pub file: String,
    pub title: String,
    pub unit: String,
    pub rows: Vec<Row>,
}

/// A plot of one figure over another, both in powers of ten.
#[derive(Deserialize)]
pub struct Lines {
    pub file: String,
    pub title: String,
    pub x: String,
    pub y: String,
    pub series: BTreeMap<String, Vec<(f64, f64)>>,
}

/// What is asked for, and what was reached.
#[derive(Deserialize)]
pub struct Target {
    pub what: String,
    pub asked: f64,
    pub reached: f64,
    pub unit: String,
    /// Whether it is reached by being at most what is asked; else by being at least that.
    pub at_most: bool,
}

impl Target {
    /// Whether what is asked for was reached.
    pub fn is_reached(&self) -> bool {
        if self.at_most { self.reached <= self.asked } else { self.reached >= self.asked }
    }
}

/// How many times as fast this project does a job as a peer.
#[derive(Deserialize)]
pub struct Beside {
    pub job: String,
    pub peer: String,
    pub times: f64,
}
