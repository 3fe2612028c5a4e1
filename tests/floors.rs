//! Imports run one way: a floor imports from itself and from the floors below it.

use std::collections::BTreeSet;

/// The floors, bottom first, as `src/lib.rs` lists them.
fn floors() -> Vec<String> {
    let lib = crate::read("src/lib.rs");
    lib.lines()
        .filter_map(|line| line.strip_prefix("pub mod ").or_else(|| line.strip_prefix("mod ")))
        .map(|name| name.trim_end_matches(';').to_owned())
        .collect()
}

/// The floors that a source text names behind `crate::`, outside comments.
fn named(source: &str, floors: &[String]) -> BTreeSet<usize> {
    let code: Vec<&str> =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or_default().split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String =
                name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.extend(floors.iter().position(|floor| *floor == name));
        }
    }
    found
}

#[test]
fn no_floor_imports_from_one_above() {
    let floors = floors();
    let floors_and_lib: Vec<_> = crate::files("src", "rs");
    let mut seen = BTreeSet::new();
    for path in floors_and_lib {
        let inside =
            path.strip_prefix(crate::root().join("src")).expect("it is below src").to_owned();
        let first = inside.iter().next().expect("a path has parts").to_string_lossy();
        let Some(own) = floors.iter().position(|floor| first.trim_end_matches(".rs") == floor)
        else {
            assert!(
                matches!(first.as_ref(), "lib.rs" | "main.rs"),
                "`{}` is on no floor of src/lib.rs",
                inside.display()
            );
            continue;
        };
        seen.insert(own);
        let source = std::fs::read_to_string(&path).expect("it is readable");
        for other in named(&source, &floors) {
            assert!(
                other <= own,
                "`{}` imports from `{}`, which is a floor above",
                inside.display(),
                floors[other]
            );
        }
    }
    assert_eq!(seen.len(), floors.len(), "every floor of src/lib.rs has a file");
}

#[test]
fn the_test_sees_what_it_must() {
    let floors = vec!["text".to_owned(), "pdf".to_owned()];
    let found = |source| named(source, &floors).into_iter().collect::<Vec<_>>();
    assert_eq!(found("use crate::pdf::read;"), [1]);
    assert_eq!(found("use crate::{text, pdf::x};"), [0, 1]);
    assert_eq!(found("fn f() { crate::text::plain::read(\"\"); }"), [0]);
    assert!(found("/// [`crate::pdf`]\n// crate::pdf").is_empty());
}
