//! Corpora that nobody wrote: the same everywhere, true by birth, and worded like Dutch.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::process::Command;

use moties::eval::{self, Field, Way};
use moties::generate::{self, Expected, Format, Noise, Output, Plan, Sort};
use moties::grammar::Grammars;
use moties::import::{Limits, Readers, read};
use serde_json::Value;

fn plan(format: Format) -> Plan {
    Plan { seed: 1, format, bodies: Vec::new(), sorts: Vec::new(), noise: Noise::Light }
}

fn hash(plan: &Plan, count: u64, threads: usize) -> String {
    let mut tar = Vec::new();
    let output = Output::Tar(&mut tar);
    generate::write(plan, 0..count, threads, output, &mut |_| true)
        .expect("it can be written")
        .sha256
}

#[test]
fn two_hundred_documents_are_the_same_everywhere() {
    // Changes with the wording, the layout and the compression: on purpose only.
    assert_eq!(
        hash(&plan(Format::Text), 200, 2),
        "7b80549883bbdf43b1b409f38b891fa3d3dbc5a5204913f017adde77a6e55aff"
    );
    assert_eq!(
        hash(&plan(Format::Pdf), 200, 2),
        "38441825b05c1fed0322c7c55b21260c0900345cbc6d5f7e745c5772ae595201"
    );
    assert_eq!(
        hash(&plan(Format::Scan), 2, 2),
        "c56d38be2dc6b3cf03e82d62adf778e7fda37470c116666e8706a1fb65a7ef68"
    );
}

#[test]
fn threads_change_nothing() {
    let plan = plan(Format::Text);
    let written = |threads| {
        let mut out = Vec::new();
        let output = Output::Ndjson(&mut out);
        generate::write(&plan, 0..300, threads, output, &mut |_| true).expect("it can be written");
        out
    };
    let one = written(1);
    assert!(one == written(3));
    let first = one.split(|byte| *byte == b'\n').next().expect("there are lines");
    let first: Value = serde_json::from_slice(first).expect("lines are JSON");
    assert_eq!(first["name"], plan.document(0).name);
}

#[test]
fn a_tar_holds_each_document_with_what_must_become_of_it() {
    let mut out = Vec::new();
    let plan = plan(Format::Mixed);
    let output = Output::Tar(&mut out);
    let written =
        generate::write(&plan, 5..65, 2, output, &mut |_| true).expect("it can be written");
    assert_eq!(written.documents, 60);
    let mut archive = tar::Archive::new(out.as_slice());
    let mut names = Vec::new();
    for entry in archive.entries().expect("it is a tar") {
        let entry = entry.expect("entries are whole");
        names.push(entry.path().expect("names are paths").into_owned());
    }
    assert_eq!(names.len(), 120);
    for (number, pair) in names.chunks(2).enumerate() {
        assert_eq!(pair[0], Path::new(&plan.document(5 + number as u64).name));
        assert_eq!(pair[0].with_extension(""), pair[1].with_extension(""));
    }
}

#[test]
fn what_is_damaged_fails_as_it_says_or_is_read_all_the_same() {
    let grammars = Grammars::built_in();
    let mut codes = BTreeSet::new();
    let mut whole = 0;
    let mut beginnings = 0;
    for format in [Format::Text, Format::Pdf] {
        let plan = Plan { sorts: vec![Sort::Damaged], ..plan(format) };
        for made in (0..80).map(|number| plan.document(number)) {
            let read = read::document(&made.name, &made.bytes, &grammars);
            match made.expected {
                Expected::Error(code) => {
                    let error = read.expect_err(&made.name);
                    assert_eq!(error.code.name(), code, "{}", made.name);
                    codes.insert(code);
                }
                Expected::Record(json) => {
                    let truth: Value = serde_json::from_str(&json).expect("truth is JSON");
                    let record = read.expect(&made.name).remove(0);
                    assert_eq!(record.title.as_deref(), truth["title"].as_str(), "{}", made.name);
                    let is_whole = truth.get("clauses").is_some();
                    whole += usize::from(is_whole);
                    beginnings += usize::from(!is_whole);
                }
            }
        }
    }
    assert_eq!(codes.len(), 8, "{codes:?}");
    assert!(whole > 15 && beginnings > 0, "{whole} whole, {beginnings} beginnings");
}

#[test]
fn every_sort_has_its_truth() {
    for (sort, is_list) in [(Sort::Motion, false), (Sort::Bundle, true), (Sort::Alike, false)] {
        let plan = Plan { sorts: vec![sort], ..plan(Format::Pdf) };
        for made in (0..30).map(|number| plan.document(number)) {
            let Expected::Record(json) = &made.expected else { panic!("{}", made.name) };
            let truth: Value = serde_json::from_str(json).expect("truth is JSON");
            assert_eq!(truth.is_array(), is_list, "{}", made.name);
            let first = truth.get(0).unwrap_or(&truth);
            // A motion that was read out stands in minutes; papers without one have no clauses.
            assert_eq!(first.get("clauses").is_some(), sort != Sort::Alike, "{}", made.name);
            assert!(made.bytes.starts_with(b"%PDF-"), "{}", made.name);
        }
    }
}

#[test]
fn all_bodies_speak_and_one_may_be_chosen() {
    let bodies = generate::bodies();
    let all = plan(Format::Text);
    let spoken: BTreeSet<String> = (0..400)
        .filter_map(|number| match all.document(number).expected {
            Expected::Record(json) => serde_json::from_str::<Value>(&json).ok(),
            Expected::Error(_) => None,
        })
        .filter_map(|truth| truth["grammar"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(spoken, bodies.iter().map(|body| (*body).to_owned()).collect());
    let one = Plan { bodies: vec!["waterschap".to_owned()], sorts: vec![Sort::Motion], ..all };
    assert!((0..20).all(|number| one.document(number).name.contains("/waterschap-")));
}

struct Silent;

impl eval::Watch for Silent {}

/// What the generator writes, the reader reads: of two hundred texts and a hundred PDFs that neither
/// was made after, at least 95 of a hundred whole, in every field.
#[test]
fn nearly_all_that_is_generated_is_read_whole() {
    let readers = Readers::apart(Path::new(env!("CARGO_BIN_EXE_moties")), None, Limits::default());
    for (format, count) in [(Format::Text, 200), (Format::Pdf, 100)] {
        let dir = tempfile::tempdir().expect("there is room");
        let plan = Plan { seed: 4242, sorts: vec![Sort::Motion], ..plan(format) };
        let output = Output::Files(dir.path().to_owned());
        generate::write(&plan, 0..count, 2, output, &mut |_| true).expect("it can be written");
        let evaluation = eval::evaluate(dir.path(), &readers, &mut Silent).expect("it has truth");
        let motions = evaluation.documents.iter().flat_map(|document| &document.motions);
        let whole = motions
            .filter(|motion| motion.tally.of(Field::Whole).right(Way::Strict) == 1)
            .count() as u64;
        assert!(whole * 100 >= count * 95, "{whole} of {count} are right in every field");
    }
}

/// Words of natural language follow Zipf's law: the word of rank r is about as common as 1/r.
#[test]
fn words_are_as_common_as_in_a_language() {
    let plan = Plan { sorts: vec![Sort::Motion], noise: Noise::None, ..plan(Format::Text) };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for number in 0..3000 {
        let text = String::from_utf8(plan.document(number).bytes).expect("it is UTF-8");
        for word in text.split(|letter: char| !letter.is_alphabetic()) {
            if !word.is_empty() {
                *counts.entry(word.to_lowercase()).or_default() += 1;
            }
        }
    }
    let mut sorted: Vec<usize> = counts.values().copied().collect();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    assert!(sorted.len() > 12_000, "{} different words", sorted.len());
    // The slope of log frequency over log rank, between the 10th and the 5000th word.
    let points: Vec<(f64, f64)> = (1..=27)
        .map(|step| 10.0 * 1.26_f64.powi(step))
        .map(|rank| (rank.ln(), (sorted[rank as usize] as f64).ln()))
        .collect();
    let count = points.len() as f64;
    let mean = |value: fn(&(f64, f64)) -> f64| points.iter().map(value).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let slope = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>()
        / points.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>();
    assert!((-1.35..-0.75).contains(&slope), "slope {slope}");
    let once = sorted.iter().filter(|count| **count == 1).count();
    assert!(once * 10 > sorted.len() * 3, "{once} of {} words occur once", sorted.len());
}

#[test]
fn the_program_makes_files_and_says_what_it_made() {
    let dir = tempfile::tempdir().expect("there is room");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_moties"))
            .current_dir(dir.path())
            .args(["corpus", "generate"])
            .args(arguments)
            .output()
            .expect("it starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned(), output.stdout)
    };
    let (code, said, _) = run(&["--count", "70", "--format", "mixed", "corpus"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("moties: 70 documents of ") && said.contains("SHA-256 "), "{said}");
    let mut extensions: BTreeMap<String, usize> = BTreeMap::new();
    for entry in std::fs::read_dir(dir.path().join("corpus/0000")).expect("it is there") {
        let path = entry.expect("it can be read").path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        *extensions.entry(extension).or_default() += 1;
    }
    let beside = extensions["json"] + extensions.get("expected").copied().unwrap_or(0);
    assert_eq!(beside, 70, "{extensions:?}");
    let (code, said, _) = run(&["--count", "3", "corpus"]);
    assert_eq!(
        (code, said.as_str()),
        (
            Some(2),
            "moties: expected a new folder or an empty one, found files in `corpus`; name another \
             one, or go on in it with `--first N`; `moties help` says what can be asked\n"
        )
    );
    let (code, said, _) = run(&["--count", "3", "-"]);
    assert_eq!(
        (code, said.as_str()),
        (
            Some(2),
            "moties: expected `--as tar` or `--as ndjson` for standard output, found neither; \
             `moties help` says what can be asked\n"
        )
    );
    let (code, said, _) = run(&["--count", "3", "--format", "pdf", "x.ndjson"]);
    assert_eq!(
        (code, said.as_str()),
        (
            Some(2),
            "moties: expected texts for NDJSON, found PDFs; make them `--as tar`; `moties \
             help` says what can be asked\n"
        )
    );
    let (code, said, out) = run(&["--count", "3", "--as", "ndjson", "-"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(out.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count(), 3);
}
