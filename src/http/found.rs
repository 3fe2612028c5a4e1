//! Up to where changes can be found, for those who wait until theirs can.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// The number of the latest change that can be found.
#[derive(Debug, Default)]
pub(super) struct Found {
    seq: Mutex<u64>,
    grew: Condvar,
}

impl Found {
    /// Tells that changes up to this number can be found.
    pub(super) fn tell(&self, seq: u64) {
        *self.seq.lock().unwrap_or_else(PoisonError::into_inner) = seq;
        self.grew.notify_all();
    }

    /// Waits until a change can be found, but no longer than so long; returns whether it can.
    pub(super) fn wait(&self, seq: u64, longest: Duration) -> bool {
        let found = self.seq.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.grew.wait_timeout_while(found, longest, |found| *found < seq);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn who_waits_is_told_and_waits_no_longer_than_asked() {
        let found = Found::default();
        assert!(!found.wait(2, Duration::from_millis(5)));
        thread::scope(|scope| {
            let waits = scope.spawn(|| found.wait(2, Duration::from_secs(60)));
            found.tell(1);
            found.tell(3);
            assert!(waits.join().unwrap());
        });
        assert!(found.wait(3, Duration::ZERO));
    }
}
