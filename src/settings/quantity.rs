//! How much, how many, how long: numbers with their units.

use std::ffi::OsStr;
use std::fmt;
use std::num::NonZeroU32;
use std::ops::Deref;
use std::time::Duration;

use super::value::{Value, string};

/// A number of bytes, from 1.
///
/// Written with a unit, `64 MiB`, or as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(u64);

impl Size {
    /// A size of so many bytes, from 1.
    #[must_use]
    pub const fn of(bytes: u64) -> Self {
        Self(bytes)
    }

    /// The number of bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

/// The units of sizes, in bytes, largest first.
const SIZES: [(&str, u64); 4] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("", 1)];

impl fmt::Display for Size {
    /// In the largest unit that leaves a whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_in(self.0, &SIZES, f)
    }
}

impl Value for Size {
    const EXPECTED: &'static str = "a size such as `64 MiB`, in bytes, KiB, MiB or GiB";

    fn read(text: &OsStr) -> Option<Self> {
        read_in(text, &SIZES).map(Self)
    }

    fn write(&self) -> Option<toml::Value> {
        string(self)
    }
}

/// A length of time, from 1 ms up to what a `Duration` holds.
///
/// Written with a unit: `500 ms`, `7 s`, `2 min`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(Duration);

/// The units of periods, in milliseconds, largest first.
const PERIODS: [(&str, u64); 3] = [("min", 60_000), ("s", 1_000), ("ms", 1)];

impl Deref for Period {
    type Target = Duration;

    fn deref(&self) -> &Duration {
        &self.0
    }
}

impl fmt::Display for Period {
    /// In the largest unit that leaves a whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_in(u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX), &PERIODS, f)
    }
}

impl Value for Period {
    const EXPECTED: &'static str = "a time such as `5 s`, in ms, s or min";

    fn read(text: &OsStr) -> Option<Self> {
        read_in(text, &PERIODS).map(|milliseconds| Self(Duration::from_millis(milliseconds)))
    }

    fn write(&self) -> Option<toml::Value> {
        string(self)
    }
}

/// How many of something, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(NonZeroU32);

impl Count {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl Value for Count {
    const EXPECTED: &'static str = "a whole number from 1";

    fn read(text: &OsStr) -> Option<Self> {
        digits(text.to_str()?)?.parse().ok().map(Self)
    }

    fn write(&self) -> Option<toml::Value> {
        Some(toml::Value::Integer(self.get().into()))
    }
}

/// Reads a whole number from 1 with one of the units, with or without a space between.
fn read_in(text: &OsStr, units: &[(&str, u64)]) -> Option<u64> {
    let text = text.to_str()?.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = (digits(&text[..end])?, text[end..].trim_start());
    let (_, factor) = units.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit))?;
    let product = number.parse::<u64>().ok()?.checked_mul(*factor)?;
    (product > 0).then_some(product)
}

/// A text if it is nothing but digits: `parse` would let a sign pass.
fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

fn write_in(value: u64, units: &[(&str, u64)], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let whole = units.iter().find(|(_, factor)| value.is_multiple_of(*factor));
    let (unit, factor) = whole.expect("the last unit is 1");
    let space = if unit.is_empty() { "" } else { " " };
    write!(f, "{}{space}{unit}", value / factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, bytes, shown) in [
            ("64 MiB", 64 << 20, "64 MiB"),
            ("2GiB", 2 << 30, "2 GiB"),
            ("1536 kib", 1536 << 10, "1536 KiB"),
            ("1000", 1000, "1000"),
        ] {
            let size = Size::read(text.as_ref()).unwrap();
            assert_eq!((size.bytes(), size.to_string().as_str()), (bytes, shown));
        }
        for text in ["", "MiB", "0", "0 MiB", "-1", "+1", "1.5 GiB", "1 MB", "99999999999 GiB"] {
            assert_eq!(Size::read(text.as_ref()), None, "{text}");
        }
    }

    #[test]
    fn periods_must_have_units() {
        for (text, milliseconds, shown) in
            [("500 ms", 500, "500 ms"), ("120s", 120_000, "2 min"), ("1 min", 60_000, "1 min")]
        {
            let period = Period::read(text.as_ref()).unwrap();
            assert_eq!((period.as_millis(), period.to_string().as_str()), (milliseconds, shown));
        }
        for text in ["5", "0 s", "1 h", "s", "-5 s"] {
            assert_eq!(Period::read(text.as_ref()), None, "{text}");
        }
    }

    #[test]
    fn counts_begin_at_one() {
        assert_eq!(Count::read("7".as_ref()).map(Count::get), Some(7));
        for text in ["", "0", "-1", "+1", "many", "1.0", "4294967296"] {
            assert_eq!(Count::read(text.as_ref()), None, "{text}");
        }
    }
}
