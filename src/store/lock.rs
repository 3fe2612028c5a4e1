//! One writer at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::error::StoreError;

/// How often, and how long apart, it is looked whether the lock is free.
const LOOKS: usize = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// The right to write, held until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock of a data directory; waits only for a moment.
    pub(super) fn take(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join("writer.lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(StoreError::io("open", &path))?;
        for _ in 1..LOOKS {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                // Someone may only be looking whether it is held; and a process that is being started
                // holds what its parent held until it is itself.
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
                Err(TryLockError::Error(source)) => {
                    return Err(StoreError::io("lock", &path)(source));
                }
            }
        }
        Err(StoreError::Busy { dir: dir.to_owned() })
    }

    /// Whether a program writes to a data directory at the moment; true where that cannot be told.
    pub(super) fn is_held(dir: &Path) -> bool {
        let file = OpenOptions::new().read(true).open(dir.join("writer.lock"));
        file.map_or(true, |file| file.try_lock_shared().is_err())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_looks_whether_it_is_held_does_not_hold_it() {
        let dir = tempfile::tempdir().unwrap();
        let lock = WriterLock::take(dir.path()).unwrap();
        assert!(WriterLock::is_held(dir.path()));
        assert_eq!(
            WriterLock::take(dir.path()).unwrap_err().to_string(),
            format!("`{}`: another program is writing to it", dir.path().display())
        );
        drop(lock);
        assert!(!WriterLock::is_held(dir.path()));
        WriterLock::take(dir.path()).unwrap();
    }
}
