use std::fs;

use serde_json::Value;

use super::super::Exit;
use super::super::tests::{Said, moties_in};
use super::{summary, text};
use crate::cli::Io;
use crate::measure::compare::compare;
use crate::measure::fixture;
use crate::measure::report::{Report, Spread};

/// A report as it is printed for a person.
fn printed(report: &Report) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut io = Io {
        input: &mut &b""[..],
        out: &mut out,
        err: &mut err,
        is_coloured: false,
        shows_progress: false,
        program: None,
    };
    text::report(report, &mut io).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn figures_are_printed_as_tables() {
    let mut report = fixture::report(100.0);
    report.machine.load_after = Some(1.5);
    assert_eq!(
        printed(&report),
        "\
moties 1.2.3, release build, built-in grammars
2 × Reader 9000, 8.59 GB, linux x86_64 6.1, load 0.25 before, 1.50 after
3 documents, 61.5 kB (1 failed), 4 pages, 2 motions
1 warm-up, then 2 rounds

throughput, median of the rounds (least … most)
  threads  documents/s                        pages/s       MB/s  speed-up  on processor
        1  100 (75.0 … 125)                       150       0.10      1.00        99.5 %
        2  180 (135 … 225)                        270       0.10      1.80        99.5 %

a document, where it is read
  threads     median        p95        p99      worst
        1     250 µs    12.5 ms    12.5 ms     1.25 s
        2     250 µs    12.5 ms    12.5 ms     1.25 s

by kind, 1 thread: rates of one reader
            readings  share of time  documents/s    pages/s       MB/s
  pdf              4        100.0 %         2.00       3.00       0.04

stages, all documents, share of the time where they are read
                          1 thread             2 threads
  load             300 ms   75.0 %       300 ms   75.0 %
  build            100 ms   25.0 %       100 ms   25.0 %
  all              400 ms  100.0 %       400 ms  100.0 %
  processor        250 ms   62.5 %       250 ms   62.5 %

longest, median of the rounds (least … most)
     1.25 s (1.00 s … 1.50 s)  d/b.pdf: 1 page, 20.5 kB, 2.4 % load
    40.0 ms (40.0 ms … 50.0 ms)  d/a.txt: 1 page, 20.5 kB, 75.0 % load

peak memory: 62.0 MB a reader, unknown this process

failures
          1  empty-file

accuracy, strictly: 2 documents with truth, 2 motions (1 found), right in every field: 1 (25.0 %)
  field  expected  found      P     R    F1
  title         2      1  0.666 0.333 0.666

to be known
  the moon was full
"
    );
    assert_eq!(summary(&report), "3 documents timed 4 times, 1 failed (1 empty-file)");
}

#[test]
fn another_run_is_laid_beside() {
    let then = fixture::report(100.0);
    let mut now = fixture::report(300.0);
    now.runs.truncate(1);
    now.runs[0].document_seconds.most = 0.5;
    now.accuracy = None;
    now.documents.as_mut().unwrap()[0].processor_seconds =
        Spread { median: 0.09, least: 0.08, most: 0.1 };
    now.compared = Some(compare(&then, "then.json", &now, 10));
    let text = printed(&now);
    let (_, beside) = text.split_once("beside then.json\n").unwrap();
    let (beside, _) = beside.split_once("\nto be known").unwrap();
    assert_eq!(
        beside,
        "  differs: threads: 1,2 then, 1 now
                                         then          now  now/then
  documents a second, 1 thread            100          300      3.00  better
  pages a second, 1 thread                150          450      3.00  better
  bytes a second, 1 thread             100000       100000      1.00  the same
  processor, s, 1 thread                 0.25         0.25      1.00  the same
  median document, s, 1 thread       0.000250     0.000250      1.00  the same
  p95 document, s, 1 thread          0.012500     0.012500      1.00  the same
  p99 document, s, 1 thread          0.012500     0.012500      1.00  the same
  worst document, s, 1 thread            1.25         0.50      0.40  better
  stage load, s, 1 thread                0.30         0.30      1.00  the same
  stage build, s, 1 thread               0.10         0.10      1.00  the same
  peak memory of a reader, bytes     62000000     62000000      1.00  the same
  documents that failed                  1.00         1.00      1.00  the same
  F1 of whole: 0.500 then, - now
  F1 of title: 0.666 then, - now
  3 documents in both: 1 slower, 0 faster on the processor (by more than a tenth, \
         and beyond noise), 0 ended otherwise, median ratio 1.00
    40.0 ms then,   90.0 ms now, 2.25 times  d/a.txt
"
    );
}

#[test]
fn what_was_stopped_before_it_was_timed_says_so() {
    let mut report = fixture::report(100.0);
    report.stopped = true;
    report.runs.iter_mut().for_each(|run| run.rounds.clear());
    let text = printed(&report);
    assert!(text.contains("\n1 warm-up, then 2 rounds, stopped before the end\n"), "{text}");
    assert!(text.contains("\nstopped before anything was timed\n"), "{text}");
    assert_eq!(summary(&report), "stopped: 3 documents timed 0 times, 1 failed (1 empty-file)");
}

/// A folder with a motion, its truth, and an empty file.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in
        [("a.txt", "Motie: Bomen\n"), ("a.json", r#"{"title": "Bomen"}"#), ("leeg.txt", "")]
    {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn bench(dir: &tempfile::TempDir, options: &[&str]) -> Said {
    moties_in(dir.path(), &[&["bench", "DIR"], options].concat())
}

const EMPTY: &str = "`DIR/leeg.txt`: expected a document, found a file of 0 bytes; \
     check that the file was copied whole\n";

#[test]
fn json_is_one_object_and_ndjson_a_line_a_document() {
    let dir = folder();
    let said = bench(&dir, &["--json", "--rounds", "2", "--threads", "2,1,2"]);
    assert_eq!(said.exit, Exit::Lacking, "a document failed");
    let summary = "moties: 2 documents timed 4 times, 1 failed (1 empty-file)\n";
    assert_eq!(said.err, format!("{EMPTY}{summary}"));
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&report["schema_version"], &report["warm_up"]), (&1.into(), &true.into()));
    assert_eq!(report["runs"][0]["threads"], 2);
    assert_eq!(report["runs"].as_array().unwrap().len(), 2);
    assert_eq!(report["documents"][1]["code"], "empty-file");
    assert_eq!(report["accuracy"]["fields"][0]["field"], "title");
    assert_eq!(report["accuracy"]["fields"][0]["f1"], 1.0);

    let then = said.out.replace("DIR", &dir.path().display().to_string());
    fs::write(dir.path().join("then.json"), then).unwrap();
    let options = ["--format", "ndjson", "--rounds", "1", "--compare", "DIR/then.json"];
    let said = bench(&dir, &[&options[..], &["--threads", "1"]].concat());
    let lines: Vec<Value> =
        said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["name"], "DIR/a.txt");
    assert!(lines[2]["documents"].is_null());
    let compared = &lines[2]["compared"];
    assert_eq!(
        (&compared["with"], &compared["documents"]["both"]),
        (&"DIR/then.json".into(), &2.into())
    );
    assert!(compared["figures"][0]["beyond_noise"].is_null(), "one round tells no noise");
}

#[test]
fn bench_says_what_it_cannot_do() {
    let dir = folder();
    fs::create_dir(dir.path().join("niets")).unwrap();
    let said = moties_in(dir.path(), &["bench", "DIR/niets"]);
    let expected = "moties: expected documents in `DIR/niets`, found none; name PDF or text, \
                    folders with such files, or `.tar` archives of them\n";
    assert_eq!((said.exit, said.err.as_str()), (Exit::Wrong, expected));

    let said = bench(&dir, &["--compare", "DIR/a.json"]);
    let expected = "moties: `DIR/a.json`: expected a report, found missing field \
                    `schema_version` at line 1 column 18; write one with `moties bench PATH \
                    --json > FILE`\n";
    assert_eq!((said.exit, said.err.as_str()), (Exit::Wrong, expected));

    let said = bench(&dir, &["--sample", "2"]);
    let expected = "error: invalid value '2' for '--sample <SHARE>': expected a number above 0 \
                    and at most 1, as 0.1 for a tenth\n";
    assert!(said.exit == Exit::Wrong && said.err.starts_with(expected), "{}", said.err);
    let said = bench(&dir, &["--threads", "1,0"]);
    assert!(
        said.exit == Exit::Wrong && said.err.contains("invalid value '0' for '--threads"),
        "{}",
        said.err
    );
}
