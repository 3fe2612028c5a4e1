//! What each stage asks of the allocator: how often, and how many bytes.
//!
//! A count is the same in every run and on every machine: `--baseline` shows the smallest change of it.

#![allow(missing_docs, reason = "criterion's macros make public items without docs")]

mod corpus;
mod document;

use std::hint::black_box;
use std::time::Duration;

use allocation_counter::{AllocationInfo, measure};
use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use moties::extract;
use moties::grammar::Grammars;
use moties::motion::{Source, TextSource};

use corpus::{Input, motions, series, size};
use document::{LONGEST, UNIT, named, pdf, repeated, text};

/// A PDF of one page, set by LibreOffice.
const SMALL_PDF: &str = "zwerfafval-langs-de-dijk.pdf";

/// A PDF of many pages, set by Chromium, tagged.
const LARGE_PDF: &str = "gedenkjaar-watersnood.pdf";

/// What is counted, in the place of time.
struct Counted {
    /// What one of it is called.
    unit: &'static str,
    /// Takes it out of all that was counted.
    of: fn(&AllocationInfo) -> u64,
}

const TIMES: Counted = Counted { unit: "allocations", of: |info| info.count_total };
const BYTES: Counted = Counted { unit: "B", of: |info| info.bytes_total };

impl Measurement for Counted {
    type Intermediate = ();
    type Value = u64;

    fn start(&self) {}

    fn end(&self, (): ()) -> u64 {
        0
    }

    fn add(&self, one: &u64, other: &u64) -> u64 {
        one + other
    }

    fn zero(&self) -> u64 {
        0
    }

    #[expect(clippy::cast_precision_loss, reason = "no stage allocates 2^52 times")]
    fn to_f64(&self, value: &u64) -> f64 {
        *value as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for Counted {
    fn scale_values(&self, _: f64, _: &mut [f64]) -> &'static str {
        self.unit
    }

    #[expect(clippy::cast_precision_loss, reason = "no input is of 2^52 bytes")]
    fn scale_throughputs(
        &self,
        _: f64,
        throughput: &Throughput,
        values: &mut [f64],
    ) -> &'static str {
        let (Throughput::Bytes(size) | Throughput::Elements(size)) = throughput else {
            return self.unit;
        };
        for value in values {
            *value /= *size as f64 / 1000.0;
        }
        if self.unit == "B" { "B per 1000 B" } else { "allocations per 1000 B" }
    }

    fn scale_for_machines(&self, _: &mut [f64]) -> &'static str {
        self.unit
    }
}

/// Counts in so many runs of a stage.
fn count(
    criterion: &mut Criterion<Counted>,
    what: &Counted,
    name: BenchmarkId,
    bytes: u64,
    stage: impl Fn(),
) {
    let mut group = criterion.benchmark_group(format!("allocations/{}", what.unit));
    group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Bytes(bytes));
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|times| {
            (what.of)(&measure(|| {
                for _ in 0..times {
                    stage();
                }
            }))
        });
    });
}

/// Counts in reading documents and in taking the record out of them.
fn stages(criterion: &mut Criterion<Counted>, what: &Counted) {
    let grammars = Grammars::built_in();
    let source = Source {
        name: String::new(),
        media_type: String::new(),
        bytes: 0,
        pages: 0,
        text: TextSource::Embedded,
    };
    let (texts, pdfs) = (motions("txt"), motions("pdf"));
    for input in [SMALL_PDF, LARGE_PDF].map(|name| named(&pdfs, name)) {
        let id = BenchmarkId::new("read", &input.name);
        count(criterion, what, id, size([&*input.bytes]), || drop(black_box(pdf(input))));
    }
    let longest = named(&texts, LONGEST);
    for &times in series() {
        let bytes = repeated(&longest.bytes, UNIT / 10 * times);
        let grown = Input { name: LONGEST.to_owned(), bytes };
        let id = BenchmarkId::new("read", format!("text x {times}"));
        count(criterion, what, id, size([&*grown.bytes]), || drop(black_box(text(&grown))));
        let document = text(&grown);
        let id = BenchmarkId::new("grammar", format!("text x {times}"));
        count(criterion, what, id, size([document.text().as_bytes()]), || {
            let source = source.clone();
            drop(black_box(extract::motions(&document, source, String::new(), &grammars)));
        });
    }
}

fn times(criterion: &mut Criterion<Counted>) {
    stages(criterion, &TIMES);
}

fn bytes(criterion: &mut Criterion<Counted>) {
    stages(criterion, &BYTES);
}

fn config(what: Counted) -> Criterion<Counted> {
    Criterion::default()
        .with_measurement(what)
        .sample_size(10)
        .noise_threshold(0.0)
        .warm_up_time(Duration::from_millis(1))
        .measurement_time(Duration::from_millis(10))
}

criterion_group! { name = counts; config = config(TIMES); targets = times }
criterion_group! { name = sizes; config = config(BYTES); targets = bytes }
criterion_main!(counts, sizes);
