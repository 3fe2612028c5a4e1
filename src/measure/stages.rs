//! What the time of readings went to, as reports have it.

use std::collections::BTreeMap;

use serde::de::{Deserializer, Error as _};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::table::Taken;
use crate::clock::Stage;

/// The time of processes that ended instead of answering, among the stages.
const LOST: &str = "lost";

/// Seconds by stage: an object whose keys are the names of [`Stage`], and `lost` for processes that
/// ended instead of answering. They are exclusive, and add up to the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stages {
    seconds: [f64; Stage::ALL.len()],
    lost: f64,
}

impl Stages {
    /// The stages of what was taken.
    pub(super) fn of(taken: &Taken) -> Self {
        let seconds = Stage::ALL.map(|stage| taken.times.of(stage).as_secs_f64());
        Self { seconds, lost: taken.lost.as_secs_f64() }
    }

    /// Each stage by itself: what this makes of its seconds here and there.
    pub(super) fn with(&self, others: &Self, choose: fn(f64, f64) -> f64) -> Self {
        let mut chosen = Self { lost: choose(self.lost, others.lost), ..*self };
        for (seconds, other) in chosen.seconds.iter_mut().zip(others.seconds) {
            *seconds = choose(*seconds, other);
        }
        chosen
    }

    /// Each with its name, and its seconds.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let stages = Stage::ALL.into_iter().map(Stage::name).zip(self.seconds);
        stages.chain([(LOST, self.lost)])
    }

    /// All of them together, in seconds.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.iter().map(|(_, seconds)| seconds).sum()
    }

    /// The one that took longest, with its seconds.
    #[must_use]
    pub fn longest(&self) -> (&'static str, f64) {
        self.iter().fold((LOST, 0.0), |best, one| if one.1 > best.1 { one } else { best })
    }
}

impl Serialize for Stages {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, seconds) in self.iter() {
            map.serialize_entry(name, &seconds)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Stages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut stages = Self::default();
        for (name, seconds) in BTreeMap::<String, f64>::deserialize(deserializer)? {
            match Stage::ALL.iter().position(|stage| stage.name() == name) {
                Some(stage) => stages.seconds[stage] = seconds,
                None if name == LOST => stages.lost = seconds,
                None => return Err(D::Error::custom(format!("unknown stage `{name}`"))),
            }
        }
        Ok(stages)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock::Times;

    #[test]
    fn stages_are_an_object_of_seconds() {
        let second = Duration::from_secs(1);
        let times = Times::told([(Stage::Load, second), (Stage::Build, second * 2)], second);
        let stages = Stages::of(&Taken { times, lost: second / 2 });
        let json = serde_json::to_string(&stages).unwrap();
        assert_eq!(
            json,
            r#"{"load":1.0,"fonts":0.0,"content":0.0,"layout":0.0,"scan":0.0,"recognise":0.0,"grammar":0.0,"build":2.0,"answer":0.0,"other":0.0,"lost":0.5}"#
        );
        assert_eq!(serde_json::from_str::<Stages>(&json).unwrap(), stages);
        assert_eq!((stages.total(), stages.longest()), (3.5, ("build", 2.0)));
        let least = stages.with(&Stages::of(&Taken { times, lost: Duration::ZERO }), f64::min);
        assert_eq!(least.total(), 3.0);
        let error = serde_json::from_str::<Stages>(r#"{"soup":1.0}"#).unwrap_err();
        assert!(error.to_string().starts_with("unknown stage `soup`"), "{error}");
    }
}
