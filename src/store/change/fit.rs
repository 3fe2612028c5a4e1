//! Whether what a person asks for can be so, by itself: before it is laid over a record.
//!
//! Only what they give is looked at. What was read stays as it was read, whatever is in it.

use jiff::civil::Date;
use serde_json::Value;

use super::{Change, is_blank};
use crate::store::correct::RecordPart;
use crate::store::error::StoreError;

/// How many characters a text may have. The longest item of the corpora has a tenth of it.
const LONGEST: usize = 20_000;

/// The part of a record that explains: its only text of more than one line.
const EXPLANATION: RecordPart = RecordPart::Explanation;

impl Change {
    /// Lets a change of a motion pass whose values can be: texts without control characters and of a
    /// bounded length, days of the calendar, kinds of clauses that there are, another motion as the
    /// other version, and anything at all in a review.
    ///
    /// # Errors
    /// [`StoreError::Uncorrectable`].
    pub fn check(&self, motion: &str, knows: &dyn Fn(&str) -> bool) -> Result<(), StoreError> {
        self.check_texts()?;
        match self {
            Self::Set { part, value } => check_value(*part, value, motion, knows),
            Self::EditClause { kind: Some(kind), .. }
            | Self::AddClause { kind, .. }
            | Self::SplitClause { kind, .. } => check_kind(kind, knows),
            Self::Review { seen: None, is_motion: None, version_of: None } => {
                Err(misfit(RecordPart::Review, "nothing of `seen`, `is_motion`, `version_of`"))
            }
            Self::Review { version_of: Some(other), .. } => check_version(other, motion),
            _ => Ok(()),
        }
    }

    fn check_texts(&self) -> Result<(), StoreError> {
        let part = match self {
            Self::Set { part, .. } => *part,
            Self::Review { .. } => RecordPart::Review,
            Self::EditSignatory { .. }
            | Self::AddSignatory { .. }
            | Self::RemoveSignatory { .. } => RecordPart::Signatories,
            _ => RecordPart::Clauses,
        };
        let asked = serde_json::to_value(self).expect("a change is plain data");
        let mut wrong = None;
        each_text(&asked, &mut |text| {
            let is_wrong = |c: char| c.is_control() && !(c == '\n' && part == EXPLANATION);
            if let Some(sign) = text.chars().find(|&c| is_wrong(c)) {
                let found = format!("the control character U+{:04X}", u32::from(sign));
                wrong.get_or_insert_with(|| misfit(part, &found));
            }
            let length = text.chars().count();
            if length > LONGEST {
                let found = format!("a text of {length} characters, of {LONGEST} at most");
                wrong.get_or_insert_with(|| misfit(part, &found));
            }
        });
        wrong.map_or(Ok(()), Err)
    }
}

fn check_value(
    part: RecordPart,
    value: &Value,
    motion: &str,
    knows: &dyn Fn(&str) -> bool,
) -> Result<(), StoreError> {
    // Lists of texts and texts alike; what stands deeper may be empty, such as the heading of a clause.
    let texts = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    if texts.iter().filter_map(Value::as_str).any(is_blank) {
        return Err(misfit(
            part,
            "a text in which nothing can be seen, where null would say that none is there",
        ));
    }
    match part {
        RecordPart::Date => check_day(part, value),
        RecordPart::Meeting | RecordPart::Outcome => check_day(part, &value["date"]),
        RecordPart::Clauses => {
            let clauses = value.as_array().map(Vec::as_slice).unwrap_or_default();
            let mut kinds = clauses.iter().filter_map(|clause| clause["kind"].as_str());
            kinds.try_for_each(|kind| check_kind(kind, knows))
        }
        RecordPart::Review => {
            let says = |key: &str| value.get(key).is_some_and(|it| !it.is_null());
            if !["seen", "is_motion", "version_of"].into_iter().any(says) {
                let found = "nothing of `seen`, `is_motion`, `version_of`";
                return Err(misfit(part, found));
            }
            value["version_of"].as_str().map_or(Ok(()), |other| check_version(other, motion))
        }
        _ => Ok(()),
    }
}

/// Lets a day of the calendar pass, as ISO 8601 writes it, and what is no text: that is looked at where
/// the whole part is.
fn check_day(part: RecordPart, value: &Value) -> Result<(), StoreError> {
    let Some(text) = value.as_str() else { return Ok(()) };
    let day = text.parse::<Date>().ok().map(|day| day.to_string());
    if day.as_deref() == Some(text) {
        return Ok(());
    }
    Err(misfit(part, &format!("`{text}`, which is no day such as 2026-03-04")))
}

fn check_kind(kind: &str, knows: &dyn Fn(&str) -> bool) -> Result<(), StoreError> {
    let kind = kind.trim();
    if kind.is_empty() || knows(kind) {
        return Ok(());
    }
    let found = format!("the kind `{kind}`, which no grammar and no clause has");
    Err(misfit(RecordPart::Clauses, &found))
}

fn check_version(other: &str, motion: &str) -> Result<(), StoreError> {
    if other.trim() == motion {
        return Err(misfit(RecordPart::Review, "the motion itself as another version of it"));
    }
    Ok(())
}

/// Calls with every text in a value.
fn each_text(value: &Value, see: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(values) => values.iter().for_each(|value| each_text(value, see)),
        Value::Object(fields) => fields.values().for_each(|value| each_text(value, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn misfit(part: RecordPart, found: &str) -> StoreError {
    StoreError::Uncorrectable { part: part.name(), found: found.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(change: Value) -> Result<(), String> {
        let change: Change = serde_json::from_value(change).unwrap();
        change.check("aa", &|kind| kind == "verzoekt").map_err(|error| error.to_string())
    }

    #[test]
    fn what_cannot_be_is_refused_and_said() {
        let set = |part: &str, value: Value| json!({"op": "set", "part": part, "value": value});
        let long = "x".repeat(LONGEST + 1);
        let clause = json!({"kind": "flauwekul", "role": "dictum", "heading": "x"});
        for (change, part, found) in [
            (
                set("date", json!("32 maart")),
                "date",
                "`32 maart`, which is no day such as 2026-03-04",
            ),
            (
                set("date", json!("2026-02-30")),
                "date",
                "`2026-02-30`, which is no day such as 2026-03-04",
            ),
            (
                set("meeting", json!({"date": "morgen", "place": null})),
                "meeting",
                "`morgen`, which is no day such as 2026-03-04",
            ),
            (
                set("outcome", json!({"result": "aangenomen", "date": "20260304"})),
                "outcome",
                "`20260304`, which is no day such as 2026-03-04",
            ),
            (set("title", json!("\u{0}<script>")), "title", "the control character U+0000"),
            (
                set("title", json!("")),
                "title",
                "a text in which nothing can be seen, where null would say that none is there",
            ),
            (
                set("title", json!(" \u{200b}\u{ad}\u{2800}")),
                "title",
                "a text in which nothing can be seen, where null would say that none is there",
            ),
            (
                set("file_numbers", json!(["36 600", "\u{feff}"])),
                "file_numbers",
                "a text in which nothing can be seen, where null would say that none is there",
            ),
            (set("title", json!(long)), "title", "a text of 20001 characters, of 20000 at most"),
            (set("title", json!("een\ntwee")), "title", "the control character U+000A"),
            (
                set("clauses", json!([clause])),
                "clauses",
                "the kind `flauwekul`, which no grammar and no clause has",
            ),
            (
                json!({"op": "edit-clause", "clause": 0, "kind": "flauwekul"}),
                "clauses",
                "the kind `flauwekul`, which no grammar and no clause has",
            ),
            (
                json!({"op": "add-item", "clause": 0, "item": [0], "text": "a\u{7}b"}),
                "clauses",
                "the control character U+0007",
            ),
            (
                json!({"op": "edit-signatory", "signatory": 0, "name": "A\tB"}),
                "signatories",
                "the control character U+0009",
            ),
            (json!({"op": "review"}), "review", "nothing of `seen`, `is_motion`, `version_of`"),
            (set("review", json!({})), "review", "nothing of `seen`, `is_motion`, `version_of`"),
            (
                json!({"op": "review", "version_of": " aa"}),
                "review",
                "the motion itself as another version of it",
            ),
            (
                set("review", json!({"version_of": "aa"})),
                "review",
                "the motion itself as another version of it",
            ),
        ] {
            let expected = format!("expected what `{part}` of a record may be, found: {found}");
            assert_eq!(checked(change.clone()), Err(expected), "{change}");
        }
    }

    #[test]
    fn what_can_be_passes() {
        for change in [
            json!({"op": "set", "part": "date", "value": "2026-03-04"}),
            json!({"op": "set", "part": "date", "value": null}),
            json!({"op": "set", "part": "meeting", "value": null}),
            json!({"op": "set", "part": "title", "value": null}),
            json!({"op": "set", "part": "title", "value": "Fiets\u{ad}pad"}),
            json!({"op": "set", "part": "meeting", "value": {"date": null, "place": "Utrecht"}}),
            json!({"op": "set", "part": "explanation", "value": "een\ntwee"}),
            json!({"op": "edit-clause", "clause": 0, "kind": "verzoekt"}),
            json!({"op": "edit-clause", "clause": 0, "heading": "Verzoekt"}),
            json!({"op": "review", "seen": false}),
            json!({"op": "review", "version_of": ""}),
        ] {
            assert_eq!(checked(change.clone()), Ok(()), "{change}");
        }
    }
}
