//! Documents that are sent: invented motions, each with a word that no other has.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use lopdf::{Object, Stream, dictionary};
use sha2::{Digest, Sha256};

use super::program;

/// A document.
#[derive(Debug)]
pub struct Document {
    /// The name of its file.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-256.
    pub id: String,
    /// The word that only it has.
    pub word: String,
}

/// Documents by their ids.
pub type ById<'a> = HashMap<&'a str, &'a Document>;

/// Makes motions: of this seed so many texts, and so many PDFs, each tenth of them larger than what goes
/// into a pack.
pub fn make(seed: u32, texts: usize, pdfs: usize) -> Vec<Document> {
    let mut made = Vec::with_capacity(texts + pdfs);
    for (format, extension, count) in [("text", "txt", texts), ("pdf", "pdf", pdfs)] {
        let folder = tempfile::tempdir().unwrap();
        let (seed, asked) = (seed.to_string(), count.to_string());
        let arguments = ["corpus", "generate", "--only", "motion", "--noise", "none"];
        let status = program::command(folder.path(), &arguments)
            .args(["--format", format, "--count", &asked, "--seed", &seed])
            .arg(folder.path().join("motions"))
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success());
        for (number, path) in
            crate::files(&folder.path().to_string_lossy(), extension).iter().enumerate()
        {
            let word = format!("merk{seed}{format}{number:05}");
            let bytes = fs::read(path).unwrap();
            let bytes = match format {
                "text" => [&bytes[..], b"\n\n", word.as_bytes(), b"\n"].concat(),
                _ => stamp(&bytes, &word, number % 10 == 0),
            };
            let id = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let name = format!("{seed}-{number:05}.{extension}");
            made.push(Document { name, bytes, id, word });
        }
    }
    assert_eq!(made.len(), texts + pdfs);
    made
}

/// Writes documents into a folder.
pub fn write(documents: &[Document], folder: &Path) {
    for one in documents {
        fs::write(folder.join(&one.name), &one.bytes).unwrap();
    }
}

/// Documents by their ids.
pub fn by_id(documents: &[Document]) -> ById<'_> {
    documents.iter().map(|one| (one.id.as_str(), one)).collect()
}

/// Writes a word at the head of a PDF's first page; a large one carries a megabyte of nothing.
fn stamp(bytes: &[u8], word: &str, is_large: bool) -> Vec<u8> {
    let mut pdf = lopdf::Document::load_mem(bytes).unwrap();
    let page = pdf.get_pages()[&1];
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let font = pdf.add_object(font);
    let resources = pdf.get_or_create_resources(page).unwrap().as_dict_mut().unwrap();
    match resources.get_mut(b"Font") {
        Ok(Object::Dictionary(fonts)) => fonts.set("Merk", font),
        Ok(Object::Reference(fonts)) => {
            let fonts = *fonts;
            pdf.get_dictionary_mut(fonts).unwrap().set("Merk", font);
        }
        _ => resources.set("Font", dictionary! { "Merk" => font }),
    }
    let content = format!("\nq BT /Merk 6 Tf 20 825 Td ({word}) Tj ET Q\n");
    pdf.add_page_contents(page, content.into_bytes()).unwrap();
    if is_large {
        pdf.add_object(Stream::new(dictionary! {}, vec![b'x'; 1_100_000]));
    }
    let mut stamped = Vec::new();
    pdf.save_to(&mut stamped).unwrap();
    stamped
}
