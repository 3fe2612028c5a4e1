//! Stage *read*: from the bytes of a file to a document.

#![allow(missing_docs, reason = "criterion's macros make public items without docs")]

mod corpus;
mod document;

use std::hint::black_box;
use std::time::Duration;

use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use lopdf::Object;
use moties::text::Document;

use corpus::{Input, motions, series, size};
use document::{LONGEST, UNIT, named, pdf, repeated, text};

/// The smallest PDF of the corpus, set by LibreOffice.
const SMALL_PDF: &str = "zwerfafval-langs-de-dijk.pdf";

/// The largest PDF of the corpus, set by Chromium, tagged.
const LARGE_PDF: &str = "gedenkjaar-watersnood.pdf";

fn texts(criterion: &mut Criterion) {
    let inputs = motions("txt");
    let longest = named(&inputs, LONGEST);
    stage(criterion, "read/text", text, &inputs, &[longest]);

    let mut group = criterion.benchmark_group("read/text-growth");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for &times in series() {
        let grown =
            Input { name: longest.name.clone(), bytes: repeated(&longest.bytes, UNIT * times) };
        group.throughput(Throughput::Bytes(grown.bytes.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(times), &grown, |bencher, grown| {
            bencher.iter(|| text(black_box(grown)));
        });
    }
}

fn pdfs(criterion: &mut Criterion) {
    let inputs = motions("pdf");
    let named = [SMALL_PDF, LARGE_PDF].map(|name| named(&inputs, name));
    stage(criterion, "read/pdf", pdf, &inputs, &named);

    let mut group = criterion.benchmark_group("read/pdf-growth");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for &pages in series() {
        let grown = Input { name: SMALL_PDF.to_owned(), bytes: pages_of(named[0], pages) };
        let document = pdf(&grown);
        assert_eq!(document.pages().len(), pages, "all pages are read");
        assert_eq!(document.notices(), [], "no limit is met");
        group.throughput(Throughput::Elements(pages as u64));
        group.bench_with_input(BenchmarkId::from_parameter(pages), &grown, |bencher, grown| {
            bencher.iter(|| pdf(black_box(grown)));
        });
    }
}

/// Measures a reader on all inputs together, and on each of those named.
fn stage(
    criterion: &mut Criterion,
    stage: &str,
    read: fn(&Input) -> Document,
    inputs: &[Input],
    named: &[&Input],
) {
    let mut group = criterion.benchmark_group(stage);
    group.throughput(elements_and_bytes(
        inputs.len(),
        size(inputs.iter().map(|input| input.bytes.as_slice())),
    ));
    group.bench_function("corpus", |bencher| {
        bencher.iter(|| {
            for input in inputs {
                black_box(read(black_box(input)));
            }
        });
    });
    for input in named {
        group.throughput(elements_and_bytes(1, input.bytes.len() as u64));
        group.bench_function(&input.name, |bencher| {
            bencher.iter(|| read(black_box(input)));
        });
    }
}

fn elements_and_bytes(elements: usize, bytes: u64) -> Throughput {
    Throughput::ElementsAndBytes { elements: elements as u64, bytes }
}

/// Makes a PDF of one page into one of so many: each with a content stream of its own, the fonts
/// shared, as a program that writes PDFs would.
fn pages_of(input: &Input, pages: usize) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&input.bytes).expect("the corpus has sound PDFs");
    let first = *document.get_pages().values().next().expect("it has a page");
    let page = document.get_dictionary(first).expect("a page is a dictionary").clone();
    let parent = page.get(b"Parent").and_then(Object::as_reference).expect("a page has a parent");
    let content = page.get(b"Contents").and_then(Object::as_reference).expect("one stream");
    let content = document.get_object(content).expect("the stream is there").clone();
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            let mut page = page.clone();
            page.set("Contents", document.add_object(content.clone()));
            document.add_object(page).into()
        })
        .collect();
    let tree = document.get_dictionary_mut(parent).expect("a page tree is a dictionary");
    tree.set("Count", i64::try_from(pages).expect("pages are few"));
    tree.set("Kids", kids);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory can be written to");
    bytes
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = texts, pdfs
}
criterion_main!(benches);
