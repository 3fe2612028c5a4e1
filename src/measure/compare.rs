//! A measurement beside another: ratios, and what else differs between the two.
//!
//! A ratio is what is now by what was then. It is beyond noise if it cannot be explained by how far
//! the rounds of either differ: for throughput, stages and documents, if no round of the one is among
//! those of the other; for quantiles, which are taken over all rounds, if they changed by more than the
//! documents a second of the rounds differ. With one round nobody can tell. Documents are compared by
//! processor time, which changes least where other programs run.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::report::{DocumentFigures, Report, Run, SCHEMA_VERSION, Spread};
use crate::error::{Code, Error};
use crate::import::read;

/// A document that changed by less than this share is no slower and no faster.
const ALIKE: f64 = 0.1;

/// How a measurement differs from another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The file of the other.
    pub with: String,
    /// Where program, machine, corpus or way of measuring differ, in words.
    pub differences: Vec<String>,
    /// The figures that both have.
    pub figures: Vec<Ratio>,
    /// The F1 of the fields, where it changed.
    pub accuracy: Vec<Shift>,
    /// The documents that both have; null where one of them did not list any.
    pub documents: Option<Moved>,
}

/// A figure then and now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// Which one: `documents a second, 1 thread`.
    pub figure: String,
    /// What it was.
    pub then: f64,
    /// What it is.
    pub now: f64,
    /// The one by the other; null where it was 0.
    pub ratio: Option<f64>,
    /// Whether it is better if it is higher, as throughput is.
    pub higher_is_better: bool,
    /// Whether it changed by more than noise; null where nobody can tell, and where the corpora differ.
    pub beyond_noise: Option<bool>,
}

/// The F1 of a field then and now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// The field.
    pub field: String,
    /// What it was; null where the field was not scored.
    pub then: Option<f64>,
    /// What it is.
    pub now: Option<f64>,
}

/// What became of the documents that both have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// How many there are, by their names.
    pub both: u64,
    /// How many take longer on the processor, beyond noise and by more than a tenth.
    pub slower: u64,
    /// How many take less long, likewise.
    pub faster: u64,
    /// How many can be read that could not, or fail that did not, or fail otherwise.
    pub ended_otherwise: u64,
    /// The median of the ratios of all of them: by it all may be slower or faster together.
    pub median_ratio: f64,
    /// Those that take longer, the one first that lost most seconds; as many as worst ones were
    /// asked for.
    pub most_slower: Vec<Change>,
}

/// A document then and now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// How long it was on the processor, in seconds; on the clock, if that is not known.
    pub then: Spread,
    /// How long it is now.
    pub now: Spread,
    /// The one by the other.
    pub ratio: f64,
}

/// Reads a report that was written before.
///
/// # Errors
/// [`Code::BadRequest`] where the file is none, or of another version.
pub fn load(file: &Path) -> Result<Report, Error> {
    let path = file.display();
    let wrong = |found: String| {
        let message = format!("`{path}`: expected a report, found {found}");
        Error::new(Code::BadRequest, message)
            .with_hint("write one with `moties bench PATH --json > FILE`")
    };
    let bytes = read::load(file)
        .map_err(|error| Error { message: format!("`{path}`: {}", error.message), ..error })?;
    #[derive(Deserialize)]
    struct Version {
        schema_version: u32,
    }
    let version: Version =
        serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
    if version.schema_version != SCHEMA_VERSION {
        let found = version.schema_version;
        return Err(wrong(format!(
            "one of version {found}, where this program has {SCHEMA_VERSION}"
        )));
    }
    serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))
}

/// Lays a report beside one that was written before; names at most so many documents.
#[must_use]
pub fn compare(then: &Report, with: &str, now: &Report, named: usize) -> Comparison {
    Comparison {
        with: with.to_owned(),
        differences: differences(then, now),
        figures: figures(then, now),
        accuracy: accuracy(then, now),
        documents: moved(then, now, named),
    }
}

/// Where the two were not made in the same way.
fn differences(then: &Report, now: &Report) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "unknown".to_owned());
    let threads = |report: &Report| {
        let numbers: Vec<_> = report.runs.iter().map(|run| run.threads.to_string()).collect();
        numbers.join(",")
    };
    let memory = |report: &Report| {
        let bytes = report.machine.memory_bytes;
        bytes.map_or_else(|| "unknown".to_owned(), |bytes| format!("{} MiB", bytes >> 20))
    };
    let corpus = |report: &Report| {
        let corpus = &report.corpus;
        format!("{} documents of {} bytes ({})", corpus.documents, corpus.bytes, corpus.fingerprint)
    };
    let warm_up = |report: &Report| if report.warm_up { "yes" } else { "no" }.to_owned();
    let whole = |report: &Report| if report.stopped { "stopped" } else { "whole" }.to_owned();
    let of = |report: &Report| {
        let (program, machine) = (&report.program, &report.machine);
        [
            ("version", program.version.clone()),
            ("build", program.build.clone()),
            ("grammars", program.grammars.clone()),
            ("corpus", corpus(report)),
            ("system", format!("{} {}", machine.system, machine.architecture)),
            ("kernel", text(&machine.kernel)),
            ("processor", text(&machine.processor)),
            ("processors", machine.cores.to_string()),
            ("memory", memory(report)),
            ("threads", threads(report)),
            ("rounds", report.rounds.to_string()),
            ("warm-up", warm_up(report)),
            ("measurement", whole(report)),
        ]
    };
    let both = of(then).into_iter().zip(of(now));
    both.filter(|((_, then), (_, now))| then != now)
        .map(|((what, then), (_, now))| format!("{what}: {then} then, {now} now"))
        .collect()
}

fn figures(then: &Report, now: &Report) -> Vec<Ratio> {
    let mut figures = Vec::new();
    for run in &now.runs {
        if let Some(before) = then.runs.iter().find(|before| before.threads == run.threads) {
            of_run(before, run, &mut figures);
        }
    }
    let (before, after) = (&then.memory, &now.memory);
    for (name, then, now) in [
        ("peak memory of a reader, bytes", before.reader_peak_bytes, after.reader_peak_bytes),
        ("peak memory of the bench, bytes", before.bench_peak_bytes, after.bench_peak_bytes),
    ] {
        if let (Some(then), Some(now)) = (then, now) {
            figures.push(ratio(name, then as f64, now as f64, None));
        }
    }
    let failed = |report: &Report| report.corpus.failed as f64;
    figures.push(ratio("documents that failed", failed(then), failed(now), None));
    if then.corpus.fingerprint != now.corpus.fingerprint {
        figures.iter_mut().for_each(|ratio| ratio.beyond_noise = None);
    }
    figures
}

/// The figures of a number of threads.
fn of_run(then: &Run, now: &Run, figures: &mut Vec<Ratio>) {
    let s = if now.threads == 1 { "" } else { "s" };
    let named = |what: &str| format!("{what}, {} thread{s}", now.threads);
    let has_rounds = then.rounds.len() > 1 && now.rounds.len() > 1;
    for (what, then, now) in [
        ("documents a second", then.documents_per_second, now.documents_per_second),
        ("pages a second", then.pages_per_second, now.pages_per_second),
        ("bytes a second", then.bytes_per_second, now.bytes_per_second),
    ] {
        let beyond = has_rounds.then(|| now.is_apart_from(&then));
        let ratio = ratio(&named(what), then.median, now.median, beyond);
        figures.push(Ratio { higher_is_better: true, ..ratio });
    }
    let (before, after) = (then.processor_seconds, now.processor_seconds);
    let beyond = has_rounds.then(|| after.is_apart_from(&before));
    figures.push(ratio(&named("processor, s"), before.median, after.median, beyond));
    let noise = then.documents_per_second.width().max(now.documents_per_second.width());
    let (before, after) = (&then.document_seconds, &now.document_seconds);
    for (what, then, now) in [
        ("median document, s", before.median, after.median),
        ("p95 document, s", before.p95, after.p95),
        ("p99 document, s", before.p99, after.p99),
        ("worst document, s", before.most, after.most),
    ] {
        let beyond = has_rounds.then(|| (now - then).abs() > noise * then);
        figures.push(ratio(&named(what), then, now, beyond));
    }
    let (before, after) = (then.between(), now.between());
    for ((stage, before), (_, after)) in before.zip(after) {
        if before.most > 0.0 || after.most > 0.0 {
            let beyond = has_rounds.then(|| after.is_apart_from(&before));
            let name = named(&format!("stage {stage}, s"));
            figures.push(ratio(&name, before.median, after.median, beyond));
        }
    }
}

impl Run {
    /// What each stage took over the rounds; the median is that of the median round.
    fn between(&self) -> impl Iterator<Item = (&'static str, Spread)> {
        let bounds = self.stages_least.iter().zip(self.stages_most.iter());
        self.stages.iter().zip(bounds).map(|((stage, median), ((_, least), (_, most)))| {
            (stage, Spread { median, least, most })
        })
    }
}

fn ratio(figure: &str, then: f64, now: f64, beyond_noise: Option<bool>) -> Ratio {
    let ratio = (then > 0.0).then(|| now / then);
    Ratio { figure: figure.to_owned(), then, now, ratio, higher_is_better: false, beyond_noise }
}

/// The fields whose F1 changed.
fn accuracy(then: &Report, now: &Report) -> Vec<Shift> {
    let fields = |report: &Report| {
        let fields = report.accuracy.iter().flat_map(|accuracy| &accuracy.fields);
        fields.map(|figures| (figures.field.clone(), figures.f1)).collect::<Vec<_>>()
    };
    let (before, after) = (fields(then), fields(now));
    let in_before = |name: &str| before.iter().find(|(field, _)| field == name);
    let gone = before.iter().filter(|(name, _)| !after.iter().any(|(field, _)| field == name));
    let gone = gone.map(|(field, f1)| Shift { field: field.clone(), then: *f1, now: None });
    let kept = after.iter().map(|(field, f1)| Shift {
        field: field.clone(),
        then: in_before(field).and_then(|(_, f1)| *f1),
        now: *f1,
    });
    kept.chain(gone).filter(|shift| shift.then != shift.now).collect()
}

/// The documents that both list.
fn moved(then: &Report, now: &Report, named: usize) -> Option<Moved> {
    let before: HashMap<&str, &DocumentFigures> = then
        .documents
        .as_ref()?
        .iter()
        .map(|document| (document.name.as_str(), document))
        .collect();
    let mut ratios = Vec::new();
    let mut slower = Vec::new();
    let (mut faster, mut ended_otherwise) = (0, 0);
    for document in now.documents.as_ref()? {
        let Some(other) = before.get(document.name.as_str()) else { continue };
        let change = Change::of(other, document);
        ratios.push(change.ratio);
        ended_otherwise += u64::from(other.code != document.code);
        if !change.now.is_apart_from(&change.then) || (change.ratio - 1.0).abs() <= ALIKE {
            continue;
        }
        if change.ratio > 1.0 {
            slower.push(change);
        } else {
            faster += 1;
        }
    }
    let lost = |change: &Change| change.now.median - change.then.median;
    slower.sort_by(|one, other| lost(other).total_cmp(&lost(one)));
    let (both, count) = (ratios.len() as u64, slower.len() as u64);
    slower.truncate(named);
    Some(Moved {
        both,
        slower: count,
        faster,
        ended_otherwise,
        median_ratio: Spread::of(ratios).median,
        most_slower: slower,
    })
}

impl Change {
    fn of(then: &DocumentFigures, now: &DocumentFigures) -> Self {
        let is_known = then.processor_seconds.least > 0.0 && now.processor_seconds.least > 0.0;
        let of = |figures: &DocumentFigures| {
            if is_known { figures.processor_seconds } else { figures.seconds }
        };
        let (before, after) = (of(then), of(now));
        let ratio = if before.median > 0.0 { after.median / before.median } else { 1.0 };
        Self { name: now.name.clone(), then: before, now: after, ratio }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn what_is_the_same_has_no_differences() {
        let report = fixture::report(100.0);
        let same = compare(&report, "then.json", &report, 10);
        assert!(same.differences.is_empty() && same.accuracy.is_empty());
        assert!(same.figures.iter().all(|ratio| ratio.then == ratio.now));
        let moved = same.documents.unwrap();
        assert_eq!((moved.both, moved.slower, moved.faster), (3, 0, 0));
        assert_eq!(moved.median_ratio, 1.0);
    }

    #[test]
    fn ratios_tell_noise_from_change() {
        let (then, mut now) = (fixture::report(100.0), fixture::report(112.0));
        now.runs.remove(1);
        now.program.version = "1.2.4".to_owned();
        now.machine.processor = None;
        let accuracy = now.accuracy.as_mut().unwrap();
        accuracy.fields[1].f1 = Some(1.0);
        let documents = now.documents.as_mut().unwrap();
        documents[0].processor_seconds = Spread { median: 0.08, least: 0.06, most: 0.1 };
        documents[1].processor_seconds = Spread { median: 1.3, least: 1.2, most: 1.6 };
        documents[1].code = Some("pdf-timeout".to_owned());
        let found = compare(&then, "then.json", &now, 10);
        assert_eq!(
            found.differences,
            [
                "version: 1.2.3 then, 1.2.4 now",
                "processor: Reader 9000 then, unknown now",
                "threads: 1,2 then, 1 now",
            ]
        );
        let of = |figure: &str| found.figures.iter().find(|it| it.figure == figure).unwrap();
        let documents = of("documents a second, 1 thread");
        assert_eq!((documents.ratio, documents.beyond_noise), (Some(1.12), Some(false)));
        assert!(documents.higher_is_better && !of("stage load, s, 1 thread").higher_is_better);
        assert!(!found.figures.iter().any(|it| it.figure.contains("2 threads")));
        let f1: Vec<_> = found.accuracy.iter().map(|it| (it.field.as_str(), it.now)).collect();
        assert_eq!(f1, [("title", Some(1.0))]);
        let moved = found.documents.unwrap();
        assert_eq!((moved.both, moved.slower, moved.faster), (3, 1, 0));
        assert_eq!(moved.ended_otherwise, 1);
        let [slower] = moved.most_slower.as_slice() else { panic!("{moved:?}") };
        assert_eq!((slower.name.as_str(), slower.ratio), ("d/a.txt", 2.0));

        let clear = compare(&then, "then.json", &fixture::report(300.0), 10);
        assert_eq!(clear.figures[0].beyond_noise, Some(true));
        let mut other = fixture::report(300.0);
        other.corpus.fingerprint.clear();
        let other = compare(&then, "then.json", &other, 10);
        assert_eq!(
            other.differences,
            ["corpus: 3 documents of 61500 bytes (00000000000000ff) then, \
              3 documents of 61500 bytes () now"]
        );
        assert!(other.figures.iter().all(|ratio| ratio.beyond_noise.is_none()));
    }

    #[test]
    fn what_is_no_report_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.json");
        let said = |text: &str| {
            std::fs::write(&file, text).unwrap();
            load(&file).unwrap_err().to_string().replace(&dir.path().display().to_string(), "DIR")
        };
        assert_eq!(
            said("{}"),
            "`DIR/a.json`: expected a report, found missing field `schema_version` at line 1 \
             column 2; write one with `moties bench PATH --json > FILE`"
        );
        assert_eq!(
            said(r#"{"schema_version": 9}"#),
            "`DIR/a.json`: expected a report, found one of version 9, where this program has 1; \
             write one with `moties bench PATH --json > FILE`"
        );
        let gone = load(Path::new("weg.json")).unwrap_err().to_string();
        assert_eq!(
            gone,
            "`weg.json`: expected a file that can be read, found nothing of that name; \
             check that the file is there and that you may read it"
        );
    }
}
