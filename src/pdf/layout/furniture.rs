//! Page furniture: running heads and feet, and page numbers.
use super::PageLine;

/// Marks.
pub fn mark(pages: &mut [Vec<PageLine>]) {
    for line in pages.iter_mut().flatten() {
        line.furniture = line.artifact;
    }
}
