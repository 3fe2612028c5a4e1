use std::fs;

use serde_json::Value;

use super::super::Exit;
use super::super::tests::{Said, moties_in};

const MOTION: &str = "\
Motie: bomen langs de kade

De raad van de gemeente Voorbeeld,

overwegende dat:
- de kade kaal is;

verzoekt het college:
- bomen te planten;
- banken te plaatsen;

En gaat over tot de orde van de dag.
";

const TRUTH: &str = r#"{
    "title": "Bomen langs de kade", "number": null, "body": "De raad van de gemeente Voorbeeld",
    "grammar": "gemeenteraad", "closing": "En gaat over tot de orde van de dag.",
    "clauses": [
        {"kind": "overwegende", "items": [{"text": "de kade kaal is"}]},
        {"kind": "verzoekt", "items": [{"text": "bomen te planten"}, {"text": "gras te zaaien"}]}
    ]
}"#;

/// A folder with one motion, one empty document, and the truth of both.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("raad")).unwrap();
    for (name, text) in [
        ("raad/a.txt", MOTION),
        ("raad/a.json", TRUTH),
        ("raad/leeg.txt", ""),
        ("raad/leeg.json", r#"{"title": "Weg"}"#),
        ("raad/zonder.txt", MOTION),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn eval(dir: &tempfile::TempDir, options: &[&str]) -> Said {
    moties_in(dir.path(), &[&["eval", "DIR"], options].concat())
}

#[test]
fn eval_prints_a_table_a_body_and_a_line_a_difference() {
    let dir = folder();
    let said = eval(&dir, &["--body", "gemeenteraad"]);
    assert_eq!(said.exit, Exit::Done, "{}", said.err);
    let (tables, differences) = said.out.rsplit_once("\n\n").unwrap();
    let lines: Vec<&str> = tables.lines().map(str::trim_end).collect();
    assert_eq!(
        lines[..4],
        [
            "gemeenteraad: 1 document, 1 motion, right in every field: 0 (0.0 %) strictly, \
             0 (0.0 %) softly",
            "                                              strict             soft               \
             levenshtein        gestalt",
            "  field                      expected  found      P     R    F1      P     R    F1      \
             P     R    F1      P     R    F1",
            "  grammar                           1      1  1.000 1.000 1.000  1.000 1.000 1.000  \
             1.000 1.000 1.000  1.000 1.000 1.000",
        ]
    );
    let of = |name: &str| lines.iter().find(|line| line.trim().starts_with(name)).unwrap();
    assert!(of("title").contains("1      1  0.000 0.000 0.000  1.000 1.000 1.000"), "{tables}");
    assert!(of("items.text").contains("3      3  0.666 0.666 0.666"), "{tables}");
    assert!(of("items.text, verzoekt").contains("2      2  0.500 0.500 0.500"), "{tables}");
    assert_eq!(
        differences,
        "\
DIR/raad/a.txt:1:1: title: expected \"Bomen langs de kade\", found \"bomen langs de kade\" \
         (right softly)
DIR/raad/a.txt:1:9: clauses[1].items[1]: expected \"gras te zaaien\", found nothing
DIR/raad/a.txt:1:10: clauses[1].items[1]: expected nothing, found \"banken te plaatsen\"
"
    );
    assert_eq!(said.err, "moties: 1 document, 3 differences, 0 failed\n");
}

#[test]
fn eval_counts_a_document_that_fails_as_missed() {
    let dir = folder();
    let said = eval(&dir, &["--json", "--field", "title", "--split"]);
    assert_eq!(said.exit, Exit::Lacking);
    assert_eq!(
        said.err,
        "`DIR/raad/leeg.txt`: expected a document, found a file of 0 bytes; \
         check that the file was copied whole\n\
         moties: 2 documents, 1 difference, 1 failed (1 empty-file)\n"
    );
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["failed"][0]["code"], "empty-file");
    let groups = report["groups"].as_array().unwrap();
    let all = groups.iter().find(|group| group["part"].is_null() && group["body"].is_null());
    let title = all.unwrap()["fields"].as_array().unwrap().last().unwrap();
    assert_eq!((&title["field"], &title["expected"]), (&"title".into(), &2.into()));
    assert_eq!((&title["found"], &title["soft"]["right"]), (&1.into(), &1.into()));
    assert_eq!(title["soft"]["recall"], 0.5);
    let documents = |part: &str| -> u64 {
        let of_part = groups.iter().filter(|group| group["part"] == part);
        of_part.filter_map(|group| group["documents"].as_u64()).sum()
    };
    assert_eq!(documents("tuned") + documents("held-out"), 4, "each in its body and in all");
    let difference = &report["differences"][0];
    assert_eq!((&difference["field"], &difference["line"]), (&"title".into(), &1.into()));
    assert_eq!(difference["right"]["soft"], true);
}

#[test]
fn eval_says_which_scores_fell() {
    let dir = folder();
    let written = eval(&dir, &["--scores", "DIR/scores.toml", "--only", "differences"]);
    assert_eq!(written.exit, Exit::Lacking, "a document failed");
    let scores = fs::read_to_string(dir.path().join("scores.toml")).unwrap();
    assert!(scores.contains("\n[gemeenteraad]\n"), "{scores}");
    assert!(scores.contains("\n\"items.text\" = 0.6666\n"), "{scores}");

    fs::remove_file(dir.path().join("raad/leeg.json")).unwrap();
    fs::write(dir.path().join("scores.toml"), "[gemeenteraad]\n\"items.text\" = 0.6666\n").unwrap();
    let against = ["--against", "DIR/scores.toml", "--only", "differences", "--field", "number"];
    let same = eval(&dir, &against);
    assert_eq!((same.exit, same.out.as_str()), (Exit::Done, ""), "{}", same.err);
    assert!(same.err.starts_with("moties: gemeenteraad: motions: has no score yet\n"));

    fs::write(dir.path().join("scores.toml"), "[gemeenteraad]\n\"items.text\" = 0.7\n").unwrap();
    let fallen = eval(&dir, &against);
    assert_eq!(fallen.exit, Exit::Lacking);
    assert!(
        fallen.err.starts_with("moties: gemeenteraad: items.text: fell from 0.7000 to 0.6666\n"),
        "{}",
        fallen.err
    );
}

#[test]
fn eval_says_what_it_cannot_do() {
    let dir = folder();
    fs::create_dir(dir.path().join("niets")).unwrap();
    for (arguments, expected) in [
        (
            &["eval", "DIR/niets"][..],
            "moties: `DIR/niets`: expected documents with their truth beside them, `x.json` \
             beside `x.pdf` or `x.txt`, found none; write the keys of the record that you know \
             into such a file\n",
        ),
        (
            &["eval", "DIR", "--body", "vng"],
            "moties: expected a body that is scored, found `vng`; known are gemeenteraad, raad; \
             name one of those\n",
        ),
        (
            &["eval", "DIR", "--against", "DIR/raad/a.json"],
            "moties: `DIR/raad/a.json`: expected scores, found invalid key-value pair, expected key; \
             write the file with `moties eval DIR --scores FILE`\n",
        ),
    ] {
        let said = moties_in(dir.path(), arguments);
        assert_eq!((said.exit, said.err.as_str()), (Exit::Wrong, expected));
    }
    let said = eval(&dir, &["--field", "titel"]);
    let begin = "moties: expected a field that is scored, found `titel`; known are motions, ";
    assert!(said.exit == Exit::Wrong && said.err.starts_with(begin), "{}", said.err);
}
