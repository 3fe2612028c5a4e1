use std::fs;

use super::*;
use crate::grammar::Grammars;
use crate::store::{Arrival, Content, Progress, State, Store};

/// Keeps what it hears, and asks for a stop after so many reports.
struct Ear<'a> {
    reports: Vec<Report>,
    stop: &'a AtomicBool,
    enough: usize,
}

impl Watch for Ear<'_> {
    fn report(&mut self, report: &Report) {
        self.reports.push(report.clone());
        if self.reports.len() == self.enough {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

fn run(data: &Path, docs: &Path, enough: usize) -> (Summary, Vec<Report>) {
    let paths = [docs.to_owned()];
    run_task(data, Task::Paths(&paths), enough).unwrap()
}

fn run_task(data: &Path, task: Task<'_>, enough: usize) -> Option<(Summary, Vec<Report>)> {
    let writer = Writer::open(data, &mut |_| {}).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let mut ear = Ear { reports: Vec::new(), stop: &stop, enough };
    let readers = Readers::here(Grammars::built_in());
    let summary = import(writer, task, &readers, &stop, &mut ear).unwrap()?;
    Some((summary, ear.reports))
}

#[test]
fn what_waits_is_read_when_it_can_be() {
    let (data, docs) = (tempfile::tempdir().unwrap(), documents(1));
    let bytes = motion("scan").into_bytes();
    let id = read::id(&bytes);
    let mut writer = Writer::open(data.path(), &mut |_| {}).unwrap();
    let waits = Content::Unreadable { code: "needs-ocr".into(), message: "pictures".into() };
    let arrival = Arrival {
        id: id.clone(),
        file: "scan.txt".into(),
        media_type: "text/plain".into(),
        bytes,
        content: waits,
    };
    writer.file(vec![arrival]).unwrap();
    writer.close().unwrap();

    let (summary, reports) = run(data.path(), docs.path(), usize::MAX);
    assert_eq!(summary.to_string(), "2 imported, 0 duplicates, 0 failed");
    assert!(reports.iter().any(|report| report.id() == Some(&id)));
    let store = Store::open(data.path(), &mut |_| {}).unwrap();
    assert_eq!(store.find(&id).unwrap().state, State::Indexed);
    let (summary, _) = run(data.path(), docs.path(), usize::MAX);
    assert_eq!(summary.to_string(), "0 imported, 1 duplicate, 0 failed");
}

/// A motion as short as one can be.
fn motion(title: &str) -> String {
    format!("Motie {title}\n\nDe raad,\n\nverzoekt het college:\n- dit te doen.\n")
}

fn documents(count: usize) -> tempfile::TempDir {
    let docs = tempfile::tempdir().unwrap();
    for number in 0..count {
        let path = docs.path().join(format!("{number}.txt"));
        fs::write(path, motion(&number.to_string())).unwrap();
    }
    docs
}

#[test]
fn every_document_is_reported_once_and_kept() {
    let (data, docs) = (tempfile::tempdir().unwrap(), documents(600));
    fs::write(docs.path().join("twin.txt"), motion("7")).unwrap();
    fs::write(docs.path().join("leeg.txt"), "").unwrap();
    let (summary, reports) = run(data.path(), docs.path(), usize::MAX);
    assert_eq!(summary.to_string(), "600 imported, 1 duplicate, 1 failed (1 empty-file)");
    assert_eq!(reports.len(), 602);
    let store = Store::open(data.path(), &mut |_| {}).unwrap();
    for report in &reports {
        let id = report.id().unwrap();
        let is_failed = matches!(report.outcome, Outcome::Failed { .. });
        assert_eq!(store.find(id).unwrap().state != State::Indexed, is_failed);
    }
    let (summary, _) = run(data.path(), docs.path(), usize::MAX);
    assert_eq!(summary.to_string(), "0 imported, 601 duplicates, 1 failed (1 empty-file)");
}

fn zipped(path: &Path, files: &[(String, String)]) {
    let mut writer = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, text) in files {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn what_is_in_an_archive_is_a_document_each() {
    let (data, docs) = (tempfile::tempdir().unwrap(), documents(1));
    let file = |name: &str, text: String| (name.to_owned(), text);
    zipped(
        &docs.path().join("m.zip"),
        &[
            file("map/een.txt", motion("een")),
            file("nul.txt", motion("0")),
            file("leeg.txt", String::new()),
            file("__MACOSX/een.txt", String::new()),
        ],
    );
    fs::write(docs.path().join("stuk.zip"), "geen zip").unwrap();
    // One that is named outright is taken in likewise.
    let named = docs.path().join("m.zip");
    let (_, reports) = run(data.path(), docs.path(), usize::MAX);
    let mut told: Vec<_> = reports
        .iter()
        .map(|Report { file, outcome }| {
            let file = file.strip_prefix(&docs.path().display().to_string()).unwrap();
            let outcome = match outcome {
                Outcome::Imported { .. } => "imported",
                Outcome::Failed { error, .. } => error.code.name(),
                Outcome::Skipped { what } => what,
                Outcome::Duplicate { of, .. } => of.rsplit('/').next().unwrap(),
                Outcome::Held { .. } => "held",
            };
            format!("{file}: {outcome}")
        })
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "/0.txt: imported",
            "/m.zip/__MACOSX/een.txt: __MACOSX",
            "/m.zip/leeg.txt: empty-file",
            "/m.zip/map/een.txt: imported",
            "/m.zip/nul.txt: 0.txt",
            "/stuk.zip: archive-damaged",
        ]
    );
    let (summary, _) = run(data.path(), &named, usize::MAX);
    assert_eq!(
        summary.to_string(),
        "0 imported, 2 duplicates, 1 failed (1 empty-file), 1 skipped (1 __MACOSX)"
    );
}

#[test]
fn an_import_that_stopped_in_an_archive_goes_on_in_it() {
    let (data, docs) = (tempfile::tempdir().unwrap(), documents(0));
    let files: Vec<_> =
        (0..2_000).map(|number| (format!("{number}.txt"), motion(&number.to_string()))).collect();
    zipped(&docs.path().join("m.zip"), &files);
    let (summary, _) = run(data.path(), docs.path(), 1);
    assert!(summary.stopped);
    let (second, _) = run_task(data.path(), Task::Resume(None), usize::MAX).unwrap();
    assert_eq!((second.imported + summary.imported, second.duplicates), (2_000, 0));
}

#[test]
fn a_stop_keeps_what_was_reported_and_the_next_run_brings_the_rest() {
    let (data, docs) = (tempfile::tempdir().unwrap(), documents(2_000));
    let (summary, reports) = run(data.path(), docs.path(), 1);
    assert!(summary.stopped);
    assert!(summary.to_string().starts_with("stopped: "));
    assert_eq!(summary.imported, reports.len());
    let (second, _) = run_task(data.path(), Task::Resume(None), usize::MAX).unwrap();
    assert_eq!(second.imported + summary.imported, 2_000);
    assert_eq!(second.duplicates, 0);
    assert!(run_task(data.path(), Task::Resume(None), usize::MAX).is_none());
    let store = Store::open(data.path(), &mut |_| {}).unwrap();
    let import = store.import(1).unwrap().unwrap();
    assert_eq!((import.progress, import.counts.indexed), (Progress::Done, 2_000));
}
