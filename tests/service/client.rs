//! A client of the API: one connection, kept alive, over which one request after the other goes.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use super::documents::Document;

/// How long an answer may take before it counts as none.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    host: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body; null where it is no JSON.
    pub body: Value,
}

impl Client {
    /// Connects.
    pub fn of(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), host: address.to_string() })
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, "", &[])
    }

    /// Sends JSON.
    pub fn post(&mut self, path: &str, body: &Value) -> io::Result<Answer> {
        self.send("POST", path, "application/json", body.to_string().as_bytes())
    }

    /// Looks for words.
    pub fn search(&mut self, words: &str) -> io::Result<Answer> {
        self.get(&format!("/api/v1/search?q={words}"))
    }

    /// Sends documents, each as a file of a form, or all of them in one zip.
    pub fn upload(&mut self, documents: &[&Document], zipped: bool) -> io::Result<Answer> {
        let mut form = Vec::new();
        if zipped {
            part(&mut form, "documenten.zip", &zip(documents));
        } else {
            documents.iter().for_each(|one| part(&mut form, &one.name, &one.bytes));
        }
        form.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let media = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send("POST", "/api/v1/imports", &media, &form)
    }

    fn send(&mut self, method: &str, path: &str, media: &str, body: &[u8]) -> io::Result<Answer> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n",
            self.host,
            body.len()
        );
        if !media.is_empty() {
            request.push_str(&format!("content-type: {media}\r\n"));
        }
        request.push_str("\r\n");
        let stream = self.stream.get_mut();
        stream.write_all(&[request.as_bytes(), body].concat())?;
        stream.flush()?;
        self.receive()
    }

    fn receive(&mut self) -> io::Result<Answer> {
        let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(cut)?;
        let (mut length, mut is_chunked) = (0, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.split_once(": ") {
                Some(("content-length", value)) => length = value.parse().map_err(|_| cut())?,
                Some(("transfer-encoding", "chunked")) => is_chunked = true,
                None if line.is_empty() => break,
                _ => {}
            }
        }
        let mut body = Vec::new();
        if is_chunked {
            loop {
                let size = usize::from_str_radix(&self.line()?, 16).map_err(|_| cut())?;
                self.fill(&mut body, size)?;
                self.line()?;
                if size == 0 {
                    break;
                }
            }
        } else {
            self.fill(&mut body, length)?;
        }
        Ok(Answer { status, body: serde_json::from_slice(&body).unwrap_or_default() })
    }

    fn fill(&mut self, body: &mut Vec<u8>, size: usize) -> io::Result<()> {
        let start = body.len();
        body.resize(start + size, 0);
        self.stream.read_exact(&mut body[start..])
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        match line.strip_suffix("\r\n") {
            Some(line) => Ok(line.to_owned()),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

const BOUNDARY: &str = "grens-tussen-de-documenten";

fn part(form: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    );
    form.extend_from_slice(head.as_bytes());
    form.extend_from_slice(bytes);
    form.extend_from_slice(b"\r\n");
}

fn zip(documents: &[&Document]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for one in documents {
        zip.start_file(&one.name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&one.bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
