//! What is counted for Prometheus.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use super::Service;
use crate::clock::{Stage, Times};
use crate::error::{Code, Error};
use crate::import::worker::peak_memory;
use crate::import::{Heard, Outcome};

/// A label with an outcome, and the code where it has one.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Ended {
    outcome: &'static str,
    code: &'static str,
}

/// A label with a stage of reading.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct At {
    stage: &'static str,
}

/// A label with a state of documents.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Being {
    state: &'static str,
}

/// A label with a status.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    status: u16,
}

/// The metrics of a service.
pub(super) struct Metrics {
    registry: Registry,
    outcomes: Family<Ended, Counter>,
    stages: Family<At, Counter<f64, std::sync::atomic::AtomicU64>>,
    requests: Family<Answered, Counter>,
    latency: Histogram,
    documents: Family<Being, Gauge>,
    motions: Gauge,
    lag: Gauge,
    refused: Gauge,
    missing: Gauge,
    memory: Gauge,
}

impl Metrics {
    /// Metrics of which nothing was counted yet.
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("moties");
        let outcomes = Family::<Ended, Counter>::default();
        registry.register(
            "read_documents",
            "Documents that were read since the start, by outcome",
            outcomes.clone(),
        );
        let stages = Family::<At, Counter<f64, std::sync::atomic::AtomicU64>>::default();
        registry.register_with_unit(
            "read_stage",
            "Time of a processor that reading took since the start, by stage",
            Unit::Seconds,
            stages.clone(),
        );
        let requests = Family::<Answered, Counter>::default();
        registry.register("requests", "Requests that were answered", requests.clone());
        // From 0.5 ms to 16 s.
        let latency = Histogram::new(exponential_buckets(0.0005, 2.0, 16));
        registry.register_with_unit(
            "request_duration",
            "How long it took until an answer began",
            Unit::Seconds,
            latency.clone(),
        );
        let documents = Family::<Being, Gauge>::default();
        registry.register("documents", "Documents in the store, by state", documents.clone());
        let motions = Gauge::default();
        registry.register("motions", "Motions that can be found", motions.clone());
        let lag = Gauge::default();
        registry.register("index_lag", "Changes that the index does not have yet", lag.clone());
        let refused = Gauge::default();
        registry.register(
            "index_refused",
            "1 while the index cannot be written, else 0",
            refused.clone(),
        );
        let missing = Gauge::default();
        registry.register(
            "watched_folders_missing",
            "Watched folders that are not there",
            missing.clone(),
        );
        let memory = Gauge::default();
        registry.register_with_unit(
            "peak_memory",
            "The most memory that the server held so far",
            Unit::Bytes,
            memory.clone(),
        );
        Self {
            registry,
            outcomes,
            stages,
            requests,
            latency,
            documents,
            motions,
            lag,
            refused,
            missing,
            memory,
        }
    }

    /// Counts what became of a document.
    pub(super) fn hear(&self, heard: &Heard) {
        let (outcome, code) = match heard {
            Heard::Report(report, _) => match &report.outcome {
                Outcome::Imported { .. } => ("indexed", ""),
                Outcome::Held { error, .. } => ("held", error.code.name()),
                Outcome::Failed { error, .. } => ("failed", error.code.name()),
                Outcome::Duplicate { .. } | Outcome::Skipped { .. } => return,
            },
            Heard::Taken(times) => return self.take(times),
            Heard::Searchable | Heard::Refused(_) | Heard::IndexRefused(_) | Heard::Written => {
                return;
            }
        };
        self.outcomes.get_or_create(&Ended { outcome, code }).inc();
    }

    fn take(&self, times: &Times) {
        for stage in Stage::ALL {
            let seconds = times.of(stage).as_secs_f64();
            self.stages.get_or_create(&At { stage: stage.name() }).inc_by(seconds);
        }
    }

    /// Counts an answer.
    pub(super) fn answered(&self, method: &axum::http::Method, status: u16, took: Duration) {
        let method = match method.as_str() {
            "GET" => "GET",
            "POST" => "POST",
            "DELETE" => "DELETE",
            _ => "other",
        };
        self.requests.get_or_create(&Answered { method, status }).inc();
        self.latency.observe(took.as_secs_f64());
    }
}

impl Service {
    /// What Prometheus reads.
    pub(super) fn metrics(&self) -> Result<String, Error> {
        let metrics = &self.metrics;
        let tally = self.store.tally()?;
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        for (state, count) in [
            ("waiting", tally.waiting),
            ("indexed", tally.indexed),
            ("held", tally.held),
            ("failed", tally.failed),
        ] {
            metrics.documents.get_or_create(&Being { state }).set(number(count));
        }
        metrics.motions.set(number(tally.motions));
        let (seq, searchable) = self.store.lag()?;
        metrics.lag.set(number(seq.saturating_sub(searchable)));
        metrics.refused.set(self.refused.index().is_some().into());
        metrics.missing.set(number(self.missing_folders() as u64));
        metrics.memory.set(number(peak_memory("self").unwrap_or(0)));
        let mut text = String::new();
        encode(&mut text, &metrics.registry)
            .map_err(|error| Error::new(Code::Internal, error.to_string()))?;
        Ok(text)
    }
}
