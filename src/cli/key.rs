//! `moties key`: who may use the server.

use std::path::Path;

use clap::{Subcommand, ValueEnum};
use jiff::Timestamp;

use super::exit::{Exit, Stop};
use super::io::Io;
use super::settings::Data;
use crate::error::{Code, Error};
use crate::http::access::{Role, Secret};
use crate::http::check_name;
use crate::store::{Store, StoreError, Writer};

/// What is done with keys.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a key, and print it: it is shown once, and kept nowhere
    Add {
        #[command(flatten)]
        data: Data,
        /// The name of its holder
        name: String,
        /// What its holder may do
        #[arg(long, value_enum)]
        role: RoleName,
    },
    /// List keys, those that were revoked too
    List {
        #[command(flatten)]
        data: Data,
        /// Print one line of JSON a key
        #[arg(long)]
        json: bool,
    },
    /// Revoke a key: it opens nothing any more
    Revoke {
        #[command(flatten)]
        data: Data,
        /// The name of its holder
        name: String,
    },
}

/// A role, as it is typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RoleName {
    /// Searches, and looks at motions
    Reader,
    /// Imports and corrects
    Editor,
    /// Deletes, and keeps the keys
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Reader => Self::Reader,
            RoleName::Editor => Self::Editor,
            RoleName::Admin => Self::Admin,
        }
    }
}

/// Does it.
pub(super) fn run(command: Command, io: &mut Io<'_>) -> Result<Exit, Stop> {
    match command {
        Command::Add { data, name, role } => add(&data.dir()?, &name, role.into(), io),
        Command::List { data, json } => list(&data.dir()?, json, io),
        Command::Revoke { data, name } => revoke(&data.dir()?, &name, io),
    }
}

/// Opens a store to write; while a server has it, that is asked.
fn open(dir: &Path, io: &mut Io<'_>) -> Result<Writer, Error> {
    Writer::open(dir, &mut |line| io.say(line)).map_err(|error| match error {
        StoreError::Busy { .. } => {
            let hint =
                "if that is a server, ask it: `POST /api/v1/keys`, `DELETE /api/v1/keys/NAME`";
            Error::from(error).with_hint(hint)
        }
        error => error.into(),
    })
}

fn add(dir: &Path, name: &str, role: Role, io: &mut Io<'_>) -> Result<Exit, Stop> {
    check_name(name)?;
    let secret = Secret::new();
    let mut writer = open(dir, io)?;
    let mut batch = writer.begin()?;
    let added = batch.add_key(name, role.name(), secret.digest().bytes(), None)?;
    batch.commit()?;
    writer.close()?;
    if !added {
        let message =
            format!("expected a new name for a key, found `{name}`, which was used before");
        return Err(Error::new(Code::Conflict, message).with_hint("name it otherwise").into());
    }
    writeln!(io.out, "{}", secret.show())?;
    io.say(&format!("the key of `{name}`, {role}, is shown once: keep it"));
    Ok(Exit::Done)
}

fn list(dir: &Path, json: bool, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let store = Store::open(dir, &mut |line| io.say(line))?;
    for key in store.keys()? {
        if json {
            io.json_line(&serde_json::json!({
                "name": key.name,
                "role": key.role,
                "made_at": key.made_at,
                "revoked_at": key.revoked_at,
            }))?;
        } else {
            let revoked =
                key.revoked_at.map_or_else(String::new, |at| format!("  revoked {}", day(&at)));
            writeln!(io.out, "{:<6}  {}  {}{revoked}", key.role, day(&key.made_at), key.name)?;
        }
    }
    Ok(Exit::Done)
}

/// The day of a time.
pub(super) fn day(time: &str) -> String {
    time.parse::<Timestamp>().map_or_else(|_| time.to_owned(), |at| at.strftime("%F").to_string())
}

fn revoke(dir: &Path, name: &str, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let mut writer = open(dir, io)?;
    let mut batch = writer.begin()?;
    let revoked = batch.revoke_key(name, None)?;
    batch.commit()?;
    writer.close()?;
    if !revoked {
        let message = format!("no key that opens has the name `{name}`");
        let hint = "`moties key list` shows them";
        return Err(Error::new(Code::NotFound, message).with_hint(hint).into());
    }
    io.say(&format!("the key of `{name}` opens nothing any more"));
    Ok(Exit::Done)
}
