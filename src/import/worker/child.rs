//! The process that reads.

use std::io::{self, Read, Write};
use std::panic;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use super::message::{self, Tag};
use crate::clock::{self, Stage};
use crate::grammar::Grammars;
use crate::import::read;
use crate::scan::{Picture, Recognise, RecogniseError, Recognised};

/// Standard input, output and error.
const OPEN_FILES: u64 = 3;

/// Gives up, for good, what reading a document does not need: this process can open no file and no
/// connection any more, and take no more than so many bytes of memory.
///
/// # Errors
/// Where the system does not let it.
pub fn lock_down(memory: u64) -> io::Result<()> {
    for (resource, limit) in [
        (Resource::Nofile, OPEN_FILES),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::As, memory),
    ] {
        // What is smaller already stays so.
        let limit = getrlimit(resource).maximum.map_or(limit, |most| most.min(limit));
        setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })?;
    }
    // What a panic says goes into the answer.
    panic::set_hook(Box::new(|_| {}));
    Ok(())
}

/// Reads the documents that it is sent until there are no more.
///
/// # Errors
/// When whoever sends them has gone, or makes no sense.
pub fn serve(input: &mut dyn Read, out: &mut dyn Write, grammars: &Grammars) -> io::Result<()> {
    message::write(out, Tag::Ready, &[])?;
    while let Some((tag, body)) = message::read(input)? {
        let (seconds, name, bytes) = message::document(&body).ok_or(io::ErrorKind::InvalidData)?;
        allow(seconds)?;
        let mut asking = Asking { input, out, seconds, broken: None };
        let mut taken = None;
        let answer = match tag {
            Tag::Record => message::answer(read::reading(name, bytes, grammars, &mut asking))?,
            Tag::Measure => {
                let (answer, times) = clock::measure(|| {
                    let reading = read::reading(name, bytes, grammars, &mut asking);
                    let _stage = clock::enter(Stage::Answer);
                    message::answer(reading)
                });
                taken = Some(times);
                answer?
            }
            Tag::Draw => {
                let (page, dpi) =
                    message::parse_page_name(name).ok_or(io::ErrorKind::InvalidData)?;
                let drawn = read::page(bytes, page, dpi);
                if let Ok(png) = &drawn {
                    message::write(asking.out, Tag::Drawn, png)?;
                }
                message::answer(drawn.map(|_| ()))?
            }
            Tag::Text => message::answer(read::text(name, bytes, &mut asking))?,
            _ => return Err(io::ErrorKind::InvalidData.into()),
        };
        if let Some(error) = asking.broken {
            return Err(error);
        }
        if let Some(times) = taken {
            message::write(out, Tag::Taken, &message::taken(&times)?)?;
        }
        message::write(out, Tag::Answer, &answer)?;
    }
    Ok(())
}

/// Has pictures read by the process that sent the document: this one can start no program.
struct Asking<'a> {
    input: &'a mut dyn Read,
    out: &'a mut dyn Write,
    /// What each page may take of the processor.
    seconds: u32,
    /// Why nothing more can be asked.
    broken: Option<io::Error>,
}

impl Asking<'_> {
    fn ask(&mut self, picture: &Picture) -> io::Result<Result<Recognised, RecogniseError>> {
        message::write(self.out, Tag::Picture, &picture.to_bytes())?;
        let words = match message::read(self.input)? {
            Some((Tag::Words, body)) => message::parse_words(&body),
            _ => None,
        };
        allow(self.seconds)?;
        words.ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

impl Recognise for Asking<'_> {
    fn recognise(&mut self, picture: &Picture) -> Result<Recognised, RecogniseError> {
        self.ask(picture).unwrap_or_else(|error| {
            let said = RecogniseError::Failed(format!("found nobody to ask: {error}"));
            self.broken.get_or_insert(error);
            Err(said)
        })
    }
}

/// Allows so many seconds of processor time more; the system ends a process that takes them all.
/// Zero allows any number.
fn allow(seconds: u32) -> io::Result<()> {
    if seconds == 0 {
        return Ok(());
    }
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.unsigned_abs();
    let mut limit = getrlimit(Resource::Cpu);
    let wanted = used + 1 + u64::from(seconds);
    limit.current = Some(limit.maximum.map_or(wanted, |most| most.min(wanted)));
    Ok(setrlimit(Resource::Cpu, limit)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::Reading;

    #[test]
    fn documents_are_answered_in_turn_and_nonsense_ends_it() {
        let mut sent = Vec::new();
        for (tag, name, text) in [
            (Tag::Record, "a.txt", "Motie: één ding\n"),
            (Tag::Text, "a.txt", "Motie: één  ding\n"),
            (Tag::Record, "b.pdf", ""),
            (Tag::Measure, "a.txt", "Motie: één ding\n"),
        ] {
            let body = [message::preface(name, 0), text.as_bytes().to_vec()].concat();
            message::write(&mut sent, tag, &body).unwrap();
        }
        let mut got = Vec::new();
        serve(&mut sent.as_slice(), &mut got, &Grammars::built_in()).unwrap();
        let mut got = got.as_slice();
        let mut next = || message::read(&mut got).unwrap().unwrap();
        assert_eq!(next().0, Tag::Ready);
        let reading: Reading = message::parse_answer(&next().1).unwrap().unwrap();
        assert_eq!(reading.motions[0].title.as_deref(), Some("één ding"));
        let text: String = message::parse_answer(&next().1).unwrap().unwrap();
        assert_eq!(text, "Motie: één  ding\n");
        let error = message::parse_answer::<Reading>(&next().1).unwrap().unwrap_err();
        assert_eq!(error.code.name(), "empty-file");
        let (tag, taken) = next();
        assert_eq!(tag, Tag::Taken);
        let times = message::parse_taken(&taken).unwrap();
        assert!(!times.of(Stage::Build).is_zero() && !times.of(Stage::Answer).is_zero());
        let again: Reading = message::parse_answer(&next().1).unwrap().unwrap();
        assert_eq!(again.motions, reading.motions);

        let mut nonsense = Vec::new();
        message::write(&mut nonsense, Tag::Ready, &[]).unwrap();
        assert!(serve(&mut nonsense.as_slice(), &mut Vec::new(), &Grammars::built_in()).is_err());
    }
}
