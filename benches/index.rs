//! Stage *index*: from records to a store that can be searched, and searching it.

#![allow(missing_docs, reason = "criterion's macros make public items without docs")]

mod corpus;

use std::cell::LazyCell;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{
    BatchSize, BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use moties::grammar::Grammars;
use moties::import::read::{self, Media};
use moties::motion::Motion;
use moties::scan::Tesseract;
use moties::store::{Arrival, Content, Query, Record, Store, Writer};
use tempfile::TempDir;

use corpus::{Input, motions, series, size};

/// How many documents are filed in one transaction: as many as an import does at most.
const BATCH: usize = 256;

/// What is looked for, each with a name.
const QUERIES: [(&str, &str, Option<&str>); 3] = [
    ("word", "gemeenten", None),
    ("phrase", "\"orde van de dag\"", None),
    ("clause", "onderzoeken", Some("dictum")),
];

fn arrival(input: &Input, grammars: &Grammars) -> Arrival {
    let reading = read::reading(&input.name, &input.bytes, grammars, &mut Tesseract::default())
        .unwrap_or_else(|error| panic!("`{}` can be read: {error}", input.name));
    let media = Media::of(&input.name, &input.bytes).expect("it could be read");
    Arrival {
        id: reading.motions[0].id.clone(),
        file: input.name.clone(),
        media_type: media.name().to_owned(),
        bytes: input.bytes.clone(),
        content: Content::Motions {
            motions: reading.motions.into_iter().map(Record::from).collect(),
            text: reading.text,
        },
    }
}

/// Returns the documents of the corpus so many times, each time with other bytes and so as other
/// documents.
fn repeated(arrivals: &[Arrival], times: usize) -> Vec<Arrival> {
    let copy = |arrival: &Arrival, number: usize| {
        let mut copy = arrival.clone();
        copy.bytes.extend(format!("\n{number}").bytes());
        copy.id = read::id(&copy.bytes);
        if let Content::Motions { motions, .. } = &mut copy.content {
            for (at, record) in motions.iter_mut().enumerate() {
                let part = if at == 0 { String::new() } else { format!("-{}", at + 1) };
                let id = format!("{}{part}", copy.id);
                *record = Motion { id, ..record.motion().clone() }.into();
            }
        }
        copy
    };
    (0..times)
        .flat_map(|number| arrivals.iter().map(move |arrival| copy(arrival, number)))
        .collect()
}

/// Returns documents as if nothing could be read in them: the ledger gets them, the index does not.
fn unreadable(arrivals: &[Arrival]) -> Vec<Arrival> {
    let content = Content::Unreadable { code: "pdf-no-text".into(), message: "found none".into() };
    arrivals.iter().map(|arrival| Arrival { content: content.clone(), ..arrival.clone() }).collect()
}

fn fresh() -> TempDir {
    tempfile::tempdir().expect("there is a place for temporary files")
}

fn writer(dir: &Path) -> Writer {
    Writer::open(dir, &mut |_| {}).expect("nobody else has it")
}

fn file(mut writer: Writer, arrivals: Vec<Arrival>) {
    let mut arrivals = arrivals.into_iter();
    loop {
        let batch: Vec<_> = arrivals.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        writer.file(batch).expect("the disk takes it");
    }
    writer.close().expect("the disk takes it");
}

/// Measures filing documents into stores that are new and empty.
fn filing(criterion: &mut Criterion, name: &str, series: &[Vec<Arrival>]) {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat);
    for arrivals in series {
        group.throughput(throughput(arrivals));
        let id = BenchmarkId::from_parameter(arrivals.len());
        group.bench_with_input(id, arrivals, |bencher, arrivals| {
            bencher.iter_batched(
                || {
                    let dir = fresh();
                    (writer(dir.path()), dir, arrivals.clone())
                },
                |(writer, dir, arrivals)| {
                    file(writer, black_box(arrivals));
                    dir
                },
                BatchSize::PerIteration,
            );
        });
    }
}

/// Measures making the index of a store anew from its ledger.
fn rebuilding(criterion: &mut Criterion, stores: &[Filled<'_>]) {
    let mut group = criterion.benchmark_group("index/rebuild");
    group.sampling_mode(SamplingMode::Flat);
    for Filled { arrivals, dir } in stores {
        group.throughput(throughput(arrivals));
        group.bench_function(BenchmarkId::from_parameter(arrivals.len()), |bencher| {
            bencher.iter_batched(
                || writer(dir.path()),
                |writer| writer.rebuild(&mut |_| {}).expect("the ledger is whole"),
                BatchSize::PerIteration,
            );
        });
    }
}

/// Measures searches a second, in stores of several sizes.
fn searching(criterion: &mut Criterion, stores: &[Filled<'_>]) {
    let mut group = criterion.benchmark_group("index/search");
    group.throughput(Throughput::Elements(1));
    for Filled { arrivals, dir } in stores {
        let store = LazyCell::new(|| {
            Store::open(dir.path(), &mut |_| {}).expect("it was filled, and its writer closed")
        });
        for (name, words, clause) in QUERIES {
            let query = &Query { words, clause, limit: 10, ..Query::default() };
            group.bench_function(BenchmarkId::new(name, arrivals.len()), |bencher| {
                let found = store.search(query).expect("the query can be read");
                assert!(found.total > 0, "expected `{}` in the corpus, found none", query.words);
                bencher.iter(|| store.search(black_box(query)));
            });
        }
    }
}

/// A store that has documents, filled when it is first asked for.
struct Filled<'a> {
    arrivals: &'a [Arrival],
    dir: LazyCell<TempDir, Box<dyn FnOnce() -> TempDir + 'a>>,
}

impl<'a> Filled<'a> {
    fn with(arrivals: &'a [Arrival]) -> Self {
        let fill = move || {
            let dir = fresh();
            file(writer(dir.path()), arrivals.to_vec());
            dir
        };
        Self { arrivals, dir: LazyCell::new(Box::new(fill)) }
    }
}

fn throughput(arrivals: &[Arrival]) -> Throughput {
    Throughput::ElementsAndBytes {
        elements: arrivals.len() as u64,
        bytes: size(arrivals.iter().map(|arrival| arrival.bytes.as_slice())),
    }
}

fn stores(criterion: &mut Criterion) {
    let grammars = Grammars::built_in();
    let inputs: Vec<Input> = ["txt", "pdf"].into_iter().flat_map(motions).collect();
    let corpus: Vec<Arrival> = inputs.iter().map(|input| arrival(input, &grammars)).collect();
    let series: Vec<Vec<Arrival>> =
        series().iter().map(|&times| repeated(&corpus, times)).collect();
    // A hundred times the corpus forces so many files to disk that it would take the whole run.
    let few = &series[..series.len().min(2)];
    let unread: Vec<Vec<Arrival>> = few.iter().map(|arrivals| unreadable(arrivals)).collect();
    filing(criterion, "index/file", few);
    filing(criterion, "index/ledger", &unread);
    let stores: Vec<Filled<'_>> = series.iter().map(|arrivals| Filled::with(arrivals)).collect();
    rebuilding(criterion, &stores);
    searching(criterion, &stores);
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = stores
}
criterion_main!(benches);
