//! The grammar files keep their own promises, and the EBNF says what the code does.

use std::collections::{BTreeMap, BTreeSet};

use moties::grammar::file::{self, GrammarFile};
use moties::grammar::memo::Memo;
use moties::grammar::rules::{self, Stop};
use moties::grammar::scan::Scan;
use moties::grammar::{Grammar, Grammars, closing, frame, titles};
use moties::text::Folded;
use moties::text::marks::Marks;

/// Reads one line with the productions of a grammar.
fn with_scan<T>(grammar: &Grammar, line: &str, read: impl Fn(&Scan<'_>) -> T) -> T {
    let folded = Folded::whole(line);
    let mut capitals = Vec::new();
    let mut after_capital = false;
    for (at, c) in line.char_indices() {
        if c.is_uppercase() && !after_capital {
            capitals.push(folded.folded(at));
        }
        after_capital = c.is_uppercase();
    }
    let memo = Memo::default();
    let text = folded.text();
    let first = Marks::new([0], text.len());
    let capitals = Marks::new(capitals, text.len());
    read(&Scan { grammar, text, lines: &first, cells: &first, capitals: &capitals, memo: &memo })
}

/// The kind of clause that a line opens.
fn kind(grammar: &Grammar, line: &str) -> Option<String> {
    with_scan(grammar, line, |scan| {
        let (_, heading) = rules::heading(scan, scan.text).ok()?;
        Some(grammar.clauses[heading.clause].kind.clone())
    })
}

fn opens(grammar: &Grammar, line: &str) -> bool {
    with_scan(grammar, line, |scan| frame::opening(scan, scan.text).is_ok())
}

fn closes(grammar: &Grammar, line: &str) -> bool {
    with_scan(grammar, line, |scan| closing::closing(scan, scan.text).is_ok())
}

/// Every grammar with the files that its words come from.
fn grammars() -> Vec<(Grammar, Vec<GrammarFile>)> {
    let files = file::built_in().expect("the files are grammar files");
    let common = files.iter().find(|file| file.name == "common").expect("there is a common file");
    let of = |grammar: &Grammar| {
        let own = files.iter().find(|file| file.name == grammar.name).expect("it has a file");
        (grammar.clone(), vec![own.clone(), common.clone()])
    };
    Grammars::built_in().all().iter().map(of).collect()
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let built_in: BTreeSet<String> =
        file::built_in().unwrap().into_iter().map(|file| file.name).collect();
    let files: BTreeSet<String> = crate::files("grammars", "toml")
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(built_in, files);
    let read = Grammars::from_dir(&crate::root().join("grammars"))
        .expect("the folder reads as the built-in ones do");
    assert_eq!(read.all().len(), Grammars::built_in().all().len());
}

#[test]
fn every_example_gets_its_kind_and_nothing_under_not_does() {
    for (grammar, files) in grammars() {
        for entry in files.iter().flat_map(|file| &file.clause) {
            assert!(
                !entry.examples.is_empty() && !entry.not.is_empty(),
                "`{}` has examples of both sorts",
                entry.kind
            );
            for line in &entry.examples {
                assert_eq!(
                    kind(&grammar, line).as_ref(),
                    Some(&entry.kind),
                    "{}: `{line}`",
                    grammar.name
                );
            }
            for line in &entry.not {
                assert_ne!(
                    kind(&grammar, line).as_ref(),
                    Some(&entry.kind),
                    "{}: `{line}`",
                    grammar.name
                );
            }
        }
        for file in &files {
            for line in &file.opening.examples {
                assert!(opens(&grammar, line), "{}: `{line}` opens", grammar.name);
            }
            for line in &file.opening.not {
                assert!(!opens(&grammar, line), "{}: `{line}` does not open", grammar.name);
            }
            for line in &file.closing.examples {
                assert!(closes(&grammar, line), "{}: `{line}` closes", grammar.name);
            }
            for line in &file.closing.not {
                assert!(!closes(&grammar, line), "{}: `{line}` does not close", grammar.name);
            }
        }
    }
}

#[test]
fn no_phrase_opens_two_kinds_and_none_is_dead() {
    for (grammar, files) in grammars() {
        let mut kinds: BTreeMap<String, &str> = BTreeMap::new();
        for entry in files.iter().flat_map(|file| &file.clause) {
            for phrase in &entry.phrases {
                let other = kinds.insert(Folded::whole(phrase).text().to_owned(), &entry.kind);
                assert_eq!(other, None, "{}: `{phrase}` stands twice", grammar.name);
                // With its slots filled the phrase is recognised, and as its own kind.
                let line = phrase
                    .replace("{addressee}", "het college")
                    .replace("{rest}", "de begroting")
                    .replace("{name}", "haar zorg")
                    .replace("{noun}", "de brug")
                    .replace("{participle}", "hopende dat")
                    .replace("{end}", "");
                let line = if let Some(line) = line.strip_suffix(" {om}") {
                    format!("{line} om een plan")
                } else if let Some(line) = line.strip_suffix(" {te}") {
                    format!("{line} een plan te maken")
                } else {
                    format!("{}:", line.trim_end())
                };
                assert_eq!(
                    kind(&grammar, &line).as_ref(),
                    Some(&entry.kind),
                    "{}: `{line}`",
                    grammar.name
                );
            }
        }
    }
}

#[test]
fn a_wrong_file_is_refused_with_its_name_and_what_was_expected() {
    let dir = tempfile::tempdir().unwrap();
    let message = || Grammars::from_dir(dir.path()).map(|_| ()).unwrap_err().to_string();
    assert_eq!(
        message(),
        format!(
            "`{}`: expected the grammar of a body, such as `gemeenteraad.toml`, found none",
            dir.path().display()
        )
    );
    std::fs::write(
        dir.path().join("raad.toml"),
        "name = 'raad'\n[[clause]]\nkind = 'x'\nrole = 'dictum'\nphrases = ['een {gat}']\n",
    )
    .unwrap();
    assert_eq!(
        message(),
        format!(
            "`{}`: expected words and slots (`{{addressee}}`, `{{code}}`, `{{end}}`, `{{letter}}`, `{{name}}`, `{{names}}`, `{{noun}}`, `{{number}}`, `{{om}}`, `{{participle}}`, `{{rest}}`, `{{te}}`), found `een {{gat}}`",
            dir.path().join("raad.toml").display()
        )
    );
    std::fs::write(dir.path().join("raad.toml"), "naam = 'raad'\n").unwrap();
    assert!(
        message().contains("raad.toml`: TOML parse error at line 1, column 1"),
        "{}",
        message()
    );
}

#[test]
fn own_wordings_replace_the_built_in_ones() {
    let dir = tempfile::tempdir().unwrap();
    let toml = "name = 'dorpsraad'\n[[clause]]\nkind = 'smeekt'\nrole = 'dictum'\nphrases = ['smeekt {addressee}']\n[words]\narticles = ['de']\naddressees = ['veldwachter']\n";
    std::fs::write(dir.path().join("dorpsraad.toml"), toml).unwrap();
    let grammars = Grammars::from_dir(dir.path()).unwrap();
    let grammar = grammars.get("dorpsraad").unwrap();
    assert_eq!(kind(grammar, "Smeekt de veldwachter:").as_deref(), Some("smeekt"));
    assert_eq!(kind(grammar, "Verzoekt het college:"), None);
}

#[test]
fn headings_end_where_they_should() {
    let grammars = Grammars::built_in();
    let grammar = grammars.get("gemeenteraad").unwrap();
    let read = |line: &str| {
        with_scan(grammar, line, |scan| {
            let (rest, heading) = rules::heading(scan, scan.text).unwrap();
            let text = |range: std::ops::Range<usize>| scan.text[range].to_owned();
            (text(heading.words), heading.addressee.map(text), heading.stop, rest.to_owned())
        })
    };
    let is = |line: &str, words: &str, addressee: Option<&str>, stop: Stop, rest: &str| {
        assert_eq!(
            read(line),
            (words.to_owned(), addressee.map(str::to_owned), stop, rest.to_owned()),
            "{line}"
        );
    };
    is("Overwegende, dat:", "overwegende, dat", None, Stop::Colon, "");
    is(
        "verzoekt de regering om zich in te zetten",
        "verzoekt de regering",
        Some("de regering"),
        Stop::Open,
        "om zich in te zetten",
    );
    is("Roept het college op om:", "roept het college op om", Some("het college"), Stop::Colon, "");
    is("spreekt daarom uit dat het zo is", "spreekt daarom uit dat", None, Stop::Open, "het zo is");
    is(
        "verzoekt de regering tevens, om te bouwen",
        "verzoekt de regering tevens",
        Some("de regering"),
        Stop::Open,
        "om te bouwen",
    );
    is(
        "Verzoekt het college van burgemeester en wethouders een plan te maken:",
        "verzoekt het college van burgemeester en wethouders",
        Some("het college van burgemeester en wethouders"),
        Stop::Open,
        "een plan te maken:",
    );
    is(
        "Verzoekt de Stichting Molenhof:",
        "verzoekt de stichting molenhof",
        Some("de stichting molenhof"),
        Stop::Colon,
        "",
    );
    is(
        "verzoekt de minister van Wonen en Water te bouwen",
        "verzoekt de minister van wonen en water",
        Some("de minister van wonen en water"),
        Stop::Open,
        "te bouwen",
    );
}

#[test]
fn places_of_meetings_are_read_whole() {
    let grammars = Grammars::built_in();
    let grammar = grammars.get("vng").unwrap();
    for (place, behind) in [
        ("Molendrecht aan den Vliet", ","),
        ("Duinhaven aan Zee", ","),
        ("Bergzoom op Zand", " op 3 mei 2024,"),
        ("'s-Molendrecht", ","),
        ("Molen en Dal", ", gehoord de discussie"),
        ("Oosterwaal", " op woensdag 3 mei 2024"),
    ] {
        let line = format!("De leden van de VNG, bijeen te {place}{behind}");
        let read = with_scan(grammar, &line, |scan| {
            let (_, opening) = frame::opening(scan, scan.text).unwrap();
            opening.place.map(|range| scan.text[range].to_owned())
        });
        assert_eq!(read, Some(place.to_lowercase()), "{line}");
    }
}

#[test]
fn a_number_in_a_title_label_is_told_from_the_first_word() {
    let grammars = Grammars::built_in();
    let grammar = grammars.get("gemeenteraad").unwrap();
    for (line, number, name) in [
        ("Motie M12 – Fietsbrug", Some("m12"), "fietsbrug"),
        ("Motie nr. 5: Fietsbrug", Some("5"), "fietsbrug"),
        ("Motie 2024-31 Fietsbrug", Some("2024-31"), "fietsbrug"),
        ("Motie (M05) 'Fietsbrug'", Some("m05"), "'fietsbrug'"),
        ("Motie 45 zetels in de stad", None, "45 zetels in de stad"),
        ("Motie 10-puntenplan", None, "10-puntenplan"),
        ("Motie: Fietsbrug", None, "fietsbrug"),
        ("Motie van treurnis", None, "motie van treurnis"),
    ] {
        let read = with_scan(grammar, line, |scan| {
            let (_, title) = titles::title(scan, scan.text).unwrap();
            (
                title.number.map(|range| scan.text[range].to_owned()),
                scan.text[title.name..].to_owned(),
            )
        });
        assert_eq!(read, (number.map(str::to_owned), name.to_owned()), "{line}");
    }
}

/// The productions of a text: name and definition, white space made single.
fn productions(ebnf: &str) -> Vec<(String, String)> {
    let plain: String =
        ebnf.lines().filter(|line| !line.starts_with("(*")).collect::<Vec<_>>().join(" ");
    let plain = plain
        .split("(*")
        .map(|part| part.split_once("*)").map_or(part, |(_, rest)| rest))
        .collect::<String>();
    let one = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    // A semicolon ends a production where it stands outside quotes.
    plain
        .split(" ;")
        .filter_map(|production| production.split_once('='))
        .map(|(name, definition)| (one(name), one(definition)))
        .collect()
}

/// The EBNF blocks in the doc comments of the productions, each with the function below it.
fn documented() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in [
        "rules",
        "lex",
        "body",
        "addressee",
        "frame",
        "titles",
        "closing",
        "debate",
        "person",
        "name",
        "people",
        "date",
        "term",
    ] {
        let source = crate::read(&format!("src/grammar/{file}.rs"));
        let mut block: Option<String> = None;
        let mut open = false;
        for line in source.lines().map(str::trim) {
            match line.strip_prefix("///") {
                Some(" ```ebnf") => (open, block) = (true, Some(String::new())),
                Some(" ```") => open = false,
                Some(text) if open => {
                    block.as_mut().expect("it is open").push_str(&format!("{}\n", text.trim()))
                }
                _ => {}
            }
            if let Some((_, after)) = line.split_once("fn ").filter(|_| !line.starts_with("//")) {
                let name: String =
                    after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                found.extend(block.take().map(|block| (name, block)));
            }
        }
    }
    found
}

#[test]
fn the_ebnf_of_the_readme_is_that_of_the_functions() {
    let readme = crate::read("grammars/README.md");
    let block = readme
        .split("```ebnf")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("there is a block");
    let printed = productions(block);
    let mut coded = Vec::new();
    for (function, block) in documented() {
        let productions = productions(&block);
        assert_eq!(
            productions[0].0,
            function.replace('_', " "),
            "the function is named after its production"
        );
        coded.extend(productions);
    }
    assert_eq!(printed, coded);
    let names: BTreeSet<&str> = printed.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), printed.len(), "no production stands twice");
    for (name, definition) in &printed {
        for used in used_names(definition) {
            let listed = readme.contains(&format!("`{used}`")) || used.is_empty();
            assert!(
                names.contains(used.as_str()) || listed,
                "`{name}` uses `{used}`, which nothing defines"
            );
        }
    }
}

/// The names in a definition: what stands outside quotes, special sequences and signs.
fn used_names(definition: &str) -> Vec<String> {
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
    plain
        .split(['|', ',', '[', ']', '{', '}', '(', ')'])
        .map(|name| name.trim().to_owned())
        .collect()
}
