//! A measurement with the real program: hostile files, an interrupt, a comparison.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moties"));
    command.arg("bench").args(arguments).current_dir(crate::root()).stdin(Stdio::null());
    command
}

/// The JSON of a run, and its exit code.
fn report(arguments: &[&str]) -> (Value, Option<i32>) {
    let output = command(&[arguments, &["--json"]].concat()).output().expect("the program runs");
    let report = serde_json::from_slice(&output.stdout);
    let said = || String::from_utf8_lossy(&output.stderr).into_owned();
    (report.unwrap_or_else(|error| panic!("{error}: {}", said())), output.status.code())
}

#[test]
fn hostile_files_are_counted_by_code_and_stages_come_back_from_the_reader() {
    let paths = ["corpus/broken", "corpus/eerste-kamer", "--threads", "2", "--rounds", "1"];
    let (report, code) = report(&[&paths[..], &["--sample", "0.5"]].concat());
    assert_eq!(code, Some(1), "documents failed");
    let failed: u64 =
        report["failures"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert!(failed >= 3, "{}", report["failures"]);
    assert_eq!(report["corpus"]["failed"], failed);
    let documents = report["documents"].as_array().unwrap();
    let with_code = documents.iter().filter(|document| document["code"].is_string()).count();
    assert_eq!(with_code as u64, failed);
    let seconds = |stage: &str| report["runs"][0]["stages"][stage].as_f64().unwrap();
    for stage in ["load", "layout", "grammar", "build", "answer"] {
        assert!(seconds(stage) > 0.0, "{stage}");
    }
    assert!(report["accuracy"]["documents"].as_u64() > Some(3));
    if cfg!(target_os = "linux") {
        assert!(report["memory"]["reader_peak_bytes"].as_u64() > Some(1 << 20));
        assert!(report["memory"]["bench_peak_bytes"].as_u64() > Some(1 << 20));
    }
}

/// A process that ends with its test.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn an_interrupt_stops_it_and_what_was_measured_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("0.txt"), "").unwrap();
    for number in 1..200 {
        let text = format!("Motie: Boom {number}\n\nDe raad,\n\nverzoekt het college:\n- x;\n");
        std::fs::write(folder.path().join(format!("{number}.txt")), text).unwrap();
    }
    let path = folder.path().display().to_string();
    let child = command(&[&path, "--json", "--threads", "1", "--rounds", "1000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut child = Started(child);
    // It says that the empty file failed while it warms up: by then it hears signals.
    let mut said = String::new();
    let mut errors = BufReader::new(child.0.stderr.take().unwrap());
    errors.read_line(&mut said).unwrap();
    assert!(said.contains("0.txt"), "{said}");
    kill_process(Pid::from_child(&child.0), Signal::INT).unwrap();
    let mut out = String::new();
    child.0.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    errors.read_to_string(&mut said).unwrap();
    assert_eq!(child.0.wait().unwrap().code(), Some(1), "{said}");
    let report: Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(report["stopped"], true);
    assert!(said.contains("\nmoties: stopped: "), "{said}");
}
