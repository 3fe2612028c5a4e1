//! One writer at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::error::StoreError;

/// How often a lock that another holds is tried again, and how long apart.
const TRIES: usize = 10;
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
        let mut tries = TRIES;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                // A process that is being started holds what its parent held until it is itself.
                Err(TryLockError::WouldBlock) if tries > 0 => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::Busy { dir: dir.to_owned() });
                }
                Err(TryLockError::Error(source)) => {
                    return Err(StoreError::io("lock", &path)(source));
                }
            }
            tries -= 1;
        }
    }
}
