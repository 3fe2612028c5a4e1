//! No word of a motion is lost, and what it costs to read one grows with its length.

use std::collections::HashSet;
use std::ops::Range;

use moties::grammar::Grammars;
use moties::text::{Document, decode, plain};

use crate::targets::{motions, ranges};

fn texts() -> Vec<String> {
    crate::files("corpus", "txt")
        .iter()
        .filter_map(|path| decode::decode(&std::fs::read(path).ok()?).ok())
        .collect()
}

/// The words that the records hold somewhere, or say that they did not place, are all the words
/// there are below the first clause, but for those of the grammar that head something (labels,
/// words above signatures, the chair's sentence) and heads and feet of pages.
#[test]
fn no_word_of_a_clause_or_below_it_is_lost() {
    let grammars = Grammars::built_in();
    let heading = heading_words(&grammars);
    let mut all = Vec::new();
    for text in texts() {
        let document = plain::read(&text);
        let records = motions(&document, &grammars);
        let Some(first) = records.iter().find_map(|record| record.clauses.first()) else {
            continue;
        };
        let first = first.spans[0].start;
        let fields = records.iter().flat_map(|record| {
            let spans = &record.spans;
            [&spans.closing, &spans.explanation, &spans.number, &spans.date, &spans.title]
                .into_iter()
                .chain([&spans.body, &spans.subject, &spans.sender, &spans.meeting])
                .flatten()
                .map(|span| span.range())
                .collect::<Vec<_>>()
        });
        let taken: Vec<Range<usize>> = records.iter().flat_map(ranges).chain(fields).collect();
        let edges = edges(&document);
        let lost: Vec<&str> = words(document.text())
            .filter(|(at, _)| *at >= first)
            .filter(|(at, _)| !taken.iter().chain(&edges).any(|range| range.contains(at)))
            .map(|(_, word)| word)
            .filter(|word| !heading.contains(&word.to_lowercase()) && word.parse::<u32>().is_err())
            // The roman number, the letter and the code of a paper, in its running foot.
            .filter(|word| word.len() < 8 || !word.contains(|c: char| c.is_ascii_digit()))
            .filter(|word| word.len() > 1 && !word.bytes().all(|byte| b"IVXLCDM".contains(&byte)))
            .collect();
        if !lost.is_empty() {
            all.push(format!("{:?}: {lost:?}", records[0].title));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// The lines at the edges of pages, of a document with several.
fn edges(document: &Document) -> Vec<Range<usize>> {
    let lines = document.lines();
    let page = |line: usize| lines.get(line).map(|line| line.page);
    let edge = |line: usize| {
        (1..=3).any(|by| {
            page(line + by).is_some_and(|next| Some(next) != page(line))
                || line >= by && page(line - by) != page(line)
                || line + by >= lines.len()
        })
    };
    (0..lines.len()).filter(|&line| edge(line)).map(|line| lines[line].range.clone()).collect()
}

/// The words of the phrases that head something, or stand before names.
fn heading_words(grammars: &Grammars) -> HashSet<String> {
    let phrases = grammars.all().iter().flat_map(|grammar| {
        let listed =
            |phrases: Vec<&str>| phrases.into_iter().map(str::to_owned).collect::<Vec<_>>();
        [
            listed(grammar.signing.phrases().iter().map(|(p, _)| p.printed.as_str()).collect()),
            listed(
                grammar.party_leads.phrases().iter().map(|(p, ())| p.printed.as_str()).collect(),
            ),
            listed(grammar.sections.phrases().iter().map(|(p, _)| p.printed.as_str()).collect()),
            listed(grammar.labels.phrases().iter().map(|(p, _)| p.printed.as_str()).collect()),
            listed(grammar.movers.phrases().iter().map(|(p, ())| p.printed.as_str()).collect()),
            listed(grammar.numbering.phrases().iter().map(|(p, ())| p.printed.as_str()).collect()),
            listed(grammar.furniture.phrases().iter().map(|(p, ())| p.printed.as_str()).collect()),
            listed(grammar.verdicts.phrases().iter().map(|(p, _)| p.printed.as_str()).collect()),
            listed(
                grammar.title_labels.phrases().iter().map(|(p, ())| p.printed.as_str()).collect(),
            ),
            listed(grammar.discussing.phrases().iter().map(|(p, ())| p.printed.as_str()).collect()),
            grammar.words.sittings.iter().cloned().collect(),
            grammar.words.courtesies.iter().cloned().collect(),
            grammar.words.roles.iter().cloned().collect(),
            grammar.words.articles.iter().cloned().collect(),
            grammar.words.leads.iter().cloned().collect(),
            // The names of the columns of a table of signatures.
            grammar.words.name_columns.iter().cloned().collect(),
            grammar.words.office_columns.iter().cloned().collect(),
            grammar.words.party_columns.iter().cloned().collect(),
            grammar.words.organisation_columns.iter().cloned().collect(),
            grammar.words.room_columns.iter().cloned().collect(),
        ]
        .concat()
    });
    let parts = |phrase: String| {
        phrase.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect::<Vec<_>>()
    };
    phrases.flat_map(parts).collect()
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        let start = at + text[at..].find(word).unwrap_or(0);
        at = start + word.len();
        (!word.is_empty()).then_some((start, word))
    })
}

/// Running text whose every line may be a sentence that asks, and none is: no heading, no end.
const RUNNING: &str = "wie de fractie verzoekt het college iets te doen en draagt het college op\n";

/// A head that nobody opens below, and one that is all one line.
const HEADS: [&str; 2] = ["Onderwerp\n\nbomen\n\n", "motie   "];

/// Names in which others may begin, and in those others again: a body, and a clause behind a body.
const NAMES: [&str; 2] = ["De ", "Verzoekt De Raad Van "];

/// Ten times the text takes about ten times the steps: measured by the time of two sizes beside
/// each other, with much room, so that only another order of growth fails.
#[test]
fn cost_grows_with_the_text_and_not_faster() {
    let grammars = Grammars::built_in();
    let best = |text: &str, copies: usize| {
        let document = plain::read(&text.repeat(copies));
        let once = || {
            let start = std::time::Instant::now();
            std::hint::black_box(motions(&document, &grammars));
            start.elapsed().as_secs_f64()
        };
        (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
    };
    let names = NAMES.map(|name| (name.repeat(200), 1));
    let heads = HEADS.map(|head| (head.repeat(1000), 1));
    // Not all of them: what counts is how it grows.
    let some: String = texts().into_iter().step_by(4).collect();
    let whole = [(some, 1), (RUNNING.repeat(100), 1)];
    for (text, copies) in whole.into_iter().chain(names).chain(heads) {
        let ratio = best(&text, 10 * copies) / best(&text, copies);
        assert!(ratio < 40.0, "ten times the text took {ratio:.1} times as long");
    }
}
