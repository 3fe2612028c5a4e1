//! A record on its way into the ledger.

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use super::packed;
use crate::motion::Motion;

/// A motion that was read, with its record packed as the ledger keeps it.
///
/// Made from JSON, it keeps that JSON: the process that reads writes a record once, and nobody after it.
#[derive(Clone, Debug)]
pub struct Record {
    motion: Motion,
    packed: Vec<u8>,
}

impl Record {
    /// The motion.
    #[must_use]
    pub fn motion(&self) -> &Motion {
        &self.motion
    }

    /// The same motion, but for this.
    #[cfg(test)]
    pub(crate) fn but(&self, change: impl FnOnce(&mut Motion)) -> Self {
        let mut motion = self.motion.clone();
        change(&mut motion);
        motion.into()
    }

    /// Its record, packed.
    pub(super) fn packed(&self) -> &[u8] {
        &self.packed
    }
}

impl From<Motion> for Record {
    fn from(motion: Motion) -> Self {
        Self { packed: packed::json(&motion), motion }
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        let motion = serde_json::from_str(json.get()).map_err(de::Error::custom)?;
        Ok(Self { motion, packed: packed::pack(json.get().as_bytes()) })
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::types::ValueRef;

    use super::*;
    use crate::store::fixture::motion;

    #[test]
    fn json_is_kept_as_it_came() {
        let motion = motion("aa", "Wonen", &[]);
        let json = serde_json::to_string_pretty(&motion).unwrap();
        let record: Record = serde_json::from_str(&json).unwrap();
        assert_eq!(record.motion(), &motion);
        assert_eq!(packed::unpack(ValueRef::Blob(record.packed())).unwrap(), json);
        let made = Record::from(motion.clone());
        assert_eq!(packed::unpack_json::<Motion>(ValueRef::Blob(made.packed())).unwrap(), motion);
        assert!(serde_json::from_str::<Record>("[]").is_err());
    }
}
