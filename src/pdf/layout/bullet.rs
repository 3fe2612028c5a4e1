//! Bullets and boxes drawn as shapes, put before the words that they stand before.

use super::word::{Word, WordRow};
use crate::pdf::shape::{Form, Shape};

/// How far before its word a bullet stands at most, in font sizes.
const ROOM: f32 = 2.5;
/// How high a bullet's middle stands above the baseline, in font sizes.
const HEIGHT: std::ops::RangeInclusive<f32> = 0.1..=0.6;
/// How large a bullet is at most, in font sizes.
const LARGEST: f32 = 0.65;
/// How large a box is at most, likewise.
const LARGEST_BOX: f32 = 1.2;

/// Puts each shape that stands before a word of a row into the row.
pub fn place(rows: &mut [WordRow], shapes: &[Shape]) {
    for shape in shapes {
        let beside = rows.iter_mut().find_map(|row| {
            let fits = HEIGHT.contains(&((row.y - shape.middle()) / row.size))
                && shape.x1 - shape.x0 <= largest(shape) * row.size;
            let index = row.words_before(shape.x1);
            let room = row.words.get(index)?.bbox.x0 - shape.x1;
            let is_free = index == 0 || row.words[index - 1].bbox.x1 <= shape.x0;
            (fits && is_free && room <= ROOM * row.size).then_some((row, index))
        });
        if let Some((row, index)) = beside {
            let is_large = shape.x1 - shape.x0 > LARGEST * row.size;
            let bullet = Word::bullet(&row.words[index], shape, is_large);
            row.words[index].before = row.words[index].bbox.x0 - shape.x1;
            row.words.insert(index, bullet);
        }
    }
}

/// How large a shape is at most, in font sizes.
fn largest(shape: &Shape) -> f32 {
    match shape.form {
        Form::Box | Form::Marked if !shape.filled => LARGEST_BOX,
        _ => LARGEST,
    }
}
