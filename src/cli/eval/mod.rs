//! `moties eval`: records compared with the truth beside their documents.

mod text;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use indicatif::ProgressBar;

use super::exit::{Exit, Stop};
use super::import::bar;
use super::io::Io;
use crate::error::Error;
use crate::eval::report::{Failure, Report, Selection};
use crate::eval::scores::{Change, Scores};
use crate::eval::{self, Evaluated, Evaluation, Part, Watch};
use crate::import::{Readers, read};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Print one JSON object: the figures by part, body and field, and the differences
    #[arg(long, conflicts_with = "only")]
    json: bool,
    /// Print only the tables, or only the differences
    #[arg(long, value_name = "WHAT")]
    only: Option<Only>,
    /// Only this field with its parts (title, clauses, clauses.kind, …); may be given again
    #[arg(long = "field", value_name = "FIELD")]
    fields: Vec<String>,
    /// Only motions of this body (vng, gemeenteraad, …); may be given again
    #[arg(long = "body", value_name = "BODY")]
    bodies: Vec<String>,
    /// Only the documents of this part
    #[arg(long, value_name = "PART")]
    part: Option<OfPart>,
    /// Report each part by itself, too
    #[arg(long, conflicts_with = "part")]
    split: bool,
    /// Write the strict F1 of all bodies and fields into this file
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
    /// Say which scores have fallen below those of this file
    #[arg(long, value_name = "FILE", conflicts_with = "scores")]
    against: Option<PathBuf>,
    /// Read motions by the grammars of this folder instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(super) grammars: Option<PathBuf>,
    /// Where documents lie with their truth beside them: `x.json` beside `x.pdf` or `x.txt`
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// What is printed for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    /// The figures
    Tables,
    /// A line for each value that is not right
    Differences,
}

/// A part of the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OfPart {
    /// The two thirds that rules may be made after
    Tuned,
    /// The third that they may not
    HeldOut,
}

/// Evaluates, and prints what was asked for.
pub(super) fn run(arguments: &Arguments, readers: &Readers, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let kept = arguments.against.as_deref().map(kept).transpose()?;
    let mut teller = Teller { bar: bar(io.shows_progress) };
    let evaluation = eval::evaluate(&arguments.dir, readers, &mut teller)?;
    teller.bar.finish_and_clear();
    let report = Report::of(&evaluation, &arguments.selection())?;
    for notice in &evaluation.notices {
        io.say(notice);
    }
    for Failure { path, error } in &report.failed {
        io.say_failed(path, error);
    }
    if arguments.json {
        io.json_line(&report)?;
    } else {
        if arguments.only != Some(Only::Differences) {
            text::tables(&report, io)?;
        }
        if arguments.only != Some(Only::Tables) {
            text::differences(&report, io)?;
        }
    }
    if let Some(file) = &arguments.scores {
        fs::write(file, Scores::of(&evaluation).to_string())?;
    }
    let has_fallen = kept.is_some_and(|kept| say_changes(&kept, &evaluation, io));
    io.say(&summary(&report));
    Ok(if report.failed.is_empty() && !has_fallen { Exit::Done } else { Exit::Lacking })
}

impl Arguments {
    fn selection(&self) -> Selection {
        Selection {
            fields: self.fields.clone(),
            bodies: self.bodies.clone(),
            part: self.part.map(|part| match part {
                OfPart::Tuned => Part::Tuned,
                OfPart::HeldOut => Part::HeldOut,
            }),
            split: self.split,
        }
    }
}

/// The scores of a file.
fn kept(file: &Path) -> Result<Scores, Error> {
    let named = |error: Error| {
        let message = format!("`{}`: {}", file.display(), error.message);
        Error { message, ..error }
    };
    let bytes = read::load(file).map_err(named)?;
    Scores::parse(&String::from_utf8_lossy(&bytes)).map_err(named)
}

/// Says what is not as it was; returns whether a score fell.
fn say_changes(kept: &Scores, evaluation: &Evaluation, io: &mut Io<'_>) -> bool {
    let changes = kept.changes(&Scores::of(evaluation));
    for change in &changes {
        io.say(&change.to_string());
    }
    changes.iter().any(|change| matches!(change, Change::Fell { .. }))
}

/// `12 documents, 30 differences, 2 failed (1 empty-file, 1 not-a-pdf)`
fn summary(report: &Report) -> String {
    let (documents, differences) = (report.documents, report.differences.len());
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for Failure { error, .. } in &report.failed {
        *codes.entry(error.code.name()).or_default() += 1;
    }
    let codes: Vec<_> = codes.iter().map(|(code, count)| format!("{count} {code}")).collect();
    let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(", ")) };
    let (s, es) = (if documents == 1 { "" } else { "s" }, if differences == 1 { "" } else { "s" });
    let failed = report.failed.len();
    format!("{documents} document{s}, {differences} difference{es}, {failed} failed{codes}")
}

/// Draws how far it is.
struct Teller {
    bar: ProgressBar,
}

impl Watch for Teller {
    fn found(&mut self, total: usize) {
        self.bar.set_length(total as u64);
    }

    fn compared(&mut self, _: &Evaluated) {
        self.bar.inc(1);
    }
}

#[cfg(test)]
mod tests;
