//! A report of fixed figures, for tests.

use std::time::Duration;

use super::report::{
    Accuracy, CorpusFigures, DocumentFigures, FieldFigures, Kind, KindFigures, Machine, Memory,
    Program, Quantiles, Report, Round, Run, SCHEMA_VERSION, Spread, Stages,
};
use super::table::Taken;
use crate::clock::{Stage, Times};

/// Stages that take so many milliseconds.
fn stages(load: u64, build: u64) -> Stages {
    let millis = Duration::from_millis;
    let times = [(Stage::Load, millis(load)), (Stage::Build, millis(build))];
    Stages::of(&Taken { times: Times::told(times, millis(load)), lost: Duration::ZERO })
}

fn spread(least: f64, median: f64, most: f64) -> Spread {
    Spread { median, least, most }
}

fn document(name: &str, code: Option<&str>, seconds: Spread) -> DocumentFigures {
    DocumentFigures {
        name: name.to_owned(),
        bytes: 20_500,
        pages: u64::from(code.is_none()),
        seconds,
        processor_seconds: seconds,
        stages: stages(30, 10),
        code: code.map(str::to_owned),
    }
}

fn run(threads: usize, rate: f64) -> Run {
    let round = |seconds| Round { seconds, documents: 3, pages: 4, bytes: 61_500, whole: true };
    Run {
        threads,
        rounds: vec![round(0.5), round(0.6)],
        documents_per_second: spread(rate * 0.75, rate, rate * 1.25),
        pages_per_second: spread(rate, rate * 1.5, rate * 2.0),
        bytes_per_second: spread(9e4, 1e5, 2e5),
        speed_up: Some(rate / 100.0),
        document_seconds: Quantiles {
            median: 0.000_25,
            p95: 0.0125,
            p99: 0.0125,
            most: 1.25,
            exact: true,
        },
        stages: stages(300, 100),
        stages_least: stages(300, 90),
        stages_most: stages(310, 100),
        processor_seconds: spread(0.25, 0.25, 0.5),
        kinds: vec![KindFigures {
            kind: Kind::Pdf,
            readings: 4,
            pages: 6,
            bytes: 82_000,
            seconds: 2.0,
        }],
        processor_share: Some(0.995),
    }
}

/// A report whose documents a second, with one thread, are so many.
pub(crate) fn report(rate: f64) -> Report {
    let documents = vec![
        document("d/a.txt", None, spread(0.04, 0.04, 0.05)),
        document("d/b.pdf", None, spread(1.0, 1.25, 1.5)),
        document("d/leeg.txt", Some("empty-file"), spread(0.0, 0.0, 0.0)),
    ];
    let field = |name: &str, right: u64, f1: f64| FieldFigures {
        field: name.to_owned(),
        expected: 2,
        found: 1,
        right,
        precision: Some(f1),
        recall: Some(f1 / 2.0),
        f1: Some(f1),
    };
    Report {
        schema_version: SCHEMA_VERSION,
        program: Program {
            version: "1.2.3".to_owned(),
            build: "release".to_owned(),
            grammars: "built-in".to_owned(),
        },
        machine: Machine {
            system: "linux".to_owned(),
            kernel: Some("6.1".to_owned()),
            architecture: "x86_64".to_owned(),
            processor: Some("Reader 9000".to_owned()),
            cores: 2,
            memory_bytes: Some(8 << 30),
            load_before: Some(0.25),
            load_after: None,
        },
        started: "2026-11-30T12:00:00Z".to_owned(),
        stopped: false,
        corpus: CorpusFigures {
            paths: vec!["d".to_owned()],
            sample: None,
            limit: None,
            documents: 3,
            failed: 1,
            bytes: 61_500,
            pages: 4,
            motions: 2,
            fingerprint: "00000000000000ff".to_owned(),
            skipped: [(".html".to_owned(), 1)].into(),
        },
        warm_up: true,
        rounds: 2,
        runs: vec![run(1, rate), run(2, rate * 1.8)],
        memory: Memory { reader_peak_bytes: Some(62_000_000), bench_peak_bytes: None },
        failures: [("empty-file".to_owned(), 1)].into(),
        accuracy: Some(Accuracy {
            documents: 2,
            motions: 2,
            motions_found: 1,
            fields: vec![field("whole", 1, 0.5), field("title", 1, 0.6667)],
        }),
        worst: vec![documents[1].clone(), documents[0].clone()],
        documents: Some(documents),
        notices: vec!["the moon was full".to_owned()],
        compared: None,
    }
}
