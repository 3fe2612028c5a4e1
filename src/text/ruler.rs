//! Which of many ascending points an offset lies behind, without a search among all of them.

/// A mark stands at each so many bytes.
const STEP: usize = 64;

/// Marks on a text that say how many points stand before them.
#[derive(Clone, Debug, Default)]
pub struct Ruler {
    marks: Vec<u32>,
}

impl Ruler {
    /// Sets the marks for points that ascend, in a text of so many bytes.
    pub fn new(points: impl IntoIterator<Item = usize>, len: usize) -> Self {
        let mut marks = Vec::with_capacity(len / STEP + 2);
        let mut before = 0;
        for point in points {
            while marks.len() * STEP <= point {
                marks.push(before);
            }
            before += 1;
        }
        while marks.len() <= len / STEP + 1 {
            marks.push(before);
        }
        Self { marks }
    }

    /// How many of the points that the marks were set for are at or before an offset.
    #[must_use]
    pub fn count<T>(&self, points: &[T], offset: usize, point: impl Fn(&T) -> usize) -> usize {
        let mark = |at: usize| self.marks.get(at).map_or(points.len(), |&before| before as usize);
        let (first, end) = (mark(offset / STEP), mark(offset / STEP + 1));
        first + points[first..end].partition_point(|here| point(here) <= offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_counted_as_a_search_counts_them() {
        for points in [&[][..], &[0], &[63, 64, 64, 64, 65, 300], &[5, 900], &[128; 200]] {
            let ruler = Ruler::new(points.iter().copied(), 310);
            for offset in 0..1200 {
                let expected = points.partition_point(|&point| point <= offset);
                assert_eq!(ruler.count(points, offset, |&point| point), expected, "{offset}");
            }
        }
    }
}
