//! Marked content: what the file says about pieces of a page.
//!
//! `Artifact` says that a piece is no part of the body, `ActualText` says what it reads as, and
//! `MCID` names it for the structure tree, whose element may say that too.

use std::collections::HashMap;

use lopdf::Dictionary;

use super::glyph::Glyph;
use super::limits::MARK_DEPTH;
use super::object::{self, Objects};

/// The pieces of marked content that are open.
#[derive(Debug, Default)]
pub struct Marks {
    open: Vec<Mark>,
    /// How many pieces were begun beyond the depth that is kept.
    deeper: usize,
}

/// A piece of marked content.
#[derive(Clone, Debug)]
struct Mark {
    artifact: bool,
    /// Whether it is in a layer that is off.
    off: bool,
    number: Option<u32>,
    reads_as: Option<String>,
    /// How many letters there were when it began.
    start: usize,
}

impl Marks {
    /// Begins a piece (`BMC`, `BDC`); `told` is what pieces read as by the structure tree, `start` the
    /// number of letters so far, and `is_off` says whether it belongs to a layer that is off.
    pub fn begin(
        &mut self,
        tag: &[u8],
        properties: Option<&Dictionary>,
        objects: &Objects,
        told: Option<&HashMap<u32, String>>,
        (start, is_off): (usize, bool),
    ) {
        if self.open.len() >= MARK_DEPTH {
            self.deeper += 1;
            return;
        }
        let number = properties
            .and_then(|dict| object::get(dict, b"MCID", objects)?.as_i64().ok())
            .and_then(|number| u32::try_from(number).ok());
        let reads_as = properties
            .and_then(|dict| object::get(dict, b"ActualText", objects))
            .and_then(|text| lopdf::decode_text_string(text).ok())
            .or_else(|| told?.get(&number?).cloned());
        self.open.push(Mark {
            artifact: tag == b"Artifact" || self.is_artifact(),
            off: is_off || self.is_off(),
            number: number.or_else(|| self.number()),
            reads_as,
            start,
        });
    }

    /// Ends the piece that began last (`EMC`). Where it says what it reads as, the letters drawn in
    /// it give way to that.
    pub fn end(&mut self, glyphs: &mut Vec<Glyph>) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        if let Some(mark) = self.open.pop()
            && let Some(text) = mark.reads_as
        {
            replace(glyphs, mark.start, &text);
        }
    }

    /// Whether what is drawn now is no part of the body.
    pub fn is_artifact(&self) -> bool {
        self.open.last().is_some_and(|mark| mark.artifact)
    }

    /// Whether what is drawn now is in a layer that is off.
    pub fn is_off(&self) -> bool {
        self.open.last().is_some_and(|mark| mark.off)
    }

    /// The number of the innermost piece that has one.
    pub fn number(&self) -> Option<u32> {
        self.open.last().and_then(|mark| mark.number)
    }
}

/// Puts a text in the place of the letters from `start` on, spread evenly over the room that those
/// on the first of their lines take. Where none were drawn there is no room, and nothing changes.
fn replace(glyphs: &mut Vec<Glyph>, start: usize, text: &str) {
    let Some(&first) = glyphs.get(start) else {
        return;
    };
    let drawn: String = glyphs[start..].iter().map(|glyph| glyph.letter).collect();
    let letters: Vec<char> = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    if letters.is_empty() || letters.iter().copied().eq(drawn.chars()) {
        return;
    }
    let end = glyphs[start..]
        .iter()
        .filter(|glyph| (glyph.y - first.y).abs() < first.size / 2.0)
        .map(|glyph| glyph.x1)
        .fold(first.x1, f32::max);
    let width = (end - first.x0) / letters.len() as f32;
    glyphs.truncate(start);
    glyphs.extend(letters.iter().enumerate().map(|(index, &letter)| Glyph {
        letter,
        x0: first.x0 + width * index as f32,
        x1: first.x0 + width * (index + 1) as f32,
        ..first
    }));
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use crate::pdf::sample::{Sample, show};

    #[test]
    fn an_artifact_that_looks_like_a_foot_is_furniture_also_inside_other_marks() {
        let content = "/Artifact <</Type /Pagination>> BDC /Span BMC ".to_owned()
            + &show(70.0, 30.0, "Postbus 1")
            + "EMC EMC EMC "
            + &show(70.0, 700.0, "De raad");
        let objects = crate::pdf::read(&Sample::new(&[&content]).bytes()).unwrap();
        let furniture: Vec<bool> = objects.lines().iter().map(|line| line.furniture).collect();
        assert_eq!(objects.text(), "De raad\n\nPostbus 1\n");
        assert_eq!(furniture, [false, true]);
    }

    #[test]
    fn an_element_of_the_structure_tree_says_what_its_piece_reads_as() {
        let pieces = "/Span <</MCID 0>> BDC ".to_owned()
            + &show(70.0, 700.0, "f1ets")
            + "EMC /P <</MCID 1>> BDC "
            + &show(70.0, 680.0, "een ")
            + "EMC /P <</MCID 2>> BDC "
            + &show(70.0, 660.0, "twee")
            + "EMC";
        let mut sample = Sample::new(&[&pieces]).page_entry("StructParents", 0);
        let document = &mut sample.document;
        let mut element = |text: &str| {
            let text = lopdf::text_string(text);
            document.add_object(dictionary! { "S" => "Span", "ActualText" => text })
        };
        let (one, both) = (element("fiets"), element("niemand weet waar dit hoort"));
        let numbers = vec![0.into(), vec![one.into(), both.into(), both.into()].into()];
        let root = dictionary! { "ParentTree" => dictionary! { "Nums" => numbers } };
        let catalog = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
        document.get_dictionary_mut(catalog).unwrap().set("StructTreeRoot", root);
        assert_eq!(sample.lines(), ["fiets", "een", "twee"]);
    }

    #[test]
    fn properties_may_stand_in_the_resources() {
        let content = "/Span /P1 BDC ".to_owned() + &show(70.0, 700.0, "x") + "EMC";
        let properties = dictionary! { "ActualText" => lopdf::text_string("één") };
        let sample = Sample::new(&[&content]).resource("Properties", "P1", properties);
        assert_eq!(sample.lines(), ["één"]);
    }
}
