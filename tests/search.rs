//! Questions whose right answers are known, put to the corpus: how many are found, and how high they stand.
//!
//! `corpus/questions.toml` holds them; `corpus/README.md` says how they were judged. The table is printed
//! with `cargo test --test all search:: -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use moties::dutch::{self, Form, Kind};
use moties::store::{Query, Store};
use serde::Deserialize;
use serde_json::Value;

/// What no sort may fall below: its name, nDCG@10 and recall, in hundredths.
const FLOORS: [(&str, u32, u32); 11] = [
    ("accent", 99, 100),
    ("boolean", 100, 100),
    ("clause", 99, 99),
    ("compound", 95, 96),
    ("date", 100, 100),
    ("inflection", 98, 100),
    ("names", 100, 100),
    ("number", 99, 100),
    ("phrase", 100, 100),
    ("topic", 87, 94),
    ("word", 99, 100),
];

/// How many hits nDCG looks at.
const DEPTH: usize = 10;

#[derive(Deserialize)]
struct Set {
    questions: Vec<Judged>,
}

/// A question, and the motions that answer it: `folder/name`, with `#2` for the second of a bundle.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    sort: String,
    /// As `docs/query.md` has it.
    question: String,
    /// The same for those who have no such language; none where it is the same.
    plain: Option<String>,
    /// The best answers, which should come first.
    #[serde(default)]
    best: Vec<String>,
    /// The other right answers.
    right: Vec<String>,
}

impl Judged {
    /// How good an answer is: 2, 1, or 0 where it is wrong.
    fn grade(&self, motion: &str) -> u32 {
        let is_in = |motions: &[String]| motions.iter().any(|one| one == motion);
        if is_in(&self.best) { 2 } else { u32::from(is_in(&self.right)) }
    }

    /// All right answers, the best first.
    fn answers(&self) -> impl Iterator<Item = &String> {
        self.best.iter().chain(&self.right)
    }

    /// What the first hits are worth beside the best order there is, 0 to 1.
    fn ndcg(&self, found: &[String]) -> f64 {
        let worth = |motions: &mut dyn Iterator<Item = &String>| -> f64 {
            let ranks = motions.take(DEPTH).zip(1_u32..);
            ranks.fold(0.0, |sum, (one, rank)| {
                sum + gain(self.grade(one)) / f64::from(rank + 1).log2()
            })
        };
        worth(&mut found.iter()) / worth(&mut self.answers())
    }

    /// The part of the right answers that is found at all, 0 to 1.
    fn recall(&self, found: &[String]) -> f64 {
        let all: Vec<_> = self.answers().collect();
        all.iter().filter(|one| found.contains(one)).count() as f64 / all.len() as f64
    }
}

/// An answer of grade 2 is worth three of grade 1.
fn gain(grade: u32) -> f64 {
    f64::from(2_u32.pow(grade) - 1)
}

static QUESTIONS: LazyLock<Vec<Judged>> = LazyLock::new(|| {
    let set: Set = toml::from_str(&crate::read("corpus/questions.toml")).expect("it is TOML");
    set.questions
});

/// The documents that are asked: all motions that need no recognition of their text.
fn documents() -> Vec<PathBuf> {
    let mut documents = Vec::new();
    for truth in crate::files("corpus", "json") {
        let path = truth.strip_prefix(crate::root()).expect("it is below").with_extension("");
        let written = path.to_string_lossy().into_owned();
        if written.contains("/geen-motie/") || written.ends_with("-gescand") {
            continue;
        }
        let with = |extension| path.with_extension(extension);
        documents.extend(
            ["txt", "pdf"].map(with).into_iter().find(|path| crate::root().join(path).is_file()),
        );
    }
    documents
}

/// The name that questions have for a document.
fn name(file: &str) -> String {
    let path = Path::new(file).with_extension("");
    path.strip_prefix("corpus").expect("it is of the corpus").to_string_lossy().into_owned()
}

/// Imports the documents; which of them has which id.
fn imported(data: &Path) -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_moties"))
        .args(["import", "--json"])
        .args(documents())
        .env("MOTIES_DATA", data)
        .current_dir(crate::root())
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    let reports = String::from_utf8(output.stdout).expect("it is text");
    let reports = reports.lines().map(|line| serde_json::from_str(line).expect("it is JSON"));
    reports
        .filter(|report: &Value| report["outcome"] == "imported")
        .map(|report| {
            let text = |key: &str| report[key].as_str().expect("it has one").to_owned();
            (text("id"), name(&text("file")))
        })
        .collect()
}

/// A store of the documents.
struct Filled {
    store: Store,
    /// Which of them has which id.
    names: BTreeMap<String, String>,
    _data: tempfile::TempDir,
}

static FILLED: LazyLock<Filled> = LazyLock::new(|| {
    let data = tempfile::tempdir().expect("there is room");
    let names = imported(data.path());
    let store = Store::open(data.path(), &mut |_| {}).expect("it was just made");
    Filled { store, names, _data: data }
});

/// What is found, by the names that questions have.
fn found(store: &Store, names: &BTreeMap<String, String>, words: &str) -> Vec<String> {
    let query = Query { words, limit: 10_000, ..Query::default() };
    let hits = store.search(&query).unwrap_or_else(|error| panic!("`{words}`: {error}")).hits;
    let name = |id: String| match id.split_once('-') {
        Some((id, number)) => format!("{}#{number}", names[id]),
        None => names[&id].clone(),
    };
    hits.into_iter().map(|hit| name(hit.id)).collect()
}

/// How well a question is answered, or on the mean those of a sort.
#[derive(Clone, Copy)]
struct Score {
    ndcg: f64,
    recall: f64,
}

impl Score {
    fn mean(scores: &[Self]) -> Self {
        let mean = |of: fn(&Self) -> f64| scores.iter().map(of).sum::<f64>() / scores.len() as f64;
        Self { ndcg: mean(|score| score.ndcg), recall: mean(|score| score.recall) }
    }

    /// Whether it is below a floor.
    fn is_below(self, (_, ndcg, recall): (&str, u32, u32)) -> bool {
        self.ndcg < f64::from(ndcg) / 100.0 || self.recall < f64::from(recall) / 100.0
    }
}

/// What is wrong with an answer; nothing where all of it is right.
fn faults(judged: &Judged, found: &[String], score: Score) -> String {
    let Score { ndcg, recall } = score;
    if ndcg > 0.995 && recall == 1.0 {
        return String::new();
    }
    let missed: Vec<_> = judged.answers().filter(|one| !found.contains(one)).collect();
    let wrong: Vec<_> = found.iter().take(DEPTH).filter(|one| judged.grade(one) == 0).collect();
    format!(
        "{} `{}`: nDCG {ndcg:.2}, recall {recall:.2}, {} found\n  missed {missed:?}\n  wrong {wrong:?}\n",
        judged.sort,
        judged.question,
        found.len()
    )
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is for those who ask for it")]
fn the_right_answers_are_found_and_stand_high() {
    let Filled { store, names, .. } = &*FILLED;
    let known: BTreeSet<&String> = names.values().collect();
    let mut sorts: BTreeMap<&str, Vec<Score>> = BTreeMap::new();
    let mut told = String::new();
    for judged in QUESTIONS.iter() {
        for answer in judged.answers() {
            let document = answer.split('#').next().unwrap_or_default().to_owned();
            assert!(known.contains(&document), "`{}`: no `{answer}`", judged.question);
        }
        let found = found(store, names, &judged.question);
        let score = Score { ndcg: judged.ndcg(&found), recall: judged.recall(&found) };
        told += &faults(judged, &found, score);
        sorts.entry(&judged.sort).or_default().push(score);
    }
    let mut fallen = Vec::new();
    writeln!(told, "\n{:<12} {:>9} {:>8} {:>7}", "sort", "questions", "nDCG@10", "recall").unwrap();
    for (sort, scores) in &sorts {
        let mean = Score::mean(scores);
        let Score { ndcg, recall } = mean;
        writeln!(told, "{sort:<12} {:>9} {ndcg:>8.3} {recall:>7.3}", scores.len()).unwrap();
        let floor = FLOORS.iter().find(|floor| floor.0 == *sort);
        if mean.is_below(*floor.unwrap_or_else(|| panic!("`{sort}` has no floor"))) {
            fallen.push(*sort);
        }
    }
    println!("{told}");
    assert!(fallen.is_empty(), "below their floors: {fallen:?}\n{told}");
    assert_eq!(sorts.len(), FLOORS.len(), "every floor has its questions");
}

#[test]
fn every_motion_is_found_by_all_of_its_words() {
    let Filled { store, names, .. } = &*FILLED;
    let is_found = |id: &str, words: &[String]| {
        let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let query = Query { words: &words.join(" "), limit: 10_000, ..Query::default() };
        store.search(&query).unwrap().hits.iter().any(|hit| hit.id == id)
    };
    let (mut lost, mut asked) = (Vec::new(), 0);
    for (document, name) in names {
        let (_, text, _) = store.record(document).unwrap().expect("it was read");
        let mut words = BTreeSet::new();
        let mut read = dutch::words(&text);
        while let Some(word) = read.next_word() {
            let mut forms = word.forms();
            // What counts items is none of their words, also where it is glued to one.
            let is_word = |form: &Form<'_>| {
                let is_number = form.text.contains(|c: char| c.is_numeric());
                form.kind == Kind::Form && form.text.len() > 3 && !is_number
            };
            words.extend(forms.find(is_word).map(|form| form.text.to_owned()));
        }
        let words: Vec<_> = words.into_iter().collect();
        asked += words.len();
        for some in words.chunks(40).filter(|some| !is_found(document, some)) {
            let alone = some.iter().filter(|word| !is_found(document, std::slice::from_ref(word)));
            lost.extend(alone.map(|word| format!("{name}: {word}")));
        }
    }
    assert!(asked > 50_000, "{asked} words");
    assert!(lost.is_empty(), "{} lost: {lost:#?}", lost.len());
}

#[test]
fn there_are_questions_of_every_sort() {
    assert!(QUESTIONS.len() >= 60, "{}", QUESTIONS.len());
    let count = |sort: &str| QUESTIONS.iter().filter(|one| one.sort == sort).count();
    for sort in ["compound", "inflection", "clause", "topic"] {
        assert!(count(sort) >= 8, "{sort}: {}", count(sort));
    }
    assert!(["number", "date", "names"].map(count).iter().sum::<usize>() >= 8);
    let mut asked = BTreeSet::new();
    for judged in QUESTIONS.iter() {
        let question = &judged.question;
        assert!(asked.insert(question), "`{question}` stands once");
        assert_ne!(judged.plain.as_ref(), Some(question), "`{question}`: plain is left out");
        let all: Vec<_> = judged.answers().collect();
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len(), "`{question}`: an answer stands twice");
        assert!((1..=15).contains(&all.len()), "`{question}`: {}", all.len());
    }
}
