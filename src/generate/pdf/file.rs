//! The file: objects, streams, and the table of where they stand (ISO 32000-1, 7.5).

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::generate::dice::Dice;

/// How a file is put together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Making {
    /// Whether streams are compressed.
    packed: bool,
    /// Whether objects stand in streams, with a cross-reference stream behind them.
    in_streams: bool,
    /// The program that says it made it.
    producer: &'static str,
}

/// Programs that documents are made with.
const PRODUCERS: [&str; 6] = [
    "Microsoft Word voor Microsoft 365",
    "LibreOffice 7.4",
    "Acrobat Distiller 9.5.5",
    "PDFCreator 2.3",
    "Microsoft: Print To PDF",
    "iText 5.5",
];

impl Making {
    /// Chooses.
    pub(super) fn of(dice: &mut Dice) -> Self {
        Self {
            packed: dice.chance(85),
            in_streams: dice.chance(40),
            producer: dice.pick::<&str>(&PRODUCERS),
        }
    }
}

/// A file that is being written; objects are numbered from 1.
#[derive(Debug)]
pub(super) struct File {
    making: Making,
    objects: Vec<Object>,
}

#[derive(Debug)]
enum Object {
    Value(String),
    Stream { dict: String, bytes: Vec<u8> },
}

impl File {
    /// An empty file, whose catalog is object 1 and whose pages are below object 2.
    pub(super) fn new(making: Making) -> Self {
        let open = || Object::Value(String::new());
        Self { making, objects: vec![open(), open()] }
    }

    /// Adds an object, and tells its number.
    pub(super) fn add(&mut self, value: String) -> usize {
        self.objects.push(Object::Value(value));
        self.objects.len()
    }

    /// Adds a stream; `dict` are its keys but for the length and the filter.
    pub(super) fn add_stream(&mut self, dict: &str, bytes: Vec<u8>) -> usize {
        self.objects.push(Object::Stream { dict: dict.to_owned(), bytes });
        self.objects.len()
    }

    /// The whole file, with these pages.
    pub(super) fn finish(mut self, pages: &[usize]) -> Vec<u8> {
        let kids: Vec<String> = pages.iter().map(|page| format!("{page} 0 R")).collect();
        let kids = kids.join(" ");
        self.objects[0] = Object::Value("<</Type/Catalog/Pages 2 0 R>>".to_owned());
        self.objects[1] =
            Object::Value(format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()));
        let info = self.add(format!("<</Producer({})>>", self.making.producer));
        let mut out = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n".to_vec();
        if self.making.in_streams {
            self.streamed(&mut out, info)
        } else {
            self.listed(&mut out, info)
        }
        out
    }

    /// Objects one after the other, and a table of their places.
    fn listed(self, out: &mut Vec<u8>, info: usize) {
        let mut places = Vec::with_capacity(self.objects.len());
        for (index, object) in self.objects.iter().enumerate() {
            places.push(out.len());
            self.object(out, index + 1, object);
        }
        let start = out.len();
        let count = places.len() + 1;
        let _ = write!(out, "xref\n0 {count}\n0000000000 65535 f \n");
        for place in places {
            let _ = writeln!(out, "{place:010} 00000 n ");
        }
        let _ = write!(
            out,
            "trailer\n<</Size {count}/Root 1 0 R/Info {info} 0 R>>\nstartxref\n{start}\n%%EOF\n"
        );
    }

    /// Values within a stream, the streams one after the other, and a stream of their places.
    fn streamed(mut self, out: &mut Vec<u8>, info: usize) {
        let container = self.objects.len() + 1;
        let (mut index, mut body, mut held) = (String::new(), String::new(), 0);
        // Of each object its type and its two numbers, as the table has them (7.5.8).
        let mut places: Vec<(u8, usize, usize)> = vec![(0, 0, 65_535)];
        for (number, object) in self.objects.iter().enumerate() {
            match object {
                Object::Value(value) => {
                    index.push_str(&format!("{} {} ", number + 1, body.len()));
                    body.push_str(value);
                    body.push('\n');
                    places.push((2, container, held));
                    held += 1;
                }
                Object::Stream { .. } => {
                    places.push((1, out.len(), 0));
                    self.object(out, number + 1, object);
                }
            }
        }
        places.push((1, out.len(), 0));
        let dict = format!("/Type/ObjStm/N {held}/First {}", index.len());
        let bytes = (index + &body).into_bytes();
        let object = Object::Stream { dict, bytes };
        self.object(out, container, &object);
        let start = out.len();
        places.push((1, start, 0));
        let bytes = places.iter().flat_map(|(kind, first, second)| {
            let first = (*first as u32).to_be_bytes();
            [&[*kind][..], &first, &(*second as u16).to_be_bytes()].concat()
        });
        let dict = format!("/Type/XRef/Size {}/W[1 4 2]/Root 1 0 R/Info {info} 0 R", places.len());
        let table = Object::Stream { dict, bytes: bytes.collect() };
        self.making.packed = true;
        self.object(out, container + 1, &table);
        let _ = write!(out, "startxref\n{start}\n%%EOF\n");
    }

    fn object(&self, out: &mut Vec<u8>, number: usize, object: &Object) {
        let _ = writeln!(out, "{number} 0 obj");
        match object {
            Object::Value(value) => out.extend_from_slice(value.as_bytes()),
            Object::Stream { dict, bytes } => {
                let packed = self.making.packed.then(|| deflate(bytes));
                let filter = if packed.is_some() { "/Filter/FlateDecode" } else { "" };
                let bytes = packed.as_ref().unwrap_or(bytes);
                let _ = write!(out, "<<{dict}{filter}/Length {}>>\nstream\n", bytes.len());
                out.extend_from_slice(bytes);
                out.extend_from_slice(b"\nendstream");
            }
        }
        out.extend_from_slice(b"\nendobj\n");
    }
}

/// Compresses as zlib does.
fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(3));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("a vector takes all bytes")
}
