//! How values are written: paths, addresses, choices, lists, and what may be absent.

use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::net::SocketAddr;
use std::path::{self, PathBuf};

/// A value of a setting.
pub(super) trait Value: Sized {
    /// What is expected, as a message has it behind "expected".
    const EXPECTED: &'static str;
    /// Whether it is a list.
    const IS_LIST: bool = false;
    /// Whether it is a path, or a list of them.
    const IS_PATH: bool = false;

    /// Reads one value; `None` where the text is none.
    fn read(text: &OsStr) -> Option<Self>;

    /// Reads what a source says: one text, or as many as there are, of a list.
    fn read_all(texts: &[OsString]) -> Option<Self> {
        match texts {
            [text] => Self::read(text),
            _ => None,
        }
    }

    /// The value as TOML has it; `None` where there is none.
    fn write(&self) -> Option<toml::Value>;
}

impl<T: Value> Value for Vec<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const IS_LIST: bool = true;
    const IS_PATH: bool = T::IS_PATH;

    fn read(text: &OsStr) -> Option<Self> {
        Some(vec![T::read(text)?])
    }

    fn read_all(texts: &[OsString]) -> Option<Self> {
        texts.iter().map(|text| T::read(text)).collect()
    }

    fn write(&self) -> Option<toml::Value> {
        Some(toml::Value::Array(self.iter().filter_map(T::write).collect()))
    }
}

impl<T: Value> Value for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const IS_PATH: bool = T::IS_PATH;

    fn read(text: &OsStr) -> Option<Self> {
        T::read(text).map(Some)
    }

    fn read_all(texts: &[OsString]) -> Option<Self> {
        if texts.is_empty() { Some(None) } else { T::read_all(texts).map(Some) }
    }

    fn write(&self) -> Option<toml::Value> {
        self.as_ref().and_then(T::write)
    }
}

impl Value for PathBuf {
    const EXPECTED: &'static str = "a folder such as `/srv/moties`";
    const IS_PATH: bool = true;

    fn read(text: &OsStr) -> Option<Self> {
        (!text.is_empty()).then(|| text.into())
    }

    /// Written whole: what is printed may be read in another folder.
    fn write(&self) -> Option<toml::Value> {
        let whole = path::absolute(self).unwrap_or_else(|_| self.clone());
        string(whole.display())
    }
}

impl Value for SocketAddr {
    const EXPECTED: &'static str = "an address and a port such as `127.0.0.1:8700`";

    fn read(text: &OsStr) -> Option<Self> {
        text.to_str()?.parse().ok()
    }

    fn write(&self) -> Option<toml::Value> {
        string(self)
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// A line a message, for people.
    Text,
    /// One line of JSON a message.
    Json,
}

impl Value for LogFormat {
    const EXPECTED: &'static str = "`text` or `json`";

    fn read(text: &OsStr) -> Option<Self> {
        match text.to_str()? {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    fn write(&self) -> Option<toml::Value> {
        string(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}

/// The least grave message that is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// What has failed.
    Error,
    /// What should be looked at.
    Warn,
    /// What happens: a line a request.
    Info,
    /// How it happens.
    Debug,
    /// Each step.
    Trace,
}

impl LogLevel {
    const ALL: [(Self, &str); 5] = [
        (Self::Error, "error"),
        (Self::Warn, "warn"),
        (Self::Info, "info"),
        (Self::Debug, "debug"),
        (Self::Trace, "trace"),
    ];
}

impl Value for LogLevel {
    const EXPECTED: &'static str = "`error`, `warn`, `info`, `debug` or `trace`";

    fn read(text: &OsStr) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| text == *name).map(|(level, _)| *level)
    }

    fn write(&self) -> Option<toml::Value> {
        Self::ALL.iter().find(|(level, _)| level == self).and_then(|(_, name)| string(name))
    }
}

/// A value that TOML has as a string.
pub(super) fn string(value: impl Display) -> Option<toml::Value> {
    Some(toml::Value::String(value.to_string()))
}
