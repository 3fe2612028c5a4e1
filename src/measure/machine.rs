//! The machine that is measured on, as far as it tells.

use std::fs;
use std::thread;

use serde::{Deserialize, Serialize};

/// The machine. What the system does not tell is null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// The system: `linux`.
    pub system: String,
    /// Its version.
    pub kernel: Option<String>,
    /// The architecture: `x86_64`.
    pub architecture: String,
    /// The processor's name.
    pub processor: Option<String>,
    /// How many processors this program may use at once.
    pub cores: usize,
    /// How much memory there is, in bytes.
    pub memory_bytes: Option<u64>,
    /// How many threads of all programs wanted a processor in the last minute, on average, when the
    /// measurement began.
    pub load_before: Option<f64>,
    /// The same when it ended; the measurement is in it.
    pub load_after: Option<f64>,
}

/// Looks at the machine, before anything is measured.
pub(super) fn look() -> Machine {
    let kibibytes = of("/proc/meminfo", "MemTotal")
        .and_then(|line| line.trim_end_matches("kB").trim().parse::<u64>().ok());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").ok();
    Machine {
        system: std::env::consts::OS.to_owned(),
        kernel: kernel.map(|release| release.trim().to_owned()),
        architecture: std::env::consts::ARCH.to_owned(),
        processor: of("/proc/cpuinfo", "model name"),
        cores: cores(),
        memory_bytes: kibibytes.map(|kibibytes| kibibytes << 10),
        load_before: load(),
        load_after: None,
    }
}

/// How many processors this program may use at once.
#[must_use]
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// How many threads wanted a processor in the last minute, on average.
pub(super) fn load() -> Option<f64> {
    let load = fs::read_to_string("/proc/loadavg").ok()?;
    load.split(' ').next()?.parse().ok()
}

/// What the first line `name : value` of a file says.
fn of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    let found = lines.into_iter().find(|(key, _)| key.trim() == name);
    found.map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn a_machine_says_what_it_is() {
        let machine = super::look();
        assert!(machine.cores >= 1 && machine.memory_bytes.is_some_and(|bytes| bytes > 1 << 20));
        assert!(machine.kernel.is_some() && machine.load_before.is_some());
    }
}
