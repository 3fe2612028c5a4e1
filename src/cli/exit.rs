//! How a command ends.

use std::io;
use std::process::{ExitCode, Termination};

use super::Io;
use crate::error::{Code, Error, Kind};
use crate::store::StoreError;

/// The exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: it is done.
    Done,
    /// 1: a document failed, or nothing was found.
    Lacking,
    /// 2: the usage is wrong, or the set-up is broken.
    Wrong,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Lacking => 1,
            Self::Wrong => 2,
        })
    }
}

impl From<&Error> for Exit {
    fn from(error: &Error) -> Self {
        match (error.code.kind(), error.code) {
            (Kind::Document, _) | (_, Code::NotFound) => Self::Lacking,
            (Kind::Usage | Kind::SetUp, _) => Self::Wrong,
        }
    }
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something went wrong.
    Error(Error),
    /// What was printed could not be written.
    Output(io::Error),
}

impl Stop {
    /// Says why, and gives the exit code. A reader who went away (`moties list | head`) is no error.
    pub(super) fn tell(self, io: &mut Io<'_>) -> Exit {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::Output(error) => {
                io.say(&format!("cannot write what was asked for: {error}"));
                Exit::Wrong
            }
            Self::Error(error) => {
                io.say(&error.to_string());
                Exit::from(&error)
            }
        }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
