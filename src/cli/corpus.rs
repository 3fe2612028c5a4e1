//! `moties corpus`: motions that nobody wrote.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use clap::ValueEnum;
use indicatif::ProgressBar;

use super::exit::{Exit, Stop};
use super::import::bar;
use super::interrupt;
use super::io::Io;
use crate::error::{Code, Error};
use crate::generate::{self, Output, Plan, Written};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Make a corpus: documents, and beside each what must be read from it
    ///
    /// Everything follows from the seed and the number of a document: the same command makes the
    /// same bytes everywhere, and what it says at its end, a SHA-256 over all of it, tells that it
    /// did. Of a hundred documents 93 are motions, 2 hold several, 4 look like motions and are none,
    /// and 1 is damaged; `--only` takes some of these. Damaged PDFs that can still be read (locked for
    /// change only, their table lost, cut off behind a page) have their truth as well.
    Generate(Generate),
}

#[derive(Debug, clap::Args)]
pub(super) struct Generate {
    /// How many documents
    #[arg(long, value_name = "N")]
    count: u64,
    /// What all follows from
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// What they are
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Only motions of this body (gemeenteraad, tweede-kamer, …); may be given again
    #[arg(long = "body", value_name = "BODY", value_parser = generate::bodies())]
    bodies: Vec<String>,
    /// How untidy they are
    #[arg(long, value_enum, default_value_t = Noise::Light)]
    noise: Noise,
    /// Only documents of this sort; may be given again
    #[arg(long = "only", value_enum, value_name = "SORT")]
    sorts: Vec<Sort>,
    /// The number of the first one: goes on where another run stopped
    #[arg(long, default_value_t = 0, value_name = "N")]
    first: u64,
    /// How many threads make them; as many as there are processors, where it is not said
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// How they come out; by the extension of OUT, where it is not said
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<Form>,
    /// A folder, or a file named `.tar` or `.ndjson`; `-` is standard output
    #[arg(value_name = "OUT")]
    out: PathBuf,
}

/// What documents are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Plain text
    Text,
    /// PDF with its text in it
    Pdf,
    /// PDF of pictures, as a scanner makes it
    Scan,
    /// Half of them text, a tenth of them scans
    Mixed,
}

/// How untidy documents are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Noise {
    /// As a program makes them
    None,
    /// As offices keep them: old encodings, line ends; scans a little askew
    Light,
    /// As they come out of old archives
    Heavy,
}

/// What documents hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// A motion
    Motion,
    /// Several motions
    Bundle,
    /// Something that looks like a motion: a letter, an amendment, minutes, an agenda
    Alike,
    /// Something that cannot be read, or only just: locked, cut off, its table lost
    Damaged,
}

/// How a corpus comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// `x.txt` or `x.pdf` with `x.json` or, where it cannot be read, `x.expected` beside it
    Files,
    /// The same files in one tar
    Tar,
    /// A line a document, of texts only: `name`, `text`, `truth` or `error`
    Ndjson,
}

/// Does what was asked.
pub(super) fn run(command: &Command, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let Command::Generate(asked) = command;
    let form = asked.form()?;
    let stop = interrupt::flag();
    let bar = bar(io.shows_progress);
    bar.set_length(asked.count);
    let written = match (form, asked.out.as_os_str() == "-") {
        (Form::Files, _) => {
            asked.has_room()?;
            asked.write(Output::Files(asked.out.clone()), &stop, &bar)
        }
        (form, true) => asked.stream(form, io.out, &stop, &bar),
        (form, false) => {
            let file = File::create(&asked.out).map_err(|error| asked.refused(&error))?;
            asked.stream(form, &mut BufWriter::new(file), &stop, &bar)
        }
    };
    bar.finish_and_clear();
    let written = written.map_err(|error| asked.refused(&error))?;
    io.say(&asked.summary(&written));
    let is_whole = written.documents == asked.count;
    Ok(if is_whole { Exit::Done } else { Exit::Lacking })
}

impl Generate {
    /// How the corpus comes out.
    fn form(&self) -> Result<Form, Error> {
        let extension = self.out.extension().and_then(|extension| extension.to_str());
        let form = self.form.unwrap_or(match extension {
            Some("tar") => Form::Tar,
            Some("ndjson") => Form::Ndjson,
            _ => Form::Files,
        });
        let is_stream = self.out.as_os_str() == "-";
        let wrong = match form {
            Form::Files if is_stream => {
                "expected `--as tar` or `--as ndjson` for standard output, found neither"
            }
            Form::Ndjson if self.format != Format::Text => {
                "expected texts for NDJSON, found PDFs; make them `--as tar`"
            }
            _ => return Ok(form),
        };
        Err(Error::new(Code::BadRequest, wrong))
    }

    /// Checks that nothing is in the folder that this would be mixed with.
    fn has_room(&self) -> Result<(), Error> {
        let is_new = fs::read_dir(&self.out).map_or(true, |mut found| found.next().is_none());
        if is_new || self.first > 0 {
            return Ok(());
        }
        Err(Error::new(
            Code::BadRequest,
            format!(
                "expected a new folder or an empty one, found files in `{}`; name another one, or go \
                 on in it with `--first N`",
                self.out.display()
            ),
        ))
    }

    fn stream(
        &self,
        form: Form,
        out: &mut dyn Write,
        stop: &AtomicBool,
        bar: &ProgressBar,
    ) -> io::Result<Written> {
        let output = if form == Form::Tar { Output::Tar(out) } else { Output::Ndjson(out) };
        self.write(output, stop, bar)
    }

    fn write(
        &self,
        output: Output<'_>,
        stop: &AtomicBool,
        bar: &ProgressBar,
    ) -> io::Result<Written> {
        let threads =
            self.threads.or_else(|| thread::available_parallelism().ok().map(usize::from));
        let numbers = self.first..self.first.saturating_add(self.count);
        generate::write(&self.plan(), numbers, threads.unwrap_or(1), output, &mut |done| {
            bar.set_position(done);
            !stop.load(Ordering::Relaxed)
        })
    }

    fn plan(&self) -> Plan {
        Plan {
            seed: self.seed,
            format: match self.format {
                Format::Text => generate::Format::Text,
                Format::Pdf => generate::Format::Pdf,
                Format::Scan => generate::Format::Scan,
                Format::Mixed => generate::Format::Mixed,
            },
            bodies: self.bodies.clone(),
            sorts: self
                .sorts
                .iter()
                .map(|sort| match sort {
                    Sort::Motion => generate::Sort::Motion,
                    Sort::Bundle => generate::Sort::Bundle,
                    Sort::Alike => generate::Sort::Alike,
                    Sort::Damaged => generate::Sort::Damaged,
                })
                .collect(),
            noise: match self.noise {
                Noise::None => generate::Noise::None,
                Noise::Light => generate::Noise::Light,
                Noise::Heavy => generate::Noise::Heavy,
            },
        }
    }

    fn summary(&self, written: &Written) -> String {
        let Written { documents, bytes, sha256 } = written;
        let s = if *documents == 1 { "" } else { "s" };
        let rest = if *documents < self.count {
            let next = self.first + documents;
            format!("; stopped: go on with `--first {next} --count {}`", self.count - documents)
        } else {
            String::new()
        };
        format!("{documents} document{s} of {bytes} bytes made, SHA-256 {sha256}{rest}")
    }

    fn refused(&self, error: &io::Error) -> Stop {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Stop::Output(io::Error::from(io::ErrorKind::BrokenPipe));
        }
        let message = format!("cannot write `{}`: {error}", name(&self.out));
        Stop::Error(Error::new(Code::StoreIo, message))
    }
}

fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard output".to_owned() } else { path.display().to_string() }
}
