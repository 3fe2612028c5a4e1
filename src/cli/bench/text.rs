//! A measurement as a person reads it.

use std::fmt::Write as _;
use std::io;

use super::super::io::{Io, visible};
use super::beside;
use super::units::{number, percent, plural, size, thousandths, time};
use crate::measure::report::{
    Accuracy, DocumentFigures, FieldFigures, Memory, Report, Run, Spread,
};

/// Prints all of it.
pub(super) fn report(report: &Report, io: &mut Io<'_>) -> io::Result<()> {
    head(report, io)?;
    if report.runs.iter().all(|run| run.rounds.is_empty()) {
        writeln!(io.out, "\nstopped before anything was timed")?;
    } else {
        throughput(&report.runs, io)?;
        latency(&report.runs, io)?;
        kinds(&report.runs, io)?;
        stages(&report.runs, io)?;
        worst(&report.worst, io)?;
    }
    writeln!(io.out, "\n{}", memory(&report.memory))?;
    failures(report, io)?;
    if let Some(figures) = &report.accuracy {
        accuracy(figures, io)?;
    }
    if let Some(comparison) = &report.compared {
        beside::comparison(comparison, io)?;
    }
    if !report.notices.is_empty() {
        section("to be known", io)?;
        for notice in &report.notices {
            writeln!(io.out, "  {}", visible(notice))?;
        }
    }
    Ok(())
}

/// The heading of a section.
pub(super) fn section(name: &str, io: &mut Io<'_>) -> io::Result<()> {
    let name = io.bold(name);
    writeln!(io.out, "\n{name}")
}

/// What was measured, where, and how.
fn head(report: &Report, io: &mut Io<'_>) -> io::Result<()> {
    let (program, machine, corpus) = (&report.program, &report.machine, &report.corpus);
    let grammars = &program.grammars;
    let version =
        format!("moties {}, {} build, {grammars} grammars", program.version, program.build);
    let processor = machine.processor.as_deref().unwrap_or("unknown processor");
    let mut place = format!("{} × {processor}", machine.cores);
    if let Some(bytes) = machine.memory_bytes {
        let _ = write!(place, ", {}", size(bytes));
    }
    let _ = write!(place, ", {} {}", machine.system, machine.architecture);
    if let Some(kernel) = &machine.kernel {
        let _ = write!(place, " {kernel}");
    }
    if let (Some(before), Some(after)) = (machine.load_before, machine.load_after) {
        let _ = write!(place, ", load {before:.2} before, {after:.2} after");
    }
    let (documents, pages, motions) = (corpus.documents, corpus.pages, corpus.motions);
    let mut what = format!(
        "{}, {} ({} failed), {}, {}",
        plural(documents, "document"),
        size(corpus.bytes),
        corpus.failed,
        plural(pages, "page"),
        plural(motions, "motion")
    );
    if let Some(share) = corpus.sample {
        let _ = write!(what, ", a sample of {share}");
    }
    if let Some(limit) = corpus.limit {
        let _ = write!(what, ", the first {limit}");
    }
    let warm_up = if report.warm_up { "1 warm-up, then " } else { "no warm-up, " };
    let rounds = plural(report.rounds as u64, "round");
    let stopped = if report.stopped { ", stopped before the end" } else { "" };
    for line in [version, place, what, format!("{warm_up}{rounds}{stopped}")] {
        writeln!(io.out, "{}", visible(&line))?;
    }
    Ok(())
}

/// How much is read a second.
fn throughput(runs: &[Run], io: &mut Io<'_>) -> io::Result<()> {
    section("throughput, median of the rounds (least … most)", io)?;
    writeln!(
        io.out,
        "  threads  documents/s                        pages/s       MB/s  speed-up  on processor"
    )?;
    for run in runs.iter().filter(|run| !run.rounds.is_empty()) {
        let Spread { median, least, most } = run.documents_per_second;
        let documents = format!("{} ({} … {})", number(median), number(least), number(most));
        writeln!(
            io.out,
            "  {:>7}  {documents:<28} {:>13}  {:>9}  {:>8}  {:>12}",
            run.threads,
            number(run.pages_per_second.median),
            number(run.bytes_per_second.median / 1e6),
            run.speed_up.map_or_else(|| "-".to_owned(), |times| format!("{times:.2}")),
            run.processor_share.map_or_else(|| "-".to_owned(), percent),
        )?;
    }
    Ok(())
}

/// How long documents take.
fn latency(runs: &[Run], io: &mut Io<'_>) -> io::Result<()> {
    section("a document, where it is read", io)?;
    writeln!(io.out, "  threads     median        p95        p99      worst")?;
    for run in runs.iter().filter(|run| !run.rounds.is_empty()) {
        let times = &run.document_seconds;
        let mut line = format!("  {:>7}", run.threads);
        for seconds in [times.median, times.p95, times.p99, times.most] {
            let _ = write!(line, " {:>10}", time(seconds));
        }
        writeln!(io.out, "{line}")?;
    }
    Ok(())
}

/// How fast documents of each kind are read, with the first number of threads.
fn kinds(runs: &[Run], io: &mut Io<'_>) -> io::Result<()> {
    let Some(run) = runs.iter().find(|run| !run.rounds.is_empty()) else { return Ok(()) };
    section(
        &format!("by kind, {}: rates of one reader", plural(run.threads as u64, "thread")),
        io,
    )?;
    writeln!(io.out, "  {:<8}  readings  share of time  documents/s    pages/s       MB/s", "")?;
    let all: f64 = run.kinds.iter().map(|figures| figures.seconds).sum();
    for figures in &run.kinds {
        let rate = |count: f64| {
            if figures.seconds > 0.0 { number(count / figures.seconds) } else { "-".to_owned() }
        };
        writeln!(
            io.out,
            "  {:<8} {:>9}  {:>13}  {:>11}  {:>9}  {:>9}",
            figures.kind.name(),
            figures.readings,
            percent(if all > 0.0 { figures.seconds / all } else { 0.0 }),
            rate(figures.readings as f64),
            rate(figures.pages as f64),
            rate(figures.bytes as f64 / 1e6),
        )?;
    }
    Ok(())
}

/// What the time goes to; a stage that takes none is left out.
fn stages(runs: &[Run], io: &mut Io<'_>) -> io::Result<()> {
    section("stages, all documents, share of the time where they are read", io)?;
    let runs: Vec<&Run> = runs.iter().filter(|run| !run.rounds.is_empty()).collect();
    let mut head = format!("  {:<10}", "");
    for run in &runs {
        let _ = write!(head, "  {:>20}", plural(run.threads as u64, "thread"));
    }
    writeln!(io.out, "{head}")?;
    let names: Vec<&str> = runs
        .first()
        .map(|run| run.stages.iter().map(|(name, _)| name).collect())
        .unwrap_or_default();
    let line = |name: &str, seconds: &dyn Fn(&Run) -> f64| {
        let mut line = format!("  {name:<10}");
        for run in &runs {
            let (seconds, total) = (seconds(run), run.stages.total());
            let share = if total > 0.0 { seconds / total } else { 0.0 };
            let _ = write!(line, "  {:>11} {:>8}", time(seconds), percent(share));
        }
        line
    };
    for name in names {
        let of =
            |run: &Run| run.stages.iter().find(|(stage, _)| *stage == name).map_or(0.0, |it| it.1);
        if runs.iter().any(|run| of(run) > 0.0) {
            writeln!(io.out, "{}", line(name, &of))?;
        }
    }
    writeln!(io.out, "{}", line("all", &|run| run.stages.total()))?;
    writeln!(io.out, "{}", line("processor", &|run| run.processor_seconds.median))
}

/// The documents that take longest.
fn worst(documents: &[DocumentFigures], io: &mut Io<'_>) -> io::Result<()> {
    if documents.is_empty() {
        return Ok(());
    }
    section("longest, median of the rounds (least … most)", io)?;
    for document in documents {
        let Spread { median, least, most } = document.seconds;
        let (stage, seconds) = document.stages.longest();
        let share = percent(if median > 0.0 { seconds / median } else { 0.0 });
        let code = document.code.as_deref().map(|code| format!(", {code}")).unwrap_or_default();
        let (pages, bytes) = (plural(document.pages, "page"), size(document.bytes));
        writeln!(
            io.out,
            "  {:>9} ({} … {})  {}: {pages}, {bytes}, {share} {stage}{code}",
            time(median),
            time(least),
            time(most),
            visible(&document.name),
        )?;
    }
    Ok(())
}

fn memory(memory: &Memory) -> String {
    let of = |bytes: Option<u64>| bytes.map_or_else(|| "unknown".to_owned(), size);
    format!(
        "peak memory: {} a reader, {} this process",
        of(memory.reader_peak_bytes),
        of(memory.bench_peak_bytes)
    )
}

fn failures(report: &Report, io: &mut Io<'_>) -> io::Result<()> {
    if report.failures.is_empty() {
        return writeln!(io.out, "failures: none");
    }
    section("failures", io)?;
    for (code, count) in &report.failures {
        writeln!(io.out, "  {count:>9}  {}", visible(code))?;
    }
    Ok(())
}

/// How right the records are.
fn accuracy(accuracy: &Accuracy, io: &mut Io<'_>) -> io::Result<()> {
    let mut heading = format!(
        "accuracy, strictly: {} with truth, {}",
        plural(accuracy.documents, "document"),
        plural(accuracy.motions, "motion")
    );
    if accuracy.motions_found != accuracy.motions {
        let _ = write!(heading, " ({} found)", accuracy.motions_found);
    }
    const WHOLE: &str = "whole";
    if let Some(FieldFigures { right, recall: Some(recall), .. }) = accuracy.field(WHOLE) {
        // Cut off, so that 100 % is all of them.
        let share = (recall * 1000.0).floor() / 10.0;
        let _ = write!(heading, ", right in every field: {right} ({share:.1} %)");
    }
    section(&heading, io)?;
    let fields = || accuracy.fields.iter().filter(|figures| figures.field != WHOLE);
    let width = fields().map(|figures| figures.field.len()).max().unwrap_or(0);
    writeln!(io.out, "  {:width$}  expected  found      P     R    F1", "field")?;
    for figures in fields() {
        let FieldFigures { field, expected, found, precision, recall, f1, .. } = figures;
        writeln!(
            io.out,
            "  {field:width$}  {expected:>8}  {found:>5}  {} {} {}",
            thousandths(*precision),
            thousandths(*recall),
            thousandths(*f1)
        )?;
    }
    Ok(())
}
