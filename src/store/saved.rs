//! Questions that someone saved, to hear what is new.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use super::error::StoreError;
use super::search::{self, Query};
use crate::index::{Facet, Filter, Sort};

/// A question that someone saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SavedQuestion {
    /// Its number.
    pub id: u64,
    /// What it is called.
    pub name: String,
    /// What it asks, as the search takes it in an address: `q=woningbouw&year=2026`.
    pub query: String,
    /// The name of the key that saved it; null on this machine.
    pub by: Option<String>,
    /// When it was saved: UTC, `2026-11-24T09:30:00Z`.
    pub made_at: String,
    /// The number of the ledger's change up to which what it finds was looked at.
    pub looked: u64,
    /// When it was last looked at, or saved.
    pub looked_at: String,
    /// Whether its feed has an address that takes no key.
    pub has_feed: bool,
}

/// A question that is to be saved.
#[derive(Clone, Copy, Debug)]
pub struct NewQuestion<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What it asks, as [`Asking`] writes it.
    pub query: &'a str,
    /// The name of the key; `None` on this machine.
    pub by: Option<&'a str>,
    /// Up to where what it finds counts as looked at.
    pub looked: u64,
}

/// The longest name of a question, in characters.
const LONGEST_NAME: usize = 200;

/// The name of a question, if it can have it.
///
/// # Errors
/// [`StoreError::Unsavable`].
pub fn question_name(given: &str) -> Result<&str, StoreError> {
    let name = given.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(StoreError::Unsavable {
            expected: "a line of 1 to 200 characters as name",
            found: given.chars().take(LONGEST_NAME).collect(),
        });
    }
    Ok(name)
}

/// What a question asks, apart from which page of the answer: what is saved of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// The question, as `docs/query.md` has it.
    pub words: String,
    /// The role or kind of clause that all of it is put to.
    pub clause: Option<String>,
    /// What motions must be besides.
    pub filters: Vec<Filter>,
    /// In which order they are shown.
    pub sort: Sort,
}

/// The orders, as an address has them.
const SORTS: [(&str, Sort); 4] = [
    ("relevance", Sort::Relevance),
    ("newest", Sort::Newest),
    ("oldest", Sort::Oldest),
    ("added", Sort::Added),
];

/// What an address has that says only which page of the answer is shown, and with what beside it.
const OF_A_PAGE: [&str; 4] = ["limit", "after", "facets", "families"];

impl Asking {
    /// Reads what an address asks the search: `q=woningbouw&year=2026`.
    ///
    /// # Errors
    /// [`StoreError::Unsavable`].
    pub fn read(query: &str) -> Result<Self, StoreError> {
        let wrong = |expected, found: &str| StoreError::Unsavable {
            expected,
            found: found.chars().take(LONGEST_NAME).collect(),
        };
        let mut asking = Self::default();
        for pair in query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let decoded = decoded(name).zip(decoded(value));
            let (name, value) =
                decoded.ok_or_else(|| wrong("names and values as an address has them", pair))?;
            match (name.as_str(), Facet::of(&name)) {
                (_, Some(facet)) => asking.filters.extend(search::filters(facet, &value)),
                ("q", _) => asking.words = value,
                ("clause", _) => asking.clause = Some(value).filter(|value| !value.is_empty()),
                ("sort", _) => {
                    let found = SORTS.iter().find(|(name, _)| *name == value);
                    asking.sort = found.map(|(_, sort)| *sort).ok_or_else(|| {
                        wrong("`relevance`, `newest`, `oldest` or `added` as `sort`", &value)
                    })?;
                }
                (name, _) if OF_A_PAGE.contains(&name) => {}
                (name, _) => {
                    return Err(wrong("`q`, `clause`, `sort` or the name of a facet", name));
                }
            }
        }
        Ok(asking)
    }

    /// Writes it as an address asks it, always in the same way.
    #[must_use]
    pub fn write(&self) -> String {
        let mut written = format!("q={}", encoded(self.words.trim()));
        let mut add = |name: &str, value: &str| {
            // Writing to a string never fails.
            let _ = write!(written, "&{name}={}", encoded(value));
        };
        if let Some(clause) = &self.clause {
            add("clause", clause);
        }
        for facet in Facet::ALL {
            let of = self.filters.iter().filter(|filter| filter.facet == facet);
            let values: Vec<_> = of.map(|filter| filter.value.as_str()).collect();
            if !values.is_empty() {
                add(facet.name(), &values.join("|"));
            }
        }
        let sort = SORTS.iter().find(|(_, sort)| *sort == self.sort && *sort != Sort::default());
        if let Some((name, _)) = sort {
            add("sort", name);
        }
        written
    }

    /// What it asks the store: nothing but motions that have all of it.
    #[must_use]
    pub fn query(&self) -> Query<'_> {
        Query {
            words: &self.words,
            clause: self.clause.as_deref(),
            filters: &self.filters,
            sort: self.sort,
            strict: true,
            ..Query::default()
        }
    }
}

/// A text as a value in an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

/// The text of a value in an address; `None` where it is none.
fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        bytes.push(match first {
            b'+' => b' ',
            b'%' => {
                let (digits, behind) = rest.split_at_checked(2)?;
                rest = behind;
                let digit = |byte: u8| char::from(byte).to_digit(16);
                u8::try_from(digit(digits[0])? << 4 | digit(digits[1])?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_written_in_one_way() {
        for (read, written) in [
            ("q=wonen", "q=wonen"),
            (
                "?q=wonen+in+%C3%A9%C3%A9n+wijk&limit=50&after=x&facets=true",
                "q=wonen%20in%20%C3%A9%C3%A9n%20wijk",
            ),
            (
                "sort=newest&year=2026|2025&municipality=Zeist%7CDe+Bilt&q=&clause=dictum&year=2024",
                "q=&clause=dictum&municipality=Zeist%7CDe%20Bilt&year=2026%7C2025%7C2024&sort=newest",
            ),
            ("q=a&sort=relevance&clause=", "q=a"),
            ("q=a&sort=added", "q=a&sort=added"),
        ] {
            let asking = Asking::read(read).unwrap();
            assert_eq!(asking.write(), written);
            assert_eq!(Asking::read(written).unwrap(), Asking::read(&asking.write()).unwrap());
        }
    }

    #[test]
    fn what_no_search_takes_is_not_saved() {
        for (read, expected) in [
            ("q=%", "expected names and values as an address has them, found `q=%`"),
            ("q=%ff", "expected names and values as an address has them, found `q=%ff`"),
            ("q=%+1", "expected names and values as an address has them, found `q=%+1`"),
            ("wat=1", "expected `q`, `clause`, `sort` or the name of a facet, found `wat`"),
            (
                "q=a&sort=best",
                "expected `relevance`, `newest`, `oldest` or `added` as `sort`, found `best`",
            ),
        ] {
            assert_eq!(Asking::read(read).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn a_name_is_a_line() {
        assert_eq!(question_name(" Wonen ").unwrap(), "Wonen");
        let long = "a".repeat(LONGEST_NAME + 1);
        for wrong in ["", "  ", "a\nb", &long] {
            let error = question_name(wrong).unwrap_err().to_string();
            assert!(
                error.starts_with("expected a line of 1 to 200 characters as name, found `"),
                "{error}"
            );
        }
    }
}
