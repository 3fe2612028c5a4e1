//! How far each code moves the pen, in parts of the font size.

use std::collections::HashMap;
use std::ops::Range;

use lopdf::{Dictionary, Object};

use crate::pdf::limits::MAP_ENTRIES;
use crate::pdf::object::{self, Objects};

/// The width that a composite font gives to what it does not list, unless it says otherwise.
const COMPOSITE_DEFAULT: f32 = 1.0;
/// Widths in a font are thousandths of its size.
const THOUSANDTH: f32 = 0.001;
/// What a width may be, in parts of the font size; more is an error in the file.
const WIDEST: f32 = 20.0;

/// The widths of the 256 codes of a simple font; `None` where the font does not say.
///
/// `scale` is what one unit of width is in parts of the font size: a thousandth, but for Type 3.
pub fn simple(font: &Dictionary, objects: &Objects, scale: f32) -> Vec<Option<f32>> {
    let first = object::number_at(font, b"FirstChar", objects).unwrap_or(0.0) as usize;
    let missing = object::dict(font, b"FontDescriptor", objects)
        .and_then(|descriptor| object::number_at(descriptor, b"MissingWidth", objects))
        .map(|width| sane(width * scale));
    let listed = object::array(font, b"Widths", objects);
    let mut widths = vec![missing.filter(|_| listed.is_some()); 256];
    for (slot, width) in widths.iter_mut().skip(first).zip(listed.unwrap_or_default()) {
        *slot = object::number(width, objects).map(|width| sane(width * scale));
    }
    widths
}

/// The codes that a simple font lists widths of; all, where it lists none.
pub fn listed(font: &Dictionary, objects: &Objects) -> Range<usize> {
    let first = object::number_at(font, b"FirstChar", objects).unwrap_or(0.0) as usize;
    match object::array(font, b"Widths", objects) {
        Some(widths) => first..first.saturating_add(widths.len()),
        None => 0..256,
    }
}

/// What one unit of width is in the fonts that are not Type 3.
pub const UNIT: f32 = THOUSANDTH;

/// The widths of a composite font by glyph number.
#[derive(Debug)]
pub struct Widths {
    default: f32,
    listed: HashMap<u32, f32>,
}

impl Widths {
    /// Reads `W` and `DW` of a descendant font.
    pub fn composite(font: &Dictionary, objects: &Objects) -> Self {
        let default = object::number_at(font, b"DW", objects)
            .map_or(COMPOSITE_DEFAULT, |width| sane(width * THOUSANDTH));
        let mut widths = Self { default, listed: HashMap::new() };
        widths.list(object::array(font, b"W", objects).unwrap_or_default(), objects);
        widths
    }

    /// Reads `W2` and `DW2` of a descendant font: how far glyphs move the pen down where lines run
    /// downwards (ISO 32000-1, 9.7.4.3).
    pub fn down(font: &Dictionary, objects: &Objects) -> Self {
        let default = match object::array(font, b"DW2", objects) {
            Some([_, down]) => object::number(down, objects).map_or(1.0, |y| sane(-y * THOUSANDTH)),
            _ => 1.0,
        };
        let mut widths = Self { default, listed: HashMap::new() };
        widths.list_down(object::array(font, b"W2", objects).unwrap_or_default(), objects);
        widths
    }

    /// The width of a glyph.
    pub fn get(&self, cid: u32) -> f32 {
        self.listed.get(&cid).copied().unwrap_or(self.default)
    }

    /// Reads the two forms that alternate in `W`: `first [width …]` and `first last width`.
    fn list(&mut self, mut rest: &[Object], objects: &Objects) {
        let number = |object| object::number(object, objects);
        while let [first, second, tail @ ..] = rest {
            let Some(first) = number(first).map(|first| first as u32) else {
                return;
            };
            if let Some(Object::Array(each)) = object::resolve(second, objects) {
                for (cid, width) in (first..=u32::MAX).zip(each) {
                    self.put(cid, number(width));
                }
                rest = tail;
            } else if let (Some(last), [width, tail @ ..]) = (number(second), tail) {
                let width = number(width);
                for cid in (first..=last as u32).take(MAP_ENTRIES) {
                    self.put(cid, width);
                }
                rest = tail;
            } else {
                return;
            }
        }
    }

    /// Reads the two forms that alternate in `W2`: `first [down x y …]` and `first last down x y`; x
    /// and y say where a letter hangs from the line, which moves nothing on.
    fn list_down(&mut self, mut rest: &[Object], objects: &Objects) {
        let number = |object| object::number(object, objects);
        let down = |object| number(object).map(|down| -down);
        while let [first, second, tail @ ..] = rest {
            let Some(first) = number(first).map(|first| first as u32) else {
                return;
            };
            if let Some(Object::Array(each)) = object::resolve(second, objects) {
                for (cid, of_one) in (first..=u32::MAX).zip(each.chunks_exact(3)) {
                    self.put(cid, down(&of_one[0]));
                }
                rest = tail;
            } else if let (Some(last), [step, _, _, tail @ ..]) = (number(second), tail) {
                for cid in (first..=last as u32).take(MAP_ENTRIES) {
                    self.put(cid, down(step));
                }
                rest = tail;
            } else {
                return;
            }
        }
    }

    fn put(&mut self, cid: u32, width: Option<f32>) {
        if let Some(width) = width
            && self.listed.len() < MAP_ENTRIES
        {
            self.listed.insert(cid, sane(width * THOUSANDTH));
        }
    }
}

/// A width that can be: finite, and not absurd.
fn sane(width: f32) -> f32 {
    if width.is_finite() { width.clamp(-WIDEST, WIDEST) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thousandths(width: f32) -> i32 {
        (width * 1000.0).round() as i32
    }

    #[test]
    fn both_forms_of_composite_widths_are_read() {
        let mut font = Dictionary::new();
        font.set("DW", 750);
        font.set(
            "W",
            vec![
                3.into(),
                vec![250.into(), 300.into()].into(),
                10.into(),
                12.into(),
                Object::Real(512.5),
                // A range without end is cut, not followed.
                20.into(),
                Object::Integer(i64::from(u32::MAX)),
                600.into(),
            ],
        );
        let widths = Widths::composite(&font, &Objects::new());
        assert_eq!([3, 4, 5].map(|cid| thousandths(widths.get(cid))), [250, 300, 750]);
        assert_eq!([10, 12, 13].map(|cid| thousandths(widths.get(cid))), [513, 513, 750]);
        assert!(widths.listed.len() <= MAP_ENTRIES);
    }

    #[test]
    fn simple_widths_begin_at_the_first_code() {
        let mut font = Dictionary::new();
        font.set("FirstChar", 32);
        font.set("Widths", vec![278.into(), 0.into()]);
        let widths = simple(&font, &Objects::new(), UNIT);
        assert_eq!(widths[31], None);
        assert_eq!([32, 33].map(|code| thousandths(widths[code].unwrap())), [278, 0]);
        assert_eq!(widths[34], None);
    }
}
