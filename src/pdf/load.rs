//! A file as PDF objects: opened, repaired and decrypted as far as that goes, and its pages.

use std::collections::HashSet;
use std::sync::LazyLock;

use lopdf::{Dictionary, ObjectId};
use regex::bytes::Regex;

use super::error::PdfError;
use super::file::Closed;
use super::limits::{self, Budget};
use super::matrix::Matrix;
use super::object::{self, Objects};
use crate::clock::{self, Stage};
use crate::text::Notice;

/// How many nodes of the page tree are looked at.
const NODES: usize = 100_000;
/// How far a page looks up the page tree for what it inherits.
const ANCESTORS: usize = 64;
/// How many bytes of something that is no PDF are shown.
const SHOWN: usize = 24;
/// A4, in points: the size of a page that does not say its own.
const A4: [f32; 4] = [0.0, 0.0, 595.0, 842.0];

/// An opened file.
pub struct Loaded<'f> {
    /// Its objects.
    pub objects: Objects<'f>,
    /// Its pages, in order; at least one.
    pub pages: Vec<ObjectId>,
}

impl Loaded<'_> {
    /// What was mended so far, if anything was.
    pub fn notice(&self) -> Option<Notice> {
        self.objects.is_mended().then(|| {
            Notice::whole(
                "pdf-repaired",
                "the file is damaged; its objects were searched for, and some may be missing",
            )
        })
    }
}

/// What every PDF has near its start (ISO 32000-1, 7.5.2).
static HEADER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"%PDF-[0-9]").expect("it is a regular expression"));

/// Where the header of a PDF stands in a file: the offset of its `%PDF-`; `None` where there is none.
#[must_use]
pub fn header(bytes: &[u8]) -> Option<usize> {
    HEADER.find(bytes).map(|found| found.start())
}

/// Opens a file.
///
/// # Errors
/// When it is no PDF, when it is too damaged to find pages in, when it needs a password, or when
/// finding its pages takes more than any file should.
pub fn load(bytes: &[u8]) -> Result<Loaded<'_>, PdfError> {
    let _stage = clock::enter(Stage::Load);
    let Some(start) = header(bytes) else {
        return Err(PdfError::NotAPdf { found: printable(bytes) });
    };
    let bytes = &bytes[start..];
    let mut objects = Objects::open(bytes).or_else(|closed| match closed {
        Closed::Damaged => Objects::search(bytes),
        closed => Err(closed),
    })?;
    let mut pages = pages(&objects);
    if pages.is_empty() {
        objects = Objects::search(bytes).unwrap_or(objects);
        pages = self::pages(&objects);
    }
    if pages.is_empty() {
        pages = loose_pages(&objects);
    }
    if !pages.is_empty() {
        return Ok(Loaded { objects, pages });
    }
    Err(match objects.exceeded() {
        Some(limit) => PdfError::TooComplex { limit: limit.to_owned(), page: 0 },
        None if objects.catalog().is_some() => PdfError::NoPages,
        None => PdfError::Damaged { reason: "its pages cannot be found".to_owned() },
    })
}

impl From<Closed> for PdfError {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::Encrypted => Self::Encrypted,
            Closed::Damaged => {
                Self::Damaged { reason: "how it is encrypted cannot be read".to_owned() }
            }
        }
    }
}

/// The pages of the page tree, one more than are read at most.
fn pages(objects: &Objects) -> Vec<ObjectId> {
    let mut pages = Vec::new();
    let Some(root) = objects.catalog().and_then(|catalog| catalog.get(b"Pages").ok()) else {
        return pages;
    };
    let mut seen = HashSet::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let Ok(id) = node.as_reference() else {
            continue;
        };
        if pages.len() > limits::PAGES || seen.len() > NODES || !seen.insert(id) {
            continue;
        }
        let Some(dict) = objects.get_dictionary(id) else {
            continue;
        };
        match object::array(dict, b"Kids", objects) {
            Some(kids) if open.len() < NODES => open.extend(kids.iter().rev().take(NODES)),
            Some(_) => {}
            None if is_page(dict) => pages.push(id),
            None => {}
        }
    }
    pages
}

/// Whether a dictionary is a page, though it may not say so.
fn is_page(dict: &Dictionary) -> bool {
    dict.has_type(b"Page") || (dict.has(b"Contents") && dict.has(b"Resources"))
}

/// The pages of a document without a page tree, in the order of their numbers.
fn loose_pages(objects: &Objects) -> Vec<ObjectId> {
    objects
        .all()
        .filter(|(_, object)| object::as_dict(object).is_some_and(is_page))
        .map(|(id, _)| id)
        .take(limits::PAGES + 1)
        .collect()
}

/// The first bytes of a file as something to print.
fn printable(bytes: &[u8]) -> String {
    let start = &bytes[..bytes.len().min(SHOWN)];
    String::from_utf8_lossy(start)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A page: what is drawn on it, with what, and how it is displayed.
pub struct PageView<'a> {
    /// Its own dictionary.
    pub dict: &'a Dictionary,
    /// Its fonts, forms and so on; `None` when it has none.
    pub resources: Option<&'a Dictionary>,
    /// Maps the page's own coordinates to display: points from the top left of the crop box, the
    /// page turned as its `Rotate` says.
    pub display: Matrix,
    /// Width as displayed, in points.
    pub width: f32,
    /// Height as displayed, in points.
    pub height: f32,
}

impl<'a> PageView<'a> {
    /// Reads a page; one that cannot be read is an empty A4.
    pub fn read(objects: &'a Objects<'_>, id: ObjectId) -> Option<Self> {
        let dict = objects.get_dictionary(id)?;
        let lineage = lineage(objects, dict);
        let inherited =
            |key: &[u8]| lineage.iter().find_map(|node| object::get(node, key, objects));
        let media =
            inherited(b"MediaBox").and_then(|value| rectangle(value, objects)).unwrap_or(A4);
        let [x0, y0, x1, y1] = inherited(b"CropBox")
            .and_then(|value| rectangle(value, objects))
            .and_then(|crop| common(crop, media))
            .unwrap_or(media);
        let turn =
            inherited(b"Rotate").and_then(|value| value.as_i64().ok()).unwrap_or(0).rem_euclid(360);
        let (across, down) = (x1 - x0, y1 - y0);
        let (display, width, height) = match turn {
            90 => (Matrix::new(0.0, 1.0, 1.0, 0.0, -y0, -x0), down, across),
            180 => (Matrix::new(-1.0, 0.0, 0.0, 1.0, x1, -y0), across, down),
            270 => (Matrix::new(0.0, -1.0, -1.0, 0.0, y1, x1), down, across),
            _ => (Matrix::new(1.0, 0.0, 0.0, -1.0, -x0, y1), across, down),
        };
        Some(Self {
            dict,
            resources: inherited(b"Resources").and_then(object::as_dict),
            display,
            width,
            height,
        })
    }

    /// The page's content streams, unpacked, with a line end between them.
    pub fn content(&self, objects: &Objects, budget: &mut Budget) -> Vec<u8> {
        let streams = match object::get(self.dict, b"Contents", objects) {
            Some(lopdf::Object::Array(parts)) => parts.iter().collect(),
            Some(stream) => vec![stream],
            None => Vec::new(),
        };
        let mut content = Vec::new();
        for stream in streams {
            let Some(stream) = object::resolve(stream, objects) else {
                continue;
            };
            if let Some(part) =
                stream.as_stream().ok().and_then(|stream| object::unpacked(stream, budget))
            {
                content.extend_from_slice(&part);
                content.push(b'\n');
            }
        }
        content
    }
}

/// A page and the nodes of the page tree above it, from the page upwards.
fn lineage<'a>(objects: &'a Objects<'_>, page: &'a Dictionary) -> Vec<&'a Dictionary> {
    std::iter::successors(Some(page), |node| object::dict(node, b"Parent", objects))
        .take(ANCESTORS)
        .collect()
}

/// Reads a rectangle, its corners put in order; `None` when it has no area.
pub(super) fn rectangle(value: &lopdf::Object, objects: &Objects) -> Option<[f32; 4]> {
    let corners: Vec<f32> = value
        .as_array()
        .ok()?
        .iter()
        .take(4)
        .filter_map(|corner| object::number(corner, objects))
        .filter(|corner| corner.is_finite())
        .collect();
    let [xa, ya, xb, yb] = corners.try_into().ok()?;
    with_area([xa.min(xb), ya.min(yb), xa.max(xb), ya.max(yb)])
}

/// What two rectangles have in common; `None` when that has no area.
fn common(one: [f32; 4], other: [f32; 4]) -> Option<[f32; 4]> {
    with_area([
        one[0].max(other[0]),
        one[1].max(other[1]),
        one[2].min(other[2]),
        one[3].min(other[3]),
    ])
}

/// The rectangle, if it is at least a point wide and high.
fn with_area(rectangle: [f32; 4]) -> Option<[f32; 4]> {
    let [x0, y0, x1, y1] = rectangle;
    (x1 - x0 >= 1.0 && y1 - y0 >= 1.0).then_some(rectangle)
}

#[cfg(test)]
mod tests {
    use crate::pdf::sample::{Sample, show};
    use crate::text::Notice;

    /// A file of two lines on two pages.
    fn file() -> Vec<u8> {
        Sample::new(&[&show(70.0, 700.0, "De raad"), &show(70.0, 700.0, "besluit")]).bytes()
    }

    fn replaced(file: &[u8], from: &str, to: &str) -> Vec<u8> {
        let at = crate::pdf::file::find(file, from.as_bytes()).unwrap();
        [&file[..at], to.as_bytes(), &file[at + from.len()..]].concat()
    }

    fn repaired(file: &[u8]) -> String {
        let document = crate::pdf::read(file).unwrap();
        let notice = Notice::whole(
            "pdf-repaired",
            "the file is damaged; its objects were searched for, and some may be missing",
        );
        assert_eq!(document.notices(), [notice]);
        document.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_file_whose_tables_are_wrong_is_searched() {
        let both = "De raad besluit";
        assert_eq!(repaired(&replaced(&file(), "startxref", "startxxxx")), both);
        // All that stands behind it moved, as in a file that went through a text editor.
        assert_eq!(repaired(&replaced(&file(), "%PDF-1.7", "%PDF-1.7 moved")), both);
        assert_eq!(repaired(&replaced(&file(), "/Kids", "/Kidz")), both);
    }

    #[test]
    fn what_stands_before_the_header_does_not_count() {
        let file = [b"HTTP/1.1 200 OK\r\n\r\n", file().as_slice()].concat();
        let document = crate::pdf::read(&file).unwrap();
        assert_eq!(document.pages().len(), 2);
        assert!(document.notices().is_empty());
    }

    #[test]
    fn the_newest_version_of_an_object_counts() {
        let mut file = file();
        let text = String::from_utf8_lossy(&file).into_owned();
        let page = text.find("besluit").unwrap();
        let header = text[..page].rfind(" 0 obj").unwrap();
        let number = text[..header].rsplit(['\n', '\r']).next().unwrap().to_owned();
        let old = text.rfind("startxref").map(|at| text[at + 9..].trim().to_owned()).unwrap();
        let old = old.split_whitespace().next().unwrap().to_owned();
        let offset = file.len();
        let content = show(70.0, 700.0, "verwerpt");
        let root = text.rfind("/Root").map(|at| text[at..].split("R").take(2).collect::<Vec<_>>());
        let root = root.unwrap().join("R") + "R";
        let object = format!(
            "{number} 0 obj <</Length {}>> stream\n{content}\nendstream endobj\n",
            content.len()
        );
        let table = offset + object.len();
        file.extend(object.bytes());
        let update = format!(
            "xref\n{number} 1\n{offset:010} 00000 n \ntrailer <<{root}/Prev {old}>>\nstartxref {table}"
        );
        file.extend(update.bytes());
        let document = crate::pdf::read(&file).unwrap();
        assert_eq!(document.text(), "De raad\n\u{c}verwerpt\n");
        assert!(document.notices().is_empty());
    }
}
