//! A corpus on its way out: as files, as one tar, or as one line of JSON a document.
//!
//! Documents are made by several threads, a handful at a time, and leave in the order of their
//! numbers; what waits is bounded.

use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{Expected, Made, Plan};
use crate::text::decode::decode;

/// So many documents are made at once by a thread.
const HANDFUL: u64 = 64;
/// So many handfuls of a thread wait at most.
const WAITING: usize = 2;
/// The size of a block of a tar.
const BLOCK: usize = 512;

/// Where a corpus goes.
pub enum Output<'a> {
    /// Files below this folder: `x.txt` or `x.pdf`, with `x.json` or, where it cannot be read,
    /// `x.expected` beside it.
    Files(PathBuf),
    /// A tar of the same files, each document followed by what must become of it.
    Tar(&'a mut dyn Write),
    /// A line of JSON a document, which is a text: `name`, `text` and `truth`.
    Ndjson(&'a mut dyn Write),
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many documents.
    pub documents: u64,
    /// The size of all of them, in bytes, without their truth.
    pub bytes: u64,
    /// SHA-256 over the SHA-256 of each document with its name and truth, in lower-case hex.
    pub sha256: String,
}

/// Makes the documents of these numbers, and hands them out. `watch` hears how many are done after
/// each handful, and says whether to go on.
///
/// # Errors
/// When they cannot be written.
pub fn write(
    plan: &Plan,
    numbers: Range<u64>,
    threads: usize,
    output: Output<'_>,
    watch: &mut dyn FnMut(u64) -> bool,
) -> io::Result<Written> {
    let threads = threads.max(1);
    let (way, mut stream) = match output {
        Output::Files(dir) => (Way::Files(dir), None),
        Output::Tar(stream) => (Way::Tar, Some(stream)),
        Output::Ndjson(stream) => (Way::Ndjson, Some(stream)),
    };
    let way = &way;
    thread::scope(|scope| {
        let receivers: Vec<Receiver<io::Result<Handful>>> = (0..threads as u64)
            .map(|thread| {
                let (sender, receiver) = sync_channel(WAITING);
                let first = numbers.start + thread * HANDFUL;
                let step = threads * HANDFUL as usize;
                let starts = (first..numbers.end).step_by(step);
                let end = numbers.end;
                scope.spawn(move || send(plan, starts, end, way, &sender));
                receiver
            })
            .collect();
        let mut written = Written::default();
        let mut hash = Sha256::new();
        let handfuls = (numbers.end.saturating_sub(numbers.start)).div_ceil(HANDFUL);
        for number in 0..handfuls {
            let receiver = &receivers[(number % threads as u64) as usize];
            let handful = receiver.recv().map_err(|_| io::Error::other("a thread ended"))??;
            if let Some(stream) = &mut stream {
                stream.write_all(&handful.out)?;
            }
            written.documents += handful.documents;
            written.bytes += handful.bytes;
            hash.update(&handful.hashes);
            if !watch(written.documents) {
                break;
            }
        }
        if let Some(stream) = &mut stream {
            if matches!(way, Way::Tar) {
                stream.write_all(&[0; 2 * BLOCK])?;
            }
            stream.flush()?;
        }
        written.sha256 = hex(&hash.finalize());
        // Threads that still have something to say end when nobody listens.
        drop(receivers);
        Ok(written)
    })
}

enum Way {
    Files(PathBuf),
    Tar,
    Ndjson,
}

/// Some documents, as they go out.
#[derive(Debug, Default)]
struct Handful {
    documents: u64,
    bytes: u64,
    out: Vec<u8>,
    hashes: Vec<u8>,
}

fn send(
    plan: &Plan,
    starts: impl Iterator<Item = u64>,
    end: u64,
    way: &Way,
    sender: &SyncSender<io::Result<Handful>>,
) {
    for start in starts {
        let handful = handful(plan, start..(start + HANDFUL).min(end), way);
        if sender.send(handful).is_err() {
            return;
        }
    }
}

fn handful(plan: &Plan, numbers: Range<u64>, way: &Way) -> io::Result<Handful> {
    let mut handful = Handful::default();
    for number in numbers {
        let made = plan.document(number);
        handful.documents += 1;
        handful.bytes += made.bytes.len() as u64;
        handful.hashes.extend_from_slice(&digest(&made));
        match way {
            Way::Files(dir) => files(dir, &made)?,
            Way::Tar => {
                entry(&mut handful.out, &made.name, &made.bytes)?;
                let (name, text) = beside(&made);
                entry(&mut handful.out, &name, text.as_bytes())?;
            }
            Way::Ndjson => line(&mut handful.out, &made)?,
        }
    }
    Ok(handful)
}

fn digest(made: &Made) -> [u8; 32] {
    let mut hash = Sha256::new();
    let text = beside(made).1;
    for part in [made.name.as_bytes(), &made.bytes, text.as_bytes()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The name and the text of what stands beside a document.
fn beside(made: &Made) -> (String, String) {
    let path = Path::new(&made.name);
    let (extension, text) = match &made.expected {
        Expected::Record(json) => ("json", format!("{json}\n")),
        Expected::Error(code) => ("expected", format!("{code}\n")),
    };
    (path.with_extension(extension).to_string_lossy().into_owned(), text)
}

fn files(dir: &Path, made: &Made) -> io::Result<()> {
    let path = dir.join(&made.name);
    let (name, text) = beside(made);
    let written = fs::write(&path, &made.bytes);
    match written {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(dir))?;
            fs::write(&path, &made.bytes)?;
        }
        written => written?,
    }
    fs::write(dir.join(name), text)
}

/// A file of a tar (POSIX ustar), whose owner and time are nobody's.
fn entry(out: &mut Vec<u8>, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name)?;
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    out.extend_from_slice(header.as_bytes());
    out.extend_from_slice(bytes);
    out.resize(out.len().next_multiple_of(BLOCK), 0);
    Ok(())
}

#[derive(serde::Serialize)]
struct Line<'a> {
    name: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    truth: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// A line of JSON: a text in another encoding is told as it reads.
fn line(out: &mut Vec<u8>, made: &Made) -> io::Result<()> {
    let text = decode(&made.bytes).unwrap_or_default();
    let (truth, error) = match &made.expected {
        Expected::Record(json) => (Some(serde_json::from_str(json)?), None),
        Expected::Error(code) => (None, Some(*code)),
    };
    serde_json::to_writer(&mut *out, &Line { name: &made.name, text: &text, truth, error })?;
    out.push(b'\n');
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
