//! What a record or a truth tells of a field.

use std::borrow::Cow;

use serde_json::Value;

/// What is told of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told<'a> {
    /// Nothing: in a truth, the field is not scored.
    Silent,
    /// That it is not stated: `null`, `[]` or an empty text.
    Absent,
    /// Its value; of a list, its values with commas between them.
    Is(Cow<'a, str>),
}

impl<'a> Told<'a> {
    /// What an object tells of a field; `path` leads to it, with dots between the keys.
    pub(super) fn of(object: &'a Value, path: &str) -> Self {
        let mut value = object;
        for key in path.split('.') {
            match value.get(key) {
                None => return Self::Silent,
                Some(Value::Null) => return Self::Absent,
                Some(inner) => value = inner,
            }
        }
        Self::leaf(value)
    }

    /// What a value tells.
    pub(super) fn leaf(value: &'a Value) -> Self {
        let told = match value {
            Value::Null => return Self::Absent,
            Value::String(text) => Cow::Borrowed(text.as_str()),
            Value::Array(list) => {
                let parts: Vec<_> =
                    list.iter().filter_map(|value| Self::leaf(value).is()).collect();
                Cow::Owned(parts.join(", "))
            }
            other => Cow::Owned(other.to_string()),
        };
        if told.is_empty() { Self::Absent } else { Self::Is(told) }
    }

    /// The value, if there is one.
    pub(super) fn is(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Is(value) => Some(value),
            Self::Silent | Self::Absent => None,
        }
    }
}

/// The elements of a list; none where it is `null` or not there.
pub(super) fn list<'a>(object: &'a Value, key: &str) -> &'a [Value] {
    object.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Which keys the elements of a list tell of: those that any of them has, all where it is empty.
pub(super) fn keys<'k>(list: &[Value], keys: &[&'k str]) -> Vec<&'k str> {
    let is_told = |key: &&&str| list.is_empty() || list.iter().any(|one| one.get(**key).is_some());
    keys.iter().filter(is_told).copied().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_told_is_not_what_is_absent() {
        let truth = json!({
            "title": "Bomen", "number": null, "pages": [1, 2], "file_numbers": [], "closing": "",
            "meeting": {"date": "2025-01-02"}, "outcome": null,
        });
        let is = |text: &'static str| Told::Is(text.into());
        for (path, told) in [
            ("title", is("Bomen")),
            ("number", Told::Absent),
            ("pages", is("1, 2")),
            ("file_numbers", Told::Absent),
            ("closing", Told::Absent),
            ("meeting.date", is("2025-01-02")),
            ("meeting.place", Told::Silent),
            ("outcome.date", Told::Absent),
            ("replaces", Told::Silent),
        ] {
            assert_eq!(Told::of(&truth, path), told, "{path}");
        }
    }

    #[test]
    fn a_list_tells_what_any_of_its_elements_tells() {
        let list = [json!({"name": "x"}), json!({"party": null})];
        assert_eq!(keys(&list, &["name", "party", "role"]), ["name", "party"]);
        assert_eq!(keys(&[], &["name", "party"]), ["name", "party"]);
    }
}
