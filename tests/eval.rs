//! The corpus, evaluated: no score falls, and the program prints what the library says.

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use moties::eval::scores::{Change, Scores};
use moties::eval::{self, Evaluation, Field, Part, Way};
use moties::import::{Limits, Readers};
use serde_json::Value;

struct Silent;

impl eval::Watch for Silent {}

/// The corpus, read once.
static CORPUS: LazyLock<Evaluation> = LazyLock::new(|| {
    let program = Path::new(env!("CARGO_BIN_EXE_moties"));
    let readers = Readers::apart(program, None, Limits::default());
    eval::evaluate(&crate::root().join("corpus"), &readers, &mut Silent).expect("it has truth")
});

#[test]
fn no_score_falls() {
    let kept = Scores::parse(&crate::read("corpus/scores.toml")).expect("it holds scores");
    let changes = kept.changes(&Scores::of(&CORPUS));
    let lines: Vec<String> = changes.iter().map(Change::to_string).collect();
    assert!(
        lines.is_empty(),
        "{}\nwhere that is meant: moties eval corpus --scores corpus/scores.toml",
        lines.join("\n")
    );
}

#[test]
fn every_truth_of_the_corpus_is_scored() {
    assert!(CORPUS.notices.is_empty(), "{:?}", CORPUS.notices);
    let truths = crate::files("corpus", "json");
    assert!(CORPUS.documents.len() >= truths.len(), "{}", CORPUS.documents.len());
    let held_out = CORPUS.documents.iter().filter(|one| one.document.part == Part::HeldOut);
    let share = held_out.count() as f64 / CORPUS.documents.len() as f64;
    assert!((0.2..0.47).contains(&share), "about a third is held out: {share}");
}

#[test]
fn what_is_right_in_every_field_has_no_differences() {
    for document in &CORPUS.documents {
        for motion in &document.motions {
            let whole = motion.tally.of(Field::Whole);
            if whole.expected == 1 {
                let is_right = whole.right(Way::Strict) == 1;
                let path = document.document.path.display();
                assert_eq!(is_right, motion.differences.is_empty(), "{path}");
            }
        }
    }
}

#[test]
fn the_program_says_what_the_library_does() {
    let output = Command::new(env!("CARGO_BIN_EXE_moties"))
        .args(["eval", "corpus/vng", "--json", "--field", "title"])
        .current_dir(crate::root())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let all = report["groups"].as_array().and_then(|groups| groups.last()).expect("there is one");
    let title = all["fields"].as_array().and_then(|fields| fields.last()).expect("it was scored");
    let counts = CORPUS
        .tally(|document, _| {
            document.document.path.parent().is_some_and(|dir| dir.ends_with("vng"))
        })
        .of(Field::Title);
    assert_eq!(title["field"], "title");
    assert_eq!(title["expected"], counts.expected);
    assert_eq!(title["strict"]["right"], counts.right(Way::Strict));
}
