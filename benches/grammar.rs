//! Stage *grammar*: from a document to the record of its motion.

#![allow(missing_docs, reason = "criterion's macros make public items without docs")]

mod corpus;
mod document;

use std::hint::black_box;
use std::time::Duration;

use aho_corasick::AhoCorasick;

use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use moties::clock::{self, Stage};
use moties::extract;
use moties::generate::{Format, Noise, Plan, Sort};
use moties::grammar::Grammars;
use moties::motion::{Motion, Source, TextSource};
use moties::text::Document;

use corpus::{Input, motions, series, size};
use document::{LONGEST, UNIT, named, pdf, repeated, text};

/// A motion without a closing formula: repeated, every copy goes on with clauses, where the copies
/// of [`LONGEST`] are read as signatures.
const OPEN: &str = "geen-betaald-parkeren-bij-ziekenhuis.txt";

/// Takes the motion out of a document; what the record says of its source costs nothing to make.
fn record(document: &Document, grammars: &Grammars) -> Vec<Motion> {
    let source = Source {
        name: String::new(),
        media_type: String::new(),
        bytes: 0,
        pages: 0,
        text: TextSource::Embedded,
    };
    extract::motions(document, source, String::new(), grammars)
}

fn records(criterion: &mut Criterion) {
    let grammars = Grammars::built_in();
    let mut group = criterion.benchmark_group("grammar/corpus");
    for (extension, read) in [("txt", text as fn(&Input) -> Document), ("pdf", pdf)] {
        let documents: Vec<Document> = motions(extension).iter().map(read).collect();
        group.throughput(Throughput::ElementsAndBytes {
            elements: documents.len() as u64,
            bytes: size(documents.iter().map(|document| document.text().as_bytes())),
        });
        group.bench_with_input(extension, &documents, |bencher, documents| {
            bencher.iter(|| {
                for document in documents {
                    black_box(record(black_box(document), &grammars));
                }
            });
        });
    }
}

fn growth(criterion: &mut Criterion) {
    let grammars = Grammars::built_in();
    let inputs = motions("txt");
    for name in [LONGEST, OPEN] {
        let input = named(&inputs, name);
        let mut group = criterion.benchmark_group(format!("grammar/{name}"));
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        for &times in series() {
            let document =
                text(&Input { name: name.to_owned(), bytes: repeated(&input.bytes, UNIT * times) });
            group.throughput(Throughput::Bytes(document.text().len() as u64));
            group.bench_with_input(
                BenchmarkId::from_parameter(times),
                &document,
                |bencher, document| bencher.iter(|| record(black_box(document), &grammars)),
            );
        }
    }
}

/// So many generated documents of a sort are looked through for a small one and a large one.
const LOOKED_AT: u64 = 100;

/// A generated document of this sort: of so many the one whose text is the shortest, or the longest.
fn generated(format: Format, sort: Sort, is_large: bool) -> Document {
    let plan = Plan { seed: 1, format, bodies: Vec::new(), sorts: vec![sort], noise: Noise::None };
    let read = if format == Format::Pdf { pdf } else { text };
    let documents = (0..LOOKED_AT).map(|number| plan.document(number));
    let inputs = documents.map(|made| Input { name: made.name, bytes: made.bytes });
    let documents = inputs.map(|input| read(&input));
    let length = |document: &Document| document.text().len();
    let found = if is_large { documents.max_by_key(length) } else { documents.min_by_key(length) };
    found.expect("some are looked at")
}

/// A small motion and a large bundle, of text and of PDF: what each stage takes of them, as the clock
/// of `moties bench` tells it.
fn stages(criterion: &mut Criterion) {
    let grammars = Grammars::built_in();
    let mut inputs = Vec::new();
    for (format, kind) in [(Format::Text, "txt"), (Format::Pdf, "pdf")] {
        for (sort, is_large, size) in
            [(Sort::Motion, false, "small"), (Sort::Bundle, true, "large")]
        {
            inputs.push((format!("{size}.{kind}"), generated(format, sort, is_large)));
        }
    }
    for stage in [Stage::Grammar, Stage::Build] {
        let mut group = criterion.benchmark_group(format!("grammar/stage-{}", stage.name()));
        for (name, document) in &inputs {
            group.throughput(Throughput::Bytes(document.text().len() as u64));
            group.bench_with_input(name, document, |bencher, document| {
                bencher.iter_custom(|times| {
                    let once = || clock::measure(|| record(black_box(document), &grammars));
                    (0..times).map(|_| once().1.of(stage)).sum()
                });
            });
        }
    }
}

/// Motions of about 3 KB, as most are: records of them, beside a plain scan of the same bytes for the
/// words that open clauses.
fn beside(criterion: &mut Criterion) {
    let grammars = Grammars::built_in();
    let mut inputs = motions("txt");
    inputs.retain(|input| (2_000..=5_000).contains(&input.bytes.len()));
    assert!(!inputs.is_empty(), "expected motions of about 3 KB in the corpus, found none");
    let documents: Vec<Document> = inputs.iter().map(text).collect();
    let mut group = criterion.benchmark_group("grammar/beside");
    group.throughput(Throughput::Bytes(size(
        documents.iter().map(|document| document.text().as_bytes()),
    )));
    group.bench_function("records", |bencher| {
        bencher.iter(|| {
            for document in &documents {
                black_box(record(black_box(document), &grammars));
            }
        });
    });
    let words: Vec<String> = grammars
        .all()
        .iter()
        .flat_map(|grammar| grammar.openings_of_clauses.phrases())
        .map(|(phrase, _)| phrase.leading_words())
        .filter(|words| !words.is_empty())
        .collect();
    let openings = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(&words)
        .expect("the words of the grammars are few");
    group.bench_function("aho-corasick", |bencher| {
        bencher.iter(|| {
            let found = |document: &Document| openings.find_iter(document.text()).count();
            black_box(documents.iter().map(found).sum::<usize>())
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = records, stages, beside, growth
}
criterion_main!(benches);
