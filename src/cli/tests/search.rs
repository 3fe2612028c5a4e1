//! What `search` prints.

use super::{moties_in, moties_with, stocked};
use crate::cli::Exit;
use crate::question::{Field, Scope};

#[test]
fn search_shows_motion_clause_and_the_words_found() {
    let dir = stocked();
    let said = moties_in(dir.path(), &["search", "--data", "DIR", "wijk"]);
    let expected = "\
Wonen in de [wijk]
  961b6dd3ede3  2026-03-04  De raad van de gemeente Voorbeeld
  overwegende: overwegende dat
    - de [wijk] oud is
  roept_op: roept het college op
    - de [wijk]\u{fffd}[2J te vernieuwen

";
    assert_eq!((said.exit, said.out.as_str()), (Exit::Done, expected));
    assert_eq!(said.err, "moties: 1 motion found\n");

    let clause = ["--clause", "roept_op", "wijk", "vernieuwen"];
    let said = moties_in(dir.path(), &[&["search", "--data", "DIR"], &clause[..]].concat());
    assert!(said.out.contains("- de [wijk]\u{fffd}[2J te [vernieuwen]\n"), "{}", said.out);
    assert!(!said.out.contains("oud"));
    assert_eq!(said.err, "moties: 1 motion found\n");
}

#[test]
fn search_marks_words_with_colour_where_there_is_colour() {
    let dir = stocked();
    let data = dir.path().display().to_string();
    let said = moties_with(&["search", "--data", &data, "wonen"], b"", true);
    assert!(said.out.starts_with("\u{1b}[1;33mWonen\u{1b}[0m in de wijk\n"));
}

#[test]
fn search_gives_places_to_machines() {
    let dir = stocked();
    let said = moties_in(dir.path(), &["search", "--data", "DIR", "--json", "oud"]);
    let found: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(found["total"], 1);
    let item = &found["hits"][0]["clauses"][0]["items"][0];
    assert_eq!(*item, serde_json::json!({"text": "de wijk oud is", "marks": [[8, 11]]}));
}

#[test]
fn search_that_finds_nothing_or_makes_no_sense_has_its_own_exit_code() {
    let dir = stocked();
    for (arguments, exit, expected) in [
        (
            ["search", "--data", "DIR", "zeppelin"].as_slice(),
            Exit::Lacking,
            "moties: nothing found for `zeppelin`\n",
        ),
        (
            &["search", "--data", "DIR", "--clause", "vraagt", "wijk"],
            Exit::Lacking,
            "moties: nothing found for `wijk`\n",
        ),
        (
            &["search", "--data", "DIR", "--clause", "brief", "wijk"],
            Exit::Wrong,
            "moties: expected a role or kind of clause, found `brief`; known are overwegingen, \
             mening, verzoekt, KINDS; name one of those\n",
        ),
        (
            &["search", "--data", "DIR", "titl:\"zeppelin"],
            Exit::Lacking,
            "moties: there is no field `titl:`; `titel:` is most like it; it is taken as a word (at \
             byte 0)\nmoties: expected a second quote, found none; the phrase goes on to the end (at \
             byte 5)\nmoties: nothing found for `titl:\"zeppelin`\n",
        ),
        (
            &["search", "--data", "DIR", "?!"],
            Exit::Wrong,
            "moties: expected a word to search for, found `?!`; give one or more words\n",
        ),
        (
            &["search", "--data", "DIR/weg", "wijk"],
            Exit::Wrong,
            "moties: `DIR/weg`: expected a data directory, found no ledger in it; \
             import something first, or name another folder with --data\n",
        ),
    ] {
        let said = moties_in(dir.path(), arguments);
        let kinds: Vec<_> = Field::all()
            .filter(|(field, ..)| matches!(field, Field::Clause(Scope::Kind(_))))
            .map(|(field, ..)| field.name())
            .collect();
        let expected = expected.replace("KINDS", &kinds.join(", "));
        assert_eq!((said.exit, said.err, said.out.as_str()), (exit, expected, ""));
    }
}

#[test]
fn many_questions_are_answered_in_rows() {
    let dir = stocked();
    let file = dir.path().join("vragen.txt");
    std::fs::write(&file, "# over wijken\nwijk\n\nzeppelin\n?!\n").unwrap();
    let file = file.display().to_string();
    let said = moties_in(dir.path(), &["search", "--data", "DIR", "--batch", &file]);
    assert_eq!(said.exit, Exit::Lacking);
    let rows: Vec<serde_json::Value> =
        said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&rows[0]["question"], &rows[0]["rank"]), (&"wijk".into(), &1.into()));
    assert_eq!(rows[0]["title"]["text"], "Wonen in de wijk");
    assert_eq!((&rows[1]["total"], &rows[2]["total"]), (&1.into(), &0.into()));
    assert_eq!(rows.len(), 3);
    assert_eq!(
        said.err,
        "moties: expected a word to search for, found `?!`; give one or more words\n\
         moties: 3 questions asked, 2 found nothing\n"
    );

    let said = moties_in(
        dir.path(),
        &["search", "--data", "DIR", "--all", "--format", "csv", "--only", "year=2026"],
    );
    assert_eq!(said.exit, Exit::Done);
    assert_eq!(said.out.lines().count(), 3, "{}", said.out);
    let said = moties_in(dir.path(), &["search", "--data", "DIR", "--only", "jaar=2026", "wijk"]);
    assert_eq!(said.exit, Exit::Wrong);
    assert!(
        said.err.contains("expected a facet, `=` and a value; facets are body, "),
        "{}",
        said.err
    );
}
