//! The program as a process: a command, or a server.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};

use super::client::Client;

/// How long something may take that must not take for ever.
pub const AT_MOST: Duration = Duration::from_secs(300);

/// Where the program is: that of this build, or one that `MOTIES_TEST_PROGRAM` names, to measure.
fn path() -> OsString {
    std::env::var_os("MOTIES_TEST_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_moties").into())
}

/// The program, with its data directory.
pub fn command(data: &Path, arguments: &[&str]) -> Command {
    with_data(Command::new(path()), data, arguments)
}

/// The program, to which the system refuses files of more than so many kilobytes.
pub fn limited(kilobytes: u64, data: &Path, arguments: &[&str]) -> Command {
    let mut shell = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -S -f {}; exec \"$0\" \"$@\"", kilobytes * 2);
    shell.args(["-c", &script]).arg(path());
    with_data(shell, data, arguments)
}

fn with_data(mut command: Command, data: &Path, arguments: &[&str]) -> Command {
    command
        .args(arguments)
        .env("MOTIES_DATA", data)
        .env("MOTIES_LISTEN", "127.0.0.1:0")
        // All clients are this machine, which may ask as often as it wants here.
        .env("MOTIES_REQUESTS_PER_SECOND", "1000000")
        .env("MOTIES_UPLOADS_PER_MINUTE", "1000000")
        .env("MOTIES_LOG_LEVEL", "error")
        .stdin(Stdio::null());
    command
}

/// Waits for a process, but not for ever.
pub fn wait(child: &mut Child, longest: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        if start.elapsed() > longest {
            return None;
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// A server that runs. It is killed if it is let go of.
pub struct Server {
    child: Child,
    err: File,
    /// Where it listens.
    pub address: SocketAddr,
    _out: BufReader<ChildStdout>,
}

impl Server {
    /// Starts it.
    pub fn start(data: &Path) -> Self {
        Self::within(data, AT_MOST).expect("it listens")
    }

    /// Starts it, but kills it if it does not listen within a time.
    pub fn within(data: &Path, longest: Duration) -> Option<Self> {
        Self::of(command(data, &["serve"]), longest)
    }

    /// Starts a command that serves; `None` if it had to be killed.
    pub fn of(mut command: Command, longest: Duration) -> Option<Self> {
        let err = tempfile::tempfile().unwrap();
        let mut child =
            command.stdout(Stdio::piped()).stderr(err.try_clone().unwrap()).spawn().unwrap();
        let out = child.stdout.take().unwrap();
        let pid = Pid::from_child(&child);
        let (told, listens) = std::sync::mpsc::channel::<()>();
        // Its output ends when it does, so that the reading below ends as well.
        let killer = thread::spawn(move || {
            if listens.recv_timeout(longest) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                let _ = kill_process(pid, Signal::KILL);
            }
        });
        let (mut out, mut line) = (BufReader::new(out), String::new());
        out.read_line(&mut line).unwrap();
        drop(told);
        killer.join().unwrap();
        let address = line.trim_end().strip_prefix("listening on http://");
        let Some(address) = address.and_then(|address| address.parse().ok()) else {
            let status = {
                let _ = child.kill();
                child.wait().unwrap()
            };
            // It ended by itself only for a reason, which it says.
            assert_eq!(status.code(), None, "it does not start: {}", read(err));
            return None;
        };
        Some(Self { child, err, address, _out: out })
    }

    /// Connects to it.
    pub fn client(&self) -> Client {
        Client::of(self.address).unwrap()
    }

    /// Kills it.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let status = self.child.wait().unwrap();
        assert_eq!(
            status.code(),
            None,
            "it ended by itself: {}",
            read(self.err.try_clone().unwrap())
        );
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(self) {
        let (code, said) = self.end();
        assert_eq!(code, Some(0), "{said}");
    }

    /// Asks it to stop, and waits until it has; returns its exit code, and what it said.
    pub fn end(mut self) -> (Option<i32>, String) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        let status = wait(&mut self.child, AT_MOST).expect("it stops when it is asked to");
        (status.code(), read(self.err.try_clone().unwrap()))
    }

    /// Lifts the limit of [`limited`].
    pub fn lift_limit(&self) {
        let none = Rlimit { current: None, maximum: None };
        prlimit(Some(Pid::from_child(&self.child)), Resource::Fsize, none).unwrap();
    }

    /// How much memory it ever took, in megabytes.
    pub fn highest_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim_end_matches("kB").trim().parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads what was written into a file.
pub fn read(mut file: File) -> String {
    let mut text = String::new();
    file.rewind().and_then(|()| file.read_to_string(&mut text)).unwrap();
    text
}
