//! The page, as Markdown.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::figures::{Part, Row, Table};

/// The plot of how much faster than each peer.
pub const RATIOS: &str = "ratios.svg";

const PREFACE: &str = "\
Written by `benches/report`; do not edit. Figures are of one run on the machine below, medians of rounds in
which the peers take turns on one core; they hold only beside one another. Quote ratios. How each is
measured says [benches/compare/README.md](../benches/compare/README.md), why a figure is what it is says
[performance.md](performance.md).";

/// Makes the page of all parts.
pub fn page(parts: &[&Part]) -> String {
    let mut page = format!("# Benchmarks\n\n{PREFACE}\n\n");
    setting(&mut page, parts);
    asked(&mut page, parts);
    for part in parts {
        section(&mut page, part);
    }
    versions(&mut page, parts);
    page
}

/// Writes a line; memory takes it.
macro_rules! line {
    ($page:expr, $($what:tt)*) => {
        writeln!($page, $($what)*).expect("memory can be written to")
    };
}

/// On what machine, and by which commands.
fn setting(page: &mut String, parts: &[&Part]) {
    let machines: BTreeSet<&str> = parts.iter().map(|part| part.machine.as_str()).collect();
    for machine in machines {
        line!(page, "Machine: {machine}.\n");
    }
    line!(page, "| part | again with | how busy the machine was |\n| --- | --- | --- |");
    for part in parts {
        line!(page, "| {} | `{}` | {} |", part.title, part.command, part.load);
    }
    line!(page, "");
}

/// What is asked for, and what was reached.
fn asked(page: &mut String, parts: &[&Part]) {
    line!(page, "## What is asked\n\n| what | asked | reached | |\n| --- | --- | --- | --- |");
    for target in parts.iter().flat_map(|part| &part.targets) {
        let bound = if target.at_most { "at most" } else { "at least" };
        let verdict = if target.is_reached() { "yes" } else { "no" };
        let (what, unit) = (&target.what, &target.unit);
        let (asked, reached) = (target.asked, figure(target.reached, 2));
        line!(page, "| {what} | {bound} {asked} {unit} | {reached} {unit} | {verdict} |");
    }
    line!(page, "\n![How many times as fast moties is as each peer]({RATIOS})\n");
}

fn section(page: &mut String, part: &Part) {
    line!(page, "## {}\n\n{}\n", part.title, part.about);
    for table in &part.tables {
        self::table(page, table);
    }
    let bars = part.bars.iter().map(|bars| (&bars.title, &bars.file));
    let lines = part.lines.iter().map(|lines| (&lines.title, &lines.file));
    for (title, file) in bars.chain(lines) {
        line!(page, "![{title}]({file})\n");
    }
    for (peer, why) in &part.skipped {
        let why = why.lines().next().unwrap_or_default();
        line!(page, "Left out: {peer}, since {why}.\n");
    }
}

/// A table, with its ratios to the first row.
fn table(page: &mut String, table: &Table) {
    line!(page, "**{}**\n", table.title);
    let mut head = vec![table.first.as_str()];
    for column in &table.columns {
        head.push(&column.title);
        if column.ratio {
            head.push("ratio");
        }
    }
    line!(page, "| {} |", head.join(" | "));
    line!(page, "|{}", " --- |".repeat(head.len()));
    for row in &table.rows {
        line!(page, "| {} |", cells(table, row).join(" | "));
    }
    line!(page, "");
    if !table.note.is_empty() {
        line!(page, "{}\n", table.note);
    }
}

fn cells(table: &Table, row: &Row) -> Vec<String> {
    let mut cells = vec![row.name.clone()];
    for (at, column) in table.columns.iter().enumerate() {
        let value = row.values.get(at).copied().flatten();
        cells.push(value.map_or("–".to_owned(), |value| figure(value, column.digits)));
        if column.ratio {
            let first =
                table.rows.first().and_then(|first| first.values.get(at).copied().flatten());
            let ratio = value.zip(first).map(|(value, first)| value / first);
            cells.push(ratio.map_or("–".to_owned(), |ratio| figure(ratio, 2)));
        }
    }
    cells
}

/// The versions of everything, in one table.
fn versions(page: &mut String, parts: &[&Part]) {
    let versions: BTreeSet<(&String, &String)> =
        parts.iter().flat_map(|part| &part.versions).collect();
    line!(page, "## Versions\n\n| what | version |\n| --- | --- |");
    for (what, version) in versions {
        line!(page, "| {what} | {version} |");
    }
}

/// A figure with so many digits behind the point; of a large one none.
pub fn figure(value: f64, digits: usize) -> String {
    let digits = if value.abs() >= 1000.0 { 0 } else { digits };
    format!("{value:.digits$}")
}
