//! Above `error`: what a service can be told, by whom, and what counts where several say different.
//!
//! Knows the settings, how each is written, and where it may stand. Does not know what any of them
//! does, nor how flags are read.
//!
//! A setting has one name in three spellings: `query-time` in the file, `MOTIES_QUERY_TIME` in the
//! environment, `--query-time` on the command line. The later counts more; what none of them says is
//! as the table below has it. Lists are replaced, not added to.
//!
//! ```text
//! defaults ──▶ file (TOML) ──▶ MOTIES_* ──▶ flags ──▶ Settings, and where each comes from
//! ```
//!
//! The file is the one that is named, by `--config` or `MOTIES_CONFIG`; else `moties.toml` in the
//! data directory; else `/etc/moties/moties.toml`. Folders in it are taken from where it stands. A
//! file in a data directory cannot name another one.
//!
//! A key that is not in the table is an error. A variable that is not is told: systems that run
//! containers set `MOTIES_PORT` and others by themselves. An empty variable says nothing.
//!
//! ```
//! use moties::settings::{Given, Settings, Sources};
//!
//! let mut flags = Given::default();
//! flags.set("query-time", ["500 ms"]);
//! let environment = |name: &str| (name == "MOTIES_LISTEN").then(|| "[::1]:80".into());
//! let settings = Settings::resolve(&Sources {
//!     config: None,
//!     flags,
//!     environment: &environment,
//!     fallback: "/etc/moties/none.toml".as_ref(),
//! })?;
//! assert_eq!(settings.listen, "[::1]:80".parse()?);
//! assert_eq!(settings.query_time.as_millis(), 500);
//! assert_eq!(settings.origin("listen").to_string(), "MOTIES_LISTEN");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod address;
mod file;
mod given;
mod quantity;
mod show;
mod value;

use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use address::{Host, Network, PublicUrl};
pub use given::{Given, Sources};
pub use quantity::{Count, Period, Size};
use value::Value;
pub use value::{LogFormat, LogLevel};

use crate::error::Error;

/// Where the file is looked for last.
pub const FALLBACK: &str = "/etc/moties/moties.toml";

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name, as in the file and behind `--`.
    pub name: &'static str,
    /// What it says, in a few words.
    pub help: &'static str,
    /// What stands for its value in a help text.
    pub takes: &'static str,
    /// What it is where nobody says; empty is nothing, or an empty list.
    pub default: &'static str,
    /// Whether it is a list.
    pub is_list: bool,
    /// Whether it is a path.
    pub is_path: bool,
    /// What is expected of a value.
    expected: &'static str,
}

impl Setting {
    /// Its name in the environment.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("MOTIES_{}", self.name.to_uppercase().replace('-', "_"))
    }
}

/// Who said what a setting is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nobody.
    #[default]
    Default,
    /// A file.
    File(PathBuf),
    /// A variable of the environment, by its name.
    Variable(String),
    /// A flag, by its name.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// Makes [`Settings`] and [`Settings::ALL`] from the table.
macro_rules! settings {
    ($(#[doc = $help:literal] $field:ident $name:literal $value:ty, $takes:literal $default:literal)*) => {
        /// What counts, of all that was said.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Settings {
            $(#[doc = $help] pub $field: $value,)*
            /// The file that was read.
            file: Option<PathBuf>,
            /// Who said each, in the order of the table.
            origins: Vec<Origin>,
        }

        impl Settings {
            /// Every setting.
            pub const ALL: &[Setting] = &[$(Setting {
                name: $name,
                help: $help.trim_ascii(),
                takes: $takes,
                default: $default,
                is_list: <$value>::IS_LIST,
                is_path: <$value>::IS_PATH,
                expected: <$value>::EXPECTED,
            },)*];

            /// Reads every setting from the strongest source that has it.
            fn of(said: &mut dyn FnMut(&Setting) -> (Origin, Vec<OsString>)) -> Result<Self, Error> {
                let mut origins = Vec::with_capacity(Self::ALL.len());
                let mut rows = Self::ALL.iter();
                $(
                    let row = rows.next().expect("a field is a row of the table");
                    let (origin, texts) = said(row);
                    let $field = <$value>::read_all(&texts)
                        .ok_or_else(|| given::misfit(row, &origin, &texts))?;
                    origins.push(origin);
                )*
                Ok(Self { $($field,)* file: None, origins })
            }

            /// Calls with every setting and its value, as TOML has it.
            fn each(&self, tell: &mut dyn FnMut(&Setting, Option<toml::Value>)) {
                let mut rows = Self::ALL.iter();
                $(tell(rows.next().expect("a field is a row of the table"), self.$field.write());)*
            }
        }
    };
}

settings! {
    /// The data directory
    data "data" PathBuf, "DIR" "moties-data"
    /// The address to listen on
    listen "listen" SocketAddr, "ADDR" "127.0.0.1:8700"
    /// The address by which others reach the service, through a proxy that has TLS
    public_url "public-url" Option<PublicUrl>, "URL" ""
    /// Further names by which requests may ask for the service
    hosts "hosts" Vec<Host>, "HOST" ""
    /// Proxies whose word is taken for who is asking
    trusted_proxies "trusted-proxies" Vec<Network>, "NETWORK" ""
    /// Folders whose documents are imported as they come
    watch "watch" Vec<PathBuf>, "DIR" ""
    /// The largest document that is read
    largest_document "largest-document" Size, "SIZE" "200 MiB"
    /// The largest upload, of one or many documents
    largest_upload "largest-upload" Size, "SIZE" "2 GiB"
    /// How many uploads, and documents to be read and not kept, may come in at once
    incoming "incoming" Count, "N" "32"
    /// How long the head of a request may take to come, and a connection may be idle
    head_time "head-time" Period, "TIME" "30 s"
    /// How long the next part of what is sent may take to come
    body_time "body-time" Period, "TIME" "30 s"
    /// How long requests under way are waited for when the service is to stop
    stop_time "stop-time" Period, "TIME" "20 s"
    /// How many uploads a client may make in a minute
    uploads_per_minute "uploads-per-minute" Count, "N" "60"
    /// How many requests a client may make in a second, over a while
    requests_per_second "requests-per-second" Count, "N" "50"
    /// How many characters a query may have
    query_length "query-length" Count, "N" "1000"
    /// How long a search may take
    query_time "query-time" Period, "TIME" "5 s"
    /// How many documents may wait to be read
    queue "queue" Count, "N" "100000"
    /// How many processes read documents; as many as there are processors, where it is not set
    readers "readers" Option<Count>, "N" ""
    /// How much memory a reading process may take
    reader_memory "reader-memory" Size, "SIZE" "512 MiB"
    /// How much time of a processor a document may take; large ones may take more
    reader_time "reader-time" Period, "TIME" "7 s"
    /// How the log is written: text or json
    log_format "log-format" LogFormat, "FORMAT" "text"
    /// What is logged: error, warn, info, debug or trace, and what is graver
    log_level "log-level" LogLevel, "LEVEL" "info"
}

impl Settings {
    /// Who said what a setting is, by its name.
    ///
    /// # Panics
    /// Where no setting has that name.
    #[must_use]
    pub fn origin(&self, name: &str) -> &Origin {
        let at = Self::ALL.iter().position(|row| row.name == name);
        &self.origins[at.expect("it is the name of a setting")]
    }

    /// The file that was read, if there was one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Whether others than this machine's own users can reach the service.
    #[must_use]
    pub fn is_public(&self) -> bool {
        !self.listen.ip().is_loopback()
            || self.public_url.is_some()
            || !self.hosts.is_empty()
            || !self.trusted_proxies.is_empty()
    }
}

#[cfg(test)]
mod tests;
