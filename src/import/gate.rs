//! A bound on the bytes that are on their way.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Lets documents in as long as there is room for their bytes.
#[derive(Debug)]
pub(crate) struct Gate {
    room: u64,
    state: Mutex<State>,
    left: Condvar,
}

#[derive(Debug, Default)]
struct State {
    inside: u64,
    is_closed: bool,
}

impl Gate {
    /// A gate with room for so many bytes.
    pub(crate) fn with_room(room: u64) -> Self {
        Self { room, state: Mutex::default(), left: Condvar::new() }
    }

    /// Waits for room, and takes it; a document larger than all room enters alone. Returns false
    /// if the gate was closed.
    pub(crate) fn enter(&self, bytes: u64) -> bool {
        let mut state = self.state();
        while !state.is_closed && state.inside > 0 && state.inside + bytes > self.room {
            state = self.left.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.inside += bytes;
        !state.is_closed
    }

    /// Gives room back.
    pub(crate) fn leave(&self, bytes: u64) {
        self.state().inside -= bytes;
        self.left.notify_all();
    }

    /// Lets nobody in any more, and nobody wait.
    pub(crate) fn close(&self) {
        self.state().is_closed = true;
        self.left.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn what_does_not_fit_waits_and_what_never_fits_enters_alone() {
        let gate = Gate::with_room(10);
        assert!(gate.enter(6));
        thread::scope(|scope| {
            let large = scope.spawn(|| gate.enter(100));
            gate.leave(6);
            assert!(large.join().unwrap());
            let waiting = scope.spawn(|| gate.enter(1));
            gate.close();
            assert!(!waiting.join().unwrap());
        });
    }
}
