//! How well stems and compounds are told, on lists written by hand, beside the plain stemmer.
//!
//! The lists and the words in `data/woorden` are of one hand; so the groups of which the words know
//! nothing are counted apart as well.

use std::collections::{BTreeMap, BTreeSet};

use moties::dutch::{split, stem};
use tantivy::tokenizer::{Language, SimpleTokenizer, Stemmer, TextAnalyzer};

/// The lines of a list that are no remarks, as words.
fn lines(path: &str) -> Vec<Vec<String>> {
    crate::read(path)
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(' ').map(str::to_owned).collect())
        .collect()
}

/// How often stems err.
#[derive(Debug)]
struct Errors {
    /// Of the pairs of words that belong together: the share that have different stems.
    under: f64,
    /// Of the pairs of words that have the same stem: the share that do not belong together.
    over: f64,
}

impl Errors {
    /// Counts over groups of words that belong together.
    fn of(groups: &[Vec<String>], stem: impl Fn(&str) -> String) -> Self {
        let pairs = |count: usize| count * count.saturating_sub(1) / 2;
        let mut by_stem: BTreeMap<String, usize> = BTreeMap::new();
        let (mut wanted, mut met) = (0, 0);
        for group in groups {
            let mut inside: BTreeMap<String, usize> = BTreeMap::new();
            for word in group {
                *inside.entry(stem(word)).or_default() += 1;
                *by_stem.entry(stem(word)).or_default() += 1;
            }
            wanted += pairs(group.len());
            met += inside.values().map(|&count| pairs(count)).sum::<usize>();
        }
        let same: usize = by_stem.values().map(|&count| pairs(count)).sum();
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        Self { under: share(wanted - met, wanted), over: share(same - met, same) }
    }
}

/// The stem that tantivy's Dutch stemmer gives alone.
fn plain(word: &str) -> String {
    let mut analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(Stemmer::new(Language::Dutch))
        .build();
    let mut stream = analyzer.token_stream(word);
    stream.next().map(|token| token.text.clone()).unwrap_or_default()
}

/// All words that the lists name.
fn listed() -> BTreeSet<String> {
    ["delen", "grondwoorden", "ondeelbaar", "werkwoorden"]
        .iter()
        .flat_map(|name| lines(&format!("data/woorden/{name}.txt")))
        .flatten()
        .map(|word| word.trim_matches(['-', '+']).to_owned())
        .collect()
}

#[test]
fn stems_err_less_than_the_plain_stemmer() {
    let groups = lines("tests/dutch/stammen.txt");
    assert!(groups.len() >= 600);
    let (ours, theirs) = (Errors::of(&groups, stem), Errors::of(&groups, plain));
    assert!(ours.under <= 0.01 && ours.over <= 0.005, "{ours:?}");
    assert!(ours.under < theirs.under && ours.over < theirs.over, "{ours:?} {theirs:?}");
}

#[test]
fn stems_of_words_that_no_list_names_err_less_too() {
    let listed = listed();
    let mut groups = lines("tests/dutch/stammen-onbekend.txt");
    for group in &mut groups {
        group.retain(|word| !listed.contains(word));
    }
    let known = |group: &Vec<String>| group.iter().any(|word| listed.contains(&stem(word)));
    groups.retain(|group| !known(group));
    assert!(groups.len() >= 100, "{}", groups.len());
    let (ours, theirs) = (Errors::of(&groups, stem), Errors::of(&groups, plain));
    assert!(ours.under <= UNKNOWN.under && ours.over <= UNKNOWN.over, "{ours:?}");
    assert!(ours.under < theirs.under && ours.over <= theirs.over, "{ours:?} {theirs:?}");
}

/// What may be wrong where no list knows anything.
const UNKNOWN: Errors = Errors { under: 0.15, over: 0.01 };

#[test]
fn no_word_is_in_two_groups() {
    for path in ["tests/dutch/stammen.txt", "tests/dutch/stammen-onbekend.txt"] {
        let mut seen = BTreeSet::new();
        for word in lines(path).into_iter().flatten() {
            assert!(seen.insert(word.clone()), "{path}: {word}");
        }
    }
}

#[test]
fn compounds_are_taken_apart_and_other_words_are_not() {
    let compounds = lines("tests/dutch/samenstellingen.txt");
    let whole = lines("tests/dutch/ondeelbaar.txt").concat();
    assert!(compounds.len() >= 300 && whole.len() >= 200);
    let right = compounds.iter().filter(|line| split(&line[0]) == line[1..]).count();
    let apart = compounds.iter().filter(|line| !split(&line[0]).is_empty()).count();
    let wrong: Vec<_> = whole.iter().filter(|word| !split(word).is_empty()).collect();
    let precision = right as f64 / (apart + wrong.len()) as f64;
    let recall = right as f64 / compounds.len() as f64;
    assert!(precision >= 0.98 && recall >= 0.97, "{precision} {recall} {wrong:?}");
}
