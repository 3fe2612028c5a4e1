//! docs/query.md says what questions mean, and nothing else.

use std::collections::BTreeSet;

use moties::grammar::Grammars;
use moties::question::{Field, NoteCode, Scope, read};

/// A section of the page.
fn section(heading: &str) -> String {
    let page = crate::read("docs/query.md");
    let (_, section) = page
        .split_once(&format!("\n## {heading}\n"))
        .unwrap_or_else(|| panic!("there is a section `{heading}`"));
    section.split("\n## ").next().unwrap_or_default().to_owned()
}

/// The rows of the tables of a section: their cells, without heads.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let section = section(heading);
    let table = |line: &&str| line.starts_with("| ");
    let head = |line: &&str| line.starts_with("| ---");
    let lines: Vec<&str> = section.lines().filter(table).collect();
    let heads: BTreeSet<&str> =
        lines.windows(2).filter(|pair| head(&pair[1])).map(|pair| pair[0]).collect();
    lines
        .iter()
        .filter(|line| !head(line) && !heads.contains(*line))
        .map(|line| {
            line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()
        })
        .collect()
}

/// What stands between backticks.
fn codes(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The codes of the notes on a question.
fn noted(question: &str) -> Vec<NoteCode> {
    read(question).notes.iter().map(|note| note.code).collect()
}

#[test]
fn every_example_is_understood() {
    let mut seen = 0;
    for row in ["Examples", "Words and signs", "Dates"].into_iter().flat_map(rows) {
        let question = codes(&row[0])[0];
        assert_eq!(read(question).notes, [], "{question}");
        // Where a row says so, the other questions in it are the same.
        let same = row[1].contains("same") || row[1].contains("also");
        for other in codes(&row[1]).into_iter().filter(|other| same && other.contains([' ', ':'])) {
            assert_eq!(read(other).notes, [], "{other}");
            assert_eq!(read(other).to_string(), read(question).to_string(), "{other}");
        }
        seen += 1;
    }
    assert!(seen > 25, "{seen}");
}

#[test]
fn the_page_groups_as_questions_are_read() {
    let section = section("Words and signs");
    let pairs = [("a b OR c -d", "(a b) OR (c -d)"), ("titel:a NEAR b", "titel:(a NEAR b)")];
    for (text, meaning) in pairs {
        assert!(section.contains(&format!("`{text}` is `{meaning}`")));
        assert_eq!(read(text).to_string(), read(meaning).to_string());
    }
}

#[test]
fn every_field_stands_in_the_tables_and_nothing_else() {
    let printed: Vec<(Vec<String>, Vec<String>)> = rows("Fields")
        .iter()
        .map(|row| {
            let names = |cell: &str| codes(cell).into_iter().map(str::to_owned).collect();
            (names(&row[0]), names(&row[1]))
        })
        .collect();
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let known: Vec<_> =
        Field::all().map(|(_, dutch, english)| (own(dutch), own(english))).collect();
    for names in &known {
        assert!(printed.contains(names), "{names:?} do not stand on the page");
    }
    assert_eq!(printed.len(), known.len());
    for row in rows("Fields").iter().filter(|row| row.len() > 2) {
        let field = codes(&row[0])[0];
        let lists = ["uitslag", "taal", "waarschuwingen"].contains(&field);
        for value in codes(&row[2]).into_iter().filter(|_| lists) {
            assert_eq!(noted(&format!("{field}:{value}")), [], "{field}:{value}");
        }
    }
}

/// The kinds of clause of the grammars are fields; `verzoekt` is any dictum instead.
/// Kinds of clause that are no field of their own, but values of `soort:`.
const NO_FIELDS: [&str; 2] = ["overig", "verzoekt"];

#[test]
fn every_kind_of_clause_is_a_field() {
    let grammars = Grammars::built_in();
    let clauses = grammars.all().iter().flat_map(|grammar| &grammar.clauses);
    let kinds: BTreeSet<&str> = clauses
        .map(|clause| clause.kind.as_str())
        .filter(|kind| !NO_FIELDS.contains(kind))
        .collect();
    let fields: BTreeSet<&str> = Field::all()
        .filter_map(|(field, ..)| match field {
            Field::Clause(Scope::Kind(kind)) => Some(kind),
            _ => None,
        })
        .collect();
    assert_eq!(kinds, fields);
}

#[test]
fn every_note_is_explained_and_its_example_has_it() {
    let mut named = BTreeSet::new();
    for row in rows("What is not understood") {
        let name = codes(&row[0])[0].to_owned();
        if let Some(question) = codes(&row[1]).first() {
            let found: Vec<_> = noted(question).into_iter().map(NoteCode::name).collect();
            assert_eq!(found, [name.as_str()], "{question}");
        }
        named.insert(name);
    }
    let known: BTreeSet<String> = NoteCode::ALL.iter().map(|code| code.name().to_owned()).collect();
    assert_eq!(named, known);
    assert!(
        section("What is not understood")
            .contains(&format!("more than {} bytes", moties::question::MAX_BYTES))
    );
}

/// The productions in the comments of the code are those of the page, in their order within each file.
#[test]
fn the_grammar_of_the_page_is_that_of_the_functions() {
    let page = section("Grammar");
    let block = page.split("```").nth(1).expect("there is a block");
    let printed: Vec<&str> = block.lines().skip(1).collect();
    let mut coded = BTreeSet::new();
    for path in crate::files("src/question", "rs") {
        let source = std::fs::read_to_string(&path).expect("it is readable");
        let mut open = false;
        for line in source.lines().filter_map(|line| line.trim_start().strip_prefix("/// ")) {
            match line {
                "```ebnf" => open = true,
                "```" => open = false,
                _ if open => assert!(coded.insert(line.to_owned()), "`{line}` stands twice"),
                _ => {}
            }
        }
    }
    let stated: BTreeSet<String> = printed.iter().map(|line| (*line).to_owned()).collect();
    assert_eq!(stated, coded);
    let names: BTreeSet<&str> =
        printed.iter().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name).collect();
    assert_eq!(names.len(), printed.len());
    for line in &printed {
        let (name, definition) = line.split_once(" = ").expect("each line is a production");
        for used in used(definition) {
            assert!(names.contains(used.as_str()), "`{name}` uses `{used}`, which nothing defines");
        }
    }
}

/// The names in a definition: what stands outside quotes, special sequences and signs.
fn used(definition: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut quote = None;
    for c in definition.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '?') => quote = Some(c),
            (None, _) => plain.push(c),
        }
    }
    let names = plain.split(['|', ',', '[', ']', '{', '}', '(', ')', ';']);
    names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
