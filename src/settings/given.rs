//! What the sources say, and who of them counts.

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::{FALLBACK, Origin, Setting, Settings, file};
use crate::error::{Code, Error};

/// What one source says: the texts of each setting that it has, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    values: BTreeMap<String, Vec<OsString>>,
}

impl Given {
    /// Says what a setting is: one text, or those of a list.
    pub fn set<T: Into<OsString>>(&mut self, name: &str, texts: impl IntoIterator<Item = T>) {
        self.values.insert(name.to_owned(), texts.into_iter().map(Into::into).collect());
    }

    /// What it says about a setting.
    pub(super) fn get(&self, name: &str) -> Option<&[OsString]> {
        self.values.get(name).map(Vec::as_slice)
    }
}

/// All who may say something.
pub struct Sources<'a> {
    /// The file that was named by a flag.
    pub config: Option<PathBuf>,
    /// The flags.
    pub flags: Given,
    /// The environment: the value of a variable, by its name.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// The file that is read where no other is there.
    pub fallback: &'a Path,
}

impl Sources<'_> {
    /// The environment of this process and the usual place of the file, below some flags.
    #[must_use]
    pub fn of_process(config: Option<PathBuf>, flags: Given) -> Self {
        Self { config, flags, environment: &|name| env::var_os(name), fallback: FALLBACK.as_ref() }
    }

    /// What the environment says about a setting; an empty variable says nothing. Lists are
    /// separated by commas.
    fn variable(&self, row: &Setting) -> Option<Vec<OsString>> {
        let value = (self.environment)(&row.variable()).filter(|value| !value.is_empty())?;
        Some(match value.to_str() {
            Some(text) if row.is_list => text.split(',').map(|part| part.trim().into()).collect(),
            _ => vec![value],
        })
    }

    /// What counts of flags and environment.
    fn near(&self, row: &Setting) -> Option<(Origin, Vec<OsString>)> {
        if let Some(texts) = self.flags.get(row.name) {
            return Some((Origin::Flag(row.name), texts.to_vec()));
        }
        self.variable(row).map(|texts| (Origin::Variable(row.variable()), texts))
    }

    /// The file to read: one that is named must be there, others may be.
    fn file(&self) -> Result<Option<(PathBuf, Given)>, Error> {
        let named = || (self.environment)("MOTIES_CONFIG").filter(|path| !path.is_empty());
        if let Some(path) = self.config.clone().or_else(|| named().map(Into::into)) {
            return file::read(&path).map(|given| Some((path, given)));
        }
        let data = Settings::ALL.iter().find(|row| row.name == "data").expect("there is one");
        let dir = match self.near(data) {
            Some((_, texts)) => texts.into_iter().next().unwrap_or_default(),
            None => data.default.into(),
        };
        let inside = Path::new(&dir).join("moties.toml");
        if inside.exists() {
            let given = file::read(&inside)?;
            return match given.get("data") {
                Some(texts) if !is_same(texts, &dir) => Err(elsewhere(&inside, texts)),
                _ => Ok(Some((inside, given))),
            };
        }
        if self.fallback.exists() {
            return file::read(self.fallback).map(|given| Some((self.fallback.to_owned(), given)));
        }
        Ok(None)
    }
}

impl Settings {
    /// Finds out what counts.
    ///
    /// # Errors
    /// [`Code::SettingsInvalid`] where the file cannot be read, is no TOML or has a key that there is
    /// none of, and where a value is none.
    pub fn resolve(sources: &Sources<'_>) -> Result<Self, Error> {
        let file = sources.file()?;
        let mut settings = Self::of(&mut |row| {
            if let Some(near) = sources.near(row) {
                return near;
            }
            if let Some((path, given)) = &file
                && let Some(texts) = given.get(row.name)
            {
                return (Origin::File(path.clone()), texts.to_vec());
            }
            let default = Some(row.default).filter(|text| !text.is_empty());
            (Origin::Default, default.into_iter().map(Into::into).collect())
        })?;
        settings.file = file.map(|(path, _)| path);
        Ok(settings)
    }
}

impl Settings {
    /// Of the names of variables those that look like a setting's and are none: a slip of the pen would
    /// else have no effect, and nobody knew. Systems that run containers set some by themselves.
    pub fn unknown_variables(names: impl Iterator<Item = String>) -> Vec<String> {
        let is_known = |name: &str| {
            let rest = name.trim_start_matches("MOTIES_");
            ["CONFIG", "PORT"].contains(&rest)
                || ["PORT_", "SERVICE_"].iter().any(|start| rest.starts_with(start))
                || Self::ALL.iter().any(|row| row.variable() == name)
        };
        let mut unknown: Vec<_> =
            names.filter(|name| name.starts_with("MOTIES_") && !is_known(name)).collect();
        unknown.sort();
        unknown
    }
}

/// Whether a setting names one folder, which is this one.
fn is_same(texts: &[OsString], dir: &OsStr) -> bool {
    let whole = |path: &OsStr| Path::new(path).canonicalize();
    matches!(texts, [text] if matches!((whole(text), whole(dir)), (Ok(a), Ok(b)) if a == b))
}

fn elsewhere(path: &Path, texts: &[OsString]) -> Error {
    let found = texts.first().map(|text| text.to_string_lossy()).unwrap_or_default();
    let message = format!(
        "`{}`: `data`: expected the folder that this file is in, found `{found}`",
        path.display()
    );
    let hint = "leave it out, or name the file with --config";
    Error::new(Code::SettingsInvalid, message).with_hint(hint)
}

/// Says that a value is none.
pub(super) fn misfit(row: &Setting, origin: &Origin, texts: &[OsString]) -> Error {
    let place = match origin {
        Origin::File(path) => format!("`{}`: `{}`", path.display(), row.name),
        Origin::Default => format!("`{}`", row.name),
        Origin::Variable(_) | Origin::Flag(_) => format!("`{origin}`"),
    };
    let found: Vec<_> = texts.iter().map(|text| format!("`{}`", text.to_string_lossy())).collect();
    let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
    let message = format!("{place}: expected {}, found {found}", row.expected);
    Error::new(Code::SettingsInvalid, message)
}
