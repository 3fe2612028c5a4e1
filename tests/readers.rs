//! Documents are read in processes that may die, hang and swell, with the real program.

use std::path::Path;
use std::thread;
use std::time::Duration;

use moties::error::Code;
use moties::grammar::Grammars;
use moties::import::{Limits, Reader, Readers};
use rustix::process::{Pid, Signal, kill_process};

const MOTION: &[u8] = "Motie: één ding\n\nDe raad,\n\nverzoekt het college te slapen.\n".as_bytes();

fn readers(limits: Limits) -> Readers {
    Readers::apart(Path::new(env!("CARGO_BIN_EXE_moties")), None, limits)
}

fn signal(reader: &Reader, signal: Signal) {
    send(reader.process_id().expect("it has a process"), signal);
}

fn send(process: u32, signal: Signal) {
    let process = process.try_into().ok().and_then(Pid::from_raw).expect("it is a number");
    kill_process(process, signal).expect("it is ours");
}

fn title(reader: &mut Reader) -> Option<String> {
    reader.read("a.txt", MOTION).expect("it can be read").motions[0].title.clone()
}

/// A PDF of this size with nothing in it.
fn hollow(bytes: usize) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    pdf.resize(bytes, b'\n');
    pdf
}

#[test]
fn what_is_read_apart_is_what_is_read_here() {
    let mut apart = readers(Limits::default()).start().unwrap();
    let mut here = Readers::here(Grammars::built_in()).start().unwrap();
    let id = apart.process_id();
    let mut files = [crate::files("corpus", "pdf"), crate::files("corpus", "txt")].concat();
    files.retain(|path| path.is_file());
    assert!(files.len() > 50);
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let name = file.display().to_string();
        match (apart.read(&name, &bytes), here.read(&name, &bytes)) {
            (Ok(apart), Ok(here)) => {
                assert_eq!(apart.text, here.text, "{name}");
                assert_eq!(apart.motions, here.motions, "{name}");
            }
            (Err(apart), Err(here)) => assert_eq!(apart, here, "{name}"),
            (apart, here) => panic!("{name}: {apart:?} {here:?}"),
        }
    }
    assert_eq!(apart.process_id(), id, "one process reads them all");
}

#[test]
fn a_process_that_died_is_replaced_and_nothing_is_lost() {
    let mut reader = readers(Limits::default()).start().unwrap();
    for _ in 0..3 {
        let id = reader.process_id();
        assert_eq!(title(&mut reader).as_deref(), Some("één ding"));
        signal(&reader, Signal::KILL);
        assert_eq!(title(&mut reader).as_deref(), Some("één ding"));
        assert_ne!(reader.process_id(), id);
    }
}

#[test]
fn a_process_that_hangs_is_ended_and_its_document_fails() {
    let limits = Limits { wall: Duration::from_millis(300), ..Limits::default() };
    let mut reader = readers(limits).start().unwrap();
    signal(&reader, Signal::STOP);
    let error = reader.read("a.pdf", b"%PDF-1.7").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected to read it within 7 s, found no end to it; print it to a new PDF and try that"
    );
    assert_eq!(error.code, Code::PdfTimeout);
    assert_eq!(
        title(&mut readers(Limits::default()).start().unwrap()).as_deref(),
        Some("één ding")
    );
}

#[test]
fn a_process_that_uses_up_its_time_is_ended_by_the_system() {
    let mut reader = readers(Limits::default()).start().unwrap();
    signal(&reader, Signal::STOP);
    let id = reader.process_id().unwrap();
    let spent = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        send(id, Signal::XCPU);
        send(id, Signal::CONT);
    });
    assert_eq!(reader.read("a.pdf", b"%PDF-1.7").unwrap_err().code, Code::PdfTimeout);
    spent.join().unwrap();
}

#[test]
fn a_document_that_takes_too_much_memory_fails_and_the_next_is_read() {
    let mut reader = readers(Limits { memory: 96 << 20, ..Limits::default() }).start().unwrap();
    for (name, code) in [("a.pdf", Code::PdfMemory), ("a.txt", Code::TooLarge)] {
        let mut bytes = hollow(120 << 20);
        if name == "a.txt" {
            bytes[..9].fill(b'x');
        }
        let error = reader.read(name, &bytes).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains("within 96 MiB of memory"), "{error}");
        assert_eq!(title(&mut reader).as_deref(), Some("één ding"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_may_open_nothing_and_take_no_more_than_its_limits() {
    let mut reader = readers(Limits::default()).start().unwrap();
    title(&mut reader);
    let id = reader.process_id().unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
    let of = |what: &str| {
        let line = limits.lines().find(|line| line.starts_with(what)).expect(what);
        let mut values = line[what.len()..].split_whitespace().map(str::to_owned);
        (values.next().unwrap(), values.next().unwrap())
    };
    let same = |value: &str| (value.to_owned(), value.to_owned());
    assert_eq!(of("Max open files"), same("3"));
    assert_eq!(of("Max file size"), same("0"));
    assert_eq!(of("Max core file size"), same("0"));
    assert_eq!(of("Max address space"), same(&(512 << 20).to_string()));
    let seconds: u64 = of("Max cpu time").0.parse().unwrap();
    assert!((8..=10).contains(&seconds), "{seconds}");
}

/// The processes that the threads of a process started.
#[cfg(target_os = "linux")]
fn children(process: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).expect("it runs");
    let of = |thread: &Path| std::fs::read_to_string(thread.join("children")).unwrap_or_default();
    let children: String = threads.flatten().map(|thread| of(&thread.path())).collect();
    children.split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

/// A process that ends with its test.
#[cfg(target_os = "linux")]
struct Started(std::process::Child);

#[cfg(target_os = "linux")]
impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_lives_on_when_its_reader_dies() {
    use std::io::{BufRead, BufReader, Read, Write};
    let data = tempfile::tempdir().unwrap();
    let server = std::process::Command::new(env!("CARGO_BIN_EXE_moties"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("MOTIES_DATA", data.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut server = Started(server);
    let mut said = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.trim().strip_prefix("listening on http://").unwrap();
    let post = || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let length = MOTION.len();
        write!(
            stream,
            "POST /api/v1/extract?name=a.txt HTTP/1.1\r\nHost: {address}\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        stream.write_all(MOTION).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let mut answers = Vec::new();
    for _ in 0..2 {
        answers.push(post());
        let readers = children(server.0.id());
        assert!(!readers.is_empty(), "it reads in processes of their own");
        readers.into_iter().for_each(|reader| send(reader, Signal::KILL));
        answers.push(post());
    }
    for answer in answers {
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("één ding"), "{answer}");
    }
}

#[test]
fn a_program_that_cannot_read_says_so() {
    for (program, found) in [("/nowhere/moties", "No such file"), ("/bin/false", "exit status: 1")]
    {
        let error =
            Readers::apart(Path::new(program), None, Limits::default()).start().unwrap_err();
        assert_eq!(error.code, Code::ReaderFailed);
        assert!(error.message.contains(found), "{error}");
    }
}
