//! `moties bench`: how fast a corpus is read, and how right.

mod beside;
mod text;
mod units;

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::RangedU64ValueParser;
use indicatif::ProgressBar;

use super::exit::{Exit, Stop};
use super::import::bar;
use super::interrupt;
use super::io::{Io, failed};
use crate::error::Error;
use crate::import::Readers;
use crate::measure::report::{Report, cores};
use crate::measure::{self, Plan, Watch, compare};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// With how many reading processes at once: the whole is measured with each of these numbers
    /// [default: 1, and as many as there are processors]
    #[arg(long, value_name = "N,N…", value_delimiter = ',', value_parser = number(1024))]
    threads: Vec<usize>,
    /// How often the corpus is read and timed with each number of threads
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = number(1000))]
    rounds: usize,
    /// Leave out the reading before the first round, which is not timed; where there is truth, the
    /// first round then takes longer, since it compares with it
    #[arg(long)]
    cold: bool,
    /// Read only the first documents
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Read only this share of the documents, chosen by the hash of their names: the same ones each
    /// time
    #[arg(long, value_name = "SHARE", value_parser = share)]
    sample: Option<f64>,
    /// How many of the documents that take longest are named
    #[arg(long, value_name = "N", default_value_t = 10)]
    worst: usize,
    /// How to print the figures
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print one JSON object; the same as `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Lay the figures beside those of another run, as `--json` printed them
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// Read motions by the grammars of this folder instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(super) grammars: Option<PathBuf>,
    /// Files, folders with all that is in them, and `.tar` archives
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// How figures are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables
    Text,
    /// One JSON object
    Json,
    /// One line of JSON a document, then one of all the rest
    Ndjson,
}

/// A number from 1 up to a highest one.
fn number(most: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=most)
}

/// A share of documents.
fn share(given: &str) -> Result<f64, String> {
    match given.parse() {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        _ => Err("expected a number above 0 and at most 1, as 0.1 for a tenth".to_owned()),
    }
}

/// Measures, and prints what was asked for.
pub(super) fn run(arguments: &Arguments, readers: &Readers, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let then = arguments.compare.as_deref().map(compare::load).transpose()?;
    let stop = interrupt::flag();
    let mut teller = Teller { bar: bar(io.shows_progress), io };
    let measured = measure::measure(&arguments.plan(), readers, &stop, &mut teller);
    teller.bar.finish_and_clear();
    let mut report = measured?;
    if let (Some(then), Some(file)) = (&then, &arguments.compare) {
        let with = file.display().to_string();
        report.compared = Some(compare::compare(then, &with, &report, arguments.worst));
    }
    arguments.print(&mut report, io)?;
    let is_whole = report.corpus.failed == 0 && !report.stopped;
    io.say(&summary(&report));
    Ok(if is_whole { Exit::Done } else { Exit::Lacking })
}

impl Arguments {
    fn plan(&self) -> Plan {
        let mut threads =
            if self.threads.is_empty() { vec![1, cores()] } else { self.threads.clone() };
        let mut seen = Vec::new();
        threads.retain(|number| {
            !seen.contains(number) && {
                seen.push(*number);
                true
            }
        });
        let grammars = self.grammars.as_ref().map(|dir| dir.display().to_string());
        Plan {
            paths: self.paths.clone(),
            threads,
            rounds: self.rounds,
            is_cold: self.cold,
            limit: self.limit,
            sample: self.sample,
            worst: self.worst,
            grammars: grammars.unwrap_or(Plan::default().grammars),
        }
    }

    fn print(&self, report: &mut Report, io: &mut Io<'_>) -> std::io::Result<()> {
        match if self.json { Format::Json } else { self.format } {
            Format::Text => text::report(report, io),
            Format::Json => io.json_line(report),
            Format::Ndjson => {
                for document in report.documents.take().iter().flatten() {
                    io.json_line(document)?;
                }
                io.json_line(report)
            }
        }
    }
}

/// `1073 documents read 6 times, 13 failed (2 empty-file, 11 not-a-pdf)`
fn summary(report: &Report) -> String {
    let documents = report.corpus.documents;
    let s = if documents == 1 { "" } else { "s" };
    let rounds: usize = report.runs.iter().map(|run| run.rounds.len()).sum();
    let times = if rounds == 1 { "once".to_owned() } else { format!("{rounds} times") };
    let codes: Vec<_> =
        report.failures.iter().map(|(code, count)| format!("{count} {code}")).collect();
    let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(", ")) };
    let stopped = if report.stopped { "stopped: " } else { "" };
    format!(
        "{stopped}{documents} document{s} timed {times}, {} failed{codes}",
        report.corpus.failed
    )
}

/// Draws how far it is, and says what fails.
struct Teller<'a, 'io> {
    bar: ProgressBar,
    io: &'a mut Io<'io>,
}

impl Watch for Teller<'_, '_> {
    fn found(&mut self, total: u64) {
        self.bar.set_length(total);
    }

    fn pass(&mut self, name: &str) {
        self.bar.set_message(format!("{name}: "));
    }

    fn read(&mut self) {
        self.bar.inc(1);
    }

    fn failed(&mut self, name: &str, error: &Error) {
        let line = failed(name, error);
        let err = &mut *self.io.err;
        self.bar.suspend(|| {
            let _ = writeln!(err, "{line}");
        });
    }
}

#[cfg(test)]
mod tests;
