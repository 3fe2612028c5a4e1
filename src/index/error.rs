//! What can go wrong with an index.

use std::{fmt, io};

use tantivy::TantivyError;
use tantivy::directory::error::OpenWriteError;

/// Why the index cannot do something.
#[derive(Debug)]
pub enum Error {
    /// The disk refuses.
    Io(io::Error),
    /// It is not as it was written.
    Damaged(String),
}

/// What the index gives.
pub type Result<T> = std::result::Result<T, Error>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Damaged(found) => f.write_str(found),
        }
    }
}

impl std::error::Error for Error {}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::IoError(source) => Self::Io(io::Error::other(source)),
            // The threads that write end at the first thing that the disk refuses, without a word.
            TantivyError::ErrorInThread(_) => {
                Self::Io(io::Error::other("a part of it could not be written"))
            }
            TantivyError::LockFailure(..) => {
                Self::Io(io::Error::other("its lock could not be taken"))
            }
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
                Self::Io(io::Error::other(io_error))
            }
            error => Self::Damaged(error.to_string()),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_that_cannot_be_written_is_not_damaged() {
        let refused = TantivyError::ErrorInThread("An index writer was killed".to_owned());
        let error = Error::from(refused);
        assert!(matches!(error, Error::Io(_)));
        assert_eq!(error.to_string(), "a part of it could not be written");
        let damaged = Error::from(TantivyError::SchemaError("geen veld".to_owned()));
        assert!(matches!(damaged, Error::Damaged(_)));
    }
}
