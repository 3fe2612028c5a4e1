//! One reading process, seen from outside: started, asked, and put to an end.

use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::ioctl_fionbio;

use super::message::{self, HEADER, SMALL, Tag};

/// How much of what a process says when it dies is heard, in bytes.
const LAST_WORDS: usize = 4096;

/// The signals that end a process which used up its time, ran out of memory by the system's
/// judgement, or gave up by itself.
const SIGXCPU: i32 = 24;
const SIGKILL: i32 = 9;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// It took more time than it had, on the clock or of the processor.
    TooLong,
    /// It took more memory than it had.
    Memory,
    /// It called itself too deeply.
    Stack,
    /// It ended otherwise, as this says.
    Died(String),
}

/// A running process.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    error: ChildStderr,
}

impl Process {
    /// Starts a process and waits until it can be asked.
    ///
    /// # Errors
    /// With what is wrong, to be told to a person.
    pub(super) fn start(mut command: Command, within: Duration) -> Result<Self, String> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // What a document makes of it must not depend on how this program was called; and an
            // interrupt on the terminal is for this process alone, which lets the other finish.
            .env_clear()
            .process_group(0)
            .spawn()
            .map_err(|error| error.to_string())?;
        let (Some(input), Some(output), Some(error)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err("it has no standard streams".to_owned());
        };
        let output = BufReader::with_capacity(SMALL, output);
        let mut process = Self { child, input, output, error };
        match process.greet(Instant::now() + within) {
            Ok(()) => Ok(process),
            Err(trouble) => Err(match process.end(&trouble) {
                Gone::Died(how) => how,
                gone => format!("{gone:?}"),
            }),
        }
    }

    fn greet(&mut self, deadline: Instant) -> io::Result<()> {
        ioctl_fionbio(&self.input, true)?;
        ioctl_fionbio(self.output.get_ref(), true)?;
        ioctl_fionbio(&self.error, true)?;
        match self.receive(deadline)? {
            (Tag::Ready, _) => Ok(()),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    /// Its number in the system.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The most memory that it has held so far, in bytes.
    pub(super) fn peak_memory(&self) -> Option<u64> {
        peak_memory(&self.id().to_string())
    }

    /// Sends a message whose body is in parts.
    pub(super) fn send(&mut self, tag: Tag, parts: &[&[u8]], deadline: Instant) -> io::Result<()> {
        message::each_piece(tag, parts, &mut |piece| self.write(piece, deadline))
    }

    fn write(&mut self, mut bytes: &[u8], deadline: Instant) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.input.write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) => retry(error, &self.input, PollFlags::OUT, deadline)?,
            }
        }
        Ok(())
    }

    /// Waits for a message.
    pub(super) fn receive(&mut self, deadline: Instant) -> io::Result<(Tag, Vec<u8>)> {
        let mut header = [0; HEADER];
        self.read(&mut header, deadline)?;
        let (tag, length) = message::parse_header(header).ok_or(io::ErrorKind::InvalidData)?;
        let mut body = vec![0; length];
        self.read(&mut body, deadline)?;
        Ok((tag, body))
    }

    fn read(&mut self, mut bytes: &mut [u8], deadline: Instant) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.output.read(bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => bytes = &mut bytes[read..],
                Err(error) => retry(error, self.output.get_ref(), PollFlags::IN, deadline)?,
            }
        }
        Ok(())
    }

    /// Puts an end to it after something went wrong, and tells what that was.
    pub(super) fn end(&mut self, trouble: &io::Error) -> Gone {
        let timed_out = trouble.kind() == io::ErrorKind::TimedOut;
        let has_closed =
            matches!(trouble.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe);
        if !has_closed {
            // It may be dead already, which is what is wanted.
            let _ = self.child.kill();
        }
        let status = self.child.wait();
        let mut said = vec![0; LAST_WORDS];
        let heard = self.error.read(&mut said).unwrap_or(0);
        let said = String::from_utf8_lossy(&said[..heard]);
        match status {
            _ if timed_out => Gone::TooLong,
            Ok(status) => cause(status, &said),
            Err(error) => Gone::Died(error.to_string()),
        }
    }
}

impl Drop for Process {
    /// A process that is not needed any more may be in the middle of something.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The most memory that a process has held so far, in bytes, by its number or `self`; `None` where
/// the system does not tell.
#[must_use]
pub fn peak_memory(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}

/// Waits until a stream that could not go on can.
fn retry(
    error: io::Error,
    stream: &impl AsFd,
    what: PollFlags,
    deadline: Instant,
) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::Interrupted => return Ok(()),
        io::ErrorKind::WouldBlock => {}
        _ => return Err(error),
    }
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    let timeout = Timespec {
        tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: left.subsec_nanos().into(),
    };
    match poll(&mut [PollFd::new(stream, what)], Some(&timeout)) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Why a process ended, by its status and its last words.
fn cause(status: ExitStatus, said: &str) -> Gone {
    if said.contains("memory allocation of") {
        return Gone::Memory;
    }
    if said.contains("overflowed its stack") {
        return Gone::Stack;
    }
    match status.signal() {
        Some(SIGXCPU) => Gone::TooLong,
        // Not by this program, so by the system: it does so where memory runs out.
        Some(SIGKILL) => Gone::Memory,
        _ => Gone::Died(match said.trim().lines().last() {
            Some(line) => format!("{status}: {line}"),
            None => status.to_string(),
        }),
    }
}
