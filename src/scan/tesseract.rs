//! The program `tesseract`, started for one picture at a time.
//!
//! It gets a picture that we made ourselves, never a file of someone else's, and is held to limits
//! of time and memory all the same.

use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::picture::Picture;
use super::recognise::{Recognise, RecogniseError, Recognised};
use super::tsv;

/// The language that motions are in, as tesseract names it.
const LANGUAGE: &str = "nld";
/// What tesseract may put out for one picture, in bytes; a page of words takes some 60 KB.
const OUTPUT: u64 = 8 << 20;
/// What tesseract may say about itself, in bytes.
const SAID: u64 = 64 << 10;
/// How often is looked whether it is done.
const PAUSE: Duration = Duration::from_millis(5);
/// How much address space it may have, in bytes; it uses about 250 MB for an A4 at 300 dpi.
const MEMORY: u64 = 2 << 30;

/// Recognises text with the program `tesseract`.
#[derive(Clone, Debug)]
pub struct Tesseract {
    program: PathBuf,
    limit: Duration,
}

impl Default for Tesseract {
    /// The `tesseract` of the search path, with a minute for a page: some forty times what a page
    /// takes.
    fn default() -> Self {
        Self::new("tesseract", Duration::from_secs(60))
    }
}

impl Tesseract {
    /// Takes a program, and how long it may take for a picture.
    #[must_use]
    pub fn new(program: impl Into<PathBuf>, limit: Duration) -> Self {
        Self { program: program.into(), limit }
    }

    /// Whether the program is there, and knows Dutch: it is tried on a white picture.
    #[must_use]
    pub fn is_there(&self) -> bool {
        const SIDE: u32 = 64;
        let white = Picture::new(SIDE, SIDE, 300, vec![255; (SIDE * SIDE) as usize]);
        let tried = white.map(|picture| self.clone().recognise(&picture));
        !matches!(tried, Some(Err(RecogniseError::Unavailable(_))))
    }

    fn start(&self, picture: &Picture) -> Result<Child, RecogniseError> {
        Command::new(&self.program)
            .args(["stdin", "stdout", "-l", LANGUAGE])
            // One column of lines of any size: the columns of a page are found by our own layout,
            // which needs every word, not a guess at which of them are pictures.
            .args(["--psm", "4", "--dpi", &picture.dpi().to_string()])
            .args(["-c", "tessedit_create_tsv=1"])
            // Documents are read beside one another; threads inside one cost more than they give.
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // An interrupt on the terminal is for this process, which lets the page be finished.
            .process_group(0)
            .spawn()
            .map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => {
                    RecogniseError::Unavailable(format!("found no `{}`", self.program.display()))
                }
                _ => failed(&error),
            })
    }

    /// Waits for the program's end; ends it when its time is over.
    fn wait(&self, child: &mut Child) -> Result<ExitStatus, RecogniseError> {
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait().map_err(|error| failed(&error))? {
                return Ok(status);
            }
            if start.elapsed() > self.limit {
                // It may have ended in between; either way it is gone after this.
                let _ = child.kill();
                let _ = child.wait();
                return Err(RecogniseError::TimedOut(self.limit.as_secs()));
            }
            thread::sleep(PAUSE);
        }
    }
}

impl Recognise for Tesseract {
    fn recognise(&mut self, picture: &Picture) -> Result<Recognised, RecogniseError> {
        let mut child = self.start(picture)?;
        limit_memory(&child);
        let bytes = picture.to_bytes();
        let (stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (status, table, said) = thread::scope(|scope| {
            // A program that ends early closes its input: its status tells more than that.
            scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(&bytes)));
            let table = scope.spawn(|| read(stdout, OUTPUT));
            let said = scope.spawn(|| read(stderr, SAID));
            let status = self.wait(&mut child);
            let text = |thread: thread::ScopedJoinHandle<'_, String>| thread.join().ok();
            (status, text(table).unwrap_or_default(), text(said).unwrap_or_default())
        });
        if status?.success() {
            return Ok(tsv::words(&table));
        }
        if said.contains("Failed loading language") {
            return Err(RecogniseError::Unavailable(format!(
                "found `tesseract` without its data for `{LANGUAGE}`"
            )));
        }
        let last = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
        Err(RecogniseError::Failed(format!("found that it failed: {}", last.trim())))
    }
}

/// Reads a stream of the program to its end, or to a limit.
fn read(stream: Option<impl Read>, limit: u64) -> String {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // What was read before a fault stands; the program's status says whether it is whole.
        let _ = stream.take(limit).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Limits the memory of a program; where the system cannot, it runs without.
#[cfg(target_os = "linux")]
fn limit_memory(child: &Child) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
    let _ = prlimit(pid, Resource::As, limit);
}

#[cfg(not(target_os = "linux"))]
fn limit_memory(_: &Child) {}

fn failed(error: &io::Error) -> RecogniseError {
    RecogniseError::Failed(format!("found that it cannot be started: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Picture {
        Picture::new(200, 100, 300, vec![255; 20_000]).unwrap()
    }

    #[test]
    fn a_missing_program_says_so() {
        let mut tesseract = Tesseract::new("/geen/tesseract", Duration::from_secs(1));
        assert_eq!(
            tesseract.recognise(&picture()).unwrap_err().to_string(),
            "expected a program that reads Dutch, found no `/geen/tesseract`"
        );
        assert!(!tesseract.is_there());
        assert!(Tesseract::default().is_there(), "tesseract-ocr-nld is needed here");
    }

    #[test]
    fn an_empty_picture_has_no_words() {
        let read = Tesseract::default().recognise(&picture()).expect("tesseract-ocr-nld is there");
        assert_eq!(read, Recognised::default());
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_ended_and_one_that_fails_is_quoted() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let script = |name: &str, body: &str| {
            let path = dir.path().join(name);
            std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            path
        };
        let run = |path: PathBuf| {
            Tesseract::new(path, Duration::from_secs(1)).recognise(&picture()).unwrap_err()
        };
        assert_eq!(run(script("hangs", "exec sleep 60")), RecogniseError::TimedOut(1));
        assert_eq!(
            run(script("fails", "cat >/dev/null; echo kapot >&2; exit 3")).to_string(),
            "expected words from `tesseract`, found that it failed: kapot"
        );
        let language =
            script("knows-no-dutch", "echo \"Failed loading language 'nld'\" >&2; exit 1");
        assert_eq!(
            run(language).to_string(),
            "expected a program that reads Dutch, found `tesseract` without its data for `nld`"
        );
    }
}
