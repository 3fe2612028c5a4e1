//! The peers of `benches/compare` that are written in Rust, this project among them.
//!
//! `peers NAME` answers each line of JSON on standard input with one on standard output, and times
//! itself: starting is in no figure.
//!
//! ```text
//! {"do":"version"}                                     {"version":"moties 0.1.0"}
//! {"do":"read","file":"a.txt"}                          {"motions":[…]}
//! {"do":"time","files":["a.txt"],"times":3}            {"seconds":0.1}   three readings of all files
//! {"do":"records","dir":"x","file":"r.ndjson"}          {"motions":3}
//! {"do":"build","documents":"d.ndjson","dir":"x"}      {"seconds":0.2,"loading":0.1}
//! {"do":"search","words":"a b","clause":null,"times":9} {"found":3,"seconds":[0.1,…]}
//! ```

#![allow(missing_docs, reason = "a program, whose modules nobody imports")]
#![allow(clippy::print_stdout, reason = "answers are what it is for")]

mod bare;
mod documents;
mod limits;
mod pdf;
mod record;
mod scan;
mod store;

use std::io::BufRead;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

/// What may go wrong is only ever shown.
type Answer = Result<Value, Box<dyn std::error::Error>>;

/// What a peer is asked to do.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
enum Request {
    /// To say its version.
    Version,
    /// To read one file, and give all that was read.
    Read { file: PathBuf },
    /// To read all files so many times; they are in memory before the clock starts.
    Time { files: Vec<PathBuf>, times: u32 },
    /// To write the record and the text of each motion of a store that can be found, a line each.
    Records { dir: PathBuf, file: PathBuf },
    /// To index documents into a folder that is not there yet, until they are on disk.
    Build { documents: PathBuf, dir: PathBuf },
    /// To look so many times for words: how many parts have them, and the best ten, or fewer.
    Search {
        words: String,
        clause: Option<String>,
        times: usize,
        #[serde(default = "shown")]
        shown: usize,
    },
}

/// How many hits are shown, where nothing is said of it.
fn shown() -> usize {
    10
}

/// One that is measured.
trait Peer {
    /// Does what a request asks for.
    fn answer(&mut self, request: &Request) -> Answer;
}

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let mut peer: Box<dyn Peer> = match name.as_str() {
        "record" => Box::new(record::Record::new()),
        "pdf" => Box::new(pdf::Pdf),
        "scan" => Box::new(scan::Scan::new()),
        "store" => Box::new(store::Kept::default()),
        "tantivy" => Box::new(bare::Bare::new(bare::Analysis::Ours)),
        "tantivy-stock" => Box::new(bare::Bare::new(bare::Analysis::Stock)),
        "copy" => Box::new(limits::Copy),
        "inflate" => Box::new(limits::Inflate),
        _ => {
            println!("{}", json!({ "failed": format!("expected a peer, found `{name}`") }));
            return ExitCode::from(2);
        }
    };
    for line in std::io::stdin().lock().lines() {
        let answer = line
            .map_err(Into::into)
            .and_then(|line| Ok(serde_json::from_str(&line)?))
            .and_then(|request| peer.answer(&request));
        println!("{}", answer.unwrap_or_else(|error| json!({ "failed": error.to_string() })));
    }
    ExitCode::SUCCESS
}

/// Returns how long something takes, and what comes of it.
fn timed<T>(act: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = act();
    (start.elapsed(), done)
}

/// Returns for how long the processor does something, whatever else it does meanwhile.
fn worked(act: impl FnOnce()) -> Duration {
    let now = || rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let start = now();
    act();
    let took = now() - start;
    Duration::try_from(took).expect("the clock does not go back")
}

/// Says that a peer is not made for what it is asked.
fn not_asked(request: &Request) -> Answer {
    Err(format!("expected a request that this peer answers, found {request:?}").into())
}
