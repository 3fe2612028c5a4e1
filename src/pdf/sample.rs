//! Small PDFs for tests: pages with a content stream each, and two standard fonts.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// The size of every page.
pub const SIZE: (i64, i64) = (600, 800);

/// A PDF that is being made.
pub struct Sample {
    /// Its objects.
    pub document: Document,
    /// Its pages, in order.
    pub pages: Vec<ObjectId>,
    /// The resources of all pages: the fonts `F1` (Helvetica) and `F2` (Helvetica-Bold).
    pub resources: ObjectId,
}

impl Sample {
    /// Makes one page of each content stream.
    pub fn new(contents: &[&str]) -> Self {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        let resources = document.add_object(dictionary! {
            "Font" => dictionary! { "F1" => font("Helvetica"), "F2" => font("Helvetica-Bold") },
        });
        let pages: Vec<ObjectId> = contents
            .iter()
            .map(|content| {
                let content = Stream::new(Dictionary::new(), content.as_bytes().to_vec());
                let content = document.add_object(content);
                document.add_object(dictionary! {
                    "Type" => "Page",
                    "Parent" => tree,
                    "Contents" => content,
                })
            })
            .collect();
        let kids: Vec<Object> = pages.iter().map(|id| (*id).into()).collect();
        document.objects.insert(
            tree,
            Object::Dictionary(dictionary! {
                "Type" => "Pages",
                "Kids" => kids,
                "Count" => contents.len() as i64,
                "Resources" => resources,
                "MediaBox" => vec![0.into(), 0.into(), SIZE.0.into(), SIZE.1.into()],
            }),
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        Self { document, pages, resources }
    }

    /// Sets an entry of the first page.
    pub fn page_entry(mut self, key: &str, value: impl Into<Object>) -> Self {
        self.dict(self.pages[0]).set(key, value);
        self
    }

    /// Adds an object to a sort of resource.
    pub fn resource(mut self, sort: &str, name: &str, object: impl Into<Object>) -> Self {
        let object = self.document.add_object(object);
        let resources = self.dict(self.resources);
        if !resources.has(sort.as_bytes()) {
            resources.set(sort, Dictionary::new());
        }
        resources.get_mut(sort.as_bytes()).and_then(Object::as_dict_mut).unwrap().set(name, object);
        self
    }

    fn dict(&mut self, id: ObjectId) -> &mut Dictionary {
        self.document.get_object_mut(id).and_then(Object::as_dict_mut).unwrap()
    }

    /// The file.
    pub fn bytes(mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).unwrap();
        bytes
    }

    /// Its lines, as read.
    pub fn lines(self) -> Vec<String> {
        let document = crate::pdf::read(&self.bytes()).unwrap();
        document.lines().iter().map(|line| document.slice(&line.range).to_owned()).collect()
    }
}

fn font(name: &str) -> Dictionary {
    dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => name,
        "Encoding" => "WinAnsiEncoding",
    }
}

/// The operations that show a text of 10 points with its baseline at a place, counted from the
/// page's lower left corner.
pub fn show(x: f32, y: f32, text: &str) -> String {
    format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n")
}

/// The lines of a page with one content stream.
pub fn lines(content: &str) -> Vec<String> {
    Sample::new(&[content]).lines()
}
