//! What was put onto a page after it was made: stamps, notes, digital signatures, filled-in fields.
//!
//! Knows which annotations are seen and where their appearance is drawn (ISO 32000-1, 12.5.5). What
//! is filled into a form is a part of the page; all else is added to it.

use lopdf::{Dictionary, Object, Stream};

use super::load::{PageView, rectangle};
use super::matrix::Matrix;
use super::object::{self, Objects};
use super::optional::Layers;

/// How many annotations of a page are looked at.
const ANNOTATIONS: usize = 1000;

/// The flags of an annotation that is not seen: hidden, or not shown on a screen.
const UNSEEN: i64 = 1 << 1 | 1 << 5;

/// How an annotation looks.
pub struct Appearance<'a> {
    /// The form that is drawn.
    pub form: &'a Stream,
    /// Maps the form's own space, its matrix done, to the page's coordinates.
    pub place: Matrix,
    /// Whether it is filled into a form, and so belongs to the page.
    pub is_field: bool,
}

/// The appearances of the annotations of a page that are seen, in the order in which they are drawn.
pub fn appearances<'a>(objects: &'a Objects, page: &PageView<'a>) -> Vec<Appearance<'a>> {
    let annotations = object::array(page.dict, b"Annots", objects).unwrap_or_default();
    let layers = if annotations.is_empty() { Layers::default() } else { Layers::read(objects) };
    annotations
        .iter()
        .take(ANNOTATIONS)
        .filter_map(|annotation| object::resolve(annotation, objects).and_then(object::as_dict))
        .filter(|annotation| !layers.hide(annotation, objects))
        .filter_map(|annotation| appearance(objects, annotation))
        .collect()
}

fn appearance<'a>(objects: &'a Objects, annotation: &'a Dictionary) -> Option<Appearance<'a>> {
    let flags = object::number_at(annotation, b"F", objects).unwrap_or(0.0) as i64;
    if flags & UNSEEN != 0 || object::name(annotation, b"Subtype", objects) == Some(b"Popup") {
        return None;
    }
    let normal = object::get(object::dict(annotation, b"AP", objects)?, b"N", objects)?;
    let form = match normal {
        Object::Stream(stream) => stream,
        // One appearance a state of the annotation: a box is checked or not.
        Object::Dictionary(states) => {
            let state = object::name(annotation, b"AS", objects)?;
            object::get(states, state, objects)?.as_stream().ok()?
        }
        _ => return None,
    };
    let rect = rectangle(object::get(annotation, b"Rect", objects)?, objects)?;
    Some(Appearance {
        form,
        place: place(objects, form, rect)?,
        is_field: is_field(objects, annotation),
    })
}

/// Whether an annotation is a field that someone fills in; a signature is none.
fn is_field(objects: &Objects, annotation: &Dictionary) -> bool {
    let parent = object::dict(annotation, b"Parent", objects);
    let kind =
        object::name(annotation, b"FT", objects).or_else(|| object::name(parent?, b"FT", objects));
    matches!(kind, Some(b"Tx" | b"Ch"))
}

/// The map that puts a form, its own matrix done, into a rectangle of the page.
fn place(objects: &Objects, form: &Stream, rect: [f32; 4]) -> Option<Matrix> {
    let [x0, y0, x1, y1] = rectangle(object::get(&form.dict, b"BBox", objects)?, objects)?;
    let matrix = object::array(&form.dict, b"Matrix", objects)
        .and_then(|matrix| Matrix::read(matrix, objects))
        .unwrap_or(Matrix::IDENTITY);
    let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| matrix.apply(x, y));
    let low = |of: fn(&(f32, f32)) -> f32| corners.iter().map(of).fold(f32::INFINITY, f32::min);
    let high =
        |of: fn(&(f32, f32)) -> f32| corners.iter().map(of).fold(f32::NEG_INFINITY, f32::max);
    let (left, bottom) = (low(|corner| corner.0), low(|corner| corner.1));
    let across = (rect[2] - rect[0]) / (high(|corner| corner.0) - left);
    let up = (rect[3] - rect[1]) / (high(|corner| corner.1) - bottom);
    let fits = across.is_finite() && up.is_finite();
    let shift = (rect[0] - left * across, rect[1] - bottom * up);
    fits.then(|| Matrix::new(across, 0.0, 0.0, up, shift.0, shift.1))
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, Stream, dictionary};

    use crate::pdf::read;
    use crate::pdf::sample::{Sample, show};

    /// A page with a text, and an annotation that shows another one.
    fn sample(extra: &[(&str, Object)]) -> Sample {
        let mut sample = Sample::new(&[&show(70.0, 700.0, "De raad,")]);
        let resources = sample.resources;
        let form = Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "Resources" => resources,
                "BBox" => vec![0.into(), 0.into(), 50.into(), 10.into()],
            },
            b"BT /F1 5 Tf 0 0 Td (Griffier) Tj ET".to_vec(),
        );
        let form = sample.document.add_object(form);
        let mut annotation = dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
            "Rect" => vec![100.into(), 100.into(), 200.into(), 120.into()],
            "AP" => dictionary! { "N" => form },
        };
        for (key, value) in extra {
            annotation.set(*key, value.clone());
        }
        let annotation = sample.document.add_object(annotation);
        sample.page_entry("Annots", vec![annotation.into()])
    }

    /// The lines of a file: text, whether it was added, size, indentation.
    fn lines(sample: Sample) -> Vec<(String, bool, f32, f32)> {
        let objects = read(&sample.bytes()).unwrap();
        let line = |line: &crate::text::Line| {
            let text = objects.slice(&line.range).to_owned();
            (text, line.added, line.size.unwrap(), line.indent)
        };
        objects.lines().iter().map(line).collect()
    }

    #[test]
    fn a_signature_is_read_in_its_place_and_marked_as_added() {
        let expected = [
            ("De raad,".to_owned(), false, 10.0, 70.0),
            ("Griffier".to_owned(), true, 10.0, 100.0),
        ];
        assert_eq!(lines(sample(&[])), expected);
    }

    #[test]
    fn what_is_filled_into_a_field_belongs_to_the_page() {
        let read = lines(sample(&[("FT", "Tx".into())]));
        assert_eq!((read[1].0.as_str(), read[1].1), ("Griffier", false));
    }

    #[test]
    fn what_is_hidden_is_not_read() {
        assert_eq!(lines(sample(&[("F", 2.into())])).len(), 1);
    }
}
