//! The corpus: it is as large as it should be, its spans hold what they say, every broken document
//! gives its error.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use moties::grammar::Grammars;
use moties::import::read;
use moties::motion::{Item, Motion};
use moties::scan::Tesseract;
use serde_json::Value;

/// The folders of bodies: all of the corpus that is neither broken nor a source.
fn bodies() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(crate::root().join("corpus"))
        .expect("there is a corpus")
        .map(|entry| entry.expect("it is readable").path())
        .filter(|path| path.is_dir() && !path.ends_with("broken") && !path.ends_with("sources"))
        .collect();
    folders.sort();
    folders
}

/// The entries of a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("it is a folder")
        .map(|entry| entry.expect("it is readable").path())
        .collect();
    paths.sort();
    paths
}

/// The document of a folder that a truth belongs to: the only one of its name.
fn document_of(truth: &Path) -> PathBuf {
    let documents: Vec<PathBuf> = ["txt", "pdf", "docx"]
        .iter()
        .map(|extension| truth.with_extension(extension))
        .filter(|path| path.symlink_metadata().is_ok())
        .collect();
    assert_eq!(documents.len(), 1, "`{}` has one document", truth.display());
    documents.into_iter().next().expect("there is one")
}

fn records(path: &Path) -> Vec<Motion> {
    let bytes = std::fs::read(path).expect("it is readable");
    let name = path.file_name().expect("it has a name").to_string_lossy();
    read::document(&name, &bytes, &Grammars::built_in())
        .unwrap_or_else(|error| panic!("`{}`: {error}", path.display()))
}

/// What is right and what is not `moties eval` says (`tests/eval.rs`); here it is counted.
#[test]
fn there_are_motions_of_every_body_and_form() {
    let mut count: BTreeMap<(String, String), usize> = BTreeMap::new();
    let (mut scans, mut motions) = (0, 0);
    for folder in bodies() {
        let truths = entries(&folder)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "json"));
        for truth in truths {
            let document = document_of(&truth);
            let body = folder.file_name().expect("it has a name").to_string_lossy().into_owned();
            let extension =
                document.extension().expect("it has one").to_string_lossy().into_owned();
            *count.entry((body, extension)).or_default() += 1;
            scans += usize::from(document.to_string_lossy().contains("-gescand"));
            let told: Value =
                serde_json::from_str(&std::fs::read_to_string(&truth).expect("it is readable"))
                    .expect("it is JSON");
            motions += match &told {
                Value::Array(several) => several.len(),
                one => usize::from(one.get("clauses").is_some()),
            };
        }
    }
    let of = |body: &str| -> usize {
        count.iter().filter(|((folder, _), _)| folder == body).map(|(_, count)| count).sum()
    };
    for grammar in Grammars::built_in().all() {
        assert!(of(&grammar.name) >= 15, "{}: {count:?}", grammar.name);
    }
    assert!(of("bundels") >= 5 && of("geen-motie") >= 10, "{count:?}");
    let pdfs: usize =
        count.iter().filter(|((_, form), _)| form == "pdf").map(|(_, count)| count).sum();
    assert!(motions >= 120 && pdfs >= 40 && scans >= 10, "{motions}, {pdfs}, {scans}");
}

#[test]
fn no_file_is_without_its_truth() {
    for folder in bodies() {
        for path in entries(&folder) {
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("json") => _ = document_of(&path),
                Some("txt" | "pdf") => assert!(
                    path.with_extension("json").is_file(),
                    "`{}` has no truth",
                    path.display()
                ),
                _ => panic!("`{}` is a stray file", path.display()),
            }
        }
    }
    for path in entries(&crate::root().join("corpus/broken")) {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("expected") => _ = document_of(&path),
            _ => assert!(
                path.with_extension("expected").is_file(),
                "`{}` has no expected error",
                path.display()
            ),
        }
    }
}

#[test]
fn every_broken_document_gives_its_error_in_one_line() {
    let mut seen = 0;
    for expected in entries(&crate::root().join("corpus/broken")) {
        if expected.extension().is_none_or(|extension| extension != "expected") {
            continue;
        }
        let document = document_of(&expected);
        let code: Value =
            serde_json::from_str(&std::fs::read_to_string(&expected).expect("it is readable"))
                .expect("it is JSON");
        let name = document.file_name().expect("it has a name").to_string_lossy().into_owned();
        let error = read::load(&document)
            .and_then(|bytes| read::document(&name, &bytes, &Grammars::built_in()))
            .map(|motions| motions.len())
            .expect_err(&name);
        assert_eq!(error.code.name(), code["code"], "{name}: {error}");
        assert!(!error.to_string().contains('\n'), "{name}: one line, not `{error}`");
        seen += 1;
    }
    assert!(seen >= 10, "{seen}");
}

/// Every span of a record holds the words that it says, and the words of a document are all in some
/// field, in `unparsed`, or furniture.
#[test]
fn spans_hold_the_words_of_their_fields() {
    for folder in bodies() {
        for document in entries(&folder)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|known| known != "json"))
        {
            let motions = records(&document);
            let bytes = std::fs::read(&document).expect("it is readable");
            let name = document.file_name().expect("it has a name").to_string_lossy().into_owned();
            let text =
                read::text(&name, &bytes, &mut Tesseract::default()).expect("it was read before");
            let pdf = document.extension().is_some_and(|extension| extension == "pdf");
            let holds = |field: &str, spans: &[moties::text::Span], words: &str| {
                let letters =
                    |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                let spanned: String = spans.iter().map(|span| &text[span.range()]).collect();
                assert!(
                    letters(&spanned).contains(&letters(words)),
                    "{name}: {field} `{words}` is not in `{spanned}`"
                );
                assert!(
                    spans.iter().all(|span| span.bbox.is_some() == pdf),
                    "{name}: {field} has boxes in a PDF only"
                );
            };
            for motion in &motions {
                let spans = &motion.spans;
                for (field, value, spans) in [
                    ("title", &motion.title, &spans.title),
                    ("body", &motion.body, &spans.body),
                    ("addressee", &motion.addressee, &spans.addressee),
                    ("sender", &motion.sender, &spans.sender),
                    ("subject", &motion.subject, &spans.subject),
                    ("closing", &motion.closing, &spans.closing),
                ] {
                    assert_eq!(
                        value.is_some(),
                        !spans.is_empty(),
                        "{name}: {field} has spans where it has a value"
                    );
                    if let Some(value) = value {
                        holds(field, spans, value);
                    }
                }
                for clause in &motion.clauses {
                    holds("clause", &clause.spans, &clause.heading);
                    fn each(items: &[Item], holds: &dyn Fn(&str, &[moties::text::Span], &str)) {
                        for item in items {
                            holds("item", &item.spans, &item.text);
                            each(&item.items, holds);
                        }
                    }
                    each(&clause.items, &holds);
                }
                for signed in &motion.signatories {
                    holds("signatory", &signed.spans, &signed.name);
                }
            }
        }
    }
}
