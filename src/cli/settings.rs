//! The flags of settings: made from their table, so that none is missing.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::PathBuf;

use clap::error::Error as Misread;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};

use crate::error::Error;
use crate::settings::{Given, Setting, Settings, Sources};

/// The flags of all settings.
pub(super) type Flags = Set<true>;

/// The flag of the data directory alone.
pub(super) type Data = Set<false>;

/// What flags say, of all settings or of the data directory.
#[derive(Debug, Default)]
pub(super) struct Set<const ALL: bool> {
    config: Option<PathBuf>,
    given: Given,
}

impl<const ALL: bool> Set<ALL> {
    /// The settings, by these flags, the environment and the file.
    pub(super) fn settings(self) -> Result<Settings, Error> {
        Settings::resolve(&Sources::of_process(self.config, self.given))
    }

    /// The settings that have a flag.
    fn rows() -> impl Iterator<Item = &'static Setting> {
        Settings::ALL.iter().filter(|row| ALL || row.name == "data")
    }
}

impl Data {
    /// The data directory.
    pub(super) fn dir(self) -> Result<PathBuf, Error> {
        Ok(self.settings()?.data)
    }
}

impl<const ALL: bool> clap::FromArgMatches for Set<ALL> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Misread> {
        let mut set = Self::default();
        set.update_from_arg_matches(matches)?;
        Ok(set)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Misread> {
        self.config = matches.get_one("config").cloned();
        for row in Self::rows() {
            if let Some(texts) = matches.get_many::<OsString>(row.name) {
                self.given.set(row.name, texts);
            }
        }
        Ok(())
    }
}

impl<const ALL: bool> clap::Args for Set<ALL> {
    fn augment_args(command: Command) -> Command {
        let config = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .value_hint(ValueHint::FilePath)
            .help("The file with settings [env: MOTIES_CONFIG]");
        command.args(Self::rows().map(flag)).arg(config)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag(row: &'static Setting) -> Arg {
    let mut help = format!("{} [env: {}]", row.help, row.variable());
    if !row.default.is_empty() {
        write!(help, " [default: {}]", row.default).expect("a string takes all that is written");
    }
    Arg::new(row.name)
        .long(row.name)
        .value_name(row.takes)
        .value_parser(value_parser!(OsString))
        .value_hint(if row.is_path { ValueHint::DirPath } else { ValueHint::Unknown })
        .action(if row.is_list { ArgAction::Append } else { ArgAction::Set })
        .help(help)
}
