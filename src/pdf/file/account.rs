//! What looking for objects may cost: the account of what is left for one file.
//!
//! A file may say that a million objects are the same million bytes. So everything that is read is
//! paid for each time, and when the account is empty no further object is found.

use std::cell::Cell;

/// How many values all objects that are looked at may hold; one takes about 120 bytes.
const VALUES: usize = 1_500_000;
/// How many bytes may be read beyond those of the file itself.
const BYTES: usize = 64 << 20;
/// How many bytes all object streams may unpack to.
const UNPACKED: usize = 128 << 20;

/// What is left.
#[derive(Debug)]
pub struct Account {
    values: Cell<usize>,
    bytes: Cell<usize>,
    unpacked: Cell<usize>,
    exceeded: Cell<Option<&'static str>>,
}

impl Account {
    /// Opens the account of a file of so many bytes.
    pub fn new(bytes: usize) -> Self {
        Self {
            values: Cell::new(VALUES),
            bytes: Cell::new(bytes.saturating_add(BYTES)),
            unpacked: Cell::new(UNPACKED),
            exceeded: Cell::new(None),
        }
    }

    /// Pays for a value; `None` when none is left.
    pub fn value(&self) -> Option<()> {
        self.take(&self.values, 1, "1500000 values in objects")
    }

    /// Pays for bytes that were read; `None` when there are not that many left.
    pub fn read(&self, bytes: usize) -> Option<()> {
        self.take(&self.bytes, bytes, "64 MiB of objects beyond the size of the file")
    }

    /// Pays for bytes of an object stream; `None` when there are not that many left.
    pub fn unpack(&self, bytes: usize) -> Option<()> {
        self.take(&self.unpacked, bytes, "128 MiB of object streams")
    }

    /// Notes that a limit was hit that has no account.
    pub fn exceed(&self, limit: &'static str) {
        self.exceeded.set(self.exceeded.get().or(Some(limit)));
    }

    /// The first limit that was hit, in words.
    pub fn exceeded(&self) -> Option<&'static str> {
        self.exceeded.get()
    }

    fn take(&self, account: &Cell<usize>, amount: usize, limit: &'static str) -> Option<()> {
        let left = account.get().checked_sub(amount);
        account.set(left.unwrap_or(0));
        if left.is_none() {
            self.exceed(limit);
        }
        left.map(drop)
    }
}
