//! The file: TOML, flat, of settings and nothing else.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use toml::Value;

use super::{Given, Setting, Settings};
use crate::error::{Code, Error};

/// Reads a file. Its paths are taken from where it stands.
///
/// # Errors
/// [`Code::SettingsInvalid`] where it cannot be read, is no TOML, or has what no setting is.
pub(super) fn read(path: &Path) -> Result<Given, Error> {
    let wrong =
        |what: &str| Error::new(Code::SettingsInvalid, format!("`{}`: {what}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| {
        wrong(&format!("expected a file that can be read: {error}"))
            .with_hint("check that the file is there and that you may read it")
    })?;
    let table: toml::Table = text.parse().map_err(|error| wrong(&no_toml(&error, &text)))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut given = Given::default();
    for (key, value) in table {
        let row = Settings::ALL.iter().find(|row| row.name == key).ok_or_else(|| {
            wrong(&format!("expected a setting, found the key `{key}`"))
                .with_hint("`moties config` prints all settings")
        })?;
        let texts = texts(row, value).map_err(|found| {
            wrong(&format!("`{key}`: expected {}, found {found}", row.expected))
        })?;
        given.set(row.name, texts.into_iter().map(|text| whole(row, folder, text)));
    }
    Ok(given)
}

/// The values of a key, one or, for a list, many; else what is found instead, with its article.
fn texts(row: &Setting, value: Value) -> Result<Vec<String>, &'static str> {
    match value {
        Value::Array(values) if row.is_list => values.into_iter().map(text).collect(),
        value => Ok(vec![text(value)?]),
    }
}

fn text(value: Value) -> Result<String, &'static str> {
    match value {
        Value::String(text) => Ok(text),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(_) => Err("a fraction"),
        Value::Boolean(_) => Err("true or false"),
        Value::Datetime(_) => Err("a date"),
        Value::Table(_) => Err("a table"),
        Value::Array(_) => Err("a list"),
    }
}

fn whole(row: &Setting, folder: &Path, text: String) -> OsString {
    if row.is_path && !text.is_empty() { folder.join(text).into() } else { text.into() }
}

/// What is wrong with a text that is no TOML, on one line.
fn no_toml(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    format!("line {line}: expected TOML, found otherwise: {}", error.message().replace('\n', ", "))
}
