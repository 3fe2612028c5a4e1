//! The main job with the real program: import, import again, search, a kill in between, failures.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Runs the program.
fn moties(data: &Path, arguments: &[&str]) -> Output {
    command(data, arguments).output().expect("the program runs")
}

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moties"));
    command
        .args(arguments)
        .env("MOTIES_DATA", data)
        .current_dir(crate::root())
        .stdin(Stdio::null());
    command
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The lines of NDJSON that a command printed.
fn lines(output: &Output) -> Vec<Value> {
    out(output).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn outcomes(output: &Output, outcome: &str) -> usize {
    lines(output).iter().filter(|line| line["outcome"] == outcome).count()
}

#[test]
fn what_is_imported_twice_is_there_once_and_found_in_its_kind_of_clause() {
    let data = tempfile::tempdir().unwrap();
    let paths = ["corpus/vng", "corpus/gemeenteraad", "corpus/tweede-kamer"];
    let import = |data: &Path| moties(data, &[&["import", "--json"][..], &paths].concat());
    let first = import(data.path());
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    let imported = outcomes(&first, "imported");
    assert!(imported >= 30, "{imported}");
    let second = import(data.path());
    assert_eq!(second.status.code(), Some(0), "{}", err(&second));
    assert_eq!((outcomes(&second, "imported"), outcomes(&second, "duplicate")), (0, imported));
    assert_eq!(lines(&moties(data.path(), &["list", "--json"])).len(), imported);

    // "Bevolkingsdaling" stands in one clause of one motion, an `overwegende`.
    let search = |clause: &str| {
        moties(data.path(), &["search", "--json", "--clause", clause, "bevolkingsdaling"])
    };
    let overwegende = search("overwegende");
    assert_eq!(overwegende.status.code(), Some(0), "{}", err(&overwegende));
    assert_eq!(search("roept_op").status.code(), Some(1));

    let reindexed = moties(data.path(), &["reindex"]);
    assert_eq!(reindexed.status.code(), Some(0), "{}", err(&reindexed));
    assert_eq!(search("roept_op").status.code(), Some(1));
    assert_eq!(search("preamble").status.code(), Some(0));
    let unknown = search("overpeinzende");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("overwegende"), "the known ones are listed: {}", err(&unknown));
}

#[test]
fn a_scan_waits_until_its_text_can_be_recognised() {
    let data = tempfile::tempdir().unwrap();
    let empty = tempfile::tempdir().unwrap();
    let scan = "corpus/tweede-kamer/wachtgeld-voor-vissers-gescand.pdf";
    let without = command(data.path(), &["import", "--json", scan])
        .env("PATH", empty.path())
        .output()
        .expect("the program runs");
    assert_eq!(without.status.code(), Some(1));
    let said = &lines(&without)[0];
    assert_eq!((&said["outcome"], &said["code"]), (&"failed".into(), &"needs-ocr".into()));
    assert!(err(&without).contains("tesseract-ocr-nld"), "{}", err(&without));

    // Any import takes it up, once there is a program that can.
    let other = ["import", "--json", "corpus/vng/begrijpelijke-brieven.txt"];
    let with = moties(data.path(), &other);
    assert_eq!(with.status.code(), Some(0), "{}", err(&with));
    assert_eq!(outcomes(&with, "imported"), 2);
    let list = lines(&moties(data.path(), &["list", "--json"]));
    let scan = list.iter().find(|entry| entry["media_type"] == "application/pdf").unwrap();
    assert_eq!(scan["state"], "indexed");
    let record = moties(data.path(), &["show", "--json", scan["id"].as_str().unwrap()]);
    let record: Value = serde_json::from_str(&out(&record)).unwrap();
    assert_eq!(record["source"]["text"], "ocr");
    assert_eq!(outcomes(&moties(data.path(), &other), "imported"), 0);
}

#[test]
fn an_import_that_is_killed_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let count = 1500;
    for number in 0..count {
        let text = format!(
            "Motie: Boom {number}\n\nDe raad,\n\nverzoekt het college:\n- boom {number} te planten;\n\nMia Bos, D66\n"
        );
        std::fs::write(folder.path().join(format!("{number:04}.txt")), text).unwrap();
    }
    let data = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let mut killed = 0;
    for round in 0_u64..6 {
        let mut child = command(data.path(), &["import", path])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(40 + 90 * round));
        killed += u32::from(child.try_wait().unwrap().is_none());
        child.kill().ok();
        child.wait().unwrap();
    }
    assert!(killed > 0, "at least one import was cut short");
    let last = moties(data.path(), &["import", "--json", path]);
    assert_eq!(last.status.code(), Some(0), "{}", err(&last));
    assert_eq!(outcomes(&last, "imported") + outcomes(&last, "duplicate"), count);
    let listed = lines(&moties(data.path(), &["list", "--json"]));
    assert_eq!(listed.len(), count);
    for number in [0, 7, 99, 1499] {
        let found = moties(
            data.path(),
            &["search", "--json", "--clause", "verzoekt", &format!("\"boom {number}\"")],
        );
        let found: Value = serde_json::from_str(&out(&found)).expect("one JSON object");
        assert_eq!(found["total"], 1, "boom {number} is found once: {found}");
    }
    let all = moties(
        data.path(),
        &["search", "--json", "--limit", "1", "--clause", "verzoekt", "planten"],
    );
    let all: Value = serde_json::from_str(&out(&all)).expect("one JSON object");
    assert_eq!(all["total"], count, "every clause is in the index once");
}

#[test]
fn broken_files_fail_one_by_one_and_the_rest_goes_on() {
    let data = tempfile::tempdir().unwrap();
    let output = moties(data.path(), &["import", "--json", "corpus/broken", "corpus/vng"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let expected = crate::files("corpus/broken", "expected").len();
    let failed: Vec<Value> =
        lines(&output).into_iter().filter(|line| line["outcome"] == "failed").collect();
    assert_eq!(failed.len(), expected, "{failed:?}");
    for line in &failed {
        for field in ["file", "code", "message", "hint"] {
            assert!(line[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {line}");
        }
    }
    let motions = crate::files("corpus/vng", "json").len();
    assert_eq!(outcomes(&output, "imported"), motions);
    for line in failed {
        let (file, code) = (line["file"].as_str().unwrap(), line["code"].as_str().unwrap());
        assert!(
            err(&output).contains(file),
            "`{file}` ({code}) is named on standard error: {}",
            err(&output)
        );
    }
}

#[test]
fn a_file_that_cannot_be_read_does_not_stop_an_extraction() {
    let data = tempfile::tempdir().unwrap();
    let good = crate::files("corpus/vng", "txt")[0].display().to_string();
    let output = moties(
        data.path(),
        &["extract", "--format", "ndjson", "corpus/broken/leeg.txt", &good, "geen-bestand.txt"],
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines(&output).len(), 1);
    assert_eq!(err(&output).lines().count(), 2, "{}", err(&output));
}
