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
use moties::extract;
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
    targets = records, beside, growth
}
criterion_main!(benches);
