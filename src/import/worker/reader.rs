//! Who reads a document: a process, replaced whenever it is worn.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use super::message::{self, Tag};
use super::process::{Gone, Process};
use crate::clock::{self, Times};
use crate::error::{Code, Error};
use crate::grammar::Grammars;
use crate::import::read::{self, Media, Reading};
use crate::motion::Motion;
use crate::scan::{Picture, Recognise, Tesseract};

/// What one document may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Memory of the reading process, in bytes.
    pub memory: u64,
    /// Seconds of processor time, and one more for each [`Limits::PER_SECOND`] bytes.
    pub seconds: u32,
    /// As long as this on the clock, and as much longer as the size gives seconds.
    pub wall: Duration,
    /// As much longer for each page whose text is recognised, beside the recognising itself.
    pub page: Duration,
}

impl Limits {
    /// How many bytes of a document give it one more second.
    pub const PER_SECOND: usize = 2 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 512 << 20,
            seconds: 7,
            wall: Duration::from_secs(30),
            page: Duration::from_secs(5),
        }
    }
}

/// How long a process may take to start.
const START: Duration = Duration::from_secs(20);

/// A process that has read so many documents, or one of so many bytes, is replaced.
const DOCUMENTS: usize = 10_000;
const LARGE: usize = 16 << 20;

/// How documents are read: makes a [`Reader`] for each thread that wants one.
#[derive(Clone, Debug)]
pub struct Readers {
    how: How,
    limits: Limits,
    gives_way: bool,
}

#[derive(Clone, Debug)]
enum How {
    /// In this process, which dies with them.
    Here(Arc<Grammars>),
    /// In processes of this program, with the grammars of a folder or the built-in ones.
    Apart { program: PathBuf, grammars: Option<PathBuf> },
}

impl Readers {
    /// Reads in this process: for what the caller wrote itself, and tests.
    #[must_use]
    pub fn here(grammars: Grammars) -> Self {
        Self { how: How::Here(Arc::new(grammars)), limits: Limits::default(), gives_way: false }
    }

    /// Reads in processes of this program, by the grammars of a folder or the built-in ones.
    #[must_use]
    pub fn apart(program: &Path, grammars: Option<&Path>, limits: Limits) -> Self {
        let how =
            How::Apart { program: program.to_owned(), grammars: grammars.map(Path::to_owned) };
        Self { how, limits, gives_way: false }
    }

    /// The same, but in processes that give way to what people wait for.
    #[must_use]
    pub fn in_background(mut self) -> Self {
        self.gives_way = true;
        self
    }

    /// Whether text can be recognised: whether `tesseract` is there, and knows Dutch.
    #[must_use]
    pub fn can_recognise(&self) -> bool {
        Tesseract::default().is_there()
    }

    /// The kinds of clauses that the grammars know.
    ///
    /// # Errors
    /// [`Code::GrammarInvalid`].
    pub fn kinds(&self) -> Result<BTreeSet<String>, Error> {
        Ok(match &self.how {
            How::Here(grammars) => grammars.kinds().clone(),
            How::Apart { grammars: None, .. } => Grammars::built_in().kinds().clone(),
            How::Apart { grammars: Some(dir), .. } => Grammars::from_dir(dir)?.kinds().clone(),
        })
    }

    /// A reader, whose process starts with its first document.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader { readers: self.clone(), process: None, peak: None }
    }

    /// A reader that is ready to read.
    ///
    /// # Errors
    /// [`Code::ReaderFailed`] where no process can be started.
    pub fn start(&self) -> Result<Reader, Error> {
        let mut reader = self.reader();
        if let How::Apart { .. } = self.how {
            reader.process = Some(reader.worker()?);
        }
        Ok(reader)
    }
}

/// Reads one document after another.
#[derive(Debug)]
pub struct Reader {
    readers: Readers,
    process: Option<Worker>,
    /// The most memory, in bytes, of the processes that were replaced.
    peak: Option<u64>,
}

/// What a process tells before it answers.
#[derive(Debug, Default)]
struct Told {
    /// What reading took, if that was asked.
    times: Option<Times>,
    /// A page that was drawn.
    png: Vec<u8>,
}

/// A process, and how much it was used.
#[derive(Debug)]
struct Worker {
    process: Process,
    documents: usize,
}

impl Reader {
    /// Reads a document.
    ///
    /// # Errors
    /// With the code of what is wrong with it; [`Code::PdfTimeout`], [`Code::PdfMemory`],
    /// [`Code::PdfTooComplex`] where the process that read it ended so, [`Code::Internal`] where it
    /// ended otherwise, [`Code::ReaderFailed`] where none can be started.
    pub fn read(&mut self, name: &str, bytes: &[u8]) -> Result<Reading, Error> {
        self.read_as(name, bytes)
    }

    /// Reads a document; what comes of its motions is made of their JSON, or of themselves.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn read_as<R>(&mut self, name: &str, bytes: &[u8]) -> Result<Reading<R>, Error>
    where
        R: DeserializeOwned + From<Motion>,
    {
        match &self.readers.how {
            How::Here(grammars) => here(name, bytes, grammars),
            How::Apart { .. } => self.ask(Tag::Record, name, bytes).0,
        }
    }

    /// As [`Reader::read_as`], and measures what that takes where it is read; `None` where the process
    /// that read it ended.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn measure<R>(
        &mut self,
        name: &str,
        bytes: &[u8],
    ) -> (Result<Reading<R>, Error>, Option<Times>)
    where
        R: DeserializeOwned + From<Motion>,
    {
        match &self.readers.how {
            How::Here(grammars) => {
                let (reading, times) = clock::measure(|| here(name, bytes, grammars));
                (reading, Some(times))
            }
            How::Apart { .. } => {
                let (answer, told) = self.ask(Tag::Measure, name, bytes);
                (answer, told.times)
            }
        }
    }

    /// Reads the normalised text of a document, without looking for a motion in it.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn text(&mut self, name: &str, bytes: &[u8]) -> Result<String, Error> {
        match &self.readers.how {
            How::Here(_) => read::text(name, bytes, &mut Tesseract::default()),
            How::Apart { .. } => self.ask(Tag::Text, name, bytes).0,
        }
    }

    /// Draws a page of a document, counted from 1, as PNG, with so many pixels in an inch.
    ///
    /// # Errors
    /// [`Code::NotFound`] where there is no such page to draw; else as [`Reader::read`].
    pub fn draw(&mut self, bytes: &[u8], page: u32, dpi: u32) -> Result<Vec<u8>, Error> {
        match &self.readers.how {
            How::Here(_) => read::page(bytes, page, dpi),
            How::Apart { .. } => {
                let name = message::page_name(page, dpi);
                let (answer, told) = self.ask::<()>(Tag::Draw, &name, bytes);
                answer.map(|()| told.png)
            }
        }
    }

    /// Asks a process, and if that was worn, a fresh one. Gives also what it told before it answered.
    fn ask<T: DeserializeOwned>(
        &mut self,
        what: Tag,
        name: &str,
        bytes: &[u8],
    ) -> (Result<T, Error>, Told) {
        loop {
            let mut worker = match self.process.take() {
                Some(worker) => worker,
                None => match self.worker() {
                    Ok(worker) => worker,
                    Err(error) => return (Err(error), Told::default()),
                },
            };
            let was_used = worker.documents > 0;
            worker.documents += 1;
            match self.readers.limits.ask(&mut worker.process, what, name, bytes) {
                Ok(answer) => {
                    if worker.documents < DOCUMENTS && bytes.len() < LARGE {
                        self.process = Some(worker);
                    } else {
                        self.peak = self.peak.max(worker.process.peak_memory());
                    }
                    return answer;
                }
                // What is left of other documents may have taken its room: a fresh process tells.
                Err(gone) if was_used && gone != Gone::TooLong => {}
                Err(gone) => {
                    let error = self.readers.limits.error(&gone, name, bytes);
                    return (Err(error), Told::default());
                }
            }
        }
    }

    /// The number of its process in the system, while it has one.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.process.as_ref().map(|worker| worker.process.id())
    }

    /// The most memory that its processes have held so far, in bytes; `None` where nothing tells.
    /// What one held that died is not known.
    #[must_use]
    pub fn peak_memory(&self) -> Option<u64> {
        let now = self.process.as_ref().and_then(|worker| worker.process.peak_memory());
        self.peak.max(now)
    }

    fn worker(&self) -> Result<Worker, Error> {
        let How::Apart { program, grammars } = &self.readers.how else {
            unreachable!("what reads here starts nothing");
        };
        let mut command = Command::new(program);
        command.arg("reader").arg(format!("--memory={}", self.readers.limits.memory));
        if self.readers.gives_way {
            command.arg("--background");
        }
        if let Some(dir) = grammars {
            command.arg("--grammars").arg(dir);
        }
        let process = Process::start(command, START).map_err(|found| {
            Error::new(
                Code::ReaderFailed,
                format!("expected a process that reads documents, found {found}"),
            )
        })?;
        Ok(Worker { process, documents: 0 })
    }
}

/// Reads a document in this process.
fn here<R: From<Motion>>(
    name: &str,
    bytes: &[u8],
    grammars: &Grammars,
) -> Result<Reading<R>, Error> {
    let Reading { motions, text } =
        read::reading(name, bytes, grammars, &mut Tesseract::default())?;
    Ok(Reading { motions: motions.into_iter().map(R::from).collect(), text })
}

impl Limits {
    /// Seconds that a document of this size has beyond the fixed ones.
    fn extra(bytes: &[u8]) -> u32 {
        u32::try_from(bytes.len() / Self::PER_SECOND).unwrap_or(u32::MAX)
    }

    /// Has a document read.
    fn ask<T: DeserializeOwned>(
        &self,
        process: &mut Process,
        what: Tag,
        name: &str,
        bytes: &[u8],
    ) -> Result<(Result<T, Error>, Told), Gone> {
        let extra = Self::extra(bytes);
        let deadline = Instant::now() + self.wall + Duration::from_secs(extra.into());
        let preface = message::preface(name, self.seconds.saturating_add(extra));
        let asked = process
            .send(what, &[&preface, bytes], deadline)
            .and_then(|()| self.listen(process, deadline))
            .and_then(|(body, told)| match message::parse_answer(&body) {
                Some(answer) => Ok((answer, told)),
                None => Err(io::ErrorKind::InvalidData.into()),
            });
        asked.map_err(|trouble| process.end(&trouble))
    }

    /// Waits for the answer, and meanwhile has the pictures read that the process sends.
    fn listen(&self, process: &mut Process, mut deadline: Instant) -> io::Result<(Vec<u8>, Told)> {
        let mut told = Told::default();
        loop {
            match process.receive(deadline)? {
                (Tag::Answer, body) => return Ok((body, told)),
                (Tag::Drawn, body) => told.png = body,
                (Tag::Taken, body) => {
                    let times = message::parse_taken(&body).ok_or(io::ErrorKind::InvalidData)?;
                    told.times = Some(times);
                }
                (Tag::Picture, body) => {
                    let start = Instant::now();
                    let picture = Picture::from_bytes(&body).ok_or(io::ErrorKind::InvalidData)?;
                    let words = message::words(&Tesseract::default().recognise(&picture))?;
                    deadline += start.elapsed() + self.page;
                    process.send(Tag::Words, &[&words], deadline)?;
                }
                _ => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
    }

    /// What to say of a document whose process did not come back.
    fn error(&self, gone: &Gone, name: &str, bytes: &[u8]) -> Error {
        let is_pdf = Media::of(name, bytes).is_ok_and(|media| media == Media::Pdf);
        let of_pdf = |code| if is_pdf { code } else { Code::TooLarge };
        match gone {
            Gone::TooLong => {
                let seconds = self.seconds.saturating_add(Self::extra(bytes));
                Error::new(
                    of_pdf(Code::PdfTimeout),
                    format!("expected to read it within {seconds} s, found no end to it"),
                )
            }
            Gone::Memory => Error::new(
                of_pdf(Code::PdfMemory),
                format!(
                    "expected to read it within {} MiB of memory, found that it takes more",
                    self.memory >> 20
                ),
            ),
            Gone::Stack => Error::new(
                of_pdf(Code::PdfTooComplex),
                "expected parts within parts to a reasonable depth, found more",
            ),
            Gone::Died(how) => {
                Error::new(Code::Internal, format!("the process that read it died: {how}"))
            }
        }
    }
}
