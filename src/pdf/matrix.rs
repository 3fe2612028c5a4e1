//! Affine maps between the coordinate systems of a page.

use lopdf::Object;

use super::object::Objects;
use super::object::number;

/// The map `(x, y)` to `(a·x + c·y + e, b·x + d·y + f)`, in the order in which PDF writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix {
    pub a: f32,
    pub b: f32,
    pub c: f32,
    pub d: f32,
    pub e: f32,
    pub f: f32,
}

impl Matrix {
    /// The map that leaves everything where it is.
    pub const IDENTITY: Self = Self::new(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);

    /// Makes a map of its six numbers.
    pub const fn new(a: f32, b: f32, c: f32, d: f32, e: f32, f: f32) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// Makes a map that moves by `(x, y)`.
    pub const fn shift(x: f32, y: f32) -> Self {
        Self::new(1.0, 0.0, 0.0, 1.0, x, y)
    }

    /// Reads six numbers; `None` when there are fewer, or when one is not finite.
    pub fn read(numbers: &[Object], objects: &Objects) -> Option<Self> {
        let mut values = [0.0; 6];
        for (index, value) in values.iter_mut().enumerate() {
            *value = number(numbers.get(index)?, objects).filter(|value| value.is_finite())?;
        }
        let [a, b, c, d, e, f] = values;
        Some(Self::new(a, b, c, d, e, f))
    }

    /// The map that does `self` first, then `next`.
    pub fn then(self, next: Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// Where a point goes.
    pub fn apply(self, x: f32, y: f32) -> (f32, f32) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// How much longer a vertical stretch becomes.
    pub fn height(self) -> f32 {
        self.c.hypot(self.d)
    }

    /// How much longer a horizontal stretch becomes.
    pub fn width(self) -> f32 {
        self.a.hypot(self.b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_done_in_order() {
        let doubled = Matrix::new(2.0, 0.0, 0.0, 2.0, 0.0, 0.0);
        let moved = Matrix::shift(10.0, 1.0);
        assert_eq!(doubled.then(moved).apply(3.0, 4.0), (16.0, 9.0));
        assert_eq!(moved.then(doubled).apply(3.0, 4.0), (26.0, 10.0));
    }

    #[test]
    fn what_is_no_finite_number_is_no_map() {
        let objects = Objects::new();
        let numbers = |last| vec![1.into(), 0.into(), 0.into(), 1.into(), 0.into(), last];
        assert_eq!(
            Matrix::read(&numbers(Object::Real(7.5)), &objects),
            Some(Matrix::shift(0.0, 7.5))
        );
        assert_eq!(Matrix::read(&numbers(Object::Real(f32::NAN)), &objects), None);
        assert_eq!(Matrix::read(&[1.into()], &objects), None);
    }
}
