//! Whether a picture is on a page that is large enough to be a scan of it.

use lopdf::Dictionary;

use super::load::PageView;
use super::object::{self, Objects};

/// How many pixels a scan has at least: an A5 at 75 dpi. Logos and portraits have fewer.
const PIXELS: f32 = 270_000.0;
/// How many pictures and forms of a page are looked at.
const LOOKED_AT: usize = 200;
/// How deep forms are looked into: programs that scan put the picture into one.
const DEPTH: usize = 2;

/// Whether a picture in the resources of a page is as large as a scan, or many strips together are.
pub fn is_on(objects: &Objects, page: &PageView<'_>) -> bool {
    page.resources.is_some_and(|resources| pixels(objects, resources, DEPTH) >= PIXELS)
}

/// How many pixels the pictures have together.
fn pixels(objects: &Objects, resources: &Dictionary, depth: usize) -> f32 {
    let Some(drawn) = object::dict(resources, b"XObject", objects) else {
        return 0.0;
    };
    let ids = drawn.iter().take(LOOKED_AT).filter_map(|(_, drawn)| drawn.as_reference().ok());
    ids.map(|id| {
        // A picture is glanced at: reading it whole would be for nothing.
        let Some([kind, width, height]) = objects.entries(id, [b"Subtype", b"Width", b"Height"])
        else {
            return 0.0;
        };
        match kind.as_name() {
            Ok(b"Image") => {
                let side = |side| object::number(side, objects).unwrap_or(0.0).max(0.0);
                side(&width) * side(&height)
            }
            Ok(b"Form") if depth > 0 => objects
                .get_dictionary(id)
                .and_then(|form| object::dict(form, b"Resources", objects))
                .map_or(0.0, |inner| pixels(objects, inner, depth - 1)),
            _ => 0.0,
        }
    })
    .sum()
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use crate::pdf::pages;
    use crate::pdf::sample::{Sample, show};

    #[test]
    fn a_scan_is_told_from_a_logo() {
        let has_picture = |side: i64| {
            let image = dictionary! { "Subtype" => "Image", "Width" => side, "Height" => side };
            let image = Stream::new(image, Vec::new());
            let sample = Sample::new(&[&show(70.0, 700.0, "x")]).resource("XObject", "I", image);
            pages::read(&sample.bytes()).unwrap().list()[0].has_picture()
        };
        assert!(has_picture(1000) && !has_picture(200));
    }
}
