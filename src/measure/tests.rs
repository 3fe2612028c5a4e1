use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::collect::Collected;
use super::pass::Read;
use super::table::Taken;
use super::*;
use crate::clock::{Stage, Times};
use crate::grammar::Grammars;

const MOTION: &str = "Motie: Bomen\n\nDe raad,\n\nverzoekt het college:\n- bomen te planten;\n";

struct Silent;

impl Watch for Silent {}

/// Asks for a stop after so many documents.
struct Impatient<'a> {
    left: usize,
    stop: &'a AtomicBool,
}

impl Watch for Impatient<'_> {
    fn read(&mut self) {
        self.left = self.left.saturating_sub(1);
        self.stop.fetch_or(self.left == 0, Ordering::Relaxed);
    }
}

fn readers() -> Readers {
    Readers::here(Grammars::built_in())
}

fn plan(path: &Path) -> Plan {
    Plan { paths: vec![path.to_owned()], threads: vec![1, 2], rounds: 2, ..Plan::default() }
}

/// A folder with two motions, one of them with truth, and two files that cannot be read.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a.txt", MOTION),
        ("a.json", r#"{"title": "Bomen", "closing": null}"#),
        ("b.txt", "Motie: Banken\n"),
        ("leeg.txt", ""),
        ("leeg.json", r#"{"title": "Leeg"}"#),
        ("geen.pdf", "<html>"),
        ("c.html", "x"),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

#[test]
fn a_corpus_is_timed_in_rounds_with_each_number_of_threads() {
    let dir = folder();
    let report = measure(&plan(dir.path()), &readers(), &AtomicBool::new(false), &mut Silent);
    let report = report.unwrap();
    let corpus = &report.corpus;
    assert_eq!((corpus.documents, corpus.failed, corpus.motions), (4, 2, 2));
    assert_eq!(corpus.bytes, (MOTION.len() + "Motie: Banken\n".len() + "<html>".len()) as u64);
    assert_eq!(corpus.skipped, [(".html".to_owned(), 1)].into());
    let failures = [("empty-file".to_owned(), 1), ("not-a-pdf".to_owned(), 1)];
    assert_eq!(report.failures, failures.into());
    let threads: Vec<_> = report.runs.iter().map(|run| (run.threads, run.rounds.len())).collect();
    assert_eq!(threads, [(1, 2), (2, 2)]);
    let rounds = report.runs.iter().flat_map(|run| &run.rounds);
    assert!(rounds.clone().all(|round| round.whole && round.documents == 4));
    assert!(rounds.clone().all(|round| round.seconds > 0.0 && round.bytes == corpus.bytes));

    let documents = report.documents.as_ref().unwrap();
    let codes: Vec<_> = documents.iter().map(|document| document.code.as_deref()).collect();
    assert_eq!(codes, [None, None, Some("not-a-pdf"), Some("empty-file")]);
    for document in documents {
        // What a document took is what its stages took.
        let total = document.stages.total();
        assert!((total - document.seconds.median).abs() < 1e-8, "{document:?}");
        assert!(document.seconds.least <= document.seconds.median);
    }
    assert_eq!(report.worst.len(), 4);
    assert!(report.worst.is_sorted_by(|one, next| one.seconds.median >= next.seconds.median));
    assert!(report.runs[0].document_seconds.exact);

    let accuracy = report.accuracy.as_ref().unwrap();
    assert_eq!((accuracy.documents, accuracy.motions, accuracy.motions_found), (2, 2, 1));
    let title = accuracy.field("title").unwrap();
    assert_eq!((title.expected, title.right, title.recall), (2, 1, Some(0.5)));
}

#[test]
fn an_archive_gives_what_its_folder_gives() {
    let dir = folder();
    let archive = dir.path().join("alles.tar");
    let mut builder = tar::Builder::new(fs::File::create(&archive).unwrap());
    for name in ["a.txt", "a.json", "b.txt", "leeg.txt", "leeg.json", "geen.pdf", "c.html"] {
        builder.append_path_with_name(dir.path().join(name), format!("d/{name}")).unwrap();
    }
    builder.finish().unwrap();
    let of = |path: &Path| {
        let stop = AtomicBool::new(false);
        measure(&plan(path), &readers(), &stop, &mut Silent).unwrap()
    };
    let (packed, unpacked) = (of(&archive), of(dir.path()));
    assert_eq!(packed.corpus.fingerprint, unpacked.corpus.fingerprint);
    assert_eq!(packed.failures, unpacked.failures);
    assert_eq!(packed.accuracy, unpacked.accuracy);
    let first = &packed.documents.as_ref().unwrap()[0];
    assert_eq!(first.name, format!("{}/d/a.txt", archive.display()));
}

#[test]
fn a_cold_start_compares_with_truth_in_its_first_round() {
    let dir = folder();
    let plan = Plan { is_cold: true, limit: Some(1), rounds: 1, ..plan(dir.path()) };
    let report = measure(&plan, &readers(), &AtomicBool::new(false), &mut Silent).unwrap();
    assert_eq!((report.warm_up, report.corpus.documents), (false, 1));
    assert_eq!(report.accuracy.unwrap().documents, 1);
    assert!(report.notices.contains(
        &"nothing was read before the first round: what is cold, and the comparison with truth, \
          is in its figures"
            .to_owned()
    ));
}

#[test]
fn what_was_measured_before_a_stop_is_told() {
    let dir = folder();
    let plan = Plan { rounds: 50, threads: vec![1], ..plan(dir.path()) };
    let stop = AtomicBool::new(false);
    let mut watch = Impatient { left: 4 + 4 + 2, stop: &stop };
    let report = measure(&plan, &readers(), &stop, &mut watch).unwrap();
    assert!(report.stopped);
    let rounds = &report.runs[0].rounds;
    assert!((1..50).contains(&rounds.len()), "{rounds:?}");
    assert_eq!(report.documents.unwrap().len(), 4);

    let stop = AtomicBool::new(false);
    let mut watch = Impatient { left: 1, stop: &stop };
    let report = measure(&plan, &readers(), &stop, &mut watch).unwrap();
    assert!(report.stopped && report.runs[0].rounds.is_empty());
}

#[test]
fn where_there_is_no_document_nothing_is_measured() {
    let dir = tempfile::tempdir().unwrap();
    let error = measure(&plan(dir.path()), &readers(), &AtomicBool::new(false), &mut Silent);
    let said = error.unwrap_err().to_string().replace(&dir.path().display().to_string(), "DIR");
    assert_eq!(
        said,
        "expected documents in `DIR`, found none; name PDF or text, folders with such files, or \
         `.tar` archives of them"
    );
    let gone = Plan { is_cold: true, ..plan(Path::new("weg.txt")) };
    let error = measure(&gone, &readers(), &AtomicBool::new(false), &mut Silent).unwrap_err();
    assert_eq!(
        error.message,
        "expected documents in `weg.txt`, found none with anything in it to read"
    );
}

/// A reading that took so many milliseconds.
fn read(index: u64, millis: u64) -> Read {
    let load = (Stage::Load, std::time::Duration::from_millis(millis));
    Read {
        index,
        name: format!("{index}.txt"),
        bytes: 1,
        pages: 1,
        motions: 1,
        taken: Taken { times: Times::told([load], load.1), ..Taken::default() },
        kind: kind::Kind::Text,
        error: None,
        hash: 1,
        judged: None,
    }
}

#[test]
fn too_many_documents_are_counted_and_not_kept() {
    // So many rounds leave room for one document.
    let plan = Plan { rounds: KEPT, worst: 2, ..Plan::default() };
    let mut collected = Collected::new(&plan);
    collected.begin(0);
    for index in 0..100 {
        collected.meet(&read(index, index + 1));
        collected.count(0, &read(index, index + 1));
    }
    collected.count(0, &read(7, 1000));
    let report = collected.report(&plan, machine::look(), "now", false, None);
    assert!(report.documents.is_none());
    let worst: Vec<_> = report.worst.iter().map(|it| (it.name.as_str(), it.seconds.most)).collect();
    assert_eq!(worst, [("7.txt", 1.0), ("99.txt", 0.1)]);
    let times = report.runs[0].document_seconds;
    assert!(!times.exact && times.most == 1.0);
    assert!((times.median / 0.051 - 1.0).abs() < 0.02, "{times:?}");
    assert_eq!(report.corpus.fingerprint, "0000000000000064");
    assert!(
        report.notices.contains(
            &"the documents are too many to keep their readings one by one: quantiles are of all \
          readings, within 1 %, and documents are not listed"
                .to_owned()
        )
    );
}

#[test]
fn a_document_that_ends_otherwise_is_told_and_left_out() {
    let plan = Plan { rounds: 1, ..Plan::default() };
    let mut collected = Collected::new(&plan);
    collected.meet(&read(0, 1));
    collected.begin(0);
    let error = Some(Error::new(Code::PdfTimeout, "x"));
    collected.count(0, &Read { error, ..read(0, 9) });
    let report = collected.report(&plan, machine::look(), "now", false, None);
    assert!(report.documents.unwrap().is_empty());
    assert!(report.notices.contains(
        &"1 reading ended otherwise than the first of their document, or the corpus was changed; \
          they are in the figures of rounds, not in those of documents"
            .to_owned()
    ));
}

#[test]
fn figures_that_could_be_noise_say_so() {
    let mut notices = Vec::new();
    let mut run = fixture::report(100.0).runs.remove(0);
    run.processor_share = Some(0.8);
    run.doubts(2, &mut notices);
    run.threads = 3;
    run.documents_per_second = report::Spread::default();
    run.doubts(2, &mut notices);
    run.threads = 2;
    run.processor_share = None;
    run.rounds.iter_mut().for_each(|round| round.whole = false);
    run.doubts(2, &mut notices);
    assert_eq!(
        notices,
        [
            "with 1 thread the rounds differ by 50 %: what differs less from another report says \
             nothing",
            "with 1 thread the readers waited for a processor 20 % of their time: other programs \
             ran beside them",
            "3 threads share 2 processors: they wait for each other",
            "with 2 threads no round came to its end: its figures are of the documents that it read",
        ]
    );
}

#[test]
fn a_report_is_read_again_as_it_was_written() {
    let report = fixture::report(100.0);
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "accuracy",
            "compared",
            "corpus",
            "documents",
            "failures",
            "machine",
            "memory",
            "notices",
            "program",
            "rounds",
            "runs",
            "schema_version",
            "started",
            "stopped",
            "warm_up",
            "worst"
        ]
    );
    assert_eq!(value["runs"][0]["stages"]["load"], 0.3);
}
