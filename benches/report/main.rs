//! From the figures of `benches/compare/run.py` to `docs/benchmarks.md` and its plots.
//!
//! ```console
//! $ cargo run --release --example report -- FIGURES.json docs
//! ```
//!
//! The same figures give the same bytes.

#![allow(missing_docs, reason = "a program, whose modules nobody imports")]
#![allow(clippy::print_stderr, reason = "what went wrong is said")]

mod figures;
mod page;
mod plots;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use figures::{Figures, in_order};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [figures, docs] = arguments.as_slice() else {
        eprintln!("report: expected a file of figures and a folder to write to");
        return ExitCode::from(2);
    };
    match report(Path::new(figures), Path::new(docs)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("report: {error}");
            ExitCode::from(2)
        }
    }
}

fn report(figures: &Path, docs: &Path) -> Result<(), Box<dyn Error>> {
    let figures: Figures = serde_json::from_str(&fs::read_to_string(figures)?)?;
    let parts = in_order(&figures);
    fs::create_dir_all(docs)?;
    fs::write(docs.join("benchmarks.md"), page::page(&parts))?;
    let beside: Vec<_> = parts.iter().flat_map(|part| &part.beside).collect();
    if !beside.is_empty() {
        plots::ratios(&docs.join(page::RATIOS), &beside)?;
    }
    for part in parts {
        for bars in &part.bars {
            plots::bars(&docs.join(&bars.file), bars)?;
        }
        for lines in &part.lines {
            plots::lines(&docs.join(&lines.file), lines)?;
        }
    }
    Ok(())
}
