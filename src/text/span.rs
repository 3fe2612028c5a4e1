//! Places: a box on a page, and a span of the normalised text.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rectangle on a page, in PDF points (1/72 inch), measured from the page's top left corner:
/// `x` grows to the right, `y` grows downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BBox {
    /// The left edge.
    pub x0: f32,
    /// The top edge.
    pub y0: f32,
    /// The right edge.
    pub x1: f32,
    /// The bottom edge.
    pub y1: f32,
}

impl BBox {
    /// Returns the smallest box that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// The distance from the left edge to the right one, in points.
    #[must_use]
    pub fn width(self) -> f32 {
        self.x1 - self.x0
    }

    /// The distance from the top edge to the bottom one, in points.
    #[must_use]
    pub fn height(self) -> f32 {
        self.y1 - self.y0
    }

    /// Returns `[x0, y0, x1, y1]`, rounded to tenths of a point, as the record prints it.
    #[must_use]
    pub fn rounded(self) -> [f32; 4] {
        [self.x0, self.y0, self.x1, self.y1].map(|value| (value * 10.0).round() / 10.0)
    }
}

/// A part of a document: where some words of the record stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// The page, counted from 1.
    pub page: u32,
    /// The first byte, as an offset into the document's normalised text (UTF-8).
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// `[x0, y0, x1, y1]` in PDF points from the page's top left; null for plain text.
    #[serde(rename = "box")]
    pub bbox: Option<[f32; 4]>,
}

impl Span {
    /// The bytes of the normalised text that the span covers.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}
